-- influence.lua - how the weights change if one row is left out.

local context = require "mlrepl.context"
local counted = require "mlrepl.explain.counted"
local record = require "mlrepl.explain.record"
local refits = require "mlrepl.explain.refits"

local influence = {}

local SHOWN = 10
local ALONE = 1e-9 -- of 1 - leverage: no other row determines some weight

local function number(x) return ("%.4g"):format(x) end

-- -- linear models: one factorization -------------------------------------------------

-- Modified Gram-Schmidt, twice for orthogonality. Returns lists q and R of the columns, or
-- nil if they depend on each other.
local function factor(columns)
  local q, R = {}, {}
  for k, column in ipairs(columns) do
    local v, size = column:copy(), column:norm()
    for l = 1, k do R[l] = R[l] or {} end
    for _ = 1, 2 do
      for l = 1, k - 1 do
        local r = q[l]:dot(v)
        v:axpy(-r, q[l])
        R[l][k] = (R[l][k] or 0) + r
      end
    end
    R[k][k] = v:norm()
    if R[k][k] <= 1e-10 * size then return nil end
    q[k] = v / R[k][k]
  end
  return q, R
end

-- The columns of the design matrix, each row times the root of its weight; a penalty is one
-- more row per weight.
local function design(m, F, root)
  local rows, n = F:size()
  local extra = m.lambda > 0 and n or 0
  local columns = {}
  if m.intercept then columns[1] = (vector.ones(rows) * root):concat(vector.zeros(extra)) end
  for j = 1, n do
    local below = vector.zeros(extra)
    if extra > 0 then below[j] = math.sqrt(m.lambda) end
    columns[#columns + 1] = (F:column(j) * root):concat(below)
  end
  return columns
end

-- Row k of the result is how weight k (b first) changes without each row of X:
-- -(X'X)⁻¹ x e / (1 - h), with (X'X)⁻¹ x = R⁻¹ q and leverage h = q·q (Cook and Weisberg,
-- 1982). Nil if a row alone determines a weight.
local function linear_changes(m, F, residuals, root)
  local q, R = factor(design(m, F, root))
  if not q then return nil end
  local rows, rest = #F, vector.ones(#F)
  for k = 1, #q do
    q[k] = q[k]:slice(1, rows)
    rest = rest - q[k] * q[k]
  end
  if rest:min() < ALONE then return nil end
  local by, changes = -residuals * root / rest, {}
  for k = #q, 1, -1 do
    local d = q[k] * by
    for l = k + 1, #q do d:axpy(-R[k][l], changes[l]) end
    changes[k] = d / R[k][k]
  end
  return changes
end

-- From the weights of the features to those of X.
local function in_own_units(m, changes)
  local n = m.features
  local F = context.model_features(m, matrix.rows{vector.zeros(n), vector.ones(n)})
  local first = m.intercept and 1 or 0
  local own = {}
  for j = 1, n do own[first + j] = changes[first + j] * (F[2][j] - F[1][j]) end
  if m.intercept then
    own[1] = changes[1]:copy()
    for j = 1, n do own[1]:axpy(F[1][j], changes[1 + j]) end
  end
  return own
end

-- A matrix with a row per row of X, or nil.
local function by_factorization(r)
  local m = r.model
  if m.kind ~= "linear" or m.degree > 1 then return nil end
  local F = context.model_features(m, r.X)
  local root = r.data and sqrt(r.data.weights) or 1
  local changes = linear_changes(m, F, r.y - m:predict(r.X), root)
  return changes and matrix.columns(in_own_units(m, changes))
end

-- -- other models: refits --------------------------------------------------------------

-- The first row takes the place of the one that is left out.
local function by_refits(r, progress)
  local count = #r.y
  local changes, faults, order = {}, {}, vector.range(1, count)
  local unknown = vector.fill(#r.estimate, 0 / 0)
  local how = {method = r.how.method, iterations = r.how.iterations, progress = progress}
  local function without(i)
    order[i] = 1
    local rows = order:slice(2, count):copy()
    order[i] = i
    return r.X:take(rows), r.y:take(rows), counted.part(r.data, function(v) return v:take(rows) end)
  end
  local function keep(i, copy, fault)
    changes[i] = fault and unknown or refits.weights(copy) - r.estimate
    faults[i] = fault or false
  end
  refits.all(r.model, count, without, how, "rows", keep)
  return matrix.rows(changes), faults
end

-- -- the answer ------------------------------------------------------------------------

local function to_text(f)
  local rows = {{"without row", "most changed", "weight", "instead of", "in std of refits"}}
  for rank = 1, math.min(#f.rows, SHOWN) do
    local i = f.rows[rank] // 1 | 0
    local k = f.weights_changed[rank]
    if f.faults[i] then
      rows[rank + 1] = {("%d"):format(i), f.faults[i] == "separable" and "the classes are separable"
        or "the training diverges"}
    else
      rows[rank + 1] = {("%d"):format(i), f.names[k], number(f.estimate[k] + f.changes:get(i, k)),
        number(f.estimate[k]), ("%+.2f"):format(f.changes:get(i, k) / f.se[k])}
    end
  end
  local lines = {(record.aligned(rows))}
  if #f.rows > SHOWN then lines[2] = ("... %d more rows"):format(#f.rows - SHOWN) end
  return table.concat(lines, "\n")
end

local new_influence = record.type("influence", to_text)

-- `r`: the fields of a resampling.
function influence.influence(r, progress)
  local changes, faults = by_factorization(r), {}
  if not changes then changes, faults = by_refits(r, progress) end
  local sizes, most = vector.zeros(#changes), {}
  for i = 1, #changes do
    local relative = abs(changes[i]) / (r.se + 1e-300)
    most[i] = faults[i] and 1 or relative:argmax()
    sizes[i] = faults[i] and math.huge or relative:max()
  end
  local order = (-sizes):argsort()
  local changed = {}
  for rank = 1, #order do changed[rank] = most[order[rank] // 1 | 0] // 1 | 0 end
  return new_influence{rows = order, sizes = sizes:take(order), changes = changes, names = r.names,
    estimate = r.estimate, se = r.se, faults = faults, weights_changed = changed}
end

local MADE = "x, y = vector{1, 2, 3, 4, 5, 6}, vector{2.1, 3.9, 6.2, 7.8, 10.1, 12.2}\n"
  .. "f = resample(model.linear(), x, y, 20):influence()\n"

local function new_field(field, help, example)
  return {name = "influence:" .. field:match("^[%w_]+"), usage = "f." .. field, help = help,
    example = MADE .. example}
end

influence.entries = {
  new_field("rows -> vector", "The numbers of the rows, the most influential first.",
    "f.rows[1] --> 1.0"),
  new_field("sizes -> vector", "The largest change of a weight without each of f.rows, in standard "
    .. "deviations of the refits; inf if the classes are separable without the row.",
    "f.sizes[1] >= f.sizes[2] --> true"),
  new_field("changes -> matrix", "The changes of all weights: row i is the weights without row i "
    .. "of X minus the weights with it, b first.", "#f.changes --> 6"),
  new_field("names -> list of strings", "The names of the weights, b first.", "f.names[1] --> b"),
}

return influence
