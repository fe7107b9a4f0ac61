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

local function is_same(a, b) return rawequal(a, b) or (a ~= a and b ~= b) end

local PROMPT = {_ = true, ans = true}

-- Finds an entry such as `x = 5` that assigns the value which x already has.
local function begins_with_target(text, name)
  local targets = text:match("^%s*([%w_,%s]-)%s*=[^=]")
  if not targets then return false end
  targets = targets:gsub("^local%s+", "")
  return ("," .. targets:gsub("%s", "") .. ","):find("," .. name .. ",", 1, true) ~= nil
end

-- Compares the globals with those before the entry that has just run.
function made.note(text)
  if not seen then return snapshot() end
  for name, value in next, _G do
    local changed = not is_same(seen[name], value)
    if type(name) == "string" and not PROMPT[name]
        and (changed or begins_with_target(text, name)) then
      texts[name] = text
    end
  end
  snapshot()
end

-- The text of that entry, or nil.
function made.by(name) return texts[name] end

function made.forget() texts = {} end

return made
