-- The exact method against NIST's certified coefficients, with powers computed by
-- the model. tests/core/poly_squares.c checks more digits.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local function nist(name)
  return data.read("tests/reference/nist/" .. name .. ".csv")
end

-- Checks every coefficient to the given number of digits; b first, then w.
local function meets(b, w, certified, digits)
  local tolerance = 10 ^ -digits
  near(b / certified[1], 1, tolerance)
  for j = 1, #w do near(w[j] / certified[j + 1], 1, tolerance) end
end

local filip = {-1467.48961422980, -2772.17959193342, -2316.37108160893, -1127.97394098372,
  -354.478233703349, -75.1242017393757, -10.8753180355343, -1.06221498588947,
  -0.670191154593408e-01, -0.246781078275479e-02, -0.402962525080404e-04}
local ones = {1, 1, 1, 1, 1, 1}
local tenths = {1, 0.1, 0.01, 0.001, 0.0001, 0.00001}

-- The precision that the data allow as doubles: 14.25 digits for Filip, 13.2 for
-- Wampler2.
case("NIST's polynomials, with powers computed by the model", function()
  for _, set in ipairs{
    {"Pontius", 2, {0.673565789473684e-03, 0.732059160401003e-06, -0.316081871345029e-14}, 13.5},
    {"Filip", 10, filip, 14}, {"Wampler1", 5, ones, 15}, {"Wampler2", 5, tenths, 13.1},
    {"Wampler3", 5, ones, 15}, {"Wampler4", 5, ones, 15}, {"Wampler5", 5, ones, 15},
  } do
    local d, m = nist(set[1]), model.linear{degree = set[2]}
    train(m, d.x, d.y, {method = "exact"})
    meets(m.b, m.w, set[3], set[4])
  end
end)

case("scaled powers are solved exactly and give raw weights", function()
  local d = nist "Filip"
  for _, kind in ipairs{"zscore", "minmax", "mean"} do
    local m = model.linear{degree = 10, normalize = kind}
    train(m, d.x, d.y, {method = "exact"})
    local w, b = m:original()
    meets(b, w, filip, 14)
    near(m:score(d.x, d.y), 0.996727416185620, 1e-14)
  end
end)

