-- descent.lua - the cost of two parameters and the path of a training run:
-- plot.descent, plot.cost_surface.

local context = require "mlrepl.context"
local pictures = require "mlrepl.plots.common"
local fail, is = pictures.fail, pictures.is

local GRIDS = {151, 101, 61, 25} -- grid points per side: the finest grid with
local MOST_WORK = 1e7            -- at most this many examples times grid points
local SURFACE_GRID = 101               -- more cells of a surface would not be seen
local LEVELS = 14
local DEPTH = 1e-3        -- lowest contour level, relative to the highest
local MOST_COST = 1e200   -- above it the surface around the path would overflow
local CLOSE_MARKS = 0.025 -- least distance of markers on the path, relative to the axes

-- -- two parameters ----------------------------------------------------------

-- Parses "w", "w3" or "b"; for softmax "w2,3" (class 2, feature 3) or "b2".
local function parse(name, m, word)
  local letter, first, second = tostring(word):match("^([wb])(%d*),?(%d*)$")
  local w = m.w
  if not w then fail(name, "the model has no weights yet; train it, or set w (and b)") end
  local K, n = 1, #w
  if is(w, "matrix") then K, n = w:size() end
  first, second = math.tointeger(tonumber(first)), math.tointeger(tonumber(second))
  local class = K > 1 and (first or 0) or 1
  local j = letter == "w" and (K > 1 and second or K == 1 and (first or n == 1 and 1)) or nil
  if not letter or class < 1 or class > K or (letter == "w" and not (j and j >= 1 and j <= n))
    or (letter == "b" and (second or K == 1 and first)) then
    fail(name, "option params: %s expected, got %s",
      K > 1 and ("two of w1,1 to w%d,%d and b1 to b%d"):format(K, n, K)
        or n > 1 and ("two of w1 to w%d and b"):format(n) or '"w" and "b"', context.describe(word))
  end
  return {word = word, class = class, feature = j, classes = K, features = n}
end

