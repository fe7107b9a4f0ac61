-- basic.lua - the basic functions of Lua.

local basic = {}

basic.topics = {
  {"assert", "assert(value, message) -> like value, any",
    "Returns its arguments if value is neither false nor nil; otherwise raises the message as "
      .. "an error.",
    "assert(1 + 1 == 2) --> true\npcall(assert, false, 'too small') --> false\ttoo small"},
  {"collectgarbage", "collectgarbage(option) -> number or boolean",
    "Frees the memory of unreachable values at once; with \"count\", returns the memory in "
      .. "use, in kilobytes.",
    "collectgarbage() --> 0\ncollectgarbage('count') > 0 --> true", nil,
    {option = {"collect", "count", "step", "stop", "restart", "isrunning", "incremental",
      "generational"}}},
  {"dofile", "dofile(path) -> any",
    "Runs a Lua file and returns its results. At the prompt, %run file does the same.",
    "path = os.tmpname()\nf = io.open(path, 'w')\nf:write('return 6 * 7')\nf:close()\n"
      .. "dofile(path) --> 42\nos.remove(path) --> true"},
  {"error", "error(message, level) -> nothing",
    "Stops the running function with an error, which may be any value. Level 2 blames the "
      .. "caller's line, and 0 adds no position.",
    "pcall(error, 'too hot', 0) --> false\ttoo hot"},
  {"_G", "_G",
    "The table of all global variables, with their names as keys.",
    "x = 5\n_G.x --> 5\n_G['x'] --> 5",
    {"globals", "_ENV"}},
  {"_VERSION", "_VERSION",
    "The version of the language.",
    "_VERSION --> Lua 5.4"},
  {"getmetatable", "getmetatable(value) -> any",
    "Returns the metatable of the value, or nil; see metatables.",
    "mt = {}\ngetmetatable(setmetatable({}, mt)) == mt --> true"},
  {"ipairs", "ipairs(t) -> iterator of number, item of t",
    "Iterates over t[1], t[2], ... in order, up to the first nil, with index and value.",
    "s = ''\nfor i, v in ipairs{'a', 'b'} do s = s .. i .. v end\ns --> 1a2b"},
  {"load", "load(text, name) -> function or nil, string",
    "Compiles Lua code given as a string and returns it as a function; for invalid code, "
      .. "returns nil and a message.",
    "f = load('return 1 + 2')\nf() --> 3\n"
      .. "load('1 +') --> nil\t[string \"1 +\"]:1: unexpected symbol near '1'"},
  {"loadfile", "loadfile(path) -> function or nil, string",
    "Compiles a Lua file without running it and returns it as a function, or nil and a message.",
    "(loadfile('no-such-file.lua')) --> nil"},
  {"lua", "lua",
    "Lua 5.4 programs run unchanged, with these exceptions. load, loadfile, dofile and require "
      .. "read source text only: a binary chunk could crash the program. Ctrl-C stops every "
      .. "function, also inside pcall. A finalizer (__gc) runs in a coroutine, and not while a "
      .. "function of this program runs. Numbers keep their decimal point in every locale. A "
      .. "collected file of io.popen does not wait for its program. There are more globals, such "
      .. "as vector; yours take their place.",
    "load(string.dump(function() end)) --> nil\tload: binary chunk (from luac or string.dump); "
      .. "only Lua source code can be loaded\n_VERSION --> Lua 5.4",
    {"stock lua", "differences"}},
  {"next", "next(t, key) -> any, any",
    "Returns a key of t and its value: the one after key, or the first one. next(t) == nil "
      .. "tells whether a table is empty.",
    "next{} --> nil\nnext{a = 1} --> a\t1"},
  {"pairs", "pairs(t) -> iterator of any, any",
    "Iterates over all keys and values of a table, in no particular order.",
    "n = 0\nfor key, value in pairs{a = 1, b = 2} do n = n + value end\nn --> 3"},
  {"pcall", "pcall(f, ...) -> boolean, any",
    "Calls f and catches errors: returns true and the results, or false and the error message.",
    "pcall(math.sqrt, 9) --> true\t3.0\n(pcall(error)) --> false",
    {"try", "catch", "exception"}},
  {"print", "print(...) -> nothing",
    "Prints its arguments as text, separated by tabs, and a new line. io.write prints without "
      .. "the tabs and the new line.",
    "print('x =', 5)"},
  {"rawequal", "rawequal(a, b) -> boolean",
    "Whether a and b are the same value, without calling __eq.",
    "rawequal('a', 'a') --> true\nrawequal({}, {}) --> false"},
  {"rawget", "rawget(t, key) -> any",
    "Returns t[key] without calling __index.",
    "t = setmetatable({}, {__index = function() return 1 end})\nt.x, rawget(t, 'x') --> 1\tnil"},
  {"rawlen", "rawlen(x) -> number",
    "The length of a table or string, without calling __len.",
    "rawlen{5, 6} --> 2"},
  {"rawset", "rawset(t, key, value) -> like t",
    "Stores a value in a table without calling __newindex, and returns the table.",
    "rawset({}, 'a', 1).a --> 1"},
  {"require", "require(name) -> any",
    "Loads the module name.lua from package.path once and returns its result, usually a table "
      .. "of functions.",
    "require('string') == string --> true",
    {"module", "modules", "import"}},
  {"select", "select(n, ...) -> any",
    "Returns the arguments from the n-th on; select(\"#\", ...) returns how many there are.",
    "select(2, 'a', 'b', 'c') --> b\tc\nselect('#', nil, nil) --> 2"},
  {"setmetatable", "setmetatable(t, metatable) -> like t",
    "Gives a table its metatable, which defines operators and missing keys, and returns the "
      .. "table; see metatables.",
    "t = setmetatable({}, {__len = function() return 7 end})\n#t --> 7"},
  {"tonumber", "tonumber(text, base) -> number or nil",
    "Converts text to a number, or returns nil if it is not one. A base from 2 to 36 reads "
      .. "integers in that base.",
    "tonumber('3.5') --> 3.5\ntonumber('abc') --> nil\ntonumber('ff', 16) --> 255"},
  {"tostring", "tostring(value) -> string",
    "Converts any value to text, as print does.",
    "tostring(1 / 4) --> 0.25\ntostring(nil) .. '!' --> nil!"},
  {"type", "type(value) -> string",
    "The type of a value as a string: \"nil\", \"number\", \"string\", \"boolean\", \"table\", "
      .. "\"function\", \"thread\" or \"userdata\".",
    "type(5) --> number\ntype({}) --> table\ntype(type) --> function",
    {"types"}},
  {"xpcall", "xpcall(f, handler, ...) -> boolean, any",
    "Like pcall, but passes an error to handler before the stack unwinds, so that "
      .. "debug.traceback can be used.",
    "xpcall(error, function(m) return 'caught ' .. m end, 'it') --> false\tcaught it"},
  {"package", "package.path, package.loaded",
    "The library of modules: package.path lists where require looks, and package.loaded holds "
      .. "the modules loaded so far.",
    "package.loaded.string == string --> true",
    {"package.path", "package.loaded", "package.cpath", "package.preload", "package.searchers",
      "package.config"}},
  {"package.searchpath", "package.searchpath(name, path) -> string or nil, string",
    "Looks for the file of a module: each ? in path is replaced by name. Returns the file "
      .. "name, or nil and a message.",
    "(package.searchpath('no.such.module', './?.lua')) --> nil"},
  {"package.loadlib", "package.loadlib(path, name) -> function or nil, string",
    "Loads a C library and returns one of its functions, or nil and a message.",
    "(package.loadlib('no-such-file.so', 'f')) --> nil"},
}

return basic
