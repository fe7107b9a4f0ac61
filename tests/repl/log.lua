-- log.lua - %log: the transcript of a session.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local at_terminal = terminal.cases(check)
local WIDE = {columns = 100, rows = 50}

local function case(sentence, body) at_terminal(sentence, body, WIDE) end

local program = os.getenv("MLREPL") or "./mlrepl"

local function path_of(t) return t.home .. "/log.txt" end

local function start(t)
  t:enter("%log " .. path_of(t)):expect("logging to "):prompt():press("C-l")
  return t
end

-- The log must become this text, at once or soon: the copying process may outlive the program.
local function holds(t, expected)
  local text
  for _ = 1, 500 do
    text = check.content(path_of(t))
    if text == expected then return end
    os.execute("sleep 0.02")
  end
  error(("the log:\n%s\nexpected:\n%s"):format(text, expected))
end

case("the log has what was typed and printed, without colors", function(t)
  start(t):enter("1 + 1"):expect("\n2\n"):enter("error('red')"):expect("\nred\n")
  t:enter("print('out') io.stderr:write('err\\n')"):expect("\nerr\n")
  t:enter("!echo sub; printf '\\033[1mbold\\033[0m\\n' >&2"):expect("\nbold\n")
  t:paste("function f(x)\n\treturn 'é' .. x\nend"):press("Enter"):prompt():enter("f(1)"):expect('"é1"')
  t:enter("io.write('part') x = 1"):expect("part"):enter("%log off"):expect("log ended: "):enter("2 + 2")
  t:expect("\n4\n")
  holds(t, [[
ml> 1 + 1
2
ml> error('red')
red
ml> print('out') io.stderr:write('err\n')
out
err
ml> !echo sub; printf '\033[1mbold\033[0m\n' >&2
sub
bold
ml> function f(x)
 >> ]] .. "\t" .. [[return 'é' .. x
 >> end
ml> f(1)
"é1"
ml> io.write('part') x = 1
part
ml> %log off
]])
end)

case("programs still see a terminal of the right size", function(t)
  start(t):enter("!test -t 0 && test -t 1 && test -t 2 && stty size"):expect("\n50 100\n")
  t:enter("y = !test -t 2 && stty size <&2"):enter("y[1]"):expect('\n"50 100"\n')
  t:resize(90, 40):enter("!stty size"):expect("\n40 90\n")
  t:enter("tostring(vector.range(1, 100))"):prompt()
end)

case("of a line that is drawn again only the end is logged", function(t)
  start(t):enter("for i = 1, 50 do io.write('\\rstep ', i) io.flush() end print()"):expect("step 50")
  t:enter("m = model.linear{w = 0, b = 0}"):press("C-l")
  t:enter("r = train(m, vector.range(1, 50), vector.range(1, 50), {alpha = 1e-6, iterations = 1e8})")
  t:expect("%"):press("C-c"):prompt():enter("%log off"):expect("log ended")
  local text = check.content(path_of(t))
  assert(text:find("\nstep 50\nml> m = ", 1, true), text)
  assert(not text:find("step 49") and not text:find("\27"), text)
end)

case("a file is not overwritten, but -a appends to it", function(t)
  start(t):enter("1 + 1"):expect("\n2\n"):enter("%log"):expect("logging to "):enter("%log other.txt")
  t:expect("%log: already logging to "):enter("%log off"):expect("log ended"):press("C-l")
  t:enter("%log"):expect("no log; %log FILE starts one"):enter("%log off"):expect("there is no log to end")
  t:enter("%log " .. path_of(t)):expect('log.txt" exists; %log -a '):press("C-l")
  t:enter("%log -a " .. path_of(t)):expect("logging to"):enter("40 + 2"):expect("\n42\n"):enter("%log off")
  t:expect("log ended")
  local text = check.content(path_of(t))
  assert(text:find("^ml> 1 %+ 1\n2\n.*ml> %%log off\nml> 40 %+ 2\n42\nml> %%log off\n$"), text)
  t:press("C-l"):enter("%log /nowhere/x"):expect('cannot write to "/nowhere/x": No such file')
  t:enter("%log -a /dev/null"):expect('cannot write to "/dev/null": not a regular file')
  t:enter("%log"):enter("%log -a"):expect("%log: file name expected")
end)

case("nothing is lost when the program exits, crashes or is killed", function(t)
  local last = "ml> print('last') "
  start(t):enter("print('last') os.exit(3)"):expect("left with 3")
  holds(t, last .. "os.exit(3)\nlast\n")
end)

