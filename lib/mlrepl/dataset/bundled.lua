-- bundled.lua - the bundled datasets, and datasets made from Lua values.

local context = require "mlrepl.context"
local Column = require "mlrepl.dataset.column"
local dataset = require "mlrepl.dataset.dataset"

local bundled = {}
local read = data.read

local function fail(name, text, ...)
  context.fail(name, text:format(...))
end

-- -- bundled datasets ------------------------------------------------------------

local sets = {
  {"ames", 2930, 17, "house sales in Ames, Iowa, 2006 to 2010, price in dollars",
   "De Cock 2011"},
  {"breast_cancer", 569, 31, "30 measurements of cell nuclei, malignant or benign",
   "Wolberg, Street, Mangasarian 1995"},
  {"diabetes", 442, 11, "ten measurements of patients, disease progression after a year",
   "Efron, Hastie, Johnstone, Tibshirani 2004"},
  {"digits", 1797, 65, "8 x 8 gray images of handwritten digits, and the digit",
   "Alpaydin, Kaynak 1998"},
  {"iris", 150, 5, "sepal and petal measurements in cm, three species", "Fisher 1936"},
  {"penguins", 344, 8, "bill, flipper, mass, sex of three species; 11 rows with missing values",
   "Horst, Hill, Gorman 2020"},
}

local function load_set(name)
  local known = {}
  for _, set in ipairs(sets) do known[set[1]] = true end
  if type(name) ~= "string" then
    fail("data.load", "name of a bundled data set expected, got %s (see data.list())",
      context.describe(name))
  end
  if not known[name] then
    fail("data.load", "no bundled data set '%s'%s", name, context.suggest(name, known) ~= ""
      and context.suggest(name, known) or "; data.list() lists them; to read a file, use data.read")
  end
  return read(context.lib_dir .. "/data/" .. name .. ".csv")
end

local function list()
  local columns = {{}, {}, {}, {}, {}}
  for i, set in ipairs(sets) do
    for j = 1, 5 do columns[j][i] = set[j] end
  end
  columns[2], columns[3] = vector(columns[2]), vector(columns[3])
  return dataset.new({"name", "rows", "columns", "what", "source"}, columns, true)
end

-- -- from Lua values ---------------------------------------------------------

-- The first non-missing value decides the kind of a column.
local function kind_of(values)
  for i = 1, #values do
    local kind = type(values[i])
    if kind == "boolean" then return "number" end
    if values[i] ~= nil and not Column.is_missing(values[i]) then return kind end
  end
  return "number"
end

-- Converts a vector, or a list of numbers, booleans or texts, to a column; nil,
-- nan and "" are missing values.
function bundled.to_column(name, word, values)
  if type(values) == "userdata" and getmetatable(values).__name == "vector" then
    return values
  end
  if type(values) ~= "table" or getmetatable(values) then
    fail(name, "column '%s': vector or list expected, got %s", word, context.describe(values))
  end
  local kind, out = kind_of(values), {}
  local missing = kind == "number" and 0 / 0 or ""
  for i = 1, #values do
    local value = values[i]
    if type(value) == "boolean" then value = value and 1 or 0 end
    if value == nil or Column.is_missing(value) then value = missing end
    if type(value) ~= kind or kind ~= "number" and kind ~= "string" then
      fail(name, "column '%s', row %d: %s expected, got %s", word, i,
        kind == "string" and "text" or "number", context.describe(values[i]))
    end
    out[i] = value
  end
  return kind == "number" and vector(out) or out
end

local function check_names(name, words)
  local seen = {}
  if type(words) ~= "table" then
    fail(name, "names: list of column names expected, got %s", context.describe(words))
  end
  for _, word in ipairs(words) do
    if type(word) ~= "string" or word == "" then
      fail(name, "names: non-empty string expected, got %s", context.describe(word))
    end
    if seen[word] then fail(name, "names: duplicate column name '%s'", word) end
    seen[word] = true
  end
  return words, seen
end

