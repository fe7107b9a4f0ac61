-- An operation that creates a nan prints one warning with its position; results
-- that a double can represent are computed.
local check = dofile("tests/check.lua")
local equal, near = check.equal, check.near

-- The output of a script to standard error.
local function run(script)
  return (check.script(script):gsub("^file:%d+: warning: ", ""))
end

local function says(expression, sentence)
  check.case(expression, function()
    equal(run("local x = " .. expression):gsub("\n$", ""), sentence)
  end)
end

says("vector{0, 1, 0} / vector{1, 0, 0}", "/: 0 / 0 at element 3 is nan")
says("vector{1, -8} ^ (1 / 3)", "^: -8 ^ 0.333333 at element 2 is nan")
says("vector{5} % 0", "%: 5 % 0 at element 1 is nan")
says("matrix{{1, 2}, {3, 1 / 0}} - 1 / 0", "-: inf - inf at row 2, column 2 is nan")
says("vector{0} * (1 / 0)", "*: 0 * inf at element 1 is nan")
says("vector.zeros(1e6):reverse():slice(2) / vector.zeros(1e6):slice(2)",
  "/: 0 / 0 at element 1 is nan")
says("vector{3, 0}:div(0)", "vector:div: 0 / 0 at element 2 is nan")
says("vector{0 / 0, 0}:div(0)", "vector:div: 0 / 0 at element 2 is nan")
says("(function() local v = vector{1, 1 / 0}; return v:sub(v) end)()",
  "vector:sub: inf - inf at element 2 is nan")
says("vector{1, 1 / 0}:axpy(-1, vector{1, 1 / 0})",
  "vector:axpy: inf + -1 * inf at element 2 is nan")
says("sin(1 / 0)", "sin: sin(inf) at element 1 is nan")
says("cos(matrix{{0, -1 / 0}})", "cos: cos(-inf) at row 1, column 2 is nan")
says("dot(vector{1e200, 1e200}, vector{1e200, -1e200})",
  "dot: a sum above 1.8e308 overflows to inf, and inf - inf is nan")
says("dot(matrix{{1 / 0}}, vector{0})",
  "dot: the input contains inf, and inf - inf or 0 * inf is nan")
says("vector{1 / 0, -1 / 0}:mean()",
  "vector:mean: the input contains inf, and inf - inf or 0 * inf is nan")
says("matrix{{1 / 0, 1}, {1, 2}}:var'columns'",
  "matrix:var: the input contains inf, and inf - inf or 0 * inf is nan")
says("vector{1 / 0, -1 / 0}:cumsum()",
  "vector:cumsum: the input contains inf, and inf - inf or 0 * inf is nan")

-- No warning for a nan in the operands, or where Lua and NumPy give none.
says("(vector{0 / 0, 1} + 1) * vector{1, 0 / 0} / 0", "")
says("vector{0 / 0, 1}:add(1):mul(2):axpy(2, vector{1, 1})", "")
says("vector{0 / 0, 1}:mean() + vector{0 / 0}:dot(vector{1})", "")
says("vector{1, -1} / 0 * exp(1000) - log(vector{0, 1})", "")
says("vector{1e308} * 10", "")
says("vector{1 / 0, -1 / 0} + 1", "")
says("vector{1 / 0}:add(vector{1 / 0}):median()", "")
says("vector{0 / 0}:eq(vector{0 / 0})", "")

check.case("a loop warns once; the next line warns again", function()
  equal(run("for _ = 1, 9 do local _ = vector{0} / 0 end local _ = 0 / vector{0}"),
    "/: 0 / 0 at element 1 is nan\n")
  local _, n = run("local _ = vector{0} / 0\nlocal _ = 0 / vector{0}"):gsub("is nan", "")
  equal(n, 2)
end)

check.case("nan is printed without a sign", function()
  equal(tostring(sin(1 / 0)), "nan")
  equal(tostring(vector{1 / 0, -1 / 0}:sum()), "nan")
end)

check.case("mean, standard deviation and quantiles of the largest and smallest doubles", function()
  local v = vector{1.5e308, 1e308, -1e308, -1.5e308}
  equal(v:mean(), 0)
  near(v:std() / 1e308, math.sqrt((1.5 ^ 2 + 1) / 2), 1e-15)
  near(vector{1e308, 1e308, 1e308}:mean() / 1e308, 1, 1e-15)
  equal(vector{1e308, 1e308}:std(), 0)
  near(vector{1e-200, 3e-200}:std() / 1e-200, 1, 1e-15)
  equal(vector{-1e308, 1e308}:median(), 0)
  equal(vector{-1 / 0, 1}:quantile(0.5), -1 / 0)
end)

check.case("the remainder has the sign of the divisor, as in Lua, at any size", function()
  local numbers = {1e-310, 1e-200, 0.3, 5.0, 1e300, 1 / 0}
  for _, a in ipairs(numbers) do
    for _, b in ipairs(numbers) do
      for _, s in ipairs{1, -1} do
        for _, t in ipairs{1, -1} do
          local got, expected = (vector{a * s} % (b * t))[1], (a * s) % (b * t)
          assert(got == expected or got ~= got and expected ~= expected,
            ("%g %% %g: %g, not %g"):format(a * s, b * t, got, expected))
        end
      end
    end
  end
end)

check.case("powers that overflow name the column and row", function()
  check.fails(function() polyfeatures(matrix{{1, 2}, {1e200, 1}}, 2) end,
    "polyfeatures: column 'x0^2' overflows in row 2: its value exceeds 1.8e308")
  check.fails(function() polyfeatures(vector{-1e200}, 2, {names = {"size"}}) end, "column 'size^2'")
  equal(polyfeatures(vector{1 / 0}, 2), matrix{{1 / 0, 1 / 0}})
end)

check.done("nan")
