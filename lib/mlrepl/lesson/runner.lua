-- runner.lua - a lesson at the prompt: read, guess, run, compare, try.
--
-- The file runs in a coroutine that yields at each step. Fields of a session:
--   phase   "ask"    waiting for a guess
--           "run"    the step was printed; Enter runs its code
--           "pause"  the code has run; Enter goes to the next step
--           "task"   waiting for the task to be done; "solved": it is done
--           "broken" the code failed or was interrupted; Enter runs it again
--   index   number of the step, from 1; record: its fields; call: its source
--   next    the step that follows when Enter is pressed
--   missed  the first wrong guess at this question
--   hints   how many have been given; ruled_out: wrong choices, count_out of them
--   prompt  this module, for the modules that it requires
-- Between the steps the prompt works as usual.

local context = require "mlrepl.context"
local verbs = require "mlrepl.lesson.commands"
local current = require "mlrepl.lesson.current"
local files = require "mlrepl.lesson.files"
local input = require "mlrepl.lesson.input"
local leave = require "mlrepl.leave"
local question = require "mlrepl.lesson.question"
local source = require "mlrepl.lesson.source"
local state = require "mlrepl.lesson.state"
local text = require "mlrepl.lesson.text"

local prompt = {}

-- -- running the code of the file --------------------------------------------------------

-- Runs up to the next step and returns it, or nil at the end. `running` stays set
-- after Ctrl-C, because an interrupted runner cannot clean up.
local function run_code(session)
  state.enter(session)
  session.running = true
  local ok, made = coroutine.resume(session.co)
  session.running = false
  state.leave(session)
  if not ok then
    session.phase = "broken"
    session.told = false
    error(made, 0)
  end
  if coroutine.status(session.co) == "dead" or made.kind == "done" then return nil end
  return made
end

local function arrive(session, made)
  session.index = session.index + 1
  session.record, session.kind = made.record, made.kind
  session.call = source.call(session.source, made.line) or {code = ""}
end

-- -- replaying ---------------------------------------------------------------

local function new_coroutine(session)
  local fn, why = loadfile(session.file.path)
  if not fn then context.fail("lesson", why) end
  session.co = coroutine.create(fn)
  session.index = 0
  state.start(session)
end

-- Runs all code before step `goal` without output. The lesson may now have fewer
-- steps than when the position was saved.
local function replay(session, goal)
  session.goal = goal
  new_coroutine(session)
  session.quiet = goal > 1
  files.quietly(session.quiet)
  repeat
    local made = run_code(session)
    if made then arrive(session, made) end
  until not made or session.index == goal
  files.quietly(false)
  session.quiet = false
end

-- The learner may have changed anything, also inside a vector or a model: the code
-- so far runs again, so that the step starts from the lesson's own state.
local function renew(session)
  if not session.touched then return end
  state.tell_reset(session)
  replay(session, session.index)
end

-- -- printing --------------------------------------------------------------------------

local function keep_place(session, done)
  session.saved = files.keep(session.file.key, {at = session.index, steps = session.steps,
    done = done, guesses = session.guesses})
end

function prompt.tell_code(code)
  if code == "" then return end
  print("")
  for line in (code .. "\n"):gmatch("([^\n]*)\n") do print(line == "" and "" or "    " .. line) end
  print("")
end

local function present_step(session)
  local step, code = session.record, session.call.code
  text.title(("%d of %d. %s"):format(session.index, session.steps, step.title))
  text.say(step.text)
  session.code_later = step.question and question.is_answered_by(step, code)
  if not session.code_later then prompt.tell_code(code) end
  if step.question then
    text.ask(step, "Guess first: ")
    local last = session.guesses[session.index]
    if last then text.say(("(Last time you guessed %s.)"):format(last)) end
    session.phase = "ask"
    return
  end
  session.phase = "run"
  print(code == "" and "(Press Enter to continue)" or "(Press Enter to run the code)")
end

local function present_task(session)
  text.title(("%d of %d. Your turn"):format(session.index, session.steps))
  text.say(session.record.text)
  print(session.record.check and "(Work at the prompt. You can call hint(), check() and skip().)"
    or "(Type the value or an expression. You can call hint(), check() and skip().)")
  session.phase = "task"
end

local function present(session)
  print("")
  session.goal, session.again = session.index, "present"
  session.hints, session.candidate, session.solved = 0, nil, false
  session.missed, session.ruled_out, session.count_out = nil, {}, 0
  keep_place(session, false)
  if session.kind == "task" then return present_task(session) end
  present_step(session)
end

local function next_lesson(session)
  local all = files.all()
  for i, one in ipairs(all) do
    if one.key == session.file.key then return all[i + 1] end
  end
end

local function finish(session)
  keep_place(session, true)
  prompt.close(session)
  local after = next_lesson(session)
  print("")
  text.say("End of the lesson. " .. (after and ("Next: lesson\"%s\"."):format(after.name)
    or "lesson() lists all lessons."))
end

-- Goes to the next step, or ends the lesson.
local function move_on(session)
  local made = session.next
  session.next = nil
  if not made then return finish(session) end
  arrive(session, made)
  present(session)
end

-- -- guesses --------------------------------------------------------------------------

-- The text printed before `because`.
local function verdict(step, guess, missed)
  local words = text.sentence(question.text(step, guess)) .. " "
  if question.is_right(step, guess) then return "Correct: " .. words end
  local why = not missed and question.why(step, guess)
  return "Not correct: " .. words .. (why and why .. " " or "") .. "Answer: "
    .. text.sentence(question.text(step, question.right(step))) .. " "
