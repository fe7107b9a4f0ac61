-- log.lua - what is logged of lessons at the prompt, and what lesson.report and --report make
-- of it.
local check = dofile("tests/check.lua")
local json = require "mlrepl.json"

local home = check.lines("mktemp -d")[1]
local FILE = home .. "/falling.lua"

check.write(FILE, [[
-- Falling: a lesson for the tests.
lesson.step{title = "Down", question = "Where does it fall?", choices = {"down", "up", "away"},
  answer = 1, why = {[2] = "That needs a \"rocket\".", [3] = "Never."}, because = "Gravity."}
lesson.step{title = "Speed", question = "How fast after 2 s?", answer = 19.62, hints = {"g t"}}
g = 9.81
lesson.step{title = "No question"}
h = 1
lesson.task{text = "Set t to 3.", check = function() return t == 3 end, solution = "t = 3"}
lesson.step{title = "End"}
]])

-- Types the lines at a prompt whose state folder is `where`; returns what is printed.
local function typed(lines, where, before)
  check.write(home .. "/keys", table.concat(lines, "\n") .. "\n")
  return check.output(("USER=ada HOME=%s XDG_STATE_HOME=%s/%s MLREPL_HISTORY=/dev/null MLREPL_PLOT=none "
    .. "%s %s -i <%s/keys 2>&1"):format(home, home, where, before or "", check.program, home))
end

local function files(where)
  return check.lines(("ls -d %s/%s/mlrepl/lesson-log/* 2>/dev/null"):format(home, where))
end

