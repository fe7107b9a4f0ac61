-- mlrepl.lua - `require "mlrepl"` from Lua 5.4: checks the version, which the C part cannot, since
-- other versions fail to load it, and loads the C part.

if _VERSION ~= "Lua 5.4" then
  local jit = rawget(_G, "jit")
  error("mlrepl needs Lua 5.4; this is " .. (jit and jit.version or _VERSION), 0)
end

local path, searched = package.searchpath("mlrepl", package.cpath)
if not path then error("mlrepl.so not found:" .. searched, 0) end
local open, why = package.loadlib(path, "luaopen_mlrepl")
if not open then error("mlrepl: " .. why, 0) end
return open("mlrepl", path)
