-- folds.lua - trains and scores a model on each fold of a cross-validation; shared by
-- cross_validate and search.

local context = require "mlrepl.context"
local counted = require "mlrepl.explain.counted"
local repeated = require "mlrepl.selection.repeated"

local folds = {}

local MOST_NEWTON = 500 -- weights; with more, Newton's method takes longer than lbfgs

-- The metrics that take probabilities, and those whose best value is the smallest.
local OF_PROBABILITIES = {log_loss = true, auc = true, average_precision = true}
local SMALLEST = {mse = true, rmse = true, mae = true, log_loss = true}
-- What m:score returns.
local SCORES = {linear = "R²", custom = "R²", logistic = "accuracy", softmax = "accuracy",
  poisson = "D²"}
local NAMES = {"accuracy", "auc", "average_precision", "f1", "log_loss", "mae", "mse",
  "precision", "r2", "recall", "rmse"}
folds.metrics = NAMES

-- -- options -----------------------------------------------------------------

local function fail(name, format, ...) context.fail(name, format:format(...)) end

-- The value may also be metrics.f1 itself.
local function metric_name(value)
  for _, name in ipairs(NAMES) do
    if value == name or value == metrics[name] then return name end
  end
end

-- The targets and what a method of the model says, repeated by their weights.
local function answers(name, method, m, X, y, data)
  local yhat = m[method](m, X, data and data.offset and {offset = data.offset})
  if not (data and data.weights) then return y, yhat end
  local rows = repeated.rows(name, data.weights)
  return y:take(rows), yhat:take(rows)
end

-- Returns a function (m, X, y, data) that scores a model, the name to print, and whether
-- smaller is better.
local function read_metric(name, value, kind)
  if value == nil then
    return function(m, X, y, data) return m:score(X, y, data) end, SCORES[kind] or "score", false
  end
  local known = metric_name(value)
  if known then
    local method = OF_PROBABILITIES[known] and "probability" or "predict"
    return function(m, X, y, data) return metrics[known](answers(name, method, m, X, y, data)) end,
      known, SMALLEST[known] or false
  end
  if type(value) == "function" then
    return function(m, X, y, data)
      local score = value(answers(name, "predict", m, X, y, data))
      if type(score) ~= "number" then
        fail(name, "option metric: the function must return a number, got %s",
          context.describe(score))
      end
      return score
    end, "metric", false
  end
  if type(value) ~= "string" then
    fail(name, "option metric: name of a metric or function (y, yhat) expected, got %s",
      context.describe(value))
  end
  local set = {}
  for _, word in ipairs(NAMES) do set[word] = true end
  local near = context.suggest(value, set)
  fail(name, "option metric: no metric '%s'%s", value,
    near ~= "" and near or "; known are " .. table.concat(NAMES, ", "))
end

local function is_model(value)
  return type(value) == "userdata" and context.describe(value):match("^%a+") == "model"
end
folds.is_model = is_model

-- Returns a function (m, X, data) that returns options of train and whether convergence is
-- expected; or nil and the user's function (m, X, y, data) that trains a model.
local function read_training(name, value)
  if type(value) == "function" then return nil, value end
  if value ~= nil and context.describe(value) ~= "table" then
    fail(name, "option train: options of train or function (m, X, y) expected, got %s",
      context.describe(value))
  end
  for key in pairs{weights = true, offset = true} do
    if value and value[key] ~= nil then
      fail(name, "option train: %s belongs beside it: {%s=..., train={...}}", key, key)
    end
  end
  if value and next(value) ~= nil then
    return function(_, _, data)
      local given = {progress = false, weights = data and data.weights,
        offset = data and data.offset}
      for key, x in pairs(value) do given[key] = x end
      return given, false
    end
  end
  return function(m, X, data)
    local columns = context.describe(X):match("^matrix") and select(2, X:size()) or 1
    local method = m.kind == "linear" and "exact"
      or m.kind == "custom" and "lbfgs"
      or columns ^ m.degree * (m.classes or 1) <= MOST_NEWTON and "newton" or "lbfgs"
    return {method = method, progress = false,
      tolerance = method == "lbfgs" and 1e-6 or nil, weights = data and data.weights,
      offset = data and data.offset}, true
  end
end

-- Are linear models trained exactly, without other options?
local function is_exact_alone(value)
  if value == nil then return true end
  return type(value) == "table" and value.method == "exact" and next(value, "method") == nil
    and next(value) == "method"
end

local function read_flag(name, options, key)
  local value = options[key]
  if value ~= nil and type(value) ~= "boolean" then
    fail(name, "option %s: true or false expected, got %s", key, context.describe(value))
  end
  return value
end

