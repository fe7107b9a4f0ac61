-- join.lua - d:join: puts rows of two datasets side by side.

local context = require "mlrepl.context"
local Column = require "mlrepl.dataset.column"
local dataset = require "mlrepl.dataset.dataset"
local rows = require "mlrepl.dataset.rows"
local transform = require "mlrepl.dataset.transform"

local join = {}

local NAME = "dataset:join"

local function fail(text, ...)
  context.fail(NAME, text:format(...))
end

local function check_keys(part, other, words)
  if words == nil then fail("name of the key column expected, got nothing") end
  local keys = dataset.names(NAME, part, words)
  for _, key in ipairs(keys) do
    local column = other.columns[key]
    if not column then
      local hint = context.suggest(key, other.columns)
      fail("the other dataset has no column '%s'%s", key,
        hint ~= "" and hint or "; rename its key first: other:rename{" .. key .. "=...}")
    end
    local here, there = Column.is_numeric(part.columns[key]), Column.is_numeric(column)
    if here ~= there then
      fail("column '%s' holds %s here and %s in the other dataset", key,
        here and "numbers" or "text", there and "numbers" or "text")
    end
  end
  return keys
end

-- Whether a key of the row is missing: such rows have no partner.
local function lacks_key(part, keys)
  local lists = {}
  for k, key in ipairs(keys) do lists[k] = Column.list(part.columns[key]) end
  return function(i)
    for _, list in ipairs(lists) do
      if Column.is_missing(list[i]) then return true end
    end
    return false
  end
end

-- From key to the list of its rows, and whether one occurs twice.
local function index(part, keys)
  local places, lacks, twice = {}, lacks_key(part, keys), nil
  for i, key in ipairs(rows.keys(part, keys)) do
    if not lacks(i) then
      if places[key] then twice = twice or i end
      places[key] = places[key] or {}
      table.insert(places[key], i)
    end
  end
  return places, twice
end

-- Lists of the rows on the left and on the right, 0 for none, and how many rows
-- of each side have no partner.
local function match(part, other, keys, how)
  local places, twice = index(other, keys)
  local left, right, used, alone = {}, {}, {}, 0
  local lacks = lacks_key(part, keys)
  local function put(i, j) left[#left + 1], right[#right + 1] = i, j end
  for i, key in ipairs(rows.keys(part, keys)) do
    local partners = not lacks(i) and places[key]
    if partners then
      used[key] = true
      for _, j in ipairs(partners) do put(i, j) end
    else
      alone = alone + 1
      if how ~= "inner" then put(i, 0) end
    end
  end
  if how == "outer" then
    local missing = lacks_key(other, keys)
    for j, key in ipairs(rows.keys(other, keys)) do
      if missing(j) or not used[key] then put(0, j) end
    end
  end
  return left, right, twice, alone
end

local function value_text(part, keys, i)
  local words = {}
  for k, key in ipairs(keys) do
    local value = part.columns[key][i]
    words[k] = key .. " = " .. (type(value) == "number" and ("%.14g"):format(value) or value)
  end
  return table.concat(words, ", ")
end

local function plural(n)
  return n == 1 and "1 row" or n .. " rows"
end

-- One line about what pandas users look for in the result.
local function tell(part, other, keys, result, how)
  local said = {}
  if result.twice then
    said[1] = ("%s is in more than one row of the other dataset, so rows are repeated: %d "
      .. "become %d"):format(value_text(other, keys, result.twice), part.rows, #result.left)
  end
  if result.alone > 0 and how == "inner" then
    said[#said + 1] = plural(result.alone) .. " without a partner "
      .. (result.alone == 1 and "is" or "are") .. " left out; {how=\"left\"} keeps them"
  end
  if #said > 0 then context.warn(NAME, table.concat(said, "; ")) end
end

-- The key of rows that only the other dataset has.
local function merged_key(part, other, key, left, right)
  local a, b, out = part.columns[key], other.columns[key], {}
  for k, i in ipairs(left) do out[k] = i > 0 and a[i] or b[right[k]] end
  return Column.is_numeric(a) and Column.like(a, vector(out)) or out
end

local hows = {"inner", "left", "outer"}

local function check_how(options)
  local how = context.options(NAME, options).how or hows[1]
  for _, word in ipairs(hows) do
    if how == word then return how end
  end
  fail("how: \"inner\", \"left\" or \"outer\" expected, got %s", context.describe(how))
end

local function columns_of(part, other, keys, left, right)
  local names, made, is_key = {}, {}, {}
  for _, key in ipairs(keys) do is_key[key] = true end
  for _, word in ipairs(part.names) do
    names[#names + 1] = word
    made[word] = is_key[word] and merged_key(part, other, word, left, right)
      or Column.take(part.columns[word], left)
  end
  for _, word in ipairs(other.names) do
    if not is_key[word] then
      local new, k = word, 1
      while part.columns[new] or made[new] do
        k = k + 1
        new = word .. "_" .. k
      end
      names[#names + 1], made[new] = new, Column.take(other.columns[word], right)
    end
  end
  return names, made
end

local function join_with(d, second, words, options)
  local part, other = dataset.receiver(NAME, d), second ~= nil and dataset.part(second)
  if not other then fail("dataset expected, got %s", context.describe(second)) end
  local how = check_how(options)
  local keys = check_keys(part, other, words)
  local left, right, twice, alone = match(part, other, keys, how)
  tell(part, other, keys, {left = left, twice = twice, alone = alone}, how)
  local names, made = columns_of(part, other, keys, left, right)
  return transform.make(names, function(word) return made[word] end)
end

join.entries = {
  {name = NAME, usage = "d:join(other, names, {how=}) -> dataset", fn = join_with,
   words = {names = dataset.words, how = hows}, aliases = {"merge", "lookup"},
   help = "Puts the rows of another dataset beside those of d that have the same values in the "
     .. "named columns, the keys. how=\"inner\" (default) keeps the rows that have a partner, "
     .. "\"left\" all rows of d, \"outer\" those of both; what is lacking is a missing value. If a "
     .. "key is in several rows of the other dataset, rows are repeated, and a warning says so. "
     .. "Missing keys have no partner. A column whose name d has already gets the name x_2.",
   example = "d = data.table{id = {1, 2, 2}, x = {5, 6, 7}}\n"
     .. "e = data.table{id = {1, 2}, name = {\"a\", \"b\"}}\n"
     .. "d:join(e, \"id\").name[3] --> b"},
}

return join
