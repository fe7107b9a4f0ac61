-- Models with normalize and degree take and return raw units.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local houses = matrix{{952, 2, 1, 65}, {1244, 3, 2, 64}, {1947, 3, 2, 17}}
local prices = vector{271.5, 232, 509.8}

-- Reference values: NumPy, in tests/reference/lessons.json.
case("the houses of the lesson, normalized by the model", function()
  local m = model.linear{normalize = "zscore"}
  train(m, houses, prices, {alpha = 0.1, iterations = 1000})
  near(m.w[1], 60.76438637911568, 1e-12)
  near(m.b, 337.7666666666664, 1e-12)
  near(m:predict{1200, 3, 1, 40}, 358.0796879794948, 1e-12)
  local w, b = m:original()
  near(w:dot(vector{1200, 3, 1, 40}) + b, 358.0796879794948, 1e-12)
  equal(m.features, 4)
end)

-- sklearn: PolynomialFeatures(2), StandardScaler, Ridge(alpha=2).
case("degree and normalize agree with a scikit-learn pipeline", function()
  local X = matrix{{1, 10}, {2, 14}, {3, 9}, {4, 20}, {5, 11}, {6, 25}, {7, 3}}
  local y = vector{3, 5, 2, 9, 4, 12, 1}
  local m = model.linear{normalize = "zscore", degree = 2, lambda = 2}
  train(m, X, y, {method = "newton"})
  local ridge = {0.008760029269883599, 1.281364953977122, -0.03744308779037966,
    0.8899750382894187, 1.22247705203739}
  for j, w in ipairs(ridge) do near(m.w[j], w, 1e-12) end
  near(m.b, 5.142857142857143, 1e-12)
  near(m:predict{2.5, 12}, 4.045979332827352, 1e-12)
  local w, b = m:original()
  local P = polyfeatures(matrix{{2.5, 12}}, 2)
  near(P:dot(w)[1] + b, 4.045979332827352, 1e-12)
  m.names = {"size", "age"}
  equal(m:equation():find("size age", 1, true) ~= nil, true)
  equal(m:equation():find("size^2", 1, true) ~= nil, true)
end)

case("further training keeps the scale, on which the weights depend", function()
  local m = model.linear{normalize = "zscore"}
  train(m, houses, prices, {alpha = 0.1, iterations = 500})
  local before = m:predict{1200, 3, 1, 40}
  train(m, matrix{{1, 1, 1, 1}, {5, 2, 2, 9}}, {1, 2}, {alpha = 1e-12, iterations = 1})
  near(m:predict{1200, 3, 1, 40}, before, 1e-6)
end)

case("changing the options resets weights and scale", function()
  local m = model.linear{normalize = "zscore"}
  train(m, houses, prices, {iterations = 5})
  m.normalize = nil
  equal(m.w, nil)
  fails(function() m:predict(houses) end, "the model has no weights yet")
  m.degree = 2
  train(m, {1, 2, 3}, {1, 4, 9}, {method = "exact"})
  near(m.w[2], 1, 1e-12)
  equal(m.degree, 2)
end)

case("initial weights determine the number of columns", function()
  local m = model.linear{degree = 3, w = {0, 0, 1}}
  equal(m:predict(2), 8.0)
  equal(m.features, 1)
  equal(model.linear{degree = 2, w = {0, 0, 1, 0, 0}}.features, 2)
  fails(function() model.linear{degree = 2, w = {1, 2, 3}} end, "w has 3 numbers, but with degree")
  fails(function() model.linear{normalize = "zscore", w = 1}:predict(1) end,
    "the model has no scale yet")
end)

case("one warning per model for inputs far outside the training range", function()
  local script = [[
    m = model.linear{names = {"size"}}
    train(m, {1, 2}, {300, 500}, {iterations = 10})
    m:predict(3) m:predict(1200) m:predict(1200)
  ]]
  local said = check.script(script)
  equal(select(2, said:gsub("check its units", "")), 1)
  equal(said:find("size is 1200, 600 times the maximum in the training data (2)", 1, true) ~= nil,
    true)
end)

case("without an intercept the line goes through the origin", function()
  local m = model.linear{intercept = false}
  train(m, {1, 2, 3}, {2, 4, 6.3}, {method = "newton"})
  equal(m.b, 0.0)
  near(m.w[1], 28.9 / 14, 1e-14) -- Σxy / Σx²
  train(m, {1, 2, 3}, {2, 4, 6.3}, {alpha = 0.1})
  equal(m.b, 0.0)
  fails(function() m.b = 1 end, "b must be 0 in a model with intercept=false")
  fails(function() model.linear{intercept = 1} end, "intercept must be true or false")
end)

case("error messages", function()
  fails(function() model.linear{normalize = "z"} end,
    'normalize must be "zscore", "minmax" or "mean", got string "z"')
  fails(function() model.linear{degree = 21} end, "degree must be an integer from 1 to 20")
  fails(function() train(model.linear{degree = 20}, matrix.ones(2, 30), {1, 2}) end,
    "30 columns with degree 20 give 47129212243959 columns")
  fails(function() train(model.linear{degree = 20}, {1, 1e100}, {1, 2}) end,
    "the powers of example 2 overflow")
  fails(function() model.logistic{classes = 3} end, "unknown option 'classes'")
end)

check.done("scaled")
