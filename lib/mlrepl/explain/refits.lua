-- refits.lua - fitting copies of a model to other rows, for resample and influence.

local context = require "mlrepl.context"

local refits = {}

local STEEP = 15    -- |w·x + b| beyond this asks whether the classes are separable
local TOLERANCE = 1e-9

function refits.usual_method(m)
  return m.kind == "linear" and "exact" or m.kind == "custom" and "lbfgs" or "newton"
end

-- Runs f(...) without warnings, which would come once per refit.
function refits.quietly(f, ...)
  local was_quiet = context.quiet(true)
  local results = table.pack(pcall(f, ...))
  context.quiet(was_quiet)
  if not results[1] then error(results[2], 0) end
  return table.unpack(results, 2, results.n)
end

-- -- weights as one vector -----------------------------------------------------------

local function with_b(m, b, w)
  return m.intercept and vector{b}:concat(w) or w:copy()
end

-- b, then w, in the units of X; for softmax the differences to class 1, because only
-- differences matter.
function refits.weights(m)
  local w, b = m:original()
  if m.kind ~= "softmax" then return with_b(m, b, w) end
  local all = vector{}
  for k = 2, m.classes do all = all:concat(with_b(m, b[k] - b[1], w[k] - w[1])) end
  return all
end

function refits.names(m)
  local _, weights = context.model_names(m)
  local names = {}
  local function add(before)
    if m.intercept then names[#names + 1] = before .. "b" end
    for _, name in ipairs(weights) do names[#names + 1] = before .. name end
  end
  if m.kind ~= "softmax" then add("") end
  for k = 2, m.kind == "softmax" and m.classes or 1 do add(("class %d: "):format(k)) end
  return names
end

-- -- one refit ------------------------------------------------------------------------

local function largest_logit(m, X)
  if m.kind == "logistic" then
    local z = context.logits(m, X)
    return math.max(z:max(), -z:min())
  end
  return -log(m:probability(X) + 1e-300):min()
end

local function lacks_class(m, y)
  if m.kind == "logistic" then return y:min() == y:max() end
  for k = 1, m.classes do
    if y:eq(k):sum() == 0 then return true end
  end
  return false
end

-- With a penalty, only the intercept of a class without examples is not determined.
local function is_separable(m, run, X, y)
  if m.lambda > 0 then return m.intercept and lacks_class(m, y) end
  if run.converged and largest_logit(m, X) < STEEP then return false end
  local found = context.separable(m, X, y)
  return found and found.verdict ~= "none"
end

-- The rank is decided in one place, and the table of coefficients marks what it lacks.
local function is_collinear(m, X, y, data)
  local has_table = m.kind ~= "softmax" and m.kind ~= "custom" and m.lambda == 0
  return has_table and #m:summary(X, y, data).aliased > 0
end

-- Why the rows do not determine the weights: "separable", "collinear", "diverged", or nil.
-- sure: the columns are known to be independent.
local function fault_of(m, run, X, y, data, sure)
  if (m.kind == "logistic" or m.kind == "softmax") and is_separable(m, run, X, y) then
    return "separable"
  end
  if not sure and is_collinear(m, X, y, data) then return "collinear" end
  return run.reason == "diverged" and "diverged" or nil
end

local function options_of(how, data)
  return {method = how.method, iterations = how.iterations,
    tolerance = how.method ~= "exact" and TOLERANCE or nil, progress = false,
    weights = data and data.weights, offset = data and data.offset}
end

-- A copy of the model fitted to the rows, starting from its weights; and a fault or nil. `data`
-- has weights, none of them 0, and offset, or is nil.
function refits.fit(m, X, y, how, data)
  local copy = context.model_copy(m)
  local run = train(copy, X, y, options_of(how, data))
  return copy, fault_of(copy, run, X, y, data)
end

-- Fits copies to the rows that sample(k) returns (X, y, data), for k = 1 to count, and calls
-- body(k, copy, fault), with a progress bar.
function refits.all(m, count, sample, how, what, body)
  local show, samples = context.progress(how.progress), {}
  local function get(k)
    local X, y, data = sample(k)
    samples[k] = {X, y, data}
    return context.model_copy(m), X, y, options_of(how, data)
  end
  local function done(k, copy, run, sure)
    local X, y, data = table.unpack(samples[k], 1, 3)
    samples[k] = nil
    body(k, copy, fault_of(copy, run, X, y, data, sure))
    show(k, count, ("%d of %d %s"):format(k, count, what))
  end
  local ok, message = pcall(context.train_all, count, get, done)
  show()
  if not ok then error(message, 0) end
end

return refits
