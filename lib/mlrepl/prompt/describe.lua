-- describe.lua - describes a value: type, shape, text, origin and methods.

local context = require "mlrepl.context"
local functions = require "mlrepl.prompt.functions"
local inspect = require "mlrepl.inspect"
local made = require "mlrepl.prompt.made"
local search = require "mlrepl.prompt.search"
local session = require "mlrepl.prompt.session"

local describe = {}

local MOST_LINES, MOST_COLUMNS = 10, 78
local MOST_NAMES = 40 -- of columns

local function wide() return math.min(context.width(), MOST_COLUMNS) end

-- Wraps the text after the head; later lines are indented.
local function wrapped(head, text)
  local line, lines = "  " .. head, {}
  for word in text:gmatch("%S+") do
    if utf8.len(line .. " " .. word, 1, -1, true) > wide() and line:find("%S") then
      lines[#lines + 1], line = line, "   "
    end
    line = line .. " " .. word
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

local function count(n, word) return ("%d %s%s"):format(n, word, tonumber(n) == 1 and "" or "s") end

-- -- type and shape -------------------------------------------------------------------

local kinds = {}

function kinds.number(value)
  return math.type(value) == "integer" and "number (integer)" or "number (float)"
end

function kinds.string(value)
  local letters = utf8.len(value)
  local more = letters and letters ~= #value and ", " .. count(letters, "character") or ""
  return "string of " .. count(#value, "byte") .. more
end

function kinds.thread(value) return "thread (coroutine), " .. coroutine.status(value) end

function kinds.boolean() return "boolean" end

kinds["nil"] = function() return "nil" end

-- "vector", "model", "file", "table"
function describe.type_name(value)
  if io.type(value) then return "file" end
  local meta = debug.getmetatable(value)
  local name = type(meta) == "table" and rawget(meta, "__name")
  return type(name) == "string" and type(value) ~= "string" and name or type(value)
end

local type_name = describe.type_name

local function kind(value)
  if kinds[type(value)] then return kinds[type(value)](value) end
  local name, said = type_name(value), context.describe(value)
  if name == "file" then return io.type(value) == "file" and "open file" or "closed file" end
  local size, rows, columns = said:match("^vector of (%d+)"), said:match("^matrix (%d+)x(%d+)")
  if size then return "vector of " .. count(size, "element") end
  if rows then
    return ("matrix of %s and %s"):format(count(rows, "row"), count(columns, "column"))
  end
  if name == "dataset" or name == "table" then return session.shape(value) end
  return name
end

-- -- value ----------------------------------------------------------------------------

local function indented(text) return "  " .. text:gsub("\n", "\n  ") end

-- The text of the prompt, with the middle left out if it is long.
local function value_text(value, full, name)
  local text = inspect.text(value, full)
  local lines = {}
  for line in (text .. "\n"):gmatch("(.-)\n") do lines[#lines + 1] = line end
  if not full and #lines > MOST_LINES then
    local left = #lines - MOST_LINES + 1
    lines[MOST_LINES] = ("... %d more lines; %s shows all"):format(left,
      name and "??" .. name or "show(value)")
    text = table.concat(lines, "\n", 1, MOST_LINES)
  end
  return indented(text)
end

-- The names of a dataset's columns; the table may leave out some.
local function columns_text(names)
  local shown = table.concat(names, ", ", 1, math.min(#names, MOST_NAMES))
  if #names > MOST_NAMES then shown = ("%s ... %d more"):format(shown, #names - MOST_NAMES) end
  return wrapped("columns:", shown)
end

-- The first line of an entry as typed, cut at the line width.
local function first_line(text, room)
  local line, rest = text:match("^%s*([^\n]*)(.*)")
  local length = utf8.len(line)
  if length and length > room then return line:sub(1, utf8.offset(line, room - 3) - 1) .. " ..." end
  return rest:find("%S") and line .. " ..." or line
end

-- -- methods --------------------------------------------------------------------------

-- The names of the methods and fields of a type, from its help entries.
local function members(name)
  local methods, fields = {}, {}
  for _, entry in ipairs(search.parts(name)) do
    local member = entry.name:match(name == "string" and "%.(.*)" or ":(.*)")
    local is_field = type(entry.fn) ~= "function" and not entry.usage:find("%b()")
    if member then table.insert(is_field and fields or methods, member) end
  end
  return methods, fields
end

-- The functions of a class written by the user.
local function own_methods(value)
  local meta = debug.getmetatable(value)
  local index, names = type(meta) == "table" and rawget(meta, "__index"), {}
  if type(value) ~= "table" or type(index) ~= "table" then return names end
  for name, f in next, index do
    if type(name) == "string" and type(f) == "function" then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

local function add_members(lines, value)
  local name = type_name(value)
  local methods, fields = members(name)
  if type(value) == "table" then
    methods, fields = own_methods(value), {}
    name = nil
  end
  if #fields > 0 then lines[#lines + 1] = wrapped("fields:", table.concat(fields, ", ")) end
  if #methods == 0 then return end
  lines[#lines + 1] = wrapped("methods:", table.concat(methods, ", "))
  if not name then return end
  local taken = not rawequal(rawget(_G, name), context.known[name]) -- ?run is about a variable
  lines[#lines + 1] = (taken and '  help"%s" explains them' or "  ?%s explains them"):format(name)
end

-- -- all ------------------------------------------------------------------------------

local function describe_function(f, name, full)
  local signature, comment, where, available = functions.describe(f, name)
  local lines = {signature}
  for _, line in ipairs(comment) do lines[#lines + 1] = "  " .. line end
  if not where then
    lines[#lines + 1] = "  a function written in C"
    return table.concat(lines, "\n")
  end
  lines[#lines + 1] = "  defined in " .. where
  if full then
    local source, why = functions.source(f)
    if source then return "-- " .. why .. "\n" .. source end
    lines[#lines + 1] = "  the source is not available: " .. why
  elseif name and available then
    lines[#lines + 1] = ("  ??%s shows its source"):format(name)
  end
  return table.concat(lines, "\n")
end

-- Returns the text for a value, whose name may be nil; `full` shows all of it.
function describe.text(value, name, full)
  if type(value) == "function" then return describe_function(value, name, full) end
  local lines = {(name and name .. ": " or "") .. kind(value)}
  if value ~= nil and not io.type(value) and type(value) ~= "thread" then
    lines[2] = value_text(value, full, name)
  end
  if type_name(value) == "dataset" then lines[#lines + 1] = columns_text(value.names) end
  local text = name and made.by(name)
  if text then
    local head = "  made by: "
    if not full then
      lines[#lines + 1] = head .. first_line(text, wide() - #head)
    else
      lines[#lines + 1] = text:find("\n") and indented("made by:\n" .. indented(text))
        or head .. text
    end
  end
  if name and value ~= nil and context.known[name] ~= nil
      and not rawequal(context.known[name], value) then
    lines[#lines + 1] = ("  hides the built-in %s, which reset() restores"):format(name)
  end
  add_members(lines, value)
  return table.concat(lines, "\n")
end

return describe