-- The keys of a table of columns (or of a row), in the order of `names` or
-- alphabetical order by default.
function bundled.column_names(name, columns, order)
  if type(columns) ~= "table" then
    fail(name, "table of columns expected, got %s", context.describe(columns))
  end
  order = order or columns.names
  local words, known = {}, nil
  if order ~= nil then words, known = check_names(name, order) end
  for key in pairs(columns) do
    if type(key) ~= "string" then
      fail(name, "column names must be strings, as in {size={...}}; got key %s",
        context.describe(key))
    end
    if key ~= "names" and not known then words[#words + 1] = key end
    if key ~= "names" and known and not known[key] then
      fail(name, "names: column '%s' is not listed", key)
    end
  end
  if not known then table.sort(words) end
  for _, word in ipairs(words) do
    if columns[word] == nil then fail(name, "names: no column '%s' in the table", word) end
  end
  return words
end

local function from_columns(name, columns)
  local words, made = bundled.column_names(name, columns), {}
  for k, word in ipairs(words) do
    made[k] = bundled.to_column(name, word, columns[word])
    if #made[k] ~= #made[1] then
      fail(name, "columns differ in length: '%s' has %d values, '%s' has %d", word, #made[k],
        words[1], #made[1])
    end
  end
  return dataset.new(table.move(words, 1, #words, 1, {}), made)
end

-- Each row is a list in the order of `names`, or a table keyed by column name.
local function from_rows(name, rows)
  local first = rows[1]
  if type(first) ~= "table" then
    fail(name, "row 1: table expected, got %s", context.describe(first))
  end
  local listed = #first > 0
  if listed and not rows.names then
    fail(name, "rows given as lists need names={...} to name the columns")
  end
  local words = listed and check_names(name, rows.names)
    or bundled.column_names(name, first, rows.names)
  local values, made = {}, {}
  for k in ipairs(words) do values[k] = {} end
  for i, row in ipairs(rows) do
    if type(row) ~= "table" then
      fail(name, "row %d: table expected, got %s", i, context.describe(row))
    end
    if listed and #row ~= #words then
      fail(name, "row %d has %d values, names has %d", i, #row, #words)
    end
    for k, word in ipairs(words) do
      local value = row[listed and k or word]
      values[k][i] = value == nil and 0 / 0 or value
    end
  end
  for k, word in ipairs(words) do made[k] = bundled.to_column(name, word, values[k]) end
  return dataset.new(table.move(words, 1, #words, 1, {}), made)
end

-- From a list of named vectors.
local function from_named(name, columns)
  local by_name = {names = {}}
  for k, column in ipairs(columns) do
    if context.describe(column):match("^%a+") ~= "vector" then
      fail(name, "column %d: vector expected, like the first one, got %s", k,
        context.describe(column))
    end
    local word = column.name
    if not word then
      fail(name, "column %d: vector has no name; write {size=v}, or set v.name = \"size\" first",
        k)
    end
    by_name.names[k], by_name[word] = word, column
  end
  return from_columns(name, by_name)
end

local function columns_of(name, X)
  local _, n = X:size()
  if not X.names then
    fail(name, "matrix has no column names; set X.names = {...} first")
  end
  local columns = {}
  for j = 1, n do columns[j] = X:column(j) end
  return from_named(name, columns)
end

local function from_values(values)
  local name, kind = "data.table", context.describe(values):match("^%a+")
  if kind == "matrix" and type(values) == "userdata" then return columns_of(name, values) end
  if type(values) ~= "table" or getmetatable(values) then
    fail(name, "table of columns or of rows expected, got %s", context.describe(values))
  end
  if type(values[1]) == "userdata" and context.describe(values[1]):find("^vector") then
    return from_named(name, values)
  end
  if values[1] ~= nil then return from_rows(name, values) end
  return from_columns(name, values)
end

local function set_names()
  local names = {}
  for i, set in ipairs(sets) do names[i] = set[1] end
  return names
end

bundled.entries = {
  {name = "data.load", usage = "data.load(name) -> dataset", fn = load_set,
   words = {name = set_names},
   help = "Loads a bundled dataset: ames, breast_cancer, diabetes, digits, iris or penguins. "
     .. "data.list() describes them.",
   example = "d = data.load\"iris\"\n#d --> 150\nd.petal_width:max() --> 2.5"},
  {name = "data.list", usage = "data.list() -> dataset", fn = list,
   help = "Returns a dataset that lists the bundled datasets with their name, numbers of rows and "
     .. "columns, description (what) and source.",
   example = "#data.list() --> 6"},
  {name = "data.table", usage = "data.table(values) -> dataset", fn = from_values,
   help = "Creates a dataset from columns, {size={1, 2}, street={\"a\", \"b\"}}, or from rows, "
     .. "{{size=1, street=\"a\"}, ...}. Columns are in alphabetical order unless names={\"size\", "
     .. "\"street\"} gives another order. With names=, a row can also be a plain list. A column is "
     .. "a vector, or a list of numbers or strings. nan and \"\" are missing values; true becomes "
     .. "1, and false becomes 0. Vectors and matrices that have names can also be given directly: "
     .. "data.table{d.price, d.size}, data.table(X).",
   example = "d = data.table{size={1.5, 2}, price=vector{300, 500}}\n"
     .. "d.size --> [1.5 2. ]"},
}

return bundled
