-- m:save, model.load and m:to_c: round trips, and damaged files.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local folder = os.tmpname()
os.remove(folder)
assert(os.execute("mkdir " .. folder))
local FILE = folder .. "/m.json"

local function write(text, path)
  local file = assert(io.open(path or FILE, "wb"))
  file:write(text)
  file:close()
end

local function read(path) return check.content(path or FILE) end

-- A fixed pseudo-random sequence.
local state = 20
local function random(n)
  state = (state * 6364136223846793005 + 1442695040888963407)
  return (state >> 33) % n + 1
end

local X = matrix{{952, 2}, {1244, 3}, {1947, 3}, {800, 1}, {1500, 4}, {1100, 2}, {1300, 1}}
local targets = {linear = {271, 232, 510, 180, 402, 300, 333}, logistic = {0, 0, 1, 0, 1, 1, 0},
  softmax = {1, 2, 3, 1, 3, 2, 1}}
-- Points within the range of X and slightly outside.
local others = matrix{{1000, 2.5}, {1945, 1}, {870, 3.75}, {700, 0}, {2000, 5}}

local kinds = {"linear", "logistic", "softmax"}

local function trained(kind, options)
  options.lambda = options.lambda or 1
  local m = model[kind](options)
  train(m, X, targets[kind], {method = "newton"})
  return m
end

local function each_model(body)
  for _, kind in ipairs(kinds) do
    for _, scaling in ipairs{"none", "zscore", "minmax", "mean"} do
      for _, degree in ipairs{1, 3} do
        -- newton cannot solve for raw powers of 1947 and of 1
        if degree == 1 or scaling ~= "none" then
          body(trained(kind, {normalize = scaling ~= "none" and scaling or nil, degree = degree}),
            kind .. "_" .. scaling .. degree)
        end
      end
    end
  end
end

-- -- round trips -------------------------------------------------------------

case("every kind of loaded model predicts exactly the same", function()
  each_model(function(m)
    m:save(FILE)
    local again = model.load(FILE)
    equal(again.w == m.w, true)
    equal(again.b == m.b, true)
    for _, field in ipairs{"kind", "features", "degree", "normalize", "lambda", "threshold",
      "intercept", "classes", "names"} do
      equal(again[field], m[field])
    end
    equal(again:predict(others) == m:predict(others), true)
    if m.kind ~= "linear" then
      equal(again:probability(others) == m:probability(others), true)
    end
    local text = read()
    again:save(FILE)
    equal(read(), text)
  end)
end)

case("all properties of a model are restored", function()
  local m = trained("logistic", {lambda = 0.25, normalize = "mean", intercept = false})
  m.threshold, m.names = 0.7, {"größe (m²)", 'a "b"\\\n\t/'}
  m:save(FILE)
  local again = model.load(FILE)
  equal(again.threshold, 0.7)
  equal(again.lambda, 0.25)
  equal(again.intercept, false)
  equal(again.normalize, "mean")
  equal(again.names[1], "größe (m²)")
  equal(again.names[2], 'a "b"\\\n\t/')
  equal(again:equation(), m:equation())
  equal(again:cost(X, targets.logistic), m:cost(X, targets.logistic))
end)

