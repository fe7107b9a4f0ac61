-- paste.lua - pasted text: several entries, sessions, line breaks.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local case = terminal.cases(check)

local function lines(...) return table.concat({...}, "\n") end

case("values of expressions are shown in order", function(t)
  t:paste("x = 1\nx\ny = 2\ny + 40\ny;\nz\nx, 9 -- nine"):press("Enter")
  t:expect("\n1\n42\nnil\n('z' is not defined)\n1       9\nml>")
end)

case("nothing is run if a line is wrong", function(t)
  t:paste("print('ran')\nx\nfunction f()\n  return 1\nend\nx = = 1\ny"):press("Enter")
  t:expect("\nentry 1:6: unexpected symbol near '='; nothing was run\n  x = = 1\n      ^\nml>"):missing("\nran")
  t:paste("print('ran')\nx\nfor i = 1, 2 do\n  if i then\n    print(i]\n  end\nend"):press("Enter")
  t:expect("\nentry 2:5: ')' expected near ']'; nothing was run\n      print(i]\n             ^\nml>"):missing("\nran")
  t:enter("f"):expect("\nnil\n", 1)
end)

case("errors have the line numbers of the paste", function(t)
  t:paste(lines("x = 1", "x", "", "function f()", "  -- why", "  error('here')", "end", "x + 1",
    "f()", "print('ran')")):press("Enter")
  t:expect("\n1\n2\nentry 1:6: here\n"):missing("\nran")
  t:paste("x\nlocal y = nil\ny.z = 1\nx"):press("Enter")
  t:expect("\nentry 2:3: attempt to index a nil value (global 'y')\n"):prompt()
  t:enter("f()"):expect("\nentry 1:6: here\n", 2):expect("> error('here')", 2)
end)

case("commands and questions in a paste", function(t)
  t:paste("x = 6\n%time x * 7\n?math.pi\n!echo shell-$((40 + 2))\n= x + 1\n%time for i = 1, 2 do\n  y = i\nend")
  t:press("Enter"):expect("\n42\n("):expect("\nmath.pi\n  The number"):expect("\nshell-42\n7\n(")
  t:enter("y"):expect("\n2\n"):paste("x\n!echo ran\nx = = 1"):press("Enter")
  t:expect("entry 3:3: unexpected symbol"):missing("\nran")
end, {rows = 40})

case("exit in a paste leaves", function(t)
  t:paste("x = 1\nx\nexit\nprint('ran')"):press("Enter"):expect("\n1\nleft with 0"):missing("\nran")
end)

case("what is sent after a paste is read by its code", function(t)
  t:type("\27[200~x = io.read()\ny = io.read(3)\27[201~\rtyped\nabc"):prompt():enter("x, y")
  t:expect('\n"typed" "abc"\n')
end)

case("a paste that ends in an open block goes on", function(t)
  t:paste("x = 5\nx\nfor i = 1, 2 do\n"):press("Enter"):enter("print(i * 10)"):enter("end")
  t:expect("\n5\n10\n20\n")
end)

case("a pasted session", function(t)
  t:paste(lines("ml> a = 1", "ml> a", "1", "ml> for i = 1, 2 do", "      print(a + i)", "    end", "2",
    "3", "ml> nonsense(", "^C", "ml> %time a", "1", "(1.2 s)", "ml> error('here')", "here"))
  t:press("Enter"):expect("\n1\n2\n3\n1\n("):expect("s)\nentry 1:14: here\n")
  t:prompt():enter("history(2)")
  t:expect(lines("", "   1  a = 1", "      a", "      for i = 1, 2 do", "            print(a + i)", "          end",
    "      %time a", "      error('here')", "   2  history(2)", ""))
end, {rows = 60})

case("prompts of Lua and Python", function(t)
  t:paste(lines(">>> x = 6", ">>> x * 7", "42", ">>> for i = 1, 2 do", "...   print(x + i)", "... end", "...",
    "7", "8", ">>> x + 100", "106")):press("Enter")
  t:expect("\n42\n7\n8\n106\nml>")
  t:paste("> a = {\n>>   5}\n> a[1] * 11\n55"):press("Enter"):expect("\n55\nml>")
  t:paste(">>> print('ran')\nran\n>>> for i in range(3):\n...   print(i)"):press("Enter")
  t:expect("write a loop as for i = 1, 3 do print(i) end; nothing was run"):prompt()
end, {columns = 140, rows = 60})

case("a paste is one entry of the history", function(t)
  t:paste("x = 1\nx\n\nx + 1"):press("Enter"):expect("\n2\n"):prompt():press("Up")
  t:expect_end("\nml> x = 1\n >> x\n >>\n >> x + 1"):press("C-c"):prompt()
  t:paste("y = = 1\ny"):press("Enter"):prompt():press("Up"):expect_end("\nml> y = = 1\n >> y"):press("C-c")
end)

case("a saved session has the entries of a paste", function(t)
  local path = t.home .. "/my.lua"
  t:paste("local x = 20\nx * 2\n-- half\nlocal function f() return x end\nx = 4\nf()"):press("Enter")
  t:expect("\n40\n4\n"):enter("?x"):expect("  made by: x = 4\n"):enter("save_session'" .. path .. "'")
  t:expect("written"):enter("!${MLREPL:-./mlrepl} " .. path):expect("\n40\n4\n", 2)
end)

case("line breaks of Windows are single", function(t)
  t:paste("x = 1\r\nx\r\n\r\ns = [[a\r\nb]]\r\n#s\r\n")
  t:expect("ml> x = 1\n >> x\n >>\n >> s = [[a\n >> b]]\n >> #s\n >>")
  t:press("Enter"):expect("\n1\n3\n"):prompt()
  t:type("function f()\r\n  return 'sent'\r\nend\r\nf()\r\n"):expect('\n"sent"\nml>')
    :expect("ml> function f()\n >>   return 'sent'\n >> end\nml> f()\n")
  t:press("Enter", "C-j"):prompt():enter("6 * 7"):expect("\n42\n")
end)

check.case("line breaks of Windows without a terminal", function()
  local command = "printf 'function f()\\r\\n  return 5\\r\\nend\\r\\nf()\\rf() + 1\\r\\n' | "
    .. (os.getenv("MLREPL") or "./mlrepl") .. " -i --no-init"
  check.equal(check.output(command):match("ml> (.*)"), "ml> 5\nml> 6\nml> \n")
end)

check.case("blank lines in functions and strings without a terminal", function()
  local command = "printf 'function f()\\n\\n\\n  return [[\\n\\n]]\\n\\nend\\n#f()\\n' | "
    .. (os.getenv("MLREPL") or "./mlrepl") .. " -i --no-init"
  check.equal(check.output(command):match("ml> (.*)"), "ml> 1\nml> \n")
end)

check.done("paste")
