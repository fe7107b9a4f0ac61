-- zip.lua - makes zip archives and workbooks, for tests.
--
--   zip.archive{{"a.txt", "text"}, ...}   the bytes of an archive
--   zip.workbook{sheet = "<row>...", ...}  those of a workbook; see below

local zip = {}

local crc_of_byte = {}
for i = 0, 255 do
  local c = i
  for _ = 1, 8 do c = c & 1 == 1 and c >> 1 ~ 0xEDB88320 or c >> 1 end
  crc_of_byte[i] = c
end

local function crc32(text)
  local c = 0xFFFFFFFF
  for i = 1, #text do c = crc_of_byte[(c ~ text:byte(i)) & 0xFF] ~ c >> 8 end
  return c ~ 0xFFFFFFFF
end

-- Deflate with blocks that are not compressed.
local function deflate(text)
  local blocks = {}
  for at = 1, math.max(1, #text), 65535 do
    local part = text:sub(at, at + 65534)
    local last = at + 65535 > #text and 1 or 0
    blocks[#blocks + 1] = string.pack("<BI2I2", last, #part, #part ~ 0xFFFF) .. part
  end
  return table.concat(blocks)
end

function zip.archive(files)
  local parts, central, at = {}, {}, 0
  for _, file in ipairs(files) do
    local name, text = file[1], file[2]
    local packed = deflate(text)
    local common = string.pack("<I2I2I2I2I2I4I4I4I2I2", 20, 0, 8, 0, 0x21, crc32(text), #packed,
      #text, #name, 0)
    local part = "PK\3\4" .. common .. name .. packed
    central[#central + 1] = "PK\1\2" .. string.pack("<I2", 20) .. common
      .. string.pack("<I2I2I2I4I4", 0, 0, 0, 0, at) .. name
    parts[#parts + 1] = part
    at = at + #part
  end
  local directory = table.concat(central)
  return table.concat(parts) .. directory .. "PK\5\6" .. string.pack("<I2I2I2I2I4I4I2", 0, 0, #files,
    #files, #directory, at, 0)
end

local HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

-- book.sheets is a list of {name, rows}, where rows is the XML in sheetData;
-- book.strings the XML in sst, book.styles that in styleSheet, book.properties
-- that before the list of sheets.
function zip.workbook(book)
  local list, relations, files = {}, {}, {}
  for k, sheet in ipairs(book.sheets) do
    list[k] = ('<sheet name="%s" sheetId="%d" r:id="rId%d"/>'):format(sheet[1], k, k)
    relations[k] = ('<Relationship Id="rId%d" Target="worksheets/s%d.xml"/>'):format(k, k)
    files[k] = {("xl/worksheets/s%d.xml"):format(k),
      HEAD .. "<worksheet><sheetData>" .. sheet[2] .. "</sheetData></worksheet>"}
  end
  table.insert(files, 1, {"xl/workbook.xml", HEAD .. '<workbook xmlns:r="x">'
    .. (book.properties or "") .. "<sheets>" .. table.concat(list) .. "</sheets></workbook>"})
  table.insert(files, 2, {"xl/_rels/workbook.xml.rels",
    HEAD .. "<Relationships>" .. table.concat(relations) .. "</Relationships>"})
  if book.strings then
    files[#files + 1] = {"xl/sharedStrings.xml", HEAD .. "<sst>" .. book.strings .. "</sst>"}
  end
  if book.styles then
    files[#files + 1] = {"xl/styles.xml", HEAD .. "<styleSheet>" .. book.styles .. "</styleSheet>"}
  end
  return zip.archive(files)
end

return zip
