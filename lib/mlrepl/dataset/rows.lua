-- rows.lua - methods that rename columns, order, draw, append and compare rows.

local context = require "mlrepl.context"
local random = require "mlrepl.random"
local Column = require "mlrepl.dataset.column"
local dataset = require "mlrepl.dataset.dataset"
local transform = require "mlrepl.dataset.transform"

local rows = {}

local function fail(name, text, ...)
  context.fail(name, text:format(...))
end

-- -- names -------------------------------------------------------------------

-- pandas has {old = "new"}.
local function check_direction(name, part, new, old)
  if part.columns[new] and not part.columns[old] then
    fail(name, "no column '%s'; write the new name first: d:rename{%s=\"%s\"}", old, old, new)
  end
end

local function rename(d, changes)
  local name = "dataset:rename"
  local part = dataset.receiver(name, d)
  if context.describe(changes) ~= "table" then
    fail(name, "table such as {new=\"old\"} expected, got %s", context.describe(changes))
  end
  local new_of = {}
  for new, old in pairs(changes) do
    if type(new) ~= "string" or new == "" then
      fail(name, "new names must be strings, as in {new=\"old\"}; got key %s",
        context.describe(new))
    end
    if type(old) == "string" then check_direction(name, part, new, old) end
    dataset.column(name, part, old)
    if new_of[old] then fail(name, "column '%s' gets two new names", old) end
    new_of[old] = new
  end
  local names, columns, seen = {}, {}, {}
  for k, old in ipairs(part.names) do
    names[k], columns[k] = new_of[old] or old, part.columns[old]
    if seen[names[k]] then fail(name, "two columns would be called '%s'", names[k]) end
    seen[names[k]] = true
  end
  return dataset.new(names, columns)
end

-- -- order -------------------------------------------------------------------

-- Numbers that sort as the values do; nan for missing values.
local function ranks(column)
  if Column.is_numeric(column) then return column end
  local _, place = Column.classes(nil, nil, column)
  local out = {}
  for i, value in ipairs(column) do out[i] = place[value] or 0 / 0 end
  return vector(out)
end

local orders = {"ascending", "descending"}

local function check_order(name, order)
  if order ~= nil and order ~= orders[1] and order ~= orders[2] then
    fail(name, "order: \"ascending\" or \"descending\" expected, got %s", context.describe(order))
  end
  return order == orders[2]
end

-- The positions of the sorted rows. The sort is stable, so the last column is
-- sorted first.
function rows.order(part, names, down)
  if part.rows == 0 then return {} end
  local positions = vector.range(1, part.rows)
  for k = #names, 1, -1 do
    local keys = ranks(part.columns[names[k]]):take(positions)
    positions = positions:take((down and -keys or keys):argsort())
  end
  return positions
end

local function sort(d, words, order)
  local name = "dataset:sort"
  local part = dataset.receiver(name, d)
  if words == nil then fail(name, "column name expected, got nothing") end
  local names, down = dataset.names(name, part, words), check_order(name, order)
  return transform.take(part, rows.order(part, names, down))
end

local function tail(d, n)
  local part = dataset.receiver("dataset:tail", d)
  local first = math.max(1, part.rows + 1 - context.count("dataset:tail", "n", n, 5))
  return transform.make(part.names, function(name)
    return Column.slice(part.columns[name], first, part.rows)
  end)
end

-- -- random rows -------------------------------------------------------------

-- Calls f with a seeded generator, and restores the generator.
local function with_seed(n, f)
  if n == nil then return f() end
  local state = {random.state()}
  seed(n)
  local result = f()
  random.set_state(table.unpack(state))
  return result
end

local function sample(d, n, options)
  local name = "dataset:sample"
  local part = dataset.receiver(name, d)
  options = context.options(name, options)
  if n == nil then fail(name, "number of rows expected, got nothing") end
  n = context.count(name, "n", n)
  if options.seed ~= nil then context.count(name, "seed", options.seed) end
  if options.replace ~= nil and type(options.replace) ~= "boolean" then
    fail(name, "replace: true or false expected, got %s", context.describe(options.replace))
  end
  if n > part.rows and (not options.replace or part.rows == 0) then
    fail(name, "the dataset has %d rows, got n = %d%s", part.rows, n,
      part.rows > 0 and "; replace=true draws rows more than once" or "")
  end
  return transform.take(part, with_seed(options.seed, function()
    if n == 0 then return {} end
    if options.replace then return floor(vector.random(n) * part.rows) + 1 end
    return vector.random(part.rows):argsort():slice(1, n)
  end))
end

-- -- more rows ---------------------------------------------------------------

local function type_word(column)
  return Column.is_numeric(column) and "numbers" or "text"
end

