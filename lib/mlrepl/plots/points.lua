-- points.lua - plot.points: points that the user can add, move and remove.

local context = require "mlrepl.context"
local editing = require "mlrepl.explore.points"
local frames = require "mlrepl.frames"
local hand = require "mlrepl.plots.hand"
local input = require "mlrepl.explore.input"
local keyboard = require "mlrepl.keyboard"
local page = require "mlrepl.page"
local pictures = require "mlrepl.plots.common"

local NAME = "plot.points"
local STYLES = {"color", "marker", "size", "label", "alpha", "edgecolor"}
local TEXT = "Click adds a point, dragging moves it, a right click removes it."

local function style_of(options)
  local style = {}
  for _, key in ipairs(STYLES) do style[key] = options[key] end
  return style
end

-- -- editing -------------------------------------------------------------------------------

-- x1 y1 x2 y2 ... as two vectors; nil if the event is none.
local function pairs_in(text)
  local list = hand.numbers(text)
  if not list or #list < 3 or #list % 2 == 0 then return nil end
  local x, y = {}, {}
  for i = 2, #list, 2 do
    x[#x + 1] = list[i]
    y[#y + 1] = list[i + 1]
  end
  return vector(x), vector(y)
end

-- Shows the figure and returns what the page needs to know of the points in it.
local function offer(figure, axes, mark, x, y, before)
  frames.show(figure, false, before)
  local points = {figure = page.number(figure), panel = axes - 1, x = x:totable(), y = y:totable()}
  if mark then points.mark = mark - 1 end
  return {points = points, text = TEXT}
end

-- The figure stays; when the user ends, its points are moved.
local function edit_here(x, y)
  local figure, axes, mark = page.current()
  hand.wait(offer(figure, axes, mark, x, y), function(word, rest)
    if word == "points" then
      local new_x, new_y = pairs_in(rest)
      x, y = new_x or x, new_y or y
    end
  end)
  page.replace(figure, axes, mark, x, y)
  frames.show(figure, true, figure)
  return x, y
end

local function drawn(draw, x, y)
  plot.close()
  plot.figure{}
  draw(x, y)
  return page.current()
end

-- Each change makes a new figure.
local function edit_drawn(draw, x, y)
  local figure, axes = drawn(draw, x, y)
  if not figure then context.fail(NAME, "option draw: the function left no figure") end
  hand.wait(offer(figure, axes, nil, x, y), function(word, rest)
    local new_x, new_y
    if word == "points" then new_x, new_y = pairs_in(rest) end
    if not new_x then return false end
    x, y = new_x, new_y
    local before = figure
    figure, axes = drawn(draw, x, y)
    page.offer(hand.json(offer(figure, axes, nil, x, y, before)))
  end)
  frames.show(figure, true, figure)
  return x, y
end

-- -- in the window -------------------------------------------------------------------------

local ENDS = {enter = true, q = true, escape = true, [false] = true}

-- Calls redraw(x, y) after each change by the mouse in axes `panel`, until Enter is pressed.
local function by_mouse(x, y, panel, redraw)
  local function fail(text, ...) pictures.fail(NAME, text, ...) end
  local set = editing.new(fail, {"x", "y"}, x, y)
  set.least = 1
  print(TEXT .. " Enter ends.")
  input.offer{sliders = {}, click = true}
  while true do
    local key, event = input.next(60)
    if key ~= nil and ENDS[key] then return vector(set.x), vector(set.y) end
    if event and event.panel == panel and editing.click(set, event) then
      redraw(vector(set.x), vector(set.y))
    end
  end
end

-- `draw` makes the whole figure; nil: only the points of the current one move.
local function edit_window(draw, x, y)
  if not keyboard.keys(true) then return x, y end
  local ok, first, second = pcall(function()
    if draw then drawn(draw, x, y) end
    local figure, axes, mark = page.current()
    if not figure then context.fail(NAME, "option draw: the function left no figure") end
    frames.show(figure, false)
    local new_x, new_y = by_mouse(x, y, axes, function(to_x, to_y)
      local before = figure
      if draw then
        figure = drawn(draw, to_x, to_y)
      else
        page.replace(figure, axes, mark, to_x, to_y)
      end
      frames.show(figure, false, before)
    end)
    frames.show(figure, true, figure)
    return new_x, new_y
  end)
  keyboard.keys(false)
  input.withdraw()
  if not ok then error(first, 0) end
  return first, second
end

-- -- the function --------------------------------------------------------------------------

local function points(x, y, options)
  options = context.options(NAME, options)
  x = pictures.to_vector("points", "x", x)
  y = pictures.to_vector("points", "y", y)
  if #x ~= #y then context.fail(NAME, ("x has %d elements, y has %d"):format(#x, #y)) end
  local draw = options.draw
  if draw ~= nil and type(draw) ~= "function" then
    context.fail(NAME, "option draw: function(x, y) expected, got " .. context.describe(draw))
  end
  local edits = options.edit and page.active()
  local by_window = options.edit and not edits and frames.many
  if draw and edits then return edit_drawn(draw, x, y) end
  if draw and by_window then return edit_window(draw, x, y) end
  if draw then draw(x, y) else plot.scatter(x, y, style_of(options)) end
  if edits then return edit_here(x, y) end
  if by_window then return edit_window(nil, x, y) end
  return x, y
end

local entries = {{
  name = NAME,
  usage = "plot.points(x, y, {edit=, draw=, color=, marker=, size=, label=, alpha=, edgecolor=}) "
    .. "-> vector, vector",
  help = "Draws a marker at each point, as plot.scatter does, and returns x and y. With edit=true, "
    .. "it shows the figure in the window or in the page of --plot=browser and waits: there a "
    .. "click adds a point, dragging moves it, and a right click removes it, until Enter at the "
    .. "prompt or Done in the page; then it returns the coordinates as they are. By keyboard in "
    .. "the page: Tab selects a point, arrows move it, Insert adds one, and Delete removes one. "
    .. "draw(x, y) draws the "
    .. "figure instead, again after each change, for example with the line that fits the points. "
    .. "In other places edit=true changes nothing, and the points are returned as they are.",
  example = "plot.figure()\nx, y = plot.points({1, 2, 3}, {1, 4, 9}, {label=\"data\"})\n"
    .. "y --> [1 4 9]\nplot.close()",
  fn = points,
}}

return {entries = entries}
