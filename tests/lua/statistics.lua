-- statistics.lua - box plots, heat maps, pairs of features, curves of scores, gradients of the cost
-- and panels of unequal size.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails
local marks = dofile("tests/marks.lua")
local drawn, kinds, numbers = marks.drawn, marks.kinds, marks.numbers

local nan, inf = 0 / 0, 1 / 0

-- Of the PNG or SVG a text is in; the width of an SVG.
local function svg_of(f)
  local path = os.tmpname()
  os.remove(path)
  f:save(path .. ".svg")
  local text = check.content(path .. ".svg")
  os.remove(path .. ".svg")
  return text
end

-- -- box plots --------------------------------------------------------------------------------

-- Quartiles of 1, 2, 3, 4, 5, 20: 2.25, 3.5, 4.75, as numpy.quantile has them; whiskers reach to
-- values within 2.25 - 3.75 and 4.75 + 3.75.
case("a box: quartiles, median, whiskers within 1.5 boxes, points beyond", function()
  local axes = drawn("boxplot", {1, 2, 3, 4, 5, 20})
  equal(kinds(axes), "bar line line scatter")
  equal(axes[1].y2[1] .. " " .. axes[1].y[1], "2.25 4.75")
  equal(axes[1].x[1] .. " " .. axes[1].x2[1], "0.75 1.25")
  equal(numbers(axes[2].y), "2.25 2.25 4.75 4.75 2.25 nan 4.75 5 nan 2.25 1 nan 5 5 nan 1 1 nan")
  equal(numbers(axes[3].y), "3.5 3.5 nan")
  equal(numbers(axes[4].x) .. " " .. numbers(axes[4].y), "1 20")
end)

case("boxes of columns, of tables and by class; a series without data is named", function()
  local X = matrix{{1, 10}, {2, 20}, {3, 30}}
  X.names = {"a", "b"}
  local _, f = drawn("boxplot", X)
  local text = svg_of(f)
  equal(text:find(">a<", 1, true) and text:find(">b<", 1, true) and true, true)
  local axes
  axes, f = drawn("boxplot", {{1, 2, nan, inf}, {nan}}, {labels = {"few", "none"}})
  equal(numbers(axes[1].y2) .. "|" .. numbers(axes[1].y), "1.25 0|1.75 nan")
  equal(svg_of(f):find("none (no data)", 1, true) ~= nil, true)
  axes = drawn("boxplot", {1, 2, 3, 7}, {by = {2, 1, 2, 1}, horizontal = true})
  equal(numbers(axes[1].x) .. "|" .. numbers(axes[1].x2), "3.25 1.5|5.75 2.5")
  axes = drawn("boxplot", vector{1, 2, 3, 7}, {by = {"m", "f", "m", "f"}})
  equal(numbers(axes[1].y2), "1.5 3.25")
  fails(function() plot.boxplot({nan}) end, "plot.boxplot: data has no finite number to draw")
  fails(function() plot.boxplot({1, 2}, {by = {1}}) end,
    "plot.boxplot: option by: 2 groups expected, one per value, got 1")
  fails(function() plot.boxplot({1, 2}, {width = 3}) end,
    "plot.boxplot: option width: number above 0, up to 1, expected, got 3")
end)

-- -- heat maps --------------------------------------------------------------------------------

