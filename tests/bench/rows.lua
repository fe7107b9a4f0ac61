-- rows.lua - the mlrepl side of every row of the table.
--
-- A row has a name; the request to the peer; `make`, which returns the workload, a
-- function of one unit that returns the number both sides must agree on; and the
-- goals: `peer`, the speedup over the peer (`threads` with all processors; the row is not
-- measured with several without it); `read`, the time relative to reading
-- `count` doubles; `most`, milliseconds.

local program = ...
local rows = {}

-- peer.py has the same data under the same name, with the reason.
local function numbers(m, n)
  local x = vector.range(1, m * n):mul(0.6180339887498949)
  x = x % 1
  x:add(1)
  x:mul(x)
  x:mul(7919)
  x = x % 1
  return x:sub(0.5):reshape(m, n)
end

local function targets(X)
  local m, n = X:size()
  return X:dot(vector.range(1, n)):add(0.5):add(numbers(m, 1):flatten())
end

local function classes(X)
  local m, n = X:size()
  return X:dot(vector.range(1, n)):axpy(20, numbers(m, 1):flatten()):gt(0.3)
end

local function add(row) rows[#rows + 1] = row end

-- -- training ----------------------------------------------------------------

local function descend(m, n, epochs, by_rows)
  return function()
    local X = numbers(m, n)
    local y = targets(X)
    return function()
      local options = {alpha = 0.1, iterations = epochs, rows = by_rows}
      return train(model.linear(), X, y, options).final_cost
    end
  end
end

-- Enough iterations to amortize one-time work such as the check for nan.
local EPOCHS = 50

for _, row in ipairs{{10, 8, 8}, {30, 4, 4}} do
  local n, aim, aim_of_threads = table.unpack(row)
  add{name = ("one epoch over rows, linear, 1 000 000 x %d"):format(n), units = EPOCHS,
    request = ("descend 1000000 %d %d"):format(n, EPOCHS),
    make = descend(1000000, n, EPOCHS, true),
    count = 1000000 * (n + 1), peer = aim, threads = aim_of_threads, read = 1.25}
end

-- By default, the products X'X and X'y are computed first.
for _, n in ipairs{10, 30} do
  add{name = ("50 epochs, linear, 1 000 000 x %d"):format(n),
    request = ("descend 1000000 %d 50"):format(n), make = descend(1000000, n, 50), peer = 8,
    threads = 8}
end

add{name = "10 000 iterations, 100 x 4", request = "descend 100 4 10000",
  make = descend(100, 4, 10000), peer = 40, threads = 40, most = 2}

-- The peer does 50 iterations instead of ten thousand; its time is scaled by 200.
-- The rows above compare the cost.
add{name = "10 000 iterations, 1 000 000 x 10", request = "descend 1000000 10 50",
  peer_units = 1 / 200, make = descend(1000000, 10, 10000), count = 11000000, peer = 1000,
  most = 100, other_work = true}

add{name = "100 epochs, logistic, 1 000 000 x 10", request = "logistic", count = 1100000000,
  peer = 6, threads = 10, rounds = 3, read_units = 100,
  make = function()
    local X = numbers(1000000, 10)
    local y = classes(X)
    return function()
      local m = model.logistic()
      train(m, X, y, {alpha = 0.1, iterations = 100})
      return m.w[1]
    end
  end}

-- The weights found by a method with its own stopping criterion.
local function solve(make, targets_of, options)
  return function()
    local X = numbers(1000000, 10)
    local y = targets_of(X)
    return function()
      local m = make()
      train(m, X, y, options)
      return m.w[4]
    end
  end
end

add{name = "logistic to convergence, 1 000 000 x 10", request = "converge", count = 11000000,
  tolerance = 1e-4, peer = 3, threads = 4.5,
  make = solve(model.logistic, classes,
    {method = "lbfgs", tolerance = 1e-7, iterations = 1000})}
add{name = "the same with newton", request = "converge", count = 11000000, tolerance = 1e-4,
  peer = 3, threads = 4.5,
  make = solve(model.logistic, classes, {method = "newton", tolerance = 1e-7})}
add{name = "least squares, 1 000 000 x 10", request = "squares", count = 11000000, peer = 4,
  threads = 6, make = solve(model.linear, targets, {method = "exact"})}

-- -- choosing, resampling -------------------------------------------------------

local folds_path = "build/bench.folds.npy"

-- The number of the fold that tests each row, for the peer.
local function write_folds(y, count)
  local order, number = vector{}, vector{}
  for _, tests in data.folds(vector.range(1, #y), y, count) do
    order = order:concat(tests)
    number = number:concat(vector.fill(#tests, #number))
  end
  data.save_npy(folds_path, number:take(order:argsort()))
end

add{name = "5 folds, ridge, 20 lambdas, 100 000 x 20", request = "ridge " .. folds_path,
  peer = 10, threads = 10,
  make = function()
    local X, lambdas = numbers(100000, 20), {}
    local y = targets(X)
    write_folds(y, 5)
    for k = 1, 20 do lambdas[k] = 10 ^ (k / 4 - 1) end
    local function make(p) return model.linear{lambda = p.lambda} end
    return function()
      return search(make, {lambda = lambdas}, X, y, {progress = false}).mean[20]
    end
  end}

-- The peer has other samples.
add{name = "200 bootstrap refits, 1000 x 5", request = "bootstrap", most = 50,
  other_work = true,
  make = function()
    local X = numbers(1000, 5)
    local y = targets(X)
    local m = model.linear()
    train(m, X, y, {method = "exact"})
    return function() return resample(m, X, y, 200, {progress = false}).se[2] end
  end}

-- -- features, files ---------------------------------------------------------

add{name = "z-score, 1 000 000 x 10", request = "zscore", count = 10000000, peer = 5,
  threads = 7.5,
  make = function()
    local X = numbers(1000000, 10)
    return function() return normalize(X):get(12346, 7) end
  end}

add{name = "polynomial features, degree 3, 100 000 x 10", request = "poly", count = 28500000,
  peer = 2.5, threads = 3.75,
  make = function()
    local X = numbers(100000, 10)
    return function() return polyfeatures(X, 3):get(778, 285) end
  end}

local csv_path = "build/bench.data.csv"

local function write_csv()
  local file = assert(io.open(csv_path, "w"))
  file:write("a,b,c,d,e,f,g,h,i,j\n")
  for _, row in numbers(200000, 10):each() do
    local cells = row:totable()
    for j = 1, 10 do cells[j] = ("%.6f"):format(cells[j]) end
    file:write(table.concat(cells, ","), "\n")
  end
  file:close()
end

add{name = "read a CSV, 200 000 x 10", request = "csv " .. csv_path, count = 2400000, peer = 3,
  threads = 4.5,
  make = function()
    write_csv()
    return function() return data.read(csv_path):matrix():get(778, 4) end
  end}

local times_path = "build/bench.times.csv"

local function write_times()
  local file = assert(io.open(times_path, "w"))
  file:write("time,value\n")
  for i = 1, 100000 do
    file:write(os.date("!%Y-%m-%dT%H:%M:%S", 1577836800 + i * 60), ",", i % 977 / 100, "\n")
  end
  file:close()
end

add{name = "read timestamps, 100 000 x 2", request = "times " .. times_path, count = 200000,
  peer = 3,
  make = function()
    write_times()
    return function() return data.read(times_path).time[778] end
  end}

-- -- element by element -----------------------------------------------------

local threaded = {exp = 1.5, sin = 1.5, cos = 1.5, tan = 1.5, tanh = 1.5}

local function elementwise(name, what, reads, aim, work)
  add{name = name .. ", 1 000 000", request = "elementwise " .. what, count = reads * 1000000,
    peer = aim, threads = threaded[what], make = function()
      local a = numbers(1000, 1000):flatten()
      local b = a:reverse()
      local c = a + 1
      return function() return work(a, b, c) end
    end}
end

elementwise("a + b", "add", 2, 1, function(a, b) return (a + b)[2] end)
elementwise("a * 2 + b", "axpb", 3, 1, function(a, b) return (a * 2 + b)[2] end)
elementwise("dot(a, b)", "dot", 2, 1, function(a, b) return dot(a, b) end)
elementwise("exp(a)", "exp", 1, 1, function(a) return exp(a)[2] end)
for _, name in ipairs{"sin", "cos", "tan", "tanh"} do
  local f = _G[name]
  elementwise(name .. "(a)", name, 1, 1, function(a) return f(a)[2] end)
end
for _, power in ipairs{2, 3, 0.5, -1} do
  elementwise(("c ^ %g"):format(power), ("power%g"):format(power), 1, 1,
    function(_, _, c) return (c ^ power)[2] end)
end
elementwise("median of a", "median", 1, 1, function(a) return a:median() end)
elementwise("0.3-quantile of a", "quantile", 1, 1, function(a) return a:quantile(0.3) end)
elementwise("a:add(0), in place", "add0", 1, 1, function(a) return a:add(0)[2] end)

-- The gain of in-place addition; the peer computes a + b.
local twice = 0
elementwise("a:add(b), in place, against a + b", "add", 2, 2, function(a, b)
  twice = twice + 1
  return (twice % 2 == 1 and a:add(b) or a:sub(b))[2]
end)
rows[#rows].other_work = true

-- -- whole processes ---------------------------------------------------------

local python = os.getenv("PYTHON") or "/usr/bin/python3"

add{name = "run an empty script", command = program .. " -e ''",
  request = python .. " -c 'import numpy, matplotlib.pyplot'", peer = 40, most = 10}
add{name = "the same, against lua5.4", command = program .. " -e ''", request = "lua5.4 -e ''"}
add{name = "gradient descent and its two-panel figure",
  command = program .. " tests/bench/lesson.lua",
  request = python .. " tests/bench/peer.py lesson", peer = 9, most = 60}
-- The lesson explains more and draws three figures.
add{name = "the lesson gradient_descent",
  command = program .. " --plot=build scripts/linear_regression/gradient_descent.lua",
  request = python .. " tests/bench/peer.py lesson"}

return {rows = rows, numbers = numbers, targets = targets, python = python,
  clean = function() os.remove(csv_path) os.remove(times_path)
    os.remove(folds_path) end}
