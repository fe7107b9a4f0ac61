-- page_figures.lua - compares the gallery's figures, as the page's script receives them,
-- with their SVG files: the same texts at the same places, the same
-- colors, and limits that fit the ticks.
local check = dofile("tests/check.lua")

local folder = check.lines("mktemp -d")[1]

-- -- JSON --------------------------------------------------------------------------------

local ESCAPES = {n = "\n", t = "\t", r = "\r", b = "\b", f = "\f"}
local WORDS = {["true"] = true, ["false"] = false}

-- The value at `at` and the position after it; null is nil.
local function decode(text, at)
  at = text:find("%S", at)
  local first = text:sub(at, at)
  if first == '"' then
    local parts, from = {}, at + 1
    while true do
      local stop = text:find('["\\]', from)
      parts[#parts + 1] = text:sub(from, stop - 1)
      if text:sub(stop, stop) == '"' then return table.concat(parts), stop + 1 end
      local code = text:match("^u(%x%x%x%x)", stop + 1)
      local letter = text:sub(stop + 1, stop + 1)
      parts[#parts + 1] = code and utf8.char(tonumber(code, 16)) or ESCAPES[letter] or letter
      from = stop + (code and 6 or 2)
    end
  end
  if first ~= "{" and first ~= "[" then
    local word = text:match("^[%w.+-]+", at)
    if word == "null" then return nil, at + 4 end
    if WORDS[word] ~= nil then return WORDS[word], at + #word end
    return assert(tonumber(word), word), at + #word
  end
  local result, n = {}, 0
  at = at + 1
  while true do
    at = text:find("[^%s,:]", at)
    if text:find("^[%]}]", at) then return result, at + 1 end
    local key
    if first == "{" then
      key, at = decode(text, at)
      at = text:find(":", at, true) + 1
    else
      n = n + 1
      key = n
    end
    result[key], at = decode(text, at)
  end
end

-- The figure in a saved page.
local function page_of(figure)
  local path = folder .. "/figure.html"
  figure:save(path)
  local html = check.content(path)
  return (decode(html:match('<script type="application/json" id="data">(.-)</script>'), 1)), html
end

-- -- texts and colors --------------------------------------------------------------------

-- Without levels and character codes.
local function plain(text)
  return (text:gsub("#[ud]", ""):gsub("##", "#"))
end

local function pixel(value, axis, low, high)
  local from, to = axis.from, axis.to
  if axis.log then value, from, to = math.log(value, 10), math.log(from, 10), math.log(to, 10) end
  return low + (value - from) / (to - from) * (high - low)
end

-- Calls see(op, dx, dy) for each recorded operation, with the place of its origin.
local function each_op(data, see)
  local function all(parts, dx, dy)
    for _, part in ipairs(parts or {}) do
      for _, op in ipairs(part.ops) do see(op, dx or 0, dy or 0) end
    end
  end
  for _, panel in ipairs(data.panels) do
    local box = panel.box
    all(panel.back)
    for _, mark in ipairs(panel.marks) do
      all(mark.parts)
      all(mark.marker)
      if mark.anchored then
        all(mark.anchored, pixel(mark.x[1], panel.x, box[1], box[3]),
          pixel(mark.y[1], panel.y, box[4], box[2]))
      end
    end
    all(panel.front)
  end
  all(data.front)
end

local function json_texts(data)
  local texts = {}
  each_op(data, function(op, dx, dy)
    if op[1] == "t" then texts[#texts + 1] = {text = plain(op[7]), x = op[2] + dx, y = op[3] + dy} end
  end)
  return texts
end

local function svg_texts(svg)
  local texts = {}
  for body in svg:gmatch("<text(.-)</text>") do
    local x, y = body:match('transform="matrix%([^)]- ([%d.-]+) ([%d.-]+)%)"')
    local text = body:gsub("^.-<tspan", "<tspan"):gsub("<[^>]*>", ""):gsub("&#x(%x+);", function(code)
      return utf8.char(tonumber(code, 16))
    end)
    texts[#texts + 1] = {text = text, x = tonumber(x), y = tonumber(y)}
  end
  return texts
end

local function is_solid(data)
  for _, panel in ipairs(data.panels) do
    if panel.solid then return true end
  end
end

local function json_colors(data)
  local colors = {[data.theme.page] = true}
  each_op(data, function(op)
    if op[1] == "c" then colors[op[2]] = true end
  end)
  for _, panel in ipairs(data.panels) do
    for _, mark in ipairs(panel.marks) do
      if mark.stroke then colors[mark.stroke.color] = true end
      for _, color in ipairs(mark.palette or {}) do colors[color] = true end
    end
  end
  return colors
end

-- The page has 255 colors of a map; a color between two of them looks the same.
local function has_color(colors, color)
  if colors[color] then return true end
  local function channels(text)
    local r, g, b = text:match("#(%x%x)(%x%x)(%x%x)")
    return tonumber(r, 16), tonumber(g, 16), tonumber(b, 16)
  end
  local r, g, b = channels(color)
  for other in pairs(colors) do
    local r2, g2, b2 = channels(other)
    if math.max(math.abs(r - r2), math.abs(g - g2), math.abs(b - b2)) <= 2 then return true end
  end
  return false
end

-- -- the cases ---------------------------------------------------------------------------

-- Each text of one list is near an equal text of the other.
local function assert_found(these, those, name)
  for _, a in ipairs(these) do
    local found = false
    for _, b in ipairs(those) do
      found = found or a.text == b.text and math.abs(a.x - b.x) < 1.5 and math.abs(a.y - b.y) < 1.5
    end
    if not found then error(("%s: no text %q at %g, %g"):format(name, a.text, a.x, a.y)) end
  end
end

-- The labels of ticks are where the limits put them.
local function check_ticks(panel, name)
  local texts, box = json_texts{panels = {panel}}, panel.box
  for _, key in ipairs{"x", "y"} do
    local axis = panel[key]
    for i, at in ipairs(axis.told and axis.at or {}) do
      local p = key == "x" and pixel(at, axis, box[1], box[3]) or pixel(at, axis, box[4], box[2])
      local inside = key == "x" and p > box[1] - 1 and p < box[3] + 1
        or key == "y" and p > box[2] - 1 and p < box[4] + 1
      local found = not inside
      for _, text in ipairs(texts) do
        found = found or text.text == plain(axis.text[i]) and math.abs(text[key] - p) < 0.01
      end
      if not found then error(("%s: no tick %s at %s = %g"):format(name, axis.text[i], key, at)) end
    end
  end
end

local function check_figure(name, figure)
  local data = page_of(figure)
  local commands = figure:commands()
  check.equal(#data.panels, #commands)
  figure:save(folder .. "/figure.svg")
  local svg = check.content(folder .. "/figure.svg")
  local ours, theirs = json_texts(data), svg_texts(svg)
  assert_found(ours, theirs, name)
  for k, panel in ipairs(data.panels) do
    check.equal(#panel.marks, #commands[k])
    for i, mark in ipairs(panel.marks) do check.equal(mark.kind, commands[k][i].kind) end
    if not panel.solid then check_ticks(panel, name) end
  end
  if is_solid(data) then return end -- the script draws the edges and the light
  assert_found(theirs, ours, name)
  local colors = json_colors(data)
  for color in svg:gmatch('="(#%x%x%x%x%x%x)"') do
    if not has_color(colors, color:lower()) then error(("%s: no color %s"):format(name, color)) end
  end
end

local silent = setmetatable({print = function() end}, {__index = _G})
local figures = assert(loadfile("examples/gallery.lua", "t", silent))(folder)

for name, figure in pairs(figures) do
  check.case("the page shows the texts, colors and limits of " .. name, function()
    check_figure(name, figure)
  end)
end

check.case("data are written in full, gaps as null", function()
  plot.close()
  local f = plot.figure{}
  f[1]:line({0.1, 1 / 3, 1e300, 3}, {1e-300, 2, 0 / 0, -math.pi})
  local line = page_of(f).panels[1].marks[1]
  check.equal(line.x[1], 0.1)
  check.equal(line.x[2], 1 / 3)
  check.equal(line.x[3], 1e300)
  check.equal(line.y[3], nil)
  check.equal(line.y[4], -math.pi)
end)

check.case("very many points are recorded as they are seen", function()
  plot.close()
  local f = plot.figure{size = {300, 200}}
  f[1]:line(vector.linspace(0, 1, 300000), vector.random(300000)):scatter({0.5}, {0.5})
  local data, html = page_of(f)
  local line = data.panels[1].marks[1]
  check.equal(line.points, 300000)
  check.equal(#line.x, 0)
  check.equal(data.panels[1].marks[2].x[1], 0.5)
  assert(#html < 3000000, #html)
end)

check.case("texts cannot leave the data or the page's head", function()
  plot.close()
  local f = plot.figure{title = "</title><b>{{FIGURE}}</script>"}
  f[1]:line({1, 2}, {1, 2}, {label = "</script><!-- \\ \" \1 \255"})
  local data, html = page_of(f)
  check.equal(data.title, "</title><b>{{FIGURE}}</script>")
  check.equal(data.panels[1].marks[1].label, "</script><!-- \\ \" \u{20} \u{FFFD}")
  check.equal(select(2, html:gsub("</script>", "")), 2)
  check.equal(select(2, html:gsub("</title>", "")), 1)
end)

check.case("the page needs nothing from elsewhere", function()
  local _, html = page_of(plot.figure{})
  check.equal(html:find("src=", 1, true), nil)
  check.equal(html:find("\nimport ", 1, true), nil)
  check.equal(html:find("url%([^#]"), nil)
  check.equal(html:find("https?://[^w]"), nil) -- except the name of SVG, http://www.w3.org
  assert(#html < 500000)
end)

check.case("a page that cannot be written", function()
  check.fails(function() plot.figure{}:save("/nonexistent/a.html") end,
    'figure:save: cannot write "/nonexistent/a.html": No such file or directory')
  local f = plot.figure{}
  f[1]:line({1, 2}, {-1, -2}):log_y()
  check.fails(function() f:save(folder .. "/a.html") end, "log_y needs numbers above 0")
end)

check.case("a page is UTF-8 whatever its texts are, and long texts take no time", function()
  local f = plot.figure{title = "a\xff\xed\xa0\x80b"}
  f[1]:line({1, 2}, {1, 2}, {label = "\xc0\x80"})
  local data, html = page_of(f)
  check.equal(utf8.len(html) ~= nil, true)
  check.equal(html:match("<title>(.-)</title>"), "a" .. ("\u{FFFD}"):rep(4) .. "b")
  check.equal(data.title, "a" .. ("\u{FFFD}"):rep(4) .. "b")
  local start = os.clock()
  page_of(plot.figure{title = ("x"):rep(500000)})
  check.equal(os.clock() - start < 4, true)
end)

os.execute("rm -r " .. folder)
check.done("page_figures")
