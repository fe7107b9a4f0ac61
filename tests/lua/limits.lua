-- Extreme cases: numbers near the limits of double, unreasonable shapes, callbacks
-- that modify their operands.
local check = dofile("tests/check.lua")

check.case("numbers cannot be changed in place", function()
  check.fails(function() return vector{1}.add(1, 2) end, "vector expected before ':', got 1")
end)

check.case("a dataset is not accepted as a list of numbers or a table of options", function()
  local d = data.table{a = {1, 2}}
  check.fails(function() normalize(d) end, "normalize: X (argument 1): matrix (or vector, for one "
    .. "feature) expected, got dataset")
  check.fails(function() train(model.linear(), d, {1, 2}) end, "train: X (argument 2)")
  check.fails(function() vector(d) end, "vector or table of numbers expected, got dataset")
  check.fails(function() plot.fit(model.linear(), d, {1, 2}) end, "plot.fit: X: vector")
  check.fails(function() plot.figure(d) end, "table of options expected, got dataset")
end)

check.case("an error message is one line of moderate length", function()
  local ok, message = pcall(data.load, "a\nb\27[2J" .. ("x"):rep(1e5))
  check.equal(ok, false)
  check.equal(message:find("%c"), nil)
  check.equal(#message < 1200, true)
end)

check.case("on_step may change elements of w but not their number", function()
  local X, y = matrix.randn(5, 3), vector.randn(5)
  for _, w in ipairs{{1, 2}, {1, 2, 3, 4}} do
    local m = model.linear()
    check.fails(function()
      train(m, X, y, {on_step = function()
        m.w = w
        collectgarbage()
      end})
    end, "train: the length of the model's w changed during training")
    check.equal(m.w, vector(w))
  end
  local m = model.linear()
  train(m, X, y, {iterations = 2, on_step = function() m.w = {1, 2, 3} end})
  check.equal(m.w, vector{1, 2, 3})
end)

check.case("a finalizer may assign another w to the model", function()
  local X, y, m = matrix.randn(500, 3), vector.randn(500), nil -- luacheck: ignore
  local function later() setmetatable({}, {__gc = function() m.w = {1} end}) end
  collectgarbage("setpause", 1)
  for _ = 1, 50 do
    m = model.linear{w = {1, 2, 3}} -- luacheck: ignore
    later()
    pcall(m.predict, m, X)
    pcall(m.cost, m, X, y)
    pcall(train, m, X, y, {iterations = 20})
  end
  m = nil -- luacheck: ignore
  later = nil -- luacheck: ignore
  collectgarbage("setpause", 200)
end)

check.case("a finalizer may change the model's degree, scale or number of classes", function()
  local X, m = matrix.randn(200, 2), nil -- luacheck: ignore
  local changes = {function() m.degree = m.degree == 1 and 5 or 1 end,
    function() m.normalize = "minmax" end, function() m.normalize = nil end,
    function() if m.kind == "softmax" then m.classes = 9 end end}
  local uses = {function(y) m:predict(X) m:cost(X, y) m:gradient(X, y) end,
    function(y) train(m, X, y, {iterations = 3}):at(2) end,
    function(y) train(m, X, y, {method = "exact"}) end,
    function(y) m:summary(X, y) end, function() return tostring(m), m:original() end,
    function() why(m, "predict", X[1]) end}
  collectgarbage("setpause", 1)
  for _, change in ipairs(changes) do
    for _, kind in ipairs{"linear", "softmax"} do
      local y = vector.randn(200):gt(0) + 1
      for _, use in ipairs(uses) do
        collectgarbage() -- finalizers of the previous round
        m = model[kind]{normalize = "zscore", degree = 2} -- luacheck: ignore
        train(m, X, y, {iterations = 2})
        for _ = 1, 3 do setmetatable({}, {__gc = function() pcall(change) end}) end
        pcall(use, y)
      end
    end
  end
  collectgarbage("setpause", 200)
end)

check.case("the step of a slice of one element cannot overflow", function()
  local v = vector{1, 2, 3}
  check.equal(v:slice(-1, 1, -1):slice(1, 1, math.mininteger), vector{3})
  check.equal(v:slice(2, 2, 2 ^ 32):norm(), 2)
  check.equal(v:slice(3, 1, math.mininteger), vector{3})
end)

check.case("a standard deviation that overflows is an error, not nan", function()
  for _, x in ipairs{vector{1e-200, 2e-200}, vector{1e308, -1e308}} do
    check.fails(function() normalize(x) end, "normalize: the spread of column 1 cannot be computed")
  end
  check.fails(function() normalize(vector{1e308, -1e308}, "minmax") end, "column 1")
  check.equal(normalize(vector{1e-320, 2e-320}, "minmax"), vector{0, 1})
  check.fails(function() vector.linspace(-1e308, 1e308, 3) end, "last - first overflows")
  check.fails(function() metrics.r2({1e200, -1e200}, {-1e200, 1e200}) end, "the result overflows")
  check.fails(function() model.linear{w = 1e200}:score(vector{1e200, 2}, {1, 2}) end, "overflows")
  check.fails(function() model.linear{w = 1e200}:loss(vector{1, 2}, {1, 2}) end, "overflows")
end)

check.case("an empty matrix with too many rows is an error", function()
  check.fails(function() matrix.zeros(2 ^ 40, 0) end, "matrix.zeros: 1099511627776 x 0: an empty")
  check.fails(function() vector{}:reshape(0, 2 ^ 60) end, "vector:reshape: 0 x ")
  check.equal(#matrix.zeros(5, 0):copy(), 5)
end)

check.case("assigning to a read-only field is an error that says so", function()
  local _, scaler = normalize(vector{1, 2})
  check.fails(function() scaler.mean = 3 end, "scaler: read-only: field 'mean'")
  check.fails(function() plot.figure{}[1].x = 1 end, "axes: read-only")
  plot.close()
end)

check.case("ten thousand columns with the same name are read quickly", function()
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write(("x,"):rep(9999), "x\n", ("1,"):rep(9999), "2\n")
  file:close()
  local start, d = os.clock(), data.read(path)
  os.remove(path)
  check.equal(d.names[10000], "x_10000")
  check.equal(d.x_10000[1], 2)
  check.equal(os.clock() - start < 3, true)
end)

check.case("an endless device is rejected at its first zero byte", function()
  check.fails(function() data.read("/dev/zero") end, "/dev/zero, line 1: not a text file")
end)

-- The output of a script in a separate process.
local function run(script, setting) return (check.script(script, nil, setting)) end

-- The peak memory of a process, in MB.
local PEAK = [[
for line in io.lines("/proc/self/status") do
  local kb = line:match("VmHWM:%s*(%d+)")
  if kb then print(kb // 1024) end
end]]

-- Sanitizers delay freeing memory, so this is tested only without them.
local slack = tonumber(run(PEAK)) > 12 and 40 or 0

-- The count and the value.
for _, case in ipairs{{300, "vector.zeros(1e6)"}, {300, "matrix.zeros(1000, 1000)"},
  {60, "(x * 2 - x):slice(2)"}, {60, "X:rows(1, 999):copy():columns(2, 9):column(1)"},
  {60, "x:gt(0.5)"}, {60, "x:where(x:lt(2))"}, {60, "x:take(order)"}, {60, "exp(X):t()"},
  {12, "X:sort()"}, {12, "polyfeatures(x, 2):column(1)"}} do
  local times, made = table.unpack(case)
  check.case(("%d times 8 MB stay below 100 MB: %s"):format(times, made), function()
    local peak = tonumber(run("local x, order = vector.ones(1e6), vector.range(1, 1e6)\n"
      .. "local X = x:reshape(1000, -1)\nfor _ = 1, " .. times .. " do local _ = " .. made
      .. " end\n" .. PEAK))
    assert(peak < 100 + slack, peak .. " MB")
  end)
end

check.case("running out of memory over many blocks is an error, not a crash", function()
  local text = run([[
    local kept = {}
    print(pcall(function() for i = 1, 1000 do kept[i] = vector.zeros(1e6) end end))
    print(#kept)
    kept = nil
    print(#vector.zeros(5e6))
    for i = 1, 300 do local v = vector.zeros(1e6) end
    kept = {}
    for i = 1, 1000 do kept[i] = matrix.ones(1000, 1000) end]], "MLREPL_MEMORY=100")
  check.equal(text:match("^[^\n]*"), "false\tnot enough memory")
  check.equal(text:match("\n(%d+)\n(%d+)\n"), "12")
  check.equal(text:match("mlrepl: [^\n]*"):gsub("%d%d MB in", "N MB in"),
    "mlrepl: not enough memory: N MB in use, 100 MB available in total; set variables that "
    .. "you no longer need to nil")
end)

check.done("limits")
