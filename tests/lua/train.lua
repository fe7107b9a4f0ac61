-- Training: numbers of the lessons, continuing, stopping, records, errors.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails
local diverges = check.diverges

local x, y = vector{1, 2}, vector{300, 500}

-- Reference values: NumPy, in tests/reference/lessons.json.
case("gradient descent agrees with the reference", function()
  local m = model.linear()
  local run = train(m, x, y, {alpha = 0.01, iterations = 10000})
  near(m.w[1], 199.99285075131766, 1e-12)
  near(m.b, 100.011567727362, 1e-12)
  near(run.cost[1], 79274.8125, 1e-15)
  near(run.cost[1000], 3.417495171534028, 1e-12)
  near(run.cost[10000], 6.745014662580395e-06, 1e-12)
  near(m:predict(1.2), 340.00298862894317, 1e-12)
  equal(run.iterations, 10000)
  equal(#run.cost, 10000)
  equal(run.reason, "all iterations done")
end)

case("four features with initial weights", function()
  local X = matrix{{2104, 5, 1, 45}, {1416, 3, 2, 40}, {852, 2, 1, 35}}
  local prices = vector{460, 232, 178}
  local m = model.linear{w = vector.zeros(4)}
  train(m, X, prices, {alpha = 5e-7, iterations = 1000})
  near(m.w[1], 0.20396568731883125, 1e-12)
  near(m.w[4], -0.0658613999237372, 1e-12)
  near(m.b, -0.0022354075309325345, 1e-12)
  near(m:cost(X, prices), 686.7034116665213, 1e-12)
  near(m:predict(X)[2], 286.1674720078562, 1e-12)
end)

case("normalized houses, and a prediction in raw units", function()
  local X = matrix{{952, 2, 1, 65}, {1244, 3, 2, 64}, {1947, 3, 2, 17}}
  local prices = vector{271.5, 232, 509.8}
  local Xn, scaler = normalize(X)
  local m = model.linear()
  train(m, Xn, prices, {alpha = 0.1, iterations = 1000})
  near(m.w[1], 60.76438637911568, 1e-12)
  near(m.b, 337.7666666666664, 1e-12)
  near(m:predict(scaler{1200, 3, 1, 40}), 358.0796879794948, 1e-12)
end)

case("polynomial features, raw and scaled", function()
  local v = vector.range(0, 19)
  local targets = v ^ 2
  local P, names = polyfeatures(v, 3, {names = {"x"}})
  equal(table.concat(names, " "), "x x^2 x^3")
  local m = model.linear()
  train(m, P, targets, {alpha = 1e-7, iterations = 10000})
  near(m.w[2], 0.5355213675999294, 1e-10)
  local Pn = normalize(P)
  near(Pn:ptp"columns"[3], 3.283071529046464, 1e-13)
  m = model.linear()
  train(m, Pn, targets, {alpha = 0.1, iterations = 100000})
  near(m.w[2], 113.49457939353786, 1e-9)
  near(m.b, 123.49999999999994, 1e-12)
end)

case("logistic gradient descent agrees with the reference", function()
  local X = matrix{{0.5, 1.5}, {1, 1}, {1.5, 0.5}, {3, 0.5}, {2, 2}, {1, 2.5}}
  local m = model.logistic()
  local run = train(m, X, {0, 0, 0, 1, 1, 1}, {alpha = 0.1, iterations = 10000})
  near(m.w[1], 5.281230291780549, 1e-12)
  near(m.w[2], 5.078156075159834, 1e-12)
  near(m.b, -14.222409982019839, 1e-12)
  near(run.final_cost, 0.017117768890292925, 1e-12)
end)

case("an oscillating logistic model is reported as diverged and restored", function()
  local p = data.load("penguins"):drop_missing()
  local X = p:matrix{"bill_length_mm", "body_mass_g"}
  local kind = p:labels("species", {positive = "Adelie"})
  local m = model.logistic()
  diverges(function() return train(m, X, kind) end, "cost rose from 0.6931 to")
  diverges(function() return train(m, X, kind) end,
    "alpha 0.01 is above the safe limit 4.36e-07 for this data; column ")
  equal(tostring(m.w), "[0 0]")
  train(m, (normalize(X)), kind, {alpha = 1})
  assert(m:score((normalize(X)), kind) > 0.9)
end)

case("calling train again continues from the current weights", function()
  local once, twice = model.linear(), model.linear()
  train(once, x, y, {alpha = 0.01, iterations = 200})
  train(twice, x, y, {alpha = 0.01, iterations = 100})
  train(twice, x, y, {alpha = 0.01, iterations = 100})
  equal(once.w == twice.w, true)
  equal(once.b, twice.b)
end)

case("a record has the cost and weights after each iteration", function()
  local m = model.linear()
  local run = train(m, x, y, {alpha = 0.01, iterations = 50})
  for _, k in ipairs{1, 2, 50} do
    local then_ = run:at(k)
    equal(then_.w[1], run.w[k])
    equal(then_.b, run.b[k])
    equal(then_:cost(x, y), run.cost[k])
  end
  equal(run.w[50], m.w[1])
  equal(#run, 50)
  fails(function() run:at(51) end, "iteration 51 is out of range; the run has 50")
  equal(run:at(0):cost(x, y), run.first_cost)
  fails(function() run:at(-1) end, "integer of at least 0 expected, got -1")
end)

case("run:back restores an earlier iteration", function()
  local m = model.linear()
  local run = train(m, x, y, {iterations = 50})
  equal(run.model == m, true)
  equal(run:back(20) == m, true)
  equal(m:cost(x, y), run.cost[30])
  train(m, x, y, {iterations = 20})
  equal(m:cost(x, y), run.cost[50])
  fails(function() run:back(51) end, "cannot go back 51 iterations; the run has 50")
  m.w = {1, 2}
  fails(function() run:back(1) end, "the length of the model's w has changed since")
end)

case("run:fork trains from the same start with another learning rate", function()
  local m = model.linear()
  local run = train(m, x, y, {alpha = 0.01, iterations = 100})
  local fork = run:fork{at = 40, alpha = 0.3}
  equal(#fork.cost, 100)
  equal(fork.iterations, 100)
  equal(fork.first_cost, run.first_cost)
  equal(fork.cost[40], run.cost[40])
  equal(fork.cost[41] < run.cost[41], true)
  equal(fork.final_cost, fork.model:cost(x, y))
  equal(m:cost(x, y), run.cost[100])
  local same = run:fork{at = 40}
  equal(same.cost == run.cost, true)
  equal(run:fork{iterations = 5}.iterations, 105)
  equal(run:fork{at = 0, method = "lbfgs"}.converged, true)
  equal(fork:fork{at = 60, alpha = 0.01}.cost[60], fork.cost[60])
  fails(function() run:fork{at = 101} end,
    "run:fork: iteration 101 is out of range; the run has 100")
  fails(function() run:fork{alfa = 1} end, "did you mean 'alpha'?")
end)

case("a record of several features is a matrix", function()
  local run = train(model.linear(), matrix{{1, 2}, {3, 4}, {5, 7}}, {1, 2, 3},
    {alpha = 0.01, iterations = 3})
  local rows, columns = run.w:size()
  equal(rows .. "x" .. columns, "3x2")
end)

case("a very long run keeps every second entry", function()
  local m = model.linear()
  local run = train(m, vector{1}, vector{1}, {alpha = 1e-9, iterations = 12000000})
  equal(run.every, 4)
  equal(#run.cost, 3000000)
  near(run:at(6000000):cost({1}, {1}), run.cost[1500000], 1e-15)
  fails(function() run:at(6000001) end, "was not kept; a run this long keeps every 4th")
end)

case("training stops at the tolerance and reports convergence", function()
  local m = model.linear()
  local run = train(m, x, y, {alpha = 0.1, iterations = 100000, tolerance = 1e-6})
  equal(run.converged, true)
  equal(run.reason, "converged")
  local dw, db = m:gradient(x, y)
  local along = (dw[1] - x:mean() * db) / x:std()
  equal(math.abs(along) <= 1.5e-6 * y:std() and math.abs(db) <= 1e-6 * y:std(), true)
end)

case("on_step sees every iteration and can stop", function()
  local costs = {}
  local run = train(model.linear(), x, y, {alpha = 0.01, iterations = 100, on_step = function(step)
    costs[#costs + 1] = step.cost
    equal(step.iteration, #costs)
    return step.iteration < 5
  end})
  equal(#costs, 5)
  equal(run.reason, "stopped by on_step")
  equal(run.cost[5], costs[5])
  local calls = 0
  local function count() calls = calls + 1 end
  train(model.linear(), x, y, {iterations = 100, every = 10, on_step = count})
  equal(calls, 10)
  fails(function()
    train(model.linear(), x, y, {on_step = function() error("mine") end})
  end, "mine")
end)

case("report= prints the start and the given number of lines", function()
  local lines, kept = {}, print
  _G.print = function(line) lines[#lines + 1] = line end
  train(model.linear(), x, y, {alpha = 0.01, iterations = 1000, report = 10})
  _G.print = kept
  equal(#lines, 11)
  equal(lines[1]:match("^Iteration%s+0: Cost 8.500e%+04  dj_dw: %-6.500e%+02") ~= nil, true)
  equal(lines[11]:match("^Iteration%s+1000: Cost 3.417e%+00") ~= nil, true)
end)

case("the penalty shrinks the weights", function()
  local free, ridge = model.linear(), model.linear{lambda = 10}
  for _, m in ipairs{free, ridge} do train(m, x, y, {alpha = 0.1, iterations = 5000}) end
  equal(ridge.w[1] < free.w[1], true)
  -- Centered ridge regression by hand: w = Σ(x-x̄)(y-ȳ) / (Σ(x-x̄)² + λ) = 100 / (0.5 + 10)
  near(ridge.w[1], 100 / 10.5, 1e-9)
end)

case("divergence is stopped and explained, and the weights are restored", function()
  local m = model.linear{w = 3, b = 4}
  diverges(function() return train(m, x, y, {alpha = 1e9}) end,
    "alpha 1e+09 is above the limit 0.5836 for this data")
  diverges(function() return train(m, x, y, {alpha = 0.6}) end,
    "diverged, cost rose for 20 iterations: alpha 0.6 is above the limit 0.5836")
  equal(m.w[1], 3.0)
  equal(m.b, 4.0)
  train(m, x, y, {alpha = 0.58})
end)

-- NumPy: the recursion w <- w - 0.8 dJ/dw, b <- b - 0.8 dJ/db from 0.
case("a diverged run keeps its record", function()
  local m = model.linear()
  local run = diverges(function() return train(m, x, y, {alpha = 0.8, iterations = 10}) end,
    "diverged, cost rose for 10 iterations: alpha 0.8 is above the limit 0.5836 for this data; "
    .. "with z-score scaling the limit is 2; the model was reset to its initial weights")
  equal(#run.cost, 10)
  equal(run.iterations, 10)
  near(run.cost[1] / 257800, 1, 1e-14)
  near(run.cost[10] / 5604224211.962118, 1, 1e-13)
  near(run.w[10] / -48453.651333120026, 1, 1e-13)
  near(run.b[10] / -29956.671528960018, 1, 1e-13)
  equal(run.final_cost, run.cost[10])
  equal(run:at(10):cost(x, y), run.cost[10])
  equal(run.state, "done")
  equal(m.w[1], 0.0)
  near(run:fork{at = 3, alpha = 0.5, iterations = 3000}.final_cost, 0, 1e-9)
  equal(run:back(9):cost(x, y), run.cost[1])
end)

case("a single step above the limit is taken, with a warning", function()
  local m = model.linear()
  warn("@off")
  local run = train(m, x, y, {alpha = 0.8, iterations = 1})
  warn("@on")
  equal(run.reason, "all iterations done")
  equal(run.advice, "the cost rose from 8.5e+04 to 2.578e+05: alpha 0.8 is above the limit 0.5836 "
    .. "for this data")
  equal(m:cost(x, y), run.final_cost)
end)

case("training stops at an infinite cost", function()
  local m = model.linear()
  local run = diverges(function() return train(m, x, y, {alpha = 1e9}) end,
    "cost rose from 8.5e+04 to inf in 16 iterations: alpha 1e+09 is above the limit")
  equal(#run.cost, 16)
  equal(run.iterations, 16)
  equal(run.cost[16], math.huge)
  equal(run.cost[15] < math.huge, true)
  equal(run.final_cost, math.huge)
  equal(tostring(m.w), "[0]")
end)

case("nan in the data is an error before training", function()
  local m = model.linear{w = 3, b = 4}
  fails(function() train(m, vector{1, 0 / 0}, y) end, "train: X has nan at row 2, column 1")
  fails(function() train(m, x, vector{1, 1 / 0}) end, "y has inf at row 2")
  fails(function() train(model.logistic(), x, {0, 2}) end,
    "y[2] is 2; logistic targets must be 0 or 1")
  fails(function() train(m, x, {1, 2, 3}) end, "train: X has 2 examples, but y has 3 targets")
  fails(function() train(m, vector{}, vector{}) end, "y is empty")
  fails(function() train(m, matrix.zeros(2, 0), y) end, "X has no columns")
  fails(function() train(m, matrix.zeros(2, 2), y) end,
    "X has 2 columns, but the model takes 1")
  equal(m.w[1], 3.0)
end)

case("options are checked", function()
  local m = model.linear()
  for _, alpha in ipairs{-1, 0, 0 / 0, 1 / 0} do
    fails(function() train(m, x, y, {alpha = alpha}) end,
      "train: option alpha: number greater than 0")
  end
  fails(function() train(m, x, y, {alhpa = 1}) end,
    "unknown option 'alhpa'; did you mean 'alpha'?")
  fails(function() train(m, x, y, {iterations = -1}) end, "option iterations: integer")
  fails(function() train(m, x, y, {iterations = 1.5}) end, "got 1.5")
  fails(function() train(m, x, y, {method = "magic"}) end,
    'option method: "gd", "sgd", "minibatch", "momentum", "adam", "lbfgs", ')
  fails(function() train(m, x, y, {on_step = 1}) end, "option on_step: function expected, got 1")
  fails(function() train(m, x, y, {tolerance = -1}) end, "option tolerance")
  fails(function() train(m, x, y, 5) end, "table of options expected, got 5")
  fails(function() train(m, x, y, {5}) end, "options must be named")
  fails(function() train(5, x, y) end, "train: m (argument 1): model expected, got 5")
  fails(function() train(m, "a", y) end, "train: X (argument 2)")
  fails(function() train() end, "model expected, got nil")
end)

case("extreme numbers give a message", function()
  for _, method in ipairs{"adam", "momentum"} do
    diverges(function()
      return train(model.linear(), {0, 1e100}, {1, 2}, {method = method, iterations = 1e9})
    end, "cost rose from 1.25 to ")
  end
  diverges(function()
    return train(model.linear(), {0, 1e100}, {1, 2}, {iterations = 1e9})
  end, "alpha 0.01 is above the limit 4e-200")
  diverges(function() return train(model.linear(), {0, 1e200}, {1, 2}) end, "too large")
end)

case("zero iterations change nothing", function()
  local m = model.linear{w = 1}
  local run = train(m, x, y, {iterations = 0})
  equal(m.w[1], 1.0)
  equal(#run.cost, 0)
  equal(run.iterations, 0)
end)

check.done("train")
