-- commands.lua - what can be called while a lesson runs at the prompt.

local context = require "mlrepl.context"
local answer = require "mlrepl.lesson.answer"
local text = require "mlrepl.lesson.text"

local names = {} -- what other parts call
local verbs = {} -- what the learner calls

local function need_rest(session)
  if session.running then context.fail("lesson", "the lesson's own code cannot do this") end
end

function verbs.go(session)
  if session.phase == "task" then
    return text.say("The task is not done yet; hint() helps, skip() goes on without it.")
  end
  session.prompt.enter(session)
end

function verbs.hint(session)
  local hints, asked = session.record.hints or {}, session.phase == "ask"
  if not asked and session.phase ~= "task" then
    return text.say("Enter goes on; there is nothing to be found out at this place.")
  end
  if session.hints < #hints then
    session.hints = session.hints + 1
    return text.say(("Hint %d of %d: %s"):format(session.hints, #hints, hints[session.hints]))
  end
  text.say(asked and "Any guess does: the answer follows. Enter alone goes on without one."
    or "There are no more hints; skip() shows a solution.")
end

-- A step's code runs all the same, in silence: what follows needs it.
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
  text.say(("The place is kept: lesson\"%s\" goes on here."):format(session.name))
end

function verbs.check(session)
  if session.phase == "task" then return session.prompt.check_task(session) end
  text.say("There is nothing to check at this place; Enter goes on.")
end

function verbs.guess(session, value)
  if session.phase ~= "ask" then return text.say("There is no question at this place.") end
  local guess = answer.read(value, session.record.answer)
  if guess == nil then return names.misfit(session.record.answer) end
  session.prompt.guess(session, guess)
end

-- The verb of that name, unless the learner gave the name another meaning.
-- The guess does not fit the question.
function names.misfit(wanted)
  local what = ({number = "A number is asked for, such as 12.5",
    boolean = "yes or no is asked for"})[answer.sort_of(wanted)]
    or "That is no answer of the kind asked for"
  text.say(what .. "; Enter alone goes on without a guess.")
  return true
end

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

-- Names that the lesson or the learner took for something else stay so.
function names.restore(session)
  for name, verb in pairs(session.verbs) do
    if rawequal(rawget(_G, name), verb) then rawset(_G, name, session.hidden[name]) end
  end
end

return names
