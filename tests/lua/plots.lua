-- plots.lua - the plots for machine learning: data, titles, errors; live plots;
-- curved boundaries.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local X = matrix {{1, 2}, {2, 1}, {3, 4}, {4, 3}}
local y = vector {0, 0, 1, 1}
local x1, y1 = vector {1, 2}, vector {300, 500}

-- The commands of axes k in the current figure, or in f.
local function commands(f, k)
  local a = plot.axes()
  return f and f:commands()[k or 1] or a
end

-- A new figure with one axes: the axes and a function that returns its commands.
local function drawn(word, ...)
  local f = plot.figure {size = {300, 200}}
  plot[word](...)
  return commands(f)
end

local kinds = dofile("tests/marks.lua").kinds

-- -- data and fit -------------------------------------------------------------

case("plot.data and plot.fit use the data's names for title and labels", function()
  local size, price = vector {1, 2}, vector {300, 500}
  size.name, price.name = "size", "price"
  local axes = drawn("data", size, price)
  equal(axes.title, "price against size")
  equal(axes.xlabel .. " " .. axes.ylabel, "size price")
  local m = model.linear {w = 200, b = 100}
  equal(drawn("fit", m, size, price).title, "Linear regression: price against size")
  size.name = ("long "):rep(20)
  equal(drawn("fit", m, size, price).title, "price against " .. size.name)
  local named = X * 1
  named.names = {"age", "size"}
  equal(drawn("data", named, y).title, "y by age and size")
end)

case("plot.fit draws the probability of a logistic model, not its classes", function()
  local m = model.logistic {w = 2, b = -5}
  local curve = drawn("fit", m, vector {0, 1, 4, 5}, vector {0, 0, 1, 1})[2]
  equal(curve.label, "probability")
  local steps = 0
  for i = 1, #curve.x do
    near(curve.y[i], sigmoid(2 * curve.x[i] - 5), 1e-12)
    if i > 1 then steps = math.max(steps, curve.y[i] - curve.y[i - 1]) end
  end
  assert(steps < 0.02, "a step")
  equal(drawn("fit", model.linear {w = 2, b = -5}, x1, y1)[2].label, "prediction")
end)

-- -- cost ----------------------------------------------------------------------

local function trained(options)
  local m = model.linear()
  return train(m, x1, y1, options), m
end

