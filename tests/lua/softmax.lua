-- Softmax models: probabilities, optima, gradients, errors.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local flowers = data.load"iris"
local X, y = flowers:matrix{"sepal_length", "sepal_width", "petal_length", "petal_width"},
  flowers:labels"species"

-- Newton with 80-bit gradients: tests/reference/optima.py.
local optimum = {
  {-0.423509920122712588, 0.967350579571553560, -2.517152377609209242, -1.079336648500718541,
    9.849568050482131019},
  {0.534461508995923597, -0.321587855191932973, -0.206392071294869135, -0.944298465396338493,
    2.237205632203196842},
  {-0.110951588873211011, -0.645762724379620587, 2.723544448904078374, 2.023635113897057033,
    -12.086773682685328591}}

case("iris: newton and lbfgs reach the optimum to ten digits", function()
  for _, method in ipairs{"newton", "lbfgs"} do
    local m = model.softmax{lambda = 1}
    train(m, X, y, {method = method, iterations = 5000})
    near(m:cost(X, y), 0.192575444027283301, 1e-13)
    equal(m.classes, 3)
    for k, row in ipairs(optimum) do
      for j = 1, 4 do near(m.w[k][j] / row[j], 1, 1e-10) end
      near(m.b[k] / row[5], 1, 1e-10)
    end
  end
end)

case("gd, momentum and adam reach the same cost", function()
  local best = model.softmax{lambda = 1, normalize = "zscore"}
  train(best, X, y, {method = "newton"})
  for _, options in ipairs{{method = "gd", alpha = 1}, {method = "momentum", alpha = 0.1},
                           {method = "adam", alpha = 0.1}, {method = "sgd", alpha = 0.01}} do
    options.iterations = options.method == "sgd" and 300 or 5000
    local m = model.softmax{lambda = 1, normalize = "zscore"}
    train(m, X, y, options)
    near(m:cost(X, y), best:cost(X, y), 1e-3)
  end
end)

case("a softmax model with normalize", function()
  local m = model.softmax{normalize = "zscore", lambda = 1}
  train(m, X, y, {method = "newton"})
  local byhand = model.softmax{lambda = 1}
  local Xn, scaler = normalize(X)
  train(byhand, Xn, y, {method = "newton"})
  near(m:cost(X, y), byhand:cost(Xn, y), 1e-14)
  local one = vector{6, 3, 4.5, 1.4}
  equal(m:probability(one), byhand:probability(scaler(one)))
  local w, b = m:original()
  local z = w:dot(one) + b
  near(m:probability(one)[2], (exp(z) / exp(z):sum())[2], 1e-13)
end)

