-- model.custom: training, and error messages for faulty functions.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local x, y = vector{1, 2, 3}, vector{300, 500, 720}

local function predict(X, w, b) return X:dot(w) + b end
local function cost(X, t, w, b) return ((predict(X, w, b) - t) ^ 2):mean() / 2 end
local function gradient(X, t, w, b)
  local e = predict(X, w, b) - t
  return X:t():dot(e) / #e, e:mean()
end

local function line() return model.custom{predict = predict, cost = cost, gradient = gradient} end

case("a custom linear model gives the same numbers as the native one at each iteration", function()
  local own, native = line(), model.linear()
  local a = train(own, x, y, {alpha = 0.1, iterations = 100})
  local b = train(native, x, y, {alpha = 0.1, iterations = 100})
  for k = 1, 100 do near(a.cost[k], b.cost[k], 1e-12) end
  near(own.w[1], native.w[1], 1e-12)
  near(own:predict(4), native:predict(4), 1e-12)
  near(own:score(x, y), native:score(x, y), 1e-12)
  local dw, db = own:gradient(x, y)
  local dw2, db2 = native:gradient(x, y)
  near(dw[1], dw2[1], 1e-9)
  near(db, db2, 1e-9)
end)

case("every method trains a custom model", function()
  for _, method in ipairs{"gd", "momentum", "lbfgs", "newton", "sgd", "minibatch"} do
    local m = line()
    train(m, x, y, {method = method, iterations = 5000, alpha = not (method == "lbfgs"
      or method == "newton") and 0.05 or nil})
    near(m:cost(x, y), 11.111111111111111, method == "sgd" and 0.2 or 1e-9)
  end
end)

case("stochastic methods take the same steps as on the native model", function()
  local own, native = line(), model.linear()
  train(own, x, y, {method = "minibatch", batch = 2, iterations = 20, seed = 5})
  train(native, x, y, {method = "minibatch", batch = 2, iterations = 20, seed = 5})
  near(own.w[1], native.w[1], 1e-12)
  near(own.b, native.b, 1e-12)
end)

case("without a gradient, the cost is differentiated by grad", function()
  local m = model.custom{predict = predict, cost = cost}
  train(m, x, y, {method = "lbfgs"})
  near(m.w[1], 210, 1e-6)
  near(m.b, 86.666666666666667, 1e-6)
  m.w, m.b = {100}, 3
  local dw, db = m:gradient(x, y)
  local dw2, db2 = model.linear{w = 100, b = 3}:gradient(x, y)
  near(dw[1], dw2[1], 1e-13)
  near(db, db2, 1e-13)
end)

case("training by grad takes the same steps as with the gradient", function()
  for _, method in ipairs{"gd", "momentum", "adam", "lbfgs", "newton", "sgd", "minibatch"} do
    local calls = 0
    local own = model.custom{predict = predict, cost = function(...)
      calls = calls + 1
      return cost(...)
    end}
    local random = method == "sgd" or method == "minibatch"
    local options = {method = method, iterations = 20, seed = random and 5 or nil,
      alpha = not (method == "lbfgs" or method == "newton") and 0.05 or nil}
    local a, b = train(own, x, y, options), line()
    train(b, x, y, options)
    near(own.w[1], b.w[1], method == "newton" and 1e-6 or 1e-9)
    near(own.b, b.b, method == "newton" and 1e-6 or 1e-9)
    if method == "gd" and calls > 2 * a.iterations + 4 then error(calls .. " calls of cost") end
  end
end)

-- The function and what it prints on standard error, in another process.
local function printed(code) return check.script("x, y = {1, 2, 3}, {3, 5, 7}\n" .. code) end

case("what grad cannot differentiate is done by differences, with one warning", function()
  local text = printed([[
    m = model.custom{predict = function(X, w, b) return X:dot(w) + b end,
      cost = function(X, y, w, b)
        local e = X:dot(w) + b - y
        return (e * e):mean() + #e:unique() * 0
      end}
    for k = 1, 2 do train(m, x, y, {alpha = 0.1, iterations = 3000, progress = false}) end
    print(("%.5f"):format(m.w[1]))]])
  local _, count = text:gsub("warning", "")
  equal(count, 1)
  if not text:find("model.custom: the gradient is computed by differences of the cost, because "
    .. "grad failed: file:5: vector:unique: grad cannot differentiate this function", 1, true) then
    error(text)
  end
  equal(text:match("[^\n]+\n$"), "2.00000\n")
end)

case("an error of the cost is raised, not taken for grad's", function()
  local m = model.custom{predict = predict, cost = function() error("mine", 0) end, w = 1}
  local _, message = pcall(m.gradient, m, x, y)
  equal(message, "mine")
end)

