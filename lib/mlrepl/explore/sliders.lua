-- sliders.lua - the values that an exploration changes.
--
-- A slider has a name (and maybe a label to show), and a range {from, to} with the value
-- `at` or a list of choices with the index `at`. `whole`: integers; `log`: moves by factors;
-- `by_mouse`: belongs to points that the mouse moves.

local context = require "mlrepl.context"

local sliders = {}

-- -- reading the options -------------------------------------------------------------

local function is_list(value)
  return context.describe(value) == "table" and rawlen(value) > 0
end

local function finite(value)
  return type(value) == "number" and value == value and math.abs(value) < math.huge
end

-- {from, to} or {from, to, at}: a number in a range; an integer if all are integers.
function sliders.number(fail, name, range, log)
  for i = 1, math.max(2, #range) do
    if not finite(range[i]) then
      fail("%s: finite numbers expected, got %s", name, context.describe(range[i]))
    end
  end
  local from, to = range[1], range[2]
  if from >= to then
    fail("%s: lower bound must be less than upper bound, got %s and %s", name,
      context.describe(from), context.describe(to))
  end
  local whole = true
  for i = 1, #range do whole = whole and math.type(range[i]) == "integer" end
  local at = range[3] or (whole and (from + to) // 2 or (from + to) / 2)
  if at < from or at > to then
    fail("%s: %s is not between %s and %s", name, context.describe(at), context.describe(from),
      context.describe(to))
  end
  return {name = name, from = from, to = to, at = at, whole = whole, log = log}
end

function sliders.choice(fail, name, choices, at)
  for _, choice in ipairs(choices) do
    if type(choice) == "table" or type(choice) == "function" then
      fail("%s: strings expected as choices, got %s", name, context.describe(choice))
    end
  end
  return {name = name, choices = choices, at = at or (#choices + 1) // 2}
end

function sliders.read(fail, name, given)
  if not is_list(given) then
    fail("%s: {from, to} or a list of choices expected, got %s", name, context.describe(given))
  end
  local numbers = type(given[1]) == "number" and type(given[2]) == "number"
  if numbers and (#given == 2 or #given == 3) then return sliders.number(fail, name, given) end
  return sliders.choice(fail, name, given)
end

-- -- values ---------------------------------------------------------------------------

function sliders.value(s) return s.choices and s.choices[s.at] or s.at end

function sliders.values(list)
  local p = {}
  for _, s in ipairs(list) do p[s.name] = sliders.value(s) end
  return p
end

-- The position in the range, from 0 to 1.
function sliders.share(s)
  if s.choices then return #s.choices > 1 and (s.at - 1) / (#s.choices - 1) or 0 end
  if s.log then return math.log(s.at / s.from) / math.log(s.to / s.from) end
  return (s.at - s.from) / (s.to - s.from)
end

-- -- moving ---------------------------------------------------------------------------

local FINE = 1 / 100 -- rounding keeps steps of this fraction of the range

local function rounded(s, at)
  if s.whole then return math.floor(at + 0.5) end
  if s.log then return tonumber(("%.3g"):format(at)) end
  local step = (s.to - s.from) * FINE
  local digits = math.max(0, math.ceil(2 - math.log(step, 10)))
  return digits > 15 and at or tonumber(("%%.%df"):format(digits):format(at))
end

-- Sets a number as near to `at` as the range allows. Returns whether it changed.
function sliders.set(s, at)
  local before = s.at
  if s.choices then
    for i, choice in ipairs(s.choices) do
      if choice == at then s.at = i end
    end
  else
    s.at = math.max(s.from, math.min(s.to, rounded(s, at)))
  end
  return s.at ~= before
end

-- A handler of the mouse: an event in that panel sets the first slider to its x and the
-- second, if there is one, to its y. Returns whether one changed.
function sliders.at_pointer(panel, first, second)
  return function(e, event)
    if event.panel ~= panel or event.kind == "release" then return false end
    local changed = sliders.set(e.sliders[first], event.x)
    local other = second and e.sliders[second]
    return other and sliders.set(other, event.y) or changed
  end
end

-- Sets `at` itself, the index of a choice. Returns whether it changed.
function sliders.set_at(s, at)
  local before = s.at
  if not s.choices then return sliders.set(s, at) end
  s.at = math.max(1, math.min(#s.choices, math.floor(at)))
  return s.at ~= before
end

-- Sets the position in the range, from 0 to 1. Returns whether it changed.
function sliders.set_share(s, share)
  share = math.max(0, math.min(1, share))
  if s.choices then
    local before = s.at
    s.at = math.floor(share * (#s.choices - 1) + 1.5)
    return s.at ~= before
  end
  if s.log then return sliders.set(s, s.from * (s.to / s.from) ^ share) end
  return sliders.set(s, s.from + (s.to - s.from) * share)
end

-- Moves by a share of the range; choices go one on, and round. Returns whether the
-- value changed.
function sliders.move(s, share)
  local before = s.at
  if s.choices then
    s.at = (s.at - 1 + (share < 0 and -1 or 1)) % #s.choices + 1
    return s.at ~= before
  end
  if s.log then return sliders.set(s, s.at * (s.to / s.from) ^ share) end
  local by = (s.to - s.from) * share
  if s.whole and math.abs(by) < 1 then by = by < 0 and -1 or 1 end
  return sliders.set(s, s.at + by)
end

return sliders
