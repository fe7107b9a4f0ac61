-- reference.lua - the help about Lua itself: every example prints what it states.
local check = dofile("tests/check.lua")
local case = check.case

do -- loads the modules
  local shown = print
  print = function() end -- luacheck: ignore
  help"for"
  print = shown -- luacheck: ignore
end
local modules = debug.getregistry()["mlrepl.modules"]
local topics = modules["mlrepl.reference.reference"].topics

-- The standard library, before the program's own additions.
local LIBRARIES = {"string", "table", "math", "io", "os", "utf8", "coroutine", "debug"}

local KEYWORDS = {"and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
  "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while"}

local OPERATORS = {"+", "-", "*", "/", "//", "%", "^", "#", "==", "~=", "<", "<=", ">", ">=", "..", "&", "|", "~",
  "<<", ">>", "=", ".", ":", "::", "...", "[]", "{}", "()", ";", ",", "--"}

local BASIC = {"assert", "collectgarbage", "dofile", "error", "_G", "_VERSION", "getmetatable", "ipairs", "load",
  "loadfile", "next", "pairs", "pcall", "print", "rawequal", "rawget", "rawlen", "rawset", "require", "select",
  "setmetatable", "tonumber", "tostring", "type", "xpcall", "warn", "package"}

-- Functions of Lua 5.2, which some builds of Lua still have.
local OLD = {}
for _, name in ipairs{"atan2", "cosh", "sinh", "tanh", "pow", "frexp", "ldexp", "log10", "setcstacklimit"} do
  OLD[name] = true
end

local named = {}
for _, topic in ipairs(topics) do
  named[topic.name] = topic
  for _, alias in ipairs(topic.aliases or {}) do named[alias] = topic end
end
for _, entry in ipairs(debug.getregistry()["mlrepl.primitives"]) do named[entry.name] = entry end

local function all_named(list)
  for _, name in ipairs(list) do assert(named[name], "no topic: " .. name) end
end

case("every keyword, operator and basic function is explained", function()
  all_named(KEYWORDS)
  all_named(OPERATORS)
  all_named(BASIC)
  all_named{"patterns", "formats", "metatables", "%d", "comments", "varargs"}
end)

case("every function of the standard library is explained", function()
  for _, library in ipairs(LIBRARIES) do
    all_named{library}
    for key in pairs(_G[library]) do
      if not OLD[key] then all_named{library .. "." .. key} end
    end
  end
  for _, method in ipairs{"close", "flush", "lines", "read", "seek", "setvbuf", "write"} do
    all_named{"file:" .. method}
  end
end)

local function results(...)
  local texts = {}
  for i = 1, select("#", ...) do texts[i] = tostring((select(i, ...))) end
  return table.concat(texts, "\t")
end

-- Runs the statements of an example and compares its `expression --> text` lines.
local function run(example)
  local environment, statements = setmetatable({}, {__index = _G}), ""
  environment._G = environment
  local function execute(code)
    return results(assert(load(code, "=example", "t", environment))())
  end
  for line in (example .. "\n"):gmatch("(.-)\n") do
    local code, expected = line:match("^(.-) %-%-> (.*)$")
    if code then
      execute(statements)
      statements = ""
      check.equal(execute("return " .. code), expected)
    else
      statements = statements .. line .. "\n"
    end
  end
  environment.print = function() end
  execute(statements)
end

case("every example prints what it states", function()
  local wrong = {}
  for _, topic in ipairs(topics) do
    local ok, message = pcall(run, topic.example)
    if not ok then wrong[#wrong + 1] = topic.name .. ": " .. message end
  end
  check.equal(table.concat(wrong, "\n"), "")
  assert(#topics > 180, #topics)
end)

case("every topic has a usage, a short text that ends with a period, and an example", function()
  for _, topic in ipairs(topics) do
    assert(topic.usage ~= "" and topic.help:find("%.$"), topic.name)
    assert(topic.example ~= "", topic.name)
    assert(#topic.help < 500, topic.name)
    assert(not topic.help:find("  "), topic.name)
  end
end)

check.done("reference")
