-- columns.lua - prints a table: text to the left, numbers to the right.

local context = require "mlrepl.context"

local columns = {}

local function width_of(text) return utf8.len(text) or #text end

local function cut(text, width)
  if width_of(text) <= width then return text end
  return text:sub(1, utf8.offset(text, width) - 1) .. "…"
end

-- The last column gets what is left of the line.
local function widths_of(rows, width)
  local widths, before = {}, 0
  for _, row in ipairs(rows) do
    for i, cell in ipairs(row) do
      widths[i] = math.max(widths[i] or 0, width_of(cell))
    end
  end
  for i = 1, #widths - 1 do before = before + widths[i] + 2 end
  widths[#widths] = math.min(widths[#widths], math.max(10, width - before))
  return widths
end

local function is_number(rows, i)
  for k = 2, #rows do
    if not rows[k][i]:find("^[%d.]+[ of%d]*$") and rows[k][i] ~= "" then return false end
  end
  return true
end

-- The first row has the titles. Cells may come from a file of anybody.
function columns.print(rows, width)
  for _, row in ipairs(rows) do
    for i, cell in ipairs(row) do row[i] = context.plain(tostring(cell)) end
  end
  local widths, right = widths_of(rows, width), {}
  for i in ipairs(rows[1]) do right[i] = is_number(rows, i) end
  for _, row in ipairs(rows) do
    local cells = {}
    for i, cell in ipairs(row) do
      local text = cut(cell, widths[i])
      local space = (" "):rep(widths[i] - width_of(text))
      cells[i] = right[i] and space .. text or text .. space
    end
    print((table.concat(cells, "  "):gsub("%s+$", "")))
  end
end

return columns
