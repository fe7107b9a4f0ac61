-- annotations.lua - the names of mlrepl for editors: a file for the Lua language server, in which
-- each function has its parameters, results and help.

local annotations = {}

local BASIC = {number = "number", string = "string", boolean = "boolean", table = "table",
  ["function"] = "function", ["nil"] = "nil", thread = "thread"}
local KEYWORDS = {["end"] = true, ["function"] = true, ["repeat"] = true, ["until"] = true}

-- -- types --------------------------------------------------------------------------------

-- The names of the program's types: the words before the colon in "vector:sum".
local function types_of(entries)
  local types = {}
  for _, entry in ipairs(entries) do
    local type = entry.name:match("^([%a_]+):[%a_]")
    if type then types[type] = true end
  end
  return types
end

local function class_of(g, word)
  return BASIC[word] or g.types[word] and "mlrepl." .. word or "any"
end

local type_text

-- "list of strings" has the plural.
local function singular(g, word)
  local one = word:gsub("ies$", "y"):gsub("s$", "")
  return (BASIC[one] or g.types[one]) and one or word
end

local function alternative(g, text, receiver)
  text = text:gsub(" with [%w_]+$", "")
  local list, items = text:match("^list of (.+)$"), text:match("^iterator of (.+)$")
  if list then return type_text(g, singular(g, list), receiver) .. "[]" end
  if items then
    local results = {}
    for item in items:gmatch("[^,]+") do results[#results + 1] = type_text(g, item, receiver) end
    return "fun(): " .. table.concat(results, ", ")
  end
  local like = text:match("^like ([%w_]+)$")
  if like and receiver and like == receiver.word then return "mlrepl." .. receiver.type end
  return class_of(g, text)
end

-- The type of a result such as "number or vector with direction".
function type_text(g, text, receiver)
  local parts = {}
  for part in (text:match("^%s*(.-)%s*$") .. " or "):gmatch("(.-) or ") do
    parts[#parts + 1] = alternative(g, part, receiver)
  end
  return table.concat(parts, "|")
end

-- -- usages -------------------------------------------------------------------------------

-- Splits at commas outside of braces.
local function split(text)
  local parts, depth, part = {}, 0, ""
  for c in text:gmatch(".") do
    if c == "{" then depth = depth + 1 elseif c == "}" then depth = depth - 1 end
    if c == "," and depth == 0 then
      parts[#parts + 1], part = part, ""
    else
      part = part .. c
    end
  end
  parts[#parts + 1] = part
  return parts
end

-- "m, X[, style], {alpha=}" -> {name, options = {"alpha"}} for each parameter.
local function parameters(text)
  local list, optional = {}, false
  for _, part in ipairs(split(text)) do
    local options = part:match("%b{}")
    local name = (options and part:gsub("%b{}", "") or part):gsub("[%[%]%s]", "")
    local parameter = {name = name, optional = optional or options ~= nil}
    if options then
      parameter.name, parameter.options = "options", {}
      for option in options:gmatch("([%w_]+)=") do table.insert(parameter.options, option) end
    end
    if KEYWORDS[parameter.name] then parameter.name = parameter.name .. "_" end
    if parameter.name:find("^[%a_][%w_]*$") or parameter.name == "..." then
      list[#list + 1] = parameter
    end
    if parameter.name == "..." then break end -- the last one in Lua
    if part:find("[", 1, true) then optional = true end
  end
  return list
end

-- {parameters, results, receiver}; a field has no parameters.
local function read_usage(entry)
  local call, results = entry.usage:match("^(.-)%s*%->%s*(.*)$")
  call = call or entry.usage
  local type = entry.name:match("^([%a_]+):")
  local u = {results = results or "nothing",
    receiver = type and {type = type, word = call:match("^([%w_]+)[:.]")}}
  local inside = call:match("^[%w_.:]+(%b())") or call:match("^[%w_.:]+(%b{})")
  if inside then
    u.parameters = parameters(inside:sub(1, 1) == "(" and inside:sub(2, -2) or inside)
  end
  return u
end

-- -- writing ------------------------------------------------------------------------------

local function add(g, format, ...) g.out[#g.out + 1] = format:format(...) .. "\n" end

local function add_comment(g, text)
  for line in text:gmatch("[^\n]+") do add(g, "---%s", line) end
end

local function add_help(g, entry)
  add_comment(g, entry.help or "")
  if not entry.example or entry.example == "" then return end
  add(g, "---```lua")
  add_comment(g, entry.example)
  add(g, "---```")
end

local function option_class(entry)
  return "mlrepl." .. entry.name:gsub("[:.]", "_") .. "_options"
end

local function add_option_class(g, entry, u)
  for _, parameter in ipairs(u.parameters or {}) do
    if parameter.options then
      add(g, "---@class %s", option_class(entry))
      for _, option in ipairs(parameter.options) do add(g, "---@field %s? any", option) end
      add(g, "")
    end
  end
end

local function parameter_type(entry, parameter)
  return parameter.options and option_class(entry) or "any"
end

-- The texts of all results, or nil if there are none.
local function results(g, u)
  if u.results == "nothing" or u.results == "" then return nil end
  local list = {}
  if u.results:find("^iterator of ") then return {type_text(g, u.results, u.receiver)} end
  for _, result in ipairs(split(u.results)) do
    list[#list + 1] = result:find("%.%.%.") and "any" or type_text(g, result, u.receiver)
  end
  return list
end

local function signature(g, entry, u)
  local words = {}
  for _, p in ipairs(u.parameters) do
    words[#words + 1] = p.name .. (p.optional and p.name ~= "..." and "?" or "") .. ": "
      .. parameter_type(entry, p)
  end
  local list = results(g, u)
  return ("fun(%s)%s"):format(table.concat(words, ", "),
    list and ": " .. table.concat(list, ", ") or "")
end

local function add_function(g, name, entry, u)
  add_help(g, entry)
  local names = {}
  for _, p in ipairs(u.parameters) do
    local mark = p.optional and p.name ~= "..." and "?" or ""
    add(g, "---@param %s%s %s", p.name, mark, parameter_type(entry, p))
    names[#names + 1] = p.name
  end
  for _, result in ipairs(results(g, u) or {}) do add(g, "---@return %s", result) end
  add(g, "function %s(%s) end\n", name, table.concat(names, ", "))
end

-- -- the file -----------------------------------------------------------------------------

local function add_types(g, entries)
  local names = {}
  for type in pairs(g.types) do names[#names + 1] = type end
  table.sort(names)
  for _, type in ipairs(names) do
    add(g, "---@class mlrepl.%s", type)
    for _, entry in ipairs(entries) do
      local u = entry.name:find("^" .. type .. ":") and read_usage(entry)
      if u and not u.parameters then
        local list = results(g, u)
        local text = (entry.help or ""):gsub("%s+", " ")
        add(g, "---@field %s %s %s", entry.name:match(":(.+)$"), list and list[1] or "any", text)
      end
    end
    add(g, "local %s_type = {}\n", type)
  end
end

local function add_methods(g, entries)
  for _, entry in ipairs(entries) do
    local type, method = entry.name:match("^([%a_]+):([%a_][%w_]*)$")
    local u = type and read_usage(entry)
    if u and u.parameters then
      add_option_class(g, entry, u)
      add_function(g, type .. "_type:" .. method, entry, u)
    end
  end
end

-- The names of global tables and functions, in order.
local function heads_of(entries)
  local heads, list = {}, {}
  for _, entry in ipairs(entries) do
    local head, dot = entry.name:match("^([%a_][%w_]*)(%.?)")
    if head and not entry.name:find(":", 1, true) then
      if not heads[head] then
        heads[head] = {name = head, parts = {}}
        list[#list + 1] = heads[head]
      end
      if dot == "" then heads[head].own = entry else table.insert(heads[head].parts, entry) end
    end
  end
  return list
end

local function add_table(g, head)
  local u = head.own and read_usage(head.own)
  if u then
    add_option_class(g, head.own, u)
    add_help(g, head.own)
    add(g, "---@overload %s", signature(g, head.own, u))
  end
  add(g, "%s = {}\n", head.name)
  for _, entry in ipairs(head.parts) do
    local part = read_usage(entry)
    add_option_class(g, entry, part)
    if part.parameters then
      add_function(g, entry.name, entry, part)
    else
      add_help(g, entry)
      add(g, "%s = nil\n", entry.name)
    end
  end
end

local function add_global(g, head)
  if #head.parts > 0 then
    add_table(g, head)
    return
  end
  local u = read_usage(head.own)
  add_option_class(g, head.own, u)
  add_function(g, head.name, head.own, u)
end

local HEAD = [[
---@meta mlrepl
-- The names of mlrepl %s for the Lua language server. Written by mlrepl --manual=lua.
-- luacheck: ignore
]]

local GLOBALS = {name = "globals", usage = "globals() -> table",
  help = "Copies all names of this table to the globals, and returns the table. Only lua5.4 needs "
    .. "it: in mlrepl the names are globals."}

local function add_module(g, heads)
  add(g, "---@class mlrepl\nlocal mlrepl = {}\n")
  for _, head in ipairs(heads) do add(g, "mlrepl.%s = %s", head.name, head.name) end
  add(g, "")
  add_function(g, "mlrepl.globals", GLOBALS, read_usage(GLOBALS))
  add(g, "return mlrepl")
end

function annotations.text(entries, version)
  local g = {types = types_of(entries), out = {HEAD:format(version)}}
  add_types(g, entries)
  add_methods(g, entries)
  local heads = heads_of(entries)
  for _, head in ipairs(heads) do add_global(g, head) end
  add_module(g, heads)
  return table.concat(g.out)
end

return annotations
