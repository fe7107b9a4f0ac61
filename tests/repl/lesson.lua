-- lesson.lua - lessons in a terminal: wrong answers, hints, interruptions, quitting
-- and resuming.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")

local STORY = [[
-- Story: a lesson for the tests.
local step, task = lesson.step, lesson.task
step{title = "Alpha", text = "First words.", question = "Does it rise or fall?",
  choices = {"it falls", "it rises"}, answer = 1, because = "Downhill.", try = "start + 1"}
start = 41
print("start is " .. start)
step{title = "Beta", question = "What is start + 1?", answer = 42}
print("it is " .. start + 1)
step{title = "Gamma"}
io.open(os.getenv("HOME") .. "/gamma", "w"):close() -- tells the test that it runs
while not io.open(os.getenv("HOME") .. "/patience") do end
print("at last")
task{text = "Make z larger than start.",
  check = function() return z and z > start, "z is too small" end,
  hints = {"nudge", "push"}, solution = "z = start + 1"}
step{title = "Delta", text = "The end is near."}
]]

local PATIENCE = "io.open(os.getenv('HOME') .. '/patience', 'w'):close()"

local function write(path, text)
  local file = assert(io.open(path, "w"))
  file:write(text)
  file:close()
end

-- A case with a terminal whose home folder contains the lesson.
local function case(sentence, body)
  check.case(sentence, function()
    local home = terminal.folder()
    write(home .. "/story.lua", STORY)
    local t = terminal.open{home = home, rows = 60, env = {MLREPL_PLOT = "none"}}
    local ok, message = xpcall(body, debug.traceback, t, home .. "/story.lua")
    t:close()
    if not ok then error(message, 0) end
  end)
end

local function begin(t, path)
  t:enter(("lesson%q"):format(path)):expect("1 of 5. Alpha"):expect("rise or fall?"):prompt()
  return t
end

-- Waits until the code of Gamma runs.
local function in_gamma(t)
  t:until_file(t.home .. "/gamma")
  os.remove(t.home .. "/gamma")
  return t
end

-- Opens the same home again.
local function return_to(t)
  local home = t:leave()
  local again = terminal.open{home = home, rows = 60}
  t.socket = again.socket -- closed at the end of the case
  return again
end

case("lesson() lists the lessons and how to start one", function(t)
  t:enter("lesson()"):expect("linear_regression"):expect("gradient_descent")
  t:expect("lesson\"")
end)

case("a wrong guess is explained after the code has run", function(t, path)
  begin(t, path):enter("it rises")
  t:expect("start is 41"):expect("Not correct: b) it rises. Answer: a) it falls. Downhill.")
  t:expect("Try it: start + 1"):enter("start + 1"):expect("\n42\n")
  t:press("Enter"):expect("2 of 5. Beta")
end)

case("a guess is a letter or words, also words that look like incomplete Lua", function(t, path)
  begin(t, path):enter("if it falls"):expect("Answer with a letter, a or b"):prompt()
  t:enter("It falls."):expect("Correct: a) it falls. Downhill.")
end)

case("a guess can be an expression; a wrong value is shown, and Enter submits it", function(t, path)
  begin(t, path):press("Enter"):expect("Answer: a) it falls."):press("Enter"):expect("2 of 5")
  t:enter("start + 7"):expect("\n48\n"):prompt():press("Enter")
  t:expect("Not correct: 48. That is too large. Try once more"):enter("start + 2"):expect("\n43\n"):prompt()
  t:press("Enter"):expect("Not correct: 43. Answer: 42.")
end)

case("printing a variable is not a guess", function(t, path)
  begin(t, path):enter("q = 17"):enter("q"):expect("\n17\n"):prompt():missing("Not")
  t:enter("for i = 1, 2 do"):enter("print('round', i)"):enter("end"):expect("round")
  t:enter("it falls"):expect("Correct:")
end)

case("Ctrl-C in the lesson's code returns to the prompt, Enter runs it again", function(t, path)
  begin(t, path):enter("b"):expect("(Press Enter to continue)"):press("Enter"):expect("Beta")
  t:enter("42"):expect("Correct: 42."):press("Enter"):expect("3 of 5. Gamma"):press("Enter")
  in_gamma(t):press("C-c"):expect("interrupted"):expect("still at step 3")
  t:enter("start"):expect("\n41\n"):enter(PATIENCE):prompt()
  t:press("Enter"):expect("at last"):press("Enter"):expect("4 of 5. Your turn")
  t:missing("start is 41\nstart is 41")
end)

local function to_task(t, path)
  begin(t, path):enter(PATIENCE):enter("skip()"):expect("Beta"):enter("skip()")
  return t:expect("Gamma"):enter("skip()"):expect("4 of 5. Your turn"):prompt()
end

case("hints appear one at a time, and check says what is missing", function(t, path)
  to_task(t, path):enter("hint()"):expect("Hint 1 of 2: nudge"):enter("hint")
  t:expect("Hint 2 of 2: push"):enter("hint()"):expect("No more hints")
  t:enter("z = 3"):enter("check()"):expect("Not yet: z is too small.")
end)

