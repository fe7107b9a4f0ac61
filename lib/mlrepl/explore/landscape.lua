-- landscape.lua - the cost of a model as a function of two of its parameters.

local descent = require "mlrepl.plots.descent"
local pictures = require "mlrepl.plots.common"

local landscape = {}

local GRID = 61      -- contour points per side
local MARGIN = 1.3   -- half-width, relative to the distance from start to minimum
local SCALE = 1e-3   -- of the finite differences, relative to the half-width
local PULL = 1e-2    -- of the curvature at the start, where the cost has no minimum

-- Both ends on multiples of a round unit, so that slider values are short.
function landscape.range(center, half)
  local unit = 10 ^ math.floor(math.log(half, 10)) / 2
  return math.floor((center - half) / unit) * unit, math.ceil((center + half) / unit) * unit
end

-- The scale of a parameter where it starts at its best value.
local function reach(start, best)
  local far = math.abs(start - best)
  if far > 1e-6 * math.abs(best) and far > 0 then return far end
  return math.max(math.abs(best), 1e-6) * 0.8
end

-- The half-widths of the ranges: far enough to see the start, and in each direction until
-- the cost has risen as high as at the start.
local function halves(cost_at, start, best)
  local u, v = best[1], best[2]
  local least = cost_at(u, v)
  local rise, list = cost_at(start[1], start[2]) - least, {}
  for i = 1, 2 do
    local step = reach(start[i], best[i])
    local du, dv = i == 1 and step or 0, i == 2 and step or 0
    local bend = (cost_at(u + du, v + dv) + cost_at(u - du, v - dv) - 2 * least) / step ^ 2
    local wide = bend > 0 and rise > 0 and math.sqrt(2 * rise / bend) or 0
    list[i] = MARGIN * math.max(wide, math.abs(start[i] - best[i]))
    if list[i] < 1e-6 * step then list[i] = MARGIN * step end
  end
  return list
end

-- The cost and a weak pull to the start, which has a minimum even if the classes are
-- linearly separable.
local function pulled(cost_at, start, size)
  local u0, v0, h, k = start[1], start[2], size[1] * SCALE, size[2] * SCALE
  local here = cost_at(u0, v0)
  local uu = (cost_at(u0 + h, v0) + cost_at(u0 - h, v0) - 2 * here) / h ^ 2
  local vv = (cost_at(u0, v0 + k) + cost_at(u0, v0 - k) - 2 * here) / k ^ 2
  return function(u, v)
    return cost_at(u, v) + PULL * (uu * (u - u0) ^ 2 + vv * (v - v0) ^ 2)
  end
end

-- The place to look at: the minimum, or what comes closest to one. The third result is
-- false if neither was found.
local function lowest(cost_at, start)
  local size = {math.max(math.abs(start[1]), 1), math.max(math.abs(start[2]), 1)}
  for _, function_of in ipairs{cost_at, pulled(cost_at, start, size)} do
    local u, v = descent.bottom(function_of, start[1], start[2], size[1], size[2])
    if u then return u, v, true end
  end
  return start[1], start[2], false
end

local Land = {}
Land.__index = Land

function Land:cost(u, v)
  local found
  descent.with_cost(self.m, self.X, self.y, self.params, function(cost_at)
    found = cost_at(u, v)
  end)
  return found
end

local function component(p, dw, db)
  if p.feature then
    return pictures.is(dw, "matrix") and dw:get(p.class, p.feature) or dw[p.feature]
  end
  return p.classes > 1 and db[p.class] or db
end

-- The partial derivatives.
function Land:slope(u, v)
  local du, dv
  descent.with_cost(self.m, self.X, self.y, self.params, function(cost_at)
    cost_at(u, v) -- sets the parameters
    local dw, db = self.m:gradient(self.X, self.y)
    du, dv = component(self.params[1], dw, db), component(self.params[2], dw, db)
  end)
  return du, dv
end

-- The model with these parameters, for body(m).
function Land:with(u, v, body)
  descent.with_cost(self.m, self.X, self.y, self.params, function(cost_at)
    cost_at(u, v)
    body(self.m)
  end)
end

