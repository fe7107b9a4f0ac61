-- boxplot.lua - plot.boxplot: the distribution of one or more series.

local context = require "mlrepl.context"
local pictures = require "mlrepl.plots.common"
local fail, is = pictures.fail, pictures.is

local WHISKER = 1.5 -- the longest whisker, relative to the height of the box
local GAP = 0 / 0

-- -- data --------------------------------------------------------------------

-- The groups of v by the values of `by`: numbers in ascending order, texts in order of
-- appearance.
local function groups_by(v, by)
  local rows, keys = {}, {}
  if not is(by, "vector") and context.describe(by) ~= "table" then
    fail("boxplot", "option by: one group per value expected, got %s", context.describe(by))
  end
  if #by ~= #v then
    fail("boxplot", "option by: %d groups expected, one per value, got %d", #v, #by)
  end
  local numbers = true
  for i = 1, #v do
    local key = by[i]
    if type(key) ~= "number" and type(key) ~= "string" then
      fail("boxplot", "option by: element %d must be a number or a string, got %s", i,
        context.describe(key))
    end
    numbers = numbers and type(key) == "number"
    if not rows[key] then
      rows[key] = {}
      keys[#keys + 1] = key
    end
    table.insert(rows[key], i)
  end
  if numbers then table.sort(keys) end
  local series, names = {}, {}
  for k, key in ipairs(keys) do
    series[k] = v:take(rows[key])
    names[k] = type(key) == "number" and ("%.14g"):format(key) or key
  end
  return series, names
end

-- A list of vectors, and their names or nil.
local function read_series(value, by)
  if is(value, "matrix") then
    if by ~= nil then
      fail("boxplot", "option by: needs a vector of values; a matrix has one box per column")
    end
    return pictures.features("boxplot", value), value.names
  end
  local first = context.describe(value) == "table" and value[1] or nil
  if first ~= nil and (is(first, "vector") or type(first) == "table") then
    local series = {}
    for k = 1, math.tointeger(#value) or 0 do
      series[k] = pictures.to_vector("boxplot", ("data, element %d"):format(k), value[k])
    end
    return series
  end
  local v = pictures.to_vector("boxplot", "data", value)
  if by ~= nil then return groups_by(v, by) end
  return {v}, v.name and {v.name} or nil
end

-- Quartiles, the ends of the whiskers and the values beyond them, as matplotlib computes
-- them; nil if no value is finite.
local function summary_of(v)
  v = v:where(abs(v):lt(math.huge)) -- nan is not less
  if #v == 0 then return nil end
  local q = v:quantile{0.25, 0.5, 0.75}
  local reach = WHISKER * (q[3] - q[1])
  local inside = v:where(v:ge(q[1] - reach) * v:le(q[3] + reach))
  local low = #inside > 0 and math.min(inside:min(), q[1]) or q[1]
  local high = #inside > 0 and math.max(inside:max(), q[3]) or q[3]
  return {q1 = q[1], median = q[2], q3 = q[3], low = low, high = high,
    beyond = v:where(1 - v:ge(low) * v:le(high))}
end

-- -- drawing -----------------------------------------------------------------

-- Appends a polyline of points (position, value) and a gap.
local function append(path, points)
  for _, point in ipairs(points) do
    path.at[#path.at + 1], path.value[#path.value + 1] = point[1], point[2]
  end
  path.at[#path.at + 1], path.value[#path.value + 1] = GAP, GAP
end

local function outline(path, k, s, half)
  local left, right, cap = k - half, k + half, half / 2
  append(path, {{left, s.q1}, {right, s.q1}, {right, s.q3}, {left, s.q3}, {left, s.q1}})
  append(path, {{k, s.q3}, {k, s.high}})
  append(path, {{k, s.q1}, {k, s.low}})
  append(path, {{k - cap, s.high}, {k + cap, s.high}})
  append(path, {{k - cap, s.low}, {k + cap, s.low}})
end

local function names_of(series, names, summaries)
  local texts = {}
  for k = 1, #series do
    texts[k] = names and names[k] or tostring(k)
    if not summaries[k] then texts[k] = texts[k] .. " (no data)" end
  end
  return texts
end

local function read_width(width)
  if width == nil then return 0.5 end
  if type(width) ~= "number" or not (width > 0 and width <= 1) then
    fail("boxplot", "option width: number above 0, up to 1, expected, got %s",
      context.describe(width))
  end
  return width
end

local function boxplot(axes, data, options)
  options = context.options("plot.boxplot", options)
  local series, names = read_series(data, options.by)
  if #series == 0 then fail("boxplot", "data is empty") end
  names = pictures.check_texts("boxplot", "labels", options.labels, #series) or names
  local half, across = read_width(options.width) / 2, options.horizontal
  local summaries, bottoms, heights = {}, {}, {}
  local lines, medians, points = {at = {}, value = {}}, {at = {}, value = {}}, {at = {}, value = {}}
  for k, v in ipairs(series) do
    local s = summary_of(v)
    summaries[k] = s
    bottoms[k], heights[k] = s and s.q1 or 0, s and s.q3 - s.q1 or GAP
    if s then
      outline(lines, k, s, half)
      append(medians, {{k - half, s.median}, {k + half, s.median}})
      for i = 1, #s.beyond do
        points.at[#points.at + 1], points.value[#points.value + 1] = k, s.beyond[i]
      end
    end
  end
  if #medians.at == 0 then fail("boxplot", "data has no finite number to draw") end
  local function draw(method, path, style)
    local x, y = path.at, path.value
    if across then x, y = y, x end
    axes[method](axes, x, y, style)
  end
  local color = options.color or "C0"
  axes:bar(names_of(series, names, summaries), heights, {bottom = bottoms, width = 2 * half,
    horizontal = across, color = color, alpha = 0.25, label = options.label})
  draw("line", lines, {color = color, linewidth = 1.4})
  draw("line", medians, {color = "C1", linewidth = 2.4})
  if #points.at > 0 then draw("scatter", points, {color = color, size = 5}) end
end

-- -- entries -----------------------------------------------------------------

local list = {pictures.panel("boxplot", boxplot,
  "data, {by=, labels=, horizontal=, width=, color=, label=}",
  "Draws a box from the first to the third quartile of each series, with a line at the median. The "
  .. "whiskers reach to the last values within 1.5 times the height of the box; values beyond are "
  .. "points. data is a vector, a table of vectors, or a matrix with one series per column; by=y "
  .. "splits a vector by the values of y, numbers or texts. labels are the names of the boxes, "
  .. "width (0.5) is that of a box, and horizontal=true draws them sideways. nan and inf are left "
  .. "out.",
  "", "{{1, 2, 3, 4, 9}, {2, 3, 5}}, {labels={\"a\", \"b\"}}",
  "axes 1, 4 marks: bar, line, line, scatter")}

return {entries = list}
