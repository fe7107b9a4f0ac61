-- stop.lua - Ctrl-C, Ctrl-Z, and exiting.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local case = terminal.cases(check)

-- Runs code and waits until it is running, so that keys do not reach the prompt.
local function begin(t, code)
  return t:enter("print('it ' .. 'runs') " .. code):expect("it runs")
end

case("Ctrl-C at the prompt clears the line", function(t)
  t:type("rubbish"):expect("rubbish"):press("C-c"):expect("^C")
  t:enter("1 + 1"):expect("\n2\n"):missing("rubbish1")
end)

case("Ctrl-C discards a multi-line entry", function(t)
  t:enter("function h()"):type("  return"):press("C-c"):expect("^C")
  t:enter("3 + 4"):expect("\n7\n")
end)

case("Ctrl-C stops a loop and keeps all variables", function(t)
  begin(t, "x = 5; while true do end"):press("C-c"):expect("interrupted"):prompt()
  t:enter("x"):expect("\n5\n")
end)

case("Ctrl-C twice in a row does not end the session", function(t)
  begin(t, "while true do pcall(error) end"):press("C-c"):press("C-c"):prompt()
  t:press("C-c"):press("C-c"):press("C-c"):prompt():enter("8 + 1"):expect("\n9\n")
end)

case("Ctrl-C ends a pcall loop inside a coroutine", function(t)
  begin(t, "coroutine.wrap(function() while true do pcall(string.rep, 'x') end end)()")
  t:press("C-c"):expect("interrupted"):prompt():enter("9 * 9"):expect("\n81\n")
end)

case("Ctrl-C interrupts reading input", function(t)
  t:enter("io.read()"):type("some"):expect("some"):press("C-c"):expect("interrupted"):prompt()
  t:enter("print('go') return io.read()"):expect("\ngo\n"):enter("words"):expect('"words"')
end)

case("Ctrl-C stops training and the model keeps its weights", function(t)
  t:enter("m = model.linear{}; X = vector{1, 2}; y = vector{300, 500}")
  t:enter("train(m, X, y, {alpha = 0.01, iterations = 1e9, tolerance = 0})"):expect("iteration ")
  t:press("C-c"):expect("iterations, cost"):expect("the model keeps its")
  t:prompt():enter("m.w[1] > 100"):expect("\ntrue\n")
end)

case("Ctrl-D exits with status 0 and restores the terminal", function(t)
  t:press("C-d"):expect("left with 0"):expect(" icanon"):expect(" echo ")
end)

case("os.exit exits with its status and restores the terminal", function(t)
  t:enter("os.exit(3)"):expect("left with 3"):expect(" icanon"):expect(" echo ")
end)

case("history is saved when the terminal disappears", function(t)
  t:enter("before_hangup = 1"):prompt():signal("HUP"):expect("left with 129")
  t:expect(" icanon")
  local file = assert(io.open(t.home .. "/.local/state/mlrepl/history")):read("a")
  assert(file:find("before_hangup"), file)
end)

-- Endless code, mostly inside C functions: the first Ctrl-C stops it.
local ENDLESS = {
  {"a hopeless pattern", "('a'):rep(60):find(('a*'):rep(60) .. 'b')"},
  {"reading all of an endless file", "io.open('/dev/zero'):read('a')"},
  {"reading an endless line", "io.lines('/dev/zero')()"},
  {"opening a named pipe", "os.execute('mkfifo ' .. os.getenv('HOME') .. '/p') io.open(os.getenv('HOME') .. '/p')"},
  {"a program", "os.execute('sleep 1000')"},
  {"a loop of programs", "while true do os.execute('sleep 0.01') end"},
  {"reading from a program", "io.popen('sleep 1000'):read()"},
  {"waiting for a program that ignores Ctrl-C", "io.popen([[trap '' INT; sleep 20]]):close()"},
  {"writing to a program that does not read", "p = io.popen([[trap '' INT; sleep 20]], 'w') p:write(('x'):rep(1e6))"},
  {"a finalizer", "setmetatable({}, {__gc = function() while true do end end}) collectgarbage()"},
  {"a __close function during an interrupt",
    "do local c <close> = setmetatable({}, {__close = function() while true do end end}) while true do end end"},
  {"a reader of load", "load(function() return ' ' end)"},
  {"a move of many elements", "table.move({}, 1, math.maxinteger - 1, 2)"},
  {"printing", "print(('long '):rep(4e8))"},
  {"a function that catches all errors", "while true do pcall(function() while true do end end) end"},
}

