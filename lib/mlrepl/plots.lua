-- plots.lua - the pictures of machine learning, made of plot's own words.
--
-- Each is one function of an axes; `plot.cost(...)` calls it with the current
-- axes, `f[1]:cost(...)` with its own.

local kit = ...

local MARKERS = {"o", "s", "^", "D"}
local CLASS_COLORS = {"C0", "C3", "C2", "C1", "C4", "C5", "C6", "C7"}
local GRID = 120 -- places a side at which a model is asked

local function fail(name, format, ...)
  kit.fail("plot." .. name, format:format(...))
end

-- Is it of a type the program made? Tables may have metatables of their own.
local function is(value, word)
  return type(value) == "userdata" and (kit.describe(value):match("^%a+")) == word
end

-- A vector, or a table of numbers as one.
local function to_vector(name, what, value)
  if is(value, "vector") then return value end
  if kit.describe(value) ~= "table" then -- a dataset is a table too
    fail(name, "%s: vector or table of numbers expected, got %s", what, kit.describe(value))
  end
  for i = 1, math.tointeger(#value) or 0 do
    if type(value[i]) ~= "number" then
      fail(name, "%s: element %d must be a number, got %s", what, i, kit.describe(value[i]))
    end
  end
  return vector(value)
end

-- The columns of X: one feature may be a vector.
local function features(name, X)
  if not is(X, "matrix") then return {to_vector(name, "X", X)} end
  local _, n = X:size()
  local columns = {}
  if n == 0 then fail(name, "X has no columns") end
  for j = 1, n do columns[j] = X:column(j) end
  return columns
end

local function same_length(name, x, y)
  if #x ~= #y then fail(name, "X has %d examples, y has %d", #x, #y) end
end

local function check_model(name, m, method)
  local ok, found = pcall(function() return m[method] end)
  if not ok or type(found) ~= "function" then
    fail(name, "m (argument 1): model with %s expected, got %s", method, kit.describe(m))
  end
end

local function name_of(options, j, otherwise)
  return options.names and options.names[j] or otherwise
end

-- The name of the feature that X is or has, where the data know it.
local function data_name(X, j)
  if is(X, "vector") then return j == 1 and X.name or nil end
  local names = is(X, "matrix") and X.names
  return names and names[j] or nil
end

-- What the model calls its features, where it knows.
local function with_names(options, m)
  if options.names then return options end
  local ok, names = pcall(function() return m.names end)
  return setmetatable({names = ok and type(names) == "table" and names or nil},
                      {__index = options})
end

-- -- cost --------------------------------------------------------------------

local function is_run(value)
  local ok, cost = pcall(function() return value.cost end)
  return ok and is(cost, "vector")
end

-- Over two decades a plain axis shows a corner and nothing else.
local function spans_decades(costs)
  local least, most = math.huge, 0
  for _, cost in ipairs(costs) do
    least, most = math.min(least, cost:min()), math.max(most, cost:max())
  end
  return least > 0 and most / least > 100
end

local function split_runs(...)
  local runs = table.pack(...)
  local options
  if runs.n > 1 and type(runs[runs.n]) == "table" and not is_run(runs[runs.n]) then
    options = table.remove(runs, runs.n)
    runs.n = runs.n - 1
  end
  if runs.n == 0 then fail("cost", "run (argument 1): what train gives expected, got nothing") end
  for i = 1, runs.n do
    if not is_run(runs[i]) then
      fail("cost", "run (argument %d): what train gives expected, got %s", i, kit.describe(runs[i]))
    end
    if #runs[i].cost == 0 then fail("cost", "run (argument %d) has no iterations", i) end
  end
  return runs, kit.options("plot.cost", options, {labels = true, log = true})
end

local function cost(axes, ...)
  local runs, options = split_runs(...)
  local costs = {}
  for i, run in ipairs(runs) do
    costs[i] = run.cost
    local label = options.labels and options.labels[i] or #runs > 1 and "run " .. i or nil
    axes:line(vector.range(1, #run.cost), run.cost, {label = label})
  end
  local log = options.log
  if log ~= nil and type(log) ~= "boolean" then
    fail("cost", "option log: true or false expected, got %s", kit.describe(log))
  end
  if log == nil then log = spans_decades(costs) end
  axes:title("Cost against iteration"):xlabel("iteration"):ylabel("cost J(w, b)")
  return axes:log_y(log)
end

-- -- data --------------------------------------------------------------------

-- The classes of y, when it looks like classes: a few whole numbers.
local function classes_of(y)
  local seen, classes = {}, {}
  for i = 1, #y do
    local value = y[i]
    if value ~= math.floor(value) then return nil end
    if not seen[value] then
      seen[value] = true
      classes[#classes + 1] = value
      if #classes > #CLASS_COLORS then return nil end
    end
  end
  table.sort(classes)
  return classes
end

local function class_label(options, k, class)
  return options.classes and options.classes[k] or ("y = %g"):format(class)
end

local function scatter_classes(axes, x1, x2, y, options)
  for k, class in ipairs(classes_of(y) or {}) do
    local mask = y:eq(class)
    axes:scatter(x1:where(mask), x2:where(mask), {
      color = CLASS_COLORS[k], marker = MARKERS[(k - 1) % #MARKERS + 1], alpha = 1,
      edgecolor = "white", size = 8, label = class_label(options, k, class)})
  end
end

local DATA_OPTIONS = {names = true, classes = true}

-- The labels of the axes: those given, those the data know, or letters.
local function label_one(axes, X, y, options)
  axes:xlabel(name_of(options, 1, data_name(X, 1) or "x"))
  return axes:ylabel(name_of(options, 2, data_name(y, 1) or "y"))
end

local function label_two(axes, X, options)
  axes:xlabel(name_of(options, 1, data_name(X, 1) or "x_0"))
  return axes:ylabel(name_of(options, 2, data_name(X, 2) or "x_1"))
end

local function data(axes, X, y, options)
  options = kit.options("plot.data", options, DATA_OPTIONS)
  local x = features("data", X)
  y = to_vector("data", "y", y)
  same_length("data", x[1], y)
  if #x == 1 then
    axes:scatter(x[1], y, {marker = "x", color = "red", alpha = 1, label = "data"})
    return label_one(axes, X, y, options)
  end
  if #x ~= 2 then
    fail("data", "X has %d features; choose two, as with X:take_columns{1, 2}", #x)
  end
  if not classes_of(y) then
    fail("data", "y holds more than %d different values or fractions; with two features "
      .. "it must hold classes such as 0 and 1", #CLASS_COLORS)
  end
  scatter_classes(axes, x[1], x[2], y, options)
  return label_two(axes, X, options)
end

-- -- fit ---------------------------------------------------------------------

local function fit(axes, m, X, y, options)
  options = with_names(kit.options("plot.fit", options, {names = true}), m)
  check_model("fit", m, "predict")
  local x = features("fit", X)
  if #x ~= 1 then fail("fit", "one feature expected, got %d", #x) end
  y = to_vector("fit", "y", y)
  same_length("fit", x[1], y)
  if #y == 0 then fail("fit", "X has no examples") end
  local at = vector.linspace(x[1]:min(), x[1]:max(), 200)
  local predicted = m:predict(matrix.columns{at}) -- first: it may refuse
  axes:scatter(x[1], y, {marker = "x", color = "red", alpha = 1, label = "actual"})
  axes:line(at, predicted, {color = "C0", label = "our prediction"})
  return label_one(axes, X, y, options)
end

-- -- boundary ----------------------------------------------------------------

-- From a little below the least to a little above the largest.
local function side(v)
  local least, most = v:min(), v:max()
  local room = most > least and (most - least) * 0.06 or 1
  return vector.linspace(least - room, most + room, GRID)
end

-- All places of the grid, row by row: x changes fastest.
local function grid_points(x, y)
  local first, second = vector.zeros(GRID * GRID), vector.zeros(GRID * GRID)
  for i = 1, GRID do
    for j = 1, GRID do
      local k = (i - 1) * GRID + j
      first[k], second[k] = x[j], y[i]
    end
  end
  return matrix.columns{first, second}
end

local PROBABILITIES = vector.linspace(0, 1, 11)

local function threshold_of(m)
  local ok, threshold = pcall(function() return m.threshold end)
  return ok and type(threshold) == "number" and threshold or 0.5
end

local function boundary(axes, m, X, y, options)
  options = with_names(kit.options("plot.boundary", options, DATA_OPTIONS), m)
  check_model("boundary", m, "probability")
  local x = features("boundary", X)
  if #x ~= 2 then fail("boundary", "two features expected, got %d", #x) end
  y = to_vector("boundary", "y", y)
  same_length("boundary", x[1], y)
  if #y == 0 then fail("boundary", "X has no examples") end
  if not classes_of(y) then fail("boundary", "y must hold classes such as 0 and 1") end
  local at_x, at_y = side(x[1]), side(x[2])
  local p = m:probability(grid_points(at_x, at_y)):reshape(GRID, GRID)
  axes:contour(at_x, at_y, p, {filled = true, cmap = "coolwarm", levels = PROBABILITIES})
  axes:contour(at_x, at_y, p, {levels = {threshold_of(m)}, color = "black", linewidth = 2})
  scatter_classes(axes, x[1], x[2], y, options)
  return label_two(axes, X, options)
end

-- -- entries -----------------------------------------------------------------

local CLOSE = "\nplot.close()"

local function entries_of(word, fn, arguments, help, setup, call, shown)
  return {
    name = "plot." .. word, usage = ("plot.%s(%s)"):format(word, arguments),
    help = help .. " Drawn into the current axes.",
    example = ("plot.figure()\n%splot.%s(%s)\nplot.axes() --> %s%s")
      :format(setup, word, call, shown, CLOSE),
    fn = function(...) fn(plot.axes(), ...) end,
  }, {
    name = "axes:" .. word, usage = ("a:%s(%s)"):format(word, arguments),
    help = help .. " Drawn into this axes, which is given back.",
    example = ("%sf = plot.figure{}\nf[1]:%s(%s) --> %s%s")
      :format(setup, word, call, shown, CLOSE),
    fn = function(axes, ...)
      if not is(axes, "axes") then
        kit.fail("axes:" .. word, "axes expected before ':', got " .. kit.describe(axes))
      end
      fn(axes, ...)
      return axes
    end,
  }
end

local LINEAR = "m = model.linear{w={2}, b=1}\n"
local LOGISTIC = "m = model.logistic{w={1, 1}, b=-3}\nX = matrix{{1, 1}, {2, 2}}\n"

local list = {}

local function enter(...)
  local current, method = entries_of(...)
  list[#list + 1] = current
  list[#list + 1] = method
end

enter("cost", cost, "run, ..., {labels=, log=}",
  "The cost of one or more training runs against the iteration. labels = {\"a\", \"b\"} names "
  .. "the runs in the legend. The cost axis is logarithmic when the costs span more than two "
  .. "decades; log = true or false decides it.",
  "run = {cost = vector{4, 2, 1}}\n", "run", "axes 1, 1 mark: line")
enter("data", data, "X, y, {names=, classes=}",
  "The data: for one feature, y against it; for two features and classes in y, a colour and a "
  .. "marker a class. names = {\"size\", \"price\"} are the axes' labels, else the names that X "
  .. "and y know; classes = {\"no\", \"yes\"} are the legend's.",
  "X = matrix{{1, 2}, {3, 4}, {5, 6}}\n", "X, vector{0, 1, 1}",
  "axes 1, 2 marks: scatter, scatter")
enter("fit", fit, "m, X, y, {names=}",
  "A model of one feature: the data, and what the model predicts between their ends.",
  LINEAR, "m, vector{1, 2}, vector{3, 5}", "axes 1, 2 marks: scatter, line")
enter("boundary", boundary, "m, X, y, {names=, classes=}",
  "A model of two features: the probability of class 1 from blue (0) to red (1), the line where "
  .. "the model changes its mind (threshold, 0.5), and the data by class.",
  LOGISTIC, "m, X, vector{0, 1}", "axes 1, 4 marks: contour, contour, scatter, scatter")

return list
