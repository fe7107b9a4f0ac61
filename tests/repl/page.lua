-- page.lua - the web page of figures, requested with curl while the prompt waits.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")

local output = check.output

-- A prompt with one figure on its page; returns the page's address too.
local function case(sentence, body)
  check.case(sentence, function()
    local t = terminal.open{args = "--plot=browser", columns = 120}
    local ok, message = xpcall(function()
      t:enter("plot({1, 2, 3}, {1, 4, 9})"):enter("plot.show()")
      t:expect("figures: http://127.0.0.1:")
      local address = t:screen():match("http://127%.0%.0%.1:%d+/%x+/")
      check.equal(#address:match("/(%x+)/$"), 32)
      body(t, address)
    end, debug.traceback)
    t:close()
    if not ok then error(message, 0) end
  end)
end

-- Status, content type and body of a response.
local function get(url, options)
  local form = "curl -s -m 5 --path-as-is %s -w '\\n%%{http_code} %%{content_type}' '%s'"
  local text = output(form:format(options or "", url))
  local body, code, kind = text:match("^(.*)\n(%d+) ?([^\n]*)$")
  return tonumber(code), kind, body
end

local function code(url, options) return (get(url, options)) end

case("the page and its figures in every format and the requested size", function(_, address)
  local status, kind, body = get(address)
  check.equal(status, 200)
  check.equal(kind, "text/html; charset=utf-8")
  assert(body:find("EventSource", 1, true), "no script")
  assert(not body:find("https?://[^w]"), "a foreign address") -- the name of SVG is no address
  status, kind, body = get(address .. "1.svg?w=701&h=303")
  check.equal(status .. kind, "200image/svg+xml")
  assert(body:find('width="701" height="303"', 1, true))
  status, kind, body = get(address .. "1.svg?w=7&h=99999999999999999999") -- clamped to the limits
  check.equal(status .. kind, "200image/svg+xml")
  assert(body:find('width="100" height="4000"', 1, true))
  status, kind = get(address .. "1.png", "-o /dev/null")
  check.equal(status .. kind, "200image/png")
  status, kind = get(address .. "1.pdf", "-o /dev/null")
  check.equal(status .. kind, "200application/pdf")
end)

case("requests without the token are refused; unknown paths are not found", function(t, address)
  local host = address:match("^http://[^/]+/")
  check.equal(code(host), 403)
  check.equal(code(host .. "1.png"), 403)
  check.equal(code(host .. ("0"):rep(32) .. "/"), 403)
  check.equal(code(address:sub(1, -3) .. "/"), 403)
  check.equal(code(address:sub(1, -2)), 403)
  for _, path in ipairs{"2.png", "../../etc/passwd", "1.png/../../x", "%2e%2e/x", "1.exe", "-1.png",
    "0.png", "01.png", "1.png.png", "index.html", "99999999999999999999.png", "1%00.png",
    ("x"):rep(5000)} do
    check.equal(code(address .. path), 404)
  end
  check.equal(code(address, "-X POST -d x=1"), 405)
  check.equal(code(address, "-X DELETE"), 405)
  t:enter("6 * 7"):expect("\n42\n")
end)

case("listeners are notified of every change", function(t, address)
  local path = t.home .. "/events"
  os.execute(("curl -sN -m 20 '%sevents' >%s 2>/dev/null &"):format(address, path))
  local function told(text)
    for _ = 1, 100 do
      local file = io.open(path)
      local all = file and file:read("a") or ""
      if file then file:close() end
      if all:sub(-#text) == text then return end
      os.execute("sleep 0.05")
    end
    error("no event: " .. text .. "; but " .. output("cat " .. path))
  end
  told("data: [[1,1]]\n\n")
  t:enter("f = plot.figure(); plot({1, 2}); f:show()")
  told("data: [[1,1],[2,1]]\n\n")
  t:enter("plot.title('x'); f:show()")
  t:enter("f[1]:title('again'); f:show()")
  t:prompt()
  t:enter("for i = 1, 60 do plot.figure{size={200, 200}}:show() end"):prompt()
  local file = assert(io.open(path))
  local last = file:read("a"):match(".*data: (%b[])")
  file:close()
  check.equal(select(2, last:gsub("%[%d+,", "")), 50)
  check.equal(code(address .. "1.png", "-o /dev/null"), 404) -- the oldest were removed
end)

case("clients that stall, flood or disconnect do not block the prompt", function(t, address)
  local port = address:match(":(%d+)/")
  -- An incomplete request, many listeners, and one client that does not read.
  os.execute(("bash -c 'exec 3<>/dev/tcp/127.0.0.1/%s; printf \"GET /\" >&3; sleep 5' &")
    :format(port))
  for _ = 1, 30 do
    os.execute(("curl -sN -m 3 '%sevents' >/dev/null 2>&1 &"):format(address))
  end
  os.execute(("bash -c 'exec 3<>/dev/tcp/127.0.0.1/%s; printf \"GET /%s/1.png?w=4000&h=4000 "
    .. "HTTP/1.1\\r\\nHost: 127.0.0.1:%s\\r\\n\\r\\n\" >&3; sleep 5' &")
    :format(port, address:match("/(%x+)/$"), port))
  t:enter("6 * 7"):expect("\n42\n"):enter("plot.figure():show()"):enter("7 * 8"):expect("\n56\n")
  check.equal(code(address .. "1.svg", "-o /dev/null"), 200)
  os.execute("sleep 3.2") -- the listeners have disconnected
  t:enter("plot.figure():show()"):prompt()
  local status -- the page also retries
  for _ = 1, 10 do
    status = code(address .. "events", "-m 0.5 -o /dev/null")
    if status == 200 then break end
  end
  check.equal(status, 200)
  t:press("C-d"):expect("left with 0")
end)

case("strangers that hold or abuse connections do not lock the browser out", function(t, address)
  local port = address:match(":(%d+)/")
  local held = t.home .. "/held"
  os.execute(("bash -c 'for i in $(seq 200); do exec {fd}<>/dev/tcp/127.0.0.1/%s; done; touch %s; "
    .. "exec sleep 30' >/dev/null 2>&1 &"):format(port, held))
  for _ = 1, 200 do
    if os.execute("test -e " .. held) then break end
    os.execute("sleep 0.05")
  end
  check.equal(code(address .. "1.svg", "-o /dev/null"), 200)
  os.execute(("bash -c 'for i in $(seq 1000); do printf \"BAD\\r\\n\\r\\n\" >/dev/tcp/127.0.0.1/%s; done' "
    .. ">/dev/null 2>&1"):format(port))
  check.equal(code(address .. "1.svg", "-o /dev/null"), 200)
  t:enter("6 * 7"):expect("\n42\n")
end)

-- Nothing else happens meanwhile: the prompt waits, and the time-out ends a stranger.
case("a stranger's connection ends while the program is idle", function(_, address)
  local port = address:match(":(%d+)/")
  local line, status = output(("timeout 20 bash -c 'exec 3<>/dev/tcp/127.0.0.1/%s; cat <&3'"):format(port))
  check.equal(line, "")
  check.equal(status, 0)
end)

case("a live plot is one figure", function(t, address)
  t:enter('plot.live(function(i) plot({1, i}) os.execute("sleep 0.05") return i < 12 end)'):prompt()
  check.equal(code(address .. "2.png", "-o /dev/null"), 200)
  check.equal(code(address .. "3.png", "-o /dev/null"), 404)
end)

case("plot.serve prints the address; in a script it can wait until Ctrl-C", function(t, address)
  t:enter("plot.serve() == '" .. address .. "'"):expect("\ntrue\n")
  t:enter("plot.serve{wait=true}"):expect("wait=true}\n")
  check.equal(code(address .. "1.png", "-o /dev/null"), 200)
  t:press("C-c"):expect("interrupted"):enter("6 * 7"):expect("\n42\n")
end)

case("the page answers while Lua code runs, and pictures come when it ends", function(t, address)
  local done = t.home .. "/done"
  t:enter("go = true; while go do end")
  local status, kind, body = get(address .. "1.json")
  check.equal(status .. kind, "200application/json")
  assert(body:find('"kind":"line"', 1, true), body)
  check.equal(code(address, "-o /dev/null"), 200)
  os.execute(("(curl -s -m 20 -o %s/late.png %s1.png; touch %s) >/dev/null 2>&1 &")
    :format(t.home, address, done))
  check.equal(code(address .. "1.json", "-o /dev/null"), 200) -- after that request
  check.equal(io.open(done), nil)
  t:press("C-c"):expect("interrupted")
  t:until_file(done)
  check.equal(check.content(t.home .. "/late.png"):sub(2, 4), "PNG")
end)

case("a picture that is still wanted does not keep the program from ending", function(t, address)
  t:enter("go = true; while go do end")
  check.equal(code(address .. "1.png", "-m 0.3 -o /dev/null"), 0) -- gave up
  os.execute(("curl -s -m 20 -o /dev/null %s1.png >/dev/null 2>&1 &"):format(address))
  check.equal(code(address .. "1.json", "-o /dev/null"), 200)
  t:press("C-c"):expect("interrupted"):enter("os.exit(true, true)"):expect("left with 0")
end)

case("another Host is refused, and events if nothing is offered", function(_, address)
  check.equal(code(address, "-H 'Host: evil.example'"), 403)
  check.equal(code(address, "-H 'Host: 127.0.0.1'"), 403)
  check.equal(code(address, "-H 'Host:'"), 403)
  check.equal(code(address:gsub("127%.0%.0%.1", "localhost"), "-4 -o /dev/null"), 200)
  check.equal(code(address .. "event", "-d done"), 409)
  check.equal(code(address .. "event", "-d " .. ("x"):rep(100001)), 413)
  check.equal(code(address .. "2.json"), 404)
  check.equal(code(address .. "other", "-d done"), 405)
end)

-- Sends an event as soon as it is taken.
local function send(address, event)
  for _ = 1, 200 do
    local status = code(address .. "event", ("-d '%s'"):format(event))
    if status == 200 then return end
    check.equal(status, 409)
    os.execute("sleep 0.05")
  end
  error("not taken: " .. event)
end

case("sliders of explore move in the page", function(t, address)
  t:enter("p = explore{w={0, 10}, k={'a', 'b'}, draw=function(p) plot({1, p.w}) end}")
  t:expect("(Enter ends")
  for _, event in ipairs{"slider 2 7", "slider 1 2", "slider 2 nan", "slider 9 1", "slider", "x"} do
    send(address, event)
  end
  t:expect("7\n"):expect("[b]")
  send(address, "slider 2 70")
  t:expect("10\n"):type("2"):press("Left"):expect("9\n")
  send(address, "done")
  t:prompt():enter("p.w .. p.k"):expect("9b")
  check.equal(code(address .. "event", "-d done"), 409)
end)

case("points are edited in the page", function(t, address)
  t:enter("x, y = plot.points({1, 2, 3}, {1, 4, 9}, {edit=true, label='data'})")
  send(address, "points 2 1 1 2.5 4")
  for _, event in ipairs{"points 2 1", "points 2", "points 2 inf 1", "points 2 a b"} do
    send(address, event)
  end
  send(address, "done")
  t:prompt():enter("('%g, %g, %d'):format(x[1], x[2], #y)"):expect("1, 2.5, 2")
  local _, _, body = get(address .. "2.json")
  assert(body:find('"x":[1,2.5],"y":[1,4]', 1, true), body)
end)

case("draw is called after each change of the points", function(t, address)
  t:enter("x, y = plot.points({1}, {1}, {edit=true, draw=function(x, y) plot.scatter(x, y) print(#x .. ' here') end})")
  t:expect("1 here")
  send(address, "points 2 1 1 2 2 3 3")
  t:expect("3 here"):press("Enter"):prompt():enter("#x"):expect("\n3\n")
  t:enter("plot.points({1}, {1}, {edit=true, draw=function(x, y) error('in draw') end})"):expect("in draw")
  check.equal(code(address .. "event", "-d done"), 409)
end)

case("a click in the page", function(t, address)
  t:enter("a, b, i = plot.click()"):expect("Click in the figure")
  send(address, "click 1 1 2.5 -0.5")
  t:prompt():enter("('%g, %g, %d'):format(a, b, i)"):expect("2.5, -0.5, 1")
  t:enter("print(plot.click())"):expect("press Enter."):press("Enter"):expect("nil")
  t:enter("plot.click()"):expect("press Enter.", 3):press("C-c"):expect("interrupted")
end)

check.done("page")
