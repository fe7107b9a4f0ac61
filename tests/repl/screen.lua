-- screen.lua - the input line in windows of any size.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local case = terminal.cases(check)

local function lines(n)
  local list = {}
  for i = 1, n do list[i] = ("a%d = %d"):format(i, i) end
  return table.concat(list, "\n")
end

-- tmux keeps what a narrow window pushes out at the top of an empty screen.
local function fill(t) return t:enter("for i = 1, 40 do print(i) end"):expect("\n40\nml>") end

case("the end of a paste that is taller than the window is seen", function(t)
  t:paste(lines(200)):expect("a199 = 199\n >> a200 = 200"):expect("ml> ...\n >> a190 = 190")
  t:type(" + 1"):expect("a200 = 200 + 1"):press("Enter"):enter("a200"):expect("\n201\n")
end, {rows = 12})

case("the view follows the cursor through a tall entry", function(t)
  t:paste(lines(30)):expect("a30 = 30")
  for _ = 1, 29 do t:press("Up") end
  t:expect_end("ml> a1 = 1\n >> a2 = 2\n >> a3 = 3\n >> a4 = 4\n >> a5 = 5\n >> a6 = 6\n >> a7 = 7\n"
    .. " >> a8 = 8\n >> a9 = 9\n >> a10 = 10\n >> a11 = 11\n >> ...")
  t:press("Home", "End"):type("00"):expect("a1 = 100"):press("C-c"):expect("^C"):prompt()
  t:press("Up"):expect("a30 = 30")
end, {rows = 12})

case("both ends of a line longer than the window can be seen", function(t)
  t:type("x = '" .. ("ab"):rep(600) .. "!'"):expect("ab!'"):press("Home"):expect("ml> x = 'abab")
  t:type("y"):expect("ml> yx = 'abab"):press("End"):type(" -- end"):expect("!' -- end")
  t:press("Enter"):enter("#yx"):expect("\n1201\n")
end, {rows = 10, columns = 60})

case("what is typed is drawn once in a window of any size", function(t)
  t:continue("function f(a)"):continue("local s = 'wéiß 日本 🎉'"):type("return s .. a"):expect(".. a")
  t:resize(30, 12):resize(100, 30):resize(50, 10):resize(18, 20):resize(80, 24)
  t:expect_end("ml> function f(a)\n >>   local s = 'wéiß 日本 🎉'\n >>   return s .. a")
  t:press("Enter"):enter("end"):enter("f'x'"):expect("🎉x")
end)

case("an entry survives a window of one column", function(t)
  t:type("x = 'ab日'"):resize(1, 20):expect("l\n>\n\nx\n\n=\n\n'\na\nb\n?\n'")
  t:type("y"):expect("?\n'\ny"):press("BSpace"):resize(60, 20):expect_end("ml> x = 'ab日'")
  t:press("Enter"):enter("x"):expect('\n"ab日"\n')
end, {columns = 60, rows = 20})

case("a long line is drawn once after the window is narrowed and widened", function(t)
  local text = "x = 'the quick brown fox jumps over the lazy dog and runs' .. ' away at last'"
  fill(t):type(text):expect("at last\n'"):resize(40, 20)
  t:expect("ml> x = 'the quick brown fox jumps over\n")
  t:resize(100, 20):expect("ml> " .. text)
  t:press("Home"):type("y"):expect("ml> y" .. text):missing("last'x"):missing("ml> x")
end)

case("a long line is drawn once without colors, too", function(t)
  local text = "x = 'the quick brown fox jumps over the lazy dog and runs' .. ' away at last'"
  fill(t):type(text):expect("at last\n'"):resize(40, 20)
  t:expect("ml> x = 'the quick brown fox jumps over\n")
  t:resize(100, 20):expect("ml> " .. text):press("Home"):type("y"):expect("ml> y" .. text)
  t:missing("ml> x")
end, {env = {NO_COLOR = "1"}})

case("colors stay when a line ends at the margin", function(t)
  t:type("x = 'abcdefghijklmnopqrstuvwxyz012'"):expect("012'")
  t:expect_colors("%^[%d;]*32m'abcdefghijklmnopqrstuvwxyz012'"):type("9"):expect("012'\n9")
  t:expect_colors("%^[%d;]*35m%S*9"):press("BSpace", "BSpace", "BSpace"):type("3'"):expect("013'")
end, {columns = 39})

case("a search that finds an entry of several lines leaves nothing behind", function(t)
  t:continue("function area(r)"):enter("return math.pi"):enter("end"):enter("abc = 1"):prompt()
  t:press("C-r"):type("pi"):expect("(reverse-i-search)`pi': function area"):press("Enter"):prompt()
  t:missing("search"):expect("ml> function area(r)\n >>   return math.pi\n >> end\nml>", 2)
  t:press("C-r"):type("abc"):expect("`abc': abc = 1"):type("zz"):expect("failed"):press("C-g")
  t:prompt():missing("search")
end)

