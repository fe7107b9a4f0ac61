-- cross_validate and search.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

-- -- data ------------------------------------------------------------------------

local function columns(d, n) return d:select(table.move(d.names, 1, n, 1, {})):matrix() end

local function diabetes()
  local d = data.load"diabetes"
  return columns(d, 10), d.progression
end

local function breast_cancer()
  local d = data.load"breast_cancer"
  return columns(d, 30), d:labels"diagnosis" - 1
end

local function near_all(scores, expected, tolerance)
  equal(#scores, #expected)
  for k, score in ipairs(expected) do near(scores[k], score, tolerance) end
end

-- -- cross_validate --------------------------------------------------------------

-- The expected scores are those of scikit-learn 1.2.1 on the same folds, with
-- make_pipeline(StandardScaler(), ...) and PredefinedSplit.
case("scores of linear models equal scikit-learn's", function()
  local X, y = diabetes()
  local c = cross_validate(model.linear{normalize = "zscore"}, X, y)
  near_all(c.scores, {0.427178322072, 0.559298411597, 0.540253200529, 0.478292076235,
    0.403941301708}, 1e-11)
  near(c.mean, 0.481792662428, 1e-11)
  near(c.se, 0.030397853799, 1e-11)
  equal(c.metric, "R²")
  c = cross_validate(model.linear{normalize = "zscore", lambda = 10}, X, y, {metric = "rmse"})
  near_all(c.scores, {58.034827571181, 51.184348108865, 54.325524093754, 57.080537086837,
    54.671588629297}, 1e-11)
end)

case("scores of logistic and softmax models equal scikit-learn's", function()
  local X, y = breast_cancer()
  local m = model.logistic{normalize = "zscore", lambda = 1}
  near_all(cross_validate(m, X, y).scores, {0.973684210526, 0.991228070175, 0.973684210526,
    0.947368421053, 0.973451327434}, 1e-11)
  near_all(cross_validate(m, X, y, {metric = "auc"}).scores, {0.996362433862, 1,
    0.983134920635, 0.997052079921, 0.994299128102}, 1e-11)
  near_all(cross_validate(m, X, y, {metric = metrics.f1}).scores, {0.963855421687,
    0.988505747126, 0.962962962963, 0.926829268293, 0.963855421687}, 1e-11)
  near_all(cross_validate(m, X, y, {metric = "log_loss"}).scores, {0.077896905, 0.037053845,
    0.144419971, 0.080112595, 0.088449146}, 1e-8)
  local d = data.load"iris"
  local c = cross_validate(model.softmax{normalize = "zscore", lambda = 1}, columns(d, 4),
    d:labels"species", {metric = "log_loss"})
  near_all(c.scores, {0.160677345, 0.164190718, 0.150589828, 0.158119092, 0.175698123}, 1e-8)
end)

case("the model stays as it was, and its weights and scale have no influence", function()
  local X, y = diabetes()
  local fresh = cross_validate(model.linear{normalize = "zscore"}, X, y)
  local m = model.linear{normalize = "zscore"}
  train(m, X * 1000 + 5, y, {method = "exact"})
  local w, b, text = m.w:copy(), m.b, tostring(m)
  local used = cross_validate(m, X, y)
  near_all(used.scores, fresh.scores:totable(), 1e-12)
  equal(m.w, w)
  equal(m.b, b)
  equal(tostring(m), text)
  local untouched = model.linear{b = 7}
  cross_validate(untouched, X, y, {train = {iterations = 1, alpha = 1e-9}})
  equal(untouched.w, nil)
  equal(untouched.b, 7)
end)

-- By hand: a line through two of the three points predicts the third.
case("the scale is learned from the training folds alone", function()
  local x, y = vector{1, 2, 10}, vector{1, 4, 2}
  local c = cross_validate(model.linear{normalize = "minmax"}, x, y,
    {folds = 3, metric = function(t, f) return f[1] - t[1] end,
     train = function(m, X, t)
       train(m, X, t, {method = "exact"})
       -- the weights are those of features from 0 to 1: the difference of two targets
       near(math.abs(m.w[1]), math.abs(t[2] - t[1]), 1e-12)
     end})
  equal(#c.scores, 3)
end)

case("options: folds, seed, stratify, train", function()
  local X, y = breast_cancer()
  local m = model.logistic{normalize = "zscore", lambda = 1}
  local a, b = cross_validate(m, X, y, {folds = 3}), cross_validate(m, X, y, {folds = 3, seed = 2})
  equal(#a.scores, 3)
  equal(a.scores == b.scores, false)
  local calls = 0
  cross_validate(m, X, y, {folds = 4, stratify = true, train = function(fold, P, t)
    calls = calls + 1
    equal(fold.w, nil)
    near(t:mean(), y:mean(), 0.005)
    return train(fold, P, t, {method = "newton"})
  end})
  equal(calls, 4)
  local custom = model.custom{predict = function(P, w, c) return P:dot(w) + c end,
    cost = function(P, t, w, c) return ((P:dot(w) + c - t) ^ 2):mean() / 2 end}
  local x, t = vector{1, 2, 3, 4, 5, 6}, vector{3, 5, 7, 9, 11, 13}
  near(cross_validate(custom, x, t, {folds = 3, metric = "rmse"}).mean, 0, 1e-4)
end)

case("printing shows the scores, the mean and its error", function()
  local text = tostring(cross_validate(model.linear{normalize = "zscore"}, diabetes()))
  equal(text:match("^fold      R²\n1     0.4272\n") ~= nil, true)
  equal(text:match("\nmean 0.482 ± 0.030 %(standard error%)$") ~= nil, true)
end)

case("errors of cross_validate", function()
  local X, y = diabetes()
  local m = model.linear()
  local function says(text, ...)
    local args = table.pack(...)
    fails(function() cross_validate(table.unpack(args, 1, args.n)) end, "cross_validate: " .. text)
  end
  says("m (argument 1): model expected, got 3", 3, X, y)
  says("X has 442 rows, but y has 2 elements", m, X, {1, 2})
  says("unknown option 'cv'; did you mean 'folds'?", m, X, y, {cv = 3})
  says("option folds: at least 2 expected, got 1", m, X, y, {folds = 1})
  says("option folds: 5 folds, but there are only 2 examples; use fewer folds", m, {1, 2}, {1, 2})
  says("option metric: no metric 'acc'; did you mean 'accuracy'?", m, X, y, {metric = "acc"})
  says("option metric: name of a metric or function (y, yhat) expected, got 3", m, X, y,
    {metric = 3})
  says("option metric: the function must return a number, got nil", m, X, y,
    {metric = function() end})
  says("option train: options of train or function (m, X, y) expected, got 3", m, X, y,
    {train = 3})
  says("y (argument 3): element 2 is 2.5; stratify needs classes", model.logistic(), {1, 2, 3},
    {1, 2.5, 3}, {folds = 2})
  says("the training diverged, cost rose", m, X, y, {train = {alpha = 10}})
  fails(function() return cross_validate(m, X, y).score end, "did you mean 'scores'?")
end)

-- -- search ----------------------------------------------------------------------

local function make(p)
  return model.linear{normalize = "zscore", degree = p.degree, lambda = p.lambda}
end

case("search scores every setting and trains the best one", function()
  local X, y = diabetes()
  local s = search(make, {degree = {1, 2}, lambda = {0, 100, 1000}}, X, y)
  equal(#s.settings, 6)
  equal(s.settings[2].degree, 1)
  equal(s.settings[2].lambda, 100)
  for i, p in ipairs(s.settings) do
    local c = cross_validate(make(p), X, y)
    equal(s.mean[i], c.mean)
    equal(s.se[i], c.se)
  end
  equal(s.best.degree, 1)
  equal(s.best.lambda, 0)
  equal(s.simplest.lambda, 100)
  local m = make(s.best)
  train(m, X, y, {method = "exact"})
  equal(s.model.w, m.w)
  local text = tostring(s)
  equal(text:match("^degree  lambda     R²\n1            0  0.482  ± 0.030      best\n") ~= nil, true)
  equal(text:match("simplest within one standard error: degree=1, lambda=100$") ~= nil, true)
end)

case("search minimizes errors, and lists settings that diverge", function()
  local x = vector.linspace(-1, 1, 40)
  local y = x ^ 2
  local s = search(function(p) return model.linear{degree = p.degree} end,
    {degree = vector{1, 2}}, x, y, {metric = "mse"})
  equal(s.best.degree, 2)
  s = search(function(p) return model.linear{degree = p.degree} end, {degree = {1, 2}}, x, y,
    {metric = function(t, f) return -metrics.mse(t, f) end})
  equal(s.best.degree, 2)
  s = search(function(p) return model.linear{degree = p.degree} end, {degree = {1, 2}}, x, y,
    {metric = metrics.mse, minimize = false})
  equal(s.best.degree, 1)
  s = search(function(p) return model.linear{normalize = p.normalize} end,
    {normalize = {"zscore", false}}, x * 1e4, y, {train = {alpha = 0.1}})
  equal(s.best.normalize, "zscore")
  equal(s.mean[2] ~= s.mean[2], true)
  equal(tostring(s):find("false      diverged", 1, true) ~= nil, true)
end)

case("errors of search", function()
  local X, y = diabetes()
  local function says(text, ...)
    local args = table.pack(...)
    fails(function() search(table.unpack(args, 1, args.n)) end, "search: " .. text)
  end
  says("make (argument 1): function(p) that returns a model expected", model.linear(), {}, X, y)
  says("make (argument 1) must return a model, got nil", function() end, {a = {1}}, X, y)
  says("grid (argument 2): a table of lists such as", make, 3, X, y)
  says("grid (argument 2): a list of values expected for 'lambda', got 1", make, {lambda = 1}, X, y)
  says("grid (argument 2): the list of 'lambda' is empty", make, {lambda = {}}, X, y)
  says("grid (argument 2): at least one list", make, {}, X, y)
  says("grid (argument 2): names such as degree={1, 2} expected, got the key 1", make, {{1}}, X, y)
  says("X has 442 rows, but y has 1 elements", make, {degree = {1}}, X, {1})
end)

check.done("selection")
