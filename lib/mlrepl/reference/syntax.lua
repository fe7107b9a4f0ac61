-- syntax.lua - the keywords of Lua and what programs are made of. Each topic is a list: name,
-- usage, help, example, aliases.

local syntax = {}

syntax.topics = {
  {"and", "a and b",
    "Is a if a is false or nil, and b otherwise; b is evaluated only if it is needed. The "
      .. "result is one of the two values, not necessarily a boolean.",
    "1 < 2 and 'yes' --> yes\nnil and 5 --> nil"},
  {"break", "break",
    "Leaves the innermost for, while or repeat loop. The program continues after that loop.",
    "for i = 1, 10 do if i * i > 20 then last = i break end end\nlast --> 5"},
  {"do", "do ... end",
    "Groups statements; a local variable declared between do and end exists only there. In for "
      .. "and while, do starts the body of the loop.",
    "x = 1\ndo local x = 2 end\nx --> 1"},
  {"else", "if condition then ... else ... end",
    "Starts the part of an if that runs when no condition was true.",
    "x = -3\nif x > 0 then s = 'positive' else s = 'not positive' end\ns --> not positive"},
  {"elseif", "if a then ... elseif b then ... end",
    "Tests another condition when those before it were false. It is one word: else if would "
      .. "start a second if with its own end.",
    "x = 0\nif x > 0 then s = '+' elseif x < 0 then s = '-' else s = '0' end\ns --> 0"},
  {"end", "end",
    "Ends the block that do, then, else, for, while or function began. A repeat loop ends with "
      .. "until instead.",
    "function twice(x) return 2 * x end\ntwice(4) --> 8"},
  {"false", "false",
    "The boolean false. Conditions treat only false and nil as false: 0 and the "
      .. "empty string count as true.",
    "not false --> true\nif 0 then s = 'zero is true' end\ns --> zero is true",
    {"truth", "boolean"}},
  {"for", "for i = first, last, step do ... end",
    "Counts i from first to last, both included, by step (1 if omitted). The other form, for "
      .. "k, v in pairs(t) do ... end, visits the items that an iterator returns.",
    "sum = 0\nfor i = 1, 10 do sum = sum + i end\nsum --> 55\n"
      .. "for k, v in pairs{a = 7} do s = k .. '=' .. v end\ns --> a=7"},
  {"function", "function name(a, b) ... end",
    "Defines a function; return gives its results. A function is a value: function(x) ... end "
      .. "without a name can be stored in a variable or passed on.",
    "function area(w, h) return w * h end\narea(3, 4) --> 12\n"
      .. "square = function(x) return x ^ 2 end\nsquare(5) --> 25.0"},
  {"goto", "goto name",
    "Jumps to the label ::name:: in the same function, but not into a block or past a local "
      .. "variable. A label at the end of a loop's body works as continue in other languages.",
    "sum = 0\nfor i = 1, 5 do\nif i % 2 == 0 then goto continue end\nsum = sum + i\n"
      .. "::continue::\nend\nsum --> 9",
    {"::", "label", "labels", "continue"}},
  {"if", "if condition then ... end",
    "Runs the statements after then if the condition is neither false nor nil. elseif and else "
      .. "add alternatives.",
    "n = 7\nif n % 2 == 1 then s = 'odd' end\ns --> odd",
    {"conditional"}},
  {"in", "for a, b in iterator do ... end",
    "Separates the variables of a for loop from the iterator that supplies their values, such "
      .. "as pairs(t), ipairs(t) or string.gmatch(s, pattern).",
    "n = 0\nfor word in ('a b c'):gmatch('%a') do n = n + 1 end\nn --> 3",
    {"iterator"}},
  {"local", "local x = value",
    "Declares a variable that exists only in its block or function; without local, a variable "
      .. "is global. local c <const> = 5 forbids assignment, and local f <close> = ... closes the "
      .. "value at the end of the block. At the prompt, a local outside blocks is a global, so "
      .. "that later entries see it.",
    "function hypotenuse(a, b)\nlocal c2 = a ^ 2 + b ^ 2\nreturn c2 ^ 0.5\nend\n"
      .. "hypotenuse(3, 4) --> 5.0",
    {"<const>", "<close>", "const", "close", "scope"}},
  {"nil", "nil",
    "The value of everything that has no value yet: an undefined variable, a missing key, an "
      .. "omitted argument. Assigning nil removes a variable or a key.",
    "t = {a = 1}\nt.b --> nil\nt.a = nil\nnext(t) --> nil",
    {"None", "null"}},
  {"not", "not x",
    "Is true if x is false or nil, and false otherwise.",
    "not nil --> true\nnot 0 --> false"},
  {"or", "a or b",
    "Is a unless a is false or nil, and then b; b is evaluated only if it is needed. It often "
      .. "supplies a default value.",
    "name = nil\nname or 'unknown' --> unknown\nfalse or nil --> nil"},
  {"repeat", "repeat ... until condition",
    "Runs its body once and then again until the condition is true. The condition may use "
      .. "local variables of the body.",
    "n = 1\nrepeat n = n * 2 until n > 100\nn --> 128",
    {"until"}},
  {"return", "return a, b",
    "Ends the function and gives its results, of which there may be any number. It must be the "
      .. "last statement of a block.",
    "function ends(t) return t[1], t[#t] end\nends{4, 5, 6} --> 4\t6"},
  {"then", "if condition then ... end",
    "Follows the condition of if and elseif and starts the statements that run if it is true.",
    "if #'abc' == 3 then s = 'three' end\ns --> three"},
  {"true", "true",
    "The boolean true. Comparisons return true or false.",
    "2 > 1 --> true\ntype(true) --> boolean"},
  {"while", "while condition do ... end",
    "Repeats its body as long as the condition is true; it is tested before each turn.",
    "n = 10\nwhile n > 1 do n = n // 2 end\nn --> 1"},
  {"comments", "-- text",
    "Two hyphens start a comment that ends with the line. --[[ starts one that goes on to ]], "
      .. "over several lines if necessary.",
    "x = 1 -- the rest of this line is ignored\n--[[ so is\nthis ]]\nx --> 1",
    {"--", "--[[", "comment"}},
  {"varargs", "function f(...) ... end",
    "Three dots stand for any number of further arguments. {...} collects them in a table, and "
      .. "select('#', ...) counts them, including nil. Lua ignores surplus "
      .. "arguments of your functions; mlrepl's own functions refuse them.",
    "function count(...) return select('#', ...) end\ncount(1, nil, 3) --> 3\n"
      .. "function first(...) local t = {...} return t[1] end\nfirst(7, 8) --> 7",
    {"...", "arguments", "vararg"}},
  {"metatables", "setmetatable(t, {__index = ..., __add = ...})",
    "A metatable says what operators and missing keys do for a table: __add is called for +, "
      .. "__index for keys that t does not have, __tostring by print. Classes are built this way.",
    "Point = {}\nPoint.__index = Point\n"
      .. "function Point.new(x, y) return setmetatable({x = x, y = y}, Point) end\n"
      .. "function Point:norm() return (self.x ^ 2 + self.y ^ 2) ^ 0.5 end\n"
      .. "Point.new(3, 4):norm() --> 5.0",
    {"metatable", "class", "classes", "object", "objects", "metamethods", "inheritance"}},
  {"__index", "metatable.__index = table or function(t, key)",
    "Used for keys that the table itself lacks: a table is searched, a function is called. "
      .. "It gives objects their methods and default values.",
    "t = setmetatable({}, {__index = {color = 'red'}})\nt.color --> red"},
  {"__newindex", "metatable.__newindex = function(t, key, value)",
    "Is called instead of storing a value under a key that the table lacks. rawset(t, key, "
      .. "value) stores it without another call.",
    "log = {}\n"
      .. "mt = {__newindex = function(t, k, v) log[#log + 1] = k rawset(t, k, v) end}\n"
      .. "t = setmetatable({}, mt)\n"
      .. "t.a = 1\nlog[1], t.a --> a\t1"},
  {"__call", "metatable.__call = function(t, ...)",
    "Is run when the table is called like a function; the table is its first argument.",
    "adder = setmetatable({n = 5}, {__call = function(t, x) return t.n + x end})\n"
      .. "adder(2) --> 7"},
  {"__tostring", "metatable.__tostring = function(t)",
    "Returns the text that tostring and print show for the table.",
    "t = setmetatable({}, {__tostring = function() return 'my table' end})\n"
      .. "tostring(t) --> my table"},
  {"__add", "metatable.__add = function(a, b)",
    "Is called for a + b if one of the operands has it. Likewise __sub, __mul, __div, __mod, "
      .. "__pow, __unm (-a), __idiv (//), __concat (..), __len (#), __band, __bor, __bxor, __bnot, "
      .. "__shl and __shr.",
    "money = {__add = function(a, b) return a.n + b.n end}\n"
      .. "a = setmetatable({n = 2}, money)\na + a --> 4",
    {"__sub", "__mul", "__div", "__mod", "__pow", "__unm", "__idiv", "__concat", "__len",
      "__band", "__bor", "__bxor", "__bnot", "__shl", "__shr"}},
  {"__eq", "metatable.__eq = function(a, b)",
    "Decides a == b for two different tables. __lt decides a < b and __le decides a <= b.",
    "mt = {__eq = function(a, b) return a.n == b.n end}\n"
      .. "setmetatable({n = 1}, mt) == setmetatable({n = 1}, mt) --> true",
    {"__lt", "__le"}},
  {"__gc", "metatable.__gc = function(object)",
    "Is called when the object is no longer reachable and its memory is about to be freed. "
      .. "__close is called when a variable declared with <close> ends, which is at a known time.",
    "do local f <close> = setmetatable({}, {__close = function() s = 'closed' end}) end\n"
      .. "s --> closed",
    {"__close"}},
  {"__mode", "metatable.__mode = \"k\", \"v\" or \"kv\"",
    "Makes the keys or values of a table weak: an object that is reachable only from there is "
      .. "removed from it.",
    "cache = setmetatable({}, {__mode = 'v'})\ncache[1] = {}\ncollectgarbage()\n"
      .. "cache[1] --> nil",
    {"weak"}},
}

return syntax
