-- weights.lua - plot.weights: a model's weights as bars, a heat map or images.

local context = require "mlrepl.context"
local pictures = require "mlrepl.plots.common"
local fail, field = pictures.fail, pictures.field

local MOST_WEIGHTS = 20 -- bars

-- The names of the features, including their powers.
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
    fail("weights", "m (argument 1): model expected, got %s", context.describe(m))
  end
  options = context.options("plot.weights", options)
  local w = m.w
  if not w then fail("weights", "the model has no weights yet; train it, or set w (and b)") end
  local most = context.count("plot.weights", "option most", options.most, MOST_WEIGHTS)
  if most == 0 then fail("weights", "option most: at least 1 bar expected, got 0") end
  return w, options, most
end

local function what_is_weighed(m)
  local scaling = field(m, "normalize")
  return scaling and ("weight (columns after %s)"):format(scaling) or "weight"
end

-- A bar chart with the largest weight on top.
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

-- A heat map with one row per class and one column per feature.
local function draw_map(axes, m, w, options)
  local K, n = w:size()
  axes:image(vector.range(1, n), vector.range(1, K), w,
    {cmap = "RdBu_r", center = 0, colorbar = "weight", numbers = n * K <= 40 and n <= 8})
  axes:yticks(vector.range(1, K), class_texts(options, K)):grid(false)
  axes:title("Weights of each class")
  if n <= 6 then axes:xticks(vector.range(1, n), weight_names(m, n)) end
  return axes:xlabel(n <= 6 and what_is_weighed(m) or "feature"):ylim(K + 0.5, 0.5)
end

-- One image per class, all with the same color scale.
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

-- The side length if n features can be a square image, such as 8 x 8 digits.
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

local WEIGHTS = "Plots the weights of a model as a bar chart labeled with the feature names, "
  .. "largest on top (at most `most`, default 20). For a softmax model, draws a heat map with one "
  .. "row per class; classes = {...} are the class names"

local list = {}
local function enter(...)
  for _, entry in ipairs{...} do list[#list + 1] = entry end
end

enter(pictures.figure("weights", weights, "m, {most=, classes=, size=, title=, theme=}",
  WEIGHTS .. ". If the number of features is a square of at least 16 (such as 64), draws one image "
    .. "per class instead.",
  "m = model.linear{w={3, -1}, names={\"size\", \"age\"}}\n", "m", "figure 1x1, 1 mark"))
enter(pictures.method("weights", weights_panel, "m, {most=, classes=}", WEIGHTS .. ".",
  "m = model.linear{w={3, -1}, names={\"size\", \"age\"}}\n", "m", "axes 1, 1 mark: bar"))

return {entries = list}
