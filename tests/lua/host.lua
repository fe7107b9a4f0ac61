-- host.lua - compares the program with the installed lua5.4: the same standard
-- output and exit status for plain Lua programs.
-- luacheck: ignore 631 (one line per case)
local check = dofile("tests/check.lua")

local output = check.output

local folder = output("mktemp -d"):gsub("\n", "")
local here = output("pwd"):gsub("\n", "")
local clean = "env -u LUA_INIT -u LUA_INIT_5_4 -u LUA_PATH -u LUA_PATH_5_4 "

local function write(name, text)
  local file = assert(io.open(folder .. "/" .. name, "wb"))
  file:write(text)
  file:close()
end

-- The output of a shell command, in which PROGRAM stands for the program.
local function run(command, program, errors)
  command = ("PATH=%s/%s:$PATH; %s"):format(folder, program, command:gsub("PROGRAM", "program"))
  return output(("cd %s; %s timeout 20 sh -c '%s' 2>%s; echo \"[status $?]\""):format(
    folder, clean, command:gsub("'", "'\\''"), errors and "&1" or "/dev/null"))
end

-- Both programs have the same name, which scripts see in arg.
local OURS, STOCK = "ours", "stock"
local ours_path = os.getenv("MLREPL") or "./mlrepl"
if ours_path:sub(1, 1) ~= "/" then ours_path = here .. "/" .. ours_path end
os.execute(("cd %s; mkdir %s %s; ln -s %s %s/program; ln -s $(command -v lua5.4) %s/program")
  :format(folder, OURS, STOCK, ours_path, OURS, STOCK))

local function ours(command) return run(command, OURS, true) end

local function same(sentence, command)
  check.case(sentence, function()
    check.equal(run(command, OURS), run(command, STOCK))
  end)
end

local function holds(text, part)
  if not text:find(part, 1, true) then error(("no '%s' in:\n%s"):format(part, text), 2) end
end

-- A case where mlrepl intentionally differs from stock Lua.
local function better(sentence, command, ...)
  local parts = {...}
  check.case(sentence, function()
    local text = ours(command)
    for _, part in ipairs(parts) do holds(text, part) end
  end)
end

