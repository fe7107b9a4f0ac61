-- session.lua - variables, commands and history.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local case = terminal.cases(check)

local read, write = check.content, check.write

-- The output of a script.
local function run(path)
  return (check.output("'" .. check.program .. "' '" .. path .. "' 2>&1"))
end

case("a local is one variable for its functions and later entries", function(t)
  t:enter("local alpha = 0.1 local function step(w) return w - alpha * 2 * w end")
  t:enter("step(1)"):expect("\n0.8\n"):enter("alpha = 0.5"):enter("step(1)"):expect("\n0.0\n")
  t:enter("local n = 0; local function count() n = n + 1 return n end"):enter("count(); count(); n")
  t:expect("\n2\n"):enter("n = 10"):enter("count()"):expect("\n11\n")
  t:enter("local c <const> = 5"):enter("c = c + 1; c"):expect("\n6\n")
  t:enter("local e <const> = 5; e = 6"):expect("attempt to assign to const variable 'e'")
  t:enter("local r = 70 return r"):expect("\n70\n"):enter("r + 1"):expect("\n71\n")
  t:enter("local q = r; local r"):enter("q, r"):expect("\n70      nil\n"):missing("this entry")
end)

case("a variable that ends with its entry is named", function(t)
  t:enter("local f <close> = setmetatable({}, {__close = function() print('shut') end}); 7")
  t:expect("(f ends with this entry: declared with <close>)\nshut\n7\n"):enter("f"):expect("\nnil\n")
  t:enter("local print = function(...) print('log', ...) end print(1)")
  t:expect("(print ends with this entry: a function before it uses the global of that name)\nlog     1\n")
  t:enter("print(2)"):expect("\n2\n"):enter("local _ENV = {print = print} x = 7 print(x)")
  t:expect("(_ENV ends with this entry: the entry uses _ENV)\n7\n"):enter("x"):expect("\nnil\n", 2)
end, {columns = 120})

case("an entry with more locals than Lua allows a function", function(t)
  local lines = {}
  for i = 1, 300 do lines[i] = ("local v%d = %d"):format(i, i) end
  t:paste(table.concat(lines, "\n")):press("Enter"):enter("v1 + v300"):expect("\n301\n")
end)

case("top-level locals of pasted code are kept, those of blocks are not", function(t)
  t:paste("local t = {}\nfor i = 1, 3 do\n  local inner = i\n  t[i] = inner\nend"):press("Enter")
  t:enter("#t, inner, i"):expect("3       nil     nil")
end)

case("a local before a comment, a call or a return", function(t)
  t:enter("local a = 4 -- four"):enter("local b = a"):enter("(b)"):expect("\n4\n")
  t:enter("local c = 3; return c"):expect("\n3\n"):enter("s = 'local'"):enter("s"):expect('"local"')
  t:enter("local x = = 1"):expect("unexpected symbol near '='\n  local x = = 1\n            ^")
  t:enter("local function g() error('inside') end"):enter("g()"):expect("inside")
end)

case("only slow commands are timed", function(t)
  t:enter("1 + 1"):expect("\n2\n"):missing(" s)")
  t:enter("local s = os.clock() while os.clock() - s < 0.6 do end"):expect(" s)\n")
end)

case("%time prints the time and the value", function(t)
  t:enter("%time 6 * 7"):expect("\n42\n("):expect("s)\n"):enter("ans"):expect("\n42\n", 2)
  t:continue("%time for i = 1, 3 do"):enter("x = i")
  t:expect("\n >>   x = i\n"):enter("end"):prompt():enter("x"):expect("\n3\n")
  t:enter("%time"):expect("%time: expression or statement expected")
end)

case("who lists user variables with type and shape", function(t)
  t:enter("who()"):expect("No variables yet")
  t:enter("X = matrix.zeros(47, 2); alpha = 0.01; name = 'Ann'; l = {1, 2, a = 3}"):prompt()
  t:enter("d = data.load'iris'; m = model.linear{w = 1}; function f() end; who()")
  t:expect("  X      matrix 47x2\n"):expect("  alpha  0.01\n"):expect('  name   string "Ann"\n')
  t:expect("  l      table of 2 values and 1 name")
    :expect("  d      dataset of 150 rows, 5 columns")
  t:expect("  m      linear model: f(x) = 1 x"):expect("  f      function"):missing("  ans ")
end)

case("who marks redefined built-in names, and reset restores them", function(t)
  t:enter("data = 5"):enter("%who"):expect("data  5 (hides a built-in name; reset() restores it)")
  t:enter("x = 1"):enter("reset()"):expect("2 variables deleted"):enter("x"):expect("\nnil\n")
  t:enter("#data.list()"):expect("\n6\n")
end, {columns = 120})

