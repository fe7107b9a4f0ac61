-- words.lua - what a line means in a lesson: the commands as bare words in every state, and
-- lines that are neither an answer nor good Lua.
local check = dofile("tests/check.lua")

local home = check.lines("mktemp -d")[1]
local FILE = home .. "/story.lua"

check.write(FILE, [[
-- Story: a lesson for the tests.
lesson.step{title = "Choice", question = "Which way?", choices = {"down", "up", "away"}, answer = 1,
  why = {[2] = "Rocket.", [3] = "Never."}}
print("ran 1")
lesson.step{title = "Number", question = "Which w is it?", answer = 200, hints = {"even"}}
print("ran 2")
lesson.step{title = "Sure", question = "Really?", answer = true}
print("ran 3")
lesson.step{title = "Plain"}
print("ran 4")
lesson.task{text = "Set z.", check = function() return z end, hints = {"z = 1"}, solution = "z = 1"}
lesson.step{title = "Last"}
]])

-- The lines that lead to a state.
local OPEN = ("lesson%q"):format(FILE)
local STATES = {
  {"choice", OPEN}, {"number", OPEN, "skip"}, {"boolean", OPEN, "skip", "skip"},
  {"second try", OPEN, "up"}, {"after the answer", OPEN, "a"},
  {"step", OPEN, "skip", "skip", "skip"}, {"task", OPEN, "skip", "skip", "skip", "skip"},
  {"solved task", OPEN, "skip", "skip", "skip", "skip", "z = 1"},
}

local function typed(lines)
  os.execute("rm -rf " .. home .. "/mlrepl")
  check.write(home .. "/keys", table.concat(lines, "\n") .. "\n")
  local text = check.output(("HOME=%s XDG_STATE_HOME=%s MLREPL_HISTORY=/dev/null %s -i <%s/keys 2>&1")
    :format(home, home, check.program, home))
  return text:gsub("%s*\n%s*", "\n")
end

