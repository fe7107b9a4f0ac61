-- inputrc.lua - the user's inputrc file has the last word on keys and settings, and the
-- history file survives other sessions.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")

local made = {} -- temporary files

local function inputrc(text)
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write(text, "\n")
  file:close()
  made[#made + 1] = path
  return {INPUTRC = path}
end

local function case(sentence, lines, body, options)
  options = options or {}
  options.env = inputrc(lines)
  terminal.cases(check)(sentence, body, options)
end

-- -- settings one by one ----------------------------------------------------

case("a key can insert a macro", [["\C-xq": "11 * 3"]], function(t)
  t:press("C-x", "q", "Enter"):expect("\n33\n")
end)

case("TAB: menu-complete inserts one candidate after the other", "TAB: menu-complete", function(t)
  t:enter("_ = 1; abcx, abcy = 1, 2"):type("abc"):press("Tab"):expect_end("> abcx")
  t:press("Tab"):expect_end("> abcy")
end)

case("the arrows can be bound to other commands", [["\e[A": previous-history]], function(t)
  t:enter("a = 1"):enter("b = 2"):type("a"):press("Up"):expect_end("> b = 2")
end)

case("history-size limits the entries that are recalled", "set history-size 2", function(t)
  t:enter("a = 1"):enter("b = 2"):enter("c = 3"):press("Up", "Up", "Up", "Up"):expect_end("> b = 2")
end)

case("enable-bracketed-paste off runs a paste line by line", "set enable-bracketed-paste off", function(t)
  t:paste("20 + 1\n20 + 2\n"):expect("\n21\n"):expect("\n22\n")
end)

case("completion-ignore-case on finds the name in any case", "set completion-ignore-case on", function(t)
  t:enter("_ = 1; Abcd = 1"):type("abc"):press("Tab"):expect_end("> Abcd")
end)

case("without it, upper and lower case differ", "", function(t)
  t:enter("Abcd = 1"):type("abc"):press("Tab"):type("9"):expect_end("> abc9")
end)

case("show-all-if-ambiguous lists at the first Tab", "set show-all-if-ambiguous on", function(t)
  t:enter("abcx, abcy = 1, 2"):type("abc"):press("Tab"):expect("abcx  abcy")
end)

case("disable-completion on makes Tab a character", "set disable-completion on", function(t)
  t:enter("abcx = 1"):type("#'abc"):press("Tab"):type("'"):press("Enter"):expect("\n4\n")
end)

case("editing-mode vi has a command mode", "set editing-mode vi", function(t)
  t:enter("a = 20"):press("Escape"):type("k"):expect_end("> a = 20")
  t:type("cc"):type("a + 1"):press("Enter"):expect("\n21\n")
end)

case("k and j of vi go from entry to entry, also from a changed one", "set editing-mode vi", function(t)
  t:enter("a = 1"):enter("bb = 2"):enter("ccc = 3"):type("b"):press("Escape"):type("k"):expect_end("> ccc = 3")
  t:type("$k"):expect_end("> bb = 2"):type("A3"):press("Escape"):type("k"):expect_end("> a = 1")
  t:type("jj"):expect_end("> ccc = 3"):type("j"):expect_end("> b"):type("3k"):expect_end("> a = 1")
  t:type("2j"):expect_end("> ccc = 3"):type("cc"):type("20 + 1"):press("Enter"):expect("\n21\n")
end)

case("a count repeats the arrows", "", function(t)
  t:enter("a = 1"):enter("bb = 2"):enter("ccc = 3"):press("M-3", "Up"):expect_end("> a = 1")
  t:press("M-2", "Down"):expect_end("> ccc = 3"):press("M--", "Down"):expect_end("> bb = 2"):press("C-u")
  t:type("2 +"):press("Enter", "Enter"):type("19"):press("M-2", "Up", "C-a"):type("x = "):press("Enter"):enter("x")
  t:expect("\n21\n")
end)

case("print-last-kbd-macro writes below the entry", [["\C-xp": print-last-kbd-macro]], function(t)
  t:press("C-x", "("):type("2"):type("0"):press("C-x", ")"):press("C-x", "p"):expect_end("> 20\n20\nml> 20")
end)

case("show-mode-in-prompt shows the mode of vi before the prompt", [[
set editing-mode vi
set show-mode-in-prompt on
set vi-ins-mode-string "\1\e[32m\2+\1\e[0m\2"
]], function(t)
  t:type("x = 20"):expect_end("+ml> x = 20"):press("Escape"):expect_end("(cmd)ml> x = 20")
  t:type("a"):expect_end("+ml> x = 20")
  t:type(" +"):press("Enter"):expect_end("+ml> x = 20 +\n  >>"):enter("1"):type("x"):press("Enter"):expect("\n21\n")
end)

case("emacs-mode-string is shown, too", "set show-mode-in-prompt on\nset emacs-mode-string E:", function(t)
  t:type("2 +"):expect_end("E:ml> 2 +"):press("M-3"):expect_end("(arg: 3) 2 +"):press("C-b"):expect_end("E:ml> 2 +")
end)

case("horizontal-scroll-mode keeps an entry in one row", "set horizontal-scroll-mode on", function(t)
  t:type("x = '" .. ("0123456789"):rep(5) .. "'"):expect_end("\n<678901234567890123456789'")
  t:press("Home"):expect_end("\nml> x = '01234567890123456789012345678>"):type("y, ")
  t:expect_end("\nml> y, x = '01234567890123456789012345>"):press("Enter"):enter("#y"):expect("\n50\n")
end, {columns = 40})

case("mark-modified-lines marks a changed entry of the history", "set mark-modified-lines on", function(t)
  t:enter("a = 20"):press("Up"):expect_end("\nml> a = 20"):type("1"):expect_end("\n*ml> a = 201")
  t:press("C-_"):expect_end("\nml> a = 20"):type("2"):press("Enter"):expect("\n*ml> a = 202\n"):enter("a")
  t:expect("\n202\n")
end)

case("messages about the file stand above the entry", "set editing-mode emacs\nset nonsense on", function(t)
  t:expect("line 2: nonsense: unknown variable name"):type("20 + 1"):press("C-b", "C-x", "C-r")
  t:expect("line 2: nonsense: unknown variable name\nml> 20 + 1"):type("0"):expect_end("> 20 + 01")
  t:press("Enter"):expect("\n21\n")
end)

case("a list that is left by Ctrl-G or resized does not hide the prompt", "set completion-query-items 1000", function(t)
  t:press("M-?"):expect("--More--"):resize(50, 11):press("C-g"):expect("--More--\nml>"):type("20 + 1")
  t:expect_end("\nml> 20 + 1")
end, {rows = 10})

case("echo-control-characters off shows no ^C", "set echo-control-characters off", function(t)
  t:type("20 + 1"):press("C-c"):enter("7 * 3"):expect("\nml> 20 + 1\nml> 7 * 3\n21\n")
end)

case("comment-begin is what Alt-# inserts", "set comment-begin --:", function(t)
  t:type("a = 20"):press("M-#"):expect("--:a = 20"):enter("a"):expect("\nnil\n")
end)

case("own commands can be bound by name", [["\C-o": mlrepl-newline]], function(t)
  t:type("20 +"):press("C-o"):type("1"):press("Enter"):expect("\n21\n")
end)

case("a key of the prompt can be given to Readline", [["\C-a": "x"]], function(t)
  t:type("'"):press("C-a", "C-a"):type("y'"):press("Enter"):expect('\n"xxy"\n')
end)

case("Readline's commands for lines know the lines of an entry", [[
"\e[1~": beginning-of-line
"\e[4~": end-of-line
"\C-o": kill-line
]], function(t)
  t:paste("x = 1\ny = 2\nz = 3"):expect("z = 3"):press("Up", "Home"):type("k, "):press("End"):type("4")
  t:expect_end("ml> x = 1\n >> k, y = 24\n >> z = 3"):press("Home", "C-o")
  t:type("y = 5"):press("Up", "Left", "C-e", "BSpace")
  t:type("7"):expect_end("ml> x = 7\n >> y = 5\n >> z = 3"):press("Home", "Home"):type("w, "):press("Enter")
  t:enter("w, y, z"):expect("\n7       5       3\n")
end)

case("lines after $if apply to the named program", '$if mlrepl\n"\\C-xq": "30 + 3"\n$else\n"\\C-xq": "1"\n$endif\n'
  .. '$if lua\n"\\C-xq": "2"\n$endif', function(t)
  t:press("C-x", "q", "Enter"):expect("\n33\n")
end)

-- -- whole files --------------------------------------------------------------

case("the file of an Emacs user", [[
set editing-mode emacs
set bell-style none
set completion-ignore-case on
set completion-map-case on
"\C-w": backward-kill-word
"\C-x\C-r": re-read-init-file
"\M-o": "(\C-e)\C-b"
]], function(t)
  t:type("print(1)"):press("C-w"):type("2)"):press("C-a"):press("M-f"):type("_"):press("C-a", "C-k")
  t:type("VECT"):press("Tab"):press("C-a", "C-k"):enter("20 + 1"):expect("\n21\n")
end)

case("the file of a vi user", [[
set editing-mode vi
set keyseq-timeout 50
$if mode=vi
set keymap vi-command
"gg": beginning-of-history
"\C-l": clear-screen
set keymap vi-insert
"jk": vi-movement-mode
"\C-a": beginning-of-line
$endif
]], function(t)
  t:enter("a = 20"):enter("b = 2"):type("c"):type("jk"):type("k"):expect_end("> b = 2")
  t:type("gg"):expect_end("> a = 20"):type("A"):type(" + 1; a"):press("Enter"):expect("\n21\n")
end)

case("the file of a bash user", [[
$include /etc/no-such-inputrc
set colored-stats on
set mark-symlinked-directories on
"\e[A": history-search-backward
"\e[B": history-search-forward
"\e[1;5D": backward-word
"\e[1;5C": forward-word
$if Bash
"\C-g": "git status\n"
$endif
"\C-xp": "print(\C-e)\C-b"
Control-u: kill-whole-line
]], function(t)
  t:enter("apple = 1"):enter("berry = 2"):type("ap"):press("Up"):expect_end("> apple = 1"):press("C-e", "C-u")
  t:press("C-x", "p"):type("20 + 1"):press("Enter"):expect("\n21\n")
  t:type("one two"):press("C-Left"):type("x"):expect_end("> one xtwo")
end)

case("the file of a Windows user", [[
set bell-style none
set bind-tty-special-chars off
set completion-ignore-case on
set show-all-if-ambiguous on
set menu-complete-display-prefix on
# Ctrl with the arrows, Delete and Backspace
"\e[1;5D": backward-word
"\e[1;5C": forward-word
"\e[3;5~": kill-word
"\C-h": backward-kill-word
"\C-v": yank
"\e[1~": beginning-of-line
"\e[4~": end-of-line
# as in the command prompt: F3 recalls, F8 searches
"\eOR": previous-history
"\e[19~": history-search-backward
"\e[5~": beginning-of-history
"\t": menu-complete
"\e[Z": menu-complete-backward
]], function(t)
  t:enter("apple, ABCX, abcy = 20, 1, 2"):enter("berry = 1"):type("one two three"):press("C-Left"):type("x")
  t:expect_end("> one two xthree"):press("C-h"):expect_end("> one two three"):press("C-DC"):expect_end("> one two")
  t:press("C-v"):expect_end("> one two xthree"):press("Home"):type("y"):press("End"):type("z")
  t:expect_end("> yone two xthreez"):press("C-Left", "C-Left", "C-Right"):type("w")
  t:expect_end("> yone twow xthreez")
  t:press("End", "C-u"):type("ap"):press("F8"):expect_end("> apple, ABCX, abcy = 20, 1, 2"):press("C-e", "C-u")
  t:press("F3"):expect_end("> berry = 1"):press("PPage"):expect_end("> apple, ABCX, abcy = 20, 1, 2")
  t:press("C-e", "C-u"):type("abc"):press("Tab"):expect("ABCX  abcy\n"):press("Tab", "Tab"):expect_end("> abcy")
  t:press("BTab"):expect_end("> ABCX"):press("C-u"):enter("apple + 1"):expect("\n21\n")
end)

-- -- keys that need no file -----------------------------------------------------

case("Ctrl-S searches forward, Alt-# comments out", "", function(t)
  t:enter("apple = 1"):enter("berry = 2"):press("C-r"):type("e ="):press("C-r", "C-s")
  t:expect("(i-search)`e ='"):press("C-g")
  t:type("for i = 1, 2 do"):press("M-Enter"):type("end"):press("M-#"):expect("-- for i = 1, 2 do\n >> --   end")
  t:enter("20 + 1"):expect("\n21\n")
end)

local EDITOR = [[sh -c 'printf "x = 20 +\n 1\n" > "$0"']]

terminal.cases(check)("Ctrl-X Ctrl-E and vi's v run what the editor saved", function(t)
  t:type("nonsense("):press("C-x", "C-e"):prompt():enter("x"):expect("\n21\n")
end, {env = {EDITOR = EDITOR}})

local vi = inputrc("set editing-mode vi")
terminal.cases(check)("in vi mode, v opens the editor", function(t)
  t:type("nonsense("):press("Escape"):type("v"):prompt():enter("x"):expect("\n21\n")
end, {env = {EDITOR = EDITOR, INPUTRC = vi.INPUTRC}})

terminal.cases(check)("an editor that fails is named, and the entry stays", function(t)
  t:type("20 + 1"):press("C-x", "C-e"):expect("the editor (false) failed"):press("Enter"):expect("\n21\n")
end, {env = {EDITOR = "false"}})

terminal.cases(check)("a dumb terminal reads line by line", function(t)
  t:enter("for i = 20, 21 do"):expect(" >>"):enter("print(i + 1)"):enter("end"):expect("\n21\n22\n")
  t:missing("^J"):missing("\27")
end, {env = {TERM = "dumb"}})

-- -- the history file ----------------------------------------------------------

case("a history that is a pipe does not block the start", "", function(t)
  t:expect("history will not be saved: cannot use"):expect("not a regular file"):enter("20 + 1"):expect("\n21\n")
end, {home = (function()
  local home = terminal.folder()
  os.execute(("mkdir -p %s/.local/state/mlrepl; mkfifo %s/.local/state/mlrepl/history"):format(home, home))
  return home
end)()})

local function count(path)
  local n = 0
  for line in io.lines(path) do n = n + (line:find("^#%d+$") and 1 or 0) end
  return n
end

check.case("two sessions beyond the limit lose no entry", function()
  local home = terminal.folder()
  local path = home .. "/.local/state/mlrepl/history"
  os.execute(("mkdir -p %s/.local/state/mlrepl"):format(home))
  local file = assert(io.open(path, "w"))
  for i = 1, 20100 do file:write("#1700000000\nold", i, "\n") end
  file:close()
  local first = terminal.open{home = home}
  local second = terminal.open{home = home}
  for i = 1, 5 do
    first:enter("first" .. i .. " = 1")
    second:enter("second" .. i .. " = 1")
  end
  local third = terminal.open{home = home} -- trims the file again
  first:enter("first6 = 1"):enter("20 + 1"):expect("\n21\n")
  second:enter("second6 = 1"):enter("20 + 2"):expect("\n22\n")
  third:enter("third1 = 1"):enter("20 + 3"):expect("\n23\n")
  local text = check.content(path)
  for _, t in ipairs{first, second, third} do t:leave() end
  for i = 1, 6 do
    check.equal(text:find("\nfirst" .. i .. " = 1\n", 1, true) ~= nil, true)
    check.equal(text:find("\nsecond" .. i .. " = 1\n", 1, true) ~= nil, true)
  end
  check.equal(text:find("\nthird1 = 1\n", 1, true) ~= nil, true)
  check.equal(count(path) <= 20100, true)
  os.execute("rm -rf " .. home)
end)

-- A home whose history has so many entries of so many bytes.
local function home_with_history(entries, bytes)
  local home = terminal.folder()
  os.execute(("mkdir -p %s/.local/state/mlrepl"):format(home))
  local path = home .. "/.local/state/mlrepl/history"
  local file = assert(io.open(path, "w"))
  for i = 1, entries do file:write(("#1700000000\nold%d = 1 --%s\n"):format(i, ("x"):rep(bytes))) end
  file:close()
  return home, path
end

check.case("a history of many megabytes is shortened, which is said", function()
  local home, path = home_with_history(19000, 480)
  local t = terminal.open{home = home}
  t:expect("The history file was longer than 8 MB: its "):expect(" oldest entries were removed.\nml>")
  local removed = tonumber(t:screen():match("its (%d+)"))
  t:type("old1"):press("C-r"):type("old19000 "):expect("`old19000 ': old19000 = 1"):press("C-g", "C-u")
  t:enter("new = 1"):enter("20 + 1"):expect("\n21\n"):leave()
  local text = check.content(path)
  check.equal(count(path), 19000 - removed + 2)
  check.equal(#text < 6 << 20, true)
  check.equal(text:match("^#1700000000\n(old%d+)"), "old" .. removed + 1)
  check.equal(text:find("\nnew = 1\n", 1, true) ~= nil, true)
  os.execute("rm -rf " .. home)
end)

local _, unbounded = home_with_history(30, 300000)
case("set history-size -1 keeps a history of any size", "set history-size -1", function(t)
  t:enter("20 + 1"):expect("\n21\n"):missing("removed")
  check.equal(count(unbounded), 31)
end, {home = unbounded:match("^(.*)/.local")})

terminal.cases(check)("an entry of a megabyte is not saved, which is said", function(t)
  t:press("C-x", "C-e"):expect("warning: not saved in the history file: an entry of more than 1 MB\n")
  t:enter("x + 1"):expect("\n21\n")
  check.equal(count(t.home .. "/.local/state/mlrepl/history"), 1)
end, {env = {EDITOR = [[sh -c '(printf "x = 20 --"; head -c 1100000 /dev/zero | tr "\0" x) > "$0"']]}})

check.case("without a terminal, the history file is not touched", function()
  local home, path = home_with_history(3, 3)
  local before = check.content(path)
  local said = check.output(("printf 'history()\\n7 * 3\\n' | HOME=%s XDG_STATE_HOME= MLREPL_HISTORY=%s %s -i 2>&1")
    :format(home, path, os.getenv("MLREPL") or "./mlrepl"))
  check.equal(said:find("21\n", 1, true) ~= nil, true)
  check.equal(said:find("old", 1, true), nil)
  check.equal(check.content(path), before)
  os.execute("rm -rf " .. home)
end)

terminal.cases(check)("a relative XDG_STATE_HOME is ignored", function(t)
  t:enter("20 + 1"):expect("\n21\n"):until_file(t.home .. "/.local/state/mlrepl/history")
end, {env = {XDG_STATE_HOME = "state"}})

for _, path in ipairs(made) do os.remove(path) end
check.done("inputrc")
