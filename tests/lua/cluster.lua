-- Many processes on shared rows: alone, and under mpirun if Open MPI is installed. 70000 rows are
-- five blocks, of which two processes have 2 and 3, and four processes 1, 1, 1 and 2.

local check = dofile("tests/check.lua")

-- -- without mpirun ------------------------------------------------------------

check.case("one process has all rows", function()
  check.equal(cluster.size, 1)
  check.equal(cluster.rank, 0)
  local X = matrix{{1, 2}, {3, 4}}
  X.names = {"a", "b"}
  local S = cluster.share(X)
  check.equal(S, X)
  check.equal(S.names[2], "b")
  check.equal(tostring(S), tostring(X))
  check.equal(S:mean(), 2.5)
  check.equal(cluster.gather(S * 2), X * 2)
  check.equal(tostring(cluster.gather(3)), "[3]")
  check.equal(tostring(cluster.gather{1, 2}), "[[1 2]]")
end)

check.case("files", function()
  local path = os.tmpname()
  data.save_npy(path, matrix{{1, 2}, {3, 4}})
  check.equal(cluster.open_npy(path), matrix{{1, 2}, {3, 4}})
  data.save_npy(path, vector{1, 2})
  check.equal(cluster.open_npy(path), vector{1, 2})
  check.write(path, "a,b,c\n1,2,x\n3,4,y\n")
  warn("@off")
  local d = cluster.read(path, {columns = {"a", "b", "c"}})
  warn("@on")
  check.equal(table.concat(d.names, " "), "a b")
  check.equal(d:matrix(), matrix{{1, 2}, {3, 4}})
  os.remove(path)
end)

check.case("wrong arguments", function()
  check.fails(function() cluster.share(1) end,
    "cluster.share: X (argument 1): vector or matrix expected, got 1")
  check.fails(function() cluster.share(cluster.share{1, 2}) end,
    "cluster.share: X (argument 1): is shared already")
  check.fails(function() cluster.gather("a") end,
    'cluster.gather: x (argument 1): number, vector or shared matrix expected, got string "a"')
  check.fails(function() cluster.open_npy("/none") end, "data.open_npy: /none: ")
end)

-- -- under mpirun ----------------------------------------------------------------

-- Open MPI and the plug-in are needed.
local _, unable = check.output("mpirun --oversubscribe --allow-run-as-root -n 2 " .. check.program
  .. " -e 'x = 1' 2>&1 </dev/null")
if unable ~= 0 then
  print("cluster: not run under mpirun: install openmpi-bin and libopenmpi-dev")
  check.done("cluster")
end

local folder = check.output("mktemp -d"):gsub("\n", "")
local script = folder .. "/script.lua"

local function mpirun(processes, options)
  return ("mpirun --oversubscribe --allow-run-as-root -n %d %s %s"):format(processes,
    check.program, options or script)
end

-- What Open MPI says about the end of a job is left out.
local function without_noise(text)
  return (text:gsub("%-%-%-%-%-+\n.-%-%-%-%-%-+\n", ""):gsub("%[[^\n]*ORTE_ERROR_LOG[^\n]*\n", "")
    :gsub("mpirun: Forwarding signal [^\n]*\n", ""))
end

-- What the code prints in that many processes, and the exit code of mpirun.
local function run(processes, code, options)
  check.write(script, code)
  local text, exit = check.output(mpirun(processes, options) .. " 2>&1 </dev/null")
  return without_noise(text), exit
end

local function count(text, part)
  local n = 0
  for _ in text:gmatch(part:gsub("%p", "%%%0")) do n = n + 1 end
  return n
end