case("probabilities have one column per class and sum to one; predict takes the largest", function()
  local m = model.softmax{w = {{1}, {0}, {-1}}, b = {0, 1, 0}}
  local P = m:probability(vector{3, 0, -3})
  equal(tostring(m:predict(vector{3, 0, -3})), "[1 2 3]")
  for i = 1, 3 do near(P[i]:sum(), 1, 1e-15) end
  near(P[2][2], math.exp(1) / (2 + math.exp(1)), 1e-15)
  equal(m:predict(3), 1.0)
  equal(#m:probability(3), 3)
  near(m:loss(vector{0}, {2})[1], -math.log(P[2][2]), 1e-15)
  near(m:cost(vector{0, 0}, {2, 1}), -(math.log(P[2][2]) + math.log(P[2][1])) / 2, 1e-15)
  near(m:score(vector{3, 0, -3}, {1, 2, 2}), 2 / 3, 1e-15)
end)

case("the gradient agrees with finite differences of the cost", function()
  local m = model.softmax{w = {{0.1, 0.2}, {-0.3, 0.1}, {0, 0.4}}, b = {0.1, 0, -0.2}, lambda = 3}
  local A, t = matrix{{1, 2}, {2, -1}, {0.5, 0.3}, {-1, 1}}, {1, 2, 3, 1}
  local dw, db = m:gradient(A, t)
  local h = 1e-5
  local function slope(set, value)
    set(value + h)
    local above = m:cost(A, t)
    set(value - h)
    local below = m:cost(A, t)
    set(value)
    return (above - below) / (2 * h)
  end
  for k = 1, 3 do
    for j = 1, 2 do near(dw[k][j], slope(function(v) m.w[k][j] = v end, m.w[k][j]), 1e-9) end
    near(db[k], slope(function(v) m.b[k] = v end, m.b[k]), 1e-9)
  end
end)

case("a record has the weights of all classes, and run:at returns a model", function()
  local m = model.softmax()
  local run = train(m, X, y, {alpha = 0.1, iterations = 5, report = 0})
  equal(table.concat({run.w:size()}, "x"), "5x12")
  equal(table.concat({run.b:size()}, "x"), "5x3")
  near(run:at(5):cost(X, y), run.final_cost, 1e-15)
  equal(run:at(5).w == m.w, true)
  equal(run.w[5][5], m.w[2][1])
  local seen
  train(m, X, y, {alpha = 0.1, iterations = 1, on_step = function(step) seen = step end})
  equal(table.concat({seen.w:size()}, "x"), "3x4")
  equal(#seen.db, 3)
end)

case("targets that change during training are reported as classes", function()
  for _, method in ipairs{"gd", "sgd", "lbfgs", "newton"} do
    local targets = y:copy()
    fails(function()
      train(model.softmax(), X, targets, {method = method, alpha = method:find("gd") and 0.01,
        on_step = function() targets[3] = 7 end})
    end, "train: y[3] is 7; softmax targets are class numbers from 1 to 3")
  end
end)

case("error messages", function()
  local m = model.softmax{classes = 3}
  fails(function() train(m, X, y + 1) end,
    "y[101] is 4; softmax targets are class numbers from 1 to 3")
  fails(function() train(m, X, y - 1) end, "y[1] is 0; softmax targets are class numbers")
  fails(function() train(model.softmax(), {1, 2}, {1, 1e9}) end, "at most 4096 classes")
  fails(function() model.softmax{w = {1, 2}} end, "rows must be tables of numbers")
  fails(function() model.softmax{w = 1} end, "must be a matrix with one row per class, got 1")
  fails(function() model.softmax{w = {{1, 2}}} end, "needs at least two classes")
  fails(function() model.softmax{w = {{1}, {2}}, b = 1} end, "with one number per class, got 1")
  fails(function() model.softmax{w = {{1}, {2}}, b = {1}} end, "b has 1 number, but w has 2 rows")
  fails(function() model.softmax{b = {1, 2}} end, "a matrix with one row per class, before b")
  fails(function() model.softmax{classes = 1} end, "classes must be an integer from 2")
  fails(function() train(model.softmax(), X, y, {method = "exact"}) end,
    'for a softmax model use "newton"')
  fails(function() model.softmax{w = {{1}, {0 / 0}}} end, "w[2][1] is not finite")
end)

check.case("the summary of two classes is that of a logistic model, in any units", function()
  seed(3)
  local A, labels = matrix.randn(200, 2) * 5 + 100, vector.zeros(200)
  for i = 1, 200 do
    labels[i] = A[i][1] - A[i][2] / 2 - 50 + 6 * vector.randn(1)[1] > 0 and 1 or 0
  end
  local one, two = model.logistic(), model.softmax{normalize = "zscore"}
  train(one, A, labels, {method = "newton"})
  train(two, A, labels + 1, {method = "newton"})
  local s, same = two:summary(A, labels + 1), one:summary(A, labels)
  for _, field in ipairs{"estimate", "se", "statistic", "p", "low", "high"} do
    for j = 1, 3 do check.near(s[field][j], same[field][j], 1e-8) end
  end
  for _, field in ipairs{"deviance", "null_deviance", "aic", "bic", "r2", "chi2"} do
    check.near(s[field], same[field], 1e-12)
  end
  check.equal(s.names[1], "class 2: b")
end)

case("columns that depend on others are aliased in the summary", function()
  seed(4)
  local A = matrix.randn(120, 2)
  local z = A:column(1) - A:column(2) + vector.randn(120)
  local classes = 1 + z:gt(-0.5) + z:gt(0.7)
  local Z = matrix.columns{A:column(1), 3 - 2 * A:column(1), A:column(2), A:column(1) + A:column(2)}
  local m, plain = model.softmax(), model.softmax()
  Z.names = {"a", "e", "c", "d"}
  train(m, Z, classes, {method = "newton", iterations = 30})
  train(plain, A, classes, {method = "newton", iterations = 30})
  local s, t = m:summary(Z, classes), plain:summary(A, classes)
  equal(table.concat(s.aliased, " "), "e d")
  equal(#s.names, 10)
  equal(s.names[2], "class 2: a")
  -- the rows of b, a and c of both classes; the weights are only nearly the same
  for i, k in ipairs{1, 2, 4, 6, 7, 9} do
    near(s.estimate[k], t.estimate[i], 1e-6)
    near(s.se[k], t.se[i], 1e-6)
    near(s.low[k], t.low[i], 1e-6)
  end
  equal(s.estimate[3], 0)
  equal(s.se[3], 1 / 0)
  equal(s.p[5], 1)
  near(s.deviance, t.deviance, 1e-9)
  near(s.aic, t.aic, 1e-9)
  equal(s.df, t.df)
  local text = tostring(s)
  assert(text:find("class 3: d %s+aliased\n"), text)
  assert(text:find("note: aliased: e = 3 − 2 a, d = a + c; the other rows are those of the model "
    .. "without them", 1, true), text)
  local e = m:explain(Z, classes)
  for i, name in ipairs(e.names) do
    if name == "e" or name == "d" then equal(e.low[i], 0) end
  end
end)

check.done("softmax")
