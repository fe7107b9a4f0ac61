-- confusion.lua - the type "confusion": how often each class was taken for each.

local kit = ...

local parts = setmetatable({}, {__mode = "k"})
local Confusion = {}

-- counts: a matrix; classes: a vector; names: a list or nil.
function kit.confusion(counts, classes, names)
  local c = setmetatable({}, Confusion)
  parts[c] = {counts = counts, classes = classes, names = names}
  return c
end

function Confusion.__index(c, key)
  local value = Confusion.__methods[key] or parts[c][key]
  if value == nil and key ~= "names" then
    kit.fail("confusion", ("there is no field or method '%s'%s"):format(tostring(key),
      kit.suggest(tostring(key), {matrix = 1, classes = 1, names = 1})))
  end
  return value
end

function Confusion.__newindex(_, key)
  kit.fail("confusion", ("it is only looked at; '%s' cannot be set"):format(tostring(key)))
end

local function name_of(part, k)
  return part.names and tostring(part.names[k]) or ("%.14g"):format(part.classes[k])
end

local function width_of(text)
  return utf8.len(text) or #text
end

local function pad(text, width)
  return (" "):rep(width - width_of(text)) .. text
end

-- The names as the first column and above the others.
local function cells(part)
  local n, rows = #part.classes, {{"true"}}
  for j = 1, n do rows[1][j + 1] = name_of(part, j) end
  for i = 1, n do
    rows[i + 1] = {name_of(part, i)}
    for j = 1, n do rows[i + 1][j + 1] = ("%d"):format(part.counts:get(i, j) // 1) end
  end
  return rows
end

-- A row a true class, a column a predicted one.
function Confusion.__tostring(c)
  local rows, widths, lines = cells(parts[c]), {}, {}
  for _, row in ipairs(rows) do
    for j, text in ipairs(row) do widths[j] = math.max(widths[j] or 0, width_of(text)) end
  end
  for i, row in ipairs(rows) do
    local line = {row[1] .. (" "):rep(widths[1] - width_of(row[1]))}
    for j = 2, #row do line[j] = pad(row[j], widths[j]) end
    lines[i] = table.concat(line, "  ")
  end
  return (" "):rep(widths[1] + 2) .. "predicted\n" .. table.concat(lines, "\n")
end

function Confusion.__concat(a, b)
  return tostring(a) .. tostring(b)
end

kit.type("confusion", Confusion)

local function to_matrix(c)
  if c == nil or not parts[c] then
    kit.fail("confusion:matrix", "confusion expected before ':', got " .. kit.describe(c))
  end
  return parts[c].counts:copy()
end

return {
  {name = "confusion:classes", usage = "c.classes",
   help = "A vector of the classes' numbers, as the rows and columns have them.",
   example = "metrics.confusion({2, 5, 5}, {2, 2, 5}).classes --> [2 5]"},
  {name = "confusion:matrix", usage = "c:matrix()", fn = to_matrix,
   help = "The counts as a matrix: a row a true class, a column a predicted one.",
   example = "c = metrics.confusion({0, 1, 1}, {0, 1, 0})\nc:matrix()[2] --> [1 1]"},
}
