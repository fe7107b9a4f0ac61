-- record.lua - read-only values with named fields and a printed form. summary, why,
-- diagnose and confusion return them.

local context = require "mlrepl.context"

local record = {}

local parts = setmetatable({}, {__mode = "k"})

-- Defines a type and returns its constructor, which takes a table of fields.
-- to_text(fields) returns the printed form. If `matrix` names a field that holds a
-- matrix, the value can be indexed like it.
function record.type(name, to_text, matrix)
  local Answer = {}

  function Answer.__index(value, key)
    local fields = parts[value]
    if matrix and type(key) == "number" then return fields[matrix][key]:copy() end
    local found = fields[key]
    if found == nil then found = Answer.__methods[key] end
    if found == nil then
      local near = context.suggest(tostring(key), fields)
      if near == "" then near = context.suggest(tostring(key), Answer.__methods) end
      context.fail(name, ("no field or method '%s'%s"):format(tostring(key), near))
    end
    return found
  end

  function Answer.__newindex(_, key)
    context.fail(name, ("read-only: field '%s' cannot be set"):format(tostring(key)))
  end

  -- Names in it came from data.
  function Answer.__tostring(value)
    return (to_text(parts[value]):gsub("[^\n]+", context.plain))
  end
  function Answer.__concat(a, b) return tostring(a) .. tostring(b) end

  if matrix then
    function Answer.__len(value) return #parts[value][matrix] end
  end

  -- For save_workspace: see src/lua/array/parts.h.
  function Answer.__save(value) return parts[value] end

  function Answer.__load(value, fields)
    if not value then return setmetatable({}, Answer) end
    parts[value] = fields
  end

  context.type(name, Answer)
  return function(fields)
    local value = setmetatable({}, Answer)
    parts[value] = fields
    return value
  end
end

-- The fields of a value of such a type.
function record.fields(value) return parts[value] end

-- Returns the fields of a method's receiver; raises if it has the wrong type.
function record.check(name, method, value)
  local fields = value ~= nil and getmetatable(value) and parts[value]
  if not fields or getmetatable(value).__name ~= name then
    context.fail_receiver(name .. ":" .. method, value)
  end
  return fields
end

-- The width in characters, not bytes.
local function width_of(text) return utf8.len(text) or #text end

-- Formats rows of cells as lines: the first column is left-aligned, the others are
-- right-aligned, nil cells are empty. Returns the text and the first column's width.
function record.aligned(rows)
  local widths, lines = {}, {}
  for _, row in ipairs(rows) do
    for j = 1, #rows[1] do
      widths[j] = math.max(widths[j] or 0, width_of(row[j] or ""))
    end
  end
  for i, row in ipairs(rows) do
    local cells = {}
    for j, width in ipairs(widths) do
      local text = row[j] or ""
      local gap = (" "):rep(width - width_of(text))
      cells[j] = j == 1 and text .. gap or gap .. text
    end
    lines[i] = table.concat(cells, "  "):gsub("%s+$", "")
  end
  return table.concat(lines, "\n"), widths[1]
end

return record