case("a derivative that is infinite where the cost is finite is named", function()
  local m = model.custom{predict = predict, cost = function(_, _, w) return sqrt(w[1]) end, w = 0}
  fails(function() m:gradient(x, y) end,
    "model:gradient: model.custom: derivative of the cost: dw[1] is inf")
end)

case("Ctrl-C stops a cost that grad is running", function()
  local text = check.interrupted([[
    m = model.custom{predict = function(X, w, b) return X:dot(w) + b end,
      cost = function(X, y, w, b)
        print("ready")
        while true do w = w * 1 end
      end, w = 1}
    print(pcall(m.gradient, m, {1, 2}, {1, 2}))]])
  if not text:find("interrupted", 1, true) then error(text) end
end)

case("several features, normalized by the model", function()
  local X = matrix{{2104, 5}, {1416, 3}, {852, 2}, {1500, 4}}
  local prices = {460, 232, 178, 300}
  local own = model.custom{predict = predict, cost = cost, gradient = gradient,
    normalize = "zscore"}
  local native = model.linear{normalize = "zscore"}
  train(own, X, prices, {alpha = 0.1, iterations = 200})
  train(native, X, prices, {alpha = 0.1, iterations = 200})
  near(own:predict{1700, 4}, native:predict{1700, 4}, 1e-12)
end)

case("return values of the functions are checked, and errors name the function", function()
  local function failing(field, value, expected)
    local functions = {predict = predict, cost = cost, gradient = gradient}
    functions[field] = function() return table.unpack(value, 1, 2) end
    local m = model.custom(functions)
    fails(function()
      train(m, x, y)
      m:predict(x)
    end, expected)
  end
  failing("cost", {"a"}, "train: the model's cost must return a number, got string \"a\"")
  failing("gradient", {nil}, "train: the model's gradient must return db, a number, after dw")
  failing("gradient", {"a", 1}, "must return dw, a vector, and db, a number, got string")
  failing("gradient", {vector{1, 2}, 1}, "returned a dw of 2 numbers for 1 weight")
  failing("predict", {vector{1}},
    "model:predict: the model's predict returned 1 number for 3 examples")
  fails(function() model.custom{predict = predict} end, "option cost: function expected, got nil")
  fails(function() model.custom{predict = 1, cost = cost} end, "option predict: function expected")
  fails(function() model.custom{predict = predict, cost = cost, lambda = 1} end,
    "unknown option 'lambda'")
  fails(function() line().lambda = 1 end, "add the penalty to its cost")
  fails(function() train(line(), x, y, {method = "exact"}) end,
    "for a custom model use \"newton\"")
end)

case("a NaN in the gradient is reported", function()
  local m = model.custom{predict = predict, cost = cost,
    gradient = function() return vector{0 / 0}, 1 end, w = 1}
  fails(function() m:gradient(x, y) end,
    "model:gradient: model.custom: gradient: dw[1] is nan")
end)

case("with every method a NaN is reported by name and the model is unchanged", function()
  for _, bad in ipairs{0 / 0, 1 / 0} do
    local word = bad == bad and "inf" or "nan"
    for _, method in ipairs{"gd", "momentum", "adam", "sgd", "minibatch",
                            "lbfgs", "newton"} do
      local how = {method = method, iterations = 5, progress = false}
      local m = model.custom{predict = predict, cost = cost, w = 1,
        gradient = function() return vector{1}, bad end}
      fails(function() train(m, x, y, how) end,
        "train: model.custom: gradient: db is " .. word)
      equal(m.w[1], 1)
      m = model.custom{predict = predict, gradient = gradient, w = 1,
        cost = function() return bad end}
      fails(function() train(m, x, y, how) end, "train: model.custom: cost is " .. word ..
        " at the initial weights")
    end
  end
end)

-- Passes on the results of f, and from call n on `bad` as result number i.
local function broken(f, n, bad, i)
  local calls = 0
  return function(...)
    calls = calls + 1
    local results = {f(...)}
    if calls >= n then results[i] = bad end
    return table.unpack(results)
  end
end

