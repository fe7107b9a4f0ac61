-- cost.lua - explore.cost: a line, the cost of each point, and the cost of the line.

local context = require "mlrepl.context"
local landscape = require "mlrepl.explore.landscape"
local loop = require "mlrepl.explore.loop"
local pictures = require "mlrepl.plots.common"
local samples = require "mlrepl.explore.samples"
local sliders = require "mlrepl.explore.sliders"

local NAME = "explore.cost"

local function fail(text, ...) pictures.fail(NAME, text, ...) end

-- Vertical lines from the data to the line.
local function draw_errors(axes, x, y, f)
  local at, ends = {}, {}
  for i = 1, #x do
    at[3 * i - 2], at[3 * i - 1], at[3 * i] = x[i], x[i], 0 / 0
    ends[3 * i - 2], ends[3 * i - 1], ends[3 * i] = y[i], f[i], 0 / 0
  end
  axes:line(at, ends, {color = "C4", linewidth = 1.5, linestyle = "--"})
end

local function draw_line(axes, x, y, m)
  local ends = vector{x:min(), x:max()}
  axes:scatter(x, y, {color = "C3", marker = "x", size = 9, alpha = 1})
  axes:line(ends, m:predict(ends), {color = "C0"})
  draw_errors(axes, x, y, m:predict(x))
  axes:title(("f(x) = %.5g x %s %.5g"):format(m.w[1], m.b < 0 and "−" or "+", math.abs(m.b)))
  axes:xlabel(pictures.feature_name({}, x, 1, 1)):ylabel(pictures.target_name({}, 1, y))
end

-- The heights add up to the cost.
local function draw_shares(axes, shares)
  axes:bar(vector.range(1, #shares), shares, {color = "C4"})
  axes:title(("J = sum of the bars = %.5g"):format(shares:sum()))
  axes:xlabel("example"):ylabel("(f(x) − y)² / 2m")
end

-- J(w) where b is fixed, else the contour.
local function draw_cost(axes, land, w, b, fixed)
  if fixed then
    land:tangent(axes, w, b)
    axes:title(("J(w) at b = %g"):format(b))
  else
    land:contour(axes):title("J(w, b)")
    axes:scatter({land.best[1]}, {land.best[2]}, {marker = "x", color = "white", size = 9,
      alpha = 1})
    axes:scatter({w}, {b}, {color = "C3", size = 11, alpha = 1, edgecolor = "white"})
  end
end

local function drawing(land, x, y, fixed)
  return function(p)
    local f = plot.figure{columns = 3, size = {1400, 440}}
    local b = fixed or p.b
    land:with(p.w, b, function(m)
      local shares = (m:predict(x) - y) ^ 2 / (2 * #y)
      draw_line(f[1], x, y, m)
      draw_shares(f[2], shares)
    end)
    draw_cost(f[3], land, p.w, b, fixed)
  end
end

local function list_of(land, options)
  local list = {}
  for i, word in ipairs{"w", "b"} do
    if type(options[word]) ~= "number" then
      local from, to = land.ranges[i][1], land.ranges[i][2]
      list[#list + 1] = sliders.number(fail, word,
        options[word] or {from, to, from + (to - from) * (i == 1 and 0.3 or 0.6)})
    end
  end
  return list
end

local function read(x, y, options)
  options = context.options(NAME, options)
  if x == nil then x, y = samples.houses() end
  x = pictures.to_vector(NAME, "x (argument 1)", x)
  y = pictures.to_vector(NAME, "y (argument 2)", y)
  local m = model.linear()
  pictures.examples(NAME, x, y)
  pictures.check_finite(NAME, "x (argument 1)", x)
  pictures.check_finite(NAME, "y (argument 2)", y)
  for _, word in ipairs{"w", "b"} do
    local given, may_fix = options[word], word == "b"
    if given ~= nil and type(given) ~= "table" and not (may_fix and type(given) == "number") then
      fail("option %s: %s{from, to} expected, got %s", word, may_fix and "a number or " or "",
        context.describe(given))
    end
  end
  return x, y, options, m
end

local function cost(...)
  local x, y, options, m = read(...)
  local land = landscape.new(NAME, m, x, y, {})
  local fixed = type(options.b) == "number" and options.b
  if type(options.w) == "table" then land.ranges[1] = {options.w[1], options.w[2]} end
  if type(options.b) == "table" then land.ranges[2] = {options.b[1], options.b[2]} end
  local p = loop.run{name = NAME, sliders = list_of(land, options), quiet = true,
    draw = drawing(land, x, y, fixed), click = sliders.at_pointer(3, 1, 2),
    mouse = fixed and "click on the curve chooses w" or "click on the contour chooses w and b"}
  p.b = fixed or p.b
  p.cost = land:cost(p.w, p.b)
  return p
end

return {entries = {{name = NAME, fn = cost,
  usage = "explore.cost(x, y, {w=, b=}) -> table",
  help = "Shows the line f(x) = w x + b through the data, a bar with the cost of each point, and "
    .. "the cost J as contours over w and b. Sliders, keys as in explore, or a click on the "
    .. "contour choose w and b. b = 100 fixes b, and the cost is then the curve J(w) with its "
    .. "tangent. w = {0, 400} and b = {-100, 300} set the ranges. Without arguments it uses the "
    .. "sizes and prices of six houses. Returns the last w, b and cost. Without a terminal it "
    .. "draws once.",
  example = "plot.close()\np = explore.cost({1, 2}, {300, 500}, {w = {0.0, 400, 200}, b = 100})\n"
    .. "p.w, p.b, p.cost --> 200\t100\t0.0"}}}
