-- plot.lua - figures: their data, their errors, and that no plot can end, hang or
-- crash the program.
local check = dofile("tests/check.lua")

local function temporary(ending)
  local path = os.tmpname()
  os.remove(path)
  return path .. ending
end

local content = check.content

-- Saves the current figure, returns the bytes and removes the file.
local function saved(ending)
  local path = temporary(ending or ".png")
  plot.save(path)
  local text = content(path)
  os.remove(path)
  return text
end

local function is_png(text)
  check.equal(text:sub(1, 4), "\x89PNG")
  check.equal(text:sub(-8, -5), "IEND")
end

local function draws(...)
  plot.figure {size = {300, 200}}
  plot(...)
  is_png(saved())
end

-- -- the list of commands ----------------------------------------------------

check.case("drawing adds marks to the current axes, in order", function()
  plot.figure()
  plot({1, 2}, {3, 4})
  plot.scatter(vector {1, 2}, {3, 4})
  plot.fill({1, 2}, 0, {3, 4})
  plot.text(1, 2, "here")
  plot.func(math.sin, 0, 6)
  plot.contour(matrix {{1, 2}, {3, 4}})
  check.equal(tostring(plot.axes()), "axes 1, 6 marks: line, scatter, fill, text, line, contour")
end)

check.case("a figure lists its axes and marks", function()
  local f = plot.figure {rows = 1, columns = 2}
  check.equal(tostring(f), "figure 1x2, 0 marks")
  f[2]:scatter({1}, {2}):line({1, 2}, {3, 4}):title "t"
  check.equal(tostring(f), "figure 1x2, 2 marks")
  check.equal(#f, 2)
  check.equal(tostring(f[-1]), "axes 2, 2 marks: scatter, line")
  check.equal(f[1], f[1])
end)

check.case("the axes last drawn into are current", function()
  local f = plot.figure {columns = 2}
  check.equal(plot.axes(), f[1])
  f[2]:line({1}, {2})
  check.equal(plot.axes(), f[2])
  plot({1}, {2})
  check.equal(tostring(f[2]), "axes 2, 2 marks: line, line")
end)

check.case("a saved figure stays current, a closed one does not", function()
  local f = plot.figure()
  plot({1, 2}, {3, 4})
  saved()
  plot({1, 2}, {4, 3})
  check.equal(tostring(f), "figure 1x1, 2 marks")
  plot.close()
  check.equal(tostring(f), "figure (closed)")
  check.fails(function() plot.save("/tmp/never.png") end, "plot.save: there is no figure yet")
  check.fails(function() f:save("/tmp/never.png") end, "figure:save: this figure is closed")
end)

check.case("axes can outlive their figure", function()
  local f = plot.figure()
  local a = f[1]
  plot.close()
  check.equal(tostring(a), "axes (closed)")
  check.fails(function() a:line({1}, {2}) end, "axes:line: the figure of this axes is closed")
  check.fails(function() return f[1] end, "figure: this figure is closed")
end)

check.case("a figure can be closed at the end of a block", function()
  local kept
  do
    local f <close> = plot.figure()
    kept = f
  end
  check.equal(tostring(kept), "figure (closed)")
end)

check.case("unreferenced figures are collected", function()
  for _ = 1, 200 do
    plot.figure()
    plot(vector.zeros(10000))
  end
  plot.close()
  collectgarbage()
  check.equal(collectgarbage("count") < 20000, true)
end)

check.case("a style may be a color's name, and options may follow a style", function()
  plot.figure()
  local x = {1, 2, 3}
  plot(x, x, "green", {label = "a"})
  plot(x, "C1", {linewidth = 3})
  plot(x, x, "r--", {label = "b"})
  plot.func(math.sin, 0, 1, "b:", {label = "c"})
  check.equal(tostring(plot.axes()), "axes 1, 4 marks: line, line, line, line")
  check.fails(function() plot(x, x, "r--", {colour = "red"}) end, "did you mean 'color'?")
  check.fails(function() plot(x, x, "r--", 3) end, "plot: argument 4: table of options expected")
  plot.close()
end)

check.case("plot.fit draws nothing if the model fails, and reports the caller's line", function()
  plot.figure()
  local ok, message = pcall(function()
    plot.fit(model.linear{w = {1, 2}}, vector{1, 2}, vector{1, 2})
  end)
  check.equal(ok, false)
  assert(message:find("^tests/lua/plot.lua:%d+: plot.fit: X has 1 feature, but the model has 2"), message)
  check.equal(tostring(plot.axes()), "axes 1, 0 marks")
  plot.close()
end)

-- -- errors ------------------------------------------------------------------

check.case("errors name the function, the argument and what to do", function()
  plot.figure()
  local x, y = vector {1, 2, 3}, vector {1, 2}
  local cases = {
    {function() plot(x, y) end, "plot: x and y must have the same length, got 3 and 2"},
    {function() plot.scatter("a", y) end,
      "plot.scatter: x (argument 1): vector or table of numbers expected, got string \"a\""},
    {function() plot.axes():scatter(x) end,
      "axes:scatter: y (argument 2): vector or table of numbers expected, got nil"},
    {function() plot({1, 2}, {1, "a"}) end, "plot: y (argument 2): element 2 must be a number"},
    {function() plot.line(y, y, {colour = "red"}) end,
      "plot.line: unknown option 'colour'; did you mean 'color'?"},
    {function() plot.line(y, y, {color = "rde"}) end,
      "plot.line: option color: color such as \"red\", \"#1f77b4\" or \"C0\" expected, got"},
    {function() plot.line(y, y, {alpha = 2}) end,
      "plot.line: option alpha: number from 0 to 1 expected, got 2"},
    {function() plot.line(y, y, {linewidth = 0 / 0}) end, "option linewidth: number from 0"},
    {function() plot.scatter(y, y, {marker = "q"}) end, "plot.scatter: option marker: \"none\""},
    {function() plot(y, y, "qq") end, "such as \"ro--\", expected, got string \"qq\""},
    {function() plot.func(math.sin, 0, 1 / 0) end,
      "plot.func: to (argument 3): finite number expected, got inf"},
    {function() plot.func(function() end, 0, 1) end, "plot.func: f(0) must be a number, got nil"},
    {function() plot.fill(x, 0, y) end, "plot.fill: x and high must have the same length, got 3 and 2"},
    {function() plot.contour(matrix {{1, 2}}) end,
      "plot.contour: Z needs at least 2 rows and 2 columns, got 1x2"},
    {function() plot.contour(x, y, matrix {{1, 2}, {3, 4}}) end,
      "plot.contour: x (argument 1): as many elements as Z has columns (2) expected, got 3"},
    {function() plot.contour(matrix {{1, 2}, {3, 4}}, {levels = {2, 1}}) end,
      "plot.contour: option levels: 1 to 64 finite numbers in ascending order expected"},
    {function() plot.contour(matrix {{1, 2}, {3, 4}}, {levels = 0}) end, "option levels: count"},
    {function() plot.xlim(2, 2) end, "plot.xlim: the limits must differ, got 2.0 and 2.0"},
    {function() plot.ylim(0, 1 / 0) end, "plot.ylim: to (argument 2): finite number expected"},
    {function() plot.title {} end, "plot.title: text (argument 1): string expected, got table"},
    {function() plot.legend(3) end,
      "plot.legend: argument 1: true, false, a place or a table of options expected, got 3"},
    {function() plot.figure {rows = 0} end, "plot.figure: rows x columns must be 1 to 100"},
    {function() plot.figure {size = {9, 9}} end,
      "plot.figure: option size: {width, height} in pixels, each 100 to 4000, expected"},
    {function() plot.figure {size = 9} end, "plot.figure: option size: {width, height}"},
    {function() plot.figure {row = 2} end, "unknown option 'row'; did you mean 'rows'?"},
    {function() return plot.figure()[2] end, "index 2 is out of range (1 axes)"},
    {function() plot.figure():sav("a.png") end, "no field or method 'sav'; did you mean 'save'?"},
    {function() plot.save(3) end, "plot.save: path (argument 1): file name expected, got 3"},
    {function() plot.save("a\0b.png") end, "plot.save: path (argument 1): file name expected, got string"},
  }
  for _, case in ipairs(cases) do check.fails(case[1], case[2]) end
end)

check.case("limits that conflict with a logarithmic axis are errors", function()
  plot.figure()
  plot.ylim(0, 10)
  check.fails(function() plot.log_y() end,
    "plot.log_y: the limits of a logarithmic axis must be above 0, but they were set to 0.0 to 10.0")
  plot.log_x()
  check.fails(function() plot.xlim(-1, 10) end,
    "plot.xlim: the limits of a logarithmic axis must be above 0, got -1.0 to 10.0")
end)

check.case("dates and symlog are kinds of axes; the last one counts", function()
  local f = plot.figure()
  f[1]:line({0, 86400 * 300}, {-1000, 1000}):dates("x"):log_y("symlog")
  check.equal(f:commands()[1].dates_x, true)
  check.equal(f:commands()[1].symlog_y, true)
  is_png(saved())
  f[1]:log_y("symlog", 10):log_y(false)
  check.equal(f:commands()[1].symlog_y, nil)
  f[1]:dates("x", false):dates("y")
  check.equal(f:commands()[1].dates_x, nil)
  f[1]:log_y("symlog")
  check.equal(f:commands()[1].dates_y, nil)
  check.fails(function() plot.dates() end, "plot.dates: axis (argument 1): \"x\" or \"y\" expected")
  check.fails(function() plot.dates("x", 3) end, "on (argument 2): true or false expected")
  check.fails(function() plot.log_x("log") end, "true, false or \"symlog\" expected, got \"log\"")
  check.fails(function() plot.log_x("symlog", 0) end, "threshold (argument 2): number above 0")
end)

check.case("a path that cannot be written is an error and leaves no file", function()
  plot.figure()
  plot({1, 2})
  local folder = temporary(".png")
  assert(os.execute("mkdir " .. folder))
  check.fails(function() plot.save("/nonexistent/a.png") end,
    "plot.save: cannot write \"/nonexistent/a.png\": No such file or directory")
  check.fails(function() plot.save(folder) end, "Is a directory")
  check.fails(function() plot.save("/proc/a.png") end, "plot.save: cannot write \"/proc/a.png\"")
  check.fails(function() plot.save("a.jpg") end,
    "plot.save: \"a.jpg\" must end in .png, .svg, .pdf or .html")
  check.fails(function() plot.save("") end, "file name expected, got string \"\"")
  check.fails(function() plot.save(("a"):rep(5000) .. ".png") end, "File name too long")
  assert(os.remove(folder), "the folder is not empty")
end)

-- -- input that PLplot cannot handle -----------------------------------------

check.case("nan, infinity and huge numbers leave gaps", function()
  draws({1, 2, 3, 4}, {1, 0 / 0, 1 / 0, 2})
  draws({1, 2, 3}, {1, 1e300, -1e300})
  draws({1, 2, 3}, {1e-300, 2e-300, 0})
  draws({1, 2}, {1, 1 + 1e-15})
  draws({1e308, -1e308}, {1e308, -1e308})
  draws({0 / 0, 1}, {2, 3})
end)

check.case("one point, no points and equal points can be drawn", function()
  draws({1}, {1}, "o")
  draws({0}, {0})
  draws({}, {})
  draws({2, 2, 2}, {5, 5, 5})
  plot.figure {size = {300, 200}}
  is_png(saved())
end)

check.case("logarithmic axes omit values that are not positive", function()
  draws({0, 1, 2}, {-1, 0, 5})
  plot.log_x()
  plot.log_y()
  is_png(saved())
  plot.scatter({-1, 1}, {1, 10})
  plot.fill({1, 2, 3}, {0, 1, 2}, 10)
  is_png(saved())
end)

check.case("a logarithmic axis without positive values is an error", function()
  draws({1, 2, 3}, {-3, -2, 0})
  plot.log_y()
  check.fails(function() plot.save(temporary(".png")) end,
    "plot.save: log_y needs numbers above 0, but the largest y of axes 1 is 0")
end)

check.case("limits may be reversed, one-sided, or outside the data", function()
  draws({1, 2, 3}, {1, 4, 9})
  plot.xlim(3, 1)
  is_png(saved())
  plot.xlim(nil, 100)
  plot.ylim(1000)
  is_png(saved())
  plot.xlim(1, 1 + 1e-16 * 3)
  is_png(saved())
  plot.xlim(-1e308, 1e308)
  is_png(saved())
  plot.equal()
  is_png(saved())
end)

check.case("a line that leaves the axes is clipped", function()
  local function ink(far)
    plot.figure {size = {300, 200}}
    plot({0, 1}, {0, far}, {color = "#010203"})
    plot.xlim(0, 1)
    plot.ylim(0, 1)
    return saved(".svg"):match('stroke="#010203".-points="([^"]*)"')
  end
  for _, far in ipairs {1e3, 1e6, 1e12, 1e300} do
    local x0, y0, x1, y1 = (ink(far) or ""):match("([%d.]+),([%d.]+) ([%d.]+),([%d.]+)")
    check.equal(x0 ~= nil, true)
    check.equal(tonumber(y0) - tonumber(y1) > 100, true)
    check.equal(tonumber(x1) - tonumber(x0) < 10, true)
  end
end)

check.case("any text can be drawn in every file format", function()
  for _, text in ipairs {("x"):rep(5000), ("é"):rep(1026), ("#"):rep(1026), "bad \xff\xfe utf8",
    "#(99999) #[0x] ##u", "a\nb\tc\0d", "", "x_0 w² αβγ <b>&amp;</b>", ("^"):rep(2000),
    ("x_{" .. ("y"):rep(3000)) .. "}", ("\u{1F600}"):rep(600)} do
    plot.figure {size = {300, 200}, title = text}
    plot.line({1, 2}, {3, 4}, {label = text})
    plot.title(text)
    plot.xlabel(text)
    plot.ylabel(text)
    plot.text(1, 3, text)
    is_png(saved())
    check.equal(saved(".svg"):find("</svg>", 1, true) ~= nil, true)
    check.equal(saved(".pdf"):sub(1, 4), "%PDF")
  end
end)

check.case("file formats can be used in any order", function()
  draws({1, 2, 3})
  for _, ending in ipairs {".png", ".svg", ".png", ".pdf", ".svg", ".PNG", ".pdf", ".png"} do
    check.equal(#saved(ending) > 500, true)
  end
end)

check.case("the same script gives identical files", function()
  local function script()
    seed(1)
    local f = plot.figure {columns = 2, size = {600, 200}}
    f[1]:scatter(vector.randn(50), vector.randn(50), {label = "points"})
    f[2]:contour(matrix.randn(8, 8), {filled = true})
    return saved(".png"), saved(".svg")
  end
  local png, svg = script()
  local png2, svg2 = script()
  check.equal(png == png2, true)
  check.equal(svg == svg2, true)
end)

check.case("a million points are drawn within seconds", function()
  seed(1)
  local x, y = vector.randn(1000000), vector.randn(1000000)
  local start = os.clock()
  plot.figure {size = {600, 400}}
  plot.scatter(x, y)
  is_png(saved())
  plot.figure {size = {600, 400}}
  plot(y)
  is_png(saved())
  check.equal(os.clock() - start < 10, true)
end)

check.case("contours of huge and constant heights can be drawn", function()
  for _, z in ipairs {matrix {{0, 1e300}, {-1e300, 5}}, matrix {{1, 1}, {1, 1}},
    matrix {{1, 1 + 1e-15}, {1, 1}}, matrix {{-1e308, 1e308}, {0, 0}}} do
    for _, filled in ipairs {true, false} do
      plot.figure {size = {300, 200}}
      plot.contour(z, {filled = filled})
      is_png(saved())
    end
  end
  plot.contour(matrix {{1, 2}, {3, 4}}, {levels = {-5, 1.5, 99}})
  plot.xlim(1.5, 1.50001)
  plot.log_x()
  is_png(saved())
end)

local function open_files() return tonumber((check.output("ls /proc/$PPID/fd | wc -l"))) end

local function resident()
  local kilobytes = content("/proc/self/status"):match("VmRSS:%s*(%d+)")
  return tonumber(kilobytes)
end

check.case("a thousand failures leak no file and no memory", function()
  plot.figure {size = {200, 150}}
  plot({1, 2, 3})
  local function fail_once() assert(not pcall(plot.save, "/nonexistent/a.svg")) end
  for _ = 1, 100 do fail_once() end
  local files, memory = open_files(), resident()
  for _ = 1, 1000 do fail_once() end
  -- The pipe used to count may still be open at both ends.
  check.equal(open_files() <= files + 1, true)
  -- kilobytes
  check.equal(resident() - memory < (check.sanitized and 400000 or 4096), true)
  is_png(saved())
end)

-- -- separate programs -------------------------------------------------------

local function run(environment, script)
  return check.script(script, nil, environment .. " timeout 20")
end

check.case("a missing driver is an error, not a question on standard input", function()
  local path = temporary(".png")
  local output, code = run("PLPLOT_DRV_DIR=/nonexistent",
    ("plot({1, 2}) plot.save(%q)"):format(path))
  check.equal(output:find("plot.save: ", 1, true) ~= nil, true)
  check.equal(output:find("Enter", 1, true), nil)
  check.equal(code, 1)
  check.equal(io.open(path), nil)
end)

check.case("plot.show writes numbered files and the next plot starts a new figure", function()
  local folder = temporary("")
  local output, code = run("MLREPL_PLOT=" .. folder, [[
    plot({1, 2}) plot.show()
    plot({1, 2}) plot.show()
    print(plot.axes())]])
  check.equal(output, ("%s/figure-001.png\n%s/figure-002.png\naxes 1, 0 marks\n")
    :format(folder, folder))
  check.equal(code, 0)
  is_png(content(folder .. "/figure-002.png"))
  os.remove(folder .. "/figure-001.png")
  os.remove(folder .. "/figure-002.png")
  check.equal(os.remove(folder), true)
end)

check.case("MLREPL_PLOT=none writes nothing", function()
  check.equal(run("MLREPL_PLOT=none", "plot({1, 2}) plot.show()"), "")
end)

check.case("a folder that cannot be created is an error", function()
  local output, code = run("MLREPL_PLOT=/nonexistent/a", "plot({1, 2}) plot.show()")
  check.equal(output:find("plot.show: cannot create the folder \"/nonexistent/a\"", 1, true) ~= nil,
    true)
  check.equal(code, 1)
end)

-- -- machine learning --------------------------------------------------------

local X = matrix {{1, 2}, {2, 1}, {3, 4}, {4, 3}}
local y = vector {0, 0, 1, 1}

check.case("plot.cost overlays runs and uses a log scale over several decades", function()
  local slow, fast = {cost = vector {4, 3, 2}}, {cost = vector {4, 0.1, 0.001}}
  plot.figure()
  plot.cost(slow)
  check.equal(saved(".svg"):find("tspan", 1, true) ~= nil, true)
  plot.figure()
  plot.cost(slow, fast, {labels = {"slow", "fast"}})
  check.equal(tostring(plot.axes()), "axes 1, 2 marks: line, line")
  check.fails(function() plot.ylim(-1, 1) end, "a logarithmic axis must be above 0")
  check.fails(function() plot.cost(3) end, "plot.cost: run (argument 1): run returned by train")
  check.fails(function() plot.cost() end, "plot.cost: run (argument 1): run returned by train")
  check.fails(function() plot.cost(slow, {label = {}}) end, "plot.cost: unknown option 'label'")
end)

check.case("plot.data uses a different marker for each class", function()
  plot.figure()
  plot.data(X, y, {names = {"size", "age"}, classes = {"no", "yes"}})
  check.equal(tostring(plot.axes()), "axes 1, 2 marks: scatter, scatter")
  is_png(saved())
  check.fails(function() plot.data(X, vector {1, 2}) end,
    "plot.data: X has 4 examples, but y has 2")
  check.fails(function() plot.data(matrix.zeros(4, 3), y) end, "plot.data: X has 3 features")
  check.fails(function() plot.data(X, vector {0 / 0, 1, 2, 3}) end, "must hold classes")
end)

check.case("plot.fit draws points and the model's line", function()
  local m = model.linear {w = 200, b = 100}
  plot.figure()
  plot.fit(m, vector {1, 2}, vector {300, 500})
  check.equal(tostring(plot.axes()), "axes 1, 2 marks: scatter, line")
  is_png(saved())
  check.fails(function() plot.fit(m, X, y) end, "plot.fit: one feature expected, got 2")
  check.fails(function() plot.fit({}, vector {1}, vector {1}) end,
    "plot.fit: m (argument 1): model with a method predict expected, got table")
end)

check.case("plot.boundary draws probability, line and classes", function()
  local m = model.logistic {w = {1, 1}, b = -5}
  plot.figure {size = {300, 200}}
  plot.boundary(m, X, y)
  check.equal(tostring(plot.axes()), "axes 1, 4 marks: contour, contour, scatter, scatter")
  is_png(saved())
  check.fails(function() plot.boundary(m, vector {1}, vector {1}) end,
    "plot.boundary: two features expected, got 1")
end)

plot.close()
check.done("plot")
