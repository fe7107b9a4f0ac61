-- kinds.lua - steps, stems, error bars, lines across the axes, hexagons, and points with colors and
-- sizes by value.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails
local marks = dofile("tests/marks.lua")
local drawn, kinds, numbers = marks.drawn, marks.kinds, marks.numbers

local nan, inf = 0 / 0, 1 / 0

-- -- steps and stems -------------------------------------------------------------------------

case("a step changes before, at or between the points", function()
  local pre = drawn("step", {1, 2, 4}, {10, 20, 30})[1]
  equal(numbers(pre.x), "1 1 1 2 2 2 4")
  equal(numbers(pre.y), "10 10 20 20 20 30 30")
  local post = drawn("step", {1, 2, 4}, {10, 20, 30}, {where = "post"})[1]
  equal(numbers(post.x), "1 2 2 2 4 4 4")
  equal(numbers(post.y), "10 10 20 20 20 30 30")
  local mid = drawn("step", {10, 20, 30}, {where = "mid"})[1]
  equal(numbers(mid.x), "1 1.5 1.5 2 2.5 2.5 3")
end)

case("markers of a step are at the points, in its color", function()
  local axes = drawn("step", {1, 2}, {3, 4}, "r", {marker = "s", label = "a"})
  equal(kinds(axes), "line line")
  equal(axes[1].marker .. " " .. axes[2].marker .. " " .. axes[2].linestyle, "none s none")
  equal(axes[1].color, axes[2].color)
  equal(axes[1].label .. tostring(axes[2].label), "anil")
end)

case("stems begin at the baseline; nan draws none", function()
  local axes = drawn("stem", {1, 2, 3}, {5, nan, -1}, {bottom = 1, label = "v"})
  equal(kinds(axes), "span line scatter")
  equal(numbers(axes[1].y) .. numbers(axes[1].x), "1-inf")
  equal(numbers(axes[2].y), "1 5 nan nan nan nan 1 -1 nan")
  equal(axes[3].marker .. axes[3].color .. axes[3].label, "o" .. axes[2].color .. "v")
end)

-- -- error bars ---------------------------------------------------------------------------------

case("error bars: symmetric, per point, below and above, in both directions", function()
  local axes = drawn("errorbar", {1, 2}, {10, 20}, "o", {yerr = 2, xerr = {0.5, nan}, label = "m"})
  equal(kinds(axes), "line scatter line scatter line")
  equal(numbers(axes[1].y), "8 12 nan 18 22 nan")
  equal(numbers(axes[3].x), "0.5 1.5 nan nan nan nan")
  equal(axes[2].marker .. axes[4].marker .. axes[5].marker, "_|o")
  equal(axes[5].label .. tostring(axes[1].label), "mnil")
  for k = 2, 5 do equal(axes[k].color, axes[1].color) end
  local two = drawn("errorbar", {1, 2}, {10, 20}, {yerr = {{1, 2}, {3, 4}}, capsize = 0})
  equal(kinds(two), "line line")
  equal(numbers(two[1].y), "9 13 nan 18 24 nan")
  local columns = drawn("errorbar", {1, 2}, {10, 20}, {yerr = matrix{{1, 3}, {2, 4}}})
  equal(numbers(columns[1].y), "9 13 nan 18 24 nan")
end)

case("errors of the wrong form are refused in one sentence", function()
  fails(function() plot.errorbar({1, 2}, {1, 2}) end, "plot.errorbar: yerr= or xerr= expected, as in {yerr=0.5}")
  fails(function() plot.errorbar({1, 2, 3}, {1, 2, 3}, {yerr = {1, 2}}) end,
    "plot.errorbar: option yerr: a number, 3 numbers (one per point), {below, above} or a matrix with 3 rows and "
      .. "two columns expected")
  fails(function() plot.errorbar({1, 2}, {1, 2}, {xerr = {1, -1}}) end,
    "plot.errorbar: option xerr: lengths must not be negative, but element 2 is -1.0")
end)

-- -- across the axes ------------------------------------------------------------------------------

