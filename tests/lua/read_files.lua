-- Seventy files as people have them, made here, with the shape and the sums (or
-- texts) that another reader finds. `peer` is the expression that reads the
-- same table with pandas 1.5 (pd), where f is the path. With READ_FILES=FOLDER
-- the files and an index are kept there, for a check against the peer.
local check = dofile("tests/check.lua")

local folder = os.getenv "READ_FILES"
local path = os.tmpname()

local function utf16(text, mark)
  return mark .. text:gsub(".", "%0\0")
end

local function repeated(head, row, n)
  local lines = {head}
  for i = 1, n do lines[i + 1] = (row:gsub("#", tostring(i))) end
  return table.concat(lines, "\n") .. "\n"
end

-- name, text, rows x columns, sums and texts, peer, options
local files = {
  -- separators
  {"comma", "a,b\n1,2\n3,4\n", "2x2 a=4 b=6", "pd.read_csv(f)"},
  {"semicolon", "a;b\n1;2\n3;4\n", "2x2 a=4 b=6", "pd.read_csv(f, sep=';')"},
  {"tab", "a\tb\n1\tx y\n3\tz\n", "2x2 a=4 b=x y|z", "pd.read_csv(f, sep='\\t')"},
  {"pipe", "a|b\n1|2\n3|4\n", "2x2 a=4 b=6", "pd.read_csv(f, sep='|')"},
  {"blanks, UCI housing", " 0.00632  18.00   2.310  0  0.5380   6.5750\n 0.02731   0.00   7.070  0  "
    .. "0.4690   6.4210\n 0.02729   0.00   7.070  0  0.4690   7.1850\n",
    "3x6 column1=0.06092 column2=18 column6=20.181", "pd.read_csv(f, sep=r'\\s+', header=None)"},
  {"blanks and a tab, UCI auto-mpg", '18.0   8   307.0      130.0      3504.\t"chevrolet malibu"\n'
    .. '15.0   8   350.0      165.0      3693.\t"buick skylark"\n',
    "2x6 column1=33 column5=7197 column6=chevrolet malibu|buick skylark",
    "pd.read_csv(f, sep=r'\\s+', header=None)"},
  {"blanks with names", "x   y\n1   2\n10  20\n", "2x2 x=11 y=22", "pd.read_csv(f, sep=r'\\s+')"},
  {"blanks at both ends", "  x y  \n  1 2  \n 3  4 \n", "2x2 x=4 y=6", "pd.read_csv(f, sep=r'\\s+')"},
  {"sep= line", "sep=;\na;b\n1,5;2\n2,5;3\n", "2x2 a=4 b=5",
    "pd.read_csv(f, sep=';', decimal=',', skiprows=1)"},
  {"semicolon and commas in words", "a;b\nx, y;1\nz, u;2\n", "2x2 a=x, y|z, u b=3",
    "pd.read_csv(f, sep=';')"},
  {"colon by option", "a:b\n1:2\n", "1x2 a=1 b=2", "pd.read_csv(f, sep=':')", {separator = ":"}},
  -- names of rows
  {"write.table of R", '"mpg" "cyl"\n"Mazda RX4" 21 6\n"Datsun 710" 22.8 4\n',
    "2x3 row=Mazda RX4|Datsun 710 mpg=43.8 cyl=10", "pd.read_csv(f, sep=' ').reset_index()"},
  {"write.table, tabs, no quotes", "mpg\tcyl\nMazda RX4\t21\t6\nDatsun 710\t22.8\t4\n",
    "2x3 row=Mazda RX4|Datsun 710 mpg=43.8 cyl=10", "pd.read_csv(f, sep='\\t').reset_index()"},
  {"write.csv of R", '"","mpg","cyl"\n"Mazda RX4",21,6\n"Datsun 710",22.8,4\n',
    "2x3 column1=Mazda RX4|Datsun 710 mpg=43.8", "pd.read_csv(f)"},
  {"write.table, numbered rows", '"x" "y"\n"1" 1.5 "a"\n"2" 2.5 "b"\n', "2x3 row=3 x=4 y=a|b",
    "pd.read_csv(f, sep=' ').reset_index()"},
  -- quotes
  {"quote inside a field", 'id\tkind\tnote\n1\tpipe\t"big" one\n2\trod\t"odd size"\n',
    "2x3 id=3 kind=pipe|rod note=big one|odd size", "pd.read_csv(f, sep='\\t')"},
  {"quote inside, comma", 'a,b\nx "y" z,1\nw,2\n', '2x2 a=x "y" z|w b=3', "pd.read_csv(f)"},
  {"doubled quotes", 'a,b\n"x ""y"", z",1\n"w",2\n', '2x2 a=x "y", z|w b=3', "pd.read_csv(f)"},
  {"line break in quotes", 'a,b\n"x\ny",1\n"w",2\n', "2x2 a=x\ny|w b=3", "pd.read_csv(f)"},
  {"all quoted", '"a","b"\n"1","x"\n"2","y"\n', "2x2 a=3 b=x|y", "pd.read_csv(f)"},
  -- names of columns
  {"years", "country,1990,2000\nFrance,1.5,2\nPeru,3,4\n", "2x3 country=France|Peru 1990=4.5 2000=6",
    "pd.read_csv(f)"},
  {"years, quoted", '"country","1990","2000"\n"France",1.5,2\n"Peru",3,4\n',
    "2x3 country=France|Peru 1990=4.5 2000=6", "pd.read_csv(f)"},
  {"numbers as pandas names columns", ",0,1,2\n0,1.5,2.5,3.5\n1,4,5,6\n",
    "2x4 column1=1 0=5.5 1=7.5 2=9.5", "pd.read_csv(f)"},
  {"duplicate names", "x,x,y\n1,2,3\n4,5,6\n", "2x3 x=5 x_2=7 y=9", "pd.read_csv(f)"},
  {"no names", "1,2\n3,4\n5,6\n", "3x2 column1=9 column2=12", "pd.read_csv(f, header=None)"},
  {"names only", "a,b\n", "0x2", "pd.read_csv(f)"},
  {"blanks around names and values", "a , b\n1 , 2\n3 ,4\n", "2x2 a=4 b=6",
    "pd.read_csv(f, skipinitialspace=True)"},
  -- comments and lines before the table
  {"comment lines", "# sensor 7\n# units: m\na,b\n1,2\n3,4\n", "2x2 a=4 b=6",
    "pd.read_csv(f, comment='#')"},
  {"comment lines within", "# x\na,b\n1,2\n# y\n3,4\n", "2x2 a=4 b=6", "pd.read_csv(f, comment='#')"},
  {"np.savetxt with header", "# a b\n1.0 2.0\n3.0 4.0\n", "2x2 a=4 b=6",
    "pd.read_csv(f, sep=' ', skiprows=1, names=['a', 'b'])"},
  {"comments of MATLAB", "% x\na,b\n1,2\n3,4\n", "2x2 a=4 b=6", "pd.read_csv(f, comment='%')"},
  {"VCF", "##fileformat=VCFv4\n##x\n#CHROM\tPOS\tID\n1\t100\trs1\n1\t200\trs2\n",
    "2x3 CHROM=2 POS=300 ID=rs1|rs2", "pd.read_csv(f, sep='\\t', skiprows=2)"},
  {"# as a name", "#,name,v\n1,x,2\n2,y,3\n", "2x3 #=3 name=x|y v=5", "pd.read_csv(f)"},
  {"skip=", "junk\nmore, junk\na,b\n1,2\n", "1x2 a=1 b=2", "pd.read_csv(f, skiprows=2)", {skip = 2}},
  {"lines before the table", "Account;12345\nStand;1.1.2024\n\na;b;c\n1;2;x\n3;4;y\n",
    "2x3 a=4 b=6 c=x|y", "pd.read_csv(f, sep=';', skiprows=3)"},
  {"World Bank", '"Data Source","World Development Indicators",\n\n"Last Updated","2020-07-01",\n\n'
    .. '"Country","Code","1960","1961",\n"Aruba","ABW","54211","55438",\n"Angola","AGO","5","6",\n',
    "2x4 Country=Aruba|Angola Code=ABW|AGO 1960=54216 1961=55444",
    "pd.read_csv(f, skiprows=4).dropna(axis=1)"},
  -- trailing separators
  {"trailing, everywhere", "a,b,\n1,2,\n3,4,\n", "2x2 a=4 b=6", "pd.read_csv(f).dropna(axis=1)"},
  {"trailing, rows", "a,b,c\n1,2,3,\n4,5,6,\n", "2x3 a=5 b=7 c=9", "pd.read_csv(f, index_col=False)"},
  {"trailing, header", "a,b,c,\n1,2,3\n4,5,6\n", "2x3 a=5 b=7 c=9",
    "pd.read_csv(f).dropna(axis=1)"},
  -- numbers
  {"decimal comma", "a;b\n1,5;2\n-0,25;3\n", "2x2 a=1.25 b=5", "pd.read_csv(f, sep=';', decimal=',')"},
  {"thousands, German", "a;b\n1.234,50;1\n2.345.678,00;2\n", "2x2 a=2346912.5 b=3",
    "pd.read_csv(f, sep=';', decimal=',', thousands='.')"},
  {"thousands, US", 'a,b\n"1,234",1\n"12,345,678.5",2\n', "2x2 a=12346912.5 b=3",
    "pd.read_csv(f, thousands=',')"},
  {"thousands, Swiss", "a;b\n1'234.5;1\n2'345'678;2\n", "2x2 a=2346912.5 b=3",
    'pd.read_csv(f, sep=";", thousands="\'")'},
  {"currency, German", "a;b\n-51,23 €;1\n1.234,50 €;2\n", "2x2 a=1183.27 b=3",
    "pd.read_csv(f, sep=';').assign(a=lambda d: [float(x[:-2].replace('.', '').replace(',', '.')) "
    .. "for x in d.a])"},
  {"currency, US", 'a,b\n"$1,234.50",x\n-$5,y\n', "2x2 a=1229.5 b=x|y",
    "pd.read_csv(f).assign(a=lambda d: [float(x.replace('$', '').replace(',', '')) for x in d.a])"},
  {"percent", "a,b\n5%,1\n12.5 %,2\n", "2x2 a=17.5 b=3",
    "pd.read_csv(f).assign(a=lambda d: [float(x.replace('%', '')) for x in d.a])"},
  {"exponents and signs", "a\n1e5\n-1.5E-3\n+2\n.5\n5.\n", "5x1 a=100007.4985", "pd.read_csv(f)"},
  {"True and False", "a,b\nTrue,1\nFalse,2\nTrue,3\n", "3x2 a=2 b=6", "pd.read_csv(f)"},
  {"missing values", "a,b\n1,x\nNA,\n,NA\n#N/A,y\n4,null\n", "5x2 a=5 b=x|||y|", "pd.read_csv(f)"},
  {"missing values by option", "a,b\n1,-999\n-999,3\n", "2x2 a=1 b=3",
    "pd.read_csv(f, na_values=[-999])", {missing = "-999"}},
  -- identifiers
  {"long identifiers", "id,v\n1234567890123456789,1\n1234567890123456788,2\n",
    "2x2 id=1234567890123456789|1234567890123456788 v=3", "pd.read_csv(f, dtype={'id': str})"},
  {"identifiers like 1e400", "disk,wwn\nd1,50060e8007123400\nd2,4e1243\n",
    "2x2 disk=d1|d2 wwn=50060e8007123400|4e1243", "pd.read_csv(f, dtype={'wwn': str})"},
  {"codes with leading zeros", "zip,v\n01067,1\n99999,2\n", "2x2 zip=01067|99999 v=3",
    "pd.read_csv(f, dtype={'zip': str})"},
  {"codes by option", "zip,v\n10115,1\n80331,2\n", "2x2 zip=10115|80331 v=3",
    "pd.read_csv(f, dtype={'zip': str})", {types = {zip = "text"}}},
  -- dates: seconds since 1970
  {"ISO dates", "day,v\n2020-01-01,1\n2020-02-29,2\n", "2x2 day=3160771200 v=3",
    "pd.read_csv(f, parse_dates=['day'])"},
  {"ISO times", "t,v\n2020-01-01 10:30,1\n2020-01-01 23:59:59.5,2\n", "2x2 t=3155797799.5 v=3",
    "pd.read_csv(f, parse_dates=['t'])"},
  {"times with an offset", "t,v\n2020-01-01T10:30:00Z,1\n2020-01-01T12:30:00+02:00,2\n",
    "2x2 t=3155749200 v=3", "pd.read_csv(f).assign(t=lambda d: pd.to_datetime(d.t, utc=True))"},
  {"German dates", "Tag;v\n01.02.2020;1\n31.12.1969;2\n", "2x2 Tag=1580428800 v=3",
    "pd.read_csv(f, sep=';', parse_dates=['Tag'], dayfirst=True)"},
  {"US dates", "day,v\n1/2/2020,1\n12/31/2020 2:05 PM,2\n", "2x2 day=3187346700 v=3",
    "pd.read_csv(f, parse_dates=['day'])"},
  {"dates with slashes, day first", "day,v\n1/2/2020,1\n31/12/2020,2\n", "2x2 day=3189888000 v=3",
    "pd.read_csv(f, parse_dates=['day'], dayfirst=True)"},
  {"times of day", "t,v\n14:05:30,1\n09:05:00.5,2\n", "2x2 t=83430.5 v=3",
    "pd.read_csv(f).assign(t=lambda d: pd.to_timedelta(d.t).dt.total_seconds())"},
  {"dates and missing values", "day,v\n2020-01-01,1\n,2\nNA,3\n", "3x2 day=1577836800 v=6",
    "pd.read_csv(f, parse_dates=['day'])"},
  -- encodings
  {"UTF-8 with a mark", "\xEF\xBB\xBFa,b\ncafé,1\nnaïve,2\n", "2x2 a=café|naïve b=3", "pd.read_csv(f)"},
  {"Latin-1", "name,v\ncaf\xE9,1\nna\xEFve,2\n", "2x2 name=café|naïve v=3",
    "pd.read_csv(f, encoding='latin-1')"},
  {"windows-1252", "price;v\n5 \x80;1\n7 \x80;2\n", "2x2 price=12 v=3",
    "pd.read_csv(f, sep=';', encoding='cp1252').assign(price=lambda d: [float(x[:-2]) for x in d.price])"},
  {"UTF-16", utf16("a\tb\n1\tx\n2\ty\n", "\xFF\xFE"), "2x2 a=3 b=x|y",
    "pd.read_csv(f, sep='\\t', encoding='utf-16')"},
  {"UTF-16 without a mark", utf16("a,b\n1,x\n2,y\n", ""), "2x2 a=3 b=x|y",
    "pd.read_csv(f, encoding='utf-16le')"},
  {"CRLF", "a,b\r\n1,x\r\n2,y\r\n", "2x2 a=3 b=x|y", "pd.read_csv(f)"},
  {"CR", "a,b\r1,x\r2,y\r", "2x2 a=3 b=x|y", "pd.read_csv(f, lineterminator='\\r')"},
  -- whole jobs
  {"bank", "Konto;DE00\nZeitraum;2024\n\nBuchungstag;Betrag;Text\n01.02.2024;-51,23 €;Brot\n"
    .. "02.02.2024;1.234,50 €;Lohn\n05.02.2024;-5,00 €;Kaffee\n",
    "3x3 Buchungstag=5120668800 Betrag=1178.27 Text=Brot|Lohn|Kaffee",
    "pd.read_csv(f, sep=';', skiprows=3, parse_dates=['Buchungstag'], dayfirst=True).assign("
    .. "Betrag=lambda d: [float(x[:-2].replace('.', '').replace(',', '.')) for x in d.Betrag])"},
  {"survey", "\xEF\xBB\xBFAge,Answer,Answer,\n34, yes ,N/A,\n,no,3,\n51,yes,4,\n",
    "3x3 Age=85 Answer=yes|no|yes Answer_2=7",
    "pd.read_csv(f).dropna(axis=1, how='all').assign(Answer=lambda d: d.Answer.str.strip())"},
  {"sensor", repeated("# logger 7\nt v", "2020-01-01T00:00:#0Z #.5", 5):gsub("t v", "t,v"):gsub("Z ", "Z,"),
    "5x2 t=7889184150 v=17.5", "pd.read_csv(f, comment='#', parse_dates=['t'])"},
  {"many rows", repeated("i,x", "#,0.5", 20000), "20000x2 i=200010000 x=10000", "pd.read_csv(f)"},
}

