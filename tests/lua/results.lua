-- results.lua - the results that usages state, "X:t() -> matrix", are those that the functions
-- return: every call in every example is compared, and every field of every value it makes.
local check = dofile("tests/check.lua")
local case = check.case

warn("@off") -- some examples warn
do -- loads all modules
  local shown = print
  print = function() end -- luacheck: ignore
  help"for"
  print = shown -- luacheck: ignore
end
local entries = debug.getregistry()["mlrepl.primitives"]
local topics = debug.getregistry()["mlrepl.modules"]["mlrepl.reference.reference"].topics

-- -- the notation ---------------------------------------------------------------------

local function split(text, separator)
  local parts, from = {}, 1
  while true do
    local first, last = text:find(separator, from, true)
    parts[#parts + 1] = text:sub(from, (first or 0) - 1)
    if not first then return parts end
    from = last + 1
  end
end

local function results_of(usage) return usage:match(" %-> (.*)$") end

local known = {}
for word in ("number string boolean nil table function thread any file vector matrix dataset texts "
    .. "any ... model run figure axes scaler confusion summary gradient_check diagnosis why_prediction "
    .. "why_cost why_slope why_gradient why_tape tape "
    .. "cross_validation search_result test_looks "
    .. "explanation example_explanation resampling influence"):gmatch("%S+") do known[word] = true end

local function arguments_of(usage)
  local call = usage:match("^(.-) %-> ")
  local names, listed = {call:match("^([%w_]+):")}, call:match("%b()") or ""
  for name in listed:gsub("%b{}", ""):gmatch("[%w_]+") do names[#names + 1] = name end
  return names
end

local function place_of(names, wanted)
  for i, name in ipairs(names) do
    if name == wanted then return i end
  end
end

-- A type is well formed.
local function check_type(text, names)
  local word, argument = text:match("^(.-) with ([%w_]+)$")
  if argument then
    assert(place_of(names, argument), "no argument " .. argument)
    return check_type(word, names)
  end
  local like, items = text:match("^like ([%w_]+)$"), text:match("^list of ([%w_]+)s$")
  like = like or text:match("^item of ([%w_]+)$")
  if like then return assert(place_of(names, like), "no argument " .. like) end
  assert(known[items or text], "unknown type " .. text)
end

local function check_notation(usage)
  local results = assert(results_of(usage), "no results")
  if results == "nothing" then return end
  for _, result in ipairs(split(results:gsub("^iterator of ", ""), ", ")) do
    for _, alternative in ipairs(split(result, " or ")) do
      check_type(alternative, arguments_of(usage))
    end
  end
end

case("every usage states its results", function()
  for _, list in ipairs{entries, topics} do
    for _, entry in ipairs(list) do
      local called = list == entries and not entry.name:find("^prompt:")
        or entry.usage:find(entry.name .. "(", 1, true)
      local ok, message = pcall(check_notation, entry.usage)
      if called and not ok then error(entry.usage .. ": " .. message, 0) end
    end
  end
end)

-- -- values ---------------------------------------------------------------------------

local type_of = check.type_of

-- Where an argument gives the type, a list stands for a vector or matrix.
local function is_like(value, argument)
  local wanted, got = type_of(argument), type_of(value)
  return wanted == got or wanted == "nil"
    or wanted == "table" and (got == "vector" or got == "matrix")
end

local function is_list_of(value, items)
  if type(value) ~= "table" then return false end
  for _, item in ipairs(value) do
    if type_of(item) ~= items then return false end
  end
  return true
end

-- Does the value have a type such as "vector with direction"?
local function fits(value, text, names, arguments)
  local word, argument = text:match("^(.-) with ([%w_]+)$")
  if argument then
    return arguments[place_of(names, argument)] ~= nil and fits(value, word, names, arguments)
  end
  local like, items = text:match("^like ([%w_]+)$"), text:match("^list of ([%w_]+)s$")
  if like then return is_like(value, arguments[place_of(names, like)]) end
  if items then return is_list_of(value, items) end
  if text:find("^item of") then return true end
  return text == "any" or text == "..." or type_of(value) == text
end

-- "vector with direction" makes "number" wrong where there is a direction.
local function is_stated(value, result, names, arguments)
  local alternatives, given = split(result, " or "), {}
  for _, text in ipairs(alternatives) do
    local argument = text:match(" with ([%w_]+)$")
    if argument and arguments[place_of(names, argument)] ~= nil then given[#given + 1] = text end
  end
  for _, text in ipairs(#given > 0 and given or alternatives) do
    if fits(value, text, names, arguments) then return true end
  end
  return false
end

local counted, wrong = 0, {}

local function compare(usage, values, n, arguments)
  local results, names = results_of(usage), arguments_of(usage)
  local stated = results == "nothing" and {} or split(results, ", ")
  if results:find("^iterator") then stated, n = {"function"}, math.min(n, 1) end
  local bad = n > #stated and #stated == 0
  for i = 1, n do
    bad = bad or i <= #stated and not is_stated(values[i], stated[i], names, arguments)
  end
  counted = counted + 1
  if bad then
    local got = {}
    for i = 1, n do got[i] = type_of(values[i]) end
    wrong[#wrong + 1] = ("%s returned %s"):format(usage, table.concat(got, ", "))
  end
end

-- -- running the examples -------------------------------------------------------------

local usages = {} -- by function

for _, entry in ipairs(entries) do
  if type(entry.fn) == "function" then usages[entry.fn] = entry.usage end
end
for _, topic in ipairs(topics) do
  local owner, key = topic.name:match("^(%w+)%.([%w_]+)$")
  local f = owner and rawget(_G, owner) and rawget(_G[owner], key) or rawget(_G, topic.name)
  if owner == nil and topic.name:find("^file:") then
    f = debug.getmetatable(io.stdout).__index[topic.name:match(":(.*)")]
  end
  if type(f) == "function" and not usages[f] and results_of(topic.usage) then
    usages[f] = topic.usage
  end
end

local seen = {} -- values by type
local passed = {} -- the arguments of the last call, by function

local function values_at(level, first, n)
  local values = {}
  for i = 1, n do
    local name, value = debug.getlocal(level + 1, first + i - 1)
    if not name then return values, i - 1 end
    values[i] = value
  end
  return values, n
end

local function hook(event)
  local info = debug.getinfo(2, "fr")
  local usage = info and usages[info.func]
  if not usage then return end
  if event == "call" or event == "tail call" then
    passed[info.func] = values_at(2, info.ftransfer, info.ntransfer)
  elseif info.ntransfer then
    local values, n = values_at(2, info.ftransfer, info.ntransfer)
    if type_of(values[1]) == "tracked value" then return end -- inside grad
    for i = 1, n do
      local name = type_of(values[i])
      seen[name] = seen[name] or {}
      seen[name][values[i] == nil and "nil" or values[i]] = true
    end
    compare(usage, values, n, passed[info.func] or {})
  end
end

local function run(example)
  local code = (example .. "\n"):gsub("\n [^ ][^\n]*", ""):gsub("([^\n]-) %-%-> [^\n]*", ";(function(...) end)(%1)")
  local shown = print
  print = function() end -- luacheck: ignore
  debug.sethook(hook, "cr")
  local ok, message = pcall(load(code, "=example"))
  debug.sethook()
  print = shown -- luacheck: ignore
  if not ok then error(message .. "\n" .. code, 0) end
end

-- Compares the fields of the values that the examples made.
local function read(value, key) return value[key] end

local function compare_fields()
  for _, entry in ipairs(entries) do
    local owner, key = entry.name:match("^(%w[%w_]*):([%w_]+)$")
    if owner and type(entry.fn) ~= "function" and owner ~= "prompt" then
      local found = 0
      for value in pairs(seen[owner] or {}) do
        local ok, field = pcall(read, value, key)
        if ok then
          found = found + 1
          compare(entry.usage, {field}, 1, {})
        end
      end
      if found == 0 then wrong[#wrong + 1] = "no value has the field " .. entry.name end
    end
  end
end

case("every call in the examples returns what its usage states", function()
  for _, list in ipairs{entries, topics} do
    for _, entry in ipairs(list) do
      local ok, message = pcall(run, entry.example)
      if not ok then wrong[#wrong + 1] = ("the example of %s: %s"):format(entry.name, message) end
    end
  end
  compare_fields()
  check.equal(table.concat(wrong, "\n"), "")
  assert(counted > 1500, counted)
end)

check.done("results")
