-- data.lua - data and models beside each other: data, fit, residuals,
-- features.

local context = require "mlrepl.context"
local pictures = require "mlrepl.plots.common"
local fail = pictures.fail

local MOST_PANELS = 24

-- -- data --------------------------------------------------------------------

local LONGEST_TITLE = 45 -- characters

-- What is against what, behind a word or two where there is room.
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
  x, y = pictures.examples("data", X, y)
  if #x == 1 then
    axes:scatter(x[1], y, {marker = "x", color = "red", alpha = 1, label = "data"})
    return label_one(axes, X, y, options)
  end
  if #x ~= 2 then
    fail("data", "X has %d features; choose two, as with X:take_columns{1, 2}", #x)
  end
  local classes = pictures.check_classes("data", y)
  pictures.scatter_classes(axes, x[1], x[2], y, classes, options)
  local first = pictures.feature_name(options, X, 1, 2)
  local second = pictures.feature_name(options, X, 2, 2)
  axes:xlabel(first):ylabel(second)
  return axes:title(("%s by %s and %s"):format(pictures.target_name(options, 2, y), first, second))
end

-- -- fit ---------------------------------------------------------------------

local function fit(axes, m, X, y, options)
  options = pictures.with_names(context.options("plot.fit", options), m)
  pictures.check_model("fit", m, "predict")
  local x
  x, y = pictures.examples("fit", X, y)
  if #x ~= 1 then fail("fit", "one feature expected, got %d", #x) end
  pictures.check_weights("fit", m)
  pictures.in_order(m, X) -- which refuses another column
  local at = vector.linspace(x[1]:min(), x[1]:max(), 200)
  local predicted = m:predict(matrix.columns{at}) -- first: it may refuse
  axes:scatter(x[1], y, {marker = "x", color = "red", alpha = 1, label = "actual"})
  axes:line(at, predicted, {color = "C0", label = "our prediction"})
  return label_one(axes, X, y, options, pictures.kind_words(m))
end

-- -- residuals ---------------------------------------------------------------

local function values_of(name, m, X)
  if m.kind == "softmax" then
    fail(name, "a softmax model predicts classes, which have no residuals; "
      .. "plot.confusion shows its mistakes")
  end
  if m.kind == "logistic" then return m:probability(X), "probability" end
  return m:predict(X), "prediction"
end

-- Predictions, residuals, and their words.
local function residuals_of(m, X, y)
  pictures.check_model("residuals", m, "predict")
  local _
  _, y = pictures.examples("residuals", X, y)
  pictures.check_weights("residuals", m)
  local predicted, word = values_of("residuals", m, X)
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
  local predicted, residual, word, name = residuals_of(m, X, y)
  local f = pictures.new_figure("residuals", 1, 2, options)
  draw_residuals(f[1], predicted, residual, word, name)
  local mean, std = residual:mean(), residual:std()
  if math.abs(mean) < 1e-9 * std then mean = 0 end -- as least squares leave it, but for rounding
  local typical = ("mean %.3g, std %.3g"):format(mean, std)
  f[2]:histogram(residual, {normal = m.kind ~= "logistic", label = typical})
  f[2]:title("How large they are"):xlabel(("%s − %s"):format(name, word)):ylabel("examples")
  return f
end

-- -- features ----------------------------------------------------------------

-- Rows and columns for n panels, about as many as one can take in.
local function shape_of(n)
  local columns = n <= 3 and n or n == 4 and 2 or n <= 6 and 3 or 4
  return math.ceil(n / columns), columns
end

-- features(X, y, {...}) has the options where m may stand.
local function read_features(X, y, m, options)
  if options == nil and context.describe(m) == "table" then m, options = nil, m end
  options = context.options("plot.features", options)
  local x
  x, y = pictures.examples("features", X, y)
  if #x > MOST_PANELS then
    fail("features", "X has %d features; choose up to %d, as with X:take_columns{1, 2}", #x,
      MOST_PANELS)
  end
  if m ~= nil and not pictures.can(m, "predict") then
    fail("features", "m (argument 3): model with predict expected, got %s", context.describe(m))
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
  "The data: for one feature, y against it; for two features and classes in y, a colour and a "
  .. "marker a class. names = {\"size\", \"price\"} are the axes' labels, else the names that X "
  .. "and y know; classes = {\"no\", \"yes\"} are the legend's.",
  "X = matrix{{1, 2}, {3, 4}, {5, 6}}\n", "X, vector{0, 1, 1}",
  "axes 1, 2 marks: scatter, scatter"))
enter(pictures.panel("fit", fit, "m, X, y, {names=}",
  "A model of one feature: the data, and what the model predicts between their ends.",
  LINEAR, "m, vector{1, 2}, vector{3, 5}", "axes 1, 2 marks: scatter, line"))

local RESIDUALS = "What a model leaves unexplained: y minus the prediction (of a logistic model, "
  .. "minus the probability) against the prediction. A good model leaves a band around 0 without "
  .. "a shape."
enter(pictures.figure("residuals", residuals, "m, X, y, {size=, title=, theme=}",
  RESIDUALS .. " Beside it a histogram of them, with the normal curve of a linear model.",
  LINEAR, "m, vector{1, 2}, vector{3, 6}", "figure 1x2, 4 marks"))
enter(pictures.method("residuals", residuals_panel, "m, X, y", RESIDUALS, LINEAR,
  "m, vector{1, 2}, vector{3, 6}", "axes 1, 2 marks: scatter, line"))
enter(pictures.figure("features", features, "X, y[, m], {names=, size=, title=, theme=}",
  "A panel a feature: y against it, and what the model m predicts for the same examples when it "
  .. "is given. Up to " .. MOST_PANELS .. " features.",
  "X = matrix{{1, 2}, {3, 4}}\n", "X, {5, 6}", "figure 1x2, 2 marks"))

return {entries = list}
