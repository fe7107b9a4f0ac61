-- boundary.lua - explore.boundary: two classes, and the boundary that follows them.

local context = require "mlrepl.context"
local loop = require "mlrepl.explore.loop"
local panel = require "mlrepl.plots.boundary"
local pictures = require "mlrepl.plots.common"
local points = require "mlrepl.explore.points"
local samples = require "mlrepl.explore.samples"
local sliders = require "mlrepl.explore.sliders"

local NAME = "explore.boundary"
local DEGREE = 6
local PLACES = 100 -- grid points per side
local LAMBDAS = {0, 0.001, 0.01, 0.1, 1, 10, 100}

local function fail(text, ...) pictures.fail(NAME, text, ...) end

local function data_of(set)
  local X = matrix.columns{vector(set.x), vector(set.y)}
  return X, vector(set.classes)
end

-- nil while all points are of one class.
local function trained(set, p)
  local X, y = data_of(set)
  local m = model.logistic{degree = p.degree, lambda = p.lambda, normalize = "zscore"}
  if y:min() == y:max() then return nil, X, y end
  train(m, X, y, {method = "newton", iterations = 50, tolerance = 1e-8, progress = false})
  return m, X, y
end

local function draw_points(axes, set, X, y)
  pictures.scatter_classes(axes, X:column(1), X:column(2), y, {0, 1}, {})
  axes:title("one class: nothing to separate")
  axes:xlabel(set.list[2].label):ylabel(set.list[3].label)
end

local function drawing(set)
  return function(p)
    local m, X, y = trained(set, p)
    local f = plot.figure{size = {900, 600}}
    if m then
      local a, b = set.list[2], set.list[3]
      panel.draw(f[1], m, X, y, {names = {a.label, b.label}}, PLACES,
        {{a.from, a.to}, {b.from, b.to}})
      f[1]:title(("degree %d, λ = %g: accuracy %.3g%%, J = %.4g"):format(p.degree, p.lambda,
        100 * m:score(X, y), m:cost(X, y)))
    else
      draw_points(f[1], set, X, y)
    end
    points.draw_cursor(set, f[1])
    f[1]:xlim(set.list[2].from, set.list[2].to):ylim(set.list[3].from, set.list[3].to)
  end
end

local function read(X, y)
  if X == nil then X, y = samples.classes() end
  local x
  x, y = pictures.examples(NAME, X, y)
  if #x ~= 2 then fail("X: two columns expected, got %d", #x) end
  for i = 1, #y do
    if y[i] ~= 0 and y[i] ~= 1 then fail("y: classes 0 and 1 expected, got %g", y[i]) end
  end
  local names = {pictures.feature_name({}, X, 1, 2), pictures.feature_name({}, X, 2, 2)}
  return x, y, names
end

local function boundary(X, y, options)
  options = context.options(NAME, options)
  local x, names
  x, y, names = read(X, y)
  local most = context.count(NAME, "option degree", options.degree, DEGREE)
  if most < 2 or most > 12 then fail("option degree: 2 to 12 expected, got %d", most) end
  local set = points.new(fail, names, x[1], x[2], y)
  set.least = 2
  local list = {sliders.number(fail, "degree", {1, most, 1}),
    sliders.choice(fail, "lambda", LAMBDAS)}
  table.move(set.list, 1, #set.list, 3, list)
  local p = loop.run{name = NAME, sliders = list, draw = drawing(set), quiet = true,
    mouse = points.mouse, letters = points.letters, keys = points.keys(set),
    moved = function(_, s) points.moved(set, s) end,
    click = function(_, event) return event.panel == 1 and points.click(set, event) end}
  local found = {degree = p.degree, lambda = p.lambda}
  local before = context.quiet(true)
  found.model, found.X, found.y = trained(set, p)
  context.quiet(before)
  return found
end

return {entries = {{name = NAME, fn = boundary,
  usage = "explore.boundary(X, y, {degree=}) -> table",
  help = "Shows the decision boundary of logistic regression with polynomial features, trained "
    .. "anew after each change. Sliders change the degree of the features (up to degree = 6) "
    .. "and the penalty lambda, and select a point (0: none), its place and its class. In a "
    .. "window, a click adds a point of the selected class, dragging moves one, a right click "
    .. "removes one; in a terminal, a adds a point at the cross and d removes the selected one; "
    .. "in a notebook, change the points of the result and call it again, as in "
    .. "explore.boundary(p.X, p.y). X has two columns, y the classes 0 and 1; without arguments "
    .. "it uses two rings. Returns degree, lambda, the model, and the points X and y.",
  example = "plot.close()\nX = matrix{{1, 1}, {2, 2}, {3, 1}, {4, 3}}\n"
    .. "p = explore.boundary(X, {0, 0, 1, 1})\np.degree, p.model:score(p.X, p.y) --> 1\t1.0"}}}
