-- gradient_mistakes.lua - recognizes common mistakes in a wrong gradient. Each test
-- predicts the gradient that one mistake produces, and reports that mistake if the
-- prediction matches at all points.


local gradient_mistakes = {}

-- -- parts of the gradient -------------------------------------------------------

local function parts_of(facts)
  local n = facts.features
  local all, w, b = {}, {}, {}
  for j = 1, #facts.theta do
    if facts.checked[j] then
      all[#all + 1] = j
      local list = j % (n + 1) == 0 and b or w
      list[#list + 1] = j
    end
  end
  all.name, all.have, all.are, all.lack = "dw and db", "have", "are", "lack"
  w.name, w.have, w.are, w.lack = "dw", "has", "is", "lacks"
  b.name, b.have, b.are, b.lack = "db", "has", "is", "lacks"
  return all, w, b
end

local function each(points, part, visit)
  for _, point in ipairs(points) do
    for _, j in ipairs(part) do
      if not visit(point, j) then return false end
    end
  end
  return true
end

local function fails(points, part)
  return not each(points, part, function(point, j) return not point.fails[j] end)
end

-- Does the gradient equal expected(point, j)? `times` scales the error bound of the
-- numeric slopes.
local function matches(points, part, expected, times)
  return each(points, part, function(point, j)
    local a, e = point.analytic[j], expected(point, j)
    local slack = 30 * point.wrong[j] * math.max(1, math.abs(times or 1))
    return e and math.abs(a - e) <= 1e-4 * math.max(math.abs(a), math.abs(e)) + slack
  end)
end

-- The c that minimizes the squared distance of c * from(point, j) to to(point, j).
local function ratio(points, part, to, from)
  local above, below = 0, 0
  each(points, part, function(point, j)
    local u = from(point, j)
    above, below = above + u * to(point, j), below + u * u
    return true
  end)
  return below > 0 and above / below or nil
end

local function analytic(point, j) return point.analytic[j] end
local function numeric(point, j) return point.numeric[j] end
local function excess(point, j) return point.analytic[j] - point.numeric[j] end
local function weight(point, j) return point.theta[j] end

local function near(a, b) return math.abs(a - b) <= 1e-3 * math.abs(b) end
local function number(x) return ("%.4g"):format(x) end

-- -- a factor ----------------------------------------------------------------------

local TWICE = "the ½ in a cost like Σ(f - y)²/2m cancels the 2 from the square"
local HALF = "for a cost without the ½, Σ(f - y)²/m, the gradient has a factor of 2"

-- How many times too large or too small, and why, for m examples and n features.
local function size_words(c, m, n)
  if m > 1 and near(c, m) then
    return ("%d times too large: 1/m is missing, with m = %d examples%s"):format(m, m,
      m == 2 and " (or there is an extra factor of 2)" or "")
  elseif m > 1 and near(c, 1 / m) then
    return ("%d times too small: divided by m = %d twice%s"):format(m, m,
      m == 2 and " (or there is an extra factor of ½)" or "")
  elseif near(c, 2) then return "2 times too large: " .. TWICE
  elseif near(c, 0.5) then return "2 times too small: " .. HALF
  elseif near(c, 2 * m) then
    return ("%d times too large: 1/m is missing, and there is an extra factor of 2"):format(2 * m)
  elseif m > 1 and near(c, m / (m - 1)) then return "divided by m - 1 instead of m"
  elseif near(c, m / n) then
    return ("divided by the %d features instead of the %d examples"):format(n, m)
  end
end

local SIGN = "the wrong sign: the error is f - y, prediction minus target, not y - f"

local function factor_words(facts, points, part)
  local c = ratio(points, part, analytic, numeric)
  if not c or c == 0 then return end
  if not matches(points, part, function(point, j) return c * point.numeric[j] end, c) then
    return
  end
  if near(c, -1) then return ("%s %s %s"):format(part.name, part.have, SIGN), c end
  local size = size_words(math.abs(c), facts.examples, facts.features)
  if not size then return nil, c end
  if c > 0 then return ("%s %s %s"):format(part.name, part.are, size), c end
  return ("%s %s %s; and %s %s"):format(part.name, part.have, SIGN, part.are, size), c
end

local function odd_factor_words(facts, points, part)
  local _, c = factor_words(facts, points, part)
  return c and #points * #part > 1
    and ("%s %s %s times the slope of the cost: look for a missing factor"):format(part.name,
      part.are, number(c))
end

-- -- independent of the point ------------------------------------------------------

local function zero_words(_, points, part)
  if matches(points, part, function() return 0 end) then
    return ("%s %s 0, but the slope of the cost is not: does the function return its "
      .. "result?"):format(
      part.name, part.are)
  end
end

local function constant_words(_, points, part)
  local first = points[1]
  if #points < 2 then return end
  local moves = false
  for _, j in ipairs(part) do
    if points[2].analytic[j] ~= first.analytic[j] then return end
    moves = moves or not near(points[2].numeric[j], first.numeric[j])
  end
  if not moves then return end
  return ("%s %s the same for different w and b: does the function use its arguments w and b?")
    :format(part.name, part.are)
end

-- -- penalties ---------------------------------------------------------------------

local function is_plain(x) return near(x, tonumber(("%.2g"):format(x))) end
local function penalty_words(facts, points, part)
  local c = ratio(points, part, excess, weight)
  if not c or #points * #part < 2 or not matches(points, part, function(point, j)
    return point.numeric[j] + c * point.theta[j]
  end) then return end
  local m = facts.examples
  if part.name == "db" then
    return ("db has an extra term %s b: b is penalized, but the penalty applies to w only"):format(
      number(c))
  elseif c < 0 then
    local lambda = is_plain(-c * m) and (" (λ = %s)"):format(number(-c * m)) or ""
    return ("dw lacks a term %s w: the cost has a penalty whose slope, λ/m · w, is missing or "
      .. "too small here%s"):format(number(-c), lambda)
  end
  local lambda = m > 1 and c * m / (m - 1)
  if lambda and is_plain(lambda) then
    return ("dw has the slope of the penalty as λ w, with λ = %s: its 1/m is missing, "
      .. "λ/m · w"):format(
      number(lambda))
  end
  return ("dw has an extra term %s w: the slope of the penalty is λ/m · w, added once, and only "
    .. "if the cost has a penalty"):format(number(c))
end

-- -- order -------------------------------------------------------------------------

-- Which slope is at each position, from the first point.
local function find_order(point, part)
  local order, taken = {}, {}
  for _, j in ipairs(part) do
    for _, k in ipairs(part) do
      local a, g = point.analytic[j], point.numeric[k]
      if not taken[k] and math.abs(a - g) <= 1e-4 * math.abs(g) + 30 * point.wrong[k] then
        order[j], taken[k] = k, true
        break
      end
    end
    if not order[j] then return end
  end
  return order
end

local function order_words(facts, points, part)
  local order = #part > 1 and find_order(points[1], part)
  if not order or not matches(points, part, function(point, j) return point.numeric[order[j]] end)
  then return end
  for _, j in ipairs(part) do
    if order[j] ~= j then
      return ("%s %s in the wrong order: the slope of %s is in the position of %s"):format(
        part.name,
        part.are, facts.components[order[j]], facts.components[j])
    end
  end
end

-- -- computed from the errors ------------------------------------------------------

-- For custom models: the predictions f, the sums z = w·x + b and the errors e at a
-- point.
local function errors_at(facts, point)
  if point.f then return point end
  local n = facts.features
  local known, f = pcall(facts.predict, point.theta)
  point.f = known and f or vector.zeros(facts.examples)
  point.z = facts.X:dot(point.theta:slice(1, n)) + point.theta[n + 1]
  point.e = point.f - facts.y
  return point
end

local function slope_of(facts, point, key, make)
  local kept = point[key]
  if not kept then
    local e = make(errors_at(facts, point))
    kept = (facts.X:t():dot(e) / facts.examples):concat(vector{e:mean()})
    point[key] = kept
  end
  return kept
end

local function by_errors(facts, points, part, key, make)
  return matches(points, part, function(point, j) return slope_of(facts, point, key, make)[j] end)
end

local function same(a, b) return (a - b):norm() <= 1e-6 * (1 + a:norm()) end

local function is_sigmoid(facts, points)
  local p = errors_at(facts, points[1])
  return same(p.f, sigmoid(p.z)) and not same(p.f, p.z)
end

local function model_words(facts, points, part)
  if not facts.custom then return end
  local curved = is_sigmoid(facts, points)
  local function made_of(key, make) return by_errors(facts, points, part, key, make) end
  if made_of("plain", function(p) return p.e end) then
    return curved and ("%s %s the slope of the cross-entropy, but the cost is a different one: the "
        .. "slope of the squared error of a sigmoid has a factor of f (1 - f)"):format(part.name,
        part.are)
      or ("%s %s the slope of the squared error Σ(f - y)²/2m, but the cost is a different "
        .. "one"):format(
        part.name, part.are)
  elseif curved and made_of("squashed", function(p) return p.e * p.f * (1 - p.f) end) then
    return ("%s %s the slope of the squared error of a sigmoid, but the cost is a different "
      .. "one: the slope of the cross-entropy has no factor of f (1 - f)"):format(part.name,
      part.are)
  elseif made_of("without", function(p) return p.z - facts.y end) then
    return ("%s %s computed from w·x + b instead of predict(X, w, b): the sigmoid is "
      .. "missing"):format(
      part.name, part.are)
  elseif made_of("with", function(p) return sigmoid(p.z) - facts.y end) then
    return ("%s %s computed with a sigmoid that predict and cost do not have"):format(part.name,
      part.are)
  end
end

local function orientation_words(facts, points, part)
  local m = facts.examples
  if not facts.custom or m ~= facts.features or m == 1 then return end
  for _, over in ipairs{m, 1} do
    if matches(points, part, function(point, j)
      return facts.X:dot(errors_at(facts, point).e)[j] / over
    end) then
      return "dw uses X without transposing it: use X:t():dot(e), a sum over examples, not X:dot(e)"
    end
  end
end

local function no_x_words(facts, points, part)
  if not facts.custom then return end
  local b = #facts.theta
  if matches(points, part, function(point) return point.numeric[b] end) then
    return "dw lacks the factor x: it must be the mean of (f - y) x, not of f - y"
  end
end

-- -- another point -----------------------------------------------------------------

-- Does the gradient equal the slopes at the point change(point)?
local function elsewhere(facts, points, part, change)
  return matches(points, part, function(point, j) return facts.slope_at(change(point), j).slope end)
end

local function no_b_words(facts, points, part)
  local b = #facts.theta
  if facts.custom and elsewhere(facts, points, part, function(point)
    local theta = point.theta:copy()
    theta[b] = 0
    return theta
  end) then
    return ("%s %s computed without b: the prediction is w·x + b"):format(part.name, part.are)
  end
end

-- Commonly used learning rates.
local function usual_alphas()
  local list = {}
  for k = 0, 7 do
    for _, digit in ipairs{1, 2, 3, 5} do list[#list + 1] = digit * 10.0 ^ -k end
  end
  return list
end

local function stepped(alpha, moved)
  return function(point)
    local theta = point.theta:copy()
    for _, j in ipairs(moved) do theta[j] = theta[j] - alpha * point.analytic[j] end
    return theta
  end
end

local function turn_words(facts, points, part, other)
  if not facts.custom then return end
  local first = {part[1], name = part.name}
  for _, alpha in ipairs(usual_alphas()) do
    local change = stepped(alpha, other)
    if elsewhere(facts, {points[1]}, first, change) and elsewhere(facts, points, part, change) then
      local changed = part.name == "db" and "w" or "b"
      return ("%s is not a simultaneous update: it is the slope after %s has changed by %s d%s; "
        .. "compute both slopes before updating either parameter"):format(part.name, changed,
        number(alpha), changed)
    end
  end
end

-- -- one component -----------------------------------------------------------------

local function some_words(facts, points, part)
  local wrong, names = {have = "has", are = "is"}, {}
  for _, j in ipairs(part) do
    if fails(points, {j}) then
      wrong[#wrong + 1] = j
      names[#names + 1] = facts.components[j]:gsub("^w", "dw")
    end
  end
  if #wrong == #part or #wrong > 3 then return end
  wrong.name = table.concat(names, ", ")
  if #wrong > 1 then
    return ("only %s differ; the other components are correct"):format(wrong.name)
  end
  local why = factor_words(facts, points, wrong)
  return why and "only " .. why
    or ("only %s is wrong: check how it is computed"):format(wrong.name)
end

-- -- verdict -----------------------------------------------------------------------

local function fallback(_, points, part)
  local most = 0
  each(points, part, function(point, j)
    most = math.max(most, point.distance[j])
    return true
  end)
  return ("%s %s not the slope of the cost (difference up to %s%%), and no common mistake "
    .. "explains it: compute one example by hand"):format(part.name, part.are, number(100 * most))
end

local BOTH = {zero_words, constant_words, factor_words, order_words, model_words, no_b_words}
local ONE = {zero_words, constant_words, factor_words, penalty_words, order_words,
  orientation_words, no_x_words, turn_words, model_words, no_b_words, some_words,
  odd_factor_words, fallback}

local function explain(list, ...)
  for _, suspicion in ipairs(list) do
    local text = suspicion(...)
    if text then return text end
  end
end

local function not_finite(facts, point)
  for j = 1, #point.theta do
    local a = point.analytic[j]
    if a - a ~= 0 then
      return ("component %s of the gradient is %s: look for 0/0, log(0) or overflow"):format(
        facts.components[j], a ~= a and "nan" or "inf")
    end
  end
end

local function changed_words(points)
  if points[1].changed then
    return "the gradient function modifies w: compute both slopes before updating either parameter"
  end
end

function gradient_mistakes.words(facts, points, shown)
  local all, w, b = parts_of(facts)
  local sure = changed_words(points) or not_finite(facts, shown)
  if sure then return sure end
  local w_fails, b_fails = fails(points, w), fails(points, b)
  if w_fails and b_fails then
    local text = explain(BOTH, facts, points, all)
    if text then return text end
  end
  local texts = {}
  if w_fails then texts[1] = explain(ONE, facts, points, w, b) end
  if b_fails then texts[#texts + 1] = explain(ONE, facts, points, b, w) end
  return table.concat(texts, "; ")
end

return gradient_mistakes
