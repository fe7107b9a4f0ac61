-- window_mouse.lua - zoom, move, turn and explore in the window, on a virtual screen.
local check = dofile("tests/check.lua")
local display = dofile("tests/display.lua")
local terminal = dofile("tests/terminal.lua")

if check.output("command -v Xvfb && command -v xdotool") == "" then
  print("window_mouse: not run: install xvfb and xdotool")
  os.exit(0)
end

local screen = display.open()

-- A prompt whose figures are shown on the screen.
local function case(sentence, body)
  check.case(sentence, function()
    local t = terminal.open{env = {DISPLAY = screen.name}, columns = 100, rows = 40}
    local ok, message = xpcall(body, debug.traceback, t, screen)
    if not ok then message = message .. "\nthe terminal has:\n" .. t:screen() end
    t:close()
    screen:gone()
    if not ok then error(message .. "\n", 0) end
  end)
end

-- A red square at (2, 5) in axes with limits 0 to 4 and 0 to 10, 600 x 400 pixels.
local SQUARE = "plot.figure{size={600, 400}} "
  .. 'plot.scatter({2}, {5}, {color="#ff0000", marker="s", size=31, alpha=1}) '
  .. 'plot.xlim(0, 4) plot.ylim(0, 10) plot.show()'

local function square(d)
  local x, y, n = d:middle(255, 0, 0)
  return math.floor(x), math.floor(y), n
end

local function shown(t, d)
  t:enter(SQUARE)
  d:window("figure 1 of 1")
  d.wait(function() return select(3, d:middle(255, 0, 0)) > 400 end, "the square")
  return square(d)
end

local function mouse(d, ...) d:xdotool("mousemove", "--window", d.id, ...) end

local function drag(d, x, y, to_x, to_y)
  mouse(d, x, y, "mousedown", 1)
  for i = 1, 4 do mouse(d, math.floor(x + (to_x - x) * i / 4), math.floor(y + (to_y - y) * i / 4)) end
  d:xdotool("mouseup", 1)
end

local function near(a, b) return math.abs(a - b) <= 4 end

case("the wheel zooms at the pointer, dragging moves, a double click resets", function(t, d)
  local x, y = shown(t, d)
  mouse(d, x - 100, y, "click", 4, "click", 4)
  d.wait(function() return near(square(d) - (x - 100), 100 / 0.64) end, "zoomed")
  mouse(d, x, y, "click", "--repeat", 2, "--delay", 40, 1)
  d.wait(function() return near(square(d), x) end, "reset")
  drag(d, x, y, x + 60, y + 40)
  d.wait(function()
    local at_x, at_y = square(d)
    return near(at_x, x + 60) and near(at_y, y + 40)
  end, "moved")
  t:enter("6 * 7"):expect("\n42\n")
end)

case("a symmetrically logarithmic axis moves and zooms as it is drawn", function(t, d)
  t:enter((SQUARE:gsub("ylim%(0, 10%)", 'log_y("symlog", 1) plot.ylim(-1000, 1000)')))
  d:window("figure 1 of 1")
  d.wait(function() return select(3, d:middle(255, 0, 0)) > 400 end, "the square")
  local x, y = square(d)
  drag(d, x, y, x + 60, y + 40)
  d.wait(function()
    local at_x, at_y = square(d)
    return near(at_x, x + 60) and near(at_y, y + 40)
  end, "moved")
end)

case("axes that share x move together", function(t, d)
  t:enter('f = plot.figure{columns=2, size={700, 350}, share_x=true} '
    .. 'f[1]:scatter({2}, {5}, {color="#ff0000", marker="s", size=31, alpha=1}):xlim(0, 4) '
    .. 'f[2]:scatter({2}, {5}, {color="#00ff00", marker="s", size=31, alpha=1}):xlim(0, 4) f:show()')
  d:window("figure 1 of 1")
  d.wait(function() return select(3, d:middle(255, 0, 0)) > 200 end, "the square")
  local x, y = square(d)
  local other = d:middle(0, 255, 0)
  drag(d, x, y, x + 40, y)
  d.wait(function() return near(d:middle(0, 255, 0) - other, 40) end, "both moved")
  check.equal(near(square(d), x + 40), true)
end)

