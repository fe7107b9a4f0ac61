-- through_lua.lua - runs suites of this folder in lua5.4 with `require "mlrepl"`. Left out are those
-- that need the prompt, a terminal, modules of the library or what mlrepl changes in Lua itself, and
-- those that take long.
local check = dofile("tests/check.lua")

if check.sanitized then
  print("through_lua: not run: lua5.4 cannot load a module that is built with sanitizers")
  check.done("through_lua")
end

local plugins = os.getenv("MLREPL_PLUGINS")
local build = plugins and plugins:match("^(.*)/plugins$") or "build"

local SUITES = {
  "counted", "custom", "data", "data_read", "diagnostics", "exact", "explain", "features",
  "grouped", "kinds", "library", "linalg", "matrix", "methods", "metrics", "model",
  "nan", "nist", "npy", "options", "plot", "poisson", "rowless", "scaled",
  "selection", "softmax", "statistics", "textbooks", "train", "vector",
  "weights",
}

local COMMAND = "MLREPL_PLOT=none LUA_PATH='lib/?.lua' LUA_CPATH='%s/?.so' "
  .. "lua5.4 -e 'require[[mlrepl]].globals()' tests/lua/%s.lua 2>&1 </dev/null"

for _, suite in ipairs(SUITES) do
  check.case(suite .. " in lua5.4", function()
    local text, exit = check.output(COMMAND:format(build, suite))
    if exit ~= 0 or not text:find("passed, 0 failed\n$") then error(text) end
  end)
end

check.done("through_lua")