case("nothing is lost at Ctrl-D", function(t)
  start(t):enter("print('last')"):expect("\nlast\n"):press("C-d"):expect("left with 0")
  holds(t, "ml> print('last')\nlast\n")
end)

for _, signal in ipairs{"ABRT", "KILL", "TERM"} do
  case("nothing is lost after SIG" .. signal, function(t)
    start(t):enter("print(('line\\n'):rep(2000) .. 'last') io.flush() os.execute('kill -"
      .. signal .. " $PPID') while true do end")
    t:expect("left with 1")
    holds(t, check.content(path_of(t)):match("^[^\n]*\n") .. ("line\n"):rep(2000) .. "last\n")
  end)
end

case("an interrupt and a suspended program leave the log whole", function(t)
  start(t):enter("print('loop') while true do end"):expect("\nloop"):press("C-c"):expect("interrupted")
  t:prompt():enter("1 + 1"):expect("\n2\n"):enter("%log off"):expect("ended")
  local text = check.content(path_of(t))
  assert(text:find("loop\n.*interrupted\nml> 1 %+ 1\n2\n"), text)
end)

case("output of background jobs is logged", function(t)
  start(t):enter("job = train(model.linear{w = 0, b = 0}, vector{1, 2}, vector{1, 2}, {alpha = 0.01, "
    .. "iterations = 50, background = true, on_step = function(s) if s.iteration == 9 then print('nine') end end})")
  t:expect("nine"):expect("job: 50 iterations"):enter("%log off"):expect("ended")
  local text = check.content(path_of(t))
  assert(text:find("\nnine\njob: 50 iterations in .*\nml> %%log off\n$"), text)
end)

case("shell commands can use the keyboard and the whole screen", function(t)
  start(t):enter("!read a; echo got $a"):type("typed"):press("Enter"):expect("got typed"):prompt()
  t:enter("!sleep 100"):expect("sleep 100"):until_seen("(terminated by signal 2)", function() t:press("C-c") end)
  t:press("C-l"):enter("!exit 4"):expect("(exit status 4)"):press("C-l")
  t:enter("!printf 'secret? ' >/dev/tty; read x </dev/tty; printf '\\033[?1049hscreen\\033[?1049l'; echo [$x]")
  t:expect("secret? "):type("word"):press("Enter"):expect("[word]")
  t:enter("!(sleep 0.1; echo later) &"):expect("later"):enter("%log off"):expect("ended")
  local text = check.content(path_of(t))
  for _, part in ipairs{"typed\ngot typed\n", "\n(exit status 4)\n", "\n[word]\n", "later\n"} do
    assert(text:find(part, 1, true), part .. "\n" .. text)
  end
  assert(not text:find("screen", text:find("[word]", 1, true), true), text)
end)

at_terminal("text in the pager is logged", function(t)
  start(t):enter("?train"):expect("Trains a model"):press("q"):prompt():enter("1 + 1"):expect("\n2\n")
  t:enter("%log off"):expect("ended")
  local text = check.content(path_of(t))
  assert(text:find("Trains a model", 1, true) and text:find("ml> 1 + 1\n2\n", 1, true), text)
end, {columns = 100, rows = 30, env = {MLREPL_PAGER = "less"}})

check.case("the log works without a terminal, for both streams", function()
  local folder = terminal.folder()
  local out, code = check.output(([[cd %s; printf '%%%%log l\nprint(1)\nio.stderr:write("two\\n");\n!echo 3\n' |
    %s -i 2>err; cat err l]]):format(folder, check.output("realpath " .. program):gsub("\n", "")))
  os.execute("rm -r " .. folder)
  check.equal(code, 0)
  check.equal(out:match("logging.*"), "logging to l\nml> 1\nml> ml> 3\nml> \ntwo\nml> print(1)\n1\n"
    .. "ml> io.stderr:write(\"two\\n\");\ntwo\nml> !echo 3\n3\n")
end)

check.case("a log that cannot be written is told", function()
  local folder = terminal.folder()
  local out = check.output(([[cd %s; ulimit -f 8; printf '%%%%log l\nprint(("x"):rep(50000))\nprint("on")\n' |
    %s -i 2>&1; wc -c <l]]):format(folder, check.output("realpath " .. program):gsub("\n", "")))
  os.execute("rm -r " .. folder)
  for _, part in ipairs{"xxx\n", "%log: cannot write the log: File too large; it is off now", "on\n"} do
    assert(out:find(part, 1, true), out)
  end
end)

check.done("log")
