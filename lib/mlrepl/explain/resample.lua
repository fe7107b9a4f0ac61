-- resample.lua - resample: a model refitted on bootstrap samples of its data.

local context = require "mlrepl.context"
local counted = require "mlrepl.explain.counted"
local influence = require "mlrepl.explain.influence"
local record = require "mlrepl.explain.record"
local refits = require "mlrepl.explain.refits"
local random = require "mlrepl.random"

local resample = {}

local FEWEST = 10 -- refits that an interval needs

local function fail(format, ...) context.fail("resample", format:format(...)) end
local function number(x) return ("%.5g"):format(x) end

-- -- the draws ---------------------------------------------------------------------

-- Returns a function that draws n row numbers, with a generator of its own: the user's
-- random numbers go on as if nothing had been drawn.
local function new_draws(n, start)
  local theirs = table.pack(random.state())
  seed(start)
  local ours = table.pack(random.state())
  random.set_state(table.unpack(theirs))
  return function()
    theirs = table.pack(random.state())
    random.set_state(table.unpack(ours))
    local rows = floor(vector.random(n) * n) + 1
    ours = table.pack(random.state())
    random.set_state(table.unpack(theirs))
    return rows
  end
end

local MOST_DRAWS = 1e6 -- per sample

-- The row of each draw, if row i stands for weights[i] equal ones.
local function owners(weights)
  local list, total = {}, weights:sum()
  if total > MOST_DRAWS then
    fail("option weights: they add up to %.6g rows, and a sample draws so many, at most %d; divide "
      .. "them by a number that makes them importances", total, MOST_DRAWS // 1 | 0)
  end
  for i, times in ipairs(weights:totable()) do
    for _ = 1, times do list[#list + 1] = i end
  end
  return list
end

-- The distinct rows of a sample in ascending order, and how often each was drawn.
local function tally(drawn, owner)
  local times = {}
  for _, at in ipairs(drawn:totable()) do
    local row = owner[at // 1 | 0]
    times[row] = (times[row] or 0) + 1
  end
  local rows, counts = {}, {}
  for row in pairs(times) do rows[#rows + 1] = row end
  table.sort(rows)
  for k, row in ipairs(rows) do counts[k] = times[row] end
  return vector(rows), vector(counts)
end

-- Returns a function that gives the rows of a sample and their weights and offsets, and how many
-- rows it draws. Whole weights count equal rows, which are drawn one by one; otherwise a row is
-- drawn with its weight.
local function new_samples(n, start, data)
  local weights = data and data.weights
  if not weights or not counted.whole(weights) then
    local draw = new_draws(n, start)
    return function()
      local rows = draw()
      return rows, counted.part(data, function(v) return v:take(rows) end)
    end, n
  end
  local owner = owners(weights)
  local draw = new_draws(#owner, start)
  return function()
    local rows, counts = tally(draw(), owner)
    local part = counted.part(data, function(v) return v:take(rows) end)
    part.weights = counts
    return rows, part
  end, #owner
end

-- -- text ------------------------------------------------------------------------

local SHOWN = 15

local FAULTS = {separable = "the classes are separable", collinear = "columns depend on each other",
  diverged = "the training diverged"}

local function fault_lines(r)
  local lines = {}
  for _, fault in ipairs{"separable", "collinear", "diverged"} do
    local count = r[fault]
    if count > 0 then
      lines[#lines + 1] = ("note: in %d of %d samples %s, so that they do not determine the "
        .. "weights; they are left out, and the intervals are too narrow%s"):format(count, r.count,
        FAULTS[fault], fault == "diverged" and "" or "; lambda=1 keeps the weights finite")
    end
  end
  return lines
end

local function to_text(r)
  local rows = {{"", "weight", "std of refits", ("%g%% of refits"):format(100 * r.level)}}
  for i = 1, math.min(#r.names, SHOWN) do
    rows[i + 1] = {r.names[i], number(r.estimate[i]), number(r.se[i]),
      ("[%s, %s]"):format(number(r.low[i]), number(r.high[i]))}
  end
  local lines = {("%s model refitted on %d samples of %d rows"):format(r.kind, r.used, r.examples),
    (record.aligned(rows))}
  if #r.names > SHOWN then lines[3] = ("... %d more"):format(#r.names - SHOWN) end
  for _, line in ipairs(fault_lines(r)) do lines[#lines + 1] = line end
  if r.distance > 0.1 then
    lines[#lines + 1] = ("note: the model is %.2g standard errors from its optimum, which the "
      .. "refits reach: train it further"):format(r.distance)
  end
  return table.concat(lines, "\n")
end

local resampling = record.type("resampling", to_text)

-- -- arguments ---------------------------------------------------------------------

local function check_count(count)
  if count == nil then return 200 end
  if math.type(count) ~= "integer" and not (math.type(count) == "float" and count % 1 == 0)
    or count < FEWEST or count > 1e6 then
    fail("count (argument 4): integer of at least %d expected, got %s", FEWEST,
      context.wrong_number(count))
  end
  return count // 1 | 0
end

local function check_level(level)
  if level == nil then return 0.95 end
  if type(level) ~= "number" or not (level > 0 and level < 1) then
    fail("option level: number between 0 and 1 (0.95 is usual) expected, got %s",
      context.wrong_number(level))
  end
  return level
end

local function check_model(m)
  if type(m) ~= "userdata" or not context.describe(m):find("^model") then
    fail("m (argument 1): model expected, got %s", context.wrong_number(m))
  end
end

-- The model fitted to all rows, from where the model stands; errors name resample.
local function fit_whole(m, X, y, how, data)
  local ok, full, fault = pcall(refits.fit, m, X, y, how, data)
  if ok then return full, fault end
  local reason = tostring(full):match("train: (.*)$")
  if not reason then error(full, 0) end
  fail("%s", reason)
end

-- -- resample ----------------------------------------------------------------------

-- Keeps the refits whose samples determine the weights.
local function refit_all(full, X, y, how, r)
  local models, rows = {}, {}
  local draw, count = new_samples(#y, how.seed, r.data)
  r.examples = count
  local function sample()
    local drawn, data = draw()
    return X:take(drawn), y:take(drawn), data
  end
  local function keep(_, copy, fault)
    if fault then
      r[fault] = r[fault] + 1
    else
      models[#models + 1], rows[#rows + 1] = copy, refits.weights(copy)
    end
  end
  refits.all(full, r.count, sample, how, "refits", keep)
  return models, rows
end

local function spread(r, rows)
  local W = matrix.rows(rows)
  r.weights, r.used = W, #rows
  r.se = W:std("columns") * math.sqrt(#rows / (#rows - 1))
  r.low, r.high = W:quantile((1 - r.level) / 2, "columns"), W:quantile((1 + r.level) / 2, "columns")
end

-- How far the model was from the optimum when resample was called, in standard errors.
local function distance_of(m, r)
  if m.features == 0 then return 0 end
  local apart = abs(refits.weights(m) - r.estimate) / (r.se + 1e-300)
  return apart:max()
end

local function run_resample(m, X, y, options)
  local how = {method = options.method or refits.usual_method(m), seed = options.seed or 1,
    iterations = options.iterations or (options.method or m.kind ~= "linear") and 200 or nil,
    progress = options.progress ~= false}
  local ok, numbers = pcall(vector, y) -- else train says what is wrong with y
  if ok then y = numbers end
  X, y, options = counted.drop(X, y, options)
  local data = counted.data(options)
  local full, fault = fit_whole(m, X, y, how, data)
  if fault then
    fail("the rows do not determine the weights: %s; set lambda, as in m.lambda = 1", FAULTS[fault])
  end
  local _, raw = context.model_features(full, X)
  local r = {kind = m.kind, count = options.count, level = options.level, data = data or false,
    separable = 0, collinear = 0, diverged = 0, names = refits.names(full), model = full,
    estimate = refits.weights(full), X = raw, y = y, how = how}
  local models, rows = refit_all(full, raw, y, how, r)
  if #rows < FEWEST then
    fail("only %d of %d samples determine the weights (%d separable, %d collinear); set lambda, "
      .. "as in m.lambda = 1", #rows, r.count, r.separable, r.collinear)
  end
  r.models = models
  spread(r, rows)
  r.distance = distance_of(m, r)
  return resampling(r)
end

function resample.resample(m, X, y, count, options)
  check_model(m)
  if context.describe(count) == "table" and options == nil then count, options = nil, count end
  options = context.options("resample", options)
  if X == nil or y == nil then fail("X and y (arguments 2 and 3) are needed to refit the model") end
  local checked = {count = check_count(count), level = check_level(options.level),
    seed = context.count("resample", "option seed", options.seed), method = options.method,
    iterations = context.count("resample", "option iterations", options.iterations),
    progress = options.progress, weights = options.weights, offset = options.offset}
  return refits.quietly(run_resample, m, X, y, checked)
end

-- -- methods -----------------------------------------------------------------------

local function bounds_of(r, answers)
  local all = matrix.rows(answers)
  return all:quantile((1 - r.level) / 2, "columns"), all:quantile((1 + r.level) / 2, "columns")
end

local function answer(m, X, offset)
  if m.kind == "logistic" then return m:probability(X) end
  return m.kind == "softmax" and m:probability(X):flatten() or m:predict(X, {offset = offset})
end

local function predict(value, X, options)
  local r = record.check("resampling", "predict", value)
  options = context.options("resampling:predict", options)
  local _, raw, single = context.model_features(r.model, X)
  local answers = {}
  for k, m in ipairs(r.models) do answers[k] = answer(m, raw, options.offset) end
  local low, high = bounds_of(r, answers)
  if r.kind == "softmax" then
    local classes = r.model.classes
    if single then return low, high end
    return low:reshape(#raw, classes), high:reshape(#raw, classes)
  end
  if single then return low[1], high[1] end
  return low, high
end

local function rows_influence(value, options)
  local r = record.check("resampling", "influence", value)
  options = context.options("resampling:influence", options)
  return refits.quietly(influence.influence, r, options.progress ~= false)
end

-- The curves of plot.fit: at most `most` of them.
function resample.models(value, most)
  local models = record.check("resampling", "models", value).models
  return {table.unpack(models, 1, math.min(#models, most))}, #models
end

-- -- entries -----------------------------------------------------------------------

local MADE = "x, y = vector{1, 2, 3, 4, 5, 6}, vector{2.1, 3.9, 6.2, 7.8, 10.1, 12.2}\n"
  .. "r = resample(model.linear(), x, y, 20)\n"

local function new_field(field, help, example)
  return {name = "resampling:" .. field:match("^[%w_]+"), usage = "r." .. field, help = help,
    example = MADE .. example}
end

resample.entries = {
  {name = "resampling:predict", fn = predict,
    usage = "r:predict(X, {offset=}) -> number or vector or matrix, number or vector or matrix",
    help = "Returns the bounds of the interval that holds 95% (level=) of the refits' predictions "
      .. "at the rows of X: probabilities for a logistic model, and one column per class for a "
      .. "softmax model. offset is that of m:predict. It is an interval for the curve, not for "
      .. "single new observations, which "
      .. "scatter around it.",
    example = MADE .. "low, high = r:predict(3.5)\nlow < 7 and 7 < high --> true"},
  {name = "resampling:influence", fn = rows_influence,
    usage = "r:influence({progress=}) -> influence",
    help = "Returns how the weights change if one row is left out, for each row, the most "
      .. "influential first. For a linear model of degree 1 all changes follow from one QR "
      .. "factorization; other models are refitted without each row.",
    example = MADE .. "r:influence().rows[1] --> 1.0"},
  new_field("names -> list of strings", "The names of the weights, b first.", "r.names[2] --> x"),
  new_field("estimate -> vector", "The weights fitted to all rows, in the units of X.",
    "r.estimate[2] > 2 --> true"),
  new_field("se -> vector", "The standard deviations of the refits' weights: the bootstrap "
    .. "estimate of the standard errors.", "r.se[2] < 0.1 --> true"),
  new_field("low -> vector", "The lower bounds of the intervals.", "r.low[2] < 2.02 --> true"),
  new_field("high -> vector", "The upper bounds of the intervals.", "r.high[2] > 2.01 --> true"),
  new_field("weights -> matrix", "The weights of all refits, one row per refit.",
    "#r.weights --> 20"),
  new_field("used -> number", "The number of samples that determine the weights.",
    "r.used --> 20"),
  new_field("separable -> number", "The number of samples in which the classes are separable.",
    "r.separable --> 0"),
  new_field("collinear -> number", "The number of samples in which columns depend on each other.",
    "r.collinear --> 0"),
}

return resample
