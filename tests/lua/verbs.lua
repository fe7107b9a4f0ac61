-- The methods that sort, group, join and compare rows, compared with pandas 1.5
-- on the penguins.
local check = dofile("tests/check.lua")

local d = data.load"penguins"
local nan = 0 / 0

local function list(column)
  local out = {}
  for i = 1, #column do
    local x = column[i]
    out[i] = type(x) == "number" and (x ~= x and "nan" or ("%.10g"):format(x)) or x
  end
  return table.concat(out, " ")
end

-- The warnings of a call.
local function said(code)
  local file = os.tmpname()
  check.write(file, code)
  local pipe = io.popen(("%s %s 2>&1"):format(os.getenv "MLREPL" or "./mlrepl", file))
  local text = pipe:read("a")
  pipe:close()
  os.remove(file)
  return text
end

local a = data.table{names = {"id", "x"}, id = {1, 2, 3}, x = {1, 2, 3}}
local b = data.table{names = {"id", "x", "t"}, id = {2, 2, 4}, x = {10, 20, 30}, t = {"p", "q", "r"}}

check.case("rename takes {new=\"old\"} and keeps the order", function()
  check.equal(table.concat(a:rename{key = "id"}.names, " "), "key x")
  check.equal(table.concat(a:rename{id = "x", x = "id"}.names, " "), "x id")
  check.equal(a:rename{}.names[1], "id")
  check.fails(function() a:rename{id = "key"} end,
    "dataset:rename: no column 'key'; write the new name first: d:rename{key=\"id\"}")
  check.fails(function() a:rename{key = "xx"} end, "no column 'xx'; d.names lists the columns")
  check.fails(function() a:rename{x = "id"} end, "two columns would be called 'x'")
  check.fails(function() a:rename{u = "id", v = "id"} end, "column 'id' gets two new names")
  check.fails(function() a:rename{"id"} end, "new names must be strings, as in {new=\"old\"}; got key 1")
  check.fails(function() a:rename"id" end, "table such as {new=\"old\"} expected, got string \"id\"")
end)

