-- mistakes.lua - hints for users who are new to Lua.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local at_terminal = terminal.cases(check)
local WIDE = {columns = 140, rows = 60}

local function case(sentence, body) at_terminal(sentence, body, WIDE) end

-- Each line must give its hint.
local function tells(t, list)
  for line, said in pairs(list) do t:enter(line):expect(said):press("C-l") end
end

case("syntax of other languages is translated to Lua", function(t)
  tells(t, {
    ["x != 3"] = "near '!'; use ~= for not equal\n  x != 3\n    ^",
    ["x += 1"] = "near '='; write x = x + 1 instead of x += 1",
    ["i++"] = "write x = x + 1 instead of x++",
    ["x := 3"] = "assign with =: x = 3",
    ["x = [1, 2]"] = "write a list as {1, 2, 3}, a vector as vector{1, 2, 3}",
    ["x = 2**3"] = "use ^ for powers: x ^ 2",
    ["a && b"] = "use and: a and b",
    ["x = !y"] = "use not: not y",
    ["y = X @ w"] = "use dot(X, w) for a matrix product",
    ["y = x[1:3]"] = "use x:slice(1, 3) for part of a vector",
    ["for i in range(3): print(i)"] = "write a loop as for i = 1, 3 do print(i) end",
    ["while True: pass"] = "a block begins with then or do, not a colon",
    ["if x is None: print(1)"] = "use == to compare: x == nil, or ~=",
    ["a, b = (1, 2)"] = "several values need no parentheses: a, b = 1, 2",
    ["f = x -> x + 1"] = "write an anonymous function as function(x) return x end",
    ["try: f() except: pass"] = "catch an error with ok, message = pcall(f)",
    ["class A: pass"] = "Lua has no classes; a table with functions",
    ["del d"] = "assign nil to remove a variable: x = nil",
    ["x = 1_000"] = "write a long number without _: 1000000 or 1e6",
    ["if f(x): print(x)"] = "a block begins with then or do, not a colon",
    ["while f(x): g(x)"] = "a block begins with then or do, not a colon",
    ["y = d['a', 'b']"] = 'use d:matrix{"a", "b"} for the numbers of several columns',
    ["y = X[1, 2]"] = "use X[1][2] for an element of a matrix",
    ['t = {"a": 1}'] = "write a named field as {a = 1}",
    ["for i in range(3):"] = "write a loop as for i = 1, 3 do print(i) end",
    ["for i in 1:10"] = "write a loop as for i = 1, 3 do print(i) end",
    ["y = 3 if x == 3 else 4"] = "write a choice as y = x > 0 and 1 or 2",
    ["# a comment"] = "a comment begins with --",
    ["x = 3 # three"] = "a comment begins with --",
    ['"abc"[1]'] = 'use ("abc"):sub(1, 1) for a character of a text',
    ["c = 'abc'[1]"] = 'use ("abc"):sub(1, 1) for a character of a text',
    ["'x' in t"] = "test for a key by t[key] ~= nil",
    ["if x in t then y = 1 end"] = "test for a key by t[key] ~= nil",
    ["w = A\\b"] = "use solve(A, b) for the x with A x = b",
    ["A\\b"] = "use solve(A, b) for the x with A x = b",
    ["timeit f(x)"] = "a command of the prompt begins with %, as in %timeit f(x)",
    ["y = 3x"] = "write 3 * x for 3 times x",
  })
end)

case("keywords of other languages give a hint", function(t)
  tells(t, {
    ["import numpy as np"] = "mlrepl's own functions need no import",
    ["def f(x):"] = "write a function as function f(x) return x end",
    ["let x = 3"] = "no declaration is needed: x = 3",
    ["hold on"] = "not needed: every plot draws into the current figure",
    ["print x"] = "a call needs parentheses: print(x)",
    ["help train"] = 'put names in quotes: help"train"',
    ["f = lambda x: x"] = "write an anonymous function as function(x) return x end",
    ["for i in range(3):"] = "write a loop as for i = 1, 3 do print(i) end",
    ["for i = 1 to 3"] = "write a loop as for i = 1, 3 do print(i) end",
    ["if x = 3 then end"] = "use == to compare",
    ["train(m, X, y, alpha=0.1)"] = "write options in braces: f(x, {alpha = 0.1})",
    ["m:equation"] = "call a method with parentheses, as in v:sum()",
  })
end)