-- Reference: rational arithmetic (Python's fractions) on the same doubles. For
-- years to the ninth power the terms are 10^17 times their sum; 12 digits remain.
local function years()
  local x, y = vector.range(1950, 2020, 5), {}
  for i = 0, 14 do y[i + 1] = i * i * 37 % 101 end
  return x, vector(y)
end

case("predictions are accurate even when the powers cancel", function()
  local d = nist "Filip"
  for _, kind in ipairs{false, "zscore", "mean"} do
    local m = model.linear{degree = 10, normalize = kind or nil}
    train(m, d.x, d.y, {method = "exact"})
    local f = m:predict(d.x)
    for i, right in pairs{[1] = 0.81155670606570585, [20] = 0.90840658227379334,
        [40] = 0.76973535054393893, [60] = 0.91000241259731307, [82] = 0.92593561862152018} do
      near(f[i], right, 2e-16)
      equal(m:predict(d.x[i]), f[i])
    end
    near(m:cost(d.x, d.y) / 4.8527523303227983e-06, 1, 1e-13)
  end
end)

case("cost, loss and score are accurate too", function()
  local x, y = years()
  local m = model.linear{degree = 6}
  local run = train(m, x, y, {method = "exact"})
  local f = m:predict(x)
  near(f[1] / -2.3139318885448916, 1, 1e-15)
  near(f[15] / 84.470897832817343, 1, 1e-15)
  near(m:predict(1983.25) / 55.918407855851228, 1, 1e-15)
  near(m:cost(x, y) / (6920.354512979281 / 30), 1, 1e-14)
  equal(run.cost[1], m:cost(x, y))
  near(m:loss(x, y)[1] / (2.3139318885448916 ^ 2 / 2), 1, 1e-14)
  local s = m:summary(x, y)
  near(s.se[1] / 10772311065501.184, 1, 1e-14)
  near(s.se[7] / 1.761696555560773e-07, 1, 1e-14)
  near(m:score(x, y), s.r2, 1e-15)
  m = model.linear{degree = 9}
  train(m, x, y, {method = "exact"})
  near(m:predict(1983.25) / 46.705854241478974, 1, 1e-11)
  near(m:summary(x, y).se[1] / 2.3903005470169051e+19, 1, 1e-11)
end)

case("changed weights predict as plain weights; restored ones as before", function()
  local x, y = years()
  local m = model.linear{degree = 6}
  local run = train(m, x, y, {method = "exact"})
  local right, b = m:predict(x), m.b
  m.b = b * 1.5
  near(m:predict(x)[1] / (b / 2), 1, 1e-9)
  m.b = b
  equal(m:predict(x) == right, true)
  equal(run:at(1):predict(x) == right, true)
  equal(run:at(0):predict(1950), 0.0)
  m.w[6] = 2 * m.w[6]
  equal(m:predict(x) == right, false)
  m.normalize = "zscore"
  fails(function() return m:predict(x) end, "no weights")
  local other = model.linear{degree = 6, normalize = "zscore"}
  train(other, x, y, {method = "exact"})
  near(other:predict(x)[1] / right[1], 1, 1e-15)
end)

case("NIST's lines through the origin", function()
  for name, slope in pairs{NoInt1 = 2.07438016528926, NoInt2 = 0.727272727272727} do
    local d, m = nist(name), model.linear{intercept = false}
    train(m, d.x, d.y, {method = "exact"})
    near(m.w[1] / slope, 1, 10 ^ -14.7)
    equal(m.b, 0.0)
  end
  local m = model.linear{degree = 2, intercept = false}
  train(m, {1, 2, 3}, {5, 16, 33}, {method = "exact"})
  equal(m.w == vector{2, 3} and m.b, 0.0)
end)

case("powers that cancel and powers that are indistinguishable give warnings", function()
  local text = check.script [[
    local year = vector.range(1950, 2020, 5)
    train(model.linear{degree = 6}, year, sin(year), {method = "exact"})]]
  equal(text:match("train: .-\n"), "train: the powers of x are far larger than y and cancel: "
    .. "w·x + b has only about 3 of 16 digits (m:predict has more); "
    .. "train on x - 1985 instead\n")
  text = check.script [[
    train(model.linear{degree = 3}, {1, 2, 1, 2}, {5, 16, 33, 1}, {method = "exact"})]]
  equal(text:match("train: .-\n"), "train: columns are collinear (rank 2 of 4, b "
    .. "included): x^2 = −2 + 3 x, x^3 = −6 + 7 x; infinitely many solutions fit equally "
    .. "well; this one has minimum norm; drop columns or set lambda\n")
  equal(check.script [[
    train(model.linear{degree = 3}, {1, 2, 3, 4}, {5, 16, 33, 1}, {method = "exact"})]], "")
end)

case("powers that overflow are errors", function()
  local m = model.linear{degree = 2}
  fails(function() train(m, {1e-200, 2e-200, 4e-200}, {1, 2, 3}, {method = "exact"}) end,
    "the powers of x overflow; use a smaller degree or change its units")
end)

case("exact keeps all digits of b far from 0 and says what it has reached", function()
  local x, i = vector.range(30000000, 30000030), vector.range(0, 30)
  local m, n = model.linear(), model.linear()
  local run = train(m, x, 3 * i + 7 + i % 5 * 0.1, {method = "exact"})
  train(n, x, 3 * i + 7 + i % 5 * 0.1, {method = "newton"})
  equal(run.converged, true)
  check.near(m:predict(x)[1], n:predict(x)[1], 1e-13)
  check.near(m.w[1], n.w[1], 1e-13)
end)

check.done("exact")
