-- single_page.lua - a script as a page that runs it in any browser: mlrepl --web.

local context = require "mlrepl.context"

local single_page = {}

-- The page that `make web` builds: installed, or in the source tree.
local PLACES = {context.lib_dir .. "/web/index.html", context.lib_dir .. "/../build/web/index.html"}

local EMPTY = '<script type="application/json" id="program">null</script>'

local function fail(...) error("--web: " .. string.format(...), 0) end

local function open_page()
  for _, path in ipairs(PLACES) do
    local file = io.open(path, "rb")
    if file then return file end
  end
  fail("the page for browsers is missing; build it with 'make web' in the sources of mlrepl, and "
    .. "run 'make install' again if mlrepl is installed")
end

local function read_script(path)
  local file <close>, why = io.open(path, "rb")
  if not file then fail("cannot read %s", why) end
  local text = file:read("a")
  local _, bad = utf8.len(text)
  if bad then fail("%s is not a text in UTF-8 (byte %d)", path, bad) end
  local runs, message = load((text:gsub("^#[^\n]*", "")), "@" .. path, "t")
  if not runs then fail("%s", message) end
  return text
end

-- JSON that can stand in a page.
local function quoted(text)
  return '"' .. text:gsub('[%c"\\<]', function(c) return ("\\u%04x"):format(c:byte()) end) .. '"'
end

-- Writes the page to `out`, by default the path of the script with .html.
function single_page.write(path, out)
  local text = read_script(path)
  local page <close> = open_page()
  local name = path:match("[^/]+$")
  out = out or path:gsub("%.lua$", "") .. ".html"
  local program = ('{"name": %s, "text": %s}'):format(quoted(name), quoted(text))
  local whole = page:read("a")
  local from, to = whole:find(EMPTY, 1, true)
  local opening = EMPTY:match("^<[^>]*>")
  local file <close>, why = io.open(out, "wb")
  local written = file
  if file then
    written, why = file:write(whole:sub(1, from - 1), opening, program, "</script>",
      whole:sub(to + 1))
  end
  if not written then fail("cannot write %s", why) end
  print(("%s: %.1f MB; it runs in any browser, without a network"):format(out,
    file:seek("end") / 1e6))
end

return single_page
