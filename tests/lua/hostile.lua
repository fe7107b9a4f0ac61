-- Calls every primitive with every pair of unusual values and a seeded sample of
-- triples, each in a separate process and an empty folder. Each call must return
-- or raise a proper error: a message that names the primitive, without a line of
-- our own Lua files or Lua's message for indexing nil.
local check = dofile("tests/check.lua")

local NAN, INF = 0 / 0, 1 / 0
local TRIPLES, SLOW = 400, 2 -- per primitive; seconds of CPU time

-- -- values --------------------------------------------------------------------

local function refuse() error("hostile words", 0) end

local function trap()
  return setmetatable({}, {__index = refuse, __len = refuse, __tostring = refuse, __name = 5})
end

local function liar()
  return setmetatable({}, {__len = function() return "many" end, __index = function() return {} end,
    __tostring = function() return 7 end})
end

local function trained()
  local m = model.logistic()
  return m, train(m, matrix{{1, 2}, {2, 1}, {3, 3}}, {0, 1, 1}, {iterations = 5})
end

local function closed_figure()
  local f = plot.figure{}
  plot.close()
  return f, plot.figure{}[1]
end

-- {{{...}}}, a hundred tables deep.
local function deep()
  local t = {}
  for _ = 1, 100 do t = {t} end
  return t
end

