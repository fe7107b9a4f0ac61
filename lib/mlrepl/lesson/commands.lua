-- commands.lua - what can be called while a lesson runs at the prompt.

local kit = ...
local L = kit.lesson

local names = {} -- what other parts call
local verbs = {} -- what the learner calls

local function need_rest(session)
  if session.running then kit.fail("lesson", "the lesson's own code cannot do this") end
end

function verbs.go(session)
  if session.phase == "task" then
    return L.text.say("The task is not done yet; hint() helps, skip() goes on without it.")
  end
  L.prompt.enter(session)
end

function verbs.hint(session)
  local hints, asked = session.record.hints or {}, session.phase == "ask"
  if not asked and session.phase ~= "task" then
    return L.text.say("Enter goes on; there is nothing to be found out at this place.")
  end
  if session.hints < #hints then
    session.hints = session.hints + 1
    return L.text.say(("Hint %d of %d: %s"):format(session.hints, #hints, hints[session.hints]))
  end
  L.text.say(asked and "Any guess does: the answer follows. Enter alone goes on without one."
    or "There are no more hints; skip() shows a solution.")
end

-- A step's code runs all the same, in silence: what follows needs it.
function verbs.skip(session)
  local phase = session.phase
  if phase == "task" then
    local solution = session.record.solution
    if solution then
      print("One solution:")
      L.prompt.tell_code(solution)
    end
    session.phase = "solved"
  end
  if phase == "ask" or phase == "run" then return L.prompt.pass(session) end
  L.prompt.enter(session)
end

function verbs.back(session)
  if session.goal == 1 then L.text.say("This is the first step.") end
  L.prompt.go_to(session, math.max(1, session.goal - 1))
end

function verbs.restart(session)
  session.guesses = {}
  L.prompt.go_to(session, 1)
end

function verbs.quit(session)
  L.prompt.close(session)
  L.text.say(("The place is kept: lesson\"%s\" goes on here."):format(session.name))
end

function verbs.check(session)
  if session.phase == "task" then return L.prompt.check_task(session) end
  L.text.say("There is nothing to check at this place; Enter goes on.")
end

function verbs.guess(session, value)
  if session.phase ~= "ask" then return L.text.say("There is no question at this place.") end
  local guess = L.answer.read(value, session.record.answer)
  if guess == nil then return L.line.misfit(session) end
  L.prompt.guess(session, guess)
end

-- The verb of that name, unless the learner gave the name another meaning.
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