case("an unfinished string is marked at its beginning", function(t)
  t:enter("x = 'ab"):expect("on the same line with the same quote\n  x = 'ab\n      ^"):prompt()
  t:enter("print('a', \"b')"):expect("\n  print('a', \"b')\n             ^"):prompt()
  t:enter("x = “abc”"):expect("invalid character in Lua"):expect("\n  x = “abc”\n      ^")
end)

case("a break outside a loop and a goto without a label keep Lua's message", function(t)
  t:enter("break"):expect("break outside"):enter("goto a"):expect("no visible label 'a'")
end)

case("errors give a line number only in multi-line entries", function(t)
  t:enter("f(]"):expect("\nunexpected symbol near ']'\n  f(]\n    ^")
  t:paste("if a then\n  b = = 2\nend"):press("Enter"):expect("entry 2:2: unexpected symbol near '='")
end)

case("pasted code that ends with a name runs immediately", function(t)
  t:paste("w = 5\nw"):press("Enter"):expect("\n5\n"):prompt()
  t:paste("v = vector{1, 2}\nv, w"):press("Enter"):expect("\n[1 2]   5\n"):prompt()
  t:paste("function g()\n  w = 7\nend\ng()\nw"):press("Enter"):expect("\n7\n"):prompt()
end)

case("examples from help can be pasted with their --> results", function(t)
  t:paste("  > a = dot(vector{1, 2}, vector{3, 4})\n  > a --> 11.0\n"):press("Enter")
  t:expect("\n11.0\n"):prompt()
  t:paste("> for i = 1, 2 do\n>> b = i * 10\n>> end\n> b\n20"):press("Enter"):expect("\n20\nml>")
  t:paste("    ml> c = 6\n    ml> c * 7\n    42"):press("Enter"):expect("\n42\n")
end)

case("an expression after statements is shown, and earlier locals are kept", function(t)
  t:enter("x = 5; x"):expect("\n5\n"):enter("local p = 4; p + x"):expect("\n9\n")
  t:enter("p * 10"):expect("\n40\n"):enter("for i = 1, 2 do n = i; m = 70 end; n, m -- so; it goes")
  t:expect("\n2       70\n"):enter("x = 6; x + 100;"):enter("_"):expect("\n106\n")
  t:enter("s = 'a;b'; s"):expect('"a;b"'):enter("v = vector{8}; v:sum()"):expect("\n8.0\n")
  local path = t.home .. "/s.lua"
  t:enter("save_session'" .. path .. "'"):expect("written"):enter("!${MLREPL:-./mlrepl} " .. path)
  t:expect("\n5\n9\n40\n2\n106\na;b\n8.0\n")
end)

case("a missing field suggests one of the same table", function(t)
  t:enter("math.sqr(2)"):expect("(field 'sqr'); did you mean 'sqrt'?")
  t:enter("string.trim'a'"):expect("(field 'trim')\n"):enter("math.PI")
  t:expect("\nnil\n('PI' is not defined; did you mean 'pi'?)")
  t:enter("('x'):uper()"):expect("(method 'uper'); did you mean 'upper'?")
  t:enter("y = {step = 1}"):enter("(function() local z = {} z.step() end)()"):expect("(field 'step')\n")
  t:enter("vector{1}:smu()"):expect("did you mean 'sum'?")
end)

case("function names of other languages give a hint", function(t)
  t:enter("True"):expect("('True' is not defined; use true)")
  t:enter("len(x)"):expect("(global 'len'); use #x for the length of x"):enter("np.array{1}")
  t:expect("(global 'np'); vector, matrix, dot, solve and inv are built in")
  t:enter("ls"):expect("use !ls to list files"):enter("len = 3"):enter("len"):expect("\n3\n")
end)

