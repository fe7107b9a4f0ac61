-- commands.lua - the functions available while a lesson runs at the prompt.

local context = require "mlrepl.context"
local attempt = require "mlrepl.lesson.attempt"
local log = require "mlrepl.lesson.log"
local question = require "mlrepl.lesson.question"
local text = require "mlrepl.lesson.text"

local names = {} -- for the other modules
local verbs = {} -- for the user

local function need_rest(session)
  if session.running then context.fail("lesson", "cannot be called from the lesson's own code") end
end

function verbs.go(session) session.prompt.enter(session) end

-- Without a hint, a wrong choice is ruled out.
local function rule_out(session)
  local step, i = session.record, attempt.next_out(session)
  if i then
    attempt.rule_out(session, i)
    local words = text.sentence(question.text(step, i))
    return text.say(("Not correct: %s %s"):format(words, question.why(step, i) or ""))
  end
  local none = session.hints == 0 and session.count_out == 0
  text.say((none and "There is no hint. " or "No more hints. ")
    .. "Type a guess, or press Enter to see the answer.")
end

function verbs.hint(session)
  local hints, asked = session.record.hints or {}, session.phase == "ask"
  if not asked and session.phase ~= "task" then
    return text.say("There is no question here. Press Enter to continue.")
  end
  log.step(session, "hint")
  if session.hints < #hints then
    session.hints = session.hints + 1
    return text.say(("Hint %d of %d: %s"):format(session.hints, #hints, hints[session.hints]))
  end
  if asked then return rule_out(session) end
  text.say("No more hints; skip() shows a solution.")
end

-- A skipped step's code still runs, without output, because later steps need it.
function verbs.skip(session)
  local phase = session.phase
  if phase == "task" then
    local solution = session.record.solution
    if solution then
      print("One solution:")
      text.tell_code(solution)
    end
    session.phase = "solved"
  end
  if phase == "ask" or phase == "run" or phase == "task" then log.step(session, "skip") end
  if phase == "ask" or phase == "run" then return session.prompt.pass(session) end
  session.prompt.enter(session)
end

function verbs.back(session)
  local at = session.number or session.goal -- of a review, or of a lesson
  if at == 1 then text.say(session.number and "This is the first question."
    or "This is the first step.") end
  session.prompt.go_to(session, math.max(1, at - 1))
end

function verbs.restart(session)
  session.guesses = {}
  session.prompt.go_to(session, 1)
end

function verbs.quit(session)
  session.prompt.close(session)
  text.say(session.prompt.farewell(session))
end

function verbs.check(session)
  if session.phase == "task" then return session.prompt.check_task(session) end
  text.say("There is no task to check here. Press Enter to continue.")
end

function verbs.guess(session, value)
  if session.phase ~= "ask" then return text.say("There is no question here.") end
  local guess = question.from_value(session.record, value)
  if guess == nil then return names.misfit(session.record) end
  session.prompt.guess(session, guess)
end

-- Says what kind of answer the question expects.
function names.misfit(step)
  text.say(question.expected(step) .. ", or press Enter to see the answer.")
end

-- Words that are commands only when they are the whole line.
local WORDS = {exit = "quit", q = "quit", stop = "quit", next = "go", help = "help"}

local function help(session)
  text.say("Enter continues. hint, skip, back, restart and quit are commands, check shows what is "
    .. "missing in an exercise, and anything else is Lua. help(train) explains a function.")
  if session.phase == "ask" then names.misfit(session.record) end
end

-- The command of that name, unless the user has given the name another meaning.
function names.verb(session, name)
  local word, now = WORDS[name], rawget(_G, name)
  local usual = session.verbs[name]
  if word then usual = context.known[name] end
  if now ~= nil and not rawequal(now, usual) then return nil end
  if word == "help" then return function() help(session) end end
  return session.verbs[word or name]
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
