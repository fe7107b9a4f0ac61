-- display.lua - a virtual screen (Xvfb) with its windows, keys and mouse
-- (xdotool), for tests.
--
--   local d = display.open()
--   d:window("figure 1 of 1")       waits until a window has that in its title
--   d:key("Left"); d:click(10, 20)  input for that window
--   d:close()

local display = {}
display.__index = display

-- Seconds; reached only by a test that fails.
local PATIENCE = tonumber(os.getenv "MLREPL_PATIENCE") or 30
local WIDE, HIGH = 1300, 900

local output = dofile("tests/check.lua").output

-- Polls until `look` returns something, which is returned.
function display.wait(look, what)
  local start = os.time()
  repeat
    local found = look()
    if found then return found end
    os.execute("sleep 0.02")
  until os.time() - start > PATIENCE
  error("waited in vain for: " .. tostring(type(what) == "function" and what() or what), 2)
end

-- Without -noreset the server restarts when its last window closes and refuses
-- connections meanwhile.
function display.open()
  local self = setmetatable({}, display)
  self.folder = output("mktemp -d"):gsub("\n", "")
  os.execute(("cd %s; Xvfb -displayfd 7 -screen 0 %dx%dx24 -nolisten tcp -noreset -fbdir . "
    .. "7>number >/dev/null 2>&1 & echo $! >%s/pid"):format(self.folder, WIDE, HIGH, self.folder))
  self.pid = output("cat " .. self.folder .. "/pid"):match("%d+")
  self.name = ":" .. display.wait(function()
    return output("cat " .. self.folder .. "/number"):match("%d+")
  end, "Xvfb")
  return self
end

function display:close()
  os.execute("kill " .. self.pid)
  os.execute("rm -rf " .. self.folder)
end

function display:xdotool(...)
  return output("DISPLAY=" .. self.name .. " xdotool " .. table.concat({...}, " ") .. " 2>&1")
end

function display:titles()
  return self:xdotool("search", "--name", "mlrepl", "getwindowname", "%@")
end

-- The windows' numbers.
function display:windows()
  local list = {}
  for id in self:xdotool("search", "--name", "mlrepl"):gmatch("%d+") do list[#list + 1] = id end
  return list
end

-- Waits for a window whose title contains the text; keys and clicks go to it. A
-- window can refuse the focus while it opens, and another one that closes takes
-- the focus along, so it is offered until the window has it.
function display:window(title)
  self.wait(function() return self:titles():find(title, 1, true) end,
    function() return ("%s; there is: %s"):format(title, self:titles()) end)
  self.wait(function()
    self.id = self:xdotool("search", "--name", ("'%s'"):format(title)):match("%d+")
    self:xdotool("windowfocus", tostring(self.id))
    return self.id and self:xdotool("getwindowfocus", "-f"):match("%d+") == self.id
  end, "the focus of " .. title)
  return self
end

function display:gone()
  self.wait(function() return not self:titles():find("mlrepl: ", 1, true) end,
    function() return "no window, there is: " .. self:titles() end)
end

function display:process() return self:xdotool("getwindowpid", self.id):match("%d+") end

function display:key(name) self:xdotool("key", name) end

function display:resize(width, height) self:xdotool("windowsize", self.id, width, height) end

-- x, y, width, height on the screen
function display:place()
  local text = self:xdotool("getwindowgeometry", "--shell", self.id)
  return tonumber(text:match("X=(%d+)")), tonumber(text:match("Y=(%d+)")),
    tonumber(text:match("WIDTH=(%d+)")), tonumber(text:match("HEIGHT=(%d+)"))
end

-- Left-clicks at a pixel of the window, from its top left.
function display:click(x, y)
  self:xdotool("mousemove", "--window", self.id, x, y, "click", 1)
end

-- The window's pixels as a function of x, y that returns r, g, b. The screen is
-- a file in XWD format: a header of 32-bit words, colors, rows of b, g, r, 0.
function display:pixels()
  local file = assert(io.open(self.folder .. "/Xvfb_screen0", "rb"))
  local text = file:read("a")
  file:close()
  local function word(i) return ((">I4"):unpack(text, 4 * i + 1)) end
  local header, row, colors = word(0), word(12), word(19)
  local left, top, width, height = self:place()
  return function(x, y)
    local at = header + colors * 12 + (top + y) * row + (left + x) * 4
    local b, g, r = text:byte(at + 1, at + 3)
    return r, g, b
  end, width, height
end

-- The center of all pixels of that color, and their number.
function display:middle(red, green, blue)
  local at, width, height = self:pixels()
  local n, sx, sy = 0, 0, 0
  for y = 0, height - 1 do
    for x = 0, width - 1 do
      local r, g, b = at(x, y)
      if r == red and g == green and b == blue then n, sx, sy = n + 1, sx + x, sy + y end
    end
  end
  return sx / n, sy / n, n
end

return display
