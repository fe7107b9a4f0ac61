-- Arrays exchanged with NumPy: reads its files, writes identical ones.
local check = dofile("tests/check.lua")

local path = os.tmpname()

local function write(bytes)
  local file = assert(io.open(path, "wb"))
  assert(file:write(bytes))
  file:close()
end

local function written() return check.content(path) end

-- Files written by numpy.lib.format.write_array of NumPy 1.24.2: version, header,
-- padding, data in hexadecimal.
local files = {
  f8 = {1, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", 58,
    "000000000000f83f00000000000000c00000000000000840000000000000104000000000000014409c750088"
    .. "3ce4377e"},
  f8_fortran = {1, "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }", 59,
    "000000000000f83f000000000000104000000000000000c0000000000000144000000000000008409c750088"
    .. "3ce4377e"},
  f8_big = {1, "{'descr': '>f8', 'fortran_order': False, 'shape': (2, 3), }", 58,
    "3ff8000000000000c0000000000000004008000000000000401000000000000040140000000000007e37e43c"
    .. "8800759c"},
  f8_3 = {3, "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 3), }", 56,
    "000000000000f83f00000000000000c00000000000000840"},
  f4 = {1, "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 60,
    "cdcccc3d000080ff0000c07f"},
  f4_big_2 = {2, "{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", 58,
    "3dcccccd"},
  i1 = {1, "{'descr': '|i1', 'fortran_order': False, 'shape': (2,), }", 60,
    "807f"},
  u1 = {1, "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", 60,
    "ff"},
  i2 = {1, "{'descr': '<i2', 'fortran_order': False, 'shape': (1,), }", 60,
    "0080"},
  u2_big = {1, "{'descr': '>u2', 'fortran_order': False, 'shape': (1,), }", 60,
    "ffff"},
  i4_big = {1, "{'descr': '>i4', 'fortran_order': False, 'shape': (2,), }", 60,
    "8000000000000007"},
  u4 = {1, "{'descr': '<u4', 'fortran_order': False, 'shape': (1,), }", 60,
    "ffffffff"},
  i8 = {1, "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", 60,
    "000000000000e0ff0000000000000010"},
  u8_fortran = {1, "{'descr': '<u8', 'fortran_order': True, 'shape': (2, 2), }", 59,
    "0100000000000000030000000000000002000000000000000000000000000080"},
  bool = {1, "{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", 60,
    "0100"},
  number = {1, "{'descr': '<f8', 'fortran_order': False, 'shape': (), }", 62,
    "0000000000001d40"},
  none = {1, "{'descr': '<f8', 'fortran_order': False, 'shape': (0,), }", 60,
    ""},
  no_rows = {1, "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }", 58,
    ""},
  beyond = {1, "{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }", 60,
    "010000000000000001000000000020000100000000000080"},
  objects = {1, "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 61,
    "8003636e756d70792e636f72652e6d756c746961727261790a5f7265636f6e7374727563740a7100636e756d"
    .. "70790a6e6461727261790a71014b008571024301627103877104527105284b014b01857106636e756d70790a"
    .. "64747970650a710758020000004f387108898887710952710a284b0358010000007c710b4e4e4e4affffffff"
    .. "4affffffff4b3f74710c62895d710d7d710e6174710f622e"},
  complex = {1, "{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }", 59,
    "0000000000000000000000000000f03f"},
  text = {1, "{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", 60,
    "61000000"},
  bytes = {1, "{'descr': '|S1', 'fortran_order': False, 'shape': (1,), }", 60,
    "61"},
  date = {1, "{'descr': '<M8[D]', 'fortran_order': False, 'shape': (1,), }", 57,
    "5647000000000000"},
  span = {1, "{'descr': '<m8[s]', 'fortran_order': False, 'shape': (1,), }", 57,
    "0100000000000000"},
  f2 = {1, "{'descr': '<f2', 'fortran_order': False, 'shape': (1,), }", 60,
    "003c"},
  f16 = {1, "{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }", 59,
    "0000000000000080ff3f000000000000"},
  void = {1, "{'descr': '|V2', 'fortran_order': False, 'shape': (1,), }", 60,
    "6162"},
  record = {1,
    "{'descr': [('a', '<i4'), ('b', '<f8')], 'fortran_order': False, 'shape': (1,), }", 37,
    "010000000000000000000040"},
  cube = {1, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1, 2), }", 55,
    "0000000000000000000000000000000000000000000000000000000000000000"},
}

