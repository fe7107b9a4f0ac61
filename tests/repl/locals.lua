-- locals.lua - random programs print the same at the prompt as in lua5.4. SEED repeats a run.
local check = dofile("tests/check.lua")
local seed = tonumber(os.getenv("SEED")) or os.time()
math.randomseed(seed)

local random, concat = math.random, table.concat
local function pick(list) return list[random(#list)] end

-- -- programs -------------------------------------------------------------------------
-- Statements without line breaks. Variables have the names in `names` and are integers or
-- nil; those in CONSTANTS are never assigned. Functions are called by call(i).

local CONSTANTS = {"k1", "k2"}
local names
local labels = 0
local statement

local function name() return pick(names) end

local function plain()
  local kind = random(5)
  if kind == 1 then return tostring(random(99)) end
  if kind == 2 then return ("(%s or 0) + %d"):format(name(), random(9)) end
  if kind == 3 then return pick(CONSTANTS) end
  if kind == 4 then return ("({%s = %d, [1] = %s}).%s"):format(name(), random(9), name(), name()) end
  return name()
end

local function value()
  if random(5) > 1 then return plain() end
  return ("(function(%s) return %s end)(%d)"):format(name(), name(), random(9))
end

local function list_of(make, most)
  local list = {}
  for i = 1, random(most) do list[i] = make() end
  return concat(list, ", ")
end

local function block(depth)
  local list = {}
  for i = 1, random(3) do list[i] = statement(depth + 1) end
  return concat(list, pick{" ", "; "})
end

local function declared() return random(6) > 1 and name() or pick(CONSTANTS) .. " <const>" end

local forms = {
  function() return "local " .. list_of(declared, 3) .. pick{"", " = " .. list_of(value, 3)} end,
  function() return "local " .. list_of(declared, 1) .. " = " .. value() end,
  function() return name() .. " = " .. value() end,
  function() return ("%s, %s = %s"):format(name(), name(), list_of(value, 3)) end,
  function() return ("print(%s)"):format(list_of(value, 4)) end,
  function() return ("print(%s, k1, k2)"):format(concat(names, ", ")) end,
  function() return "call(0)" end,
  function() return "call(1)" end,
  function(depth)
    return ("fs[#fs + 1] = function(%s) %s return %s end"):format(pick{"", name(), "..."},
      block(depth), list_of(value, 2))
  end,
  function(depth)
    return ("local function f(n) %s if n > 0 then return f(n - 1) end return %s end fs[#fs + 1] = f")
      :format(block(depth), value())
  end,
  function(depth) return "do " .. block(depth) .. " end" end,
  function(depth)
    return ("if %s then %s elseif %s then %s else %s end"):format(value(), block(depth), value(),
      block(depth), block(depth))
  end,
  function(depth) return ("for %s = 1, 2 do %s end"):format(name(), block(depth)) end,
  function(depth)
    return ("for _, %s in ipairs{%s} do %s end"):format(name(), list_of(value, 2), block(depth))
  end,
  function(depth) return ("repeat %s local done = true until done"):format(block(depth)) end,
  function(depth)
    labels = labels + 1
    local label = "l" .. labels
    return ("do local i = 0 ::%s:: i = i + 1 do %s end if i < 2 then goto %s end end")
      :format(label, block(depth), label)
  end,
}

function statement(depth)
  if depth > 2 then return forms[random(8)]() end
  return pick(forms)(depth)
end

-- -- running --------------------------------------------------------------------------

local path = os.tmpname()

local function output(command, text)
  local file = assert(io.open(path, "w"))
  file:write(text)
  file:close()
  return check.output(command .. " < " .. path .. " 2>&1")
end

-- A function that calls functions, even itself, does so at most three deep.
local HELPERS = [[
deep = 0 function call(i) local f = fs[#fs - i] if not f or deep > 2 then return end deep = deep + 1 ]]
  .. [[local values = table.pack(f(3)) deep = deep - 1 print('called', table.unpack(values, 1, values.n)) end
]]
local START = "fs = {} a, b, c, x_1, k1, k2, v1, v2, v3, v4, v5 = 1, 2\n"

-- What each program prints in lua5.4; it is one chunk.
local function by_lua(programs)
  local lines = {HELPERS}
  for _, program in ipairs(programs) do
    lines[#lines + 1] = ("%sassert(load(%q))() print '--'\n"):format(START, concat(program, " "))
  end
  return output("lua5.4 -", concat(lines))
end

-- What it prints at the prompt, where each of its statements is an entry.
local function by_prompt(programs)
  local lines = {HELPERS}
  for _, program in ipairs(programs) do
    lines[#lines + 1] = START .. concat(program, "\n") .. "\nprint '--'\n"
  end
  local text = output((os.getenv("MLREPL") or "./mlrepl") .. " -i --no-init", concat(lines))
  text = text:gsub("^[^\n]*\n", ""):gsub("ml> ", "")
  return (text:gsub("%([%w_, ]+ ends? with this entry: [^\n]*\n", ""):gsub("\n$", ""))
end

local function split(text)
  local parts = {}
  for part in text:gmatch("(.-)%-%-\n") do parts[#parts + 1] = part end
  return parts
end

-- Compares two outputs program by program.
local function compare(programs, got, expected)
  local gots, expecteds = split(got), split(expected)
  for i, program in ipairs(programs) do
    if gots[i] ~= expecteds[i] then
      error(("seed %d: %s\n-- got:\n%s-- expected:\n%s"):format(seed, concat(program, "\n"),
        gots[i], expecteds[i]), 2)
    end
  end
  check.equal(got, expected)
end

local COUNT = 300

local function make(most, next_statement)
  local programs = {}
  for i = 1, COUNT do
    local program = {}
    for k = 1, random(most) do program[k] = next_statement(k, program) end
    programs[i] = program
  end
  return programs
end

check.case("an entry behaves as a script", function()
  names = {"a", "b", "c", "x_1"}
  local programs = make(12, function() return statement(0) end)
  local entries = {}
  for i, program in ipairs(programs) do entries[i] = {concat(program, pick{" ", "; "})} end
  compare(programs, by_prompt(entries), by_lua(programs))
end)

-- Returns a declaration and the same without `local`.
local function declaration(list, constant)
  if #list == 1 and random(3) == 1 then
    local code = ("function %s(n) return %s end"):format(list[1], name())
    return "local " .. code, code
  end
  local values = random(3) > 1 and list_of(plain, 3)
  local bare = concat(list, ", ")
  return "local " .. bare .. (constant and " <const>" or "") .. (values and " = " .. values or ""),
    bare .. " = " .. (values or "nil")
end

check.case("a program in several entries behaves as one script", function()
  local programs = make(5, function(k)
    if k == 1 then names = {"a"} end
    local fresh = "v" .. k
    local code = declaration({fresh}, random(2) == 1)
    local uses = {}
    if not code:find("function") and not code:find("const") then names[#names + 1] = fresh end
    for i = 1, random(3) do
      repeat uses[i] = statement(0) until not uses[i]:find("^local")
    end
    return code .. " " .. concat(uses, " ")
  end)
  compare(programs, by_prompt(programs), by_lua(programs))
end)

check.case("a local of an earlier entry is the global of that name", function()
  names = {"a", "b", "c"}
  local global = {}
  local programs = make(12, function(k, program)
    global[program] = global[program] or {}
    local code, bare
    if random(3) == 1 then
      code, bare = declaration(random(3) == 1 and {pick{"a", "b"}, "c"} or {name()})
      if bare:find("^function") then code, bare = "local a = 1", "a = 1" end
    else
      repeat code = statement(0) until not code:find("^local")
      bare = code
    end
    global[program][k] = bare
    return code
  end)
  local globals = {}
  for i, program in ipairs(programs) do globals[i] = global[program] end
  compare(programs, by_prompt(programs), by_lua(globals))
end)

os.remove(path)
check.done("locals")
