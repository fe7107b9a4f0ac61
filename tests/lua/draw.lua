-- draw.lua - bars, histograms, images, surfaces, arrows and annotations: their
-- data, their errors, and that every figure can be drawn.
local check = dofile("tests/check.lua")

local nan, inf = 0 / 0, 1 / 0

local function saved(ending, options)
  local path = os.tmpname()
  os.remove(path)
  path = path .. (ending or ".png")
  plot.save(path, options)
  local text = check.content(path)
  os.remove(path)
  return text
end

local function is_png(text)
  check.equal(text:sub(1, 4), "\x89PNG")
  check.equal(text:sub(-8, -5), "IEND")
end

-- Decodes the character references in an SVG file.
local function saved_svg()
  return (saved(".svg"):gsub("&#x(%x+);", function(code) return utf8.char(tonumber(code, 16)) end))
end

-- The position of a text in an SVG: x from the left, y from the top or bottom.
local function place_of(svg, text)
  local before = svg:sub(1, (assert(svg:find(">" .. text .. "</tspan>", 1, true))))
  local x, y
  for found_x, found_y in before:gmatch('matrix%([^"]- ([%d.-]+) ([%d.-]+)%)"') do
    x, y = tonumber(found_x), tonumber(found_y)
  end
  return x, y
end

local function size_of(png) return string.unpack(">I4I4", png, 17) end

-- The k-th mark in the first axes of the current figure.
local function mark(f, k) return f:commands()[1][k or 1] end

local Z = matrix {{1, 2, 3}, {4, 5, 6}}

-- -- data of marks -----------------------------------------------------------

check.case("bars can be vertical, horizontal, named and stacked", function()
  local f = plot.figure()
  plot.bar({3, 5})
  check.equal(tostring(mark(f).x), "[0.6 1.6]")
  check.equal(tostring(mark(f).x2), "[1.4 2.4]")
  check.equal(tostring(mark(f).y), "[3 5]")
  check.equal(tostring(mark(f).y2), "[0 0]")
  f = plot.figure()
  plot.bar({"a", "b"}, {3, 5}, {horizontal = true, bottom = 1, width = 1, label = "l"})
  check.equal(tostring(mark(f).x2), "[4 6]")
  check.equal(tostring(mark(f).y), "[1.5 2.5]")
  f[1]:bar({10, 20}, vector {1, 2}, {bottom = {5, 6}})
  check.equal(tostring(mark(f, 2).y), "[6 8]")
  is_png(saved())
end)

-- numpy.histogram(v, ...) of NumPy 1.24
check.case("histograms agree with NumPy", function()
  local v = {1, 2, 2, 3, 9, nan}
  local function counts(options)
    local f = plot.figure()
    plot.histogram(v, options)
    return tostring(mark(f).y)
  end
  check.equal(counts(), "[3 1 0 0 0 0 1]")
  check.equal(counts {bins = "auto"}, "[3 1 0 0 0 0 1]")
  check.equal(counts {bins = 2}, "[4 1]")
  check.equal(counts {bins = {1, 2, 4}}, "[1 3]")
  v = {1, 2, 2, 3}
  check.equal(counts {bins = 3, density = true}, "[0.375 0.75  0.375]")
  v = {5, 5, 5}
  check.equal(counts(), "[3]")
end)

check.case("the normal curve has the area of the histogram", function()
  seed(1)
  local v = vector.randn(5000)
  for _, density in ipairs {false, true} do
    local f = plot.figure()
    plot.histogram(v, {normal = true, density = density, bins = 20})
    local m, c = mark(f), mark(f, 2)
    local bars = ((m.x2 - m.x) * m.y):sum()
    local step = c.x[2] - c.x[1]
    check.near(c.y:sum() * step / bars, 1, 2e-3) -- the tails are outside the axes
  end
end)

check.case("image edges are midway between pixel centers; row 1 is at the top", function()
  local f = plot.figure()
  plot.image({0, 10, 30}, {2, 1}, Z)
  check.equal(tostring(mark(f).x), "[-5  5 20 40]")
  check.equal(tostring(mark(f).y), "[2.5 1.5 0.5]")
  check.equal(mark(f).z == Z, true)
  f = plot.figure()
  plot.image(Z, {center = 2, numbers = true, colorbar = "height", cmap = "RdBu_r"})
  check.equal(mark(f).vmin, -2.0)
  check.equal(mark(f).vmax, 6.0)
  check.equal(mark(f).text, "height")
  local svg = saved_svg()
  local first, last = svg:find(">1</tspan>", 1, true), svg:find(">6</tspan>", 1, true)
  check.equal(first < last, true)
  check.equal(select(2, place_of(svg, "1")) ~= select(2, place_of(svg, "4")), true)
end)

