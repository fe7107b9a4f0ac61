-- Models that are trained one per thread, by cross_validate, search and resample: what they give
-- and raise is what one training after another gives and raises.
local check = dofile("tests/check.lua")
local case, equal, fails = check.case, check.equal, check.fails

warn("@off")
seed(3)
local X = matrix.randn(300, 4)
local z = X:dot(vector{1, -1, 0.5, 0}) + vector.randn(300)
local yes, class, counts = z:gt(0), 1 + z:gt(-1) + z:gt(1), floor(exp(z * 0.3))
local weights, offset = floor(vector.random(300) * 3), vector.random(300)

-- A metric of the user's is called after each training, so that one follows the other.
local function in_turn(y, yhat) return metrics.mse(y, yhat) end

local function same(m, A, y, options)
  local given = {progress = false, metric = "mse"}
  for key, value in pairs(options or {}) do given[key] = value end
  local scores = cross_validate(m, A, y, given).scores
  given.metric = in_turn
  equal(scores, cross_validate(m, A, y, given).scores)
end

case("the bits of one training after another", function()
  for _, how in ipairs{{}, {lambda = 2}, {intercept = false}, {normalize = "zscore"},
    {degree = 2}, {degree = 2, lambda = 1, normalize = "minmax"}} do
    same(model.linear(how), X, z)
    same(model.linear(how), X:rows(1, 40), z:slice(1, 40)) -- by QR
    same(model.linear(how), X, z, {weights = weights})
  end
  same(model.linear(), matrix.columns{X:column(1) + 5000, X:column(2)}, z)
  same(model.linear(), matrix.columns{X:column(1), X:column(1) * 2}, z)
  same(model.linear(), X:rows(1, 6), z:slice(1, 6), {folds = 3})
  same(model.logistic{normalize = "zscore"}, X, yes, {weights = weights})
  same(model.softmax{lambda = 1}, X, class)
  same(model.poisson(), X, counts, {offset = offset, weights = weights})
end)

-- Products of all columns give the solutions for all penalties: only where every bit is certain.
case("the bits of one training after another, for many penalties and any columns", function()
  local a, b, c = X:column(1), X:column(2), X:column(3)
  for _, A in ipairs{X, X * 1e-60, X * 1e-120, X + 1e3, X + 1e7, X:columns(1, 1), a,
    matrix.columns{a, b * 1e8, c * 1e-8}, matrix.columns{a, a + b * 1e-2, c},
    matrix.columns{a, a + b * 1e-6, c}, matrix.columns{a, a + b * 1e-10, c},
    matrix.columns{a, a * 0 + 3, c}, floor(X * 4)} do
    for _, lambda in ipairs{0, 1e-8, 1, 1e4, 1e12} do
      same(model.linear{lambda = lambda}, A, z)
    end
    same(model.linear{lambda = 1, intercept = false}, A, z, {weights = weights})
    same(model.linear(), A, z * 0 + 2)
    same(model.linear(), A, floor(z * 4), {folds = 2, train = {method = "exact"}})
  end
  same(model.linear(), X, z, {folds = 50})
  same(model.linear(), X, z, {folds = 300})
end)