case("lines and bands across the axes leave the limits of their own direction alone", function()
  local axes, f = drawn("hline", {1, 5}, "r--", {label = "limit"})
  equal(kinds(axes), "span")
  equal(numbers(axes[1].x) .. " " .. numbers(axes[1].x2), "-inf -inf inf inf")
  equal(numbers(axes[1].y) .. " " .. numbers(axes[1].y2), "1 5 1 5")
  equal(axes[1].linestyle .. axes[1].label, "--limit")
  f[1]:vline(3, {from = 0, to = 2}):span(2, 4):span(-inf, 0, {horizontal = true})
  axes = f:commands()[1]
  equal(numbers(axes[2].y) .. " " .. numbers(axes[2].y2), "0 2")
  equal(numbers(axes[3].x) .. numbers(axes[3].x2) .. numbers(axes[3].y), "24-inf")
  equal(numbers(axes[4].y) .. " " .. numbers(axes[4].y2), "-inf 0")
  equal(axes[3].alpha, 0.2)
  fails(function() plot.span(1, 1) end, "plot.span: from and to are both 1.0; use plot.vline or plot.hline for a line")
  fails(function() plot.hline(nan) end, "plot.hline: y has no finite number to draw; the first is nan")
end)

-- -- by value -------------------------------------------------------------------------------------

case("scatter: colors and areas by value", function()
  local axes = drawn("scatter", {1, 2, 3}, {1, 2, 3}, {color = {5, nan, 7}, size = {0, 50, 100}, cmap = "magma",
    colorbar = "cost"})
  equal(numbers(axes[1].values), "5 nan 7")
  near(axes[1].sizes[1], 4, 1e-12)
  near(axes[1].sizes[2] ^ 2, (16 + 400) / 2, 1e-9)
  near(axes[1].sizes[3], 20, 1e-12)
  equal(axes[1].cmap .. axes[1].text .. tostring(axes[1].colorbar), "magmacosttrue")
  equal(numbers(drawn("scatter", {1, 2}, {1, 2}, {size = {3, 3}})[1].sizes), "7 7")
  local centered = drawn("scatter", {1, 2}, {1, 2}, {color = {-1, 3}, center = 0})[1]
  equal(centered.vmin .. " " .. centered.vmax, "-3.0 3.0")
  fails(function() plot.scatter({1, 2}, {1, 2}, {color = {1, 2, 3}}) end,
    "plot.scatter: option color: 2 numbers expected, one per point, got 3")
  fails(function() plot.scatter({1, 2}, {1, 2}, {colorbar = true}) end,
    "plot.scatter: option colorbar: needs color= with one number per point")
  fails(function() plot.scatter({1}, {1}, {color = {nan}}) end, "plot.scatter: color has no finite number to draw")
end)

