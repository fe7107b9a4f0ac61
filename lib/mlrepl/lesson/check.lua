-- check.lua - the self-checks of a lesson: the code of every step runs, every
-- question accepts its own answer, and the check of every task fails before its
-- solution runs and passes afterwards.

local context = require "mlrepl.context"
local system = require "mlrepl.system"
local again = require "mlrepl.lesson.again"
local answer = require "mlrepl.lesson.answer"
local claims = require "mlrepl.lesson.claims"
local current = require "mlrepl.lesson.current"
local files = require "mlrepl.lesson.files"
local question = require "mlrepl.lesson.question"
local text = require "mlrepl.lesson.text"

local check = {}

-- Compiles code as an expression or else as statements; returns nil and a message on failure.
local function compile(code)
  local fn = load("return " .. code, "=solution", "t")
  if fn then return fn end
  return load(code, "=solution", "t")
end

-- Is the task done? Returns false and what is missing. `value` is what the user entered.
local function is_done(task, value)
  if task.check then
    local ok, done, why = pcall(task.check)
    if not ok then return false, tostring(done) end
    return not not done, why
  end
  if answer.same_value(value, task.value, task.tolerance) then return true end
  return false, ("it returns %s, expected %s"):format(text.value(value), text.value(task.value))
end

-- Runs in a copy of the process. Returns "done" if the solution passes, else the
-- reason.
local function try_solution(task)
  local fn, why = compile(task.solution)
  if not fn then return "the solution is not valid Lua: " .. why end
  local ok, value = pcall(fn)
  if not ok then return "the solution fails: " .. tostring(value) end
  local done, missing = is_done(task, value)
  if done then return "done" end
  return "the solution does not pass the check" .. (missing and ": " .. tostring(missing) or "")
end

local function check_task(report, task)
  if task.check then
    report(not is_done(task), "the check passes before the solution runs")
  end
  if not task.solution then return report(false, "the task has no solution") end
  local why = system.in_copy(function() return try_solution(task) end)
  report(why == "done", why ~= "" and why or "the solution ends the program")
end

-- The letter and the words of the right choice, or the number, must be accepted.
local function check_answers(report, step)
  local right = question.right(step)
  local forms = {question.text(step, right)}
  if step.choices then forms = {string.char(96 + right), step.choices[right]} end
  for _, form in ipairs(forms) do
    local read = question.read(step, form)
    report(read ~= nil and question.is_right(step, read),
      ("the answer %s is not accepted"):format(form))
  end
  for _, pair in ipairs(type(step.answer) == "number" and not step.choices and step.why or {}) do
    report(not question.is_right(step, pair[1]), ("why explains the right answer %s")
      :format(text.value(pair[1])))
  end
end

-- A question that review() asks with new numbers must hold whatever is drawn.
local function check_question(report, step)
  check_answers(report, step)
  if not step.again then return end
  local seen, count, draws, wrong = {}, 0, 20, nil
  local function note(good, why) wrong = wrong or not good and why end
  for _ = 1, draws do
    local ok, new = pcall(again.question, step)
    if not ok then return report(false, "again fails: " .. tostring(new)) end
    check_answers(note, new)
    if not seen[new.question] then count = count + 1 end
    seen[new.question] = true
  end
  if count == 1 then wrong = "the same question each time" end
  report(not wrong, "again: " .. tostring(wrong))
end

-- Every {name} in the words must have a value.
local function check_words(report, words)
  if not words then return end
  local _, missing = text.compute(words)
  report(#missing == 0, ("%s has no value"):format(table.concat(missing, ", ")))
end

local function check_record(report, made)
  if made.kind == "task" then check_task(report, made.record) end
  if made.kind == "step" and made.record.question then check_question(report, made.record) end
  for _, key in ipairs{"text", "question"} do check_words(report, made.record[key]) end
end

-- After the code of the step has run. `stated` are the numbers in its words.
local function check_after(report, record, stated)
  for _, key in ipairs{"because", "try"} do check_words(report, record[key]) end
  claims.note(stated)
  claims.judge(stated, function(why) report(false, why) end)
end

-- Runs up to the next step and returns it; nil at the end.
local function go_on(runner, report)
  local ok, made = coroutine.resume(runner.co)
  if not ok then
    report(false, made, true)
    return nil
  end
  report(true)
  if coroutine.status(runner.co) == "dead" or made.kind == "done" then return nil end
  return made
end

local function run(path, fn, counts)
  local line = 0
  local function report(good, why, placed)
    if good then counts.passed = counts.passed + 1 return end
    counts.failed = counts.failed + 1
    local where = placed and "" or ("%s:%d: "):format(path, line)
    counts.said[#counts.said + 1] = where .. tostring(why)
  end
  local runner = {co = coroutine.create(fn), count = function() report(true) end}
  current.runner = runner
  local made = go_on(runner, report)
  if not made and counts.failed == 0 then report(false, "the file has no steps") end
  while made do
    line = made.line
    check_record(report, made)
    local record, stated = made.record, claims.of(made.record)
    claims.note(stated)
    made = go_on(runner, report)
    if counts.failed == 0 then check_after(report, record, stated) end
  end
  current.runner = nil
end

-- Prints the failures; returns whether all checks passed.
function check.file(path)
  local fn, why = loadfile(path)
  if not fn then context.fail("--check", why) end
  local counts = {passed = 0, failed = 0, said = {}}
  files.quietly(true)
  local ok, message = pcall(run, path, fn, counts)
  files.quietly(false)
  if not ok then error(message, 0) end
  for _, words in ipairs(counts.said) do print(words) end
  local failed = counts.failed > 0 and (", %d failed"):format(counts.failed) or ""
  print(("%s: %d checks passed%s"):format(path, counts.passed, failed))
  return counts.failed == 0
end

return check
