-- question.lua - what answers a question: one of its choices, by letter or words, or a
-- number. A guess is the number of the choice, or the number.

local answer = require "mlrepl.lesson.answer"

local question = {}

local YES_NO = {"yes", "no"}

-- The choices of the step; nil if its answer is a number.
function question.choices(step)
  if step.choices then return step.choices end
  return type(step.answer) == "boolean" and YES_NO or nil
end

-- The guess that is right.
function question.right(step)
  if type(step.answer) == "boolean" then return step.answer and 1 or 2 end
  return step.answer
end

local function letter(i) return string.char(96 + i) end

-- The lines with the choices: "  a) falls"; none for yes or no.
function question.listing(step)
  local lines = {}
  for i, words in ipairs(step.choices or {}) do
    lines[i] = ("  %s) %s"):format(letter(i), words)
  end
  return lines
end

-- The guess as a person would write it: "a) falls", "yes", "3125".
function question.text(step, guess)
  return (step.choices and letter(guess) .. ") " or "") .. question.words(step, guess)
end

-- The guess without the letter, which may change when the question is asked again.
function question.words(step, guess)
  local choices = question.choices(step)
  return choices and choices[guess] or ("%.6g"):format(guess)
end

-- What to type.
function question.expected(step)
  if step.choices then
    local last = letter(#step.choices)
    return ("Answer with a letter, a%s%s, or with the words of one of the choices"):format(
      #step.choices == 2 and " or " or " to ", last)
  end
  return question.choices(step) and "Answer yes or no" or "Answer with a number, such as 12.5"
end

-- -- reading ------------------------------------------------------------------

local function plain(text)
  text = text:lower():gsub("’", " "):gsub("[\"'`?!]", " "):gsub("%s+", " ")
  return (text:gsub("^ ", ""):gsub("[ .,;]*$", ""))
end

-- "a", "(a)", "a)", "a."
local function by_letter(text, count)
  local one = text:match("^%(?(%l)[).:]?$")
  local i = one and one:byte() - 96
  return i and i <= count and i or nil
end

-- "it grows" and "the bowl" without the first word.
local function bare(text)
  local start, rest = text:match("^(%l+) (.+)$")
  return (start == "it" or start == "the" or start == "a" or start == "an") and rest or text
end

-- The only choice that is or begins with the text, if that is at least a word.
local function by_words(text, choices)
  local found
  text = bare(text)
  for i, words in ipairs(choices) do
    words = bare(plain(words))
    if words == text then return i end
    local begins = words:sub(1, #text) == text and not words:find("^[%w_]", #text + 1)
    if begins and #text > 1 then
      if found then return nil end
      found = i
    end
  end
  return found
end

-- The only choice with this number, if each choice is about a number: "97", "97%" or "0.6" where
-- the choice says "about 0.60". In plain text, "don't" is "don t".
local function by_number(text, choices)
  local number, _, percent = answer.number(text)
  if not number or text:find("%an t%f[%A]") then return nil end
  local found
  for i, words in ipairs(choices) do
    local its = answer.number(plain(words))
    if not its then return nil end
    local same = its == number or percent and its == number / 100
    if same and found then return nil end
    found = same and i or found
  end
  return found
end

-- "I think it falls", "the answer is b". "maybe b" and "not b" are no answers.
local BEFORE = {"i think ", "i guess ", "i would say ", "i d say ", "it s ", "it is ", "that s ",
  "the answer is ", "answer is ", "answer: ", "definitely "}

local function without_start(text)
  for _, start in ipairs(BEFORE) do
    if text:sub(1, #start) == start then return text:sub(#start + 1) end
  end
end

local ALSO = {n = 2, nope = 2, ["false"] = 2, y = 1, yeah = 1, yep = 1, ["true"] = 1}

local function read_plain(step, text)
  local choices = question.choices(step)
  if not step.choices then return by_words(text, choices) or ALSO[text] end
  local rest = text:match("^%(?%l[).:] (.+)$") -- "a) falls"
  if rest then
    local i = by_letter(text:match("%l"), #choices)
    return i == by_words(rest, choices) and i or nil
  end
  return by_letter(text, #choices) or by_words(text, choices) or by_number(text, choices)
end

local function read_choice(step, text)
  text = plain(text)
  local rest = without_start(text)
  return read_plain(step, text) or rest and read_plain(step, rest)
end

-- "200 thousand dollars" may mean 200, and "25 %" 0.25.
local function read_number(step, text)
  local value, unscaled, percent = answer.number(text)
  if not value then return nil end
  if percent and math.abs(step.answer) <= 1 then value = value / 100 end
  if unscaled and answer.same_value(unscaled, step.answer, step.tolerance) then return unscaled end
  return value
end

-- Returns the guess, or nil if the text is none.
function question.read(step, text)
  if question.choices(step) then return read_choice(step, text) end
  return read_number(step, text)
end

-- A guess from a value, such as the result of an expression; nil if it cannot be one.
function question.from_value(step, value)
  if type(value) == "string" then return question.read(step, value) end
  if question.choices(step) then
    return type(value) == "boolean" and not step.choices and (value and 1 or 2) or nil
  end
  return type(value) == "number" and value or nil
end

-- -- judging ------------------------------------------------------------------

function question.is_right(step, guess)
  if question.choices(step) then return guess == question.right(step) end
  return answer.same_value(guess, step.answer, step.tolerance)
end

-- The sentence about a wrong guess; nil if the lesson has none. `why` is a list with
-- a sentence for each wrong choice; for yes or no, a string; for numbers, a list of
-- {number, sentence}.
function question.why(step, guess)
  local why = step.why
  if type(why) == "string" then return why end
  if not why then return nil end
  if question.choices(step) then return why[guess] end
  for _, pair in ipairs(why) do
    if answer.same_value(guess, pair[1], step.tolerance) then return pair[2] end
  end
end

-- For a number without such a sentence.
function question.direction(step, guess)
  if question.choices(step) or guess ~= guess then return nil end
  return guess > step.answer and "That is too large." or "That is too small."
end

-- Does the code contain the answer? Then it must not be shown before the guess.
function question.is_answered_by(step, code)
  local choices, right = question.choices(step), question.right(step)
  if choices == YES_NO then return false end
  local words = (choices and choices[right] or ("%.14g"):format(right)):gsub("%p", "%%%0")
  local start = words:find("^%w") and "%f[%w.]" or ""
  local finish = words:find("[%w.]$") and "%f[^%w.]" or ""
  return code:find(start .. words .. finish) ~= nil
end

return question
