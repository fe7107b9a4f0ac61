-- threshold.lua - explore.threshold: what the threshold of a classifier decides.

local loop = require "mlrepl.explore.loop"
local pictures = require "mlrepl.plots.common"
local samples = require "mlrepl.explore.samples"
local sliders = require "mlrepl.explore.sliders"

local NAME = "explore.threshold"

local function fail(text, ...) pictures.fail(NAME, text, ...) end

-- -- numbers --------------------------------------------------------------------------

local function ratio(a, b) return b > 0 and a / b or 0 / 0 end

-- Counts and rates at a threshold; nan where nothing is predicted positive.
local function rates_at(y, p, threshold)
  local said = p:ge(threshold)
  local r = {threshold = threshold, tp = said:dot(y)}
  r.fp, r.positives = said:sum() - r.tp, y:sum()
  r.fn, r.tn = r.positives - r.tp, #y - r.positives - r.fp
  r.precision, r.recall = ratio(r.tp, r.tp + r.fp), ratio(r.tp, r.positives)
  r.fpr, r.accuracy = ratio(r.fp, r.fp + r.tn), (r.tp + r.tn) / #y
  r.f1 = ratio(2 * r.tp, 2 * r.tp + r.fp + r.fn)
  return r
end

-- Precision and recall at 101 thresholds.
local function curves_of(y, p)
  local at = vector.linspace(0, 1, 101)
  local precision, recall = vector.zeros(101), vector.zeros(101)
  for k = 1, 101 do
    local r = rates_at(y, p, at[k])
    precision[k], recall[k] = r.precision, r.recall
  end
  return {at = at, precision = precision, recall = recall}
end

-- -- drawing --------------------------------------------------------------------------

local function mark_threshold(axes, threshold, top)
  axes:line({threshold, threshold}, {0, top}, {color = "black", linestyle = "--"})
  return axes:xlabel("predicted probability"):xlim(0, 1):ylim(0, top)
end

local BINS = vector.linspace(0, 1, 21)

local function draw_scores(axes, y, p, threshold)
  local top = 0
  for k, class in ipairs{0, 1} do
    local scores = p:where(y:eq(class))
    for i = 1, 20 do
      local upper = i == 20 and scores:le(1) or scores:lt(BINS[i + 1])
      top = math.max(top, (scores:ge(BINS[i]) * upper):sum())
    end
    axes:histogram(scores, {bins = BINS, color = k == 1 and "C0" or "C3", alpha = 0.6,
      label = ("y = %d"):format(class)})
  end
  mark_threshold(axes, threshold, top * 1.1):ylabel("examples")
  axes:title(("threshold %.2f: accuracy %.3g%%"):format(threshold,
    100 * rates_at(y, p, threshold).accuracy))
end

local function draw_confusion(axes, r)
  axes:image(matrix{{r.tn, r.fp}, {r.fn, r.tp}}, {cmap = "Blues", numbers = true, vmin = 0,
    vmax = r.tp + r.fp + r.fn + r.tn})
  axes:xticks({1, 2}, {"0", "1"}):yticks({1, 2}, {"0", "1"}):grid(false)
  axes:xlabel("predicted"):ylabel("true"):title(("F1 = %.3f"):format(r.f1))
end

local function draw_roc(axes, y, p, r)
  axes:roc(y, p)
  axes:scatter({r.fpr}, {r.recall}, {color = "C3", size = 11, alpha = 1})
  axes:title(("false positives %.1f%%, found %.1f%%"):format(100 * r.fpr, 100 * r.recall))
end

local function draw_curves(axes, curves, r)
  axes:line(curves.at, curves.precision, {color = "C0", label = "precision"})
  axes:line(curves.at, curves.recall, {color = "C1", label = "recall"})
  mark_threshold(axes, r.threshold, 1.05)
  axes:title(("precision %.3f, recall %.3f"):format(r.precision, r.recall))
end

local function drawing(y, p)
  local curves = curves_of(y, p)
  return function(now)
    local r = rates_at(y, p, now.threshold)
    local f = plot.figure{rows = 2, columns = 2, size = {1100, 760}}
    draw_scores(f[1], y, p, now.threshold)
    draw_confusion(f[2], r)
    draw_roc(f[3], y, p, r)
    draw_curves(f[4], curves, r)
  end
end

-- -- all ------------------------------------------------------------------------------

-- The threshold of the point of the ROC curve nearest to (x, y).
local function nearest(fpr, tpr, thresholds, event)
  local at = ((fpr - event.x) ^ 2 + (tpr - event.y) ^ 2):argmin()
  return math.max(0, math.min(1, thresholds[at]))
end

local function clicking(y, p)
  local fpr, tpr, thresholds = metrics.roc(y, p)
  return function(e, event)
    if event.kind == "release" or event.panel == 2 then return false end
    local at = event.panel == 3 and nearest(fpr, tpr, thresholds, event) or event.x
    return sliders.set(e.sliders[1], at)
  end
end

-- Arguments are (m, X, y) or (y, p).
local function read(first, second, third)
  if first == nil then return samples.scores() end
  local y, p
  if pictures.can(first, "predict") then
    if first.kind ~= "logistic" then
      fail("m (argument 1): logistic model expected, got a %s one", tostring(first.kind))
    end
    pictures.check_weights(NAME, first)
    y = select(2, pictures.examples(NAME, second, third))
    p = first:probability(second)
  else
    y = pictures.to_vector(NAME, "y (argument 1)", first)
    p = pictures.to_vector(NAME, "p (argument 2)", second)
    pictures.examples(NAME, p, y)
  end
  pictures.check_finite(NAME, "p", p)
  if y:eq(0):sum() + y:eq(1):sum() < #y or y:min() == y:max() then
    fail("y: classes 0 and 1 expected, with examples of both")
  end
  if p:min() < 0 or p:max() > 1 then fail("p: probabilities from 0 to 1 expected") end
  return y, p
end

local function threshold(...)
  local y, p = read(...)
  local m = pictures.can((...), "predict") and (...)
  local list = {sliders.number(fail, "threshold", {0.0, 1.0, m and m.threshold or 0.5})}
  local now = loop.run{name = NAME, sliders = list, draw = drawing(y, p), quiet = true,
    click = clicking(y, p), mouse = "a click on a curve or the histogram chooses the threshold"}
  local r = rates_at(y, p, now.threshold)
  return {threshold = r.threshold, precision = r.precision, recall = r.recall, f1 = r.f1,
    accuracy = r.accuracy, confusion = matrix{{r.tn, r.fp}, {r.fn, r.tp}}}
end

return {entries = {{name = NAME, fn = threshold,
  usage = "explore.threshold(m, X, y) -> table",
  help = "Shows what the threshold of a logistic model decides: the predicted probabilities of "
    .. "both classes, the confusion matrix, the ROC curve, and precision and recall. The slider, "
    .. "or a click on a curve or the histogram, moves the threshold. Also accepts (y, p) for "
    .. "classes 0 and 1 and probabilities; without arguments it uses 60 made-up scores. The model "
    .. "is not changed. Returns threshold, precision, recall, f1, accuracy and the confusion "
    .. "matrix, with one row per true class.",
  example = "plot.close()\np = explore.threshold({0, 0, 1, 1}, {0.1, 0.6, 0.4, 0.8})\n"
    .. "p.precision, p.recall --> 0.5\t0.5"}}}
