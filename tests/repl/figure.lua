-- figure.lua - figures in a text terminal: tmux, as over ssh.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")

local case = terminal.cases(check)

case("by default a figure is drawn in the terminal of the prompt", function(t)
  t:enter("plot({1, 2, 3}, {1, 4, 9}) plot.title'Squares' plot.xlabel'x' plot.show()")
  t:expect("Squares"):expect("\n8┤"):expect("└┬──"):expect("x\n"):prompt()
  t:enter("1 + 1"):expect("\n2\n"):missing("figure-001")
end, {env = {DISPLAY = "", WAYLAND_DISPLAY = ""}})

case("a figure fits a narrow terminal, and keys typed meanwhile are kept", function(t)
  t:type("plot.scatter({1, 2}, {3, 4}, {label='points'}) plot.show()"):press("Enter")
  t:type("6 * 7"):press("Enter")
  t:expect("• points"):expect("\n42\n")
  for line in t:screen():gmatch("[^\n]+") do assert(utf8.len(line) <= 30, line) end
end, {columns = 30, rows = 40, args = "--plot=terminal"})

case("NO_COLOR shows it without colors", function(t)
  t:enter("plot({1, 2}, {1, 2}) plot.show()"):expect("└┬"):prompt()
  local screen = t:tmux("capture-pane", "-e", "-p", "-t", "s")
  assert(not screen:find("\27%[38"), screen)
end, {env = {NO_COLOR = "1"}, args = "--plot=terminal"})

case("Ctrl-C ends a moving figure, and the prompt stands below it", function(t)
  t:enter("plot.live(function(k) plot({0, k}, {0, 1}) plot.title('mo' .. 'ves') return true end)")
  t:expect("moves"):press("C-c"):expect("interrupted"):prompt()
  t:enter("2 + 3"):expect("\n5\n")
  t:enter("plot.live(function(k) plot({0, k}, {0, 1}) plot.title('a' .. 'gain') end, {frames = 3})")
  t:expect("again"):prompt():expect("interrupted")
end, {args = "--plot=terminal", rows = 30})

case("--plot=none draws nothing; an invalid target is an error", function(t)
  t:enter("plot({1, 2}) plot.show()"):prompt():missing("┤")
end, {args = "--plot=none"})

case("a figure that was drawn into but not shown is told once", function(t)
  t:enter("f = plot.figure{}"):prompt():missing("shows"):enter("f[1]:line({1, 2}, {3, 4});")
  t:expect("\n(f:show() shows the figure)\nml>"):enter("plot.scatter({1}, {2})"):enter("6 * 7")
  t:expect("\n42\n"):missing("plot.show() shows"):enter("f:line({1}, {2})")
  t:expect("figure: no field or method 'line'; the axes of a figure have it: f[1]:line")
end, {args = "--plot=none"})

case("a figure without a name is shown by plot.show", function(t)
  t:enter("plot({1, 2}, {3, 4})"):expect("\n(plot.show() shows the figure)\nml>")
end, {args = "--plot=none"})

case("who has shown a figure needs no advice", function(t)
  t:enter("plot({1, 2}, {3, 4}) plot.show()"):prompt():enter("plot({1, 2}, {3, 4})"):enter("6 * 7")
  t:expect("\n42\n"):missing("shows the figure")
end, {args = "--plot=none"})

case("a figure that cannot be drawn is a one-line error", function(t)
  t:enter("plot({1, 2}, {-1, -2}) plot.log_y() plot.show()")
  t:expect("plot.show: log_y needs numbers above 0, but the largest y of axes 1 is -1"):prompt()
end, {args = "--plot=terminal"})

check.done("figure")
