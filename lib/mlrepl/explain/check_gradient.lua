-- check_gradient.lua - compares a gradient with central differences of the cost at
-- two points and prints the table. gradient_mistakes.lua explains mismatches.

local context = require "mlrepl.context"
local gradient_mistakes = require "mlrepl.explain.gradient_mistakes"
local record = require "mlrepl.explain.record"

local gradient = {}
local gradient_check -- types, defined below

local EPSILON = 2.220446049250313e-16
-- Correct gradients agree better than this; wrong ones almost never do.
local TOLERANCE = 1e-6

-- -- numeric slopes --------------------------------------------------------------

local function is_finite(x) return x - x == 0 end

local function moved(theta, j, by)
  local other = theta:copy()
  other[j] = other[j] + by
  return other
end

-- The central difference from steps h and h/2, extrapolated (Richardson 1911), an
-- error bound, and the one-sided slopes.
local function difference(facts, theta, j, h, here)
  local function cost(by) return facts.cost(moved(theta, j, by)) end
  local up, down, up2, down2 = cost(h), cost(-h), cost(h / 2), cost(-h / 2)
  local coarse, fine = (up - down) / (2 * h), (up2 - down2) / h
  local rounding = EPSILON * (8 + math.sqrt(facts.examples)) * math.abs(here) / h
  local d = {slope = fine + (fine - coarse) / 3, wrong = math.abs(fine - coarse) + rounding}
  d.right, d.left = (up2 - here) / (h / 2), (here - down2) / (h / 2)
  -- Halving the step halves the difference of the one-sided slopes, except at a corner.
  local bend = ((up - here) - (here - down)) / h
  d.corner = math.abs(d.right - d.left) > 0.8 * math.abs(bend)
    and math.abs(d.right - d.left) > 100 * rounding
  if not is_finite(d.slope) then d.slope, d.wrong = 0, math.huge end
  return d
end

-- Multiples of the usual step: the best one depends on the scale of the feature.
local STEPS = {1, 16, 1 / 16, 256, 1 / 256, 4096, 1 / 4096, 1 / 65536}

local function slope_at(facts, theta, j, here)
  local usual, best = EPSILON ^ (1 / 3) * math.max(1, math.abs(theta[j])), nil
  for _, times in ipairs(STEPS) do
    local d = difference(facts, theta, j, usual * times, here)
    if not best or d.wrong < best.wrong then best = d end
    if best.wrong <= 0.01 * TOLERANCE * math.abs(best.slope) then break end
  end
  return best
end

-- -- points ----------------------------------------------------------------------

-- Pseudorandom numbers, the same in every run: 0.2 to 1.2 in absolute value.
local function generator()
  local state = 12345
  return function()
    state = (state * 1103515245 + 12345) % 2147483648
    local x = state / 1073741824 - 1
    return x < 0 and x - 0.2 or x + 0.2
  end
end

-- How far to move a component so that w·x + b changes by about 0.3.
local function reach(facts, j)
  local n = facts.features
  local column = (j - 1) % (n + 1) + 1
  if column > n then return 0.3 end
  local size = facts.X:column(column):norm() / math.sqrt(facts.examples)
  return size > 0 and 0.3 / size or 0.3
end

local function beside(facts, theta, times, random)
  local other = theta:copy()
  for j = 1, #theta do
    if facts.checked[j] then
      other[j] = other[j] + times * random() * math.max(reach(facts, j), 0.1 * math.abs(theta[j]))
    end
  end
  return other
end

