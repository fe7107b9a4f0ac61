-- save_workspace and load_workspace: round trips bit for bit, and damaged or hostile files.
local check = dofile("tests/check.lua")
local case, equal, fails = check.case, check.equal, check.fails

local silence = require("mlrepl.system").silence
local code = require "mlrepl.workspace.code"
local graph = require "mlrepl.workspace.graph"

-- In memory if possible: every save waits for the disk.
local shared = io.open("/dev/shm/mlrepl-test", "w")
local FILE = os.tmpname()
os.remove(FILE)
if shared then
  shared:close()
  os.remove("/dev/shm/mlrepl-test")
  FILE = FILE:gsub("^.*/", "/dev/shm/")
end

local G = _G

local function write(bytes, path) check.write(path or FILE, bytes) end

-- The message, not printed.
local function quietly(f, ...)
  silence(true)
  local ok, message = pcall(f, ...)
  silence(false)
  return ok, message
end

local function load_file(options)
  local ok, message = quietly(load_workspace, FILE, options)
  if not ok then error(message, 0) end
end

-- Saves a table of variables, forgets them, and returns those that are loaded.
local function again(variables)
  local names, loaded = {}, {}
  for name, value in pairs(variables) do
    names[#names + 1] = name
    rawset(_G, name, value)
  end
  os.remove(FILE)
  local ok, message = quietly(save_workspace, FILE, names)
  for _, name in ipairs(names) do rawset(_G, name, nil) end
  if not ok then error(message, 0) end
  load_file()
  for _, name in ipairs(names) do
    loaded[name] = rawget(_G, name)
    rawset(_G, name, nil)
  end
  return loaded
end

local function one(value) return again{v_value = value}.v_value end

-- What a script prints.
local function output(script, options)
  return (check.script(script:gsub("FILE", ("%q"):format(FILE)), options))
end

-- A fixed pseudo-random sequence.
local state = 1
local function random(n)
  state = state * 6364136223846793005 + 1442695040888963407
  return (state >> 33) % n + 1
end

-- -- plain values ------------------------------------------------------------------------

local function bits(x) return string.pack(math.type(x) == "float" and "d" or "j", x) end

case("numbers keep every bit and their type", function()
  local list = {0, -1, math.maxinteger, math.mininteger, 0.0, -0.0, 1 / 0, -1 / 0, 0.1, 5e-324,
    string.unpack("d", string.pack("j", 0x7ff8000000000123)), 0 / 0, -(0 / 0), 2 ^ 53, 1e308}
  local back = one(list)
  for i, x in ipairs(list) do
    equal(math.type(back[i]), math.type(x))
    equal(bits(back[i]), bits(x))
  end
end)

case("strings are bytes", function()
  local all = {}
  for i = 0, 255 do all[i + 1] = string.char(i) end
  local every = table.concat(all)
  for _, text in ipairs{"", "a", every, every:sub(2), every:rep(300), "\r\n\26\n"} do
    equal(one(text), text)
  end
end)

case("booleans, and variables with any name", function()
  equal(one(true), true)
  equal(one(false), false)
  equal(again{["größe 1"] = 5}["größe 1"], 5)
end)

case("tables keep keys of every type", function()
  local x = vector{1}
  local t = {1, 2, nil, 4, [0] = "zero", [-1] = "minus", [1.5] = "half", [true] = "yes", a = {}}
  t[x], t[t] = "vector", "itself"
  local back = again{v_t = t, v_x = x}
  local s = back.v_t
  equal(s[1], 1)
  equal(s[2], 2)
  equal(s[3], nil)
  equal(s[4], 4)
  equal(s[0] .. s[-1] .. s[1.5] .. s[true] .. s[back.v_x] .. s[s], "zerominushalfyesvectoritself")
  equal(type(s.a), "table")
end)

case("shared and cyclic references are kept as one graph", function()
  local inner = {5}
  local a = {inner, inner}
  a.self, inner.up = a, a
  local back = again{v_a = a, v_inner = inner}
  equal(rawequal(back.v_a[1], back.v_inner), true)
  equal(rawequal(back.v_a[1], back.v_a[2]), true)
  equal(rawequal(back.v_a.self, back.v_a), true)
  equal(rawequal(back.v_inner.up, back.v_a), true)
end)

case("a list of a million tables in each other does not overflow", function()
  local first = {}
  local last = first
  for _ = 1, 100000 do
    last.next = {}
    last = last.next
  end
  local n, at = 0, one(first)
  while at.next do at, n = at.next, n + 1 end
  equal(n, 100000)
end)

case("metatables are kept; finalizers do not come back to life", function()
  local Point = {}
  Point.__index = Point
  Point.__add = function(a, b) return a.x + b.x end
  function Point:twice() return 2 * self.x end
  local back = again{v_p = setmetatable({x = 3}, Point), v_q = setmetatable({x = 4}, Point)}
  equal(back.v_p:twice(), 6)
  equal(back.v_p + back.v_q, 7)
  equal(getmetatable(back.v_p), getmetatable(back.v_q))
  local function mark() G.v_ran = true end
  G.v_t = setmetatable({}, {__gc = mark})
  quietly(save_workspace, FILE, {"v_t"})
  G.v_t = nil
  collectgarbage()
  equal(G.v_ran, true)
  G.v_ran = false
  load_file()
  equal(type(getmetatable(G.v_t).__gc), "function")
  G.v_t = nil
  collectgarbage()
  collectgarbage()
  equal(G.v_ran, false)
  equal(one(setmetatable({}, {__mode = "k"}))[1], nil)
end)

case("a random graph comes back isomorphic", function()
  local function same(a, b, seen)
    if type(a) ~= "table" then return a == b end
    if seen[a] then return seen[a] == b end
    seen[a] = b
    local n = 0
    for key, value in pairs(a) do
      if not same(value, b[key], seen) then return false end
      n = n + 1
    end
    for _ in pairs(b) do n = n - 1 end
    return n == 0
  end
  for _ = 1, 20 do
    local nodes = {}
    for i = 1, 50 do nodes[i] = {id = i} end
    for _ = 1, 200 do nodes[random(50)][random(9)] = nodes[random(50)] end
    for _ = 1, 100 do nodes[random(50)]["k" .. random(9)] = random(2) == 1 and random(9) or "s" end
    equal(same(nodes, one(nodes), {}), true)
  end
end)

-- -- vectors and matrices -------------------------------------------------------------------

local function same_array(a, b)
  local n = #a
  equal(#b, n)
  for i = 1, n do
    if type(a[i]) == "number" then equal(bits(b[i]), bits(a[i])) else same_array(a[i], b[i]) end
  end
end

case("arrays of every shape keep every bit", function()
  local X = matrix.randn(7, 5)
  X[2][3], X[7][5], X[1][1] = 0 / 0, -1 / 0, -0.0
  local v = vector.range(1, 20)
  local list = {X, v, X[3], X:column(2), X:rows(2, 5), X:columns(2, 4), X:t(), v:slice(3, 9),
    v:slice(1, 20, 3), v:slice(20, 1, -2), vector.zeros(0), matrix.zeros(0, 3), matrix.zeros(3, 0),
    matrix.randn(2000, 11), matrix.randn(2000, 11):columns(3, 8), vector.randn(100001)}
  for _, a in ipairs(list) do same_array(a, one(a)) end
  local back = one(list)
  for i, a in ipairs(list) do same_array(a, back[i]) end
end)

case("two names of one vector stay one, and views stay views", function()
  local X, v = matrix{{1, 2, 3}, {4, 5, 6}}, vector.range(1, 10)
  local b = again{v_X = X, v_row = X[2], v_column = X:column(3), v_part = X:columns(2, 3), v_v = v,
    v_also = v, v_slice = v:slice(9, 1, -4)}
  equal(rawequal(b.v_v, b.v_also), true)
  b.v_row[3] = 60
  equal(b.v_X[2][3], 60)
  equal(b.v_column[2], 60)
  equal(b.v_part[2][2], 60)
  b.v_v[5] = 50
  equal(tostring(b.v_slice), "[ 9 50  1]")
  b.v_slice[1] = 90
  equal(b.v_v[9], 90)
end)

case("overlapping views without their owner share what they showed", function()
  local v = vector.range(1, 1000)
  local b = again{v_a = v:slice(10, 20), v_b = v:slice(15, 30, 5), v_c = v:slice(500, 501)}
  b.v_a[6] = -1
  equal(b.v_b[1], -1)
  equal(tostring(b.v_c), "[500 501]")
end)

case("one row of a large matrix is saved alone", function()
  local row = matrix.zeros(100000, 10)[7]
  same_array(row, one(row))
  equal(#check.content(FILE) < 1000, true)
end)

case("a mapped file is saved as its numbers", function()
  local path = os.tmpname()
  data.save_npy(path, matrix{{1, 2}, {3, 4}})
  local X = one(data.open_npy(path))
  os.remove(path)
  equal(tostring(X), "[[1 2]\n [3 4]]")
end)

case("column names come along", function()
  local X = matrix{{1, 2}, {3, 4}}
  X.names = {"size", "rooms"}
  local v = X:column(2)
  local b = again{v_X = X, v_v = v}
  equal(table.concat(b.v_X.names, ","), "size,rooms")
  equal(b.v_v.name, "rooms")
end)

-- -- objects ---------------------------------------------------------------------------------

local X = matrix{{952, 2}, {1244, 3}, {1947, 3}, {800, 1}, {1500, 4}, {1100, 2}, {1300, 1}}
local targets = {linear = {271, 232, 510, 180, 402, 300, 333}, logistic = {0, 0, 1, 0, 1, 1, 0},
  softmax = {1, 2, 3, 1, 3, 2, 1}}
local fields = {"kind", "features", "degree", "normalize", "lambda", "threshold", "intercept",
  "classes"}

local function same_model(a, b, P)
  for _, field in ipairs(fields) do equal(b[field], a[field]) end
  equal(tostring(b), tostring(a))
  equal(b.w == a.w, true)
  equal(b.b == a.b, true)
  if a.w then equal(b:predict(P) == a:predict(P), true) end
end

case("models of every kind predict the same, and go on training the same", function()
  for kind, y in pairs(targets) do
    for _, normalize in ipairs{"none", "zscore", "minmax", "mean"} do
      for degree = 1, 3, 2 do
        local m = model[kind]{lambda = 1, degree = degree, names = {"size", "rooms"},
          normalize = normalize ~= "none" and normalize or nil}
        if degree == 1 or normalize ~= "none" then
          local run = train(m, X, y, {method = "lbfgs", iterations = 5})
          local b = again{v_m = m, v_run = run}
          same_model(m, b.v_m, X)
          equal(table.concat(b.v_m.names, ","), "size,rooms")
          equal(rawequal(b.v_run.model, b.v_m), true)
          train(m, X, y, {method = "lbfgs", iterations = 3})
          train(b.v_m, X, y, {method = "lbfgs", iterations = 3})
          same_model(m, b.v_m, X)
        end
      end
    end
  end
end)

case("models without weights, and options", function()
  same_model(model.linear(), one(model.linear()))
  same_model(model.logistic{threshold = 0.9, intercept = false},
    one(model.logistic{threshold = 0.9, intercept = false}))
  local m = one(model.softmax{classes = 3, normalize = "mean", degree = 2})
  equal(m.classes, 3)
  equal(m.degree, 2)
end)

case("an exact solution stays exact", function()
  local m = model.linear{degree = 6}
  local x = vector.linspace(2, 3, 12)
  train(m, x, exp(x), {method = "exact"})
  equal(one(m):predict(x) == m:predict(x), true)
end)

case("m.w of a saved model stays a view of it", function()
  local m = model.linear{w = {1, 2}, b = 3}
  local b = again{v_m = m, v_w = m.w}
  b.v_w[1] = 10
  equal(b.v_m.w[1], 10)
end)

case("a custom model keeps its functions, which may capture the model", function()
  local m
  local calls = 0
  m = model.custom{features = 1,
    predict = function(A, w, b) calls = calls + 1 return A:dot(w) + b end,
    cost = function(A, y, w, b) local e = A:dot(w) + b - y return e:dot(e) + (m and 0 or 1) end}
  train(m, {1, 2, 3}, {2, 4, 6}, {iterations = 10, alpha = 0.01})
  local s = one(m)
  same_model(m, s, vector{1, 2})
  equal(s:cost(vector{1}, {2}), m:cost(vector{1}, {2}))
end)

case("runs of every method keep costs, weights and models", function()
  local x, y = vector{1, 2, 3, 4}, vector{2, 4, 5, 9}
  for _, method in ipairs{"gd", "sgd", "minibatch", "momentum", "adam", "lbfgs", "newton",
    "exact"} do
    local m = model.linear()
    local options = {method = method}
    if method ~= "exact" then options.iterations = 30 end
    local run = train(m, x, y, options)
    local b = again{v_run = run, v_m = m, v_cost = run.cost}
    local s = b.v_run
    equal(tostring(s), tostring(run))
    for _, field in ipairs{"iterations", "every", "seconds", "first_cost", "final_cost",
      "converged", "reason", "state", "alpha", "momentum", "advice"} do
      equal(s[field], run[field])
    end
    equal(s.cost == run.cost and s.w == run.w and s.b == run.b, true)
    equal(b.v_cost == run.cost, true)
    equal(s.options.method, method)
    equal(s:at(run.iterations):predict(x) == run:at(run.iterations):predict(x), true)
    equal(s:at(0):predict(x) == run:at(0):predict(x), true)
  end
end)

case("a run can be forked after loading, and may have itself in its options", function()
  local options = {iterations = 20, alpha = 0.05}
  local run = train(model.linear(), {1, 2, 3}, {2, 4, 6}, options)
  options.run = run
  local s = one(run)
  equal(rawequal(s.options.run, s), true)
  options.run, s.options.run = nil, nil
  equal(s:fork{at = 10, alpha = 0.1}.cost == run:fork{at = 10, alpha = 0.1}.cost, true)
  local fork = run:fork{at = 10}
  equal(one(fork):at(5).w == fork:at(5).w, true)
end)

case("a diverged run", function()
  warn("@off")
  local run = train(model.linear(), {1, 2, 3}, {2, 4, 6}, {alpha = 5})
  warn("@on")
  local s = one(run)
  equal(s.reason, "diverged")
  equal(s.cost == run.cost, true)
end)

case("scalers and datasets", function()
  local named = matrix{{1, 10}, {3, 50}}
  named.names = {"a", "b"}
  for _, kind in ipairs{"zscore", "minmax", "mean"} do
    local _, scaler = normalize(named, kind)
    local b = again{v_s = scaler, v_mean = scaler.mean}
    equal(b.v_s(named) == scaler(named), true)
    equal(tostring(b.v_s), tostring(scaler))
    equal(rawequal(b.v_mean, scaler.mean), false)
    equal(b.v_mean == scaler.mean, true)
  end
  local d = data.table{names = {"size", "street"}, {1.5, "Pave"}, {2, ""}, {0 / 0, "Grvl"}}
  local b = again{v_d = d, v_street = d.street, v_size = d.size}
  equal(tostring(b.v_d), tostring(d))
  equal(rawequal(b.v_d.street, b.v_street), true)
  b.v_size[1] = 7
  equal(b.v_d.size[1], 7)
  equal(b.v_d.size.name, "size")
  equal(#b.v_d:drop_missing(), 1)
  local iris = data.load("iris")
  equal(tostring(one(iris)), tostring(iris))
end)

case("results: confusion, summary, diagnose, check_gradient, why", function()
  local c = metrics.confusion({0, 1, 1}, {0, 1, 0})
  equal(tostring(one(c)), tostring(c))
  equal(one(c):matrix() == c:matrix(), true)
  local m = model.linear()
  train(m, X, targets.linear, {method = "exact"})
  local y = vector(targets.linear)
  for _, value in ipairs{m:summary(X, y), diagnose(m, X, y), check_gradient(m, X, y)} do
    equal(tostring(one(value)), tostring(value))
  end
end)

case("every type of the program can be saved or is listed as not kept", function()
  require("mlrepl.help").entries() -- loads all modules
  local types = {}
  for name, meta in pairs(debug.getregistry()) do
    if type(name) == "string" and not name:find("^_") and graph.type(name) == meta then types[#types + 1] = name end
  end
  equal(#types > 15, true)
  for _, name in ipairs(types) do
    local meta = graph.type(name)
    local saved = type(meta.__save) == "function" and type(meta.__load) == "function"
    if not (saved or graph.arrays[name] or graph.not_kept[name]) then
      error(("%s has no __save and __load, and graph.not_kept does not list it"):format(name))
    end
  end
end)

-- -- functions -------------------------------------------------------------------------------

case("functions come back with what they capture, and share it", function()
  local n, x = 0, vector{1, 2}
  local function count() n = n + 1 return n end
  local function last() return n, x end
  count()
  local b = again{v_count = count, v_last = last, v_x = x}
  equal(b.v_count(), 2)
  equal(b.v_last(), 2)
  equal(rawequal(select(2, b.v_last()), b.v_x), true)
  equal(n, 1)
end)

case("functions of every form", function()
  local t = {}
  function t:sum(a, ...) return self.n + a + select("#", ...) end
  function t.deep() return function(k) return k .. "end" end end
  t.n = 1
  local fact
  fact = function(n) return n < 2 and 1 or n * fact(n - 1) end
  local f, g = function() return "f" end, function() return "g" end
  local odd = function(...) local s = [[ end ]] --[[ end ]] return #s, ... end
  local b = again{v_t = t, v_fact = fact, v_f = f, v_g = g, v_odd = odd}
  equal(b.v_t:sum(2, 0, 0), 5)
  equal(b.v_t.deep()("x"), "xend")
  equal(b.v_fact(5), 120)
  equal(b.v_f() .. b.v_g(), "fg")
  equal(select("#", b.v_odd(1, 2)), 3)
  -- again from the loaded ones
  b = again{v_t = b.v_t, v_fact = b.v_fact, v_f = b.v_f}
  equal(b.v_t:sum(2), 3)
  equal(b.v_fact(6), 720)
  equal(b.v_f(), "f")
end)

case("chunks, environments, and the program's own functions", function()
  equal(one(load("local a = ... return a * 2"))(4), 8)
  local own = {v = 7}
  equal(one(load("return v", "=x", "t", own)) == nil, true)
  local f = load("local _ENV = ... return function() return v end")(own)
  equal(one(f)(), 7)
  equal(one(string.rep), string.rep)
  equal(one(vector{1}.sum), vector{1}.sum)
  equal(one{print, math, _G, train}[3], _G)
  local sin = math.sin
  equal(one(function(x) return sin(x) end)(0), 0.0)
end)

case("error messages of loaded functions have the right line", function()
  local function bad()
    local x = nil
    return x.y
  end
  local f = one(bad)
  fails(f, ":3: attempt to index a nil value (local 'x')")
end)

-- The text after "not kept: ", with variables set by a script.
local function not_kept(script)
  return output(script .. "\nsave_workspace(FILE)"):match("not kept: ([^\n]*)")
end

case("what is not kept is listed with its place and the reason", function()
  os.remove(FILE)
  equal(not_kept("f = plot.figure()"), "f (figure)")
  equal(not_kept("t = {a = {1, f = io.tmpfile()}}"), "t.a.f (file)")
  equal(not_kept("co = coroutine.create(print)"), "co (coroutine)")
  equal(not_kept("local f = plot.figure()\nfunction g() return f end"), "g (function: captures f)")
  equal(not_kept("local f = plot.figure()\nlocal t = {f}\nfunction g() return t end"),
    "g: t[1] (figure)")
  equal(not_kept("local c <const> = 5\nfunction g() return c end"),
    "g (function: it uses a <const> local, or its text has changed)")
  equal(not_kept("w = coroutine.wrap(print)"), "w (function: written in C)")
  equal(not_kept("job = train(model.linear(), {1, 2}, {3, 4}, {background = true, "
    .. "iterations = 1e8})\njob:pause()"), "job (paused job)")
  equal(not_kept("local f = io.stdin\nm = model.custom{predict = function() return f end, "
    .. "cost = function() return 1 end}"), nil)
  equal(not_kept("local f = io.tmpfile()\nm = model.custom{predict = function() return f end, "
    .. "cost = function() return 1 end}"), "m (model: predict, a function: captures f)")
  equal(not_kept("a = function() return b end\nx = 1"), nil)
end)

case("functions that capture each other are lost together", function()
  equal(not_kept("local f = plot.figure()\nlocal b\nfunction a() return b end\n"
    .. "b = function() return a, f end"), "a (function: captures b)")
end)

case("a function whose file has changed is not kept", function()
  local path = os.tmpname()
  write("return function() return 1 end\n", path)
  local f = dofile(path)
  equal(one(f)(), 1)
  write("return function() return 2 end\n", path)
  equal(one(f), nil)
  os.remove(path)
end)

case("a saved text runs nothing when it is compiled", function()
  G.v_ran = false
  for _, text in ipairs{
    "function() end, (function() v_ran = true end)()", "function() end .. v()", "(v or 1)",
    "function() end v_ran = true return function() end", "v_ran = true", "",
    "function() end, function() end"} do
    local f = code.make(text, 1, {})
    if f then equal(pcall(f), true) end
    code.make(text, 0, {})
    code.make(text, 1, {"a = (function() v_ran = true end)()", "_ENV"})
  end
  equal(G.v_ran, false)
  G.v_ran = nil
end)

-- -- at the prompt -------------------------------------------------------------------------

case("messages say what was saved, loaded and replaced", function()
  os.remove(FILE)
  local text = output("x, y = 1, {}\nsave_workspace(FILE)\ny = nil\nload_workspace(FILE)\n"
    .. "load_workspace(FILE, {replace=false})")
  equal(text, "2 variables saved in " .. FILE .. "\n2 variables loaded: x, y; replaced: x\n"
    .. "0 variables loaded; not replaced: x, y\n")
end)

case("a part of the variables, and wrong names", function()
  os.remove(FILE)
  G.v_alpha = 1
  fails(function() save_workspace(FILE, {"v_alhpa"}) end,
    "save_workspace: no variable 'v_alhpa'; did you mean 'v_alpha'?")
  fails(function() save_workspace(FILE, {"print"}) end, "no variable 'print'")
  fails(function() save_workspace(FILE, "x") end, 'list of names expected, as in {"x", "m"}, got')
  fails(function() save_workspace(FILE, {5}) end, "it contains 5")
  fails(function() save_workspace() end, "file name expected")
  G.v_alpha = nil
end)

case("only a workspace is overwritten", function()
  write("precious")
  fails(function() save_workspace(FILE) end, "already exists and is not a workspace")
  equal(check.content(FILE), "precious")
  os.remove(FILE)
  fails(function() save_workspace("/nonexistent/w.mlw") end,
    "save_workspace: /nonexistent/w.mlw: No such file")
end)

case("functions do not replace built-in names", function()
  os.remove(FILE)
  equal(output("print0 = print\nfunction sum() return 1 end\ndata = vector{1}\n"
    .. "function exp() end\nsave_workspace(FILE)\nexp = nil data = nil\nload_workspace(FILE)\n"):match("\n(.-)\n"),
    "3 variables loaded: data, print0, sum; replaced: print0, sum; not loaded because functions "
    .. "cannot replace built-in names: exp")
end)

case("the random generator continues", function()
  os.remove(FILE)
  seed(5)
  quietly(save_workspace, FILE)
  local a = vector.random(3)
  load_file()
  equal(vector.random(3) == a, true)
end)

-- -- damaged files ------------------------------------------------------------------------

local function sample()
  G.v_n, G.v_s, G.v_x = 1.5, ("long"):rep(80), vector{1, 2, 3}
  G.v_row, G.v_t = G.v_x:slice(2, 3), {1, "a", true, k = {G.v_x}}
  G.v_t.t = G.v_t
  local n = 5
  G.v_f = function(a) return a + n end
  G.v_m = model.linear{normalize = "zscore", names = {"p"}}
  G.v_run = train(G.v_m, {1, 2, 3}, {2, 4, 7}, {iterations = 3, alpha = 0.1})
  G.v_soft = model.softmax{w = {{1}, {0}, {-1}}, b = {0, 1, 0}}
  G.v_d = data.table{a = {1, 2}, b = {"u", "v"}}
  G.v_b = G.v_d.b
  G.v_c = metrics.confusion({0, 1}, {0, 1})
  G.v_p = setmetatable({}, {__index = G.v_t})
  G.v_rep = string.rep
  G.v_cm = model.custom{features = 1, predict = function(A, w, b) return A:dot(w) + b end,
    cost = function(A, y, w, b) return (A:dot(w) + b - y):norm() end}
  G.v_scaler = select(2, normalize(matrix{{1, 2}, {3, 5}}))
  local names = {}
  for name in pairs(_G) do if name:find("^v_") then names[#names + 1] = name end end
  os.remove(FILE)
  quietly(save_workspace, FILE, names)
  for _, name in ipairs(names) do rawset(_G, name, nil) end
  return check.content(FILE), names
end

local whole, names = sample()

-- The message is one sentence, and no variable is set.
local function must_fail(bytes)
  write(bytes)
  local ok, message = quietly(load_workspace, FILE)
  if ok then error("no error") end
  if not message:find("load_workspace: ", 1, true) or message:find("\n")
    or not message:find(FILE, 1, true) then
    error("message: " .. message)
  end
  for _, name in ipairs(names) do equal(rawget(_G, name), nil) end
end

case("a file cut off anywhere is an error", function()
  for n = 0, #whole - 1 do must_fail(whole:sub(1, n)) end
  must_fail(whole .. "x")
end)

case("a file with another byte anywhere is an error", function()
  for _ = 1, 1500 do
    local at = random(#whole)
    local byte = whole:byte(at) ~ (1 << random(8) - 1)
    must_fail(whole:sub(1, at - 1) .. string.char(byte) .. whole:sub(at + 1))
  end
end)

case("other files are refused by name", function()
  write("hello, this is a text file, which is longer than a header of 36 bytes")
  fails(load_file, FILE .. " is not a workspace; save_workspace writes one")
  write("short")
  fails(load_file, FILE .. " is not a workspace")
  write(whole:sub(1, 8) .. "\2" .. whole:sub(10))
  fails(load_file, "has version 2 of the format, but this mlrepl reads version 1; use a newer")
  os.remove(FILE)
  fails(load_file, "load_workspace: " .. FILE .. ": No such file")
  fails(function() load_workspace("/") end, "is a folder, not a file")
end)

-- -- hostile files: the checksum is right -----------------------------------------------------

local CHECKSUM = [[
local crc_table = {}
for i = 0, 255 do
  local c = i
  for _ = 1, 8 do c = c & 1 == 1 and 0xEDB88320 ~ (c >> 1) or c >> 1 end
  crc_table[i] = c
end

local function with_checksum(body)
  local c = 0xFFFFFFFF
  for i = 1, #body do c = crc_table[(c ~ body:byte(i)) & 255] ~ (c >> 8) end
  return body .. string.pack("<I4", c ~ 0xFFFFFFFF)
end
]]
local with_checksum = load(CHECKSUM .. "return with_checksum")()

local body = whole:sub(1, -5)

case("the checksum is CRC-32", function() equal(with_checksum(body), whole) end)

local USES = {
  function(v) return tostring(v) end, function(v) return #v end, function(v) return v:sum() end,
  function(v) return v:predict(G.v_x or vector{1}) end, function(v) return v:at(1) end,
  function(v) return v.w[1] end, function(v) return v.cost[1] end, function(v) return v:back(1) end,
  function(v) return v:describe() end, function(v) return v:invert(vector{1, 2}) end,
  function(v) return v:equation() end, function(v) return v:fork{iterations = 1} end,
  function(v) return v:matrix() end, function(v) return v.names, v.b end,
}

-- Whatever loads can be used without a crash.
local function use_all()
  warn("@off")
  for _, name in ipairs(names) do
    local value = rawget(_G, name)
    if value ~= nil and type(value) ~= "function" then
      for _, use in ipairs(USES) do pcall(use, value) end
    end
    rawset(_G, name, nil)
  end
  warn("@on")
end

case("hostile contents raise an error or load, and never crash", function()
  local loaded = 0
  for _ = 1, 4000 do
    local bytes = body
    for _ = 1, random(3) do
      local at = 32 + random(#body - 32)
      local byte = random(4) == 1 and random(256) - 1 or (bytes:byte(at) ~ (1 << random(8) - 1))
      bytes = bytes:sub(1, at - 1) .. string.char(byte) .. bytes:sub(at + 1)
    end
    write(with_checksum(bytes))
    local ok, message = quietly(load_workspace, FILE)
    if ok then loaded = loaded + 1 end
    if not ok and not tostring(message):find("load_workspace: ", 1, true) then
      error("message: " .. tostring(message))
    end
    silence(true)
    use_all()
    silence(false)
  end
  equal(loaded > 100, true)
end)

case("a hostile size does not exhaust memory", function()
  for _, at in ipairs{17, 25} do
    for _, n in ipairs{1 << 40, -1, 1 << 62, 1 << 31} do
      write(with_checksum(body:sub(1, at - 1) .. string.pack("<i8", n) .. body:sub(at + 8)))
      fails(load_file, FILE .. " is ")
    end
  end
end)

case("a file cannot give a --safe script what was taken from it", function()
  local text = output(CHECKSUM .. [[
    local path = os.tmpname()
    f, g = debug.traceback, print
    save_workspace(path, {"f", "g"})
    local file = io.open(path, "rb")
    local bytes = file:read("a")
    file:close()
    local function renamed(old, new)
      bytes = bytes:gsub(string.pack("<s8", old), string.pack("<s8", new))
    end
    renamed("debug.traceback", "debug.getregistry")
    bytes = bytes:sub(1, -5):gsub("^(" .. ("."):rep(16) .. ")(........)", function(a, n)
      return a .. string.pack("<I8", string.unpack("<I8", n) + 2)
    end)
    file = io.open(path, "wb")
    file:write(with_checksum(bytes))
    file:close()
    f, g = nil
    load_workspace(path)
    print(f, g == print)]], "--safe")
  equal(text:match("loaded.*"), "loaded: f, g; not in this version: debug.getregistry\nnil\ttrue\n")
end)

os.remove(FILE)
check.done("workspace")
