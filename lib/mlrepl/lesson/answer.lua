-- answer.lua - decides whether a guess is right, in any wording.

local context = require "mlrepl.context"

local answer = {}

local USUAL = 0.01 -- relative tolerance of a guessed number

-- -- words --------------------------------------------------------------------

local function set(words)
  local found = {}
  for word in words:gmatch("%S+") do found[word] = true end
  return found
end

-- Words without meaning for the comparison.
local FILLERS = set[[a an the it its it's is are was will would be been they them this that these
  i think guess say maybe perhaps probably about to of do does did go goes going get gets got both
  all so just really very much my answer w/ by in on]]

local NEGATIONS = set"not no never neither nor cannot isnt arent dont doesnt wont cant"

-- Synonyms, one family per line; maps each word to the first.
local SAME = {}
for family in ([[
yes y yeah yep true sure
no n nope false
fall decrease drop shrink sink lower small less down reduce
rise increase grow climb high large big great more up
same unchanged equal constant stay identical
explode diverge overflow infinite infinity
zero 0 nothing none
one 1
two 2
three 3
four 4]]):gmatch("[^\n]+") do
  local first
  for word in family:gmatch("%S+") do
    first = first or word
    SAME[word] = first
  end
end

local IRREGULAR = {fell = "fall", fallen = "fall", rose = "rise", risen = "rise", grew = "grow",
  grown = "grow", smaller = "small", larger = "large", bigger = "big", higher = "high",
  greater = "great", shrank = "shrink", shrunk = "shrink", sank = "sink", sunk = "sink"}

-- Removes the ending: falls, falling and fall are the same word.
local function stem(word)
  word = IRREGULAR[word] or word
  if SAME[word] then return SAME[word] end
  for _, ending in ipairs{"ing", "ed", "es", "s", "ly"} do
    local head = #word - #ending >= 3 and word:match("^(.*)" .. ending .. "$")
    if head then
      local doubled = head:gsub("(%a)%1$", "%1")
      for _, one in ipairs{head, head .. "e", doubled} do
        if SAME[one] then return SAME[one] end
      end
    end
  end
  if #word > 3 and not word:find("%d") then
    word = word:gsub("ing$", ""):gsub("ed$", ""):gsub("s$", ""):gsub("e$", "")
  end
  return word
end

local function simplify(words)
  words = words:lower():gsub("['`´]", ""):gsub("[\"!?;:()%[%]{}]", " ")
  words = words:gsub("(%a)%-(%a)", "%1 %2"):gsub(",%s", " "):gsub("%.%s", " ")
  return (words:gsub("%.$", ""):gsub("^%s+", ""):gsub("%s+$", ""))
end

