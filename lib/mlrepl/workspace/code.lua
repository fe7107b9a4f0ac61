-- code.lua - functions as source text, and back.
--
-- A saved function is a piece of text that contains it, the position of the function in the
-- piece, and the names of the variables that it captures.

local functions = require "mlrepl.prompt.functions"
local native = require "mlrepl.functions"

local code = {}

local WHOLE = 0 -- the position of a function that is a whole chunk

-- -- compiling --------------------------------------------------------------------------

-- Only the line ends: error messages then have the same lines.
local function line_ends(text) return (text:gsub("[^\n]", "")) end

local function is_name(name) return name:find("^[%a_][%w_]*$") end

-- The text of a chunk that declares the captured variables and returns the function at
-- that place.
local function chunk_of(text, place, names)
  local captured = {}
  for _, name in ipairs(names) do
    if not is_name(name) then return nil end
    if name ~= "_ENV" then captured[#captured + 1] = name end
  end
  local head = #captured > 0 and "local " .. table.concat(captured, ",") .. " " or ""
  local rest = text:sub(place.open + 1, place.stop)
  local self = place.method and (rest:find("^%s*%)") and "self" or "self,") or ""
  return ("%sreturn %sfunction%s(%s%s"):format(head, line_ends(text:sub(1, place.start - 1)),
    line_ends(text:sub(place.start, place.open)), self, rest)
end

-- Are these the names of the function's captured variables?
local function captures(f, names)
  for i, name in ipairs(names) do
    if debug.getupvalue(f, i) ~= name then return false end
  end
  return debug.getupvalue(f, #names + 1) == nil
end

local function compiled(text, place, names)
  local chunk = chunk_of(text, place, names)
  local f = chunk and native.compile(chunk, text)
  return f and captures(f, names) and f or nil
end

local function place_at(text, position)
  for _, place in ipairs(native.places(text)) do
    if place.start == position then return place end
  end
end

-- The function of a saved text, with captured variables that are nil; nil if there is none.
-- Nothing in the text is run.
function code.make(text, position, names)
  if position == WHOLE then
    local f = native.chunk(text, text)
    return f and captures(f, names) and f or nil
  end
  local place = place_at(text, position)
  return place and compiled(text, place, names)
end

-- -- finding the text -------------------------------------------------------------------

-- Texts that begin with these are taken for names of chunks.
local function safe(text) return text:find("^[=@]") and " " .. text or text end

-- The start of the line that contains the position.
local function line_start(text, position)
  while position > 1 and text:sub(position - 1, position - 1) ~= "\n" do
    position = position - 1
  end
  return position
end

-- The start of the comment lines directly above the line at that position.
local function comment_start(text, position)
  while position > 1 do
    local above = line_start(text, position - 1)
    if not text:sub(above, position - 1):find("^%s*%-%-") then break end
    position = above
  end
  return position
end

-- The function with the rest of its line and its comment, if that piece can be read again,
-- and the position of the function in it.
local function piece(text, place)
  for _, start in ipairs{comment_start(text, line_start(text, place.start)), place.start} do
    local part = text:sub(start, place.stop)
    local whole = safe(part)
    local position = place.start - start + 1 + #whole - #part
    if place_at(whole, position) then return whole, position end
  end
end

local function names_of(f)
  local names = {}
  for i = 1, debug.getinfo(f, "u").nups do names[i] = debug.getupvalue(f, i) end
  return names
end

-- Returns a function that finds the text of functions: find(f) returns the text, the position
-- and the names for code.make, or nil and the reason. It reads each file once.
function code.finder()
  local texts, places = {}, {} -- by source

  local function text_of(source)
    if texts[source] == nil then texts[source] = functions.chunk_text(source) or false end
    return texts[source]
  end

  local function places_on(source, line)
    if not places[source] then
      local lines = {}
      for _, place in ipairs(native.places(text_of(source))) do
        lines[place.last] = lines[place.last] or {}
        table.insert(lines[place.last], place)
      end
      places[source] = lines
    end
    return places[source][line] or {}
  end

  return function(f)
    local info = debug.getinfo(f, "S")
    local text, names = text_of(info.source), names_of(f)
    if not text then return nil, "its source text is not known" end
    if info.what == "main" then
      local again = native.chunk(text, text)
      if again and native.same(f, again) then return safe(text), WHOLE, names end
    end
    local reason = info.source:find("^@") and "its file has changed" or "its text was not found"
    for _, place in ipairs(places_on(info.source, info.lastlinedefined)) do
      local again = compiled(text, place, names)
      if again and native.same(f, again) then
        local part, position = piece(text, place)
        if part then return part, position, names end
      elseif place.first == info.linedefined then
        reason = "it uses a <const> local, or its text has changed"
      end
    end
    return nil, reason
  end
end

return code
