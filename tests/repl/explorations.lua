-- explorations.lua - explore.cost and the others, headless and by keys.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local at_terminal = terminal.cases(check)

local program = os.getenv("MLREPL") or "./mlrepl"

-- Otherwise the figures would go to files in this folder.
if os.getenv("MLREPL_PLOT") ~= "none" then
  local ok = os.execute(("MLREPL_PLOT=none %s %s"):format(program, arg[0]))
  os.exit(ok and 0 or 1)
end

local PLOTS = {env = {MLREPL_PLOT = "none"}, columns = 100, rows = 40}
local NAMES = {"cost", "descent", "gradients", "scaling", "boundary", "threshold", "overfit"}

local x, y = vector{1, 2, 4}, vector{300, 500, 800}

check.case("each runs without data, and without a terminal draws once", function()
  local folder = terminal.folder()
  for k, name in ipairs(NAMES) do
    local said = check.output(("%s --plot=%s -e 'print(type(explore.%s()))' 2>&1"):format(program,
      folder, name))
    check.equal(said, ("%s/figure-%03d.png\ntable\n"):format(folder, k))
  end
  os.execute("rm -r " .. folder)
end)

check.case("cost: w, b and the cost", function()
  local p = explore.cost(x, y, {w = {0.0, 400, 100}, b = {-10, 10, 5}})
  check.equal(p.w, 100)
  check.equal(p.b, 5)
  check.near(p.cost, model.linear{w = 100, b = 5}:cost(x, y), 1e-12)
  check.near(explore.cost({1, 2}, {300, 500}, {w = {0.0, 400, 100}, b = 0}).cost, 32500, 1e-12)
end)

check.case("descent: step, alpha and its limit; the model is not changed", function()
  local m = model.linear{w = 3, b = 4}
  local p = explore.descent(m, x, y, {alpha = 0.1, steps = 50})
  check.equal(p.step, 0)
  check.equal(p.alpha, 0.1)
  check.near(p.cost, m:cost(x, y), 1e-12)
  check.near(p.limit, diagnose(m, x, y).alpha, 1e-6)
  check.equal(m.w[1], 3)
  check.equal(m.b, 4)
end)

check.case("descent: two weights of a model with more", function()
  local X = matrix{{1, 2, 3}, {2, 1, 0}, {0, 1, 4}, {5, 2, 1}}
  local m = model.logistic{w = {0.1, 0.2, 0.3}, b = -1}
  local p = explore.descent(m, X, {0, 1, 0, 1}, {params = {"w1", "w3"}})
  check.equal(p.w1, 0.1)
  check.equal(p.w3, 0.3)
  check.fails(function() explore.descent(m, X, {0, 1, 0, 1}) end,
    "explore.descent: the model has more than one weight")
end)

check.case("gradients: the gradient at the place", function()
  local p = explore.gradients(model.linear(), x, y)
  local dw, db = model.linear{w = p.w, b = p.b}:gradient(x, y)
  check.near(p.gradient[1], dw[1], 1e-12)
  check.near(p.gradient[2], db, 1e-12)
end)

check.case("gradients and descent: separable classes have no minimum, but a landscape", function()
  local sizes, labels = vector{0, 1, 2, 3, 4, 5}, vector{0, 0, 0, 1, 1, 1}
  for _, start in ipairs{{0, 0}, {2, -5}, {9, -30}} do
    local m = model.logistic{w = start[1], b = start[2]}
    local p = explore.gradients(m, sizes, labels)
    assert(math.abs(p.w - start[1]) > 0.1 and math.abs(p.w) < 50, "w = " .. p.w)
    assert(p.gradient:norm() > 1e-6, tostring(p.gradient))
  end
  local p = explore.descent(model.logistic(), sizes, labels)
  check.near(p.limit, diagnose(model.logistic(), sizes, labels).alpha, 1e-4)
end)

check.case("scaling: as gradient descent on centered columns", function()
  local X, t = matrix{{2104, 5}, {1416, 3}, {1534, 4}, {852, 2}}, vector{460, 232, 315, 178}
  local p = explore.scaling(X, t)
  local function cost_of(Z)
    local m = model.linear{w = {0, 0}, b = 0}
    Z = Z - Z:mean("columns")
    local run = train(m, Z, t - t:mean(), {alpha = 0.9 * diagnose(m, Z, t - t:mean()).alpha,
      iterations = p.steps})
    return run.cost[-1]
  end
  check.near(p.after, cost_of((normalize(X))), 1e-6)
  check.near(p.before, cost_of(X), 1e-3)
  assert(p.condition[1] > 1e5 and p.condition[2] < 200, tostring(p.condition))
end)