check.case("sort is stable, with missing values last in both orders", function()
  check.equal(list(d:sort"body_mass_g":head(3).body_mass_g), "2700 2850 2850")
  check.equal(list(d:sort("body_mass_g", "descending"):head(3).body_mass_g), "6300 6050 6000")
  for _, order in ipairs{"ascending", "descending"} do
    check.equal(list(d:sort("body_mass_g", order):tail(2).body_mass_g), "nan nan")
    check.equal(d:sort("sex", order):tail(1).sex[1], "")
  end
  check.equal(list(d:sort({"island", "body_mass_g"}):head(3).body_mass_g), "2850 2850 2900")
  check.equal(list(d:sort{"species", "year"}:head(2).bill_length_mm), "39.1 39.5")
  check.equal(list(data.table{x = {"b", "", "a"}, k = {1, 2, 3}}:sort"x".k), "3 1 2")
  check.equal(#a:filter(a.x:gt(9)):sort"x", 0)
  check.fails(function() d:sort"specis" end, "dataset:sort: no column 'specis'; did you mean 'species'?")
  check.fails(function() d:sort() end, "column name expected, got nothing")
  check.fails(function() d:sort("year", "down") end, 'order: "ascending" or "descending" expected')
end)

check.case("group computes figures of the known values", function()
  local g = d:group("species", {mean = {"body_mass_g", "bill_length_mm"}, count = true})
  check.equal(list(g.species), "Adelie Chinstrap Gentoo")
  check.equal(list(g.mean_body_mass_g), "3700.662252 3733.088235 5076.01626")
  check.equal(list(g.mean_bill_length_mm), "38.79139073 48.83382353 47.50487805")
  check.equal(list(g.count), "152 68 124")
  g = d:group({"species", "sex"}, {median = "body_mass_g", sum = "bill_depth_mm"})
  check.equal(list(g.sex), "female male  female male female male ")
  check.equal(list(g.median_body_mass_g), "3400 4000 3475 3550 3950 4700 5500 4687.5")
  check.equal(list(g.sum_bill_depth_mm), "1286.4 1392.3 91.6 598 654.6 825.8 958.8 58.2")
  g = d:group("year", {min = "body_mass_g", max = "body_mass_g", std = "body_mass_g"})
  check.equal(list(g.min_body_mass_g), "2900 2700 2900")
  check.equal(list(g.max_body_mass_g), "6300 6000 6000")
  check.near(g.std_body_mass_g[1], 788.8775388052176, 1e-13)
  check.equal(list(d:group"island".count), "168 124 52")
  check.equal(list(data.table{k = {1, 1}, x = {nan, nan}}:group("k", {mean = "x"}).mean_x), "nan")
  check.equal(#a:filter(a.x:gt(9)):group"x", 0)
  check.fails(function() d:group("species", {mean = "sex"}) end, "column 'sex' is text, which has no mean")
  check.fails(function() d:group("species", {avg = "year"}) end, "unknown option 'avg'")
  check.fails(function() d:group("species", {count = "sex"}) end, "count: true or false expected")
  check.fails(function() d:group"spcies" end, "did you mean 'species'?")
end)

check.case("counts are in descending order with shares", function()
  local c = d:counts"sex"
  check.equal(list(c.sex), "male female ")
  check.equal(list(c.count), "168 165 11")
  check.near(c.share:sum(), 1, 1e-15)
  check.equal(list(d:counts{"island", "species"}.count), "124 68 56 52 44")
end)

check.case("join keeps partners, rows of one side, or all rows", function()
  warn("@off")
  local inner, left, outer = a:join(b, "id"), a:join(b, "id", {how = "left"}),
    a:join(b, "id", {how = "outer"})
  warn("@on")
  check.equal(table.concat(inner.names, " "), "id x x_2 t")
  check.equal(list(inner.x_2), "10 20")
  check.equal(list(left.id) .. "; " .. list(left.x_2), "1 2 2 3; nan 10 20 nan")
  check.equal(list(left.t), " p q ")
  check.equal(list(outer.id) .. "; " .. list(outer.x), "1 2 2 3 4; 1 2 2 3 nan")
  local one = data.table{id = {1, nan}, v = {5, 6}}
  check.equal(list(one:join(one, "id", {how = "left"}).v_2), "5 nan")
  check.fails(function() a:join(b, "t") end, "dataset:join: no column 't'")
  check.fails(function() a:join(b:rename{key = "id"}, "id") end,
    "the other dataset has no column 'id'; rename its key first: other:rename{id=...}")
  check.fails(function() a:join(data.table{id = {"1"}}, "id") end,
    "column 'id' holds numbers here and text in the other dataset")
  check.fails(function() a:join(b, "id", {how = "right"}) end, 'how: "inner", "left" or "outer" expected')
  check.fails(function() a:join(3, "id") end, "dataset expected, got 3")
end)

check.case("join says once what happens to repeated and single keys", function()
  local code = [[local a = data.table{id = {1, 2, 3}, x = {1, 2, 3}}
    local b = data.table{id = {2, 2, 4}, x = {10, 20, 30}}
    a:join(b, "id")
    a:append(data.table{id = {5}, y = {6}})]]
  local text = said(code)
  assert(text:find("dataset:join: id = 2 is in more than one row of the other dataset, so rows are "
    .. "repeated: 3 become 2; 2 rows without a partner are left out; {how=\"left\"} keeps them", 1, true), text)
  assert(text:find("dataset:append: only one dataset has column 'x' (and 1 more); the other rows are "
    .. "missing there", 1, true), text)
end)

check.case("append matches columns by name", function()
  warn("@off")
  local both = a:append(b)
  warn("@on")
  check.equal(list(both.x) .. "; " .. list(both.t), "1 2 3 10 20 30;    p q r")
  check.equal(#d:append(d):unique(), #d:unique())
  check.fails(function() a:append(data.table{id = {"x"}, x = {1}}) end,
    "dataset:append: column 'id' holds numbers here and text in the other dataset")
  check.fails(function() a:append() end, "dataset expected, got nil")
end)

check.case("sample draws distinct rows; a seed repeats them and leaves the generator alone", function()
  local s = d:sample(50, {seed = 3})
  check.equal(#s, 50)
  check.equal(list(s.bill_length_mm), list(d:sample(50, {seed = 3}).bill_length_mm))
  check.equal(list(a:sample(3, {seed = 1}):sort"id".id), "1 2 3")
  check.equal(#a:sample(100, {replace = true}), 100)
  check.equal(#a:sample(0), 0)
  seed(5)
  local expected = vector.random(2)
  seed(5)
  a:sample(2, {seed = 1})
  check.equal(vector.random(2), expected)
  check.fails(function() d:sample(400) end, "dataset:sample: the dataset has 344 rows, got n = 400; "
    .. "replace=true draws rows more than once")
  check.fails(function() d:sample() end, "number of rows expected, got nothing")
  check.fails(function() d:sample(0.5) end, "n: integer of at least 0 expected, got 0.5")
end)

check.case("tail and unique", function()
  check.equal(list(a:tail(2).id), "2 3")
  check.equal(#a:tail(9), 3)
  check.equal(#a:tail(0), 0)
  check.equal(#d:unique{"species", "island"}, 5)
  check.equal(list(b:unique"id".x), "10 30")
  check.equal(#data.table{x = {nan, nan, 1}}:unique(), 2)
  check.equal(#data.table{x = {"a;1:b", "a"}, y = {"", ";1:b"}}:unique(), 2)
end)

check.case("dates keep their kind", function()
  local t = data.table{k = {1, 1, 2}, day = {0, 86400, 172800}}
  t.day.kind = "date"
  for _, r in ipairs{t:sort"k", t:tail(1), t:sample(2), t:unique(), t:append(t), t:join(t, "day"),
    t:rename{a = "k"}, t:fill_missing"mean"} do
    check.equal(r.day.kind, "date")
  end
  check.equal(t:group("k", {max = "day"}).max_day.kind, "date")
  check.equal(t:group("day").day.kind, "date")
  local left = t:join(data.table{k = {1}, v = {3}}, "k", {how = "left"})
  check.equal(left.day.kind, "date")
end)

check.done("verbs")
