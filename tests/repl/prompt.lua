-- prompt.lua - the prompt, driven through a terminal.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local case = terminal.cases(check)

case("the greeting is one line and mentions help", function(t)
  t:expect("mlrepl "):expect("help()"):expect("Ctrl-D")
end)

case("a built-in function is shown with its usage", function(t)
  t:enter("plot.boundary"):expect("function: plot.boundary(m, X, y")
  t:enter("vector{1}.sum"):expect("function: v:sum()"):enter("help"):expect("function: help(what)")
end)

case("a built-in table lists its functions", function(t)
  t:enter("vector"):expect('vector: see help"vector"')
  t:expect("\n  vector.linspace(first, last, n)")
  t:missing("0x"):enter("{vector, data, 1}"):expect("{vector, data, 1}")
end)

case("a value directly after a semicolon is shown", function(t)
  t:enter("a = 20;a + 1"):expect("\n21\n"):enter("local b = 30;b + 1"):expect("\n31\n")
end)

case("exit, quit, quit() and exit(3) leave the prompt", function(t)
  t:enter("exit = 5"):enter("exit"):expect("\n5\n"):enter("exit = nil"):enter("exit(a)")
  t:expect("global 'exit'); use os.exit()"):enter(" exit ( 3 ) ;"):expect("left with 3")
end, {columns = 120})

for _, text in ipairs{"exit", "quit;", "quit()", "exit(true)", "exit(512)"} do
  case(text .. " leaves the prompt", function(t) t:enter(text):expect("left with 0") end)
end

case("what follows exit in a paste is not run", function(t)
  t:paste("ml> print('fir' .. 'st')\nml> quit\nml> print('sec' .. 'ond')"):press("Enter")
  t:expect("first\n"):expect("left with 0"):missing("second")
end)

case("a warning has no position and is repeated for a new command", function(t)
  t:enter("vector{0} / 0"):expect("\nwarning: /: 0 / 0 at element 1 is nan\n[nan]")
  t:enter("vector{0} / 0"):expect("\nwarning: /: 0 / 0 at element 1", 2)
  t:missing("entry")
end)

case("vectors and datasets use the width of the terminal", function(t)
  t:enter("vector.range(1, 40)"):expect("34 35 36\n 37 38")
  t:enter("data.load'penguins':head(1)"):expect("body_mass_g  sex   year\n")
  t:enter("printoptions{width=75}"):enter("vector.range(1, 40)"):expect("23 24\n 25")
end, {columns = 110})

case("the value of an expression is shown, a statement shows nothing", function(t)
  t:enter("6 * 7"):expect("\n42\n")
  t:enter("x = 13"):prompt()
  t:missing("\n13")
end)

case("a vector is shown as by print", function(t)
  t:enter("x = vector{1,2,3}"):enter("x * 2 + 1"):expect("\n[3 5 7]\n")
end)

case("a trailing semicolon suppresses output, except in a string or comment", function(t)
  t:enter("11 + 11;"):enter('"a;"'):expect('\n"a;"\n')
  t:enter("33 -- ;"):expect("\n33\n")
  t:enter("22 -- x;"):expect("\n22\n", 1)
  t:enter("44; -- done"):prompt():missing("\n44\n")
end)

case("_ and ans hold the last value, also a suppressed one", function(t)
  t:enter("5 + 5;"):enter("_ + 1"):expect("\n11\n"):enter("ans * 2"):expect("\n22\n")
end)

case("several results are shown on one line, including nil", function(t)
  t:enter("1, nil, 'x'"):expect('1       nil     "x"')
end)

case("strings are quoted with visible control characters", function(t)
  t:enter('"a\\n\\0b"'):expect('"a\\n\\000b"')
end)

case("invalid UTF-8 is escaped, letters of any script are shown", function(t)
  t:enter([["\xff\xe6\x97z\xc2\x85\xc0\x80\u{7f}"]])
  t:expect([["\255\230\151z\194\133\192\128\127"]])
  t:enter('"wéiß 日本 🎉"'):expect('\n"wéiß 日本 🎉"\n')
end)

case("without a locale the encoding is UTF-8", function(t)
  t:type("x = 'é日'"):expect("ml> x = 'é日'"):press("Enter"):enter("#x"):expect("\n5\n")
end, {env = {LC_ALL = "", LC_CTYPE = "", LANG = ""}})

case("tables are shown sorted, with cycles marked", function(t)
  t:enter("t = {3, 4, b = 2, a = {1}}"):enter("t"):expect("{3, 4, a = {1}, b = 2}")
  t:enter("t.me = t; t.a = nil"):enter("t"):expect("{3, 4, b = 2, me = <cycle>}")
end)