-- The columns of both, and a sentence about those that only one has.
local function joint_names(part, other)
  local names, only = table.move(part.names, 1, #part.names, 1, {}), {}
  for _, word in ipairs(part.names) do
    if not other.columns[word] then only[#only + 1] = word end
  end
  for _, word in ipairs(other.names) do
    if not part.columns[word] then names[#names + 1], only[#only + 1] = word, word end
  end
  return names, only
end

local function append(d, other)
  local name = "dataset:append"
  local part, more = dataset.receiver(name, d), other ~= nil and dataset.part(other)
  if not more then fail(name, "dataset expected, got %s", context.describe(other)) end
  if #part.names == 0 then return other end
  local names, only = joint_names(part, more)
  for _, word in ipairs(names) do
    local a, b = part.columns[word], more.columns[word]
    if a and b and type_word(a) ~= type_word(b) then
      fail(name, "column '%s' holds %s here and %s in the other dataset", word, type_word(a),
        type_word(b))
    end
  end
  if #only > 0 then
    context.warn(name, ("only one dataset has column '%s'%s; the other rows are missing there")
      :format(only[1], #only > 1 and (" (and %d more)"):format(#only - 1) or ""))
  end
  return transform.make(names, function(word)
    local a, b = part.columns[word], more.columns[word]
    return Column.concat(a or Column.missing(b, part.rows), b or Column.missing(a, more.rows))
  end)
end

-- -- distinct rows -----------------------------------------------------------

-- The values of one column, with "" for nan.
local function single_keys(column)
  if not Column.is_numeric(column) then return column end
  local keys = column:totable()
  for i, x in ipairs(keys) do
    if x ~= x then keys[i] = "" end
  end
  return keys
end

-- A value for each row that is equal for rows that are equal in these columns.
function rows.keys(part, names)
  if #names == 1 then return single_keys(part.columns[names[1]]) end
  local lists, keys = {}, {}
  for k, word in ipairs(names) do lists[k] = Column.list(part.columns[word]) end
  for i = 1, part.rows do
    local values = {}
    for k, list in ipairs(lists) do
      local value = list[i]
      if value ~= value then value = "" end
      values[k] = type(value) == "number" and ("%.17g"):format(value)
        or #value .. ":" .. value
    end
    keys[i] = table.concat(values, ";")
  end
  return keys
end

local function unique(d, words)
  local name = "dataset:unique"
  local part = dataset.receiver(name, d)
  local seen, positions = {}, {}
  for i, key in ipairs(rows.keys(part, dataset.names(name, part, words))) do
    if not seen[key] then
      seen[key] = true
      positions[#positions + 1] = i
    end
  end
  return transform.take(part, positions)
end

local pets = "d = data.table{names={\"kind\", \"mass\"},\n"
  .. "  {\"cat\", 4}, {\"dog\", 20}, {\"cat\", 5}}\n"

rows.entries = {
  {name = "dataset:rename", usage = "d:rename(changes) -> dataset", fn = rename,
   help = "Returns the dataset with columns renamed: d:rename{new=\"old\"}. The columns are shared "
     .. "with d, not copied.",
   example = pets .. "d:rename{animal=\"kind\"}.names[1] --> animal"},
  {name = "dataset:sort", usage = "d:sort(names, order) -> like d", fn = sort,
   words = {names = dataset.words, order = orders}, aliases = {"order by", "arrange"},
   help = "Returns the rows sorted by a column or a list of columns, in \"ascending\" (default) or "
     .. "\"descending\" order. Texts are compared byte by byte. Missing values come last; rows "
     .. "with equal values keep their order.",
   example = pets .. "d:sort(\"mass\", \"descending\").mass --> [20  5  4]"},
  {name = "dataset:tail", usage = "d:tail(n) -> like d", fn = tail,
   help = "Returns the last n rows (default 5).",
   example = pets .. "d:tail(1).mass --> [5]"},
  {name = "dataset:sample", usage = "d:sample(n, {seed=, replace=}) -> like d", fn = sample,
   help = "Returns n random rows in random order, each at most once, or with replace=true any "
     .. "number of times. With seed= the same rows are drawn each time; otherwise the generator "
     .. "that seed(n) restarts is used.",
   example = pets .. "#d:sample(2) --> 2"},
  {name = "dataset:append", usage = "d:append(other) -> dataset", fn = append,
   aliases = {"concat", "rbind", "stack"},
   help = "Returns the rows of d and then those of another dataset. Columns are matched by name; "
     .. "those that only one has are filled with missing values, with a warning.",
   example = pets .. "#d:append(d) --> 6"},
  {name = "dataset:unique", usage = "d:unique(names) -> like d", fn = unique,
   words = {names = dataset.words}, aliases = {"distinct", "drop duplicates"},
   help = "Returns the rows that differ in the named columns (default: all), the first of each "
     .. "kind. Missing values are equal to each other.",
   example = pets .. "#d:unique\"kind\" --> 2"},
}

return rows
