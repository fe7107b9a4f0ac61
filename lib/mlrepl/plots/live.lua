-- live.lua - pictures that move: plot.live, and what train{live=true} draws.
--
-- A frame is a figure. A window or a terminal that can show one after the other
-- puts show(figure, last, before) into mlrepl.frames: the frame takes the
-- place of the one before. Where there is none, as with files, the last frame
-- alone is drawn and shown as any figure is.

local context = require "mlrepl.context"
local frames = require "mlrepl.frames"
local boundary = require "mlrepl.plots.boundary"
local pictures = require "mlrepl.plots.common"

local moving = {}

local PAUSE = 0.09 -- seconds between frames: eleven a second at most
local SHARE = 10   -- of the time, one part in so many for drawing
local SAMPLE = 500 -- examples in a moving picture
local COSTS = 1000  -- places of a moving curve
local PLACES = 50  -- a side, at which a moving boundary asks the model

-- -- frames ------------------------------------------------------------------

-- Frees a figure's memory at once: a moving picture makes many.
local function drop(figure)
  local gone <close> = figure -- luacheck: ignore
end

local function show(figure, last, before)
  if frames.show then return frames.show(figure, last, before) end
  if last then figure:show() end
end

-- When the next frame is due: a pause after the last began, and so late that
-- drawing takes no more than its share of the time.
local function clock()
  local began, took = -math.huge, 0
  local c = {}
  function c.due()
    return frames.show and context.seconds() - began >= math.max(PAUSE, took * SHARE)
  end
  function c.time(draw, ...)
    began = context.seconds()
    draw(...)
    took = context.seconds() - began
  end
  return c
end

-- -- plot.live ---------------------------------------------------------------

local function read_options(options)
  options = context.options("plot.live", options)
  local most = context.count("plot.live", "option frames", options.frames, false)
  local of_figure = {}
  for key, value in pairs(options) do
    if key ~= "frames" then of_figure[key] = value end
  end
  return most, of_figure
end

local function live(fn, options)
  if type(fn) ~= "function" then
    context.fail("plot.live", "fn (argument 1): function that draws a frame expected, got "
      .. context.describe(fn))
  end
  local most, of_figure = read_options(options)
  local c, figure, shown = clock(), nil, nil
  for k = 1, most or math.huge do
    local before = figure
    figure = plot.figure(of_figure)
    local go_on = fn(k, figure)
    if before then drop(before) end
    if go_on == false or (not most and go_on ~= true) then break end
    if c.due() then
      c.time(show, figure, false, shown)
      shown = figure
    end
  end
  if figure then show(figure, true, shown) end
end

-- -- train{live=true} --------------------------------------------------------

-- At most SAMPLE of the examples, evenly chosen.
local function sample(X, y)
  y = pictures.to_vector("live", "y", y)
  X = pictures.is(X, "matrix") and X or pictures.to_vector("live", "X", X)
  if #y <= SAMPLE then return X, y end
  local at = floor(vector.linspace(1, #y, SAMPLE))
  return X:take(at), y:take(at)
end

-- What stands beside the cost: fit, boundary, or nothing.
local function view_of(m, X, y)
  local columns = pictures.is(X, "matrix") and select(2, X:size()) or 1
  if columns == 1 then return function(axes) axes:fit(m, X, y) end end
  local classes = m.kind ~= "linear" and pictures.classes_of(y)
  if columns ~= 2 or not classes then return nil end
  return function(axes) boundary.draw(axes, m, X, y, nil, PLACES) end
end

-- A run as plot.cost takes it, with some of its costs: those of a long one would
-- take longer to draw than the training that made them.
local function some_of(run)
  local apart = math.ceil(#run.cost / COSTS)
  if apart <= 1 then return run end
  return {cost = run.cost:slice(apart, #run.cost, apart), every = apart * run.every}
end

-- A learner's own frame, or cost and view. What cannot be drawn, as the fit of
-- numbers that have run away, stays empty: training is to tell why.
local function drawing(run, X, y, own)
  if own then return function() own(run) end, {} end
  local view = view_of(run.model, sample(X, y))
  return function(figure)
    pcall(figure[1].cost, figure[1], some_of(run))
    if view then pcall(view, figure[2]) end
  end, view and {columns = 2, size = {1000, 420}} or {}
end

-- For the C side: a function of whether this is the last frame.
function moving.frames(run, X, y, own)
  local draw, options = drawing(run, X, y, own)
  local c, before = clock(), nil
  local function frame(last)
    local figure = plot.figure(options)
    draw(figure)
    show(figure, last, before)
    if before then drop(before) end
    before = figure
  end
  return function(last)
    if last or c.due() then c.time(frame, last) end
  end
end

-- -- entries -----------------------------------------------------------------

moving.entries = {{name = "plot.live", fn = live,
  usage = "plot.live(fn, {frames=, rows=, columns=, title=, size=, theme=})",
  help = "A picture that moves: calls fn(k, f) with k = 1, 2, 3 ..., each time with an empty "
    .. "figure f, which is the current one, and shows what it drew. It goes on while fn gives "
    .. "true; with frames=n, n times unless fn gives false. Ctrl-C ends it. fn may do work "
    .. "as well, a step of training for example: no more "
    .. "than eleven frames a second are shown, and fewer when showing would take more than a tenth "
    .. "of the time. The last is always shown; where figures become files, it alone is. "
    .. "train(m, X, y, {live=true}) shows training this way.",
  example = "plot.live(function(k) plot({0, k}, {0, 1}) end, {frames=0})\n"
    .. "plot.close()\n(pcall(plot.live, 3)) --> false"}}

return moving
