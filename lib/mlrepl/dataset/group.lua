-- group.lua - summaries by group: d:group and d:counts.

local context = require "mlrepl.context"
local Column = require "mlrepl.dataset.column"
local dataset = require "mlrepl.dataset.dataset"
local rows = require "mlrepl.dataset.rows"
local transform = require "mlrepl.dataset.transform"

local group = {}

local function fail(name, text, ...)
  context.fail(name, text:format(...))
end

-- What is computed from the known values of a group; nan if there are none.
local figures = {
  mean = function(v) return v:mean() end,
  sum = function(v) return v:sum() end,
  min = function(v) return v:min() end,
  max = function(v) return v:max() end,
  median = function(v) return v:median() end,
  std = function(v) return v:std() end,
}

local order = {"mean", "sum", "min", "max", "median", "std"}

-- A list of lists of positions, one per group, in the order of the keys.
local function split(part, names)
  local found, by_key = {}, {}
  for i, key in ipairs(rows.keys(part, names)) do
    if not by_key[key] then
      by_key[key] = {}
      found[#found + 1] = by_key[key]
    end
    table.insert(by_key[key], i)
  end
  local first, groups = {}, {}
  for k, positions in ipairs(found) do first[k] = positions[1] end
  local heads = dataset.part(transform.take(part, first))
  local places = rows.order(heads, names)
  for k = 1, #first do groups[k] = found[places[k]] end
  return groups
end

-- The figures asked for, a list of {word, column}.
local function asked(name, part, options)
  local wanted = {}
  for _, word in ipairs(order) do
    local columns = options[word]
    if columns ~= nil then
      for _, column in ipairs(dataset.names(name, part, columns)) do
        if not Column.is_numeric(part.columns[column]) then
          fail(name, "column '%s' is text, which has no %s", column, word)
        end
        wanted[#wanted + 1] = {word, column}
      end
    end
  end
  return wanted
end

local function figure_of(column, word, groups)
  local out = {}
  for k, positions in ipairs(groups) do
    local values = column:take(vector(positions))
    local known = values:where(values:eq(values))
    out[k] = #known > 0 and figures[word](known) or 0 / 0
  end
  local v = vector(out)
  if word ~= "sum" and word ~= "std" then v.kind = column.kind end
  return v
end

local function count_of(groups)
  local out = {}
  for k, positions in ipairs(groups) do out[k] = #positions end
  return vector(out)
end

local function check_count(name, count)
  if count ~= nil and type(count) ~= "boolean" then
    fail(name, "count: true or false expected, got %s; the rows of a group are counted",
      context.describe(count))
  end
end

local function group_by(d, words, options)
  local name = "dataset:group"
  local part = dataset.receiver(name, d)
  if words == nil then fail(name, "column name expected, got nothing") end
  local keys = dataset.names(name, part, words)
  options = context.options(name, options)
  check_count(name, options.count)
  local wanted = asked(name, part, options)
  local groups = part.rows > 0 and split(part, keys) or {}
  local names, made, first = table.move(keys, 1, #keys, 1, {}), {}, {}
  for k, positions in ipairs(groups) do first[k] = positions[1] end
  for _, key in ipairs(keys) do made[key] = Column.take(part.columns[key], first) end
  local function put(word, column)
    if made[word] then fail(name, "two columns would be called '%s'; rename one first", word) end
    names[#names + 1], made[word] = word, column
  end
  for _, want in ipairs(wanted) do
    put(want[1] .. "_" .. want[2], figure_of(part.columns[want[2]], want[1], groups))
  end
  if options.count or #wanted == 0 then put("count", count_of(groups)) end
  return transform.make(names, function(word) return made[word] end)
end

local function counts(d, words)
  local name = "dataset:counts"
  local part = dataset.receiver(name, d)
  if words == nil then fail(name, "column name expected, got nothing") end
  for _, word in ipairs(dataset.names(name, part, words)) do
    if word == "count" or word == "share" then
      fail(name, "a column called '%s' would be lost; rename it first", word)
    end
  end
  local table_of = group_by(d, words, {count = true}):sort("count", "descending")
  return table_of:add{share = table_of.count / math.max(1, part.rows)}
end

local pets = "d = data.table{names={\"kind\", \"mass\"},\n"
  .. "  {\"cat\", 4}, {\"dog\", 20}, {\"cat\", 5}}\n"

group.entries = {
  {name = "dataset:group",
   usage = "d:group(names, {mean=, sum=, min=, max=, median=, std=, count=}) -> dataset",
   fn = group_by, words = {names = dataset.words, mean = dataset.words, sum = dataset.words,
     min = dataset.words, max = dataset.words, median = dataset.words, std = dataset.words},
   aliases = {"groupby", "aggregate", "pivot", "by"},
   help = "Returns one row per group of rows that are equal in the named columns, in ascending "
     .. "order: mean=\"mass\" or mean={\"mass\", \"size\"} adds the columns mean_mass, mean_size; "
     .. "likewise sum, min, max, median and std (with divisor n); count=true, the default without "
     .. "others, the number of rows. Missing values are skipped in figures; as keys they form a "
     .. "group, the last one.",
   example = pets .. "g = d:group(\"kind\", {mean=\"mass\", count=true})\n"
     .. "g.mean_mass --> [ 4.5 20. ]\ng.count --> [2 1]"},
  {name = "dataset:counts", usage = "d:counts(names) -> dataset", fn = counts,
   words = {names = dataset.words}, aliases = {"value counts", "frequency", "tabulate"},
   help = "Returns the distinct values of a column, or combinations of columns, with their count "
     .. "and share of all rows, the most frequent first. Missing values count as one value.",
   example = pets .. "d:counts\"kind\".count --> [2 1]"},
}

return group
