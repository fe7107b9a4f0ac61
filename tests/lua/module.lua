-- module.lua - `require "mlrepl"` in stock Lua: the table, the host that stays as it is, errors,
-- finalizers, Ctrl-C in scripts and at the prompt of lua5.4, and other versions of Lua.
-- luacheck: ignore 631 (one line per case)
local check = dofile("tests/check.lua")

local plugins = os.getenv("MLREPL_PLUGINS")
local build = plugins and plugins:match("^(.*)/plugins$") or "build"

if check.sanitized then
  print("module: not run: lua5.4 cannot load a module that is built with sanitizers")
  check.done("module")
end

local SETTING = ("env -u LUA_INIT -u LUA_INIT_5_4 LUA_PATH='lib/?.lua' LUA_CPATH='%s/?.so' "):format(build)
local LUA = SETTING .. "lua5.4"

-- What a script prints in lua5.4, errors too, and its exit code.
local function run(code, options)
  local path = os.tmpname()
  check.write(path, "local ml = require 'mlrepl'\n" .. code)
  local text, exit = check.output(("%s %s %s 2>&1 </dev/null"):format(LUA, options or "", path))
  os.remove(path)
  return text:gsub(path:gsub("%p", "%%%0"), "file"), exit
end

local function prints(sentence, code, expected, options)
  check.case(sentence, function() check.equal((run(code, options)), expected) end)
end

local function says(sentence, code, ...)
  local parts = {...}
  check.case(sentence, function()
    local text = run(code)
    for _, part in ipairs(parts) do
      if not text:find(part, 1, true) then error(("no '%s' in:\n%s"):format(part, text), 2) end
    end
  end)
end

-- -- the table --------------------------------------------------------------------------

