-- terminal.lua - runs the program in a real terminal (tmux), for tests.
--
--   local t = terminal.open{env = {NO_COLOR = "1"}}
--   t:type("1 + 1"):press("Enter"):expect("2")
--   t:close()
--
-- Nothing sleeps for a fixed time: `expect` polls the screen until the text is
-- there and fails, showing the screen, when it never comes.

local terminal = {}
terminal.__index = terminal

-- Seconds; reached only by a test that fails.
local PATIENCE = tonumber(os.getenv "MLREPL_PATIENCE") or 30
local count = 0

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local output = dofile("tests/check.lua").output

-- Polls until `look` returns something, which is returned; nil when it never does.
local function poll(look)
  local start = os.time()
  repeat
    local found = look()
    if found then return found end
    os.execute("sleep 0.02")
  until os.time() - start > PATIENCE
end

-- A word for tmux's own parser.
local function escape(word)
  return '"' .. word:gsub('[%c"\\$~]', function(c) return ("\\%03o"):format(c:byte()) end) .. '"'
end

-- Sends a command to the client of terminal:control; returns what it prints.
local function ask(client, words)
  local lines
  for i, word in ipairs(words) do words[i] = escape(word) end
  if #words > 0 then client.keys:write(table.concat(words, " "), "\n"):flush() end
  for line in client.replies:lines() do
    if line:find("^%%begin ") then
      lines = {}
    elseif lines and (line:find("^%%end ") or line:find("^%%error ")) then
      return table.concat(lines, "\n") .. "\n"
    elseif lines then
      lines[#lines + 1] = line
    end
  end
  error("tmux has ended", 2)
end

function terminal:tmux(...)
  if self.client then return ask(self.client, {...}) end
  local words = {"tmux", "-f", "/dev/null", "-L", self.socket}
  for _, word in ipairs{...} do words[#words + 1] = quote(word) end
  return output(table.concat(words, " ") .. " 2>&1")
end

-- Keeps a client of tmux open from now on, so that commands need no process each.
function terminal:control()
  local pipe = self.home .. "/replies"
  os.execute("mkfifo " .. quote(pipe))
  local keys = io.popen(("tmux -L %s -C attach -f ignore-size,no-output >%s"):format(self.socket, quote(pipe)), "w")
  self.client = {keys = keys, replies = assert(io.open(pipe))}
  ask(self.client, {})
  return self
end

-- A temporary folder that stands for the home folder.
function terminal.folder()
  local path = output("mktemp -d"):gsub("\n", "")
  return path
end

-- Options: program, args, env (a table), home, columns, rows, ready (the text to wait
-- for), shell (true: the program runs as a job of a shell whose prompt is "$ ").
function terminal.open(options)
  options = options or {}
  count = count + 1
  local self = setmetatable({}, terminal)
  self.home = options.home or terminal.folder()
  self.socket = "mlrepl-test-" .. self.home:match("[^/.]*$") .. count
  local words = {"env", "-u", "MLREPL_HISTORY", "-u", "XDG_STATE_HOME",
    "-u", "XDG_CONFIG_HOME", "-u", "MLREPL_LESSON_LOG", "-u", "LUA_INIT", "-u", "NO_COLOR",
    "INPUTRC=/dev/null", "MLREPL_PAGER=", "HOME=" .. quote(self.home)}
  for name, value in pairs(options.env or {}) do
    words[#words + 1] = name .. "=" .. quote(value)
  end
  local program = options.program or os.getenv("MLREPL") or "./mlrepl"
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

-- tmux would take a semicolon at the end for its own.
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

-- Pastes as a terminal does, in brackets if the program asked for them.
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
  local screen
  local found = poll(function()
    screen = self:screen()
    return times(screen, text) >= (n or 1)
  end)
  if not found then error(("not on the screen: %s\n%s"):format(text, screen), 2) end
  return self
end

-- Repeats an action until the text is on the screen.
function terminal:until_seen(text, act)
  local found = poll(function()
    if times(self:screen(), text) > 0 then return true end
    act()
    os.execute("sleep 0.1")
  end)
  if not found then error("not on the screen: " .. text, 2) end
  return self
end

-- Waits until the screen with its sequences matches: "^" stands for escape and bracket.
function terminal:expect_colors(pattern)
  local screen
  local found = poll(function()
    screen = self:colors():gsub("\27%[", "^")
    return screen:find(pattern)
  end)
  if not found then error(("the colors do not match %s:\n%s"):format(pattern, screen), 2) end
  return self
end

-- Waits until the screen without its history ends with the text.
function terminal:expect_end(text)
  local screen
  local found = poll(function()
    screen = self:tmux("capture-pane", "-p", "-t", "s"):gsub("%s+$", "")
    return screen:sub(-#text) == text
  end)
  if not found then error(("the screen does not end with %s:\n%s"):format(text, screen), 2) end
  return self
end

-- Enters a line of an unfinished entry and waits for the indentation of the
-- next one, which begins with " >> ": the prompt does not indent what was typed
-- ahead.
function terminal:continue(text, column)
  local function cursor()
    local place = self:tmux("display-message", "-p", "-t", "s",
      "#{cursor_x} #{cursor_y} #{history_size}")
    local x, y, gone = place:match("(%d+) (%d+) (%d+)")
    return tonumber(x), y + gone
  end
  local _, row = cursor()
  self:enter(text)
  local found = poll(function()
    local x, y = cursor()
    return y > row and x == 4 + (column or 2)
  end)
  if not found then error("no indented line:\n" .. self:screen(), 2) end
  return self
end

-- Makes the window another size and waits until the program's terminal has it.
function terminal:resize(columns, rows)
  self:tmux("resize-window", "-t", "s", "-x", tostring(columns), "-y", tostring(rows))
  local tty = self:tmux("display-message", "-p", "-t", "s", "#{pane_tty}"):match("%S+")
  local size = ("%d %d"):format(rows, columns)
  local found = poll(function()
    return output("stty size -F " .. tty):match("%d+ %d+") == size
  end)
  if not found then error("the window does not become " .. size, 2) end
  os.execute("sleep 0.02") -- the program learns of it by a signal
  return self
end

-- Waits until an empty prompt is on the last line. The terminal may have echoed
-- ^C there before.
function terminal:prompt()
  local screen
  local found = poll(function()
    screen = self:screen()
    return ("\n" .. screen):find("\n[%^C]*ml>\n$")
  end)
  if not found then error("no prompt on the last line:\n" .. screen, 2) end
  return self
end

-- Waits until the file exists.
function terminal:until_file(path)
  local found = poll(function()
    local file = io.open(path)
    return file and file:close()
  end)
  if not found then error(("no file %s:\n%s"):format(path, self:screen()), 2) end
  return self
end

function terminal:missing(text)
  if self:screen():find(text, 1, true) then
    error(("unexpectedly on the screen: %s\n%s"):format(text, self:screen()), 2)
  end
  return self
end

-- The number of the program's process, the child of the pane's shell.
function terminal:process()
  local pane = self:tmux("display-message", "-p", "-t", "s", "#{pane_pid}"):match("%d+")
  return output(("ps -o pid= --ppid %s | head -1"):format(pane)):match("%d+")
end

-- Sends a signal to the program.
function terminal:signal(name)
  os.execute(("kill -%s %s"):format(name, self:process()))
  return self
end

function terminal:close()
  if self.client then
    self.client.keys:close()
    self.client.replies:close()
    self.client = nil
  end
  self:tmux("kill-server")
  os.execute("rm -rf " .. quote(self.home))
end

-- Ends the terminal; the home folder stays for the next one.
function terminal:leave()
  self:tmux("kill-server")
  return self.home
end

-- Returns a function like check.case that passes a new terminal to the body;
-- `options` are those of terminal.open.
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
