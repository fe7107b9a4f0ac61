-- sum_up.lua - mlrepl --report FOLDER: a class, from the files that lesson.report wrote.
--
-- The folder has a file for each learner (ada.json), or a folder with logs (ada/*.jsonl). Logs
-- that lie in the folder itself belong to the learner whose name is in them.

local columns = require "mlrepl.class.columns"
local context = require "mlrepl.context"
local csv = require "mlrepl.class.csv"
local log_file = require "mlrepl.class.log_file"
local report = require "mlrepl.class.report"
local system = require "mlrepl.system"
local system_files = require "mlrepl.files"
local tally = require "mlrepl.class.tally"

local class = {}

-- -- reading ----------------------------------------------------------------------

-- A list of {source= (file or folder), learner=, total=}, which can also be found by source.
local function add(learners, source, found)
  local one = learners[source]
  if not one then
    one = {source = source, total = tally.new()}
    learners[source], learners[#learners + 1] = one, one
  end
  one.learner = one.learner or found.learner
  for _, events in ipairs(found.sessions) do tally.add(one.total, events) end
end

local function read_file(learners, folder, name, source)
  local found, why = log_file.read(folder .. "/" .. name)
  if found then
    local shared = not source and name:find("%.jsonl$") and found.learner
    return add(learners, source or shared or name, found)
  end
  local words = context.plain(("mlrepl: --report: skipped %s: %s"):format(
    (source and source .. "/" or "") .. name, why))
  io.stderr:write(words, "\n")
end

local function read_folder(learners, folder, source)
  for _, name in ipairs(system.files(folder) or {}) do
    local path = folder .. "/" .. name
    if not source and system_files.kind(path) == "folder" then
      read_folder(learners, path, name)
    else
      read_file(learners, folder, name, source)
    end
  end
end

-- -- tables -----------------------------------------------------------------------

local function learner_rows(learners)
  local rows = {{"learner", "name", "lessons", "finished", "steps", "first try", "after help",
    "missed", "tasks", "minutes"}}
  for _, one in ipairs(learners) do
    local sum = {lessons = 0, finished = 0, passed = 0, first = 0, help = 0, missed = 0, solved = 0,
      seconds = 0}
    for _, lesson in pairs(one.total.lessons) do
      sum.lessons = sum.lessons + 1
      if lesson.done then sum.finished = sum.finished + 1 end
      for key, count in pairs(tally.counts(lesson)) do
        if sum[key] then sum[key] = sum[key] + count end
      end
    end
    rows[#rows + 1] = {one.source, one.learner or "", sum.lessons, sum.finished, sum.passed,
      sum.first, sum.help, sum.missed, sum.solved, report.minutes(sum.seconds)}
  end
  return rows
end

-- Adds the question of one learner to that of the class.
local function merge(into, question)
  if not question.outcome then return end
  into.text = into.text or question.text
  into.asked = into.asked + 1
  into[question.outcome] = into[question.outcome] + 1
  local counted = {}
  for _, wrong in ipairs(question.wrong) do
    local known = into.wrong[wrong.guess]
    if not known then
      known = {guess = wrong.guess, why = wrong.why, count = 0}
      into.wrong[wrong.guess], into.wrong[#into.wrong + 1] = known, known
    end
    if not counted[wrong.guess] then known.count = known.count + 1 end
    counted[wrong.guess] = true
  end
end

-- All questions, those that most learners missed first.
local function questions_of(learners)
  local lessons, list = {}, {}
  for _, one in ipairs(learners) do
    for name, lesson in pairs(one.total.lessons) do
      lessons[name] = lessons[name] or {name = name, questions = {}}
      for step, question in pairs(lesson.questions) do
        local all = lessons[name].questions
        all[step] = all[step] or {lesson = name, step = step, asked = 0, first = 0, help = 0,
          missed = 0, wrong = {}}
        merge(all[step], question)
      end
    end
  end
  for place, lesson in ipairs(report.in_order(lessons)) do
    for _, question in pairs(lesson.questions) do
      question.place = place
      if question.asked > 0 then list[#list + 1] = question end
    end
  end
  table.sort(list, function(a, b)
    if a.missed ~= b.missed then return a.missed > b.missed end
    if a.place ~= b.place then return a.place < b.place end
    return a.step < b.step
  end)
  return list
end

-- The wrong answer that most learners gave.
local function most_frequent(question)
  local most = {guess = "", why = "", count = 0}
  for _, wrong in ipairs(question.wrong) do
    if wrong.count > most.count then most = wrong end
  end
  return most
end

local function question_rows(learners)
  local rows = {{"lesson", "step", "question", "asked", "first try", "after help", "missed",
    "wrong answer", "given by", "misconception"}}
  for _, question in ipairs(questions_of(learners)) do
    local most = most_frequent(question)
    rows[#rows + 1] = {question.lesson, question.step, question.text or "", question.asked,
      question.first, question.help, question.missed, most.guess, most.count, most.why or ""}
  end
  return rows
end

-- -- printing ---------------------------------------------------------------------

local function print_csv(rows)
  for _, row in ipairs(rows) do print(csv.line(row)) end
end

-- In a terminal, a line has room for some of the columns.
local function print_table(rows, order)
  local chosen = {}
  for k, row in ipairs(rows) do
    chosen[k] = {}
    for i, column in ipairs(order) do chosen[k][i] = row[column] end
    chosen[k][1] = chosen[k][1]:match("[^/]*$")
  end
  columns.print(chosen, context.width())
end

-- Prints a line for each learner, then one for each question.
function class.folder(folder, in_terminal)
  local learners = {}
  if system_files.kind(folder) ~= "folder" then
    context.fail("--report", ("%s is not a folder"):format(folder))
  end
  read_folder(learners, folder)
  if #learners == 0 then
    context.fail("--report", ("no files of lesson.report (.json) in %s"):format(folder))
  end
  local people, questions = learner_rows(learners), question_rows(learners)
  if in_terminal then
    print_table(people, {1, 3, 4, 5, 6, 7, 8, 9, 10})
    print("")
    return print_table(questions, {1, 2, 4, 5, 6, 7, 8})
  end
  print_csv(people)
  print("")
  print_csv(questions)
end

return class
