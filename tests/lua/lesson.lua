-- lesson.lua - lessons run as scripts, checked, and taken with input from a pipe.
-- tests/repl/lesson.lua tests them in a terminal.
local check = dofile("tests/check.lua")

local PROGRAM = os.getenv("MLREPL") or "./mlrepl"

local output = check.output

local folder = output("mktemp -d"):gsub("\n", "")

local function write(name, text)
  local file = assert(io.open(folder .. "/" .. name, "w"))
  file:write(text)
  file:close()
  return folder .. "/" .. name
end

local function lesson_file(body)
  local head = "-- One: a lesson.\nlocal step, task = lesson.step, lesson.task\n"
  return write("one.lua", head .. body)
end

local function tell(body)
  return output(("%s %s 2>&1"):format(PROGRAM, lesson_file(body)))
end

local function checked(body)
  return output(("%s --check %s 2>&1"):format(PROGRAM, lesson_file(body)))
end

-- The output of lines typed after lesson"one.lua", with a separate state folder.
local function typed(body, lines)
  local file = lesson_file(body)
  local keys = write("keys", ("lesson%q\n%s\n"):format(file, table.concat(lines, "\n")))
  os.execute("rm -rf " .. folder .. "/mlrepl")
  return output(("XDG_STATE_HOME=%s HOME=%s MLREPL_HISTORY=/dev/null %s -i <%s 2>&1")
    :format(folder, folder, PROGRAM, keys))
end

local function has(text, part)
  if not text:find(part, 1, true) then
    error(("not in it: %s\n%s"):format(part, text), 2)
  end
end

local function lacks(text, part)
  if text:find(part, 1, true) then error(("in it: %s\n%s"):format(part, text), 2) end
end

-- -- as a script ----------------------------------------------------------------

check.case("as a script, a lesson prints everything in order and asks nothing", function()
  local text, code = tell[[
    step{title = "A", text = "Some words.", question = "Up or down?", answer = {"down", "falls"},
      because = "It is steep.", try = "x * 2"}
    x = 7
    print("x is", x)
    step{title = "B"}
    task{text = "Do it.", value = 1, solution = "1"}
  ]]
  check.equal(text, "A\n-\nSome words.\nGuess first: Up or down?\nx is\t7\n"
    .. "Answer: down. It is steep.\nTry it: x * 2\n\nB\n-\nTry it: Do it.\n")
  check.equal(code, 0)
end)

check.case("the last answer is printed at the end, with and without lesson.done", function()
  local step = 'step{title = "A", question = "Q?", answer = true} print("code")\n'
  local whole = "A\n-\nGuess first: Q?\ncode\nAnswer: yes.\n"
  check.equal(tell(step), whole)
  check.equal(tell(step .. "lesson.done()"), whole)
end)

check.case("no answer is printed if the script fails first", function()
  local text, code = tell'step{title = "A", question = "Q?", answer = 1}\nerror("broken")'
  has(text, "one.lua:4: broken")
  lacks(text, "Answer")
  check.equal(code, 1)
end)

check.case("two lessons in one session are independent", function()
  local a = write("a.lua", 'lesson.step{title = "A", question = "QA", answer = 1, because = "BA"}')
  local b = write("b.lua", 'lesson.step{title = "B", question = "QB", answer = 2, because = "BB"}')
  local text = output(("%s -e 'dofile(%q) dofile(%q)' 2>&1"):format(PROGRAM, a, b))
  has(text, "QA\nAnswer: 1. BA\n\nB\n-")
  check.equal(output(("%s -e 'lesson(%q) lesson(%q)' 2>&1"):format(PROGRAM, a, b)),
    "A\n-\nGuess first: QA\nAnswer: 1. BA\n\nB\n-\nGuess first: QB\nAnswer: 2. BB\n")
end)

