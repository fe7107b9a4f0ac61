-- grade.lua - mlrepl --grade: thirty submissions, some of them hostile.
local check = dofile("tests/check.lua")

-- seconds; a sanitized program takes about one to start
local TIME = check.sanitized and 5 or 1
local PROGRAM = check.program
local home = os.tmpname()
os.remove(home)
assert(os.execute("mkdir -p " .. home .. "/class/team"))

local function write(name, text)
  local file = assert(io.open(home .. "/" .. name, "w"))
  file:write(text)
  file:close()
end

write("sheet.lua", [[
-- Lines: a model by hand.
lesson.step{title = "The data", text = "Given are x and y."}
local d = data.read("given.csv")
x, y = d.x, d.y
lesson.task{name = "double", text = "Set double to 2 x.", solution = "double = 2 * x",
  check = function()
    if not double then return false, "double does not exist yet" end
    return double == 2 * x, "double is " .. tostring(double)
  end}
lesson.task{text = "What is the mean of y?", value = 5, points = 2, solution = "5"}
total = double:sum()
lesson.task{name = "share", text = "Set share to the share of x[1] in the sum of double.",
  check = function() return math.abs(share - x[1] / total) < 1e-12 end,
  solution = "share = x[1] / total"}
]])
write("hidden.lua", [[
-- Hidden: more data.
lesson.task{name = "function", text = "f doubles any number.", solution = "function f(a) return 2 * a end",
  check = function() return f(2) == 4 and f(-1) == -2, "f(-1) is " .. tostring(f(-1)) end}
]])
write("given.csv", "x,y\n1,4\n2,5\n3,6\n")

local GOOD = "double = 2 * x answer2 = y:mean() share = x[1] / double:sum() function f(a) return a + a end"
local expected = {}
local function submission(name, code, row)
  write("class/" .. name, code)
  expected[#expected + 1] = (name:match("^team") or name) .. "," .. row
end

local ALL = '"double; task 2; share; function"'
for i = 1, 20 do submission(("a%02d.lua"):format(i), GOOD, "5,5,,") end
submission("b1.lua", "double = 2 * x answer2 = 5 share = 0 function f(a) return 4 end",
  '3,5,"share; function","share: not done; function: f(-1) is 4"')
submission("b2.lua", "double = x", '0,5,' .. ALL)
submission("b3.lua", "double = 2 * x\nerror('stopped')", "1,5")
submission("b4.lua", "double = = 1", '0,5,' .. ALL)
submission("c1.lua", "while true do end",
  '0,5,' .. ALL .. ",it used more than " .. TIME .. " s of CPU time and was stopped (--time=SECONDS allows more)")
submission("c2.lua", GOOD .. " local t = {} while true do t[#t + 1] = vector.zeros(1e6) end",
  '0,5,' .. ALL .. ",it needed more than 200 MB of memory and was stopped (--memory=MB allows more)")
submission("c3.lua", GOOD .. " os.exit(0)", '0,5,' .. ALL .. ",it ended the program (os.exit)")
submission("c4.lua", [[
local function yes() return true end
math.abs, tostring, pcall, type, rawget = function() return 0 end, yes, yes, yes, yes
lesson.task = yes
getmetatable(vector{1}).__eq = yes
getmetatable("").__index = yes
setmetatable(_G, {__index = function() return 5 end})
double, share, f = vector{0}, 0, function() return 0 end
setmetatable({}, {__gc = function() os.exit(0) end})
]], '0,5,' .. ALL)
submission("c5.lua", "for _, path in ipairs{'../a01.lua', '" .. home .. "/class/a01.lua', '" .. home
  .. "/hidden.lua'} do local file = io.open(path) if file then load(file:read('a'))() end end os.execute('touch "
  .. home .. "/made')", '0,5,' .. ALL .. ',"c5.lua:1: os.execute is not available under --safe')
submission("team/main.lua", "dofile 'part.lua' answer2 = y:mean()", "3,5")
write("class/team/part.lua", "double = 2 * x")
table.sort(expected)

local text, code = check.output(("%s --time=%d --memory=200 --grade %s/sheet.lua %s/hidden.lua %s/class 2>&1")
  :format(PROGRAM, TIME, home, home, home))
local rows = {}
for row in text:gmatch("[^\n]+") do rows[#rows + 1] = row end

check.case("thirty submissions, one line each", function()
  check.equal(code, 0)
  check.equal(rows[1], "file,points,of,failed,why")
  check.equal(#rows, 31)
end)

for i, start in ipairs(expected) do
  check.case(start, function()
    local row = rows[i + 1] or ""
    if row:sub(1, #start) ~= start then error(row, 0) end
  end)
end

check.case("nothing is left behind", function()
  check.equal(os.execute("test -e " .. home .. "/made"), nil)
  check.equal(check.output("ls " .. home), "class\ngiven.csv\nhidden.lua\nsheet.lua\n")
end)

local function grading(sheet)
  write("other.lua", sheet)
  return check.output(("%s --grade %s/other.lua %s/class 2>&1"):format(PROGRAM, home, home))
end

check.case("a sheet that cannot be graded is refused", function()
  check.equal(grading("-- A: b.\n"), "mlrepl: --grade: the sheet has no tasks\n")
  check.equal(grading("x = = 1"), "mlrepl: --grade: other.lua:1: unexpected symbol near '='\n")
  check.equal(grading("lesson.task{text = 'a', check = function() return true end}"),
    "mlrepl: --grade: the sheet fails: task 1: the check passes before anything is done\n")
  for _, points in ipairs{"-1", "0", "0/0", "math.huge"} do
    local said = grading(("lesson.task{text = 'a', value = 1, points = %s}"):format(points))
    check.equal(said:find("field points: positive number expected", 1, true) ~= nil, true)
  end
  check.equal(grading("lesson.task{text = 'a', value = 1, solution = '2'}"),
    "mlrepl: --grade: the sheet fails: task 1: the solution does not pass: answer1 is 2\n")
end)

check.case("Ctrl-C ends the grading and its copy", function()
  write("slow.lua", "lesson.task{text = 'a', value = 1}")
  os.execute("mkdir -p " .. home .. "/slow")
  write("slow/endless.lua", "while true do pcall(function() while true do end end) end")
  local said, status = check.output(("timeout -s INT 2 %s --grade %s/slow.lua %s/slow 2>&1")
    :format(PROGRAM, home, home))
  check.equal(said, "file,points,of,failed,why\nmlrepl: interrupted\n")
  check.equal(status, 124)
end)

os.execute("rm -rf " .. home)
check.done("grade")
