-- scaling.lua - explore.scaling: the cost before and after z-score normalization.

local context = require "mlrepl.context"
local descent = require "mlrepl.plots.descent"
local loop = require "mlrepl.explore.loop"
local pictures = require "mlrepl.plots.common"
local samples = require "mlrepl.explore.samples"
local sliders = require "mlrepl.explore.sliders"

local NAME = "explore.scaling"
local GRID, STEPS = 81, 200
local RAW, SCALED = "C3", "C0"

local function fail(text, ...) pictures.fail(NAME, text, ...) end

local function inverse(H)
  local a, b, d = H:get(1, 1), H:get(1, 2), H:get(2, 2)
  local determinant = a * d - b * b
  if not (determinant > 1e-12 * a * d) then -- luacheck: ignore 581
    fail("X: the two columns depend on each other")
  end
  return matrix{{d, -b}, {-b, a}} / determinant
end

-- The quadratic cost of two weights, with b at its best value: the columns and y are
-- centered. H is the matrix of its second derivatives.
local function bowl_of(X, y)
  local n = #y
  local Xc, yc = X - X:mean("columns"), y - y:mean()
  local H, g = Xc:t():dot(Xc) / n, Xc:t():dot(yc) / n
  local bowl = {H = H, best = inverse(H):dot(g), least = yc:dot(yc) / (2 * n)}
  local half = (H:get(1, 1) + H:get(2, 2)) / 2
  local apart = math.sqrt(((H:get(1, 1) - H:get(2, 2)) / 2) ^ 2 + H:get(1, 2) ^ 2)
  bowl.limit, bowl.condition = 2 / (half + apart), (half + apart) / (half - apart)
  function bowl.cost(u, v)
    local w = vector{u, v}
    return bowl.least - g:dot(w) + w:dot(H:dot(w)) / 2
  end
  function bowl.slope(w) return H:dot(w) - g end
  return bowl
end

-- The same scale in both directions: only so can the shape be seen.
local function contour(axes, bowl)
  local reach = 1.3 * abs(bowl.best):max()
  if not bowl.Z then
    bowl.us, bowl.vs, bowl.Z = descent.heights_of(bowl.cost,
      {{bowl.best[1], reach}, {bowl.best[2], reach}}, GRID, true)
    bowl.levels = descent.levels_of(bowl.Z)
  end
  axes:contour(bowl.us, bowl.vs, bowl.Z, {filled = true, levels = bowl.levels})
  axes:xlim(bowl.us[1], bowl.us[-1]):ylim(bowl.vs[1], bowl.vs[-1])
end

-- w_1, w_2 and the cost after each step from zero weights.
local function path_of(bowl, alpha, steps)
  local w, u, v, costs = vector{0, 0}, {}, {}, {}
  for k = 1, steps + 1 do
    u[k], v[k], costs[k] = w[1], w[2], bowl.cost(w[1], w[2])
    if not (costs[k] < 1e200) then break end -- luacheck: ignore 581
    w = w - bowl.slope(w) * alpha
  end
  return u, v, costs
end

