-- gradients.lua - explore.gradients: the gradient as arrows on the cost.

local context = require "mlrepl.context"
local landscape = require "mlrepl.explore.landscape"
local loop = require "mlrepl.explore.loop"
local pictures = require "mlrepl.plots.common"
local samples = require "mlrepl.explore.samples"
local sliders = require "mlrepl.explore.sliders"

local NAME = "explore.gradients"
local COLUMNS, ROWS = 11, 9 -- arrows

local function fail(text, ...) pictures.fail(NAME, text, ...) end

-- Arrows against the gradient in the middle of each cell; the longest is as long as a
-- cell. Computed once.
local function arrows_of(land)
  local a = {x = {}, y = {}, dx = {}, dy = {}}
  local ru, rv = land.ranges[1], land.ranges[2]
  local wide, high = (ru[2] - ru[1]) / COLUMNS, (rv[2] - rv[1]) / ROWS
  local scale = math.huge
  for i = 1, COLUMNS do
    for j = 1, ROWS do
      local u, v, k = ru[1] + (i - 0.5) * wide, rv[1] + (j - 0.5) * high, #a.x + 1
      local du, dv = land:slope(u, v)
      a.x[k], a.y[k], a.dx[k], a.dy[k] = u, v, -du, -dv
      scale = math.min(scale, wide / math.abs(du), high / math.abs(dv))
    end
  end
  a.dx, a.dy = vector(a.dx) * scale, vector(a.dy) * scale
  return a
end

local function drawing(land)
  local a = arrows_of(land)
  return function(p)
    local f = plot.figure{columns = 2, size = {1200, 500}}
    local du, dv = land:slope(p.u, p.v)
    land:tangent(f[1], p.u, p.v)
    land:contour(f[2])
    f[2]:arrows(a.x, a.y, a.dx, a.dy, {color = "white", linewidth = 1.5})
    f[2]:scatter({p.u}, {p.v}, {color = "C3", size = 11, alpha = 1, edgecolor = "white"})
    f[2]:title(("∂J/∂%s = %.4g, ∂J/∂%s = %.4g"):format(land.words[1], du,
      land.words[2], dv))
  end
end

local function list_of(land)
  local list = {}
  for i, name in ipairs{"u", "v"} do
    local r, share = land.ranges[i], i == 1 and 0.3 or 0.7
    list[i] = sliders.number(fail, name, {r[1], r[2], r[1] + (r[2] - r[1]) * share})
    list[i].label = land.names[i]
  end
  return list
end

local function gradients(m, X, y, options)
  options = context.options(NAME, options)
  if m == nil then
    m = model.linear()
    X, y = samples.houses()
  end
  local land = landscape.new(NAME, m, X, y, options)
  local p = loop.run{name = NAME, sliders = list_of(land), draw = drawing(land), quiet = true,
    click = sliders.at_pointer(2, 1, 2),
    mouse = ("click on the contour chooses %s and %s"):format(land.names[1], land.names[2])}
  local du, dv = land:slope(p.u, p.v)
  return {[land.names[1]] = p.u, [land.names[2]] = p.v, gradient = vector{du, dv},
    cost = land:cost(p.u, p.v)}
end

return {entries = {{name = NAME, fn = gradients,
  usage = "explore.gradients(m, X, y, {params=}) -> table",
  help = "Shows the cost of a model along one parameter with its tangent, and arrows against the "
    .. "gradient on the contours over two parameters. Sliders or a click on the contour choose "
    .. "the place. params is as in explore.descent. Without arguments it uses six houses. The "
    .. "model is not changed. Returns the two parameters, the gradient there and the cost.",
  example = "plot.close()\np = explore.gradients(model.linear(), {1, 2}, {300, 500})\n"
    .. "p.gradient:size() --> 2"}}}
