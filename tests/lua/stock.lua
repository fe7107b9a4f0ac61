-- stock.lua - every function of Lua's libraries, called with many combinations of odd arguments,
-- gives the results and messages of stock Lua. What differs on purpose is in help"lua".
--
-- lua5.4 runs this file with the argument "cases"; both must print the same.

-- Left out: what has effects outside, depends on the moment, or is tested in standard.lua.
local FUNCTIONS = {
  _G = {"assert", "error", "ipairs", "load", "next", "pairs", "pcall", "rawequal", "rawget", "rawlen", "select",
    "tonumber", "tostring", "type", "xpcall"},
  string = {"byte", "char", "find", "format", "gmatch", "gsub", "len", "lower", "match", "pack", "packsize", "rep",
    "reverse", "sub", "unpack", "upper"},
  table = {"concat", "move", "pack", "remove", "sort", "unpack"},
  math = {"abs", "acos", "asin", "ceil", "cos", "deg", "exp", "floor", "fmod", "log", "max", "min", "modf", "rad",
    "sin", "sqrt", "tan", "tointeger", "type", "ult"},
  utf8 = {"char", "codepoint", "codes", "len", "offset"},
  coroutine = {"close", "create", "isyieldable", "resume", "running", "status", "wrap", "yield"},
  os = {"difftime", "setlocale"},
  io = {"type"},
}
local LIBRARIES = {"_G", "string", "table", "math", "utf8", "coroutine", "os", "io"}

-- Each call gets new ones, because it may change them.
local function arguments()
  local odd = setmetatable({}, {__len = function() return 3 end, __name = "My",
    __index = function(_, k) return k end, __tostring = function() return "T!" end})
  return {nil, true, false, 0, 1, -1, 2, 3, 5, 2.0, 0.5, -3.7, 1 / 0, -1 / 0, 0 / 0, math.maxinteger,
    math.mininteger, 2 ^ 53, 1e308, "", "a", "abc", "10", "0x10", " 5 ", "1e1", "%d", "(a)(b)?", "[a-", "%", "%b()",
    "(", "%f[%w]%a+", "^a", ".-", "é€", "\xff\xfe", "\0z", "a,b,,c", "%5.2f|%s", "%q", "<i4", "!8z", "s1", {},
    {1, 2, 3}, {"x", "y"}, {n = 2, 4, 5}, odd, function(...) return ... end, tostring,
    coroutine.create(function(...) return coroutine.yield(...) end), "n", "k", "i1i1", "numeric", "t", "b", "bt", "x"}
end
local MANY = 60

local function describe(value, depth)
  if math.type(value) == "float" then return (("%.17gf"):format(value):gsub("%-nan", "nan")) end
  if type(value) == "string" then return (("%q"):format(value):gsub("0x%x%x%x%x%x%x+", "address")) end
  if type(value) ~= "table" or getmetatable(value) or depth > 2 then
    return (tostring(value):gsub("0x%x+", "address"))
  end
  local items = {}
  for k, v in next, value do items[#items + 1] = tostring(k) .. "=" .. describe(v, depth + 1) end
  table.sort(items)
  return "{" .. table.concat(items, ",") .. "}"
end

-- With a large number these take all memory.
local GREEDY = {rep = true, concat = true, move = true, unpack = true, format = true}

local function is_large(x) return type(x) == "number" and math.abs(x) > 1e6 end

local function call(name, f, places)
  local all, given, large = arguments(), {}, false
  for i, place in ipairs(places) do
    given[i] = all[place]
    large = large or is_large(given[i])
  end
  if large and GREEDY[name] then return end
  -- In a coroutine, because some functions yield.
  local results = table.pack(coroutine.resume(coroutine.create(function()
    return pcall(f, table.unpack(given, 1, #places))
  end)))
  for i = 1, results.n do results[i] = describe(results[i], 0) end
  return ("%s(%s) %s"):format(name, table.concat(places, ","), table.concat(results, " "))
end

local state = 1
local function below(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return state // 65536 % n + 1
end

-- Calls `see` with a line for each call.
local function run(see)
  for _, library in ipairs(LIBRARIES) do
    for _, name in ipairs(FUNCTIONS[library]) do
      local f = _G[library][name]
      see(call(name, f, {}))
      for i = 1, MANY do see(call(name, f, {i})) end
      for _, count in ipairs{2, 2, 3, 4} do
        for _ = 1, 100 do
          local places = {}
          for i = 1, count do places[i] = below(MANY) end
          see(call(name, f, places))
        end
      end
    end
  end
end

if arg[1] == "cases" then
  run(function(line) if line then io.write((line:gsub("[\n\r]", " ")), "\n") end end)
  return
end

local check = dofile("tests/check.lua")

-- Binary chunks are refused whatever the mode.
local function is_on_purpose(line) return line:find("^load%(") and line:find("binary") end

check.case("all functions behave as in stock Lua", function()
  local stock = io.popen("lua5.4 tests/lua/stock.lua cases"):lines()
  local count = 0
  run(function(line)
    if not line then return end
    local expected = stock()
    count = count + 1
    if not is_on_purpose(line) then check.equal(line:gsub("[\n\r]", " "), expected) end
  end)
  check.equal(stock(), nil)
  check.equal(count > 20000, true)
end)

check.case("help says what differs", function()
  local said = check.script('help"lua"')
  for _, word in ipairs{"binary", "Ctrl-C", "decimal point", "finalizer"} do
    if not said:lower():find(word:lower(), 1, true) then error(word .. " expected in: " .. said) end
  end
end)

check.done("stock")
