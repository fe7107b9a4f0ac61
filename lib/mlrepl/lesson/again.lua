-- again.lua - a question that was missed, asked anew: with the numbers that the lesson's `again`
-- draws, or else with its choices in another order.

local fields = require "mlrepl.lesson.fields"

local again = {}

-- A number from low to high, a multiple of `by` (default 1) above low.
function again.draw(low, high, by)
  by = by or 1
  return low + by * math.random(0, math.floor((high - low) / by + 1e-9))
end

-- A copy of the step with the choices rotated, so that each has another letter.
local function rotated(step)
  local copy, count = {}, #step.choices
  local turn = math.random(1, count - 1)
  for key, value in pairs(step) do copy[key] = value end
  copy.choices, copy.why = {}, step.why and {}
  for old, words in ipairs(step.choices) do
    local new = (old + turn - 1) % count + 1
    copy.choices[new] = words
    if step.why then copy.why[new] = step.why[old] end
    if step.answer == old then copy.answer = new end
  end
  return copy
end

-- The new question. Its text and `because` are those that `again` returns, because the step's
-- own speak of the old numbers. Raises an error if the lesson's function is wrong.
function again.question(step)
  if not step.again then return step.choices and rotated(step) or step end
  local new = step.again(again.draw)
  if type(new) == "table" and new.title == nil then new.title = step.title end
  fields.check("step", new)
  return new
end

return again
