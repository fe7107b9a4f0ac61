-- descent.lua - explore.descent: gradient descent step by step.

local context = require "mlrepl.context"
local landscape = require "mlrepl.explore.landscape"
local loop = require "mlrepl.explore.loop"
local pictures = require "mlrepl.plots.common"
local samples = require "mlrepl.explore.samples"
local sliders = require "mlrepl.explore.sliders"

local NAME = "explore.descent"
local STEPS = 100
local MOST_COST = 1e200
local SHORTEST = 10 -- steps on the axis of the costs

local function fail(text, ...) pictures.fail(NAME, text, ...) end

-- -- the path -------------------------------------------------------------------------

-- The path from (u, v); it grows when asked for more steps, and ends where the cost
-- overflows.
local function new_path(land, alpha, u, v)
  return {land = land, alpha = alpha, u = {u}, v = {v}, costs = {land:cost(u, v)}}
end

local function extend(path, steps)
  local land = path.land
  for k = #path.u, steps do
    if not (path.costs[k] < MOST_COST) then return end -- luacheck: ignore 581
    local du, dv = land:slope(path.u[k], path.v[k])
    path.u[k + 1], path.v[k + 1] = path.u[k] - path.alpha * du, path.v[k] - path.alpha * dv
    path.costs[k + 1] = land:cost(path.u[k + 1], path.v[k + 1])
  end
end

local function first(list, n) return vector(table.move(list, 1, n, 1, {})) end

-- -- drawing --------------------------------------------------------------------------

local function draw_path(axes, land, path, n)
  local u, v = first(path.u, n), first(path.v, n)
  land:contour(axes)
  axes:line(u, v, {color = "C3", marker = n <= 40 and "o" or nil, size = 5})
  axes:scatter({u[-1]}, {v[-1]}, {color = "C3", size = 11, alpha = 1, edgecolor = "white"})
  axes:title(("step %d: %s = %.4g, %s = %.4g"):format(n - 1, land.words[1], u[-1], land.words[2],
    v[-1]))
end

local function draw_costs(axes, path, n)
  local costs = first(path.costs, n)
  local grows = n > 1 and costs[-1] > costs[-2]
  axes:line(vector.range(0, n - 1), costs, {color = "C0", marker = n <= 40 and "o" or nil,
    size = 5})
  axes:title(("J = %.5g%s"):format(costs[-1], grows and ": it grows, α is too large" or ""))
  axes:xlabel("step"):ylabel("cost J"):xlim(0, math.max(n - 1, SHORTEST))
  if costs:min() > 0 and costs:max() / costs:min() > 100 then axes:log_y() end
end

-- Returns the drawing, and a function that returns what the values lead to.
local function drawing(land, limit)
  local path
  local function path_of(p)
    if not path or path.alpha ~= p.alpha or path.u[1] ~= p.start_u or path.v[1] ~= p.start_v then
      path = new_path(land, p.alpha, p.start_u, p.start_v)
    end
    extend(path, p.step)
    return path, math.min(p.step + 1, #path.u)
  end
  return function(p)
    local found, n = path_of(p)
    local f = plot.figure{columns = 3, size = {1400, 440},
      title = ("α = %.3g (stable below %.3g)"):format(p.alpha, limit)}
    draw_path(f[1], land, found, n)
    draw_costs(f[2], found, n)
    land:tangent(f[3], found.u[n], found.v[n])
  end, path_of
end

-- -- all ------------------------------------------------------------------------------

local function step_by(by)
  return function(e)
    local s = e.sliders[1]
    return sliders.set(s, s.at + by)
  end
end

local start_at_pointer = sliders.at_pointer(1, 3, 4)

-- A click on the contour begins there.
local function click(e, event)
  if event.panel ~= 1 or event.kind == "release" then return false end
  local changed = start_at_pointer(e, event)
  return sliders.set(e.sliders[1], 0) or changed
end

local function read_alpha(options, limit)
  local range = options.alpha
  if range == nil then
    local at = tonumber(("%.2g"):format(limit / 4))
    return {tonumber(("%.1g"):format(limit / 1000)), tonumber(("%.2g"):format(limit * 1.5)), at}
  end
  if type(range) == "number" then range = {range / 100, range * 10, range} end
  if context.describe(range) ~= "table" or not (type(range[1]) == "number" and range[1] > 0) then
    fail("option alpha: a number above 0 or {from, to} expected, got %s",
      context.describe(options.alpha))
  end
  if not range[3] then range = {range[1], range[2], math.sqrt(range[1] * range[2])} end
  return range
end

local function list_of(land, options, limit)
  local steps = context.count(NAME, "option steps", options.steps, STEPS)
  if steps == 0 then fail("option steps: at least 1 expected, got 0") end
  local list = {sliders.number(fail, "step", {0, steps, 0}),
    sliders.number(fail, "alpha", read_alpha(options, limit), true)}
  for i = 1, 2 do
    local r, at = land.ranges[i], land.start[i]
    list[2 + i] = sliders.number(fail, i == 1 and "start_u" or "start_v",
      {math.min(r[1], at), math.max(r[2], at), at})
    list[2 + i].label = "start " .. land.names[i]
  end
  return list
end

local function descent(m, X, y, options)
  options = context.options(NAME, options)
  if m == nil then
    m = model.linear()
    X, y = samples.houses()
  end
  local land = landscape.new(NAME, m, X, y, options)
  local limit = land:limit()
  local draw, path_of = drawing(land, limit)
  local p = loop.run{name = NAME, sliders = list_of(land, options, limit), draw = draw,
    click = click, keys = {n = step_by(1), p = step_by(-1)}, quiet = true,
    mouse = "a click on the contour begins there",
    letters = "n takes a step, p takes it back"}
  local path, n = path_of(p)
  return {step = p.step, alpha = p.alpha, limit = limit, cost = path.costs[n],
    [land.names[1]] = path.u[n], [land.names[2]] = path.v[n]}
end

return {entries = {{name = NAME, fn = descent,
  usage = "explore.descent(m, X, y, {params=, alpha=, steps=}) -> table",
  help = "Shows gradient descent on the cost of a model step by step: the path on the contours, "
    .. "the cost after each step, and the tangent at the current place. n takes a step, p takes "
    .. "it back; sliders change the step, the learning rate alpha and the start, which is the "
    .. "model's w and b or the place that is clicked on the contour. The title states the largest "
    .. "stable alpha. For a model with more weights, params = {\"w1\", \"w2\"} selects the two "
    .. "that change; the others keep their values. alpha = 0.1 or {0.01, 1} sets the start or the "
    .. "range of alpha, steps = 100 the number of steps. Without arguments it uses six houses. "
    .. "The model is not changed. Returns the step, alpha, its limit, the cost and the two "
    .. "parameters.",
  example = "plot.close()\np = explore.descent(model.linear{w = 0, b = 0}, {1, 2}, {300, 500}, "
    .. "{alpha = 0.1})\np.step, p.w, p.cost --> 0\t0.0\t85000.0"}}}
