-- mishaps.lua - what the prompt tells about errors.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local at_terminal = terminal.cases(check)
local WIDE = {columns = 100, rows = 60}

local function case(sentence, body) at_terminal(sentence, body, WIDE) end

local program = os.getenv("MLREPL") or "./mlrepl"

local function write(path, text)
  local file = assert(io.open(path, "w"))
  file:write(text)
  file:close()
end

-- -- tracebacks --------------------------------------------------------------------

local STEPS = "function step(w)\n  return w.x - 1\nend\n"
  .. "function run(n)\n  local v = step(nil)\n  return v\nend\nfirst = 1\nrun(first)"

case("a traceback shows the lines of what was typed, and marks the variable", function(t)
  t:paste(STEPS):press("Enter"):expect("entry 1:2: attempt to index a nil value (local 'w')\n"
    .. "stack traceback:\n"
    .. "        entry 1:2: in function 'step'\n          > return w.x - 1\n                   ^\n"
    .. "        entry 1:5: in function 'run'\n          > local v = step(nil)\n"
    .. "        entry 1:9: in main chunk\n          > run(first)\nml>")
end)

case("the lines are those of the entry that defined the function", function(t)
  t:enter("function f() return 1 + nowhere end"):enter("function g() return 2 + f() end")
  t:enter("x = 1"):enter("y = g()"):expect("in function 'f'\n          > function f() return 1 + nowhere end")
  t:expect("^^^^^^^"):expect("in function 'g'\n          > function g() return 2 + f() end")
  t:expect("in main chunk\n          > y = g()")
end)

case("an entry of several lines shows the line without a traceback", function(t)
  t:paste("for i = 1, 2 do\n  print(none.x)\nend"):press("Enter")
  t:expect("entry 1:2: attempt to index a nil value (global 'none')\n  > print(none.x)\n          ^^^^\n")
  t:missing("traceback")
end)

case("a name that occurs twice in the line has no mark", function(t)
  t:paste("for i = 1, 2 do\n  q = none.x + none.y\nend"):press("Enter")
  t:expect("\n  > q = none.x + none.y\nml>")
end)

case("a primitive that fails is marked in the line that calls it", function(t)
  t:paste("function f(v)\n  return dot(v, vector{1}) + 1\nend"):press("Enter")
  t:enter("z = f(vector{1, 2})"):expect("> return dot(v, vector{1}) + 1\n                   ^^^\n")
end)

case("files are read from the disk, and functions of load have lines too", function(t)
  write(t.home .. "/bad.lua", "local t = {}\nlocal function inner()\n\tt.a.b = 1\nend\ninner()\n")
  t:enter("%run " .. t.home .. "/bad.lua")
  t:expect("bad.lua:3: in function 'inner'\n          > t.a.b = 1\n              ^\n")
  t:expect("bad.lua:5: in main chunk\n          > inner()"):press("C-l")
  t:enter("load('local a\\nreturn a.b')()"):expect("> return a.b\n")
end)

case("a line of mlrepl's own library is not shown", function(t)
  t:enter("function f() plot.cost(5) return 1 end"):enter("f()")
  t:expect("in function 'f'\n          > function f() plot.cost(5) return 1 end"):missing("lib/")
end)

