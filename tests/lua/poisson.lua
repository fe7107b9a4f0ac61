-- model.poisson: R's first example of glm, Newton steps in NumPy, offsets, counts
-- that are all 0 in a group, and mistakes.
local check = dofile("tests/check.lua")

local function all_near(got, wanted, tolerance)
  check.equal(#got, #wanted)
  for i = 1, #wanted do check.near(got[i], wanted[i], tolerance) end
end

-- ?glm in R: Dobson (1990), page 93, a randomized controlled trial.
local function dobson()
  local y, X = vector{18, 17, 15, 20, 10, 20, 25, 13, 12}, matrix.zeros(9, 4)
  for i = 0, 8 do
    local outcome, treatment = i % 3, i // 3
    if outcome > 0 then X[i + 1][outcome] = 1 end
    if treatment > 0 then X[i + 1][2 + treatment] = 1 end
  end
  return X, y
end

check.case("R's first example of glm", function()
  local X, y = dobson()
  local m = model.poisson{names = {"outcome2", "outcome3", "treatment2", "treatment3"}}
  local run = train(m, X, y, {method = "newton"})
  check.equal(run.converged, true)
  local s = m:summary(X, y)
  -- As R prints them: 3.045, -4.543e-01, -2.930e-01; the treatments are 0.
  all_near(s.estimate, {math.log(21), math.log(40 / 63), math.log(47 / 63), 0, 0}, 1e-13)
  all_near(s.se, {1.709e-01, 2.022e-01, 1.927e-01, 2.000e-01, 2.000e-01}, 5e-5)
  all_near(s.statistic, {17.815, -2.247, -1.520, 0, 0}, 5e-4)
  check.near(s.p[2], 0.0246, 5e-5)
  check.near(s.p[3], 0.1285, 5e-5)
  check.near(s.null_deviance, 10.5814, 5e-5)
  check.near(s.deviance, 5.1291, 5e-5)
  check.near(s.aic, 56.76, 5e-3)
  check.equal(s.df, 4)
  check.near(m:score(X, y), 1 - s.deviance / s.null_deviance, 1e-13)
  check.near(m:cost(X, y), s.deviance / 18, 1e-14)
  local text = tostring(s)
  if not text:find("null deviance 10.5814 on 8 degrees of freedom, residual deviance 5.12914 on 4",
      1, true) then
    error(text)
  end
end)

-- Made data, and NumPy's fits after sixty Newton steps.
local function made()
  local i = vector.range(1, 40)
  local X, offset, weights = matrix.zeros(40, 2), log(1 + i % 4), i % 5
  local y = vector.zeros(40)
  for k = 1, 40 do
    X[k] = {math.sin(k * 1.3), (k * 7 % 11) / 5}
    y[k] = math.floor(math.exp(offset[k] + 0.4 + 0.6 * X[k][1] - 0.3 * X[k][2]) + k % 3)
  end
  return X, y, offset, weights
end

local NUMPY = {
  plain = {w = {0.561560273526887, -0.39703437358672533}, b = 1.5889705582654132,
    se = {0.15011211666109892, 0.12186032374995844, 0.13516615017955486},
    deviance = 34.16943942963621},
  offset = {w = {0.4922610652409762, -0.29935791908618187}, b = 0.5791131257447868,
    se = {0.1494385741366851, 0.12409289469873312, 0.13174767783389454},
    deviance = 13.139373899663864},
  weights = {w = {0.4839909945470568, -0.2745368347068517}, b = 0.5499347792783456,
    se = {0.11838198400649258, 0.1033616756154592, 0.09888414210743028},
    deviance = 25.008240501600184},
  lambda = {w = {0.4733761404249063, -0.26842078448387274}, b = 0.542719217873492,
    se = {0.11781460099882107, 0.10235133993315547, 0.09791924623395523},
    deviance = 25.021576690647265},
}

check.case("Newton's method in NumPy finds the same", function()
  local X, y, offset, weights = made()
  local options = {plain = {}, offset = {offset = offset},
    weights = {offset = offset, weights = weights}, lambda = {offset = offset, weights = weights}}
  for name, known in pairs(NUMPY) do
    for _, method in ipairs{"newton", "lbfgs", "gd", "momentum"} do
      local m = model.poisson{lambda = name == "lambda" and 2 or 0}
      local o = options[name]
      train(m, X, y, {method = method, offset = o.offset, weights = o.weights, iterations = 20000,
        tolerance = method:find("m") and 1e-13 or nil, progress = false,
        alpha = (method == "gd" or method == "momentum") and 0.05 or nil})
      all_near(m.w, known.w, method == "newton" and 1e-13 or 1e-8)
      check.near(m.b, known.b, method == "newton" and 1e-13 or 1e-8)
      if method == "newton" then
        local s = m:summary(X, y, o)
        all_near(s.se, known.se, 1e-12)
        check.near(s.deviance, known.deviance, 1e-12)
      end
    end
  end
end)

check.case("the gradient agrees with differences of the cost", function()
  local X, y, offset, weights = made()
  local options, h = {offset = offset, weights = weights}, 1e-6
  local m = model.poisson{w = {0.3, -0.1}, b = 0.2, lambda = 1.5}
  local dw, db = m:gradient(X, y, options)
  for j = 1, 2 do
    local at = m.w[j]
    m.w[j] = at + h
    local above = m:cost(X, y, options)
    m.w[j] = at - h
    check.near(dw[j], (above - m:cost(X, y, options)) / (2 * h), 1e-8)
    m.w[j] = at
  end
  m.b = 0.2 + h
  local above = m:cost(X, y, options)
  m.b = 0.2 - h
  check.near(db, (above - m:cost(X, y, options)) / (2 * h), 1e-8)
end)

check.case("degree, normalize and sgd", function()
  local X, y = made()
  local plain, scaled = model.poisson{degree = 2}, model.poisson{degree = 2, normalize = "zscore"}
  train(plain, X, y, {method = "newton"})
  train(scaled, X, y, {method = "newton"})
  all_near(scaled:predict(X), plain:predict(X), 1e-9)
  all_near(scaled:summary(X, y).se, plain:summary(X, y).se, 1e-7)
  local m = model.poisson()
  train(m, X, y, {method = "minibatch", alpha = 0.02, iterations = 300, progress = false})
  check.near(m:cost(X, y), NUMPY.plain.deviance / 80, 0.02)
end)

check.case("predictions with an offset, and without", function()
  local X, y, offset = made()
  local m = model.poisson()
  train(m, X, y, {method = "newton", offset = offset})
  local rate = m:predict(X, {offset = 0})
  all_near(m:predict(X, {offset = offset}), rate * exp(offset), 1e-13)
  check.near(m:predict({0, 1}, {offset = math.log(3)}), 3 * math.exp(m.w[2] + m.b), 1e-13)
  check.fails(function() m:predict(X) end,
    "predict: the model was trained with offset=: pass the offset of these examples, too, or "
    .. "offset=0")
  check.fails(function() m:predict(X, {offset = {1, 2}}) end,
    "option offset has 2 numbers, but X has 40 examples")
  check.fails(function() m:predict(X, {offset = math.log(0)}) end,
    "option offset: element 1 is -inf; take the log of exposures above 0")
  check.fails(function() train(model.linear(), X, y, {offset = offset}) end,
    "option offset applies only to poisson models, got a linear model")
end)

check.case("a saved model and C code predict the same", function()
  local X, y, offset = made()
  local m, path = model.poisson{degree = 2}, os.tmpname()
  train(m, X, y, {method = "newton", offset = offset})
  m:save(path)
  local again = model.load(path)
  check.equal(again.kind, "poisson")
  check.equal(again:predict(X, {offset = 0}):eq(m:predict(X, {offset = 0})):sum(), 40)
  check.fails(function() again:predict(X) end, "trained with offset=")
  m:to_c(path)
  if not check.content(path):find("return exp(", 1, true) then error("no exp in the C code") end
  os.remove(path)
end)

check.case("a group whose counts are all 0 has no finite estimate", function()
  local X, y = vector{0, 0, 0, 1, 1, 1}, {3, 2, 4, 0, 0, 0}
  local m = model.poisson{names = {"treated"}}
  local run = train(m, X, y, {method = "newton"})
  check.equal(run.advice, "treated sets examples apart that all have the count 0: some weights "
    .. "grow without bound; lambda=1 keeps them finite")
  local text = tostring(m:summary(X, y))
  if not text:find("standard errors and p-values cannot be trusted", 1, true) then error(text) end
  check.equal(diagnose(m, X, y).separation, "quasi")
  y = {3, 2, 4, 0, 1, 0}
  check.equal(diagnose(m, X, y).separation, "none")
  check.equal(train(model.poisson(), X, y, {method = "newton"}).advice, nil)
  run = train(model.poisson(), X, {3, 2, 4, 0, 1, 0}, {method = "newton",
    weights = {1, 1, 1, 1, 0, 1}})
  if not run.advice:find("count 0", 1, true) then error(run.advice) end
  run = train(model.poisson(), X, {0, 0, 0, 0, 0, 0}, {method = "newton"})
  if not run.advice:find("every count is 0: b falls without bound", 1, true) then
    error(run.advice)
  end
end)

check.case("too large an alpha diverges, and the limit is told", function()
  local X, y = dobson()
  check.diverges(function() return train(model.poisson(), X, y, {alpha = 10}) end,
    "alpha 10 is above the safe limit 0.08427")
  local d = diagnose(model.poisson(), X, y)
  check.near(d.alpha, 0.08427, 1e-4)
  check.fails(function() model.poisson{w = {1}}:cost({800}, {1}) end, "the cost overflows")
end)

check.case("mistakes get a sentence", function()
  local X, y = dobson()
  local m = model.poisson{w = {0, 0, 0, 0}}
  check.fails(function() train(m, X, -y) end, "y[1] is -18.0; poisson targets are counts, 0 or more")
  check.fails(function() train(m, X, y, {method = "exact"}) end,
    'method "exact" works only for linear models; for a poisson model use "newton"')
  check.fails(function() m:probability(X) end,
    "a poisson model predicts numbers, not probabilities: use predict")
  check.fails(function() m.threshold = 0.5 end, "threshold applies only to logistic models")
  check.equal(diagnose(m, X, -y).findings[1],
    "y has the values -25, -20, -18, -17 ... (8 values); poisson targets are counts, 0 or more")
end)

check.done("poisson")