do
  local function home()
    local path = terminal.folder()
    os.execute("mkdir -p " .. path .. "/.config/mlrepl")
    write(path .. "/.config/mlrepl/init.lua", "a = 1; data = nil; function greet() return 'hi' end\n")
    return path
  end

  case("reset keeps what init.lua has made", function(t)
    t:enter("a, b = 2, 3"):enter("reset()"):expect("2 variables deleted")
    t:enter("a, b, data, greet()"):expect('\n1       nil     nil     "hi"\n'):enter("reset()")
    t:expect("\n0 variables deleted\n"):enter("greet = nil"):enter("reset()"):enter("greet()")
    t:expect('"hi"', 2)
  end, {home = home()})

  case("--no-init skips init.lua", function(t)
    t:enter("a"):expect("\nnil\n")
  end, {home = home(), args = "--no-init"})

  case("-E skips init.lua", function(t) t:enter("a"):expect("\nnil\n") end, {home = home(), args = "-E"})
end

case("history shows what was typed, and finds words in it", function(t)
  t:enter("alpha = 1"):enter("beta = 2"):prompt()
  t:continue("function f()"):continue("return 1"):enter("end")
    :prompt()
  t:enter("history(3)"):expect("\n   2  beta = 2\n   3  function f()\n        return 1\n      end\n   4  history(3)\n")
  t:enter("history'alp'"):expect("\n   1  alpha = 1\n   5  history'alp'\n")
  t:enter("history(-1)"):expect("history: integer (number of entries) or string to")
end)

case("a saved session runs as a script with the same output", function(t)
  local path = t.home .. "/my.lua"
  t:enter("x = 20"):enter("x * 2"):enter("nonsense(]"):enter("error('no')")
  t:enter("local y = x + 1 -- why"):enter("y -- shown"):enter("y;"):enter("print('said')")
  t:prompt():continue("function g()"):continue("return 'many'"):enter("end")
  t:enter("g()"):enter("%time x + 5"):enter("local z = y return z"):enter("z + 1")
    :prompt()
  t:enter("save_session'" .. path .. "'"):expect("11 entries written"):expect("\nLeft out: 1 that failed.\n")
  check.equal(run(path), "40\n21\nsaid\nmany\n25\n21\n22\n")
  t:enter("x = 1"):enter("save_session'" .. path .. "'"):expect("12 entries written")
end, {columns = 120})

case("a saved session has what ran before an error", function(t)
  local path = t.home .. "/my.lua"
  t:paste("function err(x)\n\n  return x.a + 1\nend\nbad =\n  err(\n  nil)\nafter = 1"):press("Enter"):prompt()
  t:enter("k = 5; error('no')"):enter("err(nil)"):prompt()
  t:paste("k = 6\n-- two\nfor i = 1, 2 do\n  k = k + 1\n  if i == 2 then err() end\nend"):press("Enter"):prompt()
  t:paste("function late(n) return n\nend; n = 7;\nerr(n)"):press("Enter"):prompt()
  t:enter("history'none'"):enter("who()"):enter("local help = print"):enter("help(late(k))"):expect("\n8\n")
  t:enter("err{a = 4}"):expect("\n5\n"):enter("save_session'" .. path .. "'")
  t:expect("6 entries written"):expect("\nLeft out: 2 that failed, the rest of 3 that failed, 2 that only show")
  check.equal(run(path), "6\n5\n")
  check.equal(read(path):match("\n(.*)"), "function err(x)\n\n  return x.a + 1\nend\nk = 6\n-- two\n"
    .. "function late(n) return n\nend; n = 7;\nhelp = print\nhelp(late(k))\nprint(err{a = 4})\n")
end, {columns = 120, rows = 50})

case("a saved session defines ans if it is used", function(t)
  local path = t.home .. "/my.lua"
  t:enter("6 * 7"):enter("ans + 1"):enter("_ * 2;"):enter("ans"):expect("\n86\n")
  t:enter("save_session'" .. path .. "'"):expect("written")
  check.equal(run(path), "42\n43\n86\n")
end, {columns = 120})

case("save_session does not overwrite other files", function(t)
  local path = t.home .. "/precious.lua"
  write(path, "-- mine\n")
  t:enter("save_session'" .. path .. "'"):expect("already exists and is not a saved session")
  check.equal(read(path), "-- mine\n")
  t:enter("save_session(5)"):expect("save_session: file name expected")
  t:enter("save_session'/no/such/place'"):expect("save_session: cannot write /no/such")
end, {columns = 140})

case("%run runs a file and keeps its globals", function(t)
  write(t.home .. "/my file.lua", "from_file = 11\nprint('ran')\n")
  t:enter("%run ~/my file.lua"):expect("\nran\n"):enter("from_file"):expect("\n11\n")
  t:enter("%run"):expect("%run: file name expected"):enter("%run nowhere.lua")
    :expect("nowhere.lua")
end)