case("a long line is cut", function(t)
  t:enter("function f() return nothing.x + " .. ("1 + "):rep(40) .. "1 end"):enter("f()")
  t:expect("attempt to index"):expect("...\n"):prompt()
  for line in t:screen():gmatch("\n          > [^\n]*") do assert(#line <= 101, line) end
end)

check.case("a script shows its lines on standard error and ends with 1", function()
  local folder = terminal.folder()
  local path = folder .. "/s.lua"
  write(path, "local function f(w)\n  return w.x\nend\nprint('before')\nlocal y = f(nil)\n")
  local text, code = check.output(("%s %s 2>&1 >/dev/null"):format(program, path))
  check.equal(text, ("mlrepl: PATH:2: attempt to index a nil value (local 'w')\nstack traceback:\n"
    .. "\tPATH:2: in function 'f'\n\t  > return w.x\n\t           ^\n"
    .. "\tPATH:5: in main chunk\n\t  > local y = f(nil)\n"):gsub("PATH", path))
  check.equal(code, 1)
  write(path, "error('usage: s.lua FILE', 0)")
  check.equal((check.output(("%s %s 2>&1"):format(program, path))), "mlrepl: usage: s.lua FILE\n")
  os.execute("rm -r " .. folder)
end)

check.case("a script from a pipe has no lines but is not read again", function()
  local text = check.output(("printf 'local x\\nlocal function f() return x.y end\\nf()' | %s - 2>&1")
    :format(program))
  assert(text:find("stdin:2: in function", 1, true), text)
end)

-- -- error objects -------------------------------------------------------------------

case("an error object is shown like a value", function(t)
  t:enter("error{code = 3, why = {'a'}}"):expect("\nerror object: {code = 3, why = {\"a\"}}\nml>")
  t:enter("error()"):expect("\nerror without a message: error() was called with nil\nml>")
  t:enter("error(true)"):expect("\nerror object: true\nml>"):enter("error(42)"):expect("\n42\nml>")
  t:enter("local t = {} for i = 1, 5000 do t[i] = i .. 'abc' end error(t)"):expect("... (4960 more)\n}\nml>")
end)

case("a broken __tostring does not hide the error", function(t)
  t:enter("error(setmetatable({}, {__tostring = function() error('inside') end}))")
  t:expect("error object: a table\nml>")
end)

case("an error object in a function has a traceback", function(t)
  t:enter("function f() error{code = 3} end"):enter("x = f()")
  t:expect("error object: {code = 3}\nstack traceback:\n        entry 1:1: in function 'f'\n          > function f()")
end)

-- -- errors in coroutines -------------------------------------------------------------

case("the frames of a coroutine come before those that resumed it", function(t)
  t:enter("co = coroutine.wrap(function(n) error('in co') end)")
  t:enter("function f() return 1 + co(4) end"):enter("x = f()")
  t:expect("in function <entry 1:1>\n          > co = coroutine.wrap(function(n) error('in co') end)\n"
    .. "        (the coroutine was resumed by)\n        entry 2:1: in function 'f'\n")
end)

case("an error that was caught in a coroutine does not appear later", function(t)
  t:enter("function f() error('same') end"):enter("pcall(coroutine.wrap(f))"):expect("false")
  t:enter("(function() error('same') end)()"):expect("stack traceback:"):missing("resumed by")
end)

-- -- %debug --------------------------------------------------------------------------

case("%debug shows the variables of each frame", function(t)
  t:paste("scale = 10\nlocal factor = 3\n" .. STEPS:gsub("w.x %- 1", "w.x * factor")):press("Enter")
  t:expect("attempt to index"):enter("%debug"):expect("1  entry 1:")
  t:expect("in function 'step'\n"):expect("    return w.x * factor\n"):expect_end("debug>")
  t:press("C-l"):enter("locals"):expect("w = nil\n"):enter("w == nil, scale"):expect("\ntrue    10\n")
  t:enter("up"):expect("2  entry 1:"):expect("  local v = step(nil)\n"):enter("n * 100"):expect("\n100\n")
  t:enter("n = 5"):enter("n + 1"):expect("\n6\n"):enter("down"):enter("where")
  t:expect("> 1  entry 1:"):expect("  2  entry 1:"):press("C-l")
  t:enter("up 9"):enter("up"):expect("(this is the outermost frame)")
  t:enter("quit"):prompt():enter("n"):expect("\nnil\n")
end)

case("after the debugger, quit asks once", function(t)
  local left = "\ndebugger left; quit again leaves mlrepl\n"
  t:enter("error('here')"):enter("%debug"):expect_end("debug>"):enter("quit"):prompt()
  t:enter("quit"):expect(left):enter("%debug f = 5"):prompt():enter("function f()\nx = 5 end"):prompt()
  t:enter("%debug f() f = 0"):expect("quit ends the run"):enter("continue"):prompt()
  t:enter("quit()"):expect(left, 2):enter("x"):expect("\n5\n"):enter("quit"):expect("left with 0")
end)

case("the debugger takes short names that are no variables", function(t)
  t:enter("function f(a, n)\n  local b\n  a = n\n  error('here')\nend"):enter("f(1, 2)"):enter("%debug")
  t:expect_end("debug>"):enter("n"):expect("\n2\n"):enter("b"):expect("\nnil\ndebug>"):enter("c")
  t:expect("(nothing is running; %debug f(x) runs code line by line: continue)"):enter("nothere")
  t:expect("\nnil\n('nothere' is not defined here)\n"):enter("w"):expect("> 1  entry 1:4: in function 'f'")
  t:enter("q"):prompt():enter("%debug f(3, 4)"):expect("quit ends the run"):enter("s"):expect(">    2")
end)

case("the debugger's variables do not leak, and globals are the real ones", function(t)
  t:enter("function f(a) local b = a .. 'x' error('stop') end"):enter("x = f('q')"):expect("stop")
  t:enter("%debug"):expect("debug>"):enter("b"):expect('\n"qx"\n'):enter("made = b .. '!'")
  t:enter("nothing.x"):expect("attempt to index a nil value (global 'nothing')")
  t:enter("p b"):expect('"qx"', 2):press("C-d"):prompt():enter("made"):expect('\n"qx!"\n')
  t:enter("b"):expect("\nnil\n"):press("C-l"):enter("%debug"):expect("(help lists")
  t:enter("locals"):expect('a = "q"\nb = "qx"\n')
end)

case("Tab completes the variables of the frame", function(t)
  t:enter("function inner(secret) local matrix_of_mine = matrix{{1, 2}} error('x') end")
  t:enter("function outer() local outermost = 1 inner(5) return outermost end"):enter("y = outer()")
  t:expect("traceback"):enter("%debug"):expect("(help lists"):type("secr"):press("Tab", "Enter")
  t:expect("\n5\n"):type("matrix_o"):press("Tab"):type(":resh"):press("Tab"):expect("matrix_of_mine:reshape")
  t:press("C-u"):enter("up"):expect("in function 'outer'"):type("outerm"):press("Tab", "Enter")
  t:expect("\n1\n"):enter("quit"):prompt():type("secr"):press("Tab"):enter(" = 1"):expect("secr = 1")
end)

case("%debug finds errors in coroutines, jobs and interrupted loops", function(t)
  t:enter("co = coroutine.wrap(function(n) local k = n + 1 error('in co') end)")
  t:enter("x = co(4)"):expect("in co"):enter("%debug"):enter("k"):expect("\n5\n")
  t:enter("where"):expect("  2  entry 2:1: in main chunk"):enter("quit"):prompt():press("C-l")
  t:enter("job = train(model.linear{w = 0, b = 0}, vector{1, 2}, vector{1, 2}, "
    .. "{alpha = 0.01, background = true, on_step = function(s) local seen = s.iteration + 70 "
    .. "if seen == 75 then s.no.field = 1 end end})")
  t:expect("attempt to index a nil value"):enter("%debug"):enter("seen"):expect("\n75\n")
  t:enter("quit"):prompt():press("C-l")
  t:enter("function busy(limit) local i = 0 print('now') while true do i = limit end end")
  t:enter("busy(123)"):expect("\nnow"):press("C-c"):expect("interrupted"):enter("%debug")
  t:enter("i"):expect("\n123\n")
end)

case("%debug without an error says so, also after reset", function(t)
  t:enter("%debug"):expect("%debug: no error yet"):press("C-l")
  t:enter("function f() error('x') end"):enter("y = f()"):expect("traceback"):enter("reset()")
  t:enter("%debug"):expect("%debug: no error yet")
end)

case("%debug after a stack overflow shows the innermost frames", function(t)
  t:enter("function deep(n) return 1 + deep(n + 1) end"):enter("x = deep(1)"):expect("stack overflow")
  t:enter("%debug"):expect("in function 'deep'"):enter("n > 1000"):expect("\ntrue\n")
end)

case("%debug after Ctrl-C in a coroutine", function(t)
  t:enter("function spin(n) print('spins') while true do end end")
  t:enter("coroutine.wrap(spin)(5)"):expect("\nspins"):press("C-c"):expect("interrupted"):prompt()
  t:enter("%debug"):expect("in function 'spin'"):enter("n"):expect("\n5\n")
end)

-- -- %debug CODE ----------------------------------------------------------------------

local OUTER = "function inner(a)\n  local b = a * 2\n  return b\nend\nfunction outer(n)\n"
  .. "  local t = {}\n  for i = 1, n do\n    t[i] = inner(i)\n  end\n  return t\nend"

local function step_into(t, code)
  t:paste(OUTER):press("Enter"):prompt():press("C-l"):enter("%debug " .. code)
  t:expect("(help lists the commands; quit ends the run)"):expect_end("debug>")
end

case("%debug runs code line by line, and variables can be changed", function(t)
  step_into(t, "outer(3)")
  t:expect("1  entry 1:6: in function 'outer'"):expect(">    6    local t = {}"):enter("n"):expect("\n3\n")
  t:enter("next"):expect(">    7  "):enter("next"):expect(">    8  "):press("C-l"):enter("step")
  t:expect("1  entry 1:2: in function 'inner'"):enter("where"):expect("  2  entry 1:8: in function 'outer'")
  t:enter("next"):expect(">    3    return b"):enter("b"):expect("\n2\n"):enter("b = 100"):enter("a = 50")
  t:enter("finish"):expect(">    7  "):enter("t"):expect("\n{100}\n"):press("C-l"):enter("until 10")
  t:expect(">   10    return t"):enter("t[2] = 'two'"):enter("continue"):expect('\n{100, "two", 6}\nml>')
end)

case("quit ends the run, and so does Ctrl-C", function(t)
  step_into(t, "outer(3)")
  t:enter("step"):expect(">    7"):enter("quit"):prompt():enter("t"):expect("\nnil\n"):press("C-l")
  t:enter("closed = 0"):enter("function close() closed = closed + 1 end")
  t:paste("function busy()\n  local x <close> = setmetatable({}, {__close = close})\n"
    .. "  local seen = 77\n  print('spins')\n  while true do end\nend"):press("Enter"):prompt():press("C-l")
  t:enter("%debug busy()"):expect("(help lists"):enter("next"):expect(">    3"):enter("quit"):prompt()
  t:enter("closed + 10"):expect("\n11\n"):press("C-l"):enter("%debug busy()"):expect("(help lists")
  t:enter("continue"):expect("\nspins"):press("C-c"):expect("interrupted"):prompt():press("C-l")
  t:enter("%debug"):expect("in function 'busy'"):enter("seen"):expect("\n77\n")
end)

case("%debug of code that fails goes on with its stack", function(t)
  step_into(t, "pcall(outer, 'x') outer(nil)")
  t:expect(">    6"):enter("continue"):expect("entry 1:7: bad 'for' limit"):expect("(the code has failed;")
  t:enter("n == nil"):expect("\ntrue\n"):enter("step"):expect("\nnil\n"):enter("quit"):prompt()
  t:enter("%debug x y"):expect("%debug: syntax error near 'y'")
  t:enter("%debug coroutine.yield(1)"):expect("attempt to yield from outside a coroutine"):prompt()
end)

case("%debug runs on where it cannot stop", function(t)
  t:paste("function less(a, b)\n  return a < b\nend\nfunction sorted()\n  local list = {3, 1, 2}\n"
    .. "  table.sort(list, less)\n  local co = coroutine.wrap(less)\n  co(1, 2)\n"
    .. "  return list\nend"):press("Enter"):prompt():press("C-l")
  t:enter("%debug sorted()"):expect(">    5"):enter("step"):expect(">    6"):enter("step"):expect(">    7")
  t:enter("step"):expect(">    8"):enter("step"):expect(">    9"):enter("step"):expect("\n{1, 2, 3}\nml>")
end)

case("%debug takes several lines", function(t)
  t:enter("%debug for i = 1, 2 do"):enter("  z = i * 10"):enter("end"):expect("(help lists")
  t:enter("next"):expect(">    2"):enter("i"):expect("\n1\n"):enter("continue"):prompt():enter("z")
  t:expect("\n20\n")
end)

-- -- %timeit --------------------------------------------------------------------------

local MEASURED = "[%d.e+]+ [mµn]*s ± [%d.e+]+ [mµn]*s per loop %(mean ± std. dev. of "

local function measured(t, tail)
  t:expect("per loop")
  assert(t:screen():find(MEASURED .. tail), t:screen())
  t:press("C-l")
end

case("%timeit measures expressions, statements and several lines", function(t)
  t:enter("x = vector.range(1, 100)"):enter("%timeit -n 100 x:sum()")
  measured(t, "7 runs, 100 loops each%), best [%d.]+ [mµn]*s\n")
  t:enter("%timeit -r 2 -n 1000 z = 1 + 1"):prompt():enter("z"):expect("\n2\n")
  measured(t, "2 runs, 1,000 loops each%)")
  t:enter("%timeit -n 1 -r 1 for i = 1, 3 do"):enter("n = i"):enter("end"):expect("per loop")
  t:expect("s per loop (1 run, 1 loop)\n"):press("C-l")
  t:enter("%timeit -n 1 n = n + 1"):expect("7 runs, 1 loop each"):press("C-l"):enter("n")
  t:expect("\n10\n"):enter("%timeit -n 10 local a = 1 return a"):expect("per loop")
end)

case("%timeit chooses the loops, and Ctrl-C stops it", function(t)
  t:enter("%timeit -r 1 1 + 1"):expect("per loop"):expect("0,000 loops)")
  t:expect("(an empty loop takes "):press("C-l")
  t:enter("function slow() print('begun') while true do end end"):enter("%timeit slow()")
  t:expect("\nbegun"):press("C-c"):expect("interrupted"):prompt()
end)

case("%timeit tells errors of the code", function(t)
  t:enter("%timeit nothing.x"):expect("attempt to index a nil value (global 'nothing')"):missing("traceback")
  t:enter("%timeit 1 +"):press("M-Enter"):press("C-c"):enter("%timeit x y"):expect("%timeit: syntax error near 'y'")
  t:enter("%timeit"):expect("%timeit: expression or statement expected")
  t:enter("%timeit -n 0 f()"):expect("-n needs a number of at least 1")
end)

-- -- %prof ----------------------------------------------------------------------------

-- The numbers of calls in the table on the screen: name -> count.
local function counts(t)
  local found = {}
  for line in t:screen():gmatch("[^\n]+") do
    local calls, name = line:match("^%s*([%d,]+)%s+%S+ ?[mµn]*s?%s+%S+ ?[mµn]*s?%s+%d+%%  (%S+)")
    if calls then found[name] = calls end
  end
  return found
end

case("%prof counts calls of functions and primitives", function(t)
  t:enter("function leaf(v) return v:sum() end")
  t:enter("function work(n) for i = 1, n do s = leaf(vector{1, 2}) + math.sin(i) end end")
  t:enter("%prof work(1000)"):expect("calls (measuring took another"):prompt()
  local found = counts(t)
  for name, calls in pairs{leaf = "1,000", work = "1", ["math.sin"] = "1,000", vector = "1,000"} do
    if found[name] ~= calls then error(name .. ": " .. tostring(found[name]) .. "\n" .. t:screen()) end
  end
  t:missing("lib/"):enter("debug.gethook()"):expect("\nnil\n")
end)

case("%prof follows coroutines, recursion and errors that are caught", function(t)
  t:enter("function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end")
  t:enter("function gen() for i = 1, 50 do fib(3) coroutine.yield(i) end end")
  t:enter("function bad() error('x') end"):enter("function safe() pcall(bad) fib(2) end"):press("C-l")
  t:enter("%prof for i in coroutine.wrap(gen) do safe() end"):expect("measuring"):prompt()
  local found = counts(t)
  for name, calls in pairs{fib = "400", gen = "1", bad = "50", safe = "50", ["coroutine.yield"] = "50"} do
    if found[name] ~= calls then error(name .. ": " .. tostring(found[name]) .. "\n" .. t:screen()) end
  end
end)

case("%prof of code that fails or is interrupted shows the table after the error", function(t)
  t:enter("function f() error('oh') end"):enter("%prof f() z = 1"):expect("oh\nstack traceback")
  t:expect("  f  entry 1:1\n")
  t:press("C-l"):enter("function busy() print('begun') while true do end end"):enter("%prof busy()")
  t:expect("\nbegun"):press("C-c"):expect("interrupted"):expect("busy  entry 3:1"):prompt():press("C-l")
  t:enter("%prof co = coroutine.wrap(function() coroutine.yield(1) return debug.gethook() end) co()")
  t:expect("measuring"):enter("co()"):expect("\nnil\n")
  t:enter("%prof x y"):expect("%prof: syntax error near 'y'"):enter("%prof"):expect("%prof: expression or")
end)

case("%prof -l shows the lines of functions", function(t)
  t:paste("function lines(n)\n  local s = 0\n  for i = 1, n do\n    s = s + i\n  end\n  return s\nend")
  t:press("Enter"):enter("%prof -l lines(5000)"):expect("visits"):prompt()
  t:expect("entry 1:4  s = s + i")
  assert(t:screen():find("\n +5,000 +%S+ %S+ +%d+%%  entry 1:4"), t:screen())
end)

-- -- the shell ------------------------------------------------------------------------

case("the output of a command is a list of lines", function(t)
  t:enter("x = !printf 'a b\\nc\\n'"):enter("x"):expect('\n{"a b", "c"}\n')
  t:enter("#x, x[2], x.n, x.s"):expect('\n2       "c"     "a b\\nc"        "a b c"\n')
  t:enter("for i, line in ipairs(x) do print(i, line) end"):expect("\n1       a b\n2       c\n")
  t:enter("t = {}"):enter("t.files = !echo one; echo two"):enter("#t.files"):expect("\n2\n")
  t:enter("x = !printf '\\n\\n'"):enter("#x + 10"):expect("\n12\n")
  t:enter("x = !true"):enter("#x + 20"):expect("\n20\n")
  t:enter("x = !echo out; echo err >&2; exit 3"):expect("\nerr\n(exit status 3)\n"):enter("x[1]")
  t:expect('\n"out"\n'):enter("x = !"):expect("\n!: shell command expected, as in !ls\n")
  t:enter("y = !nosuchcommand"):expect("!nosuchcommand: command not found")
  t:press("C-l"):enter("history(2)"):expect("  y = !nosuchcommand\n")
end)

case("a failing command tells its status, and cd leads to %cd", function(t)
  t:enter("!exit 2"):expect("\n(exit status 2)\nml>"):enter("!true"):prompt():missing("status 0")
  t:enter("!cd /"):expect("!cd: the folder would change in the shell only; use %cd /\n")
  t:enter("!cd"):expect("use %cd\n"):enter("!cd / && pwd"):expect("\n/\n"):enter("!cdx"):expect("not found")
end)

check.case("commands work without a terminal, and a saved session keeps them", function()
  local path = os.tmpname()
  os.remove(path)
  local text = check.output(([[printf 'x = !printf "1\\n2"
#x * 21
!echo said
save_session"%s"
' |
    %s -i 2>&1; %s %s]]):format(path, program, program, path))
  os.remove(path)
  assert(text:find("ml> 42\nml> said\n", 1, true) and text:find("42\n$"), text)
end)

case("Tab completes the commands", function(t)
  t:type("%ti"):press("Tab", "Tab", "Tab"):expect("time    timeit"):press("C-u")
  t:type("%deb"):press("Tab", "Enter"):expect("no error yet")
end)

check.done("mishaps")
