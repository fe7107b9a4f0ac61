-- grad: random expressions against two independent derivatives: dual numbers for
-- functions of numbers, and extrapolated differences for those of arrays.
local check = dofile("tests/check.lua")
local case, near = check.case, check.near

seed(20)
local function random() return vector.random(1)[1] end
local function choose(list) return list[1 + math.floor(random() * #list)] end
local function between(low, high) return low + (high - low) * random() end

-- -- dual numbers: exact derivatives, forward --------------------------------

local Dual = {}
Dual.__index = Dual

local function dual(value, slope) return setmetatable({value = value, slope = slope or 0}, Dual) end
local function lift(x) return getmetatable(x) == Dual and x or dual(x) end

local function operator(f)
  return function(a, b) return f(lift(a), lift(b)) end
end

Dual.__add = operator(function(a, b) return dual(a.value + b.value, a.slope + b.slope) end)
Dual.__sub = operator(function(a, b) return dual(a.value - b.value, a.slope - b.slope) end)
Dual.__mul = operator(function(a, b)
  return dual(a.value * b.value, a.slope * b.value + a.value * b.slope)
end)
Dual.__div = operator(function(a, b)
  return dual(a.value / b.value, (a.slope * b.value - a.value * b.slope) / (b.value * b.value))
end)
Dual.__pow = operator(function(a, b)
  local y = a.value ^ b.value
  local slope = b.value * a.value ^ (b.value - 1) * a.slope
  if b.slope ~= 0 then slope = slope + y * math.log(a.value) * b.slope end
  return dual(y, slope)
end)
Dual.__mod = operator(function(a, b)
  return dual(a.value % b.value, a.slope - (a.value // b.value) * b.slope)
end)
function Dual.__unm(a) return dual(-a.value, -a.slope) end
function Dual.__lt(a, b) return lift(a).value < lift(b).value end

-- Each function: ours, and its derivative as a textbook writes it.
local FUNCTIONS = {
  {exp, function(x) return math.exp(x) end},
  {sin, function(x) return math.cos(x) end},
  {cos, function(x) return -math.sin(x) end},
  {tan, function(x) return 1 / math.cos(x) ^ 2 end},
  {tanh, function(x) return 1 / ((math.exp(x) + math.exp(-x)) / 2) ^ 2 end},
  {sigmoid, function(x) return 1 / (2 + math.exp(x) + math.exp(-x)) end},
  {abs, function(x) return x < 0 and -1 or 1 end},
  {function(x) return sqrt(1.5 + x * x) end, function(x) return x / math.sqrt(1.5 + x * x) end},
  {function(x) return log(1.5 + x * x) end, function(x) return 2 * x / (1.5 + x * x) end},
  {function(x) return log1p(x * x) end, function(x) return 2 * x / (1 + x * x) end},
  {math.exp, function(x) return math.exp(x) end},
  {math.sin, function(x) return math.cos(x) end},
  {math.cos, function(x) return -math.sin(x) end},
  {math.tan, function(x) return 1 / math.cos(x) ^ 2 end},
  {math.abs, function(x) return x < 0 and -1 or 1 end},
  {math.atan, function(x) return 1 / (1 + x * x) end},
  {function(x) return math.atan(x, 2) end, function(x) return 2 / (4 + x * x) end},
  {function(x) return math.atan(2, x) end, function(x) return -2 / (4 + x * x) end},
  {function(x) return math.asin(tanh(x) * 0.9) end, function(x)
    local t = tanh(x)
    return 0.9 * (1 - t * t) / math.sqrt(1 - 0.81 * t * t)
  end},
  {function(x) return math.acos(tanh(x) * 0.9) end, function(x)
    local t = tanh(x)
    return -0.9 * (1 - t * t) / math.sqrt(1 - 0.81 * t * t)
  end},
  {function(x) return math.log(1.5 + x * x, 10) end, function(x)
    return 2 * x / (1.5 + x * x) / math.log(10)
  end},
  {function(x) return math.log(2, 1.5 + x * x) end, function(x)
    local base = 1.5 + x * x
    return -math.log(2) / math.log(base) ^ 2 * 2 * x / base
  end},
  {function(x) return math.rad(x) end, function() return math.pi / 180 end},
  {function(x) return math.deg(x) end, function() return 180 / math.pi end},
  {function(x) return math.fmod(x, 0.7) end, function() return 1 end},
  {math.sqrt, function(x) return 0.5 / math.sqrt(x) end, positive = true},
  {log, function(x) return 1 / x end, positive = true},
}

local OPERATORS = {
  function(a, b) return a + b end, function(a, b) return a - b end,
  function(a, b) return a * b end, function(a, b) return a / (2 + b * b) end,
  function(a, b) return (1 + a * a) ^ b end, function(a, b) return a % (3 + b * b) end,
  function(a, b) return a < b and a or b * 2 end, function(a) return -a end,
  function(a, b) return (a + b) ^ 2 end, function(a) return a ^ 3 end,
}

-- A random tree as a function of a list of numbers, or of dual numbers.
local function tree(depth, variables)
  if depth == 0 or random() < 0.1 then
    if random() < 0.2 then
      local constant = between(-2, 2)
      return function() return constant end
    end
    local i = choose(variables)
    return function(list) return list[i] end
  end
  local left, right = tree(depth - 1, variables), tree(depth - 1, variables)
  if random() < 0.5 then
    local op = choose(OPERATORS)
    return function(list) return op(left(list), right(list)) end
  end
  local f = choose(FUNCTIONS)
  return function(list)
    local x = left(list)
    if f.positive then x = 0.1 + x * x end
    if getmetatable(x) ~= Dual then return f[1](x) end
    return dual(f[1](x.value), f[2](x.value) * x.slope)
  end
end

-- Large derivatives are ill-conditioned, and comparisons may fall on an edge.
local function is_tame(x) return x == x and math.abs(x) < 1e4 end

local function close(got, expected, tolerance)
  return math.abs(got - expected) <= tolerance * math.max(1, math.abs(expected))
end

local function along(f, at, i)
  local list = {}
  for k, x in ipairs(at) do list[k] = dual(x, k == i and 1 or 0) end
  return lift(f(list)).slope
end

local function difference(f, at, i)
  local h, list = 6e-6, table.pack(table.unpack(at))
  list[i] = at[i] + h
  local above = f(list)
  list[i] = at[i] - h
  return (above - f(list)) / (2 * h)
end

case("500 random expressions of numbers agree with dual numbers to 12 digits", function()
  local compared, bad, rough = 0, 0, 0
  while compared < 1500 do
    local f = tree(5, {1, 2, 3})
    local at = {between(-2, 2), between(-2, 2), between(0.1, 2)}
    local ok, value = pcall(f, at)
    if ok and is_tame(value) then
      local got = {grad(function(a, b, c) return f{a, b, c} + 0 * a end, table.unpack(at))}
      for i = 1, 3 do
        local expected = along(f, at, i)
        if is_tame(expected) then
          compared = compared + 1
          if not close(got[i], expected, 1e-12) then bad = bad + 1 end
          if not close(got[i], difference(f, at, i), 1e-4) then rough = rough + 1 end
        end
      end
    end
  end
  -- A rounding may be amplified by later operations, and a difference may cross an edge.
  if bad > compared / 200 then error(bad .. " of " .. compared .. " differ from dual numbers") end
  if rough > compared / 20 then error(rough .. " of " .. compared .. " differ from differences") end
end)

-- -- arrays: differences extrapolated to step 0 --------------------------------

-- Neville's extrapolation of central differences, whose error has even powers.
local function derivative(f, h)
  local table_of = {}
  for k = 1, 5 do
    table_of[k] = (f(h) - f(-h)) / (2 * h)
    h = h / 2
  end
  for level = 1, 4 do
    for k = 5, level + 1, -1 do
      table_of[k] = table_of[k] + (table_of[k] - table_of[k - 1]) / (4 ^ level - 1)
    end
  end
  return table_of[5]
end

local V, M = 4, 3 -- vectors have 4 elements, matrices 3 rows and 4 columns

-- Smooth where the numbers are: vectors to vectors.
local VECTORS = {
  function(v) return v * v end, function(v) return sin(v) end, function(v) return exp(-v * v) end,
  function(v) return v:reverse() end, function(v) return v:cumsum() end,
  function(v) return v / (1 + v ^ 2) end, function(v) return v - v:mean() end,
  function(v) return v:slice(3, 4):concat(v:slice(1, 2)) end, function(v) return v:sort() end,
  function(v) return v:take{2, 2, 4, 1} end, function(v) return v * v:norm() end,
  function(v) return vector{v[2], v[1] * v[3], v:sum(), 2} end,
  function(v) return v:map(function(x) return x * x * v[1] end) end,
  function(v) return v:reshape(2, 2):t():flatten() end, function(v) return v:slice(-1, 1, -1) end,
  function(v) return 2 ^ v end, function(v) return (1 + abs(v)) ^ 1.5 end,
  function(v) return sigmoid(v) + tanh(v) end, function(v) return log1p(v * v) end,
  function(v) return v:where{1, 0, 1, 1}:concat{v[1]} end, function(v) return 3 - v end,
  function(v) return v:copy() * vector(v) end, function(v) return v + vector.fill(4, v[2]) end,
  function(v)
    local t = {}
    for i, x in ipairs(v) do t[i] = x * i end
    return vector(t)
  end,
  function(v)
    local t = v:totable()
    t[2] = t[1] * t[3]
    return vector(t)
  end,
}

local MATRICES = {
  function(X) return X * X end, function(X) return cos(X) end, function(X) return X:reverse() end,
  function(X) return X - X:mean"columns" end, function(X) return X / (1 + X[1] ^ 2) end,
  function(X) return X:take{3, 1, 1} end, function(X) return X:sort"rows" end,
  function(X) return X:rows(2, 3):concat(X:rows(1, 1)) end, function(X) return X:sort"columns" end,
  function(X) return X:cumsum"columns" + X:cumsum"rows" end, function(X) return X + X:get(2, 3) end,
  function(X) return X:take_columns{4, 2, 2, 1} end, function(X) return X:t():t() end,
  function(X) return X:dot(X:t()):dot(X) / 9 end,
  function(X) return matrix{X[1], X[2] * X[3], {X[1][1], 2, X:get(2, 2), X[3][4]}} end,
  function(X)
    return matrix.columns{X:column(2), X:column(1), X:sum"rows", {X[1][1], 1, 2}}
  end,
  function(X) return matrix.rows{X:row(2), X:row(1), X:max"columns"} end,
  function(X) return X:columns(2, 3):t():flatten():reshape(3, 2):dot(X:rows(1, 2)) end,
  function(X) return X:map(function(x) return x * X[1][2] end) end,
  function(X) return X:flatten():reshape(3, -1) end, function(X) return X:where{1, 0, 1}:concat(
    X:rows(2, 2)) end, function(X) return X:copy() - matrix(X) * matrix.fill(3, 4, X[2][2]) end,
}

local NUMBERS_OF_VECTOR = {
  function(v) return v:sum() end, function(v) return v:mean() end, function(v) return v:var() end,
  function(v) return v:std() end, function(v) return v:min() end, function(v) return v:max() end,
  function(v) return v:ptp() end, function(v) return v:norm() end,
  function(v) return v:median() end, function(v) return v:quantile(0.3) end,
  function(v) return dot(v, v:reverse()) end, function(v) return v[1] * v[-1] end,
}

local NUMBERS_OF_MATRIX = {
  function(X) return X:sum() end, function(X) return X:var() end, function(X) return X:norm() end,
  function(X) return X:std"columns":sum() end, function(X) return X:var"rows":norm() end,
  function(X) return X:mean"columns":dot(X[1]) end, function(X) return X:norm"rows":sum() end,
  function(X) return X:max"columns":dot(X:min"columns") end, function(X) return X:ptp"rows":sum() end,
  function(X) return X:median"rows":norm() end, function(X) return X:quantile(0.7, "columns"):sum() end,
  function(X) return X:dot(vector{1, 2, 3, 4}):sum() end, function(X) return X:max() * X:min() end,
  function(X) return vector{1, 2, 3}:dot(X):norm() end, function(X) return X:median() end,
  function(X)
    local s = 0
    for i, row in X:each() do s = s + i * row:norm() end
    return s
  end,
}

-- A random function of a number, a vector and a matrix.
local function program()
  local of_vector, of_matrix = {}, {}
  for k = 1, 3 do of_vector[k], of_matrix[k] = choose(VECTORS), choose(MATRICES) end
  local of_both = choose{
    function(v, X) return X:dot(v):norm() end, function(v, X) return (X + v):var() end,
    function(v, X) return (v * X):sum() end, function(v, X) return (X - v):norm"columns":sum() end,
    function(v, X) return (X:t():dot(X)):dot(v):dot(v) end,
    function(v, X) return (v / (2 + X * X)):mean() end,
    function(v, X) return ((1.5 + sin(X)) ^ v):mean() end,
  }
  local from_vector, from_matrix = choose(NUMBERS_OF_VECTOR), choose(NUMBERS_OF_MATRIX)
  return function(s, v, X)
    for k = 1, 3 do v, X = sin(of_vector[k](v * s)), sin(of_matrix[k](X)) end
    return from_vector(v) * s + from_matrix(X / s) + of_both(v, X)
  end
end

case("300 random functions of arrays agree with extrapolated differences", function()
  local compared, bad = 0, {}
  for _ = 1, 300 do
    local f = program()
    local s, v, X = between(0.5, 2), vector.randn(V), matrix.randn(M, V)
    local ds, dv, dX = grad(f, s, v, X)
    local a, b, c = between(-1, 1), vector.randn(V), matrix.randn(M, V)
    local got = a * ds + b:dot(dv) + (c * dX):sum()
    local function moved(h) return f(s + h * a, v + b * h, X + c * h) end
    local expected, other = derivative(moved, 0.01), derivative(moved, 0.004)
    -- Elements that change places in min, sort and the like spoil a difference.
    if close(other, expected, 1e-10) then
      compared = compared + 1
      if not close(got, expected, 1e-9) then bad[#bad + 1] = got .. " " .. expected end
    end
  end
  if compared < 150 then error("only " .. compared .. " could be compared") end
  if #bad > 0 then error(#bad .. " of " .. compared .. " differ: " .. bad[1]) end
end)

-- Functions of a matrix of m rows and n columns; Q, R, U and V have both signs.
local function factors(m, n)
  local k = math.min(m, n)
  local left, right, square = matrix.randn(m, k), matrix.randn(k, n), matrix.randn(k, k)
  local weights, across = vector.randn(k), matrix.randn(n, k)
  local list = {
    qr = function(A)
      local Q, R = A:qr()
      return (Q * left):sum() * 0.3 + (R * R * right):sum()
    end,
    svd = function(A)
      local U, s, W = A:svd()
      return (U * left):sum() * (W * across):sum() + s:dot(weights)
    end,
    pinv = function(A) return (pinv(A) * right:t():dot(left:t())):sum() end,
  }
  if m ~= n then return list end
  function list.symmetric(A)
    local values, W = (A + A:t()):eig()
    return values:dot(weights) + (W * W * square):sum()
  end
  function list.eig(A)
    local values, W = (A / 20 + matrix.identity(m) * vector.range(1, m)):eig()
    return values:dot(weights) + (W * W * square):sum()
  end
  function list.cholesky(A)
    return ((A:dot(A:t()) + matrix.identity(m)):cholesky() * square):sum()
  end
  return list
end

case("factors and pseudoinverses agree with extrapolated differences", function()
  local compared = 0
  for _, size in ipairs{{4, 3}, {3, 3}, {3, 5}, {5, 5}, {1, 1}, {2, 1}} do
    for name, f in pairs(factors(size[1], size[2])) do
      for _ = 1, 3 do
        local A, C = matrix.randn(size[1], size[2]), matrix.randn(size[1], size[2])
        local got = (grad(f, A) * C):sum()
        local function moved(h) return f(A + C * h) end
        local expected, other = derivative(moved, 2e-3), derivative(moved, 8e-4)
        if close(other, expected, 1e-7) then
          compared = compared + 1
          if not close(got, expected, 1e-6) then
            error(("%s of %d x %d: %.12g, expected %.12g"):format(name, size[1], size[2], got,
              expected))
          end
        end
      end
    end
  end
  if compared < 40 then error("only " .. compared .. " could be compared") end
end)

case("the derivative by each component, not only along a direction", function()
  local f = program()
  local s, v, X = 1.25, vector.randn(V), matrix.randn(M, V)
  local ds, dv, dX = grad(f, s, v, X)
  local function compare(got, move)
    near(got, derivative(move, 0.002), 1e-7)
  end
  compare(ds, function(h) return f(s + h, v, X) end)
  for i = 1, V do
    compare(dv[i], function(h)
      local u = v:copy()
      u[i] = u[i] + h
      return f(s, u, X)
    end)
    for k = 1, M do
      compare(dX[k][i], function(h)
        local Y = X:copy()
        Y:set(k, i, Y:get(k, i) + h)
        return f(s, v, Y)
      end)
    end
  end
end)

check.done("grad_random")
