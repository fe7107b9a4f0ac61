-- signature.lua - the line about the call that is being typed.
local check = dofile("tests/check.lua")
local case = check.case

local assist = debug.getregistry()["mlrepl.modules"]["mlrepl.assist"]

-- luacheck: globals X v m step obj trap unknown
X, v, m = matrix{{1, 2}, {3, 4}}, vector{1, 2}, model.linear()
function step(w, alpha, ...) return w, alpha, ... end
obj = {inner = {}}
function obj:go(speed, far) return self, speed, far end
function obj.inner.f() end

-- The argument being typed is between < and >.
local function signature(text, width)
  local line = assist.signature(text, width or 80)
  return line and line:gsub("\1", "<"):gsub("\2", ">")
end

local function shows(list)
  for text, wanted in pairs(list) do
    local got = signature(text)
    if got ~= wanted then error(("%s: got %s\n  expected %s"):format(text, got, wanted), 2) end
  end
end

local function has(text, part, width)
  local got = signature(text, width)
  if not got or not got:find(part, 1, true) then
    error(("%s: no %s in %s"):format(text, part, tostring(got)), 2)
  end
end

case("the current argument is marked", function()
  shows{["train("] = "train(<m>, X, y, {method=, alpha=, iterations=, tolerance=, ...}) -> run",
    ["x = train(m, X, "] = "train(m, X, <y>, {method=, alpha=, iterations=, tolerance=, ...}) -> run",
    ["train(m, X[1"] = "train(m, <X>, y, {method=, alpha=, iterations=, tolerance=, ...}) -> run",
    ["train(f(1, 2), (X"] = "train(m, <X>, y, {method=, alpha=, iterations=, tolerance=, ...}) -> run",
    ["v:slice(1, "] = "v:slice(first, <last>, step) -> vector", ["X:t("] = "X:t() -> matrix",
    ["v.slice(v, 1"] = "v:slice(<first>, last, step) -> vector", ["vector{1, 2"] = "vector(<numbers>) -> vector",
    ["X:row(1):slice("] = "v:slice(<first>, last, step) -> vector", ["X:row("] = "X:row(<i>) -> vector",
    ["plot.xticks({1, 2}, {"] = "plot.xticks(positions[, <labels>]) -> nothing"}
end)

case("Lua's functions and those of the user are shown", function()
  shows{["step(1, "] = "function step(w, <alpha>, ...)", ["step(1, 2, 3, 4"] = "function step(w, alpha, <...>)",
    ["obj:go(1, "] = "function obj:go(speed, <far>)", ["obj.go("] = "function obj.go(<self>, speed, far)",
    ["obj.inner.f("] = "function obj.inner.f()", ["obj.inner.f(1"] = "function obj.inner.f()",
    ["string.rep('a', "] = "string.rep(s, <n>, separator) -> string",
    ["('a'):rep("] = "string.rep(s, <n>, separator) -> string",
    ["print(1, 2"] = "print(<...>) -> nothing", ["f = io.open('x') f:read("]
      = "f:read(<format>) -> string or number or nil"}
end)

case("in a table of options the one that is typed comes first, explained", function()
  shows{["train(m, X, y, {al"] = "train(..., {<alpha=0.01: the learning rate>, method=, iterations=, ...})",
    ["train(m, X, y, {seed=1, alpha = "] = "train(..., {<alpha=0.01: the learning rate>, method=, iterations=, ...})",
    ["data.read('x', {types={"] = "data.read(..., {<types={zip=\"text\"} reads a column as text>, separator=, ...})",
    ["plot.cost(r, r, r, {lo"] = "plot.cost(..., {<log=>, labels=})"}
  has("train(m, X, y, {tol", "<tolerance=0: training stops earlier if no component of the gradient exceeds it>")
  has("polyfeatures(X, 2, {b", "<bias=true adds a first column of ones>")
  has("plot.scatter(v, v, {size", "<size (7)>")
  has("printoptions{prec", "<precision, the maximum number of decimal places (default 8)>")
  has("model.linear{", "model.linear{w=, b=, lambda=, normalize=")
end)

case("options that are set are left out, and the others as the width requires", function()
  check.equal(signature("train(m, X, y, {method='gd', alpha=1, ", 61),
    "train(..., {iterations=, tolerance=, momentum=, batch=, ...})")
  for width = 20, 200 do
    local line = signature("train(m, ", width)
    if width > 60 then assert(#line <= width + 2, line) end
    assert(line:find("}) -> run", 1, true), line)
  end
  assert(not signature("train(m, ", 300):find("...", 1, true))
end)

case("the words of an option or argument are listed", function()
  has("train(m, X, y, {method = ", '<method="gd", "sgd", "minibatch"')
  has("normalize(X, ", 'normalize(X, <kind>) -> like X, scaler; kind="zscore", "minmax", "mean"')
  has("plot.line(v, v, {color='", '<color="blue", "green"')
  has("d = data.load'iris' d:onehot('species', {dr", '<drop="first">')
end)

case("there is none elsewhere", function()
  for _, text in ipairs{"", "train", "x = {", "unknown(", "obj.none(", "(1 + ", "X[", "train(m)", "print(unknown(",
    "train(m, X, y, {on_step = function(s) ", "function f(", "if (", "return (", "v:none(", "X.names(",
    "local step = 1 step(", "-- train(", "step 'a'"} do
    check.equal(signature(text), nil)
  end
end)

case("nothing of the user's runs, and a long text is not read", function()
  local ran = 0
  local function fails() ran = ran + 1 end
  trap = setmetatable({}, {__index = fails, __call = fails, __tostring = fails})
  for _, text in ipairs{"trap(", "trap.x(", "trap:x(", "trap[1](", "(trap .. trap)(", "train(trap.x, "} do
    signature(text)
  end
  check.equal(ran, 0)
  check.equal(signature(("x = 1\n"):rep(1500) .. "train("), nil)
  assert(signature(("x = 1\n"):rep(400) .. "train("))
end)

check.done("signature")
