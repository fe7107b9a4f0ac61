-- transform.lua - methods that return a new dataset.

local context = require "mlrepl.context"
local bundled = require "mlrepl.dataset.bundled"
local Column = require "mlrepl.dataset.column"
local dataset = require "mlrepl.dataset.dataset"

local transform = {}

local function fail(name, text, ...)
  context.fail(name, text:format(...))
end

-- Makes a dataset of the names; `column(name)` returns each column.
function transform.make(names, column)
  local columns, own = {}, {}
  for k, name in ipairs(names) do
    own[k], columns[k] = name, column(name)
  end
  return dataset.new(own, columns)
end

local make = transform.make

-- -- rows --------------------------------------------------------------------

-- The rows at the positions, a list or a vector. Row 0 has only missing values.
function transform.take(part, positions)
  return make(part.names, function(name)
    return Column.take(part.columns[name], positions)
  end)
end

local take = transform.take

-- The row that user functions get, with fields such as row.price, and a
-- function that moves it to row i.
function transform.row(name, part)
  local at = 0
  local row = setmetatable({}, {
    __index = function(_, key)
      return dataset.column(name, part, key)[at]
    end,
    __newindex = function(_, key)
      fail(name, "rows are read-only: row.%s cannot be set", tostring(key))
    end,
  })
  return row, function(i) at = i end
end

