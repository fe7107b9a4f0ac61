-- terminal.lua - runs the program in a real terminal (tmux), for tests.
--
--   local t = terminal.open{env = {NO_COLOR = "1"}}
--   t:type("1 + 1"):press("Enter"):expect("2")
--   t:close()
--
-- Nothing sleeps for a fixed time: `expect` waits until the text appears, and fails
-- with the screen's contents after a timeout.

local terminal = {}
terminal.__index = terminal

local PATIENCE = 5 -- seconds
local count = 0

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function output(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read("a")
  pipe:close()
  return text
end

local function now() return tonumber(output("date +%s.%N")) end

function terminal:tmux(...)
  local words = {"tmux", "-f", "/dev/null", "-L", self.socket}
  for _, word in ipairs{...} do words[#words + 1] = quote(word) end
  return output(table.concat(words, " ") .. " 2>&1")
end

-- Creates a temporary home folder.
function terminal.folder()
  local path = output("mktemp -d"):gsub("\n", "")
  return path
end

-- Options: args, env (a table), home, columns, rows, ready (what is
-- waited for), shell (true: the program is the job of a shell whose prompt is
-- "$ ", which is left with the terminal).
function terminal.open(options)
  options = options or {}
  count = count + 1
  local self = setmetatable({}, terminal)
  self.home = options.home or terminal.folder()
  self.socket = "mlrepl-test-" .. self.home:match("[^/.]*$") .. count
  local words = {"env", "-u", "MLREPL_HISTORY", "-u", "XDG_STATE_HOME",
    "-u", "XDG_CONFIG_HOME", "-u", "LUA_INIT", "-u", "NO_COLOR",
    "INPUTRC=/dev/null", "HOME=" .. quote(self.home)}
  for name, value in pairs(options.env or {}) do
    words[#words + 1] = name .. "=" .. quote(value)
  end
  local program = os.getenv("MLREPL") or "./mlrepl"
  words[#words + 1] = options.shell and "PS1='$ ' sh -i" or program
  words[#words + 1] = options.args or ""
  self:tmux("new-session", "-d", "-s", "s", "-x", tostring(options.columns or 80),
    "-y", tostring(options.rows or 24),
    table.concat(words, " ") .. "; echo \"left with $?\"; stty -a; sleep 100")
  local ok, message = pcall(function()
    if options.shell then self:expect("$"):enter(program) end
    self:expect(options.ready or "ml>")
  end)
  if not ok then
    self:close()
    error(message, 2)
  end
  return self
end

-- tmux would interpret a trailing semicolon.
function terminal:type(text)
  text = text:gsub(";$", "\\;")
  self:tmux("send-keys", "-t", "s", "-l", "--", text)
  return self
end

-- Keys have tmux's names: Enter, Tab, Up, C-c, M-Enter.
function terminal:press(...)
  self:tmux("send-keys", "-t", "s", ...)
  return self
end

function terminal:enter(text) return self:type(text):press("Enter") end

-- Pastes like a terminal, with bracketed paste if the program has enabled it.
function terminal:paste(text)
  self:tmux("set-buffer", text)
  self:tmux("paste-buffer", "-p", "-r", "-t", "s")
  return self
end

-- The screen with the escape sequences of its colors.
function terminal:colors()
  return self:tmux("capture-pane", "-p", "-e", "-t", "s")
end

function terminal:screen()
  return (self:tmux("capture-pane", "-p", "-S", "-", "-t", "s"):gsub("%s+$", "\n"))
end

local function times(text, part)
  local n, at = 0, 1
  while true do
    local first, last = text:find(part, at, true)
    if not first then return n end
    n, at = n + 1, last + 1
  end
end

-- Waits until the text is on the screen (at least `n` times).
function terminal:expect(text, n)
  local start = now()
  local screen
  repeat
    screen = self:screen()
    if times(screen, text) >= (n or 1) then return self end
    os.execute("sleep 0.02")
  until now() - start > PATIENCE
  error(("not on the screen: %s\n%s"):format(text, screen), 2)
end

-- Repeats an action until the text is on the screen.
function terminal:until_seen(text, act)
  local start = now()
  while times(self:screen(), text) == 0 do
    if now() - start > PATIENCE then error("not on the screen: " .. text, 2) end
    act()
    os.execute("sleep 0.1")
  end
  return self
end

-- Waits until the screen with escape sequences matches; "^" stands for ESC [.
function terminal:expect_colors(pattern)
  local start = now()
  local screen
  repeat
    screen = self:colors():gsub("\27%[", "^")
    if screen:find(pattern) then return self end
    os.execute("sleep 0.02")
  until now() - start > PATIENCE
  error(("the colors do not match %s:\n%s"):format(pattern, screen), 2)
end

-- Resizes the window; tmux notifies the program with a delay.
function terminal:resize(columns, rows)
  self:tmux("resize-window", "-t", "s", "-x", tostring(columns), "-y", tostring(rows))
  local tty = self:tmux("display-message", "-p", "-t", "s", "#{pane_tty}"):match("%S+")
  local size, start = ("%d %d"):format(rows, columns), now()
  while output("stty size -F " .. tty):match("%d+ %d+") ~= size do
    if now() - start > PATIENCE then error("the window was not resized to " .. size, 2) end
    os.execute("sleep 0.02")
  end
  os.execute("sleep 0.02") -- the program gets a signal
  return self
end

-- Waits for an empty prompt on the last line.
function terminal:prompt()
  local start = now()
  local screen
  repeat
    screen = self:screen()
    if screen:find("\nml>\n$") then return self end
    os.execute("sleep 0.02")
  until now() - start > PATIENCE
  error("no prompt on the last line:\n" .. screen, 2)
end

function terminal:missing(text)
  if self:screen():find(text, 1, true) then
    error(("unexpectedly on the screen: %s\n%s"):format(text, self:screen()), 2)
  end
  return self
end

-- Sends a signal to the program, found as the child of the pane's shell.
function terminal:signal(name)
  local pane = self:tmux("display-message", "-p", "-t", "s", "#{pane_pid}"):match("%d+")
  os.execute(("kill -%s $(ps -o pid= --ppid %s | head -1)"):format(name, pane))
  return self
end

function terminal:close()
  self:tmux("kill-server")
  os.execute("rm -rf " .. quote(self.home))
end

-- Closes the terminal and keeps the home folder for the next one.
function terminal:leave()
  self:tmux("kill-server")
  return self.home
end

-- Like check.case, but the body gets a new terminal. `options` after the body are
-- passed to terminal.open.
function terminal.cases(check)
  return function(sentence, body, options)
    check.case(sentence, function()
      local t = terminal.open(options)
      local ok, message = xpcall(body, debug.traceback, t)
      t:close()
      if not ok then error(message, 0) end
    end)
  end
end

return terminal
