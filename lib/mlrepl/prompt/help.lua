-- help.lua - help(what), and ?name and ??name at the prompt.

local context = require "mlrepl.context"
local describe = require "mlrepl.prompt.describe"
local functions = require "mlrepl.prompt.functions"
local native = require "mlrepl.help"
local search = require "mlrepl.prompt.search"

local help = {}

local MOST_HITS, MOST_RELATED = 20, 5

local known = context.known -- the globals at startup

-- -- topics ---------------------------------------------------------------------------

local function add_full(out, entries)
  for _, entry in ipairs(entries) do out[#out + 1] = native.full(entry) end
end

local function add_lines(out, entries)
  for _, entry in ipairs(entries) do out[#out + 1] = native.line(entry) end
end

-- Name and first sentence on one line, cut at the line width.
local function hit(entry)
  local name = entry.usage:gsub(" %-> .*", ""):gsub("%b{}", "{...}")
  if entry.name:find("^%a[%w_]*$") and not entry.usage:find(entry.name, 1, true) then
    name = entry.name
  end
  local text = entry.help:match("^(.-[^.]%.)%s") or entry.help
  local line = ("  %-26s  %s"):format(name, (text:gsub("%s+", " ")))
  local room = math.min(context.width(), 78)
  if utf8.len(line) and utf8.len(line) > room then
    line = line:sub(1, utf8.offset(line, room - 2) - 1) .. "..."
  end
  return line
end

local function add_hits(out, entries)
  for i = 1, math.min(#entries, MOST_HITS) do out[#out + 1] = hit(entries[i]) end
  if #entries > MOST_HITS then out[#out + 1] = ("  %d more"):format(#entries - MOST_HITS) end
end

-- A keyword of Lua cannot name a variable.
local function is_keyword(word) return not load("local " .. word, "", "t") end

-- The names that begin with the word or contain it, but are not printed in full. For a keyword,
-- they would be chance: string.format contains for.
local function add_related(out, word, entries, parts)
  if #word < 2 or not word:find("^%a[%w_]*$") or is_keyword(word) then return end
  local without = table.move(parts, 1, #parts, #entries + 1, {table.unpack(entries)})
  local found, count = search.ranked(word, without)
  local names = {}
  for i = 1, math.min(count, MOST_RELATED) do names[i] = found[i].name end
  if #names == 0 then return end
  out[#out + 1] = ("See also: %s;\n??%s searches all texts.")
    :format(table.concat(names, ", "), word)
end

-- Where texts go: to the pager or, for help.answer, to its result.
local tell = native.show

local function show(out)
  tell((table.concat(out, "\n"):gsub("\n+$", "")))
end

-- The entries with that name and the members of that table; returns whether there are any.
local function show_named(word)
  local first, second = search.named(word)
  local parts = search.parts(word)
  if #first == 0 and #parts == 0 then first, second = second, {} end
  if #first == 0 and #parts == 0 then return false end
  local out = {}
  add_full(out, first)
  add_lines(out, #parts == 0 and second or parts)
  add_related(out, word, first, #parts == 0 and second or parts)
  show(out)
  return true
end

local LONGEST = 200 -- bytes; nothing has a longer name

-- The message, and whether it suggests a name.
local function nothing(word)
  local hint = #word <= LONGEST and search.suggestion(word) or ""
  return ("nothing named '%s'%s"):format(word,
    hint ~= "" and hint or "; help() lists the main topics"), hint ~= ""
end

-- The line about the lesson of that name, or nil.
local function lesson_line(word)
  local name = word:lower():gsub("[%s-]+", "_")
  for _, lesson in ipairs(require("mlrepl.lesson.files").all()) do
    if lesson.name == name then return ("lesson%q is a lesson about it."):format(name) end
  end
end

-- One line for each entry that contains the word; returns whether there are any. A word that is
-- only a part of others may be a name that is mistyped.
local function show_hits(word)
  if #word > LONGEST then return false end
  local out, first, second = {}, search.named(word)
  table.move(second, 1, #second, #first + 1, first)
  local ranked, names, words = search.ranked(word, first)
  local lesson, message, suggests = lesson_line(word), nothing(word)
  if #first + #ranked == 0 and not lesson then return false end
  if #first + names + words == 0 and suggests and not lesson then out[1] = message end
  out[#out + 1] = lesson
  add_hits(out, table.move(ranked, 1, #ranked, #first + 1, first))
  show(out)
  return true
end

-- -- values ---------------------------------------------------------------------------

-- Whether the user has assigned the global.
local function is_own(name)
  local value = rawget(_G, name)
  return value ~= nil and not rawequal(value, known[name])
end

-- The name of a global with this value, or nil.
local function name_of(value)
  local kind, best = type(value), nil
  if kind == "number" or kind == "string" or kind == "boolean" or kind == "nil" then return nil end
  for name, other in next, _G do
    if type(name) == "string" and rawequal(other, value) and (not best or name < best)
        and name ~= "_" and name ~= "ans" then best = name end
  end
  return best
end

-- Prints the help of a value that is documented: train, vector, string.format, model.
local function show_documented(value, out)
  local found = search.valued(value)
  add_full(out, found)
  if #found > 0 then add_lines(out, search.parts(found[1].name)) end
  if #found > 0 then show(out) end
  return #found > 0
end

local function show_value(value, name, full)
  local out = {}
  if show_documented(value, out) then return end
  local global = name or name_of(value)
  if type(value) == "table" and global and rawequal(known[global], value)
      and show_named(global) then return end
  show{describe.text(value, name or global, full)}
end

-- help(what)
function help.help(what)
  if type(what) ~= "string" then return show_value(what) end
  if show_named(what) or show_hits(what) then return end
  context.fail("help", (nothing(what)))
end

-- -- questions at the prompt ----------------------------------------------------------

local STEP = {
  {"^[.:]%s*([%a_][%w_]*)()", function(key) return key end},
  {"^%[%s*(%-?%d+)%s*%]()", math.tointeger},
  {"^%[%s*[\"']([^\"']*)[\"']%s*%]()", function(key) return key end},
}

local function next_step(path)
  for _, step in ipairs(STEP) do
    local key, after = path:match(step[1])
    if key then return step[2](key), path:sub(after) end
  end
end

-- Reads a name such as "x", "t.list[1]" or "m:predict". Returns the name of the global and the
-- list of keys.
local function read_path(text)
  local root, rest = text:match("^([%a_][%w_]*)(.*)$")
  local keys = {}
  while root and rest ~= "" do
    local key, after = next_step(rest)
    if not key then return nil end
    keys[#keys + 1], rest = key, after
  end
  return root, keys
end

local function index(value, key) return value[key] end

-- Returns the value of the path, the value it is in, and the message if reading it failed.
local function look_up(root, keys)
  local value, owner = rawget(_G, root), nil
  for _, key in ipairs(keys) do
    local ok, field = pcall(index, value, key)
    if not ok then return nil, value, tostring(field) end
    owner, value = value, field
  end
  return value, owner
end

-- A plain table has no type with members: t.insert is not table.insert.
local function type_name(owner)
  local name = describe.type_name(owner)
  return name ~= "table" and name or nil
end

-- The entry of a method or field of the owner's type: x.sum of a vector is vector:sum.
local function member(owner, key)
  local name = type_name(owner)
  if not name then return {} end
  return (search.named(name .. "." .. tostring(key)))
end

-- "; did you mean 'upper'?" for a misspelled method or field.
local function member_hint(owner, key)
  local names = {}
  for _, entry in ipairs(search.parts(type_name(owner) or "")) do
    names[entry.name:match("[.:](.*)$") or ""] = true
  end
  return type(key) == "string" and context.suggest(key, names) or ""
end

-- Describes a variable of the user or a part of one; returns whether the text is one.
local function show_own(text, full)
  local root, keys = read_path(text)
  if not root or not is_own(root) then return false end
  local value, owner, problem = look_up(root, keys)
  local out = {}
  if #keys > 0 then add_full(out, member(owner, keys[#keys])) end
  local documented = #out > 0 and type(value) == "function"
  if documented then show(out) return true end
  if value == nil and #out == 0 then
    show{problem and ("%s cannot be read: %s"):format(text, problem)
      or ("%s is nil"):format(text) .. member_hint(owner, keys[#keys])}
    return true
  end
  if #out == 0 then
    show_value(value, text, full)
  else
    show{describe.text(value, text, full), out[1]}
  end
  return true
end

-- A number or a string given as it is: ?5, ?"abc".
local function show_literal(text)
  local value = tonumber(text) or text:match('^"(.*)"$') or text:match("^'(.*)'$")
  if value then show_value(value) end
  return value ~= nil
end

-- The function with this name, such as train, or vector:sum of a type.
local function function_named(text)
  local root, keys = read_path(text)
  local value = root and look_up(root, keys)
  if type(value) == "function" then return value end
  local entry = search.named(text)[1]
  return entry and type(entry.fn) == "function" and entry.fn or nil
end

-- A function of the library folder has a source, too; of one written in C, shows the help and
-- says where its source is.
local function show_source(text)
  local f = function_named(text)
  if not f then return false end
  local entry = search.valued(f)[1]
  local source, where = functions.source(entry and entry.body or f)
  if source then
    show{"-- " .. where, source}
  elseif entry then
    show{native.full(entry), functions.native_place(entry.name, entry.fn ~= nil)}
  end
  return source ~= nil or entry ~= nil
end

-- The name asked about: ?train{...} and ?train() ask about train.
local function asked_name(text)
  local name = text:match("^([%a_][%w_.:]*)%s*[({].*$")
  return name or text
end

-- Without a value in the session: a global of the program that has no help of its own.
local function show_known(text)
  local root, keys = read_path(text)
  local value = root and look_up(root, keys)
  if value == nil then return false end
  show_value(value, text)
  return true
end

-- A column of the user's data; returns whether it is one.
local function show_column(word)
  local owner
  for name, value in next, _G do
    if context.describe(value) == "dataset" and name ~= "_" and name ~= "ans"
        and (not owner or name < owner) then
      for _, column in ipairs(value.names) do owner = column == word and name or owner end
    end
  end
  if not owner then return false end
  local path = (word:find("^[%a_][%w_]*$") and "%s.%s" or "%s[%q]"):format(owner, word)
  show{describe.text(_G[owner][word], path)}
  return true
end

-- The global dataset and its column of text that contain the word, or nil.
local function place_of_text(word)
  for name, value in next, _G do
    local columns = context.describe(value) == "dataset" and value.names or {}
    for _, column in ipairs(columns) do
      local list = value[column]
      for i = 1, context.describe(list) == "texts" and #list or 0 do
        if list[i] == word then return name, column end
      end
    end
  end
end

-- A class name of the user's data, such as "malignant"; returns whether it is one.
local function show_class(word)
  local name, column = place_of_text(word)
  if not name then return false end
  show{("A text in column %q of %s. %s:labels(%q) converts the\ncolumn to class numbers; with "
    .. "{positive=%q}, this class is 1 and all others are 0."):format(
    column, name, name, column, word)}
  return true
end

-- ?text, or ??text if `full`.
function help.ask(text, full)
  local name = asked_name(text)
  if name == "" then return help.overview() end
  if name == "changes" then return help.overview(name) end
  if show_own(name, full) then return end
  if full and (show_source(name) or show_hits(name)) then return end
  if show_named(name) or show_known(name) or show_literal(name) then return end
  if show_column(name) or show_hits(name) then return end
  if not show_class(name) then tell((nothing(name))) end
end

-- The text that help.ask prints, or nil if it finds nothing.
function help.answer(text, full)
  local parts = {}
  tell = function(part) parts[#parts + 1] = part end
  local ok = pcall(help.ask, text, full)
  tell = native.show
  local answer = table.concat(parts, "\n")
  local found = ok and answer ~= "" and answer ~= (nothing(asked_name(text)))
  return found and answer or nil
end

-- For completion of help"...
help.topics = search.names

function help.overview(topic) known.help(topic) end

return help