check.case("boundary: the model is trained on the points", function()
  local X, c = matrix{{1, 1}, {2, 2}, {3, 1}, {4, 3}, {2, 3}}, vector{0, 0, 1, 1, 1}
  local new_figure, figure = plot.figure, nil
  plot.figure = function(options) -- luacheck: ignore
    figure = new_figure(options)
    return figure
  end
  local p = explore.boundary(X, c)
  plot.figure = new_figure -- luacheck: ignore
  local axes = figure:commands()[1]
  check.near(axes[1].x:min(), axes.xlim.from, 1e-9) -- all is shaded
  check.near(axes[1].y:max(), axes.ylim.to, 1e-9)
  local m = model.logistic{degree = 1, lambda = p.lambda, normalize = "zscore"}
  train(m, X, c, {method = "newton", iterations = 50})
  check.near(p.model:cost(p.X, p.y), m:cost(X, c), 1e-9)
  check.equal(tostring(p.X), tostring(X))
end)

check.case("threshold: the rates are those of metrics", function()
  local truth, score = vector{0, 0, 1, 1, 0, 1}, vector{0.1, 0.6, 0.4, 0.8, 0.5, 0.9}
  local p, yhat = explore.threshold(truth, score), score:ge(0.5)
  for _, name in ipairs{"precision", "recall", "f1", "accuracy"} do
    check.near(p[name], metrics[name](truth, yhat), 1e-15)
  end
  check.equal(tostring(p.confusion), tostring(metrics.confusion(truth, yhat):matrix()))
  local m = model.logistic{w = 1, b = -2, threshold = 0.7}
  check.equal(explore.threshold(m, {1, 2, 3, 4}, {0, 1, 0, 1}).threshold, 0.7)
end)

