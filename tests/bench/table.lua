-- table.lua - the table, and how time and memory grow. Run by `make bench`.
-- With "threads" after the program: the rows of which several threads share the work.
-- ONLY="a * 2" in the environment selects the rows whose names contain it.
local program, threads = ...
local bench = assert(loadfile("tests/bench/rows.lua"))(program)

-- -- the peer process ----------------------------------------------------------

local fifo = "build/bench.fifo"
os.remove(fifo)
assert(os.execute("mkfifo " .. fifo))
local ask = assert(io.popen(bench.python .. " tests/bench/peer.py > " .. fifo, "w"))
ask:setvbuf("line")
local answers = assert(io.open(fifo))

local function peer(request)
  ask:write(request, "\n")
  return (assert(answers:read("l"), "the peer has exited"))
end

local function wall() return tonumber(peer("time")) end

-- Time in seconds and result of one round of the peer.
local function peer_round()
  local seconds, number = peer("go"):match("(%S+) (%S+)")
  return tonumber(seconds), tonumber(number)
end

local output = dofile("tests/check.lua").output

local function read_once(count)
  return tonumber(output(("build/read_once %d 3"):format(count)):match("%S+"))
end

-- -- measuring -----------------------------------------------------------------

local function median(list)
  table.sort(list)
  return list[(#list + 1) // 2]
end

-- Seconds per unit, over a round of at least a quarter of a second. Reading the
-- clock costs as much as a vector operation, so it is read once per batch.
local function our_round(work)
  local count = 1
  while true do
    local start = wall()
    for _ = 1, count do work() end
    local spent = wall() - start
    if spent >= 0.25 then return spent / count end
    count = spent < 0.025 and 10 * count or math.ceil(count * 0.3 / spent)
  end
end

-- Compares to 1e-9, or to the precision of the method.
local function agree(a, b, tolerance)
  return math.abs(a - b) <= (tolerance or 1e-9) * math.max(1, math.abs(b))
end

-- Alternating rounds of both, after a warm-up.
local function in_turn(row)
  local ours, others, reads = {}, {}, {}
  local work = row.make()
  peer("prepare " .. row.request)
  local number, other = work(), select(2, peer_round())
  local same = row.other_work or agree(number, other, row.tolerance)
  for round = 1, row.rounds or 5 do
    ours[round] = our_round(work)
    others[round] = peer_round()
    if row.count then reads[round] = read_once(row.count // (row.read_units or 1)) end
  end
  local units, peer_units = row.units or 1, row.peer_units or row.units or 1
  local limit = row.count and median(reads) * (row.read_units or 1)
  return median(ours) / units, median(others) / peer_units, limit, same
end

local function processes(row)
  local ours, others = {}, {}
  for round = 0, 11 do
    ours[round] = tonumber(peer("command " .. row.command))
    others[round] = tonumber(peer("command " .. row.request))
  end
  return median(ours), median(others), nil, true
end

local function milliseconds(seconds)
  return seconds and ("%.3f"):format(1000 * seconds) or ""
end

-- -- the table -----------------------------------------------------------------

local form = "%-46s %10s %11s %8s %8s %8s  %-22s %s"
local csv = assert(io.open(threads and "build/bench.threads.csv" or "build/bench.csv", "w"))

local function goals(row)
  local words = {}
  if row.peer then words[#words + 1] = ("%gx peer"):format(row.peer) end
  if row.read then words[#words + 1] = ("%gx read"):format(row.read) end
  if row.most then words[#words + 1] = ("%g ms"):format(row.most) end
  return table.concat(words, ", ")
end

local function verdict(row, ours, other, limit, same)
  if not same then return "DIFFERENT NUMBERS" end
  local missed = {}
  if row.peer and other / ours < row.peer then missed[#missed + 1] = "peer" end
  if row.read and ours / limit > row.read then missed[#missed + 1] = "read" end
  if row.most and ours * 1000 > row.most then missed[#missed + 1] = "ms" end
  if goals(row) == "" then return "" end
  return #missed == 0 and "met" or "not met: " .. table.concat(missed, ", ")
end

local function measure(row)
  if threads then row.peer, row.read = row.threads, nil end
  local ours, other, limit, same = (row.command and processes or in_turn)(row)
  collectgarbage()
  local cells = {row.name, milliseconds(ours), milliseconds(other), milliseconds(limit),
    ("%.2f"):format(other / ours), limit and ("%.2f"):format(ours / limit) or "", goals(row),
    verdict(row, ours, other, limit, same)}
  print(form:format(table.unpack(cells)))
  for i, cell in ipairs(cells) do cells[i] = '"' .. cell .. '"' end
  csv:write(table.concat(cells, ","), "\n")
end

if threads then print("\nwith all processors") end
print(form:format("work (milliseconds)", "ours", "peer", "read", "peer/our", "our/read", "goal",
  ""))
csv:write("work,ours_ms,peer_ms,read_ms,peer_over_ours,ours_over_read,goal,verdict\n")
local only = os.getenv("ONLY")
for _, row in ipairs(bench.rows) do
  local wanted = not only or row.name:find(only, 1, true)
  if wanted and (row.threads or not threads) then measure(row) end
end

local function finish()
  csv:close()
  ask:close()
  answers:close()
  os.remove(fifo)
  bench.clean()
end

if threads or only then
  finish()
  return
end

-- -- growth --------------------------------------------------------------------

-- Seconds per epoch with row passes over `count` numbers.
local function decade(count)
  local X = bench.numbers(count // 10, 10)
  local y = bench.targets(X)
  local steps = math.max(4, 20000000 // count)
  collectgarbage()
  return our_round(function()
    train(model.linear(), X, y, {alpha = 0.1, iterations = steps, rows = true})
  end) / (steps + 1)
end

print("\nnumbers       epoch, ms     number, ns")
csv:write("\nnumbers,epoch_ms\n")
for power = 3, 8 do
  local seconds = decade(math.tointeger(10 ^ power))
  collectgarbage()
  print(("10^%d %17s %12.3f"):format(power, milliseconds(seconds), 1e9 * seconds / 10 ^ power))
  csv:write(("1e%d,%s\n"):format(power, milliseconds(seconds)))
end

-- The time of an epoch on a mapped file, relative to the same data in memory.
local function mapped_over_memory()
  local path = "build/bench.npy"
  local X = bench.numbers(1000000, 10)
  local y = bench.targets(X)
  data.save_npy(path, X)
  local mapped = data.open_npy(path)
  local function epochs(rows)
    return our_round(function()
      train(model.linear(), rows, y, {alpha = 0.1, iterations = 40})
    end)
  end
  epochs(mapped)
  local ratio = epochs(mapped) / epochs(X)
  os.remove(path)
  return ratio
end

local ratio = mapped_over_memory()
collectgarbage()
print(("\ntime of an epoch on a mapped file, relative to memory: %.2f"):format(ratio))
csv:write(("\nmapped_over_memory,%.3f\n"):format(ratio))

-- The time of grad, relative to that of the function, on vectors of 10 000 numbers.
local function grad_over_function(f, ...)
  local arguments = table.pack(...)
  local ratios = {}
  for round = 1, 5 do
    local plain = our_round(function() return f(table.unpack(arguments)) end)
    ratios[round] = our_round(function() return grad(f, table.unpack(arguments)) end) / plain
  end
  return median(ratios)
end

local features = bench.numbers(10000, 20)
local labels, v = features:column(1):gt(0), bench.numbers(10000, 1):flatten()

for _, row in ipairs{
  {"cost of a line", function(w, b)
    local e = features:dot(w) + b - labels
    return e:dot(e) / (2 * #e)
  end, vector.zeros(20), 0},
  {"cross-entropy", function(w, b)
    local p = sigmoid(features:dot(w) + b)
    return -(labels * log(p) + (1 - labels) * log(1 - p)):mean()
  end, vector.zeros(20), 0},
  {"ten operations", function(u)
    local z = sin(u) * exp(-u * u) + u / (1 + u ^ 2)
    return (z * z):mean()
  end, v},
  {"a sum of squares", function(u) return (u * u):sum() end, v},
  {"a mean of cubes", function(u) return (u ^ 3):mean() end, v},
  {"a median", function(u) return u:median() end, v},
  {"tanh", function(u) return tanh(u):sum() end, v},
  {"loop over elements, no goal", function(u)
    local sum = 0
    for i = 1, #u do
      local e = u[i] * 2 - i
      sum = sum + e * e
    end
    return sum
  end, v},
  {"loop over elements with functions, no goal", function(u)
    local sum = 0
    for i = 1, #u do sum = sum + sin(u[i]) * exp(-u[i]) end
    return sum
  end, v},
} do
  local times = grad_over_function(table.unpack(row, 2))
  print(("time of grad relative to the function, %s: %.2f (goal: below 5)"):format(row[1], times))
  csv:write(("grad_over_function,%s,%.2f\n"):format(row[1], times))
end

-- Peak memory of a process that fills a matrix and trains on it, relative to its data.
local function peak_over_data(options)
  local script = "local X, y = matrix.random(10000000, 10), vector.random(10000000) "
    .. ("train(model.linear(), X, y, %s) "):format(options)
    .. "for line in io.lines('/proc/self/status') do local kb = line:match('VmHWM:%s*(%d+)') "
    .. "if kb then print(kb / 1024) end end"
  return tonumber((output(program .. ' -e "' .. script .. '"'))) / (11 * 80000000 / 2 ^ 20)
end

for _, options in ipairs{"{iterations = 100}", "{method = 'exact'}"} do
  local peak = peak_over_data(options)
  print(("peak memory of training 10 000 000 x 10 with %s, relative to its data: %.3f "
    .. "(goal: below 1.2)"):format(options, peak))
  csv:write(("peak_over_data,%s,%.3f\n"):format(options, peak))
end
finish()
