-- help.lua - searching and formatting of help.
local check = dofile("tests/check.lua")
local case = check.case

-- Returns the lines that help(...) prints.
local function asked(...)
  local lines, real = {}, print
  print = function(text) lines[#lines + 1] = tostring(text) end -- luacheck: ignore
  local ok, message = pcall(help, ...)
  print = real -- luacheck: ignore
  if not ok then error(message, 0) end
  return table.concat(lines, "\n")
end

local function has(text, part)
  if not text:find(part, 1, true) then error(("no %q in\n%s"):format(part, text), 2) end
end

case("a field is found under each of its names", function()
  for _, name in ipairs{"run.cost", "run:cost"} do
    has(asked(name), "run.cost[i] is the cost after iteration i")
  end
  has(asked("m.w"), "The weights, one per feature")
  has(asked("model.lambda"), "lambda/2m")
  has(asked("scaler.mean"), "means of the columns")
end)

-- Texts with characters of several bytes are measured in characters.
case("no line of any help text is longer than the width", function()
  printoptions{width = 80}
  local topics = {"changes", "vector", "matrix", "model", "plot", "data", "metrics", "scale", "sum",
    "string", "for", "prompt"}
  for _, entry in ipairs(require "mlrepl.help".entries()) do topics[#topics + 1] = entry.name end
  for _, topic in ipairs(topics) do
    for line in asked(topic):gmatch("[^\n]+") do
      if utf8.len(line) > 80 and not line:find("^ *>") then
        error(("help%q: %d characters: %s"):format(topic, utf8.len(line), line))
      end
    end
  end
  has(asked("sum"), "See also: ")
  printoptions{width = 60}
  for line in asked("changes"):gmatch("[^\n]+") do
    if utf8.len(line) > 60 and line:find(" ", 1, true) then error(line) end
  end
  printoptions{width = 80}
end)

case("class names and text lead to labels and onehot", function()
  for _, word in ipairs{"class", "category", "categorical", "encode", "label"} do
    has(asked(word), "d:labels(name, {positive=}) -> vector")
  end
  has(asked("class"), "setmetatable(t,")
  has(asked("categorical"), "d:onehot(names, {drop=}) -> dataset")
  has(asked("text to number"), "\n  d:labels(name, {...}) ")
  has(asked("convert text into numbers"), "  d:labels(name, {...}) ")
  check.fails(function() help("the of") end, "nothing named 'the of'")
end)

case("each option has its own paragraph with a hanging indent", function()
  local text = asked(train)
  has(text, "\n  alpha=0.01: the learning rate.\n")
  has(text, "\n  on_step=f: calls f(step) after every iteration")
  assert(text:find("\n    training stops%.\n"), text)
end)

case("help on a value shows it and names the methods of its type", function()
  has(asked(vector{1}), "vector of 1 element\n  [1]\n")
  has(asked(vector{1}), " sum,")
  local text = asked(model.linear{w = 1})
  has(text, "fields: w, b, ")
  has(text, "predict, ")
  has(text, "?model explains them")
  has(asked(data.load"iris"), "dataset of 150 rows, 5 columns")
  has(asked(model), "model.custom{...}")
  has(asked(string.rep), "string.rep(s, n, separator)")
  has(asked(3), "number (integer)\n  3")
  has(asked(0.5), "number (float)\n  0.5")
  has(asked(true), "boolean\n  true")
  has(asked("train"), "train(m, X, y,")
  has(asked(coroutine.create(print)), "thread (coroutine), suspended")
  has(asked(io.stdout), "open file\n  methods: close, ")
  has(asked{1, 2, a = 3}, "table of 2 values and 1 name\n  {1, 2, a = 3}")
  has(asked(matrix{{1, 2}}), "matrix of 1 row and 2 columns")
end)

case("help on a function of the user shows its comment and its place", function()
  -- Adds two numbers.
  -- They may be vectors.
  local function add(a, b, ...) return a + b, ... end
  local text = asked(add)
  has(text, "function (a, b, ...)\n  Adds two numbers.\n  They may be vectors.\n  defined in tests/lua/help.lua:")
end)

case("a word that is not found is corrected", function()
  check.fails(function() help"tarin" end, "help: nothing named 'tarin'; did you mean 'train'?")
  check.fails(function() help"zzqzzqzz" end, "nothing named 'zzqzzqzz'; help() lists the main topics")
  check.fails(function() help"q" end, "nothing named 'q'")
end)

-- "triangular" contains the mistyped word.
case("a mistyped name that is a part of other words is corrected before them", function()
  local text = asked"trian"
  assert(text:find("^nothing named 'trian'; did you mean 'train'%?\n"), text)
  has(text, "A:cholesky()")
  for _, word in ipairs{"trai", "scale", "triangular", "text to number"} do
    assert(not asked(word):find("did you mean", 1, true), asked(word))
  end
end)

case("words of Python and missing values are explained", function()
  for word, part in pairs{dict = "A table holds values under keys", None = "The value of everything",
    pandas = "data.load(name)", nan = "d:drop_missing() removes rows", NaN = "Not a number"} do
    has(asked(word), part)
  end
end)

case("a search names the lesson", function()
  has(asked"overfitting", "lesson\"overfitting\" is a lesson about it.\n  explore.overfit")
  has(asked"learning rate", "lesson\"learning_rate\" is a lesson about it.")
  has(asked"Test-set", "lesson\"test_set\" is a lesson about it.")
end)

case("a method is found as its usage writes it", function()
  has(asked"m:predict", "m:predict(X, {offset=}) -> number or vector\n")
  has(asked"m.predict", "m:predict(X, {offset=}) -> number or vector\n")
  has(asked"v:sum", "Returns the sum of the elements")
  has(asked"d:matrix", "d:matrix(names) -> matrix")
end)

case("keywords are related to no name that contains them", function()
  for _, word in ipairs{"for", "end", "local", "in", "do"} do
    assert(not asked(word):find("See also", 1, true), asked(word))
  end
  has(asked"print", "See also: printoptions;")
end)

case("Lua is explained like the program", function()
  has(asked"for", "for i = first, last, step do ... end\n  Counts i")
  for name, text in pairs{[".."] = "Joins two strings", ["#"] = "The length of x", ["::"] = "Jumps to the label",
    ["string.format"] = "Inserts values", format = "Inserts values", metatables = "setmetatable",
    ["regular expressions"] = "%a is a letter", ["%d"] = "an integer", ["~="] = "different"} do
    has(asked(name), text)
  end
end)

case("a search ranks names before texts and prints one line for each hit", function()
  local text = asked"scal"
  local lines = {}
  for line in text:gmatch("[^\n]+") do lines[#lines + 1] = line end
  assert(#lines <= 21, text)
  assert(lines[1]:find("^  scaler"), text)
  assert(lines[21]:find("^  %d+ more$"), text)
  for _, line in ipairs(lines) do assert(utf8.len(line) <= 78, line) end
  has(asked"trai", "  train(m, X, y, {...})")
  assert(asked"trai":find("^  train"), asked"trai")
end)

case("searching is case-insensitive", function()
  has(asked("csv"), "data.read(path, {...})")
  has(asked("LEARNING RATE"), "train(m, X, y, {...})")
end)

case("lists fit the line width and sentences keep their periods", function()
  for _, name in ipairs{"plot", "vector", "train", "metrics"} do
    for line in asked(name):gmatch("[^\n]+") do
      local wide = utf8.len(line) > 80 and not line:find("^%a") -- except usage lines
      if wide then error(line) end
    end
  end
  has(asked("vector"), "first, first + step, ... up to")
end)

case("help\"changes\" shows the changes of this version first", function()
  local version = check.output("'" .. check.program .. "' --version"):match("mlrepl (%S+)")
  local first = asked("changes"):match("\n## (%S+)")
  check.equal(first, version)
end)

case("the source of every function written in C is found by its name", function()
  local source = check.output("cat src/*/*/*.c src/session/*.c")
  for _, entry in ipairs(debug.getregistry()["mlrepl.primitives"]) do
    local f = entry.body or entry.fn
    local native = type(f) == "function" and debug.getinfo(f, "S").what == "C"
    local word = entry.name:match("[%w_]+$")
    if native and not source:find('[".:]' .. word .. '"') then error(entry.name) end
  end
end)

check.done("help")
