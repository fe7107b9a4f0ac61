-- source.lua - the text of functions.

local files = require "mlrepl.files"
local inspect = require "mlrepl.inspect"

local source = {}

local function read(path)
  local file = files.kind(path) == "file" and io.open(path)
  local text = file and file:read("a")
  if file then file:close() end
  return text or nil
end

-- The text of a source, as in debug.getinfo: an entry of the prompt, a file, or a string given
-- to load; nil if it is not known.
local function text_of(name)
  local kind = name:sub(1, 1)
  if kind == "@" then return read(name:sub(2)) end
  if kind == "=" then return (inspect.entry(name)) end
  return name
end

-- The list of its lines; empty if the text is not known.
function source.lines(name)
  local lines, text = {}, text_of(name)
  for line in text and (text .. "\n"):gmatch("([^\n]*)\n") or function() end do
    lines[#lines + 1] = line:gsub("\t", "  ")
  end
  return lines
end

-- Compiles code for a command of the prompt: an expression or statements, as part of the entry.
-- Returns nil and the message if it does not compile.
function source.compile(code)
  local name = inspect.entry_name()
  local f = load("return " .. code, name, "t", _G)
  if f then return f end
  local statements, message = load(code, name, "t", _G)
  return statements, message and message:match(": (.*)")
end

return source
