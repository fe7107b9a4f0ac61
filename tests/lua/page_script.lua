-- page_script.lua - the script of the page in a real browser: zoom, pan, values, legend,
-- surfaces. The cases are in page_script.js, which handles the page as a user would.
local check = dofile("tests/check.lua")

local function browser()
  for _, name in ipairs{"chromium", "chromium-browser", "google-chrome"} do
    if check.output("command -v " .. name) ~= "" then return name end
  end
end

local chromium = browser()
if not chromium then
  print("page_script: no case, because chromium is not installed")
  check.done("page_script")
end

local folder = check.lines("mktemp -d")[1]

local f = plot.figure{rows = 2, columns = 2, size = {900, 600}, share_x = true, title = "a < b & c"}
local t = vector.linspace(0, 10, 101)
f[1]:line(t, sin(t), {label = "one"}):line(t, cos(t) * 0.5, "--", {label = "two"})
f[2]:scatter(t, exp(t)):log_y()
f[3]:surface({0, 1, 2}, {0, 1, 2}, matrix{{1, 2, 3}, {2, 1, 4}, {0, 5, 1}})
f[4]:image(matrix{{10, 20}, {30, 40}})
f:save(folder .. "/page.html")

-- The result is in the document when the scripts have run.
local function results()
  local html = check.content(folder .. "/page.html")
  local script = check.content("tests/lua/page_script.js")
  local page = html:gsub("</html>", function() return "<script>\n" .. script .. "</script>\n</html>" end)
  check.write(folder .. "/page.html", page)
  local command = "timeout 120 %s --headless --no-sandbox --disable-gpu --user-data-dir=%s/profile "
    .. "--window-size=1000,700 --dump-dom file://%s/page.html 2>%s/errors"
  local dom = check.output(command:format(chromium, folder, folder, folder))
  return dom:match('<pre id="result">(.-)</pre>')
    or error("no result: " .. dom:sub(-300) .. check.content(folder .. "/errors"))
end

local ok, text = pcall(results)
check.case("the page runs", function() assert(ok, text) end)
for line in (ok and text or ""):gmatch("[^\n]+") do
  local name = line:match("^ok (.*)$")
  if name or line:find("^FAILED") then
    check.case(name or line, function() assert(name, line) end)
  end
end

os.execute("rm -rf " .. folder)
check.done("page_script")
