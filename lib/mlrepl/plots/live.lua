-- live.lua - animations: plot.live and train{live=true}.
--
-- A frame is a figure. A target that can animate, such as a window or terminal,
-- sets show(figure, last, before) in mlrepl.frames, which replaces the frame
-- `before`. Other targets, such as files, show only the last frame.

local context = require "mlrepl.context"
local frames = require "mlrepl.frames"
local boundary = require "mlrepl.plots.boundary"
local pictures = require "mlrepl.plots.common"

local moving = {}

local PAUSE = 0.09 -- least seconds between frames: at most eleven per second
local SHARE = 10   -- drawing takes at most 1/SHARE of the time
local SAMPLE = 500 -- most examples in an animation
local COSTS = 1000 -- most points of an animated cost curve
local PLACES = 50  -- grid points per side of an animated decision boundary

-- -- frames ------------------------------------------------------------------

-- Frees a figure's memory at once: an animation makes many.
local function drop(figure)
  local gone <close> = figure -- luacheck: ignore
end

local function show(figure, last, before)
  if frames.show then return frames.show(figure, last, before) end
  if last then figure:show() end
end

-- Limits the frame rate: due() is true once PAUSE has passed and drawing would
-- not exceed its share of the time.
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
    context.fail("plot.live", "fn (argument 1): function expected that draws a frame, got "
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

-- At most SAMPLE of the examples, evenly spaced.
local function sample(X, y)
  y = pictures.to_vector("live", "y", y)
  X = pictures.is(X, "matrix") and X or pictures.to_vector("live", "X", X)
  if #y <= SAMPLE then return X, y end
  local at = floor(vector.linspace(1, #y, SAMPLE))
  return X:take(at), y:take(at)
end

-- The panel next to the cost: fit, decision boundary, or none.
local function view_of(m, X, y)
  local columns = pictures.is(X, "matrix") and select(2, X:size()) or 1
  if columns == 1 then return function(axes) axes:fit(m, X, y) end end
  local classes = m.kind ~= "linear" and m.kind ~= "poisson" and pictures.classes_of(y)
  if columns ~= 2 or not classes then return nil end
  return function(axes) boundary.draw(axes, m, X, y, nil, PLACES) end
end

-- A thinned run for plot.cost: drawing all costs of a long run would take longer
-- than training.
local function some_of(run)
  local apart = math.ceil(#run.cost / COSTS)
  if apart <= 1 then return run end
  return {cost = run.cost:slice(apart, #run.cost, apart), every = apart * run.every}
end

-- The user's own frame, or cost and view. A panel that cannot be drawn, such as
-- the fit of a diverging model, stays empty; train reports the cause.
local function drawing(run, X, y, own)
  if own then return function() own(run) end, {} end
  local view = view_of(run.model, sample(X, y))
  return function(figure)
    pcall(figure[1].cost, figure[1], some_of(run))
    if view then pcall(view, figure[2]) end
  end, view and {columns = 2, size = {1000, 420}} or {}
end

-- For C: returns a function that is called with whether this is the last frame.
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
  usage = "plot.live(fn, {frames=, rows=, columns=, title=, size=, theme=}) -> nothing",
  help = "Shows an animation: calls fn(k, f) for k = 1, 2, 3 ..., each time with a new, empty "
    .. "figure f as the current figure, and shows what fn drew. It continues while fn returns "
    .. "true, or, with frames=n, for n calls unless fn returns false. Ctrl-C stops the animation. "
    .. "fn can also do work, such as one step of training: at most eleven frames per second are "
    .. "shown, and fewer if drawing would take more than a tenth of the time. The last frame is "
    .. "always shown; when figures are saved to files, only the last frame is saved. train(m, X, "
    .. "y, {live=true}) shows training this way.",
  example = "plot.live(function(k) plot({0, k}, {0, 1}) end, {frames=0})\n"
    .. "plot.close()\n(pcall(plot.live, 3)) --> false"}}

return moving