local function from_hex(digits)
  return (digits:gsub("%x%x", function(pair) return string.char(tonumber(pair, 16)) end))
end

local function bytes_of(version, header, blanks, digits)
  local text = header .. (" "):rep(blanks) .. "\n"
  return "\x93NUMPY" .. string.char(version, 0)
    .. string.pack(version == 1 and "<s2" or "<s4", text) .. from_hex(digits)
end

local function numpy(name)
  return bytes_of(table.unpack(files[name]))
end

local function load(name)
  write(numpy(name))
  return data.load_npy(path)
end

local function fails(bytes, text)
  write(bytes)
  check.fails(function() data.load_npy(path) end,
    "data.load_npy: " .. text:gsub("FILE", (path:gsub("%%", "%%%%"))))
end

-- A file with a header that NumPy does not write.
local function own(header, digits)
  return bytes_of(1, header, 10, digits or "")
end

-- -- reading ------------------------------------------------------------------

check.case("float64 in C and Fortran order, little- and big-endian, versions 1 and 3", function()
  local A = matrix{{1.5, -2, 3}, {4, 5, 1e300}}
  check.equal(load"f8", A)
  check.equal(load"f8_fortran", A)
  check.equal(load"f8_big", A)
  check.equal(load"f8_3", A:rows(1, 1))
end)

check.case("float32, with inf and nan", function()
  local v = load"f4"
  check.equal(v[1], 13421773 / 2 ^ 27) -- 0.1 rounded to 24 bits
  check.equal(v[2], -1 / 0)
  check.equal(v[3] ~= v[3], true)
  check.equal(load"f4_big_2", vector{13421773 / 2 ^ 27})
end)

check.case("signed and unsigned integers of every width, and booleans", function()
  check.equal(load"i1", vector{-128, 127})
  check.equal(load"u1", vector{255})
  check.equal(load"i2", vector{-32768})
  check.equal(load"u2_big", vector{65535})
  check.equal(load"i4_big", vector{-2 ^ 31, 7})
  check.equal(load"u4", vector{2 ^ 32 - 1})
  check.equal(load"i8", vector{-2 ^ 53, 2 ^ 60})
  check.equal(load"u8_fortran", matrix{{1, 2}, {3, 2 ^ 63}})
  check.equal(load"bool", vector{1, 0})
end)

