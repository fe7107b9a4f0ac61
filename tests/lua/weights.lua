-- weights= against repeated rows: cost, gradient, score, every training method,
-- summary; examples of weight 0; mistakes.
local check = dofile("tests/check.lua")

local function near(got, wanted, tolerance, what)
  local ok, message = pcall(check.near, got, wanted, tolerance)
  if not ok then error(("%s: %s"):format(what, message), 2) end
end

local function all_near(got, wanted, tolerance, what)
  if type(got) == "number" then return near(got, wanted, tolerance, what) end
  if #got ~= #wanted then error(("%s: %d elements, expected %d"):format(what, #got, #wanted), 2) end
  for i = 1, #wanted do all_near(got[i], wanted[i], tolerance, what) end
end

-- Random examples with counts from 0 to 4, and the same examples repeated.
local function make(kind, m, n, set)
  seed(set)
  local X, counts = matrix.randn(m, n), {}
  local y, rows, labels = {}, {}, {}
  for i = 1, m do
    local z = X[i][1] - 0.5 * X[i][n] + vector.randn(1)[1]
    if kind == "linear" then y[i] = z + 3 end
    if kind == "logistic" then y[i] = z > 0.2 and 1 or 0 end
    if kind == "poisson" then y[i] = floor(exp(0.4 * z + 1)) end
    if kind == "softmax" then y[i] = z < -0.5 and 1 or z < 0.6 and 2 or 3 end
    counts[i] = (i * 7 + set) % 5
    for _ = 1, counts[i] do
      rows[#rows + 1] = X[i]
      labels[#labels + 1] = y[i]
    end
  end
  return X, vector(y), vector(counts), matrix(rows), vector(labels)
end

local KINDS = {"linear", "logistic", "softmax", "poisson"}

-- Calls f(kind, X, y, counts, rows, labels) for several random sets.
local function for_sets(f)
  for _, kind in ipairs(KINDS) do
    for set = 1, 4 do f(kind, make(kind, 40 + set, 1 + set % 3, set)) end
  end
end

check.case("cost, gradient and score are those of the repeated rows", function()
  for_sets(function(kind, X, y, counts, rows, labels)
    local m = model[kind]{lambda = 0.7}
    train(m, rows, labels, {iterations = 3, progress = false})
    local options = {weights = counts}
    near(m:cost(X, y, options), m:cost(rows, labels), 1e-14, kind .. " cost")
    near(m:score(X, y, options), m:score(rows, labels), 1e-14, kind .. " score")
    local dw, db = m:gradient(X, y, options)
    local dv, dc = m:gradient(rows, labels)
    all_near(dw, dv, 1e-14, kind .. " dw")
    all_near(db, dc, 1e-14, kind .. " db")
  end)
end)

check.case("the gradient agrees with differences of the cost", function()
  for_sets(function(kind, X, y, counts)
    if kind == "softmax" then return end
    local n, h, options = #X[1], 1e-5, {weights = counts * 0.37}
    local m = model[kind]{w = vector{0.3, -0.2, 0.1}:slice(1, n), b = 0.4, lambda = 2}
    local dw = m:gradient(X, y, options)
    for j = 1, n do
      local at = m.w[j]
      m.w[j] = at + h
      local above = m:cost(X, y, options)
      m.w[j] = at - h
      local below = m:cost(X, y, options)
      m.w[j] = at
      near(dw[j], (above - below) / (2 * h), 1e-8, kind)
    end
  end)
end)

-- What each method needs to converge, and how closely.
local METHODS = {
  gd = {iterations = 40000, alpha = 0.1, tolerance = 1e-13, near = 1e-10},
  momentum = {iterations = 20000, alpha = 0.1, tolerance = 1e-13, near = 1e-10},
  adam = {iterations = 200, alpha = 0.02, near = 1e-9},
  lbfgs = {iterations = 500, near = 1e-8},
  newton = {iterations = 50, near = 1e-12},
  exact = {near = 1e-13},
}

check.case("every method finds the fit of the repeated rows", function()
  for_sets(function(kind, X, y, counts, rows, labels)
    for method, how in pairs(METHODS) do
      if method ~= "exact" or kind == "linear" then
        local function fit(A, b, weights)
          local m = model[kind]{lambda = method == "exact" and 0 or 0.5}
          local run = train(m, A, b, {method = method, iterations = how.iterations,
            alpha = how.alpha, tolerance = how.tolerance, weights = weights, progress = false})
          return m, run
        end
        local m, run = fit(X, y, counts)
        local same, other = fit(rows, labels)
        local what = kind .. " by " .. method
        all_near(m.w, same.w, how.near, what)
        all_near(m.b, same.b, how.near, what)
        near(run.final_cost, other.final_cost, 1e-12, what .. ": cost")
      end
    end
  end)
end)

check.case("normalize, degree, no intercept and a penalty", function()
  for set = 1, 4 do
    for _, options in ipairs{{normalize = "zscore"}, {normalize = "minmax", degree = 2},
        {degree = 3}, {intercept = false}, {lambda = 3}, {intercept = false, degree = 2},
        {normalize = "mean", lambda = 1, degree = 2}} do
      local X, y, counts, rows, labels = make("linear", 60, 1 + set % 2, set)
      local m, same = model.linear(options), model.linear(options)
      train(m, X, y, {method = "exact", weights = counts})
      train(same, rows, labels, {method = "exact"})
      all_near(m.w, same.w, 1e-11, "w")
      near(m.b, same.b, 1e-11, "b")
      all_near(m:predict(X), same:predict(X), 1e-11, "predictions")
    end
  end
end)

check.case("many rows: the products of X and its rows lead to the same fit", function()
  local X, y, counts, rows, labels = make("linear", 3000, 4, 9)
  local function fit(A, b, options)
    local m = model.linear()
    options.progress = false
    train(m, A, b, options)
    return m
  end
  for _, how in ipairs{{method = "exact"}, {method = "gd", alpha = 0.3, iterations = 400},
      {method = "momentum", alpha = 0.05, iterations = 500}} do
    local plain = fit(rows, labels, how)
    how.weights = counts
    local weighted = fit(X, y, how)
    all_near(weighted.w, plain.w, 1e-12, how.method)
    near(weighted.b, plain.b, 1e-12, how.method)
    how.rows = true
    all_near(fit(X, y, how).w, plain.w, 1e-9, how.method .. " by rows")
  end
end)

check.case("sgd: equal weights change nothing, 0 drops an example, 2 doubles its step", function()
  local X, y, _, _, _ = make("logistic", 30, 2, 3)
  for _, method in ipairs{"sgd", "minibatch"} do
    local function fit(A, b, weights)
      local m = model.logistic{lambda = 0.1}
      train(m, A, b, {method = method, iterations = 5, alpha = 0.1, weights = weights,
        progress = false})
      return m.w
    end
    all_near(fit(X, y, X:column(1) * 0 + 1), fit(X, y), 1e-15, method)
    local weights = X:column(1) * 0 + 1
    for i = 21, 30 do weights[i] = 0 end
    all_near(fit(X, y, weights), fit(X:rows(1, 20), y:slice(1, 20)), 1e-15, method .. " of 20")
  end
  local m = model.linear()
  train(m, {1, 2}, {1, 1}, {method = "minibatch", batch = 2, alpha = 1, iterations = 1,
    weights = {3, 1}})
  near(m.w[1], (3 * 1 + 1 * 2) / 4, 1e-15, "one batch is the weighted mean")
end)

check.case("the summary is that of the repeated rows", function()
  for_sets(function(kind, X, y, counts, rows, labels)
    for _, degree in ipairs{1, kind ~= "softmax" and 2 or nil} do
      local m = model[kind]{degree = degree}
      train(m, rows, labels, {method = "newton"})
      local s, same = m:summary(X, y, {weights = counts}), m:summary(rows, labels)
      for _, field in ipairs{"se", "statistic", "p", "low", "high"} do
        all_near(s[field], same[field], 1e-9, kind .. " " .. field)
      end
      for _, field in ipairs{"examples", "df", "deviance", "null_deviance", "r2", "aic", "bic",
          "log_likelihood"} do
        near(s[field], same[field], 1e-12, kind .. " " .. field)
      end
      if kind ~= "softmax" then check.equal(math.type(s.df), "integer") end
    end
  end)
end)

check.case("examples of weight 0 are as if they were not there", function()
  local X, y, weights = vector{1, 2, 3, 4, 1e150}, vector{2, 4, 5, 8, 0 / 0}, {1, 1, 1, 1, 0}
  local m = model.linear{normalize = "zscore"}
  train(m, X, y, {method = "exact", weights = weights})
  local same = model.linear{normalize = "zscore"}
  train(same, X:slice(1, 4), y:slice(1, 4), {method = "exact"})
  all_near(m.w, same.w, 1e-14, "w")
  near(m:cost(X, y, {weights = weights}), same:cost(X:slice(1, 4), y:slice(1, 4)), 1e-14, "cost")
  near(m:score(X, y, {weights = weights}), same:score(X:slice(1, 4), y:slice(1, 4)), 1e-14, "r2")
  near(m:summary(X, y, {weights = weights}).se[2],
    same:summary(X:slice(1, 4), y:slice(1, 4)).se[2], 1e-13, "se")
end)

check.case("a class that has only weight 0 is no class", function()
  local X, y = {0, 1, 2, 3, 4, 5}, {1, 2, 1, 2, 1, 7}
  local m = model.softmax()
  train(m, X, y, {method = "newton", weights = {1, 1, 1, 1, 1, 0}})
  check.equal(m.classes, 2)
end)

check.case("the test for separable classes ignores examples of weight 0", function()
  local X, y = {1, 2, 3, 4, 5, 6}, {0, 0, 1, 0, 1, 1}
  local run = train(model.logistic(), X, y, {method = "newton", iterations = 30})
  check.equal(run.advice, nil)
  run = train(model.logistic(), X, y, {method = "newton", iterations = 30,
    weights = {1, 1, 0, 1, 1, 1}})
  if not run.advice:find("separable", 1, true) then error(run.advice) end
end)

check.case("a fork keeps the weights", function()
  local X, y, counts = make("linear", 30, 2, 5)
  local m = model.linear()
  local run = train(m, X, y, {alpha = 0.1, iterations = 50, weights = counts})
  local fork = run:fork{at = 20}
  check.equal(fork.cost[50], run.cost[50])
end)

check.case("mistakes get a sentence", function()
  local X, y = {1, 2, 3}, {2, 4, 6}
  local m = model.linear{w = 1, b = 0}
  local function fails(weights, text)
    check.fails(function() m:cost(X, y, {weights = weights}) end, text)
  end
  fails({1, 2}, "option weights has 2 numbers, but X has 3 examples")
  fails({1, -2, 1}, "option weights: element 2 is -2.0; a weight says how often an example "
    .. "counts and must be 0 or more")
  fails({1, 0 / 0, 1}, "option weights: element 2 is")
  fails({0, 0, 0}, "option weights: all are 0, so no example counts")
  fails({1e308, 1e308, 1e308}, "option weights: their sum overflows")
  fails("w", "option weights: vector with one number per example expected, got")
  local custom = model.custom{predict = function(A, w, b) return A:dot(w) + b end,
    cost = function(A, t, w, b) return ((A:dot(w) + b - t) ^ 2):mean() end}
  check.fails(function() train(custom, X, y, {weights = {1, 1, 1}}) end,
    "option weights cannot be used with a custom model")
end)

check.case("an example of weight 0 that overflows when it is scaled", function()
  local X, y = matrix{{2e-311, 1}, {-2e-311, 2}, {5, 1}, {1e-311, 3}}, {1, 2, 4, 2}
  for _, method in ipairs{"exact", "gd", "lbfgs"} do
    for _, scaling in ipairs{"minmax", "mean"} do
      local m = model.linear{normalize = scaling, lambda = 1}
      check.fails(function() train(m, X, y, {method = method, weights = {1, 1, 0, 1}}) end,
        "train: example 3 overflows when it is scaled: it is too far from the others")
    end
  end
  local m = model.linear{normalize = "minmax"}
  train(m, {1e-311, 2e-311, 3e-311}, {1, 2, 4}, {method = "exact"})
  check.fails(function() m:predict{1} end, "example 1 overflows when it is scaled")
  check.fails(function() m:cost({1, 0 / 0}, {1, 2}) end, "X has nan at row 2, column 1")
end)

check.done("weights")
