-- places.lua - the position in each lesson, from one session to the next.

local own_file = require "mlrepl.lesson.own_file"

local places = {}

-- One line per lesson, tab-separated: key, current step, number of steps, "done"
-- or "open", then the guesses as step=guess.
local NAME = "lessons"

local function read_line(line)
  local words = {}
  for word in (line .. "\t"):gmatch("([^\t]*)\t") do words[#words + 1] = word end
  local at, steps = math.tointeger(tonumber(words[2])), math.tointeger(tonumber(words[3]))
  if not (at and steps and at >= 1) then return nil end
  local place = {at = at, steps = steps, done = words[4] == "done", guesses = {}}
  for i = 5, #words do
    local step, guess = words[i]:match("^(%d+)=(.*)$")
    if step then place.guesses[tonumber(step)] = own_file.unescape(guess) end
  end
  place.key = own_file.unescape(words[1])
  return place
end

-- The saved positions by key; skips malformed lines.
function places.all()
  local all = {}
  for _, place in ipairs(own_file.lines(NAME, read_line)) do all[place.key] = place end
  return all
end

local function line_of(key, place)
  local words = {own_file.escape(key), place.at, place.steps, place.done and "done" or "open"}
  for step = 1, place.steps do
    local guess = place.guesses[step]
    if guess then words[#words + 1] = step .. "=" .. own_file.escape(guess) end
  end
  return table.concat(words, "\t")
end

local warned = false

-- Saves one position; rereads the others because another session may have
-- changed them. Warns once if saving fails. Returns whether it is saved.
function places.keep(key, place)
  if not own_file.path(NAME) then return end
  local all, lines = places.all(), {}
  all[key] = place
  for one, its in pairs(all) do lines[#lines + 1] = line_of(one, its) end
  table.sort(lines)
  local problem = own_file.write(NAME, lines)
  if problem and not warned then
    warned = true
    io.stderr:write("warning: cannot save the position in the lesson: ", problem, "\n")
  end
  return not problem
end

return places
