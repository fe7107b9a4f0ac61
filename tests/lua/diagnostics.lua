-- check_gradient, why, diagnose, and train's advice.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local X = matrix{{1, 2}, {2, 1}, {3, 3}, {4, 1}, {0, 5}}
local y = vector{3, 1, 4, 1, 5}
local classes = vector{0, 1, 0, 1, 1}

local function holds(text, part)
  if not tostring(text):find(part, 1, true) then
    error(("'%s' is not in: %s"):format(part, tostring(text)), 2)
  end
end

-- -- check_gradient ----------------------------------------------------------------

local function f(A, w, b) return A:dot(w) + b end
local function curve(A, w, b) return sigmoid(f(A, w, b)) end
local function slopes_of(predict)
  return function(A, t, w, b)
    local e = predict(A, w, b) - t
    return A:t():dot(e) / #e, e:mean()
  end
end
local function squares_of(predict)
  return function(A, t, w, b) return ((predict(A, w, b) - t) ^ 2):mean() / 2 end
end
local function entropy(A, t, w, b)
  local p = curve(A, w, b)
  return -(t * log(p) + (1 - t) * log(1 - p)):mean()
end
local LAMBDA = 2
local function ridge(A, t, w, b) return squares_of(f)(A, t, w, b) + LAMBDA / 2 / #t * w:dot(w) end

local squares, slopes = squares_of(f), slopes_of(f)

local function examine(gradient, options)
  options = options or {}
  local m = model.custom{predict = options.predict or f, cost = options.cost or squares,
    gradient = gradient, w = options.w, b = options.b}
  return check_gradient(m, options.X or X, options.y or y)
end

