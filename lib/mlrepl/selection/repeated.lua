-- repeated.lua - weights that count equal rows, for metrics that know no weights.

local context = require "mlrepl.context"

local repeated = {}

local MOST_ROWS = 1e8 -- more would seem to hang

local function fail(name, format, ...) context.fail(name, format:format(...)) end

-- Fails unless the weights count rows, not too many to list.
local function check_counts(name, weights)
  for i, times in ipairs(weights:totable()) do
    if times < 0 then
      fail(name, "option weights: element %d of a test set is %.6g; a weight says how often an "
        .. "example counts and must be 0 or more", i, times)
    elseif times % 1 ~= 0 then
      fail(name, "option metric: this metric takes only whole weights, which count equal rows, got "
        .. "%.6g; without metric=, m:score takes any", times)
    end
  end
  local rows = weights:sum()
  if rows == 0 then
    fail(name, "option weights: all are 0 in a test set, so no example counts; use fewer folds")
  end
  if rows > MOST_ROWS then
    fail(name, "option metric: this metric counts each row as often as its weight says, in a test "
      .. "set %.6g rows; use smaller weights, or leave out metric=, as m:score takes any", rows)
  end
end

-- The row numbers of the examples, each as often as it counts.
function repeated.rows(name, weights)
  check_counts(name, weights)
  local list, n = vector.zeros(weights:sum()), 0
  for i, times in ipairs(weights:totable()) do
    for k = n + 1, n + times do list[k] = i end
    n = n + times
  end
  return list
end

return repeated
