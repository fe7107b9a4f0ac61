-- origin.lua - what data.read found out about a file, the table d.origin:
--
--   file, format         its path; "text", "sqlite" or "xlsx"
--   encoding, separator, decimal, thousands, comment, skip
--                        as the options of data.read
--   header, row_names    whether the first row has the column names, and whether
--                        the rows have names
--   sheet, table, query  of a workbook or database
--   kinds                what the values of a column are, by its name, unless
--                        they are plain numbers or texts
--   notes                the list of what was said on reading

local context = require "mlrepl.context"

local origin = {}

local Origin = {}

local words = {["\t"] = "tab", [" "] = "runs of blanks"}

local function shown(value)
  return words[value] or '"' .. context.plain(value) .. '"'
end

local function header_text(self)
  if self.row_names then return "first row; the rows have names" end
  return self.header and "first row" or "none; the columns are numbered"
end

local keys = {"encoding", "separator", "decimal", "thousands", "comment", "sheet", "table", "query"}

function Origin.__tostring(self)
  local lines = {("%-10s %s (%s)"):format("file", context.plain(self.file), self.format)}
  local function add(key, text) lines[#lines + 1] = ("%-10s %s"):format(key, text) end
  for _, key in ipairs(keys) do
    local value = self[key]
    if value then add(key, key == "encoding" and value or shown(value)) end
  end
  if self.skip and self.skip > 0 then
    add("skip", self.skip .. (self.skip == 1 and " line" or " lines"))
  end
  if self.header ~= nil then add("header", header_text(self)) end
  local names = {}
  for name in pairs(self.kinds) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do add("column", context.plain(name) .. ": " .. self.kinds[name]) end
  for _, note in ipairs(self.notes) do add("note", context.plain(note)) end
  return table.concat(lines, "\n")
end

function origin.new(found)
  return setmetatable(found, Origin)
end

return origin
