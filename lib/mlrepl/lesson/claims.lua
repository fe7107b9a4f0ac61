-- claims.lua - numbers that a lesson's words state by hand, for --check: "cost is 3125", where
-- cost is a variable of the lesson, must be its value before or after the step's code.
--
-- "w = 100" is no claim, because texts speak of many such lines; neither is "if cost is 0".

local text = require "mlrepl.lesson.text"

local claims = {}

local function set(words)
  local found = {}
  for word in words:gmatch("%S+") do found[word] = true end
  return found
end

local SUPPOSING = set[[if when where unless until suppose would should were whether let imagine]]
local LOOSE = set[[about roughly nearly almost approximately]]
local BETWEEN = set[[now only exactly]]

-- Is the claim part of a condition? `before` is the text up to the name.
local function is_supposed(before)
  local sentence = before:match("[^.!?;:]*$"):lower()
  for word in sentence:gmatch("%a+") do
    if SUPPOSING[word] then return true end
  end
  return false
end

local function value_of(path)
  local words, missing = text.compute("{" .. path .. "%.17g}")
  return #missing == 0 and tonumber(words) or nil
end

-- Half a unit of the last digit that is written, zeros at the end of "3100" aside; "about
-- 0.7" may be off by 1% in any case.
local function agrees(value, claim)
  local room = 0.5 * 10.0 ^ -claim.digits
  if claim.loose then room = math.max(room, 0.01 * math.abs(value)) end
  return math.abs(value - claim.number) <= room * (1 + 1e-9)
end

-- The claims in the words: a list of {path=, number=, digits=, said=, values=}.
local function claims_in(words, list)
  words = words:gsub("%s+", " ")
  local pattern = "()%f[%w_]([%a_][%w_.]*%[?%d*%]?) is ([%a]*) ?()(%-?%d[%d,]*%.?%d*)%.?%f[^%w.]"
  for at, path, between, number_at, number in words:gmatch(pattern) do
    local follows = words:sub(number_at + #number, number_at + #number + 1)
    number = number:gsub(",", ""):gsub("%.$", "")
    local loose = LOOSE[between]
    local plain = (between == "" or loose or BETWEEN[between]) and not follows:find("^[%a%%^*/+(]")
      and not follows:find("^ [*/+^%%]")
    if plain and tonumber(number) and not is_supposed(words:sub(1, at - 1)) then
      local decimals, zeros = number:match("%.(%d*)$"), number:match("%d(0*)$")
      list[#list + 1] = {path = path, number = tonumber(number), values = {}, loose = loose,
        digits = decimals and #decimals or -#(zeros or ""),
        said = ("%s is %s"):format(path, number)}
    end
  end
end

-- The claims of a step.
function claims.of(step)
  local list = {}
  for _, key in ipairs{"text", "question", "because", "try"} do
    if step[key] then claims_in(step[key], list) end
  end
  for _, why in pairs(type(step.why) == "table" and step.why or {step.why}) do
    local words = type(why) == "table" and why[2] or why
    if type(words) == "string" then claims_in(words, list) end
  end
  return list
end

-- Notes what the variables are now: before the code has run, and after it.
function claims.note(list)
  for _, claim in ipairs(list) do
    local value = value_of(claim.path)
    if value then claim.values[#claim.values + 1] = value end
  end
end

-- Calls tell(message) for the claims that none of the values agrees with.
function claims.judge(list, tell)
  for _, claim in ipairs(list) do
    local right = #claim.values == 0
    for _, value in ipairs(claim.values) do
      right = right or agrees(value, claim)
    end
    if not right then
      tell(("the text says %s, but it is %s; write {%s}"):format(claim.said,
        text.value(claim.values[#claim.values]), claim.path))
    end
  end
end

return claims
