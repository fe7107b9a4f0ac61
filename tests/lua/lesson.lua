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

-- The output of an input, with a new state folder.
local function session(input)
  local keys = write("keys", input)
  os.execute("rm -rf " .. folder .. "/mlrepl")
  return output(("XDG_STATE_HOME=%s HOME=%s MLREPL_HISTORY=/dev/null MLREPL_PLOT=none %s -i <%s 2>&1")
    :format(folder, folder, PROGRAM, keys))
end

-- The output of lines typed after lesson"one.lua".
local function typed(body, lines)
  return session(("lesson%q\n%s\n"):format(lesson_file(body), table.concat(lines, "\n")))
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
    step{title = "A", text = "Some words.", question = "Up or down?", choices = {"up", "down"}, answer = 2,
      because = "It is steep.", try = "x * 2"}
    x = 7
    print("x is", x)
    step{title = "B"}
    task{text = "Do it.", value = 1, solution = "1"}
  ]]
  check.equal(text, "A\n-\nSome words.\nGuess first: Up or down?\n  a) up\n  b) down\n"
    .. "x is\t7\nAnswer: b) down. It is steep.\nTry it: x * 2\n\nB\n-\nTry it: Do it.\n")
  check.equal(code, 0)
end)

check.case("the last answer is printed at the end, with and without lesson.done", function()
  local step = 'step{title = "A", question = "Q?", answer = true} print("code")\n'
  local whole = "A\n-\nGuess first: Q? (yes or no)\ncode\nAnswer: yes.\n"
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

check.case("code after a single paragraph stays indented, also after what is put before it", function()
  local words = '[[\n    Look:\n\n        x + x]]'
  local text = tell(('step{title = "A", text = %s, question = %s, answer = 1, because = %s, try = %s}')
    :format(words, words, words, words))
  has(text, "\nLook:\n\n    x + x\nGuess first: Look:\n\n    x + x\n")
  has(text, "Answer: 1. Look:\n\n    x + x\nTry it: Look:\n\n    x + x\n")
end)

check.case("an error in a lesson's definition is one message with its line", function()
  local function says(body, sentence) has(tell(body), sentence) end
  says("step()", "one.lua:3: lesson.step: table expected")
  says("step{}", "lesson.step: title missing")
  says('step{title = "A", txt = "b"}', "unknown field 'txt'; did you mean 'text'?")
  says('step{title = "A", question = "Q"}', "step \"A\" needs both question and answer")
  says('step{title = 1}', "field title: string expected, got 1")
  says('step{title = "A", question = "Q", answer = "up"}',
    "field answer: number, true or false expected, or choices")
  says('step{title = "A", question = "Q", answer = 1, choices = {"a"}}', "two to four choices")
  says('step{title = "A", question = "Q", answer = 3, choices = {"a", "b"}}',
    "field answer: the number of the right choice expected, got 3")
  says('step{title = "A", question = "Q", answer = 1, choices = {"a", 2}}', "choice 2: string")
  says('step{title = "A", question = "Q", answer = 1, choices = {"a", "b"}, why = {"x"}}',
    "field why: a sentence for each wrong choice expected")
  says('step{title = "A", question = "Q", answer = 1, why = {"x"}}', "list of {number, sentence}")
  says('step{title = "A", question = "Q", answer = true, why = {"x"}}', "field why: string expected")
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
    step{title = "A", question = "Q?", choices = {"up", "down"}, answer = 1}
    lesson.expect(1, 1)
    task{text = "T", check = function() return z == 1 end, solution = "z = 1"}
    lesson.expect(z, nil)  -- the solution was tried in a copy
  ]]
  -- 3 steps, 2 answers, 2 for the task, 2 numbers, 2 texts
  has(text, "one.lua: 11 checks passed\n")
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
  refuses('step{title = "A", question = "Q", answer = 3, why = {{3.001, "no"}}}',
    "one.lua:3: why explains the right answer 3.001")
  refuses('step{title = "A", text = "It is {cost%.2f}."}', "one.lua:3: {cost%.2f} has no value")
  refuses('step{title = "A", because = "{n} and {gone}"}\nn = 1\nstep{title = "B"}',
    "one.lua:3: {gone} has no value")
  refuses("x = 1", "the file has no steps")
  local again = 'step{title = "A", question = "Q", answer = 1, again = function(draw) %s end}'
  refuses(again:format'return {question = "R", answer = 2}', "again: the same question each time")
  refuses(again:format'draw = nil + 1', "one.lua:3: again fails: ")
  refuses(again:format'return 7', "again fails: lesson.step: table expected")
  refuses(again:format'local a = draw(1, 9) return {question = "R" .. a, answer = a, why = {{a, "no"}}}',
    "again: why explains the right answer")
