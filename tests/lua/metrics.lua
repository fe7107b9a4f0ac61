-- Metrics against scikit-learn 1.2.1: the literals are the results of
-- sklearn.metrics for the same arrays (mean_squared_error, mean_absolute_error, r2_score,
-- precision_score ..., log_loss, roc_curve(drop_intermediate=False),
-- roc_auc_score, confusion_matrix), printed by repr.
local check = dofile("tests/check.lua")

local y, f = vector{3, -0.5, 2, 7, 4.25}, vector{2.5, 0, 2, 8, 5.5}
local t = vector{0, 0, 1, 1, 0, 1, 0, 1, 1, 0}
local s = vector{0.1, 0.4, 0.35, 0.8, 0.35, 0.9, 0.6, 0.6, 0.2, 0.05}
local c = s:ge(0.5)
local y3, f3 = vector{1, 2, 3, 3, 2, 1, 1, 3}, vector{1, 2, 2, 3, 3, 1, 2, 3}

-- A few rounding errors of numbers around 1.
local EXACT = 4e-16

check.case("regression metrics agree with scikit-learn", function()
  check.near(metrics.mse(y, f), 0.6125, EXACT)
  check.near(metrics.rmse(y, f), 0.7826237921249264, EXACT)
  check.near(metrics.mae(y, f), 0.65, EXACT)
  check.near(metrics.r2(y, f), 0.9002442996742671, EXACT)
end)

check.case("classification metrics agree with scikit-learn", function()
  check.near(metrics.accuracy(t, c), 0.7, EXACT)
  check.near(metrics.precision(t, c), 0.75, EXACT)
  check.near(metrics.recall(t, c), 0.6, EXACT)
  check.near(metrics.f1(t, c), 0.6666666666666665, EXACT)
end)

check.case("positive= selects one of three classes", function()
  check.near(metrics.precision(y3, f3, {positive = 2}), 1 / 3, EXACT)
  check.near(metrics.recall(y3, f3, {positive = 2}), 0.5, EXACT)
  check.near(metrics.f1(y3, f3, {positive = 2}), 0.4, EXACT)
end)

check.case("averages over classes agree with scikit-learn", function()
  local truth, guess = vector{1, 2, 3, 3, 2, 1, 1, 3, 5, 5}, {1, 2, 2, 3, 3, 1, 2, 3, 4, 5}
  local expected = {
    macro = {0.6, 0.4666666666666666, 0.5066666666666666}, micro = {0.6, 0.6, 0.6},
    weighted = {0.7666666666666666, 0.6, 0.6533333333333333}}
  for average, values in pairs(expected) do
    local options = {average = average}
    check.near(metrics.precision(truth, guess, options), values[1], EXACT)
    check.near(metrics.recall(truth, guess, options), values[2], EXACT)
    check.near(metrics.f1(truth, guess, options), values[3], EXACT)
  end
  local each = {average = "none"}
  check.equal(metrics.precision(truth, guess, each), vector{1, 1 / 3, 2 / 3, 0, 1})
  check.equal(metrics.recall(truth, guess, each), vector{2 / 3, 1 / 2, 2 / 3, 0, 1 / 2})
  check.equal(metrics.f1(truth, guess, each), vector{0.8, 0.4, 2 / 3, 0, 2 / 3})
  check.equal(metrics.f1(t, c, {average = "binary"}), metrics.f1(t, c))
  check.fails(function() metrics.f1(truth, guess, {average = "mean"}) end, 'metrics.f1: option '
    .. 'average: "binary", "macro", "micro", "weighted" or "none" expected, got string "mean"')
  check.fails(function() metrics.f1(truth, guess, {average = "macro", positive = 2}) end,
    "metrics.f1: positive= and average= cannot be combined; pass only one of them")
  check.fails(function() metrics.f1(vector.range(1, 201), vector.range(1, 201), each) end,
    "metrics.f1: y and yhat have more than 200 distinct values; are they classes?")
end)

check.case("classes may be any integers", function()
  check.near(metrics.accuracy({-1, 1, -1}, {-1, -1, -1}), 2 / 3, EXACT)
  check.equal(metrics.precision({-1, 1, 1}, {1, 1, -1}, {positive = 1}), 0.5)
  check.equal(metrics.confusion({3, 1, 2, 1}, {1, 1, 7, 3}):matrix(),
    matrix{{1, 0, 1, 0}, {0, 0, 0, 1}, {1, 0, 0, 0}, {0, 0, 0, 0}})
end)

