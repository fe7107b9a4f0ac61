-- surplus.lua - no argument is ignored: every entry refuses more than its usage lists.
local check = dofile("tests/check.lua")
local case, equal, fails = check.case, check.equal, check.fails

local registry = debug.getregistry()
local entries = registry["mlrepl.modules"]["mlrepl.help"].entries()

-- How many arguments the usage lists, the options being one; nil if any number.
local function listed(usage)
  local inside = usage:gsub(" %->.*", ""):gsub("%b{}", "{"):match("^[^({]*%(?(.-)%)?$")
  local n = 0
  for word in inside:gmatch("[^%s,%[%]]+") do
    if word == "..." then return nil end
    n = n + 1
  end
  return n
end

-- A table that has the type of the method's receiver: counting comes before everything else.
local function receiver_of(name)
  local type_name = name:match("^(.-):")
  return type_name and debug.setmetatable({}, assert(registry[type_name], name))
end

local function arguments(name, n)
  local list = {receiver_of(name)}
  for _ = 1, n do list[#list + 1] = 1 end
  return list
end

local function sentence(name, n)
  local most = n == 0 and "no arguments" or ("at most %d argument%s"):format(n, n == 1 and "" or "s")
  return ("%s: %s expected, got %d; "):format(name, most, n + 1)
end

case("every entry refuses one argument more than its usage lists", function()
  local counted = 0
  for _, entry in ipairs(entries) do
    local n = entry.fn and entry.name ~= "ipairs" and listed(entry.usage)
    if n then
      fails(function() entry.fn(table.unpack(arguments(entry.name, n + 1))) end,
        sentence(entry.name, n))
      counted = counted + 1
    end
  end
  assert(counted > 280, counted)
end)

case("the sentence says how to call it", function()
  fails(function() vector{1, 2}:sum("rows") end,
    "vector:sum: no arguments expected, got 1; call it as v:sum()")
  fails(function() sin(1, 2) end, "sin: at most 1 argument expected, got 2; call it as sin(x)")
  fails(function() data.read("none", {}, 1) end,
    "data.read: at most 2 arguments expected, got 3; call it as data.read(path, {...})")
  fails(function() plot.scatter({1}, {2}, {}, 4, 5) end,
    "plot.scatter: at most 3 arguments expected, got 5; call it as plot.scatter(x, y, {...})")
  fails(function() plot.figure({}, 2) end,
    "plot.figure: at most 1 argument expected, got 2; call it as plot.figure{...}")
  fails(function() data.load("iris"):describe(1) end,
    "dataset:describe: no arguments expected, got 1; call it as d:describe()")
  fails(function() lesson("gradients", 2) end,
    "lesson: at most 1 argument expected, got 2; call it as lesson(name)")
end)

case("a likely intention has its own advice", function()
  fails(function() vector.zeros(3, 4) end,
    "vector.zeros: at most 1 argument expected, got 2; matrix.zeros(rows, columns) makes a matrix")
  fails(function() matrix{{1, 2}}:row(1, 2) end,
    "matrix:row: at most 1 argument expected, got 2; X[1][2] is an element")
  fails(function() vector(1, 2, 3) end, "put the numbers in braces, as in vector{1, 2}")
  fails(function() round(1.234, 2) end, "round(x * 100) / 100 keeps two decimal places")
  fails(function() data.load("iris"):select("species", "petal_width") end,
    'write several names in braces, as in d:select{"a", "b"}')
  fails(function() vector:zeros(3) end, "call it as vector.zeros, with a dot")
  local m = model.logistic{w = {1, 2}, b = 0}
  fails(function() m:probability(normalize(matrix{{1, 2}, {3, 5}})) end,
    "normalize returns two values, and (normalize(X)) is the first")
end)

case("trailing nils are absent arguments", function()
  equal(sin(0, nil, nil), 0.0)
  equal(vector{1, 2}:sum(nil), 3.0)
  equal(#data.load("iris", nil).names, 5)
  fails(function() sin(0, nil, 1) end, "sin: at most 1 argument expected, got 3")
end)

case("the class names after y count as none", function()
  local d = data.load("iris")
  local m = library.logistic(d:matrix{"petal_width"}, d:labels("species", {positive = "setosa"}))
  equal(m.features, 1)
  local X, y = d:matrix{"petal_width"}, d:labels("species", {positive = "setosa"})
  equal(library.linear(X, d:labels("species", {positive = "setosa"})).features, 1)
  fails(function() library.linear(X, y, {"a", 2}) end, "library.linear: at most 2 arguments")
end)

case("another receiver is reported as such", function()
  local v = vector{1, 2}
  fails(function() v.take(1, 2, 3) end, "vector:take: vector expected before ':', got 1")
end)

case("functions as callbacks get what they take", function()
  equal(tostring(vector{1.4, 2.6}:map(round)), "[1 3]")
  equal(tostring(matrix{{1.4, 2.6}}:map(round)), "[[1 3]]")
  equal(select(2, pcall(round, 1.6)), 2.0)
  equal(coroutine.wrap(round)(1.6), 2.0)
  local X, y = matrix{{1}, {2}, {3}, {4}, {5}, {6}}, vector{2, 4, 6, 8, 10, 12.5}
  equal(search(model.linear, {lambda = {0, 1}}, X, y, {folds = 2}).best.lambda, 0)
end)

case("Lua's functions and operators keep taking any number", function()
  local n = 0
  for _ in ipairs({1, 2}, 3) do n = n + 1 end
  equal(n, 2)
  equal(math.sin(0, 1), 0.0)
  equal(("x"):upper(1), "X")
  equal(tostring(vector{1}, 2), "[1]")
  equal(tostring(-vector{1, 2}), "[-1 -2]")
  equal(#vector{1, 2}, 2)
end)

case("entries in Lua can be called from coroutines and yield in callbacks", function()
  local co = coroutine.wrap(function()
    return #data.table{x = {1, 2}}:filter(function(d) return coroutine.yield(d.x) end)
  end)
  equal(co(), 1.0)
  equal(co(true), 2.0)
  equal(co(false), 1)
end)

check.done("surplus")
