-- model.lua - what a model has learned: boundary, weights.

local kit = ...
local pictures = kit.pictures
local fail, field = pictures.fail, pictures.field

local GRID = 120       -- places a side at which a model is asked
local MOST_WEIGHTS = 20 -- bars

-- -- boundary: its grid ------------------------------------------------------

-- From a little below the least to a little above the largest.
local function side(v, places)
  local least, most = v:min(), v:max()
  local room = most > least and (most - least) * 0.06 or 1
  return vector.linspace(least - room, most + room, places)
end

-- -- boundary: two classes ---------------------------------------------------

-- Bands around 0, 0.1 ... 1, so that the one around 0.5 is neutral and each has
-- the colour of its value.
local PROBABILITIES = vector{0, 0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1}

-- The shading is the same on a dark page. So must be what stands on it, and
-- colours without a name do not follow the theme.
local INK = "#1a1a1a"
local ON_SHADING = {"#1667a8", "#c41e24"}

-- The line where Z is `level`, where there is one.
local function border(axes, x, y, Z, level, style)
  if Z:min() < level and Z:max() >= level then
    axes:contour(x, y, Z, {levels = {level}, color = style.color, linewidth = style.linewidth})
  end
end

local function shade(axes, x, y, p, threshold)
  axes:contour(x, y, p, {filled = true, cmap = "coolwarm", levels = PROBABILITIES})
  border(axes, x, y, p, threshold, {color = INK, linewidth = 2})
  return ON_SHADING
end

-- -- boundary: more ----------------------------------------------------------

