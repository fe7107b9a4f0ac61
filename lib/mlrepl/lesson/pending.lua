-- pending.lua - the questions that were missed and will be asked again, from one session
-- to the next. Without any there is no file, so a prompt starts as fast as before.

local own_file = require "mlrepl.lesson.own_file"

local pending = {}

local NAME = "missed" -- tab-separated: the lesson's key, the number of the step, its title

local function read_line(line)
  local fields = own_file.fields(line)
  local step = math.tointeger(tonumber(fields[2]))
  if not (step and step >= 1 and fields[3]) then return nil end
  return {key = fields[1], step = step, title = fields[3]}
end

-- A list of {key=, step=, title=}, in the order in which they were missed.
function pending.all() return own_file.lines(NAME, read_line) end

-- The number of missed questions, of one lesson if its key is given.
function pending.count(key)
  local count = 0
  for _, one in ipairs(pending.all()) do
    if not key or one.key == key then count = count + 1 end
  end
  return count
end

-- A file that cannot be written is only the end of the reminders.
local function write(all)
  local lines = {}
  for i, one in ipairs(all) do
    lines[i] = table.concat({own_file.escape(one.key), one.step, own_file.escape(one.title)}, "\t")
  end
  if #lines > 0 then return own_file.write(NAME, lines) end
  local path = own_file.path(NAME)
  if path then os.remove(path) end
end

-- Notes that the question of a step was missed, or (missed false) that it no longer is.
-- Rereads the file, because another session may have changed it.
function pending.note(key, step, title, missed)
  local all, there = pending.all(), nil
  for i, one in ipairs(all) do
    if one.key == key and one.step == step then there = i end
  end
  if there and not missed then
    table.remove(all, there)
  elseif missed and not there then
    all[#all + 1] = {key = key, step = step, title = title}
  else
    return
  end
  write(all)
end

function pending.forget() write{} end

-- "2 questions were missed", or nil if there are none.
function pending.sentence(count)
  if count == 0 then return nil end
  return (count == 1 and "One question was missed: review() asks it again."
    or ("%d questions were missed: review() asks them again."):format(count))
end

return pending
