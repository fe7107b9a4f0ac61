-- explore.lua - sliders controlled by keys.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local at_terminal = terminal.cases(check)

local PLOTS = {env = {MLREPL_PLOT = "none"}}

-- Starts explore with the given sliders (Lua text) and prints each call of draw.
local function begin(t, sliders)
  t:enter("p = explore{" .. sliders .. ", draw=function(p) print('w is ' .. p.w) end}")
  return t:expect("(Enter ends")
end

check.case("without a terminal it draws once and returns the initial values", function()
  local drawn = {}
  local p = explore{w = {-100, 500}, b = {0.0, 1, 0.25}, method = {"gd", "adam", "lbfgs"},
    draw = function(p) drawn[#drawn + 1] = p end}
  check.equal(#drawn, 1)
  check.equal(drawn[1].w, 200)
  check.equal(math.type(p.w), "integer")
  check.equal(p.b, 0.25)
  check.equal(p.method, "adam")
  check.equal(explore{w = {0, 1.0}, draw = function() end}.w, 0.5)
end)

check.case("without a terminal it shows what draw shows, once", function()
  local folder = terminal.folder()
  local said = check.output(("%s --plot=%s -e 'f = plot.figure{} plot({1}, {2}) "
    .. "explore{w={0, 1}, draw=function() plot({1}, {2}) plot.show() end} print(f)' 2>&1"):format(
    os.getenv("MLREPL") or "./mlrepl", folder))
  os.execute("rm -r " .. folder)
  check.equal(said, folder .. "/figure-001.png\nfigure 1x1, 1 mark\n") -- f is still open
end)

check.case("an error in draw is reported unchanged", function()
  check.fails(function() explore{w = {0, 1}, draw = function() error("in draw") end} end, "in draw")
end)

check.case("error messages", function()
  local function f() end
  local function fails(options, text)
    check.fails(function() explore(options) end, "explore: " .. text)
  end
  fails(nil, "table expected, as in explore{w={0, 1}, draw=function(p) ... end}, got nil")
  fails({w = {0, 1}}, "draw: function(p) expected, got nil")
  fails({draw = f}, "no sliders given; add one, as in explore{w={0, 1}, draw=f}")
  fails({w = 5, draw = f}, "w: {from, to} or a list of choices expected, got 5")
  fails({w = {}, draw = f}, "w: {from, to} or a list of choices expected, got table")
  fails({w = {2, 1}, draw = f},
    "w: lower bound must be less than upper bound, got 2 and 1")
  fails({w = {0, 1, 3}, draw = f}, "w: 3 is not between 0 and 1")
  fails({w = {0, 0 / 0}, draw = f}, "w: finite numbers expected, got nan")
  fails({w = {0, 1 / 0}, draw = f}, "w: finite numbers expected, got inf")
  fails({w = {"a", {}}, draw = f}, "w: strings expected as choices, got table")
  fails({{0, 1}, draw = f}, "slider name expected as key")
end)

at_terminal("arrows move a slider, and each change is drawn", function(t)
  begin(t, "w={0, 10}"):expect("w is 5"):press("Right"):expect("w is 6"):press("Left", "Left")
  t:expect("w is 4"):expect("4\n"):press("Enter"):prompt():enter("p.w + 100"):expect("\n104\n")
end, PLOTS)

at_terminal("plus and minus move far, and no slider leaves its range", function(t)
  begin(t, "w={0.0, 1.0}"):type("++"):expect("w is 0.7"):type("---------"):expect("w is 0.0")
  t:press("Right"):expect("w is 0.01"):press("Enter"):prompt()
  t:enter("p.w"):expect("\n0.01\n")
end, PLOTS)

at_terminal("digits and arrows up and down choose among sliders", function(t)
  begin(t, "b={0, 10}, w={0, 10}"):expect("> b "):press("Down"):expect("> w "):press("Right")
  t:expect("w is 6"):type("1"):expect("> b "):press("Right"):press("Up"):expect("> w ")
  t:type("q"):prompt():enter("p.b, p.w"):expect("\n6       6\n")
end, PLOTS)

at_terminal("choices go round", function(t)
  begin(t, "w={'red', 'green', 'blue'}"):expect("[green]"):press("Right"):expect("[blue]")
  t:press("Right"):expect("[red]"):expect("w is red"):press("Escape"):prompt()
  t:enter("p.w"):expect('"red"')
end, PLOTS)

at_terminal("keys that are none of these, and a paste, do no harm", function(t)
  begin(t, "w={0, 10}"):type("xyz9"):press("F1", "PageUp", "Tab"):press("Right"):expect("w is 6")
  t:press("Enter"):prompt():enter("p.w"):expect("\n6\n")
end, PLOTS)

at_terminal("Ctrl-C ends it and gives the terminal back", function(t)
  begin(t, "w={0, 10}"):press("C-c"):expect("interrupted"):prompt()
  t:enter("6 * 7"):expect("ml> 6 * 7\n42\n"):press("C-d"):expect("left with 0"):expect(" echo ")
end, PLOTS)

at_terminal("an error in draw gives the terminal back", function(t)
  t:enter("explore{w={0, 10}, draw=function(p) if p.w > 5 then error('too far') end end}")
  t:expect("(Enter ends"):press("Right"):expect("too far"):prompt()
  t:enter("6 * 7"):expect("ml> 6 * 7\n42\n")
end, PLOTS)

at_terminal("the figure of the last values is shown at the end", function(t)
  t:enter("%cd ~"):enter("explore{w={0, 10}, draw=function(p) plot({1, 2}, {p.w, p.w}) end}")
  t:expect("(Enter ends"):press("Right"):press("Enter"):expect("figures/figure-001.png"):prompt()
end, {env = {MLREPL_PLOT = "figures"}, columns = 100})

at_terminal("a figure that draw makes itself follows, too", function(t)
  t:enter("explore{w={0, 10}, draw=function(p) f = plot.figure{columns=2}; "
    .. "f[2]:line({1, 2}, {p.w, p.w}):title('now ' .. p.w) end}")
  t:expect("now 5"):press("Right"):expect("now 6"):missing("now 5"):press("Enter"):prompt()
  t:expect("now 6")
end, {env = {MLREPL_PLOT = "terminal"}, rows = 40})

at_terminal("figures that draw shows follow, and all are shown at the end", function(t)
  t:enter("%cd ~"):enter("explore{w={0, 10}, draw=function(p) plot({1, 2}, {p.w, p.w}) plot.show() "
    .. "plot({1, 2}, {p.w, 3}) plot.show() end}")
  t:expect("(Enter ends"):press("Right", "Right"):expect("] 7"):press("Enter")
  t:expect("figures/figure-002.png"):prompt():missing("figure-003")
end, {env = {MLREPL_PLOT = "figures"}, columns = 100})

at_terminal("the figure leaves room for the sliders", function(t)
  t:enter("explore{a={0, 9}, b={0, 9}, c={0, 9}, d={0, 9}, draw=function(p) "
    .. "plot({1, 2}, {p.a, 9}) plot.title('top ' .. p.a) end}")
  t:expect("top 4"):press("Right"):expect("top 5"):missing("top 4"):press("Enter"):prompt()
end, {env = {MLREPL_PLOT = "terminal"}, rows = 20})

at_terminal("sliders stay on their lines in a narrow window", function(t)
  begin(t, "w={0, 1000}"):press("Right"):expect("w is 510"):press("Right"):expect("w is 520")
  t:expect("] 520"):missing("] 500"):press("Enter"):prompt()
end, {env = {MLREPL_PLOT = "none"}, columns = 40})

at_terminal("of choices that do not fit the chosen one is seen", function(t)
  begin(t, "w={'the first of all', 'the second', 'the third, a long one'}")
  t:expect("[the second] 2 of 3")
  t:press("Right"):expect("[the third, a long one] 3 of 3"):press("Enter"):prompt()
end, {env = {MLREPL_PLOT = "none"}, columns = 40})

at_terminal("sliders are painted once when the window gets narrower", function(t)
  t:enter("for i = 1, 30 do print(i) end"):expect("\n30\n")
  begin(t, "w={0, 10}, b={0, 1}"):resize(30, 20):press("Right"):expect("w is 5", 2)
  t:expect("(Enter ends; up/down or 1-9"):press("Enter"):prompt():missing("elect")
  t:enter("6 * 7 -- a line that goes on and on")
  t:expect("\nml> 6 * 7 -- a line that goes\non and on\n42")
end, PLOTS)

at_terminal("waiting for keys takes no time", function(t)
  t:enter("%time explore{w = {0, 1}, draw = function() end}"):expect("(Enter ends")
  os.execute("sleep 2")
  t:press("Enter"):expect("s)\n")
  local time, unit = t:screen():match("%(([%d.]+) ([mµ]?s)%)")
  assert(unit ~= "s" or tonumber(time) < 2, t:screen())
end, {env = {MLREPL_PLOT = "none"}})

check.done("explore")
