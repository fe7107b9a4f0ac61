-- lesson.lua - lessons: files of steps, printed as a whole or run step by step.
--
-- A file calls lesson.step and lesson.task between its code. Run as a script,
-- the file prints everything; the runner at the prompt (runner.lua) and the
-- checker (check.lua) run it in a coroutine that yields at each step.

local context = require "mlrepl.context"
local current = require "mlrepl.lesson.current"

local lesson = {}

-- Loads the other modules on first use to keep startup fast.
local function part(name) return require("mlrepl.lesson." .. name) end

local function fail(name, text, ...)
  context.fail("lesson." .. name, text:format(...))
end

-- -- as a script --------------------------------------------------------------------

-- The step whose answer has not been printed yet.
local open_step
local told = false -- has a lesson printed anything?

-- Prints the pending answer; also called at the end of a script and at each prompt.
local function finish()
  local step = open_step
  open_step = nil
  if not step then return end
  part"text".tell_answer(step)
  part"text".tell_try(step)
end

local function tell_step(step)
  finish()
  if told then print("") end
  told = true
  part"text".title(step.title)
  part"text".say(step.text)
  if step.question then part"text".ask(step, "Guess first: ") end
  open_step = step
end

local function tell_task(task)
  finish()
  part"text".say(part"text".after("Try it: ", task.text))
end

-- -- functions for lesson files --------------------------------------------------------

-- The runner of the current coroutine, if any.
local function runner_here()
  local runner = current.runner
  return runner and coroutine.running() == runner.co and runner
end