-- What is printed from the line on that is typed in the state.
local function after(state, ...)
  local lines = table.move(state, 2, #state, 1, {})
  lines[#lines + 1] = "print('@@')"
  table.move({...}, 1, select("#", ...), #lines + 1, lines)
  return typed(lines):match("@@\n(.*)$")
end

local function says(state, word, part)
  local text = after(state, word, "6 * 7")
  if not text:find(part, 1, true) then
    error(("%s at %s: %s expected, got\n%s"):format(word, state[1], part, text), 2)
  end
  return text
end

check.case("the words that leave work everywhere", function()
  for _, state in ipairs(STATES) do
    for _, word in ipairs{"exit", "quit", "q", "stop", "Quit", "quit()", "exit."} do
      says(state, word, "Position saved")
      says(state, word, "\nml> 42") -- mlrepl itself goes on
    end
  end
end)

check.case("next, skip, back, restart and help work everywhere", function()
  local expected = {
    choice = {next = "ran 1\nAnswer: a) down.", skip = "2 of 6. Number", back = "This is the first step."},
    number = {next = "ran 2\nAnswer: 200.", skip = "3 of 6. Sure", back = "1 of 6. Choice"},
    boolean = {next = "ran 3\nAnswer: yes.", skip = "4 of 6. Plain", back = "2 of 6. Number"},
    ["second try"] = {next = "ran 1\nAnswer: a) down.", skip = "2 of 6. Number", back = "1 of 6. Choice"},
    ["after the answer"] = {next = "2 of 6. Number", skip = "2 of 6. Number", back = "1 of 6. Choice"},
    step = {next = "ran 4", skip = "5 of 6. Your turn", back = "3 of 6. Sure"},
    task = {next = "The task is not done yet.", skip = "One solution:", back = "4 of 6. Plain"},
    ["solved task"] = {next = "6 of 6. Last", skip = "6 of 6. Last", back = "4 of 6. Plain"},
  }
  for _, state in ipairs(STATES) do
    for word, part in pairs(expected[state[1]]) do
      says(state, word, part)
      says(state, word:upper(), part)
    end
    says(state, "restart", "1 of 6. Choice")
    says(state, "help", "Enter continues.")
  end
end)

check.case("hint works at questions and tasks, and says so elsewhere", function()
  local expected = {choice = "Not correct: b) up. Rocket.", number = "Hint 1 of 1: even",
    boolean = "There is no hint. ", ["second try"] = "No more hints. Type a guess",
    ["after the answer"] = "There is no question here.", step = "There is no question here.",
    task = "Hint 1 of 1: z = 1", ["solved task"] = "There is no question here."}
  for _, state in ipairs(STATES) do
    for _, word in ipairs{"hint", "hint()", "Hint!"} do says(state, word, expected[state[1]]) end
  end
end)

check.case("a command that the learner has redefined is the learner's", function()
  says({"", OPEN, "hint = 5"}, "hint", "ml> 5")
  says({"", OPEN, "next = 7"}, "next", "ml> 7")
end)

check.case("a command that the learner has deleted still works", function()
  local delete = "for name in next, _G do rawset(_ENV, name, nil) end"
  local expected = {next = "Answer: 200.", skip = "3 of 6. Sure", back = "1 of 6. Choice",
    ["restart()"] = "1 of 6. Choice", help = "Enter continues.", exit = "Position saved"}
  for word, part in pairs(expected) do
    local text = typed{OPEN, "skip", delete, word}
    assert(text:match("2 of 6. Number(.*)$"):find(part, 1, true), text)
  end
end)

check.case("lines that are no answer and no Lua end with how to answer", function()
  local number, choice = STATES[2], STATES[1]
  for _, line in ipairs{"x^2 = 4", "w = 1, b = 2", "x = = 2", "[200]"} do
    says(number, line, "Answer with a number, such as 12.5")
    says(choice, line, "Answer with a letter, a to c")
  end
  for _, line in ipairs{"maybe 200", "perhaps 200", "at least 200", "at most 200", "isn't 200",
    "it isn’t 200", "hardly 200", "I don't think it is 200", "anything but 200", "twice 100", "10 squared"} do
    says(number, line, "Answer with a number, such as 12.5")
  end
  for _, line in ipairs{"@", "n + 1", "2 * n", "unknown^2", "3 125", "> 200", "< 1000",
    "≥ 200", "200 ± 10", "it's big", "2..3", "w ~ big"} do
    local text = says(number, line, "Answer with a number, such as 12.5")
    assert(not text:find("near", 1, true), text)
  end
end)

check.case("the value of the name that is asked for is an answer, right or wrong", function()
  local number = STATES[2]
  for _, line in ipairs{"~200", "~ 200", "~200.0", "w = 200", "w=200", "w == 200", "w := 200",
    "=> 200", "w -> 200", "w is 200", "w: 200", "I'd say 200", "it’s 200"} do
    says(number, line, "Correct: 200.")
  end
  says(number, "w = 100", "Not correct: 100. That is too small.")
  local text = says(number, "b = 100", "42")
  assert(not text:find("Not correct", 1, true), text)
  says(number, "b = 200", "Correct: 200.")
end)

check.case("words before a choice do not matter, doubts do", function()
  for _, line in ipairs{"it’s a", "it's a", "I think a", "the answer is a", "Answer: down", "I'd say down"} do
    says(STATES[1], line, "Correct: a) down.")
  end
  for _, line in ipairs{"maybe a", "I don't think a", "not a", "either a or b"} do
    says(STATES[1], line, "Answer with a letter")
  end
end)

check.case("letters that are variables, too, and bare numbers choose nothing", function()
  local choice = {"", OPEN, "a, b, c = 1, 2, 3"}
  for _, line in ipairs{"a or b", "a and b", "not b", "a or not b", "2", "-1", "0x10"} do
    says(choice, line, "Answer with a letter, a to c")
  end
  says(choice, "b", "Not correct: b) up.")
  says(choice, "b + c", "ml> 5")
  says(STATES[3], "1", "Answer yes or no")
end)

check.case("a number answers a question whose choices are about numbers", function()
  check.write(home .. "/numbers.lua", [[
-- Numbers: a lesson for the tests.
lesson.step{title = "Digits", question = "How many?", choices = {"4 digits", "about 0.60", "97%"},
  answer = 2}
lesson.step{title = "Words", question = "Which?", choices = {"infinity", "70"}, answer = 2}
]])
  local open = ("lesson%q"):format(home .. "/numbers.lua")
  for line, part in pairs{["0.6"] = "Correct: b)", ["60%"] = "Correct: b)", ["4"] = "Not correct: a)",
    ["about 97"] = "Not correct: c)", ["four"] = "Not correct: a)", ["not 4"] = "Answer with a letter",
    ["a) 97"] = "Answer with a letter", ["c) 97%"] = "Not correct: c)",
    ["I don't think 4"] = "Answer with a letter", ["it isn’t 4"] = "Answer with a letter",
    ["0.7"] = "Answer with a letter", ["at least 4"] = "Answer with a letter"} do
    says({"", open}, line, part)
  end
end)

check.case("Enter at a task says that it is not done, or notices that it is", function()
  local task = STATES[7]
  says(task, "", "The task is not done yet. Try hint(), or skip() to move on.")
  says({"", OPEN, "skip", "skip", "skip", "skip", "z = 1", "", "back"}, "", "Correct. (Press Enter")
end)

check.case("what the code of the step has yet to create is not there yet", function()
  check.write(home .. "/early.lua", [[
-- Early: a lesson for the tests.
lesson.step{title = "Ask", question = "How many?", answer = 2}
prices, m = {300, 500}, 2
function mean(list) return list[1] / 2 end
lesson.step{title = "Run"}
later = 5
lesson.step{title = "Last"}
]])
  local open = ("lesson%q"):format(home .. "/early.lua")
  for _, line in ipairs{"prices[1]", "prices", "mean(prices)", "m + 1"} do
    says({"", open}, line, "(The code of this step runs after your answer.)")
    assert(not after({"", open, "2"}, line):find("runs after", 1, true))
    assert(not after({"", open}, "prices = 5"):find("runs after", 1, true))
  end
  says({"", open, "2", ""}, "later + 1", "(The code of this step has not run yet. Press Enter.)")
  assert(not after({"", open}, "later2 + 1"):find("runs after", 1, true))
end)

check.case("the message of a failed check does not name the lesson's file", function()
  check.write(home .. "/task.lua", [[
-- Task: a lesson for the tests.
lesson.task{text = "Make m.", check = function() return m.w > 1 end, solution = "m = {w = 2}"}
]])
  says({"", ("lesson%q"):format(home .. "/task.lua")}, "check", "Not yet: attempt to index a nil")
end)

check.case("a part of a name suggests the lesson", function()
  says({"", "x = 1"}, "lesson'lua'", "did you mean 'lua_in_ten_minutes'?")
  says({"", "x = 1"}, "lesson'logistic'", "lesson() lists them")
end)

check.case("commands of the prompt work at a question", function()
  says(STATES[2], "train?", "train(model")
  says(STATES[2], "?train", "train(model")
  says(STATES[2], "%pwd", "/")
  says(STATES[2], "!echo hello", "hello")
end)

os.execute("rm -rf " .. home)
check.done("words in a lesson")
