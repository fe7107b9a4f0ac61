-- points.lua - points that can be added, moved and removed, by mouse or by keys.
--
-- The slider "point" selects one (0: none), and two sliders are its coordinates; with
-- none selected they are the place of a new one. A third slider, if there are classes,
-- is its class.

local sheet = require "mlrepl.explore.sheet"
local sliders = require "mlrepl.explore.sliders"

local points = {}

local MARGIN = 0.1 -- of the ranges, on both sides of the data

points.mouse = "a click adds a point, dragging moves it, a right click removes it"
points.letters = "a adds a point at the cross, d removes the selected one"

local function range_of(v)
  local least, most = v:min(), v:max()
  local room = most > least and (most - least) * MARGIN or 1
  local function short(value) return tonumber(("%.3g"):format(value)) end
  return {short(least - room), short(most + room), short((least + most) / 2)}
end

-- x and y are lists, `classes` may be nil. `names` are those of the coordinates.
function points.new(fail, names, x, y, classes)
  local set = {x = x:totable(), y = y:totable(), classes = classes and classes:totable()}
  set.list = {sliders.number(fail, "point", {0, 1, 0}),
    sliders.number(fail, "x", range_of(x)), sliders.number(fail, "y", range_of(y))}
  set.list[1].to = #x
  set.list[2].label, set.list[3].label = names[1], names[2]
  if classes then set.list[4] = sliders.choice(fail, "class", {0, 1}, 2) end
  for _, s in ipairs(set.list) do s.by_mouse = true end
  return set
end

local function select(set, i)
  set.list[1].at = i
  if i == 0 then return end
  set.list[2].at, set.list[3].at = set.x[i], set.y[i]
  if set.classes then set.list[4].at = set.classes[i] + 1 end
end

local function class_now(set) return set.list[4] and sliders.value(set.list[4]) end

local function add(set, x, y)
  local n = #set.x + 1
  set.x[n], set.y[n] = x, y
  if set.classes then set.classes[n] = class_now(set) end
  set.list[1].to = n
  return n
end

local function remove(set, i)
  if not i or i == 0 or #set.x <= set.least then return false end
  table.remove(set.x, i)
  table.remove(set.y, i)
  if set.classes then table.remove(set.classes, i) end
  set.list[1].to = #set.x
  select(set, 0)
  return true
end

-- -- keys -----------------------------------------------------------------------------

-- Called after a slider was moved.
function points.moved(set, s)
  local i = set.list[1].at
  if s == set.list[1] then return select(set, i) end
  if i == 0 then return end
  set.x[i], set.y[i] = set.list[2].at, set.list[3].at
  if set.classes then set.classes[i] = class_now(set) end
end

function points.keys(set)
  return {
    a = function()
      select(set, 0)
      add(set, set.list[2].at, set.list[3].at)
      return true
    end,
    d = function() return remove(set, set.list[1].at) end,
  }
end

-- -- the mouse ------------------------------------------------------------------------

local function under(set, event)
  for i = #set.x, 1, -1 do
    if event.near(set.x[i], set.y[i]) then return i end
  end
end

local function move_to(set, i, event)
  if not i then return false end
  set.x[i], set.y[i] = event.x, event.y
  if set.list[1].at == i then select(set, i) end
  return true
end

-- Handles an event in the panel of the points.
function points.click(set, event)
  if event.kind == "drag" then return move_to(set, set.held, event) end
  set.held = nil
  if event.kind == "release" then return false end
  local i = under(set, event)
  if event.button == 3 then return remove(set, i) end
  set.held = i
  if i then
    select(set, i)
  else
    select(set, 0)
    set.held = add(set, event.x, event.y)
  end
  return true
end

-- -- drawing --------------------------------------------------------------------------

-- A ring around the selected point, or a cross where a new one would be added. In a notebook,
-- points are neither selected nor added.
function points.draw_cursor(set, axes)
  if sheet.is_wanted() then return end
  local selected = set.list[1].at > 0
  local ring = {marker = selected and "o" or "+", size = selected and 15 or 10, alpha = 1,
    color = "black"}
  if selected then
    local angle = vector.linspace(0, 2 * math.pi, 41)
    local rx = (set.list[2].to - set.list[2].from) / 60
    local ry = (set.list[3].to - set.list[3].from) / 45
    axes:line(cos(angle) * rx + set.list[2].at, sin(angle) * ry + set.list[3].at,
      {color = "black", linewidth = 2})
  else
    axes:scatter({set.list[2].at}, {set.list[3].at}, ring)
  end
end

return points
