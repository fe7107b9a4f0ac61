-- web_page.lua - mlrepl --web: what it says about mistakes, and the page that it writes from the
-- one that `make web` builds, here a stand-in.
local check = dofile("tests/check.lua")

local folder = check.output("mktemp -d"):gsub("\n", "")
local script, page = folder .. "/own.lua", folder .. "/own.html"
os.execute(("mkdir -p %s/lib/web && cp -R lib/mlrepl lib/data %s/lib"):format(folder, folder))

local function has(text, part)
  if not text:find(part, 1, true) then error(("%q does not contain %q"):format(text, part), 2) end
end

local function web(arguments)
  return check.output(("MLREPL_PATH=%s/lib %s --web %s 2>&1"):format(folder, check.program,
    arguments))
end

check.case("misuse of --web", function()
  has(web"", "'--web' needs a script")
  has(web"-o", "'-o' is one too many for --web")
  has(web"a.lua b.lua", "'b.lua' is one too many for --web")
end)

check.case("a script that cannot run", function()
  has(web(script), "--web: cannot read " .. script .. ": No such file or directory")
  check.write(script, "x = = 1\n")
  has(web(script), "--web: " .. script .. ":1: unexpected symbol near '='")
  check.write(script, "print'\xff'\n")
  has(web(script), "is not a text in UTF-8 (byte 7)")
end)

check.case("a page with the script", function()
  check.write(script, "#!/usr/bin/mlrepl\nprint('<b>', \"\\\"\")\n")
  has(web(script), "--web: the page for browsers is missing; build it with 'make web'")
  check.write(folder .. "/lib/web/index.html",
    'before <script type="application/json" id="program">null</script> after')
  has(web(script), page .. ": 0.0 MB; it runs in any browser, without a network")
  check.equal(check.content(page), 'before <script type="application/json" id="program">'
    .. '{"name": "own.lua", "text": "#!/usr/bin/mlrepl\\u000aprint(\'\\u003cb>\', '
    .. '\\u0022\\u005c\\u0022\\u0022)\\u000a"}</script> after')
  has(web(script .. " -o " .. folder .. "/other.html"), "other.html: 0.0 MB")
  has(web(script .. " -o " .. folder .. "/none/a.html"), "--web: cannot write ")
end)

os.execute("rm -rf " .. folder)
check.done("web_page")
