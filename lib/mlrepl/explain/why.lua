-- why.lua - breaks a prediction, a cost or a gradient into its terms, as tables.

local context = require "mlrepl.context"
local record = require "mlrepl.explain.record"

local why = {}
local why_prediction, why_cost_answer, why_slope, why_gradient_answer -- types, defined below

local SHOWN = 10

local function number(x) return ("%.6g"):format(x) end
local function share(part, all) return all ~= 0 and ("%.3g%%"):format(100 * part / all) or "" end
local function whole(x) return ("%d"):format(x // 1 | 0) end

-- Indices in order of decreasing absolute value; ties keep their order.
local function largest_first(v) return (-abs(v)):argsort() end

-- Appends row(rank) for the rows shown; returns how many are left out.
local function shown_rows(rows, count, row)
  for rank = 1, math.min(count, SHOWN) do rows[#rows + 1] = row(rank) end
  return math.max(0, count - SHOWN)
end

-- One row with the sum of the terms that are left out.
local function rest_row(terms, left, column)
  local row = {("... %d more"):format(left)}
  for j = 2, column - 1 do row[j] = "" end
  row[column] = number(terms:slice(SHOWN + 1, #terms):sum())
  return row
end

local function in_order(list, order)
  local out = {}
  for rank, place in ipairs(order:totable()) do out[rank] = list[place // 1 | 0] end
  return out
end

-- -- predict ---------------------------------------------------------------------

-- The link that turns w·x + b into the value of a custom model.
local function custom_link(value, z)
  local function same(x) return math.abs(value - x) <= 1e-9 * math.max(1, math.abs(x)) end
  if same(z) then return "linear" elseif same(sigmoid(z)) then return "logistic" end
  context.fail("why", ("the prediction of this custom model, %s, cannot be split into terms: it is "
    .. "neither w·x + b = %s nor its sigmoid"):format(number(value), number(z)))
end

local function best_class(f, classes)
  local best = 1
  for k = 2, classes do
    if f:get(1, k) > f:get(1, best) then best = k end
  end
  return best
end

function why.predict(facts)
  local x, w, b, kind, class = facts.X[1], facts.w, facts.b, facts.kind, nil
  local sums
  if kind == "softmax" then
    class, sums = best_class(facts.f, facts.classes), w:dot(x) + b
    w, b = w[class], b[class]
  end
  local terms = w * x
  local sum = terms:sum() + b + (facts.offset or 0)
  local value = class and facts.f:get(1, class) or facts.f[1]
  if kind == "custom" then kind = custom_link(value, sum) end
  local order = largest_first(terms)
  local raw = facts.unscaled and facts.unscaled[1]
  return why_prediction{kind = kind, value = value, sum = sum, b = b,
    offset = facts.offset or false, class = class or false, sums = sums or false,
    threshold = facts.threshold, names = in_order(facts.names, order),
    terms = terms:take(order), weights = w:take(order), x = x:take(order),
    unscaled = raw and raw:take(order) or false}
end

local function prediction_head(p)
  if p.kind == "linear" then return "prediction " .. number(p.value) end
  if p.kind == "poisson" then
    return ("prediction %s = exp(%s)"):format(number(p.value), number(p.sum))
  end
  if p.kind == "logistic" then
    return ("probability %s = sigmoid(%s): class %d"):format(number(p.value), number(p.sum),
      p.value >= p.threshold and 1 or 0)
  end
  local parts = {}
  for k = 1, #p.sums do parts[k] = ("z[%d] = %s"):format(k, number(p.sums[k])) end
  return ("class %d, probability %s; %s\nterms of z[%d]:"):format(p.class, number(p.value),
    table.concat(parts, ", "), p.class)
end

local function last_row(name, value, width)
  local row = {name}
  for j = 2, width - 1 do row[j] = "" end
  row[width] = number(value)
  return row
end

local function prediction_text(p)
  local scaled = p.unscaled
  local rows = {scaled and {"", "x", "scaled", "weight", "term"} or {"", "x", "weight", "term"}}
  local width = #rows[1]
  local left = shown_rows(rows, #p.terms, function(i)
    local row = {p.names[i], number(scaled and p.unscaled[i] or p.x[i])}
    if scaled then row[3] = number(p.x[i]) end
    row[width - 1], row[width] = number(p.weights[i]), number(p.terms[i])
    return row
  end)
  if left > 0 then rows[#rows + 1] = rest_row(p.terms, left, width) end
  for _, last in ipairs{{"b", p.b}, {"offset", p.offset}, {"sum", p.sum}} do
    if last[2] then rows[#rows + 1] = last_row(last[1], last[2], width) end
  end
  return prediction_head(p) .. "\n" .. record.aligned(rows)
end

why_prediction = record.type("why_prediction", prediction_text)

-- -- cost ------------------------------------------------------------------------

-- The predictions; for softmax the probability of each true class.
local function predictions_of(facts)
  if facts.kind ~= "softmax" then return facts.f end
  local out = vector.zeros(facts.rows)
  for i = 1, facts.rows do out[i] = facts.f:get(i, facts.y[i] // 1 | 0) end
  return out
end

-- The numbers of the examples, in that order; those of weight 0 are left out.
local function numbers(facts, order)
  return facts.numbers and facts.numbers:take(order) or order
end

local function weights_of(facts, order)
  return facts.weights and facts.weights:take(order) or false
end

function why.cost(facts)
  local loss, m = facts.loss, facts.examples
  local counted = loss * (facts.weights or 1)
  local order = largest_first(counted)
  local mean, squares = counted:sum() / m, facts.w * facts.w
  local penalty = facts.lambda / (2 * m) * squares:sum()
  return why_cost_answer{kind = facts.kind, value = mean + penalty, loss = mean,
    penalty = penalty, lambda = facts.lambda, examples = numbers(facts, order), total = m,
    terms = counted:take(order) / m, losses = loss:take(order), weights = weights_of(facts, order),
    predictions = predictions_of(facts):take(order), targets = facts.y:take(order)}
end

local COLUMN = {linear = "prediction", logistic = "p(class 1)", softmax = "p(true class)",
  poisson = "prediction"}

-- "3 examples", or what the weights add up to.
local function examples_text(total, weights)
  return ("%.6g examples%s"):format(total, weights and " (the sum of the weights)" or "")
end

-- Inserts the weight of an example as the column `at` of a row.
local function with_weight(row, at, weights, i)
  if weights then table.insert(row, at, i and number(weights[i]) or i == nil and "weight" or "") end
  return row
end

local function cost_text(c)
  local over = examples_text(c.total, c.weights)
  local head = ("cost %s, the mean loss over %s"):format(number(c.value), over)
  if c.penalty > 0 then
    head = ("cost %s = %s, the mean loss over %s, + %s, the penalty with lambda %s"):format(
      number(c.value), number(c.loss), over, number(c.penalty), number(c.lambda))
  end
  local rows = {with_weight({"example", COLUMN[c.kind], "target", "loss", "share"}, 5, c.weights)}
  local left = shown_rows(rows, #c.terms, function(i)
    return with_weight({whole(c.examples[i]), number(c.predictions[i]), number(c.targets[i]),
      number(c.losses[i]), share(c.terms[i], c.loss)}, 5, c.weights, i)
  end)
  if left > 0 then
    local row = with_weight(rest_row(c.losses, left, 4), 5, c.weights, false)
    row[#row + 1] = share(c.terms:slice(SHOWN + 1, #c.terms):sum(), c.loss)
    rows[#rows + 1] = row
  end
  return head .. "\n" .. record.aligned(rows)
end

why_cost_answer = record.type("why_cost", cost_text)

-- -- gradient --------------------------------------------------------------------

-- f - y for class k.
local function errors_of(facts, k)
  if facts.kind ~= "softmax" then return facts.f - facts.y end
  return facts.f:column(k) - facts.y:eq(k)
end

-- All components, each with class, feature (nil for b), name and weight.
local function components_of(facts)
  local list = {}
  for k = 1, facts.classes do
    local class = facts.kind == "softmax" and ("[%d]"):format(k) or ""
    local w = facts.kind == "softmax" and facts.w[k] or facts.w
    for j = 1, facts.features do
      list[#list + 1] = {class = k, feature = j, weight = w[j], key = facts.names[j],
        name = ("dw%s %s"):format(class, facts.names[j])}
    end
    list[#list + 1] = {class = k, key = "b", name = "db" .. class, weight = 0}
  end
  return list
end

local function terms_of(facts, c)
  local e = errors_of(facts, c.class) * (facts.weights or 1) / facts.examples
  return c.feature and e * facts.X:column(c.feature) or e
end

local function find_component(facts, list)
  local wanted = facts.component
  for place, c in ipairs(list) do
    if wanted == place or wanted == c.key or wanted == c.name then return c end
  end
  local names = {}
  for _, c in ipairs(list) do names[c.key] = true end
  local near = type(wanted) == "string" and context.suggest(wanted, names) or ""
  context.fail("why", ("component (argument 5): feature name, \"b\" or integer from 1 to %d "
    .. "expected, got %s%s"):format(#list, context.describe(wanted), near))
end

local function one_component(facts, c)
  local terms, e = terms_of(facts, c), errors_of(facts, c.class)
  local order = largest_first(terms)
  local penalty = c.feature and facts.lambda / facts.examples * c.weight or 0
  return why_slope{name = c.name, value = terms:sum() + penalty, penalty = penalty,
    examples = numbers(facts, order), terms = terms:take(order), errors = e:take(order),
    weights = weights_of(facts, order),
    x = c.feature and facts.X:column(c.feature):take(order) or vector.ones(facts.rows)}
end

local function slope_text(s)
  local rows = {with_weight({"example", "f - y", "x", "term"}, 4, s.weights)}
  local width = #rows[1]
  local left = shown_rows(rows, #s.terms, function(i)
    return with_weight({whole(s.examples[i]), number(s.errors[i]), number(s.x[i]),
      number(s.terms[i])}, 4, s.weights, i)
  end)
  if left > 0 then rows[#rows + 1] = rest_row(s.terms, left, width) end
  if s.penalty ~= 0 then rows[#rows + 1] = last_row("penalty", s.penalty, width) end
  rows[#rows + 1] = last_row("sum", s.value, width)
  return ("%s = %s, terms %s(f - y) x / m:\n"):format(s.name, number(s.value),
    s.weights and "weight " or "") .. record.aligned(rows)
end

why_slope = record.type("why_slope", slope_text)

local MOST_PULLING = 3

-- One row of the overview: value, sums of the positive and of the negative terms,
-- and the examples with the largest terms.
local function line_of(facts, c)
  local terms = terms_of(facts, c)
  local up = (terms * terms:gt(0)):sum()
  local down = (terms * terms:lt(0)):sum()
  local penalty = c.feature and facts.lambda / facts.examples * c.weight or 0
  local strong = {}
  for rank, place in ipairs(largest_first(terms):totable()) do
    if rank > MOST_PULLING then break end
    place = place // 1 | 0
    strong[rank] = ("%d (%s)"):format(facts.numbers and facts.numbers[place] // 1 | 0 or place,
      ("%.4g"):format(terms[place]))
  end
  return {name = c.name, value = up + down + penalty, up = up, down = down, penalty = penalty,
          strong = table.concat(strong, ", ")}
end

function why.gradient(facts)
  local list = components_of(facts)
  if facts.component ~= nil then return one_component(facts, find_component(facts, list)) end
  local lines, values = {}, vector.zeros(#list)
  for place, c in ipairs(list) do
    lines[place] = line_of(facts, c)
    values[place] = lines[place].value
  end
  local order = largest_first(values)
  local sorted, names = in_order(lines, order), {}
  for i, line in ipairs(sorted) do names[i] = line.name end
  return why_gradient_answer{examples = facts.examples, weights = facts.weights or false,
    lambda = facts.lambda, lines = sorted, names = names,
    terms = values:take(order), value = values}
end

local function gradient_text(g)
  local penalty = g.lambda > 0
  local rows = {{"", "slope", "up", "down", penalty and "penalty" or "largest terms, by example"}}
  if penalty then rows[1][6] = "largest terms, by example" end
  local left = shown_rows(rows, #g.lines, function(i)
    local line = g.lines[i]
    local row = {line.name, number(line.value), number(line.up), number(line.down)}
    if penalty then row[5] = number(line.penalty) end
    row[#row + 1] = line.strong
    return row
  end)
  local text = ("gradient over %s: sums of %s(f - y) x / m\n"):format(
    examples_text(g.examples, g.weights), g.weights and "weight " or "") .. record.aligned(rows)
  return left > 0 and text .. ("\n... %d more, with smaller derivatives"):format(left) or text
end

why_gradient_answer = record.type("why_gradient", gradient_text)

-- -- help --------------------------------------------------------------------------

local PREDICT = "m = model.linear{w={2, 3}, b=1}\np = why(m, \"predict\", {10, 4})\n"
local COST = "m = model.linear{w=2, b=1}\nc = why(m, \"cost\", {1, 2}, {3, 9})\n"
local SLOPE = "m = model.linear{w=2, b=1}\ns = why(m, \"gradient\", {1, 2}, {4, 9}, \"b\")\n"
local SLOPES = "m = model.linear{w=2, b=1}\ng = why(m, \"gradient\", {1, 2}, {4, 9})\n"

-- `field` is a name and its type, as in "value -> number".
local function new_field(kind, field, help, example)
  return {name = kind .. ":" .. field:match("^%w+"), usage = kind:match("_(%a)") .. "." .. field,
          help = help, example = example}
end

why.entries = {
  new_field("why_prediction", "value -> number",
    "The prediction; for a classifier, the probability.",
    PREDICT .. "p.value --> 33.0"),
  new_field("why_prediction", "terms -> vector", "A vector of the terms w x, largest first.",
    PREDICT .. "p.terms --> [20 12]"),
  new_field("why_prediction", "names -> list of strings",
    "The names of the features, in the order of the terms.",
    PREDICT .. "p.names[1] --> x0"),
  new_field("why_prediction", "b -> number", "The intercept.", PREDICT .. "p.b --> 1.0"),
  new_field("why_prediction", "sum -> number", "The sum of the terms and the intercept: w·x + b.",
    PREDICT .. "p.sum --> 33.0"),
  new_field("why_cost", "value -> number", "The cost.", COST .. "c.value --> 4.0"),
  new_field("why_cost", "examples -> vector", "A vector of example numbers, largest loss first.",
    COST .. "c.examples --> [2 1]"),
  new_field("why_cost", "losses -> vector",
    "A vector of the losses of the examples, in that order. The cost is "
    .. "their mean plus the penalty.", COST .. "c.losses --> [8 0]"),
  new_field("why_cost", "terms -> vector",
    "A vector of the losses, times their weights, divided by m; their sum is the cost without "
    .. "the penalty.",
    COST .. "c.terms --> [4 0]"),
  new_field("why_cost", "penalty -> number",
    "The penalty, lambda/2m Σw².", COST .. "c.penalty --> 0.0"),
  new_field("why_slope", "value -> number", "The partial derivative.", SLOPE .. "s.value --> -2.5"),
  new_field("why_slope", "examples -> vector", "A vector of example numbers, largest term first.",
    SLOPE .. "s.examples --> [2 1]"),
  new_field("why_slope", "terms -> vector", "A vector of the terms (f - y) x / m, in that order.",
    SLOPE .. "s.terms --> [-2.  -0.5]"),
  new_field("why_gradient", "value -> vector",
    "The gradient: a vector of all partial derivatives, b last.",
    SLOPES .. "g.value --> [-4.5 -2.5]"),
  new_field("why_gradient", "terms -> vector",
    "A vector of the partial derivatives, largest first.",
    SLOPES .. "g.terms --> [-4.5 -2.5]"),
  new_field("why_gradient", "names -> list of strings",
    "The names of the components, in the order of the terms.",
    SLOPES .. "g.names[1] --> dw x"),
}

return why
