-- confusion.lua - the type "confusion": a confusion matrix.

local record = require "mlrepl.explain.record"

local confusion = {}

local function name_of(c, k)
  return c.names and tostring(c.names[k]) or ("%.14g"):format(c.classes[k])
end

-- One row per true class, one column per predicted class, with the names in the
-- first column and the header.
local function rows_of(c)
  local n, rows = #c.classes, {{"true"}}
  for j = 1, n do rows[1][j + 1] = name_of(c, j) end
  for i = 1, n do
    rows[i + 1] = {name_of(c, i)}
    for j = 1, n do rows[i + 1][j + 1] = ("%d"):format(c.counts:get(i, j) // 1) end
  end
  return rows
end

local function to_text(c)
  local text, first = record.aligned(rows_of(c))
  return (" "):rep(first + 2) .. "predicted\n" .. text
end

local make = record.type("confusion", to_text, "counts")

-- counts: a matrix; classes: a vector; names: a list or nil.
function confusion.confusion(counts, classes, names)
  return make{counts = counts, classes = classes, names = names or false}
end

-- The rows of the printed table.
function confusion.rows(value) return rows_of(record.fields(value)) end

local function to_matrix(c)
  return record.check("confusion", "matrix", c).counts:copy()
end

confusion.entries = {
  {name = "confusion:classes", usage = "c.classes -> vector",
   help = "A vector of the class numbers, in the order of the rows and columns.",
   example = "metrics.confusion({2, 5, 5}, {2, 2, 5}).classes --> [2 5]"},
  {name = "confusion:names", usage = "c.names -> list of strings or boolean",
   help = "The class names, or false if there are none.",
   example = "metrics.confusion({0, 1}, {0, 1}).names --> false"},
  {name = "confusion:matrix", usage = "c:matrix() -> matrix", fn = to_matrix,
   help = "Returns the counts as a matrix with one row per true class and one column per "
     .. "predicted class. c[1][2] and #c also work on c itself.",
   example = "c = metrics.confusion({0, 1, 1}, {0, 1, 0})\nc:matrix()[2] --> [1 1]"},
}

return confusion
