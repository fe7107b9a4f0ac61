-- Models: reading and setting parameters, predictions and costs, errors.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local X = matrix{{0.5, 1.5}, {1, 1}, {1.5, 0.5}, {3, 0.5}, {2, 2}, {1, 2.5}}
local y = vector{0, 0, 0, 1, 1, 1}

case("linear model of the lesson: costs and predictions", function()
  local m = model.linear{w = 200, b = 100}
  equal(m:predict(1.2), 340.0)
  equal(tostring(m:predict(vector{1, 2})), "[300 500]")
  equal(m:cost({1, 2}, {300, 500}), 0.0)
  equal(model.linear{w = 200, b = -100}:cost(vector{1, 2}, vector{100, 300}), 0.0)
  equal(model.linear{w = 50, b = 100}:cost(vector{1, 2}, vector{100, 300}), 3125.0)
end)

case("several features: one or many examples", function()
  local m = model.linear{w = {1, 10}, b = 5}
  equal(m:predict{2, 3}, 37.0)
  equal(m:predict(vector{2, 3}), 37.0)
  equal(tostring(m:predict(matrix{{2, 3}, {0, 0}})), "[37  5]")
  fails(function() m:predict(vector{1, 2, 3}) end, "3 numbers, but the model has 2 features")
  fails(function() m:predict(matrix{{1}}) end, "X has 1 column, but the model takes 2")
end)

case("logistic model of the lesson: cost and boundary", function()
  local m = model.logistic{w = {1, 1}, b = -3}
  near(m:cost(X, y), 0.36686678640551745, 1e-15)
  near(model.logistic{w = {1, 1}, b = -4}:cost(X, y), 0.503680863674846, 1e-15)
  local slope, intercept = m:boundary()
  equal(slope, -1.0)
  equal(intercept, 3.0)
  equal(tostring(m:predict(X)), "[0 0 0 1 1 1]")
  near(m:probability{1.5, 1.5}, 0.5, 0)
  m.threshold = 0.9
  equal(m:predict{2, 2}, 0.0)
  near(m:loss(X, y):mean(), m:cost(X, y), 1e-15)
end)

case("the gradient agrees with finite differences of the cost", function()
  for _, m in ipairs{model.linear{w = {0.3, -0.7}, b = 0.2, lambda = 2},
                     model.logistic{w = {0.3, -0.7}, b = 0.2, lambda = 2}} do
    local dw, db = m:gradient(X, y)
    local h = 1e-5
    for j = 1, 2 do
      local w = m.w[j]
      m.w[j] = w + h
      local above = m:cost(X, y)
      m.w[j] = w - h
      near(dw[j], (above - m:cost(X, y)) / (2 * h), 1e-9)
      m.w[j] = w
    end
    m.b = m.b + h
    local above = m:cost(X, y)
    m.b = m.b - 2 * h
    near(db, (above - m:cost(X, y)) / (2 * h), 1e-9)
  end
end)

case("fields can be read and assigned", function()
  local m = model.linear{w = {1, 2}}
  local w = m.w
  w[1] = 10
  equal(m:predict{1, 1}, 12.0)
  m.w = {3, 4}
  equal(tostring(w), "[3 4]")
  m.b = 7
  equal(m:predict{0, 0}, 7.0)
  m.w = {1, 2, 3}
  equal(m.features, 3)
  equal(m.b, 7.0)
end)

case("a model copies the weights it is given", function()
  local start = vector{1, 2}
  local m = model.linear{w = start}
  m.w[1] = 5
  equal(start[1], 1.0)
end)

case("score is R² or the accuracy", function()
  -- sklearn.metrics.r2_score([1, 2, 4], [1, 2, 3])
  near(model.linear{w = 1}:score({1, 2, 3}, {1, 2, 4}), 0.7857142857142857, 1e-15)
  near(model.logistic{w = {1, 1}, b = -4.2}:score(X, y), 0.5, 0)
end)

case("a model prints as a formula", function()
  equal(model.linear{w = {1.5, -2}, b = -3, names = {"size", "age"}}:equation(),
    "f(x) = 1.5 size - 2 age - 3")
  equal(model.logistic{w = 1, b = 0}:equation(), "P(y = 1) = sigmoid(1 x + 0)")
  equal(tostring(model.linear()), "linear model (untrained)")
end)

