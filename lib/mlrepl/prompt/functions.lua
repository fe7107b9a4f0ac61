-- functions.lua - the signature, comment and source of the user's functions.

local inspect = require "mlrepl.inspect"

local functions = {}

-- The workspace from which a function was loaded.
functions.origin = setmetatable({}, {__mode = "k"})

-- "function add(a, b)"
local function signature(f, name)
  return ("function %s(%s)"):format(name or "", inspect.parameters(f))
end

local function lines_of(text)
  local lines = {}
  for line in (text .. "\n"):gmatch("(.-)\r?\n") do lines[#lines + 1] = line end
  return lines
end

local function file_text(path)
  local file = io.open(path)
  local text = file and file:read("a")
  if file then file:close() end
  return text
end

-- The text of the chunk with that source (as in debug.getinfo) or nil, then the number of the
-- entry or the path of the file.
function functions.chunk_text(source)
  local text, entry = inspect.entry(source)
  if entry then return text, entry, nil end
  local path = source:match("^@(.*)")
  if path then return file_text(path), nil, path end
  return not source:find("^=") and source or nil
end

-- Where the function is: {lines=, first=, last=, said="entry 3"}; lines is nil if the text is
-- not available.
local function place(f)
  local info = debug.getinfo(f, "S")
  local at = {first = info.linedefined, last = info.lastlinedefined, said = info.short_src}
  local text
  text, at.entry, at.path = functions.chunk_text(info.source)
  if text and not at.entry and not at.path then
    at.said = functions.origin[f] or "a string passed to load"
  end
  at.lines = text and lines_of(text)
  if info.what == "main" then at.first, at.last = 1, at.lines and #at.lines or 1 end
  if at.lines and at.last > #at.lines then at.lines = nil end -- the file has changed
  return at
end

-- "my.lua:12", "entry 3", "entry 3:2"
local function said(at)
  if at.path then return ("%s:%d"):format(at.path, at.first) end
  return at.first == 1 and at.said or ("%s:%d"):format(at.said, at.first)
end

-- -- comments -------------------------------------------------------------------------

-- The lines of the block comment that ends on line `last`, or nil.
local function block_above(lines, last)
  if not lines[last]:find("%]=*%]%s*$") then return nil end
  for first = last, 1, -1 do
    if lines[first]:find("^%s*%-%-%[=*%[") then
      local text = table.concat(lines, "\n", first, last)
      local body = text:match("^%s*%-%-%[=*%[(.-)%]=*%]%s*$")
      return body and lines_of(body)
    end
  end
end

local function line_comments_above(lines, last)
  local found = {}
  for i = last, 1, -1 do
    local text = lines[i]:match("^%s*%-%-+%s?(.*)$")
    if not text then break end
    table.insert(found, 1, text)
  end
  return found
end

local function trimmed(found)
  local out = {}
  for _, line in ipairs(found) do
    line = line:match("^%s*(.-)%s*$")
    if line ~= "" or #out > 0 then out[#out + 1] = line end
  end
  while out[#out] == "" do out[#out] = nil end
  return out
end

-- An entry of nothing but comments before the function's entry belongs to it.
local function comments_of_entry(number)
  local text = number > 0 and inspect.entry_text(number)
  local lines = text and lines_of(text) or {}
  local found = line_comments_above(lines, #lines)
  return #found == #lines and found or {}
end

-- The comment above the function, or else the one on its first line, as a list of lines.
local function comment(at)
  local lines, above = at.lines, at.first - 1
  if not lines then return {} end
  local found = above > 0 and (block_above(lines, above) or line_comments_above(lines, above))
  if at.entry and above == 0 then found = comments_of_entry(at.entry - 1) end
  found = trimmed(found or {})
  if #found > 0 then return found end
  local beside = lines[at.first]:match("function[^\"']*%)%s*%-%-+%s?([^%[].*)$")
  return {beside}
end

-- -- texts ----------------------------------------------------------------------------

-- The signature, the comment's lines, where the function was defined (nil for functions of
-- Lua's C library), and whether its source is available.
function functions.describe(f, name)
  if debug.getinfo(f, "S").what == "C" then return signature(f, name), {} end
  local at = place(f)
  return signature(f, name), comment(at), said(at), at.lines ~= nil
end

local function least_indent(lines, first, last)
  local least = lines[first]:match("^%s*")
  for i = first + 1, last do
    local blanks = lines[i]:match("^%s*")
    if lines[i] ~= blanks and #blanks < #least then least = blanks end
  end
  return #least
end

-- The source with the comment lines directly above it; nil and the reason if it is not
-- available.
function functions.source(f)
  if debug.getinfo(f, "S").what == "C" then return nil, "it is written in C" end
  local at = place(f)
  if not at.lines then
    return nil, at.path and ("the file %s was moved or changed"):format(at.path)
      or "its text was not kept"
  end
  local first, out = at.first, {}
  while first > 1 and at.lines[first - 1]:find("^%s*%-%-") do first = first - 1 end
  local indent = least_indent(at.lines, first, at.last)
  for i = first, at.last do out[#out + 1] = at.lines[i]:sub(indent + 1) end
  return table.concat(out, "\n"), said(at)
end

-- -- functions written in C -----------------------------------------------------------

local LUA_FILES = {string = "lstrlib.c", table = "ltablib.c", math = "lmathlib.c", io = "liolib.c",
  file = "liolib.c", os = "loslib.c", coroutine = "lcorolib.c", debug = "ldblib.c",
  utf8 = "lutf8lib.c", package = "loadlib.c", require = "loadlib.c"}

-- Where the source of a function of the program (`own`) or of Lua's library is.
function functions.native_place(name, own)
  if own then
    return ("-- %s is written in C; in mlrepl's source, git grep '[\".:]%s\"' src finds it")
      :format(name, name:match("[%w_]+$"))
  end
  return ("-- %s is written in C, in %s of Lua"):format(name,
    LUA_FILES[name:match("^%w+")] or "lbaselib.c")
end

return functions
