-- dataset.lua - the type "dataset": named columns of numbers or texts.
--
-- A dataset has a fixed set of columns. Its methods return new datasets that
-- share the columns they do not change.

local context = require "mlrepl.context"
local Column = require "mlrepl.dataset.column"
local format = require "mlrepl.dataset.format"
local origin = require "mlrepl.dataset.origin"
local text_column = require "mlrepl.dataset.text_column"

local dataset = {}

-- The contents of each dataset: names (a list), columns (by name), rows (a
-- count), whole (print all columns, however wide), origin (see origin.lua).
local parts = setmetatable({}, {__mode = "k"})

-- The columns alone, for completion at the prompt.
local columns_of = setmetatable({}, {__mode = "k"})

local Dataset = {__columns = columns_of}

-- Names a numeric column. A vector that already has another name keeps it: the
-- dataset then holds a view.
local function named(column, name)
  if type(column) == "table" or column.name == name then return column end
  local view = #column > 0 and column:slice(1) or column:copy()
  view.name = name
  return view
end

-- `names` and `columns` have the same length, as do all the columns.
function dataset.new(names, columns, whole)
  local part = {names = names, columns = {}, rows = #names > 0 and #columns[1] or 0, whole = whole}
  for k, name in ipairs(names) do part.columns[name] = named(columns[k], name) end
  local d = setmetatable({}, Dataset)
  parts[d], columns_of[d] = part, part.columns
  return d
end

-- The dataset that data.read returns; `found` is the table of origin.lua.
function dataset.read(names, columns, found)
  for k, name in ipairs(names) do
    local kind = (found.kinds[name] or ""):match("^%a+")
    if kind == "date" or kind == "time" then columns[k].kind = kind end
  end
  local d = dataset.new(names, columns)
  parts[d].origin = origin.new(found)
  return d
end

-- The contents of a dataset, or nil if value is not one.
function dataset.part(value)
  return parts[value]
end

-- The column names, for completion; nil if value is not a dataset.
function dataset.words(value)
  local part = value ~= nil and parts[value]
  return part and part.names or nil
end

-- -- arguments ---------------------------------------------------------------

local function fail(name, text, ...)
  context.fail(name, text:format(...))
end

-- The contents of the dataset that a method was called on.
function dataset.receiver(name, value)
  local part = value ~= nil and parts[value]
  if not part then context.fail_receiver(name, value) end
  return part
end

local LIST = "; d.names lists the columns"

function dataset.column(name, part, word)
  if type(word) ~= "string" then
    fail(name, "column name expected, got %s", context.describe(word))
  end
  local column = part.columns[word]
  if not column then
    local hint = context.suggest(word, part.columns)
    fail(name, "no column '%s'%s", word, hint ~= "" and hint or LIST)
  end
  return column
end

-- Checks a name or a list of names; the default is all columns.
function dataset.names(name, part, words)
  if words == nil then return part.names end
  if type(words) == "string" then words = {words} end
  local kind = context.describe(words)
  if kind ~= "table" and kind ~= "texts" then -- a dataset is a table too
    fail(name, "list of column names expected, got %s", context.describe(words))
  end
  local seen = {}
  for _, word in ipairs(words) do
    dataset.column(name, part, word)
    if seen[word] then fail(name, "column '%s' is named twice", word) end
    seen[word] = true
  end
  return words
end

-- -- the type ----------------------------------------------------------------

-- A copy of the names that the user may modify.
local function copy(names)
  return table.move(names, 1, #names, 1, {})
end

-- Methods take precedence: use d:vector"filter" for a column called "filter".
function Dataset.__index(d, key)
  local method = Dataset.__methods[key]
  if method then return method end
  local part = parts[d]
  if key == "names" then return copy(part.names) end
  local column = part.columns[key]
  if column then return text_column.shown(column) end
  if key == "origin" then return part.origin end
  local hint = type(key) == "string" and context.suggest(key, part.columns) or ""
  if hint == "" and type(key) == "string" then hint = context.suggest(key, Dataset.__fields) end
  if hint == "" and type(key) == "string" then hint = context.suggest(key, Dataset.__methods) end
  if type(key) == "number" then
    fail("dataset", "a dataset cannot be indexed by row; use d:head(n) or d.column[%s]",
      tostring(key))
  end
  fail("dataset", "no column or method '%s'%s", tostring(key), hint ~= "" and hint or LIST)
end

function Dataset.__newindex(_, key)
  fail("dataset", "a dataset cannot be modified in place; write d = d:add{%s=...}", tostring(key))
end

function Dataset.__len(d)
  return parts[d].rows
end

function Dataset.__pairs(d)
  local part, k = parts[d], 0
  return function()
    k = k + 1
    local column = part.columns[part.names[k]]
    return part.names[k], column and text_column.shown(column)
  end
end

function Dataset.__tostring(d)
  return format.table_text(parts[d])
end

function Dataset.__concat(a, b)
  return tostring(a) .. tostring(b)
end

-- For save_workspace: see src/lua/array/parts.h.
function Dataset.__save(d)
  local part = parts[d]
  local kinds = {date = {}, time = {}}
  for _, name in ipairs(part.names) do
    local column = part.columns[name]
    local kind = Column.is_numeric(column) and column.kind
    if kind then table.insert(kinds[kind], name) end
  end
  return {names = part.names, columns = part.columns, rows = part.rows, whole = part.whole,
    dates = kinds.date, times = kinds.time}
end

local function check_saved(saved)
  if type(saved.names) ~= "table" or type(saved.columns) ~= "table" then
    error("dataset: names and columns expected", 0)
  end
  for _, name in ipairs(saved.names) do
    local column = rawget(saved.columns, name)
    local valid = context.describe(column):find("^vector") or Column.is_texts(column)
    if not valid or #column ~= saved.rows then
      error(("dataset: column %s is not valid"):format(tostring(name)), 0)
    end
  end
end

local function set_kinds(saved, names, kind)
  for _, name in ipairs(Column.is_texts(names) and names or {}) do
    local column = rawget(saved.columns, name)
    if column and Column.is_numeric(column) then column.kind = kind end
  end
end

function Dataset.__load(d, saved)
  if not d then return setmetatable({}, Dataset) end
  check_saved(saved)
  set_kinds(saved, saved.dates, "date")
  set_kinds(saved, saved.times, "time")
  saved.dates, saved.times = nil, nil
  parts[d], columns_of[d] = saved, saved.columns
end

context.type("dataset", Dataset)

-- -- conversion to numbers ----------------------------------------------------------

-- The first value that makes a column text: one that is not a number even with
-- decimal commas or digit groups, else the first with digit groups.
local function first_text(column)
  for i, value in ipairs(column) do
    if value ~= "" and not value:find("^[-+]?[%d.,]+$")
      and not value:find("^[-+]?[%d.,]+[eE][-+]?%d+$") then
      return i, value
    end
  end
  for i, value in ipairs(column) do
    if value:find("%d[.,]%d%d%d") then return i, value end
  end
  return 1, column[1] or ""
end

-- The Lua code that removes the thousands separator from "1,234.5" or
-- "1.234,5", and the separator; nil for other texts.
local function ungroup(value)
  local mark = value:match("^[-+]?%d+([.,])%d%d%d[.,%d]*$")
  return mark and (mark == "," and ':gsub(",", "")' or ':gsub("%.", ""):gsub(",", ".")'), mark
end

local function numeric(name, part, word)
  local column = dataset.column(name, part, word)
  if Column.is_numeric(column) then return column end
  local row, value = first_text(column)
  local step, mark = ungroup(value)
  if step then
    fail(name, "column '%s' is text: row %d is '%s', with a thousands separator; read the file "
      .. "with thousands=\"%s\", or convert it by d = d:add{%s=function(row) return "
      .. "tonumber((row.%s%s)) or 0/0 end}", word, row, value, mark, word, word, step)
  end
  fail(name, "column '%s' is text (row %d is '%s'); d:labels\"%s\" or d:onehot\"%s\" "
    .. "converts it to numbers", word, row, value, word, word)
end

local function vector_of(d, word)
  local name = "dataset:vector"
  local part = dataset.receiver(name, d)
  return numeric(name, part, word)
end

local function matrix_of(d, words)
  local name = "dataset:matrix"
  local part, columns, used = dataset.receiver(name, d), {}, {}
  for _, word in ipairs(dataset.names(name, part, words)) do
    if words ~= nil or Column.is_numeric(part.columns[word]) then
      columns[#columns + 1], used[#used + 1] = numeric(name, part, word), word
    end
  end
  if #columns == 0 then fail(name, "the dataset has no numeric columns") end
  local X = matrix.columns(columns)
  X.names = used
  return X
end

-- With two classes both keep their names; with more, the others are merged.
local function against(name, word, classes, positive)
  local others = {}
  for _, class in ipairs(classes) do
    if class ~= positive then others[#others + 1] = class end
  end
  if #others == #classes then
    local keys = {}
    for _, class in ipairs(classes) do keys[tostring(class)] = true end
    fail(name, "column '%s' has no class '%s'%s", word, tostring(positive),
      context.suggest(tostring(positive), keys))
  end
  return {#others == 1 and others[1] or "not " .. tostring(positive), positive}
end

local function labels(d, word, options)
  local name = "dataset:labels"
  local part = dataset.receiver(name, d)
  local values = Column.list(dataset.column(name, part, word))
  local positive = context.options(name, options).positive
  local classes, place = Column.classes(name, word, values)
  if positive ~= nil then classes = against(name, word, classes, positive) end
  local numbers = {}
  for row, value in ipairs(values) do
    if positive == nil then
      numbers[row] = place[value]
    else
      numbers[row] = value == positive and 1 or 0
    end
  end
  local y = vector(numbers)
  y.name = word
  return y, classes
end

-- -- summaries --------------------------------------------------------------------

local function head(d, n)
  local part = dataset.receiver("dataset:head", d)
  local last = math.min(context.count("dataset:head", "n", n, 5), part.rows)
  local columns = {}
  for k, word in ipairs(part.names) do
    columns[k] = Column.slice(part.columns[word], 1, last)
  end
  return dataset.new(copy(part.names), columns)
end

local NAN = 0 / 0

local function describe_numbers(column)
  local known = column:where(column:eq(column))
  local line = {count = #known, missing = #column - #known}
  if #known == 0 then return line end
  line.mean, line.std, line.min, line.max = known:mean(), known:std(), known:min(), known:max()
  line.q25, line.median, line.q75 = known:quantile(0.25), known:median(), known:quantile(0.75)
  return line
end

local function describe_texts(column)
  local missing = 0
  for _, value in ipairs(column) do
    if value == "" then missing = missing + 1 end
  end
  return {count = #column - missing, missing = missing, classes = #Column.classes(nil, nil, column)}
end

local figures = {"count", "missing", "mean", "std", "min", "q25", "median", "q75", "max"}

local function describe(d)
  local part = dataset.receiver("dataset:describe", d)
  local names, columns, texts = {"column"}, {copy(part.names)}, false
  local lines = {}
  for k, word in ipairs(part.names) do
    local column = part.columns[word]
    lines[k] = Column.is_numeric(column) and describe_numbers(column) or describe_texts(column)
    texts = texts or not Column.is_numeric(column)
  end
  for _, figure in ipairs(figures) do names[#names + 1] = figure end
  if texts then names[#names + 1] = "classes" end
  for j = 2, #names do
    local values = {}
    for k, line in ipairs(lines) do values[k] = line[names[j]] or NAN end
    columns[j] = vector(values)
  end
  return dataset.new(names, columns, true)
end

local houses = "d = data.table{names={\"size\", \"street\", \"price\"},\n"
  .. "  {1.5, \"Pave\", 300}, {2, \"Grvl\", 500}, {2.5, \"Pave\", 520}}\n"

dataset.entries = {
  {name = "dataset:names", usage = "d.names -> list of strings",
   help = "The column names, a list in column order.",
   example = houses .. "d.names[2] --> street"},
  {name = "dataset:origin", usage = "d.origin -> table or nil",
   help = "What data.read found out about the file: encoding, separator, decimal, thousands, "
     .. "header, comment and skip as its options have them, kinds (what a column holds, by its "
     .. "name, such as \"date\" or \"numbers with €\") and notes (what was said on reading). "
     .. "Print it to read it. nil for other datasets; a column called origin hides it.",
   example = "d = data.load\"iris\"\nd.origin.separator --> ,\nd.origin.header --> true"},
  {name = "dataset:head", usage = "d:head(n) -> like d", fn = head,
   help = "Returns the first n rows (default 5) as a dataset, which prints as a table. Missing "
     .. "values are printed as NA.",
   example = houses .. "#d:head(2) --> 2"},
  {name = "dataset:describe", usage = "d:describe() -> dataset", fn = describe,
   help = "Returns summary statistics as a dataset with one row per column of d: the counts of "
     .. "values and of missing values; for a numeric column, the mean, standard deviation (with "
     .. "divisor n), minimum, quartiles and maximum; for a text column, the number of classes.",
   example = houses .. "d:describe().mean[1] --> 2.0"},
  {name = "dataset:vector", usage = "d:vector(name) -> vector", fn = vector_of,
   words = {name = dataset.words},
   help = "Returns the numeric column with that name, like d.price. It is shared with d, not "
     .. "copied: assigning to its elements changes d. Its name field, v.name, is the column name.",
   example = houses .. "d:vector\"price\" --> [300 500 520]"},
  {name = "dataset:matrix", usage = "d:matrix(names) -> matrix", fn = matrix_of,
   words = {names = dataset.words},
   help = "Returns the named columns, by default all numeric ones, as a matrix with one row per "
     .. "example. Missing values are nan. X.names holds the column names.",
   example = houses .. "X = d:matrix{\"size\", \"price\"}\nX[1] --> [  1.5 300. ]\n"
     .. "X.names[2] --> price"},
  {name = "dataset:labels", usage = "d:labels(name, {positive=}) -> vector, list of strings",
   fn = labels, words = {name = dataset.words},
   aliases = {"class", "classes", "category", "categorical", "label", "encode"},
   help = "Converts a categorical column, such as text with a class or category per row, to "
     .. "numbers: 1 to K, as softmax expects. Also returns the sorted list of class names: "
     .. "classes[y[i]] is the class name of example i. With positive=\"x\" "
     .. "the numbers are 1 for class x and 0 for all others, as logistic expects, and the list "
     .. "holds the names of 0 and 1. Missing values raise an error.",
   example = houses .. "y, classes = d:labels\"street\"\n"
     .. "y --> [2 1 2]\nclasses[1] --> Grvl\n"
     .. "y = d:labels(\"street\", {positive=\"Pave\"})\ny --> [1 0 1]"},
}

return dataset
