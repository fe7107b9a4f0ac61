-- infer.lua - the types of expressions that are not evaluated, and what completion offers.
local check = dofile("tests/check.lua")
local case = check.case

local assist = debug.getregistry()["mlrepl.modules"]["mlrepl.assist"]

-- luacheck: globals d X v s t m r run trap Account f nothing
d = data.table{names = {"size", "street"}, {1.5, "Pave"}, {2, "Grvl"}}
X, v, s = matrix{{1, 2}, {3, 4}}, vector{1, 2}, "text"
t = {alpha = 1, list = {v, v}, ["two words"] = 2, inner = {beta = X}, [3] = "c"}
m = model.linear()
r = train(model.linear(), X, v, {iterations = 2})
f = function() return v end

-- After the last semicolon is the expression.
local function types(list)
  for text, wanted in pairs(list) do
    local got = assist.type(text)
    if got ~= wanted then error(("%s: got %s, expected %s"):format(text, got, wanted), 2) end
  end
end

local function completed(text)
  local found = assist.complete(text)
  if not found then return nil end
  table.sort(found)
  return table.concat(found, " ")
end

local function offers(list)
  for text, wanted in pairs(list) do
    local got = completed(text)
    if got ~= wanted then
      error(("%s: offered %s, expected %s"):format(text, tostring(got), wanted), 2)
    end
  end
end

case("constants and values have their types", function()
  types{["1"] = "number", ["1e-5"] = "number", ["'a'"] = "string", ["[[a]]"] = "string", ["true"] = "boolean",
    ["nil"] = "nil", ["{}"] = "table", ["function() end"] = "function", ["..."] = "any", X = "matrix",
    v = "vector", d = "dataset", m = "model", s = "string", t = "table", nothing = "nil", ["io.stdout"] = "file",
    ["train"] = "function", ["(X)"] = "matrix", [""] = "any"}
end)

case("calls have the results that usages state", function()
  types{["d:matrix{'size'}"] = "matrix", ["X:row(1)"] = "vector", ["d:matrix{'size'}:row(1):sort()"] = "vector",
    ["train(m, X, v)"] = "run", ["train(m, X, v).model"] = "model", ["plot.figure()[1]"] = "axes",
    ["('abc'):upper():rep(3)"] = "string", ["s:sub(1, 2)"] = "string", ["string.format('%d', 1)"] = "string",
    ["vector{1}"] = "vector", ["vector 'a'"] = "vector", ["data.load'iris'"] = "dataset",
    ["m:summary(X, v).estimate"] = "vector", ["why(m, 'cost', X, v).value"] = "number or vector", ["X.t(X)"] = "matrix",
    ["print(1)"] = "nil", ["#X"] = "number", ["math.abs(1)"] = "number", ["io.open('x')"] = "file or nil",
    ["assert(io.open('x'))"] = "file or nil", ["setmetatable({}, t)"] = "table"}
end)

case("a result can depend on the arguments", function()
  types{["X:sum()"] = "number", ["X:sum'rows'"] = "vector", ["X:sum('rows')"] = "vector", ["X:sum(nil)"] = "number",
    ["exp(X)"] = "matrix", ["exp(v)"] = "vector", ["exp(1)"] = "number", ["exp(nothing)"] = "nil",
    ["X:eq(1)"] = "matrix", ["v:eq(1)"] = "vector", ["exp(X:row(1))"] = "vector", ["m.w"] = "vector or matrix or nil",
    ["dot(X, v)"] = "number or vector or matrix", ["v:dot(v)"] = "number or vector"}
end)

