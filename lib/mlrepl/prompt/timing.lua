-- timing.lua - %timeit: measures short code.

local context = require "mlrepl.context"
local inspect = require "mlrepl.inspect"

local timing = {}

local ENOUGH = 0.2 -- seconds of a run
local RUNS = 7
local SLOW, SLOW_RUNS = 2, 3 -- if one loop takes longer, there are fewer runs
local NOTABLE = 0.02 -- share of an empty loop that is told
local UNSTEADY = 4 -- ratio of the slowest to the fastest run that is told

local seconds = context.seconds

-- -- the loop -------------------------------------------------------------------------

-- Whether the code may leave the loop before its end.
local function leaves(code)
  return code:find("%f[%w_]return%f[^%w_]") or code:find("%f[%w_]break%f[^%w_]")
    or code:find("%f[%w_]goto%f[^%w_]")
end

-- Returns a function that runs the body n times; nil and the message if it does not compile.
local function loop_of(body, called)
  local before, after = "local __n = ... for __i = 1, __n do ", "\nend"
  if called then
    before, after = "local __n = ... local function __body() ",
      "\nend for __i = 1, __n do __body() end"
  end
  return load(before .. body .. after, inspect.entry_name(), "t", _G)
end

-- Returns the loop and an empty one of the same kind.
local function loops_of(code)
  local bare = code:gsub("[;%s]+$", "")
  if load("return " .. bare) then
    return loop_of("local _ = " .. bare), loop_of("")
  end
  local called = leaves(code)
  local loop, message = loop_of(code, called)
  if not loop then error("%timeit: " .. message:match(": (.*)"), 0) end
  return loop, loop_of("", called)
end

-- -- measuring ------------------------------------------------------------------------

local function measure(loop, n)
  collectgarbage()
  local start = seconds()
  loop(n)
  return seconds() - start
end

-- Returns a number of loops (1, 2, 5, 10, ...) that take long enough, and their time.
local function calibrate(loop)
  local n = 1
  while true do
    for _, factor in ipairs{1, 2, 5} do
      local time = measure(loop, n * factor)
      if time >= ENOUGH then return n * factor, time end
    end
    n = n * 10
  end
end

local function statistics(times, n)
  local sum, best, worst = 0, math.huge, 0
  for _, time in ipairs(times) do
    sum, best, worst = sum + time, math.min(best, time), math.max(worst, time)
  end
  local mean, squares = sum / #times, 0
  for _, time in ipairs(times) do squares = squares + (time - mean) ^ 2 end
  return mean / n, math.sqrt(squares / #times) / n, best / n, worst / n
end

-- -- the report -----------------------------------------------------------------------

local UNITS = {{1, "s"}, {1e-3, "ms"}, {1e-6, "µs"}, {1e-9, "ns"}}

-- "12.3 µs"
function timing.text(time)
  for _, unit in ipairs(UNITS) do
    if time >= unit[1] * 0.9995 then return ("%.3g %s"):format(time / unit[1], unit[2]) end
  end
  return ("%.2g ns"):format(time * 1e9)
end

-- "12,345"
function timing.grouped(n)
  return (("%d"):format(n):reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", ""))
end

local function count(n, what)
  return ("%s %s%s"):format(timing.grouped(n), what, n == 1 and "" or "s")
end

local function report(times, n, empty)
  local mean, deviation, best, worst = statistics(times, n)
  if #times == 1 then
    print(("%s per loop (1 run, %s)"):format(timing.text(mean), count(n, "loop")))
  else
    print(("%s ± %s per loop (mean ± std. dev. of %s, %s each), best %s"):format(
      timing.text(mean), timing.text(deviation), count(#times, "run"), count(n, "loop"),
      timing.text(best)))
  end
  if empty > NOTABLE * mean then
    print(("(an empty loop takes %s)"):format(timing.text(empty)))
  end
  if worst > UNSTEADY * best then
    print(("(the slowest run took %.1f times as long as the fastest: something else runs, or "
      .. "values are kept between runs)"):format(worst / best))
  end
end

-- The time of an empty loop.
local function overhead(nothing)
  local n, best = 1000000, math.huge
  for _ = 1, 3 do best = math.min(best, measure(nothing, n)) end
  return best / n
end

-- Reads -n and -r, in any order; returns their values and the rest.
local function options(code)
  local given = {}
  while true do
    local letter, value, rest = code:match("^%-([nr])%s+(%d+)%s*(.*)$")
    if not letter then return given.n, given.r, code end
    given[letter], code = math.tointeger(value), rest
    if not given[letter] or given[letter] < 1 then
      context.fail("%timeit", ("-%s needs a number of at least 1"):format(letter))
    end
  end
end

function timing.timeit(text)
  local n, runs, code = options(text)
  if code == "" then
    context.fail("%timeit", "expression or statement expected, as in %timeit dot(X, w)")
  end
  local loop, nothing = loops_of(code)
  local times = {}
  if not n then n, times[1] = calibrate(loop) end
  runs = runs or ((times[1] or 0) > SLOW and n == 1 and SLOW_RUNS) or RUNS
  while #times < runs do times[#times + 1] = measure(loop, n) end
  report(times, n, overhead(nothing))
end

return timing
