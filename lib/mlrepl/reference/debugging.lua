-- debugging.lua - the debug library.

local debugging = {}

debugging.topics = {
  {"debug", "debug.name(...)",
    "The library for looking into running code: its functions, variables and lines.",
    "type(debug.traceback()) --> string"},
  {"debug.debug", "debug.debug() -> nothing",
    "Reads and runs lines from standard input until the line cont.",
    "type(debug.debug) --> function"},
  {"debug.gethook", "debug.gethook(thread) -> any, string, number",
    "Returns the hook set by debug.sethook, its mask and its count.",
    "type(debug.gethook) --> function"},
  {"debug.getinfo", "debug.getinfo(f, what) -> table or nil",
    "A table about a function, or about the function at a level of the call stack: \"S\" where "
      .. "it was defined, \"l\" the current line, \"n\" its name, \"u\" its parameters.",
    "debug.getinfo(function(a, b) end, 'u').nparams --> 2\n"
      .. "debug.getinfo(print, 'S').what --> C"},
  {"debug.getlocal", "debug.getlocal(level, n) -> string or nil, any",
    "The name and value of the n-th local variable at a level of the call stack; of a "
      .. "function, the name of its n-th parameter.",
    "debug.getlocal(function(first, second) end, 2) --> second"},
  {"debug.getmetatable", "debug.getmetatable(value) -> any",
    "The metatable of any value, even a protected one.",
    "debug.getmetatable('').__index == string --> true"},
  {"debug.getregistry", "debug.getregistry() -> table",
    "The table in which C code keeps its values.",
    "type(debug.getregistry()) --> table"},
  {"debug.getupvalue", "debug.getupvalue(f, n) -> string or nil, any",
    "The name and value of the n-th variable that f uses from outside.",
    "do local k = 7 f = function() return k end end\ndebug.getupvalue(f, 1) --> k\t7"},
  {"debug.getuservalue", "debug.getuservalue(u, n) -> any, boolean",
    "The n-th value associated with a userdata.",
    "(debug.getuservalue(io.stdout, 1)) --> nil"},
  {"debug.sethook", "debug.sethook(hook, mask, count) -> nothing",
    "Calls hook at every call (\"c\"), return (\"r\") or line (\"l\"), or every count "
      .. "instructions.",
    "type(debug.sethook) --> function"},
  {"debug.setlocal", "debug.setlocal(level, n, value) -> string or nil",
    "Assigns to the n-th local variable at a level of the call stack.",
    "function f() local x = 1 debug.setlocal(1, 1, 5) return x end\nf() --> 5"},
  {"debug.setmetatable", "debug.setmetatable(value, metatable) -> like value",
    "Sets the metatable of any value; all numbers, for example, share one.",
    "debug.setmetatable(nil, nil) --> nil"},
  {"debug.setupvalue", "debug.setupvalue(f, n, value) -> string or nil",
    "Assigns to the n-th variable that f uses from outside.",
    "do local k = 7 f = function() return k end end\ndebug.setupvalue(f, 1, 8) --> k\n"
      .. "f() --> 8"},
  {"debug.setuservalue", "debug.setuservalue(u, value, n) -> like u or nil",
    "Sets the n-th value associated with a userdata.",
    "type(debug.setuservalue) --> function"},
  {"debug.traceback", "debug.traceback(message, level) -> string",
    "The message followed by the functions that are running, as text.",
    "debug.traceback('here'):match('here') --> here"},
  {"debug.upvalueid", "debug.upvalueid(f, n) -> any",
    "Identifies the n-th outside variable of f: two functions share a variable if the results "
      .. "are equal.",
    "do local k f = function() return k end g = function() return k end end\n"
      .. "debug.upvalueid(f, 1) == debug.upvalueid(g, 1) --> true"},
  {"debug.upvaluejoin", "debug.upvaluejoin(f, n, g, m) -> nothing",
    "Makes the n-th outside variable of f the same as the m-th of g.",
    "do local a, b = 1, 2 f = function() return a end g = function() return b end end\n"
      .. "debug.upvaluejoin(f, 1, g, 1)\nf() --> 2"},
}

return debugging