case("indices and fields have types", function()
  types{["X[1]"] = "vector", ["X[1][2]"] = "number", ["X:t()[1]"] = "vector", ["X:t()[1][1]"] = "number",
    ["d.size"] = "vector", ["d['size']"] = "vector", ["d.street"] = "texts", ["d.street[1]"] = "string",
    ["d.names[1]"] = "string", ["d:describe().names[i]"] = "string", ["t.list[1]"] = "vector",
    ["t.inner.beta"] = "matrix", ["t['two words']"] = "number", ["t.list[9]"] = "nil",
    ["t.list[i + 1]"] = "vector", ["v[-1]"] = "number",
    ["d.street[#X]"] = "string", ["t[#X]"] = "any", ["X[99]"] = "nil",
    ["d.none"] = "nil",
    ["r.cost"] = "vector", ["r:back(1)"] = "model", ["r.state"] = "string", ["r:fork{}.w"] = "vector or matrix",
    ["X.none"] = "nil"}
end)

case("operators have types", function()
  types{["1 + 2 * 3"] = "number", ["X + 1"] = "matrix", ["1 - v"] = "vector", ["X * v"] = "matrix", ["-v"] = "vector",
    ["-1"] = "number", ["X ^ 2 / 3"] = "matrix", ["v // 2 % 3"] = "vector", ["X == v"] = "boolean",
    ["v < 1 and X"] = "matrix", ["nothing or v"] = "vector", ["s .. 1"] = "string", ["not X"] = "boolean",
    ["X + f()"] = "any", ["1 < 2"] = "boolean", ["1 << 2"] = "number", ["v + 1 == 2"] = "boolean",
    ["v > 1 and 'a' or 2"] = "string or number", ["2 ^ -1"] = "number", ["a.b.c + 1"] = "any"}
end)

case("nothing is known of the user's own functions", function()
  types{["f()"] = "any", ["f().x"] = "any", ["t.f(1)"] = "any", ["f():sum()"] = "any", ["f()[1]"] = "any"}
end)

case("names stand for what the entry assigns to them", function()
  types{["local a = X; a"] = "matrix", ["local a, b = 1, v; b"] = "vector",
    ["local n, sc = normalize(X); sc"] = "scaler",
    ["local n, sc = normalize(X); n"] = "matrix", ["local n = (normalize(X)); n"] = "matrix",
    ["local a, b = (normalize(X)); b"] = "nil", ["a = v; a = X; a"] = "matrix", ["a, b = X, v; b"] = "vector",
    ["local a <const> = v; a"] = "vector", ["local X = 1; X"] = "number", ["local v = v:sum(); v"] = "number",
    ["local a; a"] = "any", ["local function g() end; g"] = "any",
    ["local a = X:row(1) a:sort() local b = a; b"] = "vector",
    ["local a = X; local b = a; local a = 1; b"] = "matrix", ["x, y = X:size(); y"] = "number",
    ["t.y = 1; y"] = "nil", ["local a = {b = 1, X = X}; a.X"] = "matrix", ["local a\nb = v; b"] = "vector"}
end)

case("variables of loops have types", function()
  types{["for i = 1, 3 do; i"] = "number", ["for i, row in X:each() do; row"] = "vector",
    ["for i, x in ipairs(v) do; x"] = "number", ["for _, w in ipairs(d.names) do; w"] = "string",
    ["for a, b in data.folds(X, v, 3) do; b"] = "matrix", ["for k, x in pairs(t) do; x"] = "any",
    ["for i, x in v:each() do end; x"] = "nil", ["for w in s:gmatch('a') do; w"] = "string",
    ["for k in f() do; k"] = "any"}
end)

case("parameters and what a closed block assigns are unknown", function()
  types{["function g(X); X"] = "any", ["local g = function(a, X); X"] = "any", ["function g(X) end; X"] = "matrix",
    ["if s then a = v end; a"] = "any", ["a = 1 if s then a = v; a"] = "vector", ["do local X = 1 end; X"] = "matrix",
    ["if s then local a = 1 a = v end; a"] = "nil", ["a = v while s do a = 1 end; a"] = "any",
    ["if s then a = 1 else; a"] = "any", ["f(function(X) end); X"] = "matrix",
    ["function t:m(); self.alpha"] = "number", ["function t.m(); self"] = "nil"}
end)

