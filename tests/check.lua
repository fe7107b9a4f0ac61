-- check.lua - how tests in Lua are written.
--
--   local check = dofile("tests/check.lua")
--   check.case("a mask keeps the rows it marks", function()
--     check.equal(tostring(vector{1, 2}), "[1 2]")
--     check.near(vector{3, 4}:norm(), 5, 1e-15)
--     check.fails(function() return vector(-1) end, "vector: ")
--   end)
--   check.done("vector")

local check = {}

local passed, failed = 0, 0

function check.case(sentence, body)
  local ok, message = xpcall(body, debug.traceback)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    io.stderr:write("FAILED: ", sentence, "\n  ", tostring(message), "\n")
  end
end

function check.equal(got, expected)
  if got ~= expected then
    error(("got %s, expected %s"):format(tostring(got), tostring(expected)), 2)
  end
end

-- Absolute for numbers around 1, relative for large ones.
function check.near(got, expected, tolerance)
  local scale = math.max(1, math.abs(expected))
  local close = math.abs(got - expected) <= tolerance * scale -- false for nan
  if not close then
    error(("got %.17g, expected %.17g within %g"):format(got, expected, tolerance), 2)
  end
end

-- The function must raise a message that holds the text.
function check.fails(body, text)
  local ok, message = pcall(body)
  if ok then error("no error, expected one with: " .. text, 2) end
  if not tostring(message):find(text, 1, true) then
    error(("got the error: %s\n  expected one with: %s"):format(tostring(message), text), 2)
  end
end

-- The function must give a run that diverged, whose advice holds the text.
function check.diverges(body, text)
  warn("@off")
  local run = body()
  warn("@on")
  check.equal(run.reason, "diverged")
  check.equal(run.converged, false)
  if not run.advice:find(text, 1, true) then
    error(("got the advice: %s\n  expected one with: %s"):format(run.advice, text), 2)
  end
  return run
end

-- The last line of every suite, which tests/run adds up.
function check.done(suite)
  print(("%s: %d passed, %d failed"):format(suite, passed, failed))
  os.exit(failed == 0, true)
end

return check
