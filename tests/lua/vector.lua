-- Vectors in Lua: views, copies, masks, printing, errors.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

case("the arithmetic of the first session", function()
  local x = vector{1, 2, 3}
  equal(tostring(x * 2 + 1), "[3 5 7]")
  equal(tostring(1 / x), "[1.         0.5        0.33333333]")
  equal(tostring(-x % 2), "[1 0 1]")
  equal(tostring(2 ^ x), "[2 4 8]")
end)

case("indices count from 1; negative ones from the end", function()
  local v = vector{5, 6, 7}
  equal(v[1], 5.0)
  equal(v[-1], 7.0)
  equal(v[2.0], 6.0)
  v[-3] = 0
  equal(tostring(v), "[0 6 7]")
end)

case("changes to a slice show in the vector, and vice versa", function()
  local v = vector.range(1, 6)
  local s = v:slice(2, 6, 2)
  equal(tostring(s), "[2 4 6]")
  s[1] = 20
  equal(v[2], 20.0)
  v[4] = 40
  equal(s[2], 40.0)
  equal(tostring(v:slice(-1, 1, -2)), "[ 6 40 20]")
  equal(#v:slice(4, 3), 0)
end)

case("a view of a view keeps the memory alive", function()
  local function deep()
    return vector.range(1, 1000):slice(1, 500):slice(101, 200)
  end
  local v = deep()
  collectgarbage()
  collectgarbage()
  local other = vector.zeros(1000)
  equal(v[1] + other[1], 101.0)
  equal(v:sum(), 15050.0)
end)

case("in-place operations with an overlapping view use the old values", function()
  local v = vector.range(1, 6)
  v:slice(2, 6):add(v:slice(1, 5))
  equal(tostring(v), "[ 1  3  5  7  9 11]")
  v:add(v)
  equal(tostring(v), "[ 2  6 10 14 18 22]")
end)

case("selection requires a mask", function()
  local v = vector{3, 1, 2}
  equal(tostring(v:where(v:ge(2))), "[3 2]")
  equal(tostring(v:ge(2) * v), "[3 0 2]")
  fails(function() v:where(vector{1, 2, 3}) end,
    "mask element 2 must be 0 or 1, got 2.0 (to select by index, use take)")
  fails(function() v:where(vector{1, 0}) end, "mask of length 3 expected, got length 2")
end)

case("== compares whole vectors; nan is never equal", function()
  equal(vector{1, 2} == vector{1, 2}, true)
  equal(vector{1, 2} == vector{1, 3}, false)
  equal(vector{1, 2} == vector{1, 2, 3}, false)
  equal(vector{0 / 0} == vector{0 / 0}, false)
end)

case("iteration visits every element", function()
  local s = 0
  for i, x in vector{10, 20}:each() do s = s + i * x end
  equal(s, 50.0)
  s = 0
  for i, x in ipairs(vector{10, 20}) do s = s + i * x end
  equal(s, 50.0)
  s = ""
  for i, x in ipairs{"a", "b"} do s = s .. i .. x end
  equal(s, "1a2b")
end)

case("a range includes its end, like a for loop", function()
  equal(#vector.range(0, 1, 0.1), 11)
  near(vector.range(0, 1, 0.1)[-1], 1, 1e-15)
  equal(#vector.range(5, 1), 0)
  fails(function() vector.range(1, 5, 0) end, "nonzero step")
  fails(function() vector.range(1, 1 / 0) end, "finite number expected, got inf")
end)

case("the same seed gives the same numbers", function()
  seed(42)
  local a, b = vector.randn(5), vector.random(5)
  seed(42)
  equal(a == vector.randn(5), true)
  equal(b == vector.random(5), true)
  equal(b == vector.random(5), false)
end)

-- np.array2string of NumPy 1.24, except for the decimal point after integers.
case("printing agrees with NumPy", function()
  equal(tostring(vector{0.5, 1, 2.25}), "[0.5  1.   2.25]")
  equal(tostring(vector{-1, 10, 100}), "[ -1  10 100]")
  equal(tostring(vector{1e-5, 1}), "[1e-05 1e+00]")
  equal(tostring(vector{1e10, 2.5}), "[1.0e+10 2.5e+00]")
  equal(tostring(vector{0 / 0, 1.5, 1 / 0, -1 / 0}), "[ nan  1.5  inf -inf]")
  equal(tostring(vector{0.1, 1000.5}), "[1.0000e-01 1.0005e+03]")
  equal(tostring(vector.zeros(2000)), "[0 0 0 ... 0 0 0]")
  equal(tostring(vector{}), "[]")
  equal(tostring(vector{1e-300, 1e300}), "[1e-300 1e+300]")
  equal("x = " .. vector{1}, "x = [1]")
end)

case("long vectors wrap at the line width", function()
  for line in (tostring(vector.linspace(0, 1, 100)) .. "\n"):gmatch("(.-)\n") do
    equal(#line <= 75, true)
  end
end)

case("large temporaries are collected in time", function()
  local function peak()
    for line in io.lines("/proc/self/status") do
      local kb = line:match("VmHWM:%s*(%d+)")
      if kb then return tonumber(kb) end
    end
  end
  local before = peak()
  for _ = 1, 300 do vector.zeros(1000000) end
  local _ = peak() - before < 100000 or error("300 vectors of 8 MB took "
    .. (peak() - before) // 1000 .. " MB")
end)

case("error messages name the function", function()
  fails(function() return vector{1, "a"} end,
    'vector: numbers (argument 1): element 2 must be a number, got string "a"')
  fails(function() return vector(-1) end,
    "vector: numbers (argument 1): vector or table of numbers expected, got -1")
  fails(function() return vector() end, "got nothing")
  fails(function() return vector(1, 2) end, "got 2; put the numbers in braces, as in vector{1, 2}")
  fails(function() return vector.zeros(2, 3) end, "got 2; matrix.zeros(rows, columns) makes a matrix")
  fails(function() return vector.randn(2, 3) end, "vector.randn: at most 1 argument expected, got 2; matrix.randn")
  fails(function() return vector{1}:sum"x" end, 'vector:sum: no arguments expected, got 1; call it as v:sum()')
  fails(function() return vector.zeros(-1) end,
    "vector.zeros: n (argument 1): integer of at least 0 expected, got -1")
  fails(function() return vector.zeros("3") end, 'got string "3"')
  fails(function() return vector.zeros(1.5) end, "got 1.5")
  fails(function() return vector.zeros(2 ^ 53) end, "but this machine has")
  fails(function() return vector.zeros(3)[4] end,
    "index 4 is out of range (3 elements); use 1 to 3, or -3 to -1")
  fails(function() return vector.zeros(3)[0] end, "index 0 is out of range")
  fails(function() return vector.zeros(3)[1.5] end, "index must be an integer, got 1.5")
  fails(function() return vector{}[1] end, "there is no element")
  fails(function() return vector.zeros(3)[{}] end, "integer index or field name expected, got table")
  fails(function() return vector.zeros(3).summ end, "did you mean 'sum'?")
  fails(function() vector.zeros(3)[1] = "a" end, 'element 1 must be a number, got string "a"')
  fails(function() return vector{1, 2} + vector{1, 2, 3} end,
    "+: vector of 2 and vector of 3 have incompatible shapes (lengths 2 ≠ 3)")
  fails(function() return vector{1} * nil end, "*: argument 2: number, vector or matrix expected")
  fails(function() return vector{1} + "1" end, 'got string "1"')
  fails(function() return vector{}:mean() end, "vector:mean: at least one number expected, got none")
  fails(function() return log(vector{1, -1}) end, "log: element 2 must be at least 0, got -1.0")
  local advice = '; d:labels("column") converts class names to numbers'
  fails(function() return vector{"a"} end, 'element 1 must be a number, got string "a"' .. advice)
  fails(function() return vector{1, "2"} end, 'got string "2"; tonumber converts text to a number')
  fails(function() return vector{1} + data.load"iris".species end, "got texts" .. advice)
  fails(function() return vector{1}:map(function() return "x" end) end,
    'must return a number, got string "x"')
  fails(function() return vector{1, 2}:take{3} end, "index 3 is out of range")
  fails(function() return vector{1, 2, 3}:reshape(2, -1) end, "cannot reshape 3 numbers into")
  fails(function() return vector{1}:quantile(2) end, "number between 0 and 1 expected, got 2")
end)

case("an error gives the line of the user's code", function()
  local ok, message = pcall(load("\nreturn vector(-1)", "=lesson"))
  equal(ok, false)
  equal(message:match("^lesson:2: ") ~= nil, true)
end)

case("comparing whole vectors with < is an error that suggests a mask", function()
  local x = vector{1, 2}
  for _, compare in ipairs{function() return x > 1 end, function() return x <= x end,
    function() return 1 < matrix{{1}} end} do
    check.fails(compare, "x:gt(a) or x:ge(a), which compare element by element and return a mask")
  end
end)

check.case("lines of numbers with exponents fit the line width", function()
  printoptions{width = 90, threshold = 5}
  local text = tostring(vector.linspace(1e-7, 1e5, 100) * 1.2345678)
  printoptions{width = 0, threshold = 1000}
  for line in text:gmatch("[^\n]+") do check.equal(#line <= 90, true) end
end)

check.case("printed numbers are rounded as printf rounds them", function()
  math.randomseed(3)
  printoptions{precision = 4}
  for i = 1, 20000 do
    local x = 1 + math.random(200000) / ({16, 1000, 32768, 200000})[i % 4 + 1]
    local whole, fraction = ("%.4f"):format(x):match("^(.-)%.(%d-)0*$")
    local expected = whole .. (fraction == "" and "" or "." .. fraction)
    check.equal(tostring(vector{x}), "[" .. expected .. "]")
    check.equal(tostring(vector{-x}), "[-" .. expected .. "]")
  end
  printoptions{precision = 8}
end)

check.case("exponents of three digits are aligned with others", function()
  check.equal(tostring(vector{-9.12, -8.2e-100, 1e99}), "[-9.12e+00  -8.20e-100  1.00e+99 ]")
end)

check.case("beside little else, arrays do not make Lua collect again and again", function()
  if package.loaded.mlrepl or check.sanitized then return end
  local a, cycles, weak = vector.range(1, 15000), 0, setmetatable({}, {__mode = "v"})
  collectgarbage()
  local base, most = collectgarbage("count"), 0
  for _ = 1, 1000 do
    local _ = a + 1
    if not weak[1] then cycles, weak[1] = cycles + 1, {} end
    most = math.max(most, collectgarbage("count") - base)
  end
  check.equal(cycles < 40, true) -- 120 MB in steps of 4 MB
  check.equal(most < 6000, true)
end)

-- Lua alone waits until memory use has doubled. In lua5.4, freed pages may go back to the system,
-- which makes a collection look expensive.
check.case("small arrays beside a large one are collected early", function()
  if package.loaded.mlrepl or check.sanitized then return end
  local large = vector.zeros(20000000)
  collectgarbage()
  local base, most = collectgarbage("count"), 0
  for size = 1000, 10000, 3000 do
    local v = vector.ones(size)
    for _ = 1, 150000000 // (8 * size) do
      local _ = v + v
      most = math.max(most, collectgarbage("count") - base)
    end
  end
  check.equal(most < 120e3, true)
  check.equal(#large, 20000000)
end)

case("a direction that is a number or is given to a vector is refused", function()
  local X = matrix{{1, 2}, {3, 4}}
  check.fails(function() X:sum(0) end, 'or nothing, for all elements) expected, got 0')
  check.fails(function() X:sort(true) end, 'or nothing, for all elements) expected, got true')
  check.fails(function() X[1]:max(2) end, "vector:max: no arguments expected, got 1; call it as v:max()")
  check.fails(function() X[1]:sort"desc" end, "got 1; v:sort():reverse() sorts in descending order")
end)

check.done("vector")
