-- commands.lua - the functions available while a lesson runs at the prompt.

local context = require "mlrepl.context"
local answer = require "mlrepl.lesson.answer"
local text = require "mlrepl.lesson.text"

local names = {} -- for the other modules
local verbs = {} -- for the user

local function need_rest(session)
  if session.running then context.fail("lesson", "cannot be called from the lesson's own code") end
end

function verbs.go(session)
  if session.phase == "task" then
    return text.say("The task is not done yet. Try hint(), or skip() to move on.")
  end
  session.prompt.enter(session)
end

function verbs.hint(session)
  local hints, asked = session.record.hints or {}, session.phase == "ask"
  if not asked and session.phase ~= "task" then
    return text.say("There is no question here. Press Enter to continue.")
  end
  if session.hints < #hints then
    session.hints = session.hints + 1
    return text.say(("Hint %d of %d: %s"):format(session.hints, #hints, hints[session.hints]))
  end
  text.say(asked and "Type any guess to see the answer, or press Enter to continue without one."
    or "No more hints; skip() shows a solution.")
end

-- A skipped step's code still runs, without output, because later steps need it.
function verbs.skip(session)
  local phase = session.phase
  if phase == "task" then
    local solution = session.record.solution
    if solution then
      print("One solution:")
      session.prompt.tell_code(solution)
    end
    session.phase = "solved"
  end
  if phase == "ask" or phase == "run" then return session.prompt.pass(session) end
  session.prompt.enter(session)
end

function verbs.back(session)
  if session.goal == 1 then text.say("This is the first step.") end
  session.prompt.go_to(session, math.max(1, session.goal - 1))
end

function verbs.restart(session)
  session.guesses = {}
  session.prompt.go_to(session, 1)
end

function verbs.quit(session)
  session.prompt.close(session)
  text.say((session.saved and "Position saved; lesson\"%s\" continues here."
    or "The position is not saved; lesson\"%s\" starts the lesson."):format(session.name))
end

function verbs.check(session)
  if session.phase == "task" then return session.prompt.check_task(session) end
  text.say("There is no task to check here. Press Enter to continue.")
end

function verbs.guess(session, value)
  if session.phase ~= "ask" then return text.say("There is no question here.") end
  local guess = answer.read(value, session.record.answer)
  if guess == nil then return names.misfit(session.record.answer) end
  session.prompt.guess(session, guess)
end

-- Reports that the guess is not of the kind the question expects.
function names.misfit(wanted)
  local what = ({number = "Number expected, such as 12.5",
    boolean = "Yes or no expected"})[answer.sort_of(wanted)]
    or "This is not the kind of answer expected"
  text.say(what .. "; press Enter to continue without a guess.")
  return true
end

-- The function of that name, unless the user has redefined the name.
function names.verb(session, name)
  return rawequal(rawget(_G, name), session.verbs[name]) and session.verbs[name] or nil
end

function names.set(session)
  session.verbs, session.hidden = {}, {}
  for name, verb in pairs(verbs) do
    session.hidden[name] = rawget(_G, name)
    session.verbs[name] = function(...)
      need_rest(session)
      return verb(session, ...)
    end
    rawset(_G, name, session.verbs[name])
  end
end

-- Names redefined by the lesson or the user are left alone.
function names.restore(session)
  for name, verb in pairs(session.verbs) do
    if rawequal(rawget(_G, name), verb) then rawset(_G, name, session.hidden[name]) end
  end
end

return names
