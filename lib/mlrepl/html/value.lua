-- value.lua - values as HTML tables, for notebooks and web pages. The cells hold what the
-- prompt prints.

local confusion = require "mlrepl.explain.confusion"
local dataset = require "mlrepl.dataset.dataset"
local describe = require "mlrepl.prompt.describe"
local escape = require "mlrepl.html.escape"
local format = require "mlrepl.dataset.format"
local summary = require "mlrepl.explain.summary"

local value = {}

-- -- tables -------------------------------------------------------------------------------

-- A browser would break the line after a minus sign.
local LEFT = ' style="text-align: left"'
local RIGHT = ' style="text-align: right; white-space: nowrap"'

-- A row of the texts; `left` holds the numbers of the left-aligned columns, `heads` those of
-- columns that are headings.
local function row_of(texts, left, heads)
  local cells = {}
  for j, text in ipairs(texts) do
    local tag = heads[j] and "th" or "td"
    cells[j] = ("<%s%s>%s</%s>"):format(tag, left[j] and LEFT or RIGHT, escape.text(text), tag)
  end
  return "<tr>" .. table.concat(cells) .. "</tr>"
end

local ALL = setmetatable({}, {__index = function() return true end})

-- A table of the rows, which are lists of texts; the first row is the header unless it is
-- nil.
local function table_of(header, rows, left, heads)
  local lines = {"<table>"}
  if header then lines[2] = "<thead>" .. row_of(header, left, ALL) .. "</thead>" end
  lines[#lines + 1] = "<tbody>"
  for _, row in ipairs(rows) do lines[#lines + 1] = row_of(row, left, heads) end
  lines[#lines + 1] = "</tbody></table>"
  return table.concat(lines, "\n")
end

-- Lines of text below or above a table.
local function lines_of(text)
  local lines = {}
  for line in text:gmatch("[^\n]+") do lines[#lines + 1] = escape.text(line) end
  return "<p>" .. table.concat(lines, "<br>\n") .. "</p>"
end

-- -- types --------------------------------------------------------------------------------

local function words(text)
  local list = {}
  for word in text:gmatch("[^%s%[%]]+") do list[#list + 1] = word end
  return list
end

-- The printed form has a pair of brackets per row, and for a matrix one around them. Dots
-- stand for rows left out.
local function array(v)
  local text = tostring(v)
  local rows = {}
  for dots, row in (text:match("^%[(%[.*)%]$") or text):gmatch("(%.*)%s*(%b[])") do
    row = words(row)
    local gap = {}
    for j = 1, dots == "" and 0 or #row do gap[j] = dots end
    rows[#rows + 1] = #gap > 0 and gap or nil
    rows[#rows + 1] = row
  end
  if not rows[1] or #rows[1] == 0 then return nil end
  return table_of(nil, rows, {}, {})
end

local MOST_COLUMNS = 40

local function of_dataset(d)
  local names, columns, left, size = format.cells(dataset.part(d), MOST_COLUMNS)
  if #names == 0 then return nil end
  local rows = {}
  for i = 1, #columns[1] do
    rows[i] = {}
    for j = 1, #names do rows[i][j] = columns[j][i] end
  end
  return table_of(names, rows, left, {}) .. "\n" .. lines_of(size)
end

local function of_summary(s)
  local title, rows, rest = summary.parts(s)
  local header = table.remove(rows, 1)
  return lines_of(title) .. table_of(header, rows, {true}, {true}) .. lines_of(rest)
end

local function of_confusion(c)
  local rows = confusion.rows(c)
  local header = table.remove(rows, 1)
  header[1] = "true \\ predicted"
  return table_of(header, rows, {true}, {true})
end

-- The printed form is a line, a table of two columns, and advice.
local function of_run(run)
  local head, rows, rest = nil, {}, {}
  for line in tostring(run):gmatch("[^\n]+") do
    local iteration, cost = line:match("^%s*(%S+)%s+(%S+)$")
    if not head then
      head = line
    elseif iteration and #rest == 0 then
      rows[#rows + 1] = {iteration, cost}
    else
      rest[#rest + 1] = line
    end
  end
  local header = table.remove(rows, 1)
  return lines_of(head) .. table_of(header, rows, {}, {})
    .. (#rest > 0 and lines_of(table.concat(rest, "\n")) or "")
end

local KINDS = {vector = array, matrix = array, dataset = of_dataset, summary = of_summary,
  confusion = of_confusion, run = of_run}

-- The value as HTML; nil if it is of another type or empty.
function value.html(v)
  local kind = KINDS[describe.type_name(v)]
  return kind and kind(v)
end

return value
