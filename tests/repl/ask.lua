-- ask.lua - ?name and ??name at the prompt, show() and the pager.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local case = terminal.cases(check)

case("?x shows a variable and the entry that made it", function(t)
  t:enter("x = vector{1, 2, 3}"):enter("?x"):expect("x: vector of 3 elements\n  [1 2 3]")
  t:expect("made by: x = vector{1, 2, 3}"):expect("?vector explains them")
  t:enter("n = 1"):enter("function set() n = 7 end"):enter("set() -- now"):enter("?n")
  t:expect("n: number (integer)\n  7\n  made by: set() -- now")
  t:enter("n = 7"):enter("n?"):expect("made by: n = 7")
  t:enter("k, l = 1, 2"):enter("?l"):expect("l: number (integer)\n  2\n  made by: k, l = 1, 2")
end)

case("reset forgets what was assigned", function(t)
  t:enter("x = 5"):enter("?x"):expect("made by: x = 5"):enter("reset()"):enter("?x")
  t:expect("nothing named 'x'")
end)

case("parts of values are described, too", function(t)
  t:enter("t = {list = {5, 6}, f = math.abs}"):enter("?t.list"):expect("t.list: table of 2 values\n  {5, 6}")
  t:enter("?t.list[2]"):expect("t.list[2]: number (integer)\n  6")
  t:enter("?t.none"):expect("t.none is nil"):enter("?t.f"):expect("math.abs(x)\n")
  t:enter("m = model.linear{w = 1}"):enter("?m.w"):expect("m.w: vector of 1 element"):expect("The weights")
  t:enter("?m:predict"):expect("m:predict(X)\n")
end)

case("?f shows signature, comment and place; ??f the source, also of earlier entries", function(t)
  t:paste("z = 1\n-- Adds two numbers.\nfunction add(a, b, ...)\n  return a + b\nend\n"):press("Enter")
  t:enter("y = 1"):enter("?add"):expect("function add(a, b, ...)\n  Adds two numbers.\n  defined in entry")
  t:enter("??add"):expect("-- Adds two numbers.\nfunction add(a, b, ...)\n  return a + b\nend")
  t:enter("add"):expect("\nfunction add(a, b, ...)\n"):enter("print(debug.getinfo(add).short_src)"):expect("\nstdin\n")
  t:enter("o = {f = add, g = function() end}"):enter("o"):expect("{f = function(a, b, ...), g = function()}")
  t:enter("o.g"):expect("\nfunction o.g()\n"):enter("??data.list"):expect("dataset/bundled.lua:")
end)

case("messages still name an earlier entry stdin", function(t)
  t:enter("function fail() error('oops') end"):enter("y = 2"):enter("select(2, pcall(fail))")
  t:expect('"stdin:1: oops"')
end)

case("?for explains Lua, and a misspelled name is corrected", function(t)
  t:enter("?for"):expect("for i = first, last"):enter("?.."):expect("Joins two strings")
  t:enter("?string.format"):expect("Inserts values into text"):enter("string.rep")
  t:expect("function: string.rep(s, n, separator)")
  t:enter("?trian"):expect("nothing named 'trian'; did you mean 'train'?")
  t:enter("?train()"):expect("train(m, X, y"):enter("??epoch"):expect("train(m, X, y, {...})")
end)

case("show prints a table in full, with cycles marked", function(t)
  t:enter("t = {} for i = 1, 60 do t[i] = i end t.self = t"):enter("t"):expect("... (20 more)")
  t:enter("show(t)"):expect("  60,\n  self = <cycle>")
  t:enter("printoptions{threshold=3}"):enter("t"):expect("{1, 2, 3, ... (57 more), self = <cycle>}")
  t:enter("show(vector.range(1, 5))"):expect("\n[1 2 3 4 5]")
  t:enter("big = {} for i = 1, 3000 do big['k' .. i] = -i end"):enter("show(big)"):expect("k999 = -999\n}")
end)

local PAGED = {env = {MLREPL_PAGER = "less", NO_COLOR = "1"}, rows = 12}

case("long output goes through the pager, which q leaves", function(t)
  t:enter("?train"):expect("\n:"):press("Space"):press("q"):prompt():enter("1 + 1"):expect("\n2\n")
  t:enter("show(vector.range(1, 400))"):expect("\n:"):press("C-c"):press("q"):prompt()
  t:enter("x = 3"):enter("?x"):expect("number (integer)"):prompt()
end, PAGED)

case("printoptions{pager=false} turns the pager off", function(t)
  t:enter("printoptions{pager=false}"):enter("help'vector'"):expect("v:take"):prompt()
end, PAGED)

case("a pager that cannot be run or ends early does no harm", function(t)
  t:enter("?train"):expect("train(m, X, y"):expect("> "):prompt():enter("'still here'"):expect('"still here"')
end, {env = {MLREPL_PAGER = "no-such-pager"}, rows = 12})

case("a pager that does not read is not noticed", function(t)
  t:enter("s = ('x'):rep(300000) show(s)"):prompt():enter("#s"):expect("\n300000")
  t:missing("roken pipe")
end, {env = {MLREPL_PAGER = "true"}, rows = 12})

case("PAGER=cat prints everything", function(t)
  t:enter("help'vector'"):expect("v:take"):prompt()
end, {env = {PAGER = "cat", MLREPL_PAGER = "cat"}, rows = 12})

check.done("ask")
