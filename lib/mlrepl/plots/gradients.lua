-- gradients.lua - plot.gradients: the gradient of the cost as arrows.

local context = require "mlrepl.context"
local cost = require "mlrepl.plots.descent"
local pictures = require "mlrepl.plots.common"
local fail = pictures.fail

local ARROWS = 11     -- per side
local LONGEST = 0.9   -- the longest arrow, relative to the distance between arrows
local STEP = 1e-3     -- for differences, relative to the same distance
local MOST_ARROWS = 50

-- The centers of n equal parts of the range of v.
local function places(v, n)
  local step = (v[-1] - v[1]) / n
  return vector.range(1, n) * step + (v[1] - step / 2), step
end

-- The gradient at every place, by central differences: u, v, du, dv.
local function arrows_of(cost_at, p, n)
  local us, step_u = places(p.x, n)
  local vs, step_v = places(p.y, n)
  local h, k = step_u * STEP, step_v * STEP
  local at_u, at_v, du, dv = {}, {}, {}, {}
  for i = 1, n do
    for j = 1, n do
      local u, v, at = us[j], vs[i], (i - 1) * n + j
      at_u[at], at_v[at] = u, v
      du[at] = (cost_at(u + h, v) - cost_at(u - h, v)) / (2 * h)
      dv[at] = (cost_at(u, v + k) - cost_at(u, v - k)) / (2 * k)
    end
  end
  return {u = vector(at_u), v = vector(at_v), du = vector(du), dv = vector(dv), step_u = step_u,
    step_v = step_v}
end

-- The factor that makes the longest arrow nearly reach the next place.
local function factor_of(a)
  local long_u, long_v = abs(a.du):max() / a.step_u, abs(a.dv):max() / a.step_v
  local longest = math.max(long_u, long_v)
  return longest > 0 and longest < math.huge and LONGEST / longest or 1
end

local function gradients(axes, m, X, y, options)
  options = context.options("plot.gradients", options)
  local n = context.count("plot.gradients", "option arrows", options.arrows, ARROWS)
  if n < 2 or n > MOST_ARROWS then
    fail("gradients", "option arrows: 2 to %d arrows per side expected, got %d", MOST_ARROWS, n)
  end
  local a
  local p = cost.prepare("gradients", m, X, y, options.run, options,
    function(cost_at, p) a = arrows_of(cost_at, p, n) end)
  local levels, factor = cost.levels_of(p.Z), factor_of(a)
  axes:contour(p.x, p.y, p.Z, {filled = true, levels = levels})
  if options.run then axes:line(p.ways[1], p.ways[2], {color = "C3"}) end
  axes:arrows(a.u, a.v, a.du * factor, a.dv * factor, {color = "white"})
  cost.label_axes(axes, p, "Gradient of J(%s, %s)")
  return axes:xlim(p.x[1], p.x[-1]):ylim(p.y[1], p.y[-1])
end

-- -- entries -----------------------------------------------------------------

local list = {pictures.panel("gradients", gradients, "m, X, y, {run=, params=, grid=, arrows=}",
  "Plots the gradient of the cost as arrows on its contours, as a function of two parameters, w "
  .. "and b for a model with one feature. An arrow points to where the cost grows fastest, and its "
  .. "length is proportional to the gradient: gradient descent takes steps against the arrows. "
  .. "run=run adds the path of a training run; arrows (11) is their number per side; params and "
  .. "grid are as in plot.descent.",
  "x, y = vector{1, 2}, vector{300, 500}\nm = model.linear{w=200, b=100}\n",
  "m, x, y, {grid=5, arrows=3}", "axes 1, 2 marks: contour, arrows")}

return {entries = list}
