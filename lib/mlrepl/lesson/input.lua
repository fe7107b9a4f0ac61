-- input.lua - handles input while a lesson runs: Enter, a lesson function, a guess
-- in words or as an expression; anything else is ordinary Lua.

local answer = require "mlrepl.lesson.answer"
local verbs = require "mlrepl.lesson.commands"
local lesson_text = require "mlrepl.lesson.text"

local line = {}

local KEYWORDS = {["and"] = true, ["or"] = true, ["not"] = true, ["nil"] = true, ["true"] = true,
  ["false"] = true}

-- The value that input is compared with; nil if none is expected.
local function wanted(session)
  local record = session.record
  if session.phase == "ask" then return record.answer end
  if session.phase == "task" then return record.value end
end

local function judge(session, guess)
  return (answer.judge(guess, wanted(session), session.record.tolerance))
end

-- A guess for a question; a value for a task.
local function take(session, guess)
  if session.phase == "ask" then
    session.prompt.guess(session, guess)
    return true
  end
  session.solved, session.tried = judge(session, guess), true
  session.wrong = not session.solved and ("%s is not correct"):format(lesson_text.value(guess))
    or nil
  if session.wrong then lesson_text.say("Not yet: " .. session.wrong .. ". Try hint().") end
  return true
end

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
  if load("return " .. text) then return means_nothing(text) end
  return not load(text)
end

local function take_words(session, text)
  local guess = answer.read(text, wanted(session))
  if guess == nil then return verbs.misfit(wanted(session)) end
  return take(session, guess)
end

local function is_right(session, text)
  local guess = answer.read(text, wanted(session))
  return guess ~= nil and judge(session, guess)
end

-- Only letters, digits and punctuation.
local function is_spoken(text) return text:find("^[%w%s'?!.,%%-]+$") ~= nil end

-- Lua treats "falls." and "if it falls" as incomplete; a lesson accepts them.
function line.is_whole(session, text)
  local asked = wanted(session)
  if asked == nil or answer.sort_of(asked) == "value" or not is_spoken(text) then return false end
  local code = text:find("%f[%a]do%s*$") or text:find("%f[%a]then%s*$")
    or text:find("^%s*repeat%f[%A]") or text:find("^%s*local%f[%A]")
  return not code
end

-- A literal number or boolean.
local function literal(text)
  text = text:gsub("^=%s*", "")
  if text == "true" or text == "false" then return text == "true" end
  return tonumber(text)
end

local function take_guess(session, text)
  local sort = answer.sort_of(wanted(session))
  local bare = literal(text)
  if bare ~= nil then
    local guess = answer.read(bare, wanted(session))
    if guess ~= nil then return take(session, guess) end
    return false
  end
  if sort == "value" then return false end
  local spoken = sort ~= "number" and sort ~= "any" and is_spoken(text)
  if spoken and is_right(session, (text:gsub("%?$", ""))) then
    return take_words(session, (text:gsub("%?$", "")))
  end
  if is_words(text) then return take_words(session, text) end
  return false
end

-- "hint()", or "hint" alone.
local function call_verb(session, text)
  local name = text:match("^(%a+)%s*;?$") or text:match("^(%a+)%s*%(%s*%)%s*;?$")
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
  if wanted(session) ~= nil and take_guess(session, text) then return true end
  session.tried = true
  return false
end

-- Handles the value of an expression. A correct value or a string is the guess.
-- Any other value may be an intermediate result: it is shown, and Enter submits it.
function line.values(session, value)
  if value == nil or wanted(session) == nil then return false end
  local guess = answer.read(value, wanted(session))
  if guess == nil then return false end
  local right = judge(session, guess)
  if session.phase == "task" then
    session.solved, session.wrong = right, ("%s is not correct"):format(lesson_text.value(guess))
    return false
  end
  if right or type(value) == "string" then return take(session, guess) end
  session.candidate = guess
  return false
end

return line
