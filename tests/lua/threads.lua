-- threads.lua - results are the same, bit for bit, for any number of threads.
local check = dofile("tests/check.lua")

-- Prints lines of a name and hexadecimal numbers. The data are several blocks of rows, of which
-- the last one is shorter.
local SCRIPT = [=[
local function show(name, ...)
  local words = {name}
  for _, v in ipairs{...} do
    if type(v) == "number" then v = {v} end
    for i = 1, #v do words[#words + 1] = ("%a"):format(v[i]) end
  end
  print(table.concat(words, " "))
end

local X = matrix.randn(20001, 6)
X:column(2):add(1000)
local z = X:dot(vector{1, -0.001, 0.5, 0, 2, -1}):add(0.3) + vector.randn(20001)
local weights = vector.random(20001)
local yes, counts = z:gt(0), floor(exp(z * 0.3))
local class = 1 + z:gt(-1) + z:gt(1)

local function fit(name, make, y, options)
  local m = make()
  local run = train(m, X, y, options)
  show(name, m.w.flatten and m.w:flatten() or m.w, m.b, run.final_cost, run.iterations,
    m:cost(X, y))
  return m
end

local scaled = function() return model.logistic{normalize = "zscore"} end
fit("gd logistic", scaled, yes, {alpha = 0.3, iterations = 30})
fit("adam logistic", scaled, yes, {method = "adam", alpha = 0.03, iterations = 30})
fit("momentum linear", function() return model.linear{normalize = "zscore"} end, z,
  {method = "momentum", alpha = 0.1, iterations = 30})
fit("weighted logistic", scaled, yes, {alpha = 0.3, iterations = 30, weights = weights})
fit("lbfgs logistic", model.logistic, yes, {method = "lbfgs"})
fit("lbfgs ridge", function() return model.logistic{lambda = 10} end, yes, {method = "lbfgs"})
fit("lbfgs softmax", function() return model.softmax{lambda = 1} end, class,
  {method = "lbfgs", iterations = 40})
fit("newton softmax", function() return model.softmax{lambda = 1} end, class, {method = "newton"})
fit("newton poisson", model.poisson, counts, {method = "newton"})
fit("newton logistic", model.logistic, yes, {method = "newton", weights = weights})
fit("rowless", function() return model.linear{normalize = "zscore"} end, z,
  {alpha = 0.1, iterations = 1000})
local line = fit("exact", model.linear, z, {method = "exact"})
fit("exact ridge", function() return model.linear{lambda = 3} end, z,
  {method = "exact", weights = weights})
local cubic = fit("exact powers", function() return model.linear{degree = 2} end, z,
  {method = "exact"})
for name, m in pairs{line = line, cubic = cubic} do
  local s = m:summary(X, z)
  show("summary " .. name, s.estimate, s.se, s.p, s.r2)
end
show("predictions", line:predict(X), cubic:predict(X))
show("normalize", normalize(X):column(2), normalize(X, "minmax"):column(3))
show("polyfeatures", polyfeatures(X, 3):column(50))

-- Files: rows of plain numbers, and what interrupts them.
local path = os.tmpname()
local function read(name, rows, change, ending)
  local lines = {"a,b,c"}
  for i = 1, rows do lines[#lines + 1] = ("%d,%.17g,%.3f"):format(i, z[i], i / 7) end
  change(lines)
  local file = assert(io.open(path, "wb"))
  file:write(table.concat(lines, "\n"), ending or "\n")
  file:close()
  local good, d = pcall(data.read, path)
  if not good then
    print("read " .. name, (tostring(d):gsub(path, "file")))
    return
  end
  local values = {}
  for _, column in ipairs(d.names) do
    for i = 1, #d do values[#values + 1] = tostring(d[column][i]) end
  end
  print("read " .. name, #d, #d.names, table.concat(values, " "))
end
read("plain", 5000, function() end)
read("without a last line end", 5000, function() end, "")
read("without a header", 5000, function(lines) table.remove(lines, 1) end)
read("with blank lines", 5000, function(lines) lines[2000] = lines[2000] .. "\n\n" end)
read("with a word", 5000, function(lines) lines[4000] = "4,word,3" end)
read("with a missing value", 5000, function(lines) lines[4000] = "4,,3" end)
read("with an identifier", 5000, function(lines) lines[4000] = "4,007,3" end)
read("with a date", 5000, function(lines) lines[4000] = "4,2020-01-05,3" end)
read("with a comment", 5000, function(lines) lines[4000] = "# 1,2,3" end)
read("with a long quotation", 5000, function(lines)
  lines[1000] = '1,"' .. lines[1000]
  lines[4000] = lines[4000] .. '",7'
end)
read("with short rows", 5000, function(lines) lines[4000] = "1,2" lines[4500] = "1" end)
read("with a long row", 5000, function(lines) lines[4000] = "1,2,3,4" end)
read("with line ends of Windows", 5000, function(lines)
  for i = 1, #lines do lines[i] = lines[i] .. "\r" end
end)
read("with blanks", 5000, function(lines)
  for i = 1, #lines do lines[i] = lines[i]:gsub(",", "  ") end
end)
os.remove(path)
show("functions", exp(z), log(abs(z)), sqrt(abs(z)), sigmoid(z), tanh(z), abs(z) ^ 2.5)
]=]

local function lines_of(threads)
  local text, exit = check.script(SCRIPT, "--threads " .. threads)
  check.equal(exit, 0)
  local lines = {}
  for line in text:gsub("/tmp/lua_%w+", "data"):gmatch("[^\n]+") do lines[#lines + 1] = line end
  table.sort(lines)
  return lines
end

local function compare(got, wanted)
  check.equal(#got, #wanted)
  for i = 1, #wanted do
    if got[i] ~= wanted[i] then
      error(("%s differ: %s, but %s"):format(wanted[i]:match("^[%a ]+"), got[i]:sub(1, 200),
        wanted[i]:sub(1, 200)))
    end
  end
end

local one = lines_of(1)

check.case("the script prints numbers", function()
  if #one < 32 then error(table.concat(one, "\n"):sub(1, 2000)) end
end)

for _, threads in ipairs{1, 2, 3, 4} do
  check.case(("the same bits with %d threads"):format(threads), function()
    compare(lines_of(threads), one)
  end)
end

-- Prints how many threads there are after training on `rows` examples.
local COUNT = [=[
local X = matrix.randn(%d, 4)
train(model.logistic(), X, X:column(1):gt(0), {iterations = 3})
for line in io.lines("/proc/self/status") do
  local count = line:match("^Threads:%%s*(%%d+)")
  if count then print(count) end
end
]=]

local function count(rows, options, before)
  return tonumber((check.script(COUNT:format(rows), options, before)))
end

check.case("--threads and OMP_NUM_THREADS", function()
  check.equal(count(50000, "--threads 3"), 3)
  check.equal(count(50000, "--threads=1"), 1)
  check.equal(count(50000, "", "OMP_NUM_THREADS=2"), 2)
  check.equal(count(50000, "--threads 2", "OMP_NUM_THREADS=4,2"), 2)
  check.equal(count(50000, "", "OMP_NUM_THREADS=1"), 1)
  check.equal(count(100, "--threads 4"), 1) -- small data need one
  if not check.sanitized then -- which needs more address space
    check.equal(count(50000, "--threads 4", "ulimit -v 3000000;"), 4)
  end
  for _, bad in ipairs{"--threads 0", "--threads=x", "--threads=", "--threads 257", "--threads=-1"} do
    local text, exit = check.script("print(1)", bad)
    check.equal(exit, 2)
    check.equal(text:match("[^\n]*"),
      "mlrepl: '--threads' needs a number from 1 to 256, as in --threads 4")
  end
end)

check.case("a system that refuses threads leaves one", function()
  if check.sanitized then return end
  local text, exit = check.script([[
    local X = matrix.randn(50000, 4)
    print(train(model.logistic(), X, X:column(1):gt(0), {iterations = 3}).iterations)]],
    "--threads 200", "ulimit -v 600000;")
  check.equal(text, "3\n")
  check.equal(exit, 0)
end)

local ENDLESS = [=[
local X = matrix.randn(200000, 20)
local y = X:column(1):gt(0)
print("ready")
io.stdout:flush()
%s
]=]

check.case("Ctrl-C stops all threads", function()
  for _, code in ipairs{
    "train(model.logistic(), X, y, {iterations = 1e9})",
    "while true do train(model.linear(), X, y, {method = 'exact'}) end",
    "while true do train(model.softmax(), X, y + 1, {method = 'newton'}) end",
    "while true do exp(X) end",
  } do
    local text, exit = check.interrupted(ENDLESS:format(code))
    check.equal(exit, 130)
    if not text:find("interrupted", 1, true) then error(text) end
  end
end)

check.case("a fenced-in script computes, too", function()
  for _, options in ipairs{"--safe", "--safe --threads 2"} do
    local text, exit = check.script([[
      local X = matrix.randn(50000, 4)
      print(train(model.logistic(), X, X:column(1):gt(0), {iterations = 3}).iterations)]], options)
    check.equal(text, "3\n")
    check.equal(exit, 0)
  end
end)

check.case("a child process computes alone", function()
  local text, exit = check.script([[
    local X = matrix.randn(50000, 4)
    local y = X:column(1):gt(0)
    local m = model.logistic{lambda = 1}
    train(m, X, y, {method = "lbfgs"})
    local n = library.logistic(X, y, {C = 1})
    print(abs(m.w - n.w):max() < 1e-2 * abs(m.w):max())]], "--threads 3")
  check.equal(text, "true\n")
  check.equal(exit, 0)
end)

check.done("threads")