case("a bad cost or gradient is named also when it comes late", function()
  for _, bad in ipairs{0 / 0, 1 / 0, -1 / 0} do
    local word = bad ~= bad and "nan" or tostring(bad)
    for _, method in ipairs{"gd", "momentum", "adam", "sgd", "minibatch", "lbfgs", "newton"} do
      local function trains(parts)
        local m = model.custom{predict = predict, cost = parts.cost or cost,
          gradient = parts.gradient, w = 1}
        return train(m, x, y, {method = method, alpha = method:find("ad") and 0.01 or nil,
          iterations = 50, progress = false})
      end
      fails(function() trains{gradient = broken(gradient, 2, bad, 2)} end,
        "train: model.custom: gradient: db is " .. word)
      fails(function() trains{cost = broken(cost, 2, bad, 1)} end,
        "train: model.custom: cost is " .. word .. " at the weights; check the cost function")
      fails(function() trains{cost = broken(cost, 2, bad, 1), gradient = gradient} end,
        "train: the model's cost is " .. word .. " after ")
    end
  end
end)

case("an overflow far away is divergence, not a broken cost", function()
  check.diverges(function()
    return train(line(), x, y, {alpha = 1e200})
  end, "alpha 1e+200 is too large")
end)

case("a cost with a limited domain is minimized inside it", function()
  local m = model.custom{predict = predict, features = 1, w = 1, b = 1,
    cost = function(_, _, w, b) return w[1] - math.log(w[1]) + (b - 1) ^ 2 end,
    gradient = function(_, _, w, b) return vector{1 - 1 / w[1]}, 2 * (b - 1) end}
  for _, method in ipairs{"lbfgs", "newton"} do
    for _, start in ipairs{1e-3, 0.4, 30} do
      m.w, m.b = {start}, 1
      train(m, x, y, {method = method, progress = false})
      near(m.w[1], 1, 1e-6)
    end
  end
end)

case("an error in a user's function propagates and the model keeps its weights", function()
  local count = 0
  local m = model.custom{predict = predict, gradient = gradient, cost = function(...)
    count = count + 1
    if count > 10 then error("mine", 0) end
    return cost(...)
  end}
  local _, message = pcall(train, m, x, y, {alpha = 0.1, iterations = 100})
  equal(message, "mine")
  local native = model.linear()
  train(native, x, y, {alpha = 0.1, iterations = 10})
  near(m.w[1], native.w[1], 1e-12)
end)

case("invalid return values are errors, not divergence", function()
  local function model_of(parts)
    return model.custom{predict = predict, cost = parts.cost or cost, w = 3,
      gradient = parts.gradient or gradient}
  end
  local count = 0
  local m = model_of{cost = function(...)
    count = count + 1
    return count > 10 and 0 / 0 or cost(...)
  end}
  fails(function() train(m, x, y, {alpha = 0.1, iterations = 100}) end,
    "train: the model's cost is nan after 10 iterations; check the cost function")
  equal(m.w[1], 3.0)
  m = model_of{gradient = function() return vector{0 / 0}, 1 end}
  fails(function() train(m, x, y, {alpha = 0.1}) end,
    "train: model.custom: gradient: dw[1] is nan")
  m = model_of{gradient = function(...)
    local dw, db = gradient(...)
    return -dw, -db
  end}
  for _, method in ipairs{"gd", "momentum"} do
    check.diverges(function() return train(m, x, y, {alpha = 0.1, method = method}) end,
      "or the gradient is wrong; try check_gradient(m, X, y); the model was reset to its initial "
      .. "weights")
  end
  equal(m.w[1], 3.0)
end)

case("functions may modify their w without affecting the model", function()
  local m = model.custom{predict = predict, cost = cost, gradient = function(X, t, w, b)
    local dw, db = gradient(X, t, w, b)
    w:mul(0)
    return dw, db
  end}
  train(m, x, y, {alpha = 0.1, iterations = 10})
  local native = model.linear()
  train(native, x, y, {alpha = 0.1, iterations = 10})
  near(m.w[1], native.w[1], 1e-12)
end)

case("functions may assign another w to their own model", function()
  local X, t = matrix{{1, 2}, {2, 1}, {3, 5}}, {1, 2, 3}
  local m
  local function spoil() m.w = vector.zeros(1000) collectgarbage() end
  local function slopes(...) spoil() return gradient(...) end
  local function error_of(...) spoil() return cost(...) end
  local function spoilt(options)
    m = model.custom{predict = predict, cost = options.cost or cost, w = {1, 1},
      gradient = options.gradient}
    return m
  end
  local dw, db = spoilt{gradient = slopes}:gradient(X, t)
  equal(dw, spoilt{gradient = gradient}:gradient(X, t))
  equal(db, select(2, m:gradient(X, t)))
  dw = spoilt{cost = error_of}:gradient(X, t)
  equal(dw, spoilt{}:gradient(X, t))
  for _, method in ipairs{"gd", "sgd", "newton", "lbfgs"} do
    fails(function() train(spoilt{gradient = slopes}, X, t, {method = method}) end,
      "train: the length of the model's w changed during training")
  end
end)

check.done("custom")