check.case("surfaces, arrows and annotations keep their arguments", function()
  local f = plot.figure {columns = 2}
  f[1]:surface({1, 2, 3}, {1, 2}, Z, {path = {{1, 2}, {1, 2}}, azim = 30, elev = 40})
  f[1]:zlabel "height"
  check.equal(tostring(mark(f).x2), "[1 2]")
  check.equal(mark(f).azim, 30.0)
  f[2]:arrows(0, 0, 1, 2):annotate(1, 2, "here"):annotate(1, 2, 3, {at = {0, 2}})
  local axes = f:commands()[2]
  check.equal(tostring(axes[1].y2), "[2]")
  check.equal(axes[2].text, "here")
  check.equal(tostring(axes[3].x2), "[0]")
  check.equal(f:commands()[1].zlabel, "height")
  is_png(saved())
end)

check.case("a figure's commands are copies", function()
  local f = plot.figure {size = {300, 200}, theme = "dark", share_x = true, title = "t"}
  f[1]:line({1, 2}, {3, 4}, "r--", {label = "a"}):xlim(0, 5):log_y()
  local c = f:commands()
  check.equal(c.width, 300.0)
  check.equal(c.theme, "dark")
  check.equal(c.share_x, true)
  check.equal(c[1].xlim.to, 5.0)
  check.equal(c[1].log_y, true)
  check.equal(c[1][1].color, "#d62728")
  check.equal(c[1][1].linestyle, "--")
  c[1][1].y[1] = 99
  check.equal(mark(f).y[1], 3.0)
  plot.close()
  check.fails(function() f:commands() end, "figure:commands: this figure is closed")
end)

check.case("ticks can have labels or be removed", function()
  local f = plot.figure()
  plot.bar({1, 2, 3})
  plot.xticks({1, 2, 3}, {"alpha", "beta", 7})
  local svg = saved_svg()
  for _, name in ipairs {"alpha", "beta", "7"} do
    check.equal(svg:find(">" .. name .. "<", 1, true) ~= nil, true)
  end
  f[1]:xticks {}
  check.equal(saved_svg():find("alpha", 1, true), nil)
  f[1]:xticks():yticks({0.5, 100})
  is_png(saved())
end)

-- -- size and color ---------------------------------------------------------

check.case("scale increases the resolution of the same figure", function()
  local f = plot.figure {size = {300, 200}, scale = 2}
  plot {1, 2}
  local w, h = size_of(saved())
  check.equal(w, 600)
  check.equal(h, 400)
  check.equal((size_of(saved(".png", {scale = 3}))), 900)
  check.equal((size_of(saved())), 600)
  check.equal(saved(".svg"):find('viewBox="0 0 300 200"', 1, true) ~= nil, true)
  check.equal(f:commands().scale, 2.0)
end)

check.case("the dark theme applies to the current and later figures", function()
  local light = plot.figure {theme = "light"}
  plot.theme "dark"
  check.equal(light:commands().theme, "dark")
  plot.figure()
  plot({1, 2}, {1, 2}, "C0")
  local svg = saved(".svg")
  check.equal(svg:find('fill="#181A1F"', 1, true) ~= nil, true)
  check.equal(svg:find("#61AFEF", 1, true) ~= nil, true)
  check.equal(svg:find("#1F77B4", 1, true), nil)
  plot.theme "light"
  check.equal(saved(".svg"):find("#1F77B4", 1, true) ~= nil, true)
  check.fails(function() plot.theme "blue" end, "plot.theme: name (argument 1): \"light\" or")
end)

check.case("shared axes use the widest limits and label them once", function()
  local f = plot.figure {columns = 2, share_y = true, size = {600, 200}}
  f[1]:line({1, 2}, {0, 1})
  f[2]:line({1, 2}, {0, 5000})
  local _, times = saved_svg():gsub(">5000<", "")
  check.equal(times, 1)
end)

