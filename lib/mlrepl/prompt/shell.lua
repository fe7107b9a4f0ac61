-- shell.lua - shell commands at the prompt: !ls and files = !ls.

local context = require "mlrepl.context"
local log = require "mlrepl.log"

local shell = {}

local function trimmed(text) return text:match("^%s*(.-)%s*$") end

-- Tells how a command ended, unless it succeeded.
local function tell(how, code)
  if how == "signal" then print(("\n(terminated by signal %d)"):format(code)) end
  if how == "exit" and code ~= 0 then print(("(exit status %d)"):format(code)) end
end

-- A shell is a process of its own, so cd has no effect on this one.
local function check_cd(line)
  if not line:find("^cd%f[%s\0][^;&|]*$") then return end
  context.fail("!cd", "the folder would change in the shell only; use %" .. line)
end

local function check_command(line)
  if line == "" then context.fail("!", "shell command expected, as in !ls") end
  check_cd(line)
end

-- !line
function shell.run(line)
  line = trimmed(line)
  check_command(line)
  local _, how, code = log.run(line)
  tell(how, code)
end

-- A list of lines: lines.n is the text, lines.s the lines with spaces between them.
local Lines = {
  __index = function(lines, key)
    if key == "n" then return table.concat(lines, "\n") end
    if key == "s" then return table.concat(lines, " ") end
  end,
}

local function output(line)
  local pipe = assert(io.popen(line))
  local text = pipe:read("a")
  return text, pipe:close()
end

-- In other languages, !x is the opposite of x.
local function check_word(line)
  if not line:find("^[%a_][%w_.]*$") or output("command -v " .. line) ~= "" then return end
  context.fail("!" .. line, "command not found; to negate a value, use not: not " .. line)
end

-- x = !line: returns the lines that the command prints.
function shell.capture(line)
  check_command(line)
  check_word(line)
  io.stdout:flush()
  local text, _, how, code = output(line)
  tell(how, code)
  local lines = setmetatable({}, Lines)
  if text ~= "" and text:sub(-1) ~= "\n" then text = text .. "\n" end
  for found in text:gmatch("([^\n]*)\n") do lines[#lines + 1] = found end
  return lines
end

-- The code for "x = !ls", or nil for another text. It also runs in scripts.
function shell.assignment(text)
  local target, line = text:match("^%s*([%a_][%w_.]*)%s*=%s*!%s*([^\n]*)%s*$")
  if not target then return nil end
  return ("%s = require(\"mlrepl.prompt.shell\").capture(%q)"):format(target, trimmed(line))
end

return shell
