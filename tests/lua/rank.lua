-- Collinear columns in exact, library.linear, summary and diagnose.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local ISLANDS = {"island_Biscoe", "island_Dream", "island_Torgersen"}
local ALL = {"island_Biscoe", "island_Dream", "island_Torgersen", "sex_female", "sex_male"}

local function penguins(columns)
  local d = data.load"penguins":drop_missing():onehot{"island", "sex"}
  return d:matrix(columns), d.body_mass_g, d
end

local function warning_of(script)
  return check.script(script):match("warning: (.-)\n") or ""
end

local function exact(X, y, options)
  local m = model.linear(options)
  train(m, X, y, {method = "exact"})
  return m
end

local function far(a, b, y)
  return abs(a - b):max() / abs(y):max()
end

warn("@off")

-- From lm in R 4.2 on the same columns.
case("penguins with two complete one-hot groups: predictions agree with R", function()
  local X, y = penguins(ALL)
  for _, m in ipairs{exact(X, y), library.linear(X, y)} do
    local p = m:predict(X)
    near(p[1] / 4052.80236256004, 1, 1e-14)
    near(p[2] / 3378.56440254663, 1, 1e-14)
    -- the minimum-norm solution: no step in the null space makes it shorter
    near(m.w[1] + m.w[2] + m.w[3], m.b, 1e-12)
    near(m.w[4] + m.w[5], m.b, 1e-12)
  end
end)

case("the summary agrees with R and marks aliased columns", function()
  local X, y = penguins(ALL)
  local s = exact(X, y):summary(X, y)
  local estimates = {4052.80236256003991, 997.28375278396493, 0.47825175555375, 0,
    -674.23796001340872, 0}
  local errors = {83.3706572460268, 88.3563554784113, 91.5114777641522, math.huge,
    58.4920011207644, math.huge}
  for i = 1, 6 do
    near(s.estimate[i], estimates[i], 1e-11)
    equal(errors[i] == math.huge and s.se[i] or errors[i], errors[i])
    if errors[i] < math.huge then near(s.se[i] / errors[i], 1, 1e-12) end
  end
  near(s.p[2] / 3.41579350334837e-25, 1, 1e-9)
  equal(s.df, 329)
  equal(table.concat(s.aliased, " "), "island_Torgersen sex_male")
  local text = tostring(s)
  for _, part in ipairs{"island_Torgersen   aliased\n", "sex_male           aliased\n",
      "note: aliased: island_Torgersen = 1 − island_Biscoe − island_Dream, sex_male = 1 − "
      .. "sex_female; the other rows are those of the model without them"} do
    equal(text:find(part, 1, true) and part or text, part)
  end
end)

-- From glm in R 4.2 without sex_male, started at its own solution.
case("a logistic summary marks aliased columns", function()
  local X, y = penguins{"sex_female", "sex_male", "flipper_length_mm"}
  y = y:gt(4200)
  local m = model.logistic()
  train(m, X, y, {method = "newton"})
  local s = m:summary(X, y)
  local estimates = {-44.848996599276823, -1.068622753900448, 0, 0.223956193278011}
  local errors = {4.7688996467562523, 0.4015121454685687, 0, 0.0239999455676922}
  for _, j in ipairs{1, 2, 4} do
    near(s.estimate[j] / estimates[j], 1, 1e-9)
    near(s.se[j] / errors[j], 1, 1e-9)
  end
  equal(s.estimate[3], 0.0)
  equal(table.concat(s.aliased, " "), "sex_male")
end)

case("a feature named b is not confused with the intercept", function()
  local X, y = matrix{{1, 1}, {2, 2}, {4, 4}}, {1, 3, 4}
  local text = tostring(exact(X, y, {names = {"a", "b"}}):summary(X, y))
  equal(text:find("b       0.5 ", 1, true) ~= nil, true)
  equal(text:find("b   aliased", 1, true) ~= nil, true)
end)

case("warnings name the dependent columns and their combination", function()
  local head = 'local X, y = matrix{{1, 1, 5, 2}, {2, 2, 5, 5}, {4, 4, 5, 3}, {5, 5, 5, 1}, '
    .. '{7, 7, 5, 9}}, {1, 3, 4, 2, 7}\n'
  local tail = "; infinitely many solutions fit equally well; this one has minimum norm; "
    .. "drop columns or set lambda"
  for call, name in pairs{['train(m, X, y, {method="exact"})'] = "train",
      ["library.linear(X, y)"] = "library.linear"} do
    equal(warning_of(head .. "local m = model.linear()\n" .. call), name
      .. ": columns are collinear (rank 3 of 5, b included): x1 = x0, x2 = 5" .. tail)
  end
  equal(warning_of(head .. 'train(model.linear{intercept=false, names={"a", "b", "c", "d"}}, '
    .. 'X, y, {method="exact"})'),
    "train: columns are collinear (rank 3 of 4): b = a" .. tail)
  equal(warning_of[[
    local a, b = vector{1, 2, 4, 8, 9, 3}, vector{3, 1, 4, 1, 5, 9}
    local X = matrix.columns{a, b, 100 - 2.5 * a + b}
    train(model.linear{normalize="zscore", names={"a", "b", "rest"}}, X, a, {method="exact"})]],
    "train: columns are collinear (rank 3 of 4, b included): rest = 100 − 2.5 a + b"
    .. tail)
  equal(warning_of[[train(model.linear(), matrix{{0, 1}, {0, 2}, {0, 4}, {0, 5}}, {1, 3, 4, 2},
    {method="exact"})]],
    "train: columns are collinear (rank 2 of 3, b included): x0 = 0" .. tail)
  equal(warning_of[[train(model.linear(), matrix{{1, 2, 3}, {4, 5, 7}}, {1, 2}, {method="exact"})]],
    "train: 2 examples cannot determine 4 coefficients (rank 2): infinitely many solutions "
    .. "fit equally well; this one has minimum norm; use more examples, fewer columns or lambda")
  equal(warning_of(head .. 'train(model.linear{lambda=1}, X, y, {method="exact"})'), "")
end)