check.case("a legend without room moves outside the axes", function()
  seed(2)
  local function right_end(n)
    plot.figure {size = {600, 400}}
    plot.scatter(vector.random(n), vector.random(n), {label = "everywhere"})
    plot.xlim(0, 1)
    return (place_of(saved_svg(), "1.0")) -- the x axis comes first
  end
  check.equal(right_end(5) > 550, true)
  check.equal(right_end(2000) < 480, true)
end)

-- -- errors ------------------------------------------------------------------

check.case("errors name the function, the argument and what to do", function()
  plot.figure()
  local cases = {
    {function() plot.bar({"a"}, {1, 2}) end, "plot.bar: x (argument 1): 2 strings expected, one per tick, got 1"},
    {function() plot.bar({1}, {1, 2}) end, "plot.bar: x and heights must have the same length"},
    {function() plot.bar({1}, {1}, {bottom = {1, 2}}) end, "option bottom: 1 numbers expected"},
    {function() plot.bar({1}, {1}, {bottom = "a"}) end, "option bottom: number or vector expected"},
    {function() plot.bar({"a", {}}, {1, 2}) end, "element 2 must be a string, got table"},
    {function() plot.histogram({}) end, "plot.histogram: v is empty"},
    {function() plot.histogram({1}, {bins = 0}) end, "option bins: \"auto\", a count from 1 to"},
    {function() plot.histogram({1}, {bins = 1.5}) end, "option bins: \"auto\", a count from 1 to"},
    {function() plot.histogram({1}, {bins = "fd"}) end, "option bins: \"auto\", a count from 1"},
    {function() plot.histogram({1}, {bins = {2, 1}}) end, "edges must be finite and ascend, but"},
    {function() plot.histogram({1}, {bins = {2}}) end, "2 to 1001 edges expected, got 1"},
    {function() plot.image(3) end, "plot.image: Z (argument 3): matrix expected, got nil"},
    {function() plot.image({1, 2}, {1}, Z) end, "as many elements as Z has columns (3) expected"},
    {function() plot.image({1, 2, 2}, {1, 2}, Z) end, "increasing or decreasing numbers expected, but element"},
    {function() plot.image(Z, {vmin = 2, vmax = 1}) end, "option vmax: must be greater than vmin"},
    {function() plot.image(Z, {vmin = inf}) end, "option vmin: finite number expected, got inf"},
    {function() plot.image(Z, {center = 0, vmin = 1}) end, "option center: cannot be combined with vmin"},
    {function() plot.image(Z, {colorbar = 3}) end, "option colorbar: true, false or a label"},
    {function() plot.surface(matrix {{1, 2}}) end, "plot.surface: Z needs at least 2 rows"},
    {function() plot.surface(Z, {path = {{1}, {1, 2}}}) end, "option path: x and y must have the same length, got 1"},
    {function() plot.surface(Z, {path = {1, 2}}) end, "option path: {x, y} of two vectors"},
    {function() plot.surface(Z, {elev = 90}) end, "option elev: degrees from 5 to 85 expected"},
    {function() plot.contour(Z, {levels = {0, 1}, log = true}) end, "option levels: must be above 0 with log=true"},
    {function() plot.arrows(1, 2, {3, 4}, 5) end, "plot.arrows: x and dx must have the same length, got 1"},
    {function() plot.annotate(1, nan, "a") end, "plot.annotate: y (argument 2): finite number"},
    {function() plot.annotate(1, 2, {}) end, "plot.annotate: text (argument 3): string expected"},
    {function() plot.annotate(1, 2, "a", {at = {1}}) end, "option at: {x, y} of two finite"},
    {function() plot.xticks({1, 2}, {"a"}) end, "plot.xticks: labels (argument 2): 2 strings"},
    {function() plot.xticks({nan}) end, "plot.xticks: positions (argument 1): element 1 is"},
    {function() plot.figure {theme = "blue"} end, "plot.figure: option theme: \"light\" or"},
    {function() plot.figure {scale = 0} end, "plot.figure: option scale: number from 1 to 4"},
    {function() plot.figure {scale = nan} end, "plot.figure: option scale: number from 1 to 4"},
    {function() plot.figure {scale = 4, size = {4000, 100}} end, "is more than 8000 per side"},
    {function() plot.figure {share_x = 1} end, "plot.figure: option share_x: true or false"},
    {function() plot.save("a.png", {dpi = 1}) end, "plot.save: unknown option 'dpi'"},
  }
  for _, case in ipairs(cases) do check.fails(case[1], case[2]) end
end)