-- How far class k is ahead of the best of the others, at each place.
local function lead(P, k)
  local columns, K = {}, select(2, P:size())
  for c = 1, K do
    if c ~= k then columns[#columns + 1] = P:column(c) end
  end
  return P:column(k) - matrix.columns(columns):max("rows")
end

-- The first class is painted everywhere and the others over it, so that nothing
-- is left bare where three of them meet. Of equals the first is ahead, as in
-- predict.
local AHEAD = 1e-12

local function paint(axes, x, y, heights, k, color)
  local Z = heights:reshape(#y, #x)
  if k == 1 or Z:max() >= AHEAD then
    axes:contour(x, y, Z, {filled = true, levels = {k == 1 and -2 or AHEAD, 2}, color = color,
      alpha = 0.25})
  end
  return Z
end

local function regions(axes, x, y, heights)
  local edges = {}
  for k, h in ipairs(heights) do edges[k] = paint(axes, x, y, h, k, pictures.class_color(k)) end
  for _, Z in ipairs(edges) do border(axes, x, y, Z, 0, {color = "black", linewidth = 1.5}) end
end

-- -- boundary ----------------------------------------------------------------

local function numbers_to(n)
  local list = {}
  for k = 1, n do list[k] = k end
  return list
end

-- Classes 1 to K of a softmax model, by their probabilities.
local function draw_softmax(axes, m, x, y)
  local P, heights = m:probability(kit.grid_points(x, y)), {}
  local K = select(2, P:size())
  for k = 1, K do heights[k] = lead(P, k) end
  regions(axes, x, y, heights)
  return numbers_to(K)
end

-- A model of one's own predicts probabilities of class 1, or classes.
local function draw_custom(axes, m, x, y, classes, truth)
  local values, heights = m:predict(kit.grid_points(x, y)), {}
  local whole = values:eq(floor(values)):sum() == #values
  if not whole and values:min() >= 0 and values:max() <= 1 then
    return classes, shade(axes, x, y, values:reshape(#y, #x), 0.5)
  end
  if not whole then
    fail("boundary", "m predicts %s for one example: classes, or probabilities from 0 to 1 "
      .. "expected", kit.describe(values[values:ne(floor(values)):argmax()]))
  end
  classes = pictures.classes_of(truth:concat(values)) or classes -- it may know more than y holds
  for k, class in ipairs(classes) do heights[k] = values:eq(class) * 2 - 1 end
  regions(axes, x, y, heights)
  return classes
end

-- Draws what the model thinks over the grid; gives the classes it knows, and
-- the colours that their points must have on it.
local function draw_opinion(axes, m, x, y, classes, truth)
  if m.kind == "softmax" then return draw_softmax(axes, m, x, y) end
  if m.kind ~= "logistic" then return draw_custom(axes, m, x, y, classes, truth) end
  local p = m:probability(kit.grid_points(x, y)):reshape(#y, #x)
  return classes, shade(axes, x, y, p, m.threshold)
end

local TITLES = {complete = ": linearly separable classes", quasi = ": quasi-separable classes"}

-- A picture that moves has no time to look for a separation.
local function title_of(m, X, y, moves)
  local found = not moves and m.kind ~= "custom" and kit.separable(m, X, y)
  return pictures.kind_words(m) .. (found and TITLES[found.verdict]
    or m.kind == "softmax" and ": decision regions" or ": decision boundary")
end

-- `places` a side: fewer for a picture that moves.
function pictures.boundary(axes, m, X, y, options, places)
  options = pictures.with_names(kit.options("plot.boundary", options,
    {names = true, classes = true}), m)
  pictures.check_model("boundary", m, "predict")
  pictures.check_weights("boundary", m)
  if field(m, "kind") == "linear" then
    fail("boundary", "a linear model predicts numbers, not classes; model.logistic does those")
  end
  local given, x = y
  x, y = pictures.examples("boundary", X, y)
  X = pictures.in_order(m, X)
  x = pictures.features("boundary", X)
  if #x ~= 2 then fail("boundary", "two features expected, got %d", #x) end
  local classes = pictures.classes_of(y)
  if not classes then fail("boundary", "y must hold classes such as 0 and 1") end
  local at_x, at_y = side(x[1], places or GRID), side(x[2], places or GRID)
  local colors
  classes, colors = draw_opinion(axes, m, at_x, at_y, classes, y)
  pictures.scatter_classes(axes, x[1], x[2], y, classes, options, colors)
  axes:xlabel(pictures.feature_name(options, X, 1, 2))
  return axes:ylabel(pictures.feature_name(options, X, 2, 2)):title(title_of(m, X, given, places))
end

local function boundary(axes, m, X, y, options) pictures.boundary(axes, m, X, y, options) end

-- -- weights -----------------------------------------------------------------

-- The names of the columns that w weighs: the data's, and powers of them.
local function weight_names(m, n)
  local names = m.names
  if (m.degree or 1) > 1 then
    names = select(2, polyfeatures(matrix.zeros(1, m.features), m.degree, {names = names}))
  end
  if names then return names end
  names = {}
  for j = 1, n do names[j] = n == 1 and "x" or ("x_%d"):format(j - 1) end
  return names
end

local function read_weights(m, options)
  if not pictures.is(m, "model") then
    fail("weights", "m (argument 1): model expected, got %s", kit.describe(m))
  end
  options = kit.options("plot.weights", options,
    {most = true, classes = true, size = true, title = true, theme = true})
  local w = m.w
  if not w then fail("weights", "the model has no weights yet: train it, or set w (and b)") end
  local most = kit.count("plot.weights", "option most", options.most, MOST_WEIGHTS)
  if most == 0 then fail("weights", "option most: at least 1 bar expected, got 0") end
  return w, options, most
end

local function what_is_weighed(m)
  local scaling = field(m, "normalize")
  return scaling and ("weight (columns after %s)"):format(scaling) or "weight"
end

-- Bars, the largest on top.
local function draw_bars(axes, m, w, most)
  local names, order = weight_names(m, #w), (-abs(w)):argsort()
  local shown, texts, sizes = math.min(#w, most), {}, {}
  for k = 1, shown do
    local j = order[shown - k + 1]
    texts[k], sizes[k] = names[math.tointeger(j)], w[j]
  end
  axes:bar(texts, sizes, {horizontal = true, color = "C0"})
  axes:title(shown < #w and ("The %d largest of %d weights"):format(shown, #w) or "Weights")
  return axes:xlabel(what_is_weighed(m))
end

local function class_texts(options, K)
  local texts = pictures.check_texts("weights", "classes", options.classes, K)
  if texts then return texts end
  texts = {}
  for k = 1, K do texts[k] = ("class %d"):format(k) end
  return texts
end

-- A map with a row a class and a column a feature.
local function draw_map(axes, m, w, options)
  local K, n = w:size()
  axes:image(vector.range(1, n), vector.range(1, K), w,
    {cmap = "RdBu_r", center = 0, colorbar = "weight", numbers = n * K <= 40 and n <= 8})
  axes:yticks(vector.range(1, K), class_texts(options, K)):grid(false)
  axes:title("Weights of each class")
  if n <= 6 then axes:xticks(vector.range(1, n), weight_names(m, n)) end
  return axes:xlabel(n <= 6 and what_is_weighed(m) or "feature"):ylim(K + 0.5, 0.5)
end

-- A picture of the weights for each class, all with the same colours.
local function draw_images(w, options, edge)
  local K = w:size()
  local texts = class_texts(options, K)
  local columns = K <= 5 and K or math.ceil(K / 2)
  local rows, most = math.ceil(K / columns), abs(w):max()
  if most == 0 then most = 1 end
  if not options.title then
    options = {title = "Weights of each class", size = options.size, theme = options.theme}
  end
  local f = pictures.new_figure("weights", rows, columns, options, {150 * columns, 40 + 180 * rows})
  for k = 1, K do
    f[k]:image(w[k]:copy():reshape(edge, edge), {cmap = "RdBu_r", vmin = -most, vmax = most})
    f[k]:title(texts[k]):xticks({}):yticks({})
  end
  return f
end

local function weights_panel(axes, m, options)
  local w, read, most = read_weights(m, options)
  if pictures.is(w, "matrix") then return draw_map(axes, m, w, read) end
  return draw_bars(axes, m, w, most)
end

-- The side of square pictures such as 8 x 8 digits.
local function square_side(n)
  local edge = math.tointeger(math.floor(math.sqrt(n) + 0.5))
  return n >= 16 and edge * edge == n and edge or nil
end

local function weights(m, options)
  local w, read, most = read_weights(m, options)
  local edge = pictures.is(w, "matrix") and (m.degree or 1) == 1
    and square_side(select(2, w:size()))
  if edge and w:size() <= 20 then return draw_images(w, read, edge) end
  local f = pictures.new_figure("weights", 1, 1, read)
  if pictures.is(w, "matrix") then draw_map(f[1], m, w, read) else draw_bars(f[1], m, w, most) end
  return f
end

-- -- entries -----------------------------------------------------------------

local LOGISTIC = "m = model.logistic{w={1, 1}, b=-3}\nX = matrix{{1, 1}, {2, 2}}\n"
local WEIGHTS = "The weights of a model: a bar each with its feature's name, the largest on top "
  .. "(most=20 of them). Of a softmax model a map with a row for each class, classes = {...} its "
  .. "names"

local list = {}
local function enter(...)
  for _, entry in ipairs{...} do list[#list + 1] = entry end
end

enter(pictures.panel("boundary", boundary, "m, X, y, {names=, classes=}",
  "What a model of two features thinks: of two classes the probability of class 1 from blue (0) "
  .. "to red (1), neutral around 0.5, and the line where it changes its mind (threshold, 0.5), if "
  .. "it does; of more a region each in "
  .. "the class's colour; and the data by class. A model of one's own predicts probabilities or "
  .. "classes.",
  LOGISTIC, "m, X, vector{0, 1}", "axes 1, 4 marks: contour, contour, scatter, scatter"))
enter(pictures.figure("weights", weights, "m, {most=, classes=, size=, title=, theme=}",
  WEIGHTS .. "; with 64 features, or another square of at least 16, a small picture for each.",
  "m = model.linear{w={3, -1}, names={\"size\", \"age\"}}\n", "m", "figure 1x1, 1 mark"))
enter(pictures.method("weights", weights_panel, "m, {most=, classes=}", WEIGHTS .. ".",
  "m = model.linear{w={3, -1}, names={\"size\", \"age\"}}\n", "m", "axes 1, 1 mark: bar"))

return list