case("a fork starts at its branch point; labels show alpha or the method", function()
  local run = trained {alpha = 0.1, iterations = 20}
  local fork = run:fork {at = 8, alpha = 0.3}
  local axes = drawn("cost", run, fork, (trained {method = "newton", iterations = 5}))
  equal(axes[1].label .. " " .. axes[2].label .. " " .. axes[3].label, "α = 0.1 α = 0.3 newton")
  equal(#axes[1].x, 20)
  equal(axes[2].x[1], 8)
  equal(axes[2].y[1], run.cost[8])
  equal(axes[2].x[-1], 20)
end)

case("runs with identical options are numbered", function()
  local axes = drawn("cost", (trained {iterations = 3}), (trained {iterations = 4}))
  equal(axes[1].label .. " " .. axes[2].label, "run 1 run 2")
  fails(function() plot.cost((trained {iterations = 3}), {labels = {"a", "b"}}) end,
    "plot.cost: option labels: table of 1 strings expected, got a table of 2")
end)

case("a fork has the start of the first run, and run.options the given options", function()
  local run = trained {alpha = 0.1, iterations = 5}
  equal(run:fork {at = 3}:at(0).w[1], 0.0)
  equal(run.options.alpha, 0.1)
  equal((trained()).options, nil)
end)

-- -- descent -------------------------------------------------------------------

case("plot.descent shows the cost and the path, and leaves the model unchanged", function()
  local run, m = trained {alpha = 0.3, iterations = 100}
  local w, b = m.w[1], m.b
  local axes = drawn("descent", m, x1, y1, run)
  equal(kinds(axes), "contour contour line scatter scatter")
  equal(m.w[1], w)
  equal(m.b, b)
  local contour, way = axes[1], axes[3]
  equal(#way.x, 101)
  equal(way.x[1] .. " " .. way.y[1], "0.0 0.0")
  equal(way.x[-1], w)
  equal(axes[5].label, ("w = %.4g, b = %.4g"):format(w, b))
  equal(axes.xlabel .. axes.ylabel .. axes.title, "wbGradient descent on J(w, b)")
  -- A quadratic is interpolated from nine costs, to 1e-12 of the largest.
  for _, place in ipairs {{1, 1}, {7, 100}, {151, 151}, {76, 76}} do
    local other = model.linear {w = contour.x[place[2]], b = contour.y[place[1]]}
    near(contour.z:get(place[1], place[2]) / contour.z:max(), other:cost(x1, y1) / contour.z:max(),
      1e-12)
  end
end)

case("contour levels of plot.descent grow geometrically from the minimum cost", function()
  local run, m = trained {alpha = 0.3, iterations = 100}
  local levels = drawn("descent", m, x1, y1, run)[1].levels
  equal(#levels >= 14, true)
  near((levels[-2] - levels[1]) / (levels[-3] - levels[1]), 1000 ^ (1 / 14), 0.02) -- rounded
  near((levels[5] - levels[1]) / (levels[4] - levels[1]), 1000 ^ (1 / 14), 0.02)
end)

case("plot.descent works for two of many parameters and for any model", function()
  local m = model.logistic()
  local Xs = matrix {{1, 2}, {2, 1}, {3, 4}, {4, 3}, {2, 3}, {3, 2}}
  local ys = vector {0, 0, 1, 1, 1, 0}
  local run = train(m, Xs, ys, {alpha = 0.3, iterations = 50})
  local axes = drawn("descent", m, Xs, ys, run, {params = {"w2", "b"}, grid = 5})
  equal(axes.xlabel .. " " .. axes.ylabel, "w_{2} b")
  equal(axes[3].x[-1], m.w[2])
  equal(axes[3].y[-1], m.b)
  local c = axes[1]
  local other = model.logistic {w = {m.w[1], c.x[2]}, b = c.y[4]}
  equal(c.z:get(4, 2), other:cost(Xs, ys))
  local s = model.softmax()
  run = train(s, Xs, ys + 1, {alpha = 0.3, iterations = 5})
  axes = drawn("descent", s, Xs, ys + 1, run, {params = {"w2,1", "b2"}, grid = 5})
  equal(axes[3].x[-1], s.w:get(2, 1))
  equal(axes[3].y[-1], s.b[2])
  local function line(A, w, b) return A:column(1) * w[1] + b end
  local own = model.custom {features = 1, predict = line,
    cost = function(A, t, w, b) return ((line(A, w, b) - t) ^ 2):mean() end}
  run = train(own, x1, y1, {alpha = 0.1, iterations = 5})
  equal(kinds(drawn("descent", own, x1, y1, run, {grid = 5})),
    "contour contour line scatter scatter")
end)

case("errors of plot.descent", function()
  local run, m = trained {iterations = 3}
  local function refused(text, ...)
    local arguments = table.pack(...)
    plot.figure()
    fails(function() plot.descent(table.unpack(arguments, 1, arguments.n)) end, text)
  end
  refused("plot.descent: run (argument 4): run returned by train expected, got nothing", m, x1, y1)
  refused("plot.descent: run: run returned by train expected, got 3", m, x1, y1, 3)
  refused("plot.descent: the model has no weights yet; train it, or set w (and b)", model.linear(),
    x1, y1, run)
  refused("plot.descent: option grid: 3 to 500 points per side expected, got 2", m, x1, y1, run,
    {grid = 2})
  refused('plot.descent: option params: "w" and "b" expected', m, x1, y1, run,
    {params = {"w2", "b"}})
  refused("plot.descent: option params: two different parameters expected, got w twice", m, x1, y1,
    run, {params = {"w", "w1"}})
  refused('plot.descent: option params: two names such as {"w1", "b"} expected, got 3', m, x1, y1,
    run, {params = 3})
  refused("choose two parameters, as in params = {\"w1\", \"w2\"}", model.linear {w = {1, 2}},
    X, y, run)
  refused("plot.descent: X has 2 examples, but y has 1", m, x1, {1}, run)
end)

case("plot.cost_surface draws a surface with the path of descent", function()
  local run, m = trained {alpha = 0.3, iterations = 100}
  local axes = drawn("cost_surface", m, x1, y1, {run = run})
  equal(kinds(axes) .. axes.zlabel, "surfaceJ")
  equal(#axes[1].x2, 101)
  axes = drawn("cost_surface", m, x1, y1)
  equal(#(axes[1].x2 or {}), 0)
  -- The minimum, w = 200 and b = 100, is in the middle.
  near((axes[1].x[1] + axes[1].x[-1]) / 2, 200, 1e-6)
  near((axes[1].y[1] + axes[1].y[-1]) / 2, 100, 1e-6)
  fails(function() plot.cost_surface(m, x1, y1, {path = run}) end, "plot.cost_surface: unknown")
end)

case("a cost without a minimum, or around existing weights, can be drawn", function()
  local apart = model.logistic()
  local run = train(apart, vector {1, 2, 3, 4}, y, {alpha = 1, iterations = 200})
  equal(kinds(drawn("descent", apart, vector {1, 2, 3, 4}, y, run)),
    "contour contour line scatter scatter")
  local still = model.linear {w = 200, b = 100}
  run = train(still, x1, y1, {iterations = 2})
  equal(kinds(drawn("descent", still, x1, y1, run)), "contour contour line scatter scatter")
  equal(kinds(drawn("cost_surface", model.linear {w = 0, b = 0}, x1, y1)), "surface")
end)

-- -- boundary ------------------------------------------------------------------

case("a softmax model's regions stand in the colors of their classes", function()
  local s = model.softmax {w = {{-1, 0}, {1, 0}, {0, 2}}, b = {2, -2, -7}}
  local axes = drawn("boundary", s, X, vector {1, 1, 3, 2}, {classes = {"a", "b", "c"}})
  equal(kinds(axes), "contour contour contour contour contour contour scatter scatter scatter")
  for k = 1, 3 do equal(axes[k].color, axes[6 + k].color) end
  equal(axes.title, "Softmax regression: linearly separable classes")
  -- The height is the lead of class 1: log p1 - log max(p2, p3).
  local p = s:probability {axes[1].x[10], axes[1].y[20]}
  near(axes[1].z:get(20, 10), math.log(p[1] / math.max(p[2], p[3])), 1e-14)
end)

case("a class that is not there leaves the others their colors", function()
  local s = model.softmax {w = {{-1, 0}, {1, 0}, {0, 2}}, b = {2, -2, -7}}
  local axes = drawn("boundary", s, X, vector {1, 1, 3, 3})
  equal(#axes, 8)
  equal(axes[8].color, axes[3].color)
end)

case("custom models: probabilities are shaded, classes are drawn as regions", function()
  local function own(f)
    return model.custom {features = 2, cost = function() return 0 end,
      predict = function(A, _, _) return f(A:column(1) + A:column(2)) end}
  end
  equal(kinds(drawn("boundary", own(function(s) return sigmoid(s - 5) end), X, y)),
    "contour line scatter scatter")
  equal(kinds(drawn("boundary", own(function(s) return s:gt(5) end), X, y)),
    "contour contour contour contour scatter scatter")
  fails(function() plot.boundary(own(function(s) return s * 1.5 end), X, y) end,
    "m must predict classes or probabilities from 0 to 1, but predicts 2.46")
  fails(function() plot.boundary(model.linear {w = {1, 2}}, X, y) end,
    "plot.boundary: a linear model predicts numbers, not classes")
end)

-- A model with a known range of inputs and chosen weights.
local function set(m, w, b, corners, targets)
  train(m, corners, targets, {iterations = 1, alpha = 1e-9})
  m.w, m.b = w, b
  return m
end

case("the boundary of a polynomial model is points on the curve, to 12 digits", function()
  local corners = matrix {{-2, -2}, {2, 2}, {-2, 2}}
  local m = set(model.logistic {degree = 2}, {0, 0, 1, 0, 1}, -1, corners, {1, 1, 0})
  local P = m:boundary() -- x0² + x1² = 1
  equal(#P > 100, true)
  local r = (P:column(1) ^ 2 + P:column(2) ^ 2) ^ 0.5
  near(r:min(), 1, 1e-12)
  near(r:max(), 1, 1e-12)
  equal(P[1] == P[-1], true) -- closed
  local step = 0
  for i = 2, #P do step = math.max(step, (P[i] - P[i - 1]):norm()) end
  equal(step < 0.06, true) -- neighbors stand side by side
  -- With another threshold log(t / (1 - t)) lies beneath: r² = 1 + log 3.
  m.threshold = 0.75
  P = m:boundary()
  near(P[7]:norm(), math.sqrt(1 + math.log(3)), 1e-12)
end)

case("two curves are separated by a row of nan", function()
  local corners = matrix {{-2, -2}, {2, 2}, {-2, 2}}
  local m = set(model.logistic {degree = 2}, {0, 0, 1, 0, 0}, -1, corners, {1, 1, 0})
  local P, gaps = m:boundary(), 0 -- x0 = 1 and x0 = -1
  for i = 1, #P do
    if P[i][1] ~= P[i][1] then gaps = gaps + 1 else near(math.abs(P[i][1]), 1, 1e-12) end
  end
  equal(gaps, 1)
end)

case("the boundaries of a softmax model are where two scores are equal", function()
  local corners = matrix {{0, 0}, {5, 5}, {0, 5}}
  local s = set(model.softmax {classes = 3}, {{-1, 0}, {1, 0}, {0, 2}}, {2, -2, -7}, corners,
    {1, 2, 3})
  local P, n = s:boundary(), 0
  for i = 1, #P do
    if P[i][1] == P[i][1] then
      local z = s.w:dot(P[i]) + s.b
      local sorted = z:sort()
      near(sorted[3] - sorted[2], 0, 1e-10)
      n = n + 1
    end
  end
  equal(n > 100, true)
end)

case("errors of m:boundary", function()
  fails(function() return model.softmax {w = {{1, 2}, {2, 1}}, b = {0, 0}}:boundary() end,
    "model:boundary: the range of the training data is unknown")
  local corners = matrix {{-2, -2}, {2, 2}}
  fails(function()
    return set(model.logistic {degree = 2}, {0, 0, 1, 0, 1}, 9, corners, {1, 0}):boundary()
  end, "the model predicts the same class everywhere")
  fails(function() return model.logistic():boundary() end, "the model has no weights yet")
end)

-- -- residuals, features -------------------------------------------------------

case("residuals are y minus the prediction, with a histogram of them", function()
  local m = model.linear {w = 200, b = 100}
  local f = plot.residuals(m, vector {1, 2, 3}, vector {310, 480, 700})
  local left, right = commands(f), commands(f, 2)
  equal(tostring(left[1].x) .. tostring(left[1].y), "[300 500 700][ 10 -20   0]")
  equal(tostring(left[2].y), "[0 0]")
  equal(left.ylabel, "y − prediction")
  equal(right[1].kind .. " " .. right[2].kind, "histogram line")
  equal(right[1].label, "mean -3.33, std 12.5")
  f = plot.figure()
  f[1]:residuals(m, vector {1, 2}, vector {1, 2})
  equal(kinds(commands(f)), "scatter line")
  fails(function() plot.residuals(model.softmax {w = {{1}, {2}}, b = {0, 0}}, x1, {1, 2}) end,
    "plot.residuals: a softmax model predicts classes")
  fails(function() plot.residuals(3, x1, y1) end, "plot.residuals: m (argument 1): model")
end)

case("plot.features draws one panel per feature, with predictions if a model is given", function()
  local Z = matrix.random(6, 5)
  Z.names = {"a", "b", "c", "d", "e"}
  local t = vector {1, 2, 3, 4, 5, 6}
  t.name = "price"
  local f = plot.features(Z, t)
  equal(tostring(f), "figure 2x3, 5 marks")
  equal(commands(f, 4).title .. ", " .. commands(f, 4).xlabel, "price against d, d")
  f = plot.features(Z, t, model.linear {w = {1, 1, 1, 1, 1}})
  equal(kinds(commands(f, 2)), "scatter scatter")
  equal(commands(f, 2)[2].y[3], Z[3]:sum())
  equal(plot.features(x1, y1, {size = {300, 200}}):commands().width, 300)
  fails(function() plot.features(matrix.zeros(2, 25), y1) end,
    "plot.features: X has 25 features; choose up to 24")
  fails(function() plot.features(x1, y1, 3) end,
    "plot.features: m (argument 3): model with a method predict expected, got 3")
end)

-- -- scores ---------------------------------------------------------------------

case("plot.confusion accepts a model, classes, or the result of metrics.confusion", function()
  local axes = drawn("confusion", {0, 1, 1, 1}, {0, 1, 0, 1}, {classes = {"no", "yes"}})
  equal(tostring(axes[1].z), "[[1 0]\n [1 2]]")
  equal(axes.title .. axes.ylabel, "Confusion matrix: accuracy 75%true")
  local m = model.logistic {w = {1, 1}, b = -5}
  equal(drawn("confusion", m, X, y).title, "Confusion matrix: accuracy 100%")
  equal(drawn("confusion", metrics.confusion(y, y, {names = {"a", "b"}}))[1].z:get(2, 2), 2)
  fails(function() plot.confusion(model.linear {w = {1, 2}}, X, y) end,
    "plot.confusion: a linear model predicts numbers, not classes")
  fails(function() plot.confusion(nil) end, "plot.confusion: y: vector or table of numbers")
  fails(function() plot.confusion(y, y, {classes = {"a"}}) end,
    "plot.confusion: option classes: table of 2 strings expected, got a table of 1")
  fails(function() plot.confusion(vector.range(1, 30), vector.range(1, 30)) end,
    "too many classes (30); at most 20 can be shown")
end)

case("plot.roc shows the area for models or scores", function()
  -- scikit-learn's documentation: roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) is 0.75
  local axes = drawn("roc", y, {0.1, 0.4, 0.35, 0.8})
  equal(axes[1].label .. ", " .. axes[2].label, "AUC 0.750, chance")
  local good, bad = model.logistic {w = {1, 1}, b = -5}, model.logistic {w = {-1, -1}, b = 5}
  local list = drawn("roc", y:totable(), vector{0.1, 0.4, 0.35, 0.8})
  equal(list[1].x == axes[1].x and list[1].y == axes[1].y, true) -- the same as metrics.roc
  axes = drawn("roc", {good, bad}, X, y, {labels = {"good", "bad"}})
  equal(axes[1].label .. "; " .. axes[2].label, "good, AUC 1.000; bad, AUC 0.000")
  equal(kinds(axes), "line line line")
  fails(function() plot.roc({0, "1"}, {0.1, 0.2}) end, "plot.roc: y: element 2 must be a number")
  fails(function() plot.roc(3, X, y) end, "plot.roc: m (argument 1): model, table of models")
  fails(function() plot.roc({good, 3}, X, y) end, "plot.roc: m (argument 1): element 2 must be a model, got 3")
  fails(function() plot.roc(model.softmax {w = {{1}, {2}}, b = {0, 0}}, x1, {1, 2}) end,
    "a softmax model has one probability per class")
end)

case("plot.learning_curve trains on growing subsets, cost without penalty", function()
  seed(3)
  local A = matrix.randn(40, 2)
  local t = A:dot(vector {1, 2}) + vector.randn(40)
  local seen = {}
  local function make(Xs, ys)
    local m = model.linear {lambda = 5}
    train(m, Xs, ys, {method = "exact"})
    seen[#seen + 1] = #ys
    return m
  end
  local axes = drawn("learning_curve", make, A, t, {sizes = {4, 10, 32}})
  equal(table.concat(seen, " "), "4 10 32")
  local Xtrain, Xtest, ytrain, ytest = data.split(A, t)
  local m = make(Xtrain:rows(1, 10), ytrain:slice(1, 10))
  m.lambda = 0
  equal(axes[1].y[2], m:cost(Xtrain:rows(1, 10), ytrain:slice(1, 10)))
  equal(axes[2].y[2], m:cost(Xtest, ytest))
  seen = {}
  axes = drawn("learning_curve", make, A, t, {score = true})
  equal(table.concat(seen, " "), "4 8 12 16 20 24 28 32")
  equal(axes.ylabel, "score")
  equal(axes[2].y[8], make(Xtrain, ytrain):score(Xtest, ytest))
  fails(function() plot.learning_curve(3, A, t) end,
    "plot.learning_curve: make (argument 1): function")
  fails(function() plot.learning_curve(print, A, t, {sizes = {50}}) end,
    "integers from 1 to 32 (the size of the training set) expected, but element 1 is 50")
  fails(function() plot.learning_curve(function() end, A, t) end,
    "must return a trained model, got nil")
  fails(function() plot.learning_curve(make, A, t, {score = 3}) end, "option score: true or false")
end)

case("plot.weights draws sorted bars, one map per class, or images for pixels", function()
  local m = model.linear {w = {1, -3, 2}, names = {"a", "b", "c"}}
  local axes = commands(plot.weights(m, {most = 2}))
  equal(tostring(axes[1].x2) .. axes.title, "[ 2 -3]The 2 largest of 3 weights")
  local curve = model.linear {degree = 2, normalize = "zscore"}
  train(curve, x1, y1, {iterations = 1})
  axes = commands(plot.weights(curve))
  equal(axes.xlabel, "weight (columns after zscore)")
  local s = model.softmax {w = {{1, 2}, {3, 4}, {5, 6}}, b = {0, 0, 0}}
  axes = commands(plot.weights(s, {classes = {"p", "q", "r"}}))
  equal(axes[1].kind .. axes.title, "imageWeights of each class")
  s = model.softmax {w = matrix.random(3, 64), b = {0, 0, 0}}
  local f = plot.weights(s)
  equal(tostring(f), "figure 1x3, 3 marks")
  equal(commands(f, 2)[1].z:get(3, 4), s.w:get(2, 20))
  equal(commands(f, 2).title, "class 2")
  fails(function() plot.weights(model.linear()) end, "plot.weights: the model has no weights yet")
  fails(function() plot.weights(m, {most = 0}) end, "plot.weights: option most")
  fails(function() plot.weights(s, {classes = {"p"}}) end, "table of 3 strings expected")
end)

case("the plots for machine learning check their arguments", function()
  local m = model.linear {w = 1}
  local words = {"data", "fit", "cost", "descent", "cost_surface", "boundary", "residuals",
    "features", "confusion", "roc", "learning_curve", "weights", "live"}
  local values = {false, 0, -1, 2 ^ 53, 0 / 0, 1 / 0, "a", {}, {1, "b"}, print, vector.zeros(0),
    matrix.zeros(0, 2), matrix.zeros(2, 3), m, plot.figure(), io.stdout}
  local function tried(word, ...)
    plot.figure()
    local ok, message = pcall(plot[word], ...)
    if not ok and not tostring(message):find("^[^\n]*: [%w_.:]+: [^\n]+$") then
      error(("%s said: %s"):format(word, message))
    end
  end
  for _, word in ipairs(words) do
    tried(word)
    for _, v in ipairs(values) do
      if not (word == "live" and v == print) then tried(word, v) end
      tried(word, m, v, v)
      tried(word, m, x1, v)
      tried(word, m, x1, y1, v)
      tried(word, m, x1, y1, nil, v)
    end
  end
end)

-- -- live plots ----------------------------------------------------------------

-- Where frames go is the program's affair; here the test catches them.
local function upvalue(fn, wanted)
  for i = 1, 20 do
    local name, value = debug.getupvalue(fn, i)
    if name == wanted then return value end
  end
end

local live = select(2, debug.getupvalue(plot.live, 3)) -- behind the function that counts arguments
local catch = upvalue(upvalue(live, "show"), "frames")
local seconds = upvalue(live, "context").seconds

local function catching(body, draw)
  local frames = {n = 0}
  function catch.show(f, last)
    frames.n = frames.n + 1
    frames.last, frames.text = last, tostring(f)
    if draw then draw(f) end
  end
  local ok, message = pcall(body, frames)
  catch.show = nil
  if not ok then error(message, 0) end
  return frames
end

case("plot.live shows frames until the function returns false, and always the last one", function()
  local calls = 0
  local frames = catching(function()
    plot.live(function(k, f)
      calls = calls + 1
      for _ = 1, k do plot({1, 2}, {3, 4}) end
      equal(#f, 1)
      return k < 50
    end)
  end)
  equal(calls, 50)
  equal(frames.last, true)
  equal(frames.text, "figure 1x1, 50 marks")
  equal(frames.n < 10, true)
  catching(function() plot.live(function() calls = calls + 1 end, {frames = 3}) end)
  equal(calls, 53)
  catching(function() plot.live(function() calls = calls + 1 end) end)
  equal(calls, 54)
  fails(function() plot.live(print, {frame = 3}) end, "plot.live: unknown option 'frame'")
  fails(function() plot.live(print, {frames = -1}) end, "plot.live: option frames")
end)

-- 200 points on a line: an iteration takes about a microsecond.
local long_x = vector.linspace(0, 1, 200)
local long_y = long_x * 3 + 1

local function seconds_of(options)
  local start = seconds()
  local run = train(model.linear(), long_x, long_y, options)
  return seconds() - start, run
end

case("train{live=true} shows ten frames a second for less than a tenth of the time", function()
  -- A screen that takes 5 ms: ten a second, and a twentieth of the time.
  local began, first = {}, seconds()
  local frames = catching(function()
    seconds_of {iterations = 1e7, live = true, every = 1000,
      on_step = function() return seconds() < first + 1 end}
  end, function()
    began[#began + 1] = seconds()
    while seconds() < began[#began] + 0.005 do end
  end)
  equal(frames.last, true)
  equal(frames.text, "figure 1x2, 3 marks")
  equal(#began >= 2 and #began <= 13, true) -- eleven and the last; fewer on a busy machine
  -- One that takes 40 ms waits for 400.
  began, first = {}, seconds()
  catching(function()
    plot.live(function() return seconds() < first + 1 end)
  end, function()
    began[#began + 1] = seconds()
    while seconds() < began[#began] + 0.04 do end
  end)
  equal(#began >= 2 and #began <= 4, true)
  equal(began[2] - began[1] >= 0.4, true)
end)

case("training rarely reads the clock", function()
  local least = {1, 1}
  for _ = 1, 5 do
    catching(function()
      least[1] = math.min(least[1], (seconds_of {iterations = 60000}))
      least[2] = math.min(least[2], (seconds_of {iterations = 60000, live = function() end}))
    end)
  end
  equal(least[2] < 2 * least[1] + 0.01, true) -- allows for other load
end)

case("live plots: boundary for two features, cost for more, or a function", function()
  local m = model.logistic()
  equal(catching(function() train(m, X, y, {iterations = 5, live = true}) end).text,
    "figure 1x2, 4 marks")
  local Z = matrix.random(5, 3)
  equal(catching(function()
    train(model.linear(), Z, vector.ones(5), {method = "exact", live = true})
  end).text, "figure 1x1, 1 mark")
  local seen
  catching(function()
    train(model.linear(), x1, y1, {iterations = 5, live = function(run)
      seen = run
      plot.weights(run.model)
    end})
  end)
  equal(#seen.cost, 5)
  fails(function() train(model.linear(), x1, y1, {live = 3}) end,
    "train: option live: true, false or function that draws a run expected, got 3")
end)

case("diverging training prints its warning and shows its last frame", function()
  local frames = catching(function()
    check.diverges(function() return train(model.linear(), x1, y1, {alpha = 2, live = true}) end,
      "diverged, cost rose for 20 iterations: alpha 2 is above the limit 0.5836")
  end)
  equal(frames.last, true)
end)

case("a diverged run is drawn without infinite costs", function()
  local m = model.linear()
  for alpha, points in pairs{[0.8] = 20, [1e9] = 15, [1e160] = 1} do
    local run = check.diverges(function() return train(m, x1, y1, {alpha = alpha}) end, "diverged")
    local f = plot.figure()
    f[1]:cost(run)
    equal(#f:commands()[1][1].x, points)
    plot.figure{}[1]:descent(m, x1, y1, run)
    plot.save(os.tmpname() .. ".png")
    plot.figure{}[1]:cost_surface(m, x1, y1, {run = run})
  end
end)

-- -- separate programs ---------------------------------------------------------

local function run_script(before, script) return (check.script(script, nil, before)) end

case("when figures are written to files, a live plot is one file, its last frame", function()
  local folder = os.tmpname()
  os.remove(folder)
  local output = run_script("MLREPL_PLOT=" .. folder .. " timeout 20", [[
    train(model.linear(), vector{1, 2}, vector{300, 500}, {live = true})
    plot.live(function(k) plot({0, k}, {0, 1}) end, {frames = 5})]])
  equal(output, ("%s/figure-001.png\n%s/figure-002.png\n"):format(folder, folder))
  for k = 1, 2 do equal(os.remove(("%s/figure-00%d.png"):format(folder, k)), true) end
  equal(os.remove(folder), true)
end)

case("Ctrl-C ends training and its live plot with one message", function()
  local shown = [[
    local function upvalue(fn, wanted)
      for i = 1, 20 do
        local name, value = debug.getupvalue(fn, i)
        if name == wanted then return value end
      end
    end
    local live = select(2, debug.getupvalue(plot.live, 3))
    local frames = upvalue(upvalue(live, "show"), "frames")
    local shown = 0
    frames.show = function()
      shown = shown + 1
      if shown == 2 then print("ready") io.stdout:flush() end
    end
    local m = model.linear()]]
  local output = check.interrupted(shown .. [[
    train(m, vector{1, 2}, vector{300, 500}, {alpha = 1e-6, iterations = 1e9, live = true})]])
  equal(output:find("interrupted", 1, true) ~= nil, true)
  output = check.interrupted(shown .. [[
    plot.live(function(k) plot({0, k}, {0, 1}) return true end)]])
  equal(output:find("interrupted", 1, true) ~= nil, true)
end)

plot.close()
check.done("plots")
