-- deferred.lua - large products of an array and a number are computed when they are first
-- needed (lua/base/deferred.h): nobody can tell.
local check = dofile("tests/check.lua")

local N = 20000 -- large enough to be deferred

-- Reading an element computes everything that is deferred.
local function now(x)
  local _ = x[1]
  return x
end

local function same(got, expected)
  local a, b = got, expected
  if a.flatten then a, b = a:flatten(), b:flatten() end
  check.equal(#a, #b)
  check.equal((a:eq(b) + a:ne(a) * b:ne(b)):sum(), #a) -- nan equals nan here
  check.equal(((1 / a):eq(1 / b) + a:ne(a) + b:ne(b)):gt(0):sum(), #a) -- signs of 0
end

local function numbers(seed, n)
  local v = vector.range(1, n or N):mul(0.6180339887498949 * seed) % 1
  return v:sub(0.5):mul(8)
end

-- The largest and smallest numbers, zeros and infinities among them.
local function extremes(seed)
  local v = numbers(seed)
  for i, x in ipairs{0, -0.0, 1e308, -1e308, 5e-324, 2.3e-308, math.huge, -math.huge, 0 / 0} do
    v[i * 1000] = x
  end
  return v
end

local operators = {
  ["+"] = function(a, b) return a + b end,
  ["-"] = function(a, b) return a - b end,
  ["*"] = function(a, b) return a * b end,
  ["/"] = function(a, b) return a / b end,
  ["^"] = function(a, b) return a ^ b end,
  ["%"] = function(a, b) return a % b end,
  ["//"] = function(a, b) return a // b end,
}

check.case("an operator of deferred products gives the bits of computed ones", function()
  warn("@off")
  local a, b = extremes(1), extremes(1.7)
  for _, f in pairs(operators) do
    for _, factor in ipairs{2, -0.3, 1e300, 5e-324, 1} do
      same(f(a * factor, b), f(now(a * factor), b))
      same(f(b, a * factor), f(b, now(a * factor)))
      same(f(factor * a, 3), f(now(factor * a), 3))
      same(f(3, factor * a), f(3, now(factor * a)))
      same(f(a * factor, b * 0.7), f(now(a * factor), now(b * 0.7)))
      local product = a * factor
      same(f(product, product), f(now(a * factor), now(a * factor)))
    end
  end
  warn("@on")
end)

check.case("matrices, rows and views", function()
  warn("@off")
  local X, row = numbers(1):reshape(N // 8, 8), vector.range(1, 8)
  local other = numbers(3, 2 * N):reshape(N // 8, 16)
  for _, f in pairs(operators) do
    same(f(X * 3, row), f(now(X * 3), row))
    same(f(row, X * 3), f(row, now(X * 3)))
    same(f(X * 3, X * 2), f(now(X * 3), now(X * 2)))
    same(f(X * 3, other:columns(3, 10)), f(now(X * 3), other:columns(3, 10)))
  end
  same(X:t() * 2 + 1, now(X:t() * 2) + 1)
  local v = numbers(2, 3 * N)
  same(v:slice(1, 2 * N) * 2 + v:slice(N + 1, 3 * N), now(v:slice(1, 2 * N) * 2) +
    v:slice(N + 1, 3 * N))
  warn("@on")
end)

check.case("a product that is kept has the numbers of its time", function()
  local a = numbers(1)
  local first, kept = a[1], a * 2
  local sum = kept + 1
  a:add(100)
  check.equal(kept[1], first * 2)
  check.equal(sum[1], first * 2 + 1)
  kept = a * 2
  a[1] = 7
  check.equal(kept[1], (first + 100) * 2)
  kept = a * 2
  a:slice(1, 3)[1] = 8
  check.equal(kept[1], 14)
  kept = a * 2
  a:axpy(1, kept)
  check.equal(a[1], 24)
  check.equal(kept[1], 16)
  local X = numbers(1):reshape(N // 4, 4)
  local before, twice = X[5][2], X * 2
  X[5] = vector{0, 0, 0, 0}
  check.equal(twice[5][2], before * 2)
  kept = a * 2
  kept[1] = 1
  check.equal(kept[1] + kept[2], 1 + a[2] * 2)
end)

check.case("reading other arrays", function()
  local a, b = numbers(1), numbers(2)
  local kept, sum = {a * 2, a * 3}, 0
  for i = 1, 300 do sum = sum + b[i] end
  check.near(sum, b:slice(1, 300):sum(), 1e-13)
  a[5] = 1
  check.equal(kept[1][5], numbers(1)[5] * 2)
  local twice = b * 2
  check.equal(dot(a, b) + a:sum() + (b / 2)[1], dot(a, b) + a:sum() + b[1] / 2)
  check.equal((twice + kept[2])[1], b[1] * 2 + a[1] * 3)
  a:sub(kept[2])
  check.equal(a[2], numbers(1)[2] - numbers(1)[2] * 3)
end)

check.case("a product keeps its array", function()
  local kept = {}
  for k = 1, 300 do kept[k] = vector.fill(N, k) * 2 end
  collectgarbage()
  for k = 1, 300 do check.equal(kept[k]:sum(), 2 * k * N) end
end)

-- Finalizers run in the reverse order: this one after that of what is deferred.
check.case("a finalizer at the end of the program sees the numbers", function()
  local script = [[
T = setmetatable({}, {__gc = function(t)
  print(t.p[1], t.p:sum(), (t.p * 3 + 1)[20000], (t.p * 2)[7])
end})
T.p = vector.fill(20000, 1) * 2]]
  check.equal(check.script(script), "2.0\t40000.0\t7.0\t4.0\n")
end)

check.case("products of products, in coroutines, as arguments", function()
  local a = numbers(1)
  same(a * 2 * 3 * 5, now(now(a * 2) * 3) * 5)
  local make = coroutine.wrap(function() coroutine.yield(a * 4); return a * 5 end)
  local four = make()
  same(four + make(), now(a * 4) + now(a * 5))
  check.equal((a * 2):sum(), now(a * 2):sum())
  check.equal(dot(a * 2, a * 3), dot(now(a * 2), now(a * 3)))
  same(exp(a * 2), exp(now(a * 2)))
  check.equal(tostring(a * 2), tostring(now(a * 2)))
  local one, two = model.linear(), model.linear()
  train(one, a * 2, a * 3, {method = "exact"})
  train(two, now(a * 2), now(a * 3), {method = "exact"})
  check.equal(one.w[1], two.w[1])
end)

check.case("training changes parameters without anyone asking for an array", function()
  local m, kept, weights = model.linear(), {}, {}
  train(m, matrix.randn(3, N), vector{1, 2, 3}, {alpha = 1e-5, iterations = 3,
    on_step = function()
      weights[#weights + 1] = m.w:sub(0)[7]
      kept[#kept + 1] = m.w * 2
    end})
  check.equal(#kept, 3)
  for k = 1, 3 do check.equal(kept[k][7], 2 * weights[k]) end
  check.equal(weights[1] ~= weights[2], true)
end)

-- Random programs, once as they are and once with every result computed at once.
local function run(seed, at_once)
  local state = seed
  local function random(n)
    state = (state * 1103515245 + 12345) % 2147483648
    return state // 65536 % n + 1
  end
  local pool = {}
  for k = 1, 4 do pool[k] = numbers(k + seed / 7) end
  local names = {"+", "-", "*", "/"}
  for _ = 1, 60 do
    local a, b, to = pool[random(4)], pool[random(4)], random(4)
    local kind, result = random(9), nil
    if kind <= 3 then result = a * (random(7) - 3.5)
    elseif kind <= 5 then result = operators[names[random(4)]](a, b)
    elseif kind == 6 then result = random(5) / 4 * a + b
    elseif kind == 7 then a:add(random(3))
    elseif kind == 8 then a[random(N)] = random(100)
    else a:mul(b:gt(0)) end
    if result then pool[to] = result end
    if at_once then now(pool[to]) end
    if random(10) == 1 then collectgarbage() end
  end
  return pool
end

check.case("random programs", function()
  warn("@off")
  for seed = 1, 60 do
    local got, expected = run(seed, false), run(seed, true)
    for k = 1, 4 do same(got[k], expected[k]) end
  end
  warn("@on")
end)

check.case("warnings are those of computed products", function()
  for _, text in ipairs{"a * 2 - a * 2", "a * 0", "0 * a", "2 * a - a", "a * 2 / (a * 2)",
      "a * (0 / 0)", "a * math.huge * 0"} do
    local script = "local a = vector.fill(%d, 3)\na[%d] = math.huge\nprint((%s)[1])"
    local small = check.script(script:format(100, 77, text))
    check.equal(check.script(script:format(N, 77, text)), small)
  end
end)

check.done("deferred")
