-- check.lua - functions for tests in Lua.
--
--   local check = dofile("tests/check.lua")
--   check.case("printing and norm", function()
--     check.equal(tostring(vector{1, 2}), "[1 2]")
--     check.near(vector{3, 4}:norm(), 5, 1e-15)
--     check.fails(function() return vector(-1) end, "vector: ")
--   end)
--   check.done("vector")

local check = {}

local passed, failed = 0, 0

function check.case(name, body)
  local ok, message = xpcall(body, debug.traceback)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    io.stderr:write("FAILED: ", name, "\n  ", tostring(message), "\n")
  end
end

function check.equal(got, expected)
  if got ~= expected then
    error(("got %s, expected %s"):format(tostring(got), tostring(expected)), 2)
  end
end

-- The tolerance is absolute for numbers up to 1, relative for larger ones.
function check.near(got, expected, tolerance)
  local scale = math.max(1, math.abs(expected))
  local close = math.abs(got - expected) <= tolerance * scale -- false for nan
  if not close then
    error(("got %.17g, expected %.17g within %g"):format(got, expected, tolerance), 2)
  end
end

-- The function must raise an error whose message contains the text.
function check.fails(body, text)
  local ok, message = pcall(body)
  if ok then error("no error, expected: " .. text, 2) end
  if not tostring(message):find(text, 1, true) then
    error(("got error: %s\n  expected: %s"):format(tostring(message), text), 2)
  end
end

-- The function must return a diverged run whose advice contains the text.
function check.diverges(body, text)
  warn("@off")
  local run = body()
  warn("@on")
  check.equal(run.reason, "diverged")
  check.equal(run.converged, false)
  if not run.advice:find(text, 1, true) then
    error(("got advice: %s\n  expected: %s"):format(run.advice, text), 2)
  end
  return run
end

-- The type of a value as the usages of functions state it.
function check.type_of(value)
  if io.type(value) then return "file" end
  local meta = debug.getmetatable(value)
  local name = type(meta) == "table" and rawget(meta, "__name")
  return type(value) ~= "string" and type(name) == "string" and name or type(value)
end

-- The bytes of a file.
function check.content(path)
  local file = assert(io.open(path, "rb"))
  local bytes = file:read("a")
  file:close()
  return bytes
end

function check.write(path, text)
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  assert(file:close())
end

-- What a shell command prints, its exit code, and "exit"; or the number of a signal and "signal".
function check.output(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read("a")
  local _, how, code = pipe:close()
  return text, code, how
end

-- The lines that a shell command prints.
function check.lines(command)
  local lines = {}
  for line in check.output(command):gmatch("[^\n]+") do lines[#lines + 1] = line end
  return lines
end

check.program = os.getenv("MLREPL") or "./mlrepl"

-- A build with the address sanitizer is slower and keeps freed memory for a while.
check.sanitized = os.getenv("ASAN_OPTIONS") ~= nil

-- Runs the code as a script in another process; `before` comes before the program in the command,
-- `options` after it. Returns what the script prints, with its name replaced by "file", and the
-- exit code.
function check.script(code, options, before)
  local path = os.tmpname()
  check.write(path, code)
  local text, exit = check.output(("%s '%s' %s %s 2>&1 </dev/null"):format(before or "",
    check.program, options or "", path))
  os.remove(path)
  return text:gsub(path:gsub("%p", "%%%0"), "file"), exit
end

-- Runs the code as a script, sends it Ctrl-C once it has printed the line "ready", and returns
-- what it prints after that line and its exit code.
function check.interrupted(code)
  local path = os.tmpname()
  check.write(path, code)
  local text, exit = check.output(([[bash -c 'set -m
    %s %s >%s.out 2>&1 </dev/null & child=$!
    while kill -0 $child && ! grep -qx ready %s.out; do sleep 0.02; done 2>/dev/null
    kill -INT $child; wait $child 2>/dev/null; code=$?
    sed "0,/^ready$/d" %s.out; exit $code']]):format(check.program, path, path, path, path))
  os.remove(path)
  os.remove(path .. ".out")
  return text, exit
end

-- Prints the counts, which tests/run adds up, and exits.
function check.done(suite)
  print(("%s: %d passed, %d failed"):format(suite, passed, failed))
  os.exit(failed == 0, true)
end

return check
