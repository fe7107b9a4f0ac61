-- profile.lua - %prof: where the time goes.

local context = require "mlrepl.context"
local help = require "mlrepl.help"
local native = require "mlrepl.profile"
local source = require "mlrepl.prompt.source"
local timing = require "mlrepl.prompt.timing"

local profile = {}

local MOST = 20 -- rows of a table

-- -- names ----------------------------------------------------------------------------

-- Adds the functions in the tables of the standard library.
local function add_standard(names)
  for library, members in pairs(package.loaded) do
    for key, value in pairs(type(members) == "table" and members or {}) do
      if type(value) == "function" and not names[value] and type(key) == "string" then
        names[value] = library == "_G" and key or library .. "." .. key
      end
    end
  end
end

-- The names of built-in functions and of global ones.
local function known_names()
  local names = {}
  for _, entry in ipairs(help.entries()) do
    if entry.fn then names[entry.fn] = names[entry.fn] or entry.name end
  end
  add_standard(names)
  return names
end

-- Returns the name of the function and where it is defined.
local function describe(item, names)
  local info = debug.getinfo(item.func, "S")
  local place = info.what ~= "C" and ("%s:%d"):format(info.short_src, info.linedefined) or ""
  if info.what == "main" then return "main chunk", "" end
  local otherwise = info.what == "C" and "(error handling)" or "function"
  return names[item.func] or item.name or otherwise, place
end

-- -- tables ---------------------------------------------------------------------------

local function time_text(seconds) return seconds < 1e-9 and "0" or timing.text(seconds) end

local function percent(part, whole)
  return ("%.0f%%"):format(whole > 0 and 100 * part / whole or 0)
end

-- Pads to the width in characters.
local function right(text, width)
  return (" "):rep(width - utf8.len(text)) .. text
end

local function cut(text)
  local room = math.max(context.width(), 40)
  if not utf8.len(text) or utf8.len(text) <= room then return text end
  return text:sub(1, utf8.offset(text, room - 2) - 1) .. "..."
end

local function by_own(a, b) return a.own > b.own end

-- Prints the first rows, and what the others add up to.
local function show_rows(list, what, row)
  table.sort(list, by_own)
  for i = 1, math.min(#list, MOST) do print(cut(row(list[i]))) end
  local rest = 0
  for i = MOST + 1, #list do rest = rest + list[i].own end
  if #list > MOST then
    print(("(%d more %s, together %s)"):format(#list - MOST, what, time_text(rest)))
  end
end

local function show_functions(report)
  local names = known_names()
  print(("%10s%10s%10s%6s  %s"):format("calls", "total", "own", "", "function"))
  show_rows(report.functions, "functions", function(item)
    local name, place = describe(item, names)
    return ("%10s%s%s%6s  %s  %s"):format(timing.grouped(item.count),
      right(time_text(item.total), 10), right(time_text(item.own), 10),
      percent(item.own, report.seconds), name, place):gsub("%s+$", "")
  end)
end

local function show_lines(report)
  print(("\n%10s%10s%6s  %s"):format("visits", "time", "", "line"))
  local texts = {}
  show_rows(report.lines, "lines", function(item)
    local info = debug.getinfo(item.func, "S")
    texts[info.source] = texts[info.source] or source.lines(info.source)
    local text = texts[info.source][item.line] or ""
    return ("%10s%s%6s  %s:%d  %s"):format(timing.grouped(item.count),
      right(time_text(item.own), 10), percent(item.own, report.seconds), info.short_src,
      item.line, text:match("^%s*(.-)%s*$"))
  end)
end

local function show(report, by_line)
  print(("%s in %s calls (measuring took another %s)"):format(time_text(report.seconds),
    timing.grouped(report.calls), time_text(report.overhead)))
  if not report.complete then print("(incomplete: not enough memory)") end
  show_functions(report)
  if by_line then show_lines(report) end
end

local pending -- the report that is not shown yet

-- Called after the code, also if it failed: then the error is reported first.
function profile.finish()
  if not pending then return end
  local report = pending
  pending = nil
  show(report, report.by_line)
end

function profile.prof(text)
  local by_line, code = text:match("^%-l%s+(.*)$"), text
  code = by_line or code
  if code == "" or code == "-l" then
    context.fail("%prof", "expression or statement expected, as in %prof train(m, X, y)")
  end
  local f, message = source.compile(code)
  if not f then error("%prof: " .. message, 0) end
  local guard <close> = setmetatable({}, { -- luacheck: ignore guard
    __close = function()
      pending = native.stop()
      pending.by_line = by_line ~= nil
    end,
  })
  native.start(by_line)
  f()
end

return profile
