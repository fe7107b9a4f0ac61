-- overprint.lua - texts of a figure never cover each other: ticks, labels, titles, of the
-- same or of neighboring axes.
local check = dofile("tests/check.lua")

local path = os.tmpname() .. ".svg"

-- The texts in an SVG file with their boxes {left, top, right, bottom}; letters are at
-- least half as wide as high, so that a box is rather too small than too large.
local function texts_of(figure)
  figure:save(path)
  local svg, texts = check.content(path), {}
  for head, body in svg:gmatch("<text(.-)>(.-)</text>") do
    local a, b, x, y = head:match('matrix%(([%d.-]+) ([%d.-]+) %S+ %S+ ([%d.-]+) ([%d.-]+)%)')
    local size, anchor = tonumber(head:match('font%-size="([%d.]+)"')), head:match('anchor="(%l+)"')
    local text = body:gsub("<[^>]*>", ""):gsub("&#?%w+;", "x")
    local wide, high = utf8.len(text) * size * 0.5, size * 0.7
    local left = ({start = 0, middle = -wide / 2, ["end"] = -wide})[anchor]
    x, y = tonumber(x), tonumber(y)
    local box = {x + left, y - high / 2, x + left + wide, y + high / 2}
    if math.abs(tonumber(b)) > math.abs(tonumber(a)) then -- upwards
      box = {x - high / 2, y - left - wide, x + high / 2, y - left}
    end
    texts[#texts + 1] = {text = text, box = box}
  end
  return texts
end

local function covers(p, q)
  return p[1] < q[3] and q[1] < p[3] and p[2] < q[4] and q[2] < p[4]
end

local function assert_apart(figure, name)
  local texts = texts_of(figure)
  for i, a in ipairs(texts) do
    for j = 1, i - 1 do
      local b = texts[j]
      if a.text:find("%S") and b.text:find("%S") and covers(a.box, b.box) then
        error(("%s: %q covers %q"):format(name, a.text, b.text))
      end
    end
  end
end

math.randomseed(11)
local WORDS = {"cost", "living area (1000 sq ft)", "x_{max}", "the number of iterations so far"}

local function word() return WORDS[math.random(#WORDS)] end

-- Any range, near 0 or far from it, with any kind of ticks.
local function fill(axes)
  local width, x0, y0 = 10 ^ math.random(-5, 8), math.random(-3, 3), math.random(-300, 300)
  axes:line({x0 * width, (x0 + 1) * width}, {y0 * width, (y0 + 1) * width})
  local kind = math.random(6)
  if kind == 1 then axes:dates("x") end
  if kind == 2 then axes:log_x("symlog") end
  if math.random(2) == 1 then axes:title(word() .. " against " .. word()) end
  if math.random(2) == 1 then axes:xlabel(word()) end
  if math.random(2) == 1 then axes:ylabel(word()) end
end

check.case("ticks, labels and titles of any axes", function()
  for n = 1, 60 do
    local rows, columns = math.random(3), math.random(3)
    local size = {math.random(250, 450) * columns, math.random(200, 350) * rows}
    local f = plot.figure {rows = rows, columns = columns, size = size,
      title = math.random(2) == 1 and word() or nil, share_x = math.random(4) == 1}
    for k = 1, rows * columns do fill(f[k]) end
    assert_apart(f, ("figure %d, %d x %d, %d x %d pixels"):format(n, rows, columns, size[1], size[2]))
    plot.close()
  end
end)

check.case("edges of a surface that point at the viewer", function()
  for n = 1, 40 do
    local azim, elev = math.random(-180, 180), math.random(5, 85)
    local f = plot.figure {size = {400, 350}}
    f[1]:surface(vector.linspace(0, 50, 5), vector.linspace(-20, 40, 4), matrix.random(4, 5) - 0.5,
      {azim = azim, elev = elev}):title("Surface"):xlabel("x"):ylabel("y"):zlabel("z")
    assert_apart(f, ("surface %d, seen from %d, %d"):format(n, azim, elev))
    plot.close()
  end
end)

check.case("names of bars", function()
  for _, n in ipairs {2, 5, 9, 17, 40, 90, 300} do
    for _, long in ipairs {1, 4} do
      for _, horizontal in ipairs {true, false} do
        local names = {}
        for k = 1, n do names[k] = ("name "):rep(long) .. k end
        local f = plot.figure {size = {600, 400}}
        f[1]:bar(names, vector.range(1, n), {horizontal = horizontal}):title("Bars"):xlabel("x"):ylabel("y")
        assert_apart(f, n .. " bars")
        plot.close()
      end
    end
  end
end)

check.case("a picture of 200 x 150 pixels has two ticks on each axis", function()
  for n = 1, 60 do
    local f = plot.figure {size = {200, 150}}
    fill(f[1])
    f[1]:title(""):xlabel(""):ylabel("")
    assert_apart(f, "figure " .. n)
    local left, below = 0, 0 -- of labels that end at the same x, or have the same y
    local ends, heights = {}, {}
    for _, text in ipairs(texts_of(f)) do
      local right, top = ("%.1f"):format(text.box[3]), ("%.1f"):format(text.box[2])
      ends[right], heights[top] = (ends[right] or 0) + 1, (heights[top] or 0) + 1
      left, below = math.max(left, ends[right]), math.max(below, heights[top])
    end
    check.equal(left >= 2 and below >= 2, true)
    plot.close()
  end
end)

os.remove(path)
check.done("overprint")