write("args.lua", [[
print(...)
for i = -9, 9 do if arg[i] then print(i, i < 0 and "before" or arg[i]) end end
print(#arg, select("#", ...))]])
write("fails.lua", "print('before') error('on purpose')")
write("object.lua", "error(setmetatable({}, {__tostring = function() return 'said' end}))")
write("table.lua", "error({})")
write("syntax.lua", "x = = 1")
write("shebang.lua", "#!/usr/bin/env lua\nprint('ran')")
write("module.lua", "return {name = ..., value = 42}")
write("exits.lua", "io.write('out') os.exit(tonumber(arg[1]) or arg[1] == 'true')")
write("closing.lua", [[
local closing <close> = setmetatable({}, {__close = function() print("closed") end})
setmetatable({}, {__gc = function() print("collected") end})
print("end")]])
write("library.lua", [[
local co = coroutine.create(function(a, b)
  local c = coroutine.yield(a + b)
  local d, e = coroutine.yield(c * 2)
  return d, e
end)
print(coroutine.resume(co, 1, 2)) print(coroutine.resume(co, 10))
print(coroutine.resume(co, "x", nil)) print(coroutine.resume(co)) print(coroutine.status(co))
local gen = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end)
print(gen(), gen(), gen(), gen()) print(pcall(gen))
print(pcall(coroutine.wrap(function() error("inner") end)))
print(pcall(coroutine.wrap(function() error({}) end)) == false)
print(pcall(coroutine.resume, 1)) print(pcall(coroutine.wrap, 1))
local closer = coroutine.create(function()
  local x <close> = setmetatable({}, {__close = function(_, e) print("closing", e) end})
  coroutine.yield()
end)
coroutine.resume(closer) print(coroutine.close(closer)) print(coroutine.status(closer))
local bad = coroutine.create(function()
  local x <close> = setmetatable({}, {__close = function() error("bad close") end})
  coroutine.yield()
end)
coroutine.resume(bad) print(coroutine.close(bad))
print(coroutine.close(coroutine.create(print))) print(pcall(coroutine.close, coroutine.running()))
print(select("#", coroutine.resume(coroutine.create(function() return table.unpack({}, 1, 200) end))))
local wrapped = coroutine.wrap(function()
  local x <close> = setmetatable({}, {__close = function(_, e) print("unwound", e) end})
  error("thrown")
end)
print(pcall(wrapped))
print(coroutine.wrap(function() return pcall(pcall, error, "deep") end)())
print(coroutine.isyieldable(), coroutine.wrap(function() return coroutine.isyieldable() end)())
print(load("return ...", "name", "t", {})(7)) print(load("x =")) print(load("return x", "=n", "t", {x = 5})())
local pieces = {"return ", "1 ", "+ 2"}
print(load(function() return table.remove(pieces, 1) end)())
print(pcall(load, 1)) print(pcall(load(function() error("r") end) or print))
print((select(2, load(function() return {} end))):match("[^\n]*")) print(loadfile("nosuch")) print(pcall(dofile, "nosuch"))
print(loadfile("module.lua")("m").value, loadfile("module.lua", "t", {})("m").name)
print(dofile("module.lua").value) print(require("module").name, select(2, require("module")))
print((select(2, pcall(require, "no.such.module")):match("[^\n]*"))) print(package.searchpath("module", "./?.lua"))
print(coroutine.wrap(function() return dofile("yields.lua") end)())
print(load("return _ENV", "e", "t", nil)()) print(load("x =", "@file.lua")) print(load("x =", "=(c)"))
print(load("return 1", "n", "b")) print(#string.format("%p", print) > 2)]])
write("yields.lua", "coroutine.yield('from dofile')")
write("broken.lua", "return = 1")
write("requires.lua", "print(pcall(require, 'broken'))")
write("warns.lua", "warn('@on') warn('a', 'b') print(1)")
write("sorts.lua", [[
local t = {} for i = 1, 50 do t[i] = (i * 37) % 101 end
table.sort(t, function(a, b) return a > b end) print(table.concat(t, " "))
print(("x"):rep(3), 1e15, 2^53, 10 // 3, 7.0, -0.0, 1/0, math.type(1), 0x7fffffffffffffff + 1)
print(string.gsub("abc", "%w", function(c) return c .. c end))
print(#arg, arg[0])]])
write("input.lua", "print(io.read('n', 'l', 'a'))")
write("varargs.lua", "print(select('#', ...), (select(2, ...)))")
write("hook.lua", "local n = 0 debug.sethook(function() n = n + 1 end, 'l')\nlocal x = 1\nx = 2\n" ..
  "debug.sethook() print(n > 1)")
write("deep.lua", "local function f() return f() + 1 end print(pcall(f) == false) " ..
  "print(select(2, pcall(string.rep, 'x', -1)))")

same("-e runs a string", "PROGRAM -e 'print(1 + 1)'")
same("-e can be joined with its string", [[PROGRAM -e"print'joined'"]])
same("several -e run in order", "PROGRAM -e 'x = 1' -e 'print(x)' -e 'x = 2' -e 'print(x)'")
same("-l requires into a global", "PROGRAM -l module -e 'print(module.value)'")
same("-l can be joined with its module", "PROGRAM -lmodule -e 'print(module.name)'")
same("-l g=mod names the global", "PROGRAM -l g=module -e 'print(g.value, module)'")
same("-l with a missing module fails", "PROGRAM -l nomodule -e 'print(1)'")
same("a script gets arg and ...", "PROGRAM args.lua a b c")
same("options before the script have negative indices in arg", "PROGRAM -e '' -W args.lua a")
same("options after the script are passed to it", "PROGRAM args.lua -e -i --help")
same("- reads standard input, with arguments", "PROGRAM - x y < args.lua")
same("-- ends the options", "PROGRAM -- args.lua x")
same("- after -- is a file name", "PROGRAM -- - < args.lua")
same("a script is read from standard input", "PROGRAM < args.lua")
same("arg exists without a script", "PROGRAM -e 'print(arg[0] ~= nil, arg[1])'")
same("a failing script exits with 1", "PROGRAM fails.lua")
same("a script with a syntax error exits with 1", "PROGRAM syntax.lua")
same("a missing script exits with 1", "PROGRAM nosuch.lua")
same("a folder as script exits with 1", "PROGRAM .")
same("an error object exits with 1", "PROGRAM object.lua")
same("a failing -e keeps the script from running", "PROGRAM -e 'error()' args.lua")
same("a #! line is skipped", "PROGRAM shebang.lua")
same("os.exit sets the exit status", "PROGRAM exits.lua 7")
same("os.exit(true) is 0", "PROGRAM exits.lua true")
same("os.exit(false) is 1", "PROGRAM exits.lua false")
same("os.exit closes the state on request", [[PROGRAM -e 'setmetatable({}, {__gc = function() print("gc") end}) os.exit(4, true)']])
same("os.exit works from a coroutine", "PROGRAM -e 'coroutine.wrap(function() os.exit(5, true) end)()'")
same("the state is closed at exit", "PROGRAM closing.lua")
same("LUA_INIT runs first", [[LUA_INIT='print"init"' PROGRAM -e 'print(1)']])
same("LUA_INIT_5_4 takes precedence over LUA_INIT", [[LUA_INIT='print"a"' LUA_INIT_5_4='print"b"' PROGRAM -e '']])
same("LUA_INIT can name a file", "LUA_INIT=@shebang.lua PROGRAM -e 'print(2)'")
same("a failing LUA_INIT exits with 1", "LUA_INIT=@nosuch PROGRAM -e 'print(2)'")
same("-E ignores LUA_INIT", [[LUA_INIT='print"init"' PROGRAM -E -e 'print(3)']])
same("LUA_PATH is used", [[LUA_PATH='./?.lua' PROGRAM -e 'print(require("module").value)']])
same("-E ignores LUA_PATH", [[LUA_PATH='/nowhere' PROGRAM -E -e 'print(require("module").value)']])
same("warnings are off by default and on with -W", "PROGRAM -e 'warn(1)'; PROGRAM -W -e 'warn(1)'; PROGRAM warns.lua")
same("coroutines and load work as in Lua", "PROGRAM library.lua")
same("a broken module fails as in Lua", "PROGRAM requires.lua")
same("sorting, numbers and strings work as in Lua", "PROGRAM sorts.lua")
same("io.read in a script reads standard input", "echo '12 rest\nmore' | PROGRAM input.lua")
same("a script from standard input can read what follows", "PROGRAM - < sorts.lua")
same("many arguments", "PROGRAM varargs.lua $(seq 3000)")
same("debug.sethook works", "PROGRAM hook.lua")
same("deep recursion is an error", "PROGRAM deep.lua")
same("a closed output pipe ends the program silently", "PROGRAM -e 'for i = 1, 1e6 do print(i) end' | head -1")
same("an empty script does nothing", "PROGRAM /dev/null")
same("an arg that is not a table is an error", "PROGRAM -e 'arg = 1' args.lua")

-- Where stock Lua is not followed.
better("a failing script on standard input ends with 1", [[echo 'error"x"' | PROGRAM]], "x", "[status 1]")
better("standard input is no prompt", "echo '1 + 1' | PROGRAM", "unexpected symbol near '1'", "[status 1]")
better("an unknown option ends with 2 and the usage", "PROGRAM -z", "unrecognized option '-z'", "usage:", "[status 2]")
better("-e without a string ends with 2", "PROGRAM -e", "'-e' needs an argument", "[status 2]")
better("-l followed by an option ends with 2", "PROGRAM -l -v", "'-l' needs an argument", "[status 2]")
better("--plot without a target ends with 2", "PROGRAM --plot=", "needs a target", "[status 2]")
better("--plot says where figures go", [[PROGRAM --plot=none -e 'print(os.getenv("MLREPL_PLOT"))']], "none\n", "[status 0]")
better("--version and -v name the program", "PROGRAM --version; PROGRAM -v", "mlrepl ", "Lua 5.4", "[status 0]")
better("--help shows the usage", "PROGRAM --help", "usage: mlrepl", "--manual", "[status 0]")
better("--manual explains every entry", "PROGRAM --manual", "printoptions{", "vector.zeros(n)", "dot(a, b)", "[status 0]")
better("-i gives a prompt after a script that failed", "echo '40 + 2' | PROGRAM -i fails.lua", "on purpose", "42\n", "[status 0]")
better("an error shows the person's frames alone", "PROGRAM -e 'local function f() error(1 .. [[x]]) end local function g() f() end g()'",
  "mlrepl: (command line):1: 1x\nstack traceback:", "in function", "[status 1]")
better("an error object is printed by its __tostring", "PROGRAM object.lua; PROGRAM table.lua", "mlrepl: said\n", "mlrepl: error object: {}\nstack traceback:", "> error({})", "[status 1]")
better("a missing library gives one warning and the rest works", "MLREPL_PATH=/nowhere PROGRAM -e 'print(1)'", "warning", "/nowhere", "\n1\n", "[status 0]")

better("an installed copy finds its library from its own place",
  "mkdir -p there/bin there/share/mlrepl; cp -L ours/program there/bin; cp -R \"${MLREPL_PATH:?}\"/. there/share/mlrepl; unset MLREPL_PATH; there/bin/program -e 'print(#data.load[[iris]].names)'",
  "5\n", "[status 0]")
better("require finds the program's own files last", [[PROGRAM -e 'print(type(require("mlrepl.lesson.text")))']], "table\n", "[status 0]")
same("package.path is the user's own", [[PROGRAM -e 'print(package.path)'; LUA_PATH='a;;b' PROGRAM -e 'print(package.path)'
  LUA_PATH_5_4='c/?.lua;;' LUA_PATH=d PROGRAM -e 'print(package.path)'; LUA_PATH=a PROGRAM -E -e 'print(package.path)']])
same("require tells the same places", [[PROGRAM -e 'print(pcall(require, "no.such"))']])

write("binary.luac", string.dump(function() return 1 end, true))
better("a binary script is an error", "PROGRAM binary.luac", "binary.luac: binary chunk", "[status 1]")
better("a binary chunk on standard input is an error", "PROGRAM < binary.luac", "binary chunk", "[status 1]")
better("a binary chunk in LUA_INIT is an error", "LUA_INIT=@binary.luac PROGRAM -e ''", "binary chunk", "[status 1]")
better("load, loadfile and dofile reject binary chunks",
  [[PROGRAM -e 'print(load(string.dump(print and function() end))) print(loadfile("binary.luac")) print(pcall(dofile, "binary.luac"))
    print(load(string.dump(function() end), "n", "b")) local t = {string.dump(function() end)} print(load(function() return table.remove(t) end, "p", "b"))']],
  "nil\tload: binary chunk", "nil\tbinary.luac: binary chunk",
  "false\tbinary.luac: binary chunk", "nil\tn: binary chunk", "nil\tp: binary chunk")
better("require rejects binary chunks", [[PROGRAM -e 'package.path = "./?.luac" require("binary")']],
  "error loading module 'binary' from file './binary.luac':", "binary chunk", "[status 1]")

-- Ctrl-C: the signal is sent once the script reports that it is ready.
local function stopped(sentence, body, presses)
  check.case(sentence, function()
    write("busy.lua", "print('ready') io.stdout:flush()\n" .. body)
    local text = ours(([[mkfifo pipe; (exec sleep 20 2>/dev/null) > pipe & other=$!
      PROGRAM busy.lua < pipe > out 2>&1 & busy=$!
      while ! grep -q ready out 2>/dev/null; do sleep 0.02; done; sleep 0.1
      for press in %s; do kill -INT $busy; sleep 0.25; done
      (exec >/dev/null 2>&1; sleep 5; kill -KILL $busy) & guard=$!
      wait $busy; status=$?; kill $other $guard 2>/dev/null; cat out; rm -f pipe out; echo "ended with $status"]])
      :format(presses or "1"))
    holds(text, "ended with 130")
    holds(text, "interrupted")
    if text:find("traceback", 1, true) then error("a traceback:\n" .. text) end
  end)
end

stopped("Ctrl-C stops a loop", "while true do end")
stopped("Ctrl-C stops a loop around pcall", "while true do pcall(error, 'x') end")
stopped("Ctrl-C stops loops around pcall inside each other",
  "local function work() while true do pcall(function() while true do pcall(error) end end) end end while true do pcall(work) end")
stopped("Ctrl-C stops a coroutine", "coroutine.wrap(function() while true do end end)()")
stopped("Ctrl-C stops coroutines inside each other",
  "local function nest(n) if n == 0 then while true do end end coroutine.resume(coroutine.create(nest), n - 1) end while true do nest(5) end")
stopped("Ctrl-C stops a loop that makes coroutines",
  "while true do local co = coroutine.wrap(function() coroutine.yield(1) end) co() pcall(co) end")
stopped("Ctrl-C stops a metamethod", "local t = setmetatable({}, {__index = function() while true do end end}) return t.x")
stopped("Ctrl-C stops a comparison of sort",
  "local t = {} for i = 1, 1000 do t[i] = i end table.sort(t, function(a, b) while true do end end)")
stopped("Ctrl-C stops a callback of gsub", "local _ = ('x'):rep(100):gsub('x', function() while true do end end)")
stopped("Ctrl-C stops a close handler of a coroutine",
  "local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() while true do end end}) coroutine.yield() end)\n" ..
  "coroutine.resume(co) coroutine.close(co)")
stopped("Ctrl-C stops a wait for input", "io.read()")
stopped("Ctrl-C stops xpcall with a handler", "while true do xpcall(error, function(m) return m end) end")
stopped("Ctrl-C stops training", "train(model.linear{}, vector{1, 2}, vector{300, 500}, {alpha = 0.01, iterations = 1e9, tolerance = 0})")
stopped("Ctrl-C leaves what is stuck in C when it is pressed on, a third of a second apart",
  "string.find(string.rep('a', 200), string.rep('a*', 30) .. 'b')", "1 2 3 4 5")
stopped("Ctrl-C stops a repetition of a short text", "while true do string.rep('a', 2^28) end")
stopped("Ctrl-C stops a long sort", "local t = {} for i = 1, 4e6 do t[i] = i * 7919 % 4e6 end while true do table.sort(t) end")

check.case("modules loaded on first use do not affect user variables", function()
  local text = ours("PROGRAM -e 'local n = 0 for k in pairs(plot) do n = n + (k == \"boundary\" and 1 or 0) end print(n)'")
  check.equal(text, "1\n[status 0]\n")
  text = ours("PROGRAM -e 'local d = data data = 5 plot = nil print(#d.load\"iris\", data, plot) help\"xlabel\"' | head -1")
  check.equal(text, "150\t5\tnil\n[status 0]\n")
end)

os.execute("rm -rf " .. folder)
check.done("host")