case("the right axis moves and zooms with the left one", function(t, d)
  t:enter((SQUARE:gsub("plot.show", 'plot.scatter({1}, {700}, {right=true, color="#00ff00", '
    .. 'marker="s", size=31, alpha=1}) plot.ylim_right(0, 1000) plot.show')))
  d:window("figure 1 of 1")
  d.wait(function() return select(3, d:middle(255, 0, 0)) > 400 end, "the square")
  local x, y = square(d)
  local green_x, green_y = d:middle(0, 255, 0)
  drag(d, x, y, x + 30, y - 40)
  d.wait(function()
    local at_x, at_y = d:middle(0, 255, 0)
    return near(at_x, green_x + 30) and near(at_y, green_y - 40)
  end, "moved")
  d.wait(function() local _, at_y = square(d) return near(at_y, y - 40) end, "the left one, too")
  mouse(d, x, y, "click", "--repeat", 2, "--delay", 40, 1)
  d.wait(function() local _, at_y = d:middle(0, 255, 0) return near(at_y, green_y) end, "reset")
  mouse(d, x, y, "click", 4)
  d.wait(function()
    local _, at_y = d:middle(0, 255, 0)
    return near(at_y, y + (green_y - y) / 0.8)
  end, "zoomed")
end)

case("a turning surface is drawn quickly, and completely when it rests", function(t, d)
  t:enter("plot.figure{size={500, 400}} plot.surface(matrix.random(150, 150) * 0) plot.show()")
  d:window("figure 1 of 1")
  -- A flat surface has one color, a blue; its edges are paler unless it moves.
  local function blues()
    local at, width, height = d:pixels()
    local pale, full = 0, 0
    for y = 0, height - 1, 3 do
      for x = 0, width - 1 do
        local r, _, b = at(x, y)
        if b - r > 75 then full = full + 1 elseif b - r > 20 then pale = pale + 1 end
      end
    end
    return pale, full
  end
  local function is_soft() local pale, full = blues() return full > 5000 and pale > 50 end
  local function is_hard() local pale, full = blues() return full > 5000 and pale == 0 end
  d.wait(is_soft, "soft edges")
  mouse(d, 250, 200, "mousedown", 1)
  local moves = ("mousemove --window %s 270 205 sleep 0.02 mousemove --window %s 272 205 sleep 0.02 ")
    :format(d.id, d.id):rep(150)
  os.execute(("DISPLAY=%s xdotool %s >/dev/null 2>&1 &"):format(d.name, moves))
  d.wait(is_hard, "hard edges")
  d:xdotool("mouseup", 1)
  d.wait(is_soft, "soft edges again")
end)

case("a click gives the coordinates of the axes as they are zoomed", function(t, d)
  local x, y = shown(t, d)
  mouse(d, x - 100, y, "click", 4, "click", 4)
  d.wait(function() return near(square(d) - (x - 100), 100 / 0.64) end, "zoomed")
  t:enter('a, b = plot.click() print(("%.1f %.1f"):format(a, b))'):expect("plot.click()")
  d.wait(function() -- what is clicked before plot.click waits is ignored
    d:click(square(d))
    return t:screen():find("\n2.0 5.0\n")
  end, "the click")
end)

case("values under the pointer are in the corner", function(t, d)
  local x, y = shown(t, d)
  local function yellow() return select(3, d:middle(255, 255, 225)) end
  mouse(d, 2, 2)
  d.wait(function() return yellow() == 0 end, "no values yet")
  mouse(d, x, y)
  d.wait(function() return yellow() > 300 end, "values")
  mouse(d, 2, 2)
  d.wait(function() return yellow() == 0 end, "no values")
end)

