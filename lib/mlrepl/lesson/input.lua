-- input.lua - what is typed while a lesson runs: Enter, a verb, a guess
-- in words or as an expression; all else is Lua as ever.

local answer = require "mlrepl.lesson.answer"
local verbs = require "mlrepl.lesson.commands"
local lesson_text = require "mlrepl.lesson.text"

local line = {}

local KEYWORDS = {["and"] = true, ["or"] = true, ["not"] = true, ["nil"] = true, ["true"] = true,
  ["false"] = true}

-- What the typed values are compared with; nil: nothing is asked for.
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
  session.wrong = not session.solved and ("%s is not it"):format(lesson_text.value(guess)) or nil
  if session.wrong then lesson_text.say("Not yet: " .. session.wrong .. ". hint() helps.") end
  return true
end

-- Are all its names unknown? Then `negative` and `up and down` are words.
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

-- Words that are no Lua, or Lua without a meaning; a slip in a piece of code
-- has signs that words have not.
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

-- Only letters, digits and the signs of a sentence.
local function is_spoken(text) return text:find("^[%w%s'?!.,%%-]+$") ~= nil end

-- Lua waits for more behind "falls." and "if it falls"; a lesson does not.
function line.is_whole(session, text)
  local asked = wanted(session)
  if asked == nil or answer.sort_of(asked) == "value" or not is_spoken(text) then return false end
  local code = text:find("%f[%a]do%s*$") or text:find("%f[%a]then%s*$")
    or text:find("^%s*repeat%f[%A]") or text:find("^%s*local%f[%A]")
  return not code
end

-- A number or a truth, bare.
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

-- A whole entry; gives true when it was for the lesson.
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

-- The values of an expression. One that is right, or a text, is the guess; any
-- other is shown, and Enter takes it: it may have been a step on the way.
function line.values(session, value)
  if value == nil or wanted(session) == nil then return false end
  local guess = answer.read(value, wanted(session))
  if guess == nil then return false end
  local right = judge(session, guess)
  if session.phase == "task" then
    session.solved, session.wrong = right, ("%s is not it"):format(lesson_text.value(guess))
    return false
  end
  if right or type(value) == "string" then return take(session, guess) end
  session.candidate = guess
  return false
end

return line
