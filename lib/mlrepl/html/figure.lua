-- figure.lua - a figure as a piece of HTML, for notebooks: a picture, which the page's
-- script replaces where scripts are allowed. It needs neither a server nor a session.

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

-- An element may be put into the document after its script has run, so the script waits
-- for it. The wheel belongs to the notebook until the figure has been clicked.
local START = [[
(function start(tries) {
const place = document.getElementById("%s");
if (!place) { if (tries) setTimeout(start, 50, tries - 1); return; }
if (place.mlrepl) return;
place.mlrepl = true;
]]

local DRAW = [[
place.replaceChildren();
place.style.height = data.height + 26 + "px";
mlrepl.draw(place, data, {most: 1, calm: true});
})(100);
</script>]]

local script -- compacted once

-- What comes before the picture (base64), between it and the JSON of the figure, and after
-- that. `id` is unique in the document.
function figure.parts(id, kind, width, height)
  script = script or compact(page.script("mlrepl", "figure"))
  local style = read("figure.css")
  local before = ('<style>%s</style>\n<div id="%s" style="max-width: %dpx">')
    :format(style, id, width)
  return before .. ('<img alt="figure" width="%d" height="%d" src="data:%s;base64,')
    :format(width, height, kind),
    '"></div>\n<script>\n' .. START:format(id) .. script .. "const data = ",
    ";\n" .. DRAW
end

return figure
