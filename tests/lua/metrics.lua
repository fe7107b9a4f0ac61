-- Metrics against scikit-learn 1.2.1: the literals are what sklearn.metrics
-- gives for the same arrays (mean_squared_error, mean_absolute_error, r2_score,
-- precision_score ..., log_loss, roc_curve(drop_intermediate=False),
-- roc_auc_score, confusion_matrix), printed by repr.
local check = dofile("tests/check.lua")

local y, f = vector{3, -0.5, 2, 7, 4.25}, vector{2.5, 0, 2, 8, 5.5}
local t = vector{0, 0, 1, 1, 0, 1, 0, 1, 1, 0}
local s = vector{0.1, 0.4, 0.35, 0.8, 0.35, 0.9, 0.6, 0.6, 0.2, 0.05}
local c = s:ge(0.5)
local y3, f3 = vector{1, 2, 3, 3, 2, 1, 1, 3}, vector{1, 2, 2, 3, 3, 1, 2, 3}

-- A few roundings of numbers around 1.
local EXACT = 4e-16

check.case("errors of numbers are scikit-learn's", function()
  check.near(metrics.mse(y, f), 0.6125, EXACT)
  check.near(metrics.rmse(y, f), 0.7826237921249264, EXACT)
  check.near(metrics.mae(y, f), 0.65, EXACT)
  check.near(metrics.r2(y, f), 0.9002442996742671, EXACT)
end)

check.case("shares of classes are scikit-learn's", function()
  check.near(metrics.accuracy(t, c), 0.7, EXACT)
  check.near(metrics.precision(t, c), 0.75, EXACT)
  check.near(metrics.recall(t, c), 0.6, EXACT)
  check.near(metrics.f1(t, c), 0.6666666666666665, EXACT)
end)

check.case("one class of three counts against the others", function()
  check.near(metrics.precision(y3, f3, {positive = 2}), 1 / 3, EXACT)
  check.near(metrics.recall(y3, f3, {positive = 2}), 0.5, EXACT)
  check.near(metrics.f1(y3, f3, {positive = 2}), 0.4, EXACT)
end)

check.case("the log loss is scikit-learn's, and finite for sure errors", function()
  check.near(metrics.log_loss(t, s), 0.5513142809448781, EXACT)
  check.near(metrics.log_loss({1, 0}, {0, 1}), 36.04365338911715, 1e-14)
  check.near(metrics.log_loss({1, 0}, {1, 0}), 0, 1e-15)
end)

check.case("the curve and its area are scikit-learn's", function()
  local fpr, tpr, threshold = metrics.roc(t, s)
  check.equal(fpr, vector{0, 0, 0, 0.2, 0.4, 0.6, 0.6, 0.8, 1})
  check.equal(tpr, vector{0, 0.2, 0.4, 0.6, 0.6, 0.8, 1, 1, 1})
  check.equal(threshold, vector{1 / 0, 0.9, 0.8, 0.6, 0.4, 0.35, 0.2, 0.1, 0.05})
  check.near(metrics.auc(t, s), 0.76, EXACT)
  check.equal(metrics.auc({0, 1, 0, 1}, {1, 1, 1, 1}), 0.5)
  check.equal(metrics.auc({0, 1}, {5, 4}), 0)
end)

check.case("the confusion matrix has true rows and predicted columns", function()
  check.equal(metrics.confusion(t, c):matrix(), matrix{{4, 1}, {2, 3}})
  check.equal(metrics.confusion(y3, f3):matrix(), matrix{{2, 1, 0}, {0, 1, 1}, {0, 1, 2}})
  check.equal(metrics.confusion({-1, 5}, {5, 5}).classes, vector{-1, 5})
end)

check.case("the confusion table names its sides", function()
  check.equal(tostring(metrics.confusion(t, c, {names = {"benign", "malignant"}})),
    "           predicted\ntrue       benign  malignant\nbenign          4          1\n"
    .. "malignant       2          3")
  check.equal(tostring(metrics.confusion(t, c)),
    "      predicted\ntrue  0  1\n0     4  1\n1     2  3")
end)

