-- tries.lua - the explorations that lessons suggest run as they are printed.
-- `mlrepl tests/lessons/tries.lua LESSON` runs those of one lesson.
local check = dofile("tests/check.lua")
local text = require "mlrepl.lesson.text"

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

-- Runs the lesson and, after the code of each step, what its `try` suggests. Without a
-- terminal, an exploration draws once. Prints how many there are.
local function run_lesson(path)
  local found, words = 0, nil
  local function after_step()
    for _, code in ipairs(words and explorations((text.compute(words))) or {}) do
      local values = assert(load("return " .. code, "=" .. code))()
      assert(type(values) == "table" and next(values), code)
      found = found + 1
    end
    words = nil
  end
  function lesson.step(step) -- luacheck: ignore 122
    after_step()
    words = step.try
  end
  lesson.task, lesson.done = after_step, after_step -- luacheck: ignore 122
  dofile(path)
  after_step()
  print("explorations: " .. found)
end

if arg[1] then return run_lesson(arg[1]) end

local lessons = 0

for _, path in ipairs(check.lines("find scripts -name '*.lua' | LC_ALL=C sort")) do
  check.case(path .. " suggests explorations that run", function()
    local said = check.lines(("%s --plot=none tests/lessons/tries.lua %s 2>&1 </dev/null")
      :format(check.program, path))
    local count = tonumber((said[#said] or ""):match("^explorations: (%d+)$"))
    assert(count, table.concat(said, "\n"))
    if count > 0 then lessons = lessons + 1 end
  end)
end

check.case("at least eight lessons suggest one", function() assert(lessons >= 8, lessons) end)

check.done("tries")