end

local function tell_verdict(session, guess)
  local step = session.record
  if guess == nil or not step.question then return text.tell_answer(step) end
  text.say(text.after(verdict(step, guess, guess == session.missed), step.because or ""))
end

-- After the first wrong guess: what is wrong with it, and one more try.
local function once_more(session, guess)
  local step = session.record
  local why = question.why(step, guess) or question.direction(step, guess)
  session.missed, session.candidate = guess, nil
  local words = text.sentence(question.text(step, guess))
  text.say(("Not correct: %s %s"):format(words, why and why .. " " or "")
    .. "Try once more, or type hint; Enter shows the answer.")
end

-- Runs the step's code and compares.
local function run_step(session, guess)
  session.goal, session.again = session.index, "code"
  session.guess = guess
  renew(session)
  local step, told = session.record, session.call.code ~= "" or session.record.question
  if session.code_later then prompt.tell_code(session.call.code) end
  session.next = run_code(session)
  session.phase = "pause"
  tell_verdict(session, guess)
  text.tell_try(step)
  if not told or not session.next then return move_on(session) end
  print("(Press Enter to continue)")
end

-- Takes a guess; nil for none. With two choices, a second try would tell nothing.
function prompt.guess(session, guess)
  local step = session.record
  if guess ~= nil then
    local choices = question.choices(step)
    session.guesses[session.index] = question.text(step, guess)
    keep_place(session, false)
    local wrong = not question.is_right(step, guess)
    if wrong and session.missed == nil and not (choices and #choices == 2) then
      return once_more(session, guess)
    end
  end
  run_step(session, guess)
end

-- -- tasks ----------------------------------------------------------------------------

local function congratulate(session)
  session.phase = "solved"
  session.next = nil
  text.say("Correct. (Press Enter to continue)")
end

-- Is the task done? Returns false and what is missing.
local function task_state(session)
  local task = session.record
  if not task.check then return session.solved, session.wrong or "no value entered yet" end
  local ok, done, why = state.with_program(task.check)
  if not ok then return false, done end
  return done, why
end

function prompt.check_task(session)
  local done, why = task_state(session)
  if done then return congratulate(session) end
  text.say(why and "Not yet: " .. text.sentence(tostring(why)) or "Not yet.")
end

function prompt.go_to(session, goal)
  session.again = "present"
  replay(session, goal)
  present(session)
end

local function run_again(session)
  local again = session.again
  replay(session, session.goal)
  if again == "code" then return run_step(session, session.guess) end
  present(session)
end

-- Runs the step's code without output, because later steps need it, and continues.
function prompt.pass(session)
  session.goal, session.again = session.index, "code"
  renew(session)
  files.quietly(true)
  session.next = run_code(session)
  files.quietly(false)
  move_on(session)
end

-- Handles Enter on an empty line.
function prompt.enter(session)
  local phase = session.phase
  if phase == "ask" then return prompt.guess(session, session.candidate) end
  if phase == "run" then return run_step(session) end
  if phase == "pause" then return move_on(session) end
  if phase == "broken" then return run_again(session) end
  if phase == "solved" then
    renew(session)
    session.next = run_code(session)
    return move_on(session)
  end
end

-- -- opening and closing ------------------------------------------------------------------

function prompt.close(session)
  if current.runner == session then current.runner = nil end
  verbs.restore(session)
  leave.left("lesson")
  state.close(session)
end

-- Before each prompt: handles the result of the last line.
local function turn(session)
  files.quietly(false)
  if session.running then
    session.running, session.phase, session.told = false, "broken", false
    state.leave(session)
  end
  if session.phase == "broken" and not session.told then
    session.told, session.quiet = true, false
    text.say(("(The lesson is still at step %d. Press Enter to run it again, or call back(), "
      .. "restart() or quit().)"):format(session.goal))
  end
  local tried = session.tried
  session.tried = false
  if session.phase == "task" and tried and task_state(session) then congratulate(session) end
end

local function listener(session)
  return function(event, ...)
    if event == "turn" then return turn(session) end
    if session.running then return false end
    if event == "line" and session.touched then state.repair() end
    if event == "whole" then return input.is_whole(session, ...) end
    if event == "line" then return input.take(session, ...) end
    if event == "values" then return input.values(session, ...) end
  end
end

local function new_session(file)
  local found, why = source.read(file.path)
  if not found then context.fail("lesson", why) end
  if found.steps == 0 then
    context.fail("lesson", file.path .. " has no steps; use dofile to run it")
  end
  local place = files.places()[file.key]
  if place and (place.done or place.at > found.steps) then place = nil end
  local name = file.folder == "" and file.path or file.name
  local session = {file = file, name = name, source = found, steps = found.steps, index = 0,
    guesses = place and place.guesses or {}, prompt = prompt}
  session.listen = listener(session)
  return session, place and place.at or 1
end

-- Opens a lesson at the saved position.
function prompt.open(file)
  local last = current.runner
  if last and last.running then
    context.fail("lesson", "cannot open a lesson from another lesson's code")
  end
  local session, at = new_session(file)
  if last and last.verbs then prompt.close(last) end
  state.open(session) -- may fail, if memory runs out
  current.runner = session
  verbs.set(session)
  text.say(session.source.title)
  text.say("Press Enter to continue. You can call hint(), skip(), back(), restart() and quit(), "
    .. "and use the prompt as usual.")
  if at > 1 then text.say("Continuing where you left off; restart() starts over.") end
  prompt.go_to(session, at)
end

return prompt
