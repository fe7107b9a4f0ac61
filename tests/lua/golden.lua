-- golden.lua - compares the gallery's figures, as lists of commands, with
-- tests/golden/commands.txt. After an intended change, run:
--   ./mlrepl tests/lua/golden.lua update
-- Numbers are compared to five digits.
local check = dofile("tests/check.lua")

local update = arg and arg[1] == "update"
local GOLDEN = "tests/golden/commands.txt"

local function number(x) return ("%.5g"):format(x) end

-- A sum of rounding errors differs between machines.
local function sum_of(v)
  local sum = v:sum()
  return math.abs(sum) < 1e-9 * abs(v):sum() and 0 or sum
end

-- A vector or matrix as its size, first and last element, and sum.
local function series(v)
  local rows, columns = v:size()
  local flat = columns and v:flatten() or v
  return ("%s: %s ... %s, sum %s"):format(columns and rows .. "x" .. columns or rows,
    number(flat[1]), number(flat[-1]), number(sum_of(flat)))
end

local function shown(value)
  if type(value) == "userdata" then return series(value) end
  if type(value) == "number" then return number(value) end
  if type(value) == "table" then return number(value.from) .. " to " .. number(value.to) end
  return tostring(value)
end

-- The named fields of a table, sorted by name.
local function fields(t)
  local keys, texts = {}, {}
  for key in pairs(t) do
    if type(key) == "string" then keys[#keys + 1] = key end
  end
  table.sort(keys)
  for i, key in ipairs(keys) do texts[i] = key .. "=" .. shown(t[key]) end
  return table.concat(texts, ", ")
end

local function describe(figures)
  local names, lines = {}, {}
  for name in pairs(figures) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    local commands = figures[name]:commands()
    lines[#lines + 1] = name .. ": " .. fields(commands)
    for k, axes in ipairs(commands) do
      lines[#lines + 1] = ("  axes %d: %s"):format(k, fields(axes))
      for _, mark in ipairs(axes) do lines[#lines + 1] = "    " .. fields(mark) end
    end
  end
  return lines
end

local folder = check.lines("mktemp -d")[1]
local silent = setmetatable({print = function() end}, {__index = _G})
local figures = assert(loadfile("examples/gallery.lua", "t", silent))(folder)

if update then
  local file = assert(io.open(GOLDEN, "w"))
  file:write(table.concat(describe(figures), "\n"), "\n")
  file:close()
end

check.case("the gallery's commands match tests/golden/commands.txt", function()
  local k, got = 0, describe(figures)
  for line in io.lines(GOLDEN) do
    k = k + 1
    check.equal(got[k], line)
  end
  check.equal(#got, k)
end)

check.case("the gallery has every kind of mark", function()
  local seen = {}
  for _, f in pairs(figures) do
    for _, axes in ipairs(f:commands()) do
      for _, mark in ipairs(axes) do seen[mark.kind] = true end
    end
  end
  for _, kind in ipairs {"line", "scatter", "fill", "contour", "text", "bar", "histogram", "image",
    "surface", "arrows", "annotate"} do
    check.equal(seen[kind], true)
  end
end)

local content = check.content

check.case("saving a figure twice gives identical PNG and SVG files", function()
  for name, f in pairs(figures) do
    local first, second = folder .. "/" .. name .. ".png", folder .. "/again.png"
    f:save(second)
    check.equal(content(first) == content(second), true)
    f:save(folder .. "/a.svg")
    f:save(folder .. "/b.svg")
    check.equal(content(folder .. "/a.svg") == content(folder .. "/b.svg"), true)
  end
end)

check.case("SVG files are small", function()
  local most = {contour = 60000, surface = 1000000, scatter = 15000, weights = 30000}
  for name, bytes in pairs(most) do
    figures[name]:save(folder .. "/a.svg")
    local n = #content(folder .. "/a.svg")
    if n > bytes then error(("%s.svg has %d bytes, %d at most"):format(name, n, bytes)) end
  end
end)

-- The SVG of what `draw` draws.
local function svg_of(draw)
  plot.close()
  plot.figure {size = {600, 400}}
  draw()
  plot.save(folder .. "/a.svg")
  return content(folder .. "/a.svg")
end

check.case("SVG files share markers and embed images", function()
  local svg = svg_of(function()
    plot.scatter(vector.random(50000), vector.random(50000), {size = 2, alpha = 0.5})
  end)
  local _, times = svg:gsub("<use ", "")
  check.equal(times > 25000, true) -- markers that change no pixel are left out
  check.equal(select(2, svg:gsub("<circle ", "")), 1)
  check.equal(#svg < 2500000, true)
  svg = svg_of(function() plot.image(matrix.random(200, 200)) end)
  check.equal(select(2, svg:gsub("<image ", "")), 1)
  check.equal(#svg < 150000, true)
  svg = svg_of(function() plot.image(matrix.random(50, 50)) end)
  check.equal(svg:find("<image "), nil)
  check.equal(select(2, svg:gsub("Z", "")), 2500) -- each cell is a part of a path
end)

os.execute("rm -r " .. folder)
plot.close()
check.done("golden")
