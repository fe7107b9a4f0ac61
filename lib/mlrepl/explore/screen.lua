-- screen.lua - the sliders as lines of the terminal, repainted in place.

local context = require "mlrepl.context"
local frames = require "mlrepl.frames"
local sliders = require "mlrepl.explore.sliders"

local screen = {}

local LONGEST_BAR, NUMBER = 30, 17 -- in columns; NUMBER includes the surrounding characters

local function bar(s, room)
  local long = math.max(1, math.min(LONGEST_BAR, room))
  local at = math.floor(sliders.share(s) * (long - 1) + 0.5)
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
  local name = s.label or s.name
  local head = (chosen and "> " or "  ") .. name .. (" "):rep(wide - columns(name))
  if s.choices then return head .. "  " .. choices_text(s, context.width() - columns(head) - 3) end
  return ("%s  %s %.10g"):format(head, bar(s, context.width() - columns(head) - NUMBER), s.at)
end

-- Truncates the line: it must not wrap, because it is repainted in place.
local function fitted(line)
  local most = context.width() - 1
  if columns(line) <= most then return line end
  return line:sub(1, (utf8.len(line) and utf8.offset(line, most + 1) or most + 1) - 1)
end

-- The number of screen rows of the painted lines, which may wrap if the window has
-- become narrower.
local function painted_rows(painted)
  local rows = 0
  for _, line in ipairs(painted) do
    rows = rows + math.max(1, math.ceil(columns(line) / context.width()))
  end
  return rows
end

function screen.take_away(state)
  if state.painted then io.write(("\27[%dA\r\27[J"):format(painted_rows(state.painted))) end
  state.painted = nil
end

-- Where several figures are visible, there is a mouse.
local function hints(e)
  local list = {}
  if e.mouse and frames.many then list[1] = e.mouse end
  if e.letters then list[#list + 1] = e.letters end
  list[#list + 1] = "Enter ends; up/down or 1-9 select, left/right and +/- adjust"
  return list
end

-- The number of lines for an exploration, see loop.lua.
function screen.lines(e) return #e.sliders + #hints(e) + 1 end

function screen.paint(e, state)
  local wide, lines = 0, {}
  for _, s in ipairs(e.sliders) do wide = math.max(wide, columns(s.label or s.name)) end
  for i, s in ipairs(e.sliders) do lines[i] = fitted(slider_line(s, i == state.chosen, wide)) end
  for _, hint in ipairs(hints(e)) do lines[#lines + 1] = fitted("(" .. hint .. ")") end
  screen.take_away(state)
  io.write(table.concat(lines, "\n"), "\n")
  io.flush()
  state.painted = lines
end

return screen
