-- spoiled.lua - nothing that a learner assigns changes what a lesson prints: before every
-- Enter, every name in the lesson's file becomes a number, and then a string.
local check = dofile("tests/check.lua")
local source = require "mlrepl.lesson.source"

local KEYWORDS = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat
  return then true until while]]):gmatch("%a+") do
  KEYWORDS[word] = true
end

-- All names in the code but the keywords.
local function names_in(code)
  local names, seen = {}, {}
  for name in code:gmatch("%f[%w_][%a_][%w_]*") do
    if not KEYWORDS[name] and not seen[name] then names[#names + 1] = name end
    seen[name] = true
  end
  return names
end

-- One statement without a call, because the functions are spoiled, too.
local function assignment(names, value)
  local parts = {}
  for i, name in ipairs(names) do parts[i] = name .. " = " .. value end
  return table.concat(parts, "; ")
end

-- The lines to type from the first step to the last, each with `before` before it.
local function keys(path, lesson, before)
  local lines, lines_of = {("lesson%q"):format(path)}, {}
  for line in (lesson.code .. "\n"):gmatch("([^\n]*)\n") do lines_of[#lines_of + 1] = line end
  local function press(line)
    lines[#lines + 1] = before
    lines[#lines + 1] = line
  end
  for i, call in ipairs(lesson.calls) do
    if call.kind == "task" then
      press("skip")
    elseif call.kind == "step" then
      press("")
      local asks = table.concat(lines_of, "\n", call.line, call.last)
      local last = not lesson.calls[i + 1] or lesson.calls[i + 1].kind == "done"
      if not last and (call.code ~= "" or asks:find("question =", 1, true)) then
        press("")
      end
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
  text = text:gsub("%([%w_,%s]+:%s+reset%s+to%s+the%s+lesson's%s+own%s+values%)%s*", "")
    :gsub("%([%w_,%s]+:%s+as%s+before%s+the%s+lesson%)%s*", "")
    :gsub("A million numbers on this computer.-%.\n", "") -- times
  return (text:gsub("ml> ", "\n"):gsub("%s*\n%s*", "\n"))
end

for _, path in ipairs(check.lines("find scripts -name '*.lua' | LC_ALL=C sort")) do
  check.case(path .. " prints the same, whatever is assigned", function()
    local lesson = assert(source.read(path))
    local names = names_in(lesson.code)
    local plain = typed(keys(path, lesson))
    assert(plain:find("End of the lesson", 1, true), plain)
    for _, value in ipairs{"13", "'nonsense'"} do
      check.equal(typed(keys(path, lesson, assignment(names, value))), plain)
    end
  end)
end

os.execute("rm -rf " .. home)
check.done("spoiled")