case("diagnose names combinations, and pairs and constants only once", function()
  local X, y = penguins(ALL)
  local d = diagnose(model.linear(), X, y)
  equal(d.condition, math.huge)
  equal(table.concat(d.dependent, "; "),
    "island_Torgersen = 1 − island_Biscoe − island_Dream; sex_male = 1 − sex_female")
  local text = tostring(d)
  local part = "columns are linear combinations of others: island_Torgersen = 1 − island_Biscoe − "
    .. "island_Dream; drop one of them"
  equal(text:find(part, 1, true) and part or text, part)
  equal(select(2, text:gsub("sex_male", "")), 1)
  equal(#diagnose(model.linear(), penguins{"island_Dream", "sex_male", "year"}, y).dependent, 0)
end)

-- Two complete one-hot groups and numeric columns, in units between 1e-6 and 1e6.
-- The same data with one column of each group left out have full rank.
local function random_set(k)
  local m = 30 + k * 7 % 90
  local first, second = 2 + k % 4, 2 + k % 3
  local a, b = {}, {}
  for i = 1, m do a[i], b[i] = math.random(first), math.random(second) end
  for i = 1, math.max(first, second) do
    a[i], b[i] = math.min(i, first), math.min(i, second)
  end
  a, b = vector(a), vector(b)
  local all, less = {}, {}
  local function put(column, spare)
    column = column * 10.0 ^ (k % 2 * math.random(-6, 6))
    all[#all + 1] = column
    if not spare then less[#less + 1] = column end
  end
  for i = 1, first do put(a:eq(i), i == first) end
  for _ = 1, k % 3 do put(vector.randn(m)) end
  for i = 1, second do put(b:eq(i), i == 1) end
  if k % 5 == 0 then put(all[2], true) end
  local y = 100 * a - 30 * b + 4000 + 10 * vector.randn(m)
  return matrix.columns(all), matrix.columns(less), y, #all - #less
end

case("on 200 random data sets, full and reference coding give the same predictions", function()
  seed(12)
  math.randomseed(12)
  for k = 1, 200 do
    local X, less, y, spare = random_set(k)
    local right = exact(less, y):predict(less)
    local m = exact(X, y)
    near(far(m:predict(X), right, y), 0, 1e-12)
    near(far(library.linear(X, y):predict(X), right, y), 0, 1e-12)
    equal(#m:summary(X, y).aliased, spare)
  end
end)

case("nearly dependent columns count as independent", function()
  local d = data.read("tests/reference/nist/Longley.csv")
  local X = d:matrix{"x1", "x2", "x3", "x4", "x5", "x6"}
  equal(#exact(X, d.y):summary(X, d.y).aliased, 0)
  local a = vector.range(1, 40)
  local near_a = a + 1e-8 * sin(a)
  X = matrix.columns{a, near_a}
  local m = exact(X, 3 * a - 2 * near_a + 1)
  near(m.w[1], 3, 1e-7)
  near(m.w[2], -2, 1e-7)
  equal(#m:summary(X, 3 * a + cos(a)).aliased, 0)
end)

case("reference coding leaves the first class out", function()
  local d = data.load"penguins":drop_missing():onehot({"island", "sex"}, {drop = "first"})
  equal(table.concat(d.names, " "), "species island_Dream island_Torgersen bill_length_mm "
    .. "bill_depth_mm flipper_length_mm body_mass_g sex_male year")
  local X = d:matrix{"island_Dream", "island_Torgersen", "sex_male"}
  equal(#exact(X, d.body_mass_g):summary(X, d.body_mass_g).aliased, 0)
  local all = penguins(ISLANDS)
  equal(d.island_Dream == all:column(2), true)
  fails(function() d:onehot("species", {drop = "last"}) end,
    'drop: "first" expected, got string "last"')
  fails(function() d:onehot("species", {drp = "first"}) end, "did you mean 'drop'?")
  fails(function() d:onehot("species", "first") end, "table of options expected")
  fails(function() data.load"penguins":onehot("sex", {drop = "first"}) end,
    "column 'sex' has a missing value in row 4, which drop=\"first\" would encode as 'female'")
end)

check.done("rank")
