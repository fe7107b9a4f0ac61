-- boundary.lua - plot.boundary: decision boundaries of models of two features.

local context = require "mlrepl.context"
local model_boundary = require "mlrepl.explain.model_boundary"
local pictures = require "mlrepl.plots.common"
local fail, field = pictures.fail, pictures.field

local boundary = {}

local GRID = 120 -- grid points per side at which the model predicts

-- -- the grid ------------------------------------------------------

-- Grid positions from a little below the minimum to a little above the maximum.
local function side(v, places, limits)
  if limits then return vector.linspace(limits[1], limits[2], places) end
  local least, most = v:min(), v:max()
  local room = most > least and (most - least) * 0.06 or 1
  return vector.linspace(least - room, most + room, places)
end

-- -- two classes ---------------------------------------------------

-- Bands centered on 0, 0.1 ... 1, so that the band around 0.5 is neutral.
local PROBABILITIES = vector{0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95}

local FAR = 1e300 -- beyond all heights

-- Contours are drawn of log(p / (1 - p)) rather than p: between two grid points it
-- is almost linear, however steep p is, so that they are where the model has them.
local function logit(p) return log(p / (-p + 1)) end

local LEVELS = vector{-FAR}:concat(logit(PROBABILITIES)):concat(vector{FAR})

-- The shading is the same in the dark theme, so what is drawn on it must not
-- adapt to the theme: only named colors do.
local INK = "#1a1a1a"
local ON_SHADING = {"#1667a8", "#c41e24"}

-- Draws the contour of Z at `level`, if there is one.
local function border(axes, x, y, Z, level, style)
  if Z:min() < level and Z:max() >= level then
    axes:contour(x, y, Z, {levels = {level}, color = style.color, linewidth = style.linewidth})
  end
end

-- Z is the logit of the probability of class 1.
local function shade(axes, x, y, Z, bar)
  axes:contour(x, y, Z, {filled = true, cmap = "coolwarm", levels = LEVELS, logits = true,
    colorbar = bar})
  return ON_SHADING
end