prints("trains a model", [[
local x, y = ml.vector{1, 2}, ml.vector{300, 500}
local m = ml.model.linear()
local run = ml.train(m, x, y, {method = "exact"})
print(math.abs(m:predict(1.2) - 340) < 1e-9, run.converged, #ml.data.load"iris", ml.vector{1, 2} * 2)]],
  "true\ttrue\t150\t[2 4]\n")

-- Every name of the prompt, except those of Lua itself.
check.case("has every name of the prompt", function()
  local names = {}
  for _, entry in ipairs(require("mlrepl.help").entries()) do
    local head = entry.name:match("^%a[%w_]*")
    local kind = entry.name:sub(#head + 1, #head + 1)
    if kind == "" then names[#names + 1] = head end
    if kind == "." then names[#names + 1] = entry.name end
  end
  check.equal(#names > 150, true)
  local code = [[
local missing = {}
for name in ("%s"):gmatch("%%S+") do
  local value = ml
  for key in name:gmatch("[^.]+") do value = value[key] end
  if value == nil then missing[#missing + 1] = name end
end
print("missing", table.concat(missing, " "))]]
  check.equal((run(code:format(table.concat(names, " ")))), "missing\t\n")
end)

-- -- the host -----------------------------------------------------------------------------

-- A picture of all that a script can reach from its globals: before, after require, after use.
local SURVEY = [[
local function survey()
  local seen, lines = {}, {}
  local function visit(value, path)
    if seen[value] or path:find("loaded.mlrepl", 1, true) then return end
    seen[value] = true
    for k, v in next, value do
      lines[#lines + 1] = path .. "." .. tostring(k) .. " " .. tostring(v)
      if type(v) == "table" then visit(v, path .. "." .. tostring(k)) end
    end
    local meta = debug.getmetatable(value)
    if meta then visit(meta, path .. ".metatable") end
  end
  visit(_G, "_G")
  visit(debug.getmetatable("").__index, "string")
  visit(debug.getmetatable(io.stdout), "file")
  table.sort(lines)
  return table.concat(lines, "\n"):gsub("[^\n]*package%.loaded%.mlrepl [^\n]*\n", "")
end
]]

check.case("changes nothing in the host", function()
  local code = SURVEY .. [[
    package.loaded.mlrepl = nil
    local before = survey()
    local ml = require "mlrepl"
    assert(survey() == before, "changed by require")
    local m = ml.model.linear{names = {"a"}}
    ml.train(m, {1, 2, 3}, {2, 4, 6}, {iterations = 3})
    ml.help "train"
    ml.plot.scatter({1, 2}, {3, 4})
    assert(ml.grad(function(a) return a * a end, 3) == 6)
    ml.metrics.confusion({1, 2}, {1, 2})
    ml.m = ml.data.load "penguins"
    assert(survey() == before, "changed by use")
    print "same"]]
  local path = os.tmpname()
  check.write(path, code)
  local text = check.output(("MLREPL_PLOT=none %s %s 2>&1 </dev/null"):format(LUA, path))
  os.remove(path)
  check.equal(text:match("[^\n]*\n$"), "same\n")
end)

prints("globals that have the names of functions stay and are not used", [[
plot, data, model = 1, {}, "m"
package.loaded.mlrepl = nil
ml = require "mlrepl"
print(plot, next(data), model, ml.model.linear(), #ml.data.load"iris")]], "1\tnil\tm\tlinear model (untrained)\t150\n")

prints("globals() copies the names to the globals", [[
local own, before = print, string.rep
print(ml.globals() == ml, vector{1, 2}, train == ml.train, globals, print == own, string.rep == before)
t = {} for i, x in ipairs(vector{5, 6}) do t[i] = x end print(#t)]],
  "true\t[1 2]\ttrue\tnil\ttrue\ttrue\n2\n")

prints("a strict _G does no harm", [[
setmetatable(_G, {__index = function(_, k) error("undeclared " .. k) end, __newindex = function(_, k) error("undeclared " .. k) end})
package.loaded.mlrepl = nil
ml = nil
local again = require "mlrepl"
print(again.vector{1}:sum())]], "1.0\n")

prints("a second require gives the same table", [[
package.loaded.mlrepl = nil
print(require "mlrepl" == ml, require "mlrepl" == ml)]], "true\ttrue\n")

prints("warnings of Lua stay off, those of mlrepl can be turned off", [[
warn("Lua's own")
ml.warn("@off")
print(ml.vector{0} / 0)]], "[nan]\n")

says("help explains what globals does not replace", [[ml.help(ml.globals)]], "Lua's own libraries")

prints("who lists the variables of the host", [[
x, v, arg = 5, ml.vector{1}
ml.who()
print(pcall(ml.reset))]], "  v  vector of 1\n  x  5\n"
  .. "false\tfile:4: reset: the globals belong to the program that loaded mlrepl\n")

check.case("a lesson runs without touching the globals", function()
  local text, exit = run([[
local before = {} for name, value in pairs(_G) do before[name] = value end
ml.lesson "sigmoid_function"
for name, value in pairs(_G) do assert(before[name] == value, name) end]])
  check.equal(exit, 0)
  check.equal(#text > 1000, true)
end)

-- -- errors -------------------------------------------------------------------------------

says("an error names the function, the argument and the line", [[ml.dot(ml.vector{1}, nil)]],
  "file:2: dot: b (argument 2)")

prints("errors can be caught", [[
print(select(2, pcall(ml.dot, ml.vector{1}, ml.vector{1, 2})):match("dot: .*"))
print(select(2, xpcall(ml.train, function(m) return "caught: " .. m:match("train: [^,]*") end)))]],
  "dot: vector of 1 and vector of 2 have incompatible shapes (length 1 ≠ length 2)\ncaught: train: m (argument 1): model expected\n")

check.case("an error in a module of the library names the user's line", function()
  local text = run([[ml.data.load "nosuch"]])
  check.equal(text:find("file:2: data.load: ", 1, true) ~= nil, true)
end)

-- -- collection -----------------------------------------------------------------------------

prints("live objects are collected when the state is closed", [[
x = ml.vector.zeros(1000)
m = ml.model.linear()
run = ml.train(m, {1, 2}, {1, 2}, {iterations = 5})
d = ml.data.load "iris"
object = setmetatable({}, {__gc = function() print("end", ml.vector{1, 2}:sum(), #d) end})]], "end\t3.0\t150\n")

prints("os.exit closes the state, too", [[
object = setmetatable({}, {__gc = function() print("end", ml.vector{1, 2}:sum()) end})
os.exit(true, true)]], "end\t3.0\n")

-- The finalizer changes the mask that where() has counted.
says("a finalizer in the middle of a function cannot change its arguments", [[
warn("@on")
local mask, v = ml.vector.zeros(5000), ml.vector.ones(5000)
local function watch()
  setmetatable({}, {__gc = function() watch() mask:add(1) end})
end
watch()
collectgarbage("generational")
for i = 1, 3000 do mask:mul(0) v:where(mask) end
print("survived")]], "survived", "a finalizer (__gc) that runs during a function of mlrepl cannot call another one")

prints("figures are freed in the middle of functions", [[
warn("@on")
for i = 1, 300 do local f = ml.plot.figure{} f[1]:line({1, 2}, {3, 4}) end
print "silent"]], "silent\n")

prints("a finalizer that Lua code triggers can", [[
local total = 0
for i = 1, 100 do setmetatable({}, {__gc = function() total = total + ml.vector{1}:sum() end}) end
collectgarbage()
print(total)]], "100.0\n")

-- -- Ctrl-C -------------------------------------------------------------------------------

-- What a script prints after the line "ready" and a press of Ctrl-C, and its exit code.
local function interrupted(code)
  local program = check.program
  check.program = LUA
  local text, exit = check.interrupted("local ml = require 'mlrepl'\n" .. code)
  check.program = program
  return text, exit
end

local LONG = [[
local n = 400
local X, y = ml.matrix.randn(20000, n), ml.vector.randn(20000)
local function ready(step)
  if step.iteration ~= 2 then return end
  io.write("ready\n") io.stdout:flush()
end
local long = {iterations = 1e9, tolerance = 0, alpha = 1e-9, method = "momentum", on_step = ready}
]]

check.case("Ctrl-C stops a loop in C", function()
  local text, exit = interrupted(LONG .. [[
    ml.train(ml.model.linear(), X, y, long)]])
  check.equal(text:find("interrupted", 1, true) ~= nil, true) -- in the loop or in on_step
  check.equal(exit, 1)
end)

check.case("an interrupt can be caught, once", function()
  local text, exit = interrupted(LONG .. [[
    local ok, why = pcall(ml.train, ml.model.linear(), X, y, long)
    print(ok, why:match("interrupted"), ml.vector{1, 2}:sum())
    local m = ml.model.linear()
    ml.train(m, {1, 2}, {1, 2}, {iterations = 3})
    print "goes on"]])
  check.equal(text, "false\tinterrupted\t3.0\ngoes on\n")
  check.equal(exit, 0)
end)

check.case("Ctrl-C stops Lua code as before", function()
  local text, exit = interrupted([[
    local v = ml.vector{1, 2, 3}
    io.write("ready\n") io.stdout:flush()
    while true do v:sum() end]])
  check.equal(text:find("interrupted", 1, true) ~= nil, true)
  check.equal(exit, 1)
end)

check.case("Ctrl-C stops work in a coroutine and the code that resumes it", function()
  local text, exit = interrupted(LONG .. [[
    local co = coroutine.wrap(function()
      ml.train(ml.model.linear(), X, y, long)
    end)
    co()]])
  check.equal(text:find("interrupted", 1, true) ~= nil, true)
  check.equal(exit, 1)
end)

check.case("pcall in the library does not catch an interrupt", function()
  local text, exit = interrupted(LONG .. [[
    ready{iteration = 2}
    ml.resample(ml.model.linear(), X, y, 1000000)
    print "not stopped"]])
  check.equal(text:find("interrupted", 1, true) ~= nil, true)
  check.equal(exit, 1)
end)

-- -- the shared object ------------------------------------------------------------------------

check.case("exports its entry only", function()
  local names = check.lines(("nm -D --defined-only %s/mlrepl.so"):format(build))
  check.equal(#names, 1)
  check.equal(names[1]:match("%S+$"), "luaopen_mlrepl")
  check.equal(check.output(("ldd %s/mlrepl.so"):format(build)):find("liblua", 1, true), nil)
end)

for _, other in ipairs{"luajit", "lua5.3", "lua5.1"} do
  if check.output("command -v " .. other) ~= "" then
    check.case(other .. " is refused with the reason", function()
      local text = check.output(SETTING .. other .. [[ -e 'require "mlrepl"' 2>&1]])
      local wrong = other == "lua5.1" -- 5.1 sees no lib/?.lua under the name of 5.4's variable
      if wrong and not text:find("mlrepl needs", 1, true) then return end
      check.equal(text:find("mlrepl needs Lua 5.4; this is Lua", 1, true) ~= nil, true)
    end)
  end
end

check.case("is found where it is installed, with its library", function()
  local folder = check.output("mktemp -d"):gsub("\n", "")
  check.output(("cp lib/mlrepl.lua %s; ln -s $PWD/%s/mlrepl.so %s"):format(folder, build:gsub("^/.*/", ""), folder))
  local text = check.output(("cd %s; env -u MLREPL_PATH LUA_PATH='?.lua' LUA_CPATH='./?.so' lua5.4 -e 'print(require[[mlrepl]].vector{1, 2}:sum())' 2>&1"):format(folder))
  check.output("rm -r " .. folder)
  check.equal(text, "3.0\n")
end)

check.case("finds what belongs to its installation, whatever the prefix", function()
  local folder = check.output("mktemp -d"):gsub("\n", "")
  local whole = build:find("^/") and build or check.output("printf %s \"$PWD\"") .. "/" .. build
  for _, place in ipairs{"lib/lua/5.4", "lib/x86_64-linux-gnu/lua/5.4"} do
    check.output(("mkdir -p %s/%s; cp %s/mlrepl.so %s/%s; ln -sfn %s/plugins %s/lib/mlrepl; mkdir -p %s/share; ln -sfn $PWD/lib %s/share/mlrepl"):format(folder, place, whole, folder, place, whole, folder, folder, folder))
    local text = check.output(SETTING .. ("env -u MLREPL_PLUGINS -u MLREPL_PATH LUA_CPATH='%s/%s/?.so' lua5.4 -e 'local ml = require [[mlrepl]] print(ml.det(ml.matrix{{3, 0}, {0, 2}}), #ml.data.load[[iris]])' 2>&1"):format(folder, place))
    check.equal(text, "6.0\t150\n")
  end
  check.output("rm -r " .. folder)
end)

check.case("without its plug-ins, require fails and the host goes on", function()
  local text = check.output(SETTING .. "MLREPL_PLUGINS=/nowhere lua5.4 -e 'print(pcall(require, [[mlrepl]])) print(1 + 1)' 2>&1")
  check.equal((text:gsub("lib/mlrepl.lua:%d+: ", "", 1)), "false\tmlrepl: its plug-ins were not found (mlrepl-openblas.so in lib/mlrepl, or in the folder that MLREPL_PLUGINS names)\n2\n")
end)

check.done("module")