case("Ctrl-C drops a line with its changes and rings no bell", function(t)
  local function bell() return t:tmux("display-message", "-p", "-t", "s", "#{window_bell_flag}"):match("%d") end
  t:enter("a = 20"):type("foo"):press("C-a", "Up"):type("0"):press("C-c"):expect("^C"):prompt()
  t:type("b"):press("C-a", "Up"):expect_end("> a = 20"):press("Down"):expect_end("> b"):press("C-_", "C-r"):type("a")
  t:press("C-c"):expect("^C", 2):prompt():enter("a + 1"):expect("\n21\n")
  check.equal(bell(), "0")
end)

case("Home, End and Ctrl-K keep to the line of the cursor, then to the entry", function(t)
  t:continue("if true then"):type("x = 1"):press("M-Enter"):type("y = 2")
  t:press("Up", "Home"):type("  z = 3; "):expect("\n >>   z = 3;   x = 1\n"):press("C-k")
  t:expect("\n >>   z = 3;\n >>   y = 2"):press("Home", "End"):type("; q = 4"):press("C-a", "C-a")
  t:type("w = 5; "):expect("ml> w = 5; if true"):press("C-e", "C-e"):press("Enter"):enter("end")
  t:enter("w, z, q, y"):expect("5       3       4       2")
end)

case("Ctrl-K sets the mark", function(t)
  t:type("one two"):press("C-a", "M-f", "C-k"):type(" x"):press("C-x", "C-x"):type("Y"):expect_end("> oneY x")
  t:press("C-e", "C-k", "C-w", "C-y"):type("!"):expect_end("> oneY x!"):press("C-x", "C-x"):type("Z")
  t:expect_end("> oneY Zx!")
end)

case("an entry of the history is suggested and taken whole or by words", function(t)
  t:enter("learning_rate = 0.25"):enter("for i = 1, 2 do x = i end"):prompt():type("lea")
  t:expect_colors("ml> %^0m%^39m%^49mlea%^90mrning_rate = 0.25"):press("M-f"):type("_b"):expect_end("> learning_rate_b")
  t:press("C-u"):type("le"):press("Right"):type(" * 2"):press("Enter"):enter("learning_rate"):expect("\n0.5\n")
  t:type("f"):expect_end("> for i = 1, 2 do x = i end"):press("Enter"):prompt()
  t:enter("printoptions{suggestions=false}"):prompt():type("fo"):expect_end("> fo")
end)

case("nothing is suggested after Tab, nor what does not compile", function(t)
  t:enter("learning_rates = 0.25"):enter("learning = (1"):press("C-c"):prompt():enter("learn x")
  t:expect("near 'x'"):type("learni"):expect_end("> learning_rates = 0.25"):press("Tab")
  t:expect_end("> learning_rates"):type(" "):expect_end("> learning_rates = 0.25"):press("C-u")
  t:type("learn"):expect_end("> learning_rates = 0.25"):press("C-u"):enter("print('learned')"):prompt()
  t:enter("it learns"):expect("near 'learns'"):type("it"):expect_end("> it")
end)

case("Up and Down keep the column", function(t)
  t:paste("words = 'häß' .. 'longer'\n-- x\n-- another longer line\nn = 1"):expect("n = 1")
  t:press("Up"):type("x"):expect(" >> -- anxother"):press("BSpace", "End", "Up", "Up"):type("+")
  t:expect("'long+er'"):press("Down", "Down"):type("+"):expect("longer line+")
end)

for _, variable in ipairs{"LC_ALL", "LANG"} do
  case("letters stay whole in the C locale: " .. variable, function(t)
    t:type("s = 'häß日"):press("BSpace", "BSpace"):type("'"):press("Enter"):enter("s"):expect('\n"hä"\n')
  end, {env = {[variable] = "C", LC_CTYPE = ""}})
end

case("a key without a binding inserts nothing", function(t)
  t:type("1"):press("F1", "F5", "F12", "PPage", "NPage", "IC", "S-Left", "C-Up"):type("2")
  t:press("Enter"):expect("ml> 12\n12\n")
  t:type("foo bar"):press("C-Left"):type("x"):expect("ml> foo xbar")
end)

do
  local home = terminal.folder()
  local file = assert(io.open(home .. "/inputrc", "w"))
  file:write("set editing-mode vi\n")
  file:close()
  case("vi's keys edit an entry of several lines, too", function(t)
    t:continue("for i = 1, 2 do"):type("n = i"):press("Escape"):type("x"):expect(" >>   n =\n")
    t:continue(""):type("end")
    t:expect(" >>   n =\n >>   end"):press("Escape"):type("kai"):press("Escape"):type("0")
    t:press("Enter"):prompt():type("n"):press("Enter"):expect("\n2\n")
    t:type("b = 5; b"):press("Escape", "Enter"):expect("\n5\n")
    t:continue("for i = 1, 2 do"):type("m = 12"):press("Escape"):type("0c$m = i"):press("Escape", "Enter")
    t:type("end"):expect(" >> m = i\n >>   end"):press("Enter"):prompt():type("m"):press("Enter"):expect("\n2\n", 2)
  end, {home = home, env = {INPUTRC = home .. "/inputrc"}})
end

check.done("screen")