case("%cd changes the folder and prints it", function(t)
  os.execute("mkdir '" .. t.home .. "/deep'")
  t:enter("%cd ~/deep"):expect(t.home .. "/deep"):enter("!touch here"):prompt()
  t:enter("io.open('here') ~= nil"):expect("\ntrue\n"):enter("%cd nowhere")
  t:expect('%cd: cannot change to folder "nowhere": No such file or directory')
  t:enter("#data.load'iris'"):expect("\n150\n")
end)

case("%edit opens the last entry and runs the result", function(t)
  t:enter("n = 5"):enter("%edit"):prompt():enter("n"):expect("\n6\n")
  write(t.home .. "/f.lua", "k = 5\n")
  t:enter("%edit " .. t.home .. "/f.lua"):prompt():enter("k"):expect("\n6\n", 2)
end, {env = {VISUAL = "", EDITOR = "sed -i s/5/6/"}, columns = 120})

case("%edit reports a missing editor", function(t)
  t:enter("n = 5"):enter("%edit"):expect("%edit: the editor (no-such-editor) failed")
end, {env = {VISUAL = "no-such-editor"}, columns = 120})

case("the result of %edit is in the history", function(t)
  t:enter("n = 5"):enter("%edit"):prompt():press("Up"):expect("ml> n = 6"):press("C-c")
end, {env = {VISUAL = "", EDITOR = "sed -i s/5/6/"}, columns = 120})

case("commands may be indented, and functions such as help work as commands", function(t)
  t:enter("%cd"):enter("  %pwd"):expect("\n" .. t.home .. "\n", 2)
  t:enter(" !echo x$((40 + 2))"):expect("\nx42\n")
  t:enter("a = 1"):enter("%reset"):expect("1 variable deleted"):enter("%help dot")
  t:expect("dot(a, b)"):enter("%save " .. t.home .. "/s.lua"):expect("written")
  t:enter("%ls"):expect("use !ls to run it in the shell"):enter("history(2e0)")
  t:expect("\n   8  %ls\n   9  history(2e0)")
end, {columns = 120})

case("a command killed by a signal is reported", function(t)
  t:enter("!kill -9 $$"):expect("\n(terminated by signal 9)")
end)

case("! runs a shell command and reports its failure", function(t)
  t:enter("!echo shell-$((40 + 2))"):expect("\nshell-42\n"):enter("!false")
    :expect("(exit status 1)")
  t:enter("!"):expect("!: shell command expected")
end)

case("a misspelled command suggests a similar one", function(t)
  t:enter("%tim x"):expect("%tim: unknown command; did you mean '%time'?")
  t:enter("%zzzzzz"):expect('help"prompt" lists them')
end)

case("help explains the commands", function(t)
  t:enter('help"prompt"'):expect("%time expression"):expect("!command"):enter('help"%cd"')
  t:expect("%cd folder\n")
end)

case("a workspace brings variables and functions of the prompt into another session", function(t)
  local path = os.tmpname()
  os.remove(path)
  t:enter("X = matrix{{1, 2}, {3, 4}}; row = X[2]"):enter("-- doubles"):prompt()
  t:continue("function twice(v)"):enter("return 2 * v * k"):enter("end"):prompt()
  t:enter("k = 10; f = plot.figure()"):prompt()
  t:enter("save_workspace'" .. path .. "'"):expect("4 variables saved in " .. path)
  t:expect("not kept: f (figure)"):enter("exit"):expect("left with 0")
  t = terminal.open()
  t:enter("X = 5"):enter("load_workspace'" .. path .. "'")
  t:expect("4 variables loaded: X, k, row, twice; replaced: X")
  t:enter("row[1] = 30; X"):expect("[[ 1  2]\n [30  4]]"):enter("twice(2)"):expect("\n40\n")
  t:enter("?twice"):expect("function twice(v)"):expect("defined in " .. path)
  t:enter("??twice"):expect("return 2 * v * k")
  t:enter("load_workspace('" .. path .. "', {replace=false})")
  t:expect("0 variables loaded; not replaced: X, k, row, twice")
  t:close()
  os.remove(path)
end)

case("Ctrl-C stops saving and leaves no file", function(t)
  local path = os.tmpname()
  os.remove(path)
  t:enter("t = {} for i = 1, 5e5 do t[i] = {} end print('ready')"):expect("\nready\n")
  t:enter("print('sa' .. 'ving') save_workspace'" .. path .. "'"):expect("\nsaving\n"):press("C-c")
  t:expect("interrupted"):prompt():enter("!ls " .. path .. "*"):expect("No such file")
  t:enter("#t"):expect("\n500000\n")
end)

check.done("session")
