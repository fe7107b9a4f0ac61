-- dataset.lua - the type "dataset": columns of numbers or texts with names.
--
-- A column is a vector, where nan is missing, or a list of texts, where "" is
-- missing. A dataset never changes: its verbs make new ones, which share the
-- columns that stay as they were.

local kit = ...

-- What is behind a dataset: names (a list), columns (by name), rows (a count),
-- whole (print every column, however wide).
local parts = setmetatable({}, {__mode = "k"})

-- The columns again: what the prompt completes.
local columns_of = setmetatable({}, {__mode = "k"})

local Dataset = {__columns = columns_of}

-- A column of numbers knows its name. One that goes by another name elsewhere
-- keeps that there: here it is a view.
local function named(column, name)
  if type(column) == "table" or column.name == name then return column end
  local view = #column > 0 and column:slice(1) or column:copy()
  view.name = name
  return view
end

-- names and columns are lists of one length, the columns all of one size.
function kit.dataset(names, columns, whole)
  local part = {names = names, columns = {}, rows = #names > 0 and #columns[1] or 0, whole = whole}
  for k, name in ipairs(names) do part.columns[name] = named(columns[k], name) end
  local d = setmetatable({}, Dataset)
  parts[d], columns_of[d] = part, part.columns
  return d
end

-- The part of a dataset, or nil for anything else.
function kit.part(value)
  return parts[value]
end

function kit.is_numeric(column)
  return type(column) ~= "table"
end

function kit.is_missing(value)
  return value == "" or value ~= value
end

-- A column as a plain list, which is faster to walk.
function kit.list(column)
  return kit.is_numeric(column) and column:totable() or column
end

-- -- arguments ---------------------------------------------------------------

local function fail(name, text, ...)
  kit.fail(name, text:format(...))
end

-- The dataset a method was called on.
function kit.receiver(name, value)
  local part = value ~= nil and parts[value]
  if not part then
    fail(name, "dataset expected before ':', got %s", kit.describe(value))
  end
  return part
end

function kit.column(name, part, word)
  if type(word) ~= "string" then
    fail(name, "name of a column expected, got %s", kit.describe(word))
  end
  local column = part.columns[word]
  if not column then
    fail(name, "there is no column '%s'%s", word, kit.suggest(word, part.columns))
  end
  return column
end

-- A name or a list of names; all columns when left out.
function kit.names(name, part, words)
  if words == nil then return part.names end
  if type(words) == "string" then words = {words} end
  local kind = kit.describe(words)
  if kind ~= "table" and kind ~= "texts" then -- a dataset is a table too
    fail(name, "list of column names expected, got %s", kit.describe(words))
  end
  local seen = {}
  for _, word in ipairs(words) do
    kit.column(name, part, word)
    if seen[word] then fail(name, "column '%s' is named twice", word) end
    seen[word] = true
  end
  return words
end

function kit.options(name, options, allowed)
  if options == nil then return {} end
  if kit.describe(options) ~= "table" then
    fail(name, "table of options expected, got %s", kit.describe(options))
  end
  for key in pairs(options) do
    if not allowed[key] then
      fail(name, "unknown option '%s'%s", tostring(key), kit.suggest(tostring(key), allowed))
    end
  end
  return options
end

function kit.count(name, argument, value, otherwise)
  if value == nil then return otherwise end
  if math.type(value) ~= "integer" and not (math.type(value) == "float" and value % 1 == 0)
    or value < 0 then
    fail(name, "%s: whole number of at least 0 expected, got %s", argument, kit.describe(value))
  end
  return math.tointeger(value)
end

-- -- the type ----------------------------------------------------------------

-- A list of the names that one may change without harm.
local function copy(names)
  return table.move(names, 1, #names, 1, {})
end

-- Methods come first: a column called "filter" is d:vector"filter".
function Dataset.__index(d, key)
  local method = Dataset.__methods[key]
  if method then return method end
  local part = parts[d]
  if key == "names" then return copy(part.names) end
  local column = part.columns[key]
  if column then return kit.shown(column) end
  local hint = type(key) == "string" and kit.suggest(key, part.columns) or ""
  if hint == "" and type(key) == "string" then hint = kit.suggest(key, Dataset.__methods) end
  if hint == "" and type(key) == "string" then hint = kit.suggest(key, Dataset.__fields) end
  if type(key) == "number" then
    fail("dataset", "rows have no number here; d:head(n) shows the first, d.column[%s] is a value",
      tostring(key))
  end
  fail("dataset", "there is no column or method '%s'%s", tostring(key), hint)
end

function Dataset.__newindex(_, key)
  fail("dataset", "a dataset is not changed in place; write d = d:add{%s=...}", tostring(key))
end

function Dataset.__len(d)
  return parts[d].rows
end

function Dataset.__pairs(d)
  local part, k = parts[d], 0
  return function()
    k = k + 1
    local column = part.columns[part.names[k]]
    return part.names[k], column and kit.shown(column)
  end
end

function Dataset.__tostring(d)
  return kit.table_text(parts[d])
end

function Dataset.__concat(a, b)
  return tostring(a) .. tostring(b)
end

kit.type("dataset", Dataset)

-- -- out to numbers ----------------------------------------------------------

-- The first value that is why a column is text: one that is no number even
-- with commas for points.
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

-- What makes plain numbers of "1,234.5" and "1.234,5", and the mark between the
-- groups; nil for other texts.
local function ungroup(value)
  local mark = value:match("^[-+]?%d+([.,])%d%d%d[.,%d]*$")
  return mark and (mark == "," and ':gsub(",", "")' or ':gsub("%.", ""):gsub(",", ".")'), mark
end

local function numeric(name, part, word)
  local column = kit.column(name, part, word)
  if kit.is_numeric(column) then return column end
  local row, value = first_text(column)
  local step, mark = ungroup(value)
  if step then
    fail(name, "column '%s' is text: row %d is '%s', its digits in groups; data.read with "
      .. "thousands=\"%s\" makes numbers of it, as does d = d:add{%s=function(row) return "
      .. "tonumber((row.%s%s)) or 0/0 end}", word, row, value, mark, word, word, step)
  end
  fail(name, "column '%s' is text (row %d is '%s'); d:labels\"%s\" or d:onehot\"%s\" "
    .. "makes numbers of it", word, row, value, word, word)
end

local function vector_of(d, word)
  return numeric("dataset:vector", kit.receiver("dataset:vector", d), word)
end

local function matrix_of(d, words)
  local name = "dataset:matrix"
  local part, columns, used = kit.receiver(name, d), {}, {}
  for _, word in ipairs(kit.names(name, part, words)) do
    if words ~= nil or kit.is_numeric(part.columns[word]) then
      columns[#columns + 1], used[#used + 1] = numeric(name, part, word), word
    end
  end
  if #columns == 0 then fail(name, "there is no column of numbers") end
  local X = matrix.columns(columns)
  X.names = used
  return X
end

-- Whole numbers are named so: 1, not 1.0.
local function class_of(value)
  return math.type(value) == "float" and math.tointeger(value) or value
end

-- The different values in ascending order, and the place of each. `name` fails
-- when one is missing.
function kit.classes(name, word, values)
  local classes, place = {}, {}
  for row, value in ipairs(values) do
    if name and kit.is_missing(value) then
      fail(name, "column '%s' has a missing value in row %d; d:drop_missing() leaves "
        .. "such rows out", word, row)
    end
    if not kit.is_missing(value) and not place[value] then
      classes[#classes + 1] = class_of(value)
      place[value] = true
    end
  end
  table.sort(classes)
  for k, class in ipairs(classes) do place[class] = k end
  return classes, place
end

-- Two classes keep their names; of more, all others are one.
local function against(name, word, classes, positive)
  local others = {}
  for _, class in ipairs(classes) do
    if class ~= positive then others[#others + 1] = class end
  end
  if #others == #classes then
    local keys = {}
    for _, class in ipairs(classes) do keys[tostring(class)] = true end
    fail(name, "column '%s' has no class '%s'%s", word, tostring(positive),
      kit.suggest(tostring(positive), keys))
  end
  return {#others == 1 and others[1] or "not " .. tostring(positive), positive}
end

local function labels(d, word, options)
  local name = "dataset:labels"
  local part = kit.receiver(name, d)
  local values = kit.list(kit.column(name, part, word))
  local positive = kit.options(name, options, {positive = true}).positive
  local classes, place = kit.classes(name, word, values)
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

-- -- look --------------------------------------------------------------------

-- Rows first .. last of a part, as lists of columns.
function kit.slice(column, first, last)
  if kit.is_numeric(column) then
    return last < first and vector.zeros(0) or column:slice(first, last):copy()
  end
  return table.move(column, first, last, 1, {})
end

local function head(d, n)
  local part = kit.receiver("dataset:head", d)
  local last = math.min(kit.count("dataset:head", "n", n, 5), part.rows)
  local columns = {}
  for k, word in ipairs(part.names) do
    columns[k] = kit.slice(part.columns[word], 1, last)
  end
  return kit.dataset(copy(part.names), columns)
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
  return {count = #column - missing, missing = missing, classes = #kit.classes(nil, nil, column)}
end

local figures = {"count", "missing", "mean", "std", "min", "q25", "median", "q75", "max"}

local function describe(d)
  local part = kit.receiver("dataset:describe", d)
  local names, columns, texts = {"column"}, {copy(part.names)}, false
  local lines = {}
  for k, word in ipairs(part.names) do
    local column = part.columns[word]
    lines[k] = kit.is_numeric(column) and describe_numbers(column) or describe_texts(column)
    texts = texts or not kit.is_numeric(column)
  end
  for _, figure in ipairs(figures) do names[#names + 1] = figure end
  if texts then names[#names + 1] = "classes" end
  for j = 2, #names do
    local values = {}
    for k, line in ipairs(lines) do values[k] = line[names[j]] or NAN end
    columns[j] = vector(values)
  end
  return kit.dataset(names, columns, true)
end

local houses = "d = data.table{names={\"size\", \"street\", \"price\"},\n"
  .. "  {1.5, \"Pave\", 300}, {2, \"Grvl\", 500}, {2.5, \"Pave\", 520}}\n"

return {
  {name = "dataset:names", usage = "d.names",
   help = "A list of the names of the columns, in their order.",
   example = houses .. "d.names[2] --> street"},
  {name = "dataset:head", usage = "d:head(n)", fn = head,
   help = "The first n rows (5) as a dataset, which prints as a table. Missing values are "
     .. "printed as NA.",
   example = houses .. "#d:head(2) --> 2"},
  {name = "dataset:describe", usage = "d:describe()", fn = describe,
   help = "A dataset with a row a column: how many values there are and how many are "
     .. "missing; mean, standard deviation (divided by n), smallest, quartiles and largest of "
     .. "numbers; how many classes a text column has.",
   example = houses .. "d:describe().mean[1] --> 2.0"},
  {name = "dataset:vector", usage = "d:vector(name)", fn = vector_of,
   help = "The column of numbers with that name, like d.price. It is the dataset's own: what "
     .. "is written to it is written to d. Its v.name is the name.",
   example = houses .. "d:vector\"price\" --> [300 500 520]"},
  {name = "dataset:matrix", usage = "d:matrix(names)", fn = matrix_of,
   help = "The named columns as a matrix, a row an example; all columns of numbers when the "
     .. "names are left out. Missing values are nan. The matrix knows the names: "
     .. "X.names.",
   example = houses .. "X = d:matrix{\"size\", \"price\"}\nX[1] --> [  1.5 300. ]\n"
     .. "X.names[2] --> price"},
  {name = "dataset:labels", usage = "d:labels(name, {positive=})", fn = labels,
   help = "The classes of a column as numbers 1 to K, what softmax takes, and the list of their "
     .. "names in sorted order: classes[y[i]] is the name of example i. With positive=\"x\" "
     .. "the numbers are 1 for x and 0 for every other class, what logistic takes, and the list "
     .. "holds the name for 0 and the name for 1. A missing value is an error.",
   example = houses .. "y, classes = d:labels\"street\"\n"
     .. "y --> [2 1 2]\nclasses[1] --> Grvl\n"
     .. "y = d:labels(\"street\", {positive=\"Pave\"})\ny --> [1 0 1]"},
}
