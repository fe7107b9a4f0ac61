-- The methods of train, compared to ten digits with optima computed in extended
-- precision by tests/reference/optima.py.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local cancer = data.load("breast_cancer")
local tumors = normalize(cancer:matrix())
local malignant = cancer:labels("diagnosis", {positive = "malignant"})

local birds = data.load("penguins"):drop_missing():filter(function(d)
  return d.species ~= "Gentoo"
end)
local measures = normalize(birds:matrix{"bill_length_mm", "bill_depth_mm",
  "flipper_length_mm", "body_mass_g"})
local chinstrap = birds:labels("species", {positive = "Chinstrap"})

local patients = data.load("diabetes")
local serum = normalize(patients:matrix():columns(1, 10))
local progression = patients.progression

-- The first, middle and last weight, and the intercept (which counts as the last
-- for the middle).
local function meets(m, expected, tolerance)
  local n = m.features
  local numbers = {m.w[1], m.w[(n + 1) // 2 + 1], m.w[n], m.b}
  for i = 1, 4 do near(numbers[i], expected[i], tolerance) end
end

local optimum = {
  tumors = {0.363092531917931886, -0.73632401279675327,
    0.479818908043160328, -0.214502717401755192},
  birds = {8.37429922266870469, -0.178607035982993909,
    -1.761067422692728103, -3.044837736301460753},
  patients = {-0.257949001211448214, 1.80876776411560308,
    3.522912117793438090, 152.13348416289592759},
}

for _, method in ipairs{"newton", "lbfgs"} do
  case(method .. " finds the optima to ten digits", function()
    local m = model.logistic{lambda = 1}
    local run = train(m, tumors, malignant, {method = method})
    meets(m, optimum.tumors, 1e-10)
    equal(run.converged, true)
    m = model.logistic{lambda = 0.1}
    train(m, measures, chinstrap, {method = method})
    meets(m, optimum.birds, 1e-10)
    m = model.linear{lambda = 10}
    train(m, serum, progression, {method = method})
    meets(m, optimum.patients, 1e-10)
  end)
end

case("lbfgs and newton converge with features of any scale", function()
  for _, method in ipairs{"newton", "lbfgs"} do
    local m = model.linear()
    local run = train(m, vector{1e150, 2e150, 3e150}, vector{1, 2, 3.5}, {method = method})
    equal(run.converged, true)
    near(m.w[1] * 1e150, 1.25, 1e-13)
    near(m.b, -1 / 3, 1e-12)
  end
end)

case("shifting the features does not change the predictions", function()
  local steps = vector.range(0, 31)
  local noise = steps:map(math.sin)
  local y, z = 3 * steps + 20 * noise, (steps - 15 + 20 * noise):gt(0)
  for _, method in ipairs{"newton", "lbfgs"} do
    for _, shift in ipairs{0, 30000000, 1e9} do
      local m, there = model.linear(), model.linear()
      local run = train(m, steps + shift, y, {method = method})
      train(there, steps, y, {method = method})
      equal(run.converged, true)
      near(m.w[1], there.w[1], 1e-13)
      near(m:predict(shift + 7), there:predict(7), 1e-12)
      m, there = model.logistic(), model.logistic()
      equal(train(m, steps + shift, z, {method = method}).converged, true)
      train(there, steps, z, {method = method})
      near(m.w[1], there.w[1], 1e-12)
    end
  end
end)

case("the advice for an lbfgs run does not suggest lbfgs", function()
  seed(4)
  local X = 2 * matrix.random(60, 2) - 1
  local inner = (X:column(1)^2 + X:column(2)^2 + 0.3 * vector.randn(60)):lt(0.6)
  local run = train(model.logistic{degree = 4, lambda = 1e-6}, X, inner,
    {method = "lbfgs", iterations = 10})
  equal(run.advice:find('method="lbfgs"', 1, true), nil)
  equal(run.advice:find('method="newton"', 1, true) ~= nil, true)
end)

case("gradient descent, momentum and adam find the same optimum", function()
  for _, options in ipairs{
    {method = "gd", alpha = 0.5, iterations = 40000},
    {method = "momentum", alpha = 0.1, iterations = 20000, tolerance = 1e-14},
    {method = "adam", alpha = 0.05, iterations = 10000, tolerance = 1e-14},
  } do
    local m = model.logistic{lambda = 1}
    train(m, tumors, malignant, options)
    meets(m, optimum.tumors, 1e-9)
  end
end)

case("newton solves a line in one step", function()
  local m = model.linear()
  local run = train(m, vector{1, 2}, vector{300, 500}, {method = "newton"})
  near(m.w[1], 200, 1e-12)
  near(m.b, 100, 1e-12)
  equal(run.iterations <= 2, true)
end)

case("newton handles duplicate columns", function()
  local x = vector{1, 2, 3, 4}
  local m = model.linear()
  train(m, matrix.columns{x, x}, 3 * x + 1, {method = "newton"})
  near(m.w[1] + m.w[2], 3, 1e-6)
  near(m:cost(matrix.columns{x, x}, 3 * x + 1), 0, 1e-10)
end)

case("exact solves in one step, also with a penalty", function()
  local m = model.linear{lambda = 10}
  local run = train(m, serum, progression, {method = "exact"})
  meets(m, optimum.patients, 1e-13)
  equal(run.iterations, 1)
  equal(run.cost[1], run.final_cost)
  near(run.final_cost, m:cost(serum, progression), 1e-15)
  fails(function() train(model.logistic(), tumors, malignant, {method = "exact"}) end,
    'method "exact" works only for linear models; for a logistic model use "newton"')
end)

-- NIST's certified values; tests/core/least_squares.c has the other data sets.
case("NIST's Longley data to fourteen digits", function()
  local economy = data.read("tests/reference/nist/Longley.csv")
  local m = model.linear()
  train(m, economy:matrix{"x1", "x2", "x3", "x4", "x5", "x6"}, economy.y, {method = "exact"})
  local certified = {15.0618722713733, -0.358191792925910e-01, -2.02022980381683,
    -1.03322686717359, -0.511041056535807e-01, 1829.15146461355}
  for j = 1, 6 do near(m.w[j] / certified[j], 1, 1e-14) end
  near(m.b / -3482258.63459582, 1, 1e-14)
end)

case("an lbfgs record has one row per iteration", function()
  local m = model.logistic{lambda = 1}
  local run = train(m, tumors, malignant, {method = "lbfgs", iterations = 7})
  equal(run.iterations, 7)
  equal(#run.cost, 7)
  for k = 2, 7 do equal(run.cost[k] < run.cost[k - 1], true) end
  near(run:at(7):cost(tumors, malignant), run.cost[7], 1e-14)
end)

-- sklearn.linear_model.SGDRegressor is no closer: its last steps fluctuate.
case("stochastic methods come close, and the same seed gives the same steps", function()
  for _, options in ipairs{
    {method = "sgd", alpha = 0.001, iterations = 100},
    {method = "minibatch", batch = 16, alpha = 0.02, iterations = 200, seed = 7},
  } do
    local m, again = model.linear{lambda = 10}, model.linear{lambda = 10}
    local run = train(m, serum, progression, options)
    equal(#run.cost, options.iterations)
    near(m.b, optimum.patients[4], 0.01)
    local best = train(model.linear{lambda = 10}, serum, progression, {method = "exact"})
    near(run.final_cost / best.final_cost, 1, 0.01)
    train(again, serum, progression, options)
    equal(m.w == again.w, true)
  end
end)

case("minibatch with all examples is gradient descent", function()
  local a, b = model.logistic{lambda = 1}, model.logistic{lambda = 1}
  train(a, measures, chinstrap, {method = "minibatch", batch = 1000, alpha = 0.1, iterations = 20})
  train(b, measures, chinstrap, {alpha = 0.1, iterations = 20})
  for j = 1, 4 do near(a.w[j], b.w[j], 1e-13) end
end)

case("options of other methods are errors", function()
  local m, x, y = model.linear(), vector{1, 2}, vector{300, 500}
  fails(function() train(m, x, y, {batch = 5}) end, 'batch requires method="minibatch"')
  fails(function() train(m, x, y, {method = "adam", seed = 5}) end, "adam uses no random numbers")
  fails(function() train(m, x, y, {method = "minibatch", batch = 0}) end,
    "train: option batch: integer of at least 1 expected, got 0")
  check.diverges(function() return train(m, x, y, {method = "sgd", alpha = 50}) end,
    "alpha 50 is too large for this data; normalize it, or try a smaller alpha; the model was")
end)

case("momentum= is checked and affects only its own method", function()
  local m, x, y = model.linear(), vector{1, 2}, vector{300, 500}
  for _, bad in ipairs{-0.1, 1, 0 / 0} do
    fails(function() train(m, x, y, {method = "momentum", momentum = bad}) end,
      "train: option momentum: number from 0 up to 1 expected")
  end
  fails(function() train(m, x, y, {momentum = 0.5}) end, 'momentum requires method="momentum"')
  fails(function() train(m, x, y, {method = "lbfgs", alpha = 1}) end,
    "option alpha cannot be used with method=\"lbfgs\", which finds its own step size")
  check.diverges(function() return train(m, x, y, {method = "momentum", alpha = 100}) end,
    "is above the limit 1.109 for this data")
  local run = train(m, x, y, {method = "momentum", alpha = 1.1, iterations = 20})
  equal(run.iterations, 20)
end)

case("a cost that overflows is reported as inf", function()
  for _, method in ipairs{"gd", "sgd", "minibatch", "momentum"} do
    local m = model.linear{b = 4}
    m.w = 0
    local run = check.diverges(function()
      return train(m, {1e200, -1e200}, {1, 2}, {method = method})
    end, "cost rose from 3.25 to inf in 1 iteration: alpha 0.01 is ")
    equal(tostring(run.cost), "[inf]")
    equal(m.b, 4.0)
  end
end)

-- In NumPy the same recursions end at 3.6e-27 (momentum) and below the start (adam).
case("overshooting the minimum is not divergence", function()
  local x, y = vector{1, 2}, vector{300, 500}
  local run = train(model.linear{normalize = "zscore"}, x, y, {method = "momentum"})
  equal(run.converged, true)
  equal(run.final_cost < 1e-20, true)
  equal(run.advice, nil)
  run = train(model.linear{normalize = "zscore"}, x, y, {method = "adam", alpha = 50})
  equal(run.reason ~= "diverged", true)
  equal(run.final_cost < 1, true)
end)

-- The limit is 2 (1 + momentum) / curvature. Near it the cost first grows for
-- dozens of steps, by a factor of up to ((1 + momentum) / (1 - momentum))².
case("momentum has its own stability limit", function()
  local x, y = vector{1, 2}, vector{300, 500}
  for _, momentum in ipairs{0.5, 0.9, 0.99} do
    local limit = diagnose(model.linear(), x, y).alpha * (1 + momentum)
    for iterations = 5, 2000, 95 do
      local run = train(model.linear(), x, y, {method = "momentum", momentum = momentum,
        alpha = 0.999 * limit, iterations = iterations})
      equal(run.reason, "all iterations done")
      equal(run.advice and run.advice:find("rose", 1, true), nil)
    end
    check.diverges(function()
      return train(model.linear(), x, y, {method = "momentum", momentum = momentum,
        alpha = 1.02 * limit, iterations = 5000})
    end, ("is above the limit %.4g for this data"):format(limit))
  end
end)

case("training from the optimum is not divergence", function()
  local X, t = matrix{{1, 2}, {3, 1}, {2, 5}, {4, 4}}, vector{5, 7, 16, 21}
  local m = model.linear()
  train(m, X, t, {method = "exact"})
  for _, method in ipairs{"gd", "momentum", "adam", "sgd", "minibatch"} do
    for iterations = 1, 30 do
      local run = train(model.linear{w = m.w, b = m.b}, X, t,
        {method = method, iterations = iterations, alpha = 0.001})
      equal(run.reason ~= "diverged", true)
    end
  end
end)

case("initial weights with an overflowing cost are an error", function()
  for _, method in ipairs{"lbfgs", "newton", "gd", "adam"} do
    fails(function()
      train(model.linear{w = 1e200}, {1e100, 1}, {1, 2}, {method = method})
    end, "the cost overflows (iteration 0)")
  end
end)

check.case("unique keeps one nan, last", function()
  check.equal(tostring(vector{0/0, 2, 0/0, 1, 2}:unique()), "[  1   2 nan]")
end)

check.case("std and var of numbers a few ulps apart are exact", function()
  for _, offset in ipairs{1e15, 1e16, -1e16} do
    local v = vector{offset, offset + 2, offset + 4, offset + 10}
    local _, scaler = normalize(v)
    check.near(v:var(), 14, 1e-14) -- the numbers are exact doubles, so is 14
    check.near(v:std(), math.sqrt(14), 1e-14)
    check.near(scaler.std[1], v:std(), 1e-14)
    check.near(matrix.columns{v, v}:std"columns"[2], math.sqrt(14), 1e-14)
  end
  check.near(vector{1e16, 1e16 + 2}:var(), 1, 1e-15)
  check.equal(vector.fill(7, 0.1):var(), 0)
end)

check.case("// divides and rounds down, as Lua does for numbers", function()
  check.equal(vector{7, -7, 7.5} // 2, vector{3, -4, 3})
  check.equal(7 // vector{2, -2}, vector{3, -4})
  check.equal(vector{7, 8} // vector{2, 3}, vector{3, 2})
  check.equal(matrix{{7, 9}} // vector{2, 4}, matrix{{3, 2}})
  check.fails(function() return vector{1, 2} // vector{1, 2, 3} end, "//: ")
end)

check.case("a long vector is printed in full on request", function()
  printoptions{threshold = math.huge}
  local text = tostring(vector.range(1, 1500))
  printoptions{threshold = 1000}
  check.equal(text:find("...", 1, true), nil)
end)

check.case("messages of ipairs and string.rep are those of Lua 5.4", function()
  check.fails(function() ipairs() end, "bad argument #1 to 'ipairs' (")
  check.fails(function() return string.rep("x", 1 << 31) end, "resulting string too large")
  check.fails(function() return string.rep("ab", math.maxinteger) end, "resulting string too large")
end)

check.done("methods")
