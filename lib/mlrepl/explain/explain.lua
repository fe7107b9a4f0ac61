-- explain.lua - m:explain: what the weights of a model mean, in words.

local context = require "mlrepl.context"
local counted = require "mlrepl.explain.counted"
local flip = require "mlrepl.explain.flip"
local record = require "mlrepl.explain.record"
local summary = require "mlrepl.explain.summary"

local SHOWN = 12 -- lines

local function fail(format, ...) context.fail("model:explain", format:format(...)) end
local function number(x) return (("%.3g"):format(x):gsub("^-", "−")) end

-- -- steps -----------------------------------------------------------------------

-- A change of a column that is worth a sentence: the largest power of ten that is at
-- most a third of its range, so that the odds of an area do not change by 1.0002.
local function step_of(low, high, whole)
  if high <= low then return 1 end
  local step = 10 ^ math.floor(math.log(high - low, 10) - math.log(3, 10) + 1e-9)
  return whole and math.max(1, step) or step
end

-- Returns a list of {low, high, step, binary} for the columns of X, or else of the
-- training data, or nil if neither is known.
local function columns_of(m, X)
  local low, high
  if X then
    low, high = X:min("columns"), X:max("columns")
  else
    low, high = context.model_range(m)
  end
  if not low then return nil end
  local columns = {}
  for j = 1, #low do
    local whole = low[j] % 1 == 0 and high[j] % 1 == 0
    local x = X and X:column(j)
    if x and whole then whole = x:eq(floor(x)):sum() == #x end
    columns[j] = {low = low[j], high = high[j], step = step_of(low[j], high[j], whole),
      binary = x and low[j] == 0 and high[j] == 1 and x:eq(0):sum() + x:eq(1):sum() == #x}
  end
  return columns
end

-- -- effects ---------------------------------------------------------------------

-- Every answer of the model on the scale where effects add up: the prediction, the log of the
-- count or odds, or the log odds of each class against class 1. An offset moves all alike.
local function links(m, X)
  if m.kind == "logistic" then return {context.logits(m, X)} end
  if m.kind == "poisson" then return {log(m:predict(X, {offset = 0}))} end
  if m.kind ~= "softmax" then return {m:predict(X)} end
  local P, found = m:probability(X), {}
  for k = 2, m.classes do
    found[k - 1] = log(P:column(k) + 1e-300) - log(P:column(1) + 1e-300)
  end
  return found
end

-- The weights themselves: list[class][column], in the units of X.
local function slopes(m)
  local w = m:original()
  if m.kind ~= "softmax" then return {w} end
  local found = {}
  for k = 2, m.classes do found[k - 1] = w[k] - w[1] end
  return found
end

-- The mean change of each link as a column grows by its step, over the rows of X.
local function mean_changes(m, X, columns, weights)
  local function mean(v)
    if not weights then return v:mean() end
    return v:dot(weights) / weights:sum()
  end
  local base, found = links(m, X), {}
  for k = 1, #base do found[k] = vector.zeros(#columns) end
  for j, column in ipairs(columns) do
    local moved = X:copy()
    moved:column(j):add(column.step)
    for k, link in ipairs(links(m, moved)) do
      found[k][j] = mean(link - base[k]) / column.step
    end
  end
  return found
end

-- How much each feature changes when its column grows by 1.
local function scales(m, n)
  local F = context.model_features(m, matrix.rows{vector.zeros(n), vector.ones(n)})
  return F[2] - F[1]
end

-- Calls a method of the model; its errors name m:explain instead.
local function ask(method, m, ...)
  local ok, result = pcall(m[method], m, ...)
  if ok then return result end
  if type(result) == "string" then
    result = result:gsub("model:" .. method .. ":", "model:explain:", 1)
  end
  error(result, 0)
end

-- The summary of the weights, and for each class the bounds of their intervals in the units
-- of X.
local function bounds(m, X, y, level, data)
  local s = ask("summary", m, X, y, {level = level, weights = data and data.weights,
    offset = data and data.offset})
  local fields = record.check("summary", "explain", s)
  local n = m.features
  local rows, by = n + (m.intercept and 1 or 0), fields.scaled and scales(m, n) or 1
  local intervals = {}
  for last = rows, #s.names, rows do
    intervals[#intervals + 1] = {low = s.low:slice(last - n + 1, last) * by,
      high = s.high:slice(last - n + 1, last) * by}
  end
  local useless = fields.separation and fields.separation.worthless or s.df == 0
  return fields, not useless and intervals or nil
end

-- -- what is said of the model as a whole ------------------------------------------

local SUBJECTS = {logistic = "odds", softmax = "odds", poisson = "count"}

local TOPICS = {logistic = "the odds P(y = 1) / P(y = 0) change",
  softmax = "the odds of a class against class 1 change", poisson = "the expected count changes"}

local function head(e)
  local topic = TOPICS[e.kind] or "the prediction changes"
  local examples = e.examples and (" (%.6g examples)"):format(e.examples) or ""
  local rest = e.curved and "on average" or "while the other columns stay the same"
  return ("%s model%s: how %s, %s"):format(e.kind, examples, topic, rest)
end

local function notes_of(e, fields)
  local notes = {}
  if fields then
    for _, note in ipairs(summary.doubts(fields, true)) do notes[#notes + 1] = note end
    if e.low then
      notes[#notes + 1] = ("%g%% intervals in parentheses"):format(100 * fields.level)
    end
  elseif not e.examples then
    notes[1] = e.curved and "at the middle of the training data; m:explain(X, y) averages over X"
      or "m:explain(X, y) adds intervals"
  elseif e.curved then
    notes[1] = "resample(m, X, y) gives intervals"
  end
  if e.curved then
    notes[#notes + 1] = "the effect of a column depends on where it is; plot shows the curve"
  end
  return notes
end

-- -- text ------------------------------------------------------------------------

-- "1 sqft more size" for a column size(sqft).
local function change_words(e, i)
  local step, name = e.steps[i], e.names[i]
  if e.binary[i] then return ("%s = 1 instead of 0"):format(name) end
  local what, unit = name:match("^(.-)[%s_]*[%(%[]([^%(%)%[%]]+)[%)%]]$")
  if not what or what == "" then return ("%g more %s"):format(step, name) end
  return ("%g %s more %s"):format(step, unit, what)
end

local function effect_words(e, i)
  local subject, effect = SUBJECTS[e.kind], e.effects[i]
  local between = e.low and ("(%s to %s)"):format(number(e.low[i]), number(e.high[i])) or ""
  local neutral = subject and 1 or 0
  local unclear = e.low and e.low[i] <= neutral and neutral <= e.high[i]
  local words
  if subject then
    words = ("%s × %s"):format(subject, number(effect))
  else
    words = ("prediction %s %s"):format(effect < 0 and "−" or "+", number(math.abs(effect)))
  end
  return words, between, unclear and "no clear effect" or ""
end

local function line(e, i)
  local change = change_words(e, i)
  if e.classes then change = ("class %d: %s"):format(e.classes[i], change) end
  return {change, effect_words(e, i)}
end

local function to_text(e)
  local rows = {}
  for i = 1, math.min(#e.names, SHOWN) do rows[i] = line(e, i) end
  local lines = {head(e), (record.aligned(rows))}
  if #e.names > SHOWN then lines[3] = ("... %d more"):format(#e.names - SHOWN) end
  for _, note in ipairs(e.notes) do lines[#lines + 1] = "note: " .. note end
  return table.concat(lines, "\n")
end

local explanation = record.type("explanation", to_text)

-- -- m:explain(X, y) ---------------------------------------------------------------

-- Adds a line per column and class to the lists of `e`, the strongest first: those whose
-- range moves the answer most.
local function add_effects(e, names, columns, changes, intervals)
  local lines = {}
  for k, change in ipairs(changes) do
    local interval = intervals and intervals[k]
    for j, name in ipairs(names) do
      local c = columns and columns[j] or {low = 0, high = 1, step = 1}
      lines[#lines + 1] = {name = name, step = c.step, binary = c.binary or false, class = k + 1,
        change = change[j] * c.step, strength = -math.abs(change[j] * (c.high - c.low)),
        low = interval and interval.low[j] * c.step, high = interval and interval.high[j] * c.step}
    end
  end
  local strengths = {}
  for i, l in ipairs(lines) do strengths[i] = columns and l.strength or i end
  for i, at in ipairs(vector(strengths):argsort():totable()) do
    local l = lines[at // 1 | 0]
    e.names[i], e.steps[i], e.binary[i], e.effects[i] = l.name, l.step, l.binary, l.change
    if e.low then e.low[i], e.high[i] = l.low, l.high end
    if e.classes then e.classes[i] = l.class end
  end
end

local function as_vectors(e)
  local factor = SUBJECTS[e.kind]
  for _, key in ipairs{"effects", "low", "high"} do
    if e[key] then
      local v = vector(e[key])
      e[key] = factor and exp(v) or v
    end
  end
  e.steps = vector(e.steps)
  return e
end

local function middle(m)
  local low, high = context.model_range(m)
  if not low then
    fail("the effects of this model depend on where the columns are, and it has not been trained; "
      .. "use m:explain(X, y)")
  end
  return matrix.rows{(low + high) / 2}
end

-- A matrix with the columns in the model's order.
local function rows_of(m, X)
  local _, raw = context.model_features(m, X)
  if #raw == 0 then fail("X (argument 1) has no rows") end
  return raw
end

local function explain_model(m, X, y, options)
  X, y, options = counted.drop(X, y, options)
  local data = counted.data(options)
  local curved = m.kind == "custom" or m.degree > 1
  local raw = X and rows_of(m, X)
  local columns = columns_of(m, raw)
  local fields, intervals
  if X and not curved then
    fields, intervals = bounds(m, X, y, options.level, data)
  elseif X then
    ask("cost", m, X, y, data) -- raises if y does not fit
  end
  local weights = data and X and data.weights
  local changes = curved and mean_changes(m, raw or middle(m), columns, weights) or slopes(m)
  local e = {kind = m.kind, curved = curved, names = {},
    examples = raw and (weights and weights:sum() or #raw) or false,
    steps = {}, binary = {}, effects = {}, low = intervals and {} or false,
    high = intervals and {} or false, classes = m.kind == "softmax" and {} or false}
  add_effects(e, context.model_names(m), columns, changes, intervals)
  e.notes = notes_of(e, fields)
  return explanation(as_vectors(e))
end

-- -- entries ---------------------------------------------------------------------

-- A copy of the options, with a level.
local function check_explain_options(given)
  local options = {}
  for key, value in pairs(context.options("model:explain", given)) do options[key] = value end
  local level = options.level
  if level == nil then options.level = 0.95 end
  if level ~= nil and not (type(level) == "number" and level > 0 and level < 1) then
    fail("option level: number between 0 and 1 (0.95 is usual) expected, got %s",
      context.wrong_number(level))
  end
  return options
end

local function is_matrix(value)
  return type(value) == "userdata" and context.describe(value):find("^matrix") ~= nil
end

-- It makes no tail calls, so that errors below name it.
local function explain(m, first, y, options)
  if type(m) ~= "userdata" or not context.describe(m):find("^model") then
    context.fail_receiver("model:explain", m)
  end
  if m.features == 0 then fail("the model has no weights yet; train it or set w and b") end
  if first == nil then return (explain_model(m, nil, nil, check_explain_options(options))) end
  if y ~= nil then return (explain_model(m, first, y, check_explain_options(options))) end
  if is_matrix(first) and #first ~= 1 then
    fail("y (argument 2) is missing: use m:explain(X, y) for the weights, or m:explain(X[1]) for "
      .. "one example")
  end
  return (flip.explain(m, first, check_explain_options(options).offset))
end

-- `field` is a name and its type, as in "names -> list of strings".
local function new_field(field, help, example)
  return {name = "explanation:" .. field:match("^[%w_]+"), usage = "e." .. field, help = help,
    example = "X, y = vector{1, 2, 3, 4}, vector{2, 4, 5, 8}\nm = model.linear()\n"
      .. "run = train(m, X, y, {method=\"exact\"})\ne = m:explain(X, y)\n" .. example}
end

local LINE = "m = model.logistic{w={0.693147}, b=-3, names={\"size\"}}\n"

return {entries = {
  {name = "model:explain", fn = explain,
    usage = "m:explain(X, y, {level=, weights=, offset=}) -> explanation or example_explanation",
    help = "Explains a model in words. m:explain(X, y): what each weight means, strongest first, "
      .. "with intervals (level=0.95): by how much the prediction of a linear model grows, or by "
      .. "which factor the odds (logistic; softmax: against class 1) or the expected count "
      .. "(poisson) are multiplied, if a column grows by 1, or by a power of ten that suits its "
      .. "range, while the others stay the same. With degree= and for custom models it is the mean "
      .. "change over the examples. weights and offset are those of train. m:explain() says the "
      .. "same without data and intervals. Fields: names, steps, effects, low, high, notes.\n"
      .. "m:explain(x), or m:explain(x, nil, {offset=1}), for one example: its terms as in why, "
      .. "and the smallest changes that flip the answer: of each column alone and of all together. "
      .. "Fields: terms, class, names, from, to, change, becomes, together.",
    example = LINE .. "m:explain().effects[1] --> 1.9999996388801\n"
      .. "m:explain(2).to[1] > 4.328 --> true"},
  new_field("names -> list of strings", "The names of the columns, strongest first.",
    "e.names[1] --> x"),
  new_field("steps -> vector", "By how much each column grows.", "e.steps --> [1]"),
  new_field("effects -> vector", "The change of the prediction (linear, custom), or the factor of "
    .. "the odds (logistic, softmax) or of the count (poisson), for one step of each column.",
    "e.effects --> [1.9]"),
  new_field("low -> vector or boolean", "The lower bounds of the effects; false if there are no "
    .. "intervals.", "e.low[1] > 0.7 --> true"),
  new_field("high -> vector or boolean", "The upper bounds of the effects; false if there are no "
    .. "intervals.", "e.high[1] < 3.1 --> true"),
  new_field("notes -> list of strings", "What to know before relying on the effects.",
    "e.notes[1] --> 95% intervals in parentheses"),
}}
