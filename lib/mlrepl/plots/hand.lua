-- hand.lua - waiting for what the user does in the page of figures, or at the keyboard.

local context = require "mlrepl.context"
local keyboard = require "mlrepl.keyboard"
local page = require "mlrepl.page"

local hand = {}

local SLICE = 0.03 -- seconds, after which the keyboard is asked

-- -- JSON ----------------------------------------------------------------------------------

local function quoted(text)
  return '"' .. text:gsub('[%c"\\<]', function(c) return ("\\u%04x"):format(c:byte()) end) .. '"'
end

-- Text, numbers, booleans, lists and tables with names; numbers that are not finite are null.
function hand.json(value)
  if type(value) == "string" then return quoted(value) end
  if type(value) == "number" then
    if value ~= value or math.abs(value) == math.huge then return "null" end
    return math.type(value) == "integer" and ("%d"):format(value) or ("%.17g"):format(value)
  end
  if type(value) ~= "table" then return tostring(value) end
  local parts = {}
  if value[1] ~= nil or next(value) == nil then
    for i, item in ipairs(value) do parts[i] = hand.json(item) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for key, item in pairs(value) do parts[#parts + 1] = quoted(key) .. ":" .. hand.json(item) end
  return "{" .. table.concat(parts, ",") .. "}"
end

-- -- waiting -------------------------------------------------------------------------------

-- The next key (as keyboard.key returns it) and the next event of the page, of which at
-- least one is nil, within that time.
function hand.next(seconds, has_keys)
  if not page.active() then return keyboard.key(seconds) end
  local last = context.seconds() + seconds
  repeat
    local event = page.event(math.min(SLICE, seconds))
    if event then return nil, event end
    local key = has_keys and keyboard.key(0)
    if has_keys and key ~= nil then return key end
  until context.seconds() >= last
end

local ENDS = {enter = true, q = true, escape = true, [false] = true}

-- Offers the controls and calls act(word, rest) for each event, until act returns true, the
-- user chooses Done or presses Enter. The terminal is restored also after an error.
function hand.wait(controls, act)
  local has_keys = keyboard.keys(true)
  local ok, message = pcall(function()
    page.offer(hand.json(controls))
    while true do
      local key, event = hand.next(60, has_keys)
      if event == "done" or key ~= nil and ENDS[key] then return end
      if event and act(event:match("^(%S+) ?(.*)$")) then return end
    end
  end)
  keyboard.keys(false)
  page.offer(nil)
  if not ok then error(message, 0) end
end

-- The numbers in an event; nil if it is not a list of finite numbers.
function hand.numbers(text)
  local list = {}
  for word in text:gmatch("%S+") do
    local number = tonumber(word)
    if not number or number ~= number or math.abs(number) == math.huge then return nil end
    list[#list + 1] = number
  end
  return list
end

-- -- plot.click ----------------------------------------------------------------------------

-- Where the next click is: x, y and the number of the axes; nil if the user ends it.
function hand.click()
  local result = {}
  print "Click in the figure, or press Enter."
  hand.wait({click = true, text = "Click in the figure."}, function(word, rest)
    local list = word == "click" and hand.numbers(rest)
    if not list or #list ~= 4 then return false end
    result = {list[3], list[4], math.tointeger(list[2])}
    return true
  end)
  if not result[1] then return nil end
  return result[1] + 0.0, result[2] + 0.0, result[3]
end

return hand
