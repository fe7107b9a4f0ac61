-- coroutines.lua - the coroutine library.

local coroutines = {}

coroutines.topics = {
  {"coroutine", "coroutine.wrap(function() ... coroutine.yield(x) ... end)",
    "A function that can pause: it hands out a value with yield and goes on from there at the "
      .. "next call. Its type is \"thread\".",
    "count = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i * i) end end)\n"
      .. "count(), count() --> 1\t4",
    {"coroutines", "thread", "generator"}},
  {"coroutine.close", "coroutine.close(co) -> boolean, any",
    "Ends a suspended coroutine and closes its <close> variables; returns whether it ended "
      .. "without an error.",
    "coroutine.close(coroutine.create(print)) --> true"},
  {"coroutine.create", "coroutine.create(f) -> thread",
    "Makes a coroutine that will run f; coroutine.resume starts it.",
    "co = coroutine.create(function(x) return x + 1 end)\ncoroutine.resume(co, 4) --> true\t5"},
  {"coroutine.isyieldable", "coroutine.isyieldable() -> boolean",
    "Whether the running code may call coroutine.yield.",
    "coroutine.wrap(function() return coroutine.isyieldable() end)() --> true"},
  {"coroutine.resume", "coroutine.resume(co, ...) -> boolean, any",
    "Continues a coroutine; returns true and what it yields or returns, or false and the error "
      .. "message.",
    "co = coroutine.create(function() coroutine.yield('a') return 'b' end)\n"
      .. "coroutine.resume(co) --> true\ta\ncoroutine.resume(co) --> true\tb\n"
      .. "coroutine.resume(co) --> false\tcannot resume dead coroutine"},
  {"coroutine.running", "coroutine.running() -> thread, boolean",
    "Returns the running coroutine, and whether it is the main program.",
    "select(2, coroutine.wrap(function() return coroutine.running() end)()) --> false"},
  {"coroutine.status", "coroutine.status(co) -> string",
    "\"suspended\", \"running\", \"normal\" (it has resumed another one) or \"dead\".",
    "coroutine.status(coroutine.create(print)) --> suspended"},
  {"coroutine.wrap", "coroutine.wrap(f) -> function",
    "Makes a coroutine and returns a function that continues it at each call; it can be used "
      .. "in a for loop.",
    "s = ''\n"
      .. "for c in coroutine.wrap(function() coroutine.yield('x') coroutine.yield('y') end) do"
      .. " s = s .. c end\n"
      .. "s --> xy"},
  {"coroutine.yield", "coroutine.yield(...) -> any",
    "Pauses the running coroutine: its arguments become the results of resume, and the "
      .. "arguments of the next resume become its results.",
    "echo = coroutine.wrap(function(x) while true do x = coroutine.yield(2 * x) end end)\n"
      .. "echo(1), echo(5) --> 2\t10",
    {"yield"}},
}

return coroutines
