-- tries.lua - the explorations that lessons suggest run as they are printed.
local check = dofile("tests/check.lua")

-- The calls of explore in a suggestion, each with all of its brackets.
local function explorations(words)
  local calls = {}
  for name, arguments in words:gmatch("%f[%w](explore[%w.]*)(%b())") do
    calls[#calls + 1] = name .. arguments
  end
  for arguments in words:gmatch("%f[%w]explore(%b{})") do
    calls[#calls + 1] = "explore" .. arguments
  end
  return calls
end

-- Runs the lesson and, after the code of each step, what its `try` suggests. It draws
-- once, as there is no terminal. Returns how many explorations there are.
local SCRIPT = [[
local found, words = 0, nil
local function run()
  for _, code in ipairs(words and explorations(words) or {}) do
    local values = assert(load("return " .. code, "=" .. code))()
    assert(type(values) == "table" and next(values), code)
    found = found + 1
  end
  words = nil
end
lesson.step = function(step) run() words = step.try end
lesson.task, lesson.done = run, run
dofile(arg[1])
run()
io.stderr:write("explorations: ", found, "\n")
]]

local total, lessons = 0, 0

for _, path in ipairs(check.lines("find scripts -name '*.lua' | LC_ALL=C sort")) do
  check.case(path .. " suggests explorations that run", function()
    local folder = check.lines("mktemp -d")[1]
    local source = check.content("tests/lessons/tries.lua")
    check.write(folder .. "/run.lua", source:match("local function explorations.-\nend\n") .. SCRIPT)
    local said = check.lines(("%s --plot=none %s/run.lua %s 2>&1 >/dev/null </dev/null"):format(
      check.program, folder, path))
    os.execute("rm -r " .. folder)
    local count = tonumber((said[#said] or ""):match("^explorations: (%d+)$"))
    assert(count, table.concat(said, "\n"))
    total, lessons = total + count, lessons + (count > 0 and 1 or 0)
  end)
end

check.case("at least eight lessons suggest one", function() assert(lessons >= 8, lessons) end)

check.done("tries: " .. total .. " explorations")
