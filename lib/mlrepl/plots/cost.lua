-- cost.lua - plot.cost: the cost during training.

local context = require "mlrepl.context"
local pictures = require "mlrepl.plots.common"
local fail, field, is = pictures.fail, pictures.field, pictures.is

-- -- cost --------------------------------------------------------------------

local function is_run(value) return is(field(value, "cost"), "vector") end

-- A run that diverged may end in inf.
local function finite_of(costs) return costs:where(costs:lt(math.huge)) end

-- Beyond two decades a linear axis shows only the first steep drop.
local function spans_decades(costs)
  local least, most = math.huge, 0
  for _, cost in ipairs(costs) do
    local finite = finite_of(cost)
    if #finite > 0 then
      least, most = math.min(least, finite:min()), math.max(most, finite:max())
    end
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
  if runs.n == 0 then
    fail("cost", "run (argument 1): run returned by train expected, got nothing")
  end
  for i = 1, runs.n do
    if not is_run(runs[i]) then
      fail("cost", "run (argument %d): run returned by train expected, got %s", i,
        context.describe(runs[i]))
    end
    if #runs[i].cost == 0 then fail("cost", "run (argument %d) has no iterations", i) end
  end
  return runs, context.options("plot.cost", options)
end

-- The number of initial entries that two runs share: one is a fork of the other.
local function shared(a, b)
  local n = 0
  while n < #a and n < #b and a[n + 1] == b[n + 1] do n = n + 1 end
  return n
end

-- Such as "adam, α = 0.03"; nil if the run does not hold its options.
local function label_of(run)
  local options = field(run, "options")
  if not options then return nil end
  local method = options.method or "gd"
  if method == "lbfgs" or method == "newton" or method == "exact" then return method end
  local alpha = ("α = %g"):format(options.alpha or 0.01)
  return method == "gd" and alpha or method .. ", " .. alpha
end

-- The legend labels: method and alpha if they differ between all runs, else the
-- run numbers.
local function labels_of(runs, options)
  local given = pictures.check_texts("cost", "labels", options.labels, #runs)
  if given or #runs == 1 then return given or {} end
  local labels, seen = {}, {}
  for i, run in ipairs(runs) do
    labels[i] = label_of(run)
    if not labels[i] or seen[labels[i]] then
      for k = 1, #runs do labels[k] = "run " .. k end
      return labels
    end
    seen[labels[i]] = true
  end
  return labels
end

-- Draws a fork from the point where it branches off. A run whose first step
-- overflowed has only its initial cost.
local function draw_run(axes, runs, i, label)
  local costs, from, every = runs[i].cost, 1, field(runs[i], "every") or 1
  for k = 1, i - 1 do from = math.max(from, shared(costs, runs[k].cost)) end
  local y = costs:slice(from, #costs)
  local x = (vector.range(from, #costs) * every):where(y:lt(math.huge))
  y = finite_of(y)
  local start = field(runs[i], "first_cost")
  if start and #y == 0 and from == 1 then x, y = vector{0}, vector{start} end
  axes:line(x, y, {label = label,
    marker = #y <= 12 and "o" or nil, size = 5})
end

local function cost(axes, ...)
  local runs, options = split_runs(...)
  local labels, costs = labels_of(runs, options), {}
  local log = options.log
  if log ~= nil and type(log) ~= "boolean" then
    fail("cost", "option log: true or false expected, got %s", context.describe(log))
  end
  for i = 1, #runs do
    costs[i] = runs[i].cost
    draw_run(axes, runs, i, labels[i])
  end
  if log == nil then log = spans_decades(costs) end
  axes:title("Cost against iteration"):xlabel("iteration"):ylabel("cost J(w, b)")
  return axes:log_y(log)
end

-- -- entries -----------------------------------------------------------------

return {entries = {pictures.panel("cost", cost, "run, ..., {labels=, log=}",
  "Plots the cost of one or more training runs against the iteration. A forked run is drawn from "
  .. "the point where it branches off. labels = {\"a\", \"b\"} labels the runs in the legend; the "
  .. "default is the method and alpha. The cost axis is logarithmic if the costs span more than "
  .. "two decades; log = true or false overrides this. Infinite costs of a diverged run are "
  .. "omitted.",
  "run = {cost = vector{4, 2, 1}}\n", "run", "axes 1, 1 mark: line")}}
