-- pairs.lua - plot.pairs: every feature against every other one.

local context = require "mlrepl.context"
local pictures = require "mlrepl.plots.common"
local fail, is = pictures.fail, pictures.is

local MOST_FEATURES = 10 -- the panels of a figure are at most 100
local PANEL = 200        -- pixels
local LEGEND = 110       -- its width
local BINS = 20

-- The groups of rows: {{mask=, color=, label=}, ...}; without y a single one.
local function groups_of(y, rows, options)
  if y == nil then return {{color = "C0"}} end
  y = pictures.to_vector("pairs", "y", y)
  if #y ~= rows then fail("pairs", "X has %d examples, but y has %d", rows, #y) end
  local classes = pictures.classes_of(y)
  if not classes then
    fail("pairs", "y (argument 2): classes such as 0 and 1 expected, one per example; leave it out "
      .. "to draw all examples in one color")
  end
  pictures.check_texts("pairs", "classes", options.classes, #classes)
  local groups = {}
  for k, class in ipairs(classes) do
    groups[k] = {mask = y:eq(class), color = pictures.class_color(k),
      label = pictures.class_name(options, k, class)}
  end
  return groups
end

local function rows_of(v, group) return group.mask and v:where(group.mask) or v end

local function has_finite(v) return abs(v):lt(math.huge):sum() > 0 end

-- Limits around the finite values; nil if there are none.
local function limits_of(v)
  local finite = v:where(abs(v):lt(math.huge))
  if #finite == 0 then return nil end
  local low, high = finite:min(), finite:max()
  local margin = high > low and (high - low) * 0.06 or math.max(math.abs(low) * 0.1, 0.5)
  return {low - margin, high + margin}
end

local function draw_histograms(axes, v, groups, limits)
  local edges = vector.linspace(limits[1], limits[2], BINS + 1)
  for _, group in ipairs(groups) do
    local part = rows_of(v, group)
    if has_finite(part) then
      axes:histogram(part, {bins = edges, color = group.color,
        alpha = #groups > 1 and 0.55 or 0.85})
    end
  end
end

local function draw_points(axes, x, y, groups, labeled)
  for _, group in ipairs(groups) do
    local across, up = rows_of(x, group), rows_of(y, group)
    if has_finite(across) and has_finite(up) then
      axes:scatter(across, up, {color = group.color, size = 4, alpha = 0.7,
        label = labeled and group.label or nil})
    end
  end
  if labeled then axes:legend("outside") end
end

local function plot_pairs(X, y, options)
  if options == nil and context.describe(y) == "table" and #y == 0 then y, options = nil, y end
  options = context.options("plot.pairs", options)
  if not is(X, "matrix") then
    fail("pairs", "X (argument 1): matrix expected, got %s; d:matrix{\"a\", \"b\"} takes columns "
      .. "of a dataset", context.describe(X))
  end
  local m, n = X:size()
  if n < 2 or n > MOST_FEATURES then
    fail("pairs", "X has %d feature%s; choose 2 to %d, as in X:take_columns{1, 2}", n,
      n == 1 and "" or "s", MOST_FEATURES)
  end
  local groups, columns, limits = groups_of(y, m, options), {}, {}
  for j = 1, n do
    columns[j] = X:column(j)
    limits[j] = limits_of(columns[j])
  end
  local side = math.max(400, n * PANEL)
  local legend = #groups > 1 and LEGEND or 0
  local f = pictures.new_figure("pairs", n, n, options, {side + legend, side})
  for i = 1, n do
    for j = 1, n do
      local axes = f[(i - 1) * n + j]
      if not (limits[i] and limits[j]) then
        axes:title("no data"):xticks({}):yticks({})
      elseif i == j then
        draw_histograms(axes, columns[i], groups, limits[i])
      else
        draw_points(axes, columns[j], columns[i], groups, i == 1 and j == n)
        axes:ylim(limits[i][1], limits[i][2])
      end
      if limits[j] then axes:xlim(limits[j][1], limits[j][2]) end
      if i < n then axes:xticks({}) end
      if j > 1 or i == j then axes:yticks({}) end
      if i == n then axes:xlabel(pictures.feature_name(options, X, j, n)) end
      if j == 1 then axes:ylabel(pictures.feature_name(options, X, i, n)) end
    end
  end
  return f
end

-- -- entries -----------------------------------------------------------------

local list = {pictures.figure("pairs", plot_pairs,
  "X[, y][, {classes=, names=, size=, title=, theme=}]",
  "Plots every feature against every other one, with the histogram of each feature on the "
  .. "diagonal. With y, the classes have different colors; classes={\"no\", \"yes\"} are their "
  .. "names. names are those of the features.",
  "X = matrix{{1, 2}, {2, 1}, {3, 4}}\n", "X, {0, 0, 1}", "figure 2x2, 8 marks")}

return {entries = list}