-- Cost and gradients at a point; nil if the cost is not finite.
local function look(facts, theta)
  local here = facts.cost(theta)
  if not is_finite(here) then return nil end
  local analytic, changed = facts.gradient(theta)
  local point = {theta = theta, cost = here, analytic = analytic, changed = changed,
    numeric = vector.zeros(#theta), wrong = vector.zeros(#theta), details = {}}
  for j = 1, #theta do
    if facts.checked[j] then
      local d = slope_at(facts, theta, j, here)
      point.numeric[j], point.wrong[j], point.details[j] = d.slope, d.wrong, d
    else
      analytic[j] = 0
    end
  end
  return point
end

local function look_beside(facts, theta)
  for k = 0, 5 do
    local point = look(facts, beside(facts, theta, 10.0 ^ -k, generator()))
    if point then return point end
  end
end

-- -- comparing -------------------------------------------------------------------

-- At a corner every value between the one-sided slopes is correct.
local function in_corner(d, a)
  local low, high = math.min(d.left, d.right), math.max(d.left, d.right)
  local slack = 1e-3 * TOLERANCE * math.abs(a) + 20 * d.wrong
  return d.corner and a >= low - slack and a <= high + slack
end

local function agrees(point, j)
  local a, g, d = point.analytic[j], point.numeric[j], point.details[j]
  if not d then return true end
  if not is_finite(a) then return false end
  return math.abs(a - g) <= TOLERANCE * math.max(math.abs(a), math.abs(g)) + 20 * d.wrong
    or in_corner(d, a)
end

-- The relative difference; 0 if rounding explains it.
local function distance(point, j)
  local a, g, d = point.analytic[j], point.numeric[j], point.details[j]
  if not d or math.abs(a) <= 20 * d.wrong and math.abs(g) <= 20 * d.wrong then return 0 end
  if in_corner(d, a) then return 0 end
  return math.abs(a - g) / math.max(math.abs(a), math.abs(g))
end

-- A slope far smaller than at the other point counts as 0: near a minimum, rounding
-- of the cost hides it.
local function count_rounding(points)
  for j = 1, #points[1].theta do
    local most = 0
    for _, point in ipairs(points) do most = math.max(most, math.abs(point.numeric[j])) end
    for _, point in ipairs(points) do
      local d = point.details[j]
      if d then
        d.wrong = d.wrong + 1e-9 * most
        point.wrong[j] = d.wrong
      end
    end
  end
end

local function compare(point)
  point.fails, point.ok, point.distance = {}, true, vector.zeros(#point.theta)
  for j = 1, #point.theta do
    point.fails[j] = not agrees(point, j)
    point.ok = point.ok and not point.fails[j]
    point.distance[j] = distance(point, j)
    local d = point.details[j]
    if d and d.corner and not point.fails[j] and in_corner(d, point.analytic[j]) then
      point.corner = point.corner or j
    end
  end
end

-- -- result ----------------------------------------------------------------------

local function component_names(facts)
  local names, n = {}, facts.features
  for k = 1, facts.classes do
    local class = facts.classes > 1 and ("[%d]"):format(k) or ""
    for j = 1, n do
      names[#names + 1] = n == 1 and "w" .. class
        or ("w%s[%d] %s"):format(class, j, facts.names[j])
    end
    names[#names + 1] = "b" .. class
  end
  return names
end

-- A model without an intercept has no parameter b.
local function checked_components(facts)
  local checked = {}
  for j = 1, #facts.theta do
    checked[j] = facts.intercept or j % (facts.features + 1) ~= 0
  end
  return checked
end

local function where(facts, point, first)
  if point ~= first then return "near the model's w and b" end
  return facts.fresh and "at small random w and b, because the model has none yet"
    or "at the model's w and b"
end

local function is_bottom(point)
  for j = 1, #point.theta do
    local d = point.details[j]
    if d and (point.distance[j] > 0 or math.abs(d.slope) > 20 * d.wrong) then return false end
  end
  return true
end

local function good_words(facts, point)
  if is_bottom(point) then
    return "correct: the gradient is 0 here, and matches the slope of the cost at a nearby point"
  elseif point.changed then
    return "correct, but the gradient function modifies its argument w; in your own loop that "
      .. "would be a second update"
  elseif point.corner then
    return ("correct: the cost has a corner in %s here, and the gradient lies between the slopes "
      .. "on both sides; all other components agree"):format(facts.components[point.corner])
  end
  return "correct: the gradient is the slope of the cost, here and at a nearby point"
end

function gradient.check_gradient(facts)
  facts.checked, facts.components = checked_components(facts), component_names(facts)
  facts.slope_at = function(theta, j) return slope_at(facts, theta, j, facts.cost(theta)) end
  local start = facts.fresh and beside(facts, facts.theta, 1, generator()) or facts.theta
  local first = look(facts, start)
  if not first then
    context.fail("check_gradient", "the cost is not finite at the model's w and b, so it has no "
      .. "gradient there")
  end
  local second = look_beside(facts, start)
  local points = {first, second}
  count_rounding(points)
  for _, point in ipairs(points) do compare(point) end
  local shown = first.ok and second and not second.ok and second or first
  local ok = first.ok and shown.ok
  return gradient_check{ok = ok, analytic = shown.analytic, numeric = shown.numeric,
    names = facts.components, differences = shown.distance, difference = shown.distance:max(),
    verdict = ok and good_words(facts, shown) or gradient_mistakes.words(facts, points, shown),
    where = where(facts, shown, first)}
end

-- -- printing --------------------------------------------------------------------

local SHOWN = 20

-- All components in order, or the ten that differ most if there are many.
local function order_of(c)
  local n = #c.names
  if n <= SHOWN then return vector.range(1, n), 0 end
  return (-c.differences):argsort():slice(1, 10), n - 10
end

-- C may print "-nan".
local function written(form, x) return x == x and form:format(x) or "nan" end

local function to_text(c)
  local rows = {{"", "analytic", "numeric", "difference"}}
  local order, left = order_of(c)
  for _, j in ipairs(order:totable()) do
    j = j // 1 | 0
    rows[#rows + 1] = {c.names[j], written("%.7g", c.analytic[j]), written("%.7g", c.numeric[j]),
                       written("%.1e", c.differences[j])}
  end
  return ("%s, %s:\n%s\n%s%s"):format("slopes of the cost", c.where, record.aligned(rows),
    left > 0 and ("... %d more, with smaller differences\n"):format(left) or "", c.verdict)
end

gradient_check = record.type("gradient_check", to_text)

local MADE = "c = check_gradient(model.linear{w=3, intercept=false}, {2}, {5})\n"

-- `field` is a name and its type, as in "names -> list of strings".
local function new_field(field, help, example)
  return {name = "gradient_check:" .. field:match("^%w+"), usage = "c." .. field, help = help,
          example = MADE .. example}
end

gradient.entries = {
  new_field("ok -> boolean",
    "True if the analytic gradient agrees with the numeric one.", "c.ok --> true"),
  new_field("verdict -> string", "A sentence that names the likely mistake.",
    'c.verdict:match("^%a+") --> correct'),
  new_field("difference -> number",
    "The largest relative difference, or 0 if all differences are within "
    .. "rounding error.",
    "c.difference < 1e-6 --> true"),
  new_field("differences -> vector",
    "A vector of the relative differences.", "#c.differences --> 2"),
  new_field("analytic -> vector", "A vector: the gradient that the model computes, b last.",
    "c.analytic --> [2 0]"),
  new_field("numeric -> vector", "A vector: the central differences of the cost, b last.",
    "abs(c.numeric[1] - 2) < 1e-6 --> true"),
  new_field("names -> list of strings", "The names of the components.", "c.names[2] --> b"),
  new_field("where -> string", "A description of the point at which the gradients were compared.",
    "c.where --> at the model's w and b"),
}

return gradient
