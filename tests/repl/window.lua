-- window.lua - the figure window on a virtual screen, with real keys and clicks.
local check = dofile("tests/check.lua")
local display = dofile("tests/display.lua")
local terminal = dofile("tests/terminal.lua")

local program = os.getenv("MLREPL") or "./mlrepl"

local output = check.output

local screen = display.open()

local function case(sentence, body)
  check.case(sentence, function()
    body(screen)
    screen:gone()
  end)
end

-- A prompt whose figures are shown on the screen `d`.
local function prompt(d, body)
  local t = terminal.open{env = {DISPLAY = d.name}}
  local ok, message = xpcall(body, debug.traceback, t)
  if not ok then message = message .. "\nthe terminal has:\n" .. t:screen() end
  t:close()
  if not ok then error(message .. "\n", 0) end
end

-- Runs a script in a temporary folder and returns its output.
local function script(d, folder, text, options)
  local file = assert(io.open(folder .. "/script.lua", "w"))
  file:write(text)
  file:close()
  local path = output("realpath " .. program):gsub("\n", "")
  return output(("cd %s && DISPLAY=%s timeout 20 %s %s script.lua 2>&1; echo exit $?"):format(
    folder, d.name, path, options or ""))
end

local function in_folder(body)
  local folder = terminal.folder()
  local ok, message = xpcall(body, debug.traceback, folder)
  os.execute("rm -rf " .. folder)
  if not ok then error(message, 0) end
end

-- A large red square at (2, 5) in axes with limits 0 to 4 and 0 to 10.
local SQUARE = 'plot.scatter({2}, {5}, {color="#ff0000", marker="s", size=31, alpha=1}) '
  .. 'plot.xlim(0, 4) plot.ylim(0, 10) plot.show()'
local NUMBERS = '("%.4f|%.4f|%d"):format(plot.click())'

-- A click or key before plot.click waits is ignored.
local function wait_in(t, code, n)
  t:enter('print("click" .. " now") return ' .. code):expect("\nclick now\n", n)
end

local function numbers(t, n)
  local found = display.wait(function()
    local i, text = 0, nil
    for x, y, axes in t:screen():gmatch('"(%-?[%d.]+)|(%-?[%d.]+)|(%d+)"') do
      i, text = i + 1, {tonumber(x), tonumber(y), tonumber(axes)}
    end
    return i == (n or 1) and text
  end, function() return t:screen() end)
  return found[1], found[2], found[3]
end

-- A click at the center of the square must give (2, 5). A pixel is less than 4/500
-- in x and 10/300 in y in these windows; the center is known to half a pixel.
local function click_square(d, t, n)
  local x, y, count, last
  repeat -- a resized window shows the old picture stretched until the new one is drawn
    last = x
    x, y, count = d:middle(255, 0, 0)
    os.execute("sleep 0.4")
  until x == last
  assert(count > 400, "no red square on the screen")
  wait_in(t, NUMBERS, n)
  d:click(math.floor(x), math.floor(y))
  local gx, gy, axes = numbers(t, n)
  check.near(gx / 2, 1, 4 / 500 / 2)
  check.near(gy / 5, 1, 10 / 300 / 5)
  check.equal(axes, 1)
end

case("a script's figures stay in a window after it ends; keys switch between them", function(d)
  in_folder(function(folder)
    local said = script(d, folder, "plot({1, 2}, {1, 4}) plot.show() "
      .. "f = plot.figure{size={500, 300}} f[1]:scatter({1}, {1}) f:show() " .. SQUARE)
    check.equal(said, "exit 0\n")
    d:window("figure 3 of 3"):key("Left")
    local _, _, width, height = d:window("figure 2 of 3"):place()
    check.equal(width .. "x" .. height, "500x300")
    d:key("Left")
    d:window("figure 1 of 3"):key("Left") -- stays
    d:key("End")
    d:window("figure 3 of 3"):key("Right")
    d:key("Home")
    d:window("figure 1 of 3"):key("q")
    d:gone()
  end)
end)

case("s saves the current figure under the next free name", function(d)
  in_folder(function(folder)
    os.execute("touch " .. folder .. "/figure-001.png")
    script(d, folder, "plot.figure{size={500, 300}} " .. SQUARE)
    d:window("figure 1 of 1"):key("s")
    d:window("saved as figure-002.png"):key("q")
    local file = assert(io.open(folder .. "/figure-002.png", "rb"))
    local text = file:read("a")
    file:close()
    check.equal(text:sub(1, 16), "\137PNG\r\n\26\n\0\0\0\rIHDR")
    check.equal(("%dx%d"):format((">I4I4"):unpack(text, 17)), "500x300")
    d:gone()
  end)
end)

case("a click gives data coordinates, before and after a resize", function(d)
  prompt(d, function(t)
    t:enter(SQUARE)
    d:window("figure 1 of 1")
    d.wait(function() return select(3, d:middle(255, 0, 0)) > 400 end, "the square")
    click_square(d, t, 1)
    d:resize(700, 500) -- at the prompt it is redrawn at the new size
    d.wait(function()
      local at, width, height = d:pixels()
      local full = width == 700 and height == 500 and at(0, 0) == 255 and at(699, 499) == 255
      return full and select(3, d:middle(255, 0, 0)) > 400
    end, "700 x 500")
    click_square(d, t, 2)
    d:resize(900, 450)
    d.wait(function()
      local at, width = d:pixels()
      return width == 900 and at(0, 0) == 255 and at(899, 449) == 255
    end, "900 x 450")
    click_square(d, t, 3)
  end)
end)

