-- text_column.lua - the type "texts": a column of texts as a person meets it.
--
-- The dataset itself keeps a plain list; this is a window on it, which lets in
-- nothing but texts and compares element by element.

local context = require "mlrepl.context"
local Column = require "mlrepl.dataset.column"

local text_column = {}

local lists = setmetatable({}, {__mode = "k"}) -- the list behind a window
local windows = setmetatable({}, {__mode = "kv"}) -- and back

-- Hidden from getmetatable: the window passes for a plain list of texts.
local Texts = {__list = true, __metatable = false}

-- The column as it is handed out.
function text_column.shown(column)
  if Column.is_numeric(column) then return column end
  local window = windows[column]
  if not window then
    window = setmetatable({}, Texts)
    lists[window], windows[column] = column, window
  end
  return window
end

local function fail(name, text, ...)
  context.fail(name, text:format(...))
end

-- Negative places count from the end.
local function place_of(list, i)
  if math.type(i) == "float" then i = math.tointeger(i) end
  return i and i < 0 and #list + 1 + i or i
end

function Texts.__index(t, key)
  local list = lists[t]
  if type(key) == "number" then return list[place_of(list, key)] end
  local method = Texts.__methods[key]
  if method then return method end
  fail("texts", "there is no method '%s'%s", tostring(key),
    type(key) == "string" and context.suggest(key, Texts.__methods) or "")
end

function Texts.__newindex(t, key, value)
  local list = lists[t]
  local i = type(key) == "number" and place_of(list, key) or 0
  if not list[i] then
    fail("texts", "place 1 to %d expected, got %s", #list, context.describe(key))
  end
  if type(value) ~= "string" then
    fail("texts", "element %d must be a text, got %s (\"\" is a missing one)", i,
      context.describe(value))
  end
  list[i] = value
end

function Texts.__len(t)
  return #lists[t]
end

function Texts.__eq(a, b)
  local x, y = lists[a], lists[b]
  if not (x and y) or #x ~= #y then return false end
  for i = 1, #x do
    if x[i] ~= y[i] then return false end
  end
  return true
end

function Texts.__pairs(t)
  return ipairs(lists[t])
end

local WHOLE, EDGE = 12, 3

function Texts.__tostring(t)
  local list, words = lists[t], {}
  local cut = #list > WHOLE
  for i = 1, #list do
    if not cut or i <= EDGE or i > #list - EDGE then
      words[#words + 1] = '"' .. list[i]:gsub("%c", " ") .. '"'
    end
    if cut and i == EDGE then words[#words + 1] = "..." end
  end
  return "{" .. table.concat(words, ", ") .. "}" .. (cut and (" (%d texts)"):format(#list) or "")
end

function Texts.__concat(a, b)
  return tostring(a) .. tostring(b)
end

context.type("texts", Texts)

-- -- methods -----------------------------------------------------------------

local function receiver(name, value)
  local list = value ~= nil and lists[value]
  if not list then fail(name, "texts expected before ':', got %s", context.describe(value)) end
  return list
end

-- What stands in each row of the other side of a comparison.
local function operand(name, list, other)
  if type(other) == "string" then return function() return other end end
  local texts = other ~= nil and lists[other]
  if not texts then fail(name, "text or texts expected, got %s", context.describe(other)) end
  if #texts ~= #list then
    fail(name, "texts of %d and texts of %d do not fit", #list, #texts)
  end
  return function(i) return texts[i] end
end

local function mask(list, test)
  local out = {}
  for i = 1, #list do out[i] = test(i) and 1 or 0 end
  return vector(out)
end

local function eq(t, other)
  local list = receiver("texts:eq", t)
  local at = operand("texts:eq", list, other)
  return mask(list, function(i) return list[i] == at(i) end)
end

local function ne(t, other)
  local list = receiver("texts:ne", t)
  local at = operand("texts:ne", list, other)
  return mask(list, function(i) return list[i] ~= at(i) end)
end

local function among(t, words)
  local list, set = receiver("texts:among", t), {}
  if type(words) ~= "table" or context.describe(words) ~= "table" and not lists[words] then
    fail("texts:among", "list of texts expected, got %s", context.describe(words))
  end
  for i, word in ipairs(words) do
    if type(word) ~= "string" then
      fail("texts:among", "element %d must be a text, got %s", i, context.describe(word))
    end
    set[word] = true
  end
  return mask(list, function(i) return set[list[i]] end)
end

local function unique(t)
  return (Column.classes(nil, nil, receiver("texts:unique", t)))
end

local pets = "d = data.table{kind = {\"cat\", \"dog\", \"cat\"}, mass = {4, 20, 5}}\n"

text_column.entries = {
  {name = "texts:eq", usage = "t:eq(text)", fn = eq,
   help = "A mask, 1 where the column of texts is the text (or the element of another such "
     .. "column), else 0; t:eq\"\" marks what is missing. d.kind == \"cat\" is false: == compares "
     .. "whole values.",
   example = pets .. "d.kind:eq\"cat\" --> [1 0 1]\n#d:filter(d.kind:eq\"cat\") --> 2\n"
     .. "d.mass:where(d.kind:eq\"cat\"):mean() --> 4.5"},
  {name = "texts:ne", usage = "t:ne(text)", fn = ne,
   help = "A mask, 1 where the column of texts is another text, else 0.",
   example = pets .. "d.kind:ne\"cat\" --> [0 1 0]"},
  {name = "texts:among", usage = "t:among(list)", fn = among,
   help = "A mask, 1 where the text is one of the list, else 0.",
   example = pets .. "d.kind:among{\"dog\", \"cow\"} --> [0 1 0]"},
  {name = "texts:unique", usage = "t:unique()", fn = unique,
   help = "A list of the different texts in ascending order, without the missing.",
   example = pets .. "table.concat(d.kind:unique(), \" \") --> cat dog"},
}

return text_column
