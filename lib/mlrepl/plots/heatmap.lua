-- heatmap.lua - plot.heatmap: a matrix as colored cells with names and numbers.

local context = require "mlrepl.context"
local pictures = require "mlrepl.plots.common"
local fail, is = pictures.fail, pictures.is

local MOST_ROWS, MOST_COLUMNS = 25, 14 -- with numbers, unless asked for
local MOST_NAMES = 60

-- Are rows and columns the same things, as in a matrix of correlations?
local function is_symmetric(Z, rows, columns)
  if rows ~= columns then return false end
  for i = 1, rows do
    for j = 1, i - 1 do
      local a, b = Z:get(i, j), Z:get(j, i)
      if not (a == b or math.abs(a - b) <= 1e-9 * math.max(math.abs(a), math.abs(b))) then
        return false
      end
    end
  end
  return true
end

local function heatmap(axes, Z, options)
  options = context.options("plot.heatmap", options)
  if context.describe(Z) == "table" then
    local good, made = pcall(matrix, Z)
    if not good then
      fail("heatmap", "Z (argument 1): %s", (tostring(made):gsub("^.*%(argument 1%): ", "")))
    end
    Z = made
  end
  if not is(Z, "matrix") then
    fail("heatmap", "Z (argument 1): matrix expected, got %s", context.describe(Z))
  end
  local m, n = Z:size()
  local columns = pictures.check_texts("heatmap", "columns", options.columns, n) or Z.names
  local rows = pictures.check_texts("heatmap", "rows", options.rows, m)
  if not rows and columns and m <= MOST_NAMES and is_symmetric(Z, m, n) then rows = columns end
  local numbers, bar = options.numbers, options.colorbar
  if numbers == nil then numbers = m <= MOST_ROWS and n <= MOST_COLUMNS end
  if bar == nil then bar = true end
  local ok, why = pcall(axes.image, axes, vector.range(1, n), vector.range(1, m), Z,
    {cmap = options.cmap, vmin = options.vmin, vmax = options.vmax, center = options.center,
      numbers = numbers, colorbar = bar, alpha = options.alpha})
  if not ok then fail("heatmap", "%s", (tostring(why):gsub("^.-axes:image: ", ""))) end
  axes:grid(false):ylim(m + 0.5, 0.5)
  if columns then axes:xticks(vector.range(1, n), columns) end
  if rows then axes:yticks(vector.range(1, m), rows) end
end

-- -- entries -----------------------------------------------------------------

local list = {pictures.panel("heatmap", heatmap,
  "Z, {rows=, columns=, numbers=, cmap=, vmin=, vmax=, center=, colorbar=, alpha=}",
  "Draws a matrix as colored cells that fill the axes, row 1 at the top, with a color bar. rows "
  .. "and columns are tables of names; the default for columns are the names of the matrix, and a "
  .. "symmetric matrix, such as one of correlations, has the same names for its rows. numbers "
  .. "writes each value in its cell (by default if there are few). The other options are those of "
  .. "plot.image; center=0 suits values of both signs, with cmap=\"RdBu_r\".",
  "", "matrix{{1, 0.5}, {0.5, 1}}, {columns={\"a\", \"b\"}}", "axes 1, 1 mark: image")}

return {entries = list}