check.case("the log loss of several classes takes one column per class", function()
  local P = matrix{{0.7, 0.2, 0.1}, {0.1, 0.8, 0.1}, {0.3, 0.3, 0.4}, {0, 0.5, 0.5}, {1, 0, 0}}
  check.near(metrics.log_loss({1, 2, 3, 1, 1}, P), 7.507952523248851, EXACT)
  check.near(metrics.log_loss({1, 2, 3, 3}, matrix{{0.7, 0.2, 0.1}, {0.1, 0.8, 0.1},
    {0.3, 0.3, 0.4}, {0.25, 0.25, 0.5}}), 0.5473141019217606, EXACT)
  check.fails(function() metrics.log_loss({1, 2}, P) end,
    "metrics.log_loss: y has 2 elements, but p has 5 rows")
  check.fails(function() metrics.log_loss({1, 2, 0, 1, 1}, P) end,
    "metrics.log_loss: y (argument 1): element 3 is 0.0, but p has one column per class, "
    .. "so classes from 1 to 3 are expected")
  check.fails(function() metrics.log_loss({1.5}, matrix{{1, 0}}) end, "element 1 is 1.5, but p")
  check.fails(function() metrics.log_loss({1}, matrix{{0.5, 0.4}}) end,
    "p (argument 2): row 1 must add up to 1, got 0.9")
  check.fails(function() metrics.log_loss({1}, matrix{{1.5, -0.5}}) end,
    "element 1 must be a probability from 0 to 1, got 1.5")
  check.fails(function() metrics.log_loss({1}, matrix{{0 / 0, 0.5}}) end,
    "metrics.log_loss: p has nan at row 1, column 1")
  check.fails(function() metrics.log_loss({}, matrix.zeros(0, 2)) end, "it is empty")
end)

check.case("positive= sets the class of the ROC curve", function()
  local fpr, tpr = metrics.roc(t + 1, s, {positive = 2})
  check.equal(fpr, vector{0, 0, 0, 0.2, 0.4, 0.6, 0.6, 0.8, 1})
  check.equal(tpr, vector{0, 0.2, 0.4, 0.6, 0.6, 0.8, 1, 1, 1})
  check.equal(metrics.roc(t + 1, s, {positive = 1}), tpr)
  check.near(metrics.auc(t + 1, s, {positive = 2}), 0.76, EXACT)
  check.near(metrics.auc(t, s, {positive = 0}), 0.24, EXACT)
  check.near(metrics.auc({0, 1, 1, 0, 1}, {3, 3, 3, 1, 1}), 0.5833333333333333, EXACT)
  check.fails(function() metrics.auc(t + 1, s) end, "metrics.auc: y (argument 1): element 3 must "
    .. "be 0 or 1, got 2.0; for other classes name the positive one, as in {positive=2}")
  check.fails(function() metrics.auc(t, s, {positive = 3}) end,
    "metrics.auc: y (argument 1): no example has class 3; both positive and negative examples"
    .. " are needed")
  check.fails(function() metrics.auc({2, 2}, {1, 2}, {positive = 2}) end,
    "every example has class 2; both positive and negative examples are needed")
end)

check.case("the log loss agrees with scikit-learn and is finite at 0 and 1", function()
  check.near(metrics.log_loss(t, s), 0.5513142809448781, EXACT)
  check.near(metrics.log_loss({1, 0}, {0, 1}), 36.04365338911715, 1e-14)
  check.near(metrics.log_loss({1, 0}, {1, 0}), 0, 1e-15)
end)

check.case("the ROC curve and its area agree with scikit-learn", function()
  local fpr, tpr, threshold = metrics.roc(t, s)
  check.equal(fpr, vector{0, 0, 0, 0.2, 0.4, 0.6, 0.6, 0.8, 1})
  check.equal(tpr, vector{0, 0.2, 0.4, 0.6, 0.6, 0.8, 1, 1, 1})
  check.equal(threshold, vector{1 / 0, 0.9, 0.8, 0.6, 0.4, 0.35, 0.2, 0.1, 0.05})
  check.near(metrics.auc(t, s), 0.76, EXACT)
  check.equal(metrics.auc({0, 1, 0, 1}, {1, 1, 1, 1}), 0.5)
  check.equal(metrics.auc({0, 1}, {5, 4}), 0)
end)

check.case("the confusion matrix has true classes in rows, predictions in columns", function()
  check.equal(metrics.confusion(t, c):matrix(), matrix{{4, 1}, {2, 3}})
  check.equal(metrics.confusion(y3, f3):matrix(), matrix{{2, 1, 0}, {0, 1, 1}, {0, 1, 2}})
  check.equal(metrics.confusion({-1, 5}, {5, 5}).classes, vector{-1, 5})
end)

check.case("the confusion table labels its rows and columns", function()
  check.equal(tostring(metrics.confusion(t, c, {names = {"benign", "malignant"}})),
    "           predicted\ntrue       benign  malignant\nbenign          4          1\n"
    .. "malignant       2          3")
  check.equal(tostring(metrics.confusion(t, c)),
    "      predicted\ntrue  0  1\n0     4  1\n1     2  3")
end)

check.case("named classes that do not occur have a row", function()
  local m = metrics.confusion({1, 1}, {1, 3}, {names = {"a", "b", "c"}})
  check.equal(m:matrix(), matrix{{1, 0, 1}, {0, 0, 0}, {0, 0, 0}})
  check.equal(metrics.confusion({1, 1}, {1, 1}, {names = {"no", "yes"}}):matrix(), matrix{{0, 0},
    {0, 2}})
  check.fails(function() metrics.confusion({1, 5}, {1, 1}, {names = {"a", "b"}}) end,
    "metrics.confusion: y (argument 1): element 2 is 5.0, but the 2 names stand for classes 0 to 1")
  check.fails(function() metrics.confusion({1}, {1}, {names = 3}) end,
    "option names: list of class names expected, got 3")
  check.fails(function() return metrics.confusion({1}, {1}).matrx end, "did you mean 'matrix'?")
end)

