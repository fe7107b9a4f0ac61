-- sheet.lua - an exploration in a notebook: all its figures are drawn at once, for a grid of
-- values, and a script shows those that the sliders choose. It works in every front end and
-- in an exported page, because it needs no session.

local context = require "mlrepl.context"
local files = require "mlrepl.lesson.files"
local hand = require "mlrepl.plots.hand"
local html = require "mlrepl.html.figure"
local native = require "mlrepl.notebook"
local sliders = require "mlrepl.explore.sliders"

local sheet = {}

local SECONDS, BYTES = 3, 4e6 -- that drawing all figures may take
local MOST, FEW = 41, 6       -- positions of a slider; at least, if there are two sliders or one

function sheet.is_wanted() return native.active and native.active() end

-- -- positions ----------------------------------------------------------------------------

-- The number of positions of a slider, at most `most`.
local function count_of(s, most)
  if s.choices then return #s.choices end
  if s.whole and not s.log then return math.min(most, math.tointeger(s.to - s.from + 1)) end
  return most
end

-- The largest number of positions with which at most `frames` figures are drawn.
local function most_of(list, frames)
  local least = #list <= 2 and FEW or 2
  for most = MOST, least + 1, -1 do
    local product = 1
    for _, s in ipairs(list) do product = product * count_of(s, most) end
    if product <= frames then return most end
  end
  return least
end

local function text_of(value)
  return type(value) == "number" and ("%.6g"):format(value) or tostring(value)
end

-- Sets the slider to position k of n; the start value is among them.
local function set_position(s, start, k, n)
  if s.choices then return sliders.set_at(s, k) end
  if k == start.position then s.at = start.at return end
  sliders.set_share(s, (k - 1) / (n - 1))
end

-- Where the sliders stand, and the positions of each.
local function start_of(list, most)
  local starts = {}
  for i, s in ipairs(list) do
    local n = count_of(s, most)
    local share = n > 1 and sliders.share(s) or 0
    starts[i] = {at = s.at, count = n,
      position = s.choices and s.at or math.floor(share * (n - 1) + 0.5) + 1}
  end
  return starts
end

-- -- drawing ------------------------------------------------------------------------------

-- A list of figures, each once, as JSON; add(figures) returns their indices, from 0.
local function new_store()
  local store = {texts = {}, bytes = 0}
  local known = {}
  function store.add(figures)
    local indices = {}
    for i, figure in ipairs(figures) do
      local text = native.json(figure)
      if not known[text] then
        known[text] = #store.texts
        store.texts[#store.texts + 1] = text
        store.bytes = store.bytes + #text
      end
      indices[i] = ("%d"):format(known[text])
    end
    return "[" .. table.concat(indices, ",") .. "]"
  end
  return store
end

-- Calls visit() for all combinations, the first slider changing fastest.
local function each(list, starts, i, visit)
  if i == 0 then return visit() end
  for k = 1, starts[i].count do
    set_position(list[i], starts[i], k, starts[i].count)
    each(list, starts, i - 1, visit)
  end
end

local function controls_of(list, starts)
  local parts = {}
  for i, s in ipairs(list) do
    local texts = {}
    for k = 1, starts[i].count do
      set_position(s, starts[i], k, starts[i].count)
      texts[k] = text_of(sliders.value(s))
    end
    s.at = starts[i].at
    parts[i] = {name = s.name, label = s.label, choices = texts, at = starts[i].position}
  end
  return hand.json(parts)
end

-- A figure that cannot be drawn at some position is the first one there.
local function draw_all(list, starts, draw, store, first)
  local frames = {}
  files.quietly(true)
  local ok, message = pcall(each, list, starts, #list, function()
    local good, figures = pcall(draw)
    if not good and tostring(figures):find("interrupted", 1, true) then error(figures, 0) end
    frames[#frames + 1] = good and #figures > 0 and store.add(figures) or first
  end)
  files.quietly(false)
  for i, s in ipairs(list) do s.at = starts[i].at end
  if not ok then error(message, 0) end
  return "[" .. table.concat(frames, ",") .. "]"
end

-- Sliders of points belong to the mouse.
local function varied(e)
  local list = {}
  for _, s in ipairs(e.sliders) do
    if not s.by_mouse then list[#list + 1] = s end
  end
  return list
end

-- Shows the exploration (see loop.lua), whose first figures are given; draw() returns those
-- for the values that the sliders have. Returns false if there is nothing to slide.
function sheet.show(e, figures, draw)
  local list, store = varied(e), new_store()
  if #list == 0 or #figures == 0 then return false end
  local png, width, height = native.png(figures[1])
  local began = context.seconds()
  local first = store.add(figures)
  draw()
  local took = math.max(context.seconds() - began, 1e-4)
  local most = most_of(list, math.min(SECONDS / took, BYTES / store.bytes))
  local starts = start_of(list, most)
  local frames = draw_all(list, starts, draw, store, first)
  local data = ('{"sliders":%s,"figures":[%s],"frames":%s}'):format(controls_of(list, starts),
    table.concat(store.texts, ","), frames)
  native.display(e.name .. ": sliders",
    html.sheet(native.id(), png, width, height, data), png)
  plot.close() -- the last one drawn
  return true
end

return sheet
