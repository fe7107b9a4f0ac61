-- record.lua - values that are only looked at: named fields, and a text that
-- prints them. What summary, why, diagnose and confusion give.

local context = require "mlrepl.context"

local record = {}

local parts = setmetatable({}, {__mode = "k"})

-- Makes a type of that name; to_text(fields) gives the printed form. Gives the
-- maker: from a table of fields to a value. Where it is indexed like a matrix,
-- `matrix` is the name of the field that holds one.
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
      context.fail(name, ("there is no field or method '%s'%s"):format(tostring(key), near))
    end
    return found
  end

  function Answer.__newindex(_, key)
    context.fail(name, ("it is only looked at; '%s' cannot be set"):format(tostring(key)))
  end

  function Answer.__tostring(value) return to_text(parts[value]) end
  function Answer.__concat(a, b) return tostring(a) .. tostring(b) end

  if matrix then
    function Answer.__len(value) return #parts[value][matrix] end
  end

  context.type(name, Answer)
  return function(fields)
    local value = setmetatable({}, Answer)
    parts[value] = fields
    return value
  end
end

-- The fields of the receiver of a method, or a mistake explained.
function record.check(name, method, value)
  local fields = value ~= nil and getmetatable(value) and parts[value]
  if not fields or getmetatable(value).__name ~= name then
    context.fail(name .. ":" .. method, ("%s expected before ':', got %s"):format(name,
      context.describe(value)))
  end
  return fields
end

-- Characters, not bytes.
local function width_of(text) return utf8.len(text) or #text end

-- Rows of cells as aligned lines: the first column to the left, others to the
-- right; cells that are nil are empty. Gives the text and the first width.
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
