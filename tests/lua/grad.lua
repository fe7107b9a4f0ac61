-- grad: values, shapes, agreement with the native gradients, and every error.
-- grad_random.lua compares it on random expressions.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local function all_near(got, expected, tolerance)
  local scale = math.max(1, abs(expected):max())
  equal(tostring(got:size()), tostring(expected:size()))
  near((abs(got - expected)):max() / scale, 0, tolerance)
end

-- -- results -------------------------------------------------------------------

case("numbers in, number out; shapes of the arguments", function()
  equal(grad(function(x) return x ^ 2 + 3 * x end, 2), 7.0)
  equal(grad(function(x) return x end, 5), 1.0)
  local a, v, X = grad(function(a, v, X) return a * v:sum() + X:sum() * a end, 2, vector{1, 2},
    matrix{{1, 2, 3}})
  equal(a, 9.0)
  equal(v, vector{2, 2})
  equal(X, matrix{{2, 2, 2}})
  equal(check.type_of(v), "vector")
  equal(check.type_of(X), "matrix")
  equal(math.type(grad(function(x) return x * x end, 3)), "float")
end)

case("an argument that is not used has derivative 0 in its shape", function()
  local a, b, c = grad(function(x) return x * 2 end, 1, vector{1, 2}, matrix{{1}, {2}})
  equal(a, 2.0)
  equal(b, vector{0, 0})
  equal(c, matrix{{0}, {0}})
end)

case("the arguments and other arrays are unchanged, and results are independent", function()
  local v, y = vector{1, 2}, vector{3, 4}
  local g = grad(function(x) return x:dot(y) end, v)
  g[1] = 100
  equal(v, vector{1, 2})
  equal(y, vector{3, 4})
  equal(grad(function(x) return x:dot(y) end, v), vector{3, 4})
end)

case("broadcasting sums over the copies", function()
  local X = matrix{{1, 2}, {3, 4}, {5, 6}}
  local dv, dX = grad(function(v, M) return (M * v):sum() end, vector{1, 10}, X)
  equal(dv, vector{9, 12})
  equal(dX, matrix{{1, 10}, {1, 10}, {1, 10}})
  equal(grad(function(s) return (X ^ s):sum() end, 1) > 0, true)
  equal(grad(function(s) return (X - s):sum() end, 1), -6.0)
  equal(grad(function(s) return (s / vector{1, 2}):sum() end, 1), 1.5)
  equal(grad(function(v) return (v + matrix{{1}, {2}}):sum() end, vector{5}), vector{2})
end)

case("views and columns with steps", function()
  local X = matrix{{1, 2}, {3, 4}, {5, 6}}
  equal(grad(function(v) return v:dot(v) end, X:column(2)), vector{4, 8, 12})
  equal(grad(function(v) return (v * X:column(1)):sum() end, X:column(2)), vector{1, 3, 5})
  equal(grad(function(v) return v[1] * v[2] end, vector{1, 2, 3, 4}:slice(-1, 1, -2)),
    vector{2, 4})
  equal(grad(function(M) return M:sum() * M[1][1] end, X:rows(2, 3)), matrix{{21, 3}, {3, 3}})
  equal(grad(function(M) return M:max() end, X:columns(1, 1)), matrix{{0}, {0}, {1}})
end)

case("loops, branches and recursion", function()
  local function power(x, n) return n == 0 and 1 or x * power(x, n - 1) end
  equal(grad(function(x) return power(x, 5) end, 2), 80.0)
  local function hinge(x) if x > 1 then return x * 3 else return 1 - x end end
  equal(grad(hinge, 2), 3.0)
  equal(grad(hinge, 0), -1.0)
  equal(grad(function(x) local s = 0 while s < 10 do s = s + x end return s end, 3), 4.0)
  equal(grad(function(x) return x <= 2 and 2 >= x and x >= 2 and x * 7 or 0 end, 2), 7.0)
  equal(grad(function(v)
    local s = 1
    for _, x in v:each() do s = s * x end
    return s
  end, vector{2, 3, 4}), vector{12, 8, 6})
end)