local function draw_bowl(axes, bowl, p, color, title, words)
  local alpha = bowl.limit * p.share
  local u, v, costs = path_of(bowl, alpha, p.steps)
  contour(axes, bowl)
  axes:line(u, v, {color = "C3", marker = #u <= 40 and "o" or nil, size = 4})
  axes:scatter({u[#u]}, {v[#v]}, {color = color, size = 10, alpha = 1, edgecolor = "white"})
  axes:title(("%s: condition number %.3g"):format(title, bowl.condition))
  axes:xlabel(("w_1 of %s"):format(words[1])):ylabel(("w_2 of %s"):format(words[2]))
  return alpha, costs
end

-- The costs above the minimum, for a logarithmic axis.
local function above(bowl, costs)
  local least = bowl.cost(bowl.best[1], bowl.best[2])
  return (vector(costs) - least):map(function(c) return math.max(c, 1e-12 * bowl.least) end)
end

local function drawing(raw, scaled, words)
  return function(p)
    local f = plot.figure{columns = 3, size = {1400, 460}}
    local a, before = draw_bowl(f[1], raw, p, RAW, "before", words)
    local b, after = draw_bowl(f[2], scaled, p, SCALED, "after z-score", words)
    f[3]:line(vector.range(0, #before - 1), above(raw, before), {color = RAW,
      label = ("before, α = %.3g"):format(a)})
    f[3]:line(vector.range(0, #after - 1), above(scaled, after), {color = SCALED,
      label = ("after, α = %.3g"):format(b)})
    f[3]:title(("J after %d steps: %.5g and %.5g"):format(p.steps, before[#before],
      after[#after])):xlabel("step"):ylabel("J above its minimum"):log_y()
  end
end

-- -- all ------------------------------------------------------------------------------

local function read_features(X, options)
  local n = select(2, X:size())
  local features = options.features or {1, 2}
  local function good(j) return math.tointeger(j) and j >= 1 and j <= n end
  if n < 2 then fail("X: at least two columns expected, got %d", n) end
  if context.describe(features) ~= "table" or #features ~= 2 or features[1] == features[2]
    or not good(features[1]) or not good(features[2]) then
    fail("option features: two different columns from 1 to %d expected, as in {1, 2}", n)
  end
  local words = {pictures.feature_name({}, X, features[1], n),
    pictures.feature_name({}, X, features[2], n)}
  return X:take_columns(features), words
end

local function step_by(by)
  return function(e) return sliders.set(e.sliders[2], e.sliders[2].at + by) end
end

local function scaling(X, y, options)
  options = context.options(NAME, options)
  if X == nil then X, y = samples.rooms() end
  if not pictures.is(X, "matrix") then
    fail("X (argument 1): matrix expected, got %s", context.describe(X))
  end
  y = select(2, pictures.examples(NAME, X, y))
  local Z, words = read_features(X, options)
  pictures.check_finite(NAME, "X (argument 1)", Z)
  pictures.check_finite(NAME, "y (argument 2)", y)
  for j = 1, 2 do
    if Z:column(j):ptp() == 0 then fail("column %d of X is constant", j) end
  end
  local raw, scaled = bowl_of(Z, y), bowl_of((normalize(Z)), y)
  local list = {sliders.number(fail, "share", {0.05, 1.1, 0.9}),
    sliders.number(fail, "steps", {0, STEPS, 20})}
  list[1].label = "alpha / limit"
  local p = loop.run{name = NAME, sliders = list, draw = drawing(raw, scaled, words),
    quiet = true, keys = {n = step_by(1), p = step_by(-1)},
    letters = "n takes a step, p takes it back; alpha / limit: 1 is the largest stable value"}
  local _, _, before = path_of(raw, raw.limit * p.share, p.steps)
  local _, _, after = path_of(scaled, scaled.limit * p.share, p.steps)
  return {steps = p.steps, share = p.share, before = before[#before], after = after[#after],
    condition = vector{raw.condition, scaled.condition}}
end

return {entries = {{name = NAME, fn = scaling,
  usage = "explore.scaling(X, y, {features=}) -> table",
  help = "Shows why features are scaled: the contours of the cost of linear regression over two "
    .. "weights before and after z-score normalization, on equal scales, with the path of "
    .. "gradient descent from zero weights, and both costs. Sliders change alpha, as a share of "
    .. "the largest stable learning rate of each, and the number of steps; n takes a step, p "
    .. "takes it back. b always has its best value. features = {1, 2} selects the columns. "
    .. "Without arguments it uses ten houses. Returns steps, share, the costs before and after, "
    .. "and both condition numbers.",
  example = "plot.close()\nX = matrix{{1000, 1}, {2000, 3}, {3000, 2}}\n"
    .. "p = explore.scaling(X, {1, 3, 4})\nround(p.condition[2] * 10) / 10 --> 3.0"}}}
