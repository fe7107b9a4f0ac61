-- single.lua - lesson.guess and lesson.check, which the notebooks of lessons call.
local check = dofile("tests/check.lua")

local log = os.tmpname()
os.remove(log)

-- What the script prints, with single spaces.
local function said(code)
  local text = check.script(code, nil, "MLREPL_LESSON_LOG=" .. log)
  return (text:gsub("%s+", " "):gsub(" $", ""))
end

local function guess(step, value)
  return said(('lesson.guess("machine_learning", %d, %s)'):format(step, value))
end

check.case("a guess is judged as in the lesson: two tries, then the answer", function()
  check.equal(guess(3, "150"), "Not correct: 150. That is too small. Try once more.")
  assert(guess(3, "'about 200'"):find("^Correct: 200%. With w = 200"))
  assert(guess(4, "'a vector with one prediction per house'"):find("^Correct: b%)"))
  local twice = said[[for _ = 1, 2 do lesson.guess("machine_learning", 4, "a") end]]
  assert(twice:find("^Not correct: a%) one number%. x_train has two elements, and each of them is "
    .. "multiplied%. Try once more%. Not correct: a%) one number%. Answer: b%) a vector"), twice)
end)

check.case("texts hold values that the step's code computes", function()
  assert(guess(5, "340"):find("For x = 1200 it predicts 240100 thousand dollars", 1, true))
end)

check.case("a guess that is none says what is expected", function()
  check.equal(guess(4, '""'), "Answer with a letter, a to c, or with the words of one of the "
    .. "choices, between the quotes; then run the cell again.")
  check.equal(guess(3, "nil"), "Answer with a number, such as 12.5, between the quotes; then run "
    .. "the cell again.")
end)

check.case("a task is checked with the learner's variables, which stay", function()
  check.equal(said[[
    w, b, price = 1, 2, "mine"
    lesson.check("machine_learning", 7)
    w, b = 150, 50
    lesson.check("machine_learning", 7)
    print(w, b, price, first_try)]], "Not yet: your line predicts 3.5 for x = 1.5 (price 275) and "
    .. "4.5 for x = 2.5 (price 425). Correct. 150 50 mine nil")
end)

check.case("a task that asks for a value is given one", function()
  check.equal(said[[
    lesson.check("logistic_cost", 7, -2.83)
    lesson.check("logistic_cost", 7, 1)
    lesson.check("logistic_cost", 7)]], "Correct. Not yet: 1 is not correct. Not yet: no value "
    .. "given.")
end)

check.case("the learner's random numbers and figure stay", function()
  check.equal(said[[
    seed(5)
    local wanted = vector.random(2)
    seed(5)
    local first, f = vector.random(1), plot.figure{}
    lesson.guess("machine_learning", 1, 3)
    print(first[1] == wanted[1], vector.random(1)[1] == wanted[2], plot.axes() == f[1])]],
    "Not correct: 3. That is too large. Try once more. true true true")
end)

check.case("guesses and tasks are in the log", function()
  local report = said[[
    lesson.guess("machine_learning", 1, 2)
    w, b = 150, 50
    lesson.check("machine_learning", 7)
    lesson.report()]]
  assert(report:find("machine_learning", 1, true), report)
  local lines = check.output("cat " .. log .. "/*.jsonl")
  assert(lines:find('"event":"try"', 1, true) and lines:find('"event":"task"', 1, true), lines)
end)

check.case("the lesson prints and draws nothing", function()
  local path = os.tmpname() .. ".lua"
  check.write(path, 'print"head" plot({1, 2}, {1, 2}) plot.show()\n'
    .. 'lesson.step{title = "t", question = "1?", answer = 1}\nprint"code"\n'
    .. 'lesson.task{text = "t", check = function() print"check" return true end, solution = ""}')
  local code = ([[io.write"kept " lesson.guess(%q, 1, 1) lesson.check(%q, 2)]]):format(path, path)
  check.equal(said(code), "kept Correct: 1. Correct.")
  os.remove(path)
end)

check.case("errors name the function", function()
  check.fails(function() lesson.guess() end, "lesson.guess: name of a lesson expected, got nil")
  check.fails(function() lesson.check("machine_lerning", 1) end,
    "lesson.check: no lesson named 'machine_lerning'; did you mean 'machine_learning'?")
  check.fails(function() lesson.guess("machine_learning", 8) end,
    "lesson.guess: number of a step from 1 to 7 expected, got 8")
  check.fails(function() lesson.check("machine_learning", 1) end,
    "lesson.check: step 1 of machine_learning is a question; use lesson.guess")
  check.fails(function() lesson.guess("machine_learning", 7) end,
    "lesson.guess: step 7 of machine_learning is a task; use lesson.check")
  local path = os.tmpname() .. ".lua"
  check.write(path, 'lesson.step{title = "t", question = "?", answer = 1}\nerror"x"\n')
  check.fails(function() lesson.guess(path, 1, 1) end,
    ("lesson.guess: %s cannot be run up to step 1"):format(path))
  os.remove(path)
end)

os.execute("rm -rf " .. log)
check.done("single")
