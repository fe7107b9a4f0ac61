-- resample: bootstrap refits, their intervals, and the influence of single rows.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local function holds(value, part)
  if not tostring(value):find(part, 1, true) then
    error(("'%s' is not in: %s"):format(part, tostring(value)), 2)
  end
end

local function close(a, b, tolerance) near(abs(a - b):max(), 0, tolerance) end

local function line_data(n, noise)
  local x = vector.random(n) * 10
  return x, 2 * x + 1 + vector.randn(n) * noise
end

-- -- intervals ---------------------------------------------------------------------

case("about 95 % of the intervals hold the true slope", function()
  seed(7)
  local hits, hits_at, all = 0, 0, 200
  for k = 1, all do
    local x, y = line_data(60, 1)
    local r = resample(model.linear(), x, y, 200, {seed = k})
    if r.low[2] <= 2 and 2 <= r.high[2] then hits = hits + 1 end
    local low, high = r:predict(3)
    if low <= 7 and 7 <= high then hits_at = hits_at + 1 end
  end
  near(hits / all, 0.945, 0.04)
  near(hits_at / all, 0.945, 0.04)
end)

case("standard errors agree with the closed form", function()
  seed(8)
  local x, y = line_data(400, 2)
  local m = model.linear()
  train(m, x, y, {method = "exact"})
  local r, s = resample(m, x, y, 2000), m:summary(x, y)
  close(r.se / s.se, vector.ones(2), 0.1)
  close((r.high - r.low) / (s.high - s.low), vector.ones(2), 0.12)
  close(r.estimate, s.estimate, 1e-12)
  local cancer = data.load "breast_cancer"
  local X = cancer:matrix{"mean_radius", "mean_texture"}
  local c = cancer:labels(cancer.names[#cancer.names]) - 1
  local p = model.logistic{normalize = "zscore"}
  train(p, X, c, {method = "newton"})
  close(resample(p, X, c, 1000).se / p:summary(X, c).se, vector.ones(3), 0.15)
end)

case("refits are those of the drawn rows, and m and the random numbers stay", function()
  local x, y = vector{1, 2, 3, 4, 5, 6, 7}, vector{1, 4, 5, 9, 9, 13, 14}
  local m = model.linear{w = {5}, b = 1}
  seed(3)
  local want = vector.random(3)
  seed(3)
  local r = resample(m, x, y, 50, {seed = 4})
  equal(vector.random(3), want)
  equal(m.w[1], 5)
  equal(resample(m, x, y, 50, {seed = 4}).weights, r.weights)
  if resample(m, x, y, 50, {seed = 5}).weights == r.weights then error("the seed is ignored") end
  equal(r.low[2], r.weights:column(2):quantile(0.025))
  local low = r:predict{3, 4}
  equal(#low, 2)
  local at = {}
  for k = 1, 50 do at[k] = r.weights:get(k, 1) + 3 * r.weights:get(k, 2) end
  near(low[1], vector(at):quantile(0.025), 1e-12)
  holds(r, "linear model refitted on 50 samples of 7 rows")
  holds(r, "standard errors from its optimum")
end)

case("separable samples are counted and told, and a separable whole is an error", function()
  local x, c = vector{1, 2, 3, 4, 5, 6, 7, 8}, {0, 0, 1, 0, 1, 1, 0, 1}
  local r = resample(model.logistic(), x, c, 200)
  equal(r.used + r.separable, 200)
  if r.separable < 20 or r.separable > 100 then error("separable: " .. r.separable) end
  equal(#r.weights, r.used)
  near(r.weights:max() < 100 and 1 or 0, 1, 0)
  holds(r, ("in %d of 200 samples the classes are separable"):format(r.separable))
  fails(function() resample(model.logistic(), {1, 2, 3, 4}, {0, 0, 1, 1}) end, "resample: the rows "
    .. "do not determine the weights: the classes are separable; set lambda, as in m.lambda = 1")
  equal(resample(model.logistic{lambda = 1}, {1, 2, 3, 4, 5, 6}, {0, 0, 0, 1, 1, 1}, 50).kind,
    "logistic")
end)

case("samples with collinear columns are counted and told", function()
  local X = matrix{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}, {1, 6}, {0, 3.5}}
  local r = resample(model.linear(), X, {1, 2, 3, 4.1, 5, 6, 4}, 200)
  near(r.collinear / 200, (6 / 7) ^ 7, 0.1) -- samples without row 6
  holds(r, "columns depend on each other")
end)

case("softmax weights are differences to class 1", function()
  local iris = data.load "iris"
  local P, species = iris:matrix{"petal_length", "petal_width"}, iris:labels "species"
  local r = resample(model.softmax{lambda = 1}, P, species, 40)
  equal(r.names[4], "class 3: b")
  equal(#r.names, 6)
  local low, high = r:predict(P)
  equal(#low, 150)
  near((high - low):min() >= 0 and 1 or 0, 1, 0)
  near(r.model.w[3][1] - r.model.w[1][1], r.estimate[5], 1e-12)
end)

-- -- influence ---------------------------------------------------------------------

local function without(X, y, i)
  local rows = {}
  for k = 1, #y do if k ~= i then rows[#rows + 1] = k end end
  return X:take(rows), y:take(rows)
end

case("changes without a row agree with fits without it", function()
  seed(5)
  local X = matrix.randn(25, 3) * 4 + 2
  local y = X:dot(vector{1, -2, 0.5}) + vector.randn(25)
  local options = {{}, {normalize = "zscore"}, {lambda = 3}, {intercept = false}, {degree = 2}}
  for _, how in ipairs(options) do
    local f = resample(model.linear(how), X, y, 50):influence()
    for _, i in ipairs{1, 7, 25} do
      local m, all = model.linear(how), model.linear(how)
      train(m, assert(without(X, y, i)), select(2, without(X, y, i)), {method = "exact"})
      train(all, X, y, {method = "exact"})
      local w, b = m:original()
      local w0, b0 = all:original()
      local first = m.intercept and 1 or 0
      for j = 1, #w do near(f.changes:get(i, first + j), w[j] - w0[j], 1e-9) end
      if first == 1 then near(f.changes:get(i, 1), b - b0, 1e-9) end
    end
  end
end)

case("the row that matters most is first", function()
  local x, y = vector.range(1, 12), 2 * vector.range(1, 12) + vector{
    0.1, -0.2, 0.1, 0, 0.2, -0.1, 0.1, 0, -0.2, 0.1, 0, 0}
  y[12] = 60
  local f = resample(model.linear(), x, y, 200):influence()
  equal(f.rows[1], 12)
  holds(f, "12                      x   1.997")
  local c = vector{0, 0, 1, 0, 1, 1, 1, 1}
  local g = resample(model.logistic(), vector.range(1, 8), c, 100):influence()
  equal(g.sizes[1], math.huge)
  holds(g, "the classes are separable")
end)

-- -- pictures, mistakes, Ctrl-C ------------------------------------------------------

case("plot.fit draws the refits as thin lines", function()
  local x, y = vector{1, 2, 3, 4, 5}, vector{1, 4, 5, 9, 9}
  local m = model.linear()
  train(m, x, y, {method = "exact"})
  local f = plot.figure()
  plot.fit(m, x, y, {resample = resample(m, x, y, 20)})
  local lines = 0
  for _ in tostring(f[1]):gmatch("line") do lines = lines + 1 end
  equal(lines, 21)
  fails(function() plot.fit(m, x, y, {resample = 3}) end,
    "plot.fit: option resample: the result of resample(m, X, y) expected, got 3")
  plot.close()
end)

case("mistakes have a sentence", function()
  local x, y = vector{1, 2, 3, 4, 5}, vector{1, 4, 5, 9, 9}
  fails(function() resample(3, x, y) end, "resample: m (argument 1): model expected, got 3")
  fails(function() resample(model.linear()) end, "resample: X and y (arguments 2 and 3)")
  fails(function() resample(model.linear(), x, {1, 2}) end,
    "resample: X has 5 examples, but y has 2 targets")
  fails(function() resample(model.linear(), x, y, 3) end,
    "resample: count (argument 4): integer of at least 10 expected, got 3")
  fails(function() resample(model.linear(), x, y, 20, {level = 95}) end,
    "resample: option level: number between 0 and 1 (0.95 is usual) expected, got 95")
  fails(function() resample(model.linear(), x, y, 20, {sed = 1}) end,
    "resample: unknown option 'sed'; did you mean 'seed'?")
end)

case("Ctrl-C stops it at once", function()
  local text = check.interrupted([[
    local X = matrix.randn(500, 20)
    local y = (X:column(1) + vector.randn(500)):gt(0)
    print("ready")
    io.stdout:flush()
    resample(model.logistic(), X, y, 1000000)]])
  holds(text, "interrupted")
end)

check.done("resample")
