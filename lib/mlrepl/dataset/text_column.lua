-- text_column.lua - the type "texts": a text column as the user sees it.
--
-- A proxy for the plain list in the dataset: it accepts only strings and has
-- elementwise comparisons.

local context = require "mlrepl.context"
local Column = require "mlrepl.dataset.column"

local text_column = {}

local lists = setmetatable({}, {__mode = "k"}) -- from proxy to list
local windows = setmetatable({}, {__mode = "kv"}) -- from list to proxy

-- Hidden from getmetatable, so that the proxy is accepted as a plain list.
local Texts = {__list = true, __metatable = false}

-- The column as the user gets it.
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

-- Negative indices count from the end.
local function place_of(list, i)
  if math.type(i) == "float" then i = math.tointeger(i) end
  return i and i < 0 and #list + 1 + i or i
end

function Texts.__index(t, key)
  local list = lists[t]
  if type(key) == "number" then return list[place_of(list, key)] end
  local method = Texts.__methods[key]
  if method then return method end
  fail("texts", "no method '%s'%s", tostring(key),
    type(key) == "string" and context.suggest(key, Texts.__methods) or "")
end

function Texts.__newindex(t, key, value)
  local list = lists[t]
  local i = type(key) == "number" and place_of(list, key) or 0
  if not list[i] then
    fail("texts", "index from 1 to %d expected, got %s", #list, context.describe(key))
  end
  if type(value) ~= "string" then
    fail("texts", "element %d must be a string, got %s (\"\" is a missing value)", i,
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
      words[#words + 1] = '"' .. context.plain(list[i]) .. '"'
    end
    if cut and i == EDGE then words[#words + 1] = "..." end
  end
  return "{" .. table.concat(words, ", ") .. "}" .. (cut and (" (%d texts)"):format(#list) or "")
end

function Texts.__concat(a, b)
  return tostring(a) .. tostring(b)
end

-- For save_workspace: see src/lua/array/parts.h.
function Texts.__save(t) return {list = lists[t]} end

function Texts.__load(t, saved)
  if not t then return setmetatable({}, Texts) end
  if not Column.is_texts(saved.list) then error("texts: list of strings expected", 0) end
  lists[t], windows[saved.list] = saved.list, t
end

context.type("texts", Texts)

-- -- methods -----------------------------------------------------------------

local function receiver(name, value)
  local list = value ~= nil and lists[value]
  if not list then context.fail_receiver(name, value) end
  return list
end

-- Returns a function from row number to the other operand of a comparison.
local function operand(name, list, other)
  if type(other) == "string" then return function() return other end end
  local texts = other ~= nil and lists[other]
  if not texts then fail(name, "text or texts expected, got %s", context.describe(other)) end
  if #texts ~= #list then
    fail(name, "lengths differ: texts of %d and texts of %d", #list, #texts)
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
      fail("texts:among", "element %d must be a string, got %s", i, context.describe(word))
    end
    set[word] = true
  end
  return mask(list, function(i) return set[list[i]] end)
end

local function unique(t)
  return (Column.classes(nil, nil, receiver("texts:unique", t)))
end

-- For completion of t:eq"...
local function words(t)
  local MOST = 1e5
  return t and #t <= MOST and unique(t) or nil
end

local pets = "d = data.table{kind = {\"cat\", \"dog\", \"cat\"}, mass = {4, 20, 5}}\n"

text_column.entries = {
  {name = "texts:eq", usage = "t:eq(text) -> vector", fn = eq, words = {text = words},
   help = "Returns a mask: 1 where the element equals text (or the same element of another text "
     .. "column), 0 elsewhere. t:eq\"\" marks missing values. d.kind == \"cat\" is always false, "
     .. "because == compares the column as a whole.",
   example = pets .. "d.kind:eq\"cat\" --> [1 0 1]\n#d:filter(d.kind:eq\"cat\") --> 2\n"
     .. "d.mass:where(d.kind:eq\"cat\"):mean() --> 4.5"},
  {name = "texts:ne", usage = "t:ne(text) -> vector", fn = ne, words = {text = words},
   help = "Returns a mask: 1 where the element differs from text (or from the same element of "
     .. "another text column), 0 elsewhere.",
   example = pets .. "d.kind:ne\"cat\" --> [0 1 0]"},
  {name = "texts:among", usage = "t:among(list) -> vector", fn = among, words = {list = words},
   help = "Returns a mask: 1 where the element is in the list, 0 elsewhere.",
   example = pets .. "d.kind:among{\"dog\", \"cow\"} --> [0 1 0]"},
  {name = "texts:unique", usage = "t:unique() -> list of strings", fn = unique,
   help = "Returns the distinct strings in ascending order, without missing values.",
   example = pets .. "table.concat(d.kind:unique(), \" \") --> cat dog"},
}

return text_column
