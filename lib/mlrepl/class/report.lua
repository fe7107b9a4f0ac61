-- report.lua - lesson.report(): a learner's own lessons, as a table or as one file to hand in.

local columns = require "mlrepl.class.columns"
local context = require "mlrepl.context"
local files = require "mlrepl.lesson.files"
local json = require "mlrepl.lesson.json"
local log = require "mlrepl.lesson.log"
local log_file = require "mlrepl.class.log_file"
local system = require "mlrepl.system"
local system_files = require "mlrepl.files"
local tally = require "mlrepl.class.tally"

local report = {}

local function fail(...) context.fail("lesson.report", (...):format(select(2, ...))) end

-- Reads the logs of all sessions: returns their lists of events, and the learner's name.
local function own_sessions()
  local folder, sessions, learner = log.folder(), {}, nil
  if not folder then fail("there is no log, because MLREPL_LESSON_LOG is /dev/null") end
  for _, name in ipairs(system.files(folder) or {}) do
    if name:find("%.jsonl$") then
      local found, why = log_file.read(folder .. "/" .. name)
      if not found then
        io.stderr:write(("warning: lesson.report: skipped %s/%s: %s\n"):format(folder, name, why))
      else
        sessions[#sessions + 1] = found.sessions[1]
        learner = found.learner or learner
      end
    end
  end
  if #sessions == 0 then
    fail("no lesson has been opened yet; lesson() lists them (the log is in %s)", folder)
  end
  return sessions, learner
end

-- The lessons of a total: those that are built in, in their order, then the others by name.
function report.in_order(lessons)
  local list, others, seen = {}, {}, {}
  for _, file in ipairs(files.all()) do
    seen[file.key] = true
    list[#list + 1] = lessons[file.key]
  end
  for name in pairs(lessons) do
    if not seen[name] then others[#others + 1] = name end
  end
  table.sort(others)
  for _, name in ipairs(others) do list[#list + 1] = lessons[name] end
  return list
end

function report.minutes(seconds) return ("%d"):format((seconds + 30) // 60) end

local function show(sessions)
  local total = tally.new()
  for _, events in ipairs(sessions) do tally.add(total, events) end
  local rows = {{"lesson", "steps", "first try", "after help", "missed", "tasks", "minutes"}}
  for _, lesson in ipairs(report.in_order(total.lessons)) do
    local counts = tally.counts(lesson)
    rows[#rows + 1] = {lesson.name:match("[^/]*$"),
      lesson.steps and ("%d of %d"):format(counts.passed, lesson.steps) or counts.passed,
      counts.first, counts.help, counts.missed, ("%d of %d"):format(counts.solved, counts.tasks),
      report.minutes(counts.seconds)}
  end
  columns.print(rows, context.width())
end

local function save(path, sessions, learner)
  local text = json.text{format = log_file.FORMAT, version = 1, learner = learner,
    sessions = sessions}
  local problem = system_files.write(path, text .. "\n")
  if problem then fail("%s: %s", path, problem) end
  print(("%s: %d session%s"):format(path, #sessions, #sessions == 1 and "" or "s"))
end

-- Prints the table, or writes the file.
function report.lessons(path)
  if path ~= nil and (type(path) ~= "string" or not path:find(".%.json$")) then
    fail("the name of a file that ends in .json expected, got %s", context.describe(path))
  end
  local sessions, learner = own_sessions()
  if path then return save(path, sessions, learner) end
  show(sessions)
end

return report
