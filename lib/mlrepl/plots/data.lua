-- data.lua - data and predictions: plot.data, plot.fit, plot.residuals,
-- plot.features.

local context = require "mlrepl.context"
local pictures = require "mlrepl.plots.common"
local fail = pictures.fail

local MOST_PANELS = 24

-- Loaded when first used.
local function resample_module() return require "mlrepl.explain.resample" end

-- -- data --------------------------------------------------------------------

local LONGEST_TITLE = 45 -- characters

-- Labels the axes; the title is "y against x", after `words` if there is room.
local function label_one(axes, X, y, options, words)
  local x_name = pictures.feature_name(options, X, 1, 1)
  local y_name = pictures.target_name(options, 1, y)
  local whole = ("%s against %s"):format(y_name, x_name)
  if words and #words + #whole < LONGEST_TITLE then whole = words .. ": " .. whole end
  axes:xlabel(x_name):ylabel(y_name)
  return axes:title(whole)
end

local function data(axes, X, y, options)
  options = context.options("plot.data", options)
  local x
  y, options = pictures.from_words(y, options, 1)
  x, y = pictures.examples("data", X, y)
  if #x == 1 then
    axes:scatter(x[1], y, {marker = "x", color = "red", alpha = 1, label = "data"})
    return label_one(axes, X, y, options)
  end
  if #x ~= 2 then
    fail("data", "X has %d features; choose one or two, as in X:take_columns{1, 2}", #x)
  end
  local classes = pictures.check_classes("data", y)
  pictures.scatter_classes(axes, x[1], x[2], y, classes, options)
  local first = pictures.feature_name(options, X, 1, 2)
  local second = pictures.feature_name(options, X, 2, 2)
  axes:xlabel(first):ylabel(second)
  return axes:title(("%s by %s and %s"):format(pictures.target_name(options, 2, y), first, second))
end

-- -- fit ---------------------------------------------------------------------

-- The smooth curve of a logistic model shows more than the step between its classes.
local function curve_of(m, at, offset)
  local X = matrix.columns{at}
  if m.kind == "logistic" then return m:probability(X), "probability" end
  return m:predict(X, offset and {offset = offset}), "prediction"
end

local GHOSTS, GHOST_POINTS = 100, 60

-- Thin curves of the refits: where they are apart, the data say little.
local function draw_ghosts(axes, m, at, resampling, offset)
  if not context.describe(resampling):find("^resampling") then
    fail("fit", "option resample: the result of resample(m, X, y) expected, got %s",
      context.wrong_number(resampling))
  end
  local models, all = resample_module().models(resampling, GHOSTS)
  if models[1].features ~= 1 or models[1].kind ~= m.kind then
    fail("fit", "option resample: refits of a %s model with one feature expected, got those of a "
      .. "%s model with %d", m.kind, models[1].kind, models[1].features)
  end
  local points = vector.linspace(at:min(), at:max(), m.degree == 1 and m.kind == "linear" and 2
    or GHOST_POINTS)
  for k, refit in ipairs(models) do
    local label = k == 1 and (#models < all and ("%d of %d refits"):format(#models, all)
      or ("%d refits"):format(all)) or nil
    axes:line(points, (curve_of(refit, points, offset)), {color = "gray", linewidth = 1,
      alpha = 0.2, label = label})
  end
end

local function fit(axes, m, X, y, options)
  options = pictures.with_names(context.options("plot.fit", options), m)
  pictures.check_model("fit", m, "predict")
  local x
  x, y = pictures.examples("fit", X, y)
  if #x ~= 1 then fail("fit", "one feature expected, got %d", #x) end
  pictures.check_weights("fit", m)
  pictures.check_features("fit", m, x)
  pictures.in_order(m, X) -- raises if the name differs
  local at = vector.linspace(x[1]:min(), x[1]:max(), 200)
  local offset = options.offset
  if offset ~= nil and type(offset) ~= "number" then
    fail("fit", "option offset: number for the whole curve expected, got %s",
      context.describe(offset))
  end
  local curve, word = curve_of(m, at, offset) -- first: may raise an error
  if options.resample ~= nil then draw_ghosts(axes, m, at, options.resample, offset) end
  axes:scatter(x[1], y, {marker = "x", color = "red", alpha = 1, label = "actual"})
  axes:line(at, curve, {color = "C0", label = word})
  return label_one(axes, X, y, options, pictures.kind_words(m))
end

-- -- residuals ---------------------------------------------------------------

local function values_of(name, m, X, offset)
  if m.kind == "softmax" then
    fail(name, "a softmax model predicts classes, which have no residuals; "
      .. "use plot.confusion")
  end
  if m.kind == "logistic" then
    return pictures.apply(name, m, "probability", X), "probability"
  end
  if offset ~= nil then return m:predict(X, {offset = offset}), "prediction" end
  return pictures.apply(name, m, "predict", X), "prediction"
end

-- Returns predictions, residuals, and the words for the axis labels.
local function residuals_of(m, X, y, offset)
  pictures.check_model("residuals", m, "predict")
  local _
  _, y = pictures.examples("residuals", X, y)
  pictures.check_weights("residuals", m)
  local predicted, word = values_of("residuals", m, X, offset)
  return predicted, y - predicted, word, pictures.data_name(y, 1) or "y"
end

local function draw_residuals(axes, predicted, residual, word, name)
  axes:scatter(predicted, residual, {color = "C0"})
  local least, most = predicted:min(), predicted:max()
  if least == most then least, most = least - 1, most + 1 end
  axes:line({least, most}, {0, 0}, {color = "C3", linestyle = "--"})
  axes:title("Residuals against the " .. word)
  return axes:xlabel(word .. " of " .. name):ylabel(("%s − %s"):format(name, word))
end

local function residuals_panel(axes, m, X, y)
  return draw_residuals(axes, residuals_of(m, X, y))
end

local function residuals(m, X, y, options)
  options = context.options("plot.residuals", options)
  local predicted, residual, word, name = residuals_of(m, X, y, options.offset)
  local f = pictures.new_figure("residuals", 1, 2, options)
  draw_residuals(f[1], predicted, residual, word, name)
  local mean, std = residual:mean(), residual:std()
  if math.abs(mean) < 1e-9 * std then mean = 0 end -- zero up to rounding
  local typical = ("mean %.3g, std %.3g"):format(mean, std)
  f[2]:histogram(residual, {normal = m.kind ~= "logistic", label = typical})
  f[2]:title("Distribution of the residuals")
  f[2]:xlabel(("%s − %s"):format(name, word)):ylabel("examples")
  return f
end

-- -- features ----------------------------------------------------------------

-- The rows and columns of a figure of n panels.
local function shape_of(n)
  local columns = n <= 3 and n or n == 4 and 2 or n <= 6 and 3 or 4
  return math.ceil(n / columns), columns
end

-- In features(X, y, {...}) the options come in place of m.
local function read_features(X, y, m, options)
  if options == nil and context.describe(m) == "table" then m, options = nil, m end
  options = context.options("plot.features", options)
  local x
  x, y = pictures.examples("features", X, y)
  if #x > MOST_PANELS then
    fail("features", "X has %d features; choose up to %d, as in X:take_columns{1, 2}", #x,
      MOST_PANELS)
  end
  if m ~= nil and not pictures.can(m, "predict") then
    fail("features", "m (argument 3): model with a method predict expected, got %s",
      context.describe(m))
  end
  if m then pictures.check_weights("features", m) end
  return x, y, m, m and pictures.with_names(options, m) or options
end

local function features(X, y, m, options)
  local x
  x, y, m, options = read_features(X, y, m, options)
  local predicted = m and m:predict(X)
  local rows, columns = shape_of(#x)
  local f = pictures.new_figure("features", rows, columns, options)
  for j = 1, #x do
    f[j]:scatter(x[j], y, {color = "C0", label = predicted and "actual"})
    if predicted then f[j]:scatter(x[j], predicted, {color = "C1", label = "prediction"}) end
    local name = pictures.feature_name(options, X, j, #x)
    f[j]:title(("%s against %s"):format(pictures.target_name(options, #x, y), name)):xlabel(name)
    f[j]:legend(j == 1)
    if j % columns == 1 or columns == 1 then f[j]:ylabel(pictures.target_name(options, #x, y)) end
  end
  return f
end

-- -- entries -----------------------------------------------------------------

local LINEAR = "m = model.linear{w={2}, b=1}\n"

local list = {}
local function enter(...)
  for _, entry in ipairs{...} do list[#list + 1] = entry end
end

enter(pictures.panel("data", data, "X, y, {names=, classes=}",
  "Plots the data: y against one feature, or two features with one color and marker per class "
  .. "of y. names = {\"size\", \"price\"} labels the axes (default: the names of X and y); "
  .. "classes = {\"no\", \"yes\"} labels the classes in the legend. y may also be a list of names.",
  "X = matrix{{1, 2}, {3, 4}, {5, 6}}\n", "X, vector{0, 1, 1}",
  "axes 1, 2 marks: scatter, scatter"))
enter(pictures.panel("fit", fit, "m, X, y, {names=, resample=, offset=}",
  "Plots the data and the predictions of a model with one feature over the range of the data: "
  .. "its line or curve, or the probability of class 1 for a logistic model. "
  .. "resample = resample(m, X, y) adds the refits as thin lines. offset is a number for the whole "
  .. "curve (help\"model.poisson\").",
  LINEAR, "m, vector{1, 2}, vector{3, 5}", "axes 1, 2 marks: scatter, line"))

local RESIDUALS = "Plots the residuals of a model against its predictions: y minus the prediction, "
  .. "or minus the probability for a logistic model. The residuals of a good model form a band "
  .. "around 0 without a pattern."
enter(pictures.figure("residuals", residuals, "m, X, y, {offset=, size=, title=, theme=}",
  RESIDUALS .. " A second panel shows their histogram, with a normal curve unless the model is "
  .. "logistic.",
  LINEAR, "m, vector{1, 2}, vector{3, 6}", "figure 1x2, 4 marks"))
enter(pictures.method("residuals", residuals_panel, "m, X, y", RESIDUALS, LINEAR,
  "m, vector{1, 2}, vector{3, 6}", "axes 1, 2 marks: scatter, line"))
enter(pictures.figure("features", features, "X, y[, m], {names=, size=, title=, theme=}",
  "Plots y against each feature, one panel per feature, with the predictions of the model m for "
  .. "the same examples if m is given. X can have at most " .. MOST_PANELS .. " features.",
  "X = matrix{{1, 2}, {3, 4}}\n", "X, {5, 6}", "figure 1x2, 2 marks"))

return {entries = list}
