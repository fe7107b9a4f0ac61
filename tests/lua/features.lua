-- normalize and polyfeatures from Lua.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

case("z-score, minmax and mean normalization", function()
  local X = matrix{{1, 10}, {2, 30}, {3, 80}}
  local Xn, scaler = normalize(X, "zscore")
  near(Xn:mean"columns"[2], 0, 1e-15)
  near(Xn:std"columns"[2], 1, 1e-15)
  equal(tostring(scaler), "zscore scaler for 2 features")
  near((scaler:invert(Xn) - X):norm(), 0, 1e-13)
  equal(tostring(normalize(X, "minmax"):column(1)), "[0.  0.5 1. ]")
  near(normalize(X, "mean"):column(1)[3], 0.5, 1e-15)
end)

case("a vector gives a vector, one example gives one example", function()
  local xn, scaler = normalize(vector{1, 2, 3})
  equal(#xn, 3)
  near(scaler(vector{2, 4})[1], 0, 1e-15)
  local _, four = normalize(matrix{{1, 2, 3, 4}, {5, 6, 7, 9}})
  equal(#four{1, 2, 3, 4}, 4)
  fails(function() four{1, 2, 3} end, "1 column, but the scaler expects 4")
  fails(function() return four.mu end, "no field or method 'mu'")
end)

case("invalid input is an error", function()
  fails(function() normalize(matrix{{1, 0 / 0}}) end, "normalize: X has nan at row 1, column 2")
  fails(function() normalize(matrix.zeros(0, 2)) end, "normalize: X is empty")
  fails(function() normalize(vector{1}, "zcore") end, '"zscore", "minmax" or "mean" expected')
  fails(function() normalize(5) end, "normalize: X (argument 1): matrix (or vector")
  fails(function() polyfeatures(vector{1}, 0) end, "integer of at least 1 expected, got 0")
  fails(function() polyfeatures(vector{1}, 21) end, "degree from 1 to 20 expected, got 21")
  fails(function() polyfeatures(matrix.zeros(2, 300), 9) end, "at most 100000 are allowed")
  fails(function() polyfeatures(vector{1}, 2, {name = {}}) end, "did you mean 'names'?")
  fails(function() polyfeatures(matrix.zeros(1, 2), 2, {names = {"a"}}) end,
    "2 names expected, one per column, got 1")
end)

-- sklearn PolynomialFeatures(3).get_feature_names_out()[1:]
case("names and order match scikit-learn", function()
  local _, names = polyfeatures(matrix{{2, 3}}, 3)
  equal(table.concat(names, ","), "x0,x1,x0^2,x0 x1,x1^2,x0^3,x0^2 x1,x0 x1^2,x1^3")
  local P, powers = polyfeatures(matrix{{2, 3}}, 2,
    {interactions = false, bias = true, names = {"a", "b"}})
  equal(table.concat(powers, ","), "1,a,b,a^2,b^2")
  equal(P, matrix{{1, 2, 3, 4, 9}})
end)

check.case("the second result of polyfeatures is not accepted as a scale", function()
  check.fails(function() normalize(polyfeatures(vector{1, 2, 3}, 2)) end,
    "use parentheses: normalize((polyfeatures(X, 2)))")
  check.equal(#normalize((polyfeatures(vector{1, 2, 3}, 2))), 3)
end)

check.done("features")