local function curvature(land, u, v)
  local h = (land.ranges[1][2] - land.ranges[1][1]) * SCALE
  local k = (land.ranges[2][2] - land.ranges[2][1]) * SCALE
  local au, av = land:slope(u + h, v)
  local bu, bv = land:slope(u - h, v)
  local _, cv = land:slope(u, v + k)
  local _, dv = land:slope(u, v - k)
  local uu, uv, vv = (au - bu) / (2 * h), (av - bv) / (2 * h), (cv - dv) / (2 * k)
  return (uu + vv) / 2 + math.sqrt(((uu - vv) / 2) ^ 2 + uv ^ 2)
end

-- The largest stable learning rate: 2 over the largest curvature, at the start or at the
-- minimum.
function Land:limit()
  local most = math.max(curvature(self, self.start[1], self.start[2]),
    curvature(self, self.best[1], self.best[2]))
  return most > 0 and 2 / most or 1
end

-- Draws the contours, computed once.
function Land:contour(axes)
  if not self.Z then
    local frame = {}
    for i, r in ipairs(self.ranges) do frame[i] = {(r[1] + r[2]) / 2, (r[2] - r[1]) / 2} end
    descent.with_cost(self.m, self.X, self.y, self.params, function(cost_at)
      self.us, self.vs, self.Z = descent.heights_of(cost_at, frame, GRID, self.m.kind == "linear")
    end)
    self.levels = descent.levels_of(self.Z)
  end
  axes:contour(self.us, self.vs, self.Z, {filled = true, levels = self.levels})
  axes:contour(self.us, self.vs, self.Z, {levels = self.levels, color = "white", alpha = 0.5})
  axes:xlim(self.us[1], self.us[-1]):ylim(self.vs[1], self.vs[-1])
  return axes:xlabel(self.words[1]):ylabel(self.words[2])
end

-- Draws the cost along the first parameter and its tangent at (u, v), as long as an
-- eighth of the range on both sides.
function Land:tangent(axes, u, v)
  local r = self.ranges[1]
  local us, costs = vector.linspace(r[1], r[2], 101), vector.zeros(101)
  descent.with_cost(self.m, self.X, self.y, self.params, function(cost_at)
    for i = 1, #us do costs[i] = cost_at(us[i], v) end
  end)
  local here, slope = self:cost(u, v), (self:slope(u, v))
  local side = (r[2] - r[1]) / 8
  axes:line(us, costs, {color = "C0"})
  axes:line({u - side, u + side}, {here - slope * side, here + slope * side},
    {color = "C3", linestyle = "--"})
  axes:scatter({u}, {here}, {color = "C3", size = 11, alpha = 1})
  axes:title(("slope ∂J/∂%s = %.4g"):format(self.words[1], slope))
  local top = costs:max()
  return axes:xlabel(self.words[1]):ylabel("J"):xlim(r[1], r[2])
    :ylim(costs:min() - 0.05 * (top - costs:min()), top)
end

-- -- making one -----------------------------------------------------------------------

local function check_model(name, m)
  if not pictures.is(m, "model") then
    pictures.fail(name, "m (argument 1): model expected, got %s", tostring(m))
  end
end

-- The landscape around the model's minimum over the two parameters that options.params
-- names. Weights that are not set start from zero.
function landscape.new(name, m, X, y, options)
  check_model(name, m)
  y = select(2, pictures.examples(name, X, y))
  if not m.w then train(m, X, y, {iterations = 0, progress = false}) end
  local params = descent.read_params(name, m, options.params)
  local land = setmetatable({m = m, X = X, y = y, params = params}, Land)
  land.words, land.names, land.start, land.best, land.ranges = {}, {}, {}, {}, {}
  for i, p in ipairs(params) do
    land.names[i] = p.word
    land.words[i] = descent.parameter_text(p)
    land.start[i] = descent.value_of(p, m.w, m.b)
  end
  descent.with_cost(m, X, y, params, function(cost_at)
    local u, v, found = lowest(cost_at, land.start)
    land.best = {u, v}
    for i, half in ipairs(halves(cost_at, land.start, land.best)) do
      if not found then half = math.max(half, MARGIN * math.abs(land.best[i]), 1) end
      land.ranges[i] = {landscape.range(land.best[i], half)}
    end
  end)
  return land
end

return landscape
