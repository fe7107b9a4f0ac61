-- format.lua - prints a dataset as a table: numbers and dates right-aligned, texts
-- left-aligned. Long tables show the first and last rows, wide ones the first
-- columns and the last. Summaries are printed whole, wrapped into blocks.

local context = require "mlrepl.context"
local dates = require "mlrepl.dates"
local Column = require "mlrepl.dataset.column"

local format = {}

local MOST_ROWS, EDGE, MOST_TEXT = 24, 5, 24
local MOST_WHOLE = 60

-- In characters, not bytes.
local function width_of(text)
  return utf8.len(text) or #text
end

local function shorten(text, most)
  text = context.plain(text)
  if width_of(text) <= most then return text end
  local cut = utf8.len(text) and utf8.offset(text, most - 2) or most - 2
  return text:sub(1, cut - 1) .. "..."
end

-- The decimal places that "%.6g" shows; nil if it uses an exponent.
local function decimals(x)
  local text = ("%.6g"):format(x)
  if text:find("e", 1, true) and x % 1 ~= 0 then return nil end
  local fraction = text:match("%.(%d+)$")
  return fraction and #fraction or 0
end

-- One format for all numbers of a column. In a summary each number has its own
-- precision.
local function number_form(values, whole)
  if whole then return "%.6g" end
  local most, form = 0, nil
  for _, x in ipairs(values) do
    if x == x and x ~= math.huge and x ~= -math.huge then
      local n = decimals(x)
      if not n or math.abs(x) >= 1e15 then form = "%.5g" else most = math.max(most, n) end
    end
  end
  return form or "%." .. most .. "f"
end

-- One form for all dates or times of a column: without seconds if none has any.
local function date_form(values, kind)
  local form = 0
  for _, x in ipairs(values) do form = math.max(form, dates.form(x)) end
  return {format = function(_, x) return dates.write(x, kind, form) end}
end

local function cell_texts(values, whole, kind)
  local texts, form = {}, type(values[1]) == "number" and number_form(values, whole)
  if kind then form = date_form(values, kind) end
  for i, value in ipairs(values) do
    if Column.is_missing(value) then
      texts[i] = "NA"
    else
      texts[i] = form and form:format(value) or shorten(value, whole and MOST_WHOLE or MOST_TEXT)
    end
  end
  return texts
end

local function pad(text, width, left)
  local blanks = (" "):rep(width - width_of(text))
  return left and text .. blanks or blanks .. text
end

-- The texts of a column, and whether they are left-aligned. Rows were omitted before
-- row `gap`.
local function texts_of(values, column, gap, whole)
  local left = not Column.is_numeric(column)
  local texts = cell_texts(values, whole, not left and column.kind)
  if gap then table.insert(texts, gap, "...") end
  return texts, left
end

-- Formats a column as lines of equal width, with its name first.
local function block(name, values, column, gap, whole)
  local texts, left = texts_of(values, column, gap, whole)
  table.insert(texts, 1, shorten(name, MOST_TEXT))
  local width = 0
  for _, text in ipairs(texts) do width = math.max(width, width_of(text)) end
  for i, text in ipairs(texts) do texts[i] = pad(text, width, left) end
  return {lines = texts, width = width}
end

-- Returns the blocks that fit, always with the last, and how many were omitted.
local function fitting(blocks, room)
  local total = -2
  for _, b in ipairs(blocks) do total = total + b.width + 2 end
  if total <= room then return blocks, 0 end
  local shown, used = {}, blocks[#blocks].width + 5
  for k = 1, #blocks - 1 do
    if k > 1 and used + blocks[k].width + 2 > room then break end
    used = used + blocks[k].width + 2
    shown[k] = blocks[k]
  end
  local out = #blocks - 1 - #shown
  local dots = {lines = {}}
  for i = 1, #blocks[1].lines do dots.lines[i] = "..." end
  if out > 0 then shown[#shown + 1] = dots end
  shown[#shown + 1] = blocks[#blocks]
  return shown, out
end

-- The values shown: all, or the first and last ones.
local function ends(column, rows, cut)
  if not cut then return Column.list(column) end
  local values = {}
  for i = 1, EDGE do
    values[i], values[EDGE + i] = column[i], column[rows - EDGE + i]
  end
  return values
end

-- Appends the blocks side by side.
local function join(lines, blocks)
  for i = 1, #blocks[1].lines do
    local cells = {}
    for k, b in ipairs(blocks) do cells[k] = b.lines[i] end
    lines[#lines + 1] = table.concat(cells, "  "):gsub(" +$", "")
  end
end

-- Wraps the blocks to the width; each group begins with the first block.
local function stack(blocks, room)
  local lines, k = {}, 2
  repeat
    local shown, used = {blocks[1]}, blocks[1].width
    repeat
      shown[#shown + 1] = blocks[k]
      used = used + 2 + (blocks[k] and blocks[k].width or 0)
      k = k + 1
    until not blocks[k] or used + 2 + blocks[k].width > room
    if #lines > 0 then lines[#lines + 1] = "" end
    join(lines, shown)
  until not blocks[k]
  return table.concat(lines, "\n")
end

local function plural(n, word)
  return ("%d %s%s"):format(n, word, n == 1 and "" or "s")
end

local function is_cut(part) return part.rows > MOST_ROWS and not part.whole end

local function size_text(part)
  return plural(part.rows, "row") .. ", " .. plural(#part.names, "column")
end

-- What is printed, in cells: the names of the columns, their texts, which of them are
-- left-aligned, and the size. At most `most` columns; a last one of dots stands for the
-- others.
function format.cells(part, most)
  local cut, names, columns, left = is_cut(part), {}, {}, {}
  for k, name in ipairs(part.names) do
    local column = part.columns[name]
    if k > most then
      names[k], columns[k] = "...", {}
      for i = 1, #columns[1] do columns[k][i] = "..." end
      break
    end
    names[k] = shorten(name, MOST_TEXT)
    columns[k], left[k] = texts_of(ends(column, part.rows, cut), column, cut and EDGE + 1,
      part.whole)
  end
  return names, columns, left, size_text(part)
end

function format.table_text(part)
  local cut, blocks, lines = is_cut(part), {}, {}
  for k, name in ipairs(part.names) do
    local column = part.columns[name]
    blocks[k] = block(name, ends(column, part.rows, cut), column,
      cut and EDGE + 1, part.whole)
  end
  local size = size_text(part)
  if #blocks == 0 then return size end
  if part.whole then return stack(blocks, context.width()) end
  local shown, out = fitting(blocks, context.width())
  join(lines, shown)
  if cut or out > 0 or part.rows == 0 then lines[#lines + 1] = size end
  return table.concat(lines, "\n")
end

return format