case("a surface turns, and code that runs does not freeze the window", function(t, d)
  t:enter("plot.figure{size={400, 300}} plot.surface(matrix.random(8, 8)) plot.show()")
  d:window("figure 1 of 1")
  local function picture()
    local at, width, height = d:pixels()
    local sum = 0
    for py = 0, height - 1, 3 do
      for px = 0, width - 1, 3 do
        local r, g = at(px, py)
        sum = (sum * 31 + r + 7 * g) % 1000003
      end
    end
    return sum
  end
  d.wait(function() local at = d:pixels() return at(2, 2) == 255 end, "the picture")
  local before = picture()
  drag(d, 200, 150, 260, 170)
  d.wait(function() return picture() ~= before end, "turned")
  t:enter("while true do end")
  mouse(d, 100, 100)
  d:key("q")
  d:gone()
  t:press("C-c"):expect("interrupted")
end)

case("sliders and clicks of explorations", function(t, d)
  t:enter("p = explore.cost({1, 2}, {300, 500}, {w={0, 400, 100}, b={0, 100, 0}})")
  d:window("figure 1 of 1")
  local _, _, wide, high = d:place()
  d.wait(function() _, _, wide, high = d:place() return high == 440 + 52 end, "the sliders")
  mouse(d, 130, high - 39, "mousedown", 1)
  mouse(d, wide - 60, high - 39)
  mouse(d, (120 + wide - 120) // 2, high - 39, "mouseup", 1)
  t:expect("] 200")
  mouse(d, 2 * wide // 3 + wide // 6, high // 2 - 26, "click", 1)
  d.wait(function() return not t:screen():find("] 0\n", 1, true) end, "a click")
  t:press("Enter"):prompt()
  t:enter("p.w ~= 200 and p.b > 20 and p.b < 80"):expect("\ntrue\n")
  d.wait(function() return select(4, d:place()) == 440 end, "no sliders")
end)

case("points are added, moved and removed", function(t, d)
  t:enter("X = matrix{{1, 1}, {2, 2}, {3, 1}, {4, 3}}")
  t:enter("p = explore.boundary(X, {0, 0, 1, 1})"):expect("(a click adds a point")
  d:window("figure 1 of 1")
  mouse(d, 450, 200, "click", 1)
  drag(d, 450, 200, 500, 260)
  t:press("Enter"):prompt():enter("#p.y"):expect("\n5\n")
  t:enter("x = p.X:get(5, 1)"):enter("p = explore.boundary(p.X, p.y)")
  d:window("figure 2 of 2")
  mouse(d, 500, 260, "click", 3)
  t:press("Enter"):prompt()
end)

case("plot.points: points are added, moved and removed", function(t, d)
  t:enter("plot.figure{size={600, 400}} plot.xlim(0, 4) plot.ylim(0, 10)")
  t:enter('x, y = plot.points({2}, {5}, {edit=true, color="#ff0000", marker="s", size=31, alpha=1})')
  t:expect("Enter ends")
  d:window("figure 1 of 1")
  d.wait(function() return select(3, d:middle(255, 0, 0)) > 400 end, "the point")
  local at_x, at_y, n = square(d)
  mouse(d, at_x + 100, at_y, "click", 1)
  d.wait(function() return select(3, d:middle(255, 0, 0)) > 1.7 * n end, "two points")
  mouse(d, at_x + 100, at_y, "click", 3)
  d.wait(function() return select(3, d:middle(255, 0, 0)) < 1.3 * n end, "one point")
  drag(d, at_x, at_y, at_x + 60, at_y)
  d.wait(function() return near(square(d), at_x + 60) end, "moved")
  t:press("Enter"):prompt():enter("#x == 1 and x[1] > 2.3 and x[1] < 2.6"):expect("\ntrue\n")
end)

case("n opens a second window, which stays when the figure changes", function(t, d)
  shown(t, d)
  local first = d.id
  d:key("n")
  d.wait(function() return #d:windows() == 2 end, "two windows")
  t:enter(SQUARE):prompt():press("C-d"):expect("left with 0")
  d.wait(function()
    local left = d:windows()
    return #left == 1 and left[1] ~= first
  end, "only the copy")
  d:window("figure 1 of 1"):key("q")
end)

case("after the window was closed the next figure opens it again", function(t, d)
  shown(t, d)
  d:key("q")
  d:gone()
  shown(t, d)
end)

screen:close()
check.done("window_mouse")
