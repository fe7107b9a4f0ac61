-- stop.lua - Ctrl-C and the ways out of the prompt.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local case = terminal.cases(check)

-- Runs code and waits until it does: a key that comes sooner finds the prompt.
local function begin(t, code)
  return t:enter("print('it ' .. 'runs') " .. code):expect("it runs")
end

case("Ctrl-C at the prompt drops the line", function(t)
  t:type("rubbish"):expect("rubbish"):press("C-c"):expect("^C")
  t:enter("1 + 1"):expect("\n2\n"):missing("rubbish1")
end)

case("Ctrl-C drops a piece of several lines", function(t)
  t:enter("function h()"):type("  return"):press("C-c"):expect("^C")
  t:enter("3 + 4"):expect("\n7\n")
end)

case("Ctrl-C stops a loop and every variable lives", function(t)
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

case("Ctrl-C ends a wait for input", function(t)
  t:enter("io.read()"):type("some"):expect("some"):press("C-c"):expect("interrupted"):prompt()
  t:enter("print('go') return io.read()"):expect("\ngo\n"):enter("words"):expect('"words"')
end)

case("Ctrl-C stops training and the model keeps what it learned", function(t)
  t:enter("m = model.linear{}; X = vector{1, 2}; y = vector{300, 500}")
  t:enter("train(m, X, y, {alpha = 0.01, iterations = 1e9, tolerance = 0})"):expect("iteration ")
  t:press("C-c"):expect("iterations, cost"):expect("the model keeps what it")
  t:prompt():enter("m.w[1] > 100"):expect("\ntrue\n")
end)

case("Ctrl-D leaves with 0 and the terminal as it was", function(t)
  t:press("C-d"):expect("left with 0"):expect(" icanon"):expect(" echo ")
end)

case("os.exit leaves with its code and the terminal as it was", function(t)
  t:enter("os.exit(3)"):expect("left with 3"):expect(" icanon"):expect(" echo ")
end)

case("history is kept when the terminal vanishes", function(t)
  t:enter("before_hangup = 1"):prompt():signal("HUP"):expect("left with 129")
  t:expect(" icanon")
  local file = assert(io.open(t.home .. "/.local/state/mlrepl/history")):read("a")
  assert(file:find("before_hangup"), file)
end)

case("what cannot be stopped is said before a further Ctrl-C ends the session", function(t)
  begin(t, "string.find(string.rep('a', 200), string.rep('a*', 30) .. 'b')")
  t:press("C-c"):expect("^C"):press("C-c", "C-c", "C-c"):missing("left with")
  t:until_seen("cannot be stopped", function() t:press("C-c") end)
  t:until_seen("left with 130", function() t:press("C-c") end)
  t:expect(" icanon"):expect(" echo ")
end)

case("Ctrl-C stops a repetition of a short text, and its third press is not the end", function(t)
  begin(t, "x = 5; while true do string.rep('a', 2^27) end"):press("C-c"):expect("interrupted")
  t:prompt():enter("x"):expect("\n5\n")
end)

case("Ctrl-C stops a long sort", function(t)
  t:enter("l = {}; for i = 1, 2e6 do l[i] = i * 7919 % 2e6 end"):prompt()
  begin(t, "while true do table.sort(l) end"):press("C-c"):expect("interrupted"):prompt()
  t:enter("#l"):expect("\n2000000\n")
end)

case("Ctrl-Z at the prompt stops it, and fg brings back what was typed", function(t)
  t:type("6 *"):expect("ml> 6 *"):press("C-z"):expect("Stopped"):expect("\n$")
  t:enter("echo here"):expect("\nhere\n"):enter("fg"):expect("ml> 6 *", 2)
  t:type(" 7"):press("Enter"):expect("\n42\n")
end, {shell = true})

case("Ctrl-Z stops what runs, and fg lets it go on", function(t)
  begin(t, ("while not io.open(%q) do n = 8 end"):format(t.home .. "/go")):press("C-z")
  t:expect("Stopped"):enter("fg"):expect("$ fg\n")
  os.execute("touch '" .. t.home .. "/go'")
  t:prompt():enter("n"):expect("\n8\n")
end, {shell = true})

case("a prompt that is told to end gives the terminal back", function(t)
  t:enter("before_term = 1"):prompt():signal("TERM"):expect("left with 143"):expect(" icanon")
end)

check.done("stop")