check.case("text is wrapped; formulas and paragraphs are kept", function()
  local text = tell('step{title = "A", text = [[\n    ' .. ("word "):rep(40)
    .. '\n    more.\n\n        f(x) = w x + b\n\n    End.]]}')
  for line in text:gmatch("[^\n]+") do assert(#line <= 75, line) end
  has(text, "word more.\n\n    f(x) = w x + b\n\nEnd.\n")
end)

check.case("an error in a lesson's definition is one message with its line", function()
  local function says(body, sentence) has(tell(body), sentence) end
  says("step()", "one.lua:3: lesson.step: table expected")
  says("step{}", "lesson.step: title missing")
  says('step{title = "A", txt = "b"}', "unknown field 'txt'; did you mean 'text'?")
  says('step{title = "A", question = "Q"}', "step \"A\" needs both question and answer")
  says('step{title = 1}', "field title: string expected, got 1")
  says('task{value = 1}', "lesson.task: text missing")
  says('task{text = "T"}', "a task needs either check or value")
  says('task{text = "T", value = 1, hints = {1}}', "hint 1: string expected, got 1")
end)

check.case("lesson.expect prints nothing on success and both values on failure", function()
  lesson.expect(1 + 1e-7, 1)
  lesson.expect(vector{1, 2}, {1, 2})
  lesson.expect(matrix{{1, 2}}, matrix{{1, 2.0000001}}, 1e-6)
  lesson.expect({1, {2, 3}}, {1, {2, 3}})
  lesson.expect("a", "a")
  lesson.expect(1000.5, 1000, 1e-3, "relative")
  local function says(sentence, ...)
    local values = table.pack(...)
    check.fails(function() lesson.expect(table.unpack(values, 1, values.n)) end, sentence)
  end
  says("the cost is 2, expected 3", 2, 3, 0.1, "the cost")
  says("is [1 2], expected {1, 3}", vector{1, 2}, {1, 3})
  says(", expected", vector{1}, {1, 3})
  says("expected 1", 0 / 0, 1)
  says("is nil, expected 1", nil, 1)
  says("tolerance: number expected", 1, 1, {})
  local ring = {1}
  ring[2] = ring
  says("expected {1, {1, {...}}}", {1, {1, {1, {1}}}}, ring)
end)

check.case("an unknown lesson suggests the nearest name", function()
  check.fails(function() lesson"gradient_desent" end, "did you mean 'gradient_descent'?")
  check.fails(function() lesson(7) end, "lesson name expected, got 7")
  check.fails(function() lesson"no/where.lua" end, "no lesson named 'no/where.lua'")
end)

-- -- with --check ----------------------------------------------------------------

check.case("--check counts steps, questions, tasks and numbers", function()
  local text, code = checked[[
    step{title = "A", question = "Q?", answer = {"up", "it rises"}}
    lesson.expect(1, 1)
    task{text = "T", check = function() return z == 1 end, solution = "z = 1"}
    lesson.expect(z, nil)  -- the solution was tried in a copy
  ]]
  has(text, "one.lua: 9 checks passed\n") -- 3 steps, 2 answers, 2 for the task, 2 numbers
  check.equal(code, 0)
end)

local function refuses(body, sentence)
  local text, code = checked(body)
  has(text, sentence)
  has(text, " failed\n")
  check.equal(code, 1)
end

check.case("--check reports problems with file and line", function()
  refuses('step{title = "A"}\nlesson.expect(1, 2)', "one.lua:4: lesson.expect: value is 1")
  refuses('task{text = "T", check = function() return true end, solution = "x = 1"}',
    "one.lua:3: the check passes before the solution runs")
  refuses('task{text = "T", value = 4, solution = "2 + 3"}',
    "one.lua:3: the solution does not pass the check: it returns 5, expected 4")
  refuses('task{text = "T", value = 4, solution = "2 +"}', "the solution is not valid Lua")
  refuses('task{text = "T", value = 4, solution = "error(\'oh\')"}',
    "the solution fails: solution:1: oh")
  refuses('task{text = "T", value = 4, solution = "os.exit()"}', "the solution ends the program")
  refuses('task{text = "T", value = 4}', "the task has no solution")
  refuses('step{title = "A", question = "Q", answer = ""}', "answer  is not accepted")
  refuses('step{title = "A", question = "Q", answer = function() error("no") end}',
    "function fails")
  refuses("x = 1", "the file has no steps")
end)

check.case("a solution does not change values used later in the lesson", function()
  local text = checked[[
    m = model.linear{w = 1, b = 0}
    task{text = "T", check = function() return m.w[1] == 5 end, solution = "m.w = 5"}
    lesson.expect(m.w[1], 1)
  ]]
  has(text, "checks passed")
  lacks(text, "failed")
end)

check.case("--check suppresses the lesson's output and figures", function()
  local text = checked('step{title = "A"} print("heard") io.write("seen") plot{1, 2} plot.show()\n'
    .. ('plot.save(%q)'):format(folder .. "/kept.png"))
  check.equal(text, folder .. "/one.lua: 2 checks passed\n")
  assert(not io.open(folder .. "/kept.png"))
end)

check.case("--check without a file, or without one that is there", function()
  has(output(PROGRAM .. " --check 2>&1"), "'--check' needs a lesson file")
  has(output(PROGRAM .. " --check /nowhere.lua 2>&1"), "/nowhere.lua")
end)

check.case("the template in scripts/README.md runs and passes --check", function()
  local code = check.content("scripts/README.md"):match("```lua\n(.-)```")
  local path = write("template.lua", code)
  has(output(("%s %s 2>&1"):format(PROGRAM, path)), "x + x =\t[2 4 6]\nAnswer: 6. 3 + 3 = 6.")
  has(output(("%s --check %s 2>&1"):format(PROGRAM, path)), "7 checks passed")
end)

-- -- answers -----------------------------------------------------------------------

-- True if the guess is accepted.
local function judged(answer, guess)
  local body = ('step{title = "A", question = "Q?", answer = %s}\nprint("ran")'):format(answer)
  local text = typed(body, {guess})
  has(text, "ran")
  return text:find("Right: ", 1, true) ~= nil
end

local function accepts(answer, ...)
  for _, guess in ipairs{...} do
    if not judged(answer, guess) then error(guess .. " is rejected for " .. answer, 2) end
  end
end

local function rejects(answer, ...)
  for _, guess in ipairs{...} do
    if judged(answer, guess) then error(guess .. " is taken for " .. answer, 2) end
  end
end

check.case("an answer is accepted in other wording", function()
  accepts('"it falls"', "fall", "It falls.", "falling", "the cost falls", '"falls"', "it decreases",
    "goes down", 'guess"fall"', "it gets smaller", "FALLS!")
  accepts('"negative"', "negative", "both are negative", "negativ", "they're negative")
  accepts('"both"', "both", "both of them")
  accepts('"neither"', "neither", "neither of the two")
  accepts('{"underfits", "a straight line is stiff"}', "it underfits", "stiff line, straight")
end)

check.case("the opposite, a negation and both at once are rejected", function()
  rejects('"it falls"', "it rises", "does not fall", "fall or rise", "nothing", "it stays the same")
  rejects('"positive"', "negative", "not positive")
  rejects('"underfits"', "overfits")
  rejects('"both"', "neither", "the first", "not both")
  rejects('"symmetric"', "asymmetric")
end)

check.case("numbers are accepted within a percent, as expressions or in words", function()
  accepts("3125", "3125", "3100", "(50^2 + 100^2) / 4", "= 3125", "about 3125", "3,125 dollars",
    "'3125'")
  rejects("3125", "3000", "-3125", "guess(0/0)", "around 12")
  accepts("0", "0", "0.001", "zero or 0")
  accepts("0.25", "25%", "25 percent", "1/4")
  rejects("0", "1")
end)

check.case("yes and no are accepted in other words", function()
  accepts("true", "yes", "Yes.", "true", "y", "yeah", "1 == 1")
  rejects("true", "no", "nope", "false")
  accepts("false", "no", "No!", "n")
end)

check.case("an answer function decides, and its message is printed", function()
  local body = [[step{title = "A", question = "Q?", because = "So it is.", answer = function(guess)
    return guess == 4, "You said " .. tostring(guess)
  end}]]
  has(typed(body, {"4"}), "Right: 4. You said 4. So it is.")
  has(typed(body, {"five"}), "You guessed: five. You said five. So it is.")
end)

check.case("a guess of the wrong type is asked for again", function()
  local text = typed('step{title = "A", question = "Q?", answer = 5}\nprint("ran")',
    {"no idea at all", "5"})
  has(text, "Number expected, such as 12.5")
  has(text, "ran\nRight: 5.")
end)

-- -- at a prompt --------------------------------------------------------------------

local STORY = [[
step{title = "First", text = "Words.", question = "Up?", answer = "down", because = "Gravity.",
  try = "n + 1"}
n = 1
print("n is " .. n)
step{title = "Second"}
n = n + 1
print("n is " .. n)
task{text = "Make z above 5.", check = function() return z and z > 5, "z is " .. tostring(z) end,
  hints = {"one", "two"}, solution = "z = 6"}
step{title = "Third", text = "Over."}
]]

check.case("a step shows its code, waits for the guess, runs, explains", function()
  local text = typed(STORY, {"up"})
  has(text, "1 of 4. First\n-------------\nWords.\n\n    n = 1\n    print(\"n is \" .. n)\n\n"
    .. "Guess first: Up?")
  has(text, "n is 1\nYou guessed: up. Answer: down. Gravity.\nTry it: n + 1\n"
    .. "(Press Enter to continue)")
end)

check.case("Enter continues without a guess", function()
  has(typed(STORY, {""}), "n is 1\nAnswer: down. Gravity.")
end)

check.case("code can be run while a question is open", function()
  local text = typed(STORY, {"k = 20", "k + 1", "print(k + 2)", "k", "vector{1, 2}", "down"})
  for _, part in ipairs{"21", "22", "\nml> 20", "[1 2]", "Right: down."} do has(text, part) end
end)

check.case("a mistake in code is an error, not a guess", function()
  has(typed(STORY, {"print(n", "", "x = = 2"}), "near")
end)

check.case("the lesson continues with its own values", function()
  has(typed(STORY, {"down", "n = 50", "", ""}), "(n: reset to the lesson's own values)\nn is 2")
end)

check.case("a task shows hints, what is missing, and when it is done", function()
  local text = typed(STORY, {"", "", "", "", "hint()", "hint", "hint()", "z = 3", "check()", "go()",
    "z = 7", ""})
  for _, part in ipairs{"Your turn", "Hint 1 of 2: one", "Hint 2 of 2: two", "No more hints",
    "Not yet: z is 3.", "not done yet", "Correct.", "4 of 4. Third"} do
    has(text, part)
  end
end)

check.case("skip shows a solution and continues", function()
  has(typed(STORY, {"skip()", "skip()", "skip()"}), "One solution:\n\n    z = 6\n\n\n4 of 4. Third")
end)

check.case("back and restart rerun the earlier code without output", function()
  local text = typed(STORY, {"", "", "", "", "back()", "print(n == 1)", "restart()"})
  has(text, "Make z above 5.")
  has(text, "ml> true")
  check.equal(select(2, text:gsub("2 of 4%. Second", "")), 2)
  check.equal(select(2, text:gsub("1 of 4%. First", "")), 2)
end)

check.case("global names are restored at the end", function()
  local text = typed(STORY, {"skip()", "skip()", "skip()", "", "hint, skip, go, check, quit"})
  has(text, "End of the lesson.")
  has(text, "nil\tnil\tnil\tnil\tnil")
end)

check.case("after an error in its code the lesson stays at that step", function()
  local text = typed('step{title = "A"}\nprint("here")\nif not good then error("oh") end\n'
    .. 'step{title = "B"}', {"", "", "good = true", "", ""})
  has(text, "one.lua:5: oh")
  has(text, "still at step 1. Press Enter to run it again")
  has(text, "2 of 2. B")
end)

check.case("a second lesson replaces the first", function()
  local other = write("other.lua", '-- Other: x.\nlesson.step{title = "O"}')
  has(typed(STORY, {("lesson%q"):format(other), "quit()", "hint"}), "1 of 1. O")
end)

check.case("a lesson's code cannot call the lesson commands", function()
  has(typed('step{title = "A"}\nback()', {""}), "cannot be called from the lesson's own code")
end)

check.case("a task with a value accepts any expression with that value", function()
  local body = 'task{text = "T", value = vector{2, 4}, solution = "vector{2, 4}"}'
  local text = typed(body, {"check()", "vector{1, 2}", "check()", "vector{1, 2} * 2"})
  has(text, "Not yet: no value entered yet.")
  has(text, "Not yet: [1 2] is not correct.")
  has(text, "[2 4]\nCorrect.")
  local words = 'task{text = "T", value = "sigmoid", solution = "\'sigmoid\'"}'
  has(typed(words, {"the sigmoid"}), "Correct.")
end)

check.case("questions can have hints", function()
  local text = typed('step{title = "A", question = "Q?", answer = 1, hints = {"low"}}',
    {"hint()", "hint()", "1"})
  for _, part in ipairs{"Hint 1 of 1: low", "Type any guess", "Right: 1."} do has(text, part) end
end)

check.case("a step lists only its own code", function()
  local text = typed('step{title = "A", text = "a } step{ b"}\n-- step{ in a comment\n'
    .. 's = "task{" .. [[ step{title = 1} ]]\nlesson.expect(#s, 23)\nprint("code")\n', {""})
  has(text, "1 of 1. A")
  has(text, '    -- step{ in a comment\n    s = "task{" .. [[ step{title = 1} ]]\n    print(')
  lacks(text, "expect(")
end)

check.case("one warning if the state folder cannot be written", function()
  local file = lesson_file(STORY)
  local keys = write("keys", ("lesson%q\n\n\n\n"):format(file))
  local text = output(("XDG_STATE_HOME=/proc/none MLREPL_HISTORY=/dev/null %s -i <%s 2>&1")
    :format(PROGRAM, keys))
  check.equal(select(2, text:gsub("cannot save the position in the lesson", "")), 1)
  has(text, "2 of 4. Second")
end)

check.case("damaged state files are ignored", function()
  local file = lesson_file(STORY)
  local keys = write("keys", ("lesson()\nlesson%q\n"):format(file))
  os.execute("mkdir -p " .. folder .. "/mlrepl")
  write("mlrepl/lessons", file .. "\t99\t4\topen\n\n\0\255\tx\ty\nnonsense\na\t-1\t\t\n")
  local text = output(("XDG_STATE_HOME=%s MLREPL_HISTORY=/dev/null %s -i <%s 2>&1")
    :format(folder, PROGRAM, keys))
  has(text, "1 of 4. First")
end)

os.execute("rm -rf " .. folder)
check.done("lesson")
