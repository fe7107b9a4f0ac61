-- search.lua - search and the type "search_result".

local context = require "mlrepl.context"
local folds = require "mlrepl.selection.folds"
local record = require "mlrepl.explain.record"

local selection = {}

local NAME = "search"
local MOST_ROWS = 30 -- of the printed table

local function fail(format, ...) context.fail(NAME, format:format(...)) end

-- -- the settings ------------------------------------------------------------

local function values_of(key, list)
  if context.describe(list):match("^vector") then list = list:totable() end
  if context.describe(list) ~= "table" then
    fail("grid (argument 2): a list of values expected for '%s', got %s", key,
      context.describe(list))
  end
  if #list == 0 then fail("grid (argument 2): the list of '%s' is empty", key) end
  return list
end

-- The names in alphabetical order, and the list of values of each.
local function read_grid(grid)
  if context.describe(grid) ~= "table" then
    fail("grid (argument 2): a table of lists such as {degree={1, 2}, lambda={0, 1}} expected, "
      .. "got %s", context.describe(grid))
  end
  local names, values = {}, {}
  for key, list in pairs(grid) do
    if type(key) ~= "string" then
      fail("grid (argument 2): names such as degree={1, 2} expected, got the key %s",
        context.describe(key))
    end
    names[#names + 1], values[key] = key, values_of(key, list)
  end
  if #names == 0 then fail("grid (argument 2): at least one list of values expected") end
  table.sort(names)
  return names, values
end

-- All combinations; the last name varies fastest. place[name] is the index in its list.
local function combinations(names, values)
  local list = {{p = {}, place = {}}}
  for _, name in ipairs(names) do
    local longer = {}
    for _, one in ipairs(list) do
      for i, value in ipairs(values[name]) do
        local p, place = {[name] = value}, {[name] = i}
        for key, x in pairs(one.p) do p[key], place[key] = x, one.place[key] end
        longer[#longer + 1] = {p = p, place = place}
      end
    end
    list = longer
  end
  return list
end

local function copy_of(p)
  local copy = {}
  for key, value in pairs(p) do copy[key] = value end
  return copy
end

local function model_for(make, p)
  local m = make(copy_of(p))
  if not folds.is_model(m) then
    fail("make (argument 1) must return a model, got %s", context.describe(m))
  end
  return m
end

-- -- choosing ----------------------------------------------------------------

local function best_of(settings, minimize)
  local best
  for i, one in ipairs(settings) do
    local mean = one.mean
    if mean == mean and (not best or (minimize and mean < settings[best].mean)
      or (not minimize and mean > settings[best].mean)) then
      best = i
    end
  end
  return best
end

-- Is setting a simpler than b? Decided by degree, then lambda, then the others.
local function is_simpler(a, b, names)
  local function compare(name, sign)
    local x, y = a.p[name], b.p[name]
    if type(x) ~= "number" or type(y) ~= "number" or x == y then return nil end
    return sign * x < sign * y
  end
  local verdict = compare("degree", 1)
  if verdict == nil then verdict = compare("lambda", -1) end
  for _, name in ipairs(names) do
    if verdict == nil and name ~= "degree" and name ~= "lambda"
      and a.place[name] ~= b.place[name] then
      verdict = a.place[name] < b.place[name]
    end
  end
  return verdict or false
end

local function simplest_of(settings, best, names)
  local found = best
  for i, one in ipairs(settings) do
    if math.abs(one.mean - settings[best].mean) <= settings[best].se
      and is_simpler(one, settings[found], names) then
      found = i
    end
  end
  return found
end

-- -- printing ----------------------------------------------------------------

local function cell(value)
  return type(value) == "number" and ("%.6g"):format(value) or tostring(value)
end

local function setting_text(names, p)
  local words = {}
  for i, name in ipairs(names) do words[i] = ("%s=%s"):format(name, cell(p[name])) end
  return table.concat(words, ", ")
end

local function row_of(s, i)
  local row = {}
  for k, name in ipairs(s.names) do row[k] = cell(s.settings[i][name]) end
  if s.mean[i] ~= s.mean[i] then
    row[#row + 1], row[#row + 2] = "diverged", ""
  else
    local mean, se = folds.rounded(s.mean[i], s.se[i])
    row[#row + 1], row[#row + 2] = mean, "± " .. se
  end
  row[#row + 1] = i == s.best_row and "best" or i == s.simplest_row and "simplest" or ""
  return row
end

-- The rows to print: all of them, or the best ones in their order.
local function shown_rows(s)
  local order = {}
  for i = 1, #s.settings do order[i] = i end
  if #order <= MOST_ROWS then return order end
  local sign = s.minimize and 1 or -1
  table.sort(order, function(a, b)
    local x, y = sign * s.mean[a], sign * s.mean[b]
    if x ~= x or y ~= y then return x == x and y ~= y end
    return x < y or x == y and a < b
  end)
  order = table.move(order, 1, MOST_ROWS, 1, {})
  table.sort(order)
  return order
end

local function to_text(s)
  local header = table.move(s.names, 1, #s.names, 1, {})
  header[#header + 1], header[#header + 2], header[#header + 3] = s.metric, "", ""
  local rows, shown = {header}, shown_rows(s)
  for k, i in ipairs(shown) do rows[k + 1] = row_of(s, i) end
  local lines = {(record.aligned(rows))}
  if #shown < #s.settings then
    lines[2] = ("... %d settings with worse scores"):format(#s.settings - #shown)
  end
  local mean, se = folds.rounded(s.mean[s.best_row], s.se[s.best_row])
  lines[#lines + 1] = ("best: %s, %s %s ± %s (standard error of %d folds)"):format(
    setting_text(s.names, s.best), s.metric, mean, se, s.folds)
  lines[#lines + 1] = s.simplest_row == s.best_row
    and "simplest within one standard error: the same"
    or ("simplest within one standard error: %s"):format(setting_text(s.names, s.simplest))
  if s.unfinished > 0 then
    lines[#lines + 1] = ("note: %d of %d trainings did not converge"):format(s.unfinished,
      s.folds * #s.settings)
  end
  return table.concat(lines, "\n")
end

local new = record.type("search_result", to_text)

-- -- search ------------------------------------------------------------------

-- Fills mean and se of each setting; returns how many trainings did not converge.
local function score_all(plan, make, settings, parts, names, show)
  local function model_of(i) return model_for(make, settings[i].p) end
  local results = folds.scores(plan, #settings, model_of, parts, show, function(i, k)
    return ("%s, fold %d"):format(setting_text(names, settings[i].p), k)
  end)
  local unfinished = 0
  for i, one in ipairs(settings) do
    local scores = results[i].scores
    one.mean, one.se = 0 / 0, 0 / 0
    if scores then
      one.mean, one.se = scores:mean(), folds.standard_error(scores)
      unfinished = unfinished + results[i].unfinished
    end
  end
  return unfinished
end

local function column(settings, key)
  local list = {}
  for i, one in ipairs(settings) do list[i] = one[key] end
  return vector(list)
end

local function result_of(plan, settings, names)
  local best = best_of(settings, plan.minimize)
  if not best then
    fail("the training diverged for every setting; use a smaller alpha, or normalize")
  end
  local simplest = simplest_of(settings, best, names)
  local list = {}
  for i, one in ipairs(settings) do list[i] = one.p end
  return {settings = list, names = names, mean = column(settings, "mean"),
    se = column(settings, "se"), best = settings[best].p, best_row = best,
    simplest = settings[simplest].p, simplest_row = simplest, metric = plan.metric,
    minimize = plan.minimize, folds = plan.folds}
end

function selection.search(make, grid, X, y, options)
  if type(make) ~= "function" then
    fail("make (argument 1): function(p) that returns a model expected, got %s",
      context.describe(make))
  end
  local names, values = read_grid(grid)
  local settings = combinations(names, values)
  local plan = folds.plan(NAME, options, model_for(make, settings[1].p).kind)
  local parts = folds.parts(plan, X, y)
  return folds.guarded(plan, function(show)
    local unfinished = score_all(plan, make, settings, parts, names, show)
    local s = result_of(plan, settings, names)
    s.unfinished = unfinished
    s.model = folds.refit(plan, model_for(make, s.best), X, y, parts)
    return new(s)
  end)
end

-- -- entries -----------------------------------------------------------------

local MADE = "X, y = vector{1, 2, 3, 4, 5, 6}, vector{1, 4, 9, 16, 25, 36}\n"
  .. "function make(p) return model.linear{degree=p.degree} end\n"
  .. "s = search(make, {degree={1, 2}}, X, y, {folds=3})\n"

local function field(usage, help, example)
  return {name = "search_result:" .. usage:match("^%w+"), usage = "s." .. usage, help = help,
    example = MADE .. example}
end

selection.entries = {
  field("settings -> list of tables", "The settings, one table per row.",
    "s.settings[2].degree --> 2"),
  field("mean -> vector", "The mean score of each setting; nan if its training diverged.",
    "s.mean[2] > s.mean[1] --> true"),
  field("se -> vector", "The standard error of each mean.", "#s.se --> 2"),
  field("best -> table", "The setting with the best mean score.", "s.best.degree --> 2"),
  field("simplest -> table", "The simplest setting whose mean is within one standard error of the "
    .. "best: the smallest degree, then the largest lambda, then the values that come first in the "
    .. "other lists.", "s.simplest.degree --> 2"),
  field("model -> model", "The model of the best setting, trained on all examples.",
    "abs(s.model:predict(7) - 49) < 1e-6 --> true"),
}

return selection
