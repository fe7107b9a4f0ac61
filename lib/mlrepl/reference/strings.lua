-- strings.lua - the string and utf8 libraries, patterns and formats.

local strings = {}

strings.topics = {
  {"string", "string.name(s, ...) or s:name(...)",
    "The library for text. Strings never change: each function returns a new one. Positions "
      .. "count bytes from 1, and negative ones count from the end.",
    "('Hello'):sub(2, 3) --> el\nstring.upper('abc') --> ABC",
    {"strings", "text"}},
  {"string.byte", "string.byte(s, i, j) -> number or nil, ...",
    "Returns the codes of the bytes i to j of s; by default that of the first.",
    "('A'):byte() --> 65\n('abc'):byte(1, 3) --> 97\t98\t99"},
  {"string.char", "string.char(...) -> string",
    "Makes a string of bytes with the given codes.",
    "string.char(72, 105) --> Hi"},
  {"string.dump", "string.dump(f, strip) -> string",
    "Returns a function as binary code, in a string. load in this program reads text only.",
    "type(string.dump(function() return 5 end)) --> string"},
  {"string.find", "string.find(s, pattern, from, plain) -> number or nil, number, ...",
    "Finds the pattern in s and returns where it begins and ends, or nil. With plain = true "
      .. "the pattern is ordinary text.",
    "('hello world'):find('wor') --> 7\t9\n('a.b'):find('.', 1, true) --> 2\t2\n"
      .. "('abc'):find('x') --> nil"},
  {"string.format", "string.format(format, ...) -> string",
    "Inserts values into text: %d an integer, %.2f a number with two decimal places, %g a "
      .. "number, %s anything, %q a quoted string. See formats.",
    "('%d of %d'):format(3, 10) --> 3 of 10\nstring.format('%.2f', math.pi) --> 3.14"},
  {"string.gmatch", "string.gmatch(s, pattern) -> iterator of string, ...",
    "Iterates over all matches of the pattern in s, or over its captures.",
    "t = {}\nfor k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do t[k] = v end\nt.a, t.b --> 1\t2"},
  {"string.gsub", "string.gsub(s, pattern, replacement, n) -> string, number",
    "Replaces all matches (at most n) and returns the new string and their number. The "
      .. "replacement is text with %1 for captures, a table or a function.",
    "('hello'):gsub('l', 'L') --> heLLo\t2\n('x y'):gsub('(%w) (%w)', '%2 %1') --> y x\t1",
    {"replace"}},
  {"string.len", "string.len(s) -> number",
    "The number of bytes of s, like #s. utf8.len counts characters.",
    "('abc'):len() --> 3\n#'é' --> 2"},
  {"string.lower", "string.lower(s) -> string",
    "Converts the letters A to Z to lower case.",
    "('ABC'):lower() --> abc"},
  {"string.match", "string.match(s, pattern, from) -> string or number or nil, ...",
    "Returns the part of s that matches the pattern, or its captures in parentheses, or nil.",
    "('year 2026'):match('%d+') --> 2026\n('k=v'):match('(%w)=(%w)') --> k\tv"},
  {"string.pack", "string.pack(format, ...) -> string",
    "Converts values to bytes: \"i4\" a 4-byte integer, \"d\" a double, \"z\" a string that "
      .. "ends with a zero byte.",
    "#string.pack('i4d', 1, 2.5) --> 12"},
  {"string.packsize", "string.packsize(format) -> number",
    "The number of bytes that string.pack makes for this format.",
    "string.packsize('i4i4') --> 8"},
  {"string.rep", "string.rep(s, n, separator) -> string",
    "Repeats s n times, with the separator between the copies.",
    "('ab'):rep(3) --> ababab\n('x'):rep(3, '-') --> x-x-x"},
  {"string.reverse", "string.reverse(s) -> string",
    "Reverses the bytes of s.",
    "('abc'):reverse() --> cba"},
  {"string.sub", "string.sub(s, i, j) -> string",
    "The part of s from byte i to byte j, both included; j is -1, the last byte, if omitted.",
    "('hello'):sub(1, 2) --> he\n('hello'):sub(-3) --> llo",
    {"substring"}},
  {"string.unpack", "string.unpack(format, s, position) -> any, ...",
    "Reads values from bytes, as string.pack wrote them, and returns them and the next "
      .. "position.",
    "string.unpack('i4', string.pack('i4', 77)) --> 77\t5"},
  {"string.upper", "string.upper(s) -> string",
    "Converts the letters a to z to upper case.",
    "('abc'):upper() --> ABC"},
  {"patterns", "%a %d %s %w . [set] * + - ? ^ $ ( )",
    "Describe text for find, match, gmatch and gsub: %a is a letter, %d a digit, %s a space, "
      .. "%w a letter or digit, %p punctuation, . any byte; capitals negate.\n"
      .. "[abc] is one of a set, [^abc] none of it. * repeats 0 or more times, + 1 or more, - as "
      .. "few as possible, ? 0 or 1.\n"
      .. "^ is the start, $ the end, %b() a balanced pair, ( ) a capture, and %. a literal dot.",
    "('tel 555-1234'):match('%d+-%d+') --> 555-1234\n"
      .. "('  trim  '):match('^%s*(.-)%s*$') --> trim",
    {"pattern", "string patterns", "regex", "regular expressions", "captures", "%a", "%w",
      "%p", "%l", "%u", "%x", "%b", "%f", "%s", "%d", "%c"}},
  {"formats", "%d %5.2f %g %s %q %x %c %%",
    "Say how string.format writes a value: %d an integer, %f with decimal places, %g the "
      .. "shorter form, %e with an exponent, %x in hexadecimal, %s as text, %q as Lua code.\n"
      .. "A number before the letter is the width, .2 the decimal places, - aligns left, 0 fills "
      .. "with zeros; %% is a percent sign.",
    "('%5.1f|%-5s|%03d'):format(3.14159, 'ab', 7) -->   3.1|ab   |007\n"
      .. "('%x %e %5d%%'):format(255, 1500, 50) --> ff 1.500000e+03    50%",
    {"format specifiers", "specifiers", "%d", "%f", "%g", "%e", "%s", "%q", "%x", "%i", "%c",
      "%%", "%o", "%u"}},
  {"utf8", "utf8.name(...)",
    "The library for text in UTF-8, in which a character takes 1 to 4 bytes.",
    "utf8.len('né') --> 2",
    {"unicode"}},
  {"utf8.char", "utf8.char(...) -> string",
    "Makes a string of the characters with the given code points.",
    "utf8.char(960, 178) --> π²"},
  {"utf8.charpattern", "utf8.charpattern",
    "A pattern that matches exactly one character in UTF-8.",
    "n = 0\nfor c in ('aé'):gmatch(utf8.charpattern) do n = n + 1 end\nn --> 2"},
  {"utf8.codepoint", "utf8.codepoint(s, i, j) -> number, ...",
    "Returns the code points of the characters that start in the bytes i to j.",
    "utf8.codepoint('π') --> 960"},
  {"utf8.codes", "utf8.codes(s) -> iterator of number, number",
    "Iterates over the characters of s and gives position and code point.",
    "n = 0\nfor position, code in utf8.codes('aé') do n = n + code end\nn --> 330"},
  {"utf8.len", "utf8.len(s, i, j) -> number or nil, number",
    "The number of characters in s; for invalid UTF-8, nil and the position of the first "
      .. "invalid byte.",
    "utf8.len('héllo') --> 5\nutf8.len('\\xff') --> nil\t1"},
  {"utf8.offset", "utf8.offset(s, n, i) -> number or nil",
    "The byte position where the n-th character starts.",
    "utf8.offset('aéb', 3) --> 4"},
}

return strings
