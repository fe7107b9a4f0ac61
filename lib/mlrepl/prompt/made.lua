-- made.lua - which entry of the session assigned each global variable last.

local made = {}

-- The value of every global after the last entry. Weak: a replaced value must not stay in
-- memory while the next entry runs.
local seen
local texts = {} -- name -> text of the entry

local function snapshot()
  seen = setmetatable({}, {__mode = "v"})
  for name, value in next, _G do seen[name] = value end
end

-- Before the first entry: variables of the start file have no entry.
function made.begin()
  if not seen then snapshot() end
end

-- The variables in an entry such as `x, y = 5, 6`, which may assign the values they have
-- already.
local function targets(text)
  local list = text:match("^%s*([%w_,%s]-)%s*=[^=]") or ""
  return list:gsub("^local%s+", ""):gmatch("[%a_][%w_]*")
end

local PROMPT = {_ = true, ans = true}

-- Compares the globals with those before the entry that has just run. nan differs from
-- itself.
function made.note(text)
  if not seen then return snapshot() end
  local before, rawequal = seen, rawequal -- locals: this loop runs after every entry
  for name, value in next, _G do
    local old = before[name]
    if not rawequal(old, value) and (value == value or old == old) and not PROMPT[name] then
      texts[name] = text
      before[name] = value
    end
  end
  for name in targets(text) do
    if rawget(_G, name) ~= nil then texts[name] = text end
  end
end

-- The text of that entry, or nil.
function made.by(name) return texts[name] end

function made.forget() texts = {} end

return made