check.case("a 0-d array is a number; empty arrays keep their shape", function()
  check.equal(load"number", 7.25)
  check.equal(#load"none", 0)
  local rows, columns = load"no_rows":size()
  check.equal(rows .. "x" .. columns, "0x3")
end)

check.case("headers with keys in another order, other quotes and spaces are read", function()
  local seven = "0000000000001c40"
  write(own('{"shape" : (1L , ) ,\n"descr":"<f8","fortran_order" :False}', seven))
  check.equal(data.load_npy(path), vector{7})
end)

check.case("integers above 2^53 are rounded, with one warning", function()
  write(numpy"beyond")
  local said = check.script(("print(data.load_npy(%q))"):format(path))
  assert(said:find("has integers beyond 2^53 (the first is number 2); they are rounded "
    .. "to the nearest double\n", 1, true), said)
  check.equal(select(2, said:gsub("warning", "")), 1)
  assert(said:find("[ 1.00000000e+00  9.00719925e+15 -9.22337204e+18]", 1, true), said)
end)

-- -- errors -------------------------------------------------------------------

check.case("non-numeric types are errors that name the type", function()
  for name, words in pairs{
    objects = "Python objects (pickled objects are never loaded), dtype '|O'",
    complex = "complex numbers, dtype '<c16'", text = "texts, dtype '<U1'",
    bytes = "texts, dtype '|S1'", date = "dates, dtype '<M8[D]'",
    span = "time differences, dtype '<m8[s]'", f2 = "floats of an unsupported size, dtype '<f2'",
    f16 = "floats of an unsupported size, dtype '<f16'", void = "raw bytes, dtype '|V2'"} do
    fails(numpy(name), "FILE holds " .. words
      .. "; float64, float32, integers and booleans are supported")
  end
  fails(numpy"record", "FILE holds structured records; save its fields separately")
  fails(numpy"cube", "FILE has 3 dimensions, 2x1x2; at most 2 are supported")
end)

check.case("other file formats are recognized in the error", function()
  fails("", "FILE is not a .npy file; np.save writes one")
  fails("a,b\n1,2\n", "FILE is not a .npy file")
  fails("PK\3\4 an archive",
    "FILE is not a .npy file; np.save writes one (save the arrays of a .npz archive separately")
  fails("\x93NUMPY\4\0" .. ("x"):rep(200), "FILE has version 4.0 of the .npy format")
  check.fails(function() data.load_npy("tests") end, "data.load_npy: tests is a folder")
  check.fails(function() data.load_npy("no.npy") end, "no.npy: no such file")
  check.fails(function() data.load_npy(3) end,
    "data.load_npy: path (argument 1): file name expected, got 3")
end)

check.case("every prefix of a file is reported as truncated", function()
  local whole = numpy"f8"
  for n = 6, 127 do fails(whole:sub(1, n), "FILE ") end
  fails(whole:sub(1, 100), "FILE is truncated: it ends in its header")
  fails(whole:sub(1, 128), "FILE is truncated: it holds 0 of 6 numbers")
  fails(whole:sub(1, -2), "FILE is truncated: it holds 5 of 6 numbers")
end)

check.case("extra bytes after the array are an error", function()
  fails(numpy"f8" .. "x", "FILE has data after its array; only one array per file is supported")
  fails(numpy"f8" .. numpy"f8", "FILE has data after its array")
end)

check.case("impossible shapes are errors before any allocation", function()
  local text = "{'descr': '<f8', 'fortran_order': False, 'shape': (%s), }"
  for _, shape in ipairs{"9999999999999999999999999, 2",
    "4294967296, 4294967296", "0, 18446744073709551615"} do
    fails(own(text:format(shape)), "FILE is corrupt: its header declares more numbers than fit")
  end
  fails(own(text:format("1000000000000000000,")),
    "FILE is truncated: it holds 0 of 1000000000000000000 numbers")
  fails(own(text:format("1000000000000, 0")), "1000000000000 x 0: an empty matrix has at most")
end)

check.case("a damaged header is an error with its position", function()
  local function damaged(header, byte)
    fails(own(header), "FILE is corrupt: its header is invalid at byte " .. byte)
  end
  damaged("", 12)
  damaged("{}", 14)
  damaged("{'descr': '<f8'}", 28)
  damaged("{'descr': '<f8', 'fortran_order': 1, 'shape': (1,)}", 35)
  damaged("{'descr': '<f8', 'fortran_order': False, 'shape': (3)}", 54)
  damaged("{'descr': '<f8', 'fortran_order': False, 'shape': (-3,)}", 52)
  damaged("{'descr': '<f8', 'fortran_order': False, 'shape': 3}", 51)
  damaged("{'descr': '<f8', 'descr': '<f8', 'shape': (1,)}", 25)
  damaged("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': 1}", 60)
  damaged("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), } + 1", 59)
  damaged("__import__('os')", 1)
  fails("\x93NUMPY\2\0\xff\xff\xff\xff" .. ("x"):rep(200),
    "FILE is corrupt: its header has 4294967295")
  fails("\x93NUMPY\1\0\0\0" .. ("x"):rep(200), "FILE is corrupt: its header has 0 bytes")
end)

check.case("a file with any byte changed is read, or is an error that names it", function()
  local whole = numpy"f4"
  for at = 1, #whole do
    for _, byte in ipairs{0, 32, 39, 40, 91, 57, 255} do
      write(whole:sub(1, at - 1) .. string.char(byte) .. whole:sub(at + 1))
      local ok, message = pcall(data.load_npy, path)
      if not ok then assert(message:find("data.load_npy: " .. path, 1, true), message) end
    end
  end
end)

check.case("a pipe is read; a truncated or overlong one is an error", function()
  local pipe = path .. ".pipe"
  assert(os.execute("mkfifo " .. pipe))
  local function through(bytes)
    write(bytes)
    collectgarbage() -- closes the pipe left open by the rejected array
    os.execute(("cat %s >%s &"):format(path, pipe))
    return data.load_npy(pipe)
  end
  check.equal(through(numpy"f8"), matrix{{1.5, -2, 3}, {4, 5, 1e300}})
  check.fails(function() through(numpy"f8":sub(1, -9)) end, "is truncated: it holds 5 of 6 numbers")
  check.fails(function() through(numpy"f8" .. "x") end, "has data after its array")
  os.remove(pipe)
end)

-- -- writing ------------------------------------------------------------------

check.case("written files are identical to NumPy's", function()
  for _, name in ipairs{"f8", "none", "no_rows", "number"} do
    data.save_npy(path, load(name))
    check.equal(written() == numpy(name), true)
  end
  data.save_npy(path, load"f8_fortran")
  check.equal(written() == numpy"f8", true)
end)

check.case("every double is read back exactly, also from views", function()
  local X = matrix{{-0.0, 5e-324, 1 / 3}, {-1 / 0, 1.7976931348623157e308, 2 ^ 53 + 2}}
  for _, part in ipairs{X, X:columns(2, 3), X:column(2), X[2], X[1]:slice(-1, 1, -1)} do
    data.save_npy(path, part)
    check.equal(data.load_npy(path), part)
  end
  data.save_npy(path, X)
  check.equal(1 / data.load_npy(path)[1][1], -1 / 0)
  data.save_npy(path, {0 / 0})
  check.equal(written():byte(-1) & 0x7f, 0x7f)
end)

check.case("an array larger than one chunk is written and read", function()
  local v = vector.range(1, 10007)
  data.save_npy(path, v)
  check.equal(data.load_npy(path), v)
  data.save_npy(path, vector.range(1, 10010):reshape(10, -1))
  check.equal(data.load_npy(path)[10][1001], 10010)
end)

check.case("a failed write is an error and leaves the old file", function()
  write("old")
  check.fails(function() data.save_npy(path, "a") end,
    "data.save_npy: X (argument 2): matrix, vector, number or table of numbers (use d:matrix() "
    .. "for a dataset) expected, got string \"a\"")
  check.fails(function() data.save_npy(path, data.table{a = {1}}) end, "got dataset")
  check.fails(function() data.save_npy(path) end, "got nil")
  check.fails(function() data.save_npy(path, {1, "a"}) end, "element 2 must be a number")
  check.equal(written(), "old")
  check.fails(function() data.save_npy("/nonexistent/a.npy", 1) end,
    "data.save_npy: /nonexistent/a.npy: No such file or directory")
  check.fails(function() data.save_npy("/dev/full", vector.zeros(10)) end,
    "data.save_npy: /dev/full: No space left on device")
  check.fails(function() data.save_npy("tests", 1) end, "data.save_npy: tests: Is a directory")
  check.fails(function() data.save_npy() end, "path (argument 1): file name expected")
end)

os.remove(path)
check.done("npy")