case("error messages", function()
  fails(function() model.linear{weight = 1} end, "unknown option 'weight'")
  fails(function() model.linear{lamda = 1} end, "did you mean 'lambda'?")
  fails(function() model.linear{lambda = -1} end, "lambda must be 0 or more")
  fails(function() model.linear{threshold = 0.3} end, "unknown option 'threshold'")
  fails(function() model.logistic{threshold = 1} end, "threshold must lie between 0 and 1")
  fails(function() model.linear{w = "a"} end, 'got string "a"')
  fails(function() model.linear{w = {}} end, "w is empty")
  fails(function() model.linear{w = {1, 0 / 0}} end, "w[2] is not finite")
  fails(function() model.linear{b = {}} end, "b must be a finite number, got table")
  fails(function() model.linear():predict(1) end, "the model has no weights yet")
  fails(function() model.linear{w = 1}:probability(1) end, "use predict")
  fails(function() model.linear{w = 1}:boundary() end, "a linear model has no decision boundary")
  fails(function() model.logistic{w = 1}:boundary() end,
    "model with 2 features expected, but this model has 1")
  fails(function() model.logistic{w = {1, 0}, b = -3}:boundary() end,
    "the boundary is a vertical line, x0 = 3")
  fails(function() model.linear{w = {1, 2}, names = {"a"}} end,
    "names has 1 name, but the model takes 2 columns")
  fails(function() model.linear{names = {"a", 2}} end, "names[2] must be a string, got 2")
  fails(function() model.linear{w = 1}:predict(vector{1, 0 / 0}) end,
    "X has nan at row 2, column 1")
  fails(function() model.linear{w = 1e300}:predict(1e300) end, "overflows")
  fails(function() model.linear{w = 1}:cost({1, 2}, {1}) end,
    "X has 2 examples, but y has 1 target")
  fails(function() model.linear{w = 1}.w = "x" end, "w must be a vector, a table of numbers")
  fails(function() model.linear{w = 1}.weights = 1 end, "cannot set unknown field 'weights'")
  fails(function() return model.linear{w = 1}.predct end, "did you mean 'predict'?")
  fails(function() model.linear{w = 1}:cost("a", "b") end, "matrix (or vector, for one feature)")
end)

check.case("names from other libraries suggest the name used here", function()
  local m = model.linear{w = 1}
  fails(function() m:fit(1, 1) end, "no field or method 'fit'; did you mean 'train(m, X, y)'?")
  fails(function() return m.coef_ end, "did you mean 'w'?")
  fails(function() return m.intercept_ end, "did you mean 'b'?")
  fails(function() return m.lamda end, "did you mean 'lambda'?")
  fails(function() return vector{1}.shape end, "did you mean 'size'?")
  fails(function() train(m, {1}, {1}, {learning_rate = 1}) end, "did you mean 'alpha'?")
  fails(function() model.linear{W = 2} end, "unknown option 'W'; did you mean 'w'?")
  fails(function() return data.load"iris".columns end, "did you mean 'names'?")
  fails(function() return data.load"iris"[1] end, "a dataset cannot be indexed by row; use d:head(n)")
end)

check.case("a dot in place of a colon and options without braces are explained", function()
  local m, v = model.linear{w = 1}, vector{1}
  fails(function() m.predict(1.2) end,
    "model:predict: model expected before ':', got 1.2; call it as m:predict(X, {offset=})")
  fails(function() v.sum() end, "vector expected before ':', got nothing; call it as v:sum()")
  fails(function() model.linear(200) end, "model.linear: argument 1: table of options expected")
end)

check.case("numeric options do not accept strings", function()
  for _, key in ipairs{"degree", "lambda", "threshold", "b", "w"} do
    check.fails(function() model.logistic{[key] = "2"} end, key)
  end
  check.fails(function() model.softmax{classes = "3"} end, "classes")
  for _, key in ipairs{"alpha", "iterations", "tolerance", "batch", "momentum", "seed"} do
    check.fails(function()
      train(model.linear{}, {1, 2}, {1, 2}, {method = "minibatch", [key] = "1"})
    end, key)
  end
end)

check.done("model")
