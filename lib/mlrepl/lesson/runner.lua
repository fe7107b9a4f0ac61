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
--   prompt  this module, for the modules that it requires
-- Between the steps the prompt works as usual.

local context = require "mlrepl.context"
local answer = require "mlrepl.lesson.answer"
local verbs = require "mlrepl.lesson.commands"
local current = require "mlrepl.lesson.current"
local files = require "mlrepl.lesson.files"
local input = require "mlrepl.lesson.input"
local leave = require "mlrepl.leave"
local source = require "mlrepl.lesson.source"
local text = require "mlrepl.lesson.text"

local prompt = {}

-- -- running the code of the file --------------------------------------------------------

local NOT_OURS = {_ = true, ans = true} -- the prompt's own

local function globals()
  local copy = {}
  for key, value in next, _G do copy[key] = value end
  return copy
end

-- Restores the lesson's globals that the user has changed, so that later steps match the text.
local function put_back(session)
  local names = {}
  for key, value in pairs(session.own) do
    if not rawequal(rawget(_G, key), value) then
      rawset(_G, key, value)
      names[#names + 1] = tostring(key)
    end
  end
  table.sort(names)
  if #names > 0 and not session.quiet then
    text.say("(" .. table.concat(names, ", ") .. ": reset to the lesson's own values)")
  end
end

local function note_own(session, before)
  for key, value in next, _G do
    local changed = not rawequal(before[key], value)
    if not NOT_OURS[key] and (changed or session.own[key] ~= nil) then session.own[key] = value end
  end
end

-- Runs up to the next step and returns it, or nil at the end. `running` stays set
-- after Ctrl-C, because an interrupted runner cannot clean up.
local function run_code(session)
  put_back(session)
  local before = globals()
  session.running = true
  local ok, made = coroutine.resume(session.co)
  session.running = false
  if not ok then
    session.phase = "broken"
    session.told = false
    error(made, 0)
  end
  note_own(session, before)
  if coroutine.status(session.co) == "dead" or made.kind == "done" then return nil end
  return made
end

local function arrive(session, made)
  session.index = session.index + 1
  session.record, session.kind = made.record, made.kind
  session.call = source.call(session.source, made.line) or {code = ""}
  session.hints, session.candidate, session.solved = 0, nil, false
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
  prompt.tell_code(code)
  if step.question then
    text.say("Guess first: " .. step.question)
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

local function sentence(words)
  return words:match("[.!?]$") and words or words .. "."
end

-- The text printed before `because`.
local function verdict(step, guess)
  local right, more = answer.judge(guess, step.answer, step.tolerance)
  local known = type(step.answer) ~= "function"
  more = more and sentence(more) .. " " or ""
  if right then return "Right: " .. sentence(text.value(guess)) .. " " .. more end
  local it_is = known and "Answer: " .. sentence(text.value(step.answer)) .. " " or ""
  return "You guessed: " .. sentence(text.value(guess)) .. " " .. it_is .. more
end

local function tell_verdict(session, guess)
  local step = session.record
  if guess == nil or not step.question then return text.tell_answer(step) end
  text.say(verdict(step, guess) .. (step.because or ""))
end

-- Runs the step's code and compares.
local function run_step(session, guess)
  session.goal, session.again = session.index, "code"
  session.guess = guess
  local step, told = session.record, session.call.code ~= "" or session.record.question
  session.next = run_code(session)
  session.phase = "pause"
  tell_verdict(session, guess)
  text.tell_try(step)
  if not told or not session.next then return move_on(session) end
  print("(Press Enter to continue)")
end

-- Accepts a guess returned by answer.read; nil for none.
function prompt.guess(session, guess)
  if guess ~= nil then
    session.guesses[session.index] = text.value(guess)
    keep_place(session, false)
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
  local ok, done, why = pcall(task.check)
  if not ok then return false, done end
  return done, why
end

function prompt.check_task(session)
  local done, why = task_state(session)
  if done then return congratulate(session) end
  text.say(why and "Not yet: " .. sentence(tostring(why)) or "Not yet.")
end

-- -- replaying ---------------------------------------------------------------

local function new_coroutine(session)
  local fn, why = loadfile(session.file.path)
  if not fn then context.fail("lesson", why) end
  session.co = coroutine.create(fn)
  session.index, session.own = 0, {}
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
    session.next = run_code(session)
    return move_on(session)
  end
end

-- -- opening and closing ------------------------------------------------------------------

function prompt.close(session)
  if current.runner == session then current.runner = nil end
  verbs.restore(session)
  leave.left("lesson")
end

-- Before each prompt: handles the result of the last line.
local function turn(session)
  files.quietly(false)
  if session.running then session.running, session.phase, session.told = false, "broken", false end
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
    guesses = place and place.guesses or {}, own = {}, hints = 0,
    prompt = prompt}
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
  current.runner = session
  verbs.set(session)
  text.say(session.source.title)
  text.say("Press Enter to continue. You can call hint(), skip(), back(), restart() and quit(), "
    .. "and use the prompt as usual.")
  if at > 1 then text.say("Continuing where you left off; restart() starts over.") end
  prompt.go_to(session, at)
end

return prompt