at_terminal("a long message is broken between its words", function(t)
  t:enter("train(model.linear(), {1, 2}, {3, 4}, {method = 'magic'})")
  t:expect('\ntrain: option method: "gd", "sgd", "minibatch", '):prompt()
  for line in t:screen():gmatch("[^\n]+") do assert(#line <= 60, line) end
  t:missing("moment\n"):missing("minib\n"):missing("expec\n")
end, {columns = 60})

case("a traceback shows repeated calls once", function(t)
  t:enter("function deep(n) return deep(n + 1) + 1 end"):enter("deep(1)"):expect("stack overflow")
  t:expect("in function 'deep'\n          > function deep")
  t:expect("\n        (at least 9"):expect("identical frames)\nml>", 1)
  t:enter("function q(n) if n == 0 then error('end') end return q(n - 1) + 1 end"):enter("q(3)")
  t:expect("in function 'q'\n          > function q"):expect("\n        (3 identical frames)")
end)

case("an item that is nil is named with what was typed", function(t)
  t:enter("ys = {1, 2, 4}; i = 3; d = {xs = {1}}; counts = {}; word = 'a'"):prompt()
  tells(t, {
    ["ys[i+1] - ys[i]"] = "perform arithmetic on a nil value (field 'ys[i+1]'); i+1 is 4, but ys has 3 values\n",
    ["ys[4] * 2"] = "arithmetic on a nil value (field 'ys[4]'); ys has 3 values\n",
    ["ys[0] * 2"] = "(field 'ys[0]'); ys has 3 values, and the first one is number 1\n",
    ["ys[ i + 1 ].x"] = "attempt to index a nil value (field 'ys[ i + 1 ]'); i + 1 is 4, but",
    ["ys[#ys+1]()"] = "attempt to call a nil value (field 'ys[#ys+1]'); #ys+1 is 4, but ys has 3 values\n",
    ["'a' .. d.xs[2]"] = "concatenate a nil value (field 'd.xs[2]'); d.xs has 1 value\n",
    ["#ys[2 * (i - 1)]"] = "get length of a nil value (field 'ys[2 * (i - 1)]'); 2 * (i - 1) is 4, but",
    ["counts[word] = counts[word] + 1"] = "on a nil value (field 'counts[word]')\n",
    ["for k = 1, 3 do z = ys[k+1] - ys[k] end"] = "(field 'ys[k+1]'); k+1 is 4, but ys has 3 values\n",
    ["(function() local ys, k = {7}, 2; return -ys[k] end)()"] = "(field '?')",
    ["ys[4] + ys[5]"] = "(field 'integer index')\n",
    ["ys[9] and 1 or ys[i+1] + 1"] = "(field '?')\n",
    ["ys[math.max(4, 5)] + 1"] = "(field '?')\n",
  })
end)

case("a traceback marks the item that is nil", function(t)
  t:paste("function rise(list, k)\n  local a = list[k]\n  return list[k + 1] - a\nend"):press("Enter"):prompt()
  t:enter("rise({1, 2}, 2)"):expect("(field 'list[k + 1]'); k + 1 is 3, but list has 2 values\nstack traceback:")
  t:expect("          > return list[k + 1] - a\n                   ^^^^^^^^^^^\n")
  t:enter("setmetatable(_G, {__index = function() error('never') end})"):enter("x = {}; x[1] + 1")
  t:expect("(field 'x[1]')\nml>")
end)

case("what is not defined, called though no function, or of another language is said", function(t)
  t:enter("d = data.load'iris'; m = model.linear{w = 1}; t = {1}; d2 = {a = 1}; s = 'abc'"):prompt()
  tells(t, {
    ["nothere"] = "\nnil\n('nothere' is not defined)\n",
    ["x1"] = "\nnil\n('x1' is not defined)\n",
    ["run"] = "('run' is not defined; run = train(m, X, y) keeps a run; %run my.lua runs a file)",
    ["hint()"] = "(global 'hint'); hints belong to a lesson",
    ["map(f, x)"] = "(global 'map'); use x:map(f) for a vector or matrix",
    ["enumerate(x)"] = "write for i, value in ipairs(x) do ... end",
    ["dict()"] = "write a table as {a = 1, b = 2}",
    ["('a,b'):split(',')"] = "use for word in s:gmatch",
    ["t.append(2)"] = "(field 'append'); use x[#x + 1] = value or table.insert(x, value)",
    ["t:pop()"] = "(method 'pop'); use table.remove(x)",
    ["d2.keys()"] = "(field 'keys'); use for key, value in pairs(x) do ... end\n",
    ["for v in {1, 2} do print(v) end"] = "use for i, value in ipairs(x) do ... end, or pairs(x)",
    ["s.upper()"] = "(string expected, got no value); call a method with a colon: s:upper()",
    ["string.upper()"] = "(string expected, got no value)\n",
    ["sorted(t)"] = "(global 'sorted'); use table.sort(t), which sorts t itself; x:sort() for a vector",
    ["s * 2"] = "attempt to mul a 'string' with a 'number'; use s:rep(3) to repeat a string",
    ["dir(m)"] = "(global 'dir'); ?x shows the fields and methods of x",
    ["d:names()"] = "(method 'names'); write d.names without parentheses",
    ["m.w()"] = "(field 'w'); write m.w without parentheses",
    ["m:trian()"] = "did you mean 'train(m, X, y)'?",
    ["m.w:lenght()"] = "did you mean 'size'?",
    ["model.tree()"] = "(field 'tree'); it has custom, linear, load, logistic, poisson, softmax",
    ["train(m, {1}, {1}, {iters = 5})"] = "unknown option 'iters'; did you mean 'iterations'?",
    ["'a' + 'b'"] = "use .. to join strings",
    ["# comment"] = "a comment begins with --",
    ["t[0]"] = "\nnil\n(t has 1 value, and the first one is number 1)\n",
    ["(vector{1})(1)"] = "call a vector value; use x[1] for an element",
    ["for v in m.w do end"] = "(for iterator 'for iterator'); use for i, value in ipairs(x) do ... end",
    ["m.alpha = 3"] = "unknown field 'alpha'; it is an option of train: train(m, X, y, {alpha=...})",
    ["s[0]"] = "\nnil\n(use s:sub(1, 1) for a character of a text)\n",
    ["time.time()"] = "(global 'time'); use os.time() for the date",
    ["os.listdir('.')"] = "(field 'listdir'); use !ls, or files = !ls to keep the names",
    ["int('5')"] = "use tonumber(s) for text",
    ["round(2.567, 2)"] = "round: at most 1 argument expected, got 2; round(x * 100) / 100 keeps",
    ["log(8, 2)"] = "got 2; log(x) / log(2) is the logarithm to base 2",
    ["d:matrix('sepal_length', 'sepal_width')"] = 'got 2; write several names in braces, as in d:matrix{',
    ["d:vector('sepal_length', 'sepal_width')"] = "at most 1 argument expected, got 2; d:matrix{",
    ["t + 1"] = "on a table value (global 't'); vector(t) makes a vector of a list",
    ["d[['species']]"] = 'call a dataset value (global \'d\'); use d.a for a column, d:matrix{"a", "b"}',
    ["print(f'x is {x}')"] = '(global \'f\'); write ("x is %d"):format(x), or print("x is", x)',
    ["data.read_csv('a.csv')"] = "(field 'read_csv'); did you mean 'read'?",
    ["LinearRegression()"] = "use m = model.linear() and train(m, X, y)",
    ["accuracy_score(y, y)"] = "use metrics.accuracy(y, yhat)",
    ["train(model.linear, {1}, {1})"] = "m (argument 1): model expected, got a function; a model is made by a call",
    ["d.describe()"] = "dataset expected before ':', got nil; call it as d:describe()",
  })
end)

case("a condition over several lines with a colon in a call is no block of Python", function(t)
  t:enter("s = 'abc'"):enter("if s"):enter("  :upper() == 'ABC' then print 'yes' end"):expect("\nyes\n")
  t:continue("for c in s:gmatch '.' do"):enter("io.write(c, ' :')"):enter("end"):expect("a :b :c :")
  t:enter("print '.'"):continue("if s == ': ' then"):enter("else print 'no' end"):expect("\nno\n")
end)

at_terminal("long values and warnings are broken between words", function(t)
  t:enter("(('word '):rep(9))"):expect('\n"word word word word word word word\nword word "\n')
  t:enter("w = vector{0, 1} / vector{0, 0}"):expect("\nwarning: /: 0 / 0 at element 1 is nan"):prompt()
  t:enter("data.load'iris'; w = vector{1e308} * vector{1e308}; w"):missing("warni\nng")
end, {columns = 38})

check.done("mistakes")
