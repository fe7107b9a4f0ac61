-- input.lua - what an exploration gets from the user: keys, and its sliders and the mouse
-- in the page of figures or in the window.
--
-- An event is a table with its kind:
--   "slide"    slider, its index, and either share, the position from 0 to 1, or at, the
--              value or the index of a choice
--   "press", "drag", "release"   of the mouse; see loop.lua
--   "done"     the user has finished

local frames = require "mlrepl.frames"
local hand = require "mlrepl.plots.hand"
local keyboard = require "mlrepl.keyboard"
local page = require "mlrepl.page"
local sliders = require "mlrepl.explore.sliders"

local input = {}

-- -- the page ---------------------------------------------------------------------------

local function texts(choices)
  local list = {}
  for i, choice in ipairs(choices) do list[i] = tostring(choice) end
  return list
end

local function offer_page(e)
  local list = {}
  for i, s in ipairs(e.sliders) do
    list[i] = {name = s.name, label = s.label, from = s.from, to = s.to, at = s.at,
      whole = s.whole or false, log = s.log or false, choices = s.choices and texts(s.choices)}
  end
  local text = e.mouse or "Move the sliders."
  page.offer(hand.json{sliders = list, mouse = e.click and true, text = text})
end

local MICE = {press = true, drag = true, release = true}

-- "slider 1 0.5", "press 7 1 x y near near button", "done": see lib/page/controls.js.
local function page_event(text)
  local kind, rest = text:match("^(%l+) ?(.*)$")
  local n = hand.numbers(rest or "")
  if kind == "done" then return {kind = kind} end
  if kind == "slider" and n and #n == 2 then
    return {kind = "slide", slider = math.tointeger(n[1]), at = n[2]}
  end
  if not MICE[kind] or not n or #n ~= 7 then return nil end
  return {kind = kind, figure = math.tointeger(n[1]), panel = math.tointeger(n[2]), x = n[3] + 0.0,
    y = n[4] + 0.0, button = math.tointeger(n[7]),
    near = function(x, y) return math.abs(x - n[3]) <= n[5] and math.abs(y - n[4]) <= n[6] end}
end

-- -- the window -------------------------------------------------------------------------

local function offer_window(e)
  local list = {}
  for i, s in ipairs(e.sliders) do
    local value = sliders.value(s)
    list[i] = {name = s.label or s.name, share = sliders.share(s),
      value = type(value) == "number" and ("%.6g"):format(value) or tostring(value)}
  end
  frames.sliders(list)
  frames.touch(e.click ~= nil, true)
end

local function window_event()
  local kind, first, x, y, panel, near_x, near_y, button = frames.touched()
  if kind == "slide" then return {kind = kind, slider = first, share = x} end
  return kind and {kind = kind, figure = first, panel = panel, x = x, y = y, button = button,
    near = function(u, v) return math.abs(u - x) <= near_x and math.abs(v - y) <= near_y end}
end

-- -- both -------------------------------------------------------------------------------

-- Shows the sliders where there is a mouse; events follow.
function input.offer(e)
  if page.active() then return offer_page(e) end
  if frames.many then offer_window(e) end
end

function input.withdraw()
  page.offer(nil)
  frames.sliders{}
  frames.touch(false)
end

-- The next key (as keyboard.key returns it) or the next event within that time; at least
-- one of them is nil.
function input.next(seconds)
  if page.active() then
    local key, text = hand.next(seconds, true)
    return key, text and page_event(text)
  end
  local event = window_event()
  if event then return nil, event end
  frames.wait(seconds)
  local key = keyboard.key(0)
  if key == nil then event = window_event() end
  return key, event
end

return input
