-- common.lua - shared by the machine learning plots: argument checks, axis
-- labels, class markers and help entries.
--
-- Each plot is a function of an axes: plot.cost(...) calls it with the current
-- axes, f[1]:cost(...) with that one. Plots of several panels create a figure.

local context = require "mlrepl.context"

local pictures = {}

local MARKERS = {"o", "s", "^", "D"}
local CLASS_COLORS = {"C0", "C3", "C2", "C1", "C4", "C5", "C6", "C7", "C8", "C9"}

-- -- checks ------------------------------------------------------------------

-- The name is that of a plot, or a full name such as "explore.cost".
function pictures.fail(name, format, ...)
  context.fail(name:find(".", 1, true) and name or "plot." .. name, format:format(...))
end

local fail = pictures.fail

-- Is value a userdata of that type?
function pictures.is(value, word)
  return type(value) == "userdata" and (context.describe(value):match("^%a+")) == word
end

local is = pictures.is

-- Converts a table of numbers to a vector.
function pictures.to_vector(name, what, value)
  if is(value, "vector") then return value end
  if context.describe(value) ~= "table" then -- a dataset is a table too
    fail(name, "%s: vector or table of numbers expected, got %s", what, context.wrong_number(value))
  end
  for i = 1, math.tointeger(#value) or 0 do
    if type(value[i]) ~= "number" then
      fail(name, "%s: element %d must be a number, got %s", what, i,
        context.wrong_number(value[i]))
    end
  end
  return vector(value)
end

-- Raises an error if a number of the vector or matrix is nan or infinite.
function pictures.check_finite(name, what, values)
  local flat = is(values, "matrix") and values:flatten() or values
  if (flat * 0):eq(0):sum() < #flat then
    fail(name, "%s: finite numbers expected, but there are nan or inf", what)
  end
end

-- The columns of X; one feature may be given as a vector.
function pictures.features(name, X)
  if not is(X, "matrix") then return {pictures.to_vector(name, "X", X)} end
  local _, n = X:size()
  local columns = {}
  if n == 0 then fail(name, "X has no columns") end
  for j = 1, n do columns[j] = X:column(j) end
  return columns
end

-- Returns the columns of X, and y, after checking that their lengths agree.
function pictures.examples(name, X, y)
  local x = pictures.features(name, X)
  y = pictures.to_vector(name, "y", y)
  if #x[1] ~= #y then fail(name, "X has %d examples, but y has %d", #x[1], #y) end
  if #y == 0 then fail(name, "X has no examples") end
  return x, y
end

-- value[key], or nil where indexing raises an error.
function pictures.field(value, key)
  local ok, found = pcall(function() return value[key] end)
  return ok and found or nil
end

local field = pictures.field

-- Is m a model, or the user's own object, with this method?
function pictures.can(m, method)
  return (type(m) == "table" or is(m, "model")) and type(field(m, method)) == "function"
end

function pictures.check_model(name, m, method)
  if not pictures.can(m, method) then
    fail(name, "m (argument 1): model with a method %s expected, got %s", method,
      context.describe(m))
  end
end

-- Checked before predicting, so that the message names the plot.
function pictures.check_weights(name, m)
  if is(m, "model") and not m.w then
    fail(name, "the model has no weights yet; train it, or set w (and b)")
  end
end

-- x is a list of columns.
function pictures.check_features(name, m, x)
  local n = field(m, "features")
  if n and n ~= #x then
    fail(name, "X has %d feature%s, but the model has %d", #x, #x == 1 and "" or "s", n)
  end
end

-- Reorders the columns of X to match the model's names.
function pictures.in_order(m, X)
  local known, given = is(m, "model") and m.names, is(X, "matrix") and X.names
  if is(X, "vector") and X.name then given = {X.name} end
  if not known or not given or table.concat(known, "\0") == table.concat(given, "\0") then
    return X
  end
  m:predict(is(X, "matrix") and X:rows(1, 1) or X) -- raises if the names differ
  local at, order = {}, {}
  for j, name in ipairs(given) do at[name] = j end
  for j, name in ipairs(known) do order[j] = at[name] end
  return X:take_columns(order)
end

-- A table with its length, which __len may turn into anything; or what it is instead.
function pictures.describe_list(value)
  local kind = context.describe(value)
  local n = kind == "table" and #value
  return math.type(n) == "integer" and ("a table of %d"):format(n) or kind
end

-- Checks an option that is a list of n strings, or nil.
function pictures.check_texts(name, key, texts, n)
  if texts == nil then return nil end
  if context.describe(texts) ~= "table" or (n and #texts ~= n) then
    fail(name, "option %s: table of %d strings expected, got %s", key, n or 1,
      pictures.describe_list(texts))
  end
  for i, text in ipairs(texts) do
    if type(text) ~= "string" then
      fail(name, "option %s: element %d must be a string, got %s", key, i, context.describe(text))
    end
  end
  return texts
end

-- -- names -------------------------------------------------------------------

-- The name of feature j, if the data has names.
function pictures.data_name(X, j)
  if is(X, "vector") then return j == 1 and X.name or nil end
  local names = is(X, "matrix") and X.names
  return names and names[j] or nil
end

local data_name = pictures.data_name

-- Adds the model's feature names to the options unless they have names.
function pictures.with_names(options, m)
  if options.names then return options end
  local names = field(m, "names")
  return setmetatable({names = type(names) == "table" and names or nil}, {__index = options})
end

-- The j-th of options.names, which may be anything.
local function given_name(options, j)
  return type(options.names) == "table" and options.names[j] or nil
end

-- The name of feature j of n: from the options, the data, or x_0, x_1 ...
function pictures.feature_name(options, X, j, n)
  return given_name(options, j) or data_name(X, j)
    or (n == 1 and "x" or ("x_%d"):format(j - 1))
end

function pictures.target_name(options, n, y)
  return given_name(options, n + 1) or data_name(y, 1) or "y"
end

local KINDS = {linear = "Linear regression", logistic = "Logistic regression",
  softmax = "Softmax regression", poisson = "Poisson regression", custom = "Custom model"}

function pictures.kind_words(m) return KINDS[field(m, "kind")] or "Model" end

-- -- classes -----------------------------------------------------------------

function pictures.class_color(k) return CLASS_COLORS[(k - 1) % #CLASS_COLORS + 1] end

-- Together with the color, different for the first 40 classes.
local function class_marker(k)
  local shifted = (k - 1) // (#CLASS_COLORS * 2)
  return MARKERS[(k - 1 + shifted) % #MARKERS + 1]
end

-- More distinct values are measurements, unless they are whole and repeat.
local MANY_CLASSES = 40

-- The classes of y: its distinct values in ascending order. Nil if they are
-- measurements or not finite.
function pictures.classes_of(y)
  local seen, classes, whole = {}, {}, true
  for i = 1, #y do
    local value = y[i]
    if value ~= value or value == math.huge or value == -math.huge then return nil end
    if not seen[value] then
      seen[value] = true
      whole = whole and value == math.floor(value)
      classes[#classes + 1] = value
      if #classes > MANY_CLASSES and (not whole or #classes > #y / 2) then return nil end
    end
  end
  table.sort(classes)
  return classes
end

local function are_words(y)
  local n = context.describe(y) == "table" and math.tointeger(#y) or 0
  for i = 1, n do
    if type(y[i]) ~= "string" then return false end
  end
  return n > 0
end

-- Class names, such as a column of text, become numbers from `first` on in sorted
-- order, as dataset:labels makes them, and name the classes. Returns y and options.
function pictures.from_words(y, options, first)
  if not are_words(y) then return y, options end
  local number, names, numbers = {}, {}, {}
  for i = 1, #y do
    if not number[y[i]] then names[#names + 1] = y[i] end
    number[y[i]] = true
  end
  table.sort(names)
  for k, word in ipairs(names) do number[word] = first + k - 1 end
  for i = 1, #y do numbers[i] = number[y[i]] end
  return vector(numbers), setmetatable({classes = options.classes or names}, {__index = options})
end

function pictures.check_classes(name, y)
  local classes = pictures.classes_of(y)
  if classes then return classes end
  fail(name, "with two features y must hold classes such as 0 and 1, but it has more than %d "
    .. "distinct values, or nan or inf", MANY_CLASSES)
end

function pictures.class_name(options, k, class)
  return options.classes and options.classes[k] or ("y = %.14g"):format(class)
end

-- Draws the points with one marker and color per class, skipping classes not in
-- y. `colors` overrides the default colors.
function pictures.scatter_classes(axes, x1, x2, y, classes, options, colors)
  for k, class in ipairs(classes) do
    local mask = y:eq(class)
    if mask:sum() > 0 then
      axes:scatter(x1:where(mask), x2:where(mask), {
        color = colors and colors[k] or pictures.class_color(k),
        marker = class_marker(k), alpha = 1,
        edgecolor = "white", size = 8, label = pictures.class_name(options, k, class)})
    end
  end
end

-- -- entries -----------------------------------------------------------------

local CLOSE = "\nplot.close()"

-- The entry of the method axes:word, which returns the axes.
function pictures.method(word, fn, arguments, help, setup, call, shown)
  return {
    name = "axes:" .. word, usage = ("a:%s(%s) -> axes"):format(word, arguments),
    help = help .. " Draws into this axes and returns it.",
    example = ("%sf = plot.figure{}\nf[1]:%s(%s) --> %s%s")
      :format(setup, word, call, shown, CLOSE),
    fn = function(axes, ...)
      if not is(axes, "axes") then context.fail_receiver("axes:" .. word, axes) end
      fn(axes, ...)
      return axes
    end,
  }
end

-- The entries of a one-panel plot: plot.word for the current axes, and the method.
function pictures.panel(word, fn, arguments, help, setup, call, shown)
  return {
    name = "plot." .. word, usage = ("plot.%s(%s) -> nothing"):format(word, arguments),
    help = help .. " Draws into the current axes.",
    example = ("plot.figure()\n%splot.%s(%s)\nplot.axes() --> %s%s")
      :format(setup, word, call, shown, CLOSE),
    fn = function(...) fn(plot.axes(), ...) end,
  }, pictures.method(word, fn, arguments, help, setup, call, shown)
end

-- The entry of a plot that creates and returns its own figure.
function pictures.figure(word, fn, arguments, help, setup, call, shown)
  return {
    name = "plot." .. word, usage = ("plot.%s(%s) -> figure"):format(word, arguments),
    help = help .. " Creates a new figure, makes it current and returns it.",
    example = ("%splot.%s(%s) --> %s%s"):format(setup, word, call, shown, CLOSE), fn = fn,
  }
end

-- Creates a figure with the options size, title and theme; errors in them name
-- the plot, not plot.figure.
function pictures.new_figure(name, rows, columns, options, usual)
  local ok, f = pcall(plot.figure, {rows = rows, columns = columns, size = options.size or usual,
    title = options.title, theme = options.theme})
  if ok then return f end
  local why = tostring(f):match("plot%.figure: (.*)$")
  if not why then error(f, 0) end
  fail(name, "%s", why)
end

-- Calls a method of the model; its error, such as a wrong number of columns, becomes
-- one of plot.<name>.
function pictures.apply(plot_name, m, method, X)
  local ok, values = pcall(m[method], m, X)
  if ok then return values end
  pictures.fail(plot_name, "%s", (tostring(values):gsub("^.-model:%a+: ", "")))
end

return pictures
