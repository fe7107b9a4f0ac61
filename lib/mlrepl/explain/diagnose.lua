-- diagnose.lua - the findings of diagnose: number, cause, remedy.

local dependence = require "mlrepl.explain.dependence"
local record = require "mlrepl.explain.record"

local diagnose = {}
local diagnosis -- types, defined below

local function number(x) return ("%.4g"):format(x) end

-- Rounds a number of iterations, because it is an estimate.
local function about(x)
  return (x < 1e6 and "%.0f" or "%.2g"):format(tonumber(("%.2g"):format(x)))
end

local function listed(names)
  if #names <= 4 then return table.concat(names, ", ") end
  return ("%s and %d more"):format(table.concat(names, ", ", 1, 3), #names - 3)
end

-- -- learning rate and iterations ----------------------------------------------------

-- The largest curvature as a fraction of that of the squared error: f (1 - f) is
-- at most 1/4; for softmax the bound is 1/2 (Böhning 1992).
local SHARES = {linear = 1, logistic = 1 / 4, softmax = 1 / 2}

-- The curvature of a poisson cost depends on the weights; diagnose.c computes it
-- at f = y.
local function alpha_of(facts, plain)
  if facts.kind == "poisson" then
    return plain == facts.plain_alpha and facts.poisson_alpha < math.huge and facts.poisson_alpha
  end
  local share = SHARES[facts.kind]
  if not share or plain <= 0 then return false end
  return 2 / (share * 2 / plain + facts.lambda / facts.examples)
end

-- Iterations that reduce the distance to the optimum by 1e6, at the best alpha:
-- κ/2 ln(1/ε), where κ is the ratio of the curvatures (Bertsekas 1999, 1.3).
local function steps_of(facts, condition, plain)
  if facts.kind ~= "linear" or plain <= 0 then return false end
  local ridge, most = facts.lambda / facts.examples, 2 / plain
  local kappa = (most + ridge) / (most / condition ^ 2 + ridge)
  return math.max(1, math.ceil(kappa / 2 * math.log(1e6)))
end

local LIMITS = {linear = "gradient descent is stable below alpha = %s",
  logistic = "gradient descent is safe below alpha = %s",
  softmax = "gradient descent is safe below alpha = %s",
  poisson = "near the minimum, gradient descent is stable below about alpha = %s"}

local function say_alpha(d, facts, say)
  if not d.alpha then
    if facts.kind == "custom" then
      say("the largest stable alpha is unknown for a custom cost; for the squared error it would "
        .. "be " .. number(facts.plain_alpha))
    else
      say("the values are too large: gradient descent diverges for any alpha; normalize the data")
    end
    return
  end
  local text = LIMITS[facts.kind]:format(number(d.alpha))
  if d.alpha_normalized and d.alpha_normalized > 2 * d.alpha then
    text = text .. ("; after z-score normalization below %s"):format(number(d.alpha_normalized))
  end
  say(text)
end

local function say_steps(d, say)
  if not d.steps or d.steps <= 1000 or d.steps == math.huge then return end
  local better = d.steps_normalized < d.steps / 2
  say(("about %s iterations would reduce the distance to the optimum by a factor of a million"
    .. "%s"):format(
    about(d.steps), better and ("; after z-score normalization about %s"):format(
      about(d.steps_normalized)) or '; method="lbfgs" needs far fewer'))
end

local function say_condition(d, facts, say)
  if d.condition <= 1000 then return end
  local now = d.condition == math.huge and "infinite: a column is a linear combination of others"
    or number(d.condition)
  local text = "the condition number is " .. now
  if d.condition_normalized < d.condition / 10 then
    text = text .. ("; after z-score %s"):format(number(d.condition_normalized))
  elseif facts.rows > facts.features then
    text = text .. "; z-score does not help: drop columns or set lambda"
  end
  say(text)
end

-- -- columns ---------------------------------------------------------------------------

local function find_constant(facts)
  local names = {}
  for j = 1, facts.features do
    if facts.std[j] == 0 then names[#names + 1] = facts.names[j] end
  end
  return names
end

local function find_duplicates(facts)
  local list = {}
  for at = 1, #facts.pairs, 3 do
    list[#list + 1] = {facts.names[facts.pairs[at]], facts.names[facts.pairs[at + 1]],
      correlation = facts.pairs[at + 2]}
  end
  return list
end

-- Dependent columns, without constant and duplicate ones, which have findings of
-- their own.
local function combinations_of_several(d)
  local said, list = {}, {}
  for _, name in ipairs(d.constant) do said[name] = true end
  for _, pair in ipairs(d.duplicates) do said[pair[2]] = true end
  for i, text in ipairs(d.dependent) do
    if not said[d.dependent.names[i]] then list[#list + 1] = text end
  end
  return list
end

-- A larger ratio of standard deviations slows gradient descent.
local UNLIKE = 100

-- Columns whose standard deviation is far above the smallest, and the ratio of
-- the largest to the smallest.
local function find_unscaled(facts)
  local least, most, wide = math.huge, 0, {}
  for j = 1, facts.features do
    if facts.std[j] > 0 then
      least, most = math.min(least, facts.std[j]), math.max(most, facts.std[j])
    end
  end
  for j = 1, facts.features do
    if facts.std[j] > UNLIKE * least then wide[#wide + 1] = facts.names[j] end
  end
  return wide, most / least
end

local function say_columns(d, facts, say)
  if #d.constant > 0 then
    say(("%s %s constant and %s no information: drop %s"):format(
      listed(d.constant), #d.constant == 1 and "is" or "are",
      #d.constant == 1 and "carries" or "carry", #d.constant == 1 and "it" or "them"))
  end
  for i, pair in ipairs(d.duplicates) do
    if i > 4 then
      say(("%d more pairs of columns are perfectly correlated"):format(#d.duplicates - 4))
      break
    end
    say(("%s and %s are perfectly correlated (correlation %s): drop one of them"):format(
      pair[1], pair[2], number(pair.correlation)))
  end
  local several = combinations_of_several(d)
  if #several > 0 then
    say(("columns are linear combinations of others: %s; drop %s, as d:onehot(name, "
      .. "{drop=\"first\"}) does"):format(dependence.listed(several),
      #several == 1 and "one of them" or "one column of each combination"))
  end
  if #d.unscaled > 0 then
    say(("the standard deviations of the columns differ by a factor of %s (%s): normalize the "
      .. "data"):format(
      number(d.spread), listed(d.unscaled) .. (#d.unscaled == 1 and " is large" or " are large")))
  end
  if facts.rows < facts.features + 1 then
    say(("%d examples cannot determine %d weights and b: use more examples, fewer columns "
      .. "or lambda")
      :format(facts.rows, facts.features))
  end
end

-- -- targets ---------------------------------------------------------------------------

local function values_text(values)
  local texts = {}
  for i = 1, math.min(#values, 4) do texts[i] = ("%g"):format(values[i]) end
  return table.concat(texts, ", ") .. (#values > 4 and (" ... (%d values)"):format(#values) or "")
end

local function say_wrong_labels(facts, say)
  local values = facts.y:unique()
  local have = "y has the values " .. values_text(values)
  if facts.kind == "poisson" then
    return say(have .. "; poisson targets are counts, 0 or more")
  end
  if facts.kind == "softmax" then
    local shift = values:min() == 0 and "; use y + 1" or "; d:labels(column) returns them"
    say(have .. "; softmax targets are class numbers from 1" .. shift)
    return
  end
  local text = have .. "; logistic targets are 0 and 1"
  if #values == 2 then
    text = text .. ("; use y:eq(%g)"):format(values[2])
  elseif #values > 2 then
    text = text .. ": use y:ge(limit) for two classes, model.softmax for more than two classes, or "
      .. "model.linear to predict numbers"
  end
  say(text)
end

-- Rare: a class with less than 5% of the examples, or fewer than 10 of at least 40.
local function say_rare(facts, say)
  local m, first = facts.examples, facts.kind == "softmax" and 1 or 0
  for k = first, facts.kind == "softmax" and facts.classes or 1 do
    local count = (facts.y:eq(k) * (facts.weights or 1)):sum()
    if count > 0 and (count < 0.05 * m or count < 10 and m >= 40) then
      say(("class %d has only %.6g of %.6g examples: never predicting it gives an accuracy of "
        .. "%s%%; check recall and f1, and split with stratify=true"):format(k, count, m,
        number(100 * (1 - count / m))))
    end
  end
end

local function say_targets(facts, say)
  if facts.wrong_labels then return say_wrong_labels(facts, say) end
  if facts.kind == "logistic" or facts.kind == "softmax" then return say_rare(facts, say) end
  local values = facts.y:unique()
  if #values == 1 then
    say(("every target is %g: only b can be learned"):format(values[1]))
  elseif #values == 2 and facts.kind == "linear" and facts.rows > 4 then
    say(("y has only the values %s, which are two classes: use model.logistic"):format(
      values_text(values)))
  end
end

-- -- separable classes -----------------------------------------------------------------

local function say_separable(facts, say)
  local found = facts.separation
  local text = found and (found.growth or found.held or found.doubt)
  if text then say(text) end
end

-- -- diagnose --------------------------------------------------------------------------

local function find(facts)
  local d = {constant = find_constant(facts), duplicates = find_duplicates(facts),
    dependent = facts.dependent, condition = facts.condition,
    condition_normalized = facts.condition_normalized}
  d.unscaled, d.spread = find_unscaled(facts)
  d.alpha = alpha_of(facts, facts.plain_alpha)
  d.alpha_normalized = alpha_of(facts, facts.plain_alpha_normalized)
  d.steps = steps_of(facts, facts.condition, facts.plain_alpha)
  d.steps_normalized = steps_of(facts, facts.condition_normalized, facts.plain_alpha_normalized)
  d.separation = facts.separation and facts.separation.verdict or "none"
  d.separable = d.separation == "complete" or d.separation == "quasi"
  d.labels = not facts.wrong_labels
  return d
end

function diagnose.diagnose(facts)
  local d = find(facts)
  d.findings = {}
  local function say(sentence) d.findings[#d.findings + 1] = sentence end
  say_targets(facts, say)
  say_alpha(d, facts, say)
  say_steps(d, say)
  say_condition(d, facts, say)
  say_columns(d, facts, say)
  say_separable(facts, say)
  return diagnosis(d)
end

diagnosis = record.type("diagnosis", function(d)
  return table.concat(d.findings, "\n")
end)

local MADE = "d = diagnose(model.linear(), {1, 2}, {300, 500})\n"

-- `field` is a name and its type, as in "names -> list of strings".
local function new_field(field, help, example)
  return {name = "diagnosis:" .. field:match("^[%w_]+"), usage = "d." .. field, help = help,
          example = MADE .. example}
end

diagnose.entries = {
  new_field("alpha -> number or boolean",
    "The learning rate below which gradient descent is stable; false if unknown.",
    "d.alpha < 0.6 --> true"),
  new_field("alpha_normalized -> number or boolean",
    "The value of alpha after z-score normalization.",
    "d.alpha_normalized --> 2.0"),
  new_field("condition -> number",
    "The condition number of X with a column of ones: the ratio of the largest to "
    .. "the smallest singular value.",
    "round(d.condition * 100) --> 685.0"),
  new_field("condition_normalized -> number", "The condition number after z-score normalization.",
    "d.condition_normalized --> 1.0"),
  new_field("steps -> number or boolean",
    "The estimated number of gradient descent iterations that reduce the distance to "
    .. "the optimum by a factor of a million, at the best alpha; false if unknown.",
    "d.steps --> 325"),
  new_field("steps_normalized -> number or boolean",
    "The value of steps after z-score normalization.",
    "d.steps_normalized --> 7"),
  new_field("separable -> boolean",
    "True if the classes are linearly separable or quasi-separable; the weights "
    .. "then grow without bound unless lambda is positive.", "d.separable --> false"),
  new_field("separation -> string",
    '"none", "quasi", "complete", "one class", or "unknown" if the test '
    .. "would take too long or GLPK is missing.", "d.separation --> none"),
  new_field("constant -> list of strings", "The names of constant columns.", "#d.constant --> 0"),
  new_field("duplicates -> list of tables",
    "A list of pairs of names of perfectly correlated columns.",
    "#d.duplicates --> 0"),
  new_field("dependent -> list of strings",
    "A list of strings, one per column that is a linear combination of earlier "
    .. "columns, such as \"sex_male = 1 − sex_female\".", "#d.dependent --> 0"),
  new_field("unscaled -> list of strings",
    "The names of the columns whose standard deviation is more than 100 times the "
    .. "smallest one.",
    "#d.unscaled --> 0"),
  new_field("spread -> number", "The ratio of the largest to the smallest standard deviation.",
    "d.spread --> 1.0"),
  new_field("labels -> boolean",
    "True if y contains valid targets for the model.", "d.labels --> true"),
  new_field("findings -> list of strings",
    "The findings as a list of strings, one per printed sentence.",
    "#d.findings --> 1"),
}

return diagnose
