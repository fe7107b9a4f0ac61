-- encodings.lua - prints what data.read makes of encodings, which must be the same in the page.
local function try(encoding, bytes)
  local path = "/tmp/mlrepl-encodings.csv"
  local file <close> = assert(io.open(path, "wb"))
  file:write(bytes)
  file:close()
  local good, found = pcall(data.read, path, {encoding = encoding})
  print(encoding, good and found.names[1] .. " " .. tostring(found[found.names[1]]) or found)
  os.remove(path)
end

local BYTES = "stra\xdfe,m\n\xe9t\xe9,1\nq,2\n"
for _, name in ipairs{"latin-1", "latin1", "iso-8859-1", "ISO_8859-2", "iso8859-15", "windows-1252",
  "cp1251", "cp437", "cp850", "koi8-r"} do
  try(name, BYTES)
end
try("shift_jis", "\x93\xfa\x96\x7b,m\n\x83\x65,1\n")
try("gbk", "\xd6\xd0\xb9\xfa,m\n\xce\xc4,1\n")
try("euc-kr", "\xc7\xd1,m\n\xb1\xdb,1\n")
try("big5", "\xa4\xa4,m\n\xa4\xe5,1\n")
try("utf-16", "\xff\xfea\0,\0b\0\n\0x\0,\0" .. "1\0\n\0")
try("utf-16", "\xfe\xff\0a\0,\0b\0\n\0x\0,\0001\0\n")
try("windows-1252", "name,m\nab\x81c,1\n")
try("ascii", BYTES)
try("euc-jp", "name,m\nab\xff,1\n")
try("klingon", BYTES)
