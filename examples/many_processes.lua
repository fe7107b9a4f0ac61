-- many_processes.lua - trains one model on rows that several processes share. The same script runs
-- alone and under mpirun, with the same results to the last bit:
--
--   mlrepl examples/many_processes.lua
--   mpirun -n 4 mlrepl examples/many_processes.lua
--
-- The data are simulated and written to a file first, because that is how large data arrive: each
-- process maps the file and reads only its own rows.

local folder = os.getenv("TMPDIR") or "/tmp"
local files = {X = folder .. "/mlrepl_many_X.npy", y = folder .. "/mlrepl_many_y.npy"}
local ROWS = 200000

-- Only process 0 writes files. The others wait for it in cluster.gather.
seed(1)
if cluster.rank == 0 then
  local X = matrix.randn(ROWS, 4) * vector{1, 10, 0.1, 5} + vector{20, 0, 3, -50}
  local z = dot(X, vector{1, 0.2, -8, 0.3}) + 17
  data.save_npy(files.X, X)
  data.save_npy(files.y, (z + vector.randn(ROWS) * 2):gt(0))
end
cluster.gather(0)

local X, y = cluster.open_npy(files.X), cluster.open_npy(files.y)
print(("%d rows; number of processes: %d"):format(#X, cluster.size))

-- Functions that work row by row return shared rows; those of models work on all rows.
local Xn, scaler = normalize(X)
print("means of all rows: " .. tostring(scaler.mean))

local m = model.logistic()
local run = train(m, Xn, y, {method = "lbfgs"})
print(m)
print(("%d iterations, accuracy %.4f"):format(run.iterations, m:score(Xn, y)))
print(("cost %a"):format(run.final_cost)) -- all bits: equal for any number of processes

print(cross_validate(model.logistic{normalize = "zscore"}, X, y, {folds = 3}))

if cluster.rank == 0 then
  os.remove(files.X)
  os.remove(files.y)
end