check.case("a surface must be alone in its axes", function()
  plot.figure()
  plot.surface(Z)
  check.fails(function() plot({1, 2}) end, "plot: these axes already hold a surface, and a surface cannot")
  plot.figure()
  plot({1, 2})
  check.fails(function() plot.surface(Z) end, "plot.surface: these axes already hold a line")
end)

-- -- robustness --------------------------------------------------------------

-- Every kind of mark, with unusual numbers.
local function draw_all(f, v)
  local n = #v
  f[1]:bar(v)
  f[2]:arrows(v, v, v, v)
  f[3]:fill(v, 0, v):scatter(v, v, {marker = "^"}):line(v, v, ":")
  if n > 0 then
    f[4]:histogram(v, {normal = true})
    f[5]:image(v:reshape(1, n), {numbers = true, colorbar = true})
  end
  f[6]:annotate(0, 0, "text"):bar(v, v, {horizontal = true})
end

check.case("nan, inf, 1e300, one point, equal points and no points can be drawn", function()
  for _, v in ipairs {vector {1, nan, inf, -inf, 2}, vector {1e300, -1e300, 1},
    vector {1e308, -1e308}, vector {7}, vector {0}, vector {3, 3, 3},
    vector {1e-300, 2e-300}, vector {1, 1 + 1e-15},
    vector {5e-324, 1}} do
    local f = plot.figure {rows = 2, columns = 3, size = {600, 300}}
    draw_all(f, v)
    is_png(saved())
    for k = 1, 6 do pcall(function() f[k]:log_x():log_y() end) end
    if pcall(saved) then is_png(saved()) end
  end
  plot.figure {size = {200, 200}}
  plot.scatter({}, {})
  plot.bar({}, {})
  plot.arrows({}, {}, {}, {})
  is_png(saved())
end)

check.case("flat, huge and tiny surfaces can be drawn", function()
  for _, z in ipairs {matrix.zeros(2, 2), matrix {{1e300, -1e300}, {0, 1}},
    matrix {{1e-300, 0}, {0, 0}}, matrix {{1, 1 + 1e-15}, {1, 1}},
    matrix {{1e308, -1e308}, {0, 0}}, matrix.randn(300, 2)} do
    plot.figure {size = {300, 200}}
    plot.surface(z, {colorbar = true, path = {{1, 5, nan, inf}, {1, 1, 1, 1}}})
    is_png(saved())
    plot.figure {size = {300, 200}}
    plot.contour(z, {filled = true, log = true, colorbar = true})
    is_png(saved())
  end
end)