-- A list of {name, value}, new for each primitive because some calls modify them.
local function values()
  local m, run = trained()
  local _, scaler = normalize(matrix{{1, 2}, {2, 1}, {3, 3}})
  local closed, axes = closed_figure()
  local list = {
    {"nil", nil}, {"true", true}, {'""', ""}, {'"a"', "a"}, {"long", ("x%s"):rep(1e5)},
    {"0", 0}, {"2", 2}, {"-1", -1}, {"1.5", 1.5}, {"2^53", 2 ^ 53}, {"maxint", math.maxinteger},
    {"minint", math.mininteger}, {"nan", NAN}, {"inf", INF}, {"{}", {}}, {"{1,a}", {1, "a"}},
    {"{1,2,3}", {1, 2, 3}}, {"{{1,2}}", {{1, 2}}}, {"{x=1}", {x = 1}}, {"{'b'}", {"b"}},
    {"{names=5}", {names = 5}},
    {"deep", deep()}, {"{1,nil,3}", {1, nil, 3}}, {"{[3]=1}", {[3] = 1}}, {"{{1},{}}", {{1}, {}}},
    {"texts", data.table{a = {"x", "y", "x"}}.a}, {"2x3", matrix{{1, 2, 3}, {4, 5, 6}}},
    {"[1e300]", vector{1e300, -1e300, 1e300}}, {"[1 2]", vector{1, 2}},
    {"function", function(x) return x end}, {"error", refuse}, {"trap", trap()}, {"liar", liar()},
    {"[]", vector{}}, {"[1 2 3]", vector{1, 2, 3}}, {"[0 1 1]", vector{0, 1, 1}},
    {"[nan]", vector{1, NAN, INF}}, {"0x3", matrix.zeros(0, 3)}, {"3x0", matrix.zeros(3, 0)},
    {"3x2", matrix{{1, 2}, {2, 1}, {3, 3}}}, {"model", model.linear()}, {"trained", m},
    {"run", run}, {"scaler", scaler}, {"dataset", data.table{a = {1, 2, NAN}, b = {"x", "y", ""}}},
    {"no rows", data.table{a = {}}}, {"confusion", metrics.confusion({0, 1}, {1, 1})},
    {"figure", plot.figure{rows = 1, columns = 2}}, {"closed", closed}, {"axes", axes},
    {"thread", coroutine.create(refuse)}, {"file", io.stdout}}
  for _, v in ipairs(list) do v.n = 1 end
  list[#list + 1] = {"", n = 0} -- no argument
  return list
end

-- -- calling -------------------------------------------------------------------

local function is_sentence(message, name)
  if type(message) ~= "string" then return false, "no text" end
  if message:find("hostile words", 1, true) then return true end
  if message:find("object length is not an integer", 1, true) then return true end
  if message:find("grad cannot differentiate", 1, true) then return true end -- names what it called
  if message:find("/mlrepl/%w+%.lua:") then return false, "names our own file" end
  if message:find("to '?'", 1, true) then return false, "names '?'" end
  if message:find("attempt to ", 1, true) then return false, "is Lua's own" end
  local word = name:match("%w+$")
  if not message:find(word, 1, true) then return false, "does not name " .. name end
  if message:find("[\0-\31]") then return false, "has control characters" end
  for _, c in ipairs{"bad argument", "userdata", "upvalue", "stack overflow"} do
    if message:find(c, 1, true) then return false, "has the words " .. c end
  end
  if #message > 1200 then return false, "is " .. #message .. " long" end
  return true
end

local KINDS = {vector = true, matrix = true}

local function is_nan(value)
  if type(value) == "number" then return value ~= value end
  if type(value) == "table" then
    for i = 1, rawlen(value) do
      if is_nan(value[i]) then return true end
    end
  end
  local meta = type(value) == "userdata" and getmetatable(value)
  if not meta or not KINDS[meta.__name] then return false end
  for _, x in ipairs(value:flatten()) do
    if x ~= x then return true end
  end
  return false
end

-- A dataset is not a number, but ours contains a missing one.
local function is_dataset(value)
  return type(value) == "table" and (getmetatable(value) or {}).__name == "dataset"
end

local function has_nan(list, n, given)
  for i = 1, n do
    if is_nan(list[i]) or given and is_dataset(list[i]) then return true end
  end
  return false
end

-- The current position in the process's warnings.
local function said()
  local file = io.open("errors")
  local n = file and file:seek("end") or 0
  if file then file:close() end
  return n
end

-- True if the results contain a nan that no argument had, without a warning since
-- `before`. Repeated warnings are suppressed.
local function is_silent_nan(before, results)
  return has_nan(results, results.n) and said() == before
end

local function call(prim, arguments, before)
  local texts, given, n = {}, {}, 0
  for i, value in ipairs(arguments) do
    texts[i] = value[1]
    if value.n == 1 then
      n = n + 1
      given[n] = value[2]
    end
  end
  local brought = has_nan(given, n, true)
  local start = os.clock()
  local results = table.pack(pcall(prim.fn, table.unpack(given, 1, n)))
  local ok, message = results[1], results[2]
  local fine, why = true, nil
  local stock = prim.name == "ipairs" and n == 0 -- whose message is Lua's own
  if stock then check.equal(message, "bad argument #1 to 'ipairs' (value expected)") end
  if not ok and not stock then fine, why = is_sentence(message, prim.name) end
  if ok and not brought and is_silent_nan(before, results) then
    fine, why = false, "returns nan without a warning"
  end
  if os.clock() - start > SLOW then fine, why = false, "took " .. os.clock() - start .. " s" end
  if fine then return end
  error(("%s(%s) %s: %s"):format(prim.name, table.concat(texts, ", "), why,
    tostring(message):sub(1, 300)), 0)
end

local function call_all(prim, random)
  local list, before = values(), said()
  for _, a in ipairs(list) do
    for _, b in ipairs(list) do call(prim, {a, b}, before) end
  end
  for _ = 1, TRIPLES do
    call(prim, {list[random(#list)], list[random(#list)], list[random(#list)]}, before)
  end
end

-- A fixed seed for Lua's generator.
local function generator(seed_of)
  math.randomseed(seed_of)
  return math.random
end

-- -- the calling process -------------------------------------------------------

local function attack()
  local say = print
  print = function() end -- luacheck: ignore
  local random = generator(20)
  local server
  for _, name in ipairs{"data", "plot", "explore"} do pairs(_G[name]) end
  local function try(prim)
    check.case(prim.name, function() call_all(prim, random) end)
    plot.close()
  end
  for _, prim in ipairs(debug.getregistry()["mlrepl.primitives"]) do
    if prim.name == "plot.serve" then server = prim elseif prim.fn then try(prim) end
  end
  try(server) -- last: with a page, plot.click and explore wait for a hand
  check.case("all is intact", function()
    check.equal(vector{1, 2}:sum(), 3)
    collectgarbage()
  end)
  print = say -- luacheck: ignore
  check.done("hostile")
end

if arg[1] == "attack" then attack() end

local script = [[
d=$(mktemp -d) && here=$PWD && mkdir "$d/tests" || exit 1
cp tests/check.lua "$d/tests" && cd "$d" || exit 1
program=$MLREPL; [ -e "$program" ] || program="$here/$MLREPL"
MLREPL_PLOT=none "$program" "$here/tests/lua/hostile.lua" attack 2>errors
status=$?
grep -v "warning: " errors >&2
cd / && rm -rf "$d"
exit $status]]
os.exit(os.execute(script) or false, true)