-- Checks the options of cross_validate and search. `kind` is the kind of the model.
function folds.plan(name, options, kind)
  options = context.options(name, options)
  local plan = {name = name, folds = context.count(name, "option folds", options.folds, 5),
    seed = context.count(name, "option seed", options.seed, 1),
    stratify = read_flag(name, options, "stratify")}
  if plan.folds < 2 then fail(name, "option folds: at least 2 expected, got %d", plan.folds) end
  if plan.stratify == nil then plan.stratify = kind == "logistic" or kind == "softmax" end
  plan.measure, plan.metric, plan.minimize = read_metric(name, options.metric, kind)
  plan.chosen = options.metric ~= nil
  plan.calls_user = type(options.metric) == "function" and not metric_name(options.metric)
  plan.options, plan.train = read_training(name, options.train)
  plan.shares = is_exact_alone(options.train)
  plan.progress = read_flag(name, options, "progress") ~= false
  plan.data = counted.data(options)
  if name == "search" and options.minimize ~= nil then
    plan.minimize = read_flag(name, options, "minimize")
  end
  return plan
end

-- -- the parts ---------------------------------------------------------------

-- A message of data.folds as one of the caller's.
local function renamed(name, message)
  local shift = name == "search" and 2 or 1
  return (tostring(message):gsub("data%.folds: ", name .. ": ")
    :gsub("%(argument (%d)%)", function(k) return ("(argument %d)"):format(k + shift) end))
end

