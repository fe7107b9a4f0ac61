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

-- Are all its names undefined? Then input such as `negative` or `up and down` is words.
local function means_nothing(text)
  local names = 0
  for name in text:gmatch("[%a_][%w_]*") do
    if not KEYWORDS[name] then
      if rawget(_G, name) ~= nil then return false end
      names = names + 1
    end
  end
  return names > 0
end

-- Is the text words: not valid Lua, or Lua with undefined names only? Symbols
-- that words do not contain indicate mistyped code.
local function is_words(text)
  if text:find("[={}%[%]\n\"_]") or text:find("%w%(") or text:find("^%?") then return false end
  if text:find("^[-+]?%d+,%d%d%d$") then return true end
  if load("return " .. text) then return means_nothing(text) end
  return not load(text)
end

-- Only letters, digits and punctuation.
local function is_spoken(text) return text:find("^[%w%s'?!.,%%-]+$") ~= nil end

-- Lua treats "falls." and "if it falls" as incomplete; a lesson does not.
function line.is_whole(session, text)
  if session.phase ~= "ask" or not is_spoken(text) then return false end
  local code = text:find("%f[%a]do%s*$") or text:find("%f[%a]then%s*$")
    or text:find("^%s*repeat%f[%A]") or text:find("^%s*local%f[%A]")
  return not code
end

-- "200" and "= 200" are numbers; "w = 200" counts only if it is right, because it may
-- be an assignment.
local function literal(step, text)
  local number = tonumber((text:gsub("^=%s*", "")))
  if number then return number end
  number = tonumber(text:match("^[%a_][%w_]*%s*=%s*(.+)$"))
  return number and question.is_right(step, number) and number or nil
end

local function read(session, text)
  local step = session.record
  if question.choices(step) then return question.read(step, text) end
  local number = literal(step, text)
  if number then return number end
  return is_words(text) and question.read(step, text) or nil
end

-- Words that are no answer are not run as Lua.
local function take_guess(session, text)
  local guess = read(session, text)
  if guess == nil and not is_words(text) then return false end
  if guess == nil then
    verbs.misfit(session.record)
  else
    session.prompt.guess(session, guess)
  end
  return true
end

-- "hint()", or "hint" alone.
local function call_verb(session, text)
  local name = text:match("^(%a+)%s*[;.]?$") or text:match("^(%a+)%s*%(%s*%)%s*;?$")
  local verb = name and name ~= "guess" and verbs.verb(session, name)
  if not verb then return false end
  verb()
  return true
end

-- Handles a complete entry; returns true if the lesson used it.
function line.take(session, text)
  text = text:match("^%s*(.-)%s*$")
  if text == "" then
    session.prompt.enter(session)
    return true
  end
  if call_verb(session, text) then return true end
  if session.phase == "ask" and take_guess(session, text) then return true end
  session.tried, session.touched = text, true
  session.literal = tonumber(text) ~= nil
  return false
end

-- A right value or a string is the guess. Any other value may be an intermediate
-- result: it is shown, and Enter submits it.
local function guess_value(session, value)
  local guess = question.from_value(session.record, value)
  if guess == nil then return false end
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

-- Handles the events of the prompt; `turn` comes before each line.
function line.listener(session, turn)
  return function(event, ...)
    if event == "turn" then return turn(session) end
    if session.running then return false end
    if event == "line" and session.touched then state.repair() end
    if event == "whole" then return line.is_whole(session, ...) end
    if event == "line" then return line.take(session, ...) end
    if event == "values" then return line.values(session, ...) end
  end
end

return line
