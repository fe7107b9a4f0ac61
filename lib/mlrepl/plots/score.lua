-- score.lua - model evaluation: plot.confusion, plot.learning_curve.

local context = require "mlrepl.context"
local pictures = require "mlrepl.plots.common"
local fail, is = pictures.fail, pictures.is

local MOST_CLASSES = 20

-- -- confusion ---------------------------------------------------------------

local function is_model(value) return pictures.can(value, "predict") end

-- Arguments are (m, X, y), (y, yhat), or the result of metrics.confusion.
local function read_confusion(first, second, third, fourth)
  if context.describe(first):find("^confusion") then return first, second end
  if not is_model(first) then
    return metrics.confusion(pictures.to_vector("confusion", "y", first),
      pictures.to_vector("confusion", "yhat", second)), third
  end
  pictures.check_weights("confusion", first)
  if first.kind == "linear" or first.kind == "poisson" then
    fail("confusion", ("a %s model predicts numbers, not classes; use plot.residuals"):format(
      first.kind))
  end
  local x
  x, third = pictures.examples("confusion", second, third)
  pictures.check_features("confusion", first, x)
  return metrics.confusion(third, first:predict(second)), fourth
end

local function texts_of(c, options)
  local given = pictures.check_texts("confusion", "classes", options.classes, #c.classes)
  if given or c.names then return given or c.names end
  local texts = {}
  for k = 1, #c.classes do texts[k] = ("%g"):format(c.classes[k]) end
  return texts
end

local function confusion(axes, ...)
  local c, options = read_confusion(...)
  options = context.options("plot.confusion", options)
  local K = #c.classes
  if K > MOST_CLASSES then
    fail("confusion", "too many classes (%d); at most %d can be shown", K, MOST_CLASSES)
  end
  local texts, counts = texts_of(c, options), c:matrix()
  local right = 0
  for k = 1, K do right = right + counts:get(k, k) end
  axes:image(counts, {cmap = "Blues", numbers = true, vmin = 0, vmax = math.max(1, counts:max())})
  axes:xticks(vector.range(1, K), texts):yticks(vector.range(1, K), texts):grid(false)
  axes:xlabel("predicted"):ylabel("true")
  return axes:title(("Confusion matrix: accuracy %.3g%%"):format(100 * right / counts:sum()))
end

-- -- learning curve ----------------------------------------------------------

local USUAL_SIZES = 8

-- 1/8, 2/8 ... of the training set.
local function usual_sizes(m)
  local sizes = {}
  for k = 1, USUAL_SIZES do
    local size = math.ceil(m * k / USUAL_SIZES)
    if size ~= sizes[#sizes] and size >= 2 then sizes[#sizes + 1] = size end
  end
  return sizes
end

local function read_sizes(sizes, m)
  if sizes == nil then return usual_sizes(m) end
  sizes = pictures.to_vector("learning_curve", "option sizes", sizes):totable()
  if #sizes == 0 then fail("learning_curve", "option sizes: at least one number expected") end
  for i, size in ipairs(sizes) do
    if size ~= math.floor(size) or size < 1 or size > m then
      fail("learning_curve", "option sizes: integers from 1 to %d (the size of the training "
        .. "set) expected, but element %d is %g", m, i, size)
    end
    sizes[i] = math.tointeger(size)
  end
  return sizes
end

-- The cost without the penalty.
local function plain_cost(m, X, y)
  local lambda = m.lambda
  if not lambda or lambda == 0 then return m:cost(X, y) end
  m.lambda = 0
  local ok, cost = pcall(m.cost, m, X, y)
  m.lambda = lambda
  if not ok then error(cost, 0) end
  return cost
end

-- Trains on the first `size` examples and measures on training and test set.
local function reach(make, parts, size, measure)
  local X, y = parts[1]:rows(1, size), parts[3]:slice(1, size)
  local m = make(X, y)
  if not is_model(m) then
    fail("learning_curve", "make (argument 1) must return a trained model, got %s",
      context.describe(m))
  end
  return measure(m, X, y), measure(m, parts[2], parts[4])
end

local function as_matrix(name, X)
  if is(X, "matrix") then return X end
  local v = pictures.to_vector(name, "X", X)
  return matrix.columns{v}
end

local function learning_curve(axes, make, X, y, options)
  options = context.options("plot.learning_curve", options)
  if type(make) ~= "function" then
    fail("learning_curve", "make (argument 1): function(X, y) expected that returns a trained "
      .. "model, got %s", context.describe(make))
  end
  local by_score = options.score
  if by_score ~= nil and type(by_score) ~= "boolean" then
    fail("learning_curve", "option score: true or false expected, got %s",
      context.describe(by_score))
  end
  local _
  _, y = pictures.examples("learning_curve", X, y)
  local parts = {data.split(as_matrix("learning_curve", X), y,
    {test = options.test, seed = options.seed, stratify = options.stratify})}
  local sizes = read_sizes(options.sizes, #parts[1])
  local measure = by_score and function(m, ...) return m:score(...) end or plain_cost
  local train_side, test_side = {}, {}
  for k, size in ipairs(sizes) do
    train_side[k], test_side[k] = reach(make, parts, size, measure)
  end
  axes:line(sizes, train_side, {marker = "o", size = 6, label = "training set"})
  axes:line(sizes, test_side, {marker = "o", size = 6, label = "test set"})
  axes:title("Learning curve"):xlabel("training examples")
  return axes:ylabel(by_score and "score" or "cost J(w, b)")
end

-- -- entries -----------------------------------------------------------------

local list = {}
local function enter(...)
  for _, entry in ipairs{...} do list[#list + 1] = entry end
end

enter(pictures.panel("confusion", confusion, "m, X, y, {classes=}",
  "Plots the confusion matrix: the number of examples for each true class (row) and predicted "
  .. "class (column). Also accepts (y, yhat, {classes=}) or the result of metrics.confusion. "
  .. "classes = {\"no\", \"yes\"} are the class names.",
  "", "{0, 1, 1}, {0, 1, 0}", "axes 1, 1 mark: image"))
enter(pictures.panel("learning_curve", learning_curve,
  "make, X, y, {sizes=, score=, test=, seed=, stratify=}",
  "Plots the cost (without the penalty) on the training and test sets against the number of "
  .. "training examples. make(X, y) must return a model trained on the given examples; it is "
  .. "called with the first 1/8, 2/8 ... of the training set, or with sizes = {20, 50, 100} "
  .. "examples. score = true plots R² or the accuracy instead. test, seed and stratify are as in "
  .. "data.split.",
  "function make(X, y)\n  m = model.linear()\n  train(m, X, y, {method=\"exact\"})\n  return m\n"
  .. "end\n", "make, vector{1, 2, 3, 4, 5}, {1, 2, 3, 4, 6}, {sizes={2, 4}}",
  "axes 1, 2 marks: line, line"))

return {entries = list}
