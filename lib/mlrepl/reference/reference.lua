-- reference.lua - Lua itself, explained: keywords, operators, and the standard library; and the
-- program's own tables.
--
-- The other files of this folder list topics as {name, usage, help, example, aliases, words}: the
-- fields of a help entry, other names under which the topic is found, and the words that an
-- argument takes. They are loaded when someone asks.

local reference = {}

local MODULES = {"syntax", "operators", "basic", "strings", "tables", "numbers", "files",
  "coroutines", "debugging", "program"}

reference.topics = {}
reference.order = require("mlrepl.reference.program").order
for _, module in ipairs(MODULES) do
  for _, topic in ipairs(require("mlrepl.reference." .. module).topics) do
    local name, usage, text, example, aliases, words = table.unpack(topic)
    table.insert(reference.topics, {name = name, usage = usage, help = text, example = example,
      aliases = aliases, words = words})
  end
end

-- The function that the topic explains, or nil.
local function function_of(topic)
  local owner, key = topic.name:match("^(%w+)[.:]([%w_]+)$")
  local holder = owner and rawget(_G, owner) or _G
  if owner == "file" then holder = debug.getmetatable(io.stdout).__index end
  local f = type(holder) == "table" and rawget(holder, key or topic.name)
  return type(f) == "function" and f or nil
end

-- The topic of a function of the standard library, or nil.
function reference.about(f)
  for _, topic in ipairs(reference.topics) do
    if f ~= nil and rawequal(function_of(topic), f) then return topic end
  end
end

-- A table from the functions of the standard library to their topics.
function reference.functions()
  local found = {}
  for _, topic in ipairs(reference.topics) do
    local f = function_of(topic)
    if f and debug.getinfo(f, "S").what == "C" then found[f] = topic end
  end
  return found
end

function reference.usage(f)
  local topic = reference.about(f)
  return topic and topic.usage
end

return reference
