-- runner.lua - a lesson at the prompt: read, guess, run, compare, try.
--
-- Fields of a session, besides those of rerun.lua, attempt.lua and state.lua:
--   phase   "ask"    waiting for a guess
--           "run"    the step was printed; Enter runs its code
--           "pause"  the code has run; Enter goes to the next step
--           "task"   waiting for the task to be done; "solved": it is done
--           "broken" the code failed or was interrupted; Enter runs it again
--   next    the step that follows when Enter is pressed
--   prompt  this module, for the modules that it requires
-- Between the steps the prompt works as usual.

local context = require "mlrepl.context"
local attempt = require "mlrepl.lesson.attempt"
local verbs = require "mlrepl.lesson.commands"
local current = require "mlrepl.lesson.current"
local files = require "mlrepl.lesson.files"
local input = require "mlrepl.lesson.input"
local leave = require "mlrepl.leave"
local log = require "mlrepl.lesson.log"
local pending = require "mlrepl.lesson.pending"
local places = require "mlrepl.lesson.places"
local question = require "mlrepl.lesson.question"
local rerun = require "mlrepl.lesson.rerun"
local source = require "mlrepl.lesson.source"
local state = require "mlrepl.lesson.state"
local text = require "mlrepl.lesson.text"

local prompt = {}

-- -- printing --------------------------------------------------------------------------

local function keep_place(session, done)
  session.saved = places.keep(session.file.key, {at = session.index, steps = session.steps,
    done = done, guesses = session.guesses})
end

local function present_step(session)
  local step, code = session.record, session.call.code
  text.title(("%d of %d. %s"):format(session.index, session.steps, step.title))
  text.say(step.text)
  session.code_later = step.question and question.is_answered_by(step, code)
  if not session.code_later then text.tell_code(code) end
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
  attempt.begin(session)
  keep_place(session, false)
  if session.kind == "task" then present_task(session) else present_step(session) end
  attempt.show(session)
end

local function next_lesson(session)
  local all = files.all()
  for i, one in ipairs(all) do
    if one.key == session.file.key then return all[i + 1] end
  end
end

local function finish(session)
  keep_place(session, true)
  log.add(session, "done")
  prompt.close(session)
  local after = next_lesson(session)
  print("")
  text.say("End of the lesson. " .. (after and ("Next: lesson\"%s\"."):format(after.name)
    or "lesson() lists all lessons."))
  text.say(pending.sentence(pending.count(session.file.key)))
end

-- Goes to the next step, or ends the lesson.
local function move_on(session)
  local made = session.next
  session.next = nil
  if not made then return finish(session) end
  rerun.arrive(session, made)
  present(session)
end

-- -- guesses --------------------------------------------------------------------------

-- Runs the step's code and compares.
local function run_step(session, guess)
  session.goal, session.again = session.index, "code"
  session.guess = guess
  rerun.renew(session)
  local step, told = session.record, session.call.code ~= "" or session.record.question
  if session.code_later then text.tell_code(session.call.code) end
  session.next = rerun.on(session)
  session.phase = "pause"
  log.step(session, "step")
  attempt.tell(session, guess)
  text.tell_try(step)
  if not told or not session.next then return move_on(session) end
  print("(Press Enter to continue)")
end

-- Takes a guess; nil for none.
function prompt.guess(session, guess)
  if guess ~= nil then
    session.guesses[session.index] = question.text(session.record, guess)
    keep_place(session, false)
  end
  if attempt.take(session, guess) then run_step(session, guess) end
end

-- -- tasks ----------------------------------------------------------------------------

local function congratulate(session)
  session.phase = "solved"
  session.next = nil
  log.step(session, "task", {hints = session.hints})
  text.say("Correct. (Press Enter to continue)")
end

-- Is the task done? Returns false and what is missing.
local function task_state(session)
  local task = session.record
  if not task.check then return session.solved, session.wrong or "no value entered yet" end
  local ok, done, why = state.with_program(task.check)
  if not ok then return false, text.message(done) end
  return done, why
end

function prompt.check_task(session)
  local done, why = task_state(session)
  if done then return congratulate(session) end
  text.say(why and "Not yet: " .. text.sentence(tostring(why)) or "Not yet.")
end

function prompt.go_to(session, goal)
  session.again = "present"
  rerun.upto(session, goal)
  present(session)
end

local function run_again(session)
  local again = session.again
  rerun.upto(session, session.goal)
  if again == "code" then return run_step(session, session.guess) end
  present(session)
end

-- Runs the step's code without output, because later steps need it, and continues.
function prompt.pass(session)
  session.goal, session.again = session.index, "code"
  rerun.renew(session)
  session.next = rerun.quietly(session)
  move_on(session)
end

-- Handles Enter on an empty line.
function prompt.enter(session)
  local phase = session.phase
  if phase == "ask" then return prompt.guess(session, session.candidate) end
  if phase == "run" then return run_step(session) end
  if phase == "pause" then return move_on(session) end
  if phase == "broken" then return run_again(session) end
  if phase == "task" then
    if task_state(session) then return congratulate(session) end
    return text.say("The task is not done yet. Try hint(), or skip() to move on.")
  end
  if phase == "solved" then
    rerun.renew(session)
    session.next = rerun.on(session)
    return move_on(session)
  end
end

-- -- opening and closing ------------------------------------------------------------------

function prompt.close(session)
  if current.runner == session then current.runner = nil end
  log.add(session, "close")
  verbs.restore(session)
  leave.left("lesson")
  state.close(session)
end

function prompt.farewell(session)
  return session.saved and ("Position saved; lesson\"%s\" continues here."):format(session.name)
    or ("The position is not saved; lesson\"%s\" starts the lesson."):format(session.name)
end

-- Before each prompt: handles the result of the last line.
local function turn(session)
  if rerun.broke(session) then
    text.say(("(The lesson is still at step %d. Press Enter to run it again, or call back(), "
      .. "restart() or quit().)"):format(session.goal))
  end
  local tried = session.tried
  session.tried = false
  if session.phase ~= "task" or not tried then return end
  log.code(session, tried)
  if task_state(session) then congratulate(session) end
end

local function new_session(file)
  local found, why = source.read(file.path)
  if not found then context.fail("lesson", why) end
  if found.steps == 0 then
    context.fail("lesson", file.path .. " has no steps; use dofile to run it")
  end
  local place = places.all()[file.key]
  if place and (place.done or place.at > found.steps) then place = nil end
  local name = file.folder == "" and file.path or file.name
  local session = {file = file, name = name, source = found, steps = found.steps, index = 0,
    guesses = place and place.guesses or {}, prompt = prompt}
  session.listen = input.listener(session, turn)
  return session, place and place.at or 1
end

-- Opens a lesson at the saved position.
function prompt.open(file)
  local session, at = new_session(file)
  rerun.begin(session)
  verbs.set(session)
  log.add(session, "open", {step = at, steps = session.steps,
    learner = os.getenv("USER") or os.getenv("LOGNAME")})
  text.say(session.source.title)
  text.say("Press Enter to continue. You can call hint(), skip(), back(), restart() and quit(), "
    .. "and use the prompt as usual.")
  if at > 1 then text.say("Continuing where you left off; restart() starts over.") end
  prompt.go_to(session, at)
end

return prompt