-- check_gradient's result for the correct gradient modified by
-- change(dw, db, w, b, m).
local function changed(change, options)
  return examine(function(A, t, w, b)
    local dw, db = slopes(A, t, w, b)
    return change(dw, db, w, b, #t)
  end, options)
end

local function refused(c, words)
  equal(c.ok, false)
  holds(c.verdict, words)
end

case("a correct gradient passes, with and without given weights", function()
  local c = examine(slopes)
  equal(c.ok, true)
  equal(c.difference < 1e-6, true)
  holds(c.where, "small random w and b")
  holds(c.verdict, "correct: the gradient is the slope of the cost")
  c = examine(slopes, {w = {1, 2}, b = 3})
  equal(c.where, "at the model's w and b")
  near(c.analytic[3], f(X, vector{1, 2}, 3):mean() - y:mean(), 1e-12)
  near(c.numeric[3], c.analytic[3], 1e-8)
  equal(table.concat(c.names, " "), "w[1] x0 w[2] x1 b")
  holds(tostring(c), "analytic")
  holds(tostring(c), "w[2] x1")
end)

case("every kind of native model passes, on raw data and at its optimum", function()
  local iris = data.load("iris")
  local flowers = iris:matrix{"sepal_length", "sepal_width", "petal_length", "petal_width"}
  local species = iris:labels("species")
  local ames = data.load("ames")
  local houses = ames:matrix{"living_area", "bedrooms", "lot_area", "year_built"}
  local prices = ames:vector("price")
  local list = {
    {model.linear{}, houses, prices}, {model.linear{w = {100, 2, 3, 4}, b = 5}, houses, prices},
    {model.linear{lambda = 3, intercept = false}, X, y}, {model.linear{degree = 2}, X, y},
    {model.linear{normalize = "zscore", degree = 2}, X, y},
    {model.logistic{lambda = 1}, X, classes},
    {model.logistic{normalize = "minmax"}, flowers, species:eq(2)},
    {model.softmax{lambda = 2}, flowers, species}, {model.softmax{}, flowers, species}}
  for i, one in ipairs(list) do
    for _ = 1, 2 do
      local c = check_gradient(table.unpack(one))
      if not c.ok then error(i .. ": " .. tostring(c)) end
      train(one[1], one[2], one[3], {method = "lbfgs", iterations = 200})
    end
  end
end)

case("the model is unchanged", function()
  local m = model.linear{w = {1, 2}, b = 3, normalize = "zscore"}
  check_gradient(m, X, y)
  equal(tostring(m.w), "[1 2]")
  equal(m.b, 3.0)
  fails(function() m:predict(X) end, "has no scale yet")
end)

case("a wrong sign, a missing 1/m and wrong factors are identified", function()
  refused(changed(function(dw, db) return -dw, -db end), "dw and db have the wrong sign")
  refused(changed(function(dw, db) return -dw, db end), "dw has the wrong sign")
  refused(changed(function(dw, db) return dw * 5, db * 5 end),
    "dw and db are 5 times too large: 1/m is missing, with m = 5 examples")
  refused(changed(function(dw, db) return dw, db * 5 end), "db is 5 times too large: 1/m is")
  refused(changed(function(dw, db) return dw / 5, db / 5 end), "divided by m = 5 twice")
  refused(changed(function(dw, db) return dw * 2, db * 2 end), "dw and db are 2 times too large")
  refused(changed(function(dw, db) return dw / 2, db / 2 end), "dw and db are 2 times too small")
  refused(changed(function(dw, db) return -dw * 5, -db * 5 end), "wrong sign")
  refused(changed(function(dw, db) return dw * 1.25, db * 1.25 end), "by m - 1 instead of m")
  refused(changed(function(dw, db) return -dw, db * 5 end),
    "dw has the wrong sign: the error is f - y, prediction minus target, not y - f; db is 5 times")
  refused(changed(function(dw, db) return dw * 3.3, db end), "dw is 3.3 times the slope")
end)

case("a penalty on b, missing, or without 1/m is identified", function()
  local of_ridge = {cost = ridge}
  equal(changed(function(dw, db, w, _, m) return dw + LAMBDA / m * w, db end, of_ridge).ok, true)
  refused(changed(function(dw, db, w, b, m) return dw + LAMBDA / m * w, db + LAMBDA / m * b end,
    of_ridge), "db has an extra term 0.4 b: b is penalized")
  refused(changed(function(dw, db) return dw, db end, of_ridge), "dw lacks a term 0.4 w")
  refused(changed(function(dw, db, w) return dw + LAMBDA * w, db end, of_ridge),
    "λ w, with λ = 2: its 1/m is missing")
end)

case("swapped results, wrong shape, a missing factor x, one wrong component", function()
  refused(changed(function(dw, db) return dw:reverse(), db end),
    "dw is in the wrong order: the slope of w[2] x1 is in the position of w[1] x0")
  refused(changed(function(_, db) return {db, db}, db end), "dw lacks the factor x")
  refused(changed(function(dw, db)
    dw[2] = 7 * dw[2] + 1
    return dw, db
  end), "only dw[2] x1 is wrong")
  refused(examine(function(A, t, w, b)
    local e = f(A, w, b) - t
    return A:dot(e) / #e, e:mean()
  end, {X = matrix{{1, 2}, {3, 5}}, y = {1, 2}}), "dw uses X without transposing it")
end)

case("updates that are not simultaneous are identified", function()
  local words = "compute both slopes before updating either parameter"
  refused(examine(function(A, t, w, b)
    local dw = slopes(A, t, w, b)
    w:axpy(-0.1, dw)
    local _, db = slopes(A, t, w, b)
    return dw, db
  end), "the gradient function modifies w: " .. words)
  refused(examine(function(A, t, w, b)
    local dw = slopes(A, t, w, b)
    local _, db = slopes(A, t, w - 0.03 * dw, b)
    return dw, db
  end),
    "db is not a simultaneous update: it is the slope after w has changed by 0.03 dw; " .. words)
  refused(examine(function(A, t, w, b)
    local _, db = slopes(A, t, w, b)
    return slopes(A, t, w, b - 0.1 * db), db
  end), "dw is not a simultaneous update: it is the slope after b has changed by 0.1 db")
end)

case("cost and gradient of different models, and missing terms, are identified", function()
  local function logistic(cost, gradient)
    return examine(gradient, {predict = curve, cost = cost, y = classes})
  end
  equal(logistic(entropy, slopes_of(curve)).ok, true)
  refused(logistic(squares_of(curve), slopes_of(curve)),
    "dw and db are the slope of the cross-entropy")
  refused(logistic(entropy, function(A, t, w, b)
    local p = curve(A, w, b)
    local e = (p - t) * p * (1 - p)
    return A:t():dot(e) / #e, e:mean()
  end), "dw and db are the slope of the squared error of a sigmoid")
  refused(logistic(entropy, slopes), "the sigmoid is missing")
  refused(examine(function(A, t, w) return slopes(A, t, w, 0) end), "computed without b")
  refused(changed(function() return {0, 0}, 0 end), "dw and db are 0")
  refused(changed(function() return {1, 2}, 3 end), "the same for different w and b")
  refused(changed(function(_, db) return {0 / 0, 1}, db end),
    "component w[1] x0 of the gradient is nan")
  refused(changed(function(dw, db) return dw * dw, db end), "no common mistake explains it")
end)

case("kinks in the cost are not reported as errors", function()
  local function deviations(A, t, w, b) return abs(f(A, w, b) - t):mean() end
  local c = examine(function(A, t, w, b)
    local e = (f(A, w, b) - t):ge(0) * 2 - 1
    return A:t():dot(e) / #e, e:mean()
  end, {cost = deviations, y = {0, 1, 2, 3, 4}, w = {0, 0}, b = 0})
  equal(c.ok, true)
  holds(c.verdict, "the cost has a corner")
end)

case("cases that cannot be checked are reported", function()
  fails(function() examine(nil) end, "check_gradient: the model has no gradient function to check")
  fails(function() check_gradient(5, X, y) end, "check_gradient: m (argument 1): model expected")
  fails(function() check_gradient(model.linear(), X, {1}) end, "X has 5 examples, but y has 1")
  fails(function()
    examine(slopes, {cost = function() return 0 / 0 end})
  end, "the cost is not finite at the model's w and b")
  fails(function() return examine(slopes).verdikt end, "did you mean 'verdict'?")
end)

-- -- why ---------------------------------------------------------------------------

case("why lists the terms of a prediction, largest first", function()
  local m = model.linear{w = {2, -30, 1}, b = 1, names = {"size", "age", "rooms"}}
  local p = why(m, "predict", {10, 4, 3})
  equal(tostring(p.terms), "[-120   20    3]")
  equal(table.concat(p.names, " "), "age size rooms")
  equal(p.value, -96.0)
  equal(tostring(p), [[
prediction -96
        x  weight  term
age     4     -30  -120
size   10       2    20
rooms   3       1     3
b                     1
sum                 -96]])
  local l = model.logistic{w = {1, -1}, b = 0.5}
  p = why(l, "predict", {2, 1})
  near(p.value, l:probability{2, 1}, 1e-15)
  near(p.terms:sum() + p.b, p.sum, 1e-15)
  holds(p, "= sigmoid(1.5): class 1")
end)

case("a normalized model shows both units, and many terms are summarized", function()
  local m = model.linear{normalize = "zscore"}
  train(m, X, y, {method = "exact"})
  local p = why(m, "predict", {1, 2})
  near(p.terms:sum() + p.b, m:predict{1, 2}, 1e-12)
  near(p.unscaled:sum(), 3, 1e-15)
  holds(p, "scaled")
  local wide = why(model.linear{w = vector.ones(15), b = 0}, "predict", vector.range(1, 15))
  holds(wide, "... 5 more")
  near(wide.value, 120, 1e-15)
end)

case("a softmax prediction shows the scores of all classes and the terms of the largest", function()
  local m = model.softmax{w = {{1, 0}, {0, 2}}, b = {0, 1}}
  local p = why(m, "predict", {3, 4})
  equal(p.class, 2)
  equal(tostring(p.sums), "[3 9]")
  near(p.value, m:probability{3, 4}[2], 1e-15)
  near(p.sum, 9, 1e-15)
end)

case("a cost shows the examples with the largest losses, and the penalty", function()
  for _, m in ipairs{model.linear{w = {1, 2}, b = 3, lambda = 2},
    model.logistic{w = {1, -2}, b = 0.5, lambda = 1},
    model.softmax{w = {{1, 2}, {0, 1}}, b = {0, 1}}} do
    local t = m.kind == "linear" and y or m.kind == "logistic" and classes or classes + 1
    local c = why(m, "cost", X, t)
    near(c.value, m:cost(X, t), 1e-14)
    near(c.terms:sum() + c.penalty, m:cost(X, t), 1e-14)
    near(c.losses[1], m:loss(X, t):max(), 1e-14)
    equal(c.examples[1], m:loss(X, t):argmax() * 1.0)
  end
  local many = model.linear{w = 1, b = 0}
  holds(why(many, "cost", vector.range(1, 30), vector.zeros(30)), "... 20 more")
end)

case("a gradient shows every component, or the terms of one", function()
  for _, m in ipairs{model.linear{w = {1, 2}, b = 3, lambda = 2},
    model.logistic{w = {1, -2}, b = 0.5, lambda = 1}} do
    local t = m.kind == "linear" and y or classes
    local dw, db = m:gradient(X, t)
    local g = why(m, "gradient", X, t)
    near((g.value - dw:concat(vector{db})):norm(), 0, 1e-13)
    for j, name in ipairs{"x0", "x1"} do
      local s = why(m, "gradient", X, t, name)
      near(s.value, dw[j], 1e-14)
      near(s.terms:sum() + s.penalty, dw[j], 1e-14)
    end
    near(why(m, "gradient", X, t, "b").value, db, 1e-14)
  end
  local m = model.softmax{w = {{1, 2}, {0, 1}}, b = {0, 1}, lambda = 1}
  local dw, db = m:gradient(X, classes + 1)
  local g = why(m, "gradient", X, classes + 1)
  near(g.value[2], dw[1][2], 1e-14)
  near(g.value[6], db[2], 1e-14)
end)

case("errors of why", function()
  local m = model.linear{w = {1, 2}, b = 3}
  fails(function() why(m, "costs", X, y) end, 'why: what (argument 2): "cost", "gradient" or "pred')
  fails(function() why(m, "predict", X) end, "one example expected, but X has 5")
  fails(function() why(m, "gradient", X, y, "x7") end, 'feature name, "b" or integer from 1 to 3')
  fails(function() why(model.linear(), "cost", X, y) end, "the model has no weights yet")
  local own = model.custom{predict = f, cost = squares, w = {1, 2}, b = 3}
  fails(function() why(own, "cost", X, y) end,
    "the cost and gradient of a custom model cannot be split")
  equal(why(own, "predict", {1, 1}).value, 6.0)
  local odd = model.custom{predict = function(A, w) return A:dot(w) ^ 2 end, cost = squares,
    w = {1, 2}}
  fails(function() why(odd, "predict", {1, 1}) end,
    "9, cannot be split into terms: it is neither w·x + b = 3 nor")
end)

-- -- diagnose ----------------------------------------------------------------------

local houses = matrix{{952, 2, 1, 65}, {1244, 3, 2, 64}, {1947, 3, 2, 17}}
local rents = vector{271.5, 232, 509.8}
local NAMES = {"size(sqft)", "bedrooms", "floors", "age"}

-- Limits: from eigenvalues by NumPy, to the digits shown.
case("the largest stable alpha, for raw and z-scored features", function()
  local d = diagnose(model.linear(), {1, 2}, {300, 500})
  near(d.alpha, 2 / ((3.5 + 11.25 ^ 0.5) / 2), 1e-12)
  near(d.alpha, 0.5836, 5e-5)
  -- κ = (3.5 + √11.25) / (3.5 - √11.25) = 46.98; κ/2 ln 10⁶ = 324.5
  equal(d.steps, 325)
  d = diagnose(model.linear{names = NAMES}, houses, rents)
  near(d.alpha / 9.6007e-7, 1, 1e-5)
  near(d.alpha_normalized, 0.6190, 5e-5)
  local ames = data.load("ames")
  local columns = {"living_area", "bedrooms", "lot_area", "year_built"}
  d = diagnose(model.linear{names = columns}, ames:matrix(columns), ames:vector("price"))
  near(d.alpha / 1.1824e-8, 1, 5e-5)
  near(d.alpha_normalized, 1.1877, 5e-5)
  equal(table.concat(d.unscaled, " "), "living_area lot_area")
  holds(d, "below alpha = 1.182e-08; after z-score normalization below 1.188")
  holds(d, "the condition number is 8.947e+05; after z-score 2.086")
  d = diagnose(model.linear{normalize = "zscore"}, ames:matrix(columns), ames:vector("price"))
  near(d.alpha, 1.1877, 5e-5)
  near(d.condition, 2.0859028833397282, 1e-10)
end)

case("the limit depends on the kind of model and the penalty", function()
  near(diagnose(model.logistic(), {1, 2}, {0, 1}).alpha, 8 / ((3.5 + 11.25 ^ 0.5) / 2), 1e-12)
  near(diagnose(model.softmax(), {1, 2}, {1, 2}).alpha, 4 / ((3.5 + 11.25 ^ 0.5) / 2), 1e-12)
  near(diagnose(model.linear{lambda = 2}, {1, 2}, {3, 5}).alpha_normalized, 1, 1e-12)
  local own = model.custom{predict = f, cost = squares}
  equal(diagnose(own, X, y).alpha, false)
  holds(diagnose(own, X, y), "for the squared error it would be 0.1743")
end)

case("constant, repeated and too many columns are named", function()
  local m = model.linear{names = {"metres", "feet", "one"}}
  local d = diagnose(m, matrix{{1, 3.28, 7}, {2, 6.56, 7}, {4, 13.12, 7}}, {1, 2, 5})
  equal(table.concat(d.constant, " "), "one")
  equal(table.concat(d.duplicates[1], " "), "metres feet")
  holds(d, "one is constant and carries no information: drop it")
  holds(d, "metres and feet are perfectly correlated (correlation 1): drop one of them")
  holds(d, "3 examples cannot determine 3 weights and b")
  equal(d.condition, math.huge)
end)

case("separable classes, with and without lambda", function()
  local A, apart = {1, 2, 3, 4}, {0, 0, 1, 1}
  equal(diagnose(model.logistic(), A, apart).separable, true)
  holds(diagnose(model.logistic(), A, apart), "lambda=1 keeps them finite")
  holds(diagnose(model.logistic{lambda = 1}, A, apart), "lambda = 1 keeps the weights finite")
  equal(diagnose(model.logistic(), A, {0, 1, 0, 1}).separable, false)
  local iris = data.load("iris")
  local d = diagnose(model.softmax(), iris:matrix{"petal_length", "petal_width"},
    iris:labels("species"))
  equal(d.separable, true)
  holds(d, "class 1 is linearly separable from the others")
end)

case("targets: invalid labels, rare classes, constant values", function()
  local d = diagnose(model.logistic(), {1, 2, 3}, {-1, 1, 1})
  equal(d.labels, false)
  holds(d, "y has the values -1, 1; logistic targets are 0 and 1; use y:eq(1)")
  holds(diagnose(model.softmax(), {1, 2, 3}, {0, 1, 2}), "from 1; use y + 1")
  holds(diagnose(model.logistic(), {1, 2, 3}, {1, 2, 3}), "model.softmax for more than two classes")
  local rare = vector.zeros(100)
  rare[7] = 1
  holds(diagnose(model.logistic(), vector.range(1, 100), rare),
    "class 1 has only 1 of 100 examples")
  holds(diagnose(model.linear(), {1, 2, 3}, {4, 4, 4}), "every target is 4")
  holds(diagnose(model.linear(), {1, 2, 3, 4, 5}, {0, 1, 1, 0, 1}),
    "which are two classes: use model.logistic")
end)

case("diagnose does not change the model and checks its arguments", function()
  local m = model.linear{normalize = "zscore"}
  diagnose(m, X, y)
  equal(m.w, nil)
  fails(function() diagnose(m, {1, 0 / 0}, {1, 2}) end, "diagnose: X has nan at row 2")
  fails(function() diagnose(m, X, {1}) end, "diagnose: X has 5 examples, but y has 1 target")
  fails(function() diagnose(model.linear(), {0, 1e200}, {1, 2}) end,
    "diagnose: the standard deviation of column 1 cannot be computed")
  fails(function() diagnose() end, "diagnose: m (argument 1): model expected, got nil")
  equal(diagnose(model.linear(), {0, 1e100}, {1, 2}).alpha < 1e-199, true)
end)

-- -- train -------------------------------------------------------------------------

case("divergence reports the limit, the column and the limit after z-score", function()
  check.diverges(function()
    return train(model.linear{names = NAMES}, houses, rents, {alpha = 9.9e-7})
  end, "diverged, cost rose for 20 iterations: alpha 9.9e-07 is above the limit 9.601e-07 for this "
    .. "data; column size(sqft) is the cause; with z-score scaling the limit is 0.619; the model "
    .. "was reset to its initial weights")
  check.diverges(function()
    return train(model.linear{normalize = "zscore"}, houses, rents, {alpha = 0.63})
  end, "alpha 0.63 is above the limit 0.619 for this data; the model was reset")
  check.diverges(function()
    return train(model.custom{predict = f, cost = squares, gradient = function(...)
      local dw, db = slopes(...)
      return -dw, -db
    end}, X, y, {alpha = 0.1})
  end, "or the gradient is wrong; try check_gradient(m, X, y)")
end)

case("training is stable just below the limit and unstable just above", function()
  for _, scale in ipairs{false, "zscore"} do
    local function fresh() return model.linear{normalize = scale or nil} end
    local limit = diagnose(fresh(), houses, rents).alpha
    train(fresh(), houses, rents, {alpha = 0.99 * limit})
    check.diverges(function()
      return train(fresh(), houses, rents, {alpha = 1.02 * limit, iterations = 5000})
    end, "is above the limit")
  end
end)

case("a run that ended too early has advice, a converged one has none", function()
  local run = train(model.linear(), {1, 2}, {300, 500}, {alpha = 0.01})
  holds(run.advice, "still falling: 14% in the last 100 iterations")
  holds(run.advice, "alpha can be as large as 0.55")
  holds(run, run.advice)
  equal(train(model.linear(), {1, 2}, {300, 500}, {alpha = 0.5, iterations = 2000}).advice, nil)
  local slow = train(model.linear(), houses, {1, 2, 4}, {alpha = 1e-7})
  holds(slow.advice, "with z-score scaling (normalize), alpha can be as large as 0.59")
  equal(train(model.linear(), {1, 2}, {300, 500}, {method = "exact"}).advice, nil)
end)

case("every method detects separable classes, unless lambda is positive", function()
  for _, method in ipairs{"gd", "momentum", "adam", "lbfgs", "newton"} do
    local m = model.logistic()
    local run = train(m, {-2, -1, 1, 2}, {0, 0, 1, 1}, {method = method})
    holds(run.advice, "lambda=1 keeps them finite")
    equal(m:cost({-2, -1, 1, 2}, {0, 0, 1, 1}), run.final_cost)
    run = train(model.logistic{lambda = 1}, {-2, -1, 1, 2}, {0, 0, 1, 1}, {method = method})
    if run.advice then equal(run.advice:find("separable", 1, true), nil) end
  end
end)

case("every method ends within two seconds on numbers up to 1e100", function()
  local methods = {"gd", "sgd", "minibatch", "momentum", "adam", "lbfgs", "newton", "exact"}
  for _, method in ipairs(methods) do
    local start = os.clock()
    pcall(train, model.linear(), {0, 1e100}, {1, 2}, {method = method})
    equal(os.clock() - start < 2, true)
  end
end)

check.done("diagnostics")