for _, entry in ipairs(ENDLESS) do
  case("the first Ctrl-C stops " .. entry[1], function(t)
    begin(t, "x = 5; " .. entry[2]):press("C-c"):expect("interrupted"):prompt()
    t:enter("x"):expect("\n5\n")
  end, {columns = 160})
end

case("Ctrl-C stops endless finalizers at the exit", function(t)
  t:enter("for i = 1, 3 do setmetatable({}, {__gc = function() print('it ' .. 'ends') while true do end end}) end")
  t:prompt():press("C-d"):expect("it ends"):press("C-c"):expect("left with 0")
end, {columns = 120})

case("Ctrl-C in a program that uses it does not stop what called it", function(t)
  t:enter([[os.execute("trap 'echo used' INT; echo starts; sleep 2 & wait; wait; echo ends")]])
  t:expect("\nstarts"):press("C-c"):expect("used"):expect("\nends\n"):missing("interrupted")
  t:expect('true    "exit"  0'):prompt()
end, {columns = 120})

case("Ctrl-C pressed several times ends a program that ignores it", function(t)
  t:enter([[os.execute("trap '' INT; echo starts; while :; do sleep 1; done")]]):expect("\nstarts")
  t:until_seen("interrupted", function() t:press("C-c") end)
  t:prompt():enter("8 + 1"):expect("\n9\n")
end, {columns = 120})

case("code that cannot be interrupted: a warning, then another Ctrl-C ends the session", function(t)
  begin(t, "debug.sethook(function() while true do end end, 'l')")
  t:press("C-c"):expect("^C"):press("C-c", "C-c", "C-c"):missing("left with")
  t:until_seen("does not respond to Ctrl-C", function() t:press("C-c") end)
  t:until_seen("left with 130", function() t:press("C-c") end)
  t:expect(" icanon"):expect(" echo ")
end)

case("Ctrl-C stops a loop of string.rep without ending the session", function(t)
  begin(t, "x = 5; while true do string.rep('a', 2^27) end"):press("C-c"):expect("interrupted")
  t:prompt():enter("x"):expect("\n5\n")
end)

case("Ctrl-C stops a long sort", function(t)
  t:enter("l = {}; for i = 1, 2e6 do l[i] = i * 7919 % 2e6 end"):prompt()
  begin(t, "while true do table.sort(l) end"):press("C-c"):expect("interrupted"):prompt()
  t:enter("#l"):expect("\n2000000\n")
end)

case("when all memory is in use, the session goes on", function(t)
  t:enter("x = 5; list = {} for i = 1, 1e12 do list[i] = {} end")
  t:expect("not enough memory: 50 MB in use, 50 MB available in total"):prompt()
  t:enter("list.last = 7 return list.last"):expect("\n7\n"):enter("list = nil"):prompt()
  t:enter("s = ('x'):rep(15e6) return #s"):expect("\n15000000\n")
  t:enter("s .. s .. s .. s"):expect("not enough memory: 1"):enter("x"):expect("\n5\n")
end, {env = {MLREPL_MEMORY = "50"}, columns = 120})

case("Ctrl-Z suspends the prompt, and fg restores the input line", function(t)
  t:type("6 *"):expect("ml> 6 *"):press("C-z"):expect("Stopped"):expect("\n$")
  t:enter("echo here"):expect("\nhere\n"):enter("fg"):expect("ml> 6 *", 2)
  t:type(" 7"):press("Enter"):expect("\n42\n")
end, {shell = true})

case("Ctrl-Z suspends running code, and fg continues it", function(t)
  begin(t, ("while not io.open(%q) do n = 8 end"):format(t.home .. "/go")):press("C-z")
  t:expect("Stopped"):enter("fg"):expect("$ fg\n")
  os.execute("touch '" .. t.home .. "/go'")
  t:prompt():enter("n"):expect("\n8\n")
end, {shell = true})

case("SIGTERM at the prompt restores the terminal", function(t)
  t:enter("before_term = 1"):prompt():signal("TERM"):expect("left with 143"):expect(" icanon")
end)

check.done("stop")
