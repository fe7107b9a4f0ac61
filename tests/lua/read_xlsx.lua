-- data.read of workbooks (.xlsx), made here; the values are those that openpyxl
-- and pandas give for such files.
local check = dofile("tests/check.lua")
local zip = dofile("tests/zip.lua")

local path = os.tmpname()
warn("@off")

local function read(book, options)
  check.write(path, type(book) == "string" and book or zip.workbook(book))
  return data.read(path, options)
end

local function sheet(rows, more)
  local book = more or {}
  book.sheets = {{"S", rows}}
  return book
end

local function fails(book, options, expected)
  check.fails(function() read(book, options) end, "data.read: " .. path .. ": " .. expected)
end

-- Rows of numbers and inline strings.
local function cells(rows)
  local lines = {}
  for i, row in ipairs(rows) do
    local line = {}
    for j = 1, #row do
      local reference, value = string.char(64 + j) .. i, row[j]
      if type(value) == "number" then
        line[j] = ('<c r="%s"><v>%s</v></c>'):format(reference, value)
      else
        line[j] = value == "" and "" or
          ('<c r="%s" t="inlineStr"><is><t>%s</t></is></c>'):format(reference, value)
      end
    end
    lines[i] = ('<row r="%d">%s</row>'):format(i, table.concat(line))
  end
  return table.concat(lines)
end

local DATES = '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" '
  .. 'formatCode="[Red]0.00 &quot;day&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
  .. '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
  .. '<xf numFmtId="22"/></cellXfs>'

check.case("numbers, inline strings and empty cells", function()
  local d = read(sheet(cells{{"a", "b", "c"}, {1, "x", 0.1}, {2, "", 1e300}, {3, "y &amp; \"z\"", 5}}))
  check.equal(table.concat(d.names, " "), "a b c")
  check.equal(d.a, vector{1, 2, 3})
  check.equal(table.concat(d.b, "|"), 'x||y & "z"')
  check.equal(d.c[1], 0.1)
  check.equal(d.c[2], 1e300)
  check.equal(d.origin.format .. " " .. d.origin.sheet, "xlsx S")
end)

check.case("shared strings, also of several runs, without phonetic text", function()
  local d = read(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s">'
    .. '<v>2</v></c></row><row r="3"><c r="A3" t="s"><v>1</v></c></row>',
    {strings = "<si><t>name</t></si><si><r><t>two </t></r><r><rPr/><t>runs</t></r></si>"
      .. "<si><t>one</t><rPh><t>no</t></rPh></si>"}))
  check.equal(d.name[1] .. "|" .. d.name[2], "one|two runs")
end)

check.case("dates by their formats, in both date systems", function()
  local rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>d</t></is></c><c r="B1" t="inlineStr">'
    .. '<is><t>e</t></is></c><c r="C1" t="inlineStr"><is><t>n</t></is></c><c r="D1" t="inlineStr">'
    .. '<is><t>t</t></is></c></row><row r="2"><c r="A2" s="1"><v>45323</v></c><c r="B2" s="2">'
    .. '<v>45324</v></c><c r="C2" s="3"><v>45325</v></c><c r="D2" s="4"><v>45323.4375</v></c></row>'
  local d = read(sheet(rows, {styles = DATES}))
  check.equal(d.d.kind, "date")
  check.equal(d.d[1], 1706745600) -- 2024-02-01
  check.equal(d.e[1], 1706832000)
  check.equal(d.n[1], 45325)
  check.equal(d.n.kind, nil)
  check.equal(d.t[1], 1706745600 + 10.5 * 3600)
  d = read(sheet(rows, {styles = DATES, properties = '<workbookPr date1904="1"/>'}))
  check.equal(d.d[1], 1706745600 + 1462 * 86400)
end)

check.case("truth values, errors, results of formulas and ISO dates", function()
  local d = read(sheet('<row><c t="str"><f>A()</f><v>ok</v></c><c t="str"><v>x</v></c><c t="str">'
    .. '<v>day</v></c></row><row><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="d">'
    .. '<v>2024-02-01</v></c></row><row><c t="b"><v>0</v></c><c><f>1+1</f><v>2</v></c>'
    .. '<c t="d"><v>2024-02-02T10:00:00</v></c></row>'))
  check.equal(d.ok, vector{1, 0})
  check.equal(tostring(d.x), "[nan   2]")
  check.equal(d.day[2], 1706832000 + 36000)
end)

check.case("a title, empty rows and empty columns around the table", function()
  local d = read(sheet('<row r="2"><c r="C2" t="inlineStr"><is><t>Report</t></is></c></row>'
    .. '<row r="5"><c r="C5" t="inlineStr"><is><t>a</t></is></c><c r="D5" t="inlineStr"><is><t>b</t>'
    .. '</is></c></row><row r="6"><c r="C6"><v>1</v></c><c r="D6"><v>2</v></c></row>'
    .. '<row r="7"><c r="C7"><v>3</v></c></row><row r="8"><c r="D8"><v>4</v></c></row>'))
  check.equal(table.concat(d.names, " "), "a b")
  check.equal(tostring(d.a) .. tostring(d.b), "[  1   3 nan][  2 nan   4]")
  check.equal(d.origin.notes[1], "the table begins at line 5; the lines before it are skipped (skip=4)")
end)

