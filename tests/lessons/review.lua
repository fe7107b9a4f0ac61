-- review.lua - missed questions come back: review() asks them again.
local check = dofile("tests/check.lua")
local again = require "mlrepl.lesson.again"

local home = check.lines("mktemp -d")[1]
local FILE = home .. "/falling.lua"

check.write(FILE, [[
-- Falling: a lesson for the tests.
lesson.step{title = "Down", question = "Where to?", choices = {"down", "up", "away"},
  answer = 1, why = {[2] = "Rocket.", [3] = "Never."}, because = "g is {g}."}
g = 9.81
print("code of Down")
lesson.step{title = "Speed", text = "After two seconds.", question = "How fast?", answer = 19.62,
  hints = {"g t"}, because = "It is {v}.",
  again = function(draw)
    local t = draw(3, 5)
    return {question = ("How fast after %d s?"):format(t), answer = 9.81 * t,
      why = {{t, "That is the time."}}, because = "9.81 times " .. t .. "."}
  end}
v = 2 * g
lesson.step{title = "Sure", question = "Does it hurt?", answer = true, why = "Try it."}
]])

local OPEN = ("lesson%q"):format(FILE)

-- Types the lines at a prompt; the state is kept from call to call.
local function typed(...)
  check.write(home .. "/keys", table.concat({...}, "\n") .. "\n")
  local text = check.output(("HOME=%s XDG_STATE_HOME=%s MLREPL_HISTORY=/dev/null MLREPL_PLOT=none %s -i <%s/keys 2>&1")
    :format(home, home, check.program, home))
  return (text:gsub("%s*\n%s*", "\n"))
end

local function has(text, part)
  if not text:find(part, 1, true) then error(("not in it: %s\n%s"):format(part, text), 2) end
end

local function lacks(text, part)
  if text:find(part, 1, true) then error(("in it: %s\n%s"):format(part, text), 2) end
end

local function fresh() os.execute("rm -rf " .. home .. "/mlrepl") end

local MISS_ALL = {OPEN, "b", "c", "", "", "", "no", ""}

check.case("missed questions are offered after the lesson and at the next start", function()
  fresh()
  has(typed(table.unpack(MISS_ALL)), "End of the lesson. lesson() lists all lessons.\n"
    .. "3 questions were missed: review() asks them again.\nml> ")
  has(typed("1"), "Ctrl-D to exit\n3 questions were missed: review() asks them again.\nml> 1")
end)

check.case("review asks them again; what is right does not come back", function()
  local text = typed("review()", "up", "", "", "0", "", "", "yes", "", "print(g, v)")
  has(text, "Review 1 of 3. Down\n")
  has(text, "Where to?\n")
  lacks(text, "\ncode of Down\n") -- it runs without output
  has(text, "Review 2 of 3. Speed\n--------------------\nHow fast after ")
  lacks(text, "After two seconds")
  has(text, "Review 3 of 3. Sure\n")
  has(text, "Correct: yes.")
  has(text, "nil\tnil")
end)

check.case("a wrong guess in a review is explained, and the question stays", function()
  fresh()
  typed(table.unpack(MISS_ALL))
  has(typed("review()", "up", "away", "q"), "Answer: ")
  has(typed("1"), "3 questions were missed")
  local text = typed("review()", "down", "", "skip", "yes", "")
  has(text, "Correct: ")
  has(text, "down. g is 9.81.")
  has(text, "End of the review: 2 of 3 right. The others come back next time.")
  has(typed("1"), "One question was missed: review() asks it again.")
  has(typed("review(false)", "review()"), "No questions were missed.")
  lacks(typed("1"), "missed")
end)

check.case("new numbers have their own explanation", function()
  fresh()
  typed(OPEN, "a", "", "", "q")
  local text = typed("math.randomseed(1)", "review()", "hint", "1", "0", "")
  local t = text:match("How fast after (%d) s%?")
  has(text, "That is too small. Try once more")
  has(text, ("Not correct: 0. Answer: %.6g. 9.81 times %s."):format(9.81 * t, t))
  lacks(text, "It is 19.62")
end)

check.case("the commands are words in the middle of a review", function()
  fresh()
  typed(table.unpack(MISS_ALL))
  for _, word in ipairs{"exit", "quit", "q", "stop", "quit()"} do
    has(typed("review()", word, "6 * 7"), "The questions that are left come back next time.\nml> 42")
  end
  has(typed("review()", "hint"), "Not correct: ")
  has(typed("review()", "help"), "Enter continues.")
  local text = typed("review()", "skip", "back", "next", "", "restart")
  check.equal(select(2, text:gsub("Review 1 of 3", "")), 3)
  check.equal(select(2, text:gsub("Review 2 of 3", "")), 2)
  has(typed("review()", "back"), "This is the first question.")
  has(typed("review()", "nonsense"), "Answer with a letter, a to c")
  has(typed("review()", OPEN, "quit"), "Position saved")
  has(typed(OPEN, "review()", "quit"), "come back next time")
end)

check.case("questions that are gone and lessons that are gone are forgotten", function()
  fresh()
  os.execute("mkdir -p " .. home .. "/mlrepl")
  check.write(home .. "/mlrepl/missed", "/nowhere/x.lua\t1\tA\n" .. FILE .. "\t1\tOther\n" .. FILE
    .. "\t99\tZ\n\0\255\n\t\t\n")
  has(typed("review()"), "No questions were missed.")
  lacks(typed("1"), "missed")
end)

check.case("review in a script, or with another argument, is an error", function()
  check.fails(function() review() end, "review: asks at the prompt, not in a script")
  check.fails(function() review(7) end, "review: no argument, or false to forget")
end)

check.case("choices get other letters and keep their sentences", function()
  local step = {title = "T", question = "Q", choices = {"a1", "b2", "c3", "d4"}, answer = 2,
    why = {[1] = "not a1", [3] = "not c3", [4] = "not d4"}}
  for _ = 1, 50 do
    local new, seen = again.question(step), {}
    check.equal(new.choices[new.answer], "b2")
    for i, words in ipairs(new.choices) do
      assert(words ~= step.choices[i])
      seen[words] = true
      if i ~= new.answer then check.equal(new.why[i], "not " .. words) end
    end
    assert(seen.a1 and seen.b2 and seen.c3 and seen.d4)
  end
  check.equal(step.choices[1], "a1")
end)

check.case("draw gives all numbers of its range and no others", function()
  local seen = {}
  for _ = 1, 500 do
    seen[again.draw(1, 3)] = true
    seen[again.draw(100, 300, 100)] = true
    seen[("%.1f"):format(again.draw(0.1, 0.3, 0.1))] = true
  end
  for _, x in ipairs{1, 2, 3, 100, 200, 300, "0.1", "0.2", "0.3"} do
    assert(seen[x], x)
    seen[x] = nil
  end
  check.equal(next(seen), nil)
end)

os.execute("rm -rf " .. home)
check.done("review")