case("Tab completes after calls", function()
  offers{["d:matrix{'size'}:argma"] = ":argmax", ["v:slice(1, 2):me"] = ":mean :median", ["('abc'):up"] = ":upper",
    ["s:upper():rev"] = ":reverse", ["train(m, X, v).fin"] = ".final_cost", ["plot.figure()[1]:scat"] = ":scatter",
    ["x = 1 + X:row(1):cums"] = ":cumsum", ["f():su"] = "", ["f(v):x"] = "", ["m.w:cums"] = "m.w:cumsum",
    ["dot(X, v):resha"] = ":reshape", ["dot(X, v):sli"] = "", ["io.open('x'):re"] = ":read"}
end)

case("Tab completes what the entry itself defines", function()
  offers{["local cfg = {alpha = 1, other = f()}\ncfg."] = "cfg.alpha cfg.other",
    ["local cfg = {alpha = {beta = 1}}\ncfg.alpha."] = "cfg.alpha.beta", ["local w = v:sort()\nw:cums"] = "w:cumsum",
    ["function g(p)\np.first = 1\np."] = "p.first", ["function g(p)\np:"] = "", ["for i = 1, 2 do i:"] = "",
    ["for i, row in X:each() do row:cums"] = "row:cumsum", ["new = {}\nnew.field = 1\nnew."] = "new.field",
    ["local r = train(m, X, v)\nr.fin"] = "r.final_cost"}
end)

case("Tab completes the keys of tables in quotation marks", function()
  offers{['t["two'] = "two words", ["t['a"] = "alpha", ['t.inner["'] = "beta", ['d["str'] = "street",
    ['local c = {["a b"] = 1}; c["'] = "a b", ['f()["'] = "", ['t["zz'] = ""}
end)

case("Tab completes the columns of a dataset in its methods", function()
  offers{['d:vector"si'] = "size", ['d:matrix{"size", "str'] = "street", ['d:select{"str'] = "street",
    ['d:labels("'] = "size street", ['d:drop_missing{"si'] = "size", ['d:fill_missing(0, {"s'] = "size street",
    ['d:head(1):vector"si'] = "size", ['f():vector"'] = nil}
end)

case("Tab completes the words of options and arguments", function()
  offers{['train(m, X, v, {method="mom'] = "momentum", ['train(m, X, v, {alpha=1, method = "ad'] = "adam",
    ['run = train(m, X, v)\nrun:fork{at=2, method="lb'] = "lbfgs",
    ['plot.scatter(v, v, {marker="'] = "* + . < > D ^ _ d h none o p s v x |",
    ['plot.figure()[1]:line(v, v, {linestyle="'] = "- -- -. : none", ['plot.line(v, v, {color="mag'] = "magenta",
    ['plot.image(X, {cmap="vi'] = "viridis viridis_r", ['plot.theme"d'] = "dark", ['plot.figure{theme="l'] = "light",
    ['normalize(X, "z'] = "zscore", ['model.linear{normalize="min'] = "minmax", ['m.normalize = "me'] = "mean",
    ['X:sum"r'] = "rows", ['metrics.f1(v, v, {average="w'] = "weighted", ['why(m, "c'] = "cost",
    ['d:onehot("street", {drop="'] = "first", ['d:fill_missing("'] = "mean median mode", ['data.load"pen'] = "penguins",
    ['d.street:eq"'] = "Grvl Pave", ['d.street:among{"Grvl", "P'] = "Pave", ['help"polyf'] = "polyfeatures",
    ['lesson"gradient_d'] = "gradient_descent", ['train(m, X, v, {method="zz'] = "",
    ['collectgarbage"cou'] = "count", ['io.stdout:seek("e'] = "end"}
end)

case("file names are for other strings", function()
  for _, text in ipairs{'f("', 'data.read("x', 'x = "', 'lesson"./x', 'train(m, X, v, {report="', '("', 'print("'} do
    check.equal(completed(text), nil)
  end
end)

