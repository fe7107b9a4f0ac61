-- page.lua - the parts of a web page that draws figures: its script, and a file that
-- opens anywhere.
--
-- The script is kept as modules in lib/page. A page in one file cannot load modules, so
-- each becomes a function, in the order of their imports.

local context = require "mlrepl.context"

local page = {}

local FOLDER = context.lib_dir .. "/page/"

local function read(name)
  local file <close> = assert(io.open(FOLDER .. name, "rb"))
  return file:read("a")
end

-- -- the script ------------------------------------------------------------------------

local IMPORT = "import ({[^}]*}) from \"%./([%w_]+)%.js\";\n"

-- The names that a module exports, as in `export function draw(`.
local function exports(text)
  local names = {}
  for name in text:gmatch("\nexport %l+ ([%w_]+)") do names[#names + 1] = name end
  return "{" .. table.concat(names, ", ") .. "}"
end

-- Appends the module and, before it, those that it imports.
local function add(parts, known, name)
  if known[name] then return end
  known[name] = true
  local text = read(name .. ".js")
  for _, other in text:gmatch(IMPORT) do add(parts, known, other) end
  local body = text:gsub(IMPORT, "const %1 = m_%2;\n"):gsub("\nexport ", "\n")
  parts[#parts + 1] = ("const m_%s = (() => {\n%s\nreturn %s;\n})();\n"):format(name, body,
    exports(text))
end

-- A script that defines `name`, with the exports of the module `from`.
function page.script(name, from)
  local parts = {"\"use strict\";\n"}
  add(parts, {}, from)
  parts[#parts + 1] = ("const %s = m_%s;\n"):format(name, from)
  return table.concat(parts)
end

-- -- the page of a session -------------------------------------------------------------

-- Replaces {{name}} in a template.
local function filled(template, values)
  return (template:gsub("{{(%l+)}}", values))
end

function page.live()
  return filled(read("index.html"), {
    style = read("figure.css"),
    script = page.script("live", "live"),
  })
end

-- -- a file ----------------------------------------------------------------------------

local ESCAPES = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ["\""] = "&quot;"}

-- The text with U+FFFD for each byte that is not UTF-8.
local function valid(text)
  local parts, from = {}, 1
  while true do
    local n, bad = utf8.len(text, from)
    parts[#parts + 1] = text:sub(from, n and #text or bad - 1)
    if n then return table.concat(parts) end
    parts[#parts + 1] = "\u{FFFD}"
    from = bad + 1
  end
end

-- What comes before and after the JSON of a figure with this title.
function page.around(title)
  local text = filled(read("saved.html"), {
    title = valid(title):gsub("[&<>\"]", ESCAPES),
    style = read("figure.css"),
    script = page.script("mlrepl", "figure"),
  })
  local before, after = text:match("^(.*){{FIGURE}}(.*)$")
  return before, after
end

return page
