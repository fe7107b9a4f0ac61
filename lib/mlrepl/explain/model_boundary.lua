-- model_boundary.lua - the decision boundary of a model with two features.

local context = require "mlrepl.context"

local model_boundary = {}

local GRID = 121    -- grid points per side
local HALVINGS = 45 -- bisection steps between two grid points

local function fail(format, ...) context.fail("model:boundary", format:format(...)) end

-- -- predictions -------------------------------------------------------------

-- All points of a grid, row by row: x changes fastest.
function model_boundary.grid_points(x, y)
  local columns, rows = #x, #y
  local first, second = vector.zeros(rows * columns), vector.zeros(rows * columns)
  for i = 1, rows do
    for j = 1, columns do
      local k = (i - 1) * columns + j
      first[k], second[k] = x[j], y[i]
    end
  end
  return matrix.columns{first, second}
end

-- Class numbers at the rows of P. A custom model may predict classes, or
-- probabilities, where 0.5 and above is class 1.
function model_boundary.answers(m, P)
  local answers = m:predict(P)
  if m.kind ~= "custom" or answers:eq(floor(answers)):sum() == #answers then return answers end
  return answers:ge(0.5)
end

-- -- crossings ---------------------------------------------------------------

-- The edges of the grid whose ends have different classes: their end points, and
-- the number of each edge by its starting point (edges to the "right" and "up").
local function changing_edges(x, y, Z)
  local edges = {right = {}, up = {}, ax = {}, ay = {}, bx = {}, by = {}, at = {}}
  local function add(direction, k, i, j, i2, j2, answer)
    local n = #edges.at + 1
    edges[direction][k] = n
    edges.ax[n], edges.ay[n], edges.bx[n], edges.by[n] = x[j], y[i], x[j2], y[i2]
    edges.at[n] = answer
  end
  for i = 1, #y do
    local row, next_row = Z[i], i < #y and Z[i + 1]
    for j = 1, #x do
      local k, here = (i - 1) * #x + j, row[j]
      if j < #x and row[j + 1] ~= here then add("right", k, i, j, i, j + 1, here) end
      if next_row and next_row[j] ~= here then add("up", k, i, j, i + 1, j, here) end
    end
  end
  return edges
end

-- Bisects all edges at once.
local function narrow(m, edges)
  local at = vector(edges.at)
  local ax, ay, bx, by = vector(edges.ax), vector(edges.ay), vector(edges.bx), vector(edges.by)
  for _ = 1, HALVINGS do
    local x, y = (ax + bx) * 0.5, (ay + by) * 0.5
    local same = model_boundary.answers(m, matrix.columns{x, y}):eq(at)
    local other = -same + 1
    ax, ay = x * same + ax * other, y * same + ay * other
    bx, by = x * other + bx * same, y * other + by * same
  end
  return (ax + bx) * 0.5, (ay + by) * 0.5
end

-- -- from crossings to curves ------------------------------------------------

-- Links neighboring crossings: two on the edges of one cell, or two pairs if there
-- are four. Curves end where three classes meet.
local function neighbors(edges, rows, columns)
  local links = {}
  for n = 1, #edges.at do links[n] = {} end
  local function link(a, b)
    table.insert(links[a], b)
    table.insert(links[b], a)
  end
  for i = 1, rows - 1 do
    for j = 1, columns - 1 do
      local k = (i - 1) * columns + j
      local found = {}
      for _, n in pairs{edges.right[k], edges.up[k + 1] or false, edges.right[k + columns] or false,
        edges.up[k] or false} do
        if n then found[#found + 1] = n end
      end
      if #found == 2 or #found == 4 then link(found[1], found[2]) end
      if #found == 4 then link(found[3], found[4]) end
    end
  end
  return links
end

-- Follows the links from a crossing to the end of the curve or back to the start.
local function follow(start, links, seen)
  local chain, here = {}, start
  while here do
    seen[here] = true
    chain[#chain + 1] = here
    local onward
    for _, n in ipairs(links[here]) do
      if not seen[n] then onward = n end
    end
    here = onward
  end
  local last = chain[#chain]
  for _, n in ipairs(#chain > 2 and links[last] or {}) do
    if n == start then chain[#chain + 1] = start end
  end
  return chain
end

-- First open curves, from their ends, then closed ones.
local function chains_of(links)
  local chains, seen = {}, {}
  for _, open in ipairs{true, false} do
    for n = 1, #links do
      if not seen[n] and (not open or #links[n] < 2) then
        chains[#chains + 1] = follow(n, links, seen)
      end
    end
  end
  return chains
end

-- The curves where the class changes, over the grid x, y: a matrix with two columns
-- and a row of nan between curves; nil if the class never changes.
function model_boundary.points(m, x, y)
  local Z = model_boundary.answers(m, model_boundary.grid_points(x, y)):reshape(#y, #x)
  local edges = changing_edges(x, y, Z)
  if #edges.at == 0 then return nil end
  local at_x, at_y = narrow(m, edges)
  local rows = {}
  for _, chain in ipairs(chains_of(neighbors(edges, #y, #x))) do
    if #rows > 0 then rows[#rows + 1] = {0 / 0, 0 / 0} end
    for _, n in ipairs(chain) do rows[#rows + 1] = {at_x[n], at_y[n]} end
  end
  return matrix(rows)
end

-- -- m:boundary() ------------------------------------------------------------

-- The line where P = threshold: w·x + b = log(t / (1 - t)).
local function line_of(m)
  local w, b = m:original()
  local c = math.log(m.threshold / (1 - m.threshold)) - b
  if w[2] ~= 0 then return -w[1] / w[2], c / w[2] end
  if w[1] == 0 then fail("both weights are 0, so there is no boundary") end
  fail("the boundary is a vertical line, x0 = %.14g, and has no slope", c / w[1])
end

local function check(m)
  if type(m) ~= "userdata" or not context.describe(m):find("^model") then
    context.fail_receiver("model:boundary", m)
  end
  if m.kind == "linear" or m.kind == "poisson" then
    fail(("a %s model has no decision boundary; use model.logistic"):format(m.kind))
  end
  if m.features == 0 then fail("the model has no weights yet; train it or set w and b") end
  if m.features ~= 2 then
    fail("model with 2 features expected, but this model has %d", m.features)
  end
end

local function boundary(m)
  check(m)
  if m.kind == "logistic" and m.degree == 1 then return line_of(m) end
  local low, high = context.model_range(m)
  if not low then
    fail("the range of the training data is unknown, because this model was not trained; use "
      .. "plot.boundary(m, X, y) to draw the boundary over any data")
  end
  local points = model_boundary.points(m, vector.linspace(low[1], high[1], GRID),
    vector.linspace(low[2], high[2], GRID))
  if points then
    points.names = m.names
    return points
  end
  fail("the model predicts the same class everywhere in the range of its training data")
end

model_boundary.entries = {{name = "model:boundary",
  usage = "m:boundary() -> number or matrix, number", fn = boundary,
  help = "Returns the decision boundary of a model with two features. For a logistic model of "
    .. "degree 1, returns the slope and intercept of the line x1 = slope x0 + intercept. For other "
    .. "models, returns a matrix with two columns: points along the curve, accurate to at least 12 "
    .. "digits, within the training range of each feature; plot draws them. A row of nan separates "
    .. "one curve from the next.",
  example = "m = model.logistic{w={1, 1}, b=-3}\nm:boundary() --> -1.0\t3.0"}}

return model_boundary
