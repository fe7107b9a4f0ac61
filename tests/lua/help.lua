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

case("each option has its own paragraph with a hanging indent", function()
  local text = asked(train)
  has(text, "\n  alpha=0.01: the learning rate.\n")
  has(text, "\n  on_step=f: calls f(step) after every iteration")
  assert(text:find("\n    training stops%.\n"), text)
end)

case("help on a value shows the functions of its type", function()
  has(asked(vector{1}), "v:sum()")
  local text = asked(model.linear{w = 1})
  has(text, "m.w ")
  has(text, "m:predict(X)")
  has(asked(data.load"iris"), "d.names")
  has(asked(model), "model.custom{...}")
  check.fails(function() help(3) end, "no help for 3")
  check.fails(function() help"nosuchthing" end, [[no help for "nosuchthing"; help() lists]])
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
  local pipe <close> = io.popen("'" .. os.getenv("MLREPL") .. "' --version")
  local version = pipe:read("a"):match("mlrepl (%S+)")
  local first = asked("changes"):match("\n## (%S+)")
  check.equal(first, version)
end)

check.done("help")
