-- Column names: what has them, what keeps them, how they are printed.
local check = dofile("tests/check.lua")

local function houses()
  return data.table{names = {"size", "rooms", "price"}, size = {1.5, 2, 3}, rooms = {3, 4, 5},
    price = {300, 500, 700}}
end

local function named()
  return houses():matrix{"size", "rooms"}
end

local function joined(names)
  return names and table.concat(names, " ")
end

check.case("a matrix and a vector from a dataset have column names", function()
  local d = houses()
  check.equal(joined(d:matrix().names), "size rooms price")
  check.equal(joined(d:matrix{"price", "size"}.names), "price size")
  check.equal(joined(d:matrix"rooms".names), "rooms")
  check.equal(d.price.name, "price")
  check.equal(d:vector"size".name, "size")
  local y, _ = data.load"iris":labels"species"
  check.equal(y.name, "species")
end)

check.case("methods of a dataset keep the names, and add sets them", function()
  local d = houses()
  check.equal(d:filter(d.price:gt(300)).price.name, "price")
  check.equal(d:head(1).rooms.name, "rooms")
  check.equal(d:add{area = d.size * 2}.area.name, "area")
  check.equal(d:add{area = d.size}.area.name, "area")
  check.equal(d.size.name, "size")
  check.equal(d:fill_missing"mean".size.name, "size")
  check.equal(data.table{k = {"a", "b"}}:onehot"k":matrix().names[2], "k_b")
end)

check.case("views and copies of a matrix keep its names", function()
  local X = named()
  for _, part in ipairs{X:copy(), matrix(X), X:rows(1, 2), X:take{2, 1}, X:where(vector{1, 0, 1}),
    X:columns(1, 2), X:take_columns{1, 2}} do
    check.equal(joined(part.names), "size rooms")
  end
  check.equal(joined(X:columns(2, 2).names), "rooms")
  check.equal(joined(X:columns(2, 1).names), "")
  check.equal(joined(X:take_columns{-1, 1, 2}.names), "rooms size rooms")
  check.equal(X:column(2).name, "rooms")
  check.equal(X:column(-2).name, "size")
end)

check.case("views and copies of a vector keep its name", function()
  local v = houses().price
  for _, part in ipairs{v:copy(), vector(v), v:slice(2), v:slice(-1, 1, -1), v:take{1},
    v:where(v:gt(300))} do
    check.equal(part.name, "price")
  end
end)

check.case("results of arithmetic, rows and reshaped matrices have no names", function()
  local X = named()
  for _, value in ipairs{X * 2, -X, X + X, X:t(), X:reshape(2, 3), sqrt(X)} do
    check.equal(value.names, nil)
  end
  for _, value in ipairs{X[1], X:row(2), X:flatten(), X:column(1) + 1, X:mean("columns"),
    X:column(1):gt(2)} do
    check.equal(value.name, nil)
  end
end)

check.case("in-place changes keep the names", function()
  local X, v = named(), houses().price
  check.equal(joined(X:mul(2).names), "size rooms")
  X[1] = {7, 8}
  check.equal(joined(X.names), "size rooms")
  check.equal(v:add(1).name, "price")
end)

check.case("split and folds keep the names of X and y", function()
  local X, y = named(), houses().price
  local A, B, a, b = data.split(X, y)
  check.equal(joined(A.names) .. joined(B.names) .. a.name .. b.name,
    "size roomssize roomspriceprice")
  for P, Q, p, q in data.folds(X, y, 3) do
    check.equal(joined(P.names) .. joined(Q.names) .. p.name .. q.name,
      "size roomssize roomspriceprice")
  end
  check.equal(select(2, data.split(y, y)).name, "price")
end)

