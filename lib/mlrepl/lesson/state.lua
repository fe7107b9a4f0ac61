-- state.lua - the global variables of a lesson, apart from the learner's.
--
-- While the lesson's code runs, it sees only the program's globals and its own.
-- Afterwards the learner's come back, except where the lesson has the same name.
-- Fields of a session:
--   own      the lesson's globals after its last code
--   layer    the learner's globals while the lesson's code runs
--   outer    the user's globals before the lesson
--   touched  whether the learner has run anything since the lesson's last code
--   hook     the learner's debug hook while the lesson's code runs

local context = require "mlrepl.context"
local files = require "mlrepl.lesson.files"
local text = require "mlrepl.lesson.text"
local pristine = require "mlrepl.pristine"

local state = {}

local NOT_OURS = {_ = true, ans = true} -- the prompt's own

-- The globals that do not belong to the program, nor to the commands of a lesson.
local function variables(session)
  local found = {}
  for key, value in next, _G do
    local verb = session.verbs and session.verbs[key]
    if not rawequal(context.known[key], value) and not NOT_OURS[key]
      and not (verb and rawequal(verb, value)) then
      found[key] = value
    end
  end
  return found
end

-- Before a lesson. What the user has done to the program's own tables is kept as it is.
function state.open(session)
  pristine.keep(context.known)
  session.outer, session.own, session.layer = variables(session), {}, nil
end

-- The lesson's code starts from the beginning.
function state.start(session)
  session.fresh, session.touched = true, false
end

-- Gives the program's globals their values; returns what the learner has made of them.
local function take_changed()
  local changed = {}
  for key, value in pairs(context.known) do
    local now = rawget(_G, key)
    if not rawequal(now, value) then
      changed[key] = {now}
      rawset(_G, key, value)
    end
  end
  return changed
end

local function put_back(changed)
  for key, kept in pairs(changed) do rawset(_G, key, kept[1]) end
end

-- Puts back the program's globals and what is in its tables, such as string.
local function restore_program()
  pristine.restore()
  files.still_quiet()
end

-- After the learner has run something: the lesson needs the program's tables to go on.
function state.repair()
  local changed = take_changed()
  restore_program()
  put_back(changed)
end

-- Calls f with the program's own globals, whatever the learner has made of them.
function state.with_program(f)
  local changed = take_changed()
  local results = table.pack(pcall(f))
  put_back(changed)
  return table.unpack(results, 1, results.n)
end

-- A hook runs between any two lines, also those below, and may assign to anything. One that is
-- no function is the program's own.
local function suspend_hook(session)
  local hook, mask, count = debug.gethook()
  if type(hook) ~= "function" then return end
  debug.sethook()
  session.hook = {hook, mask, count}
end

local function resume_hook(session)
  if session.hook then debug.sethook(table.unpack(session.hook)) end
  session.hook = nil
end

-- Before the lesson's code runs. The finalizers of what the learner has dropped may assign to
-- anything, too: they run now.
function state.enter(session)
  suspend_hook(session)
  collectgarbage()
  local present = variables(session)
  session.layer = session.layer or {}
  for key, value in pairs(present) do
    if not rawequal(session.own[key], value) then session.layer[key] = value end
  end
  restore_program()
  for key in pairs(present) do rawset(_G, key, context.known[key]) end
  if session.fresh then
    session.own, session.fresh = {}, false
    seed(0)
    plot.close()
    warn("@on")
  end
  for key, value in pairs(session.own) do rawset(_G, key, value) end
end

-- After the lesson's code has run, failed or been interrupted.
function state.leave(session)
  if not session.layer then return end
  session.own = variables(session)
  for key, value in pairs(session.layer) do
    if session.own[key] == nil then rawset(_G, key, value) end
  end
  session.layer = nil
  resume_hook(session)
end

-- Names the lesson's variables that the learner has changed.
function state.tell_reset(session)
  local names = {}
  for key, value in pairs(session.own) do
    if not rawequal(rawget(_G, key), value) then names[#names + 1] = tostring(key) end
  end
  table.sort(names)
  if #names > 0 then
    text.say("(" .. table.concat(names, ", ") .. ": reset to the lesson's own values)")
  end
end

-- After a lesson: its variables stay, except where they hide the user's or the program's.
-- After a review nothing of the lessons stays.
function state.close(session)
  local names = {}
  for key in pairs(session.own) do
    local before = session.outer[key]
    if before ~= nil or context.known[key] ~= nil then
      if before == nil then before = context.known[key] end
      if not rawequal(rawget(_G, key), before) then names[#names + 1] = tostring(key) end
      rawset(_G, key, before)
    elseif session.reviews then
      rawset(_G, key, nil)
    end
  end
  table.sort(names)
  if #names > 0 and not session.reviews then
    text.say("(" .. table.concat(names, ", ") .. ": as before the lesson)")
  end
end

return state