case("clicks outside axes are ignored; the second axes is number 2; Enter cancels", function(d)
  prompt(d, function(t)
    t:enter("f = plot.figure{columns=2, size={800, 400}}")
    t:enter("f[2]:scatter({1, 3}, {10, 1000}); f[2]:log_y(); f[2]:ylim(10, 1000); f[2]:xlim(1, 3)")
    t:enter("f:show()")
    d:window("figure 1 of 1")
    wait_in(t, NUMBERS)
    d:click(2, 2)
    d:click(600, 200)
    local x, y, axes = numbers(t)
    check.equal(axes, 2)
    assert(x > 1.5 and x < 2.5 and y > 50 and y < 200, x .. " " .. y)
    wait_in(t, "tostring(plot.click())", 2)
    d:key("Return")
    t:expect('"nil"')
  end)
end)

case("Ctrl-C and closing the window end plot.click; it needs a window", function(d)
  prompt(d, function(t)
    t:enter("plot.click()"):expect("plot.click: there is no window to click in")
    t:enter(SQUARE)
    d:window("figure 1 of 1")
    t:enter("plot.click()"):expect("plot.click()\n", 2)
    os.execute("sleep 0.2")
    t:press("C-c"):expect("interrupted"):enter("6 * 7"):expect("\n42\n")
    t:enter("plot.click()"):expect("plot.click()\n", 3)
    os.execute("sleep 0.2")
    d:key("q")
    t:expect("plot.click: the window was closed"):enter("7 * 8"):expect("\n56\n")
  end)
end)

case("if the window is killed, the next figure opens a new one", function(d)
  prompt(d, function(t)
    t:enter(SQUARE)
    local first = d:window("figure 1 of 1"):process()
    os.execute("kill -9 " .. first)
    d:gone()
    d.wait(function() return output("ps -o stat= -p " .. first) == "" end, "no zombie")
    t:enter("6 * 7"):expect("\n42\n"):enter(SQUARE)
    local second = d:window("figure 1 of 1"):process()
    assert(second ~= first)
    os.execute("kill -9 " .. second)
    d:gone()
    t:enter("for i = 1, 3 do " .. SQUARE .. " end") -- many frames in sequence
    d:window("figure 3 of 3")
  end)
end)

case("a window that hangs is abandoned", function(d)
  prompt(d, function(t)
    t:enter(SQUARE)
    local first = d:window("figure 1 of 1"):process()
    os.execute("kill -STOP " .. first)
    t:enter(SQUARE):enter("6 * 7"):expect("\n42\n")
    d:window("figure 1 of 1")
    assert(d:process() ~= first)
  end)
end)

case("exiting the prompt closes its window", function(d)
  prompt(d, function(t)
    t:enter(SQUARE)
    d:window("figure 1 of 1")
    t:press("C-d"):expect("left with 0")
    d:gone()
  end)
end)

case("a live plot is one figure", function(d)
  prompt(d, function(t)
    t:enter(SQUARE)
    d:window("figure 1 of 1")
    t:enter('plot.live(function(i) plot({1, i}) os.execute("sleep 0.05") return i < 12 end)')
    t:prompt()
    d:window("figure 2 of 2")
    t:enter(SQUARE)
    d:window("figure 3 of 3")
  end)
end)

case("the live plot of a job updates in place and leaves other figures alone", function(d)
  prompt(d, function(t)
    t:enter("m = model.linear()")
    t:enter("job = train(m, {1, 2}, {3, 5}, {iterations = 1e9, live = true, background = true})")
    d:window("figure 1 of 1")
    t:enter(SQUARE)
    d:window("figure 2 of 2")
    t:enter("n = job.iterations"):prompt()
    t:until_seen("so it is", function()
      t:enter("if job.iterations > n + 1e6 then print('so it' .. ' is') end")
    end)
    t:enter("plot.title'mine'"):enter("job:stop()"):expect("stopped")
    d:window("figure 1 of 2")
  end)
end)

case("a figure shown again keeps its place; the last fifty are kept", function(d)
  prompt(d, function(t)
    t:enter("f = plot.figure{size={200, 200}}; f:show()")
    d:window("figure 1 of 1")
    t:enter("g = plot.figure{size={200, 200}}; g:show(); f[1]:line({1, 2}, {1, 2}); f:show()")
    d:window("figure 1 of 2")
    t:enter("for i = 1, 60 do plot.figure{size={200, 200}}:show() end")
    d:window("figure 50 of 50")
    t:enter("f:show()"):enter("plot.close()"):prompt() -- closed, so it counts as new
    d:window("figure 50 of 50"):resize(300, 300) -- a closed figure is not redrawn
    os.execute("sleep 0.3")
    t:enter("6 * 7"):expect("\n42\n")
  end)
end)

check.case("without a display --plot=window writes a file and prints why", function()
  in_folder(function(folder)
    for _, name in ipairs{"", ":12345"} do
      local said = script({name = name}, folder, SQUARE, "--plot=window")
      assert(said:find("no window: ", 1, true) and said:find("the figure goes to a file", 1, true)
        and said:find("figures/figure%-00%d.png\nexit 0\n$"), said)
      assert(script({name = name}, folder, SQUARE):find("^figures/figure%-00%d.png\nexit 0\n$"))
    end
  end)
end)

screen:close()
check.done("window")