case("the bits of one training after another, for computed features", function()
  local A = X:columns(1, 3):copy()
  A:column(2):mul(100):add(7)
  local function make(p)
    return model.linear{degree = p.degree, lambda = p.lambda, normalize = p.normalize,
      intercept = p.intercept}
  end
  local grid = {degree = {1, 2, 3}, lambda = {0, 1e-3, 10}, intercept = {true, false},
    normalize = {"zscore", "minmax", "mean", false}}
  for _, given in ipairs{weights, false} do
    local function scores(metric)
      return search(make, grid, A, z, {metric = metric, minimize = true, progress = false,
        folds = 3, weights = given or nil})
    end
    local all, one = scores("mse"), scores(in_turn)
    equal(#all.mean, 72)
    equal(all.mean, one.mean)
    equal(all.se, one.se)
    equal(all.model.w, one.model.w)
  end
end)

case("the model of a search is that of train", function()
  local A = data.load"diabetes":select{"age", "bmi", "bp"}:matrix()
  local y = data.load"diabetes".progression
  local times = 1 + vector.range(1, #y) % 3
  for _, given in ipairs{times, false} do
    local s = search(function(p) return model.linear{lambda = p.lambda} end,
      {lambda = {0, 1, 10}}, A, y, {weights = given or nil, progress = false})
    local m = model.linear(s.best)
    train(m, A, y, {method = "exact", weights = given or nil})
    equal(s.model.w, m.w)
    equal(s.model.b, m.b)
    equal(tostring(s.model), tostring(m))
    equal(tostring(s.model:summary(A, y)), tostring(m:summary(A, y)))
    equal(s.model:predict(A:columns(1, 3) * 2), m:predict(A * 2))
    equal(s.model:predict(data.load"diabetes":select{"bp", "age", "bmi"}:matrix()), m:predict(A))
  end
  local list = {}
  for i = 1, 200 do list[i] = i % 7 + i / 100 end
  local s = search(function(p) return model.linear{lambda = p.lambda} end, {lambda = {1}}, list,
    list, {progress = false})
  local m = model.linear{lambda = 1}
  train(m, list, list, {method = "exact"})
  equal(s.model.w, m.w)
end)

case("what train says about an example is said in the order of the folds", function()
  local bad, worse = X:copy(), z:copy()
  bad[7][2] = 0 / 0
  worse[9] = 1 / 0
  for _, case_of in ipairs{{bad, z, "X has nan at row"}, {X, worse, "y has inf at row"}} do
    local A, y, text = table.unpack(case_of)
    local function message(options)
      local _, m = pcall(cross_validate, model.linear(), A, y, options)
      return tostring(m)
    end
    local said_so = message{progress = false, metric = "mse"}
    equal(said_so, message{progress = false, metric = in_turn})
    if not said_so:find(text, 1, true) then error(said_so) end
  end
  local negative = weights:copy()
  negative[5] = -1
  fails(function() cross_validate(model.linear(), X, z, {weights = negative}) end,
    "option weights: element ")
  fails(function() cross_validate(model.linear(), X, z, {weights = weights * 0}) end,
    "option weights: all are 0")
  fails(function() cross_validate(model.linear(), X, z, {offset = z}) end,
    "option offset applies only to poisson models")
end)

case("weights that cannot count the rows of a test set", function()
  local function score(w)
    return function()
      cross_validate(model.linear(), X, z, {weights = w, metric = "mse", progress = false})
    end
  end
  fails(score(weights + 1e15), "this metric counts each row as often as its weight says")
  fails(score(weights + 1e300), "use smaller weights")
  fails(score(weights - 1), "a weight says how often an example counts and must be 0 or more")
  fails(score(vector.range(1, 300):le(4)), "option weights: all are 0 in a test set")
end)

case("with every method", function()
  for _, method in ipairs{"gd", "momentum", "adam", "sgd", "minibatch", "lbfgs", "newton"} do
    same(model.linear(), X, z, {train = {method = method, iterations = 50}})
    same(model.logistic{lambda = 1}, X, yes, {train = {method = method, iterations = 50}})
  end
  same(model.linear(), X, z, {train = {rows = true}})
end)

local SCRIPT = [=[
warn("@off")
local X = matrix.randn(400, 5)
local z = X:dot(vector{1, -1, 0.5, 0, 2}) + vector.randn(400)
local yes = z:gt(0)
local function show(v)
  local words = {}
  for i = 1, #v do words[i] = ("%a"):format(v[i]) end
  print(table.concat(words, " "))
end
local function make(p)
  return model[p.kind or "linear"]{lambda = p.lambda, degree = p.degree, normalize = "zscore"}
end
local s = search(make, {lambda = {0, 1, 30}, degree = {1, 2}}, X, z, {seed = 4})
show(s.mean) show(s.se) show(s.model.w)
show(search(make, {lambda = {1, 10}, kind = {"logistic"}}, X, yes, {metric = "log_loss"}).mean)
show(cross_validate(model.softmax(), X, yes + 1, {folds = 7}).scores)
local r = resample(model.linear(), X, z, 40)
show(r.se) show(r.low) show(r.weights:flatten())
show(resample(model.logistic(), X:columns(1, 1), yes, 20, {weights = vector.random(400)}).high)
local c = resample(model.poisson(), X:columns(1, 1), floor(exp(z * 0.2)), 20)
show(c.se) show(c:influence().sizes)
-- Larger data, of which each thread holds one at a time.
local A = matrix.randn(120000, 9)
show(cross_validate(model.linear{lambda = 3}, A, A:column(1) ^ 2).scores)
]=]

case("the same bits for any number of threads", function()
  local one = check.script(SCRIPT, "--threads 1")
  local _, lines = one:gsub("\n", "")
  if lines ~= 12 or one:find("[^-+%x.p \nxinfa]") then error(one:sub(1, 1000)) end
  for threads = 2, 4 do equal(check.script(SCRIPT, "--threads " .. threads), one) end
end)

-- -- errors ----------------------------------------------------------------

-- What search says about a list of settings: make(p) for each, with p.k = 1, 2 ...
local function searched(makes)
  local numbers = {}
  for k = 1, #makes do numbers[k] = k end
  return pcall(search, function(p) return makes[p.k]() end, {k = numbers}, X * 1e20, z)
end

local function good() return model.linear() end
local function overflows() return model.linear{degree = 20, lambda = 1} end
local function raises() error("no such model", 0) end

local function said(makes, text)
  local done, message = searched(makes)
  equal(done, false)
  if not tostring(message):find(text, 1, true) then error(tostring(message)) end
end

case("the first error in order is raised", function()
  said({good, overflows, raises}, "overflow")
  said({good, raises, overflows}, "no such model")
  said({good, good, good, raises}, "no such model")
  said({overflows}, "overflow")
end)

case("folds after one that diverged do not count", function()
  local s = search(function(p) return model.linear{lambda = p.lambda} end, {lambda = {0, 1e9}}, X, z,
    {train = {alpha = 0.1, iterations = 40}, progress = false})
  equal(s.mean[1] > 0.5, true)
  equal(s.mean[2] ~= s.mean[2], true)
  fails(function() cross_validate(model.linear(), X, z, {train = {alpha = 100}}) end,
    "cross_validate: the training diverged, cost rose for 20 iterations: alpha 100 is above")
end)

case("errors name train and the line of the user", function()
  local text = check.script("local X = vector.range(1, 20)\n"
    .. "cross_validate(model.linear(), X, X, {train = {alpha = 'a'}})", "--threads 3")
  equal(text:match("[^\n]*"):match(":2: .*"),
    ':2: train: option alpha: number expected, got string "a"')
end)

case("a custom model among others is trained in its turn", function()
  local lines = {}
  local s = search(function(p)
    if p.kind == "line" then return model.linear() end
    return model.custom{
      predict = function(A, w, b) lines[#lines + 1] = 1 return A:dot(w) + b end,
      cost = function(A, y, w, b) return ((A:dot(w) + b - y) ^ 2):mean() end}
  end, {kind = {"line", "own", "line"}}, X, z, {progress = false})
  equal(s.mean[1], s.mean[3])
  equal(#lines > 0, true)
end)

case("a metric of the user's and a function that trains", function()
  local order = {}
  local c = cross_validate(model.linear(), X, z, {progress = false, folds = 3,
    train = function(m, A, y)
      order[#order + 1] = "train"
      return train(m, A, y, {method = "exact"})
    end,
    metric = function(y, yhat)
      order[#order + 1] = "score"
      return metrics.mae(y, yhat)
    end})
  equal(table.concat(order, " "), "train score train score train score")
  equal(c.scores, cross_validate(model.linear(), X, z, {metric = "mae", folds = 3}).scores)
end)

case("Ctrl-C stops all threads", function()
  for _, code in ipairs{
    "cross_validate(model.logistic(), X, y, {train = {iterations = 1e9}})",
    "while true do cross_validate(model.linear(), X, X:column(2)) end",
    "search(function(p) return model.softmax{lambda = p.lambda} end, {lambda = vector.range(1, 1e5)},"
      .. " X, y + 1)",
    "resample(model.linear(), X:rows(1, 500), y:slice(1, 500), 1000000)",
  } do
    local text, exit = check.interrupted(([=[
      local X = matrix.randn(20000, 10)
      local y = (X:column(1) + vector.randn(20000)):gt(0)
      print("ready")
      io.stdout:flush()
      %s]=]):format(code))
    equal(exit, 130)
    if not text:find("interrupted", 1, true) then error(text) end
  end
end)

check.done("train_all")
