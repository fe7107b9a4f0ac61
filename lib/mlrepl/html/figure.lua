-- figure.lua - figures as pieces of HTML, for notebooks: a picture, which the page's script
-- replaces where scripts are allowed. They need neither a server nor a session.

local context = require "mlrepl.context"
local page = require "mlrepl.plots.page"

local figure = {}

local function read(name)
  local file <close> = assert(io.open(context.lib_dir .. "/page/" .. name, "rb"))
  return file:read("a")
end

-- Without indentation and without lines that are comments: each figure carries the script.
local function compact(script)
  return (script:gsub("\n%s*//[^\n]*", ""):gsub("\n%s+", "\n"))
end

local scripts = {} -- by module, compacted once

local function script_of(module)
  scripts[module] = scripts[module] or compact(page.script("mlrepl", module))
  return scripts[module]
end

local CONTROLS = [[
.mlrepl-controls label { display: flex; gap: 10px; align-items: center; max-width: 600px; }
.mlrepl-controls input { flex: 1; }
.mlrepl-controls .name { min-width: 5em; text-align: right; }
.mlrepl-controls output { min-width: 6em; padding: 0; }
]]

local BEFORE = [[
<style>%s</style>
<div id="%s" style="max-width: %dpx">
<img alt="figure" width="%d" height="%d" src="data:image/png;base64,]]

-- An element may be put into the document after its script has run, so the script waits
-- for it.
local BETWEEN = [[
"></div>
<script>
(function start(tries) {
const place = document.getElementById("%s");
if (!place) { if (tries) setTimeout(start, 50, tries - 1); return; }
if (place.mlrepl) return;
place.mlrepl = true;
%sconst data = ]]

local AFTER = [[
;
%s
})(100);
</script>]]

-- The wheel belongs to the notebook until the figure has been clicked.
local DRAW = [[
place.replaceChildren();
const width = Math.min(place.clientWidth || data.width, data.width);
place.style.height = data.height * width / data.width + 26 + "px";
mlrepl.draw(place, data, {most: 1, calm: true});]]

local function parts(id, width, height, module, style, action)
  return BEFORE:format(style, id, width, width, height), BETWEEN:format(id, script_of(module)),
    AFTER:format(action)
end

-- What comes before the picture (a PNG in base64), between it and the JSON of the figure, and
-- after that. `id` is unique in the document.
function figure.parts(id, width, height)
  return parts(id, width, height, "figure", read("figure.css"), DRAW)
end

-- Sliders over figures: the picture of the first one, and the data of sheet.js.
function figure.sheet(id, png, width, height, data)
  local before, between, after = parts(id, width, height, "sheet", read("figure.css") .. CONTROLS,
    "mlrepl.start(place, data);")
  return before .. png .. between .. data .. after
end

return figure