-- Returns a list of stems and whether the words are negated. "no" is a word, not a negation.
local function stems_of(words)
  local stems, denies = {}, false
  for word in simplify(words):gmatch("%S+") do
    if NEGATIONS[word] and word ~= "no" then denies = not denies end
    if not FILLERS[word] and not (NEGATIONS[word] and word ~= "no") then
      stems[#stems + 1] = stem(word)
    end
  end
  return stems, denies
end

-- Does b differ from a by one character (changed, added or missing)?
local function near(a, b)
  if #a > #b then a, b = b, a end
  if #b < 6 or #b - #a > 1 or a:find("%d") or b:find("%d") then return false end
  if a:byte(1) ~= b:byte(1) then return false end -- symmetric, asymmetric
  local i = 1
  while i <= #a and a:byte(i) == b:byte(i) do i = i + 1 end
  return a:sub(#a == #b and i + 1 or i) == b:sub(i + 1)
end

local function holds(stems, wanted)
  for _, word in ipairs(stems) do
    if word == wanted or near(word, wanted) then return true end
  end
  return false
end

-- A guess that offers two alternatives does not count.
local function hedges(guess, wanted)
  return guess:lower():find("%f[%a]or%f[%A]") and not wanted:lower():find("%f[%a]or%f[%A]")
end

-- Does the guess contain every meaningful word of the answer?
function answer.same_words(guess, wanted)
  local a, b = simplify(guess), simplify(wanted)
  if a == "" then return false end
  if a:gsub("%s", "") == b:gsub("%s", "") then return true end
  if hedges(guess, wanted) then return false end
  local stems, denies = stems_of(guess)
  local needed, denied = stems_of(wanted)
  if denies ~= denied then return false end
  if #needed == 0 then return (" " .. a .. " "):find(" " .. b .. " ", 1, true) ~= nil end
  for _, word in ipairs(needed) do
    if not holds(stems, word) then return false end
  end
  return true
end

-- -- values -------------------------------------------------------------------

-- "vector", "matrix", "table", "number", ...
local function kind_of(value)
  return type(value) == "userdata" and context.describe(value):match("^%a+") or type(value)
end

local function near_number(got, wanted, tolerance)
  if got ~= got or wanted ~= wanted then return got ~= got and wanted ~= wanted end
  if got == wanted then return true end
  local room = tolerance and tolerance * math.max(1, math.abs(wanted))
    or USUAL * (wanted == 0 and 1 or math.abs(wanted))
  return math.abs(got - wanted) <= room
end

-- Converts a vector or matrix to a list of numbers or rows; returns other values unchanged.
local function to_list(value)
  local kind = kind_of(value)
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

-- -- a guess ------------------------------------------------------------------

local function to_number(guess)
  if type(guess) ~= "string" then return guess end
  local plain = guess:gsub("(%d),(%d%d%d)", "%1%2"):gsub("−", "-")
  local found = {}
  for word in plain:gmatch("[-+]?%.?%d[%w%.]*[-+]?%d*") do
    local number = tonumber(word) or tonumber(word:match("^[-+]?%d*%.?%d*"))
    if number then found[#found + 1] = number end
  end
  return #found == 1 and found[1] or nil
end

-- Is the guess a percentage, such as "50 %" for 0.5?
local function is_percent(guess, wanted)
  if type(guess) ~= "string" or math.abs(wanted) > 1 then return false end
  return guess:find("%d%s*%%") ~= nil or guess:lower():find("%d%s*percent") ~= nil
end

local function to_boolean(guess)
  if type(guess) == "boolean" then return guess end
  if type(guess) ~= "string" then return nil end
  local yes, no = answer.same_words(guess, "yes"), answer.same_words(guess, "no")
  if yes == no then return nil end
  return yes
end

-- A list of strings means any of them; any other list is a value.
local function is_choice(wanted)
  return type(wanted) == "table" and not getmetatable(wanted) and type(wanted[1]) == "string"
end

local function matches_words(guess, choices)
  for _, wanted in ipairs(choices) do
    if answer.same_words(guess, wanted) then return true end
  end
  return false
end

-- The kind of guess expected: "words", "number", "boolean", "value", "any".
function answer.sort_of(wanted)
  local kind = type(wanted)
  if kind == "string" or is_choice(wanted) then return "words" end
  if kind == "function" then return "any" end
  if kind == "number" or kind == "boolean" then return kind end
  return "value"
end

-- Converts the guess to the kind that the answer needs; nil if it cannot be converted.
function answer.read(guess, wanted)
  local sort, kind = answer.sort_of(wanted), type(guess)
  if sort == "number" then
    local number = to_number(guess)
    if type(number) ~= "number" then return nil end
    return is_percent(guess, wanted) and number / 100 or number
  end
  if sort == "boolean" then return to_boolean(guess) end
  if sort == "words" then
    if kind == "number" then return ("%.14g"):format(guess) end
    if kind == "boolean" then return guess and "yes" or "no" end
    return kind == "string" and guess or nil
  end
  if sort == "value" then return kind_of(guess) == kind_of(wanted) and guess or nil end
  return guess
end

-- Is the guess, converted by read(), right? May also return an explanation.
function answer.judge(guess, wanted, tolerance)
  local sort = answer.sort_of(wanted)
  if sort == "any" then return wanted(guess) end
  if sort == "words" then
    return matches_words(guess, type(wanted) == "table" and wanted or {wanted})
  end
  return answer.same_value(guess, wanted, tolerance)
end

return answer
