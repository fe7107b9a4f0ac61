-- page.lua - the parts of a web page that draws figures: its script, and a file that
-- opens anywhere.
--
-- The script is kept as modules in lib/page. A page in one file cannot load modules, so
-- each becomes a function, in the order of their imports.

local context = require "mlrepl.context"
local escape = require "mlrepl.html.escape"

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

-- What comes before and after the JSON of a figure with this title.
function page.around(title)
  local text = filled(read("saved.html"), {
    title = escape.text(title),
    style = read("figure.css"),
    script = page.script("mlrepl", "figure"),
  })
  local before, after = text:match("^(.*){{FIGURE}}(.*)$")
  return before, after
end

return page
