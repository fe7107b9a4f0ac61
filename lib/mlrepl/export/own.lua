-- own.lua - what `require "mlrepl"` returns in mlrepl itself: the same table as in lua5.4, so that
-- a script runs in both.

local context = require "mlrepl.context"
local native = require "mlrepl.help"

local own = {}

for _, entry in ipairs(native.entries()) do
  local name, mark = entry.name:match("^([%a_][%w_]*)(.?)")
  if name and mark ~= ":" then own[name] = context.known[name] end
end

-- The names are globals already.
function own.globals() return own end

return own