check.case("normalize and its scaler keep names; polyfeatures creates them", function()
  local X = named()
  local Xn, scaler = normalize(X)
  check.equal(joined(Xn.names), "size rooms")
  check.equal(joined(scaler(X).names), "size rooms")
  check.equal(joined(scaler:invert(Xn).names), "size rooms")
  check.equal(normalize(X:column(1)).name, "size")
  local P, names = polyfeatures(X, 2)
  check.equal(table.concat(names, ","), "size,rooms,size^2,size rooms,rooms^2")
  check.equal(table.concat(P.names, ","), table.concat(names, ","))
  names[1] = "x"
  check.equal(P.names[1], "size")
  check.equal(joined(polyfeatures(X:column(2), 2).names), "rooms rooms^2")
  check.equal(joined(polyfeatures(X, 1, {names = {"a", "b"}, bias = true}).names), "1 a b")
  check.equal(polyfeatures(X * 1, 2).names, nil)
end)

check.case("named vectors make a named matrix and a dataset", function()
  local d = houses()
  check.equal(joined(matrix.columns{d.price, d.size}.names), "price size")
  check.equal(matrix.columns{d.price, d.size * 2}.names, nil)
  check.equal(matrix.columns{d.price, {1, 2, 3}}.names, nil)
  check.equal(matrix.columns{}.names, nil)
  check.equal(joined(data.table{d.price, d.size}.names), "price size")
  check.equal(joined(data.table(d:matrix()).names), "size rooms price")
  check.equal(data.table(d:matrix()).price, d.price)
  check.fails(function() data.table{d.price, d.size * 2} end,
    "data.table: column 2: vector has no name; write {size=v}, or set v.name = \"size\" first")
  check.fails(function() data.table{d.price, {1, 2, 3}} end,
    "data.table: column 2: vector expected, like the first one, got table")
  check.fails(function() data.table{d.price, d.price} end, "names: duplicate column name 'price'")
  check.fails(function() data.table(matrix{{1}}) end,
    "data.table: matrix has no column names; set X.names = {...} first")
end)

check.case("names can be set, read (as a copy) and removed", function()
  local X, list = matrix{{1, 2}}, {"a", "b"}
  check.equal(X.names, nil)
  X.names = list
  list[1] = "z"
  X.names[2] = "z"
  check.equal(joined(X.names), "a b")
  X.names = nil
  check.equal(X.names, nil)
  local v = vector{1}
  v.name = "n"
  check.equal(v.name, "n")
  v.name = nil
  check.equal(v.name, nil)
end)

check.case("invalid names are errors", function()
  local X, v = matrix{{1, 2}}, vector{1}
  check.fails(function() X.names = 3 end, "matrix: names: list of strings expected, got 3")
  check.fails(function() X.names = "a" end, "list of strings expected, got string \"a\"")
  check.fails(function() X.names = houses() end, "list of strings expected, got dataset")
  check.fails(function() X.names = {"a"} end, "matrix: names: 2 expected, one per column, got 1")
  check.fails(function() X.names = {"a", 2} end, "matrix: names: name 2 must be a string, got 2")
  check.fails(function() v.name = 3 end, "vector: name: string expected, got 3")
  check.fails(function() return X.name end, "no field or method 'name'; did you mean 'names'?")
  check.fails(function() return v.names end, "no field or method 'names'; did you mean 'name'?")
end)

check.case("names are printed above the columns, right-aligned", function()
  local X = named()
  check.equal(tostring(X), "  size rooms\n[[ 1.5   3. ]\n [ 2.    4. ]\n [ 3.    5. ]]")
  check.equal("" .. X:rows(1, 1), "  size rooms\n[[ 1.5   3. ]]")
  X.names = {"m²", "a\nb\27[2J"}
  check.equal(tostring(X:rows(1, 1)), "   m² a b [2J\n[[1.5     3. ]]")
  check.equal(tostring(X * 1), "[[1.5 3. ]\n [2.  4. ]\n [3.  5. ]]")
end)

