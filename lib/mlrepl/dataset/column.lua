-- column.lua - columns of a dataset: vectors, in which nan is a missing value,
-- and lists of texts, in which "" is.

local context = require "mlrepl.context"

local Column = {}

function Column.is_numeric(column)
  return type(column) ~= "table"
end

-- Whether a value that was read from a file is a list of texts.
function Column.is_texts(value)
  if type(value) ~= "table" or debug.getmetatable(value) then return false end
  for i = 1, #value do
    if type(value[i]) ~= "string" then return false end
  end
  return true
end

function Column.is_missing(value)
  return value == "" or value ~= value
end

-- A column as a plain list, which is faster to iterate over.
function Column.list(column)
  return Column.is_numeric(column) and column:totable() or column
end

-- Integers are shown as 1, not 1.0.
local function class_of(value)
  return math.type(value) == "float" and math.tointeger(value) or value
end

-- Returns the distinct values in ascending order, and a table from value to
-- position. Missing values are skipped, or raise an error when `name` is given.
function Column.classes(name, word, values)
  local classes, place = {}, {}
  for row, value in ipairs(values) do
    if name and Column.is_missing(value) then
      context.fail(name, ("column '%s' has a missing value in row %d; d:drop_missing() removes "
        .. "such rows"):format(word, row))
    end
    if not Column.is_missing(value) and not place[value] then
      classes[#classes + 1] = class_of(value)
      place[value] = true
    end
  end
  table.sort(classes)
  for k, class in ipairs(classes) do place[class] = k end
  return classes, place
end

-- The vector, with the kind of the column.
function Column.like(column, v)
  v.kind = column.kind
  return v
end

-- The rows at the positions, a list or a vector; row 0 is a missing value.
function Column.take(column, positions)
  local list = type(positions) == "table" and positions or positions:totable()
  if not Column.is_numeric(column) then
    local texts = {}
    for k, row in ipairs(list) do texts[k] = column[row] or "" end
    return texts
  end
  local places, zero = vector(positions), false
  for _, row in ipairs(list) do zero = zero or row == 0 end
  if not zero then return column:take(places) end
  local numbers = {}
  for k, row in ipairs(list) do numbers[k] = row == 0 and 0 / 0 or column[row] end
  return Column.like(column, vector(numbers))
end

-- Rows of `a`, then rows of `b`; both numbers or both texts.
function Column.concat(a, b)
  if Column.is_numeric(a) then return Column.like(a, a:concat(b)) end
  local out = table.move(a, 1, #a, 1, {})
  return table.move(b, 1, #b, #a + 1, out)
end

-- A column of missing values of the same type.
function Column.missing(column, rows)
  if Column.is_numeric(column) then return Column.like(column, vector.fill(rows, 0 / 0)) end
  local out = {}
  for i = 1, rows do out[i] = "" end
  return out
end

-- Copies rows first .. last of a column.
function Column.slice(column, first, last)
  if Column.is_numeric(column) then
    return last < first and vector.zeros(0) or column:slice(first, last):copy()
  end
  return table.move(column, first, last, 1, {})
end

return Column
