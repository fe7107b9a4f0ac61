-- answer.lua - compares values, and reads numbers as people write them.

local context = require "mlrepl.context"

local answer = {}

local USUAL = 0.01 -- relative tolerance of a guessed number

-- -- values -------------------------------------------------------------------

local function near_number(got, wanted, tolerance)
  if got ~= got or wanted ~= wanted then return got ~= got and wanted ~= wanted end
  if got == wanted then return true end
  local room = tolerance and tolerance * math.max(1, math.abs(wanted))
    or USUAL * (wanted == 0 and 1 or math.abs(wanted))
  return math.abs(got - wanted) <= room
end

-- Converts a vector or matrix to a list of numbers or rows; returns other values unchanged.
local function to_list(value)
  local kind = type(value) == "userdata" and context.describe(value):match("^%a+")
  if kind == "vector" or kind == "matrix" then return value:totable() end
  return value
end

local function is_list(value) return type(value) == "table" and not getmetatable(value) end

local function same(got, wanted, tolerance, depth)
  got, wanted = to_list(got), to_list(wanted)
  if type(got) == "number" and type(wanted) == "number" then
    return near_number(got, wanted, tolerance)
  end
  if not is_list(got) or not is_list(wanted) then return rawequal(got, wanted) end
  if #got ~= #wanted or depth == 0 then return false end
  for i = 1, #wanted do
    if not same(got[i], wanted[i], tolerance, depth - 1) then return false end
  end
  return true
end

-- Compares numbers within the tolerance: absolute up to 1, relative beyond; 1 %
-- of the wanted number if nil. Compares vectors, matrices and (nested) lists
-- element by element, to a depth of 9, because a list may contain itself.
function answer.same_value(got, wanted, tolerance)
  return same(got, wanted, tolerance, 9)
end

-- -- numbers ------------------------------------------------------------------

local function set(words)
  local found = {}
  for word in words:gmatch("%S+") do found[word] = true end
  return found
end

-- "less than 3", "< 3", "3 or 4", "maybe 3", "isn't 3" and "twice 3" are no numbers.
local VAGUE = set[[not no never neither nor or than less more fewer greater above below under over
  between from until to least most but except cannot dont isnt hardly without anything
  maybe perhaps possibly probably twice double triple squared cubed]]

local SMALL = {}
for value, words in pairs{[0] = "zero", "one", "two", "three", "four", "five", "six", "seven",
  "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
  "seventeen", "eighteen", "nineteen"} do
  SMALL[words] = value
end
for i, word in ipairs{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
  "ninety"} do
  SMALL[word] = 10 * (i + 1)
end
local PARTS = {half = 0.5, quarter = 0.25}
local SCALES = {thousand = 1e3, million = 1e6, billion = 1e9}

local function numeral(word)
  local number = tonumber(word)
  return math.type(number) and not word:find("^[-+]?0[xX]") and word:find("^[-+]?%.?%d")
    and number or nil
end

-- Adds a word to the number that is being read: {value=, below= (what has been
-- read since "thousand"), seen=}. Returns false if there were two numbers.
local function add_word(read, word)
  local small = SMALL[word]
  if small then
    local last = read.below % 100
    if read.exact or read.seen and last ~= 0 and not (last >= 20 and last % 10 == 0 and small < 10
      and small > 0) or read.seen and read.below == 0 and not read.scaled then
      return false
    end
    read.below, read.seen = read.below + small, true
  elseif word == "hundred" then
    read.below, read.seen = (read.below == 0 and 1 or read.below) * 100, true
  elseif SCALES[word] then
    local count = read.seen and read.below or 1
    read.unscaled = read.exact and read.below or nil
    read.value, read.below = read.value + count * SCALES[word], 0
    read.seen, read.scaled = true, true
  else
    local number = numeral(word) or not read.seen and PARTS[word]
    if not number then return true end -- a unit, or "about"
    if read.seen then return false end
    read.below, read.seen, read.exact = number, true, true
  end
  return true
end

-- "3,125" has a separator of thousands; "340k" is 340 thousand.
local function simplify(text)
  text = text:lower():gsub("−", "-"):gsub("’", "'"):gsub("≈", " "):gsub("€", " ")
  text = text:gsub("[~$%?!]", " ")
  text = text:gsub("(%d),(%d%d%d)%f[%D]", "%1%2"):gsub("(%d)k%f[%A]", "%1 thousand")
  text = text:gsub("->", " "):gsub("[<>]", " less "):gsub("≤", " less "):gsub("≥", " less ")
  text = text:gsub("%%", " %% "):gsub("(%a)%-(%a)", "%1 %2"):gsub("[,;:()]", " ")
  return (text:gsub("%.%s", " "):gsub("%.$", ""))
end

-- Reads a number in digits or words, among units and "about". Returns nil if there
-- is none or more than one; also the number without "thousand", if that was a
-- numeral ("340 thousand dollars" may answer a question about thousands), and
-- whether it is a percentage.
function answer.number(text)
  local read = {value = 0, below = 0}
  local sign, percent, joined = 1, false, false
  text = simplify(text):match("^%s*=?%s*(.-)%s*$")
  for word in text:gmatch("%S+") do
    if VAGUE[word] or word:find("n't$") then return nil end
    if word == "%" or word == "percent" then percent = true end
    if (word == "minus" or word == "negative") and not read.seen then sign = -1 end
    if PARTS[word] and read.seen and joined then
      read.below = read.below + PARTS[word] -- "six and a half"
    elseif word ~= "and" and not add_word(read, word) then
      return nil
    end
    joined = word == "and" or joined and word == "a"
  end
  if not read.seen then return nil end
  return sign * (read.value + read.below), read.unscaled and sign * read.unscaled, percent
end

return answer
