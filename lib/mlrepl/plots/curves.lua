-- curves.lua - scores and probabilities at all thresholds: plot.roc,
-- plot.precision_recall, plot.calibration.

local context = require "mlrepl.context"
local pictures = require "mlrepl.plots.common"
local fail, is = pictures.fail, pictures.is

local function is_model(value) return pictures.can(value, "predict") end

-- -- scores -----------------------------------------------------------------

-- The scores: probabilities, or the predictions of a custom model.
local function scores_of(name, m, X)
  pictures.check_weights(name, m)
  if m.kind == "softmax" then
    fail(name, "a softmax model has one probability per class; choose a class, as in "
      .. "plot.%s(y:eq(2), m:probability(X):column(2))", name)
  end
  return pictures.apply(name, m, m.kind == "logistic" and "probability" or "predict", X)
end

local function are_numbers(value)
  return is(value, "vector") or context.describe(value) == "table" and type(value[1]) == "number"
end

-- Returns y, a list of scores and the options as they are. Arguments are (y, p), (m, X, y) or
-- ({m1, m2}, X, y).
local function read_scores(name, first, second, third, fourth)
  if are_numbers(first) then
    local y, p = pictures.examples(name, pictures.to_vector(name, "y", first),
      pictures.to_vector(name, "p", second))
    return y[1], {p}, third
  end
  local models = is_model(first) and {first} or first
  if context.describe(models) ~= "table" or not is_model(models[1]) then
    fail(name, "m (argument 1): model, table of models, or the true classes expected, got %s",
      context.wrong_number(first))
  end
  local x
  x, third = pictures.examples(name, second, third)
  local scores = {}
  for k, m in ipairs(models) do
    if not is_model(m) then
      fail(name, "m (argument 1): element %d must be a model, got %s", k, context.describe(m))
    end
    pictures.check_features(name, m, x)
    scores[k] = scores_of(name, m, second)
  end
  return third, scores, fourth
end

-- The same with the options checked, and their labels.
local function read_arguments(name, ...)
  local y, scores, options = read_scores(name, ...)
  options = context.options("plot." .. name, options)
  return y, scores, options, pictures.check_texts(name, "labels", options.labels, #scores)
end

-- The start of the label of the k-th of n curves.
local function prefix(labels, k, n)
  return labels and labels[k] .. ", " or n > 1 and ("model %d, "):format(k) or ""
end

-- -- curves ------------------------------------------------------------------

local function roc(axes, ...)
  local y, scores, options, labels = read_arguments("roc", ...)
  local how = {positive = options.positive}
  for k, p in ipairs(scores) do
    local fpr, tpr = metrics.roc(y, p, how)
    axes:line(fpr, tpr, {label = ("%sAUC %.3f"):format(prefix(labels, k, #scores),
      metrics.auc(y, p, how))})
  end
  axes:line({0, 1}, {0, 1}, {color = "gray", linestyle = "--", linewidth = 1.5, label = "chance"})
  axes:xlabel("false positive rate"):ylabel("true positive rate"):title("ROC curve")
  return axes:xlim(-0.02, 1.02):ylim(-0.02, 1.02)
end

local function precision_recall(axes, ...)
  local y, scores, options, labels = read_arguments("precision_recall", ...)
  local how = {positive = options.positive}
  for k, p in ipairs(scores) do
    local precision, recall = metrics.precision_recall(y, p, how)
    axes:step(recall, precision, {label = ("%sAP %.3f"):format(prefix(labels, k, #scores),
      metrics.average_precision(y, p, how))})
  end
  local chance = y:eq(options.positive or 1):mean()
  axes:line({0, 1}, {chance, chance}, {color = "gray", linestyle = "--", linewidth = 1.5,
    label = ("chance %.3g"):format(chance)})
  axes:xlabel("recall"):ylabel("precision"):title("Precision-recall curve")
  return axes:xlim(-0.02, 1.02):ylim(-0.02, 1.02)
end

local function calibration(axes, ...)
  local y, scores, options, labels = read_arguments("calibration", ...)
  local how = {bins = options.bins, strategy = options.strategy, positive = options.positive}
  axes:line({0, 1}, {0, 1}, {color = "gray", linestyle = "--", linewidth = 1.5, label = "perfect"})
  for k, p in ipairs(scores) do
    local truth, guess = metrics.calibration(y, p, how)
    axes:line(guess, truth, {marker = "o", color = ("C%d"):format(k - 1),
      label = labels and labels[k] or #scores > 1 and ("model %d"):format(k) or nil})
  end
  axes:xlabel("mean predicted probability"):ylabel("proportion of positive examples")
  axes:title("Calibration")
  return axes:xlim(-0.02, 1.02):ylim(-0.02, 1.02)
end

-- -- entries -----------------------------------------------------------------

local P = "y, p = vector{0, 0, 1, 1}, vector{0.1, 0.4, 0.35, 0.8}\n"

local ALSO = " Also accepts ({m1, m2}, X, y, {labels={\"a\", \"b\"}}) for several models, and "

local list = {}
local function enter(...)
  for _, entry in ipairs{...} do list[#list + 1] = entry end
end

enter(pictures.panel("roc", roc, "m, X, y, {labels=, positive=}",
  "Plots the ROC curve of a logistic model: the true positive rate against the false positive rate "
  .. "over all thresholds, with the area under the curve (AUC) in the legend." .. ALSO
  .. "(y, p) for probabilities or scores.",
  P, "y, p", "axes 1, 2 marks: line, line"))
enter(pictures.panel("precision_recall", precision_recall, "m, X, y, {labels=, positive=}",
  "Plots the precision against the recall of a logistic model over all thresholds, with the "
  .. "average precision (AP) in the legend: the curve to look at if positive examples are rare."
  .. ALSO .. "(y, p) for probabilities or scores.",
  P, "y, p", "axes 1, 2 marks: line, line"))
enter(pictures.panel("calibration", calibration, "m, X, y, {bins=, strategy=, labels=, positive=}",
  "Plots the proportion of positive examples against the mean predicted probability in each of "
  .. "`bins` (5) intervals, as metrics.calibration does. The points of a well-calibrated model lie "
  .. "on the diagonal." .. ALSO .. "(y, p) for probabilities.",
  P, "y, p, {bins=2}", "axes 1, 2 marks: line, line"))

return {entries = list}
