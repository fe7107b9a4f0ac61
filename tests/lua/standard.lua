-- standard.lua - functions of Lua that the program replaces so that Ctrl-C stops
-- them: results and error messages are Lua's own, for long arguments, too.
--
-- lua5.4 runs this file with the argument "cases"; both must print the same.

local function describe(...)
  local words = table.pack(...)
  for i = 1, words.n do
    local value = words[i]
    if type(value) == "string" and #value > 100 then
      local sum = 0
      for k = 1, #value, 97 do sum = (sum * 31 + value:byte(k)) % 1000003 end
      words[i] = ("string of %d, %d"):format(#value, sum)
    else
      words[i] = tostring(value):gsub("0x%x+", "address"):gsub("/tmp/lua_%w+", "name")
    end
  end
  return table.concat(words, ", ")
end

local lines = {}

local function case(fn, ...) lines[#lines + 1] = describe(pcall(fn, ...)) end

-- A mixed text, longer than what is left to Lua's own functions.
local parts = {}
for i = 1, 20000 do parts[i] = ("%d ä\0%c€Z\r7"):format(i, i % 32) end
local long = table.concat(parts)
local list = {}
for i = 1, 70000 do list[i] = i % 7 end

local function strings()
  case(string.rep, "ab", 1000001, ",")
  case(string.rep, long, 3)
  case(string.rep, "x", 1 << 40)
  case(string.rep, "x", -1)
  for _, name in ipairs{"upper", "lower", "reverse"} do
    case(string[name], long)
    case(string[name], "Short")
    case(string[name], 12)
    case(string[name])
  end
  case(string.format, "%s|%q|%d%%", long, long, 5)
  case(string.format, "%.3s|%5s|%s", (long:gsub("%z", "")), "a", true)
  case(string.format, "%d", "x")
  case(string.format, "%y", 1)
end

local function letters()
  local text = ("aé€😀"):rep(50000)
  case(utf8.len, text)
  case(utf8.len, text, 4, -5)
  case(utf8.len, text, 3)
  case(utf8.len, text .. "\xff", 5)
  case(utf8.len, text .. "\u{7fffffff}", 1, -1, true)
  case(utf8.len, text, 1, #text + 1)
  case(utf8.len, text, #text + 1)
  case(utf8.len, "aé")
  for _, n in ipairs{1, 2, 100000, 170000, 200000, 200001, 200002, -1, -70000, -199999, -200001, 0} do
    case(utf8.offset, text, n)
  end
  case(utf8.offset, text, 70000, 11)
  case(utf8.offset, text, 70000, 3)
  case(utf8.offset, "aé", 3)
end

local function tables()
  case(table.concat, list)
  case(table.concat, list, ", ", 5, 69999)
  case(table.concat, list, "", 1, #list + 1)
  case(table.concat, {1, {}, 3})
  case(table.insert, list, 3, "new")
  case(table.insert, list, #list + 1, "last")
  case(table.insert, list, "end")
  case(table.insert, list, 0, 1)
  case(table.insert, list, #list + 2, 1)
  case(table.insert, list)
  case(table.insert, {1, 2}, 9, 1)
  case(table.remove, list, 3)
  case(table.remove, list)
  case(table.remove, list, #list + 1)
  case(table.remove, list, #list + 3)
  case(table.remove, {}, 4)
  lines[#lines + 1] = describe(table.concat(list, ",", 1, 9), #list, list[#list])
  for _, to in ipairs{2, 1, 50000} do
    case(function() return table.concat(table.move(list, 1, 69000, to), "", 1, #list) end)
  end
  case(function() return #table.move(list, 1, 69000, 3, {0, 0}) end)
  case(table.move, {}, 1, math.maxinteger, 2)
  case(table.move, {}, -1, math.maxinteger, 2)
  case(table.move, 1, 1, 2000000, 2)
  local calls = {}
  local proxy = setmetatable({}, {
    __len = function() return 4 end,
    __index = function(_, i) calls[#calls + 1] = "get " .. i return "v" .. i end,
    __newindex = function(_, i, v) calls[#calls + 1] = "set " .. i .. tostring(v) end,
  })
  case(table.insert, proxy, 2, "new")
  case(table.insert, proxy, "end")
  case(table.insert, proxy, 6, "new")
  case(table.remove, proxy, 2)
  case(table.remove, proxy)
  case(table.remove, proxy, 6)
  case(table.concat, proxy, ",")
  case(table.concat, proxy, ",", 2, 9)
  case(table.concat, setmetatable({}, {__len = function() return "x" end}))
  lines[#lines + 1] = table.concat(calls, ";")
  table.sort(list)
  case(table.concat, list)
  case(table.sort, {3, 1, "x"})
  case(table.sort, {1, 2, 3}, function() return true end)
  case(table.sort, {1, 2, 3}, 5)
end

local function files()
  local name = os.tmpname()
  local file = assert(io.open(name, "w"))
  case(file.write, file, long, 1, 2.5, "\n", long)
  case(file.write, file, "short\n", 3.0, "  0x1p4 -.5e1 nan 7\nlast")
  case(file.close, file)
  case(file.write, file, "x")
  case(file.read, file)
  for _, formats in ipairs{{"a"}, {"l", "L", 5, "n"}, {170000, "a"}, {0, "a", "a", 0, "l"}, {"x"}, {{}},
    {"*l", "*n"}, {-1}, {1.5}} do
    case(function()
      local f <close> = assert(io.open(name))
      return f:read(table.unpack(formats))
    end)
    case(function()
      io.input(name)
      return io.read(table.unpack(formats))
    end)
  end
  case(function()
    local f <close> = assert(io.open(name))
    f:seek("end", -40)
    return f:read("l", "l", "n", "n", "n", "n", "l")
  end)
  case(function()
    local n, size = 0, 0
    for line in io.lines(name) do n, size = n + 1, size + #line end
    return n, size
  end)
  case(function()
    local found = {}
    for a, b in io.lines(name, 100000, "L") do found[#found + 1] = describe(a, b) end
    return table.concat(found, ";")
  end)
  case(function()
    local f = assert(io.open(name))
    local next_line = f:lines("n")
    f:close()
    return next_line()
  end)
  case(function() return io.lines(name, "y")() end)
  case(io.lines, "/nowhere/at/all")
  case(function() return select("#", io.lines(name)) end)
  case(function()
    io.input():close()
    return io.read()
  end)
  case(loadfile, name)
  local code = assert(io.open(name, "w"))
  code:write("\xEF\xBB\xBF#!/bin/sh ", ("x"):rep(9000), "\nlocal t = {", ("1,"):rep(20000), "}\nreturn #t, ...")
  code:close()
  case(dofile, name)
  case(function() return loadfile(name)("a", "b") end)
  os.remove(name)
  case(loadfile, name)
  case(loadfile, "/")
end

local function programs()
  case(os.execute, "exit 3")
  case(os.execute, "kill -9 $$")
  case(os.execute)
  case(os.execute, {})
  case(io.popen, "ls", "x")
  case(io.popen)
  for _, command in ipairs{"exit 4", "kill -9 $$", "true"} do
    case(function() return io.popen(command):close() end)
  end
  case(function()
    local p = io.popen("seq 3; exit 2")
    return p:read("l", "a"), p:close()
  end)
  case(function()
    local name = os.tmpname()
    local p = io.popen("cat >" .. name, "w")
    p:write(long)
    local done = describe(p:close())
    local file = io.open(name)
    local text = file:read("a")
    file:close()
    os.remove(name)
    return done, text
  end)
  case(io.type, io.popen("true"))
end

local function code()
  collectgarbage("incremental") -- the mode at the start of mlrepl, not of lua5.4
  case(function() return load("return " .. ("1 +"):rep(50000) .. " 1")() end)
  case(load, ("x = 1 "):rep(20000) .. "x = = 2", "=chunk")
  case(load, "x =", "=chunk")
  case(load, "x = 1", "=chunk", "b")
  case(load, function() return nil end)
  case(collectgarbage)
  case(collectgarbage, "collect")
  case(collectgarbage, "generational")
  case(collectgarbage)
  case(collectgarbage, "incremental")
  case(collectgarbage, "isrunning")
  case(collectgarbage, "x")
  case(function()
    local n, heap = 0, {}
    for i = 1, 400000 do heap[i] = {tostring(i), {}} end
    local weak = setmetatable({}, {__mode = "v"})
    for i = 1, 10 do weak[i] = setmetatable({}, {__gc = function() n = n + 1 end}) end
    collectgarbage()
    return n, #weak, #heap
  end)
end

strings()
letters()
tables()
files()
programs()
code()

if arg[1] == "cases" then
  for i, line in ipairs(lines) do io.write(i, " ", (line:gsub("[\n\r]", " ")), "\n") end
  return
end

local check = dofile("tests/check.lua")

check.case("the same results and messages as Lua", function()
  local i = 0
  local pipe = assert(io.popen("lua5.4 tests/lua/standard.lua cases"))
  for line in pipe:lines() do
    i = i + 1
    check.equal(i .. " " .. tostring(lines[i]):gsub("[\n\r]", " "), line)
  end
  pipe:close()
  check.equal(i, #lines)
end)

-- print, with a text of 3 MB.
check.case("print writes all", function()
  local program = os.getenv("MLREPL") or "./mlrepl"
  check.equal(check.output(program .. " -e 'print((\"abc\"):rep(1000000), 1, nil)' | wc -c"), "3000007\n")
  check.equal(check.output(program .. " -e 'print()'"), "\n")
end)

check.done("standard")
