-- Separable classes: the verdict, which must be correct, and the messages. The
-- reference for the random sets is a simplex method in rational arithmetic
-- (Python's fractions); for the data sets, linear programs in SciPy 1.10 (HiGHS).
local check = dofile("tests/check.lua")
local case, equal = check.case, check.equal

local function holds(text, part)
  if not tostring(text):find(part, 1, true) then
    error(("'%s' is not in: %s"):format(part, tostring(text)), 2)
  end
end

local function verdict(m, X, y) return diagnose(m, X, y).separation end

local function matrix_of(d, n)
  local names = {}
  for j = 1, n do names[j] = d.names[j] end
  return d:matrix(names)
end

-- -- verdicts ----------------------------------------------------------------------

-- n: none, q: quasi-separable, c: complete
local EXPECTED =
  "cnqnnqnqcncqqnnqcqqqqnnqqqqqqqqcnqnqcnqqqqqqncnqcnqnqcqcnqncqcqqccqcqnqcqqqnnqqq"
  .. "nnqnqqcnqqnqnnnccnqnnqncqqnccnqcncqnqqnnncqcnqqcnqcqqnncnqqnnqnnqqqnnccnqqqqccqq"
  .. "qqnncnqqnnnqqqnnqqqqqccccqccqnnqqqqnnqnqqncqcnnqncnncqncqcnnnqqnccccnqqcqnqnccnq"

case("240 random sets on small grids, with ties, of two to four classes", function()
  local seed = 12345
  local function draw(n)
    seed = (seed * 1103515245 + 12345) % 2147483648
    return (seed >> 16) % n
  end
  local function best(scores)
    local k = 1
    for l = 2, #scores do if scores[l] > scores[k] then k = l end end
    return k
  end
  local letters = {}
  for t = 0, 239 do
    local K = 2 + (t % 3 == 2 and draw(3) or 0)
    local m, n, top, W = 6 + draw(9), 1 + draw(3), 1 + draw(4), {}
    for k = 1, K do
      W[k] = {}
      for j = 1, n + 1 do W[k][j] = draw(5) - 2 end
    end
    local rows, y = {}, {}
    for i = 1, m do
      local x, scores = {}, {}
      for j = 1, n do x[j] = draw(top + 1) end
      for k = 1, K do
        scores[k] = W[k][n + 1]
        for j = 1, n do scores[k] = scores[k] + W[k][j] * x[j] end
      end
      rows[i], y[i] = x, best(scores)
      if draw(8) == 0 then y[i] = 1 + draw(K) end
    end
    y[1], y[2] = 1, 2
    local labels = vector(y)
    local two = labels:max() == 2
    letters[#letters + 1] = verdict(two and model.logistic() or model.softmax(), matrix(rows),
      two and labels - 1 or labels):sub(1, 1)
  end
  equal(table.concat(letters), EXPECTED)
end)

case("iris, breast_cancer and digits", function()
  local iris, cells, digits = data.load("iris"), data.load("breast_cancer"), data.load("digits")
  local flowers, species = matrix_of(iris, 4), iris:labels("species")
  equal(verdict(model.softmax(), flowers, species), "quasi")
  equal(verdict(model.logistic(), flowers, species:eq(1)), "complete")
  equal(verdict(model.logistic(), flowers, species:eq(3)), "none")
  local malignant = cells:labels(cells.names[#cells.names]) - 1
  for n, expected in pairs{[10] = "none", [20] = "none", [30] = "complete"} do
    equal(verdict(model.logistic(), matrix_of(cells, n), malignant), expected)
  end
  if check.sanitized then return end -- too slow for the limits of time
  local ink, digit = matrix_of(digits, 64), digits[digits.names[65]]
  for _, k in ipairs{0, 3, 7, 8, 9} do
    equal(verdict(model.logistic(), ink, digit:eq(k)), k < 8 and "complete" or "quasi")
  end
end)

case("the verdict does not depend on units and origin", function()
  local x = matrix{{0, 1}, {1, 3}, {2, 2}, {3, 5}, {4, 1}, {5, 4}}
  local apart, mixed = {0, 1, 0, 1, 0, 1}, {0, 1, 1, 0, 0, 1}
  for _, scale in ipairs{1, 2 ^ -40, 1e9} do
    for _, shift in ipairs{0, 3e7} do
      local X = matrix.columns{x:column(1) * scale + shift, x:column(2)}
      if shift == 0 or scale >= 1 then
        equal(verdict(model.logistic(), X, apart), "complete")
        equal(verdict(model.logistic(), X, mixed), "none")
        equal(verdict(model.logistic{normalize = "zscore"}, X, apart), "complete")
      end
    end
  end
end)

case("a gap of 2^-40 is separable, no gap is not", function()
  local x = {{0, 0}, {1, 1}, {2, 2}, {0, 2 ^ -40}, {1, 1 + 2 ^ -40}, {2, 2 + 2 ^ -40}}
  local y = {0, 0, 0, 1, 1, 1}
  equal(verdict(model.logistic(), matrix(x), y), "complete")
  x[5][2] = 1
  equal(verdict(model.logistic(), matrix(x), y), "quasi")
  x[5][2] = 1 - 2 ^ -40
  equal(verdict(model.logistic(), matrix(x), y), "none")
end)

case("two complete one-hot groups where one level has only one class", function()
  local rows, y = {}, {}
  for i = 0, 29 do
    local group, sex = i % 3, i % 2
    rows[i + 1] = {i * i % 7, group == 0 and 1 or 0, group == 1 and 1 or 0,
      group == 2 and 1 or 0, sex, 1 - sex}
    y[i + 1] = group == 2 and 1 or i * i % 5 > 1 and 1 or 0
  end
  local d = diagnose(model.logistic(), matrix(rows), y)
  equal(d.separation, "quasi")
  holds(d, "x3 separates some of the examples: every example with x3 >= 0.5 is class 1")
  y[3], y[6] = 0, 0
  equal(verdict(model.logistic(), matrix(rows), y), "none")
end)

case("many overlapping examples", function()
  local X = matrix.random(5000, 8)
  local y = (X:column(1) + vector.random(5000)):gt(1)
  equal(verdict(model.logistic(), X, y), "none")
end)

-- -- messages ----------------------------------------------------------------------

local NEWTON = {method = "newton"}

case("train, summary and diagnose agree on quasi-separation", function()
  local x, y = vector{0, 0, 0, 1, 1, 1}, vector{0, 1, 0, 1, 1, 1}
  local m = model.logistic()
  local text = "the classes are quasi-separable (x separates some of the examples: every "
    .. "example with x >= 0.5 is class 1): some weights grow without bound"
  equal(train(m, x, y, NEWTON).advice, text .. "; lambda=1 keeps them finite")
  holds(m:summary(x, y), "\nnote: " .. text .. "; estimates, standard errors and p-values cannot "
    .. "be trusted")
  holds(diagnose(m, x, y), text)
  holds(diagnose(model.logistic{lambda = 2}, x, y), "lambda = 2 keeps the weights finite")
end)

case("train, summary and diagnose agree on complete separation", function()
  local x, y = vector{1, 2, 3, 4}, {0, 0, 1, 1}
  local m = model.logistic()
  local text = "the classes are linearly separable (x separates the classes: every example with "
    .. "x >= 2.5 is class 1, every other is class 0): the weights grow without bound"
  equal(train(m, x, y, NEWTON).advice, text .. "; lambda=1 keeps them finite")
  holds(m:summary(x, y), text)
  equal(diagnose(m, x, y).separable, true)
  equal(train(model.logistic{lambda = 1}, x, y, NEWTON).advice, nil)
  m = model.logistic{lambda = 1}
  train(m, x, y, NEWTON)
  equal(tostring(m:summary(x, y)):find("separable"), nil)
end)

case("messages name the separating column or columns", function()
  local m = model.logistic{names = {"age", "size"}}
  local X = matrix{{1, 5}, {2, 1}, {3, 8}, {4, 2}}
  holds(diagnose(m, X, {1, 1, 0, 0}), "age separates the classes: every example with age >= 2.5 "
    .. "is class 0, every other is class 1")
  holds(diagnose(model.logistic(), {1, 2, 2, 3}, {0, 0, 1, 1}), "every example with x > 2 is "
    .. "class 1, with x < 2 class 0")
  holds(diagnose(model.logistic(), {1, 2, 2}, {0, 0, 1}), "every example with x < 2 is class 0")
  holds(diagnose(m, matrix{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, {0, 0, 0, 1}),
    "a combination of age and size separates the classes")
  holds(diagnose(model.logistic{intercept = false}, {-1, -2, 3}, {0, 0, 1}),
    "every example with x > 0 is class 1, with x < 0 class 0")
end)

case("softmax: one class separable from the rest, pairs of classes, all classes", function()
  local iris = data.load("iris")
  local d = diagnose(model.softmax(), matrix_of(iris, 4), iris:labels("species"))
  equal(d.separable, true)
  holds(d, "class 1 is linearly separable from the others (petal_length separates it: exactly "
    .. "the examples with petal_length < 2 are class 1): some weights grow")
  local corners = matrix{{0, 0}, {1, 0}, {5, 0}, {6, 0}, {0, 5}, {0, 6}}
  holds(diagnose(model.softmax(), corners, {1, 1, 2, 2, 3, 3}),
    "the classes are linearly separable (a combination of x0 and x1 separates the classes): the "
    .. "weights grow without bound")
  holds(diagnose(model.softmax(), {1, 2, 2, 3, 3, 4}, {1, 1, 2, 2, 3, 3}),
    "the classes are quasi-separable: classes 1 and 2 are quasi-separable, classes 1 and 3 are "
    .. "linearly separable, classes 2 and 3 are quasi-separable")
end)

case("for classes without examples lambda is not suggested", function()
  for lambda = 0, 1 do
    local m = model.logistic{lambda = lambda}
    equal(train(m, {1, 2, 3}, {1, 1, 1}, NEWTON).advice, "only class 1 has examples: b grows "
      .. "without bound; lambda does not help, because b is not penalized")
    holds(m:summary({1, 2, 3}, {1, 1, 1}), "only class 1 has examples")
    equal(verdict(m, {1, 2, 3}, {0, 0, 0}), "one class")
    m = model.softmax{lambda = lambda}
    holds(train(m, {1, 2, 3}, {1, 3, 3}, NEWTON).advice, "class 2 has no examples: b of this "
      .. "class falls without bound; lambda does not help")
    equal(tostring(diagnose(m, {1, 2, 3}, {1, 3, 3})):find("keeps", 1, true), nil)
  end
end)

case("the boundary plot shows separability", function()
  local X, y = matrix{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, {0, 0, 0, 1}
  local m = model.logistic{w = {1, 1}, b = -1.5}
  local f = plot.figure{size = {300, 200}}
  plot.boundary(m, X, y)
  equal(f:commands()[1].title, "Logistic regression: linearly separable classes")
end)

-- -- limits ------------------------------------------------------------------------

case("large data: the verdict is unknown, without delay", function()
  local X, start = matrix.random(50000, 100), os.clock()
  if not check.sanitized then
    local mixed = diagnose(model.logistic(), X, vector.random(50000):gt(0.5))
    equal(mixed.separation, "none") -- a part of the examples overlaps
  end
  local y = X:dot(vector.ones(100)):gt(50)
  y[2] = 1 - y[2]
  local d = diagnose(model.logistic(), X, y)
  equal(d.separation, "unknown")
  equal(d.separable, false)
  holds(d, "cannot decide whether the classes are linearly separable: the test would take too "
    .. "long for so many examples, columns and classes")
  equal(os.clock() - start < 20, true)
end)

case("without GLPK: an error where it is needed, and the cases that do not need it", function()
  local program = os.getenv("MLREPL")
  local script = [[
    local X = matrix{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {0.5, 0.2}}
    local y, mixed = {0, 0, 0, 1, 0}, {0, 1, 1, 0, 1}
    print(diagnose(model.logistic(), X, mixed).separation)
    print(diagnose(model.logistic(), X, mixed))
    print(train(model.logistic(), X, mixed, {method="newton"}).advice)
    print(train(model.logistic(), X, y, {method="newton"}).advice)
    print(diagnose(model.logistic(), {1, 2, 3}, {0, 0, 1}).separation)]]
  local command = ([[
    without=$(mktemp -d)
    ln -s "$MLREPL_PLUGINS"/mlrepl-* "$without" && rm -f "$without"/mlrepl-glpk.so
    MLREPL_PLUGINS=$without '%s' -e '%s' 2>&1
    rm -r "$without"]]):format(program, script)
  local text = check.output(command)
  holds(text, "unknown\n")
  holds(text, "cannot decide whether the classes are linearly separable: install libglpk40 to "
    .. "test for separable classes")
  holds(text, "the classes are linearly separable (a combination of x0 and x1 separates")
  holds(text, "complete\n")
end)

check.done("separable")
