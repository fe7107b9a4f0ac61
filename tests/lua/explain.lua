-- m:explain: the weights in words, and the changes that flip an answer.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local function holds(value, part)
  if not tostring(value):find(part, 1, true) then
    error(("'%s' is not in: %s"):format(part, tostring(value)), 2)
  end
end

local function trained(m, X, y, options)
  train(m, X, y, options or {method = m.kind == "linear" and "exact" or "newton"})
  return m
end

local cancer = data.load "breast_cancer"
local X = cancer:matrix{"mean_radius", "mean_texture"}
local y = cancer:labels(cancer.names[#cancer.names]) - 1

-- -- weights ---------------------------------------------------------------------

case("odds are powers of e, with the interval of the summary, scaled or not", function()
  local plain = trained(model.logistic{}, X, y)
  local s = plain:summary(X, y)
  for _, m in ipairs{plain, trained(model.logistic{normalize = "zscore"}, X, y)} do
    local e = m:explain(X, y)
    equal(table.concat(e.names, " "), "mean_radius mean_texture")
    near(e.effects[1], math.exp(s.estimate[2]), 1e-6)
    near(e.low[2], math.exp(s.low[3]), 1e-6)
    near(e.high[2], math.exp(s.high[3]), 1e-6)
    holds(e, "1 more mean_radius   odds × 2.88  (2.36 to 3.51)")
    holds(e, "logistic model (569 examples): how the odds P(y = 1) / P(y = 0) change")
  end
  near(plain:explain(X, y, {level = 0.5}).low[1],
    math.exp(plain:summary(X, y, {level = 0.5}).low[2]), 1e-12)
end)

case("without data there are no intervals, and it says how to get them", function()
  local e = trained(model.logistic{}, X, y):explain()
  equal(e.low, false)
  holds(e, "m:explain(X, y) adds intervals")
  near(model.linear{w = {2, -3}, b = 1}:explain().effects[2], -3, 0)
end)

case("steps suit the range; units and columns of 0 and 1 have words", function()
  local A = matrix{{1100, 0, 0.1}, {2300, 1, 0.3}, {2500, 0, 0.35}, {4000, 1, 0.8}, {5000, 0, 0.2}}
  local m = trained(model.linear{names = {"size(sqft)", "pool", "rate"}, lambda = 0.1}, A,
    {11, 24, 25, 42, 50})
  local e = m:explain(A, {11, 24, 25, 42, 50})
  local text = tostring(e)
  holds(text, "1000 sqft more size")
  holds(text, "pool = 1 instead of 0")
  holds(text, "0.1 more rate")
  holds(text, "lambda=0.1 shrinks")
  for i, name in ipairs(e.names) do
    local j = ({["size(sqft)"] = 1, pool = 2, rate = 3})[name]
    near(e.effects[i], m.w[j] * e.steps[i], 1e-9)
  end
end)

case("with a penalty, intervals of scaled weights are in the units of X", function()
  local a = trained(model.logistic{normalize = "zscore", lambda = 1}, X, y)
  local e, s = a:explain(X, y), a:summary(X, y)
  near(math.log(e.low[1]), s.low[2] / X:std("columns")[1], 1e-9)
end)

case("separable classes have no intervals but a note", function()
  local m = model.logistic{w = {3}, b = -7.5}
  local e = m:explain({1, 2, 3, 4}, {0, 0, 1, 1})
  equal(e.low, false)
  holds(e, "linearly separable")
end)

case("softmax compares with class 1, a curve is averaged", function()
  local iris = data.load "iris"
  local P, species = iris:matrix{"petal_length", "petal_width"}, iris:labels "species"
  local m = trained(model.softmax{lambda = 1}, P, species)
  local e = m:explain(P, species)
  holds(e, "class 3: 1 more petal_length")
  near(math.log(e.effects[1]), m.w[3][1] - m.w[1][1], 1e-9)
  local s = m:summary(P, species, {level = 0.9})
  e = m:explain(P, species, {level = 0.9})
  for i, name in ipairs(e.names) do
    local at = (e.classes[i] - 2) * 3 + (name == "petal_length" and 2 or 3)
    near(math.log(e.low[i]) / e.steps[i], s.low[at], 1e-9)
    near(math.log(e.high[i]) / e.steps[i], s.high[at], 1e-9)
  end
  holds(e, "90% intervals in parentheses")
  local curve = model.linear{degree = 2, w = {1, 2}, b = 0} -- x + 2 x²: x + 1 adds 3 + 4 x
  near(curve:explain({0, 1, 2}, {0, 3, 10}).effects[1], 7, 1e-12)
  holds(curve:explain({0, 1, 2}, {0, 3, 10}), "on average")
end)

-- -- one example -------------------------------------------------------------------

-- Each change flips the answer, and 1 % less of it does not.
local function check_flips(m, x, e)
  local before = m:predict(x)
  for i = 1, #e.names do
    local moved = x:copy()
    local at
    for j, name in ipairs(m.names or {"x0", "x1"}) do if name == e.names[i] then at = j end end
    moved[at] = e.to[i]
    equal(m:predict(moved), e.becomes[i])
    if e.becomes[i] == before then error("no flip") end
    moved[at] = x[at] + 0.99 * e.change[i]
    equal(m:predict(moved), before)
  end
  if e.together then
    if m:predict(e.together) == before then error("together: no flip") end
    equal(m:predict(x + (e.together - x) * 0.99), before)
  end
end

case("the changes flip the answer, and 1 % less does not", function()
  warn("@off")
  local iris = data.load "iris"
  local P, species = iris:matrix{"petal_length", "petal_width"}, iris:labels "species"
  local models = {trained(model.logistic{normalize = "zscore"}, X, y),
    trained(model.logistic{threshold = 0.8}, X, y), trained(model.logistic{degree = 2, lambda = 1,
      normalize = "zscore"}, X, y)}
  for i = 1, 569, 19 do
    for _, m in ipairs(models) do check_flips(m, X[i], m:explain(X[i])) end
  end
  local three = {trained(model.softmax{lambda = 1}, P, species),
    trained(model.softmax{lambda = 1, degree = 2, normalize = "zscore"}, P, species)}
  for i = 1, 150, 7 do
    for _, m in ipairs(three) do check_flips(m, P[i], m:explain(P[i])) end
  end
  warn("@on")
end)

case("the smallest change is first, in units of the scaler", function()
  local m = trained(model.logistic{normalize = "zscore"}, X, y)
  local e = m:explain(X[1])
  near(e.change[1], -(m.w:dot((X[1] - X:mean("columns")) / X:std("columns")) + m.b)
    / m.w[1] * X:std("columns")[1], 1e-8)
  near(e.sizes[1], math.abs(e.change[1]) / X:std("columns")[1], 1e-9)
  holds(e, "mean_radius   17.99 → 16.63  0.385 standard deviations")
  holds(e, "outside the training data")
end)

case("together is the shortest step to the boundary", function()
  local e = model.logistic{w = {3, 4}, b = -25}:explain{0, 0}
  near((e.together - vector{3, 4}):norm(), 0, 1e-9)
  near((e.to - vector{25 / 4, 25 / 3}):norm(), 0, 1e-9)
end)

case("a linear model has terms, nothing to flip", function()
  local e = model.linear{w = {2, 3}, b = 1}:explain{10, 4}
  equal(e.class, false)
  equal(#e.names, 0)
  equal(e.terms.terms, vector{20, 12})
  equal(tostring(e), tostring(why(model.linear{w = {2, 3}, b = 1}, "predict", {10, 4})))
  holds(model.logistic{w = {0, 0}, b = 1}:explain{1, 1}, "no change of a single column")
end)

case("a custom model is searched", function()
  local m = model.custom{features = 1, predict = function(A) return A:column(1):gt(2) end,
    gradient = function() return vector{0}, 0 end, cost = function() return 0 end}
  train(m, {0, 1, 3, 4}, {0, 0, 1, 1}, {iterations = 1, method = "lbfgs"})
  near(m:explain(1).to[1], 2, 1e-9)
end)

case("mistakes have a sentence", function()
  local m = trained(model.logistic{}, X, y)
  fails(function() model.linear():explain() end,
    "model:explain: the model has no weights yet; train it or set w and b")
  fails(function() m:explain(X) end, "model:explain: y (argument 2) is missing: use m:explain(X, y) "
    .. "for the weights, or m:explain(X[1]) for one example")
  fails(function() m:explain(X, y, {level = 2}) end,
    "model:explain: option level: number between 0 and 1 (0.95 is usual) expected, got 2")
  fails(function() model.linear{degree = 2, w = {1, 2}}:explain() end, "use m:explain(X, y)")
  fails(function() m.explain(3) end, "model:explain: model expected before ':', got 3; call it as m:explain(X, y, {")
  fails(function() return m:explain().nmes end, "no field or method 'nmes'; did you mean 'names'?")
end)

check.case("errors of the methods that it calls name m:explain", function()
  local A, b = matrix{{1, 2}, {3, 5}, {4, 4}, {6, 1}}, vector{1, 2, 3, 5}
  for _, degree in ipairs{1, 2} do
    local m = model.linear{degree = degree, lambda = 0.1}
    train(m, A, b, {method = "exact"})
    check.fails(function() m:explain(A, "no") end, "model:explain: y (argument 2): vector or table")
    check.fails(function() m:explain(A, vector{1}) end,
      "model:explain: X has 4 examples, but y has 1 target")
    check.fails(function() m:explain(A, b, {weights = -1}) end, "model:explain: option weights: ")
  end
end)

check.done("explain")