case("values in a table are aligned", function(t)
  t:enter("d = data.load'iris':head(2)"):enter("{d, v = vector.range(1, 30)}")
  t:expect("\n{\n  sepal_length  sepal_width"):expect("\n           5.1          3.5")
  t:expect("setosa,\n  v = [ 1  2  3"):expect("\n       22 23"):prompt()
  for line in t:screen():gmatch("[^\n]+") do assert(#line <= 70, line) end
end, {columns = 70})

case("wide values get one line each, and nan has no sign", function(t)
  t:enter("0 / 0, ('a'):rep(40), 7"):expect('\nnan\n"aaaa'):expect("\n7\nml>")
  t:enter("0 / 0, 1"):expect("\nnan     1\n")
end, {columns = 44})

case("a long table is abbreviated and fits the width", function(t)
  t:enter("l = {}; for i = 1, 1000 do l[i] = i end"):enter("l")
  t:expect("... (960 more)"):expect("\n}")
  for line in t:screen():gmatch("[^\n]+") do assert(#line <= 40, line) end
end, {columns = 40, rows = 40})

case("Enter continues the entry until a function is complete", function(t)
  t:enter("function double(a)"):enter("  return a * 2"):enter("end"):enter("double(21)")
  t:expect("\n42\n")
end)

case("Alt-Enter inserts a line break in complete input", function(t)
  t:type("a = 1"):press("M-Enter"):type("b = a + 1"):press("Enter"):enter("b"):expect("\n2\n")
end)

case("blank lines continue an incomplete entry", function(t)
  t:continue("function double(a)"):continue("", 2):enter("  return a * 2")
  t:enter(""):enter("end"):enter("double(21)"):expect("\n42\n"):missing("not complete")
  t:enter("s = [["):enter(""):enter("  deep]]"):enter("#s"):expect("\n7\n")
end)

case("two blank lines tell how to drop an entry", function(t)
  t:continue("for i = 1, 3 do"):continue("", 2)
  t:enter(""):expect("(not complete: 'end' expected (to close 'for' at line 1); Ctrl-C drops the entry)")
  t:press("Enter"):press("C-c"):prompt()
  t:continue("f(", 2):continue("", 2):enter(""):expect("\n(not complete: expression expected; Ctrl-C")
  t:press("C-c"):prompt():enter("6 * 7"):expect("\n42\n"):enter("x = [[")
  t:press("Enter", "Enter"):expect("\n(not complete: unfinished long string (starting at line 1); ")
end, {columns = 100})

case("pasting several lines makes one entry", function(t)
  t:paste("local t = {}\nfor i = 1, 3 do\n  t[i] = i * i\nend\nprint(table.concat(t, '-'))")
  t:press("Enter"):expect("\n1-4-9\n")
end)

case("prompts and output in pasted text are removed", function(t)
  t:paste("ml> y = 4\nml> y * 2\n8\nml> function g()\nreturn y + 1\nend\nml> g()\n5")
  t:press("Enter"):expect("\n8\n5\nml>"):missing("near")
end)

case("pasted lines with expressions run one at a time", function(t)
  t:paste("z = 7\nz * 2\nz * 3"):press("Enter"):expect("\n14\n21\n")
end)

case("an error is one line, and its traceback shows only user code", function(t)
  t:enter("function deep() error('oh') end"):enter("function outer() deep() end")
  t:enter("outer()"):expect("entry 1:1: oh\nstack traceback:")
  t:expect("in function 'deep'"):missing("[C]")
end)

case("an error at the prompt itself has no traceback", function(t)
  t:enter("error('plain')"):expect("\nplain\n"):missing("traceback")
end)

case("a syntax error is marked at its position", function(t)
  t:enter("1 + * 2"):expect("unexpected symbol near '*'\n  1 + * 2\n      ^")
end)

case("an error object is shown by its __tostring", function(t)
  t:enter("error(setmetatable({}, {__tostring = function() return 'custom' end}))")
  t:expect("\ncustom\n"):enter("error({})"):expect("error object: {}")
end)

case("help fits a narrow window", function(t)
  t:enter("help()"):expect("step-by-step lessons"):enter("?train"):prompt():enter("help'scale'")
  t:prompt()
  for line in t:screen():gmatch("[^\n]+") do
    assert(#line < 40 or not line:find("^%s*%S.*%a$") or line:find("^ml>") or #line == 40, line)
  end
  t:missing("\nd=,"):missing("see\n")
end, {columns = 40})

case("help() lists the commands of a session", function(t)
  t:enter("help()"):expect("who history save_session"):expect("explore"):expect('help"prompt"')
  t:enter('help"keys"'):expect("Alt-Enter")
end)

case("?name and name? show help", function(t)
  t:enter("?dot"):expect("dot(a, b)"):enter("vector.zeros?"):expect("vector.zeros(n)")
end)

case("an unknown name suggests a similar one", function(t)
  t:enter("vectr{1}"):expect("global 'vectr'); did you mean 'vector'?")
  t:enter("sum(1)"):expect("did you mean 'v:sum'?")
  t:enter("plot.savefig('a')"):expect("did you mean 'save'?")
  t:enter("if exit() then end"):expect("at the prompt, enter exit or press Ctrl-D")
end, {columns = 120})

case("the session in README.md", function(t)
  local readme = assert(io.open("README.md")):read("a")
  local session = readme:match("%$ %./mlrepl\n(.-)```")
  local at, said = 1, {}
  for line in session:gmatch("[^\n]+") do
    local typed = line:match("^ml> (.*)")
    if typed then t:enter(typed):prompt() else said[#said + 1] = line end
  end
  for _, line in ipairs(said) do
    for word in line:gmatch("%S+") do t:expect(word, at) end
  end
end, {columns = 200, rows = 50})

case("history is kept across restarts, multi-line entries as one", function(t)
  t:enter("function kept()"):enter("  return 'still'"):enter("end"):prompt()
  t:press("C-d"):expect("left with 0")
  local home = t:leave()
  local next_t = terminal.open{home = home}
  t.socket = next_t.socket
  next_t:press("Up"):expect("  return 'still'\n >> end"):press("Enter")
  next_t:enter("kept()"):expect('\n"still"\n')
end)

case("blank lines of an entry are kept across restarts", function(t)
  t:paste("s = [[a\n\n#1 b\n\n]]\n\nfunction f()\n\n  return #s\nend"):press("Enter"):prompt():enter("f()")
  t:expect("\n9\n"):press("C-d"):expect("left with 0")
  local next_t = terminal.open{home = t:leave()}
  t.socket = next_t.socket
  next_t:press("Up", "Up"):expect_end("ml> s = [[a\n >>\n >> #1 b\n >>\n >> ]]\n >>\n >> function f()\n"
    .. " >>\n >>   return #s\n >> end"):press("Enter"):enter("f()"):expect("\n9\n")
end, {columns = 120})

case("a history file without times has one entry per line", function(t)
  t:enter("history(9)"):expect("\n      first = 1\n      last = 2\n   1  history(9)\n")
end, {home = (function()
  local home = terminal.folder()
  os.execute("mkdir -p " .. home .. "/.local/state/mlrepl")
  check.write(home .. "/.local/state/mlrepl/history", "first = 1\n\nlast = 2\n")
  return home
end)()})

case("text typed before Up selects matching entries", function(t)
  t:enter("alpha = 1"):enter("beta = 2"):enter("alpha = 3"):enter("beta = 4"):prompt()
  t:type("al"):press("Up"):expect("ml> alpha = 3", 2):press("Up"):expect("ml> alpha = 1", 2)
end)

case("two sessions share one history", function(t)
  local other = terminal.open{home = t.home}
  t:enter("from_one = 1"):prompt()
  other:enter("from_two = 2"):prompt()
  t:press("C-d"):expect("left with"):leave()
  other:press("C-d"):expect("left with"):leave()
  local file = assert(io.open(t.home .. "/.local/state/mlrepl/history")):read("a")
  assert(file:find("from_one") and file:find("from_two"), file)
end)

case("only the owner can read the history folder", function(t)
  check.equal(check.output("stat -c %a '" .. t.home .. "/.local/state/mlrepl' '" ..
    t.home .. "/.local/state/mlrepl/history'"), "700\n600\n")
end)

check.case("the startup file runs, and an error in it does not stop the prompt", function()
  local home = terminal.folder()
  os.execute("mkdir -p " .. home .. "/.config/mlrepl")
  local file = assert(io.open(home .. "/.config/mlrepl/init.lua", "w"))
  file:write("mine = 17\nprintoptions{highlight=false}\nerror('in init')\n")
  file:close()
  local t = terminal.open{home = home}
  local ok, message = pcall(function()
    t:expect("in init"):enter("mine"):expect("\n17\n"):type("local x"):expect("ml> local x")
    assert(not t:colors():find("34m"), t:colors())
    t:press("C-u"):enter("printoptions{highlight=true}"):prompt():type("local y")
    t:expect_colors("%^[%d;]*34mlocal")
  end)
  t:close()
  assert(ok, message)
end)

case("a script that fails with -i is followed by a prompt", function(t)
  t:expect("no_such_function"):enter("7 * 7"):expect("\n49\n")
end, {args = "-i -e 'no_such_function()'"})

case("a locale with decimal commas has no effect", function(t)
  t:enter("1 / 2"):expect("\n0.5\n"):enter("vector{0.5}"):expect("[0.5]")
end, {env = {LC_ALL = "de_DE.UTF-8"}})

case("continuation lines are indented, and an end moves out again", function(t)
  t:continue("function f(x)"):continue("if x then", 4):continue("return {", 6)
  t:expect("\n >>     return {"):continue("1", 6):expect("\n >>       1"):continue("}", 4)
  t:expect("\n >>     }"):continue("else", 4):expect("\n >>   else\n")
  t:continue("return 2", 4)
  t:expect("\n >>     return 2"):continue("end"):expect("\n >>   end\n"):enter("end"):expect("\n >> end\n")
  t:prompt():enter("#f(1)"):expect("\n1\n")
end)

case("pasted text keeps its indentation", function(t)
  t:paste("if true then\n     z = 9\nend"):expect("\n >>      z = 9\n >> end"):press("Enter")
  t:enter("z"):expect("\n9\n")
end)

case("what is typed is in colors", function(t)
  t:type("local s = 'text' -- why"):expect_colors("%^[%d;]*34mlocal")
  t:expect_colors("%^[%d;]*32m'text'")
  t:expect_colors("%^2m%-%- why")
end)

case("the bracket that belongs to the one at the cursor is marked", function(t)
  t:type("(1 + (2))"):expect_colors("%^[%d;]*4m[%d^m]*%(.*%^[%d;]*4m%)")
end)

case("colors stay right over long lines, wide characters and a resize", function(t)
  local text = "x = 'wéiß日本 is long enough to go beyond the margin' .. 'once' .. 'more'"
  t:type(text):expect("'more'"):press("Home"):press("Right"):type("y"):press("End"):type(" .. '!'")
  t:expect("ml> xy = "):expect("'more' .. '!'"):resize(70, 20):expect("'more' .. '!'")
  t:press("Enter"):enter("#xy > 50"):expect("\ntrue\n")
end, {columns = 90, rows = 20})

case("NO_COLOR and a dumb terminal have no colors", function(t)
  t:type("local x = 'a'"):expect("'a'")
  assert(not t:colors():find("\27"), t:colors())
end, {env = {NO_COLOR = "1"}})

case("a dumb terminal gets no escape sequences", function(t)
  t:enter("local x = 'b'"):enter("x"):expect('"b"')
  t:enter("f("):enter(""):enter(""):expect("(not complete: expression expected; Ctrl-C drops the entry)")
  t:press("C-c"):prompt()
  assert(not t:colors():find("\27"), t:colors())
end, {env = {TERM = "dumb"}})

case("colors can be turned off and on", function(t)
  t:enter("%highlight off"):prompt():type("local x"):expect("ml> local x")
  assert(not t:colors():find("34m"), t:colors())
  t:press("C-u"):enter("%highlight on"):prompt():type("local y"):expect_colors("%^[%d;]*34mlocal")
end)

do
  local home = terminal.folder()
  local file = assert(io.open(home .. "/inputrc", "w"))
  file:write('$if mlrepl\n"\\C-g": "from_inputrc"\n$endif\n')
  file:close()
  case("inputrc can have settings for mlrepl only", function(t)
    t:press("C-g"):expect("ml> from_inputrc")
  end, {home = home, env = {INPUTRC = home .. "/inputrc"}})
end

case("a misspelled name with value nil suggests a similar one", function(t)
  t:enter("trian"):expect("\nnil\n('trian' is not defined; did you mean 'train'?)")
  t:enter("alpha_value = 1"):enter("alpha_valu + 1")
    :expect("global 'alpha_valu'); did you mean 'alpha_value'?")
end, {columns = 120})

case("values pass through a pipe without a prompt of colors", function(t)
  t:enter("!echo 'print(1 + 1)' | ${MLREPL:-./mlrepl} -")
  t:expect("\n2\n"):enter("!echo 'x = 2' | ${MLREPL:-./mlrepl}; echo rc $?")
  t:expect("\n2\n"):expect("rc 0")
end)

case("calling a field with an empty name is an ordinary error", function(t)
  t:enter('x = {}; x[""]()'):expect("attempt to call a nil value (field '')"):prompt()
  t:enter("6 * 9"):expect("\n54\n")
end)

check.done("prompt")