local function check_length(name, key, v, y)
  if type(v) == "userdata" and #v ~= #y then
    fail(name, "option %s has %d number%s, but y has %d target%s", key, #v, #v == 1 and "" or "s",
      #y, #y == 1 and "" or "s")
  end
end

-- Adds the weights and offsets of the parts, which are split as y is.
local function add_data(plan, parts, y, how)
  if not plan.data then return end
  for key, v in pairs(plan.data) do check_length(plan.name, key, v, y) end
  for _, part in ipairs(parts) do part.data = counted.part(plan.data, function() return nil end) end
  for key, v in pairs(plan.data) do
    local k = 0
    if type(v) == "userdata" then
      for some in context.test_sets(data.folds(v, y, plan.folds, how)) do
        k = k + 1
        parts[k].data[key] = some
      end
    end
  end
end

-- All processes must make the same folds; if not, all of them fail.
local function check_same_folds(plan)
  local all = cluster.gather{plan.folds, plan.seed, plan.stratify and 1 or 0}
  for r = 2, all:size() do
    if all[r] ~= all[1] then
      fail(plan.name, "options folds, seed and stratify differ between process 0 and process %d; "
        .. "they must be the same in all processes", r - 1)
    end
  end
end

-- For each row of shared data the number of the fold in which it is tested.
local function fold_numbers(plan, y, how)
  check_same_folds(plan)
  local whole, order, number, k = cluster.gather(y), nil, nil, 0
  for _, tests in data.folds(vector.range(1, #whole), whole, plan.folds, how) do
    k = k + 1
    local these = vector.fill(#tests, k)
    order = order and order:concat(tests) or tests
    number = number and number:concat(these) or these
  end
  return cluster.share(number:take(order:argsort()))
end

-- Shared rows stay where they are: a fold is left out by weights of 0.
local function shared_parts(plan, X, y, how)
  if plan.chosen and cluster.size > 1 then
    fail(plan.name, "option metric: only m:score works on shared rows; leave this option out")
  end
  local numbers, given, list = fold_numbers(plan, y, how), plan.data or {}, {}
  local function counting(mask)
    return {weights = given.weights and given.weights * mask or mask, offset = given.offset}
  end
  for k = 1, plan.folds do
    list[k] = {X = X, y = y, data = counting(numbers:eq(k)),
      training = {X, y, counting(numbers:ne(k))}}
  end
  return list
end

-- The list of one key of all parts; `of` is nil or the key of the table that has it.
local function each(parts, key, of)
  parts.lists = parts.lists or {}
  local list = parts.lists[key] or {}
  if #list == 0 then
    for k, part in ipairs(parts) do list[k] = (of and part[of] or part)[key] end
    parts.lists[key] = list
  end
  return list
end

-- X, y and the data of the examples outside of fold k: they are joined when they are needed.
local function training(parts, k)
  local part = parts[k]
  if not part.training then
    local joined
    if part.data then
      joined = {offset = part.data.offset}
      for key, v in pairs(part.data) do
        if type(v) == "userdata" then joined[key] = context.others(each(parts, key, "data"), k) end
      end
    end
    part.training = {context.others(each(parts, "X"), k), context.others(each(parts, "y"), k),
      joined}
  end
  return table.unpack(part.training, 1, 3)
end

-- The list of the folds: {X=, y=, data=}, the examples to test, with their weights and offset.
function folds.parts(plan, X, y)
  local how = {seed = plan.seed, stratify = plan.stratify}
  local ok, parts = pcall(function()
    if context.is_shared(X) then return shared_parts(plan, X, y, how) end
    local list = {}
    for a, b in context.test_sets(data.folds(X, y, plan.folds, how)) do
      list[#list + 1] = {X = a, y = b}
    end
    add_data(plan, list, y, how)
    return list
  end)
  if ok then return parts end
  if tostring(parts):find("k (argument 3): cannot exceed", 1, true) then
    fail(plan.name, "option folds: %d folds, but there are only %d examples; use fewer folds",
      plan.folds, #y)
  end
  error(renamed(plan.name, parts), 0)
end

-- -- scoring -----------------------------------------------------------------

-- Why the run of train is no good, or nil; and whether it did not converge, although it should.
local function trouble_of(run, converges)
  if context.describe(run):match("^%a+") ~= "run" then return nil, false end
  if run.reason == "diverged" then
    return (run.advice:gsub("; the model was reset.*", "")), false
  end
  return nil, not run.converged and converges
end

-- Training by the user's function, or scoring by it: one fold after another.
local function train_in_turn(plan, all, get, done)
  local k = 1
  while k <= all do
    local m, X, y, options, data = get(k)
    local run
    if plan.options then run = train(m, X, y, options) else run = plan.train(m, X, y, data) end
    k = k + 1 + (done(k, m, run) or 0)
  end
end

-- A function that trains a linear model exactly on all folds but one, or returns false; or nil.
-- See src/lua/train/fold_solver.c.
local function solver_of(plan, parts)
  local data = parts[1].data
  if not plan.shares or parts[1].training or data and data.offset then return nil end
  return context.fold_solver(each(parts, "X"), each(parts, "y"),
    data and each(parts, "weights", "data"))
end

-- For each of `count` settings: trains copies of the model that model_of(i) returns, without its
-- weights, and scores them on the parts. show is that of folds.guarded, text_of(i, k) its text.
-- Returns a list of {scores = vector, unfinished = number of folds whose training did not
-- converge}, or {diverged = reason}.
function folds.scores(plan, count, model_of, parts, show, text_of)
  local results, all, expected, m = {}, count * #parts, {}, nil
  local solve
  local function training_of(k) return training(parts, k) end
  local function place(q) return (q - 1) // #parts + 1, (q - 1) % #parts + 1 end
  local function get(q)
    local i, k = place(q)
    if k == 1 then m = model_of(i) end
    local copy, options = context.untrained(m), nil
    if solve and solve(k, copy, parts[k].X, training_of) then return copy end
    local X, y, data = training(parts, k)
    if plan.options then options, expected[q] = plan.options(copy, X, data) end
    return copy, X, y, options, data
  end
  local function done(q, fitted, run)
    local i, k = place(q)
    local diverged, slow = trouble_of(run, expected[q])
    if diverged then
      results[i] = {diverged = diverged}
      return #parts - k
    end
    local result = results[i] or {scores = vector.zeros(#parts), unfinished = 0}
    results[i] = result
    if slow then result.unfinished = result.unfinished + 1 end
    result.scores[k] = plan.measure(fitted, parts[k].X, parts[k].y, parts[k].data)
    if q < all then show(q, all, text_of(place(q + 1))) end
    return 0
  end
  show(0, all, text_of(1, 1))
  if plan.options and not plan.calls_user then
    solve = solver_of(plan, parts)
    parts.solve = solve
    context.train_all(all, get, done)
  else
    train_in_turn(plan, all, get, done)
  end
  return results
end

-- The model trained on all examples, the sum of the parts.
function folds.refit(plan, m, X, y, parts)
  local copy = context.untrained(m)
  if parts.solve and parts.solve(#parts + 1, copy, parts[1].X) then return copy end
  local run
  if plan.options then
    run = train(copy, X, y, (plan.options(copy, X, plan.data)))
  else
    run = plan.train(copy, X, y, plan.data)
  end
  return not trouble_of(run, false) and copy or nil
end

function folds.standard_error(scores)
  return scores:std() / math.sqrt(#scores - 1)
end

-- The mean and its standard error as text: two digits of the error count.
function folds.rounded(mean, se)
  local places = 4
  if se > 0 and se < math.huge then places = 1 - math.floor(math.log(se, 10)) end
  local form = ("%%.%df"):format(math.max(0, math.min(places, 12)))
  return form:format(mean), form:format(se)
end

-- Calls body(show) with a progress bar and without warnings; show(done, all, text)
-- draws the bar. After Ctrl-C, the message says how far the work had come.
function folds.guarded(plan, body)
  local show = context.progress(plan.progress)
  local reached = ""
  local was = context.quiet(true)
  local ok, result = pcall(body, function(done, all, text)
    reached = ("interrupted after %d of %d trainings"):format(done, all)
    show(done, all, text)
  end)
  context.quiet(was)
  show()
  if ok then return result end
  if tostring(result):find("interrupted", 1, true) and reached ~= "" then
    fail(plan.name, "%s", reached)
  end
  error(result, 0)
end

return folds