-- The hexagon that holds a point, by distance to all centers.
case("hexbin counts each point in the hexagon with the nearest center", function()
  local x, y = {}, {}
  seed(3)
  local random = vector.random(1000)
  for i = 1, 500 do x[i], y[i] = random[i] * 10, random[500 + i] * 3 - 1 end
  x[501], y[501] = nan, 1
  local mark = drawn("hexbin", x, y, {bins = 8, mincount = 0})[1]
  equal(mark.kind .. mark.values:sum(), "hexbin500.0")
  local counts = vector.zeros(#mark.x)
  local wide, high = mark.x2[1] - mark.x[1], (mark.y2[1] - mark.y[1]) * 1.5
  for i = 1, 500 do
    local best, least = nil, inf
    for k = 1, #mark.x do
      local dx = (x[i] - (mark.x[k] + mark.x2[k]) / 2) / wide
      local dy = (y[i] - (mark.y[k] + mark.y2[k]) / 2) / high
      local d = dx * dx + 3 * dy * dy
      if d < least then best, least = k, d end
    end
    counts[best] = counts[best] + 1
  end
  equal(counts:ne(mark.values):sum(), 0.0)
  local few = drawn("hexbin", x, y, {bins = 8, mincount = 5})[1]
  equal(few.values:min() >= 5, true)
  fails(function() plot.hexbin(x, y, {bins = 0}) end,
    "plot.hexbin: option bins: an integer from 1 to 500 expected, got 0")
  fails(function() plot.hexbin({nan, 1}, {1, nan}) end,
    "plot.hexbin: x and y have no point with two finite coordinates to draw")
end)

case("hexbin of equal points is one hexagon", function()
  local mark = drawn("hexbin", {2, 2, 2}, {0, 0, 0})[1]
  equal(numbers(mark.values), "3")
end)

-- -- two axes of y -------------------------------------------------------------------------------

case("right=true measures y on a second axis with its own limits", function()
  local f = plot.figure{size = {500, 300}}
  f[1]:line({0, 1}, {100, 300}, {label = "cost"}):line({0, 1}, {0.2, 0.8}, {right = true, label = "accuracy"})
  f[1]:scatter({0.5}, {0.5}, {right = true}):bar({0.5}, {0.7}, {right = true}):ylabel_right "part of 1"
  f[1]:ylim(0, 400):ylim_right(0, 1)
  local axes = f:commands()[1]
  equal(tostring(axes[1].right) .. tostring(axes[2].right) .. tostring(axes[4].right), "niltruetrue")
  equal(axes.ylabel_right .. axes.ylim_right.from .. axes.ylim_right.to, "part of 10.01.0")
  local path = os.tmpname()
  os.remove(path)
  f:save(path .. ".svg")
  local svg = check.content(path .. ".svg")
  equal(svg:find("part of 1", 1, true) ~= nil, true)
  equal(svg:find(">400<", 1, true) ~= nil, true)
  equal(svg:find(">0.8<", 1, true) ~= nil, true)
  f[1]:ylim(1, 1000):log_y():ylim_right(1, 0) -- the right axis can be reversed
  for _, ending in ipairs{".png", ".html", ".svg"} do
    f:save(path .. ending)
    equal(#check.content(path .. ending) > 1000, true)
    os.remove(path .. ending)
  end
  fails(function() f[1]:ylim_right(2, 2) end, "axes:ylim_right: the limits must differ, got 2.0 and 2.0")
end)

case("the right axis can be logarithmic on its own", function()
  local f = plot.figure{size = {600, 400}}
  f[1]:line({0, 1}, {0, 100}):scatter({0, 0.5, 1, 1}, {1, 100, 10000, -1}, {right = true}):log_y_right()
  f[1]:ylim(0, 100):ylim_right(1, 10000)
  equal(f:commands()[1].log_y_right, true)
  local path = os.tmpname() .. ".svg"
  f:save(path)
  local svg, at = check.content(path), {}
  os.remove(path)
  for y, text in svg:gmatch("<text.-matrix%(%S+ %S+ %S+ %S+ %S+ ([%d.-]+)%).-<tspan>([^<]*)<") do
    at[text] = tonumber(y)
  end
  equal(svg:find("1 point is not above 0", 1, true) ~= nil, true)
  check.near(at["10²"], at["50"] or (at["40"] + at["60"]) / 2, 0.6)
  check.near(at["10⁰"], at["0"], 0.6)
  fails(function() f[1]:ylim_right(0, 2) end,
    "axes:ylim_right: the limits of a logarithmic axis must be above 0, got 0.0 to 2.0")
  f[1]:log_y_right(false):ylim_right(0, 2)
  fails(function() f[1]:log_y_right() end,
    "axes:log_y_right: the limits of a logarithmic axis must be above 0, but they were set to 0.0 to 2.0")
end)

-- -- drawing ----------------------------------------------------------------------------------------

case("every kind is drawn in every format, also on logarithmic axes", function()
  local f = plot.figure{columns = 3, size = {600, 200}}
  f[1]:errorbar({1, 2}, {3, 4}, {yerr = 5}):hline(-1):span(0, 2):log_y():log_x()
  f[2]:hexbin({1, 2, 3}, {1, 2, 9}, {colorbar = true}):log_y():vline(2)
  f[3]:scatter({1, 2}, {1, 2}, {color = {1, 2}, size = {1, 2}, colorbar = true, label = "a"}):stem({1, 2})
  for _, ending in ipairs{".png", ".svg", ".pdf", ".html"} do
    local path = os.tmpname()
    os.remove(path)
    f:save(path .. ending)
    equal(#check.content(path .. ending) > 1000, true)
    os.remove(path .. ending)
  end
end)

case("every marker and every color map has a name that is taken", function()
  for _, marker in ipairs{"o", "x", "+", "s", "^", "D", "d", "v", "<", ">", "*", "p", "h", ".", "|", "_"} do
    equal(drawn("line", {1, 2}, {1, 2}, marker)[1].marker, marker)
  end
  for _, map in ipairs{"plasma", "inferno", "magma", "cividis", "turbo", "Spectral", "Greens", "Reds_r"} do
    equal(drawn("image", matrix{{1, 2}}, {cmap = map})[1].cmap, map)
  end
end)

plot.close()
case("a list whose length is no number is described as a table", function()
  local list = setmetatable({}, {__len = function() return "many" end})
  fails(function() plot.roc({0, 1}, {0.2, 0.7}, {labels = list}) end,
    "plot.roc: option labels: table of 1 strings expected, got table")
  fails(function() plot.heatmap(matrix{{1, 2}}, {columns = list}) end,
    "plot.heatmap: option columns: table of 2 strings expected, got table")
  local m = model.linear{w = {1}, b = 0}
  fails(function() plot.gradients(m, {1, 2}, {1, 2}, {params = list}) end,
    'plot.gradients: option params: two names such as {"w1", "b"} expected, got table')
end)

check.done("kinds")
