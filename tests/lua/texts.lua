-- Text columns: element-wise comparison, use as a list, assignment of text only.
local check = dofile("tests/check.lua")
local case, equal, fails = check.case, check.equal, check.fails

local function pets()
  return data.table{kind = {"cat", "dog", "", "cat"}, owner = {"Ann", "Ben", "Cy", "cat"},
    mass = {4, 20, 3, 5}}
end

case("comparisons of text give masks for rows and vectors", function()
  local d = pets()
  equal(d.kind:eq"cat", vector{1, 0, 0, 1})
  equal(d.kind:ne"cat", vector{0, 1, 1, 0})
  equal(d.kind:eq"", vector{0, 0, 1, 0})
  equal(d.kind:eq(d.owner), vector{0, 0, 0, 1})
  equal(d.kind:among{"dog", ""}, vector{0, 1, 1, 0})
  equal(#d:filter(d.kind:eq"cat" * d.mass:gt(4)), 1)
  equal(d.mass:where(d.kind:eq"dog"), vector{20})
  equal(table.concat(d.kind:unique(), " "), "cat dog")
  equal(data.load"penguins".species:eq"Adelie":sum(), 152)
end)

case("comparing whole columns with == is explained in the error", function()
  local d = pets()
  fails(function() d:filter(d.kind == "cat") end,
    "dataset:filter: function of a row or mask expected, got false; == compares whole values")
  fails(function() d.mass:where(d.mass == 4) end,
    "vector:where: mask (argument 1): mask expected, got false; == compares whole values, use x:eq")
end)

case("a text column is a list", function()
  local d = pets()
  local seen = {}
  for i, text in ipairs(d.kind) do seen[i] = text end
  equal(table.concat(seen, "|"), "cat|dog||cat")
  equal(d.kind[-1], "cat")
  equal(d.kind[5], nil)
  equal(#d.kind, 4)
  equal(select("#", table.unpack(d.kind)), 4)
  equal(data.table{again = d.kind}:head(1).again[1], "cat")
  equal(d:add{again = d.kind}.again == d.kind, true)
  equal(tostring(d.kind), '{"cat", "dog", "", "cat"}')
  equal(tostring(data.load"penguins".sex),
    '{"male", "female", "female", ..., "male", "male", "female"} (344 texts)')
  equal(d:select(d:describe().column) == nil, false)
end)

case("only text can be assigned, and the dataset prints as before", function()
  local d = pets()
  d.kind[2] = "cow"
  d.kind[-1] = "owl"
  equal(tostring(d:head(4)):match("cow") .. tostring(d):match("owl"), "cowowl")
  for _, value in ipairs{5, true, {}, print, vector{1}} do
    fails(function() d.kind[2] = value end, "texts: element 2 must be a string, got ")
  end
  fails(function() d.kind[2] = nil end, "texts: element 2 must be a string, got nil")
  fails(function() d.kind[5] = "a" end, "texts: index from 1 to 4 expected, got 5")
  fails(function() d.kind.x = "a" end, 'texts: index from 1 to 4 expected, got string "x"')
  equal(tostring(d.kind), '{"cat", "cow", "", "owl"}')
end)

case("text where numbers are expected", function()
  local y = pets().kind
  local X = vector{1, 2, 3, 4}
  local advice = '; d:labels("column") converts class names to numbers'
  local element = 'element 1 must be a number, got string "cat"' .. advice
  fails(function() return data.split(X, y) end, "data.split: y (argument 2): " .. element)
  fails(function() return train(model.softmax(), X, y) end, "train: y (argument 3): " .. element)
  fails(function() return library.logistic(X, y) end, element)
  fails(function() return metrics.mse(y, y) end, element)
  fails(function() return plot.scatter(y, X) end, element)
  fails(function() return matrix(y) end, 'row 1 is string "cat"' .. advice)
  fails(function() return matrix.columns{y} end, 'got string "cat"' .. advice)
  fails(function() return dot(X, y) end, "dot: b (argument 2): vector or matrix expected, got texts" .. advice)
  fails(function() return X * y end, "got texts" .. advice)
  fails(function() return plot.data(X, y) end, "got texts" .. advice)
  fails(function() return plot.roc(y, X) end, "got texts" .. advice)
end)

case("error messages", function()
  local t = pets().kind
  fails(function() return t:eq(5) end, "texts:eq: text or texts expected, got 5")
  fails(function() return t:eq() end, "texts:eq: text or texts expected, got nil")
  fails(function() return t:eq(data.table{x = {"a"}}.x) end, "texts:eq: lengths differ: texts of 4 and texts of 1")
  fails(function() return t:among"cat" end, 'texts:among: list of texts expected, got string "cat"')
  fails(function() return t:among{1} end, "texts:among: element 1 must be a string, got 1")
  fails(function() return t.eq{} end, "texts:eq: texts expected before ':', got table; call it as t:eq(text)")
  fails(function() return t.amnog end, "no method 'amnog'; did you mean 'among'?")
end)

check.done("texts")
