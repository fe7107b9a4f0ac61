-- warn.lua - warnings by Lua and by the program, and turning them off.
local check = dofile("tests/check.lua")

local said = check.script

check.case("the program's warnings are on; warn() in a script is off until @on", function()
  check.equal(said("warn('quiet') v = vector{0} / 0 warn('@on') warn('a', 'b')"),
    "file:1: warning: /: 0 / 0 at element 1 is nan\nLua warning: ab\n")
  check.equal(said("warn('heard')", "-W"), "Lua warning: heard\n")
end)

check.case("@off turns off both, @on turns them on", function()
  check.equal(said("warn('@off') v = vector{0} / 0 warn('x')", "-W"), "")
  check.equal(said("warn('@off')\nwarn('@on') v = vector{0} / 0"),
    "file:2: warning: /: 0 / 0 at element 1 is nan\n")
  check.equal(said("warn('@off', '') v = vector{0} / 0 warn('@what')", "-W"),
    "Lua warning: @off\nfile:1: warning: /: 0 / 0 at element 1 is nan\n")
end)

check.case("an argument that is not a string is an error before any output", function()
  check.fails(function() warn() end, "warn: string expected (argument 1), got nothing")
  check.fails(function() warn("a", {}) end, "warn: string expected (argument 2), got table")
end)

check.case("adam warns if the cost is higher than at the start", function()
  local script = "m = model.linear{} run = train(m, vector{0, 1e10}, vector{1, 2}, "
    .. "{method='adam', iterations=100}) print((run.advice:match('^the cost rose')))"
  local text = said(script)
  check.equal(text:match("warning: train: the cost rose from 1.25 to %S+: alpha 0.01 is too large"),
    text:match("warning: .-large"))
  check.equal(text:match("\n(.-)\n"), "the cost rose")
end)

-- The warnings of data.read for a file with the given text.
local function said_of(text, options)
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write(text)
  file:close()
  local words = said(("data.read(%q, {%s})"):format(path, options or "")):gsub(path:gsub("%p", "%%%0"), "it")
  os.remove(path)
  return words
end

check.case("data.read warns about guesses that would lose digits or quotes", function()
  local lost = "file:1: warning: data.read: it, line 2: column 'id'%s is read as text, because "
    .. "numbers would lose digits; use types= to read it as \"number\"\n"
  check.equal(said_of("id,x\n4e1243,1\n1,1e999\n"), lost:format(" (and 1 more)"))
  check.equal(said_of("id,x\n12345678901234567890,1\n"), lost:format(""))
  check.equal(said_of("id,x\n4e1243,1\n", "types={id=\"text\"}"), "")
  check.equal(said_of("id,x\n4e1243,1\n", "types={id=\"number\"}"), "")
  check.equal(said_of("id,x\n4e1243,1\nword,2\n"), "")
  check.equal(said_of('a,b\n1,x\n2,"big" one\n3,"a"b\n'), "file:1: warning: data.read: it, line 3, "
    .. "column 2: text follows a closing quote; the field is read without the quotes\n")
end)

check.case("an empty contour gives a warning", function()
  local function told(call)
    return (said("plot.figure() plot.contour(" .. call .. ")"):match("warning: (.-)\n"))
  end
  local Z = "matrix{{0, 1}, {2, 3}}, "
  check.equal(told(Z .. "{levels={10, 20}}"), "plot.contour: nothing is drawn: the levels (10.0 to "
    .. "20.0) are outside the range of Z (0.0 to 3.0)")
  for _, options in ipairs{"levels={-1, 0}", "levels={3.5}", "filled=true, levels={4, 5}",
    "filled=true, levels={-4, -1}"} do
    check.equal(told(Z .. "{" .. options .. "}"):match("^[^(]+"),
      "plot.contour: nothing is drawn: the levels ")
  end
  check.equal(told(Z .. "{levels={1}, filled=true}"), "plot.contour: nothing is drawn: a band "
    .. "needs two levels, got 1")
  check.equal(told("matrix.fill(2, 2, 5)"):match("Z is constant %(5.0%)"), "Z is constant (5.0)")
  check.equal(told("matrix.fill(2, 2, -1), {log=true}"):match("above 0, but the largest of Z is %-1.0"),
    "above 0, but the largest of Z is -1.0")
  for _, call in ipairs{Z .. "{levels={1, 20}}", Z .. "{levels={3}}", Z .. "{filled=true}",
    "matrix.fill(2, 2, 5), {filled=true}", Z .. "{filled=true, levels={3, 4}}",
    Z .. "{filled=true, levels={1, 2}}", Z .. "{log=true}"} do
    check.equal(told(call), nil)
  end
end)

check.done("warn")
