-- session.lua - the state of a prompt session: lists variables and entries, and saves
-- the session as a script.

local context = require "mlrepl.context"
local help = require "mlrepl.help"
local inspect = require "mlrepl.inspect"
local notebook = require "mlrepl.notebook.notebook"
local prompt = require "mlrepl.prompt"
local made = require "mlrepl.prompt.made"
local files = require "mlrepl.files"
local post_mortem = require "mlrepl.post_mortem"
local current = require "mlrepl.lesson.current"

local session = {}

local NOT_OURS = {_ = true, ans = true} -- the prompt's own
local typed = {} -- texts that ran without error: {text=, values=, shown=}
local failed = {whole = 0, part = 0} -- the numbers of entries that did not
local begun = false -- are there lines that ran before the failing one of the current entry?

local function fail(name, text, ...) context.fail(name, text:format(...)) end

-- -- variables ------------------------------------------------------------------

-- The globals at startup.
local known = context.known

-- What init.lua has made, redefined or deleted: name -> {value}.
local initial = {}

-- The value that reset() restores.
local function original(name)
  if initial[name] then return initial[name][1] end
  return known[name]
end

-- The names of the user's globals (new or redefined), sorted.
local function own_names()
  local names = {}
  for key, value in next, _G do
    local changed = not rawequal(known[key], value)
    if type(key) == "string" and changed and not NOT_OURS[key] then names[#names + 1] = key end
  end
  table.sort(names)
  return names
end

local function first_line(text, most)
  local line = context.plain(text:match("^[^\n]*"))
  if utf8.len(line) and utf8.len(line) > most then
    line = line:sub(1, utf8.offset(line, most - 2) - 1) .. "..."
  end
  return line
end

local function table_shape(value)
  local items, keys = rawlen(value), 0
  for key in next, value do
    if math.type(key) ~= "integer" or key < 1 or key > items then keys = keys + 1 end
  end
  local parts = {}
  if items > 0 or keys == 0 then parts[1] = items .. (items == 1 and " value" or " values") end
  if keys > 0 then parts[#parts + 1] = keys .. (keys == 1 and " name" or " names") end
  return "table of " .. table.concat(parts, " and ")
end

-- Describes a value in one line: type and shape.
local function shape(value)
  local described = context.describe(value)
  if described == "dataset" then
    return ("dataset of %d rows, %d columns"):format(#value, #value.names)
  end
  if described == "table" then
    return table_shape(value)
  end
  if type(value) == "string" then return first_line(described, 50) end
  local is_type = type(value) == "userdata" and not described:find("^[vm][ea]")
  return is_type and first_line(tostring(value), 50) or described
end

session.shape, session.begin, session.own_names = shape, made.begin, own_names

local function l_who()
  local names, wide = own_names(), 0
  if #names == 0 then return print("No variables yet; x = 5 defines one.") end
  for _, name in ipairs(names) do wide = math.max(wide, #name) end
  for _, name in ipairs(names) do
    local value, hides = rawget(_G, name), known[name] ~= nil
    print(("  %s  %s%s"):format(name .. (" "):rep(wide - #name),
      value == nil and "nothing" or shape(value),
      hides and " (hides a built-in name; reset() restores it)" or ""))
  end
end

-- A running lesson must remove its own globals first.
local function l_reset()
  if context.host then fail("reset", "the globals belong to the program that loaded mlrepl") end
  if current.runner then
    fail("reset", "a lesson is running; call quit() first")
  end
  context.end_jobs()
  local names = own_names()
  local deleted = 0
  for _, name in ipairs(names) do
    if not rawequal(rawget(_G, name), original(name)) then deleted = deleted + 1 end
    rawset(_G, name, original(name))
  end
  for name in next, known do rawset(_G, name, original(name)) end
  for name, kept in next, initial do rawset(_G, name, kept[1]) end
  for name in pairs(NOT_OURS) do rawset(_G, name, nil) end
  typed, failed = {}, {whole = 0, part = 0}
  made.forget()
  post_mortem.forget()
  print(deleted == 1 and "1 variable deleted" or deleted .. " variables deleted")
end

-- Called after init.lua.
function session.started()
  for _, name in ipairs(own_names()) do initial[name] = {rawget(_G, name)} end
  for name in next, known do
    if rawget(_G, name) == nil then initial[name] = {} end
  end
end

-- -- history --------------------------------------------------------------

local function compiles(code) return load(code) or load("return " .. code) end

-- The statements of the code that end in its first lines. They can only end where the rest is
-- code, too.
local function statements_within(code, lines)
  local ends = {}
  for at in code:gmatch("()\n") do
    if #ends == lines then break end
    ends[#ends + 1] = at
  end
  if #ends < lines then return code end
  for i = #ends, math.max(1, #ends - 200), -1 do
    local head = code:sub(1, ends[i] - 1)
    if load(head) and compiles(code:sub(ends[i] + 1)) then return head end
  end
end

-- `code` is the text with globals instead of its locals. If it failed, `lines` is the number of
-- lines before the failing one. If it is a part of the entry, the rest follows.
function session.note(text, code, part, lines, values, shown)
  made.note(text)
  if lines then code = lines > 0 and statements_within(code, lines) or nil end
  if code then typed[#typed + 1] = {text = code, values = values, shown = shown} end
  if not lines then return end
  begun = begun or code ~= nil
  if part then return end
  local kind = begun and "part" or "whole"
  failed[kind], begun = failed[kind] + 1, false
end

local function entries() return prompt.entries and prompt.entries() or {} end

-- The text without what differs between an entry and its place in the history: blank lines and
-- blanks at the ends of lines.
local function core(text)
  return (text:gsub("%s*\n%s*", "\n"):match("^%s*(.-)%s*$"))
end

-- Core of a text -> the numbers of the entries with it, of which the history has one each.
local function numbers()
  local found, before = {}, nil
  local number, text = 1, inspect.entry_text(1)
  while text do
    local this = core(text)
    found[this] = found[this] or {}
    if this == before then table.remove(found[this]) end
    table.insert(found[this], number)
    number, before = number + 1, this
    text = inspect.entry_text(number)
  end
  return found
end

-- "  12  x = 1" for an entry of this session; of earlier ones without a number.
local function numbered(text, number)
  local head = number and ("%4d  "):format(number) or "      "
  return head .. text:gsub("\n", "\n      ")
end

local function l_history(what)
  local found, list, most, known_as = {}, entries(), 20, numbers()
  local wrong = what ~= nil and type(what) ~= "string"
  if wrong and math.tointeger(what) and what >= 1 then
    most, wrong = what, false
  end
  if wrong then
    fail("history", "integer (number of entries) or string to search for expected, got %s",
      context.describe(what))
  end
  for i = #list, 1, -1 do
    local fits = type(what) ~= "string" or list[i]:find(what, 1, true)
    local number = table.remove(known_as[core(list[i])] or {})
    if fits and #found < most then table.insert(found, 1, numbered(list[i], number)) end
  end
  if #found == 0 then
    return print(type(what) == "string" and ("No entry contains %q."):format(what)
      or "The history is empty.")
  end
  help.show(table.concat(found, "\n"))
end

-- -- saving the session ---------------------------------------------------------------

local HEAD = "-- A session at the prompt of mlrepl, kept by save_session."

-- Adds a newline so that a trailing comment does not hide `after`.
local function wrapped(before, text, after)
  local line_end = text:find("%-%-") and "\n" or ""
  return before .. text .. line_end .. after
end

local function without_semicolon(text)
  local bare = text:gsub("[;%s]+$", "")
  return load("return " .. bare) and bare or nil
end

-- Converts an entry to a statement that prints what the prompt showed.
local function statement(entry, keeps)
  local text = entry.text
  if entry.values == 0 then return text end
  local bare = without_semicolon(text)
  local value = bare or wrapped("(function() ", text, " end)()")
  if not keeps then
    if entry.shown then return wrapped("print(", value, ")") end
    return load(text) and text or wrapped("local _ = ", value, "")
  end
  return wrapped("_ = ", value, "") .. "\nans = _" .. (entry.shown and "\nprint(ans)" or "")
end

local function uses_answer()
  for _, entry in ipairs(typed) do
    local code = " " .. entry.text .. " "
    if code:find("[^%w_.]_[^%w_]") or code:find("[^%w_.]ans[^%w_]") then return true end
  end
  return false
end

-- Calls that show something about the session or save it are left out of a script.
local ASIDE = {help = true, history = true, lesson = true, save_session = true,
  save_workspace = true, who = true}

local function is_aside(text)
  local name = text:match("^%s*([%a_][%w_]*)%s*[%(\"'%[]")
  return ASIDE[name] and rawequal(rawget(_G, name), known[name]) and load("return " .. text)
end

-- Returns the text, and the numbers of entries written and left out.
local function script()
  local lines, keeps, count, aside = {HEAD}, uses_answer(), 0, 0
  for _, entry in ipairs(typed) do
    if is_aside(entry.text) then
      aside = aside + 1
    else
      lines[#lines + 1] = statement(entry, keeps)
      count = count + 1
    end
  end
  return table.concat(lines, "\n") .. "\n", count, aside
end

-- The same as a notebook, which shows the values by itself.
local function cells()
  local list, aside = notebook.new(), 0
  notebook.add_text(list, "A session at the prompt of mlrepl.")
  for _, entry in ipairs(typed) do
    if is_aside(entry.text) then
      aside = aside + 1
    else
      notebook.add_code(list, entry.text)
    end
  end
  return notebook.text(list, "save_session"), #list - 1, aside
end

local function left_out(aside)
  local parts = {}
  local function add(n, text)
    if n > 0 then parts[#parts + 1] = text:format(n) end
  end
  add(failed.whole, "%d that failed")
  add(failed.part, "the rest of %d that failed")
  add(aside, "%d that only show or save something")
  return #parts > 0 and "Left out: " .. table.concat(parts, ", ") .. "." or nil
end

-- Only a saved session may be overwritten.
local function may_write(path)
  local file = files.kind(path) == "file" and io.open(path)
  if not file then return true end
  local text = file:read("a")
  file:close()
  return not text or text == "" or text:sub(1, #HEAD + 1) == HEAD .. "\n"
    or text:find('"made_by": "save_session"', 1, true)
end

local function l_save_session(path)
  if type(path) ~= "string" or path == "" then
    fail("save_session", "file name expected, as in save_session(\"my.lua\"), got %s",
      context.describe(path))
  end
  if not may_write(path) then
    fail("save_session", "file \"%s\" already exists and is not a saved session; "
      .. "choose another name", path)
  end
  local is_notebook = path:lower():find("%.ipynb$")
  local text, count, aside = (is_notebook and cells or script)()
  local problem = files.write(path, text)
  if problem then fail("save_session", "cannot write %s: %s", path, problem) end
  print(("%d %s written; %s %s"):format(count, count == 1 and "entry" or "entries",
    is_notebook and "open with: jupyter notebook" or "run with: mlrepl", path))
  local rest = left_out(aside)
  if rest then print(rest) end
end

session.who, session.reset = l_who, l_reset
session.history, session.save_session = l_history, l_save_session

return session