check.case("named classes that do not occur have their row", function()
  local m = metrics.confusion({1, 1}, {1, 3}, {names = {"a", "b", "c"}})
  check.equal(m:matrix(), matrix{{1, 0, 1}, {0, 0, 0}, {0, 0, 0}})
  check.equal(metrics.confusion({1, 1}, {1, 1}, {names = {"no", "yes"}}):matrix(), matrix{{0, 0},
    {0, 2}})
  check.fails(function() metrics.confusion({1, 5}, {1, 1}, {names = {"a", "b"}}) end,
    "metrics.confusion: y (argument 1): element 2 is 5.0, but the 2 names are for 0 to 1")
  check.fails(function() metrics.confusion({1}, {1}, {names = 3}) end,
    "option names: list of the names of the classes expected, got 3")
  check.fails(function() return metrics.confusion({1}, {1}).matrx end, "did you mean 'matrix'?")
end)

check.case("what is undefined in scikit-learn has an answer or a sentence", function()
  check.equal(metrics.precision({1, 0}, {0, 0}), 0)
  check.equal(metrics.recall({1, 0}, {0, 0}), 0)
  check.equal(metrics.f1({1, 0}, {0, 0}), 0)
  check.fails(function() metrics.recall({0, 0}, {0, 1}) end,
    "metrics.recall: y (argument 1): no example is of the positive class")
  check.fails(function() metrics.f1({0, 0}, {0, 0}) end, "metrics.f1: y (argument 1): no example")
  check.fails(function() metrics.r2({2, 2}, {1, 2}) end,
    "metrics.r2: y (argument 1): it is constant")
  check.fails(function() metrics.auc({1, 1}, {1, 2}) end,
    "metrics.auc: y (argument 1): it has no example of class 0; both classes are needed")
  check.fails(function() metrics.roc({0, 0}, {1, 2}) end, "it has no example of class 1")
end)

check.case("wrong arguments are refused by every metric alike", function()
  local names = {"mse", "rmse", "mae", "r2", "accuracy", "precision", "recall", "f1", "log_loss",
    "roc", "auc",
    "confusion"}
  for _, name in ipairs(names) do
    local metric, who = metrics[name], "metrics." .. name .. ": "
    check.fails(function() metric() end,
      who .. "y (argument 1): vector or table of numbers expected, got nothing")
    check.fails(function() metric({1}, {1, 0}) end, who .. "y has 1 elements, yhat 2")
    check.fails(function() metric({}, {}) end, who .. "y (argument 1): it is empty")
    check.fails(function() metric({0 / 0}, {1}) end, who .. "y (argument 1): element 1 is nan")
    check.fails(function() metric({1}, {1 / 0}) end, "(argument 2): element 1 is infinite")
    check.fails(function() metric({1}, {"a"}) end, "element 1 must be a number, got string \"a\"")
    check.fails(function() metric({1}, "a") end,
      "(argument 2): vector or table of numbers expected")
  end
end)

check.case("probabilities are not taken for classes, nor classes for 0 and 1", function()
  check.fails(function() metrics.accuracy(t, s) end,
    "metrics.accuracy: yhat (argument 2): element 1 is 0.1, but classes are compared here")
  check.fails(function() metrics.precision(y3, f3) end,
    "element 2 is 2.0, where 0 or 1 is expected; of other "
    .. "classes say which one counts, as in {positive=2}")
  check.fails(function() metrics.log_loss({0, 1}, {0.5, 1.5}) end,
    "metrics.log_loss: p (argument 2): element 2 is 1.5, where a probability from 0 to 1")
  check.fails(function() metrics.log_loss({0, 2}, {0.5, 0.5}) end,
    "element 2 is 2.0, where 0 or 1 is expected")
  check.fails(function() metrics.f1(t, c, {positiv = 1}) end, "did you mean 'positive'?")
end)

check.done("metrics")