case("a task is detected as done with any solution", function(t, path)
  to_task(t, path):enter("z = 1"):prompt():missing("Correct")
  t:enter("for i = 1, 50 do z = i end"):expect("Correct."):press("Enter")
  t:expect("5 of 5. Delta"):press("Enter"):expect("End of the lesson.")
  t:enter("hint"):expect("nil")
end)

case("skip shows a solution of the task", function(t, path)
  to_task(t, path):enter("skip()"):expect("z = start + 1"):expect("5 of 5. Delta")
end)

case("quitting saves the place and the guesses", function(t, path)
  begin(t, path):enter("it rises"):expect("Downhill."):press("Enter"):expect("2 of 5. Beta")
  t = return_to(t)
  t:enter(("lesson%q"):format(path)):expect("Continuing where you left off"):expect("2 of 5. Beta")
  t:missing("start is 41"):enter("start"):expect("\n41\n")
  t:enter("back()"):expect("1 of 5. Alpha"):expect("(Last time you guessed b) it rises.)")
end)

case("quit and Ctrl-D save the place; restart starts over", function(t, path)
  begin(t, path):enter("b"):expect("(Press Enter to continue)")
  t:press("Enter"):expect("2 of 5. Beta")
  t:enter("quit()"):expect("Position saved"):enter("go"):expect("nil")
  t:enter(("lesson%q"):format(path)):expect("Continuing where you left off"):prompt():press("C-d")
  t:expect("left with 0")
  t = return_to(t)
  t:enter(("lesson%q"):format(path)):expect("2 of 5. Beta"):enter("restart()")
  t:expect("1 of 5. Alpha"):missing("Last time")
end)

case("a second quit does not leave mlrepl unasked", function(t, path)
  begin(t, path):enter("quit"):expect("Position saved"):enter("quit()")
  t:expect("\nlesson left; quit again leaves mlrepl\n"):enter("6 * 7"):expect("\n42\n")
  t:enter(("lesson%q"):format(path)):expect("1 of 5. Alpha", 2):enter("quit()"):expect("Position saved", 2)
  t:enter("exit"):expect("\nlesson left; exit again leaves mlrepl\n"):enter("exit"):expect("left with 0")
end)

case("Ctrl-C while the earlier steps run again leaves the lesson there", function(t, path)
  in_gamma(to_task(t, path)):enter("quit()"):expect("Position saved")
  t:enter("os.remove(os.getenv('HOME') .. '/patience')")
  t:enter(("lesson%q"):format(path)):expect("Continuing where you left off")
  in_gamma(t):press("C-c"):expect("interrupted"):expect("still at step 4"):enter(PATIENCE)
  t:enter("6 * 7"):expect("\n42\n"):press("Enter"):expect("4 of 5. Your turn", 2)
  t:missing("\nat last")
end)

case("an error in a lesson shows file and line, and the lesson stays at its step", function(t, path)
  write(path, '-- Bad: x.\nlesson.step{title = "A"}\n'
    .. 'if not io.open(os.getenv("HOME") .. "/patience") then nothing.field = 1 end\n'
    .. 'lesson.step{title = "B"}\n')
  t:enter(("lesson%q"):format(path)):expect("1 of 2. A"):press("Enter")
  t:expect("story.lua:3: attempt to index"):expect("still at step 1"):prompt()
  t:enter(PATIENCE):press("Enter"):expect("(Press Enter to continue)")
  t:press("Enter"):expect("2 of 2. B")
end)

case("a real lesson from first to last, with wrong answers and a skipped step", function(t)
  t:enter('lesson"gradient_descent"'):expect("1 of 8. The slope of the cost"):prompt()
  t:enter("negative"):expect("Not correct: a) negative. To the left"):enter("c")
  t:expect("Correct: c) positive."):press("Enter"):expect("2 of 8. Error times x")
  t:enter("the larger house"):expect("Correct: a)"):press("Enter"):expect("dj_dw is -650. What is w")
  t:enter("-6.5"):expect("Not correct: -6.5. Subtracting")
  t:enter("0 - 0.01 * dj_dw"):expect("Correct: 6.5."):press("Enter"):expect("4 of 8"):enter("skip")
  t:expect("5 of 8"):enter("skip()"):expect("6 of 8. The built-in functions"):enter("c")
  t:expect("Not correct: c) at an even rate. Each step"):press("Enter")
  t:expect("Iteration   10000"):press("Enter"):expect("7 of 8. A learning rate that is too large")
  t:enter("c"):expect("Correct: c) it grows"):press("Enter"):expect("8 of 8. Your turn")
  t:enter("run = train(model.linear(), x_train, y_train, {alpha = 0.02, iterations = 100})")
  t:prompt():enter("check()"):expect("Not yet: the cost is still"):enter("hint()"):expect("Hint 1")
  t:enter("run = train(model.linear(), x_train, y_train, {alpha = 0.45, iterations = 100})")
  t:expect("Correct."):press("Enter"):expect("End of the lesson.")
  t:enter("lesson()"):expect("done")
end)

check.done("lesson at the prompt")
