-- separation.lua - messages about separable classes for train, summary, diagnose
-- and plot.boundary.

local context = require "mlrepl.context"

local separation = {}

-- The shortest decimal number t with low < t <= high.
local function between(low, high)
  local middle = low / 2 + high / 2
  for digits = 1, 17 do
    local text = ("%%.%dg"):format(digits):format(middle)
    local t = tonumber(text)
    if low < t and t <= high then return text end
  end
  return ("%.17g"):format(high)
end

local function shortest(x)
  for digits = 1, 17 do
    local text = ("%%.%dg"):format(digits):format(x)
    if tonumber(text) == x then return text end
  end
end

local function listed(names)
  if #names <= 3 then
    local last = names[#names]
    return #names == 1 and last or table.concat(names, ", ", 1, #names - 1) .. " and " .. last
  end
  return ("%s, %s and %d more columns"):format(names[1], names[2], #names - 2)
end

-- -- separating columns -------------------------------------------------------------

-- With more than two classes, class 0 stands for all others.
local function split(name, column, softmax)
  local t = between(column.low, column.high)
  if softmax and column.above == 0 then
    return ("exactly the examples with %s < %s are class %d"):format(name, t, column.below)
  elseif softmax and column.below == 0 then
    return ("exactly the examples with %s >= %s are class %d"):format(name, t, column.above)
  end
  return ("every example with %s >= %s is class %d, every other is class %d"):format(name, t,
    column.above, column.below)
end

-- Both classes have examples at one value of the column.
local function touch(name, column)
  local at = shortest(column.low)
  if column.next ~= column.next then
    return ("every example with %s < %s is class %d"):format(name,
      between(column.before, column.low), column.below)
  elseif column.before ~= column.before then
    return ("every example with %s >= %s is class %d"):format(name,
      between(column.low, column.next), column.above)
  end
  return ("every example with %s > %s is class %d, with %s < %s class %d"):format(name, at,
    column.above, name, at, column.below)
end

local function by_column(facts)
  local column, name = facts.column, facts.column.name
  if facts.scaled then name = "normalized " .. name end
  if not facts.intercept then
    return ("every example with %s > 0 is class %d, with %s < 0 class %d"):format(name,
      column.above, name, column.below)
  end
  if column.low < column.high then return split(name, column, facts.kind == "softmax") end
  return touch(name, column)
end

-- "x separates the classes: every example with x >= 0.5 is class 1"
local function how(facts, what)
  if facts.column then
    return ("%s separates %s: %s"):format(facts.column.name, what, by_column(facts))
  elseif #facts.columns == 1 then
    return ("%s separates %s"):format(facts.columns[1], what)
  elseif #facts.columns > 1 then
    return ("a combination of %s separates %s"):format(listed(facts.columns), what)
  end
end

local WORDS = {complete = "linearly separable", quasi = "quasi-separable"}

-- Describes the separable pairs of classes.
local function pairs_text(facts)
  local texts, count = {}, #facts.pairs // 3
  for at = 1, math.min(#facts.pairs, 9), 3 do
    texts[#texts + 1] = ("classes %d and %d are %s"):format(facts.pairs[at], facts.pairs[at + 1],
      WORDS[facts.pairs[at + 2]])
  end
  if count > 3 then texts[#texts + 1] = ("and so are %d more pairs"):format(count - 3) end
  return table.concat(texts, ", ")
end

local function cause(facts)
  if facts.verdict == "complete" and #facts.classes > 2 then facts.column = nil end
  if facts.verdict == "complete" or #facts.classes == 2 then
    local least = facts.why and "at least " or ""
    local text = "the classes are " .. least .. WORDS[facts.verdict]
    local by = how(facts, facts.verdict == "complete" and "the classes" or "some of the examples")
    return by and text .. " (" .. by .. ")" or text
  elseif facts.alone then
    local by = facts.column and " (" .. how(facts, "it") .. ")" or ""
    return ("class %d is linearly separable from the others%s"):format(facts.alone, by)
  end
  return "the classes are quasi-separable: " .. pairs_text(facts)
end

-- -- classes without examples ----------------------------------------------------------

-- b alone can drive the probability of a class to 0 or 1, and b is not penalized.
local function missing(facts)
  if #facts.classes == 1 then
    local only = ("only class %d has examples: "):format(facts.classes[1])
    if not facts.intercept then return only .. "there is nothing to separate" end
    local b = facts.kind == "softmax" and "the intercepts move apart"
      or "b " .. (facts.classes[1] == 1 and "grows" or "falls")
    return only .. b .. " without bound; lambda does not help, because b is not penalized"
  elseif #facts.missing > 0 then
    local some, list = #facts.missing == 1, table.concat(facts.missing, ", ", 1,
      math.min(#facts.missing, 5)) .. (#facts.missing > 5 and " ..." or "")
    local text = (some and "class %s has no examples" or "classes %s have no examples"):format(list)
    if not facts.intercept then return text .. ": nothing can be learned about "
      .. (some and "it" or "them") end
    return ("%s: b of %s falls without bound; lambda does not help, because b is not penalized")
      :format(text, some and "this class" or "these classes")
  end
end

-- -- undecided cases -------------------------------------------------------------------

local DOUBTS = {solver = context.solver_advice(),
  size = "the test would take too long for so many examples, columns and classes",
  close = "the classes are too close to the separating boundary"}

local function doubt(facts)
  if facts.why and facts.verdict == "unknown" then
    return "cannot decide whether the classes are linearly separable: " .. DOUBTS[facts.why]
  end
end

local DISTRUST = "; estimates, standard errors and p-values cannot be trusted"

-- -- counts --------------------------------------------------------------------------

-- For a poisson model "class 0" is an example whose count is 0; those above 0
-- appear in both classes.
local function counts(facts)
  local only, text = #facts.classes == 1 and facts.classes[1] == 0, nil
  if only and facts.intercept then
    text = "every count is 0: b falls without bound; lambda does not help, because b is not "
      .. "penalized"
  elseif facts.verdict == "quasi" then
    local by = facts.column and facts.column.name or #facts.columns == 1 and facts.columns[1]
      or "a combination of " .. listed(facts.columns)
    local why = ("%s sets examples apart that all have the count 0"):format(by)
    if facts.lambda > 0 then
      facts.held = ("%s; lambda = %g keeps the weights finite"):format(why, facts.lambda)
      return facts
    end
    text = why .. ": some weights grow without bound"
  end
  facts.growth = text and not only and text .. "; lambda=1 keeps them finite" or text
  facts.worthless = text and text .. DISTRUST
  if facts.why and facts.verdict == "unknown" then
    facts.doubt = "cannot decide whether columns set examples with the count 0 apart: "
      .. DOUBTS[facts.why]:gsub("test for separable classes", "test for it")
    facts.missing_solver = facts.why == "solver" and facts.doubt or nil
  end
  return facts
end

-- -- separation ------------------------------------------------------------------------

-- Adds messages to `facts`: growth (why the weights grow), held (lambda keeps them
-- finite), worthless (standard errors cannot be trusted), doubt (the test was
-- undecided) and missing_solver (undecided because GLPK is not installed).
function separation.separation(facts)
  if facts.kind == "poisson" then return counts(facts) end
  local apart, lacking = WORDS[facts.verdict], missing(facts)
  if #facts.classes < 2 then facts.verdict = "one class" end
  facts.doubt = doubt(facts)
  facts.missing_solver = facts.why == "solver" and facts.doubt or nil
  if lacking then
    facts.growth, facts.worthless = lacking, lacking .. DISTRUST
  elseif apart and facts.lambda > 0 then
    facts.held = ("%s; lambda = %g keeps the weights finite"):format(cause(facts), facts.lambda)
  elseif apart then
    local text = ("%s: %s weights grow without bound"):format(cause(facts),
      facts.verdict == "quasi" and "some" or "the")
    facts.growth, facts.worthless = text .. "; lambda=1 keeps them finite", text .. DISTRUST
  end
  return facts
end

return separation