check.case("a name longer than the numbers is truncated", function()
  local X = matrix{{1, 2}}
  X.names = {"abcdefghijklmnop", "abcdefghijklmnopq"}
  check.equal(tostring(X), "  abcdefghijklmnop abcdefghijklm...\n"
    .. "[[" .. (" "):rep(15) .. "1 " .. (" "):rep(15) .. "2]]")
  X.names = {("ä"):rep(1000), ("x"):rep(1e6)}
  check.equal(tostring(X):match("^[^\n]*"), "  " .. ("ä"):rep(13) .. "... " .. ("x"):rep(13)
    .. "...")
end)

check.case("names wrap and are abbreviated with their columns", function()
  local names = {}
  for j = 1, 12 do names[j] = "column" .. j end
  local X = matrix.zeros(1, 12)
  X.names = names
  local lines = {}
  for line in tostring(X):gmatch("[^\n]+") do
    assert(#line <= 75, line)
    lines[#lines + 1] = line
  end
  check.equal(#lines, 4)
  check.equal(#lines[1], #lines[3])
  check.equal(#lines[2] + 2, #lines[4]) -- ]]
  X = matrix.zeros(100, 12)
  X.names = names
  check.equal(tostring(X):match("^[^\n]*"),
    "  column1 column2 column3 ... column10 column11 column12")
  X = matrix.zeros(0, 12)
  X.names = names
  check.equal(tostring(X):match("[^\n]*$"), "[]")
  X = matrix.zeros(2, 0)
  X.names = {}
  check.equal(tostring(X), tostring(matrix.zeros(2, 0)))
end)

check.case("names are freed with their values", function()
  local X = named()
  collectgarbage()
  local before = collectgarbage("count")
  for _ = 1, 20000 do X:column(1):copy() end
  collectgarbage()
  collectgarbage()
  -- One entry of the table of names takes 40 bytes; a table shrinks when next filled.
  assert(collectgarbage("count") - before < 2000, collectgarbage("count") - before)
end)

check.case("a constant column is reported by name", function()
  local said = check.script[[X = matrix{{1, 2}, {3, 2}}
    X.names = {"size", "rooms"} normalize(X)]]
  assert(said:find("column 2 (rooms) is constant (2) and becomes 0", 1, true), said)
end)

-- The figure as bytes: identical files have identical labels.
local function picture(draw)
  local path = os.tmpname() .. ".png"
  plot.figure{size = {300, 200}}
  draw()
  plot.save(path)
  plot.close()
  local bytes = check.content(path)
  os.remove(path)
  return bytes
end

check.case("plots label their axes with the names of the data", function()
  local d = data.table{size = {1, 2, 3}, price = {300, 500, 700}, rooms = {3, 4, 6}}
  local X, y, m = d:matrix{"size", "rooms"}, vector{0, 1, 1}, model.linear{w = {200}, b = 100}
  local l = model.logistic{w = {1, 1}, b = -6}
  local function same(known, given, bare)
    check.equal(picture(known) == picture(given), true)
    check.equal(picture(known) == picture(bare), false)
  end
  same(function() plot.data(d.size, d.price) end,
    function() plot.data({1, 2, 3}, {300, 500, 700}, {names = {"size", "price"}}) end,
    function() plot.data({1, 2, 3}, {300, 500, 700}) end)
  same(function() plot.data(X, y) end,
    function() plot.data(X * 1, y, {names = {"size", "rooms"}}) end,
    function() plot.data(X * 1, y) end)
  same(function() plot.fit(m, d:matrix"size", d.price) end,
    function() plot.fit(m, d.size * 1, d.price * 1, {names = {"size", "price"}}) end,
    function() plot.fit(m, d.size * 1, d.price * 1) end)
  same(function() plot.boundary(l, X, y) end,
    function() plot.boundary(l, X * 1, y, {names = {"size", "rooms"}}) end,
    function() plot.boundary(l, X * 1, y) end)
end)

-- Reordered and different columns ------------------------------------------------

local function fitted(options)
  local d = data.load"penguins":drop_missing()
  local m = model.linear(options or {})
  local X, y = d:matrix{"bill_length_mm", "flipper_length_mm"}, d.body_mass_g
  train(m, X, y, {method = "exact"})
  return m, d, X, y
end

local SWAPPED = {"flipper_length_mm", "bill_length_mm"}

check.case("a model reorders columns by name", function()
  for _, options in ipairs{{}, {normalize = "zscore"}, {degree = 2}, {degree = 2, normalize = "minmax"}} do
    local m, d, X, y = fitted(options)
    local Z = d:matrix(SWAPPED)
    check.equal(m:predict(Z), m:predict(X))
    check.equal(m:predict(X * 1), m:predict(X)) -- without names only the count is checked
    check.equal(m:loss(Z, y), m:loss(X, y))
    check.equal(m:cost(Z, y), m:cost(X, y))
    check.equal(m:score(Z, y), m:score(X, y))
    check.equal(m:gradient(Z, y), m:gradient(X, y))
    check.equal(tostring(m:summary(Z, y)), tostring(m:summary(X, y)))
    check.equal(tostring(why(m, "predict", Z:rows(1, 1))),
      tostring(why(m, "predict", X:rows(1, 1))))
    check.equal(tostring(diagnose(m, Z, y)), tostring(diagnose(m, X, y)))
    check.equal(joined(Z.names), table.concat(SWAPPED, " ")) -- unchanged
  end
end)

check.case("a model reorders a single named row", function()
  local m, d, X = fitted()
  check.equal(m:predict(d:matrix(SWAPPED):rows(1, 1))[1], m:predict(X)[1])
end)

check.case("further training reorders the columns", function()
  local a, d, X, y = fitted()
  local b = fitted()
  train(a, X, y, {method = "lbfgs", iterations = 5})
  train(b, d:matrix(SWAPPED), y, {method = "lbfgs", iterations = 5})
  check.equal(a.w, b.w)
  check.equal(joined(b.names), joined(X.names))
end)

check.case("class probabilities use the reordered columns", function()
  local d = data.load"penguins":drop_missing()
  local y = d:labels"species"
  local X, Z = d:matrix{"bill_length_mm", "flipper_length_mm"}, d:matrix(SWAPPED)
  local soft, two = model.softmax{normalize = "zscore"}, model.logistic{normalize = "zscore"}
  train(soft, X, y, {method = "lbfgs"})
  train(two, X, y:eq(1), {method = "lbfgs", iterations = 10})
  check.equal(soft:probability(Z), soft:probability(X))
  check.equal(two:probability(Z), two:probability(X))
  local function drawn(rows)
    return picture(function() plot.boundary(two, rows, y:eq(1)) end)
  end
  check.equal(drawn(Z), drawn(X))
end)

check.case("a saved model keeps its names and their order", function()
  local m, d, X = fitted()
  local path = os.tmpname()
  m:save(path)
  local back = model.load(path)
  os.remove(path)
  check.equal(back:predict(d:matrix(SWAPPED)), m:predict(X))
  check.fails(function() back:predict(d:matrix{"bill_length_mm", "body_mass_g"}) end,
    "X has no column 'flipper_length_mm', which the model expects")
end)

check.case("missing, extra and different columns are errors that name them", function()
  local m, d, _, y = fitted()
  local function refused(names, text)
    check.fails(function() m:predict(d:matrix(names)) end, "model:predict: " .. text)
    check.fails(function() m:cost(d:matrix(names), y) end, "model:cost: " .. text)
    check.fails(function() train(m, d:matrix(names), y) end, "train: " .. text)
  end
  refused({"bill_length_mm"}, "X has no column 'flipper_length_mm', which the model expects; "
    .. "d:matrix(m.names) selects the columns of the model")
  refused({"bill_length_mm", "flipper_length_mm", "body_mass_g"},
    "X has column 'body_mass_g', which is unknown to the model; d:matrix(m.names)")
  refused({"bill_length_mm", "bill_depth_mm"}, "X has no column 'flipper_length_mm', which the "
    .. "model expects, but has an unknown column 'bill_depth_mm'; d:matrix(m.names)")
  m.names = nil
  check.equal(#m:predict(d:matrix{"bill_length_mm", "bill_depth_mm"}), #d)
end)

check.case("duplicate names do not determine an order", function()
  local m, d = fitted()
  local X = d:matrix{"flipper_length_mm", "bill_length_mm", "bill_depth_mm"}
  X.names = {"flipper_length_mm", "bill_length_mm", "bill_length_mm"}
  check.fails(function() m:predict(X) end, "X has two columns named 'bill_length_mm'")
end)

check.case("a one-hot level unknown to the model is reported as such", function()
  local d = data.table{names = {"island", "mass"}, island = {"a", "b", "a", "b"}, mass = {1, 2, 1, 3}}
  local new = data.table{names = {"island", "mass"}, island = {"a", "b", "c"}, mass = {1, 2, 1}}
  local m = model.linear{}
  train(m, d:onehot"island":matrix{"island_a", "island_b"}, d.mass, {method = "exact"})
  check.fails(function() m:predict(new:onehot"island":matrix{"island_a", "island_b", "island_c"}) end,
    "X has column 'island_c', a level of 'island' unknown to the model")
end)

check.case("the name of a single feature is checked, as for a matrix", function()
  local d, m = houses(), model.linear{}
  train(m, d.size, d.price, {method = "exact"})
  check.equal(joined(m.names), "size")
  check.near(m:predict(d.size * 1)[1], m:predict(d.size)[1], 0)
  check.fails(function() m:predict(d.rooms) end, "X has no column 'size'")
  check.fails(function() plot.fit(m, d.rooms, d.price) end, "X has no column 'size'")
end)

check.case("names replaced by invalid values are ignored", function()
  local m, d = fitted()
  m.names[1] = 5
  check.equal(#m:predict(d:matrix(SWAPPED)), #d)
end)

check.case("a scaler reorders columns and rejects different ones", function()
  local _, d, X = fitted()
  local Xn, scaler = normalize(X)
  local Zn = scaler(d:matrix(SWAPPED))
  check.equal(Zn, Xn)
  check.equal(joined(Zn.names), joined(X.names))
  check.equal(scaler:invert(Zn), scaler:invert(Xn))
  check.equal(scaler(X * 1), Xn)
  check.fails(function() scaler(d:matrix{"bill_length_mm", "body_mass_g"}) end,
    "X has no column 'flipper_length_mm', which the scaler expects, but has an unknown column 'body_mass_g'")
end)

-- A name that begins a terminal's sequence, or ends a comment in C.
local HOSTILE = {"*/ int evil(void) { return 1; } /*", "*\\", "*\\/", "\\*", "?" .. "?/", "end\\",
  "\27[31mred", "\u{9b}31m", "\u{202e}reversed", "two\nlines", "tab\tand\rreturn", "\xff\xfe"}

check.case("names of strangers have no effect where they are printed", function()
  local path = os.tmpname() .. ".c"
  for _, name in ipairs(HOSTILE) do
    local X = matrix{{1, 2}, {2, 1}, {3, 5}, {4, 4}}
    X.names = {name, "*"}
    local m = model.linear{}
    train(m, X, vector{1, 2, 3, 5}, {method = "exact"})
    for _, text in ipairs{tostring(m), m:equation(), tostring(m:summary(X, vector{1, 2, 3, 5})), tostring(X)} do
      check.equal(text:find("[\27\r\t]"), nil)
      check.equal(text:find("\u{9b}", 1, true) or text:find("\u{202e}", 1, true), nil)
    end
    m:to_c(path)
    local source = check.content(path)
    check.equal(source:find("evil", 1, true) and source:find("%*/ int evil"), nil)
    local _, code = check.output("cc -std=c99 -Wall -Werror -fsyntax-only " .. path .. " 2>&1")
    check.equal(code, 0)
    check.equal(m.names[1], name)
  end
  os.remove(path)
end)

check.done("names")