check.case("overfit: the errors of the polynomial", function()
  local a = vector.linspace(0, 5, 20)
  local p = explore.overfit(a, a ^ 2, {seed = 3})
  check.equal(#p.x, 12)
  local m = model.linear{normalize = "zscore"}
  train(m, p.x, p.y, {method = "exact"})
  check.near(p.train, m:cost(p.x, p.y), 1e-12)
  assert(p.test > p.train / 10)
end)

check.case("error messages", function()
  local fails = check.fails
  fails(function() explore.cost(5, {1}) end, "explore.cost: x (argument 1): vector or table")
  fails(function() explore.cost({1, 2}, {1}) end, "explore.cost: X has 2 examples, but y has 1")
  fails(function() explore.cost({1}, {1}, {b = "x"}) end,
    'explore.cost: option b: a number or {from, to} expected, got string "x"')
  fails(function() explore.cost({1}, {1}, {c = 1}) end, "explore.cost: unknown option 'c'")
  fails(function() explore.descent(5, x, y) end, "explore.descent: m (argument 1): model expected")
  fails(function() explore.descent(model.linear(), x, y, {alpha = -1}) end,
    "explore.descent: option alpha: a number above 0")
  fails(function() explore.scaling(x, y) end, "explore.scaling: X (argument 1): matrix expected")
  fails(function() explore.scaling(matrix{{1, 2}, {2, 4}, {3, 6}}, {1, 2, 3}) end,
    "explore.scaling: X: the two columns depend on each other")
  fails(function() explore.boundary(matrix{{1, 2}, {2, 4}}, {1, 2}) end,
    "explore.boundary: y: classes 0 and 1 expected, got 2")
  fails(function() explore.threshold(model.linear{w = 1, b = 0}, x, y) end,
    "explore.threshold: m (argument 1): logistic model expected, got a linear one")
  fails(function() explore.threshold({0, 1}, {0, 7}) end, "explore.threshold: p: probabilities")
  fails(function() explore.overfit({1, 2}, {1, 2}) end, "explore.overfit: at least 4 examples")
  fails(function() explore.nothing() end, "nothing")
end)

-- -- by keys --------------------------------------------------------------------------

at_terminal("cost follows w and b", function(t)
  t:enter("p = explore.cost({1, 2}, {300, 500}, {w={0, 400, 100}, b={0, 100, 0}})")
  t:expect("(Enter ends"):press("Right"):expect("] 104"):press("Down", "Right")
  t:expect("] 1\n"):press("Enter"):prompt():enter("p.w, p.b, p.cost")
  t:expect(("104     1       %.1f"):format(((105 - 300) ^ 2 + (209 - 500) ^ 2) / 4))
end, PLOTS)

at_terminal("descent steps, steps back, and changes alpha", function(t)
  t:enter("p = explore.descent(model.linear{w=0, b=0}, {1, 2}, {300, 500}, {alpha=0.1})")
  t:expect("n takes a step"):type("nnp"):expect("] 1\n"):press("Enter"):prompt()
  t:enter("p.step, p.w, p.b"):expect("1       65.0    40.0")
  t:enter("p = explore.descent(model.linear{w=0, b=0}, {1, 2}, {300, 500}, {alpha=0.1})")
  t:expect("n takes a step"):type("2++++n"):press("Enter"):prompt()
  t:enter("p.alpha > 0.1, p.w == 650 * p.alpha"):expect("true    true")
end, PLOTS)

at_terminal("gradients, scaling and threshold move", function(t)
  t:enter("p = explore.gradients(model.linear(), {1, 2}, {300, 500})"):expect("(Enter ends")
  t:press("Right", "Right", "Enter"):prompt():enter("a, b = model.linear{w=p.w, b=p.b}:gradient("
    .. "{1, 2}, {300, 500})"):enter("abs(p.gradient - vector{a[1], b}):max() < 1e-9")
  t:expect("\ntrue\n"):enter("p = explore.scaling()"):expect("n takes a step")
  t:type("nnn"):expect("] 23"):press("Enter"):prompt():enter("p.steps + 100"):expect("\n123\n")
  t:enter("p = explore.threshold({0, 0, 1, 1}, {0.1, 0.6, 0.4, 0.8})"):expect("] 0.5\n")
  t:type("++"):expect("] 0.7"):press("Enter"):prompt()
  t:enter("p.precision, p.recall"):expect("1.0     0.5")
end, PLOTS)

at_terminal("sliders have plain names where the figure has subscripts", function(t)
  t:enter("m = model.logistic{w={1, 2}, b=0}"):enter("X = matrix{{1, 1}, {2, 2}, {3, 1}, {4, 3}}")
  for _, name in ipairs{"gradients", "descent"} do
    t:enter(("p = explore.%s(m, X, {0, 1, 0, 1}, {params={'w1', 'w2'}})"):format(name))
    t:expect("(Enter ends"):expect("w2  "):missing("w_{"):press("Enter"):prompt()
  end
end, PLOTS)

at_terminal("boundary adds, moves, changes and removes points", function(t)
  t:enter("X = matrix{{1, 1}, {2, 2}, {3, 1}, {4, 3}}")
  t:enter("p = explore.boundary(X, {0, 0, 1, 1})"):expect("a adds a point"):type("a3")
  t:press("Right"):expect("> point"):expect("] 1\n"):type("6"):press("Right"):expect("[1]")
  t:press("Enter"):prompt():enter("#p.y, p.y[1], p.y[5]"):expect("5       1.0     1.0")
  t:enter("p = explore.boundary(X, {0, 0, 1, 1})"):expect("a adds a point")
  t:type("3"):press("Right", "Right", "Right"):expect("] 3\n"):type("4"):press("Right")
  t:expect("> x_0"):type("3"):press("Left"):expect("] 2\n"):type("d"):press("Enter"):prompt()
  t:enter("#p.y, p.X:get(2, 1) > 3, p.y[1] + p.y[2]"):expect("3       true    1.0")
end, PLOTS)

at_terminal("overfit: degree and lambda", function(t)
  t:enter("p = explore.overfit()"):expect("(Enter ends"):press("Right", "Right"):expect("] 3\n")
  t:type("2"):press("Left"):expect("[10]"):press("Enter"):prompt()
  t:enter("p.degree, p.lambda"):expect("3       10"):enter("p.train > 1"):expect("true")
end, PLOTS)

at_terminal("the figure is in the terminal", function(t)
  t:enter("explore.descent()"):expect("step 0: w = 0, b = 0"):type("n"):expect("step 1: w = ")
  t:expect("slope ∂J/∂w"):missing("step 0"):missing("a click"):press("C-c"):expect("interrupted")
  t:enter("6 * 7"):expect("\n42\n")
end, {env = {MLREPL_PLOT = "terminal"}, columns = 120, rows = 40})

check.done("explorations")
