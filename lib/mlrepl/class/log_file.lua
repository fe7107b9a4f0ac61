-- log_file.lua - reads the logs of lessons and the files that lesson.report writes. They may come
-- from anybody: everything in them is checked, and nothing is executed.

local json = require "mlrepl.json"
local system_files = require "mlrepl.files"

local log_file = {}

log_file.FORMAT = "mlrepl lesson report"

local MOST_BYTES, LONGEST, MOST_STEPS = 8 << 20, 10000, 1000

local TEXTS = {"guess", "why", "title", "question", "task", "code", "learner"}
local ABOUT_STEPS = {show = true, try = true, answer = true, hint = true, skip = true, step = true,
  code = true, task = true}

local function is_text(value)
  return type(value) == "string" and #value > 0 and #value <= LONGEST
end

local function is_count(value, most)
  return math.type(value) == "integer" and value >= 0 and value <= most
end

-- What is wrong with the event; nil if nothing is.
local function fault(event)
  if type(event) ~= "table" then return "not an event" end
  if not is_count(event.at, 1e11) then return "at: a time expected" end
  if not is_text(event.lesson) then return "lesson: a name expected" end
  if not is_text(event.event) then return "event: a word expected" end
  if ABOUT_STEPS[event.event] and not is_count(event.step, MOST_STEPS) then
    return "step: a number expected"
  end
  if event.steps ~= nil and not is_count(event.steps, MOST_STEPS) then
    return "steps: a number expected"
  end
  if event.hints ~= nil and not is_count(event.hints, MOST_STEPS) then
    return "hints: a number expected"
  end
  if event.event == "try" and (type(event.right) ~= "boolean" or not is_text(event.guess)) then
    return "right or guess: missing"
  end
  for _, key in ipairs(TEXTS) do
    local value = event[key]
    if value ~= nil and (type(value) ~= "string" or #value > LONGEST) then
      return key .. ": text expected"
    end
  end
end

local function checked(events)
  if type(events) ~= "table" then return nil, "a list of events expected" end
  for i, event in ipairs(events) do
    local wrong = fault(event)
    if wrong then return nil, ("event %d: %s"):format(i, wrong) end
  end
  return events
end

-- The events of a log. A line that a kill has left unfinished does not count.
local function read_lines(text)
  local events = {}
  for line in text:gmatch("([^\n]*)\n") do
    local event, why = json.parse(line)
    if why then return nil, ("line %d: %s"):format(#events + 1, why) end
    events[#events + 1] = event or false
  end
  return checked(events)
end

local function read_report(text)
  local report, why = json.parse(text)
  if why then return nil, why end
  if type(report) ~= "table" or report.format ~= log_file.FORMAT
    or type(report.sessions) ~= "table" then
    return nil, "not a file of lesson.report"
  end
  local learner = report.learner
  if learner ~= nil and not is_text(learner) then return nil, "learner: text expected" end
  for i, events in ipairs(report.sessions) do
    local _, wrong = checked(events)
    if wrong then return nil, ("session %d, %s"):format(i, wrong) end
  end
  return report
end

local function content(path)
  if system_files.kind(path) ~= "file" then return nil, "not a regular file" end
  local file, why = io.open(path, "rb")
  if not file then return nil, why:match(": (.*)$") or why end
  local size = file:seek("end")
  file:seek("set")
  local text = size and size <= MOST_BYTES and file:read("a")
  file:close()
  if not text then return nil, ("larger than %d MB"):format(MOST_BYTES >> 20) end
  return text
end

local function learner_in(events)
  for _, event in ipairs(events) do
    if event.learner then return event.learner end
  end
end

-- Reads a log (.jsonl) or report (.json): returns {learner=, sessions= (lists of events)}, or nil
-- and what is wrong with it.
function log_file.read(path)
  local kind = path:match("%.(jsonl?)$")
  if not kind then return nil, "not a file of lesson.report (.json) nor a log (.jsonl)" end
  local text, why = content(path)
  if not text then return nil, why end
  if kind == "json" then return read_report(text) end
  local events, wrong = read_lines(text)
  if not events then return nil, wrong end
  return {learner = learner_in(events), sessions = {events}}
end

return log_file
