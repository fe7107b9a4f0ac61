-- input.lua - handles input while a lesson runs: Enter, a command, an answer; anything
-- else is ordinary Lua.

local answer = require "mlrepl.lesson.answer"
local verbs = require "mlrepl.lesson.commands"
local question = require "mlrepl.lesson.question"
local state = require "mlrepl.lesson.state"
local lesson_text = require "mlrepl.lesson.text"

local line = {}

local KEYWORDS = {["and"] = true, ["or"] = true, ["not"] = true, ["nil"] = true, ["true"] = true,
  ["false"] = true}
local LOGIC = {["and"] = true, ["or"] = true, ["not"] = true}

-- Are all its names undefined? Then input such as `negative` or `up and down` is words. So are
-- `not 200` and `200 or 300`, although Lua would answer 200.
local function means_nothing(text)
  local names = 0
  for name in text:gmatch("%f[%w_][%a_][%w_]*") do
    if not KEYWORDS[name] then
      if rawget(_G, name) ~= nil then return false end
      names = names + 1
    elseif LOGIC[name] and not text:find("[<>~]") then
      names = names + 1
    end
  end
  return names > 0
end

-- The prompt's own commands: %who, !ls, ?train, train?
local function is_command(text)
  local name = text:match("^([%a_][%w_]*)[%w_.:]*%?%??$")
  return text:find("^[%%!?]") ~= nil or name ~= nil and rawget(_G, name) ~= nil
end

-- Is the text words: not valid Lua, or Lua with undefined names only? Symbols
-- that words do not contain indicate mistyped code.
local function is_words(text)
  if text:find("[={}%[%]\n\"_]") or text:find("%w%(") or is_command(text) then return false end
  if text:find("^[-+~]?%s*%d+,%d%d%d$") then return true end
  if load("return " .. text) then return means_nothing(text) end
  return not load(text)
end

-- Only letters, digits and punctuation.
local function is_spoken(text) return text:find("^[%w%s'?!.,%%-]+$") ~= nil end

-- The command for "hint()", or "hint" alone; also for "Hint!" if that is nothing else.
local function verb_of(session, text)
  local name = text:match("^%s*(%a+)%s*[;.!]?%s*$") or text:match("^%s*(%a+)%s*%(%s*%)%s*;?%s*$")
  if name and rawget(_G, name) == nil then name = name:lower() end
  return name and name ~= "guess" and verbs.verb(session, name)
end

-- Lua treats "exit.", "falls." and "if it falls" as incomplete; a lesson does not.
function line.is_whole(session, text)
  if verb_of(session, text) then return true end
  if session.phase ~= "ask" or not is_spoken(text) then return false end
  local code = text:find("%f[%a]do%s*$") or text:find("%f[%a]then%s*$")
    or text:find("^%s*repeat%f[%A]") or text:find("^%s*local%f[%A]")
  return not code
end

-- Does the question ask for a value of this name, as in "Which w ...?"?
local function is_asked(step, name)
  return step.question:find("%f[%w_]" .. name .. "%f[^%w_]") ~= nil
end

-- "200", "= 200" and "~200" are numbers. "w = 200" may be an assignment: it counts if it is
-- right, or if the question has that name.
local function literal(step, text)
  local number = tonumber((text:gsub("^[=~]>?%s*", "")))
  if number then return number end
  local name, value = text:match("^([%a_][%w_]*)%s*:?==?%s*(.+)$")
  number = tonumber(value)
  return number and (question.is_right(step, number) or is_asked(step, name)) and number or nil
end

local function read(session, text)
  local step = session.record
  if question.choices(step) then return question.read(step, text) end
  local number = literal(step, text)
  if number then return number end
  if text:find("[+*/^]") and load("return " .. text) then return nil end -- "n + 1", not 1
  return is_words(text) and question.read(step, text) or nil
end

-- "a or b" and "not c" are words at a question with choices, whatever variables there are.
local function is_of_letters(step, text)
  if not step.choices or text:find("[^%l%s]") then return false end
  for word in text:gmatch("%l+") do
    if not LOGIC[word] and not question.read(step, word) then return false end
  end
  return true
end

local function tell_early(session)
  lesson_text.say(session.phase == "ask" and "(The code of this step runs after your answer.)"
    or "(The code of this step has not run yet. Press Enter.)")
end

-- Does an expression name something that the code of the step has yet to create?
local function is_early(session, text)
  if session.phase ~= "ask" and session.phase ~= "run" then return false end
  if not load("return " .. text) then return false end
  local code = session.call.code
  for name in text:gmatch("%f[%w_][%a_][%w_]*") do
    local start = "%f[%w_]" .. name
    if rawget(_G, name) == nil and (code:find(start .. "[%w_, ]*=[^=]")
      or code:find("function " .. name .. "%(")) then
      return true
    end
  end
  return false
end

-- Words that are no answer are not run as Lua.
local function take_guess(session, text)
  local guess = read(session, text)
  if guess == nil and not is_words(text) and not is_of_letters(session.record, text) then
    return false
  end
  if guess == nil then
    verbs.misfit(session.record)
    if is_early(session, text) then tell_early(session) end
  else
    session.prompt.guess(session, guess)
  end
  return true
end

-- Handles a complete entry; returns true if the lesson used it.
function line.take(session, text)
  text = text:match("^%s*(.-)%s*$")
  if text == "" then
    session.prompt.enter(session)
    return true
  end
  local verb = verb_of(session, text)
  if verb then
    verb()
    return true
  end
  if session.phase == "ask" and take_guess(session, text) then return true end
  session.tried, session.touched = text, true
  session.unreadable = session.phase == "ask" and not is_command(text) and not load(text)
    and not load("return " .. text)
  session.literal, session.early = tonumber(text) ~= nil, is_early(session, text)
  return false
end

-- A right value or a string is the guess. Any other value may be an intermediate
-- result: it is shown, and Enter submits it. A bare number chooses nothing.
local function guess_value(session, value)
  local guess = question.from_value(session.record, value)
  if guess == nil then
    if session.literal then verbs.misfit(session.record) end
    return session.literal
  end
  if question.is_right(session.record, guess) or type(value) == "string" then
    session.prompt.guess(session, guess)
    return true
  end
  session.candidate = guess
  return false
end

local function try_value(session, value)
  local task = session.record
  session.solved = answer.same_value(value, task.value, task.tolerance)
  session.wrong = not session.solved and ("%s is not correct"):format(lesson_text.value(value))
    or nil
  if session.wrong and session.literal then
    lesson_text.say("Not yet: " .. session.wrong .. ". Try hint().")
  end
  return session.literal
end

-- Handles the value of an expression; returns true if it need not be shown.
function line.values(session, value)
  if value == nil then return false end
  if session.phase == "ask" then return guess_value(session, value) end
  if session.phase == "task" and session.record.value ~= nil then
    return try_value(session, value)
  end
  return false
end

-- After an error in what may have been meant as a guess, or was typed too early.
local function tell_unreadable(session)
  if session.unreadable and session.phase == "ask" then verbs.misfit(session.record) end
  if session.early then tell_early(session) end
  session.unreadable, session.early = false, false
end

-- Handles the events of the prompt; `turn` comes before each line.
function line.listener(session, turn)
  return function(event, ...)
    if event == "turn" then
      turn(session)
      return tell_unreadable(session)
    end
    if session.running then return false end
    if event == "line" and session.touched then state.repair() end
    if event == "whole" then return line.is_whole(session, ...) end
    if event == "line" then return line.take(session, ...) end
    if event == "values" then return line.values(session, ...) end
  end
end

return line