check.case("each process has its rows, and the first one prints", function()
  local text, exit = run(4, [[
    local x = vector.range(1, 70000)
    local s = cluster.share(x)
    print(s)
    print(#s, cluster.size, cluster.gather(cluster.rank))
    print(cluster.gather(s) == x, cluster.gather(exp(-s) * 2 + s) == exp(-x) * 2 + x)
    local X = cluster.share(matrix.columns{x, x * x})
    print(X:size())
    print(cluster.gather(X - vector{1, 2}) == matrix.columns{x - 1, x * x - 2})
    print(cluster.gather(dot(X:columns(1, 2), vector{1, 1})) == x + x * x)
    print(cluster.gather(matrix.columns{s, s * 2}) == matrix.columns{x, x * 2})
    print(cluster.gather(vector{cluster.rank, 1}))
    local small = cluster.share{1, 2, 3}
    print(small, cluster.gather(small + 1))]])
  check.equal(exit, 0)
  check.equal(text, [=[
rows 1 to 16384 of 70000:
[    1     2     3 ... 16382 16383 16384]
70000	4	[0 1 2 3]
true	true
70000	2
true
true
true
[[0 1]
 [1 1]
 [2 1]
 [3 1]]
none of 3 rows:
[]	[2 3 4]
]=])
end)

check.case("functions that need all rows are refused", function()
  local text = run(2, [[
    local X = cluster.share(matrix.ones(70000, 2))
    local y = X:column(1)
    local m = model.linear()
    for _, f in ipairs{
      function() return X:mean() end, function() return X[1] end, function() X[1] = {1, 2} end,
      function() return y:sort() end, function() return y == X:column(1) end,
      function() for _ in ipairs(y) do end end, function() plot(y, y) end,
      function() return matrix.ones(70000, 2) + X end, function() return dot(y, y) end,
      function() data.save_npy("x", X) end, function() return train(m, X, {1, 2}) end,
      function() return train(m, X, y, {weights = vector.ones(70000)}) end} do
      print(select(2, pcall(f)))
    end]])
  local lines = {}
  for line in text:gmatch("[^\n]+") do lines[#lines + 1] = line end
  for i, name in ipairs{"matrix:mean", "matrix", "matrix", "vector:sort", "vector", "ipairs", "plot",
    "+", "dot", "data.save_npy", "train", "train"} do
    local line = lines[i] or "nothing"
    assert(line:find(": " .. name .. ": ", 1, true), line)
    assert(line:find("this process has rows 1 to 32768 of 70000", 1, true), line)
  end
  check.equal(#lines, 12)
end)

check.case("only the first process writes files", function()
  local _, exit = run(2, (([[
    data.save_npy("%s/" .. cluster.rank .. ".npy", vector{1})
    plot({1, 2}, {1, 2})
    plot.save("%s/" .. cluster.rank .. ".svg")
    io.open("%s/" .. cluster.rank .. ".txt", "w"):close()]]):gsub("%%s", folder)))
  check.equal(exit, 0)
  check.equal(check.output("cd " .. folder .. " && ls -x"):gsub("%s+", " "),
    "0.npy 0.svg 0.txt 1.txt script.lua ")
end)

-- -- training --------------------------------------------------------------------

-- Prints results in hexadecimal, so that each bit counts.
local RESULTS = [[
  local function show(...)
    for _, x in ipairs{...} do
      for _, number in ipairs(type(x) == "number" and {x} or x:flatten():totable()) do
        io.write(("%a "):format(number))
      end
    end
    print()
  end
  seed(1)
  local X = matrix.randn(70000, 3) * vector{1, 20, 300} + vector{0, 50, -1000}
  local z = dot(X, vector{1, 0.02, 0.003}) + vector.randn(70000)
  local weights = cluster.share(vector.range(1, 70000) % 3)
  local y, classes = cluster.share(z:gt(0)), cluster.share(z:gt(0) + z:gt(2) + 1)
  local X, z = cluster.share(X), cluster.share(z)
  local Xn, scaler = normalize(X)
  show(scaler.mean, scaler.std, scaler.min, scaler.max)
  for _, method in ipairs{"gd", "momentum", "adam", "lbfgs", "newton"} do
    local m = model.logistic{lambda=1}
    local run = train(m, Xn, y, {method=method, iterations=9, alpha=method ~= "lbfgs" and
      method ~= "newton" and 0.3 or nil})
    show(m.w, m.b, run.final_cost, m:score(Xn, y))
  end
  for _, how in ipairs{{method="exact"}, {method="gd", iterations=200},
    {method="lbfgs", weights=weights}} do
    local m = model.linear{normalize="zscore"}
    train(m, X, z, how)
    show(m.w, m.b, m:score(X, z), m:cost(X, z), m:score(X, z, {weights=weights}))
    show(m:gradient(X, z, {weights=weights}))
  end
  local m = model.softmax{normalize="minmax"}
  train(m, X, classes, {method="lbfgs", iterations=5})
  show(m.w, m.b, m:score(X, classes))
  show(cross_validate(model.linear(), X, z, {folds=3}).scores)
  show(cross_validate(model.logistic{normalize="zscore"}, X, y, {folds=2}).scores)
  m = model.poisson{degree=2, normalize="mean"}
  train(m, X, y, {method="newton", iterations=3})
  show(m.w, m.b, m:score(X, y))
]]

check.case("results are the same bits for 1, 2, 3 and 4 processes", function()
  check.write(script, RESULTS)
  local alone = check.output(check.program .. " " .. script .. " 2>&1")
  check.equal(count(alone, "\n"), 16)
  for processes = 2, 4 do
    local text, exit = run(processes, RESULTS)
    check.equal(text, alone)
    check.equal(exit, 0)
  end
end)

-- Tables of coefficients; a part of the columns depends on the others, and the first process has
-- only one class.
local SUMMARIES = [[
  local rows = ROWS
  local function show(s)
    local words = {#s.aliased}
    for _, x in ipairs{s.estimate, s.se, s.p, s.low, s.high, s.r2, s.aic, s.deviance, s.distance} do
      for _, number in ipairs(type(x) == "number" and {x} or x:totable()) do
        words[#words + 1] = (HEX and "%a" or "%.9g"):format(number)
      end
    end
    print(table.concat(words, " "))
  end
  seed(1)
  local share = HEX and cluster.share or function(x) return x end
  local n = vector.range(1, rows)
  local X = matrix.randn(rows, 2) * vector{1, 300} + vector{0, -1000}
  local z = dot(X, vector{1, 0.003}) + vector.randn(rows)
  local A = share(matrix.columns{X:column(1), X:column(2), X:column(1) * 2 - X:column(2) + 1})
  local y, late = share(z:gt(-2)), share(z:gt(-3) * n:gt(rows / 4))
  local classes = share(1 + z:gt(-3) + z:gt(-2))
  local weights, offset = share(n % 3), share(n % 5 * 0.1)
  local X, z = share(X), share(z)
  local function summary(m, X, y, method, data)
    train(m, X, y, {method=method, weights=data and data.weights, offset=data and data.offset})
    show(m:summary(X, y, data))
  end
  warn("@off")
  summary(model.linear(), X, z, "exact")
  summary(model.linear{intercept=false}, X, z, "exact", {weights=weights})
  summary(model.linear{normalize="zscore", lambda=3}, X, z, "exact")
  summary(model.linear{degree=2, normalize="minmax"}, X, z, "newton")
  summary(model.linear(), A, z, "newton")
  summary(model.linear(), X, y * 0 + 2, "newton")
  summary(model.logistic(), X, late, "newton", {weights=weights})
  summary(model.poisson{normalize="zscore"}, X, y, "newton", {weights=weights, offset=offset})
  summary(model.softmax{normalize="zscore"}, X, classes, "newton", {weights=weights})
  summary(model.softmax{lambda=1}, A, classes, "newton")
]]

local function summaries(rows, shared)
  return (SUMMARIES:gsub("ROWS", tostring(rows)):gsub("HEX", tostring(shared)))
end

check.case("m:summary: the same bits for 1, 2, 3 and 4 processes", function()
  for _, rows in ipairs{20, 40000} do
    local alone = run(1, summaries(rows, true))
    check.equal(count(alone, "\n"), 10)
    for processes = rows == 40000 and 2 or 4, 4 do
      local text, exit = run(processes, summaries(rows, true))
      check.equal(text, alone)
      check.equal(exit, 0)
    end
  end
end)

check.case("m:summary of shared rows is that of all rows", function()
  check.write(script, summaries(40000, false))
  local whole = check.output(check.program .. " " .. script .. " 2>&1")
  local shared = run(2, summaries(40000, true))
  local next_number = shared:gmatch("%S+")
  for text in whole:gmatch("%S+") do
    local number, other = tonumber(text), tonumber(next_number())
    if number ~= other and math.abs(number) > 1e-7 then check.near(other / number, 1, 1e-6) end
  end
  check.equal(next_number(), nil)
end)

check.case("few rows: some processes have none", function()
  local text = run(3, [[
    local X, y = cluster.share(matrix{{1}, {2}, {4}}), cluster.share{3, 5, 9}
    local m = model.linear()
    train(m, X, y, {method="exact"})
    print(m:equation(), m:score(X, y))
    print(m:predict(X), cluster.gather(m:predict(X)))]])
  check.equal(text, "f(x) = 2 x + 1\t1.0\nnone of 3 rows:\n[]\t[3 5 9]\n")
end)

check.case("data that cannot be used are refused in all processes", function()
  local text = run(2, [[
    local x = vector.ones(70000)
    x[50000] = 0 / 0
    local X, y = cluster.share(x), cluster.share(vector.ones(70000))
    print(pcall(train, model.linear(), X, y))
    print(pcall(train, model.linear(), y, X))
    print(pcall(train, model.poisson(), y, -y))
    print(pcall(train, model.linear(), y, y, {method="sgd"}))
    print(pcall(cross_validate, model.linear(), y, y, {metric="mae"}))
    local m = model.linear()
    train(m, y, y)
    print(pcall(m.summary, m, y, X))
    print((select(2, pcall(m.explain, m, y, y)):gsub(", but.*", "")))
    print(pcall(m.summary, m, y, y, {weights=X}))
    print(pcall(m.cost, m, y, y, {weights=y * 1e308}))
    print(cluster.gather(1))]])
  text = text:gsub("/[^\n]*script.lua:%d+: ", ""):gsub("is nan; a weight [^\n]*", "is nan; ...")
  check.equal(text, [=[
false	train: X has nan at row 50000, column 1; numbers must be finite (drop or fill missing values first)
false	train: y has nan at row 50000, column 1; numbers must be finite (drop or fill missing values first)
false	train: y[1] is -1.0; poisson targets are counts, 0 or more
false	train: methods "sgd" and "minibatch" do not work on shared rows; use "adam" or "lbfgs"
false	cross_validate: option metric: only m:score works on shared rows; leave this option out
false	model:summary: y has nan at row 50000, column 1; numbers must be finite (drop or fill missing values first)
model:explain: needs all rows
false	model:summary: option weights: element 50000 is nan; ...
false	model:cost: option weights: their sum overflows
[1 1]
]=])
end)

-- -- errors ----------------------------------------------------------------------

-- Must fail, with this text once.
local function fails(processes, code, text, options)
  local all, exit = run(processes, code, options)
  if exit == 0 then error("exit code 0: " .. all, 2) end
  check.equal(count(all, text), 1)
end

check.case("an error in one process, or the same in all, ends all with one message", function()
  fails(3, 'if cluster.rank == 2 then error("oops") end cluster.gather(1)', "oops\n")
  fails(3, 'cluster.gather(1) error("oops")', "script.lua:1: oops\n")
  fails(2, 'if cluster.rank == 1 then while true do end end error("oops")', "oops\n")
end)

check.case("processes that lose step are told", function()
  fails(2, "if cluster.rank == 0 then cluster.gather(1) end",
    "cluster.gather: process 0 calls cluster.gather while process 1 has reached the end of the "
    .. "script")
  fails(2, "cluster.gather(vector.ones(1 + cluster.rank))",
    "cluster.gather: process 1 has 2 numbers where process 0 expects 1")
end)

-- Each of these would give wrong results, or let a process read words meant for another call.
check.case("data, models and options that differ between processes are refused in all", function()
  local text, exit = run(3, [[
    local r, n = cluster.rank, 70000
    local one = r == 1
    local X = cluster.share(matrix.ones(one and n + 1 or n, 2))
    local Z = cluster.share(matrix.columns{vector.range(1, n), vector.range(1, n) % 7})
    local z = Z:column(2)
    local function try(f, ...)
      local _, message = pcall(f, ...)
      print((message:gsub("^.-%d+: ", "")))
    end
    try(cluster.gather, X)
    try(normalize, X)
    try(normalize, Z, one and "minmax" or "zscore")
    try(train, model.linear(), X, X:column(1))
    try(train, one and model.poisson() or model.linear(), Z, z, {method="newton"})
    try(train, model.linear{lambda=r}, Z, z)
    try(train, model.linear(), Z, z, {method="gd", alpha=one and 1e-9 or 1e-8})
    local m = model.linear{lambda=r}
    m.w = {1, 2}
    try(m.cost, m, Z, z)
    try(cross_validate, model.linear(), Z, z, {folds=one and 2 or 3})
    try(cluster.gather, one and vector{1, 2, 3} or vector{1, 2})
    print(cluster.gather(r))]])
  local same = "differ between process 0 and process 1; they must be the same in all processes\n"
  local other = ": the model, the options or the shape of the data " .. same
  check.equal(text, "cluster.gather" .. other .. ("normalize" .. other):rep(2)
    .. ("train" .. other):rep(4) .. "model:cost" .. other
    .. "cross_validate: options folds, seed and stratify " .. same
    .. "cluster.gather: process 1 has 3 numbers where process 0 expects 2; all processes must "
    .. "pass data of the same shape\n[0 1 2]\n")
  check.equal(exit, 0)
end)

check.case("what one process does alone is refused", function()
  fails(2, "", "--safe, --check and --grade run in one process", "--safe " .. script)
  fails(2, "", "the prompt and standard input are for one process", "-")
end)

-- What the processes do when a signal comes.
local works = {
  train = "train(model.logistic(), X, y, {method='gd', alpha=0.1, iterations=1000000000})",
  ["Lua loop"] = "while true do end",
  gather = "if cluster.rank == 1 then while true do end end cluster.gather(1)",
  ["read a file"] = "io.open('FOLDER/fifo'):read()",
  program = "os.execute('while :; do sleep 1; done; : FOLDER/script.lua')",
  last = "while not io.open('FOLDER/go') do end cluster.gather(1) print('done')",
}

-- Starts three processes and, when all of them work, the shell command with $child, the process
-- mpirun, and $pid0 to $pid2; then they must end. Returns what they print and the exit code.
local function disturb(work, command)
  check.write(script, ([[
    local X = cluster.share(matrix.randn(70000, 2))
    local y = X:column(1):gt(0)
    local file = io.open("FOLDER/" .. cluster.rank, "w")
    file:write(io.open("/proc/self/stat"):read("n"), "\n")
    file:close()
    cluster.gather(1)
    print("ready")
    io.stdout:flush()
    ]] .. works[work]):gsub("FOLDER", folder))
  local shell = [[bash -c 'set -m
    exec 2>/dev/null # where bash may say that mpirun was killed; that leaves its files
    export OMPI_MCA_btl_vader_backing_directory=FOLDER OMPI_MCA_orte_tmpdir_base=FOLDER
    rm -f FOLDER/out FOLDER/fifo FOLDER/go; mkfifo FOLDER/fifo
    RUN >FOLDER/out 2>&1 </dev/null & child=$!
    until grep -qsx ready FOLDER/out; do kill -0 $child 2>/dev/null || break; sleep 0.02; done
    read pid0 <FOLDER/0; read pid1 <FOLDER/1; read pid2 <FOLDER/2
    COMMAND
    wait $child 2>/dev/null; code=$?; cat FOLDER/out; exit $code' 2>&1]]
  shell = shell:gsub("RUN", mpirun(3)):gsub("COMMAND", command):gsub("FOLDER", folder)
  local text, exit = check.output(shell)
  local left = check.output(([[for i in $(seq 1500); do
    pgrep -f '%s/[s]cript.lua' >/dev/null || exit 0; sleep 0.02; done; echo processes are left]])
    :format(folder))
  return text .. left, exit
end

check.case("a killed process, or Ctrl-C, ends all with one message", function()
  local function ends(work, command, message, code)
    local text, exit = disturb(work, command)
    text = without_noise(text):gsub("^ready\n", "")
    check.equal(command .. ": " .. exit .. ": " .. text, command .. ": " .. code .. ": " .. message)
  end
  local function killed(rank)
    return ("mlrepl: process %d of 3 was killed, or it crashed; this ends all processes\n"):format(rank)
  end
  ends("train", "kill -KILL $pid1", killed(1), 137)
  ends("program", "kill -KILL $pid0", killed(0), 137)
  ends("Lua loop", "kill -TERM $pid2", killed(2), 143)
  ends("gather", "kill -INT $child", "mlrepl: interrupted: mpirun ends all processes\n", 1)
  ends("gather", "kill -INT $pid1", "mlrepl: interrupted\n", 130)
  ends("read a file", "kill -KILL $child", "", 137)
  ends("last", [[kill -TSTP $child
    for i in $(seq 1500); do grep -q " T " /proc/$pid0/stat && break; sleep 0.02; done
    kill -CONT $child; kill -CONT $child; touch FOLDER/go]], "done\n", 0)
end)

os.execute("rm -rf " .. folder)
check.done("cluster")
