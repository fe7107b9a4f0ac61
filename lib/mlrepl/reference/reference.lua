-- reference.lua - Lua itself, explained: keywords, operators, and the standard library.
--
-- The other files of this folder list topics as {name, usage, help, example, aliases}: the
-- fields of a help entry, and other names under which the topic is found. They are loaded
-- when someone asks.

local reference = {}

local MODULES = {"syntax", "operators", "basic", "strings", "tables", "numbers", "files",
  "coroutines", "debugging"}

reference.topics = {}
for _, module in ipairs(MODULES) do
  for _, topic in ipairs(require("mlrepl.reference." .. module).topics) do
    local name, usage, text, example, aliases = table.unpack(topic)
    table.insert(reference.topics,
      {name = name, usage = usage, help = text, example = example, aliases = aliases})
  end
end

-- The topic of a function of the standard library, or nil.
function reference.about(f)
  for _, topic in ipairs(reference.topics) do
    local owner, key = topic.name:match("^(%w+)%.([%w_]+)$")
    local holder = owner and rawget(_G, owner) or _G
    if type(holder) == "table" and rawequal(rawget(holder, key or topic.name), f) then
      return topic
    end
  end
end

function reference.usage(f)
  local topic = reference.about(f)
  return topic and topic.usage
end

return reference
