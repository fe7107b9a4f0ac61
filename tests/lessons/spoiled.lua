-- spoiled.lua - nothing that a learner does changes what a lesson prints: before every Enter,
-- every name in the lesson's file gets a wrong value, and a line does worse. On the way, the
-- learner goes back and restarts. With an argument, prints how much was spoiled.
local check = dofile("tests/check.lua")
local source = require "mlrepl.lesson.source"

local KEYWORDS = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat
  return then true until while back restart skip next rawset]]):gmatch("%a+") do
  KEYWORDS[word] = true
end

-- All names in the code but the keywords, the commands typed below, which then are the learner's,
-- and two functions without which a trick would never end.
local function names_in(code)
  local names, seen = {}, {}
  for name in code:gmatch("%f[%w_][%a_][%w_]*") do
    if not KEYWORDS[name] and not seen[name] then names[#names + 1] = name end
    seen[name] = true
  end
  return names
end

-- One kind after the other, so that each name gets all of them.
local VALUES = {"13", "'nonsense'", "nil", "{}", "false", "function() w, x_train = 13 return 13 end",
  "0/0", "print", "_G"}

-- What an assignment to a name does not reach. None of them returns a number, which would be
-- a guess.
local TRICKS = {
  "load('w, b, x_train, y_train, compute_cost = 13, 13')()", "_G = nil", "_ENV = {}",
  "setmetatable(_G, {__index = function() return 13 end, __newindex = function() end})",
  "for name in next, _G do rawset(_ENV, name, nil) end", "package.loaded = {} require = nil",
  "debug.setmetatable(nil, {__index = function() return 13 end}) x = nil",
  "debug.sethook(function() x_train, w = 13, 13 end, 'l')", "getmetatable('').__index = nil",
  "string.format, table.concat, math.exp = nil", "coroutine.resume, coroutine.yield = nil",
  "lesson.step, lesson.expect, lesson.done = nil", "vector.range, model.linear, plot.figure = nil",
  "getmetatable(vector{1}).__index = nil", "getmetatable(vector{1}).__mul = nil",
  "x_train = x_train and x_train:fill(13)", "m = m and pcall(function() m.w, m.b = 13, 13 end)",
  "seed(13) plot.close()", "error{}", "x = setmetatable({}, {__gc = function() w = 13 end})",
}

local spoilt = {lessons = 0, steps = 0, names = 0, assignments = 0, tricks = 0}
local turn = 0

-- A trick, and one statement that assigns to all names. It calls nothing, because the functions
-- are spoiled, too; a trick may fail for the same reason.
local function spoil(names)
  local parts = {}
  turn = turn + 1
  for i, name in ipairs(names) do
    parts[i] = name .. " = " .. VALUES[(i + turn) % #VALUES + 1]
  end
  spoilt.assignments, spoilt.tricks = spoilt.assignments + #names, spoilt.tricks + 1
  return ("!echo '@<'\n%s\n!echo '@>'\n%s"):format(TRICKS[turn % #TRICKS + 1],
    table.concat(parts, "; "))
end

-- The keys that go on from the step or task i; `source_lines` are those of the lesson.
local function keys_of(lesson, i, source_lines)
  local call, after = lesson.calls[i], lesson.calls[i + 1]
  if call.kind == "task" then return {"skip"} end
  local asks = table.concat(source_lines, "\n", call.line, call.last)
  local last = not after or after.kind == "done"
  local tells = call.code ~= "" or asks:find("question =", 1, true)
  return not last and tells and {"", ""} or {""}
end

-- The lines to type from the first step to the last, each after what before() returns. After
-- every third step the learner goes back once, and after half of them to the first.
local function keys(path, lesson, before)
  local lines, source_lines = {("lesson%q"):format(path)}, {}
  for line in (lesson.code .. "\n"):gmatch("([^\n]*)\n") do
    source_lines[#source_lines + 1] = line
  end
  local function press(line)
    lines[#lines + 1] = before and before() or nil
    lines[#lines + 1] = line
  end
  local function pass(i)
    for _, key in ipairs(keys_of(lesson, i, source_lines)) do press(key) end
  end
  for i = 1, lesson.steps do
    pass(i)
    if i == lesson.steps // 2 then
      press("restart")
      for k = 1, i do pass(k) end
    elseif i % 3 == 0 and i < lesson.steps then
      press("back")
      pass(i)
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

local home = check.lines("mktemp -d")[1]

local function typed(lines)
  check.write(home .. "/keys", lines)
  os.execute("rm -rf " .. home .. "/mlrepl")
  local text = check.output(("XDG_STATE_HOME=%s HOME=%s MLREPL_HISTORY=/dev/null "
    .. "MLREPL_PLOT=none %s -i <%s/keys 2>&1"):format(home, home, check.program, home))
  text = text:gsub("@<.-@>", ""):gsub("%([%w_,%s]+:%s+reset%s+to%s+the%s+lesson's%s+own%s+values%)%s*", "")
    :gsub("%([%w_,%s]+:%s+as%s+before%s+the%s+lesson%)%s*", "")
    :gsub("A million numbers on this computer.-%.\n", "") -- times
  return (text:gsub("ml> ", "\n"):gsub("%s*\n%s*", "\n"))
end

-- A whole lesson is too long for a message: shows where the two begin to differ.
local function same(got, expected)
  if got == expected then return end
  local at = 1
  while got:byte(at) == expected:byte(at) do at = at + 1 end
  local from = math.max(1, at - 200)
  error(("got\n%s\nexpected\n%s"):format(got:sub(from, at + 400), expected:sub(from, at + 400)), 2)
end

for _, path in ipairs(check.lines("find scripts -name '*.lua' | LC_ALL=C sort")) do
  check.case(path .. " prints the same, whatever is done", function()
    local lesson = assert(source.read(path))
    local names = names_in(lesson.code)
    local plain = typed(keys(path, lesson))
    assert(plain:find("End of the lesson", 1, true), plain)
    same(typed(keys(path, lesson, function() return spoil(names) end)), plain)
    spoilt.lessons, spoilt.steps = spoilt.lessons + 1, spoilt.steps + lesson.steps
    spoilt.names = spoilt.names + #names
  end)
end

if arg[1] then
  print(("%d lessons, %d steps, %d names; %d assignments and %d tricks"):format(spoilt.lessons,
    spoilt.steps, spoilt.names, spoilt.assignments, spoilt.tricks))
end

os.execute("rm -rf " .. home)
check.done("spoiled")