local function line_of_caller()
  for level = 3, 12 do
    local where = debug.getinfo(level, "Sl")
    if not where then break end
    local own = where.source:sub(2, #context.lib_dir + 1) == context.lib_dir
    if where.currentline > 0 and not own then return where.currentline end
  end
  return 0
end

local function present(kind, record, tell)
  part"fields".check(kind, record)
  local runner = runner_here()
  if not runner then return tell(record) end
  coroutine.yield{kind = kind, line = line_of_caller(), record = record}
end

local function l_step(step) present("step", step, tell_step) end
local function l_task(task) present("task", task, tell_task) end

local function l_done()
  local runner = runner_here()
  if not runner then return finish() end
  coroutine.yield{kind = "done", line = line_of_caller(), record = {}}
end

local function shown(value)
  local number = type(value) == "number"
  return number and ("%.10g"):format(value) or (part"text".value(value):gsub("%s+", " "))
end

local function l_expect(value, wanted, tolerance, what)
  if type(tolerance) == "string" and what == nil then tolerance, what = nil, tolerance end
  if tolerance ~= nil and type(tolerance) ~= "number" then
    fail("expect", "tolerance: number expected, got %s", context.describe(tolerance))
  end
  local runner = runner_here()
  if runner and runner.count then runner.count() end
  if part"answer".same_value(value, wanted, tolerance or 1e-6) then return end
  fail("expect", "%s is %s, expected %s", what or "value", shown(value), shown(wanted))
end

-- -- lesson"name" -----------------------------------------------------------------

local at_prompt = false

-- When a prompt starts: what was missed in earlier sessions.
local function remind()
  local missed = part"pending"
  local sentence = missed.sentence(missed.count())
  if sentence then print(sentence) end
end

local function l_review(keep)
  if keep == false then return part"pending".forget() end
  if keep ~= nil then
    context.fail("review", "no argument, or false to forget what was missed, expected, got "
      .. context.describe(keep))
  end
  if not at_prompt then context.fail("review", "asks at the prompt, not in a script") end
  part"review".open()
end

-- Runs a lesson from start to finish. In another program its variables stay out of the globals.
local function run_file(path)
  local env = context.host and setmetatable({}, {__index = function(_, name)
    local value = context.known[name]
    if value == nil then return rawget(_G, name) end
    return value
  end}) or _G
  assert(loadfile(path, "t", env))()
  finish()
end

local function l_lesson(name)
  if name == nil then return part"files".list() end
  if name == "aha" then return part"aha".list() end
  if type(name) ~= "string" then
    context.fail("lesson", "lesson name expected, got " .. context.describe(name)
      .. "; lesson() lists them")
  end
  local found, why = part"files".find(name)
  if not found then context.fail("lesson", why) end
  if at_prompt then return part"runner".open(found) end
  run_file(found.path)
end

-- Handles events of the prompt: "turn" before each line is read; "line", text:
-- returns true if the lesson used it; "values", ...: returns true if they need not
-- be shown; "end" after a script; "open" when a notebook starts; "waits": returns true if
-- a line is expected that is not Lua for a task.
function lesson.listener(event, ...)
  if event == "open" then at_prompt = true return end
  if event == "waits" then return current.runner and current.runner.phase ~= "task" end
  if event == "turn" and not at_prompt then
    at_prompt = true
    remind()
  end
  if event == "turn" or event == "end" then finish() end
  if current.runner and current.runner.listen then return current.runner.listen(event, ...) end
end

local function l_guess(...) part"single".guess(...) end
local function l_check(...) part"single".check(...) end

local function l_report(path) require("mlrepl.class.report").lessons(path) end

-- --check FILE: returns whether all checks passed.
function lesson.check_file(path) return part"check".file(path) end

local Lesson = setmetatable({}, {__call = function(_, name) return l_lesson(name) end})

local function names()
  local found = {"aha"}
  for _, item in ipairs(part"files".all()) do found[#found + 1] = item.name end
  return found
end

lesson.entries = {
  {name = "lesson", usage = "lesson(name) -> nothing", fn = Lesson, words = {name = names},
   help = "lesson() lists the lessons and your progress; lesson\"gradient_descent\" runs one at "
     .. "the prompt, step by step: read the text, guess the answer, run the code, then experiment. "
     .. "Press Enter to continue. You can call hint(), skip(), back(), restart() and quit(); "
     .. "your position is saved. lesson\"aha\" lists the ideas of all lessons, each with a line of "
     .. "code that shows it. A file name also works: lesson\"my_lesson.lua\". In a script, "
     .. "lesson prints the whole lesson.",
   example = "lesson()"},
  {name = "lesson.step", usage = "lesson.step{title=, text=, question=, choices=, answer=, "
     .. "tolerance=, why=, because=, try=, hints=, again=} -> nothing", fn = l_step,
   help = "Defines a step in a lesson file; the code of the step follows the call. The user "
     .. "answers the question before that code runs, and has two tries. answer is the index of "
     .. "one of two to four choices, which are strings; or a number (within 1%, or tolerance=); "
     .. "or true or false. why explains wrong answers: a list with a sentence for each wrong "
     .. "choice, a list of {number, sentence}, or a string. because is printed after the code has "
     .. "run, then try. In all of them, {cost} stands for the value of the global cost, and "
     .. "{cost%.2f} formats it. again is a function for review(): again(draw) returns a table with "
     .. "a new question, answer, why and because, whose numbers it draws by draw(low, high, by). "
     .. "When run as a script, the file prints everything without asking.",
   example = "lesson.step{title = \"Which way is down\", text = \"Stand on the hill.\"}"},
  {name = "lesson.task",
   usage = "lesson.task{text=, check=, value=, tolerance=, hints=, solution=, name=, points=} "
     .. "-> nothing",
   fn = l_task,
   help = "Defines a task in a lesson file, to be done at the prompt. check is a function that "
     .. "returns true if the task is done, or false and a message that says what is missing. "
     .. "Alternatively, value is the value that an expression entered by the user must have, "
     .. "within 1% or tolerance=. hints is a list of strings; solution is code that does the task; "
     .. "name and points are for mlrepl --grade, where a task with value= is answered by the "
     .. "variable of that name, or else by answer1, answer2, ... (the number of the task).",
   example = "lesson.task{text = \"What is 6 times 7?\", value = 42, solution = \"6 * 7\"}"},
  {name = "lesson.guess", usage = "lesson.guess(name, step, guess) -> nothing", fn = l_guess,
   words = {name = names},
   help = "Judges a guess at the question of a step of a lesson, as the lesson itself does. guess "
     .. "is the letter or the words of a choice, a number, or true or false. The first wrong guess "
     .. "is explained; after the second one comes the answer. Notebooks made by mlrepl --notebook "
     .. "use it.",
   example = "(pcall(lesson.guess, 7, 1, \"a\")) --> false"},
  {name = "lesson.check", usage = "lesson.check(name, step, value) -> nothing", fn = l_check,
   words = {name = names},
   help = "Says whether a task of a lesson is done and, if not, what is missing. value is for "
     .. "tasks that ask for one; _ is the last value. Your variables are not changed. Notebooks "
     .. "made by mlrepl --notebook use it.",
   example = "(pcall(lesson.check, 7, 1)) --> false"},
  {name = "lesson.report", usage = "lesson.report(path) -> nothing", fn = l_report,
   help = "Prints your lessons: the steps done, how many questions were right at the first try, "
     .. "right after a wrong guess or a hint, or missed, the tasks solved, and the minutes "
     .. "(breaks of more than five minutes do not count). lesson.report\"ada.json\" writes all of "
     .. "it to one file to hand in, with your answers and the code of your tasks; "
     .. "mlrepl --report FOLDER sums up such files. The log is kept in ~/.local/state/mlrepl/"
     .. "lesson-log (or below XDG_STATE_HOME), one file per session; the environment variable "
     .. "MLREPL_LESSON_LOG=folder chooses another folder, MLREPL_LESSON_LOG=/dev/null none.",
   example = "(pcall(lesson.report, 7)) --> false"},
  {name = "review", usage = "review(keep) -> nothing", fn = l_review,
   help = "At the prompt, asks the questions of lessons that you missed: those whose answer was "
     .. "shown. Their choices are in another order, and some have new numbers. A question that "
     .. "you answer does not come back. review(false) forgets all of them. The prompt says at its "
     .. "start whether there are any.",
   example = "(pcall(review)) --> false"},
  {name = "lesson.done", usage = "lesson.done() -> nothing", fn = l_done,
   help = "Ends the lesson. This call is optional, because the end of the file also ends the "
     .. "lesson.",
   example = "lesson.done()"},
  {name = "lesson.expect", usage = "lesson.expect(value, wanted, tolerance, what) -> nothing",
   fn = l_expect,
   help = "Raises an error, in a lesson file, if value differs from wanted, the number given in "
     .. "the text. tolerance (default 1e-6) is absolute for numbers up to 1 and relative for "
     .. "larger ones; vectors, matrices and lists are compared element by element. what names the "
     .. "value in the error message.",
   example = "lesson.expect(2 * 3, 6)\n"
     .. "(pcall(lesson.expect, 2, 3, 0.1, \"the cost\")) --> false"},
}

return lesson