local function shown(column, rows)
  if type(column) == "table" then
    local texts = {}
    for i = 1, rows do texts[i] = column[i] end
    return table.concat(texts, "|")
  end
  return ("%.15g"):format(column:where(column:eq(column)):sum())
end

-- "2x2 a=4 b=x|y": the columns that `expected` names, in their order.
local function verify(d, expected)
  local size, rest = expected:match("^(%S+) ?(.*)$")
  check.equal(("%dx%d"):format(#d, #d.names), size)
  for k, name in ipairs(d.names) do
    local value = shown(d:select{name}[name], #d)
    local part = (" " .. rest .. " "):find(" " .. name .. "=" .. value .. " ", 1, true)
    local named = (" " .. rest):find(" " .. name .. "=", 1, true)
    if named and not part then error(("column %d, %s: got %s"):format(k, name, value), 2) end
  end
  for name in rest:gmatch("([%w#_]+)=") do d:select{name} end -- each is there
end

local index = {}

local function keep(k, file)
  if not folder then return end
  local name = ("%s/%02d.csv"):format(folder, k)
  check.write(name, file[2])
  warn("@off")
  local d = data.read(name, file[5])
  warn("@on")
  local lines = {("%s\t%s\t%s\t%s"):format(name, file[1], file[4], ("%dx%d"):format(#d, #d.names))}
  for j, word in ipairs(d.names) do
    local value = shown(d:select{word}[word], #d):gsub("\n", "\\n")
    lines[#lines + 1] = ("\t%d\t%s\t%s"):format(j - 1,
      type(d:select{word}[word]) == "table" and "text" or "sum", value)
  end
  index[#index + 1] = table.concat(lines, "\n")
end

for k, file in ipairs(files) do
  check.case("the file '" .. file[1] .. "' has its shape, sums and texts", function()
    check.write(path, file[2])
    warn("@off")
    verify(data.read(path, file[5]), file[3])
    warn("@on")
    keep(k, file)
  end)
end

if folder then check.write(folder .. "/index.txt", table.concat(index, "\n") .. "\n") end

os.remove(path)
check.done("read_files")
