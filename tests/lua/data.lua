-- Reading, writing, transforming and splitting datasets.
local check = dofile("tests/check.lua")

local path = os.tmpname()

local function write(text)
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  file:close()
end

local function read(text, options)
  write(text)
  return data.read(path, options)
end

-- The expected message has FILE in place of the file's name.
local function read_fails(text, expected, options)
  write(text)
  check.fails(function() return data.read(path, options) end,
    "data.read: " .. expected:gsub("FILE", (path:gsub("%%", "%%%%"))))
end

-- name:kind of each column; t for text, n for numbers.
local function kinds(d)
  local out = {}
  for name, column in pairs(d) do
    out[#out + 1] = name .. ":" .. (type(column) == "table" and "t" or "n")
  end
  return table.concat(out, " ")
end

-- -- the bundled data sets ----------------------------------------------------

-- Counted with Python's csv module. A column is text if float() rejects any of
-- its values other than NA.
local sets = {
  {"ames", 2930, 17, 16, 0},
  {"breast_cancer", 569, 31, 30, 0},
  {"diabetes", 442, 11, 11, 0},
  {"digits", 1797, 65, 65, 0},
  {"iris", 150, 5, 4, 0},
  {"penguins", 344, 8, 5, 19},
}

for _, set in ipairs(sets) do
  check.case("the set " .. set[1] .. " has its rows, columns and missing values", function()
    local d = data.load(set[1])
    check.equal(#d, set[2])
    check.equal(#d.names, set[3])
    local _, columns = d:matrix():size()
    check.equal(columns, set[4])
    check.equal(d:describe().missing:sum(), set[5])
  end)
end

check.case("some cells of the bundled data sets match the files", function()
  check.equal(data.load"ames".price[1], 215000)
  check.equal(data.load"ames".neighborhood[2], "North_Ames")
  check.near(data.load"breast_cancer".mean_radius:sum(), 8038.429, 1e-14)
  check.equal(data.load"diabetes".age[442], 36)
  check.equal(data.load"digits".digit[1797], 8)
  check.near(data.load"iris".sepal_length:sum(), 876.5, 1e-14)
  check.equal(data.load"penguins".island[344], "Dream")
  check.equal(data.load"penguins":drop_missing"body_mass_g".body_mass_g:sum(), 1437000)
end)

check.case("the description of the data sets is correct", function()
  local list = data.list()
  for i, set in ipairs(sets) do
    check.equal(list.name[i], set[1])
    check.equal(list.rows[i], set[2])
    check.equal(list.columns[i], set[3])
  end
end)

check.case("a misspelled data set suggests the nearest name", function()
  check.fails(function() data.load"irsi" end,
    "data.load: no bundled data set 'irsi'; did you mean 'iris'?")
  check.fails(function() data.load(3) end, "data.load: name of a bundled data set expected, got 3")
  check.fails(function() data.load() end, "got nil")
end)

-- -- reading ------------------------------------------------------------------

check.case("separators and decimal commas are detected", function()
  check.equal(read("a;b\n1,5;2\n-2,25;3\n"):matrix(), matrix{{1.5, 2}, {-2.25, 3}})
  check.equal(read("a;b\n1.5;2\n").a[1], 1.5)
  check.equal(read("a\tb\n1\t2\n").b[1], 2)
  check.equal(read("a|b\n1|2\n").b[1], 2)
  check.equal(read("a:b\n1:2\n", {separator = ":"}).b[1], 2)
  check.equal(read("a;b\n1,5;2\n", {decimal = "."}).a[1], "1,5")
  check.equal(read("a\tb\n1,5\t2\n", {decimal = ","}).a[1], 1.5)
  check.equal(read("a,b\n1,2;3\n", {separator = ","}).b[1], "2;3")
end)

check.case("byte order marks, line endings, quotes and blank lines are handled", function()
  for _, text in ipairs{"\xEF\xBB\xBFa,b\r\n1,x\r\n2,y\r\n", "a,b\r1,x\r2,y",
    "\n a , b\n\n1,x\n\n2, y \n",
    '"a","b"\n"1","x"\n"2","y"'} do
    local d = read(text)
    check.equal(kinds(d), "a:n b:t")
    check.equal(tostring(d.a), "[1 2]")
    check.equal(d.b[1] .. d.b[2], "xy")
  end
end)

check.case("quoted fields keep separators, quotes, spaces and line breaks", function()
  local d = read('a,b\n"x, ""y""\n z ",1\n')
  check.equal(d.a[1], 'x, "y"\n z ')
  check.equal(d.b[1], 1)
  local long = ("x"):rep(100000)
  check.equal(read('a,b\n' .. long .. ',1\n').a[1], long)
  check.equal(read('a,b\n"' .. long .. '""",1\n').a[1], long .. '"')
end)

check.case("the header is detected, or set by an option", function()
  check.equal(kinds(read("1,x\n2,y\n")), "column1:n column2:t")
  check.equal(kinds(read("name,city\nAnn,Rome\n")), "name:t city:t")
  check.equal(kinds(read("name,city\nAnn,Rome\n", {header = false})), "column1:t column2:t")
  check.equal(kinds(read("1990,2000\n1,2\n", {header = true})), "1990:n 2000:n")
  check.equal(read("1,2\n3,4\n"):matrix(), matrix{{1, 2}, {3, 4}})
  check.equal(#read("a,b\n"), 0)
end)

check.case("empty and duplicate column names are made unique", function()
  check.equal(kinds(read("x,,x,x_2,x\n1,2,3,4,5\n")), "x:n column2:n x_2:n x_2_2:n x_3:n")
end)

check.case("missing values are nan in number columns and empty in text columns", function()
  local d = read("a,b\n1,x\nNA,NA\n,\n?,\"NA\"\nnan,null\n2,y\n")
  check.equal(kinds(d), "a:n b:t")
  check.equal(tostring(d.a), "[  1 nan nan nan nan   2]")
  check.equal(table.concat(d.b, "|"), "x|||NA||y")
end)

check.case("missing= sets the markers of missing values", function()
  local d = read("a,b\n1,-999\n-,2\nx,3\n", {missing = {"-999", "-", "x"}})
  check.equal(tostring(d.a), "[  1 nan nan]")
  check.equal(tostring(d.b), "[nan   2   3]")
  check.equal(tostring(read("a\n-999\n1\n", {missing = "-999"}).a), "[nan   1]")
  check.equal(read("a\nNA\n1\n", {missing = "-"}).a[1], "NA")
end)

check.case("a single word makes the whole column text", function()
  local rows = {"a,b"}
  for i = 1, 1000 do rows[i + 1] = i .. "," .. i end
  rows[1001] = "1000,oops"
  local d = read(table.concat(rows, "\n"))
  check.equal(kinds(d), "a:n b:t")
  check.equal(d.b[1], "1")
  check.equal(d.b[1000], "oops")
  check.equal(#d.a, 1000)
  check.equal(d.a[1000], 1000)
end)

check.case("columns are selected by name and number", function()
  local text = "a,b,c\n1,x,3\n"
  check.equal(kinds(read(text, {columns = {"c", "a"}})), "c:n a:n")
  check.equal(kinds(read(text, {columns = {2}})), "b:t")
  read_fails("size,b\n1,2\n", "FILE has no column 'sze'; did you mean 'size'?",
    {columns = {"sze"}})
  read_fails(text, "option columns: column name or number from 1 to 3 expected, got 4",
    {columns = {4}})
  read_fails(text, "option columns: column 1 is named twice", {columns = {"a", 1}})
  read_fails(text, "option columns: list of names expected, got string \"a\"", {columns = "a"})
end)

check.case("a gzip file is read like a plain one", function()
  -- gzip of "a,b\n1,2\n", with its time stamp zero.
  local packed = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xd4\x49\xe2\x32\xd4\x31\xe2\x02\x00"
    .. "\x7b\x07\x97\x0a\x08\x00\x00\x00"
  check.equal(kinds(read(packed)), "a:n b:n")
  read_fails(packed:sub(1, 20), "FILE is damaged gzip data (unexpected end of file)")
  read_fails(packed:sub(1, -9) .. "12345678", "FILE is damaged gzip data (incorrect data check)")
end)

check.case("an error in a file gives its name, line and column", function()
  read_fails("", "FILE is empty")
  read_fails("\n \r\n", "FILE is empty")
  read_fails("a,b\n1,2\n3\n",
    "FILE, line 3, column 1: too few fields (1 of the 2 in the first row)")
  read_fails("a,b\n1,2,3\n", "FILE, line 2, column 3: too many fields (the first row has 2)")
  read_fails("a,b\n1,\"2\n3,4\n",
    "FILE, line 2, column 2: quote (\") is never closed")
  read_fails("a,b\n1,\0\n", "FILE, line 2: not a text file (it contains a zero byte)")
  read_fails(("a,"):rep(100001), "FILE, line 1: too many columns (100002); at most 100000 are read")
end)

check.case("a file that cannot be opened is named", function()
  check.fails(function() data.read("no/such.csv") end,
    "data.read: no/such.csv: no such file")
  check.fails(function() data.read("tests") end, "data.read: tests is a folder, not a file")
  check.fails(function() data.read("/dev/null") end, "data.read: /dev/null is empty")
  check.fails(function() data.read("a\0b") end,
    "data.read: path (argument 1): file name expected")
  check.fails(function() data.read() end,
    "data.read: path (argument 1): file name expected, got nothing")
end)

check.case("invalid options are errors that name the option", function()
  local function fails(options, text) read_fails("a,b\n1,2\n", text, options) end
  fails({seperator = ","}, "unknown option 'seperator'; did you mean 'separator'?")
  fails({separator = ",,"}, "option separator: single character")
  fails({separator = '"'}, "option separator: single character")
  fails({header = 1}, "option header: true or false expected, got 1")
  fails({decimal = ";"}, "option decimal: \".\" or \",\" expected")
  fails({decimal = ",", separator = ","}, "',' cannot be both field and decimal separator")
  fails({missing = 3}, "option missing: word or list of words expected, got 3")
  fails({missing = {3}}, "option missing: list of words expected, got 3")
  fails(3, "argument 2: table of options expected, got 3")
end)

check.case("every prefix of a malformed file is read, or an error names the file", function()
  local nasty = '\xEF\xBB\xBF"na""me", b ;\t|\r\n"x\r\ny" ,"",""""\r1e5,-,\n\n'
    .. ' "a" , NA , "\n"\r\n,,\r\r\n"open""'
  for n = 0, #nasty do
    write(nasty:sub(1, n))
    local ok, result = pcall(data.read, path)
    if ok then
      assert(#result >= 0 and tostring(result))
    else
      assert(result:find("data.read: " .. path, 1, true), result)
    end
  end
end)

-- -- writing ------------------------------------------------------------------

check.case("random tables are read back exactly as written", function()
  local draw, seed_of = math.random, 5
  math.randomseed(seed_of)
  local words = {"a", "", "a b", "x,y", 'say "hi"', "two\nlines", "\r\n", " edge ", "NA", "ä",
    ";", "\t", "1"}
  for round = 1, 30 do
    local rows, numbers, texts, lone = draw(1, 40), {}, {"word"}, {}
    for i = 1, rows do
      numbers[i] = draw(5) == 1 and 0 / 0 or (draw() - 0.5) * 10.0 ^ draw(-300, 300)
      texts[i + 1] = words[draw(#words)]
      lone[i] = draw(2) == 1 and 0 / 0 or i
    end
    numbers[rows + 1], lone[rows + 1] = -0.1, 7
    for _, d in ipairs{data.table{n = numbers, t = texts}, data.table{lone = lone}} do
      data.write(path, d)
      local back = data.read(path)
      for name, column in pairs(d) do
        for i = 1, #d do
          local was, is = column[i], back:select(name)[name][i]
          if was ~= is and (was == was or is == is) then
            error(("seed %d, round %d, %s[%d]: %s became %s"):format(seed_of, round, name, i, was,
              is))
          end
        end
      end
    end
  end
end)

-- Doubles of any magnitude, from random bits.
check.case("20000 random doubles are read back exactly as written", function()
  math.randomseed(6)
  local values = {}
  while #values < 20000 do
    local x = string.unpack("d", string.pack("j", math.random(0)))
    if x == x and math.abs(x) < 1 / 0 then values[#values + 1] = x end
  end
  data.write(path, data.table{x = values})
  check.equal(data.read(path).x, vector(values))
end)

check.case("data.write writes plain CSV", function()
  data.write(path, data.table{names = {"x", "y"}, {0.1, "a"}, {1 / 3, "b,c"}, {0 / 0, ""},
    {1e300, 'q"'}, {0, "NA"}, {-0.0, "x"}})
  check.equal(check.content(path), 'x,y\n0.1,a\n0.3333333333333333,"b,c"\n,\n1e+300,"q"""\n'
    .. '0,"NA"\n-0,x\n')
end)

check.case("a failed write leaves the old file unchanged", function()
  write("old")
  check.fails(function() data.write(path, 3) end,
    "data.write: d (argument 2): dataset expected, got 3")
  check.fails(function() data.write(path, {}) end,
    "data.write: d (argument 2): dataset expected, got table")
  check.fails(function() data.write(path, data.table{}) end, "the dataset has no columns")
  check.equal(check.content(path), "old")
end)

check.case("writing through a symbolic link replaces its target", function()
  local link = path .. ".link"
  os.execute(("ln -sf %s %s"):format(path, link))
  data.write(link, data.table{x = {7}})
  check.equal(data.read(path).x[1], 7)
  check.equal(os.execute("test -L " .. link), true)
  os.remove(link)
end)

check.case("devices are written in place", function()
  local program = os.getenv("MLREPL") or "./mlrepl"
  local script = path .. ".lua"
  local file = assert(io.open(script, "w"))
  file:write("data.write('/proc/self/fd/1', data.table{x = {7}})")
  file:close()
  -- Standard output is a regular file here; it must not be replaced.
  assert(os.execute(("%s %s >%s"):format(program, script, path)))
  os.remove(script)
  check.equal(data.read(path).x[1], 7)
end)

check.case("a path that cannot be written is reported", function()
  local d = data.table{x = {1}}
  check.fails(function() data.write("/nonexistent/a.csv", d) end,
    "data.write: /nonexistent/a.csv: No such file or directory")
  check.fails(function() data.write("tests", d) end, "data.write: tests: Is a directory")
  local long = data.table{x = vector.random(20000)}
  for _, keep in ipairs{
    function() data.write("/dev/full", long) end,
    function() data.save_npy("/dev/full", long.x) end,
    function() model.linear{w = long.x, b = 0}:save("/dev/full") end,
    function() model.linear{w = long.x, b = 0}:to_c("/dev/full") end} do
    check.fails(keep, "No space left on device")
  end
  check.fails(function() data.write("/dev/full", d) end,
    "data.write: /dev/full: No space left on device")
  check.fails(function() data.write(3, d) end,
    "data.write: path (argument 1): file name expected, got 3")
end)

-- -- datasets -----------------------------------------------------------------

local function houses()
  return data.table{names = {"size", "street", "price"},
    {1.5, "Pave", 300}, {2, "Grvl", 500}, {0 / 0, "Pave", 520}, {3, "", 700}}
end

check.case("datasets are created from columns and from rows", function()
  check.equal(kinds(data.table{b = {1}, a = {"x"}}), "a:t b:n")
  check.equal(kinds(data.table{names = {"b", "a"}, b = vector{1}, a = {"x"}}), "b:n a:t")
  check.equal(kinds(data.table{{b = 1, a = "x"}, {b = 2, a = "y"}}), "a:t b:n")
  check.equal(kinds(houses()), "size:n street:t price:n")
  check.equal(tostring(data.table{a = {true, false}}.a), "[1 0]")
  check.equal(tostring(data.table{{a = 1, b = 1}, {b = 2}}.a), "[  1 nan]")
end)

check.case("invalid values for a dataset are errors", function()
  local function fails(values, text)
    check.fails(function() data.table(values) end, "data.table: " .. text)
  end
  fails(nil, "table of columns or of rows expected, got nil")
  fails(vector{1}, "table of columns or of rows expected, got vector of 1")
  fails({a = {1, "x"}}, "column 'a', row 2: number expected, got string \"x\"")
  fails({a = {"x", 1}}, "column 'a', row 2: text expected, got 1")
  fails({a = {{}}}, "column 'a', row 1: number expected, got table")
  fails({a = 1}, "column 'a': vector or list expected, got 1")
  fails({a = {1}, b = {1, 2}}, "columns differ in length: 'b' has 2 values, 'a' has 1")
  fails({{1, 2}}, "rows given as lists need names={...}")
  fails({names = {"a"}, {1}, {1, 2}}, "row 2 has 2 values, names has 1")
  fails({names = {"a", "a"}, {1, 2}}, "names: duplicate column name 'a'")
  fails({names = {"a"}, a = {1}, b = {1}}, "names: column 'b' is not listed")
  fails({names = {"a", "b"}, a = {1}}, "names: no column 'b' in the table")
  fails({1, 2}, "row 1: table expected, got 1")
end)

check.case("a column is accessed by its name", function()
  local d = houses()
  check.equal(#d, 4)
  check.equal(table.concat(d.names, " "), "size street price")
  check.equal(tostring(d.price), "[300 500 520 700]")
  check.equal(tostring(d:vector"price"), "[300 500 520 700]")
  check.equal(d.street[2], "Grvl")
  check.equal(d:matrix{"price", "size"}[2], vector{500, 2})
  check.equal(select(2, d:matrix():size()), 2)
  check.equal(select(2, d:matrix"price":size()), 1)
end)

check.case("a misspelled column or method suggests the nearest name", function()
  local d = houses()
  check.fails(function() return d.prise end,
    "dataset: no column or method 'prise'; did you mean 'price'?")
  check.fails(function() return d:vectr"price" end, "did you mean 'vector'?")
  check.fails(function() return d:vector"pric" end,
    "dataset:vector: no column 'pric'; did you mean 'price'?")
  check.fails(function() return d:vector"street" end,
    "dataset:vector: column 'street' is text (row 1 is 'Pave'); d:labels\"street\"")
  check.fails(function() return d:vector() end,
    "dataset:vector: column name expected, got nil")
  check.fails(function() return d:matrix{"price", "street"} end,
    "dataset:matrix: column 'street' is text")
  check.fails(function() return d:matrix{"price", "price"} end, "column 'price' is named twice")
  check.fails(function() return d:select"street":matrix() end, "the dataset has no numeric columns")
  for _, method in ipairs{"matrix", "select", "drop_missing", "unique", "counts"} do
    check.fails(function() return d[method](d, d.names[1], d.names[2]) end, "write several names in braces, as in d:"
      .. method .. "{")
  end
  check.fails(function() return d.head(3) end, "dataset:head: dataset expected before ':', got 3; call it as d:head(n)")
  check.fails(function() d.price = vector{1} end, "a dataset cannot be modified in place")
end)

check.case("an error gives the user's line", function()
  local d = houses()
  local ok, message = pcall(function() return d:vector"pric" .. "" end)
  assert(not ok and message:find("^tests/lua/data.lua:%d+: dataset:vector: "), message)
end)

check.case("labels numbers the classes from 1 in sorted order", function()
  local y, classes = data.load"iris":labels"species"
  check.equal(table.concat(classes, " "), "setosa versicolor virginica")
  check.equal(tostring(y:unique()), "[1 2 3]")
  check.equal(y[1] + y[51] + y[101], 6)
  local digits, names = data.load"digits":labels"digit"
  check.equal(digits[1], 1)
  check.equal(names[10], 9)
end)

check.case("labels gives 0 and 1 when the positive class is named", function()
  local d = data.load"breast_cancer"
  local y, classes = d:labels("diagnosis", {positive = "malignant"})
  check.equal(y:sum(), 212)
  check.equal(table.concat(classes, " "), "benign malignant")
  local z, names = data.load"iris":labels("species", {positive = "setosa"})
  check.equal(z:sum(), 50)
  check.equal(names[1], "not setosa")
  check.fails(function() d:labels("diagnosis", {positive = "malign"}) end,
    "dataset:labels: column 'diagnosis' has no class 'malign'")
  check.fails(function() d:labels("diagnosis", {positiv = "x"}) end,
    "unknown option 'positiv'; did you mean 'positive'?")
  check.fails(function() houses():labels"street" end,
    "dataset:labels: column 'street' has a missing value in row 4; d:drop_missing()")
end)

check.case("missing values are dropped and filled", function()
  local d = houses()
  check.equal(#d:drop_missing(), 2)
  check.equal(#d:drop_missing"size", 3)
  check.equal(#d:drop_missing{"price"}, 4)
  check.near(d:fill_missing"mean".size[3], 6.5 / 3, 1e-15)
  check.equal(d:fill_missing"median".size[3], 2)
  check.equal(d:fill_missing"mode".street[4], "Pave")
  check.equal(d:fill_missing"mean".street[4], "")
  check.equal(d:fill_missing(0, "size").size[3], 0)
  check.equal(#data.load"penguins":drop_missing(), 333)
  check.fails(function() d:fill_missing"men" end,
    "with: \"mean\", \"median\", \"mode\" or a number expected")
  check.fails(function() d:fill_missing("mean", "street") end, "column 'street' is text")
  check.fails(function() data.table{a = {0 / 0}}:fill_missing"mean" end,
    "column 'a' has only missing values, so it has no mean")
end)

check.case("filter selects rows by a function or a mask", function()
  local d = houses()
  check.equal(table.concat(d:filter(function(row) return row.price > 400 end).street, "|"),
    "Grvl|Pave|")
  check.equal(#d:filter(d.price:gt(400)), 3)
  check.equal(#d:filter(function() return false end), 0)
  check.fails(function() d:filter(function(row) return row.prize end) end,
    "dataset:filter: no column 'prize'; did you mean 'price'?")
  check.fails(function() d:filter(function(row) row.price = 3 end) end, "rows are read-only: row.price cannot be set")
  check.fails(function() d:filter(3) end, "function of a row or mask expected, got 3")
  check.fails(function() d:filter(vector{1}) end, "the mask has 1 elements, but the dataset has 4 rows")
end)

check.case("select, add and onehot return a new dataset", function()
  local d = houses()
  check.equal(kinds(d:select{"price", "size"}), "price:n size:n")
  check.equal(kinds(d:onehot"street"), "size:n street_Grvl:n street_Pave:n price:n")
  check.equal(tostring(d:onehot"street".street_Pave), "[1 0 1 0]")
  check.equal(data.table{k = {1, 10}}:onehot"k".k_10[2], 1)
  local e = d:add{one = 1, rooms = {1, 2, 3, 4}, price = function(row) return row.price * 2 end}
  check.equal(kinds(e), "size:n street:t price:n one:n rooms:n")
  check.equal(e.price[1], 600)
  check.equal(d.price[1], 300)
  check.equal(kinds(d), "size:n street:t price:n")
  check.fails(function() d:add{x = {1}} end,
    "dataset:add: column 'x' has 1 values, but the dataset has 4 rows")
  check.fails(function() d:add{x = function() end} end,
    "column 'x': the function returned nil for row 1")
  check.fails(function() d:add(3) end, "table of columns expected, got 3")
  check.fails(function() d:select{"a"} end, "dataset:select: no column 'a'")
  check.fails(function() d:select() end,
    "dataset:select: list of column names expected, got nothing")
  check.fails(function() d:add{street_Pave = 1}:onehot"street" end,
    "the dataset already has a column 'street_Pave'")
end)

-- From NumPy: np.mean, np.std, np.percentile of the sizes 1.5, 2, 3.
check.case("describe agrees with NumPy", function()
  local s = houses():describe()
  check.equal(s.column[1] .. s.column[2], "sizestreet")
  check.equal(s.count[1] + s.missing[1], 4)
  check.near(s.mean[1], 2.1666666666666665, 1e-15)
  check.near(s.std[1], 0.6236095644623235, 1e-15)
  check.equal(s.q25[1], 1.75)
  check.equal(s.median[1], 2)
  check.equal(s.q75[1], 2.5)
  check.equal(s.classes[2], 2)
  check.equal(s.missing[2], 1)
end)

check.case("a dataset prints as a table", function()
  check.equal(tostring(houses()),
    "size  street  price\n 1.5  Pave      300\n 2.0  Grvl      500\n"
    .. "  NA  Pave      520\n 3.0  NA        700")
  check.equal(tostring(houses():head(1)), "size  street  price\n 1.5  Pave      300")
  check.equal(tostring(data.table{}), "0 rows, 0 columns")
  check.equal(#data.load"iris":head(), 5)
  check.fails(function() houses():head(-1) end, "n: integer of at least 0 expected, got -1")
  check.fails(function() houses():head"2" end,
    "n: integer of at least 0 expected, got string \"2\"")
end)

check.case("a large dataset prints within the line width and shows its last column", function()
  local text = tostring(data.load"ames")
  for line in text:gmatch("[^\n]+") do assert(#line <= 75, line) end
  assert(text:match("^living_area[^\n]* %.%.%.  +price\n"), text)
  assert(text:match("\n2930 rows, 17 columns$"), text)
end)

-- -- split and folds ----------------------------------------------------------

local function examples(n)
  local X = vector.range(1, n):reshape(n, 1)
  return X, X:column(1) % 4
end

check.case("a split contains every example once, with its target", function()
  local X, y = examples(103)
  local A, B, a, b = data.split(X, y)
  check.equal(#A .. " " .. #B, "82 21")
  check.equal(#a .. " " .. #b, "82 21")
  check.equal(A:column(1):concat(B:column(1)):sort(), X:column(1):copy())
  check.equal(A:column(1) % 4, a)
  check.equal(B:column(1) % 4, b)
end)

check.case("the same seed gives the same split, regardless of other random draws", function()
  local X, y = examples(50)
  seed(1)
  local _, first = data.split(X, y, {seed = 3})
  seed(2)
  vector.random(10)
  local _, again = data.split(X, y, {seed = 3})
  local _, other = data.split(X, y, {seed = 4})
  check.equal(first, again)
  check.equal(first == other, false)
end)

-- Recorded from this program: the split must be the same on every machine.
check.case("the split for seed 1 has not changed", function()
  local X, y = examples(10)
  local _, test = data.split(X, y)
  check.equal(tostring(test:column(1)), "[5 8]")
end)

check.case("a stratified split keeps the class proportions", function()
  local n = 90
  local y = vector.zeros(n)
  for i = 1, n do y[i] = i <= 60 and 0 or i <= 80 and 1 or 2 end
  for s = 0, 20 do
    local _, _, a, b = data.split(y, y, {test = 0.3, seed = s, stratify = true})
    check.equal(#b, 27)
    for class, count in pairs{[0] = 18, [1] = 6, [2] = 3} do
      check.equal(b:eq(class):sum(), count)
      check.equal(a:eq(class):sum() + count, class == 0 and 60 or class == 1 and 20 or 10)
    end
  end
end)

check.case("each example is in the test set of exactly one fold", function()
  local X, y = examples(23)
  local seen, sizes = vector.zeros(0), {}
  for A, B, a, b in data.folds(X, y, 5, {seed = 2, stratify = true}) do
    check.equal(#A + #B, 23)
    check.equal(B:column(1) % 4, b)
    check.equal(A:column(1) % 4, a)
    seen = seen:concat(B:column(1))
    sizes[#sizes + 1] = #B
    check.near(b:eq(0):sum(), 1, 1)
  end
  check.equal(table.concat(sizes, " "), "5 5 5 4 4")
  check.equal(seen:sort(), X:column(1):copy())
end)

check.case("impossible splits are errors", function()
  local X, y = examples(5)
  local function fails(text, ...)
    local args = table.pack(...)
    check.fails(function() data.split(table.unpack(args, 1, args.n)) end, "data.split: " .. text)
  end
  fails("X (argument 1): matrix (or vector, for one feature) expected, got nothing")
  fails("y (argument 2): vector or table of numbers expected, got nothing", X)
  fails("X has 5 rows, but y has 1 elements", X, vector{1})
  fails("y (argument 2): at least 2 examples expected, got 1", vector{1}, vector{1})
  fails("option test: share between 0 and 1 or count below 5 expected, got 5", X, y, {test = 5})
  fails("option test: share between 0 and 1 or count below 5 expected, got 0", X, y, {test = 0})
  fails("option test: share between 0 and 1 or count below 5 expected, got -0.5", X, y,
    {test = -0.5})
  fails("option test: share between 0 and 1 or count below 5 expected, got 1.5", X, y,
    {test = 1.5})
  fails("option test: share", X, y, {test = 0 / 0})
  fails("unknown option 'tests'; did you mean 'test'?", X, y, {tests = 1})
  fails("option seed: integer of at least 0 expected, got -1", X, y, {seed = -1})
  fails("y (argument 2): element 1 is not a class", X, vector{0 / 0, 1, 1, 1, 1}, {stratify = true})
  check.fails(function() data.folds(X, y, 6) end,
    "data.folds: k (argument 3): cannot exceed the number of examples (5)")
  check.fails(function() data.folds(X, y, 1) end,
    "k (argument 3): integer of at least 2 expected, got 1")
end)

os.remove(path)
check.case("integer classes are named without a decimal point", function()
  local _, classes = data.table{a = {1, 0, 1, 2}}:labels"a"
  check.equal(table.concat(classes, " "), "0 1 2")
  _, classes = data.table{a = {0.5, 1, 0.5}}:labels"a"
  check.equal(table.concat(classes, " "), "0.5 1")
end)

check.case("split and folds accept tables, like train", function()
  local Xtrain, Xtest, ytrain, ytest = data.split({1, 2, 3, 4, 5}, {0, 1, 0, 1, 0}, {test = 0.4})
  check.equal(#Xtrain + #Xtest, 5)
  check.equal(#ytrain, 3)
  check.equal(#ytest, 2)
  local sum = 0
  for _, test in data.folds({1, 2, 3}, {1, 2, 3}, 3) do sum = sum + test:sum() end
  check.equal(sum, 6.0)
end)

check.case("stratify requires classes; test=1.0 is an error", function()
  local X = vector{1, 2, 3, 4}
  check.fails(function() data.split(X, {0, 0.5, 0, 0.5}, {stratify = true}) end, "element 2 is 0.5")
  check.fails(function() data.split(X, {0, 0, 0, 7}, {stratify = true}) end,
    "class 7.0 has only one example")
  check.fails(function() data.folds(X, {0, 0, 0, 7}, 2, {stratify = true}) end,
    "class 7.0 has only one example")
  check.fails(function() data.split(X, X, {test = 1.0}) end, "share between 0 and 1")
  check.equal(#select(2, data.split(X, X, {test = 1})), 1)
end)

check.done("data")
