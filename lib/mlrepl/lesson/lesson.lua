-- lesson.lua - lessons: files of steps, told whole or step by step.
--
-- A file calls lesson.step and lesson.task between its code. What these do
-- depends on who runs the file: by itself it tells the whole story; the runner
-- at the prompt (runner.lua) and the one that checks
-- (check.lua) run it in a coroutine and take each step from there.

local context = require "mlrepl.context"
local current = require "mlrepl.lesson.current"

local lesson = {}

-- The other parts are read when they are first wanted, so that the program
-- starts as fast without a lesson.
local function part(name) return require("mlrepl.lesson." .. name) end

local function fail(name, text, ...)
  context.fail("lesson." .. name, text:format(...))
end

-- -- what a step says -----------------------------------------------------------

local FIELDS = {
  step = {title = "string", text = "string", question = "string", answer = true,
    tolerance = "number", because = "string", try = "string", hints = "table"},
  task = {text = "string", check = "function", value = true, tolerance = "number",
    hints = "table", solution = "string"},
}

local function check_field(name, key, value, kind)
  if not kind then
    fail(name, "there is no field '%s'%s", tostring(key),
      context.suggest(tostring(key), FIELDS[name]))
  end
  if kind ~= true and type(value) ~= kind then
    fail(name, "field %s: %s expected, got %s", key, kind, context.describe(value))
  end
end

local function check_hints(name, hints)
  for i, hint in ipairs(hints or {}) do
    if type(hint) ~= "string" then
      fail(name, "hint %d: string expected, got %s", i, context.describe(hint))
    end
  end
end

-- A mistake of the teacher is told at once, in every way of running.
local function check_record(name, record)
  if type(record) ~= "table" or getmetatable(record) then
    fail(name, "table expected, as in %s{text = \"...\"}, got %s", name, context.describe(record))
  end
  for key, value in pairs(record) do check_field(name, key, value, FIELDS[name][key]) end
  if name == "step" and not record.title then fail(name, "a step needs a title") end
  if name == "step" and (record.question == nil) ~= (record.answer == nil) then
    fail(name, "question and answer belong together; step \"%s\" has one of them", record.title)
  end
  if name == "task" and not record.text then fail(name, "a task needs a text") end
  if name == "task" and (record.check == nil) == (record.value == nil) then
    fail(name, "a task has a check or a value, one of them")
  end
  check_hints(name, record.hints)
end

-- -- by itself --------------------------------------------------------------------

-- The step whose answer has not been told yet.
local open_step
local told = false -- has anything been printed by a lesson?

-- Ends what is open; the end of a script and each prompt do it too.
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
  if step.question then part"text".say("Guess first: " .. step.question) end
  open_step = step
end

local function tell_task(task)
  finish()
  part"text".say("To try: " .. task.text)
end

-- -- what a lesson calls --------------------------------------------------------

-- The runner whose coroutine it is, if one is at work.
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
  check_record(kind, record)
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
  fail("expect", "%s is %s, the lesson says %s", what or "a value", shown(value), shown(wanted))
end

-- -- lesson"name" -----------------------------------------------------------------

local at_prompt = false

local function l_lesson(name)
  if name == nil then return part"files".list() end
  if type(name) ~= "string" then
    context.fail("lesson", "name of a lesson expected, got " .. context.describe(name)
      .. "; lesson() lists them")
  end
  local found, why = part"files".find(name)
  if not found then context.fail("lesson", why) end
  if at_prompt then return part"runner".open(found) end
  assert(loadfile(found.path))()
  finish()
end

-- What the prompt tells: "turn" before each line is read; "line", text: true
-- when the lesson took it; "values", ...: true when they need not be shown;
-- "end" behind a script.
function lesson.listener(event, ...)
  if event == "turn" then at_prompt = true end
  if event == "turn" or event == "end" then finish() end
  if current.runner and current.runner.listen then return current.runner.listen(event, ...) end
end

-- --check FILE: gives whether all was well.
function lesson.check_file(path) return part"check".file(path) end

local Lesson = setmetatable({}, {__call = function(_, name) return l_lesson(name) end})

lesson.entries = {
  {name = "lesson", usage = "lesson(name)", fn = Lesson,
   help = "lesson() lists the lessons with what is done; lesson\"gradient_descent\" runs one at "
     .. "the prompt, step by step: read, guess first, look at what the code gives, try your own. "
     .. "Enter goes on; hint(), skip(), back(), restart() and quit() are there while it runs, and "
     .. "the place is kept. The name may be a file's: lesson\"my_lesson.lua\". In a script it "
     .. "tells the whole lesson.",
   example = "lesson()"},
  {name = "lesson.step", usage = "lesson.step{title=, text=, question=, answer=, tolerance=, "
     .. "because=, try=, hints=}", fn = l_step,
   help = "In a lesson's file: a step, with the code below it. The question is guessed before "
     .. "that code runs; answer is a string, a list of strings any of which is right, a number "
     .. "(within 1 %, or tolerance=), a boolean, or a function(guess) that gives true or false and "
     .. "a sentence. because is told after the code ran, then try. The file run by itself tells "
     .. "all of it and asks nothing.",
   example = "lesson.step{title = \"Which way is down\", text = \"Stand on the hill.\"}"},
  {name = "lesson.task",
   usage = "lesson.task{text=, check=, value=, tolerance=, hints=, solution=}", fn = l_task,
   help = "In a lesson's file: something to do at the prompt. check is a function that gives true "
     .. "when it is done, else false and what is missing; or value is what any expression of the "
     .. "learner must give, within 1 % or tolerance=. hints is a list of strings, solution code "
     .. "that does it.",
   example = "lesson.task{text = \"What is 6 times 7?\", value = 42, solution = \"6 * 7\"}"},
  {name = "lesson.done", usage = "lesson.done()", fn = l_done,
   help = "Ends a lesson's file; the end of the file does the same.",
   example = "lesson.done()"},
  {name = "lesson.expect", usage = "lesson.expect(value, wanted, tolerance, what)", fn = l_expect,
   help = "In a lesson's file: an error when a number is not the one that the text speaks of. The "
     .. "tolerance (1e-6) is absolute for numbers up to 1, relative beyond; vectors, matrices and "
     .. "lists are compared element by element. what names the value in the error.",
   example = "lesson.expect(2 * 3, 6)\n"
     .. "(pcall(lesson.expect, 2, 3, 0.1, \"the cost\")) --> false"},
}

return lesson