local function events(path)
  local list = {}
  for line in check.content(path):gmatch("[^\n]+") do list[#list + 1] = assert(json.parse(line)) end
  return list
end

local function has(text, part)
  if not text:find(part, 1, true) then error(("not in it: %s\n%s"):format(part, text), 2) end
end

local OPEN = ("lesson%q"):format(FILE)

check.case("every try, hint, task and its code is a line", function()
  typed({OPEN, "b", "a", "", "hint", "20", "19.62", "", "", "", "t = 2", "t = 3", "", ""}, "all")
  local found = files("all")
  check.equal(#found, 1)
  local words = {}
  for _, event in ipairs(events(found[1])) do
    check.equal(event.lesson, "falling")
    assert(math.abs(event.at - os.time()) < 100)
    words[#words + 1] = table.concat({event.event, event.step or "-", event.guess or event.code or "-",
      tostring(event.right)}, " ")
  end
  check.equal(table.concat(words, "\n"), [[
open 1 - nil
show 1 - nil
try 1 up false
try 1 down true
step 1 - nil
show 2 - nil
hint 2 - nil
try 2 20 false
try 2 19.62 true
step 2 - nil
show 3 - nil
step 3 - nil
show 4 - nil
code 4 t = 2 nil
code 4 t = 3 nil
task 4 - nil
show 5 - nil
step 5 - nil
done - - nil
close - - nil]])
  local first = events(found[1])
  check.equal(first[1].learner, "ada")
  check.equal(first[3].why, 'That needs a "rocket".')
  check.equal(first[2].question, "Where does it fall?")
end)

check.case("two sessions at the same time write two files", function()
  local keys = ("printf 'lesson%q\\nb\\n' | HOME=%s XDG_STATE_HOME=%s/two MLREPL_HISTORY=/dev/null "
    .. "%s -i >/dev/null 2>&1"):format(FILE, home, home, check.program)
  os.execute(("for i in 1 2 3 4; do (%s) & done; wait"):format(keys))
  local found = files("two")
  check.equal(#found, 4)
  for _, path in ipairs(found) do check.equal(#events(path), 3) end
end)

check.case("a kill loses at most the last line", function()
  os.execute(([[
    export HOME=%s XDG_STATE_HOME=%s/kill MLREPL_HISTORY=/dev/null
    mkfifo $HOME/input
    %s -i <$HOME/input >/dev/null 2>&1 &
    exec 3>$HOME/input
    printf 'lesson%q\nb\n' >&3
    for i in $(seq 600); do
      [ "$(cat $XDG_STATE_HOME/mlrepl/lesson-log/* 2>/dev/null | wc -l)" -ge 3 ] && break
      sleep 0.1
    done
    kill -KILL $!]]):format(home, home, check.program, FILE))
  check.equal(#events(files("kill")[1]), 3)
end)

check.case("nothing is logged by scripts, --check, --grade and --safe, or if it is turned off", function()
  local before = ("HOME=%s XDG_STATE_HOME=%s/none "):format(home, home)
  check.output(before .. check.program .. " " .. FILE)
  check.output(before .. check.program .. " --check " .. FILE)
  check.output(before .. check.program .. " --safe " .. FILE)
  os.execute(("mkdir -p %s/class && cp %s %s/class"):format(home, FILE, home))
  check.output(before .. check.program .. (" --grade %s %s/class"):format(FILE, home))
  check.equal(#check.lines(("ls -A %s/none 2>/dev/null"):format(home)), 0)
  typed({OPEN, "b"}, "none", "MLREPL_LESSON_LOG=/dev/null")
  check.equal(#files("none"), 0)
  has(typed({"lesson.report()"}, "none", "MLREPL_LESSON_LOG=/dev/null"), "lesson.report: there is no log")
  typed({OPEN, "b"}, "none", ("MLREPL_LESSON_LOG=%s/own/place"):format(home))
  check.equal(#files("none"), 0)
  check.equal(#check.lines(("ls %s/own/place"):format(home)), 1)
end)

check.case("a log that cannot be written is one warning, and the lesson goes on", function()
  local text = typed({OPEN, "b", "a", "", "19.62"}, "bad", "MLREPL_LESSON_LOG=/proc/none")
  has(text, "warning: cannot write the log of lessons: ")
  check.equal(select(2, text:gsub("cannot write the log", "")), 1)
  has(text, "Correct: 19.62.")
end)

check.case("lesson.report prints a line per lesson and writes a file to hand in", function()
  has(typed({"lesson.report()"}, "new"), "lesson.report: no lesson has been opened yet")
  local text = typed({"lesson.report()", ("lesson.report%q"):format(home .. "/ada.json"), "lesson.report(7)",
    "lesson.report'a.csv'"}, "all")
  has(text, "lesson    steps  first try  after help  missed   tasks  minutes\n"
    .. "falling  5 of 5          0           2       0  1 of 1        0\n")
  has(text, "/ada.json: 1 session\n")
  has(text, "lesson.report: the name of a file that ends in .json expected, got 7")
  has(text, "ends in .json expected, got string \"a.csv\"")
  local report = assert(json.parse(check.content(home .. "/ada.json")))
  check.equal(report.learner, "ada")
  check.equal(#report.sessions[1], 20)
end)

-- -- a class ------------------------------------------------------------------------

local function class(folder)
  return check.output(("%s --report %s/%s 2>%s/err"):format(check.program, home, folder, home))
end

check.case("--report sums up learners and questions", function()
  for name, lines in pairs{bob = {OPEN, "c", "b", "", ""}, eve = {OPEN, "b", "c", "", "9.81", "19.62"},
    kim = {OPEN, "b", "a"}} do
    lines[#lines + 1] = ("lesson.report%q"):format(home .. "/room/" .. name .. ".json")
    os.execute(("mkdir -p %s/room"):format(home))
    typed(lines, name)
  end
  os.execute(("mkdir -p %s/room/dan && cp %s/all/mlrepl/lesson-log/* %s/room/dan"):format(home, home, home))
  local text = class("room")
  check.equal(text, [[
learner,name,lessons,finished,steps,first try,after help,missed,tasks,minutes
bob.json,ada,1,0,2,0,0,2,0,0
dan,ada,1,1,5,0,2,0,1,0
eve.json,ada,1,0,2,0,1,1,0,0
kim.json,ada,1,0,1,0,1,0,0,0

lesson,step,question,asked,first try,after help,missed,wrong answer,given by,misconception
falling,1,Where does it fall?,4,0,2,2,up,4,"That needs a ""rocket""."
falling,2,How fast after 2 s?,3,0,2,1,20,1,
]])
  check.equal(check.content(home .. "/err"), "")
end)

check.case("--report names broken, foreign and hostile files, and skips them", function()
  local bad = {
    ["a.txt"] = "hello", ["b.json"] = "", ["c.json"] = "{", ["d.json"] = "[1, 2]",
    ["e.json"] = '{"format": "mlrepl lesson report", "sessions": 7}',
    ["f.json"] = '{"format": "mlrepl lesson report", "sessions": [7]}',
    ["g.json"] = '{"format": "mlrepl lesson report", "sessions": [[{"at": "x"}]]}',
    ["h.jsonl"] = ("["):rep(100000) .. "\n", ["i.jsonl"] = '{"at": 1, "lesson": "x", "event": "try", "step": 1}\n',
    ["j.jsonl"] = '{"at": 1, "lesson": "x", "event": "show", "step": 1e300}\n', ["k.jsonl"] = "\0\255\n",
    ["l.json"] = '{"format": "mlrepl lesson report", "sessions": [], "learner": {}}',
    ["m.json"] = ("["):rep(500) .. ("]"):rep(500), ["n\27[31m.json"] = "1", ["o.jsonl"] = "null\n",
  }
  os.execute(("mkdir %s/broken; mkfifo %s/broken/p.json"):format(home, home))
  local count = 1
  for name, text in pairs(bad) do
    count = count + 1
    check.write(home .. "/broken/" .. name, text)
  end
  local _, exit = class("broken")
  check.equal(exit, 1)
  os.execute(("cp %s/room/bob.json %s/broken/z.json"):format(home, home))
  local text, code = class("broken")
  check.equal(code, 0)
  has(text, "z.json,ada,1,0,2,0,0,2,0,0\n")
  check.equal(select(2, text:gsub("\n", "")), 6)
  local err = check.content(home .. "/err")
  check.equal(select(2, err:gsub("mlrepl: %-%-report: skipped [^\n]+\n", "")), count)
  check.equal(select(2, err:gsub("\n", "")), count)
  assert(not err:find("\27"))
  has(err, "skipped p.json: not a regular file\n")
  has(err, "skipped g.json: session 1, event 1: at: a time expected\n")
  has(err, "skipped j.jsonl: event 1: step: a number expected\n")
end)

check.case("a formula in a file is text in the CSV, and a large file is refused", function()
  os.execute(("mkdir %s/evil"):format(home))
  check.write(home .. "/evil/a.jsonl", '{"at":1,"lesson":"=cmd()","event":"try","step":1,"right":false,'
    .. '"guess":"@SUM(1)","learner":"=1+1\\n\\u001b[31m"}\n{"at":2,"lesson":"=cmd()","event":"answer","step":1}\n'
    .. '{"at":3,"les')
  os.execute(("head -c 9000000 /dev/zero >%s/evil/b.json"):format(home))
  local text = class("evil")
  has(text, "'=1+1")
  has(text, "'=cmd(),1,,1,0,0,1,'@SUM(1),1,\n")
  assert(not text:find("\27"))
  has(check.content(home .. "/err"), "skipped b.json: larger than 8 MB")
end)

check.case("--report without a folder, or with none that has reports", function()
  has(check.output(check.program .. " --report 2>&1"), "'--report' needs a folder")
  has(check.output(check.program .. " --report /nowhere 2>&1"), "mlrepl: --report: /nowhere is not a folder")
  os.execute("mkdir " .. home .. "/empty")
  has(check.output(check.program .. " --report " .. home .. "/empty 2>&1"),
    "no files of lesson.report (.json) in")
end)

os.execute("rm -rf " .. home)
check.done("log of lessons")