end)

check.case("--check notices a number in a text that the code contradicts", function()
  local function step(words, more)
    return ('step{title = "A", because = %q}\ncost, big, list = 3.14159, 2000, {7}\n%s'):format(words,
      more or "")
  end
  refuses(step"Here cost is 4.", "one.lua:3: the text says cost is 4, but it is 3.14159; write {cost}")
  refuses(step"Now the cost is about 3.2 dollars.", "the text says cost is 3.2")
  refuses(step"The big is 2,500.", "the text says big is 2500")
  refuses(step"The big is 2001.", "the text says big is 2001, but it is 2000; write {big}")
  refuses(step"The list[1] is 7.1.", "the text says list[1] is 7.1, but it is 7; write {list[1]}")
  refuses(step"And list[1] is 8.", "the text says list[1] is 8, but it is 7; write {list[1]}")
  refuses('step{title = "A", text = "cost is 4", question = "Q", answer = 1, why = {{2, "big is 1"}}}\n'
    .. "cost, big = 3, 2000", "the text says big is 1, but it is 2000")
  for _, words in ipairs{"cost is 3.14", "cost is 3", "cost is about 3.1", "big is 2,000.", "big is 2 * 1000",
    "big is about 2001",
    "If cost is 4, stop.", "cost = 4", "cost is {cost}", "other is 5", "cost is 4th", "list[1] is 7"} do
    lacks(checked(step(words)), "failed")
  end
  lacks(checked('cost = 4 step{title = "A", text = "cost is 4"} cost = 5'), "failed")
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

check.case("a learner's finalizer does not run in the middle of the lesson", function()
  local text = typed([[
    w = 1
    step{title = "First", text = "Text."}
    collectgarbage()
    print("w is", w)
    step{title = "Second", text = "Text."}
  ]], {"x = setmetatable({}, {__gc = function() w = 13 end})", "x = nil", ""})
  has(text, "w is\t1\n")
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
  assert(select(2, code:gsub("\n", "")) <= 32, "a lesson in 30 lines")
  has(output(("MLREPL_PLOT=none %s %s 2>&1 </dev/null"):format(PROGRAM, path)),
    "Answer: a) each is doubled. The last prediction was 6, now it is 12.")
  has(output(("%s --check %s 2>&1"):format(PROGRAM, path)), "11 checks passed")
  local text = session(("lesson%q\nb\na\n\nw = 2\ncheck\nw = 3\n\n"):format(path))
  has(text, "Not correct: b) each grows by 2. You read 'twice as steep' as")
  has(text, "Not yet: w * x is [2 4 6].")
  has(text, "Correct. (Press Enter to continue)")
end)

-- -- answers -----------------------------------------------------------------------

local question = require "mlrepl.lesson.question"

-- What each text is taken for: the number of a choice, a number, or false.
local function reads(step, expected)
  for text, wanted in pairs(expected) do
    local guess = question.read(step, text)
    if guess ~= (wanted or nil) then
      error(("%q is read as %s, expected %s"):format(text, guess, wanted), 2)
    end
  end
end

check.case("a choice is its letter or its words", function()
  local falls = {choices = {"it falls", "it rises slowly", "it rises fast"}, answer = 1}
  reads(falls, {a = 1, B = 2, ["c)"] = 3, ["(a)"] = 1, ["b."] = 2, ["it falls"] = 1,
    ["It falls!"] = 1, ["'it falls'"] = 1, ["a) it falls"] = 1, ["it rises slowly"] = 2,
    d = false, it = false, ["it rises"] = false, ["falls"] = 1, ["a) it rises fast"] = false,
    ["first slowly then fast"] = false, ["does not fall"] = false, [""] = false})
  reads({choices = {"first fast, then slowly", "evenly"}, answer = 1},
    {["first fast"] = 1, first = 1, even = false, ["fast then slowly"] = false})
  reads({choices = {"3", "6", "14"}, answer = 3}, {["14"] = 3, c = 3, ["6"] = 2, ["1"] = false})
  reads({answer = true}, {yes = 1, ["Yes."] = 1, y = 1, yeah = 1, ["true"] = 1, no = 2,
    ["No!"] = 2, n = 2, nope = 2, maybe = false, a = false, ["not yes"] = false})
end)

check.case("a number is read in digits or words, with units and 'about'", function()
  reads({answer = 3125}, {["3125"] = 3125, ["about 3125"] = 3125, ["3,125 dollars"] = 3125,
    ["= 3125"] = 3125, ["three thousand one hundred and twenty-five"] = 3125, ["−5"] = -5,
    ["minus four"] = -4, ["two hundred"] = 200, ["$200"] = 200, ["~ 200 sqft."] = 200,
    ["nineteen"] = 19, ["ninety-nine"] = 99, ["a thousand"] = 1000, ["1e3"] = 1000,
    ["less than zero"] = false, ["2 or 3"] = false, ["between 2 and 3"] = false,
    ["not 3125"] = false, ["two three"] = false, ["no idea"] = false, ["0x10"] = false,
    inf = false, [""] = false, ["1 2"] = false})
  reads({answer = 0.25}, {["25%"] = 0.25, ["25 percent"] = 0.25, ["a quarter"] = 0.25, half = 0.5})
  reads({answer = 6.5}, {["six and a half"] = 6.5, ["about 6 and a half"] = 6.5, ["6.5"] = 6.5})
  reads({answer = 340}, {["340 thousand dollars"] = 340, ["340k"] = 340, ["340000"] = 340000})
  reads({answer = 0}, {zero = 0, ["0"] = 0, ["0.001"] = 0.001})
end)

-- What the lesson says about these lines, typed at a question.
local function judged(fields, ...)
  return typed(('step{title = "A", question = "Q?", %s}\nprint("ran")'):format(fields), {...})
end

local THREE = 'choices = {"down", "up", "away"}, answer = 1, because = "Gravity.", '
  .. 'why = {[2] = "That needs a rocket.", [3] = "Never."}'

check.case("a wrong guess is explained, and there is one more try", function()
  has(judged(THREE, "a"), "ran\nCorrect: a) down. Gravity.")
  has(judged(THREE, "b", "down"), "Not correct: b) up. That needs a rocket. Try once more; Enter shows the\n"
    .. "answer.\nml> ran\nCorrect: a) down. Gravity.")
  has(judged(THREE, "b", "c"), "ran\nNot correct: c) away. Never. Answer: a) down. Gravity.")
  local same = judged(THREE, "b", "b")
  has(same, "ran\nNot correct: b) up. Answer: a) down. Gravity.") -- not the same sentence again
  has(judged(THREE, "b", ""), "ran\nAnswer: a) down. Gravity.")
end)

check.case("a wrong guess is explained even if the same choice was wrong at the question before", function()
  local body = ('step{title = "A", question = "Q?", %s}\n'):format(THREE)
    .. 'step{title = "B", question = "R?", answer = true, why = "Look again."}'
  has(typed(body, {"b", "b", "", "no"}), "Not correct: no. Look again. Answer: yes.")
end)

check.case("with two choices there is no second try", function()
  has(judged('answer = true, why = "Look again."', "no"), "ran\nNot correct: no. Look again. Answer: yes.")
end)

check.case("wrong numbers have a sentence or a direction", function()
  local fields = 'answer = 200, why = {{100, "That is b."}}'
  has(judged(fields, "100", "two hundred"), "Not correct: 100. That is b. Try once more")
  has(judged(fields, "250", "200"), "Not correct: 250. That is too large. Try once more")
  has(judged(fields, "100 + 50", "", "199"), "Not correct: 150. That is too small.")
  has(judged(fields, "100 * 2"), "ran\nCorrect: 200.")
  has(judged(fields, "w = 200"), "ran\nCorrect: 200.")
  local assigned = judged(fields, "w = 100", "w")
  has(assigned, "ml> 100") -- an assignment
  lacks(assigned, "Not correct: 100")
end)

check.case("words that are no answer are no Lua error and no try", function()
  for _, words in ipairs{"first slowly then fast", "maybe", "it explodes.", "if it", "down or up"} do
    local text = judged(THREE, words, "b")
    has(text, "Answer with a letter, a to c, or with the words of one of the choices, or\npress Enter")
    has(text, "Try once more")
    lacks(text, "near")
  end
  has(judged("answer = 5", "no idea at all", "5"), "Answer with a number, such as 12.5, or press")
  has(judged("answer = true", "perhaps", "yes"), "Answer yes or no, or press")
end)

check.case("hint rules out a wrong choice, but not the last one", function()
  local text = judged(THREE, "hint", "hint", "a")
  has(text, "Not correct: b) up. That needs a rocket.")
  has(text, "No more hints. Type a guess")
end)

check.case("hint does not rule out what was guessed", function()
  local text = judged(THREE, "b", "hint", "a")
  has(text, "No more hints. Type a guess")
  check.equal(select(2, text:gsub("Not correct: b%) up", "")), 1)
  has(judged("answer = 5", "hint", "5"), "There is no hint. Type a guess")
end)

check.case("shown code is broken between words, and not in strings", function()
  local function broken(line, width)
    return table.concat(require("mlrepl.lesson.text").code(line, width), "|")
  end
  check.equal(broken("a = 1", 20), "a = 1")
  check.equal(broken("  print(first, second, third)", 20), "  print(first,|      second, third)")
  check.equal(broken("print(1, 'one, two, three')", 20), "print(1,|    'one, two, three')")
  check.equal(broken("x = 1 -- the first of all", 15), "-- the first of all|x = 1")
  check.equal(broken("-- a long line of comment", 10), "-- a long line of comment")
end)

check.case("hint does not rule out the wrong guess again; it is named only if there is one", function()
  local three = judged(THREE, "b", "hint", "a")
  has(three, "Try once more; Enter shows the")
  has(three, "No more hints. Type a guess")
  local four = judged(THREE:gsub('"away"}', '"away", "nowhere"}'), "b", "hint", "a")
  has(four, "Try once more, or type hint; Enter")
  has(four, "ml> Not correct: c) away. Never.\nml> ran\nCorrect: a) down.")
  has(judged('answer = 5, hints = {"It is prime."}', "6", "hint", "5"), "or type hint; Enter")
end)

check.case("commands are words at a question", function()
  for _, word in ipairs{"exit", "quit", "q", "stop"} do
    has(judged(THREE, word, "1 + 1"), "lesson")
    has(judged(THREE, word, "print(hint)"), "nil")
  end
  has(judged(THREE, "next"), "ran\nAnswer: a) down.")
  has(judged(THREE, "help"), "skip, back, restart and quit are commands")
  has(judged(THREE, "back", "restart", "skip"), "End of the lesson")
end)

check.case("code that contains the answer is shown after the guess", function()
  local body = 'step{title = "A", question = "Q?", answer = 2.5}\nx = 2.5\nprint("ran")'
  has(typed(body, {"2.5"}), 'Guess first: Q?\nml> \n    x = 2.5\n    print("ran")\n\nran\nCorrect: 2.5.')
  has(typed(body:gsub("x = 2.5", "x = 12.5"), {"2.5"}), '    x = 12.5\n    print("ran")\n\nGuess first')
  local call = 'step{title = "A", question = "Q?", choices = {"exp(2)", "log(2)"}, answer = 2}\ny = log(2)'
  has(typed(call, {"b"}), "  b) log(2)\nml> \n    y = log(2)\n\nCorrect: b) log(2).")
end)

check.case("texts contain computed values", function()
  local text = typed([[
    step{title = "A", because = "The cost is {cost%.2f}, the second {list[2]}, {m.w[1]}, {f}."}
    cost, list, m = 2 / 3, {1, 22}, model.linear{w = 7}
    step{title = "B", text = "Again {cost}; vector{cost} is code."}]], {"", ""})
  has(text, "The cost is 0.67, the second 22, 7, {f}.")
  has(text, "Again 0.666667; vector{cost} is code.")
end)

-- -- at a prompt --------------------------------------------------------------------

local STORY = [[
step{title = "First", text = "Words.", question = "Up?", choices = {"up", "down"}, answer = 2,
  because = "Gravity.",
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
    .. "Guess first: Up?\n  a) up\n  b) down\n")
  has(text, "n is 1\nNot correct: a) up. Answer: b) down. Gravity.\nTry it: n + 1\n"
    .. "(Press Enter to continue)")
end)

check.case("Enter continues without a guess", function()
  has(typed(STORY, {""}), "n is 1\nAnswer: b) down. Gravity.")
end)

check.case("code can be run while a question is open", function()
  local text = typed(STORY, {"k = 20", "k + 1", "print(k + 2)", "k", "vector{1, 2}", "down"})
  for _, part in ipairs{"21", "22", "\nml> 20", "[1 2]", "Correct: b) down."} do has(text, part) end
end)

check.case("a mistake in code is an error, not a guess", function()
  has(typed(STORY, {"print(n", "", "x = = 2"}), "near")
end)

check.case("the lesson continues with its own values", function()
  has(typed(STORY, {"down", "n = 50", "", ""}), "(n: reset to the lesson's own values)\nn is 2")
end)

check.case("nothing that is assigned or changed in place reaches the lesson", function()
  local body = [[
    step{title = "A"}
    v, m, t = vector{1, 2}, model.linear{w = 3}, {deep = {1}}
    function double(x) return 2 * x end
    step{title = "B"}
    print("values", v, m.w[1], t.deep[1], double(4), mine, abs(-1), plot.figure ~= nil)
    step{title = "C"}]]
  local spoil = {"v[1] = 9", "m.w = 8", "t.deep[1] = 7", "v = nil", "mine = 1",
    "double = print", "abs = nil", "plot.figure = nil", "string.format = nil", "print = nil",
    "setmetatable(_G, {__index = error});", "vector = 5"}
  local lines = {""}
  table.move(spoil, 1, #spoil, 2, lines)
  table.move({"", "", "mine"}, 1, 3, #lines + 1, lines)
  local text = typed(body, lines)
  has(text, "values\t[1 2]\t3.0\t1\t8\tnil\t1.0\ttrue\n")
  has(text, "\nml> 1\n") -- the learner's own variable comes back
end)

check.case("what was there before a lesson can be changed during it", function()
  local module = write("mine.lua", "return {7}")
  local file = lesson_file('step{title = "A"}\nprint("x is", x, gone)\nstep{title = "B"}')
  local text = session(("package.path = %q\nx, gone, t, mine = 1, 2, {3}, require 'mine'\nlesson%q\n"
    .. "x = 10\ngone = nil\nt[1] = 30\nmine[1] = 70\nx, gone, t[1], mine[1]\n\nx, gone, t[1], mine[1]\n")
    :format(module:gsub("mine%.lua", "?.lua"), file))
  local before, after = text:match("^(.*)x is\tnil\tnil\n(.*)$")
  has(before, "ml> 10\tnil\t30\t70\n")
  has(after, "ml> 10\tnil\t30\t70\n")
end)

check.case("after a lesson, names that it took from the user are as before", function()
  local file = lesson_file('step{title = "A"}\nrun, show, other = 1, 2, 3')
  local text = session(("run = 'mine'\nlesson%q\n\nrun\nother\nshow == nil\n"):format(file))
  has(text, "(run, show: as before the lesson)")
  has(text, "\nml> \"mine\"\nml> 3\nml> false\n")
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
  local flag = folder .. "/flag"
  local text = typed(('step{title = "A"}\nprint("here")\nif not io.open(%q) then error("oh") end\n'
    .. 'step{title = "B"}'):format(flag), {"", "", ("io.open(%q, 'w'):close()"):format(flag), "", ""})
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
  has(typed('task{text = "T", value = 6, solution = "6"}', {"5", "6"}),
    "Not yet: 5 is not correct. Try hint().\nml> Correct.")
end)

check.case("questions can have hints", function()
  local text = typed('step{title = "A", question = "Q?", answer = 1, hints = {"low"}}',
    {"hint()", "hint()", "1"})
  for _, part in ipairs{"Hint 1 of 1: low", "Type a guess", "Correct: 1."} do has(text, part) end
end)

check.case("a step lists only its own code", function()
  local text = typed('step{title = "A", text = "a } step{ b"}\n-- step{ in a comment\n'
    .. 's = "task{" .. [[ step{title = 1} ]]\nlesson.expect(#s, 23)\n'
    .. 'lesson.expect(\n  {1},\n  {1})\nprint("code")\n', {""})
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
