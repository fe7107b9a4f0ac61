-- explore.lua - explore{...}: sliders of the user, and whatever draw does.

local context = require "mlrepl.context"
local loop = require "mlrepl.explore.loop"
local sliders = require "mlrepl.explore.sliders"

local explore = {}

local NAME = "explore"

local function fail(text, ...) context.fail(NAME, text:format(...)) end

local function read_sliders(options)
  local list = {}
  for name, given in pairs(options) do
    if type(name) ~= "string" then
      fail("slider name expected as key, as in explore{w={0, 1}, draw=f}; got %s",
        context.describe(name))
    end
    if name ~= "draw" then list[#list + 1] = sliders.read(fail, name, given) end
  end
  table.sort(list, function(a, b) return a.name < b.name end)
  if #list == 0 then fail("no sliders given; add one, as in explore{w={0, 1}, draw=f}") end
  return list
end

function explore.explore(options)
  if context.describe(options) ~= "table" then
    fail("table expected, as in explore{w={0, 1}, draw=function(p) ... end}, got %s",
      context.describe(options))
  end
  if type(options.draw) ~= "function" then
    fail("draw: function(p) expected, got %s", context.describe(options.draw))
  end
  return loop.run{name = NAME, sliders = read_sliders(options), draw = options.draw}
end

return explore
