-- regions.lua - classes and regions in plots: colors and markers of any number of
-- classes, the regions of constant models, boundaries that follow the model.
local check = dofile("tests/check.lua")
local case, equal, fails = check.case, check.equal, check.fails

-- The marks of what `draw` draws.
local function drawn(draw, ...)
  plot.close()
  local f = plot.figure {size = {300, 200}}
  draw(...)
  return f:commands()[1]
end

local function count_kinds(marks, kind)
  local n = 0
  for _, mark in ipairs(marks) do n = n + (mark.kind == kind and 1 or 0) end
  return n
end

-- One point for each label, along a line; with its labels.
local function points_of(labels)
  local n = #labels
  return matrix.columns {vector.range(1, n), vector.range(1, n):reverse()}, vector(labels)
end

local function labels_to(n, of)
  local labels = {}
  for k = 1, n do labels[k] = of(k) end
  return labels
end

-- -- classes -------------------------------------------------------------------

case("forty classes have different colors or markers, ten have different colors", function()
  for _, n in ipairs {2, 9, 10, 11, 25, 40} do
    local X, y = points_of(labels_to(n, function(k) return k end))
    local marks, looks, colors, most = drawn(plot.data, X, y), {}, {}, 0
    equal(#marks, n)
    for k, mark in ipairs(marks) do
      equal(mark.label, "y = " .. k)
      local look = mark.color .. mark.marker
      equal(looks[look], nil)
      looks[look] = true
      if not colors[mark.color] then most = most + 1 end
      colors[mark.color] = true
    end
    equal(most, math.min(n, 10))
  end
end)

case("classes may have any labels", function()
  for _, labels in ipairs {{-1, 1}, {0.5, 1.5, -3}, {1e9, 7, -1e15}, {3, 3, 3}} do
    local X, y = points_of(labels)
    local seen, marks = {}, drawn(plot.data, X, y)
    for _, mark in ipairs(marks) do
      for i = 1, #mark.x do seen[mark.x[i]] = mark.label end
    end
    for i, label in ipairs(labels) do equal(seen[i], ("y = %.14g"):format(label)) end
  end
  local many = labels_to(300, function(k) return k % 100 end) -- 100 classes, three points each
  equal(#drawn(plot.data, points_of(many)), 100)
end)

case("measurements are no classes", function()
  local X, y = points_of(labels_to(50, function(k) return k / 3 end))
  fails(function() plot.data(X, y) end, "it has more than 40 distinct values, or nan or inf")
  y = vector(labels_to(50, function(k) return k * 100 end))
  fails(function() plot.data(X, y) end, "it has more than 40 distinct values, or nan or inf")
  y[1] = 0 / 0
  fails(function() plot.boundary(model.logistic {w = {1, 1}}, X, y) end, "or nan or inf")
end)

case("plot.boundary draws twelve classes, and points whose class the model lacks", function()
  local X, y = points_of(labels_to(12, function(k) return k end))
  local m = model.softmax {w = X, b = vector.zeros(12)}
  local marks = drawn(plot.boundary, m, X, y)
  equal(count_kinds(marks, "scatter"), 12)
  y[1] = 0
  marks = drawn(plot.boundary, m, X, y)
  equal(count_kinds(marks, "scatter"), 12)
  equal(marks[#marks].label, "y = 0")
end)

local function custom(predict)
  return model.custom {features = 2, w = {0, 0}, b = 0, cost = function() return 0 end,
    predict = predict}
end

case("a custom model may predict classes with fractions", function()
  local X, y = points_of {0.5, 1.5, 2.5, 0.5}
  local m = custom(function(P) return floor(P:column(1)) * 0.5 + 0.5 end)
  local marks = drawn(plot.boundary, m, X, y)
  equal(marks[#marks].kind, "scatter")
  m = custom(function(P) return P:column(1) * 1.37 end)
  fails(function() plot.boundary(m, X, y) end, "m must predict classes or probabilities from 0 to 1")
end)

plot.close()
check.done("regions")
