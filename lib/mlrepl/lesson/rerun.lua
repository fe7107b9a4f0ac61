-- rerun.lua - runs the code of a lesson up to a step.
--
-- The file runs in a coroutine that yields at each step. Fields of a session:
--   co       the coroutine; running: it runs, or was interrupted
--   index    number of the step, from 1; record: its fields; call: its source
--   goal     the step that the lesson is at, or goes to
--   quiet    no output, because the earlier steps run again
--   silent   no output at all; see single.lua

local context = require "mlrepl.context"
local current = require "mlrepl.lesson.current"
local files = require "mlrepl.lesson.files"
local source = require "mlrepl.lesson.source"
local state = require "mlrepl.lesson.state"

local rerun = {}

-- Begins a session in place of the one that is open. May fail, if memory runs out.
function rerun.begin(session)
  local last = current.runner
  if last and last.running then
    context.fail("lesson", "cannot open a lesson from another lesson's code")
  end
  if last and last.prompt then last.prompt.close(last) end
  state.open(session)
  current.runner = session
end

-- Runs up to the next step and returns it, or nil at the end. `running` stays set
-- after Ctrl-C, because an interrupted runner cannot clean up.
function rerun.on(session)
  state.enter(session)
  session.running = true
  local ok, made = coroutine.resume(session.co)
  session.running = false
  state.leave(session)
  if not ok then
    session.phase = "broken"
    session.told = false
    error(made, 0)
  end
  if coroutine.status(session.co) == "dead" or made.kind == "done" then return nil end
  return made
end

local function keep_quiet(session, on) files.quietly(on or session.silent or false) end

-- The same without output.
function rerun.quietly(session)
  keep_quiet(session, true)
  local made = rerun.on(session)
  keep_quiet(session, false)
  return made
end

function rerun.arrive(session, made)
  session.index = session.index + 1
  session.record, session.kind = made.record, made.kind
  session.call = source.call(session.source, made.line) or {code = ""}
end

local function new_coroutine(session)
  local fn, why = loadfile(session.file.path)
  if not fn then context.fail("lesson", why) end
  session.co = coroutine.create(fn)
  session.index = 0
  state.start(session)
end

-- Runs all code before step `goal` without output. The lesson may now have fewer
-- steps than when the position was saved.
function rerun.upto(session, goal)
  session.goal = goal
  new_coroutine(session)
  session.quiet = goal > 1
  keep_quiet(session, session.quiet)
  repeat
    local made = rerun.on(session)
    if made then rerun.arrive(session, made) end
  until not made or session.index == goal
  keep_quiet(session, false)
  session.quiet = false
end

-- The learner may have changed anything, also inside a vector or a model: the code
-- so far runs again, so that the step starts from the lesson's own state.
function rerun.renew(session)
  if not session.touched then return end
  state.tell_reset(session)
  rerun.upto(session, session.index)
end

-- After the result of each line: a lesson whose code failed or was interrupted waits for
-- Enter. Returns whether it does and has just been told.
function rerun.broke(session)
  files.quietly(false)
  if session.running then
    session.running, session.phase, session.told = false, "broken", false
    state.leave(session)
  end
  if session.phase ~= "broken" or session.told then return false end
  session.told, session.quiet = true, false
  return true
end

return rerun
