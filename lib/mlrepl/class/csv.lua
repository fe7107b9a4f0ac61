-- csv.lua - a line of CSV for a spreadsheet.

local context = require "mlrepl.context"

local csv = {}

-- A spreadsheet would run a text that begins like a formula.
local function field_of(value)
  local field = context.plain(tostring(value))
  if field:find("^[=+@-]") and not tonumber(field) then field = "'" .. field end
  if field:find('[",;]') then field = '"' .. field:gsub('"', '""') .. '"' end
  return field
end

function csv.line(values)
  local fields = {}
  for i, value in ipairs(values) do fields[i] = field_of(value) end
  return table.concat(fields, ",")
end

return csv
