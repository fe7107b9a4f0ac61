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

-- -- constant models -------------------------------------------------------------

-- The contour that shades the probabilities.
local function shading(m)
  return drawn(plot.boundary, m, matrix {{1, 2}, {2, 1}}, vector {0, 1})[1]
end

-- The band of a contour that contains all its heights: 0 is the lowest.
local function band_of(mark)
  local low, high, bands = mark.z:min(), mark.z:max(), {}
  for k = 1, #mark.levels - 1 do
    if low >= mark.levels[k] and high < mark.levels[k + 1] then bands[#bands + 1] = k - 1 end
  end
  equal(#bands, 1)
  return bands[1]
end

case("a constant probability has the band of its value, 0 to 10", function()
  for p, band in pairs {[0] = 0, [0.04] = 0, [0.3] = 3, [0.5] = 5, [0.9] = 9, [0.96] = 10, [1] = 10} do
    local b = math.max(-1e5, math.min(1e5, math.log(p / (1 - p))))
    local mark = shading(model.logistic {w = {0, 0}, b = b})
    equal(band_of(mark), band)
    equal(#mark.levels, 12)
    if p % 1 ~= 0 then
      equal(band_of(shading(custom(function(P) return vector.fill(#P, p) end))), band)
    end
  end
end)

-- Regions are painted one over the other; the last that is not below 0 is seen.
local function seen_color(marks)
  local color
  for _, mark in ipairs(marks) do
    if mark.kind == "contour" and mark.filled and mark.z:max() >= mark.levels[1] then
      equal(mark.z:min() >= mark.levels[1], true)
      color = mark.color
    end
  end
  return color
end

case("a model that always predicts one class is painted in its color", function()
  local X, y = points_of {1, 2, 3}
  for k = 1, 3 do
    local b = vector.zeros(3)
    b[k] = 5
    local marks = drawn(plot.boundary, model.softmax {w = matrix.zeros(3, 2), b = b}, X, y)
    equal(seen_color(marks), marks[#marks - 3 + k].color)
    marks = drawn(plot.boundary, custom(function(P) return vector.fill(#P, k) end), X, y)
    equal(seen_color(marks), marks[#marks - 3 + k].color)
  end
end)

-- -- boundaries ------------------------------------------------------------------

-- How far the height at a point, interpolated between the grid points around it,
-- is from the level, in cells.
local function distance(mark, level, x, y)
  local i = (y - mark.y[1]) / (mark.y[2] - mark.y[1])
  local j = (x - mark.x[1]) / (mark.x[2] - mark.x[1])
  local row, column = math.floor(i), math.floor(j)
  i, j = i - row, j - column
  local a, b = mark.z:get(row + 1, column + 1), mark.z:get(row + 1, column + 2)
  local c, d = mark.z:get(row + 2, column + 1), mark.z:get(row + 2, column + 2)
  local height = (a * (1 - j) + b * j) * (1 - i) + (c * (1 - j) + d * j) * i
  local slope_x, slope_y = (b - a) * (1 - i) + (d - c) * i, (c - a) * (1 - j) + (d - b) * j
  return math.abs(height - level) / math.sqrt(slope_x ^ 2 + slope_y ^ 2)
end

case("the drawn boundary of degree 6 is the one that m:boundary() returns", function()
  local n = 80
  local X = matrix.columns {vector.range(1, n):map(function(k) return k * 7 % n / 10 - 4 end),
    vector.range(1, n):map(function(k) return k * 29 % n / 13 - 3 end)}
  local y = X:column(2):lt(X:column(1):map(math.sin))
  local m = model.logistic {degree = 6, normalize = "zscore"}
  train(m, X, y, {method = "lbfgs", iterations = 400})
  local marks, P = drawn(plot.boundary, m, X, y), m:boundary()
  equal(marks[2].kind, "contour")
  local steep = marks[1].z:max()
  equal(steep > 100, true) -- p rounds to 1
  local most, count = 0, 0
  for k = 1, #P do
    if P[k][1] == P[k][1] then
      most = math.max(most, distance(marks[2], 0, P[k][1], P[k][2]))
      count = count + 1
    end
  end
  equal(count > 50, true)
  equal(most < 0.05, true) -- less than a quarter of a pixel
end)

case("regions of predicted classes have fine steps", function()
  local m = custom(function(P) return (P:column(1) ^ 2 + P:column(2) ^ 2):lt(4) end)
  local corners = matrix {{-3, -3}, {3, 3}, {0, 0}}
  local mark, wrong = drawn(plot.boundary, m, corners, vector {0, 0, 1})[2], 0
  local cell = mark.x[2] - mark.x[1]
  equal(cell < 0.02, true)
  for i = 1, #mark.y, 3 do
    for j = 1, #mark.x do
      local r = math.sqrt(mark.x[j] ^ 2 + mark.y[i] ^ 2)
      local inside = mark.z:get(i, j) > 0
      if math.abs(r - 2) > 1e-9 and inside ~= (r < 2) then wrong = wrong + 1 end
    end
  end
  equal(wrong, 0)
end)

-- -- gaps ------------------------------------------------------------------------

local nan, inf = 0 / 0, 1 / 0

-- Draws it and returns the SVG.
local function svg_of(draw)
  drawn(draw)
  local path = os.tmpname()
  plot.save(path .. ".svg")
  local text = check.content(path .. ".svg")
  os.remove(path)
  os.remove(path .. ".svg")
  return text
end

case("marks without a finite value are no errors; the figure says so", function()
  for kind, call in pairs {line = "line({nan, nan})", scatter = "scatter({nan, inf}, {1, 2})",
    bar = "bar{nan}", image = "image(matrix.fill(3, 3, nan))",
    contour = "contour(matrix.fill(3, 3, -inf), {filled=true, colorbar=true})",
    surface = "surface(matrix.fill(3, 3, nan))", fill = "fill({1, 2}, {nan, nan}, {1, 2})"} do
    local code = assert(load("local nan, inf = 0 / 0, 1 / 0 return function() plot." .. call .. " end"))
    local svg = svg_of(code())
    equal(svg:match("no finite values in this (%a+)"), kind)
    equal(svg:match("nan[ \"]"), nil)
    if kind ~= "fill" then
      equal(check.script("nan, inf = 0 / 0, 1 / 0 plot." .. call):match(
        "^file:1: warning: plot%.(%a+): nothing is drawn: %S+ has no finite number; the first is "), kind)
    end
  end
  equal(check.script("plot.heatmap(matrix.fill(2, 2, 0 / 0))"):match("warning: [^\n]*"),
    "warning: nothing is drawn: Z has no finite number; the first is nan")
  equal(svg_of(function()
    plot.line {nan}
    plot.bar {nan}
  end):match("2 marks have no finite values") ~= nil, true)
  equal(svg_of(function() plot.line {1, nan} end):match("no finite"), nil)
  equal(svg_of(function() plot.histogram {nan, inf} end):match("nan"), nil)
end)

case("points that a logarithmic axis leaves out are counted in the figure", function()
  local function logged(y, scale)
    return svg_of(function()
      plot.line(y)
      plot.log_y(scale)
    end)
  end
  equal(logged({1, 0, -2, nan, 10}):match("(%d+ points? %a+) not above 0"), "2 points are")
  equal(logged({1, 0, 10}):match("(%d+ points? %a+) not above 0"), "1 point is")
  equal(logged({1, nan, 10}):match("not above 0"), nil)
  equal(logged({1, 0, -5}, "symlog"):match("not above 0"), nil)
end)

case("a filled contour has a hole where Z is not finite", function()
  local Z = matrix.fill(9, 9, 1)
  local function area(svg) return svg:match('<polygon fill="(#%x+)"[^>]*points="([^"]*)"') end
  local _, whole = area(svg_of(function() plot.contour(Z, {filled = true}) end))
  for _, bad in ipairs {nan, inf, -inf} do
    Z:set(5, 5, bad)
    local _, points = area(svg_of(function() plot.contour(Z, {filled = true}) end))
    equal(select(2, whole:gsub(",", "")) < 9, true)
    equal(select(2, points:gsub(",", "")) > 9, true) -- the square around it, too
  end
end)

plot.close()
check.case("classes may have names instead of numbers", function()
  local X = matrix{{1, 1}, {2, 2}, {3, 1}, {4, 4}}
  local function labels(f)
    local found = {}
    for _, mark in ipairs(f:commands()[1]) do
      if mark.kind == "scatter" then found[#found + 1] = ("%s:%d"):format(mark.label, #mark.x) end
    end
    return table.concat(found, " ")
  end
  local f = plot.figure{}
  f[1]:data(X, {"cat", "ant", "cat", "bee"})
  check.equal(labels(f), "ant:1 bee:1 cat:2")
  f = plot.figure{}
  f[1]:boundary(model.logistic{w = {1, 1}, b = -3}, X, {"no", "no", "yes", "yes"})
  check.equal(labels(f), "no:2 yes:2")
  f = plot.figure{}
  f[1]:data(X, {"b", "a", "b", "a"}, {classes = {"A", "B"}})
  check.equal(labels(f), "A:2 B:2")
end)

case("colorbar=true shows the probability from 0 to 1, whatever the levels are", function()
  local X, y = points_of {0, 0, 1, 1}
  local m = model.logistic {w = {1, 0}, b = -2.5}
  equal(drawn(plot.boundary, m, X, y)[1].colorbar, nil)
  local marks = drawn(plot.boundary, m, X, y, {colorbar = true})
  equal(marks[1].colorbar, true)
  equal(marks[1].logits, true)
  equal(marks[1].text, "probability of class 1")
  equal(drawn(plot.boundary, m, X, y, {colorbar = "p(spam)"})[1].text, "p(spam)")
  fails(function() plot.boundary(m, X, y, {colorbar = 3}) end,
    "plot.boundary: option colorbar: true, false or a label expected, got 3")
  fails(function() plot.contour(matrix {{1, 2}, {3, 4}}, {log = true, logits = true}) end,
    "options log and logits exclude each other")
end)

case("the ticks of the bar are at their probabilities, between bands of equal height", function()
  local X, y = points_of {0, 0, 1, 1}
  local m, path = model.logistic {w = {1, 0}, b = -2.5}, os.tmpname() .. ".svg"
  plot.close()
  plot.figure {size = {500, 400}}
  plot.boundary(m, X, y, {colorbar = true})
  plot.save(path)
  local svg = io.open(path):read "a"
  os.remove(path)
  local at = {}
  for k, text in ipairs {"0", "0%.25", "0%.5", "0%.75", "1"} do
    local place = '1 0 0 1 [%d.]+ ([%d.]+)%)"[^>]*><tspan>' .. text .. "</tspan>"
    for down in svg:gmatch(place) do at[k] = tonumber(down) end -- the bar is drawn last
  end
  for k = 1, 5 do
    equal(math.abs(at[k] - (at[1] + (at[5] - at[1]) * (k - 1) / 4)) < 0.5, true)
  end
  equal(at[1] - at[5] > 250, true)
end)

check.done("regions")
