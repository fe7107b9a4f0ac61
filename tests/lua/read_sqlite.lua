-- data.read of SQLite databases, made by the program sqlite3; skipped without it.
local check = dofile("tests/check.lua")

local path = os.tmpname()
local quote = "'"

local function run(command)
  local pipe = assert(io.popen(command .. " 2>&1"))
  local text = pipe:read("a")
  return pipe:close(), text
end

local function make(sql)
  os.remove(path)
  check.write(path .. ".sql", sql)
  local ok, text = run(("sqlite3 %s <%s.sql"):format(path, path))
  os.remove(path .. ".sql")
  if not ok then error(text) end
end

if not run("command -v sqlite3") then
  print("read_sqlite: skipped, sqlite3 is not installed")
  check.done("read_sqlite")
  os.exit(0)
end

warn("@off")

make([[create table t(id integer, name text, zip text, day text, v real, n);
  insert into t values(1, 'a,"b', 1234, '2020-01-01', 1.5, null), (2, null, '01234', '2020-01-02',
  0.1, 9007199254740993), (3, 'NA', '5', '', 1e300, x'0102');
  create table u(x); insert into u values (1), (null), (3);
  create view w as select sum(x) as total from u;]])

local function fails(options, expected)
  check.fails(function() data.read(path, options) end, "data.read: " .. expected)
end

check.case("a table has its names, numbers, texts, dates and missing values", function()
  local d = data.read(path, {table = "t"})
  check.equal(table.concat(d.names, " "), "id name zip day v n")
  check.equal(d.id:sum(), 6)
  check.equal(table.concat(d.name, "|"), 'a,"b||NA')
  check.equal(table.concat(d.zip, "|"), "1234|01234|5") -- stored as text
  check.equal(d.day.kind, "date")
  check.equal(d.day[2], 1577923200)
  check.equal(d.v[2], 0.1)
  check.equal(d.v[3], 1e300)
  check.equal(d.n[2], "9007199254740993")
  check.equal(d.n[3], "2 bytes")
  check.equal(d.origin.table, "t")
  check.equal(d.origin.format, "sqlite")
end)

check.case("rows of one missing value are kept; views are tables; names ignore case", function()
  local d = data.read(path, {table = "U"})
  check.equal(#d, 3)
  check.equal(d.x[2] ~= d.x[2], true)
  check.equal(data.read(path, {table = "w"}).total[1], 4)
  check.equal(#data.read(path, {table = "t", rows = 2}), 2)
  check.equal(#data.read(path, {table = "t", rows = 0}), 0)
  check.equal(data.read(path, {table = "t", columns = {"v"}, types = {v = "text"}}).v[1], "1.5")
end)

check.case("query= reads the rows of one SELECT", function()
  local d = data.read(path, {query = "select t.id, u.x * 2 as y from t join u on u.x = t.id;"})
  check.equal(d.y, vector{2, 6})
  check.equal(d.origin.query, "select t.id, u.x * 2 as y from t join u on u.x = t.id;")
  d = data.read(path, {query = "with recursive r(x) as (select 1 union all select x + 1 from r "
    .. "limit 1000) select x from r"})
  check.equal(d.x:sum(), 500500)
end)

check.case("queries cannot write, attach, set or load", function()
  for _, sql in ipairs{"drop table u", "insert into u values (1)", "attach 'x.db' as y",
    "pragma user_version", "create temp table z(x)", "vacuum into 'x.db'", "delete from u",
    "update u set x = 1", "select load_extension('x')"} do
    check.fails(function() data.read(path, {query = sql}) end, "data.read: " .. path .. ": ")
  end
  fails({query = "drop table u"}, path .. ": the query may only read (SELECT)")
  fails({query = "select 1; select 2"}, path .. ": query= must be one SELECT statement")
  fails({query = "-- none"}, path .. ": query= must be one SELECT statement")
  fails({query = "select * frm"}, path .. ': near "frm": syntax error')
  check.equal(#data.read(path, {table = "u"}), 3)
end)

check.case("errors name what is there", function()
  fails(nil, path .. ': the database has several tables; choose one by table=: "t", "u", "w"')
  fails({table = "x"}, path .. ': no table "x"; the tables are "t", "u", "w"')
  fails({table = "t", query = "select 1"}, "give either table= or query=, not both")
  fails({table = "t", separator = ";"}, "option separator: " .. path .. " is a database")
  fails({table = 3}, "option table: non-empty string expected, got 3")
  check.write(path .. ".csv", "a,b\n1,2\n")
  check.fails(function() data.read(path .. ".csv", {table = "t"}) end,
    "option table: " .. path .. ".csv is neither a database nor a workbook")
  os.remove(path .. ".csv")
end)

check.case("a damaged database is an error", function()
  local bytes = check.content(path)
  for _, n in ipairs{16, 100, 1000} do
    check.write(path .. ".cut", bytes:sub(1, n))
    check.fails(function() data.read(path .. ".cut", {table = "t"}) end, path .. ".cut")
  end
  os.remove(path .. ".cut")
end)

check.case("Ctrl-C stops a query", function()
  local said, code = check.interrupted(('print("ready") io.stdout:flush() data.read(%s%s%s, '
    .. '{query = "with recursive r(x) as (select 1 union all select x + 1 from r) select count(*) '
    .. 'from r"})'):format(quote, path, quote))
  check.equal(said:find("interrupted", 1, true) and code, 130)
end)

check.case("--safe reads databases below the script's folder only", function()
  local folder, outside = os.tmpname(), select(2, run"realpath build"):gsub("\n", "") .. "/outside.db"
  os.remove(folder)
  assert(run("cp " .. path .. " " .. outside))
  assert(os.execute("mkdir " .. folder .. " && cp " .. path .. " " .. folder .. "/in.db"))
  check.write(folder .. "/s.lua", ([[print(#data.read("in.db", {table = "u"}))
    print(pcall(data.read, "%s", {table = "u"}))
    print(pcall(data.read, "in.db", {query = "attach '%s' as z"}))]]):format(outside, path))
  local _, text = run(("p=$(realpath %s); cd %s && $p --safe s.lua"):format(
    os.getenv"MLREPL" or "./mlrepl", folder))
  os.execute("rm -r " .. folder .. " " .. outside)
  assert(text:find("^3\n"), text)
  assert(text:find("not allowed under --safe", 1, true), text)
  assert(text:find("may only read", 1, true), text)
end)

os.remove(path)
check.done("read_sqlite")