case("elements of several vectors in one loop, from both ends, and of rows", function()
  local function f(u, v, X)
    local sum = 0
    for i = 1, #u do sum = sum + u[i] * v[-i] - X[2][i] / 2 + 3 * u[1] end
    for i, x in ipairs(v) do sum = sum + i * x ^ 2 end
    return sum
  end
  local u, v, X = grad(f, vector{1, 2}, vector{3, 5}, matrix{{1, 2}, {3, 4}})
  equal(u, vector{11, 3})
  equal(v, vector{2 + 6, 1 + 20})
  equal(X, matrix{{0, 0}, {-0.5, -0.5}})
  fails(function() return grad(function(x) return x[1] + x[4] end, vector{1, 2, 3}) end,
    "vector: index 4 is out of range (3 elements)")
end)

case("functions of numbers outside their domain raise or warn as usual", function()
  fails(function() return grad(function(x) return log(-x) end, 2) end, "at least 0, got -2")
  equal(tostring(grad(function(x) return x ^ 0.5 end, 4)), "0.25")
  equal(tostring(grad(function(x) return x ^ 3 + x ^ -1 end, 2)), "11.75")
  equal(grad(function(v) return (v ^ 3 + v ^ 0.5 + v ^ -1 + v ^ 0):sum() end, vector{1, 4}),
    vector{3 + 0.5 - 1, 48 + 0.25 - 1 / 16})
  equal(grad(function(v) return (v ^ 0 + v ^ 1 + v ^ 2):sum() end, vector{0, 1}), vector{1, 3})
end)

