-- overfit.lua - explore.overfit: degree and penalty, training and test error.

local context = require "mlrepl.context"
local loop = require "mlrepl.explore.loop"
local pictures = require "mlrepl.plots.common"
local points = require "mlrepl.explore.points"
local samples = require "mlrepl.explore.samples"
local sliders = require "mlrepl.explore.sliders"

local NAME = "explore.overfit"
local DEGREE = 12
local LAMBDAS = {0, 1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.1, 1, 10}

local function fail(text, ...) pictures.fail(NAME, text, ...) end

local function fitted(x, y, degree, lambda)
  local m = model.linear{degree = degree, lambda = lambda, normalize = "zscore"}
  train(m, x, y, {method = "exact", progress = false})
  return m
end

-- Half the mean squared error: the cost without the penalty.
local function error_of(m, x, y) return ((m:predict(x) - y) ^ 2):mean() / 2 end

local function errors_of(set, test, most, lambda)
  local x, y = vector(set.x), vector(set.y)
  local here, there = vector.zeros(most), vector.zeros(most)
  for degree = 1, most do
    local m = fitted(x, y, degree, lambda)
    here[degree], there[degree] = error_of(m, x, y), error_of(m, test.x, test.y)
  end
  return here, there
end

local function draw_fit(axes, set, test, p, m)
  axes:scatter(set.x, set.y, {color = "C0", size = 8, alpha = 1, label = "training set"})
  axes:scatter(test.x, test.y, {color = "C1", marker = "^", size = 8, alpha = 1,
    label = "test set"})
  local xs = vector.linspace(set.list[2].from, set.list[2].to, 301)
  axes:line(xs, m:predict(xs), {color = "C3"})
  axes:title(("degree %d, λ = %g"):format(p.degree, p.lambda))
  axes:xlabel(set.list[2].label):ylabel(set.list[3].label)
  axes:xlim(set.list[2].from, set.list[2].to):ylim(set.list[3].from, set.list[3].to)
  points.draw_cursor(set, axes)
end

local function draw_errors(axes, p, here, there)
  local degrees = vector.range(1, #here)
  axes:line(degrees, here, {color = "C0", marker = "o", size = 6, label = "training set"})
  axes:line(degrees, there, {color = "C1", marker = "^", size = 6, label = "test set"})
  axes:scatter({p.degree, p.degree}, {here[p.degree], there[p.degree]}, {color = "C3", size = 11,
    alpha = 1})
  axes:title(("training error %.4g, test error %.4g"):format(here[p.degree], there[p.degree]))
  axes:xlabel("degree"):ylabel("half the mean squared error")
  if here:min() > 0 and there:min() > 0 then axes:log_y() end
end

local function drawing(set, test, most)
  return function(p)
    local f = plot.figure{columns = 2, size = {1200, 480}}
    local m = fitted(vector(set.x), vector(set.y), p.degree, p.lambda)
    draw_fit(f[1], set, test, p, m)
    draw_errors(f[2], p, errors_of(set, test, most, p.lambda))
  end
end

-- A click on the errors chooses the degree.
local function clicking(set)
  return function(e, event)
    if event.panel == 1 then return points.click(set, event) end
    return event.kind ~= "release" and sliders.set(e.sliders[1], event.x)
  end
end

local function read(x, y, options)
  options = context.options(NAME, options)
  if x == nil then x, y = samples.curve() end
  x = pictures.to_vector(NAME, "x (argument 1)", x)
  y = pictures.to_vector(NAME, "y (argument 2)", y)
  pictures.examples(NAME, x, y)
  if #y < 4 then fail("at least 4 examples expected, got %d", #y) end
  local most = context.count(NAME, "option degree", options.degree, DEGREE)
  if most < 2 or most > 20 then fail("option degree: 2 to 20 expected, got %d", most) end
  return x, y, options, most
end

local function overfit(...)
  local x, y, options, most = read(...)
  local names = {pictures.feature_name({}, x, 1, 1), pictures.target_name({}, 1, y)}
  local train_x, test_x, train_y, test_y = data.split(x, y,
    {test = options.test or 0.4, seed = options.seed or 1})
  local set, test = points.new(fail, names, x, y), {x = test_x, y = test_y}
  set.x, set.y, set.least, set.list[1].to = train_x:totable(), train_y:totable(), 2, #train_x
  local list = {sliders.number(fail, "degree", {1, most, 1}),
    sliders.choice(fail, "lambda", LAMBDAS, 1)}
  table.move(set.list, 1, #set.list, 3, list)
  local p = loop.run{name = NAME, sliders = list, draw = drawing(set, test, most), quiet = true,
    mouse = points.mouse, letters = points.letters, keys = points.keys(set), click = clicking(set),
    moved = function(_, s) points.moved(set, s) end}
  local before = context.quiet(true)
  local here, there = errors_of(set, test, most, p.lambda)
  context.quiet(before)
  return {degree = p.degree, lambda = p.lambda, train = here[p.degree], test = there[p.degree],
    x = vector(set.x), y = vector(set.y)}
end

return {entries = {{name = NAME, fn = overfit,
  usage = "explore.overfit(x, y, {degree=, test=, seed=}) -> table",
  help = "Shows overfitting: a polynomial fitted to a training set, and the errors on training "
    .. "and test set for every degree. Sliders change the degree (up to degree = 12) and the "
    .. "penalty lambda. Training points can be added, moved and removed as in explore.boundary, "
    .. "but not in a notebook. test and seed are as in data.split, with test = 0.4. Without "
    .. "arguments it uses a quadratic with noise. Returns degree, lambda, both errors (half the "
    .. "mean squared error) as train and test, and the training points x and y.",
  example = "plot.close()\nx = vector.range(1, 10)\np = explore.overfit(x, x * 2)\n"
    .. "p.degree, p.test < 1e-20 --> 1\ttrue"}}}