-- The option params; the default for one feature is w and b.
local function read_params(name, m, params)
  local K_or_w = m.w
  if params == nil then
    if K_or_w and (is(K_or_w, "matrix") or #K_or_w > 1) then
      fail(name, "the model has more than one weight; choose two parameters, as in "
        .. "params = {%s}", is(K_or_w, "matrix") and '"w1,1", "w1,2"' or '"w1", "w2"')
    end
    params = {"w", "b"}
  end
  if context.describe(params) ~= "table" or #params ~= 2 then
    fail(name, 'option params: two names such as {"w1", "b"} expected, got %s',
      pictures.describe_list(params))
  end
  local first, second = parse(name, m, params[1]), parse(name, m, params[2])
  if first.class == second.class and first.feature == second.feature then
    fail(name, "option params: two different parameters expected, got %s twice", params[1])
  end
  return {first, second}
end

-- The value of the parameter in w and b of a model or of an entry of a run.
local function value_of(p, w, b)
  if p.feature and is(w, "matrix") then return w:get(p.class, p.feature) end
  if p.feature then return w[p.feature] end
  return p.classes > 1 and b[p.class] or b
end

local function set_value(p, m, value)
  if not p.feature then
    if p.classes == 1 then m.b = value return end
    local b = m.b:copy()
    b[p.class] = value
    m.b = b
    return
  end
  local w = m.w:copy()
  if p.classes > 1 then w:set(p.class, p.feature, value) else w[p.feature] = value end
  m.w = w
end

-- Calls body(cost), where cost(u, v) is the model's cost with the two parameters
-- set to u and v. Restores the parameters, also after an error.
local function with_cost(m, X, y, params, body)
  local w, b = m.w:copy(), m.b
  if type(b) ~= "number" then b = b:copy() end
  local function cost_at(u, v)
    set_value(params[1], m, u)
    set_value(params[2], m, v)
    return m:cost(X, y)
  end
  local ok, message = pcall(body, cost_at)
  m.w, m.b = w, b
  if not ok then error(message, 0) end
end

-- -- the path -----------------------------------------------------------------

-- The history of a parameter, including its initial value.
local function history(p, run, start)
  local column
  if p.feature and not is(run.w, "matrix") then
    column = run.w
  elseif p.feature then
    column = run.w:column((p.class - 1) * p.features + p.feature)
  else
    column = is(run.b, "matrix") and run.b:column(p.class) or run.b
  end
  return vector{value_of(p, start.w, start.b)}:concat(column)
end

local function check_run(name, run)
  if not is(run, "run") then
    fail(name, "run: run returned by train expected, got %s", context.describe(run))
  end
end

-- The number of entries that can be drawn: a run that diverged may overflow.
local function drawable(run)
  for k, cost in run.cost:each() do
    if not (cost < MOST_COST) then return k - 1 end -- luacheck: ignore 581
  end
  return #run.cost
end

local function way_of(run, params)
  local start, last = run:at(0), drawable(run) + 1
  return history(params[1], run, start):slice(1, last),
    history(params[2], run, start):slice(1, last)
end

-- -- the limits of the plot -----------------------------------------------------------

-- Minimizes over the two parameters by Newton's method with finite differences;
-- nil where the cost is not convex.
local function bottom(cost_at, u, v, size_u, size_v)
  for _ = 1, 30 do
    local h, k = size_u * 1e-3, size_v * 1e-3
    local here, east, west = cost_at(u, v), cost_at(u + h, v), cost_at(u - h, v)
    local north, south = cost_at(u, v + k), cost_at(u, v - k)
    local gu, gv = (east - west) / (2 * h), (north - south) / (2 * k)
    local uu, vv = (east - 2 * here + west) / h ^ 2, (north - 2 * here + south) / k ^ 2
    local uv = (cost_at(u + h, v + k) - cost_at(u + h, v - k) - cost_at(u - h, v + k)
      + cost_at(u - h, v - k)) / (4 * h * k)
    local determinant = uu * vv - uv ^ 2
    if not (uu > 0 and determinant > 1e-6 * uu * vv) then return nil end
    local du, dv = (vv * gu - uv * gv) / determinant, (uu * gv - uv * gu) / determinant
    u, v = u - du, v - dv
    if math.abs(du) < 1e-4 * size_u and math.abs(dv) < 1e-4 * size_v then return u, v end
  end
end

local function largest(v, c) return math.max(v:max() - c, c - v:min()) end

-- The scale for finite differences: the range of v, or else its magnitude.
local function extent(v)
  local walked = v:max() - v:min()
  return walked > 0 and walked or math.max(math.abs(v[1]), 1)
end

-- The center and half-width of the plot in each direction: centered on the
-- minimum if it is near, and containing the whole path.
local function frame_of(cost_at, ways)
  local sizes = {extent(ways[1]), extent(ways[2])}
  local middle = {ways[1][-1], ways[2][-1]}
  local found = table.pack(bottom(cost_at, middle[1], middle[2], sizes[1], sizes[2]))
  local frame = {}
  for i = 1, 2 do
    local near = found[1] and math.abs(found[i] - middle[i]) < 3 * sizes[i]
    local c = near and found[i] or middle[i]
    local half = 1.25 * largest(ways[i], c)
    frame[i] = {c, half > 1e-9 * sizes[i] and half or sizes[i]}
  end
  return frame
end

-- Without a run, the line from 0 to the model's parameters sets the limits.
local function stand_in(params, m)
  local ways = {}
  for i, p in ipairs(params) do ways[i] = vector{0, value_of(p, m.w, m.b)} end
  return ways
end

-- -- heights -----------------------------------------------------------------

-- The cost of a linear model is quadratic, so nine values determine it.
local function quadratic(cost_at, frame)
  local c, h, k = frame, frame[1][2], frame[2][2]
  local function at(i, j) return cost_at(c[1][1] + i * h, c[2][1] + j * k) end
  local here, east, west, north, south = at(0, 0), at(1, 0), at(-1, 0), at(0, 1), at(0, -1)
  local slope_u, slope_v = (east - west) / 2, (north - south) / 2
  local uu, vv = (east - 2 * here + west) / 2, (north - 2 * here + south) / 2
  local uv = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / 4
  return function(u, v) -- u a vector, v a number, both from -1 to 1
    return (u * uu + (slope_u + uv * v)) * u + (here + (slope_v + vv * v) * v)
  end
end

local function heights_of(cost_at, frame, places, is_linear)
  local sides, Z = {}, matrix.zeros(places, places)
  local unit, row_of = vector.linspace(-1, 1, places), is_linear and quadratic(cost_at, frame)
  for i, f in ipairs(frame) do sides[i] = unit * f[2] + f[1] end
  for i = 1, places do
    local row = Z[i]
    if row_of then
      Z[i] = row_of(unit, unit[i])
    else
      for j = 1, places do row[j] = cost_at(sides[1][j], sides[2][i]) end
    end
  end
  return sides[1], sides[2], Z
end

local function rounded(value) return tonumber(("%.3g"):format(value)) end

-- Contour levels spaced geometrically above the minimum, and rounded, so that
-- they show the minimum even if the cost is much higher elsewhere.
local function levels_of(Z)
  local low, high = Z:min(), Z:max()
  local levels = {}
  if not (low < high and high < math.huge) then return nil end
  for k = 0, LEVELS do
    local level = rounded(low + (high - low) * DEPTH ^ (1 - k / LEVELS))
    if level > (levels[#levels] or -math.huge) then levels[#levels + 1] = level end
  end
  levels[#levels] = math.max(levels[#levels], high) -- the corners too
  local floor_level = low < levels[1] and low - (levels[1] - low) * 1e-9 or nil
  if floor_level and floor_level < levels[1] then table.insert(levels, 1, floor_level) end
  return #levels > 1 and levels or nil
end

local function usual_grid(m, examples)
  if m.kind == "linear" then return GRIDS[1] end
  for _, places in ipairs(GRIDS) do
    if examples * places ^ 2 <= MOST_WORK then return places end
  end
  return GRIDS[#GRIDS]
end

local function read_grid(name, grid, usual)
  grid = context.count("plot." .. name, "option grid", grid, usual)
  if grid < 3 or grid > 500 then
    fail(name, "option grid: 3 to 500 points per side expected, got %d", grid)
  end
  return grid
end

-- Computes what is drawn: the parameters, the cost on a grid, and the path. Calls
-- more(cost_at, p), if given, while the cost of any two values can be computed.
local function prepare(name, m, X, y, run, options, more)
  if not is(m, "model") then
    fail(name, "m (argument 1): model expected, got %s", context.describe(m))
  end
  local _
  _, y = pictures.examples(name, X, y)
  local params = read_params(name, m, options.params)
  local usual = usual_grid(m, #y)
  if name == "cost_surface" then usual = math.min(usual, SURFACE_GRID) end
  local grid = read_grid(name, options.grid, usual)
  if run ~= nil then check_run(name, run) end
  local ways = run and {way_of(run, params)} or stand_in(params, m)
  local p = {params = params, ways = ways}
  with_cost(m, X, y, params, function(cost_at)
    p.x, p.y, p.Z = heights_of(cost_at, frame_of(cost_at, ways), grid, m.kind == "linear")
    if more then more(cost_at, p) end
  end)
  return p
end

-- -- drawing -----------------------------------------------------------------

local function parameter_text(p)
  local digits = p.word:sub(2)
  return digits == "" and p.word or ("%s_{%s}"):format(p.word:sub(1, 1), digits)
end

-- The points of the path that are far enough apart to be marked.
local function spaced(p)
  local u, v = p.ways[1], p.ways[2]
  local width, height = p.x[-1] - p.x[1], p.y[-1] - p.y[1]
  local at_u, at_v = {u[1]}, {v[1]}
  for i = 2, #u do
    local du, dv = (u[i] - at_u[#at_u]) / width, (v[i] - at_v[#at_v]) / height
    if du ^ 2 + dv ^ 2 > CLOSE_MARKS ^ 2 then at_u[#at_u + 1], at_v[#at_v + 1] = u[i], v[i] end
  end
  return at_u, at_v
end

local function label_axes(axes, p, title)
  local first, second = parameter_text(p.params[1]), parameter_text(p.params[2])
  axes:title(title:format(first, second)):xlabel(first):ylabel(second)
  return first, second
end

local function descent(axes, m, X, y, run, options)
  options = context.options("plot.descent", options)
  if run == nil then
    fail("descent", "run (argument 4): run returned by train expected, got nothing")
  end
  local p = prepare("descent", m, X, y, run, options)
  local levels = levels_of(p.Z)
  axes:contour(p.x, p.y, p.Z, {filled = true, levels = levels})
  axes:contour(p.x, p.y, p.Z, {levels = levels, color = "white", alpha = 0.5})
  axes:line(p.ways[1], p.ways[2], {color = "C3"})
  local at_u, at_v = spaced(p)
  axes:scatter(at_u, at_v, {color = "C3", size = 5, alpha = 1})
  local first, second = label_axes(axes, p, "Gradient descent on J(%s, %s)")
  axes:scatter({p.ways[1][-1]}, {p.ways[2][-1]}, {color = "C3", size = 10, alpha = 1,
    edgecolor = "white", label = ("%s = %.4g, %s = %.4g"):format(first, p.ways[1][-1], second,
      p.ways[2][-1])})
  return axes:xlim(p.x[1], p.x[-1]):ylim(p.y[1], p.y[-1])
end

local function cost_surface(axes, m, X, y, options)
  options = context.options("plot.cost_surface", options)
  local p = prepare("cost_surface", m, X, y, options.run, options)
  axes:surface(p.x, p.y, p.Z, {path = options.run and p.ways, azim = options.azim,
    elev = options.elev})
  label_axes(axes, p, "The cost J(%s, %s)")
  return axes:zlabel("J")
end

-- -- entries -----------------------------------------------------------------

local RUN = "x, y = vector{1, 2}, vector{300, 500}\nm = model.linear()\n"
  .. "run = train(m, x, y, {iterations=3})\n"
local PARAMS = " For a model with more weights, params = {\"w1\", \"w2\"} selects the two "
  .. "parameters that vary; the others keep their values in the model. In a softmax model \"w2,3\" "
  .. "is the weight of feature 3 for class 2, and \"b2\" is that class's intercept. The cost is "
  .. "computed at grid x grid points; grid defaults to 151 (101 for a surface), or "
  .. "less if that would take too long."

local list = {}
local function enter(...)
  for _, entry in ipairs{...} do list[#list + 1] = entry end
end

enter(pictures.panel("descent", descent, "m, X, y, run, {params=, grid=}",
  "Plots the path of a training run on the contours of the cost as a function of two parameters, w "
  .. "and b for a model with one feature. The contour levels are spaced geometrically above the "
  .. "lowest cost, and the end of the path is labeled." .. PARAMS,
  RUN, "m, x, y, run, {grid = 5}",
  "axes 1, 5 marks: contour, contour, line, scatter, scatter"))
enter(pictures.panel("cost_surface", cost_surface, "m, X, y, {run=, params=, grid=, azim=, elev=}",
  "Plots the cost as a surface over two parameters, w and b for a model with one feature. run=run "
  .. "adds the path of a training run. azim and elev are as in plot.surface." .. PARAMS,
  RUN, "m, x, y, {run = run, grid = 5}", "axes 1, 1 mark: surface"))

return {entries = list, prepare = prepare, levels_of = levels_of, label_axes = label_axes,
  read_params = read_params, with_cost = with_cost, value_of = value_of, bottom = bottom,
  heights_of = heights_of, parameter_text = parameter_text}