case("a heat map: row 1 on top, names, numbers, a color bar", function()
  local Z = matrix{{1, 0.5, 0}, {0.5, 1, -0.2}, {0, -0.2, 1}}
  Z.names = {"a", "b", "c"}
  local axes, f = drawn("heatmap", Z, {center = 0, cmap = "RdBu_r"})
  equal(kinds(axes) .. axes.ylim.from .. axes.ylim.to, "image3.50.5")
  equal(axes[1].numbers and axes[1].colorbar, true)
  equal(axes[1].vmin .. axes[1].vmax, "-1.01.0")
  local _, names = svg_of(f):gsub(">b<", "")
  equal(names, 2) -- symmetric: rows are named, too
  local _, other = drawn("heatmap", {{1, 2, 3}, {4, 5, 6}}, {rows = {"r", "s"}, numbers = false})
  equal(other:commands()[1][1].numbers, nil)
  equal(svg_of(other):find(">s<", 1, true) ~= nil, true)
  for _, at in ipairs {{1e6, 0, "1.0·10⁶ 0"}, {-0.0415, 1e-5, "−0.042 0.000"}, {150.3, -1, "150.3 −1.0"},
    {2e-7, -99.96e-9, "2.0·10⁻⁷ −1.0·10⁻⁷"}, {1, 0.25, "1.00 0.25"}, {12345.6, 2, "12346 2"}} do
    local _, cells = drawn("heatmap", {{at[1], at[2]}}, {colorbar = false})
    local texts = {}
    for text in svg_of(cells):gmatch("<tspan>([^<]*)</tspan></text>") do texts[#texts + 1] = text end
    equal(table.concat(texts, " "):find(at[3], 1, true) ~= nil, true)
  end
  fails(function() plot.heatmap(3) end, "plot.heatmap: Z (argument 1): matrix expected, got 3")
  fails(function() plot.heatmap({{1, 2}}, {columns = {"a"}}) end,
    "plot.heatmap: option columns: table of 2 strings expected, got a table of 1")
  fails(function() plot.heatmap({{1, 2}}, {cmap = "hot"}) end, 'plot.heatmap: option cmap: "viridis"')
end)

-- -- pairs --------------------------------------------------------------------------------------

case("pairs: histograms on the diagonal, points elsewhere, colors by class", function()
  local X = matrix{{1, 10, 5}, {2, 20, nan}, {3, 30, 5}, {4, 40, 6}}
  local f = plot.pairs(X, {0, 0, 1, 1}, {classes = {"no", "yes"}, names = {"p", "q", "r"}})
  local c = f:commands()
  equal(#f .. " " .. c.rows .. " " .. c.columns, "9 3.0 3.0")
  equal(kinds(c[1]) .. "|" .. kinds(c[2]), "histogram histogram|scatter scatter")
  equal(c[3][1].label .. c[3][2].label .. c[2][1].color, "noyes" .. c[1][1].color)
  equal(numbers(c[2][1].x) .. "|" .. numbers(c[2][1].y), "10 20|1 2")
  equal(c[1][1].y:sum() + c[1][2].y:sum(), 4.0)
  equal(c[4].ylabel .. c[7].xlabel .. c[9].xlabel, "qpr")
  near(c[2].xlim.from, 10 - 0.06 * 30, 1e-12)
  equal(kinds(plot.pairs(X):commands()[2]), "scatter")
  local none = plot.pairs(matrix{{1, nan}, {2, nan}}):commands()
  equal(none[2].title .. none[4].title .. kinds(none[1]), "no datano datahistogram")
  fails(function() plot.pairs(vector{1, 2}) end, "plot.pairs: X (argument 1): matrix expected, got vector of 2")
  fails(function() plot.pairs(matrix{{1}, {2}}) end, "plot.pairs: X has 1 feature; choose 2 to 10")
  fails(function() plot.pairs(X, {1, 2}) end, "plot.pairs: X has 4 examples, but y has 2")
end)

-- -- curves -----------------------------------------------------------------------------------------

-- The example in scikit-learn's description of precision_recall_curve, in reverse order.
case("precision and recall as scikit-learn defines them", function()
  local precision, recall, thresholds = metrics.precision_recall({0, 0, 1, 1}, {0.1, 0.4, 0.35, 0.8})
  equal(numbers(precision), "1 1 0.5 0.666667 0.5")
  equal(numbers(recall), "0 0.5 0.5 1 1")
  equal(numbers(thresholds), "inf 0.8 0.4 0.35 0.1")
  near(metrics.average_precision({0, 0, 1, 1}, {0.1, 0.4, 0.35, 0.8}), 0.5 + 0.5 * 2 / 3, 1e-15)
  local tied = {metrics.precision_recall({1, 0, 1}, {0.5, 0.5, 0.5})}
  equal(numbers(tied[1]) .. "|" .. numbers(tied[2]), "1 0.666667|0 1")
  equal(metrics.average_precision({1, 1}, {0.2, 0.1}), 1.0)
  equal(metrics.average_precision({3, 7}, {0.1, 0.9}, {positive = 7}), 1.0)
  fails(function() metrics.precision_recall({0, 0}, {1, 2}) end,
    "metrics.precision_recall: y (argument 1): no example has class 1; positive examples are needed")
end)

-- The example in scikit-learn's description of calibration_curve.
case("calibration as scikit-learn defines it", function()
  local y, p = {0, 0, 0, 0, 1, 1, 1, 1, 1}, {0.1, 0.2, 0.3, 0.4, 0.65, 0.7, 0.8, 0.9, 1}
  local truth, guess, count = metrics.calibration(y, p, {bins = 3})
  equal(numbers(truth), "0 0.5 1")
  equal(numbers(guess), "0.2 0.525 0.85")
  equal(numbers(count), "3 2 4")
  truth, guess, count = metrics.calibration(y, p, {bins = 3, strategy = "quantile"})
  equal(numbers(count) .. "|" .. numbers(truth), "3 3 3|0 0.666667 1")
  near(guess[2], (0.4 + 0.65 + 0.7) / 3, 1e-15)
  equal(numbers((metrics.calibration({0, 1}, {0, 1}))), "0 1") -- empty bins are left out
  fails(function() metrics.calibration({0, 1}, {0, 1.5}) end, "element 2 must be a probability from 0 to 1, got 1.5")
  fails(function() metrics.calibration({0, 1}, {0, 1}, {bins = 0}) end,
    "metrics.calibration: option bins: an integer from 1 to 1000 expected, got 0")
end)

case("plot.precision_recall and plot.calibration draw these curves", function()
  local y, p = {0, 0, 1, 1}, {0.1, 0.4, 0.35, 0.8}
  local axes = drawn("precision_recall", y, p)
  equal(kinds(axes) .. axes[1].label .. axes[2].label, "line lineAP 0.833chance 0.5")
  equal(axes[1].x:max() .. " " .. axes[1].y:min(), "1.0 0.5")
  local m = model.logistic{w = 1, b = 0}
  axes = drawn("calibration", {m, m}, vector{-2, -1, 1, 2}, y, {bins = 2, labels = {"a", "b"}})
  equal(kinds(axes) .. axes[2].label .. axes[3].label, "line line lineab")
  equal(numbers(axes[2].y), "0 1")
  near(axes[2].x[2], (1 / (1 + math.exp(-1)) + 1 / (1 + math.exp(-2))) / 2, 1e-15)
  fails(function() plot.calibration(y, {1, 2, 3, 4}) end, "must be a probability from 0 to 1")
end)

-- -- gradients -----------------------------------------------------------------------------------------

-- J = sum (w x + b - y)^2 / (2 m): dJ/dw = mean of (w x + b - y) x, dJ/db = mean of w x + b - y.
case("plot.gradients: arrows are proportional to the gradient", function()
  local x, y = vector{1, 2, 3}, vector{2, 4, 7}
  local m = model.linear{w = 3, b = 1}
  local axes = drawn("gradients", m, x, y, {grid = 5, arrows = 4})
  equal(kinds(axes) .. #axes[2].x, "contour arrows16")
  equal(axes.title .. m.w[1] .. m.b, "Gradient of J(w, b)3.01.0")
  local factor
  for i = 1, 16 do
    local w, b = axes[2].x[i], axes[2].y[i]
    local rest = x * w + b - y
    local du, dv = (rest * x):mean(), rest:mean()
    factor = factor or (axes[2].x2[i] - w) / du
    near(axes[2].x2[i] - w, factor * du, 1e-6 * math.abs(factor) * 100)
    near(axes[2].y2[i] - b, factor * dv, 1e-6 * math.abs(factor) * 100)
  end
  equal(factor > 0, true)
  fails(function() plot.gradients(m, x, y, {arrows = 1}) end,
    "plot.gradients: option arrows: 2 to 50 arrows per side expected, got 1")
  fails(function() plot.gradients(1, x, y) end, "plot.gradients: m (argument 1): model expected, got 1")
end)

-- -- panels ---------------------------------------------------------------------------------------------

case("panels of unequal size", function()
  local f = plot.figure{rows = 2, columns = 2, widths = {2, 1}, heights = vector{1, 3}, size = {800, 800}}
  equal(numbers(f:commands().widths) .. "|" .. numbers(f:commands().heights), "2 1|1 3")
  for k = 1, 4 do f[k]:image(matrix{{1, 2}, {3, 4}}, {}):xticks({}):yticks({}) end
  equal(plot.figure{columns = 2}:commands().widths, nil)
  fails(function() plot.figure{columns = 2, widths = {1, 2, 3}} end,
    "plot.figure: option widths: 2 numbers expected, one per column, got 3")
  fails(function() plot.figure{rows = 2, heights = {1, 0}} end,
    "plot.figure: option heights: numbers above 0, up to 1000, expected, got 0.0")
  fails(function() plot.figure{widths = 2} end, "plot.figure: option widths: table of numbers such as {2, 1} expected")
end)

-- -- words of others ----------------------------------------------------------------------------------------

local function advice(code)
  local command = "%s --plot=none -e '%s' 2>&1"
  return check.output(command:format(os.getenv("MLREPL") or "./mlrepl", code))
end

case("words of matplotlib, seaborn and MATLAB lead to the functions", function()
  for code, said in pairs{
    ["plot.imshow(1)"] = "did you mean 'image'?", ["plot.hist(1)"] = "did you mean 'histogram'?",
    ["plot.axvline(1)"] = "did you mean 'vline'?", ["plot.axhspan(1)"] = "span(from, to, {horizontal=true})",
    ["plot.figure{figsize={1, 2}}"] = "did you mean 'size'?",
    ["plot({1}, {2}, {xlabel=1})"] = "plot.xlabel(", ["sns.heatmap(1)"] = "plot.heatmap",
    ["plot.figure{}[1]:fill_between(1)"] = "did you mean 'fill'?", ["plot.pairplot(1)"] = "did you mean 'pairs'?",
    ["help\"imshow\""] = "did you mean 'image'?", ["plot.subplot(1, 2, 1)"] = "figure{rows=1, columns=2}"} do
    local found = advice(code)
    assert(found:find(said, 1, true), code .. ": " .. found)
  end
end)

plot.close()
check.done("statistics")