check.case("options: sheet, columns, types, rows, header, missing", function()
  local book = {sheets = {{"One", cells{{"a", "b"}, {1, 2}, {3, 4}}}, {"Two", cells{{"c"}, {5}, {-9}}}}}
  check.equal(read(book).a:sum(), 4)
  check.equal(data.read(path).origin.notes[1], 'sheet "One" is read; others are "Two" (sheet=)')
  check.equal(read(book, {sheet = "two"}).c:sum(), -4)
  check.equal(read(book, {sheet = 2, missing = "-9"}).c[1], 5)
  check.equal(#data.read(path, {sheet = 2}).origin.notes, 0)
  check.equal(#read(book, {rows = 1}), 1)
  check.equal(read(book, {columns = {"b"}, types = {b = "text"}}).b[2], "4")
  check.equal(#read(sheet(cells{{1, 2}, {3, 4}}), {header = false}), 2)
  fails(book, {sheet = "x"}, 'no sheet "x"; the sheets are "One", "Two"')
  fails(book, {sheet = 3}, 'no sheet 3; the sheets are "One", "Two"')
  check.fails(function() read(book, {sheet = 0}) end, "option sheet: name or number from 1 expected, got 0")
  check.fails(function() read(book, {separator = ";"}) end, " is a workbook")
end)

check.case("other archives and damaged workbooks are errors", function()
  fails(zip.archive{{"a.csv", "a,b\n1,2\n"}}, nil, "this is a zip archive, not a workbook (.xlsx)")
  fails(zip.archive{{"content.xml", "<x/>"}}, nil, "this is an OpenDocument file; save it as CSV or .xlsx")
  fails(sheet"", nil, 'sheet "S" is empty')
  fails(sheet"<row>", nil, "the workbook is damaged (xl/worksheets/s1.xml)")
  fails(sheet('<row><c t="s"><v>7</v></c></row>', {strings = "<si>"}), nil,
    "the workbook is damaged (xl/sharedStrings.xml)")
  local whole = zip.workbook(sheet(cells{{"a", "b"}, {1, 2}, {3, 4}}))
  for n = 4, #whole - 1, 7 do
    check.write(path, whole:sub(1, n))
    local ok, message = pcall(data.read, path)
    assert(not ok and message:find(path, 1, true), message)
  end
end)

check.case("an expanding entity is refused", function()
  local bomb = '<!DOCTYPE x [<!ENTITY a "' .. ("x"):rep(1000) .. '">'
  for i = 1, 9 do
    bomb = bomb .. ("<!ENTITY %s '%s'>"):format(string.char(97 + i),
      ("&" .. string.char(96 + i) .. ";"):rep(10))
  end
  check.fails(function()
    read(zip.archive{{"xl/workbook.xml", bomb .. "]><workbook>&j;</workbook>"}})
  end, "the workbook is damaged (xl/workbook.xml)")
end)

check.case("without the plug-in, the message names the packages", function()
  local folder = os.tmpname()
  os.remove(folder)
  assert(os.execute(("mkdir %s && cp %s/mlrepl-openblas.so %s"):format(folder,
    os.getenv"MLREPL_PLUGINS" or "build/plugins", folder)))
  check.write(path, zip.workbook(sheet(cells{{"a"}, {1}})))
  check.write(folder .. "/a.db", "SQLite format 3\0")
  local pipe = io.popen(("MLREPL_PLUGINS=%s %s -e 'print(pcall(data.read, \"%s\")) "
    .. "print(pcall(data.read, \"%s/a.db\"))' 2>&1"):format(folder, os.getenv"MLREPL" or "./mlrepl",
    path, folder))
  local text = pipe:read("a")
  pipe:close()
  os.execute("rm -r " .. folder)
  assert(text:find("install libminizip1 and libexpat1", 1, true), text)
  assert(text:find("install libsqlite3-0", 1, true), text)
end)

check.case("--safe reads workbooks", function()
  local folder = os.tmpname()
  os.remove(folder)
  assert(os.execute("mkdir " .. folder))
  check.write(folder .. "/a.xlsx", zip.workbook(sheet(cells{{"a", "b"}, {1, 2}, {3, 4}})))
  check.write(folder .. "/s.lua", 'print(data.read("a.xlsx").a:sum())')
  local pipe = io.popen(("p=$(realpath %s); cd %s && $p --safe s.lua 2>&1"):format(
    os.getenv"MLREPL" or "./mlrepl", folder))
  local text = pipe:read("a")
  pipe:close()
  os.execute("rm -r " .. folder)
  check.equal(text, "4.0\n")
end)

os.remove(path)
check.done("read_xlsx")
