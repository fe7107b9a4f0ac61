-- cluster.lua - what the exchange between processes costs: for each number of columns and
-- processes, the time of an iteration of logistic gradient descent on shared rows, of the exchange
-- in it, and the bytes that each process receives. Run it with mlrepl tests/bench/cluster.lua; it
-- starts the processes by mpirun. Not a test: compare the numbers only with each other.

local ITERATIONS, EXCHANGES, TRIES = 10, 200, 8 -- the fastest try counts
local sizes = {{columns = 10, rows = 2 ^ 18}, {columns = 100, rows = 2 ^ 16},
  {columns = 1000, rows = 2 ^ 13}}

local function now()
  local pipe = assert(io.popen("date +%s.%N"))
  local time = tonumber(pipe:read("a"))
  pipe:close()
  return time
end

-- The rule of src/core/parallel/blocks.c.
local function count_blocks(rows, columns)
  local least = math.max(rows / 256, 2 ^ 14 // (columns + 1), 2 * (columns + 1))
  local high = 64
  while high < least do high = 2 * high end
  return math.ceil(rows / high)
end

local function measure(columns, rows)
  seed(1)
  local X = cluster.share(matrix.randn(rows, columns))
  local y = (X:column(1) * 2 + 1):gt(0)
  local m = model.logistic()
  local how = {alpha = 0.1, iterations = ITERATIONS, progress = false}
  local sums = vector.zeros(math.ceil(count_blocks(rows, columns) * (columns + 2) / cluster.size))
  local iteration, exchange = math.huge, math.huge
  for _ = 1, TRIES do
    iteration = math.min(iteration, train(m, X, y, how).seconds / ITERATIONS)
    local start = now()
    for _ = 1, EXCHANGES do cluster.gather(sums) end
    exchange = math.min(exchange, (now() - start) / EXCHANGES)
  end
  local blocks = count_blocks(rows, columns)
  print(("%7d %8d %9d %7d %8.1f %10.2f %9.3f"):format(columns, rows, cluster.size, blocks,
    blocks * (columns + 2) * 8 / 1000, 1000 * iteration, 1000 * exchange))
end

if arg[1] then
  measure(math.tointeger(arg[1]), math.tointeger(arg[2]))
  os.exit(true, true)
end

print("columns     rows processes  blocks  kB/iter.  ms/iter.  ms/exch.")
for _, size in ipairs(sizes) do
  for processes = 1, 4 do
    os.execute(("OMP_NUM_THREADS=1 mpirun --oversubscribe --allow-run-as-root -n %d %s %s %d %d")
      :format(processes, os.getenv("MLREPL") or "./mlrepl", arg[0], size.columns, size.rows // 1))
  end
end
