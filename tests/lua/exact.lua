-- The exact method against NIST's certified coefficients, through the model's
-- own powers; longer lists of digits are in tests/core/poly_squares.c.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local function nist(name)
  return data.read("tests/reference/nist/" .. name .. ".csv")
end

-- Every coefficient to so many digits; b first, then w.
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

-- What the data as doubles allow: 14.25 digits for Filip, 13.2 for Wampler2.
case("NIST's polynomials, with powers that the model makes", function()
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

-- b and w of scaled powers are rounded to doubles: original() gives back what
-- those hold.
case("scaled powers are solved as well, and their raw weights can be had", function()
  local d = nist "Filip"
  for _, kind in ipairs{"zscore", "minmax", "mean"} do
    local m = model.linear{degree = 10, normalize = kind}
    train(m, d.x, d.y, {method = "exact"})
    local w, b = m:original()
    meets(b, w, filip, 12)
    near(m:score(d.x, d.y), 0.996727416185620, 1e-8)
  end
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

local function warning_of(script)
  local name = os.tmpname()
  local f = assert(io.open(name, "w"))
  f:write(script)
  f:close()
  local p = io.popen(os.getenv("MLREPL") .. " " .. name .. " 2>&1")
  local text = p:read("a")
  p:close()
  os.remove(name)
  return text
end

case("powers that cancel and powers that are not told apart are mentioned", function()
  local text = warning_of [[
    local year = vector.range(1950, 2020, 5)
    train(model.linear{degree = 6}, year, sin(year), {method = "exact"})]]
  equal(text:match("train: .-\n"), "train: the powers of x are far larger than y and cancel: "
    .. "predictions keep about 3 of 16 digits; train on x - 1985 instead\n")
  text = warning_of [[
    train(model.linear{degree = 3}, {1, 2, 1, 2}, {5, 16, 33, 1}, {method = "exact"})]]
  equal(text:match("train: .-\n"), "train: the columns depend on each other (2 of 4, ones "
    .. "included, are independent): their weights are one choice of many\n")
  equal(warning_of [[
    train(model.linear{degree = 3}, {1, 2, 3, 4}, {5, 16, 33, 1}, {method = "exact"})]], "")
end)

case("powers beyond what a number can hold are refused", function()
  local m = model.linear{degree = 2}
  fails(function() train(m, {1e-200, 2e-200, 4e-200}, {1, 2, 3}, {method = "exact"}) end,
    "the powers of x are beyond what a number can hold; use a smaller degree or other units")
end)

check.done("exact")