local function positions_where(part, test)
  local positions = {}
  for i = 1, part.rows do
    if test(i) then positions[#positions + 1] = i end
  end
  return positions
end

local function filter_mask(name, part, mask)
  if getmetatable(mask).__name ~= "vector" then
    fail(name, "function of a row or mask expected, got %s", context.describe(mask))
  end
  if #mask ~= part.rows then
    fail(name, "the mask has %d elements, but the dataset has %d rows", #mask, part.rows)
  end
  return take(part, positions_where(part, function(i)
    if mask[i] ~= 0 and mask[i] ~= 1 then
      fail(name, "mask of 0 and 1 expected, such as d.price:gt(100), but element %d is %s", i,
        context.describe(mask[i]))
    end
    return mask[i] == 1
  end))
end

local function filter(d, f)
  local name = "dataset:filter"
  local part = dataset.receiver(name, d)
  if type(f) == "userdata" then return filter_mask(name, part, f) end
  if type(f) == "boolean" then
    fail(name, "function of a row or mask expected, got %s; == compares whole values, "
      .. "use d.column:eq(value) for a mask", f)
  end
  if type(f) ~= "function" then
    fail(name, "function of a row or mask expected, got %s", context.describe(f))
  end
  local row, move = transform.row(name, part)
  return take(part, positions_where(part, function(i)
    move(i)
    return f(row)
  end))
end

local function drop_missing(d, words)
  local name = "dataset:drop_missing"
  local part = dataset.receiver(name, d)
  local columns = {}
  for k, word in ipairs(dataset.names(name, part, words)) do
    columns[k] = Column.list(part.columns[word])
  end
  return take(part, positions_where(part, function(i)
    for _, column in ipairs(columns) do
      if Column.is_missing(column[i]) then return false end
    end
    return true
  end))
end

-- -- missing values ----------------------------------------------------------

local function known_values(column)
  local known = {}
  for _, value in ipairs(Column.list(column)) do
    if not Column.is_missing(value) then known[#known + 1] = value end
  end
  return known
end

-- The most frequent value; the smallest in case of a tie.
local function mode(known)
  local count, best = {}, nil
  for _, value in ipairs(known) do count[value] = (count[value] or 0) + 1 end
  for value, n in pairs(count) do
    if best == nil or n > count[best] or (n == count[best] and value < best) then best = value end
  end
  return best
end

local fillers = {
  mean = function(known) return vector(known):mean() end,
  median = function(known) return vector(known):median() end,
  mode = mode,
}

-- The names of the fillers.
local function filler_names()
  local names = {}
  for word in pairs(fillers) do names[#names + 1] = word end
  return names
end

local function filled(name, word, column, with)
  local list = Column.list(column)
  local known = known_values(column)
  if #known == #list then return column end
  if #known == 0 and type(with) ~= "number" then
    fail(name, "column '%s' has only missing values, so it has no %s; give a number instead", word,
      with)
  end
  local value = type(with) == "number" and with or fillers[with](known)
  local out = {}
  for i, old in ipairs(list) do out[i] = Column.is_missing(old) and value or old end
  return Column.is_numeric(column) and Column.like(column, vector(out)) or out
end

-- Text columns have no mean: they are skipped, or an error if named explicitly.
local function fills(name, part, word, with, asked)
  local fits = Column.is_numeric(part.columns[word]) or with == "mode"
  if asked and not fits then
    fail(name, "column '%s' is text; use \"mode\", the most frequent value", word)
  end
  return fits
end

local function fill_missing(d, with, words)
  local name = "dataset:fill_missing"
  local part = dataset.receiver(name, d)
  if type(with) ~= "number" and not fillers[with] then
    fail(name, "with: \"mean\", \"median\", \"mode\" or a number expected, got %s",
      context.describe(with))
  end
  local wanted = {}
  for _, word in ipairs(dataset.names(name, part, words)) do
    wanted[word] = fills(name, part, word, with, words ~= nil)
  end
  return make(part.names, function(word)
    local column = part.columns[word]
    return wanted[word] and filled(name, word, column, with) or column
  end)
end

-- -- columns -----------------------------------------------------------------

local function select_columns(d, words)
  local name = "dataset:select"
  local part = dataset.receiver(name, d)
  if words == nil then fail(name, "list of column names expected, got nothing") end
  return make(dataset.names(name, part, words), function(word) return part.columns[word] end)
end

local MOST_CLASSES = 1000

local function indicator(values, class)
  local out = {}
  for i, value in ipairs(values) do out[i] = value == class and 1 or 0 end
  return vector(out)
end

local function class_text(class)
  return type(class) == "number" and ("%.14g"):format(class) or class
end

-- The classes that become columns.
local function onehot_classes(name, values, word, drop)
  local classes = Column.classes(nil, nil, values)
  if #classes > MOST_CLASSES then
    fail(name, "column '%s' has %d distinct values, which is too many columns (at most %d)",
      word, #classes, MOST_CLASSES)
  end
  if not drop then return classes end
  for row, value in ipairs(values) do
    if Column.is_missing(value) then
      fail(name, "column '%s' has a missing value in row %d, which drop=\"first\" would encode as "
        .. "'%s'; use d:drop_missing() or d:fill_missing() first", word, row,
        class_text(classes[1]))
    end
  end
  return table.move(classes, 2, #classes + 1, 1)
end

local function onehot_one(name, d, word, drop)
  local part = dataset.part(d)
  local values = Column.list(dataset.column(name, part, word))
  local classes = onehot_classes(name, values, word, drop)
  local names, made = {}, {}
  for _, other in ipairs(part.names) do
    if other ~= word then
      names[#names + 1] = other
    else
      for _, class in ipairs(classes) do
        local new = word .. "_" .. class_text(class)
        if part.columns[new] then
          fail(name, "the dataset already has a column '%s'", new)
        end
        names[#names + 1], made[new] = new, indicator(values, class)
      end
    end
  end
  return make(names, function(new) return made[new] or part.columns[new] end)
end

local DROPS = {"first"}

local function onehot_drop(name, options)
  local drop = context.options(name, options).drop
  if drop ~= nil and drop ~= DROPS[1] then
    fail(name, "drop: \"%s\" expected, got %s", DROPS[1], context.describe(drop))
  end
  return drop
end

local function onehot(d, words, options)
  local name = "dataset:onehot"
  local part = dataset.receiver(name, d)
  if words == nil then fail(name, "column name expected, got nothing") end
  local drop = onehot_drop(name, options)
  for _, word in ipairs(dataset.names(name, part, words)) do d = onehot_one(name, d, word, drop) end
  return d
end

-- The values of a new column, given as a function of a row, one number or a list.
local function computed(name, part, word, value)
  if type(value) == "number" then return vector.fill(part.rows, value) end
  if type(value) ~= "function" then return bundled.to_column(name, word, value) end
  local row, move = transform.row(name, part)
  local out = {}
  for i = 1, part.rows do
    move(i)
    out[i] = value(row)
    if out[i] == nil then
      fail(name, "column '%s': the function returned nil for row %d", word, i)
    end
  end
  return bundled.to_column(name, word, out)
end

local function add(d, columns)
  local name = "dataset:add"
  local part = dataset.receiver(name, d)
  if context.describe(columns) ~= "table" then
    fail(name, "table of columns expected, got %s", context.describe(columns))
  end
  local new = bundled.column_names(name, columns)
  local names, made = table.move(part.names, 1, #part.names, 1, {}), {}
  for _, word in ipairs(new) do
    made[word] = computed(name, part, word, columns[word])
    if #made[word] ~= part.rows and #part.names > 0 then
      fail(name, "column '%s' has %d values, but the dataset has %d rows", word, #made[word],
        part.rows)
    end
    if not part.columns[word] then names[#names + 1] = word end
  end
  return make(names, function(word) return made[word] or part.columns[word] end)
end

local pets = "d = data.table{names={\"kind\", \"mass\"},\n"
  .. "  {\"cat\", 4}, {\"dog\", 20}, {\"cat\", 0/0}}\n"

transform.entries = {
  {name = "dataset:filter", usage = "d:filter(f) -> like d", fn = filter,
   help = "Returns the rows for which f(row) is true; row.price is the value of the column price "
     .. "in that row. f can also be a mask, such as d.price:gt(100) or d.street:eq\"Pave\", which "
     .. "is faster.",
   example = pets .. "#d:filter(function(row) return row.mass > 10 end) --> 1"},
  {name = "dataset:drop_missing", usage = "d:drop_missing(names) -> like d", fn = drop_missing,
   words = {names = dataset.words},
   help = "Returns the rows without missing values in the named columns (default: all).",
   example = pets .. "#d:drop_missing() --> 2"},
  {name = "dataset:fill_missing", usage = "d:fill_missing(with, names) -> like d",
   fn = fill_missing, words = {with = filler_names, names = dataset.words},
   help = "Replaces missing values with the \"mean\", \"median\" or \"mode\" (most frequent value) "
     .. "of their column, or with a number, in the named columns (default: all). Text columns can "
     .. "only be filled with \"mode\"; otherwise they are left unchanged.",
   example = pets .. "d:fill_missing(\"mean\").mass --> [ 4 20 12]"},
  {name = "dataset:select", usage = "d:select(names) -> dataset", fn = select_columns,
   words = {names = dataset.words},
   help = "Returns a dataset of the named columns, in that order. They are shared with d, not "
     .. "copied.",
   example = pets .. "#d:select{\"mass\"}.names --> 1"},
  {name = "dataset:onehot", usage = "d:onehot(names, {drop=}) -> dataset", fn = onehot,
   words = {names = dataset.words, drop = DROPS},
   aliases = {"category", "categorical", "dummy", "encode"},
   help = "Converts categorical (text) columns to numbers, for features: replaces each with one "
     .. "column of zeros and ones per class or category (one-hot encoding), in sorted order and "
     .. "named name_class. A missing value becomes 0 in all of "
     .. "them. drop=\"first\" omits the first class (reference coding). The columns of all classes "
     .. "add up to 1, so the weights and b of a linear or logistic model without lambda are not "
     .. "unique: use drop=\"first\" for such a model, and for m:summary; each weight is then the "
     .. "difference from the first class. With lambda, or for softmax, keep all columns.",
   example = pets .. "d:onehot\"kind\".kind_cat --> [1 0 1]\n"
     .. "d:onehot(\"kind\", {drop=\"first\"}).names[1] --> kind_dog"},
  {name = "dataset:add", usage = "d:add(columns) -> dataset", fn = add,
   help = "Returns the dataset with the given columns added, or replaced if the name exists. Each "
     .. "is a vector, a list of numbers or strings, a single number for all rows, or a function of "
     .. "a row. New columns are in alphabetical order unless names={...} gives another order.",
   example = pets .. "d:add{grams=function(row) return row.mass * 1000 end}.grams "
     .. "--> [ 4000 20000   nan]"},
}

return transform