local function draw_logistic(axes, m, x, y, bar)
  local Z = context.logits(m, model_boundary.grid_points(x, y)):reshape(#y, #x)
  local colors, t = shade(axes, x, y, Z, bar), m.threshold
  border(axes, x, y, Z, math.log(t / (1 - t)), {color = INK, linewidth = 2})
  return colors
end

-- -- more classes ----------------------------------------------------------

-- The margin of class k over the best other class at each grid point, in log p.
local function lead(logs, k)
  local columns, K = {}, select(2, logs:size())
  for c = 1, K do
    if c ~= k then columns[#columns + 1] = logs:column(c) end
  end
  return logs:column(k) - matrix.columns(columns):max("rows")
end

-- The first class is painted everywhere and the others over it, so that no gap
-- remains where three regions meet. Ties go to the first class, as in predict.
local AHEAD = 1e-12

local function paint(axes, x, y, heights, k, color)
  local Z = heights:reshape(#y, #x)
  if k == 1 or Z:max() >= AHEAD then
    axes:contour(x, y, Z, {filled = true, levels = {k == 1 and -FAR or AHEAD, FAR}, color = color,
      alpha = 0.25})
  end
  return Z
end

local function regions(axes, x, y, heights)
  local edges = {}
  for k, h in ipairs(heights) do edges[k] = paint(axes, x, y, h, k, pictures.class_color(k)) end
  for _, Z in ipairs(edges) do border(axes, x, y, Z, 0, {color = "black", linewidth = 1.5}) end
end

-- -- predicted classes -------------------------------------------------------

-- A model that predicts classes has no heights between them. Cells whose corners
-- differ are divided, so that steps are finer than a pixel or two.
local PARTS = 4

-- Each element n times, except that the last stands once.
local function repeated(count)
  local at = {}
  for k = 0, (count - 1) * PARTS do at[k + 1] = (k + PARTS // 2) // PARTS + 1 end
  return at
end

-- The points of the fine grid in cells whose corners have different classes: their
-- rows and columns.
local function undecided(coarse)
  local rows, columns = {}, {}
  local high, wide = coarse:size()
  for i = 1, high - 1 do
    local here, above = coarse[i], coarse[i + 1]
    for j = 1, wide - 1 do
      local class = here[j]
      if here[j + 1] ~= class or above[j] ~= class or above[j + 1] ~= class then
        for k = 0, (PARTS + 1) ^ 2 - 1 do
          rows[#rows + 1] = (i - 1) * PARTS + 1 + k // (PARTS + 1)
          columns[#columns + 1] = (j - 1) * PARTS + 1 + k % (PARTS + 1)
        end
      end
    end
  end
  return rows, columns
end

-- The grid and the classes on it, refined where they change.
local function refined(m, x, y, values)
  local coarse = values:reshape(#y, #x)
  local rows, columns = undecided(coarse)
  if #rows == 0 then return x, y, values end
  local fine_x = vector.linspace(x[1], x[-1], (#x - 1) * PARTS + 1)
  local fine_y = vector.linspace(y[1], y[-1], (#y - 1) * PARTS + 1)
  local found = m:predict(matrix.columns{fine_x:take(columns), fine_y:take(rows)})
  local fine = coarse:take(repeated(#y)):take_columns(repeated(#x))
  for k = 1, #rows do fine:set(rows[k], columns[k], found[k]) end
  return fine_x, fine_y, fine:reshape(1, -1)[1]
end

-- -- drawing ----------------------------------------------------------------

-- The regions of a softmax model; its classes are 1 to K. Returns them, followed
-- by those that only the data have.
local function draw_softmax(axes, m, x, y, truth)
  local P, heights = m:probability(model_boundary.grid_points(x, y)), {}
  local K, logs = select(2, P:size()), log(P + 1e-300)
  for k = 1, K do heights[k] = lead(logs, k) end
  regions(axes, x, y, heights)
  local classes = vector.range(1, K):totable()
  for _, class in ipairs(pictures.classes_of(truth)) do
    if class < 1 or class > K or class % 1 ~= 0 then classes[#classes + 1] = class end
  end
  return classes
end

-- Are the values labels of classes: whole, known from y, or few and not
-- probabilities?
local function are_classes(values, classes)
  if values:eq(floor(values)):sum() == #values then return true end
  local found = 0
  for _, class in ipairs(classes) do found = found + values:eq(class):sum() end
  if found == #values then return true end
  return not (values:min() >= 0 and values:max() <= 1) and pictures.classes_of(values) ~= nil
end

-- Nothing is known about a custom model between the points, so that the boundary
-- is searched.
local function draw_probabilities(axes, m, x, y, p, bar)
  local EPSILON = 1e-16 -- keeps logits finite
  local colors = shade(axes, x, y, logit(p * (1 - 2 * EPSILON) + EPSILON):reshape(#y, #x), bar)
  local P = model_boundary.points(m, x, y)
  if P then axes:line(P:column(1), P:column(2), {color = INK}) end
  return colors
end

-- A custom model predicts probabilities of class 1, or classes.
local function draw_custom(axes, m, x, y, classes, truth, bar)
  local values, heights = m:predict(model_boundary.grid_points(x, y)), {}
  if not are_classes(values, classes) then
    if values:min() >= 0 and values:max() <= 1 then
      return classes, draw_probabilities(axes, m, x, y, values, bar)
    end
    fail("boundary", "m must predict classes or probabilities from 0 to 1, but predicts %s for "
      .. "one example", context.describe(values[values:ne(floor(values)):argmax()]))
  end
  classes = pictures.classes_of(truth:concat(values)) or classes -- m may predict classes not in y
  x, y, values = refined(m, x, y, values)
  for k, class in ipairs(classes) do heights[k] = values:eq(class) * 2 - 1 end
  regions(axes, x, y, heights)
  return classes
end

-- Draws the predictions over the grid. Returns the classes, and the colors for
-- their points.
local function draw_opinion(axes, m, x, y, classes, truth, bar)
  if m.kind == "softmax" then return draw_softmax(axes, m, x, y, truth) end
  if m.kind ~= "logistic" then return draw_custom(axes, m, x, y, classes, truth, bar) end
  return classes, draw_logistic(axes, m, x, y, bar)
end

local TITLES = {complete = ": linearly separable classes", quasi = ": quasi-separable classes"}

-- An animation has no time to test for separability.
local function title_of(m, X, y, moves)
  local found = not moves and m.kind ~= "custom" and context.separable(m, X, y)
  return pictures.kind_words(m) .. (found and TITLES[found.verdict]
    or m.kind == "softmax" and ": decision regions" or ": decision boundary")
end

-- The label of the color bar of probabilities; nil: there is none.
local function bar_of(options)
  local bar = options.colorbar
  if bar == nil or bar == false then return nil end
  if bar == true then return "probability of class 1" end
  if type(bar) == "string" then return bar end
  fail("boundary", "option colorbar: true, false or a label expected, got %s",
    context.describe(bar))
end

-- `places`: grid points per side, given for an animation. `frame`: the limits of both axes
-- (default: around the data).
function boundary.draw(axes, m, X, y, options, places, frame)
  options = pictures.with_names(context.options("plot.boundary", options), m)
  pictures.check_model("boundary", m, "predict")
  pictures.check_weights("boundary", m)
  if field(m, "kind") == "linear" then
    fail("boundary", "a linear model predicts numbers, not classes; use model.logistic")
  end
  y, options = pictures.from_words(y, options, m.kind == "logistic" and 0 or 1)
  local given = y
  y = select(2, pictures.examples("boundary", X, y))
  X = pictures.in_order(m, X)
  local x = pictures.features("boundary", X)
  if #x ~= 2 then fail("boundary", "two features expected, got %d", #x) end
  local classes = pictures.check_classes("boundary", y)
  local at_x = side(x[1], places or GRID, frame and frame[1])
  local at_y = side(x[2], places or GRID, frame and frame[2])
  local colors
  classes, colors = draw_opinion(axes, m, at_x, at_y, classes, y, bar_of(options))
  pictures.scatter_classes(axes, x[1], x[2], y, classes, options, colors)
  axes:xlabel(pictures.feature_name(options, X, 1, 2))
  return axes:ylabel(pictures.feature_name(options, X, 2, 2)):title(title_of(m, X, given, places))
end

-- -- entries -----------------------------------------------------------------

local function panel(axes, m, X, y, options) boundary.draw(axes, m, X, y, options) end

local LOGISTIC = "m = model.logistic{w={1, 1}, b=-3}\nX = matrix{{1, 1}, {2, 2}}\n"

boundary.entries = {pictures.panel("boundary", panel, "m, X, y, {names=, classes=, colorbar=}",
  "Plots the predictions of a model with two features, and the data colored by class. For two "
  .. "classes it shows the probability of class 1, from blue (0) to red (1), and the decision "
  .. "boundary at the model's threshold (0.5), if it lies within the plot; for more classes it "
  .. "shows the decision regions, one color per class. colorbar=true adds a color bar of the "
  .. "probability, and colorbar=\"text\" one with that label. y may be a list of "
  .. "class names. A custom model can predict probabilities or classes.",
  LOGISTIC, "m, X, vector{0, 1}", "axes 1, 4 marks: contour, contour, scatter, scatter")}

return boundary