check.case("cases undefined in scikit-learn give a value or an error", function()
  check.equal(metrics.precision({1, 0}, {0, 0}), 0)
  check.equal(metrics.recall({1, 0}, {0, 0}), 0)
  check.equal(metrics.f1({1, 0}, {0, 0}), 0)
  check.fails(function() metrics.recall({0, 0}, {0, 1}) end,
    "metrics.recall: y (argument 1): no example has the positive class")
  check.fails(function() metrics.f1({0, 0}, {0, 0}) end, "metrics.f1: y (argument 1): no example")
  check.fails(function() metrics.auc({1, 1}, {1, 2}) end,
    "metrics.auc: y (argument 1): every example has class 1; both positive and negative "
    .. "examples are needed")
  check.fails(function() metrics.roc({0, 0}, {1, 2}) end,
    "no example has class 1; both positive and negative examples are needed")
end)

check.case("strings and fractions are not accepted as classes", function()
  for _, name in ipairs{"accuracy", "precision", "recall", "f1", "confusion"} do
    local metric, who = metrics[name], "metrics." .. name .. ": "
    check.fails(function() metric({"cat", "dog"}, {1, 0}) end, who .. "y (argument 1): element 1 "
      .. 'must be a number, got string "cat"; d:labels("column") converts class names to '
      .. "numbers")
    check.fails(function() metric({1, 0}, {"cat"}) end, 'yhat (argument 2): element 1 must be')
    check.fails(function() metric({1, 2.5}, {1, 2}) end, who .. "y (argument 1): element 2 is 2.5, "
      .. "but classes are integers; for regression use metrics.mse or metrics.r2")
  end
end)

check.case("every metric checks its arguments", function()
  local names = {"mse", "rmse", "mae", "r2", "accuracy", "precision", "recall", "f1", "log_loss",
    "roc", "auc",
    "confusion"}
  for _, name in ipairs(names) do
    local metric, who = metrics[name], "metrics." .. name .. ": "
    check.fails(function() metric() end,
      who .. "y (argument 1): vector or table of numbers expected, got nothing")
    check.fails(function() metric({1}, {1, 0}) end, who .. "y and yhat must have the same length, got 1 and 2")
    check.fails(function() metric({}, {}) end, who .. "y (argument 1): it is empty")
    check.fails(function() metric({0 / 0}, {1}) end, who .. "y (argument 1): element 1 is nan")
    check.fails(function() metric({1}, {1 / 0}) end, "(argument 2): element 1 is infinite")
    check.fails(function() metric({1}, {"a"}) end, "element 1 must be a number, got string \"a\"")
    check.fails(function() metric({1}, "a") end,
      "(argument 2): vector or table of numbers expected")
  end
end)

check.case("probabilities are not accepted as classes, nor other classes as 0 and 1", function()
  check.fails(function() metrics.accuracy(t, s) end,
    "metrics.accuracy: yhat (argument 2): element 1 is 0.1, but classes are integers; for probab")
  check.fails(function() metrics.precision(y3, f3) end,
    "element 2 must be 0 or 1, got 2.0; for other "
    .. "classes name the positive one, as in {positive=2}")
  check.fails(function() metrics.log_loss({0, 1}, {0.5, 1.5}) end,
    "metrics.log_loss: p (argument 2): element 2 must be a probability from 0 to 1, got 1.5")
  check.fails(function() metrics.log_loss({0, 2}, {0.5, 0.5}) end,
    "element 2 must be 0 or 1, got 2.0")
  check.fails(function() metrics.f1(t, c, {positiv = 1}) end, "did you mean 'positive'?")
end)

check.case("a confusion matrix is indexed like a matrix", function()
  local counts = metrics.confusion({0, 1, 1}, {0, 1, 0})
  check.equal(counts[2][1], 1.0)
  check.equal(counts[-1], vector{1, 1})
  check.equal(#counts, 2)
  check.fails(function() return counts[3] end, "3")
end)

-- r2_score of scikit-learn says 1 and 0.
check.case("metrics.r2, score and summary agree for a constant y", function()
  for _, value in ipairs{0, 0.1, 5, -1e9} do
    local x, same, m = vector.range(1, 7), vector.fill(7, value), model.linear()
    train(m, x, same, {method = "exact"})
    check.equal(metrics.r2(same, same), 1)
    check.equal(metrics.r2(same, same + 1e9), 0)
    check.equal(m:score(x, same), 1)
    check.equal(m:summary(x, same).r2, 1)
    m.b = m.b + 1
    check.equal(m:score(x, same), 0)
    check.equal(metrics.r2(same, m:predict(x)), 0)
  end
end)

check.done("metrics")
