-- json.lua - writes JSON: strings, numbers, booleans, lists, and tables with names as keys.
-- The native module mlrepl.json reads it.

local json = {}

local ESCAPED = {['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t"}

local function escape(c) return ESCAPED[c] or ("\\u%04x"):format(c:byte()) end

-- Bytes that are not UTF-8 become question marks: the file must be readable everywhere.
local function valid(text)
  if utf8.len(text) then return text end
  return (text:gsub("[\x80-\xff]", "?"))
end

local function of_number(x)
  if x ~= x or x == math.huge or x == -math.huge then return "null" end
  return math.type(x) == "integer" and ("%d"):format(x) or (("%.17g"):format(x):gsub(",", "."))
end

local function members(value)
  local keys, parts = {}, {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys)
  for i, key in ipairs(keys) do parts[i] = json.text(key) .. ":" .. json.text(value[key]) end
  return "{" .. table.concat(parts, ",") .. "}"
end

-- The value on one line, the same one each time. An empty table is a list.
function json.text(value)
  local kind = type(value)
  if kind == "string" then return '"' .. valid(value):gsub('[%c"\\]', escape) .. '"' end
  if kind == "number" then return of_number(value) end
  if kind == "boolean" then return tostring(value) end
  if kind ~= "table" then return "null" end
  if value[1] == nil and next(value) ~= nil then return members(value) end
  local parts = {}
  for i, one in ipairs(value) do parts[i] = json.text(one) end
  return "[" .. table.concat(parts, ",") .. "]"
end

return json
