-- Memory-mapped arrays: data.open_npy.
local check = dofile("tests/check.lua")

local path = os.tmpname()

local bytes_of = check.content

check.case("a mapped matrix and vector equal what was saved", function()
  local X, v = matrix.randn(50, 3), vector.randn(7)
  data.save_npy(path, X)
  check.equal(data.open_npy(path), X)
  data.save_npy(path, v)
  check.equal(data.open_npy(path), v)
end)

check.case("training on a mapped matrix gives the same numbers", function()
  local X, y = matrix.randn(500, 3), vector.randn(500)
  data.save_npy(path, X)
  for _, options in ipairs{{iterations = 10}, {iterations = 500}, {method = "exact"}} do
    local a, b = model.linear(), model.linear()
    train(a, X, y, options)
    train(b, data.open_npy(path), y, options)
    check.equal(a.w, b.w)
    check.equal(a.b, b.b)
  end
end)

check.case("assignments do not change the file", function()
  data.save_npy(path, matrix{{1, 2}, {3, 4}})
  local before, X = bytes_of(path), data.open_npy(path)
  X[1][1] = 7
  X:mul(2)
  check.equal(X, matrix{{14, 4}, {6, 8}})
  check.equal(bytes_of(path), before)
  check.equal(data.open_npy(path), matrix{{1, 2}, {3, 4}})
end)

check.case("a row keeps the file mapped, and finalizers can read it", function()
  local seen = {}
  data.save_npy(path, matrix{{1, 2}, {3, 4}})
  local row = data.open_npy(path)[2]
  collectgarbage()
  collectgarbage()
  check.equal(row, vector{3, 4})
  local early = setmetatable({}, {__gc = function(t) seen[1] = t.X[1][2] end})
  early.X = data.open_npy(path)
  early = nil -- luacheck: ignore
  collectgarbage()
  collectgarbage()
  check.equal(seen[1], 2)
  for _ = 1, 1000 do row = data.open_npy(path)[2] end
  check.equal(row, vector{3, 4})
end)

check.case("files that cannot be mapped are errors that suggest how to read them", function()
  data.save_npy(path, 5)
  check.fails(function() data.open_npy(path) end, "cannot be mapped: it has no dimensions")
  data.save_npy(path, vector{})
  check.fails(function() data.open_npy(path) end, "cannot be mapped: it has no dimensions")
  local file = assert(io.open(path, "wb"))
  local header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"
  file:write("\x93NUMPY\1\0", ("<s2"):pack(header), "12345678")
  file:close()
  check.fails(function() data.open_npy(path) end, "data.open_npy: " .. path:gsub("%p", "%%%0")
    :gsub("%%", "") .. " does not hold float64 numbers in C order")
  check.fails(function() data.open_npy("/nonexistent/a.npy") end, "No such file")
  check.fails(function() data.open_npy(nil) end, "file name expected, got nil")
end)

-- -- files that are truncated while they are mapped ----------------------------------

local function truncated(X)
  data.save_npy(path, X)
  local mapped = data.open_npy(path)
  assert(os.execute(("truncate -s 5000 %q"):format(path)))
  return mapped
end

local SAID = "data.open_npy: " .. path .. " was truncated while in use"

check.case("a file truncated while mapped ends only the call, each time", function()
  local v = truncated(vector.ones(100000))
  for _ = 1, 3 do
    check.fails(function() return v:sum() end, SAID)
    check.fails(function() return v + 1 end, SAID)
    check.fails(function() return v[99999] end, SAID)
    check.fails(function() return tostring(v) end, SAID)
  end
  check.equal(v[1], 1.0) -- what is there can still be read
  check.equal(vector{1, 2}:sum(), 3.0)
end)

check.case("training, products and writers end with the same sentence", function()
  local X = truncated(matrix.random(3000, 40))
  local y = vector.random(3000)
  for _, method in ipairs{"gd", "exact", "newton", "lbfgs", "sgd"} do
    check.fails(function() train(model.linear(), X, y, {method = method}) end, SAID)
  end
  check.fails(function() return X:dot(vector.ones(40)) end, SAID)
  check.fails(function() return X:t():dot(X) end, SAID)
  check.fails(function() data.save_npy(path .. "2", X) end, SAID)
  check.equal(io.open(path .. "2"), nil)
end)

check.case("any thread may find that the file was truncated", function()
  local X = truncated(matrix.random(3000, 40))
  local y = vector.random(3000)
  for _ = 1, 30 do
    for _, method in ipairs{"gd", "newton", "lbfgs"} do
      check.fails(function() train(model.linear(), X, y, {method = method}) end, SAID)
    end
  end
end)

check.case("a background job fails with the sentence", function()
  data.save_npy(path, matrix.random(3000, 40))
  local X = data.open_npy(path)
  local job = train(model.linear(), X, vector.random(3000),
    {background = true, alpha = 1e-4, iterations = 1e6})
  assert(os.execute(("truncate -s 5000 %q"):format(path)))
  check.fails(function() job:wait() end, "was truncated while in use")
  check.equal(job.state, "failed")
end)

check.case("a script ends with one sentence", function()
  data.save_npy(path, vector.zeros(100000))
  local script = ("local v = data.open_npy(%q) io.open(%q, 'w'):close() print(v:sum())")
    :format(path, path)
  local said, code = check.script(script)
  check.equal(code, 1)
  check.equal(said:match("^mlrepl: file:1: (.-)\n"), SAID .. ", or the disk failed")
end)

os.remove(path)
check.done("open_npy")
