-- Finalizers run between primitives, never inside one. Metatables and coroutines
-- that a user can reach cannot break the program.
local check = dofile("tests/check.lua")

-- Creates a finalizer that runs `harm` in the first collection after arming.
local function at_next_collection(harm)
  local armed
  local function arm()
    setmetatable({}, {__gc = function() if armed then harm() else arm() end end})
  end
  arm()
  armed = true
end

check.case("a mask cannot change between counting and use", function()
  local n = 1000000
  local v, mask = vector.fill(n, 2), vector.zeros(n)
  mask:slice(1, 200000):add(1)
  at_next_collection(function() mask:mul(0) mask:add(1) end)
  check.equal(#v:where(mask), 200000)
  local column = v:reshape(n, 1)
  collectgarbage() -- run pending finalizers
  mask:mul(0)
  mask:slice(1, 200000):add(1)
  at_next_collection(function() mask:mul(0) mask:add(1) end)
  check.equal(#column:where(mask), 200000)
end)

check.case("a figure cannot be closed while its commands are copied", function()
  local n = 100000
  local f = plot.figure{}
  for _ = 1, 5 do f[1]:line(vector.range(1, n), vector.range(1, n)) end
  at_next_collection(function() plot.close() end)
  local c = f:commands()
  check.equal(c[1][5].y[n // 2], n / 2)
  plot.close()
end)

check.case("finalizers are called with the arguments and order of stock Lua", function()
  local log = {}
  local function make(name)
    return setmetatable({name = name}, {__gc = function(t) log[#log + 1] = t.name end})
  end
  local kept = make("kept")
  make("a") make("b") make("c")
  collectgarbage()
  check.equal(table.concat(log, " "), "c b a")
  check.equal(getmetatable(kept).__gc ~= nil, true)
  kept = nil -- luacheck: ignore
  collectgarbage()
  collectgarbage()
  check.equal(log[4], "kept")
  check.equal(#log, 4)
end)

check.case("__gc can be replaced after marking; objects can be resurrected", function()
  local meta, count, risen = {__gc = true}, 0, nil
  setmetatable({}, meta)
  meta.__gc = function(t) count = count + 1 risen = t end
  collectgarbage()
  check.equal(count, 1)
  setmetatable(risen, meta)
  risen = nil -- luacheck: ignore
  collectgarbage()
  check.equal(count, 2)
  setmetatable({}, setmetatable({}, {__index = meta})) -- raw lookup
  collectgarbage()
  check.equal(count, 2)
end)

check.case("finalizers run without collectgarbage, however tables are created", function()
  local count = 0
  local meta = {__gc = function() count = count + 1 end}
  local a = vector.ones(1000)
  for _ = 1, 20000 do setmetatable({}, meta) a = a * 1 end -- luacheck: ignore
  check.equal(count > 10000, true)
end)

check.case("setmetatable otherwise behaves like stock Lua", function()
  check.fails(function() setmetatable(1, {}) end, "table expected, got number")
  check.fails(function() setmetatable({}, 1) end, "nil or table expected")
  check.fails(function() setmetatable({}) end, "nil or table expected")
  check.fails(function() setmetatable(setmetatable({}, {__metatable = 1}), {}) end,
    "cannot change a protected metatable")
  local t, meta = {}, {}
  check.equal(setmetatable(t, meta), t)
  check.equal(getmetatable(t), meta)
  check.equal(getmetatable(setmetatable(t, nil)), nil)
end)

-- debug.getmetatable returns what getmetatable hides.
local function values()
  local X, scaler = normalize(matrix{{1, 10}, {3, 50}})
  local m, f = model.linear(), plot.figure{}
  local run = train(m, vector{1, 2}, {300, 500}, {iterations = 3})
  return {vector{1}, X, scaler, m, run, f, f[1]}
end

check.case("metamethods called directly check their arguments", function()
  local all = values()
  local wrong = {{}, 1, "x", io.stdout, print, coroutine.create(print), false}
  for _, value in ipairs(all) do wrong[#wrong + 1] = value end
  for _, value in ipairs(all) do
    for name, f in pairs(debug.getmetatable(value)) do
      if type(f) == "function" then
        pcall(f)
        for _, a in ipairs(wrong) do
          pcall(f, a)
          for _, b in ipairs(wrong) do
            if name ~= "__gc" and name ~= "__close" then pcall(f, a, b, 1) end
          end
        end
      end
    end
  end
  check.fails(function() debug.getmetatable(vector{1}).__index({}, "x") end,
    "vector: vector expected, got table")
  check.fails(function()
    return setmetatable({}, {__index = debug.getmetatable(vector{1}).__index}).foo
  end, "vector: vector expected, got table")
  plot.close()
end)

check.case("metatables from getmetatable are read-only", function()
  for _, value in ipairs(values()) do
    local face = getmetatable(value)
    check.equal(face.__index, nil)
    check.equal(type(face.__name), "string")
    face.__gc, face.__fields, face.__methods = error, 5, 5
    check.fails(function() return value.no_such_field end, "no field or method")
    face.__gc, face.__fields, face.__methods = nil, nil, nil
  end
  getmetatable(io.stdout).__gc = error
  check.equal(debug.getmetatable(io.stdout).__gc ~= error, true)
  getmetatable(io.stdout).__gc = nil
  plot.close()
end)

check.case("user code cannot resume or close the coroutine of a background job", function()
  local co, job
  local X, y = matrix.random(100, 2), vector.random(100)
  job = train(model.linear{}, X, y, {background = true, iterations = 1000, alpha = 1e-3,
    on_step = function(s)
      co = coroutine.running()
      if s.iteration == 3 then job:pause() end
    end})
  job:wait()
  check.equal(coroutine.status(co), "suspended")
  check.fails(function() coroutine.close(co) end, "use job:stop() to end it")
  local ok, message = coroutine.resume(co)
  check.equal(ok, false)
  check.equal(message:match("cannot resume the coroutine of a background job") ~= nil, true)
  check.equal(job.state, "paused")
  job:resume()
  job:wait()
  check.equal(job.iterations, 1000)
end)

check.done("finalizers")