case("Tab completes the options of the call", function()
  offers{["train(m, X, v, {itera"] = "iterations=", ["r:fork{iterat"] = "iterations=",
    ["run = train(m, X, v)\nrun:fork{a"] = "alpha= at=",
    ["function g(a) a:scatter(v, v, {edge"] = "edgecolor=", ["plot.scatter(v, v, {color=1, edge"] = "edgecolor=",
    ["local train = f\ntrain{itera"] = "", ["train(m, X, v, {on_step = {itera"] = "", ["t:fork{iterat"] = ""}
end)

case("nothing of the user's runs", function()
  local ran = 0
  local function fails() ran = ran + 1 end
  trap = setmetatable({}, {__index = fails, __call = fails, __add = fails, __len = fails, __concat = fails,
    __eq = fails, __name = "vector", __methods = {}})
  for _, text in ipairs{"trap.x.a", "trap().x", "(trap + 1).x", "trap[1]:x", "local a = trap(1); a.x", "(#trap).x",
    "(trap .. 'a'):x", "trap:x():y", 'trap["x', 'trap{"x', 'trap:vector"'} do
    assist.complete(text)
    assist.type(text)
  end
  check.equal(ran, 0)
  check.equal(assist.type("trap"), "table")
end)

case("broken and deep text does no harm", function()
  local parts = {"a", ".", ":", "(", ")", "{", "}", "[", "]", "'", "=", ",", "local ", "function ", "end ", "do ",
    "for ", "in ", "1e", "-", "..", "not ", "X", "if ", "then ", "else ", "\n", "self", '"'}
  local seed = 7
  local function random(n)
    seed = seed * 1103515245 + 12345 & 0x7fffffff
    return (seed >> 8) % n + 1
  end
  for _ = 1, 20000 do
    local text = {}
    for i = 1, random(12) do text[i] = parts[random(#parts)] end
    text = table.concat(text)
    assist.complete(text)
    assist.type(text)
  end
  for _, text in ipairs{("("):rep(1e5), ("not "):rep(1e5) .. "x", ("{"):rep(1e5), ("f("):rep(1e5),
    ("- "):rep(1e5) .. "1",
    "x" .. (".x"):rep(1e4) .. ".", ("x = x + 1\n"):rep(300) .. "x.", "x = {" .. ("1, "):rep(1e5) .. "}; x[1].",
    ("a" .. ", a"):rep(100) .. " = 1; a.", "a" .. (" .. a"):rep(1e4), ("local a = a; "):rep(500) .. "a"} do
    assist.complete(text)
    assist.type(text)
  end
end)

-- -- against the examples --------------------------------------------------------------

local type_of = check.type_of

local function admits(stated, value) -- "number or vector" admits both
  local got = type_of(value)
  for one in (stated .. " or "):gmatch("(.-) or ") do
    if one == "any" or one == got or one:find("^list of") and got == "table" then return true end
  end
  return false
end

case("every expression in the examples has the type that is inferred", function()
  local known, all, wrong = 0, 0, {}
  warn("@off")
  for _, entry in ipairs(debug.getregistry()["mlrepl.primitives"]) do
    local before, shown = entry.name == "reset" and "a = nil --" or "", print
    print = function() end -- luacheck: ignore
    for line in (entry.example .. "\n"):gmatch("(.-)\n") do
      local expression = line:match("^(.-) %-%-> ")
      if not expression and not line:find("^ [^ ]") then before = before .. line .. "\n" end
      if expression then
        local early = assist.type(before .. ";" .. expression)
        if before ~= "" then assert(load(before))() end
        before = ""
        local value = assert(load("return " .. expression))()
        all = all + 1
        for _, stated in ipairs{early, (assist.type(expression))} do
          known = known + (stated ~= "any" and 0.5 or 0)
          if not admits(stated, value) then
            wrong[#wrong + 1] = ("%s: %s is %s, not %s"):format(entry.name, expression, type_of(value), stated)
          end
        end
      end
    end
    assert(load(before))()
    print = shown -- luacheck: ignore
  end
  warn("@on")
  check.equal(table.concat(wrong, "\n"), "")
  assert(known > 0.9 * all, ("%g of %g are known"):format(known, all))
end)

check.done("infer")