check.case("any string can be drawn as text", function()
  local long, bad = ("long title "):rep(500), "bad \xff\xfe #(99999) #[0x1] #u \0 end"
  for _, text in ipairs {long, bad, "#", "##", "", "^_{", "x_", "\n\t"} do
    local f = plot.figure {columns = 2, size = {500, 200}, title = text}
    f[1]:bar({text, text}, {1, 2}, {label = text}):title(text):xlabel(text):ylabel(text)
    f[2]:image(matrix {{1}}, {colorbar = text})
    f[2]:annotate(1, 1, text):text(1, 1, text)
    for _, ending in ipairs {".png", ".svg"} do check.equal(#saved(ending) > 500, true) end
    local g = plot.figure {size = {300, 200}}
    g[1]:surface(Z):xlabel(text):ylabel(text):zlabel(text):title(text)
    for _, ending in ipairs {".png", ".svg"} do check.equal(#saved(ending) > 500, true) end
  end
end)

check.case("a small figure with many labels can be drawn", function()
  for _, size in ipairs {{100, 100}, {100, 900}, {900, 100}} do
    local f = plot.figure {rows = 2, columns = 2, size = size, title = "title"}
    f[1]:bar({"a long name", "another long name"}, {1, 2}, {label = "label"}):title "t"
    f[2]:surface(Z, {colorbar = "text"}):zlabel "z"
    f[3]:image(Z, {numbers = true, colorbar = "text"}):xlabel "x":ylabel "y"
    f[4]:histogram({1, 2, 3}, {label = "label"}):annotate(1, 1, "annotation")
    is_png(saved())
  end
end)

check.case("a million numbers are drawn within seconds", function()
  seed(1)
  local v = vector.randn(1000000)
  local start = os.clock()
  plot.figure {size = {600, 400}}
  plot.histogram(v)
  plot.bar(v)
  is_png(saved())
  plot.figure {size = {600, 400}}
  plot.image(v:reshape(1000, 1000), {colorbar = true})
  is_png(saved())
  plot.figure {size = {600, 400}}
  plot.surface(v:reshape(1000, 1000))
  is_png(saved())
  check.equal(os.clock() - start < 20, true)
end)

local function status(key)
  for line in io.lines("/proc/self/status") do
    local n = line:match("^" .. key .. ":%s*(%d+)")
    if n then return tonumber(n) end
  end
end

check.case("hundreds of failures of every kind of drawing leak no memory", function()
  local function fail_all()
    plot.figure {size = {200, 150}}
    pcall(plot.bar, {1}, {nan})
    pcall(plot.image, matrix {{nan}})
    plot.contour(Z, {filled = true, colorbar = true})
    plot.scatter({1}, {-1})
    plot.histogram({1, 2, 3})
    plot.ylim(-5, -1)
    assert(not pcall(plot.save, "/nonexistent/a.png"))
  end
  for _ = 1, 50 do fail_all() end
  collectgarbage()
  local before = status("VmRSS")
  for _ = 1, 300 do fail_all() end
  collectgarbage()
  -- kilobytes
  check.equal(status("VmRSS") - before < (check.sanitized and 400000 or 6000), true)
end)

check.case("a legend shows every label, or how many are left out", function()
  local function legend_of(n, size, form)
    plot.figure {size = size}
    for i = 1, n do plot({1, 2}, {i, i + 1}, {label = (form or "run %d"):format(i)}) end
    local svg, shown = saved_svg(), 0
    for i = 1, n do
      if svg:find(">" .. (form or "run %d"):format(i) .. "</tspan>", 1, true) then shown = shown + 1 end
    end
    return shown, tonumber(svg:match("… (%d+) more") or 0)
  end
  for _, n in ipairs {1, 12, 13, 30} do
    local shown, more = legend_of(n, {450, 300})
    check.equal(shown, n)
    check.equal(more, 0)
  end
  for _, case in ipairs {{100, {450, 300}}, {30, {200, 150}}, {500, {900, 600}},
    {40, {600, 400}, "a label as long as half of the page %d"}} do
    local shown, more = legend_of(table.unpack(case))
    check.equal(shown + more, case[1])
    check.equal(shown > 0 and more > 0, true)
  end
end)

check.case("a small figure truncates no text that has the page to itself", function()
  local words = {"Confusion matrix, 3 classes", "proportion of positive examples",
    "straight, AUC 0.952", "the mean predicted probability"}
  plot.figure {size = {300, 200}}
  plot.line({0, 1}, {0, 1}, {label = words[3]})
  plot.axes():title(words[1]):ylabel(words[2]):xlabel(words[4])
  local svg = saved_svg()
  for _, word in ipairs(words) do check.equal(svg:find(word, 1, true) ~= nil, true) end
  check.equal(svg:find("…", 1, true), nil)
end)

-- An image is square: its title may be wider, but has no line above the page.
check.case("the title of a narrow panel stays on the page", function()
  local f = plot.figure {size = {300, 200}}
  f[1]:image(matrix {{1, 0}, {0, 1}}):title("Confusion matrix")
  f[1]:xticks({1, 2}, {"Chinstrap", "Chinstrap"}):xlabel("predicted")
  local svg = saved_svg()
  check.equal(svg:find(">Confusion matrix<", 1, true) ~= nil, true)
  for y in svg:gmatch("<text.-matrix%(%S+ %S+ %S+ %S+ %S+ ([%d.-]+)%)") do
    check.equal(tonumber(y) > 5 and tonumber(y) < 200, true)
  end
end)

check.case("text of several panels can be read at half size", function()
  local function least(rows, columns, size)
    local f = plot.figure {rows = rows, columns = columns, size = size}
    for k = 1, rows * columns do f[k]:line({0, 1}, {0, 1}):title("t"):xlabel("x") end
    local smallest = math.huge
    for points in saved_svg():gmatch('font%-size="([%d.]+)"') do
      smallest = math.min(smallest, tonumber(points))
    end
    return smallest
  end
  check.near(least(1, 1, {600, 400}), 12.5, 0.01)
  check.equal(least(2, 2, {1200, 800}) > 15, true)
  check.equal(least(2, 3, {1300, 760}) > 13, true)
end)

check.case("all names of bars are shown, or every so many and a sign", function()
  local function bars(n, options, size)
    local names = {}
    for k = 1, n do names[k] = ("name %d."):format(k) end
    plot.figure {size = size or {600, 400}}
    plot.bar(names, vector.range(1, n), options)
    local svg, shown = saved_svg(), 0
    for k = 1, n do
      if svg:find((">name %d.<"):format(k), 1, true) then shown = shown + 1 end
    end
    return shown, svg:match("every (%d+)%l%l label"), svg
  end
  for _, options in ipairs {{}, {horizontal = true}} do
    local shown, every = bars(30, options)
    check.equal(shown, 30)
    check.equal(every, nil)
    shown, every = bars(400, options)
    check.equal(every ~= nil, true)
    check.equal(shown, (400 - 1) // tonumber(every) + 1)
    check.equal(shown > 20, true)
  end
  local _, _, side_by_side = bars(5)
  local _, _, turned = bars(20)
  check.equal(side_by_side:find('rotate', 1, true), nil)
  check.near(select(2, place_of(side_by_side, "name 1.")), select(2, place_of(side_by_side, "name 5.")), 0.01)
  check.equal(math.abs(place_of(turned, "name 1.") - place_of(turned, "name 2.")) > 10, true)
end)

check.case("cells show numbers that fit, or the figure says so", function()
  local function image(n, size)
    local f = plot.figure {size = size}
    f[1]:image(matrix.fill(n, n, -0.26), {numbers = true})
    return saved_svg()
  end
  check.equal(image(3, {400, 400}):find(">−0.26<", 1, true) ~= nil, true)
  check.equal(image(16, {400, 400}):find(">−0.3<", 1, true) ~= nil, true)
  local f = plot.figure {size = {400, 400}}
  f[1]:image(matrix {{1, 0.25}, {-0.001, 12}}, {numbers = true})
  for _, text in ipairs {"1.00", "0.25", "0.00", "12.00"} do place_of(saved_svg(), text) end
  local tiny = image(60, {400, 400})
  check.equal(tiny:find(">−0", 1, true), nil)
  place_of(tiny, "cells too small for numbers")
  local names = {}
  for k = 1, 13 do names[k] = "a name as long as that, number " .. k end
  f = plot.figure {size = {600, 480}}
  f[1]:image(matrix.fill(13, 13, -0.04), {numbers = true}):xticks(vector.range(1, 13), names)
    :yticks(vector.range(1, 13), names)
  place_of(saved_svg(), "−0.04")
end)

check.case("twenty entries are shown in a small picture", function()
  local f = plot.figure {size = {600, 400}}
  for i = 1, 20 do plot({0, 10}, {i, i + 1}, {label = ("run %d, alpha = 0.01"):format(i)}) end
  local svg = saved_svg()
  for i = 1, 20 do place_of(svg, ("run %d, alpha = 0.01"):format(i)) end
  f[1]:legend("outside")
  check.equal(place_of(saved_svg(), "run 1, alpha = 0.01") > 300, true)
end)

check.case("a legend has a place and columns", function()
  local function places(how)
    local f = plot.figure {size = {600, 400}}
    for i = 1, 4 do f[1]:line({0, 1}, {i, i}, {label = "run " .. i}) end
    f[1]:legend(how)
    local svg, at = saved_svg(), {}
    for i = 1, 4 do
      local x, y = place_of(svg, "run " .. i)
      at[i] = {x = x, y = y}
    end
    return at
  end
  local left, right = places("upper left"), places {place = "lower right"}
  check.equal(left[1].x < 200 and right[1].x > 400, true)
  check.equal(math.abs(left[1].y - right[1].y) > 150, true)
  local two, one = places {columns = 2, place = "upper left"}, left
  check.near(two[1].x, two[2].x, 0.01)
  check.near(two[3].y, two[1].y, 0.01)
  check.equal(two[3].x > two[1].x + 30, true)
  check.near(one[3].x, one[1].x, 0.01)
  check.fails(function() plot.legend {place = "top"} end, 'option place: "best", "upper right"')
  check.fails(function() plot.legend {loc = 1} end, "unknown option 'loc'")
end)

check.case("titles and labels have the given size, and long titles several lines", function()
  local f = plot.figure {size = {600, 400}}
  f[1]:line({0, 1}, {0, 1}):title("big", {size = 30}):xlabel("x", {size = 7})
  local svg = saved_svg()
  assert(svg:find('font%-size="30"[^\n]->big<'))
  assert(svg:find('font%-size="7"[^\n]->x<'))
  f[1]:title("a title that is so long that it cannot be on one line of such a small picture")
  svg = saved_svg()
  local first = svg:match(">(a title that is so long [%l ]*)</tspan>")
  local second = svg:match(">([%l ]*small picture)</tspan>")
  check.equal(first .. " " .. second, "a title that is so long that it cannot be on one line of such a small picture")
  check.fails(function() plot.title("a", {size = -3}) end,
    "option size: number of pixels from 1 to 200 expected, got -3")
  check.fails(function() plot.title("a", {sice = 3}) end, "unknown option 'sice'; did you mean 'size'?")
end)

check.case("adjacent doubles get separate bins, as in NumPy", function()
  for _, v in ipairs {{1e16, 1e16 + 2, 1e16 + 4}, {1, 1 + 2 ^ -52, 1 + 2 ^ -51}, {0.1, 0.1 + 2 ^ -56,
    0.1 + 2 ^ -55}, {-1e16, -1e16 - 2, -1e16 - 4}} do
    local f = plot.figure()
    plot.histogram(v, {bins = 3})
    check.equal(mark(f).y:sum(), 3.0)
    check.equal((mark(f).x2 - mark(f).x):min() > 0, true)
    is_png(saved())
  end
  local f = plot.figure()
  plot.histogram {1e16, 1e16 + 2, 1e16 + 4}
  check.equal(tostring(mark(f).y), "[1 1 1]")
end)

check.case("a constant prediction is shaded uniformly", function()
  local X, y = matrix {{1, 2}, {2, 1}}, vector {0, 1}
  local function constant(p)
    return model.custom {features = 2, w = {0, 0}, b = 0, cost = function() return 0 end,
      predict = function(M) return vector.fill(#M, p) end}
  end
  local function first(m, t)
    local f = plot.figure {size = {300, 200}}
    plot.boundary(m, X, t or y)
    is_png(saved())
    return f:commands()[1]
  end
  for _, m in ipairs {model.logistic {w = {0, 0}, b = 0}, constant(0.3), constant(0.9)} do
    check.equal(#first(m)[1].levels, 12)
    check.equal(first(m)[2].kind, "scatter") -- no boundary line for a constant prediction
  end
  for k = 1, 3 do
    local b = {0, 0, 0}
    b[k] = 50
    local c = first(model.softmax {classes = 3, w = matrix.zeros(3, 2), b = b}, vector {1, 2})
    local paint = c[k == 1 and 1 or 2] -- class 1 everywhere, the winning class on top
    check.equal(paint.color, ({"#1f77b4", "#d62728", "#2ca02c"})[k])
    check.equal(c[k == 1 and 2 or 3].kind, "scatter")
  end
  -- classes that y does not hold have their own color
  local c = first(constant(5))
  check.equal(c[2].kind, "contour")
  check.equal(c[2].color == c[1].color, false)
end)

check.case("messages print nan without a sign", function()
  local none = -(0 / 0)
  for _, bad in ipairs {nan, none} do
    check.fails(function() plot.histogram({1}, {bins = {bad, 2}}) end, "edge 1 is nan")
    check.fails(function() vector {1, 2}:where(vector {bad, 1}) end, "0 or 1, got nan")
    check.fails(function() metrics.roc({bad, 1}, {1, 2}) end, "is nan")
    check.fails(function() metrics.confusion({1, 2}, {1, bad}) end, "is nan")
    check.fails(function() model.logistic {threshold = bad} end, "got nan")
  end
end)

check.case("a symlog axis has 0 in the middle and decades of equal length", function()
  local f = plot.figure()
  f[1]:line({0, 1}, {-1000, 1000}):log_y("symlog", 1):ylim(-1000, 1000)
  f[1]:yticks({-1000, 0, 1, 10, 1000}, {"low", "zero", "one", "ten", "high"})
  local svg, at = saved_svg(), {}
  for _, name in ipairs{"low", "zero", "one", "ten", "high"} do
    at[name] = select(2, place_of(svg, name))
  end
  check.near(at.zero, (at.low + at.high) / 2, 0.6)
  check.near(at.one - at.zero, at.ten - at.one, 1.1)
  check.near(at.ten - at.one, (at.high - at.zero) / 4, 1.1)
end)

plot.close()
check.done("draw")
