-- Unusual files, one per case, compared with what pandas 2 reads.
local check = dofile("tests/check.lua")

local path = os.tmpname()
warn("@off") -- warnings about guesses; only the values are tested here

local function write(text)
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  file:close()
end

-- A column as a string: its kind, then the values.
local function column_text(column, rows)
  local values = {}
  for i = 1, rows do
    local value = column[i]
    values[i] = type(value) == "number" and ("%.17g"):format(value):gsub("%-nan", "nan") or value
  end
  return (type(column) == "table" and "text " or "") .. table.concat(values, "|")
end

-- "a: 1|2; b: text x|y"
local function read(text, options)
  write(text)
  local d, columns = data.read(path, options), {}
  for name, column in pairs(d) do
    columns[#columns + 1] = name .. ": " .. column_text(column, #d)
  end
  return table.concat(columns, "; ")
end

local function reads(text, expected, options)
  local got = read(text, options)
  if got ~= expected then error(("got %q, expected %q"):format(got, expected), 2) end
end

local function fails(text, expected, options)
  write(text)
  check.fails(function() data.read(path, options) end,
    "data.read: " .. path .. expected)
end

check.case("a file with only a header has columns and no rows", function()
  for _, text in ipairs{"a,b", "a,b\n", "\xEF\xBB\xBFa,b\r\n\r\n"} do reads(text, "a: ; b: ") end
  check.equal(#data.read(path), 0)
  reads("1,2\n", "1: ; 2: ", {header = true})
end)

check.case("a file without a header gets numbered names", function()
  reads("1,2\n3,4\n", "column1: 1|3; column2: 2|4")
  reads("a,b\nc,d\n", "column1: text a|c; column2: text b|d", {header = false})
  reads("2020-01-01,5\n2020-01-02,6\n", "column1: 1577836800|1577923200; column2: 5|6")
end)

check.case("an empty file, only blank lines, and only a byte order mark", function()
  for _, text in ipairs{"", "\n\n", " \r\n\r\n", "\xEF\xBB\xBF"} do fails(text, " is empty") end
end)

check.case("lines end in LF, CRLF or CR, also mixed and in quotes", function()
  reads("a,b\r1,2\r3,4", "a: 1|3; b: 2|4")
  reads("a,b\r\n1,2\n3,4\r5,6\r\n", "a: 1|3|5; b: 2|4|6")
  reads('a,b\r\n"x\r\ny",2\r\n', "a: text x\r\ny; b: 2")
  reads('"a\nb",c\n1,2\n', "a\nb: 1; c: 2")
end)

check.case("UTF-16 and UTF-32 are recognized, with and without a byte order mark", function()
  for text, name in pairs{["\xFF\xFEa\0,\0b\0\n\0001\0,\0002\0"] = "utf-16",
    ["\xFE\xFF\0a\0,\0b\0\n\0001\0,\0002"] = "utf-16",
    ["\xFF\xFE\0\0" .. ("a,b\n1,2"):gsub(".", "%0\0\0\0")] = "utf-32",
    ["a\0,\0b\0\n\0001\0,\0002\0"] = "utf-16le", ["\0a\0,\0b\0\n\0001\0,\0002"] = "utf-16be"} do
    reads(text, "a: 1; b: 2")
    check.equal(data.read(path).origin.encoding, name)
    reads(text, "a: 1; b: 2", {encoding = name})
  end
  local wide = "\xFF\xFE" .. ("x,y\n" .. ("1,2\n"):rep(1200000)):gsub(".", "%0\0")
  write(wide) -- larger than a block of reading
  check.equal(#data.read(path), 1200000)
end)

check.case("a zero byte is an error with its line", function()
  fails("a,b\n1,2\n3,\0\n", ", line 3: not a text file (it contains a zero byte)")
end)

check.case("numbers are accepted in all decimal forms of strtod and pandas", function()
  reads("a\n1e5\n-1.5E-3\n+2\n.5\n5.\n1e+05\n",
    "a: 100000|-0.0015|2|0.5|5|100000")
  reads("a\n-01234\n00.501\n0\n", "a: -1234|0.501|0")
end)

check.case("infinity is accepted in every spelling of pandas", function()
  reads("a\n1\ninf\n-inf\n+Inf\nINFINITY\n-Infinity\n", "a: 1|inf|-inf|inf|inf|-inf")
  reads("a\ninfo\n", "column1: text a|info", {header = false})
  reads("a\n1\ninfinite\n", "a: text 1|infinite")
end)

check.case("infinity is written and read back", function()
  local v = vector{1 / 0, -1 / 0, 0 / 0, 0.1}
  data.write(path, data.table{x = v, y = {1, 2, 3, 4}})
  local back = data.read(path).x
  check.equal(back[1], 1 / 0)
  check.equal(back[2], -1 / 0)
  check.equal(back[3] ~= back[3], true)
  check.equal(back[4], 0.1)
end)

check.case("hexadecimal, underscores, double signs and Fortran's d exponent are text", function()
  for _, word in ipairs{"0x10", "1_000", "+-1", "1d5", "1e", "5%", "$5", "1 234", "−5",
    "\u{A0}5"} do
    reads("a,b\n1,2\n" .. word .. ",3\n", "a: text 1|" .. word .. "; b: 2|3")
  end
end)

check.case("true and false are 1 and 0; dates in two notations are text", function()
  reads("d,ok,x\n2020-01-02,true,1\n01/02/2020,false,2\n",
    "d: text 2020-01-02|01/02/2020; ok: 1|0; x: 1|2")
  reads("a,b,c\nTrue,TRUE,T\n,NA,F\nFalse,FALSE,T\n", "a: 1|nan|0; b: 1|nan|0; c: text T|F|T")
  reads("a,b\ntrue,1\n1,2\n", "a: text true|1; b: 1|2")
end)

check.case("grouped digits are numbers where no other reading fits", function()
  reads('a,b\n"1,234",2\n"12,345,678.5",3\n', "a: 1234|12345678.5; b: 2|3")
  check.equal(data.read(path).origin.thousands, ",")
  reads("a;b\n1.234,5;2\n1.000.000,25;3\n", "a: 1234.5|1000000.25; b: 2|3")
  reads("a;b\n1.234,50 €;2\n-51,23 €;3\n", "a: 1234.5|-51.229999999999997; b: 2|3")
  reads("a;b\n1,234;x\n2,345;y\n", "a: 1.234|2.3450000000000002; b: text x|y")
  check.equal(data.read(path).origin.notes[1], 'line 2: the comma in 1,234 is read as a decimal '
    .. 'comma; thousands="," reads it as a separator of thousands')
  reads("a;b\n555 123 456;1\n", "a: text 555 123 456; b: 1")
  reads('a,b\n"1,234",x\n"z",y\n', "a: text 1,234|z; b: text x|y")
  check.equal(#data.read(path).origin.notes, 0)
  local d = data.read(path, {types = {a = "text"}})
  check.fails(function() d:vector"a" end, "dataset:vector: column 'a' is text")
end)

check.case("the warning names the row that makes a column text", function()
  write("a\n1e5\n2\n0x10\n")
  check.fails(function() data.read(path):vector"a" end, "column 'a' is text (row 3 is '0x10')")
  write("a;b\n1,5;1\n2,5;2\nx;3\n")
  check.fails(function() data.read(path):vector"a" end, "column 'a' is text (row 3 is 'x')")
end)

check.case("the default markers of missing values; None, - and . are not among them", function()
  reads("a,b\n1,x\nNA,NA\nN/A,#N/A\nnull,<NA>\nNaN,nan\n?,NULL\n#N/A,n/a\n-nan,\n",
    "a: 1|nan|nan|nan|nan|nan|nan|nan; b: text x|||||||")
  reads("a,b\n1,None\n2,-\n", "a: 1|2; b: text None|-")
  reads("a,b\n1,NA\n2,NA\n", "a: 1|2; b: nan|nan")
end)

check.case("spaces around values and names are ignored, except in quotes", function()
  reads('a , b\n 1 ,  x y \n 2,\t" z "\t\n', "a: 1|2; b: text x y| z ")
end)

check.case("quoted numbers are numbers; a quote within a text is literal", function()
  reads('a,b\n"1","2"\n', "a: 1; b: 2")
  reads('a,b\nx"y,2\n', 'a: text x"y; b: 2')
end)

check.case("trailing separators in header, rows or all lines do not make a column", function()
  for _, text in ipairs{"a,b,\n1,2,\n3,4,\n", "a,b,\n1,2\n3,4\n", "a,b\n1,2,\n3,4,\n",
    "a,b\n1,2\n3,4,\n", "a,b,,,\n1,2,,\n3,4,,,,,\n", "a;b;\n1;2;\n3;4", "a\tb\t\n1\t2\n3\t4\t\n"} do
    reads(text, "a: 1|3; b: 2|4")
  end
  reads("a,t,\n1,x\n2,y,\n", "a: 1|2; t: text x|y")
  reads("1,2,\n3,4,\n", "column1: 1|3; column2: 2|4")
  -- trailing separators are columns if a value follows, or a quoted empty field
  reads("a,b,\n1,2,\n3,4,5\n", "a: 1|3; b: 2|4; column3: nan|5")
  reads("a,b,\"\"\n1,2,\n", "a: 1; b: 2; column3: nan")
  local long = {"a,b,"}
  for i = 1, 300 do long[i + 1] = i .. ",0" .. (i == 300 and ",x" or ",") end
  write(table.concat(long, "\n"))
  check.equal(data.read(path).column3[300], "x")
  fails("a,b\n1,2,3\n", ", line 2, column 3: too many fields (the first row has 2)")
  fails("a,b,\n1,2,3\n1,2\n", ", line 3, column 2: too few fields (2 of the 3 in the first row)")
end)

check.case("text after a closing quote is read as in pandas and R", function()
  reads('id\tkind\tnote\n1\tpipe\t"big" one\n2\trod\t"odd size"\n',
    "id: 1|2; kind: text pipe|rod; note: text big one|odd size")
  reads('a,b\n"x ""y"" z" w,1\n"p" "q" ,2\n', 'a: text x "y" z w|p "q"; b: 1|2')
  reads('a,b\n"1"2,1\n3,4\n', "a: text 12|3; b: 1|4")
end)

check.case("one malformed row does not prevent detection of the separator", function()
  fails("a\tb\n1\t2\n3\n", ", line 3, column 1: too few fields (1 of the 2 in the first row)")
  fails('a;b\n1;2\n3;"x\n', ', line 3, column 2: quote (") is never closed')
  fails("a|b\n1|2\n1|2|3\n", ", line 3, column 3: too many fields (the first row has 2)")
end)

check.case("identifiers that would lose digits as numbers are text", function()
  for _, id in ipairs{"4e1243", "50060e8007123400", "-1e400", "9007199254740993",
    "12345678901234567890", "1234567890123456789012345678901234567890",
    ("1"):rep(60)} do
    reads("id,x\n" .. id .. ",1\n2,2\n", "id: text " .. id .. "|2; x: 1|2")
    reads("id,x\n2,1\n" .. id .. ",2\n", "id: text 2|" .. id .. "; x: 1|2")
    reads(id .. "\n" .. id .. "\n", "column1: text " .. id .. "|" .. id)
  end
  reads("a\n9007199254740992\n18446744073709551616\n100000000000000000000000\n1e300\n123456789012.5\n",
    "a: 9007199254740992|1.8446744073709552e+19|9.9999999999999992e+22|1.0000000000000001e+300|"
    .. "123456789012.5", {types = {a = "number"}})
  reads("a\n9007199254740994\n18446744073709551616\n1180591620717411303424\n-0009007199254740994\n",
    "a: 9007199254740994|1.8446744073709552e+19|1.1805916207174113e+21|-9007199254740994")
  reads("a\n1e400\n-1e400\n", "a: inf|-inf", {types = {a = "number"}})
  local rows = {"a"}
  for i = 1, 300 do rows[i + 1] = i == 299 and "9007199254740993" or tostring(i) end
  write(table.concat(rows, "\n"))
  check.equal(data.read(path).a[299], "9007199254740993")
  check.equal(data.read(path, {types = {a = "number"}}).a[300], 300)
end)

check.case("types= forces a column to be text or numbers", function()
  reads("zip,x\n01234,1\n,2\n", "zip: text 01234|; x: 1|2", {types = {zip = "text"}})
  reads("1,2\n", "column1: text 1; column2: 2", {types = {column1 = "text"}})
  reads("a,b\n1,2\n", "a: 1; b: text 2", {types = {[2] = "text", a = "number"}})
  fails("a,b\n1,2\n3,x\n", ", line 3: column 'b' holds text, but types says \"number\"; use missing= "
    .. "if the text marks a missing value", {types = {b = "number"}})
  check.fails(function() data.read(path, {types = {c = "text"}}) end, "has no column 'c'")
  check.fails(function() data.read(path, {types = {a = "date"}}) end,
    'option types: "text" or "number" for each column expected, got string "date"')
  check.fails(function() data.read(path, {types = "text"}) end, "option types: table such as")
end)

check.case("comments and skipped lines are counted in line numbers", function()
  local text = "# sensor 7\n# units: m\na,b\n1,2\n3,4\n"
  reads(text, "a: 1|3; b: 2|4")
  reads(text, "a: 1|3; b: 2|4", {comment = "#"})
  reads(text, "a: 1|3; b: 2|4", {skip = 2})
  reads("a,b\r\n1,2 # x, y\r\n  # none\r\n3,4#\r\n\"#5\",6# z\",7", "a: text 1|3|#5; b: 2|4|6",
    {comment = "#"})
end)

check.case("text after a comment marker is ignored", function()
  reads("a,b // names\n1,\"x//y\" // z\n//1,2,3\n2,u/v\n", "a: 1|2; b: text x//y|u/v",
    {comment = "//"})
  fails("%\na,b\n%\n1,2,3 % x\n", ", line 4, column 3: too many fields", {comment = "%"})
  fails("x\ny\r\na,b\n1,2,3\n", ", line 4, column 3: too many fields", {skip = 2})
  fails("a\n", " is empty", {skip = 5})
  reads("a,b\n#1,2\n", "a: text #1; b: 2")
  check.fails(function() data.read(path, {comment = ""}) end, "option comment: prefix of comments")
  check.fails(function() data.read(path, {comment = ",", separator = ","}) end,
    "',' cannot be both separator and comment prefix")
end)

check.case("a first line sep=; sets the separator", function()
  reads("sep=;\na;b,c\n1,5;2\n", "a: 1.5; b,c: 2")
  reads("\xEF\xBB\xBFsep=,\r\na,b\r\n1,2", "a: 1; b: 2")
  fails("sep=,\na,b\n1\n", ", line 3, column 1: too few fields")
end)

check.case("thousands= reads grouped digits as numbers", function()
  reads("name;price\nx;1.234,50\ny;2.345,00\n", "name: text x|y; price: 1234.5|2345",
    {thousands = "."})
  reads('a,b\n"1,234",2\n"-12,345,678.5e1",3\n999,4\n', "a: 1234|-123456785|999; b: 2|3|4",
    {thousands = ","})
  reads("a;b\n1 234,5;2\n10\u{202F}000;3\n", "a: text 1 234,5|10\u{202F}000; b: 2|3",
    {thousands = "'"})
  reads("a;b\n1 234,5;2\n10 000;3\n", "a: 1234.5|10000; b: 2|3", {thousands = " "})
  reads("a;b\n10\u{202F}000;3\n", "a: 10000; b: 3", {thousands = "\u{202F}"})
  reads('a,b\n"12,34,567",2\n', "a: 1234567; b: 2", {thousands = ","}) -- India's lakh
  for _, word in ipairs{"1,23", "1234,567", ",123", "1,234,5", "1,2,345", "1,,234", "1,234x"} do
    reads('a\n"' .. word .. '"\n1\n', "a: text " .. word .. "|1", {thousands = ",", header = true})
  end
  check.fails(function() data.read(path, {thousands = ".", decimal = "."}) end,
    "'.' cannot be both decimal and thousands separator")
  check.fails(function() data.read(path, {thousands = "1"}) end, "option thousands: single character")
end)

check.case("text that is not UTF-8 is read as windows-1252, or as encoding= says", function()
  local text = "name,v\ncaf\xE9,1\nna\xEFve,2\n"
  reads(text, "name: text café|naïve; v: 1|2")
  check.equal(data.read(path).origin.notes[1], "line 2 is not UTF-8; the file is read as "
    .. "windows-1252 (Western European text); use encoding= if letters look wrong")
  fails("name,v\né,1\n\xE9,2\n", ', line 3: byte 0xE9 is not valid UTF-8; use encoding="latin-1" '
    .. "for Western European text") -- damaged rather than encoded otherwise
  for _, name in ipairs{"latin-1", "latin1", "ISO-8859-1", "windows-1252", "cp1252"} do
    reads(text, "name: text café|naïve; v: 1|2", {encoding = name})
  end
  reads("a\n\x80\n", "a: text €", {encoding = "windows-1252", header = true})
  reads("a,é\nü,日本\n", "a: text ü; é: text 日本", {encoding = "utf-8", header = true})
  reads("a,é\nü,日本 \u{10FFFF}\n", "a: text ü; é: text 日本 \u{10FFFF}", {header = true})
  -- overlong, a surrogate, beyond U+10FFFF, cut off, alone (RFC 3629)
  for _, bad in ipairs{"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82",
    "\x80", "\xFF"} do
    fails("a\né\n" .. ("x\n"):rep(4999) .. bad, ", line 5002: byte ")
  end
  fails("a\n\xFFb\n", ', line 2: byte 0xFF is not valid in encoding "utf-8"', {encoding = "utf-8"})
  check.fails(function() data.read(path, {encoding = "klingon"}) end,
    'another encoding known to iconv expected, got string "klingon"')
end)

check.case("codes with leading zeros are text, and written and read back as text", function()
  reads("zip,n\n01234,1\n99999,2\n", "zip: text 01234|99999; n: 1|2")
  check.equal(data.read(path).origin.notes[1], "line 2: column 'zip' is read as text, because it "
    .. 'has codes with leading zeros; use types= to read it as "number"')
  data.write(path, data.read(path))
  check.equal(data.read(path).zip[1], "01234")
  reads("zip,n\n01234,1\n99999,2\n", "zip: 1234|99999; n: 1|2", {types = {zip = "number"}})
end)

check.case("numeric names are written so that they are read as names", function()
  data.write(path, data.table{names = {"c", "1990", "7"}, c = {"x", "y"}, ["1990"] = {1, 2},
    ["7"] = {3, 4}})
  check.equal(table.concat(data.read(path).names, " "), "c 1990 7")
  check.equal(#data.read(path).origin.notes, 0)
  data.write(path, data.table{names = {"#", "b"}, ["#"] = {1, 2}, b = {"# x", "%"}})
  check.equal(data.read(path).b[1], "# x")
end)

check.case("rows= reads the first rows", function()
  reads("a,b\n1,2\n3,4\n5,x\n", "a: 1|3; b: 2|4", {rows = 2})
  reads("1,2\n3,4\n5,x\n", "column1: 1|3; column2: 2|4", {rows = 2})
  reads("a,b\n1,2\n", "a: 1; b: 2", {rows = 9})
  check.fails(function() data.read(path, {rows = -1}) end, "option rows: integer of at least 0")
end)

check.case("dates are seconds of kind date, and written as dates", function()
  reads("day,x\n2020-02-29,1\n,2\n31.12.2020 23:59,3\n", "day: 1582934400|nan|1609459140; x: 1|2|3")
  local d = data.read(path)
  check.equal(d.day.kind, "date")
  check.equal(d.day:slice(1, 2).kind, "date")
  check.equal(d:filter(d.x:gt(1)).day.kind, "date")
  check.equal((d.day + 1).kind, nil)
  check.equal(tostring(d), "             day  x\n2020-02-29 00:00  1\n              NA  2\n"
    .. "2020-12-31 23:59  3")
  data.write(path, d)
  check.equal(data.read(path).day[3], 1609459140)
  check.equal(check.content(path):match("\n(.-)\n"), "2020-02-29 00:00,1")
  reads("day\n2020-02-29\n2020-02-30\n", "day: text 2020-02-29|2020-02-30")
  reads("v,x\n1.2.3,1\n1.2.2020,2\n", "v: text 1.2.3|1.2.2020; x: 1|2")
  reads("t,x\n2020-01-01 00:00:01,1\n2020-01-01 00:00:01,2\n2020-01-01 00:00:01.5,3\n",
    "t: 1577836801|1577836801|1577836801.5; x: 1|2|3")
  reads('t,x\n"2020-01-01 00:00:01,5",1\n', "t: 1577836801.5; x: 1")
  d.x.kind = "date"
  check.equal(d.x.kind, "date")
  check.fails(function() d.x.kind = "day" end,
    'kind: "date", "time" or nil expected, got string "day"')
  local f = plot.figure()
  plot.line(d.day, {1, 2, 3})
  check.equal(f:commands()[1].dates_x, true)
  plot.close()
end)

-- Seconds by Python's datetime.
check.case("a column of slashed dates shows whether the day or the month is first", function()
  reads("d,x\n01/02/2024,1\n31/12/2024,2\n", "d: 1706745600|1735603200; x: 1|2")
  check.equal(data.read(path).origin.kinds.d, "date (dmy)")
  check.equal(data.read(path).d.kind, "date")
  reads("d,x\n01/02/2024,1\n12/31/2024,2\n,3\n", "d: 1704153600|1735603200|nan; x: 1|2|3")
  check.equal(data.read(path).origin.kinds.d, "date (mdy)")
  reads("12/31/2024,1\n01/02/2024,2\n", "column1: 1735603200|1704153600; column2: 1|2")
  reads("d;x\n1-2-2024;1\n31-12-2024;2\n", "d: 1706745600|1735603200; x: 1|2")
  reads("d,x\n1/2/24,1\n12/31/99,2\n", "d: 1704153600|946598400; x: 1|2")
  reads("d,x\n1/2/2024 2:05 PM,1\n12/31/2024 12:30:15.5 am,2\n",
    "d: 1704204300|1735605015.5; x: 1|2")
  reads("d,x\n07/07/2024,1\n01/01/2024,2\n", "d: 1720310400|1704067200; x: 1|2")
  check.equal(data.read(path).origin.kinds.d, "date")
  -- the order shows after the sample of the first rows
  local lines = {"d,x"}
  for i = 1, 300 do lines[#lines + 1] = "03/04/2024," .. i end
  write(table.concat(lines, "\n") .. "\n25/12/2024,301\n")
  check.equal(data.read(path).d[1], 1712102400)
  check.equal(data.read(path).d[301], 1735084800)
end)

check.case("slashed dates that do not show their order stay text, unless dates= tells it", function()
  reads("d,x\n01/02/2024,1\n03/04/2024,2\n", "d: text 01/02/2024|03/04/2024; x: 1|2")
  check.equal(data.read(path).origin.notes[1], "line 2: column 'd' is read as text, because its "
    .. 'dates do not show which number is the month; use dates="dmy" or dates="mdy"')
  reads("d,x\n01/02/2024,1\n03/04/2024,2\n", "d: 1706745600|1712102400; x: 1|2", {dates = "dmy"})
  reads("d,x\n01/02/2024,1\n03/04/2024,2\n", "d: 1704153600|1709510400; x: 1|2", {dates = "mdy"})
  reads("d,x\n31/01/2024,1\n12/31/2024,2\n", "d: text 31/01/2024|12/31/2024; x: 1|2")
  check.equal(data.read(path).origin.notes[1], "line 2: column 'd' is read as text, because its "
    .. "dates have the day first in line 2 and the month first in line 3")
  reads("d,x\n31/01/2024,1\n12/31/2024,2\n", "d: text 31/01/2024|12/31/2024; x: 1|2",
    {dates = "dmy"})
  reads("d,x\n13/13/2024,1\n1/2/3,2\n", "d: text 13/13/2024|1/2/3; x: 1|2")
  reads("d,x\n01/02/2024,1\n", "d: text 01/02/2024; x: 1", {types = {d = "text"}})
  check.equal(#data.read(path, {types = {d = "text"}}).origin.notes, 0)
  check.fails(function() data.read(path, {types = {d = "number"}}) end,
    "line 2: column 'd' holds text")
  check.fails(function() data.read(path, {dates = "ymd"}) end, 'option dates: "dmy" or "mdy"')
end)

check.case("times of day are seconds of kind time, and written as times", function()
  reads("t,x\n14:05:30,1\n9:05:00,2\n,3\n", "t: 50730|32700|nan; x: 1|2|3")
  local d = data.read(path)
  check.equal(d.t.kind, "time")
  check.equal(d.origin.kinds.t, "time")
  check.equal(tostring(d), "       t  x\n14:05:30  1\n09:05:00  2\n      NA  3")
  data.write(path, d)
  check.equal(check.content(path), "t,x\n14:05:30,1\n09:05:00,2\n,3\n")
  reads("t,x\n2:05 PM,1\n12:00 am,2\n24:00,3\n23:59:59.25,4\n", "t: 50700|0|86400|86399.25; x: 1|2|3|4")
  reads("t,x\n75:30,1\n14:05,2\n", "t: text 75:30|14:05; x: 1|2")
  reads("t,x\n13:00 PM,1\n", "t: text 13:00 PM; x: 1")
  reads("t,x\n1:5,1\n", "t: text 1:5; x: 1")
  local f = plot.figure()
  plot.line(d.t:slice(1, 2), {1, 2})
  check.equal(f:commands()[1].dates_x, true)
  plot.close()
end)

check.case("a column of dates is written in one form", function()
  local d = data.table{t = {0, 30, 86400}}
  d.t.kind = "date"
  data.write(path, d)
  check.equal(check.content(path), "t\n1970-01-01 00:00:00\n1970-01-01 00:00:30\n1970-01-02 00:00:00\n")
end)

check.case("files in other formats are refused by name", function()
  for bytes, name in pairs{["<!DOCTYPE HTML><html>"] = "an HTML page", ["\n <html>"] = "an HTML page",
    ["PAR1\0\0PAR1"] = "a Parquet file", ["\x80\4\x95x"] = "a Python pickle",
    ["\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0"] = "an old Excel file (.xls)", ["%PDF-1.7\n"] = "a PDF",
    ['[{"a": 1}]'] = "a JSON file", ['{"a":\n1}'] = "a JSON file",
    ["\x89HDF\r\n\x1A\n"] = "an HDF5 file", ["\x93NUMPY\1\0"] = "a NumPy array",
    ["RDX3\nX\n\0"] = "an R workspace", ["ARROW1\0\0"] = "an Arrow", ["BZh91AY"] = "a file compressed",
    ["<?xml version='1.0'?>"] = "an XML document", ["\x89PNG\r\n\x1A\n"] = "a PNG picture"} do
    fails(bytes, " is " .. name)
  end
end)

check.case("d.origin prints what was found", function()
  write("Konto;1\nStand;2\n\nTag;Betrag;PLZ\n01.02.2024;-51,23 €;01067\n02.02.2024;1.234,50 €;2\n")
  local d = data.read(path)
  check.equal(tostring(d.origin), ([[
file       %s (text)
encoding   utf-8
separator  ";"
decimal    ","
thousands  "."
skip       3 lines
header     first row
column     Betrag: numbers with €
column     PLZ: codes as text
column     Tag: date
note       the table begins at line 4; the lines before it are skipped (skip=3)
note       line 5: column 'PLZ' is read as text, because it has codes with leading zeros; use ]]
    .. [[types= to read it as "number"]]):format(path))
  check.equal(d.origin.skip, 3)
  check.equal(d.origin.kinds.Tag, "date")
  check.equal(d:head(1).origin, nil)
  check.equal(data.table{origin = {1}}.origin[1], 1)
end)

check.case("duplicate, empty and multi-line column names are made unique", function()
  reads("a,a,,a,\"\"\n1,2,3,4,5\n", "a: 1; a_2: 2; column3: 3; a_3: 4; column5: 5")
  reads(",a\n0,1\n1,3\n", "column1: 0|1; a: 1|3")
end)

check.case("rows of different lengths are errors with line and column", function()
  fails("a,b,c\n1,2,3\n4,5\n", ", line 3, column 2: too few fields (2 of the 3 in the first row)")
  fails("a,b\n1,2\n3,4,5\n", ", line 3, column 3: too many fields (the first row has 2)")
  fails('a,b\n"x\ny\r\nz",2\n3\n', ", line 5, column 1: too few fields (1 of the 2 in the first row)")
end)

check.case("the detected separator fits all rows", function()
  reads("a,b\nx;y,1\nz;w,2\n", "a: text x;y|z;w; b: 1|2")
  reads("a;b,c;d\n1;2;3\n", "a: 1; b,c: 2; d: 3")
  reads("a\tb c\n1\t2,5\n", "a: 1; b c: 2.5")
  reads("x\n\"a,b\"\nc\n", "x: text a,b|c", {header = true})
end)

check.case("a column of words and numbers keeps the text of the file", function()
  reads("a,b\n1.50,x\ny,2\n", "a: text 1.50|y; b: text x|2")
end)

check.case("a column whose first word comes late keeps the text of all rows", function()
  local lines = {}
  for i = 1, 3000 do lines[i] = i .. ".50,k" .. i .. ",\t1" end
  lines[10] = '"1,5",NA,2'
  lines[2900] = '"a ""b""\nc",,3'
  for _, header in ipairs{"x,y,z\n", ""} do
    write(header .. table.concat(lines, "\n"))
    local d = data.read(path)
    local x, y, z = table.unpack(d.names)
    check.equal(#d, 3000)
    check.equal(table.concat({d[x][1], d[x][10], d[x][2899], d[x][2900], d[x][3000]}, "|"),
      '1.50|1,5|2899.50|a "b"\nc|3000.50')
    check.equal(table.concat({d[y][1], d[y][10], d[y][2900], d[y][3000]}, "|"), "k1|||k3000")
    check.equal(d[z]:sum(), 3003)
    local one = data.read(path, {columns = {3, 1}, types = {[z] = "text"}})
    check.equal(table.concat({one[z][10], one[x][2900], one[z][3000]}, "|"), '2|a "b"\nc|1')
  end
end)

check.case("every prefix of a gzip file is an error", function()
  local packed = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xd4\x49\xe2\x32\xd4\x31\xe2\x02\x00"
    .. "\x7b\x07\x97\x0a\x08\x00\x00\x00"
  for n = 2, #packed - 1 do -- one byte is not enough to detect gzip
    write(packed:sub(1, n))
    local ok, message = pcall(data.read, path)
    assert(not ok, n .. " bytes were read as a file")
    assert(message:find("data.read: " .. path, 1, true), message)
  end
  reads(packed .. packed, "a: text 1|a|1; b: text 2|b|2") -- gzip files can be concatenated
end)

check.case("a pipe is read to the end", function()
  local pipe = path .. ".pipe"
  write("a,b\n1,2\n")
  assert(os.execute("mkfifo " .. pipe))
  os.execute(("cat %s >%s &"):format(path, pipe))
  check.equal(data.read(pipe).b[1], 2)
  os.remove(pipe)
end)

check.case("Ctrl-C interrupts reading from a pipe without a writer", function()
  local pipe = path .. ".pipe"
  assert(os.execute("mkfifo " .. pipe))
  for _, call in ipairs{"data.read", "data.load_npy"} do
    local said, code = check.interrupted(('print("ready") io.stdout:flush() %s("%s")')
      :format(call, pipe))
    check.equal(said:find("interrupted", 1, true) and code, 130)
  end
  os.remove(pipe)
end)

check.case("an invalid mask is an error; several columns can be encoded at once", function()
  local d = data.table{names = {"a", "b", "x"}, a = {"u", "v"}, b = {"p", "q"}, x = {1, 0 / 0}}
  check.fails(function() d:filter(d.x) end, "dataset:filter: mask of 0 and 1 expected, such as "
    .. "d.price:gt(100), but element 2 is nan")
  check.equal(table.concat(d:onehot{"a", "b"}.names, " "), "a_u a_v b_p b_q x")
  check.fails(function() d:onehot() end, "column name expected, got nothing")
  check.fails(function() d:onehot{"a", "c"} end, "dataset:onehot: no column 'c'")
end)

os.remove(path)
check.done("data_read")
