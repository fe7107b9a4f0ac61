-- source.lua - finds the steps of a lesson in its file, and the code between them.

local source = {}

-- The position after the long bracket that begins at `at`; nil if none begins there.
local function skip_long(code, at)
  local equals = code:match("^%[(=*)%[", at)
  if not equals then return nil end
  local _, last = code:find("]" .. equals .. "]", at, true)
  return (last or #code) + 1
end

local function skip_quoted(code, at)
  local quote = code:sub(at, at)
  local i = at + 1
  while i <= #code do
    local c = code:sub(i, i)
    if c == quote or c == "\n" then return i + 1 end
    i = i + (c == "\\" and 2 or 1)
  end
  return i
end

-- The position after the token, string or comment at `at`; also its text if it is
-- a name or a bracket.
local function next_token(code, at)
  local c = code:sub(at, at)
  if code:find("^%-%-", at) then
    return skip_long(code, at + 2) or (code:find("\n", at, true) or #code) + 1
  end
  if c == '"' or c == "'" then return skip_quoted(code, at) end
  if c == "[" then
    local behind = skip_long(code, at)
    if behind then return behind end
  end
  local name = code:match("^[%a_][%w_]*", at)
  if name then return at + #name, name end
  return at + 1, c:match("[{}()%[%]]")
end

local OPEN, CLOSE = {["{"] = true, ["("] = true, ["["] = true},
  {["}"] = true, [")"] = true, ["]"] = true}

-- The position after the bracket that closes the one at `at`.
local function behind_bracket(code, at)
  local depth = 0
  while at <= #code do
    local behind, word = next_token(code, at)
    if OPEN[word] then depth = depth + 1 end
    if CLOSE[word] then depth = depth - 1 end
    at = behind
    if depth == 0 then return at end
  end
  return at
end

local function line_at(code, at)
  local _, breaks = code:sub(1, at - 1):gsub("\n", "")
  return breaks + 1
end

-- Finds `step{`, `lesson.task(` or `lesson.done(` at the start of a statement.
local function call_at(code, at, word)
  if not (word == "step" or word == "task" or word == "done") then return nil end
  local head = code:sub(1, at - 1):match("[^\n]*$")
  local bare = head:match("^%s*$") and word ~= "done"
  if not (bare or head:match("^%s*lesson%s*%.%s*$")) then return nil end
  local open = code:match("^%s*()[{(]", at + #word)
  return open, head
end

-- Removes blank lines at both ends.
local function trim(code)
  return (code:gsub("^%s*\n", ""):gsub("%s+$", ""))
end

-- Without what is not shown: lines of dashes, and calls of lesson.expect.
local function listing(code)
  code = ("\n" .. code .. "\n"):gsub("\n[ \t]*lesson%.expect%b()[ \t]*%f[\n]", "")
  return trim((code:gsub("\n%-%-[%- \t]*%f[\n]", "")))
end

-- Returns a list of the calls: {kind=, line= and last= (first and last line of the
-- call), code= (up to the next call)}.
local function scan(code)
  local calls, at = {}, code:sub(1, 1) == "#" and (code:find("\n") or #code) + 1 or 1
  while at <= #code do
    local behind, word = next_token(code, at)
    local open, head = call_at(code, at, word)
    if open then
      behind = behind_bracket(code, open)
      local from = at - #head
      local last = calls[#calls]
      if last then last.code = listing(code:sub(last.behind, from - 1)) end
      calls[#calls + 1] = {kind = word, line = line_at(code, open),
        last = line_at(code, behind - 1), behind = behind}
    end
    at = behind
  end
  local last = calls[#calls]
  if last then last.code = listing(code:sub(last.behind)) end
  return calls
end

-- Reads the lesson at `path`: returns {title=, calls=, steps= (the count), code=},
-- or nil and a message.
function source.read(path)
  local file, why = io.open(path, "r")
  if not file then return nil, why end
  local code = file:read("a")
  file:close()
  if not code then return nil, path .. ": is a folder, not a file" end
  local found = {code = code, calls = scan(code), steps = 0}
  found.title = code:gsub("^#[^\n]*\n", ""):match("^%-%-+%s*([^\n]*)") or ""
  for _, call in ipairs(found.calls) do
    if call.kind ~= "done" then found.steps = found.steps + 1 end
  end
  return found
end

-- The call that contains the line.
function source.call(found, line)
  for _, call in ipairs(found.calls) do
    if call.line <= line and line <= call.last then return call end
  end
end

-- Reads only the title, for the list of lessons.
function source.title(path)
  local file = io.open(path, "r")
  local line = file and file:read("l")
  if line and line:sub(1, 1) == "#" then line = file:read("l") end
  if file then file:close() end
  return (line or ""):match("^%-%-+%s*(.-)%s*$") or ""
end

return source
