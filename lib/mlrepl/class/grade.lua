-- grade.lua - mlrepl --grade SHEET [HIDDEN] FOLDER: marks for the submissions in a
-- folder, as CSV.
--
-- A sheet is a lesson file with tasks; HIDDEN is a second one, whose tasks the
-- learners do not see. Each submission runs in a fenced-in copy of this process
-- (mlrepl.safe), between the first code of the sheet and its first task. Then the
-- program's own functions are put back, so that the checks mean what they say,
-- and each task is checked.

local answer = require "mlrepl.lesson.answer"
local context = require "mlrepl.context"
local csv = require "mlrepl.class.csv"
local current = require "mlrepl.lesson.current"
local pristine = require "mlrepl.pristine"
local safe = require "mlrepl.safe"
local system = require "mlrepl.system"
local system_files = require "mlrepl.files"
local text = require "mlrepl.lesson.text"

local grade = {}

local function fail(...) context.fail("--grade", (...):format(select(2, ...))) end

-- -- the tasks of a sheet ---------------------------------------------------------

-- Without a check, the value of a global variable counts.
local function variable_of(task, i) return task.name or "answer" .. i end

-- Is task number i of its file done? Returns false and why not.
local function is_done(task, i)
  if task.check then
    local ok, done, why = pcall(task.check)
    if not ok then return false, tostring(done) end
    return done == true, why and tostring(why)
  end
  local variable = variable_of(task, i)
  local value = rawget(_G, variable)
  if answer.same_value(value, task.value, task.tolerance) then return true end
  return false, ("%s is %s"):format(variable, text.value(value))
end

-- Runs the code of a file up to its next task, which is returned; at the end nil, or
-- nil and a message if the code fails.
local function next_task(co)
  while coroutine.status(co) ~= "dead" do
    current.runner = {co = co}
    local ok, made = coroutine.resume(co)
    current.runner = nil
    if not ok then return nil, tostring(made) end
    if made and made.kind == "task" then return made.record end
    if made and made.kind == "done" then return nil end
  end
end

-- Calls visit(task, number, name) for the tasks of the files and broken(message) for a
-- file whose code fails. `first` is called before the first task.
local function walk(files, first, visit, broken)
  for k, file in ipairs(files) do
    local co, i = coroutine.create(file), 1
    local task, why = next_task(co)
    if k == 1 then first() end
    while task do
      visit(task, i, task.name or (k == 1 and "task " or "hidden task ") .. i)
      task, why = next_task(co)
      i = i + 1
    end
    if why then broken(why) end
  end
end

-- -- in the copy ------------------------------------------------------------------

-- One line per task: its name, its points, the points earned and the reason.
local function line(...)
  local fields = {...}
  for i, field in ipairs(fields) do fields[i] = (tostring(field):gsub("%s+", " ")) end
  return table.concat(fields, "\t")
end

local function points_of(task) return task.points or 1 end

local function try_solution(task, i, name)
  local expression = load("return " .. task.solution, "=solution", "t")
  if task.value ~= nil and expression then
    rawset(_G, variable_of(task, i), expression())
  else
    assert(load(task.solution, "=solution", "t"))()
  end
  local done, why = is_done(task, i)
  if not done then error(("%s: the solution does not pass: %s"):format(name, why or ""), 0) end
end

