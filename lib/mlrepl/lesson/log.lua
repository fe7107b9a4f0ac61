-- log.lua - what a learner does in lessons at the prompt, one event per line.
--
-- Each session writes a file of its own, so that two sessions never write to the same one. It is
-- created by the first event, in the folder lesson-log next to the history; the environment
-- variable MLREPL_LESSON_LOG names another folder, /dev/null none. Every event is an
-- object of JSON with the fields at (seconds since 1970), lesson and event:
--   open    step, steps, learner    show   step, title, question; or step, task
--   try     step, guess, right, hints, why (the sentence about a wrong guess)
--   answer  step; it was shown, because no guess was right
--   hint, skip, step (passed), code (code), task (hints): step      done, close
-- Those of review() also have review = true.

local json = require "mlrepl.lesson.json"
local own_file = require "mlrepl.lesson.own_file"
local system = require "mlrepl.system"

local log = {}

local path -- of this session's file; false if there is none

-- The folder with the logs of all sessions; nil if there are none.
function log.folder()
  local own = os.getenv("MLREPL_LESSON_LOG")
  if own == "/dev/null" then return nil end
  return own and own ~= "" and own or own_file.path("lesson-log")
end

-- Creates the file with its first line; the number tells apart sessions that start within a
-- second. Returns the reason why that failed.
local function create(line)
  local folder = log.folder()
  if not folder then return nil end
  local stem, number = folder .. "/" .. os.date("%Y%m%d-%H%M%S"), 0
  local name, problem, there
  system.make_folders(folder .. "/log")
  repeat
    number = number + 1
    name = ("%s-%d.jsonl"):format(stem, number)
    problem, there = system.append(name, line, true)
  until not there
  path = not problem and name
  return problem
end

local function write(line)
  if path then return system.append(path, line) end
  if path == nil then
    path = false
    return create(line)
  end
end

-- Adds an event. The lesson goes on whatever happens to the log; one warning tells of it.
local function add(session, event, fields)
  local line = {at = os.time(), lesson = log.name_of(session.file), event = event,
    review = session.reviews and true or nil}
  for key, value in pairs(fields or {}) do line[key] = value end
  local problem = write(json.text(line) .. "\n")
  if problem then
    path = false
    io.stderr:write("warning: cannot write the log of lessons: ", problem, "\n")
  end
end

function log.add(...) pcall(add, ...) end

-- An event about the current step.
function log.step(session, event, fields)
  local all = {step = session.index}
  for key, value in pairs(fields or {}) do all[key] = value end
  log.add(session, event, all)
end

-- An entry during a task. Pasted data is no part of a solution.
function log.code(session, code)
  local longest = 4000
  if #code > longest then code = code:sub(1, longest):gsub("[\xc0-\xff][\x80-\xbf]*$", "") end
  log.step(session, "code", {code = code})
end

-- A lesson outside scripts/ has its file's name: the same in every learner's folder.
function log.name_of(file) return file.folder == "" and file.name or file.key end

return log
