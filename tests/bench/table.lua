-- table.lua - our side of every row, and the table. Run by `make bench`.
local program = ...
-- Debian puts numpy and scikit-learn beside its own Python.
local python = os.getenv("PYTHON") or "/usr/bin/python3"

-- Seconds since the machine started, in hundredths: processor time would count
-- the threads of a library twice.
local function wall()
  local file = assert(io.open("/proc/uptime"))
  local now = file:read("n")
  file:close()
  return now
end

-- The median of five rounds, each long enough for the clock; once first, to
-- warm up. `once` is for work that is long in itself.
local function median(work, once)
  local result = not once and work() or nil
  local seconds = {}
  for round = 1, once and 1 or 5 do
    local start, count = wall(), 0
    repeat
      result = work()
      count = count + 1
    until once or wall() - start >= 0.25
    seconds[round] = (wall() - start) / count
  end
  table.sort(seconds)
  return seconds[(#seconds + 1) // 2], result
end

local function capture(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read("a")
  pipe:close()
  return text
end

-- Seconds, and the number both sides must agree on.
local function peer(row)
  local seconds, number = capture(python .. " tests/bench/peer.py " .. row):match("(%S+) (%S+)")
  return tonumber(seconds), tonumber(number)
end

local function whole_process(command)
  return (peer("command " .. command))
end

-- peer.py has the same by the same name, and says why.
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
  local rows, n = X:size()
  return X:dot(vector.range(1, n)):add(0.5):add(numbers(rows, 1):flatten())
end

local function classes(X)
  local rows, n = X:size()
  return X:dot(vector.range(1, n)):axpy(20, numbers(rows, 1):flatten()):gt(0.3)
end

local function descend(m, n, epochs, once)
  local X = numbers(m, n)
  local y = targets(X)
  return median(function()
    return train(model.linear(), X, y, {alpha = 0.1, iterations = epochs}).final_cost
  end, once)
end

local function epoch(m, n)
  return function()
    local seconds, cost = descend(m, n, 10)
    return seconds / 10, cost
  end
end

local function logistic()
  local X = numbers(1000000, 10)
  local y = classes(X)
  return median(function()
    local m = model.logistic()
    train(m, X, y, {alpha = 0.1, iterations = 100})
    return m.w[1]
  end, true)
end

-- The weights of a model found by a method that knows when it is done.
local function solve(make, targets_of, options)
  return function()
    local X = numbers(1000000, 10)
    local y = targets_of(X)
    return median(function()
      local m = make()
      train(m, X, y, options)
      return m.w[4]
    end)
  end
end

-- Seconds an epoch of `count` numbers, and the most that the program ever held.
local function decade(count)
  local X = numbers(count // 10, 10)
  local y = targets(X)
  local steps = math.max(2, 20000000 // count)
  collectgarbage()
  return median(function()
    train(model.linear(), X, y, {alpha = 0.1, iterations = steps, rows = true})
  end) / (steps + 1)
end

-- Megabytes of a process that fills a matrix and trains on it, over its data.
local function peak_over_data()
  local script = "local X, y = matrix.random(10000000, 10), vector.random(10000000) "
    .. "train(model.linear(), X, y, {iterations = 100}) "
    .. "for line in io.lines('/proc/self/status') do local kb = line:match('VmHWM:%s*(%d+)') "
    .. "if kb then print(kb / 1024) end end"
  return tonumber(capture(program .. ' -e "' .. script .. '"')) / (11 * 80000000 / 2 ^ 20)
end

local function elementwise(what)
  local a = numbers(1000, 1000):flatten()
  local b = a:reverse()
  local work = {
    add = function() return a + b end, axpb = function() return a * 2 + b end,
    exp = function() return exp(a) end,
    dot = function() local d = dot(a, b) return {d, d} end,
    inplace = function() return a:add(0) end,
  }
  return function()
    local seconds, v = median(work[what])
    return seconds, v[2]
  end
end

local csv_path = "build/bench.data.csv"

local function write_csv()
  local X = numbers(200000, 10)
  local file = assert(io.open(csv_path, "w"))
  file:write("a,b,c,d,e,f,g,h,i,j\n")
  for _, row in X:each() do
    local cells = row:totable()
    for j = 1, 10 do cells[j] = ("%.6f"):format(cells[j]) end
    file:write(table.concat(cells, ","), "\n")
  end
  file:close()
end

local function read_csv()
  return median(function() return data.read(csv_path):matrix():get(778, 4) end)
end

local rows = {
  {"one epoch, linear, 1 000 000 x 10", epoch(1000000, 10), "epoch 1000000 10", 1e7, 8},
  {"one epoch, linear, 1 000 000 x 30", epoch(1000000, 30), "epoch 1000000 30", 3e7, 4},
  {"10 000 iterations, 100 x 4", function() return descend(100, 4, 10000) end, "small", nil, 40},
  {"10 000 iterations, 1 000 000 x 10", function()
    return descend(1000000, 10, 10000), 0
  end, "long", nil, 1000},
  {"100 epochs, logistic, 1 000 000 x 10", logistic, "logistic", nil, 6},
  {"logistic to convergence, 1 000 000 x 10",
    solve(model.logistic, classes, {method = "lbfgs", tolerance = 1e-7, iterations = 1000}),
    "converge", nil, 3, 1e-4},
  {"least squares, 1 000 000 x 10", solve(model.linear, targets, {method = "exact"}),
    "squares", nil, 4},
  {"z-score, 1 000 000 x 10", function()
    local X = numbers(1000000, 10)
    return median(function() return normalize(X):get(12346, 7) end)
  end, "zscore", 1e7, 5},
  {"polynomial features, degree 3, 100 000 x 10", function()
    local X = numbers(100000, 10)
    return median(function() return polyfeatures(X, 3):get(778, 285) end)
  end, "poly", nil, 2.5},
  {"read a CSV, 200 000 x 10", read_csv, "csv " .. csv_path, nil, 3},
  {"a + b, 1 000 000", elementwise("add"), "elementwise add", nil, 1},
  {"a * 2 + b, 1 000 000", elementwise("axpb"), "elementwise axpb", nil, 1},
  {"dot(a, b), 1 000 000", elementwise("dot"), "elementwise dot", nil, 1},
  {"exp(a), 1 000 000", elementwise("exp"), "elementwise exp", nil, 1},
  {"a:add(0), 1 000 000", elementwise("inplace"), "elementwise inplace", nil, 1},
  {"start and end of an empty script", function() return whole_process(program .. " -e ''") end,
    "command " .. python .. " -c 'import numpy, matplotlib.pyplot'", nil, 40},
  {"... against lua5.4", function() return whole_process(program .. " -e ''") end,
    "command lua5.4 -e ''", nil, nil},
  {"the gradient-descent lesson with its picture", function()
    return whole_process(program .. " --plot=build scripts/linear_regression/gradient_descent.lua")
  end, "command " .. python .. " tests/bench/peer.py lesson", nil, 9},
}

local function milliseconds(seconds)
  return seconds and ("%.3f"):format(1000 * seconds) or ""
end

-- To 1e-9, or what the method allows.
local function agree(a, b, tolerance)
  return math.abs(a - b) <= (tolerance or 1e-9) * math.max(1, math.abs(b))
end

write_csv()
local form = "%-46s %11s %11s %9s %7s %8s %6s  %s"
print(form:format("work (milliseconds)", "ours", "peer", "limit", "peer/o", "o/limit", "aim", ""))
local csv = assert(io.open("build/bench.csv", "w"))
csv:write("work,ours_ms,peer_ms,limit_ms,peer_over_ours,ours_over_limit,aim\n")
for _, row in ipairs(rows) do
  local name, ours, peer_row, count, aim = table.unpack(row, 1, 5)
  local seconds, number = ours()
  collectgarbage()
  local other, other_number = peer(peer_row)
  local limit = count and tonumber(capture(("build/read_once %d"):format(count)):match("%S+"))
  local word = aim and (other / seconds >= aim and "met" or "not met") or ""
  if number and not agree(number, other_number, row[6]) then word = "DIFFERENT NUMBERS" end
  local cells = {name, milliseconds(seconds), milliseconds(other), milliseconds(limit),
    ("%.2f"):format(other / seconds), limit and ("%.2f"):format(seconds / limit) or "",
    aim or "", word}
  print(form:format(table.unpack(cells)))
  csv:write(('"%s",%s\n'):format(name, table.concat(cells, ",", 2, 7)))
end

print("\nnumbers   an epoch, ms   a number, ns")
csv:write("numbers,epoch_ms\n")
for power = 3, 8 do
  local seconds = decade(10 ^ power // 1 | 0)
  collectgarbage()
  print(("10^%d %17s %12.3f"):format(power, milliseconds(seconds), 1e9 * seconds / 10 ^ power))
  csv:write(("1e%d,%s\n"):format(power, milliseconds(seconds)))
end
local peak = peak_over_data()
print(("\npeak memory of training 10 000 000 x 10, over its data: %.3f (aim: below 1.2)")
  :format(peak))
csv:write(("peak_over_data,%.3f\n"):format(peak))
csv:close()
os.remove(csv_path)