-- Runs with the sheet's own solutions in place of a submission.
local function rehearse(files)
  local lines, there = {}, {}
  walk(files, function() end, function(task, i, name)
    if is_done(task, i) then error(name .. ": the check passes before anything is done", 0) end
    if there[name] then error(name .. ": two tasks have this name", 0) end
    there[name] = true
    if task.solution then try_solution(task, i, name) end
    lines[#lines + 1] = line(name, points_of(task), 0, "")
  end, function(why) error(why, 0) end)
  return table.concat(lines, "\n")
end

-- The reason why the submission failed, or nil.
local function run_submission(name)
  local fn, why = loadfile(name, "t")
  if not fn then return why end
  local co = coroutine.create(fn)
  local ok, message = coroutine.resume(co)
  if not ok then return tostring(message) end
  if coroutine.status(co) == "suspended" then return "it yields at its top level" end
end

-- Finalizers could run between the checks.
local function secure()
  collectgarbage()
  collectgarbage("stop")
  setmetatable(_G, nil)
  pristine.restore()
end

-- Lines without a name are about the submission as a whole.
local function mark(files, script)
  local lines = {}
  local function note(why) lines[#lines + 1] = line("", 0, 0, why) end
  pristine.keep(context.known)
  walk(files, function()
    local trouble = run_submission(script)
    secure()
    if trouble then note(trouble) end
  end, function(task, i, name)
    local done, why = is_done(task, i)
    lines[#lines + 1] = line(name, points_of(task), done and points_of(task) or 0,
      done and "" or why or "not done")
  end, note)
  return table.concat(lines, "\n")
end

-- -- reports ----------------------------------------------------------------------

local function parse(report)
  local list = {}
  for one in (report .. "\n"):gmatch("([^\n]*)\n") do
    local name, points, earned, why = one:match("^(.-)\t(.-)\t(.-)\t(.*)$")
    if name then
      list[#list + 1] = {name = name, points = tonumber(points), earned = tonumber(earned),
        why = why}
    end
  end
  return list
end

-- The last line of what the copy wrote, without the names of this program and the file.
local function why_lost(name, complaint, how)
  if how == "late" then return "it did not end in time" end
  local words = complaint:match("([^\n]+)%s*$")
  local own = words and "mlrepl: " .. name .. " "
  if words and words:sub(1, #own) == own then return "it " .. words:sub(#own + 1) end
  if words then return words end
  if how == "exit" then return "it ended the program (os.exit)" end
  return "it crashed (" .. how .. ")"
end

-- Returns the points, the failed tasks and the reasons. Tasks that the copy did not
-- reach are failed.
local function judge(name, tasks, report, complaint, how)
  local got, failed, why, earned = {}, {}, {}, 0
  if not report then why[1] = why_lost(name, complaint, how) end
  for _, one in ipairs(parse(report or "")) do
    if one.name == "" then why[#why + 1] = one.why else got[one.name] = one end
  end
  for _, task in ipairs(tasks) do
    local one = got[task.name]
    if one and one.earned > 0 then
      earned = earned + one.earned
    else
      failed[#failed + 1] = task.name
      if one then why[#why + 1] = task.name .. ": " .. one.why end
    end
  end
  return earned, failed, why
end

-- -- submissions --------------------------------------------------------------------

local function is_lua(name) return name:find("%.lua$") ~= nil end

local function files_in(folder, want_lua)
  local list = {}
  for _, name in ipairs(system.files(folder) or {}) do
    local path, wanted = folder .. "/" .. name, want_lua == nil or is_lua(name) == want_lua
    if wanted and system_files.kind(path) == "file" then list[#list + 1] = path end
  end
  return list
end

local function folder_of(path) return path:match("^(.*)/[^/]*$") or "." end

local function base_of(path) return path:match("[^/]*$") end

-- A submission is a file of Lua, or a folder with a main.lua or one file of Lua.
local function submission(folder, name)
  local path = folder .. "/" .. name
  if is_lua(name) then return {name = name, script = name, files = {path}} end
  local scripts = files_in(path, true)
  if #scripts == 0 then return nil end
  local script = #scripts == 1 and base_of(scripts[1]) or "main.lua"
  return {name = name, script = script, files = files_in(path)}
end

local function submissions(folder)
  local names = system.files(folder)
  if not names then fail("cannot read the folder %s", folder) end
  local list = {}
  for _, name in ipairs(names) do list[#list + 1] = submission(folder, name) end
  if #list == 0 then fail("no submissions (files of Lua) in %s", folder) end
  return list
end

-- Data of the sheet; a file of the submission with the same name comes first.
local function with_data(files, data)
  local all, there = {}, {}
  for _, path in ipairs(files) do
    all[#all + 1] = path
    there[base_of(path)] = true
  end
  for _, path in ipairs(data) do
    if not there[base_of(path)] then all[#all + 1] = path end
  end
  return all
end

-- -- all --------------------------------------------------------------------------

local function load_sheet(path)
  local file, why = io.open(path)
  if not file then fail("%s", why) end
  local fn, wrong = load(file:read("a"), "@" .. base_of(path), "t")
  file:close()
  if not fn then fail("%s", wrong) end
  return fn
end

local function rehearsal(files, options)
  local report, complaint, how = safe.attempt(options, function() return rehearse(files) end)
  if not report then fail("the sheet fails: %s", why_lost(options.name, complaint, how)) end
  local tasks = parse(report)
  if #tasks == 0 then fail("the sheet has no tasks") end
  return tasks
end

-- Prints a line for each submission. `hidden` may be nil.
function grade.folder(sheet, hidden, folder, seconds, megabytes)
  local files = {load_sheet(sheet)}
  if hidden then files[2] = load_sheet(hidden) end
  local data = files_in(folder_of(sheet), false)
  local options = {name = sheet, files = data, seconds = seconds, megabytes = megabytes,
    patience = 3 * seconds + 10}
  local tasks, all = rehearsal(files, options), 0
  for _, task in ipairs(tasks) do all = all + task.points end
  print("file,points,of,failed,why")
  for _, one in ipairs(submissions(folder)) do
    options.name, options.files = one.name, with_data(one.files, data)
    local earned, failed, why = judge(one.name, tasks, safe.attempt(options, function()
      return mark(files, one.script)
    end))
    print(csv.line{one.name, ("%g"):format(earned), ("%g"):format(all), table.concat(failed, "; "),
      table.concat(why, "; ")})
    io.stdout:flush()
  end
end

return grade
