-- builtin.lua - the program's own functions and tables, which a workspace refers to by name.

local context = require "mlrepl.context"
local help = require "mlrepl.help"

local builtin = {}

-- The modules keep the library debug when --safe takes it away from scripts.
local known = setmetatable({debug = package.loaded.debug}, {__index = context.known})

-- Whether the function belongs to the program: user code can add to a table such as string.
local function is_ours(value)
  if type(value) ~= "function" then return type(value) == "userdata" end
  local info, folder = debug.getinfo(value, "S"), "@" .. context.lib_dir .. "/"
  return info.what == "C" or info.source:sub(1, #folder) == folder
end

builtin.is_ours = is_ours

local function note(names, value, name)
  local old = names[value]
  if not old or #name < #old or #name == #old and name < old then names[value] = name end
end

local function note_fields(names, list, prefix)
  for key, value in next, list do
    if type(key) == "string" and is_ours(value) then note(names, value, prefix .. "." .. key) end
  end
end

-- A table from each such value to its name: "print", "string.rep", "vector:sum".
function builtin.names()
  local names = {}
  for name in next, context.known do
    local value = known[name]
    if type(value) == "table" then
      names[value] = name
      if value ~= _G then note_fields(names, value, name) end
    elseif is_ours(value) then
      note(names, value, name)
    end
  end
  for _, entry in ipairs(help.entries()) do
    if type(entry.fn) == "function" and not names[entry.fn] then names[entry.fn] = entry.name end
  end
  return names
end

-- The value with that name, or nil.
function builtin.value(name)
  local head, field = name:match("^([%w_]+)%.([%w_]+)$")
  local value = known[head or name]
  if head then value = type(value) == "table" and value[field] or nil end
  if value ~= nil then return value end
  for _, entry in ipairs(help.entries()) do
    if entry.name == name and type(entry.fn) == "function" then return entry.fn end
  end
end

return builtin
