-- html.lua - values as HTML tables.
local check = dofile("tests/check.lua")

local value = require "mlrepl.html.value"
local html = value.html

-- The rows of cells in a table, separated by "|".
local function rows(text)
  local list = {}
  for row in text:gmatch("<tr>(.-)</tr>") do
    list[#list + 1] = row:gsub("</t[hd]><t[hd][^>]*>", "|"):gsub("<[^>]*>", "")
  end
  return list
end

check.case("a vector is one row, a matrix one per row", function()
  check.equal(table.concat(rows(html(vector{1, 2.5, 1000})), "/"), "1.|2.5|1000.")
  check.equal(table.concat(rows(html(matrix{{1, 2}, {3, 4}})), "/"), "1|2/3|4")
  check.equal(html(vector.zeros(0)), nil)
end)

check.case("long rows go on in the next line; what is left out is dots", function()
  local long = rows(html(vector.linspace(0, 1, 60)))
  check.equal(#long, 1)
  check.equal(select(2, long[1]:gsub("|", "")), 59)
  local short = rows(html(vector.linspace(0, 1, 3000)))
  check.equal(#short, 1)
  check.equal(short[1]:match("|(%.%.%.)|"), "...")
  local big = rows(html(matrix.zeros(2000, 300)))
  check.equal(#big, 7)
  check.equal(big[1], "0|0|0|...|0|0|0")
  check.equal(big[4], "...|...|...|...|...|...|...")
  local wide = rows(html(matrix.random(3, 30)))
  check.equal(#wide, 3)
  for _, row in ipairs(wide) do check.equal(select(2, row:gsub("|", "")), 29) end
end)

check.case("a dataset has a header, texts on the left, and its size", function()
  local text = html(data.load"iris")
  local list = rows(text)
  check.equal(list[1], "sepal_length|sepal_width|petal_length|petal_width|species")
  check.equal(list[2], "5.1|3.5|1.4|0.2|setosa")
  check.equal(list[7], "...|...|...|...|...")
  check.equal(#list, 12)
  assert(text:find('<td style="text-align: left">setosa</td>', 1, true), text)
  assert(text:find("150 rows, 5 columns", 1, true), text)
  assert(html(data.load"ames"):find("<th", 1, true))
end)

check.case("summary, confusion and run", function()
  local d = data.load"iris"
  local X, y = d:matrix{"sepal_length", "sepal_width"}, d:vector"petal_length"
  local m = model.linear{}
  local run = train(m, X, y, {method = "exact"})
  local list = rows(html(m:summary(X, y)))
  check.equal(list[1], "|estimate|std error|t|p|95% interval")
  check.equal(list[3]:match("^sepal_length|1%.77"), "sepal_length|1.77")
  assert(html(m:summary(X, y)):find("R² 0.8676", 1, true))
  check.equal(table.concat(rows(html(metrics.confusion(vector{0, 1, 1, 0}, vector{0, 1, 0, 0}))), "/"),
    "true \\ predicted|0|1/0|2|0/1|1|1")
  assert(html(run):find(": converged", 1, true), html(run))
  check.equal(rows(html(run))[1], "iteration|cost")
  warn("@off")
  local slow = train(model.linear{}, X, y, {iterations = 1000})
  warn("@on")
  check.equal(#rows(html(slow)), 6)
end)

check.case("names from data are escaped", function()
  local d = data.table{names = {"<b>&\"", "x"}, {"<script>", 1}, {"\xff", 2}}
  local text = html(d)
  assert(text:find("&lt;b&gt;&amp;&quot;", 1, true), text)
  assert(text:find("&lt;script&gt;", 1, true), text)
  assert(utf8.len(text), "not UTF-8")
end)

check.case("other values have no table", function()
  check.equal(html(3), nil)
  check.equal(html"text", nil)
  check.equal(html{1, 2}, nil)
  check.equal(html(nil), nil)
end)

check.done("html")
