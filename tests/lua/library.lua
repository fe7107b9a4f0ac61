-- library.* against scikit-learn 1.2.1 on the bundled data. The literals are
-- coef_, intercept_, mean_ and scale_ of LinearRegression,
-- LogisticRegression(solver="liblinear", tol=1e-12) and StandardScaler, printed
-- by repr; others come from Newton's method in 80-bit precision (NumPy's
-- longdouble).
local check = dofile("tests/check.lua")

local function diabetes()
  local d = data.load("diabetes")
  return d:matrix{"age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"},
    d:vector("progression")
end

local function cancer()
  local d = data.load("breast_cancer")
  return library.standardize(d:matrix()), d:labels("diagnosis", {positive = "malignant"})
end

local function near_all(got, expected, tolerance)
  check.equal(#got, #expected)
  for i, value in ipairs(expected) do check.near(got[i], value, tolerance) end
end

-- -- linear ---------------------------------------------------------------------

check.case("linear regression on diabetes agrees with scikit-learn", function()
  local m = library.linear(diabetes())
  near_all(m.w, {-0.036361224223623534, -22.85964809049835, 5.602962091923702,
    1.1168079933181856, -1.0899963340632226, 0.7464504555142089, 0.3720047150891379,
    6.533831935990349, 68.48312496478827, 0.2801169893214972}, 1e-12)
  check.near(m.b, -334.5671385187868, 1e-12)
  check.near(m:score(diabetes()), 0.5177484222203499, 1e-13)
end)

check.case("train's exact solution agrees with LAPACK", function()
  local X, y = diabetes()
  local ours, theirs = model.linear(), library.linear(X, y)
  train(ours, X, y, {method = "exact"})
  for j = 1, #ours.w do check.near(ours.w[j], theirs.w[j], 1e-12) end
  check.near(ours.b, theirs.b, 1e-12)
end)

check.case("the returned model has all methods of a model", function()
  local m = library.linear({1, 2, 3}, {3, 5, 7})
  check.equal(m.kind, "linear")
  check.near(m:predict(10), 21, 1e-13)
  train(m, vector{1, 2, 3}, {3, 5, 7}, {iterations = 1})
end)

check.case("a user may assign to the global `model`", function()
  local maker = model
  model = model.linear() -- luacheck: ignore
  check.near(library.linear({1, 2, 3}, {3, 5, 7}).w[1], 2, 1e-14)
  model = maker -- luacheck: ignore
end)

check.case("a rank-deficient system gives the solution of smallest norm and a warning", function()
  -- numpy.linalg.lstsq([[1,1,1],[2,2,1],[4,4,1]], [1,3,4]); fewer rows than
  -- columns: lstsq([[1,2,3,1],[4,5,7,1]], [1,2])
  local text = check.script([[
    local m = library.linear(matrix{{1, 1}, {2, 2}, {4, 4}}, {1, 3, 4})
    print(("%.10f %.10f %.10f"):format(m.w[1], m.w[2], m.b))
    m = library.linear(matrix{{1, 2, 3}, {4, 5, 7}}, {1, 2})
    print(("%.10f %.10f %.10f %.10f"):format(m.w[1], m.w[2], m.w[3], m.b))]])
  for _, part in ipairs{"0.4642857143 0.4642857143 0.5000000000",
      "-0.0724637681 0.1159420290 0.2173913043 0.1884057971",
      "warning: library.linear: columns are collinear (rank 2 of 3, b included): x1 = x0;",
      "library.linear: 2 examples cannot determine 4 coefficients (rank 2)"} do
    check.equal(text:find(part, 1, true) and part or text, part)
  end
end)

-- -- logistic -------------------------------------------------------------------

check.case("the weights on breast_cancer agree with scikit-learn", function()
  local X, y = cancer()
  local one, tenth = library.logistic(X, y), library.logistic(X, y, {C = 0.1})
  -- Both stop when the cost no longer changes, which gives 7 digits of the weights.
  near_all({one.w[1], one.w[15], one.w[30], one.b}, {0.35364759615029945, 0.2810425479729759,
    0.4838265396937023, -0.1797579}, 2e-7)
  near_all({tenth.w[1], tenth.w[15], tenth.w[30], tenth.b}, {0.377929429407622,
    0.07716716057513098, 0.16101124216039422, -0.34388486}, 2e-7)
  check.near(one:score(X, y), 0.9876977152899824, 1e-15)
end)

check.case("the weights on breast_cancer are optimal", function()
  local X, y = cancer()
  local m = library.logistic(X, y)
  near_all({m.w[1], m.w[15], m.w[30], m.b}, {0.35364759213921, 0.28104254910467,
    0.48382654583393, -0.17975789591937}, 2e-7)
  m = library.logistic(X, y, {intercept_scaling = 1e6})
  near_all({m.w[1], m.w[15], m.w[30], m.b}, {0.36309253191792, 0.27721295890402,
    0.47981890804317, -0.21450271740171}, 2e-7)
end)

check.case("the gradient is 0 at LIBLINEAR's weights, except for its penalty on b", function()
  local X, y = cancer()
  for _, C in ipairs{0.1, 1, 10} do
    local m = library.logistic(X, y, {C = C})
    check.equal(m.lambda, 1 / C)
    local dw, db = m:gradient(X, y)
    check.near(dw:norm(), 0, 1e-7)
    check.near(db, -m.b / C / #X, 1e-8)
  end
end)

check.case("train agrees with LIBLINEAR when b is not penalized", function()
  local X, y = cancer()
  local ours = model.logistic{lambda = 1}
  train(ours, X, y, {method = "newton"})
  local theirs = library.logistic(X, y, {C = 1, intercept_scaling = 1e6})
  for j = 1, #ours.w do check.near(ours.w[j], theirs.w[j], 2e-7) end
  check.near(ours.b, theirs.b, 2e-7)
end)

check.case("class 1 is the positive class, whichever comes first", function()
  for _, y in ipairs{{0, 0, 1, 0, 1, 1}, {1, 1, 0, 1, 0, 0}} do
    local m = library.logistic({1, 2, 3, 4, 5, 6}, y)
    if y[1] == 0 then near_all({m.w[1], m.b}, {0.2866306118254492, -0.5850084}, 1e-6) end
    check.equal(m.w[1] > 0, y[1] == 0)
  end
end)

check.case("a reversed view with a stride is accepted", function()
  local X, y = matrix{{9, 9}, {1, 2}, {9, 9}, {2, 1}, {9, 9}, {4, 5}, {9, 9}, {5, 3}}, {0, 1, 0, 1}
  local view, copy = X:take{8, 6, 4, 2}, matrix{{5, 3}, {4, 5}, {2, 1}, {1, 2}}
  check.equal(library.logistic(view, y).w, library.logistic(copy, y).w)
  local v = vector{1, 0, 2, 0, 4, 0, 7}
  check.equal(library.logistic(v:slice(7, 1, -2), y).w, library.logistic({7, 4, 2, 1}, y).w)
  check.equal(library.linear(v:slice(7, 1, -2), y).w, library.linear({7, 4, 2, 1}, y).w)
  check.equal(library.standardize(v:slice(7, 1, -2)), library.standardize({7, 4, 2, 1}))
end)

check.case("a warning if LIBLINEAR does not converge", function()
  local text = check.script("library.logistic(vector{1e200, 2e200}, {0, 1})")
  check.equal(text:find("warning: library.logistic: LIBLINEAR did not converge", 1, true) ~= nil,
    true)
end)

-- -- standardize ----------------------------------------------------------------

check.case("z-scores, means and standard deviations agree with scikit-learn", function()
  local Z, mean, std = library.standardize((diabetes()))
  near_all(mean, {48.51809954751131, 1.4683257918552035, 26.37579185520364, 94.64701357466065,
    189.14027149321268, 115.43914027149319, 49.78846153846154, 4.070248868778281,
    4.641410859728506, 91.26018099547511}, 1e-15)
  near_all(std, {13.09419020798002, 0.49899573599220226, 4.413120855492464, 13.815628311857537,
    34.568880126921385, 30.378657550243783, 12.919562419379742, 1.288989285051803,
    0.5217992869003063, 11.483322471735475}, 1e-15)
  near_all({Z:get(1, 1), Z:get(1, 5), Z:get(442, 1), Z:get(442, 5)}, {0.8005000909564214,
    -0.929745811122838, -0.9560041017185148, 1.7605351484727814}, 2e-15)
end)

check.case("a small standard deviation with a large mean is accurate", function()
  -- NIST's NumAcc4: 10000000.2, then .1 and .3 alternating. The standard deviation
  -- of the 1001 decimal numbers (divided by n) is 0.1 sqrt(1000/1001).
  local v = vector.zeros(1001)
  for i = 1, 1001 do v[i] = i == 1 and 10000000.2 or i % 2 == 0 and 10000000.1 or 10000000.3 end
  local _, mean, std = library.standardize(v)
  check.near(mean[1], 10000000.2, 1e-16)
  check.near(std[1], 0.1 * math.sqrt(1000 / 1001), 2e-9)
end)

check.case("a constant column becomes 0", function()
  local Z, mean, std = library.standardize(matrix{{0.1, 1}, {0.1, 3}, {0.1, 5}})
  check.equal(Z:column(1), vector{0, 0, 0})
  check.equal(mean[1], 0.1)
  check.equal(std[1], 0)
  check.equal(library.standardize{5}, vector{0})
end)

check.case("columns longer than one block are handled as a whole", function()
  local v = vector.range(1, 200000)
  local z, mean, std = library.standardize(v)
  check.equal(mean[1], 100000.5)
  check.near(std[1], math.sqrt((200000 ^ 2 - 1) / 12), 1e-14) -- of 1, 2, ..., n
  check.near(z[1], -(100000.5 - 1) / std[1], 1e-14)
end)

-- -- errors ---------------------------------------------------------------------

check.case("invalid data are errors with a clear message", function()
  for _, name in ipairs{"linear", "logistic"} do
    local fit, who = library[name], "library." .. name .. ": "
    check.fails(function() fit() end, who .. "X (argument 1): matrix (or vector, for one feature)")
    check.fails(function() fit("a", {1}) end, who .. "X (argument 1): matrix")
    check.fails(function() fit({1, 2}) end, who .. "y (argument 2): vector or table of numbers")
    check.fails(function() fit({1, 2}, {1}) end, who .. "X has 2 examples, but y has 1 target")
    check.fails(function() fit({1, 0 / 0}, {0, 1}) end, who .. "X has nan at row 2, column 1")
    check.fails(function() fit({1, 2}, {0, 1 / 0}) end, who .. "y")
    check.fails(function() fit({}, {}) end, who .. "y is empty")
    check.fails(function() fit(matrix.zeros(2, 0), {0, 1}) end, who .. "X has no columns")
  end
  check.fails(function() library.standardize() end, "library.standardize: X (argument 1): matrix")
  check.fails(function() library.standardize{} end, "X (argument 1): it is empty")
  check.fails(function() library.standardize{1, 1 / 0} end, "X has inf at row 2, column 1")
  check.fails(function() library.standardize{1.7e308, 1.6e308} end,
    "library.standardize: the spread of column 1 cannot be computed")
end)

check.case("library.logistic checks classes and options", function()
  local x, y = vector{1, 2}, vector{0, 1}
  check.fails(function() library.logistic(x, {1, 1}) end,
    "library.logistic: y (argument 2): it has no examples of class 0; both classes are required")
  check.fails(function() library.logistic(x, {0, 0}) end, "it has no examples of class 1")
  check.fails(function() library.logistic(x, {1, 2}) end, "logistic targets must be 0 or 1")
  check.fails(function() library.logistic(x, y, {C = 0}) end,
    "library.logistic: option C: number greater than 0 (at least 1e-300) expected, got 0")
  check.fails(function() library.logistic(x, y, {C = -1 / 0}) end,
    "option C: number greater than 0")
  check.fails(function() library.logistic(x, y, {C = "1"}) end, "option C: number expected")
  check.fails(function() library.logistic(x, y, {intercept_scaling = -1}) end,
    "option intercept_scaling: number greater than 0")
  check.fails(function() library.logistic(x, y, {c = 1}) end, "did you mean 'C'?")
  check.fails(function() library.logistic(x, y, 1) end, "table of options expected, got 1")
end)

check.case("without a child process the reason is told", function()
  local text = check.script("library.logistic({1, 2, 3}, {0, 1, 1})", nil, "prlimit --nofile=4")
  check.equal(text:find("library.logistic: LIBLINEAR runs in a child process, which cannot be "
    .. "started: Too many open files", 1, true) and "told" or text, "told")
end)

-- -- Ctrl-C ---------------------------------------------------------------------

local function stopped(code)
  local text, status = check.interrupted("local X, y = matrix.randn(100000, 40), "
    .. "vector.randn(100000)\nprint('ready') io.stdout:flush()\n" .. code)
  check.equal(text:find("interrupted", 1, true) and "interrupted" or text, "interrupted")
  check.equal(status, 130)
end

check.case("Ctrl-C stops LAPACK", function()
  stopped("while true do library.linear(X, y) end")
end)

check.case("Ctrl-C stops LIBLINEAR", function()
  stopped("y = y:gt(0) while true do library.logistic(X, y) end")
end)

check.done("library")
