-- flip.lua - m:explain(x): the terms of one answer, and the smallest changes that flip it.

local context = require "mlrepl.context"
local model_boundary = require "mlrepl.explain.model_boundary"
local record = require "mlrepl.explain.record"

local flip = {}

local SHOWN = 10     -- lines
local GRID = 400     -- points per column and direction, where there is no formula
local HALVINGS = 60  -- of the interval between two of them
local NUDGE = 1e-12  -- relative; a flip by rounding alone is no flip

local function number(x) return ("%.6g"):format(x) end

local function answer(m, x) return model_boundary.answers(m, matrix.rows{x})[1] end

-- -- closed form -----------------------------------------------------------------

-- The linear functions of the features that are negative while the answer is what it is:
-- a list of {w, z}, z being the value at the features f.
local function margins(m, f, class)
  local w, b = m.w, m.b
  if m.kind == "logistic" then
    local z = w:dot(f) + b - math.log(m.threshold / (1 - m.threshold))
    if class == 1 then return {{w = -w, z = -z}} end
    return {{w = w:copy(), z = z}}
  end
  local found, k = {}, class // 1 | 0
  for j = 1, m.classes do
    if j ~= k then
      local dw = w[j] - w[k]
      found[#found + 1] = {w = dw, z = dw:dot(f) + b[j] - b[k]}
    end
  end
  return found
end

-- Moves x by `direction` times the smallest number t, at least `t`, that changes the answer;
-- rounding may ask for a little more than the formula says. Nil if nothing does.
local function make_sure(m, x, direction, t, class)
  local more = NUDGE
  while more < 1e-6 do
    local by = t * (1 + more)
    local to = x + direction * by
    local now = answer(m, to)
    if now ~= class then return by, to, now end
    more = more * 4
  end
end

-- The smallest change of column j alone.
local function linear_move(m, x, list, j, scale, class)
  local best
  for _, margin in ipairs(list) do
    local slope = margin.w[j] * scale[j]
    local t = -margin.z / slope
    if slope ~= 0 and (not best or math.abs(t) < math.abs(best)) then best = t end
  end
  if not best or best ~= best or math.abs(best) == math.huge then return nil end
  local direction = vector.zeros(#x)
  direction[j] = best < 0 and -1 or 1
  return make_sure(m, x, direction, math.abs(best), class)
end

-- The shortest step to the boundary, where each column is measured in its own unit.
local function shortest_step(m, x, list, scale, unit, class)
  local best, length
  for _, margin in ipairs(list) do
    local slope = margin.w * scale * unit -- per unit of each column
    local size = slope:norm()
    local distance = -margin.z / size
    if size > 0 and (not length or distance < length) then
      best, length = slope * unit * (distance / size), distance
    end
  end
  if not best then return nil end
  local _, to = make_sure(m, x, best, 1, class)
  return to
end

-- -- by search -------------------------------------------------------------------

-- The first point of a grid along column j, in both directions, with another answer, then
-- halved: t is the distance, with a sign.
local function search_move(m, x, j, reach, class)
  local steps = vector.linspace(-reach, reach, 2 * GRID + 1)
  local columns = {}
  for i = 1, #x do columns[i] = vector.fill(2 * GRID + 1, x[i]) end
  columns[j] = columns[j] + steps
  local other = model_boundary.answers(m, matrix.columns(columns)):ne(class)
  for i = 1, GRID do
    for _, sign in ipairs{1, -1} do
      local at = GRID + 1 + sign * i
      if other[at] == 1 then
        local inner, outer, to = steps[at - sign], steps[at], x:copy()
        for _ = 1, HALVINGS do
          local half = (inner + outer) / 2
          to[j] = x[j] + half
          if answer(m, to) == class then inner = half else outer = half end
        end
        to[j] = x[j] + outer
        return math.abs(outer), to, answer(m, to)
      end
    end
  end
end

-- -- the moves, smallest first ----------------------------------------------------

-- The unit in which a column's changes are compared: its standard deviation if the model
-- scales by it, else a quarter of its range in training; 1 if nothing is known.
local function units_of(m, n, scale)
  if m.normalize == "zscore" and m.degree == 1 then
    return 1 / scale, "standard deviations"
  end
  local low, high = context.model_range(m)
  if not low then return vector.ones(n), nil, nil end
  local unit = (high - low) / 4
  return unit + unit:eq(0), "quarters of the range"
end

local function scale_of(m, n)
  if m.degree > 1 or m.kind == "custom" then return vector.ones(n) end
  local F = context.model_features(m, matrix.rows{vector.zeros(n), vector.ones(n)})
  return F[2] - F[1]
end

local function moves_of(m, x, f, class)
  local n, names = #x, context.model_names(m)
  local scale = scale_of(m, n)
  local unit, word = units_of(m, n, scale)
  local linear = m.degree == 1 and m.kind ~= "custom"
  local list = linear and margins(m, f, class)
  local found = {}
  for j = 1, n do
    local by, to, now
    if linear then
      by, to, now = linear_move(m, x, list, j, scale, class)
    else
      by, to, now = search_move(m, x, j, 8 * unit[j], class)
    end
    if by then
      found[#found + 1] = {name = names[j], from = x[j], to = to[j], change = to[j] - x[j],
        size = by / unit[j], becomes = now, column = j}
    end
  end
  table.sort(found, function(a, b)
    if a.size ~= b.size then return a.size < b.size end
    return a.column < b.column
  end)
  return found, word, linear and shortest_step(m, x, list, scale, unit, class) or false
end

-- -- text ------------------------------------------------------------------------

-- The new value with three digits of the change, rounded away from the old one, so that the
-- printed number flips the answer, too.
local function printed_target(from, change)
  local digit = 10 ^ (math.floor(math.log(math.abs(change), 10)) - 2)
  local to = from + change
  local rounded = (change > 0 and math.ceil(to / digit) or math.floor(to / digit)) * digit
  return ("%.8g"):format(rounded)
end

local function outside(e, i)
  local low, high = e.low, e.high
  local j = e.columns[i]
  return low and (e.to[i] < low[j] or e.to[i] > high[j])
    and "outside the training data" or ""
end

local function move_lines(e)
  local rows = {}
  for i = 1, math.min(#e.names, SHOWN) do
    rows[i] = {e.names[i], number(e.from[i]) .. " → " .. printed_target(e.from[i], e.change[i]),
      e.word and ("%.3g %s"):format(e.sizes[i], e.word) or "",
      e.kind == "logistic" and "" or ("class %g"):format(e.becomes[i]), outside(e, i)}
  end
  local lines = {(record.aligned(rows))}
  if #e.names > SHOWN then lines[2] = ("... %d more"):format(#e.names - SHOWN) end
  return table.concat(lines, "\n")
end

local function together_line(e)
  local parts, names = {}, e.all_names
  if #names < 2 or #names > SHOWN then return nil end
  for j, name in ipairs(names) do
    parts[j] = ("%s %s"):format(name, number(e.together[j]))
  end
  return "all together, the shortest step: " .. table.concat(parts, ", ")
end

local function to_text(e)
  local lines = {tostring(e.terms or ("class %g"):format(e.class))}
  if not e.class then return lines[1] end
  if #e.names == 0 then
    lines[2] = "no change of a single column flips the answer"
    return table.concat(lines, "\n")
  end
  lines[2] = "what flips the answer, one column alone, smallest change first:"
  lines[3] = move_lines(e)
  if e.together then lines[4] = together_line(e) end
  return table.concat(lines, "\n")
end

local example_explanation = record.type("example_explanation", to_text)

-- -- m:explain(x) ------------------------------------------------------------------

local function one_example(m, x)
  local F, raw = context.model_features(m, x)
  if #raw ~= 1 then
    context.fail("model:explain", ("one example expected, but x has %d; use m:explain(X, y) for "
      .. "the weights"):format(#raw))
  end
  return F[1]:copy(), raw[1]:copy()
end

-- Fields of moves as lists and vectors.
local function listed(moves)
  local e = {names = {}, from = {}, to = {}, change = {}, sizes = {}, becomes = {}, columns = {}}
  for i, move in ipairs(moves) do
    e.names[i], e.from[i], e.to[i], e.change[i] = move.name, move.from, move.to, move.change
    e.sizes[i], e.becomes[i], e.columns[i] = move.size, move.becomes, move.column
  end
  for _, key in ipairs{"from", "to", "change", "sizes", "becomes"} do
    e[key] = vector(e[key])
  end
  return e
end

-- A custom model's answer need not be a sum of terms.
local function terms_of(m, x, offset)
  if m.kind ~= "custom" then return why(m, "predict", x, {offset = offset}) end
  local ok, terms = pcall(why, m, "predict", x)
  return ok and terms or false
end

function flip.explain(m, x, offset)
  local f, raw = one_example(m, x)
  local e
  local terms = terms_of(m, matrix.rows{raw}, offset)
  if m.kind == "linear" or m.kind == "poisson" then
    e = listed{}
    e.class, e.together = false, false
  else
    local class = answer(m, raw)
    local was_quiet = context.quiet(true) -- the search leaves the training range
    local ok, moves, word, together = pcall(moves_of, m, raw, f, class)
    context.quiet(was_quiet)
    if not ok then error(moves, 0) end
    e = listed(moves)
    e.class, e.word, e.together = class, word or false, together
  end
  local low, high = context.model_range(m)
  e.terms, e.kind, e.all_names = terms, m.kind, context.model_names(m)
  e.low, e.high = low or false, high or false
  return example_explanation(e)
end

-- -- entries ---------------------------------------------------------------------

local function new_field(field, help, example)
  return {name = "example_explanation:" .. field:match("^[%w_]+"), usage = "e." .. field,
    help = help, example = "m = model.logistic{w={3, 4}, b=-25}\ne = m:explain{0, 0}\n" .. example}
end

flip.entries = {
  new_field("class -> number or boolean", "The class that the model predicts for this example; "
    .. "false for a model that predicts numbers.", "e.class --> 0.0"),
  new_field("names -> list of strings", "The columns that can flip the answer alone, the smallest "
    .. "change first.", "e.names[1] --> x1"),
  new_field("from -> vector", "The present values of these columns.", "e.from --> [0 0]"),
  new_field("to -> vector", "The nearest values that flip the answer.",
    "floor(e.to * 100) --> [625 833]"),
  new_field("change -> vector", "The changes: to - from.", "e.change[1] > 6.2 --> true"),
  new_field("sizes -> vector", "The sizes of the changes in comparable units: standard deviations "
    .. "if the model scales by them, quarters of the range in training, or the units of X.",
    "e.sizes[1] > 6.2 --> true"),
  new_field("becomes -> vector", "The class after each change.", "e.becomes --> [1 1]"),
  new_field("together -> vector or boolean", "The nearest point with another answer if all columns "
    .. "may change, or false if it is not known (degree=, custom models).",
    "floor(e.together * 100) --> [300 400]"),
  new_field("terms -> why_prediction or boolean", "The terms of the answer, as returned by why.",
    "e.terms.value < 1e-10 --> true"),
}

return flip