case("constants: floor, comparisons, argmin and their masks", function()
  equal(grad(function(x) return floor(x) * x + x // 1 + math.floor(x) end, 2.5), 2.0)
  equal(grad(function(v) return (v * v:gt(2)):sum() + v[v:argmax()] end, vector{1, 3}),
    vector{0, 2})
  equal(grad(function(v) return v:where(v:gt(1)):sum() end, vector{1, 2, 3}), vector{0, 1, 1})
  equal(grad(function(v) return v:take(v:argsort())[1] end, vector{3, 1, 2}), vector{0, 1, 0})
  equal(grad(function(v) return #v * v:size() * v:sum() end, vector{1, 2}), vector{4, 4})
end)

case("points where a derivative does not exist have a chosen one", function()
  equal(grad(abs, 0), 0.0)
  equal(grad(function(v) return v:norm() end, vector{0, 0}), vector{0, 0})
  equal(grad(function(v) return v:std() end, vector{2, 2}), vector{0, 0})
  equal(grad(function(v) return v:max() end, vector{5, 5}), vector{1, 0})
  equal(grad(function(x) return x ^ 0 end, 0), 0.0)
  equal(grad(function(x) return 0 ^ x end, 2), 0.0)
  equal(grad(sqrt, 0), math.huge)
end)

case("values of a tracked number and vector can be printed and joined", function()
  local text
  grad(function(x, v)
    text = tostring(x) .. " " .. x .. " " .. v .. (" %.3f %d %s"):format(x, x, v)
    return x
  end, 2, vector{1, 2})
  equal(text, "2.0 2.0 [1 2] 2.000 2 [1 2]")
  fails(function() grad(function(x) return ("%d"):format(x) end, 2.5) end,
    "bad argument #1 to 'format' (number has no integer representation)")
  grad(function(x, v)
    equal(x == x + 0, true)
    equal(v == v * 1, true)
    equal(v == vector{1, 2}, true)
    equal(x == 2, false) -- Lua's rule, as the help says
    return x
  end, 2, vector{1, 2})
end)

case("other callable values than functions", function()
  local object = setmetatable({}, {__call = function(_, x) return x * x end})
  equal(grad(object, 3), 6.0)
  equal(grad(exp, 0), 1.0)
  equal(grad(math.exp, 0), 1.0)
  equal(grad(dot, vector{1, 2}, vector{3, 4}), vector{3, 4})
end)

-- -- the native gradients ------------------------------------------------------

seed(3)
local X = matrix.randn(200, 4)
local y = X:dot(vector{1, -2, 0.5, 3}) + vector.randn(200)

case("linear: 13 digits of the native gradient", function()
  local w, b, lambda = vector{0.3, -1, 2, 0}, 0.7, 2.5
  local function cost(u, c)
    local e = X:dot(u) + c - y
    return e:dot(e) / (2 * #e) + lambda / (2 * #e) * u:dot(u)
  end
  local m = model.linear{w = w, b = b, lambda = lambda}
  local dw, db = m:gradient(X, y)
  local gw, gb = grad(cost, w, b)
  all_near(gw, dw, 1e-13)
  near(gb, db, 1e-13)
  near(cost(w, b), m:cost(X, y), 1e-13)
end)

case("logistic: 13 digits", function()
  local w, b, t = vector{0.3, -1, 2, 0.1}, -0.2, y:gt(0)
  local dw, db = model.logistic{w = w, b = b}:gradient(X, t)
  local gw, gb = grad(function(u, c)
    local p = sigmoid(X:dot(u) + c)
    return -(t * log(p) + (1 - t) * log(1 - p)):mean()
  end, w, b)
  all_near(gw, dw, 1e-13)
  near(gb, db, 1e-13)
end)

case("softmax: 13 digits, with a loop over the rows and without", function()
  local W, b = matrix{{0.3, -1, 2, 0.1}, {0, 1, 0, 1}, {-1, 0, 0.5, 2}}, vector{0.1, 0, -0.2}
  local classes = (y:gt(0) + y:gt(2) + 1)
  local dW, db = model.softmax{w = W, b = b}:gradient(X, classes)
  local function by_rows(U, c)
    local loss = 0
    for i, x in X:each() do
      local z = U:dot(x) + c
      loss = loss + log(exp(z - z:max()):sum()) + z:max() - z[classes[i] // 1 | 0]
    end
    return loss / #X
  end
  local chosen = matrix.columns{classes:eq(1), classes:eq(2), classes:eq(3)}
  local function at_once(U, c)
    local Z = X:dot(U:t()) + c
    return (log(exp(Z):sum"rows") - (Z * chosen):sum"rows"):mean()
  end
  for _, cost in ipairs{by_rows, at_once} do
    local gW, gb = grad(cost, W, b)
    all_near(gW, dW, 1e-13)
    all_near(gb, db, 1e-13)
  end
end)

case("a network of two layers descends", function()
  local inputs, targets = matrix{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, vector{0, 1, 1, 0}
  seed(1)
  local W, c, w, b = matrix.randn(2, 8), vector.zeros(8), vector.randn(8), 0
  local function cost(W1, c1, w1, b1)
    local p = sigmoid(tanh(inputs:dot(W1) + c1):dot(w1) + b1)
    return -(targets * log(p) + (1 - targets) * log(1 - p)):mean()
  end
  for _ = 1, 500 do
    local dW, dc, dw, db = grad(cost, W, c, w, b)
    W, c, w, b = W - 0.5 * dW, c - 0.5 * dc, w - 0.5 * dw, b - 0.5 * db
  end
  if cost(W, c, w, b) > 0.05 then error("XOR is not learned: " .. cost(W, c, w, b)) end
end)

-- -- errors --------------------------------------------------------------------

case("wrong arguments", function()
  fails(function() grad() end, "grad: f (argument 1): function expected, got nothing")
  fails(function() grad(function() end) end, "grad: at least one argument of f expected")
  fails(function() grad(3, 2) end, "grad: f (argument 1): function expected, got 3")
  fails(function() grad(exp, "2") end,
    "grad: argument 1 of f: number, vector or matrix expected, got string \"2\"")
  fails(function() grad(exp, 1, {1, 2}) end,
    "grad: argument 2 of f: number, vector or matrix expected, got table; write vector{...}")
end)

case("wrong results of f", function()
  fails(function() grad(function(v) return v * 2 end, vector{1, 2}) end,
    "grad: f must return one number, got vector of 2; return its sum or mean, or one element")
  fails(function() grad(function() end, 1) end, "grad: f must return one number, got nil")
  fails(function() grad(function(x) return x > 1 end, 1) end,
    "grad: f must return one number, got false")
  fails(function() grad(function(x) return x, x end, 1) end,
    "grad: f must return one number, but it returned 2 values")
  fails(function() grad(function() error("mine", 0) end, 1) end, "mine")
end)

case("a result that does not depend on the arguments is a warning", function()
  local text = check.script("print(grad(function() return 3 end, vector{1, 2}))")
  if not text:find("file:1: warning: grad: the number that f returned does not depend on its "
    .. "arguments, so all derivatives are 0", 1, true) then error(text) end
  equal(text:match("[^\n]*\n$"), "[0 0]\n")
end)

case("what cannot be differentiated is named, with its place", function()
  local function in_f(f, text) fails(function() grad(f, vector{1, 2}, matrix{{1, 2}}) end, text) end
  in_f(function(v) return v:unique():sum() end,
    "tests/lua/grad.lua:" .. debug.getinfo(1, "l").currentline - 1
    .. ": vector:unique: grad cannot differentiate this function")
  in_f(function(v) return metrics.mse(v, v) end, "metrics.mse: grad cannot differentiate this")
  in_f(function(_, M) return model.linear{w = 1}:predict(M):sum() end,
    "model:predict: grad cannot differentiate this function")
  in_f(function(_, M) return normalize(M):sum() end, "normalize: grad cannot differentiate")
  in_f(function(v) return v:quantile{0.1, 0.5}:sum() end,
    "vector:quantile: grad differentiates one quantile per call; pass a number")
  in_f(function(v) return vector{1, 2}:quantile(v[1] / 2) end,
    "vector:quantile: q (argument 1): grad cannot differentiate by this argument")
end)

case("changing arrays in place", function()
  local other = vector{1, 2}
  local function in_f(f, text) fails(function() grad(f, vector{1, 2}, matrix{{1, 2}}) end, text) end
  in_f(function(v) v[1] = 3 return v:sum() end, "inside grad, a value that depends on the")
  in_f(function(_, M) M[1] = {1, 2} return M:sum() end, "cannot be changed in place")
  in_f(function(v) return v:add(1):sum() end, "vector:add: inside grad, a value that depends")
  in_f(function(_, M) M:set(1, 1, 2) return M:sum() end, "matrix:set: inside grad")
  in_f(function(v) vector.zeros(2)[1] = v[1] return v:sum() end,
    "inside grad, a vector or matrix cannot take in a tracked value; collect the values in a table")
  in_f(function(v) return vector.zeros(2):axpy(1, v):sum() end, "vector:axpy: inside grad")
  in_f(function(v) local z = v * other other:mul(2) return z:sum() end,
    "vector:mul: grad needs the numbers that would be overwritten; change a copy, x:copy()")
  in_f(function(v) local z = v * other other:slice(1, 1):add(2) return z:sum() end,
    "vector:add: grad needs the numbers")
  equal(other, vector{1, 2})
  local own = grad(function(v)
    local buffer = vector.zeros(2)
    buffer[1] = 5
    buffer:add(1)
    return (v * buffer):sum()
  end, vector{1, 2})
  equal(own, vector{6, 1})
  other:add(1) -- allowed again after an error
  equal(other, vector{2, 3})
end)

case("tables that contain themselves", function()
  local t = {1}
  t[2] = t
  fails(function() grad(function(x) return vector(t):sum() * x end, 1) end, "element 2 must be")
  fails(function() grad(function(x) return matrix(t):sum() * x end, 1) end, "matrix")
  t[1] = t
  fails(function() grad(function(x) return matrix(t):sum() * x end, 1) end, "matrix")
  fails(function() grad(function(x) return vector{1}:concat(t):sum() * x end, 1) end, "number")
end)

case("second derivatives and values kept from an earlier grad", function()
  fails(function() grad(function(x) return grad(function(z) return z * x end, 2) end, 3) end,
    "*: an inner grad cannot use values tracked by an outer one, because second derivatives")
  fails(function() grad(function(x) return grad(exp, x) end, 3) end,
    "grad: second derivatives are not available; take differences of grad outside of f")
  equal(grad(function(x) return x * grad(exp, 0) end, 3), 1.0)
  local kept
  grad(function(x) kept = x return x end, 3)
  equal(tostring(kept), "3.0")
  fails(function() return kept + 1 end, "tracked value")
  fails(function() grad(function(x) return x * kept end, 2) end,
    "*: a tracked value cannot be used after grad has returned")
end)

case("other mistakes in f read as usual", function()
  local function in_f(f, text) fails(function() grad(f, vector{1, 2}, 3) end, text) end
  in_f(function(v) return v[3] end, "vector: index 3 is out of range (2 elements)")
  in_f(function(v) return v:summ() end, "no field or method 'summ'; did you mean 'sum'?")
  in_f(function(v) return v:dot(vector{1, 2, 3}) end, "incompatible shapes")
  in_f(function(_, x) return x + nil end, "number, vector or matrix expected, got nil")
  in_f(function(_, x) return math.exp(x, {}) + math.sin() end,
    "bad argument #1 to 'sin' (number expected, got no value)")
  in_f(function(_, x) return math.max(x, "a") end, "attempt to compare number with string")
  in_f(function(_, x) return log(x - 10) end, "log: element 1 must be at least 0")
  in_f(function(v) return v:map(function() return "a" end):sum() end,
    "vector:map: the function must return a number, got string \"a\"")
  in_f(function(v, x) return v.totable(x) end, "vector:totable: vector expected before ':', got 3")
  in_f(function(v, x) return v.each(x) end, "vector:each: vector expected before ':', got 3")
  in_f(function(_, x) return x:abs() end, "a number has no elements or methods")
  in_f(function(v) return vector{v[1], "a"}:sum() end, "element 2 must be a number")
  in_f(function(v) if v < 2 then return 0 end end, "use x:lt(a)")
end)

-- -- resources -----------------------------------------------------------------

case("a loop of 100 000 steps needs no C stack and is freed", function()
  local function f(x) for _ = 1, 100000 do x = x * 1.00001 end return x end
  near(grad(f, 1), f(1), 1e-12)
  collectgarbage() collectgarbage()
  local before = collectgarbage("count")
  for _ = 1, 3 do
    grad(f, 1)
    pcall(grad, function(x) f(x) error("stop") end, 1)
  end
  collectgarbage() collectgarbage()
  if collectgarbage("count") > before + 100 then
    error(("%.0f kB are kept"):format(collectgarbage("count") - before))
  end
end)

case("Ctrl-C stops f, and grad works afterwards", function()
  local text = check.interrupted([[
    print(pcall(grad, function(x) print("ready") while true do x = x * 1 end end, 1))
    print(grad(exp, 0), exp(1) > 2)]])
  if not text:find("interrupted", 1, true) then error(text) end
end)

case("coroutines: f cannot yield out of grad, and the error leaves nothing behind", function()
  local co = coroutine.wrap(function()
    return pcall(grad, function(x) coroutine.yield() return x end, 1)
  end)
  local ok, message = co()
  equal(ok, false)
  if not message:find("yield", 1, true) then error(message) end
  equal(grad(exp, 0), 1.0)
  equal(vector{1, 2}:add(1), vector{2, 3})
end)

-- -- the tape ------------------------------------------------------------------

case("grad.tape: value, gradient and steps", function()
  local t = grad.tape(function(w, v) return (w * v):sum() ^ 2 end, 2, vector{1, 2})
  equal(t.value, 36.0)
  equal(t.gradient[1], 36.0)
  equal(t.gradient[2], vector{24, 24})
  equal(#t.steps, 3)
  equal(t.steps[1].operation, "w * v")
  equal(t.steps[2].operation, "s1:sum()")
  equal(t.steps[3].operation, "s2 ^ 2")
  equal(t.steps[3].inputs[1].derivative, 12.0)
  equal(t.steps[3].inputs[1].rule, "2 * s2")
  equal(t.steps[2].slope, 12.0)
  equal(t.arguments[2].name, "v")
  fails(function() t.value = 3 end, "read-only")
end)

case("why shows each step from the last one back", function()
  local t = grad.tape(function(x) return x ^ 2 + 3 * x end, 2)
  equal(tostring(why(t)), table.concat({
    "value 10 in 3 steps, last one first; each passes on slope × local derivative",
    "              value  slope  by  local derivative  passed on",
    "s3 = s1 + s2     10      1  s1                 1          1",
    "                            s2                 1          1",
    "s2 = 3 * x        6      1   x                 3          3",
    "s1 = x ^ 2        4      1   x         2 * x = 4          4",
    "x                 2      7               = 3 + 4"}, "\n"))
  equal(tostring(t):match("[^\n]+"), "value 10, 3 steps; slope: the derivative of the value")
end)

case("why of a derivative explains the last call of grad", function()
  local function f(x, v) return x ^ 2 * v:sum() end
  local v = vector{1, 2}
  local dx, dv = grad(f, 3, v)
  check.equal(tostring(why(dv)), tostring(why(grad.tape(f, 3, v))))
  check.equal(tostring(why(dx)), tostring(why(dv)))
  check.equal(tostring(plot.tape(dv)), tostring(plot.tape(grad.tape(f, 3, v))))
  plot.close()
  plot.close()
  check.equal(why(grad(f, 2, v)).gradient[1], 12)
  check.fails(function() why(dv) end, "why: m (argument 1): model, tape or result of the last grad (t = "
    .. "grad.tape(f, ...) keeps the steps of a derivative) expected, got vector of 2")
  check.fails(function() why(7.25) end, "result of the last grad")
  local _, slope = grad(f, 3, v)
  v[1] = 5
  local other = grad(f, 3, v)
  check.fails(function() why(slope) end, "result of the last grad")
  v[1] = 6
  check.fails(function() why(other) end, "f or its arguments have changed since grad was called")
end)

case("operations as Lua would write them", function()
  local M = matrix{{1, 2}, {3, 4}}
  local function operation(f, text)
    local t = grad.tape(f, M, vector{1, 2}, 3)
    for _, s in ipairs(t.steps) do if s.operation == text then return end end
    error("no step " .. text .. " in\n" .. tostring(t))
  end
  operation(function(X2) return X2:get(2, 1) end, "X2:get(2, 1)")
  operation(function(X2) return X2[2][1] end, "X2:row(2)")
  operation(function(X2) return X2[2][1] end, "s1[1]")
  operation(function(X2) return X2:sum"rows":max() end, "X2:sum(\"rows\")")
  operation(function(_, v) return v:slice(1, nil, 1):sum() end, "v:slice(1, nil, 1)")
  operation(function(_, v, s) return vector{v[1], s, 1}:sum() end, "vector{s1, s}")
  operation(function(_, v) return dot(M, v):sum() end, "dot(matrix 2x2, v)")
  operation(function(X2) return (M * X2):sum() end, "(matrix 2x2) * X2")
  operation(function(_, _, s) return math.atan(s, 2) end, "math.atan(s, 2)")
  operation(function(_, _, s) return -s % 2 end, "s1 % 2")
  operation(function(_, v) return exp(v):sum() end, "exp(v)")
end)

case("plot.tape draws small tapes", function()
  local f = plot.tape(grad.tape(function(x) return x ^ 2 + 3 * x end, 2))
  equal(tostring(f), "figure 1x1, 20 marks")
  plot.close()
  fails(function() plot.tape(3) end, "plot.tape: t (argument 1): tape of grad.tape or "
    .. "result of the last grad expected, got 3")
  fails(function()
    plot.tape(grad.tape(function(x) for _ = 1, 50 do x = x * 2 end return x end, 1))
  end, "plot.tape: the tape has 50 steps, but at most 40 boxes can be read")
end)

case("linear algebra without a derivative says why", function()
  local function refused(f, A, text) check.fails(function() grad(f, A) end, text) end
  local I, ones = matrix.identity(2), matrix{{1, 2}, {2, 4}}
  refused(function(A) return (A:eig()):sum() end, I, "matrix:eig: two eigenvalues are equal (1)")
  refused(function(A) return (A:eig{complex = true}):sum() end, I,
    "matrix:eig: grad cannot differentiate A:eig{complex=true}")
  refused(function(A) return select(2, A:svd()):sum() end, -I,
    "matrix:svd: two singular values are equal (1)")
  refused(function(A) return select(2, A:svd()):sum() end, ones, "matrix:svd: a singular value is 0")
  refused(function(A) return (A:qr()):sum() end, ones, "matrix:qr: the columns of A depend on each")
  refused(function(A) return pinv(A):sum() end, ones, "pinv: A has rank 1, but 2 rows and 2 columns")
  refused(function(A) return A:cholesky():sum() end, -I, "A is not positive definite")
  refused(function(A) return (A:eig()):sum() end, matrix{{0, -1}, {1, 0}}, "complex eigenvalues")
  check.near(grad(function(A) return A:sum() * rank(A) end, ones):sum(), 4, 0)
end)

case("ranges with tracked ends", function()
  local a, b = grad(function(a, b) return (vector.linspace(a, b, 5) ^ 2):sum() end, 1, 3)
  check.near(a, 7.5, 1e-14)
  check.near(b, 12.5, 1e-14)
  local first, step = grad(function(first, step)
    return (vector.range(first, first + 4.5 * step, step) ^ 2):sum()
  end, 1, 0.5)
  check.near(first, 20, 1e-14)
  check.near(step, 50, 1e-14)
  check.near(grad(function(x) return vector.range(x, x + 2):sum() end, 1), 3, 1e-14)
  check.near(grad(function(x) return vector.linspace(x, 7, 1):sum() end, 1), 1, 1e-14)
  check.fails(function() grad(function(x) return vector.linspace(0, x, 0):sum() end, 1) end, "")
end)

check.done("grad")
