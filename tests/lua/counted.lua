-- weights= and offset= of what explains, checks and chooses models, against repeated rows and
-- against models with the exposure as a known factor.
local check = dofile("tests/check.lua")

local function all_near(got, wanted, tolerance)
  if type(got) == "number" then return check.near(got, wanted, tolerance) end
  if #got ~= #wanted then error(("%d elements, expected %d"):format(#got, #wanted), 2) end
  for i = 1, #wanted do all_near(got[i], wanted[i], tolerance) end
end

-- Examples with counts from 0 to 4 (a target of weight 0 may be anything), and the same repeated.
local function make(kind, m, n, set)
  seed(set)
  local X, y, counts, rows, labels = matrix.randn(m, n), {}, {}, {}, {}
  for i = 1, m do
    local z = X[i][1] - 0.5 * X[i][n] + 1.5 * vector.randn(1)[1]
    if kind == "linear" then y[i] = z + 3 end
    if kind == "logistic" then y[i] = z > 0.2 and 1 or 0 end
    if kind == "poisson" then y[i] = floor(exp(0.4 * z + 1)) end
    if kind == "softmax" then y[i] = z < -0.5 and 1 or z < 0.6 and 2 or 3 end
    counts[i] = (i * 7 + set) % 5
    for _ = 1, counts[i] do
      rows[#rows + 1] = X[i]
      labels[#labels + 1] = y[i]
    end
    if counts[i] == 0 then y[i] = -7.5 end
  end
  return X, vector(y), vector(counts), matrix(rows), vector(labels)
end

local KINDS = {"linear", "logistic", "softmax", "poisson"}

local function each(f)
  for set, kind in ipairs(KINDS) do
    local X, y, counts, rows, labels = make(kind, 60, 2, set)
    local m = model[kind]{lambda = kind == "softmax" and 0.1 or 0}
    train(m, rows, labels, {method = kind == "linear" and "exact" or "newton"})
    f(kind, m, X, y, {weights = counts}, rows, labels)
  end
end

local function sentences(d) return table.concat(d.findings, "\n") end

check.case("diagnose finds what it finds in the repeated rows", function()
  each(function(kind, _, X, y, options, rows, labels)
    local m = model[kind]{lambda = 0.5}
    local d, same = diagnose(m, X, y, options), diagnose(m, rows, labels)
    check.equal(sentences(d), sentences(same))
    for _, key in ipairs{"condition", "condition_normalized", "alpha_normalized", "spread"} do
      if d[key] then check.near(d[key], same[key], 1e-12) end
    end
    check.near(d.alpha, same.alpha, 1e-12)
    check.equal(d.separation, same.separation)
  end)
  local d = diagnose(model.logistic(), {1, 2, 3, 4}, {0, 1, 0, 7}, {weights = {1, 1, 48, 0}})
  check.equal(sentences(d):match("class 1 has only 1 of 50 examples: .- 98%%") ~= nil, true)
  check.fails(function() diagnose(model.linear(), {1, 2}, {1, 2}, {weights = {1}}) end,
    "diagnose: option weights has 1 number, but X has 2 examples")
  check.fails(function() diagnose(model.linear(), {1, 2}, {1, 2}, {offset = 1}) end,
    "diagnose: option offset applies only to poisson models")
end)

check.case("why explains the weighted cost and gradient", function()
  each(function(_, m, X, y, options, rows, labels)
    local c = why(m, "cost", X, y, options)
    check.near(c.value, m:cost(rows, labels), 1e-13)
    check.near(c.terms:sum() + c.penalty, c.value, 1e-13)
    check.equal(options.weights[c.examples[1]] > 0, true)
    check.near(c.losses[1] * options.weights[c.examples[1]] / options.weights:sum(), c.terms[1], 1e-13)
    local g, same = why(m, "gradient", X, y, options), why(m, "gradient", rows, labels)
    all_near(g.value, same.value, 1e-13)
    local s = why(m, "gradient", X, y, 1, options)
    check.near(s.value, why(m, "gradient", rows, labels, 1).value, 1e-13)
    check.near(s.terms:sum() + s.penalty, s.value, 1e-13)
  end)
  local m = model.linear{w = 2, b = 1}
  check.equal(tostring(why(m, "cost", {1, 2, 5}, {3, 9, 0}, {weights = {1, 3, 0}})), [[
cost 6, the mean loss over 4 examples (the sum of the weights)
example  prediction  target  loss  weight  share
2                 5       9     8       3   100%
1                 3       3     0       1     0%]])
  check.equal(tostring(why(m, "gradient", {5, 1, 2}, {0, 3, 9}, "b", {weights = {0, 1, 3}})), [[
db = -3, terms weight (f - y) x / m:
example  f - y  x  weight  term
3           -4  1       3    -3
2            0  1       1     0
sum                          -3]])
end)

check.case("why and check_gradient with offsets", function()
  local X, y = matrix{{1}, {2}, {3}, {4}, {5}}, vector{2, 3, 9, 9, 20}
  local offset = log(vector{1, 2, 4, 3, 5})
  local m = model.poisson()
  train(m, X, y, {method = "newton", offset = offset})
  local options = {offset = offset, weights = {1, 2, 0, 1, 3}}
  check.near(why(m, "cost", X, y, options).value, m:cost(X, y, options), 1e-14)
  local p = why(m, "predict", 3, {offset = offset[3]})
  check.near(p.value, m:predict(3, {offset = offset[3]}), 1e-14)
  check.near(p.sum, p.b + p.terms[1] + offset[3], 1e-14)
  check.equal(tostring(p):find("\noffset", 1, true) ~= nil, true)
  check.fails(function() why(m, "predict", 3) end, "why: the model was trained with offset=")
  check.fails(function() why(m, "cost", X, y) end, "why: the model was trained with offset=")
  check.equal(check_gradient(m, X, y, options).ok, true)
  m.w[1] = m.w[1] + 0.3
  local c = check_gradient(m, X, y, options)
  check.equal(c.ok, true)
  check.near(c.analytic[1], m:gradient(X, y, options)[1], 1e-13)
  check.fails(function() resample(m, X, y, 20, {offset = {1}}) end,
    "option offset has 1 number, but X has 5 examples")
end)

check.case("what explains and draws predictions takes their offsets", function()
  local X, y = vector{1, 2, 3, 4, 5}, vector{2, 3, 9, 9, 20}
  local offset = log(vector{1, 2, 4, 3, 5})
  local m = model.poisson()
  train(m, X, y, {method = "newton", offset = offset})
  check.near(m:explain(3, nil, {offset = 0.5}).terms.value, m:predict(3, {offset = 0.5}), 1e-14)
  local r = resample(m, X, y, 20, {offset = offset, progress = false})
  local low, high = r:predict(3, {offset = 0.5})
  local least, most = r:predict(3, {offset = 1.5})
  check.near(least / low, math.exp(1), 1e-9)
  check.near(most / high, math.exp(1), 1e-9)
  local f = plot.residuals(m, X, y, {offset = offset})
  check.near(f:commands()[1][1].y[2], y[2] - m:predict(2, {offset = offset[2]}), 1e-12)
  plot.fit(m, X, y, {offset = 0, resample = r})
  check.fails(function() plot.fit(m, X, y, {offset = offset}) end,
    "plot.fit: option offset: number for the whole curve expected, got vector of 5")
  plot.close()
  plot.close()
end)

check.case("check_gradient checks the weighted gradient", function()
  each(function(_, m, X, y, options, rows, labels)
    local c = check_gradient(m, X, y, options)
    check.equal(c.ok, true)
    all_near(c.analytic, check_gradient(m, rows, labels).analytic, 1e-12)
  end)
end)

check.case("m:explain says what it says of the repeated rows", function()
  each(function(_, m, X, y, options, rows, labels)
    check.equal(tostring(m:explain(X, y, options)), tostring(m:explain(rows, labels)))
  end)
  local X, y, counts, rows, labels = make("linear", 50, 1, 3)
  local m = model.linear{degree = 2}
  train(m, rows, labels, {method = "exact"})
  check.near(m:explain(X, y, {weights = counts}).effects[1], m:explain(rows, labels).effects[1], 1e-12)
  local p = model.poisson{degree = 2}
  train(p, {1, 2, 3, 4, 5, 6}, {2, 3, 9, 9, 20, 30}, {method = "newton", offset = {0, 1, 0, 1, 0, 1}})
  check.equal(#p:explain().effects, 1)
end)

check.case("resample with whole weights is that of the repeated rows", function()
  each(function(_, m, X, y, options, rows, labels)
    options.seed, options.progress = 3, false
    local r = resample(m, X, y, 20, options)
    local same = resample(m, rows, labels, 20, {seed = 3, progress = false})
    all_near(r.estimate, same.estimate, 1e-8)
    all_near(r.se, same.se, 1e-6)
    check.equal(r.used, same.used)
    check.equal(r.examples, same.examples)
  end)
end)

check.case("other weights go with their rows; influence leaves a row out", function()
  local X, y, counts = make("linear", 40, 2, 1)
  local keep = counts:gt(0)
  X, y, counts = X:where(keep), y:where(keep), counts:where(keep) * 0.3
  local r = resample(model.linear(), X, y, 30, {weights = counts, progress = false})
  check.equal(r.examples, #y)
  local f = r:influence()
  for i = 1, 5 do
    local w = counts:copy()
    w[i] = 0
    local m = model.linear()
    train(m, X, y, {method = "exact", weights = w})
    check.near(f.changes:get(i, 1), m.b - r.estimate[1], 1e-10)
    check.near(f.changes:get(i, 2), m.w[1] - r.estimate[2], 1e-10)
  end
  local _, z, ones = nil, vector{1, 4, 2, 9, 12, 20, 31, 40, 61, 90}, vector.fill(10, 0.5)
  local p = resample(model.poisson(), vector.range(1, 10), z, 20, {weights = ones, progress = false})
  check.equal(#p:influence().rows, 10)
end)

check.case("cross_validate and search train and score with weights", function()
  local X, y, counts = make("linear", 40, 2, 1)
  y = y * counts:gt(0)
  local c = cross_validate(model.linear(), X, y, {weights = counts, folds = 4, progress = false})
  local k = 0
  for rows, tests, yr, yt in data.folds(vector.range(1, #y), y, 4, {seed = 1}) do
    k = k + 1
    local m = model.linear()
    train(m, X:take(rows), yr, {method = "exact", weights = counts:take(rows)})
    check.near(c.scores[k], m:score(X:take(tests), yt, {weights = counts:take(tests)}), 1e-13)
  end
  local rmse = cross_validate(model.linear(), X, y, {weights = counts, folds = 4, metric = "rmse",
    progress = false})
  local mse = cross_validate(model.linear(), X, y, {weights = counts, folds = 4, progress = false,
    metric = function(t, yhat) return ((t - yhat) ^ 2):mean() end})
  for i = 1, 4 do check.near(rmse.scores[i] ^ 2, mse.scores[i], 1e-13) end
  local s = search(function(p) return model.linear{lambda = p.lambda} end, {lambda = {0, 1}}, X, y,
    {weights = counts, folds = 4, progress = false})
  local m = model.linear{lambda = s.best.lambda}
  train(m, X, y, {method = "exact", weights = counts})
  all_near(s.model.w, m.w, 1e-12)
  check.fails(function()
    cross_validate(model.linear(), X, y, {weights = counts * 0.5, metric = "mae", progress = false})
  end, "cross_validate: option metric: this metric takes only whole weights")
  check.fails(function() cross_validate(model.linear(), X, y, {weights = {1, 2}}) end,
    "cross_validate: option weights has 2 numbers, but y has 40 targets")
  check.fails(function()
    cross_validate(model.linear(), X, y, {train = {weights = counts}})
  end, "option train: weights belongs beside it")
end)

check.case("cross_validate with offsets", function()
  local x, y = vector.range(1, 20), vector.range(1, 20) * 2 % 7 + 1
  local offset = log(vector.range(1, 20) % 4 + 1)
  local c = cross_validate(model.poisson(), x, y, {offset = offset, folds = 4, progress = false})
  check.equal(#c.scores, 4)
  c = cross_validate(model.poisson(), x, y, {offset = offset, folds = 4, metric = "mae",
    progress = false})
  check.equal(c.mean > 0, true)
end)

check.case("class names after y count as no options", function()
  local d = data.load("iris")
  local X = d:matrix{"petal_length", "petal_width"}
  local m = model.softmax{lambda = 1}
  train(m, X, (d:labels"species"), {method = "newton"})
  check.equal(m:score(X, d:labels"species"), m:score(X, (d:labels"species")))
  check.equal(diagnose(m, X, d:labels"species").labels, true)
  check.equal(check_gradient(m, X, d:labels"species").ok, true)
  check.near(why(m, "cost", X, d:labels"species").value, m:cost(X, d:labels"species"), 1e-14)
  check.equal(cross_validate(m, X, d:labels"species").mean > 0.9, true)
  check.fails(function() plot.histogram({1, 2}, {"a", "b"}) end, "options must be named")
  check.fails(function() train(m, X, (d:labels"species"), {"gd"}) end, "options must be named")
end)

check.done("counted")
