-- files.lua - the io and os libraries.

local files = {}

-- The examples write a temporary file.
local WRITTEN = "path = os.tmpname()\nf = io.open(path, 'w')\nf:write('one\\ntwo\\n')\nf:close()\n"

files.topics = {
  {"io", "io.name(...)",
    "The library for reading and writing files. Functions that fail return nil and a message.",
    "io.open('no-such-file.txt') --> nil\tno-such-file.txt: No such file or directory\t2",
    {"files"}},
  {"io.close", "io.close(file) -> boolean or nil, string, number",
    "Closes a file, like file:close().",
    "f = io.tmpfile()\nio.close(f) --> true"},
  {"io.flush", "io.flush() -> any",
    "Writes the buffered output of io.write at once.",
    "io.write('')\nio.flush()"},
  {"io.input", "io.input(file) -> file",
    "Sets the file that io.read reads, given as a file or by name; without an argument, "
      .. "returns it.",
    "io.input() == io.stdin --> true"},
  {"io.lines", "io.lines(path, format) -> iterator of string or number",
    "Iterates over the lines of a file and closes it at the end.",
    WRITTEN .. "n = 0\nfor line in io.lines(path) do n = n + 1 end\nn --> 2\n"
      .. "os.remove(path) --> true"},
  {"io.open", "io.open(path, mode) -> file or nil, string, number",
    "Opens a file: \"r\" to read (the default), \"w\" to write a new one, \"a\" to append; add "
      .. "\"b\" for binary data. Returns the file, or nil and a message.",
    WRITTEN .. "f = io.open(path)\nf:read() --> one\nf:close() --> true\nos.remove(path) --> true",
    nil, {mode = {"r", "w", "a", "r+", "w+", "a+", "rb", "wb", "ab"}}},
  {"io.output", "io.output(file) -> file",
    "Sets the file that io.write writes, given as a file or by name; without an argument, "
      .. "returns it.",
    "io.output() == io.stdout --> true"},
  {"io.popen", "io.popen(command, mode) -> file or nil, string, number",
    "Starts a shell command and returns a file from which its output can be read, or, with "
      .. "mode \"w\", to which its input can be written.",
    "p = io.popen('echo hi')\np:read() --> hi\np:close() --> true\texit\t0"},
  {"io.read", "io.read(format) -> string or number or nil",
    "Reads from standard input: a line by default, \"n\" a number, \"a\" all of it; nil at the "
      .. "end.",
    "io.read(0) == nil or true --> true",
    {"input"}},
  {"io.stderr", "io.stdin, io.stdout, io.stderr",
    "The files of standard input, standard output and error messages.",
    "io.type(io.stderr) --> file",
    {"io.stdin", "io.stdout", "stdin", "stdout", "stderr"}},
  {"io.tmpfile", "io.tmpfile() -> file or nil, string, number",
    "Opens a temporary file for reading and writing, which is removed at the end.",
    "f = io.tmpfile()\nf:write('abc')\nf:seek('set') --> 0\nf:read('a') --> abc\n"
      .. "f:close() --> true"},
  {"io.type", "io.type(value) -> string or nil",
    "\"file\" for an open file, \"closed file\" for a closed one, nil for other values.",
    "io.type(io.stdout) --> file\nio.type(5) --> nil"},
  {"io.write", "io.write(...) -> file or nil, string, number",
    "Writes strings and numbers to standard output, without spaces or a new line.",
    "io.write('') == io.stdout --> true"},
  {"file", "f = io.open(path)",
    "An open file. Its methods are read, write, lines, seek, flush, setvbuf and close.",
    "f = io.tmpfile()\nio.type(f) --> file\nf:close() --> true"},
  {"file:close", "f:close() -> boolean or nil, string, number",
    "Closes the file; what was written is then complete.",
    "f = io.tmpfile()\nf:close() --> true\nio.type(f) --> closed file"},
  {"file:flush", "f:flush() -> any, string, number",
    "Writes what is still buffered to the file.",
    "f = io.tmpfile()\nf:write('abc')\nf:flush()\nf:seek('set') --> 0\nf:close() --> true"},
  {"file:lines", "f:lines(format) -> iterator of string or number",
    "Iterates over the lines of the file; does not close it.",
    "f = io.tmpfile()\nf:write('a\\nb\\n')\nf:seek('set') --> 0\ns = ''\n"
      .. "for line in f:lines() do s = s .. line end\ns --> ab\nf:close() --> true"},
  {"file:read", "f:read(format) -> string or number or nil",
    "Reads a line (\"l\", the default), a line with its end (\"L\"), a number (\"n\"), all the "
      .. "rest (\"a\"), or a number of bytes; nil at the end.",
    "f = io.tmpfile()\nf:write('12 rest')\nf:seek('set') --> 0\n"
      .. "f:read('n', 'a') --> 12\t rest\nf:close() --> true"},
  {"file:seek", "f:seek(whence, offset) -> number or nil, string, number",
    "Moves the position in the file, counted from \"set\" (the start), \"cur\" or \"end\", and "
      .. "returns it.",
    "f = io.tmpfile()\nf:write('abc')\nf:seek('end') --> 3\nf:close() --> true", nil,
    {whence = {"set", "cur", "end"}}},
  {"file:setvbuf", "f:setvbuf(mode, size) -> boolean or nil, string, number",
    "Chooses when output is written: \"no\" at once, \"line\" at each new line, \"full\" when "
      .. "the buffer is full.",
    "f = io.tmpfile()\nf:setvbuf('no') --> true\nf:close() --> true", nil,
    {mode = {"no", "line", "full"}}},
  {"file:write", "f:write(...) -> file or nil, string, number",
    "Writes strings and numbers to the file and returns the file.",
    "f = io.tmpfile()\nf:write('x = ', 5) == f --> true\nf:close() --> true"},
  {"os", "os.name(...)",
    "The library for time, environment variables and files of the operating system.",
    "type(os.time()) --> number"},
  {"os.clock", "os.clock() -> number",
    "The processor time used so far, in seconds. At the prompt, %time measures one entry.",
    "os.clock() >= 0 --> true"},
  {"os.date", "os.date(format, time) -> string or table",
    "The date and time as text: %Y the year, %m the month, %d the day, %H:%M the time. \"*t\" "
      .. "returns a table; ! means UTC.",
    "os.date('!%Y-%m-%d', 0) --> 1970-01-01\nos.date('!*t', 0).year --> 1970",
    {"date"}},
  {"os.difftime", "os.difftime(later, earlier) -> number",
    "The seconds between two times.",
    "os.difftime(10, 4) --> 6.0"},
  {"os.execute", "os.execute(command) -> boolean or nil, string, number",
    "Runs a shell command; returns whether it succeeded, \"exit\" or \"signal\", and the code. "
      .. "At the prompt, !command does the same. Ctrl-C goes to the command; pressed five times "
      .. "in a row, it also ends one that ignores it.",
    "os.execute('true') --> true\texit\t0",
    {"shell"}},
  {"os.exit", "os.exit(code) -> nothing",
    "Ends the program; the code tells the shell the result, with true or 0 for success.",
    "type(os.exit) --> function",
    {"exit", "quit"}},
  {"os.getenv", "os.getenv(name) -> string or nil",
    "The value of an environment variable, or nil.",
    "os.getenv('NO_SUCH_VARIABLE') --> nil"},
  {"os.remove", "os.remove(path) -> boolean or nil, string, number",
    "Deletes a file or an empty folder; returns true, or nil and a message.",
    "(os.remove('no-such-file.txt')) --> nil"},
  {"os.rename", "os.rename(old, new) -> boolean or nil, string, number",
    "Renames or moves a file; returns true, or nil and a message.",
    WRITTEN .. "os.rename(path, path .. '.new') --> true\nos.remove(path .. '.new') --> true"},
  {"os.setlocale", "os.setlocale(locale, category) -> string or nil",
    "Sets the conventions of a language, or returns the current ones. Numbers always have a "
      .. "decimal point: a locale with a decimal comma changes the rest, and as \"numeric\" it is "
      .. "not available.",
    "os.setlocale(nil, 'numeric') --> C"},
  {"os.time", "os.time(t) -> number",
    "The current time in seconds since 1970, or that of a table with year, month and day.",
    "os.time{year = 2026, month = 1, day = 2} - os.time{year = 2026, month = 1, day = 1} --> 86400",
    {"time"}},
  {"os.tmpname", "os.tmpname() -> string",
    "The name of a new temporary file.",
    "path = os.tmpname()\nos.remove(path) --> true"},
}

return files
