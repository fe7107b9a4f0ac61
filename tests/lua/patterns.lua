-- patterns.lua - string.find, match, gmatch and gsub against Lua's own.
--
-- Random patterns, many of them malformed, are applied to random texts, here and
-- in lua5.4, which runs this file with the argument "cases". Results and error
-- messages must be the same.
local CASES, SEED = 20000, 5

local ITEMS = {"a", "b", "A", "1", ".", "\0", "\xe9", "%a", "%d", "%s", "%w", "%p", "%A", "%S", "%x",
  "%X", "%g", "%l", "%U", "%c", "%z", "%Z", "%W", "%%", "%.", "%k", "%", "[ab]", "[^ab]", "[a-c]",
  "[%a_]", "[%d-]", "[]]", "[^]]", "[]a]", "[a-]", "[^%s]", "[a-%%]", "[\xe0-\xff]", "[", "]", "[a",
  "[^", "[%", "[a%", "%b", "%b(", "%b()", "%bab", "%f", "%f[", "%f[%w]", "%f[^%w]", "%f[%z]", "(",
  ")", "()", "(a)", "(.)", "(%a+)", "(a*)", "(.-)", "(a(b)c)", "%1", "%2", "%0", "%9", "^", "$",
  "*", "+", "-", "?"}
local SUFFIXES = {"", "", "", "", "*", "+", "-", "?"}
local REPEATED = {"a*", "a?", "a-", "(a)", "()", "(", "a+", "b*", "(a?)"}
local LETTERS = "aaabbbcABC11  ()[]%x-y_.\0\xe9\n"
local REPLACEMENTS = {"", "x", "%0", "%1", "%2", "%%", "%", "%k", "<%1>", "%0%0", "%9", 5, 2.5}

local random = math.random

local function pick(list) return list[random(#list)] end

-- Rarely, a pattern that exceeds a limit.
local function new_pattern()
  if random(40) == 1 then
    local n = random(3) == 1 and random(28, 36) or random(150, 260)
    return pick(REPEATED):rep(n) .. pick(REPEATED) .. pick{"", "b"}, true
  end
  local parts = {random(6) == 1 and "^" or ""}
  for _ = 1, random(0, 6) do parts[#parts + 1] = pick(ITEMS) .. pick(SUFFIXES) end
  return table.concat(parts) .. (random(6) == 1 and "$" or "")
end

local function new_text(short)
  if short then return ("a"):rep(random(0, 2)) .. pick{"", "b"} end
  local letters = {}
  for i = 1, random(0, 15) do
    local k = random(#LETTERS)
    letters[i] = LETTERS:sub(k, k)
  end
  return table.concat(letters)
end

local function new_replacement()
  local kind = random(5)
  if kind == 1 then
    return function(...)
      local n = select("#", ...)
      return n > 1 and n .. tostring((...)) or (n == 1 and ... == "b" and {})
    end
  end
  if kind > 2 then return pick(REPLACEMENTS) end
  return setmetatable({a = "Q", b = false, [1] = "one", [2] = true},
    {__index = random(2) == 1 and function(_, key) return key end or nil})
end

local function describe(...)
  local words = table.pack(...)
  for i = 1, words.n do
    local value = words[i]
    words[i] = type(value) == "string" and ("%q"):format(value) or tostring(value)
  end
  return table.concat(words, ",")
end

local function all_matches(text, pattern, start)
  local found = {}
  for a, b, c in text:gmatch(pattern, start) do found[#found + 1] = describe(a, b, c) end
  return table.concat(found, ";")
end

local function results()
  math.randomseed(SEED)
  local lines = {}
  for i = 1, CASES do
    local pattern, long = new_pattern()
    local text, start = new_text(long), random(3) == 1 and random(-15, 15) or nil
    local replacement, most = new_replacement(), random(4) == 1 and random(-1, 4) or nil
    lines[i] = table.concat({describe(pattern, text, start),
      describe(pcall(string.find, text, pattern, start, random(10) == 1)),
      describe(pcall(string.match, text, pattern, start)),
      describe(pcall(all_matches, text, pattern, start)),
      describe(pcall(string.gsub, text, pattern, replacement, most))}, " | "):gsub("\n", "n")
  end
  return lines
end

if arg[1] == "cases" then
  io.write(table.concat(results(), "\n"), "\n")
  return
end

local check = dofile("tests/check.lua")

check.case("random patterns give what Lua's own functions give", function()
  local i, ours = 0, results()
  for line in check.output("lua5.4 tests/lua/patterns.lua cases"):gmatch("([^\n]*)\n") do
    i = i + 1
    check.equal(ours[i], line)
  end
  check.equal(i, CASES)
end)

check.case("methods of strings are the same functions", function()
  for _, name in ipairs{"find", "match", "gmatch", "gsub"} do
    check.equal(("")[name], string[name])
  end
end)

check.case("an unchanged text is returned as it is", function()
  local text = ("x"):rep(100)
  check.equal(string.format("%p", (text:gsub("y", "z"))), string.format("%p", text))
  check.equal(string.format("%p", (text:gsub(".", {}))), string.format("%p", text))
end)

check.case("errors of arguments", function()
  check.fails(function() ("a"):gsub("a") end, "string/function/table expected, got no value")
  check.fails(function() ("a"):gsub("a", true) end, "string/function/table expected, got boolean")
  check.fails(function() string.find({}, "a") end, "bad argument #1 to 'find' (string expected")
  check.fails(function() ("a"):gmatch("a", {}) end, "number expected, got table")
end)

-- Blocks between checks for Ctrl-C are up to 1 MB long.
check.case("matches across the blocks of a long text", function()
  for _, n in ipairs{4095, 4096, 4097, 65535, 65536, 65537, 1048575, 1048576, 1048577} do
    local text = ("x"):rep(n) .. "yz"
    check.equal(text:find("yz", 1, true), n + 1)
    check.equal(text:find("z", 1, true), n + 2)
    check.equal(text:find("xyz", 1, true), n)
    check.equal(text:find("yx", 1, true), nil)
    check.equal(text:find("[^x]"), n + 1)
    check.equal(text:find("yz$"), n + 1)
    check.equal(#text:match("x+"), n)
    check.equal(#text:match("^[x]*yz$"), n + 2)
    check.equal(select(2, text:gsub("%a", "")), n + 2)
  end
end)

check.case("a long word that often matches in part is found in linear time", function()
  local half = ("a"):rep(300000)
  check.equal((half .. half .. "b"):find(half .. "b", 1, true), 300001)
  check.equal((half .. half):find(half .. "b", 1, true), nil)
end)

check.done("patterns")