case("every number is read back exactly", function()
  local hard = {-0.0, 5e-324, -2.2250738585072014e-308, 1e308, -1.7976931348623157e308, 0.1,
    1 / 3, 2 ^ 53, 123456789012345678, 1e15, 0.30000000000000004, 4.35, 1e-5, 3}
  for _ = 1, 2000 do
    local x = string.unpack("d", string.pack("I4I4", random(2 ^ 31) * 2 - random(2),
      random(2 ^ 31) * 2 - random(2)))
    if x - x == 0 then hard[#hard + 1] = x end
  end
  model.linear{w = hard, b = -0.0}:save(FILE)
  local w = model.load(FILE).w
  for i, x in ipairs(hard) do
    equal(string.pack("d", w[i]), string.pack("d", x))
  end
  equal(1 / model.load(FILE).b, -math.huge)
end)

case("training continues from a loaded model with its scale", function()
  local m = model.linear{normalize = "zscore"}
  train(m, X, targets.linear, {alpha = 0.1, iterations = 50})
  m:save(FILE)
  local again = model.load(FILE)
  train(m, X, targets.linear, {alpha = 0.1, iterations = 50})
  train(again, X, targets.linear, {alpha = 0.1, iterations = 50})
  equal(again.w == m.w, true)
  equal(again.b, m.b)
end)

case("a loaded model knows the range of its training", function()
  trained("linear", {names = {"size", "rooms"}}):save(FILE)
  local script = ('m = model.load("%s") m:predict{1e6, 2} m:predict{1e6, 2}'):format(FILE)
  local said = check.script(script)
  equal(select(2, said:gsub("size is 1e%+06, 514 times the maximum in the training data", "")), 1)
end)

-- Written by json.dump({"format": "mlrepl model", ...}, file) in Python 3.11.
local PYTHON = '{"format": "mlrepl model", "version": 1, "kind": "logistic", "features": 2, '
  .. '"names": null, "degree": 1, "normalize": "zscore", "scale": {"mean": [2.5, 18.5], '
  .. '"std": [1.118033988749895, 8.077747210701755], "min": [1.0, 9.0], "max": [4.0, 31.0]}, '
  .. '"range": null, "w": [0.6, -0.25], "b": 0.125, "intercept": true, "lambda": 1, '
  .. '"threshold": 0.5, "by": {"a": [1, {}], "note": "unknown fields are left alone"}}'

case("a file written by Python is read", function()
  write(PYTHON)
  local m = model.load(FILE)
  -- NumPy: sigmoid(0.6 (1.5 - 2.5) / 1.118... - 0.25 (20 - 18.5) / 8.077... + 0.125)
  near(m:probability{1.5, 20}, 0.387441364546723, 1e-15)
end)

case("a gzip file is read", function()
  trained("linear", {}):save(FILE)
  local m = model.load(FILE)
  assert(os.execute("gzip -f " .. FILE))
  equal(model.load(FILE .. ".gz").w == m.w, true)
end)

case("a file is replaced atomically, and a symbolic link stays", function()
  write("old")
  local m = model.linear{w = {1, 2}}
  m.w[1] = 1 / 0
  fails(function() m:save(FILE) end, "model:save: w is not finite; train the model again")
  equal(read(), "old")
  fails(function() m:to_c(FILE) end, "model:to_c: w is not finite")
  m.w[1] = 1
  fails(function() m:save(folder .. "/none/m.json") end, "No such file or directory")
  fails(function() m:to_c(folder .. "/none/m.c") end, "No such file or directory")
  assert(os.execute(("ln -s m.json %s/link"):format(folder)))
  model.linear{w = 3}:save(folder .. "/link")
  equal(model.load(FILE).w[1], 3)
end)

-- -- errors ------------------------------------------------------------------

case("models that cannot be saved are errors", function()
  local own = model.custom{features = 1, predict = function(x, w, b) return x:dot(w) + b end,
    cost = function() return 0 end}
  fails(function() own:save(FILE) end,
    "model:save: a custom model's functions cannot be written to a file; save w")
  fails(function() own:to_c(FILE) end, "model:to_c: a custom model's functions")
  fails(function() model.linear():save(FILE) end, "the model has no weights yet: train it")
  fails(function() model.linear{w = 1, normalize = "zscore"}:to_c(FILE) end, "has no scale yet")
  fails(function() model.linear{w = 1, names = {"a\xFFb"}}:save(FILE) end,
    "the name of feature 1 is not valid UTF-8; set m.names")
  fails(function() model.linear{w = 1}:save() end, "path (argument 1): file name expected")
  fails(function() model.load({}) end, "file name expected, got")
  fails(function() model.load(folder .. "/none") end, "No such file or directory")
  fails(function() model.load(folder) end, "is a folder, not a file")
end)

-- The file with one field changed is an error with a one-line message.
local function refuses(field, value, sentence, text)
  local changed, n = (text or PYTHON):gsub('("' .. field .. '": )%b[]', "%1" .. value, 1)
  if n == 0 then
    changed, n = (text or PYTHON):gsub('("' .. field .. '": )[^,}]+', "%1" .. value, 1)
  end
  equal(n, 1)
  write(changed)
  fails(function() model.load(FILE) end, "model.load: " .. FILE .. sentence)
end

-- A saved linear model whose powers cancel.
case("an exact solution is restored and checked", function()
  local x = vector.range(1950, 2020, 5)
  local m = model.linear{degree = 4}
  train(m, x, sin(x), {method = "exact"})
  m:save(FILE)
  equal(model.load(FILE):predict(x) == m:predict(x), true)
  local text = read(FILE)
  local function no(key, value, sentence)
    local changed, n = text:gsub('("' .. key .. '":%s*)%b[]', "%1" .. value, 1)
    equal(n, 1)
    write(changed)
    fails(function() model.load(FILE) end, "model.load: " .. FILE .. sentence)
  end
  no("hi", "[1]", ": exact.hi has 1 number, but w and b have 5")
  no("lo", "5", ": exact.lo: list expected, got 5")
  no("lo", "[0, 0, null, 0, 0]", ": exact.lo[3]: finite number expected, got null")
  local plain, n = text:gsub('"exact":%s*%b{}', '"exact": 1')
  equal(n, 1)
  write(plain)
  fails(function() model.load(FILE) end, "model.load: " .. FILE .. ": exact: object expected")
  m.b = m.b + 1
  m:save(FILE)
  equal(read(FILE):find("exact", 1, true), nil)
end)

case("each field is checked", function()
  refuses("format", '"a model"', ': not a saved model: field format is not "mlrepl model"')
  refuses("version", "2", ": file format version 2, but this mlrepl reads version 1")
  refuses("version", "0", ": version: 1 expected, got 0")
  refuses("version", '"1"', ': version: finite number expected, got "1"')
  refuses("kind", '"custom"', ': kind: "linear", "logistic", "softmax" or "poisson" expected, got "custom"')
  refuses("features", "0", ": features: integer from 1 to 10000000 expected, got 0")
  refuses("features", "1.5", ": features: integer")
  refuses("features", "1e999", ": features: integer from 1 to 10000000 expected, got inf")
  refuses("features", "3", ": scale.mean has 2 numbers, but features=3 and degree=1 need 3")
  refuses("degree", "0", ": degree: integer from 1 to 20 expected, got 0")
  refuses("degree", "21", ": degree: integer from 1 to 20 expected, got 21")
  refuses("degree", "2", ": scale.mean has 2 numbers, but features=2 and degree=2 need 5")
  refuses("names", '["a"]', ": names has 1 value, but features=2")
  refuses("names", '["a", 5]', ": names[2]: string expected, got 5")
  refuses("names", "{}", ": names: list expected, got an object")
  refuses("normalize", '"z"', ': normalize: "zscore", "minmax", "mean" or null expected, got "z"')
  refuses("normalize", "null", ": normalize and scale must both be null")
  refuses("std", "[1, 0]", ": scale: column 2 has no usable spread")
  refuses("std", "[1, -1]", ": scale: column 2 has no usable spread")
  refuses("min", "[1, 32]", ": scale: column 2 has no usable spread")
  refuses("max", "[1, null]", ": scale.max[2]: finite number expected, got null")
  refuses("mean", "5", ": scale.mean: list expected, got 5")
  refuses("range", '{"low": [0, 0], "high": [1, -1]}', ": range.low[2] is greater than range.high")
  refuses("range", '{"low": [0], "high": [1, 1]}', ": range.low has 1 value, but features=2")
  refuses("range", '{"low": [0, 1]}', ": the field range.high is missing")
  refuses("w", "[1, 2, 3]", ": w has 3 numbers, but features=2 and degree=1 need 2")
  refuses("w", "[]", ": w has 0 numbers, but features=2")
  refuses("w", "[1, 1e999]", ": w[2]: finite number expected, got inf")
  refuses("w", "[1, [2]]", ": w[2]: finite number expected, got a list of 1")
  refuses("b", "[1]", ": b: finite number expected, got a list of 1")
  refuses("intercept", "false", ": intercept is false, so b must be 0")
  refuses("intercept", "1", ": intercept: true or false expected, got 1")
  refuses("lambda", "-1", ": lambda: number 0 or more expected, got -1")
  refuses("threshold", "1", ": threshold: number between 0 and 1 expected, got 1")
  refuses("threshold", "true", ": threshold: finite number expected, got true")
end)

case("a missing field is named", function()
  for _, field in ipairs{"version", "kind", "features", "names", "degree", "normalize", "scale",
    "range", "w", "b", "intercept", "lambda", "threshold"} do
    write((PYTHON:gsub('"' .. field .. '":', '"' .. field .. '_":', 1)))
    fails(function() model.load(FILE) end, FILE .. ": the field " .. field .. " is missing")
  end
end)

case("the number of softmax rows is checked", function()
  model.softmax{w = {{1, 2}, {3, 4}, {5, 6}}, b = {1, 2, 3}}:save(FILE)
  local text = read():gsub("\t", " "):gsub(" +", " ")
  equal(model.load(FILE).classes, 3)
  local function no(field, value, sentence) refuses(field, value, sentence, text) end
  no("w", "[[1, 2]]", ": w has 1 row; a softmax model has one row per class, for 2 to 4096 classes")
  no("w", "[]", ": w has 0 rows")
  no("w", "[[1, 2], [3, 4]]", ": b has 3 numbers, but w has 2 rows")
  no("w", "[[1, 2], [3], [5, 6]]", ": w[2] has 1 number, but features=2 and degree=1 need 2")
  no("w", "[[1, 2], 3, [5, 6]]", ": w[2]: list expected, got 3")
  no("w", "[[1, 2], [3, 4], [5, {}]]", ": w[3][2]: finite number expected, got an object")
  no("b", "5", ": b: list expected, got 5")
  no("features", "9999999", ": w[1] has 2 numbers, but features=9999999 and degree=1 need 9999999")
  write((text:gsub('("degree": )1', "%120"):gsub('("features": )2', "%1" .. "9999999")))
  fails(function() model.load(FILE) end,
    "w[1] has 2 numbers, but features=9999999 and degree=20 need more than a file can hold")
end)

case("a file that is not JSON is an error, whatever its size", function()
  local function no(text, sentence)
    write(text)
    fails(function() model.load(FILE) end, "model.load: " .. FILE .. sentence)
  end
  no("", " is empty")
  no(" \n ", ", line 2, column 2: invalid JSON; the file is damaged or truncated")
  no("print(1)", ", line 1, column 1: invalid JSON")
  no("{\n  \"w\": [1, nan]}", ", line 2, column 12: invalid JSON")
  no(PYTHON .. "x", ", line 1, column " .. #PYTHON + 1)
  no(PYTHON .. PYTHON, ", line 1, column " .. #PYTHON + 1)
  no("[1, 2]", " contains a list of 2, not a saved model")
  no('"mlrepl model"', ' contains "mlrepl model", not a saved model')
  no("null", " contains null, not a saved model")
  no("{}", ": not a saved model: field format")
  no('{"a\0b": 1}', " is not a text file (it contains a zero byte)")
  no("\x1F\x8B\8garbage", " is damaged gzip data")
  no(("["):rep(1e6), ", line 1, column ")
  no(('{"a":'):rep(1e6), ", line 1, column ")
  no(("9"):rep(1e5), " ") -- cJSON gives infinity, an older version an error
  no(("9"):rep(50), " contains 1e+50, not a saved model")
  no(("\\"):rep(100), ", line 1, column 1")
  local file = assert(io.open(FILE, "wb"))
  file:seek("set", 2 ^ 30) -- a sparse file
  file:write("{}")
  file:close()
  fails(function() model.load(FILE) end, FILE .. " is 1024 MB; a saved model is at most 32 MB")
  os.remove(FILE)
end)

-- -- damaged files -----------------------------------------------------------

-- Returns true if the file loads; otherwise the error must be one line that names
-- the file.
local function survives(text)
  write(text)
  local ok, said = pcall(model.load, FILE)
  if ok then
    said:predict(matrix.zeros(1, said.features))
    return true
  end
  equal(type(said), "string")
  equal(said:find("model.load: " .. FILE, 1, true) ~= nil, true)
  equal(said:find("\n", 1, true), nil)
  return false
end

case("a file truncated anywhere is an error", function()
  trained("softmax", {normalize = "zscore", names = {"größe", "rooms"}}):save(FILE)
  local text = read()
  equal(text:sub(-2), "}\n")
  for n = 0, #text - 2 do equal(survives(text:sub(1, n)), false) end
  equal(survives(text:sub(1, -2)), true)
end)

case("random changes of bytes give a model or a proper error", function()
  local texts = {}
  for i, kind in ipairs(kinds) do
    trained(kind, {normalize = "minmax", degree = 2}):save(FILE)
    texts[i] = read()
  end
  local loaded = 0
  for _ = 1, 900 do
    local text = texts[random(3)]
    for _ = 1, random(3) do
      local at = random(#text)
      local byte = string.char(text:byte(at) ~ (1 << (random(8) - 1)))
      text = text:sub(1, at - 1) .. byte .. text:sub(at + 1)
    end
    local ok, good = pcall(survives, text)
    -- a weight may be so large that sums overflow
    if not ok and not tostring(good):find("overflows", 1, true) then error(good, 0) end
    if ok and good then loaded = loaded + 1 end
  end
  equal(loaded > 50 and loaded < 850, true)
end)

-- -- C -----------------------------------------------------------------------

local function run(command)
  local said, code = check.output(command .. " 2>&1")
  if code ~= 0 then error(command .. ": " .. said, 2) end
  return said
end

local CC = "cc -std=c99 -Wall -Wextra -Wpedantic -Werror "

-- Builds a C program that includes every file, runs its test, and prints its
-- predictions for `others`.
local function driver(models)
  local lines = {"#include <stdio.h>"}
  for _, m in ipairs(models) do
    local name = m.name
    lines[#lines + 1] = ("#define %s_TEST\n#define main %s_main\n#include \"%s.c\"\n#undef main")
      :format(name:upper(), name, name)
  end
  local examples = {}
  for i = 1, #others do examples[i] = ("{%.17g, %.17g}"):format(others[i][1], others[i][2]) end
  lines[#lines + 1] = ("static const double X[%d][2] = {%s};\nint main(void) {\n  double p[3];")
    :format(#others, table.concat(examples, ", "))
  for _, m in ipairs(models) do
    lines[#lines + 1] = ("  if (%s_main()) { puts(\"%s fails its own test\"); return 1; }")
      :format(m.name, m.name)
    local ask = {
      linear = "p[0] = $_predict(X[i]); printf(\"%.17g\\n\", p[0]);",
      logistic = "p[0] = $_probability(X[i]); printf(\"%d %.17g\\n\", $_predict(X[i]), p[0]);",
      softmax = "$_probability(X[i], p); printf(\"%d %.17g %.17g %.17g\\n\", $_predict(X[i]), "
        .. "p[0], p[1], p[2]);"}
    lines[#lines + 1] = ("  for (int i = 0; i < %d; i++) { %s }"):format(#others,
      (ask[m.model.kind]:gsub("%$", m.name)))
  end
  lines[#lines + 1] = "  return 0;\n}\n"
  return table.concat(lines, "\n")
end

-- Relative, because probabilities may be small. The files' own tests also use
-- 1e-12; the sums differ only in the order of their terms.
local function close(got, expected)
  near(tonumber(got) / expected, 1, 1e-12)
end

case("the C code for every kind, scale and degree agrees with the model", function()
  local models = {}
  each_model(function(m, name)
    m:to_c(folder .. "/" .. name .. ".c")
    models[#models + 1] = {model = m, name = name}
  end)
  write(driver(models), folder .. "/driver.c")
  run(("cd %s && %s driver.c -o driver -lm"):format(folder, CC))
  local said = run(folder .. "/driver"):gmatch("[^\n]+")
  for _, m in ipairs(models) do
    local predicted = m.model:predict(others)
    local p = m.model.kind ~= "linear" and m.model:probability(others)
    for i = 1, #others do
      local words = {}
      for word in said():gmatch("%S+") do words[#words + 1] = word end
      if not p then
        close(words[1], predicted[i])
      else
        equal(tonumber(words[1]), predicted[i])
        local row = m.model.kind == "softmax" and p[i] or vector{p[i]}
        for k = 1, #row do close(words[k + 1], row[k]) end
      end
    end
  end
  equal(said(), nil)
end)

case("the C file contains a test, which fails if a weight is changed", function()
  local path = folder .. "/house prices-2.C"
  local m = trained("linear", {normalize = "zscore", degree = 2, names = {"size */ \\", "??/\n"}})
  m:to_c(path)
  local text = read(path)
  equal(text:find("double house_prices_2_predict(const double *x);", 1, true) ~= nil, true)
  equal(text:find(" *   x[0]  size * / /, training range 800 to 1947", 1, true) ~= nil, true)
  path = folder .. "/alone.c"
  write(text, path)
  local compile = ("cd %s && %s -DHOUSE_PRICES_2_TEST alone.c -o alone -lm"):format(folder, CC)
  run(compile)
  run(folder .. "/alone")
  local w = ("%.17g"):format(m.w[1])
  local changed, n = text:gsub(w:sub(1, 8):gsub("[-.]", "%%%0"), ("%.6f"):format(m.w[1] + 1e-4), 1)
  equal(n, 1)
  write(changed, path)
  run(compile)
  equal(os.execute(folder .. "/alone"), nil)
end)

case("function names are derived from the file name", function()
  local m = model.logistic{w = {1, 2}, b = -3}
  for file, name in pairs{["2.c"] = "model_2", [".c"] = "model_", ["int.c"] = "int",
    ["größe.c"] = "gr____e", ["a.b"] = "a_b"} do
    m:to_c(folder .. "/" .. file)
    local text = read(folder .. "/" .. file)
    equal(text:find("\nint " .. name .. "_predict(", 1, true) ~= nil, true)
    write(text, folder .. "/named.c")
    run(("cd %s && %s -c named.c"):format(folder, CC))
  end
end)

case("extreme weights give C that compiles and passes its test", function()
  for i, m in ipairs{
    model.linear{w = {-0.0, 5e-324, 1e300, 123456789012345678}, b = 1e22},
    model.logistic{w = {1000, -1000}, b = 0.5},
    model.softmax{w = {{1e5, -1e5}, {0, 0}}, b = {0, 1e-300}},
    model.linear{degree = 20, w = vector.linspace(-1, 1, 20)},
  } do
    local path = ("%s/hard.c"):format(folder)
    m:to_c(path)
    run(("cd %s && %s -DHARD_TEST hard.c -o hard -lm && ./hard || { echo %d; false; }")
      :format(folder, CC, i))
  end
  fails(function() model.linear{w = {1.7e308, -1.7e308}}:to_c(FILE) end,
    "model:to_c: the model overflows for every test input")
end)

os.execute("rm -r " .. folder)
check.done("model_save")
