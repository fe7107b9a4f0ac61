-- explore.lua - explore{...}: sliders moved by keys, and a figure that follows them.

local context = require "mlrepl.context"
local frames = require "mlrepl.frames"
local hand = require "mlrepl.plots.hand"
local keyboard = require "mlrepl.keyboard"
local page = require "mlrepl.page"

local explore = {}

local NAME = "explore"
local FINE, COARSE = 1 / 100, 1 / 10 -- fraction of the range per key press

local function fail(text, ...) context.fail(NAME, text:format(...)) end

-- -- reading the options -------------------------------------------------------------

local function is_list(value)
  return context.describe(value) == "table" and rawlen(value) > 0
end

local function finite(value)
  return type(value) == "number" and value == value and math.abs(value) < math.huge
end

-- {from, to} or {from, to, at}: a number in a range; an integer if all are integers.
local function number_slider(name, range)
  for i = 1, #range do
    if not finite(range[i]) then
      fail("%s: finite numbers expected, got %s", name, context.describe(range[i]))
    end
  end
  local from, to = range[1], range[2]
  if from >= to then
    fail("%s: lower bound must be less than upper bound, got %s and %s", name,
      context.describe(from), context.describe(to))
  end
  local whole = true
  for i = 1, #range do whole = whole and math.type(range[i]) == "integer" end
  local at = range[3] or (whole and (from + to) // 2 or (from + to) / 2)
  if at < from or at > to then
    fail("%s: %s is not between %s and %s", name, context.describe(at), context.describe(from),
      context.describe(to))
  end
  return {name = name, from = from, to = to, at = at, whole = whole}
end

local function choice_slider(name, choices)
  for _, choice in ipairs(choices) do
    if type(choice) == "table" or type(choice) == "function" then
      fail("%s: strings expected as choices, got %s", name, context.describe(choice))
    end
  end
  return {name = name, choices = choices, at = (#choices + 1) // 2}
end

local function slider(name, given)
  if not is_list(given) then
    fail("%s: {from, to} or a list of choices expected, got %s", name, context.describe(given))
  end
  local numbers = type(given[1]) == "number" and type(given[2]) == "number"
  if numbers and (#given == 2 or #given == 3) then return number_slider(name, given) end
  return choice_slider(name, given)
end

local function read_sliders(options)
  local list = {}
  for name, given in pairs(options) do
    if type(name) ~= "string" then
      fail("slider name expected as key, as in explore{w={0, 1}, draw=f}; got %s",
        context.describe(name))
    end
    if name ~= "draw" then list[#list + 1] = slider(name, given) end
  end
  table.sort(list, function(a, b) return a.name < b.name end)
  if #list == 0 then fail("no sliders given; add one, as in explore{w={0, 1}, draw=f}") end
  return list
end

local function value_of(s) return s.choices and s.choices[s.at] or s.at end

local function values(list)
  local p = {}
  for _, s in ipairs(list) do p[s.name] = value_of(s) end
  return p
end

-- -- moving ---------------------------------------------------------------------------

local function rounded(s, at)
  if s.whole then return math.floor(at + 0.5) end
  local step = (s.to - s.from) * FINE
  local digits = math.max(0, math.ceil(2 - math.log(step, 10)))
  return digits > 15 and at or tonumber(("%%.%df"):format(digits):format(at))
end

local function move_number(s, share)
  local by = (s.to - s.from) * share
  if s.whole and math.abs(by) < 1 then by = by < 0 and -1 or 1 end
  s.at = math.max(s.from, math.min(s.to, rounded(s, s.at + by)))
end

-- Choices wrap around.
local function move(s, share)
  if not s.choices then return move_number(s, share) end
  s.at = (s.at - 1 + (share < 0 and -1 or 1)) % #s.choices + 1
end

local MOVES = {left = -FINE, right = FINE, ["-"] = -COARSE, ["+"] = COARSE, ["="] = COARSE}

-- Handles a key; returns whether a value has changed.
local function press(list, state, key)
  if key == "up" then state.chosen = (state.chosen - 2) % #list + 1 end
  if key == "down" then state.chosen = state.chosen % #list + 1 end
  local digit = math.tointeger(tonumber(key))
  if digit and digit >= 1 and digit <= #list then state.chosen = digit end
  if not MOVES[key] then return false end
  local s = list[state.chosen]
  local before = s.at
  move(s, MOVES[key])
  return s.at ~= before
end

-- Handles an event of the page; returns whether a value has changed.
local function slide(list, event)
  local i, at = hand.slider(event)
  local s = list[i]
  if not s then return false end
  local before = s.at
  if s.choices then
    s.at = math.max(1, math.min(#s.choices, math.floor(at)))
  else
    s.at = math.max(s.from, math.min(s.to, rounded(s, at)))
  end
  return s.at ~= before
end

-- -- showing --------------------------------------------------------------------------

local LONGEST_BAR, NUMBER = 30, 17 -- in columns; NUMBER includes the surrounding characters

local function bar(s, room)
  local long = math.max(1, math.min(LONGEST_BAR, room))
  local at = math.floor((s.at - s.from) / (s.to - s.from) * (long - 1) + 0.5)
  return "[" .. ("-"):rep(at) .. "#" .. ("-"):rep(long - 1 - at) .. "]"
end

local function columns(text) return utf8.len(text) or #text end

-- All choices; if they do not fit, only the chosen one and its position.
local function choices_text(s, room)
  local parts = {}
  for i, choice in ipairs(s.choices) do
    parts[i] = i == s.at and "[" .. tostring(choice) .. "]" or " " .. tostring(choice) .. " "
  end
  local all = table.concat(parts)
  if columns(all) <= room then return all end
  return ("%s %d of %d"):format(parts[s.at], s.at, #parts)
end

local function slider_line(s, chosen, wide)
  local head = (chosen and "> " or "  ") .. s.name .. (" "):rep(wide - #s.name)
  if s.choices then return head .. "  " .. choices_text(s, context.width() - #head - 3) end
  return ("%s  %s %.10g"):format(head, bar(s, context.width() - #head - NUMBER), s.at)
end

-- Truncates the line: it must not wrap, because it is repainted in place.
local function fitted(line)
  local most = context.width() - 1
  if columns(line) <= most then return line end
  return line:sub(1, (utf8.len(line) and utf8.offset(line, most + 1) or most + 1) - 1)
end

-- The number of screen rows of the painted lines, which may wrap if the window has
-- become narrower.
local function painted_rows(state)
  local rows = 0
  for _, line in ipairs(state.painted) do
    rows = rows + math.max(1, math.ceil(columns(line) / context.width()))
  end
  return rows
end

local function take_away(state)
  if state.painted then io.write(("\27[%dA\r\27[J"):format(painted_rows(state))) end
  state.painted = nil
end

local function paint(list, state)
  local wide, lines = 0, {}
  for _, s in ipairs(list) do wide = math.max(wide, #s.name) end
  for i, s in ipairs(list) do lines[i] = fitted(slider_line(s, i == state.chosen, wide)) end
  lines[#lines + 1] = fitted("(Enter ends; up/down or 1-9 select, left/right and +/- adjust)")
  take_away(state)
  io.write(table.concat(lines, "\n"), "\n")
  io.flush()
  state.painted = lines
end

-- -- drawing --------------------------------------------------------------------------

local function is_empty(figure)
  local ok, commands = pcall(figure.commands, figure)
  return not ok or #commands[1] == 0
end

-- Updates the figure at once if the display supports it; otherwise shows only the
-- last one. If draw creates its own figure, draw must show it.
local function show_figure(figure, last, before)
  if not is_empty(figure) then
    if frames.show then return frames.show(figure, last, before) end
    if last then figure:show() end
  elseif last then
    plot.close()
  end
end

-- Calls draw with a new figure and returns the figure.
local function draw(options, list, last, before)
  plot.close()
  local figure = plot.figure{}
  options.draw(values(list))
  show_figure(figure, last, before)
  return figure
end

-- The output of draw appears above the sliders.
local function redraw(options, list, state)
  take_away(state)
  state.figure = draw(options, list, false, state.figure)
  if page.active() then hand.offer_sliders(list) end
  paint(list, state)
end

-- -- all ------------------------------------------------------------------------------

local ENDS = {enter = true, q = true, escape = true}

-- Reads all pending keys before redrawing, because drawing may be slow.
local function turn(options, list, state)
  local changed, key, event = false, hand.next(60, true)
  while key ~= nil or event do
    if key == false or ENDS[key] or event == "done" then
      if changed then redraw(options, list, state) end
      return false
    end
    if event then
      changed = slide(list, event) or changed
    else
      changed = press(list, state, key) or changed
    end
    key, event = hand.next(0, true)
  end
  if changed then redraw(options, list, state) else paint(list, state) end
  return true
end

local function interact(options, list, state)
  redraw(options, list, state)
  while turn(options, list, state) do end
end

-- Restores the terminal also after an error in draw.
local function l_explore(options)
  if context.describe(options) ~= "table" then
    fail("table expected, as in explore{w={0, 1}, draw=function(p) ... end}, got %s",
      context.describe(options))
  end
  if type(options.draw) ~= "function" then
    fail("draw: function(p) expected, got %s",
      context.describe(options.draw))
  end
  local list = read_sliders(options)
  if keyboard.keys(true) then
    local state = {chosen = 1}
    local ok, message = pcall(interact, options, list, state)
    keyboard.keys(false)
    page.offer(nil)
    if not ok then error(message, 0) end
    show_figure(state.figure, true)
  else
    draw(options, list, true)
  end
  return values(list)
end

explore.explore = l_explore

return explore
