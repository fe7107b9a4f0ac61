-- loop.lua - runs an exploration: sliders moved by keys or the mouse, and figures that
-- follow them.
--
-- An exploration is a table:
--   name     for messages
--   sliders  a list, see sliders.lua
--   quiet    optional: true silences the program's warnings while drawing
--   draw     function(p), called with the values by name; shows what it draws, and what
--            it shows
--   mouse    optional: a line that tells what the mouse does in a window
--   letters  optional: a line that tells what the keys below do
--   keys     optional: key -> function(e), which returns whether something changed
--   moved    optional: function(e, slider), called after a slider was moved
--   click    optional: function(e, event), likewise; the event has the fields kind
--            ("press", "drag" or "release"), figure, panel, x, y, button (1 left, 3
--            right) and near(x, y), which tells whether that place is under the pointer

local context = require "mlrepl.context"
local frames = require "mlrepl.frames"
local input = require "mlrepl.explore.input"
local keyboard = require "mlrepl.keyboard"
local screen = require "mlrepl.explore.screen"
local sheet = require "mlrepl.explore.sheet"
local sliders = require "mlrepl.explore.sliders"

local loop = {}

local FINE, COARSE = 1 / 100, 1 / 10 -- fraction of the range per key press

-- -- drawing --------------------------------------------------------------------------

local function drop(figure)
  local gone <close> = figure -- luacheck: ignore
end

local function add_new(list, figure)
  for _, known in ipairs(list) do
    if rawequal(known, figure) then return end
  end
  if figure and frames.marks(figure) > 0 then list[#list + 1] = figure end
end

-- Calls draw with a new current figure. Returns the figures to show: that one, if it
-- was drawn in, those that draw showed, and the one that is current at the end.
local function draw(e, state)
  if state.own then drop(state.own) end
  local shown, list = {}, {}
  state.own = plot.figure{}
  frames.capture(shown)
  local quiet = e.quiet and context.quiet(true)
  local ok, message = pcall(e.draw, sliders.values(e.sliders))
  if e.quiet then context.quiet(quiet) end
  frames.capture(nil)
  if not ok then error(message, 0) end
  add_new(list, state.own)
  for _, figure in ipairs(shown) do add_new(list, figure) end
  add_new(list, frames.current())
  if frames.marks(state.own) == 0 then
    drop(state.own)
    state.own = nil
  end
  return list
end

-- Shows each figure as a frame in place of the one before. A terminal has room for one:
-- the last follows, and all appear at the end.
local function show(list, before, last)
  for i, figure in ipairs(list) do
    local follows = frames.many or i == #list
    if frames.show and follows then
      frames.show(figure, last, before[i])
    elseif last then
      figure:show()
    end
  end
end

-- The output of draw appears above the sliders.
local function redraw(e, state)
  screen.take_away(state)
  local list = draw(e, state)
  show(list, state.figures, false)
  state.figures = list
  input.offer(e)
  screen.paint(e, state)
end

-- -- keys -----------------------------------------------------------------------------

local MOVES = {left = -FINE, right = FINE, ["-"] = -COARSE, ["+"] = COARSE, ["="] = COARSE}

local function moved(e, s, change)
  if change and e.moved then e.moved(e, s) end
  return change
end

-- Handles a key; returns whether a value has changed.
local function press(e, state, key)
  local list = e.sliders
  if e.keys and e.keys[key] then return e.keys[key](e) end
  if key == "up" then state.chosen = (state.chosen - 2) % #list + 1 end
  if key == "down" then state.chosen = state.chosen % #list + 1 end
  local digit = math.tointeger(tonumber(key))
  if digit and digit >= 1 and digit <= #list then state.chosen = digit end
  if not MOVES[key] then return false end
  local s = list[state.chosen]
  return moved(e, s, sliders.move(s, MOVES[key]))
end

-- -- the loop -------------------------------------------------------------------------

local ENDS = {enter = true, q = true, escape = true}

-- Handles an event, see input.lua; returns whether a value has changed.
local function act(e, event)
  if event.kind ~= "slide" then return e.click and e.click(e, event) end
  local s = e.sliders[event.slider]
  if not s then return false end
  if event.share then return moved(e, s, sliders.set_share(s, event.share)) end
  return moved(e, s, sliders.set_at(s, event.at))
end

-- Reads all pending keys before redrawing, because drawing may be slow.
local function turn(e, state)
  local changed, key, event = false, input.next(60)
  while key ~= nil or event do
    if key == false or ENDS[key] or event and event.kind == "done" then
      if changed then redraw(e, state) end
      return false
    end
    if event then
      changed = act(e, event) or changed
    else
      changed = press(e, state, key) or changed
    end
    key, event = input.next(0)
  end
  if changed then redraw(e, state) else screen.paint(e, state) end
  return true
end

local function interact(e, state)
  frames.keep_free(screen.lines(e))
  redraw(e, state)
  while turn(e, state) do end
  keyboard.keys(false)
  screen.take_away(state)
  show(state.figures, state.figures, true)
end

-- Restores the terminal also after an error in draw.
function loop.run(e)
  local state = {chosen = 1, figures = {}}
  if keyboard.keys(true) then
    local ok, message = pcall(interact, e, state)
    frames.keep_free(0)
    keyboard.keys(false)
    input.withdraw()
    if not ok then error(message, 0) end
  else
    local list = draw(e, state)
    if not (sheet.is_wanted() and sheet.show(e, list, function() return draw(e, state) end)) then
      show(list, {}, true)
    end
  end
  return sliders.values(e.sliders)
end

return loop
