-- text.lua - formats and prints the text of a lesson.

local context = require "mlrepl.context"
local current = require "mlrepl.lesson.current"
local question = require "mlrepl.lesson.question"

local text = {}

-- The message of an error without the place in the lesson's file.
function text.message(words)
  return (tostring(words):gsub("^[^\n]-%.lua:%d+: ", ""))
end

local function width_of(line) return utf8.len(line) or #line end

local function indent_of(line) return #line:match("^ *") end

local function lines_of(words)
  local lines = {}
  for line in (words .. "\n"):gmatch("([^\n]*)\n") do
    lines[#lines + 1] = (line:gsub("\t", "    "):gsub("%s+$", ""))
  end
  return lines
end

-- The common indentation of the lines. The first line may follow [[ directly, and then
-- has none.
local function base_of(lines)
  local base = math.huge
  for i, line in ipairs(lines) do
    local counts = i > 1 or indent_of(line) > 0
    if line ~= "" and counts then base = math.min(base, indent_of(line)) end
  end
  return base == math.huge and 0 or base
end

-- Breaks a paragraph into lines of at most `width` columns.
local function fill(words, width, out)
  local line
  for word in words:gmatch("%S+") do
    if line and width_of(line) + 1 + width_of(word) > width then
      out[#out + 1] = line
      line = nil
    end
    line = line and line .. " " .. word or word
  end
  out[#out + 1] = line
end

-- Wraps paragraphs; keeps lines that are indented by two or more (formulas, code).
-- Returns a list of lines.
function text.wrap(words, width)
  local lines, out, paragraph = lines_of(words), {}, ""
  local base = base_of(lines)
  local function flush()
    fill(paragraph, width, out)
    paragraph = ""
  end
  for i, line in ipairs(lines) do
    local indent = i == 1 and 0 or indent_of(line) - base
    if line == "" then
      flush()
      if #out > 0 and out[#out] ~= "" then out[#out + 1] = "" end
    elseif indent >= 2 then
      flush()
      out[#out + 1] = line:sub(base + 1)
    else
      paragraph = paragraph .. " " .. line
    end
  end
  flush()
  while out[#out] == "" do out[#out] = nil end
  return out
end

-- -- computed values ------------------------------------------------------------

-- The lesson's variable, whatever the learner has assigned to the name.
local function variable(name)
  local own = current.runner and current.runner.own
  local value = own and own[name]
  if value == nil then return rawget(_G, name) end
  return value
end

-- The value at a path such as "run.cost[1]"; nil if there is none.
local function value_at(path)
  local value = variable(path:match("^[%a_][%w_]*"))
  for dot, key in path:gmatch("([.%[])([%w_-]+)") do
    local ok, field = pcall(function() return value[dot == "." and key or math.tointeger(key)] end)
    if not ok then return nil end
    value = field
  end
  return value
end

local function formatted(path, format)
  local value = value_at(path)
  if value == nil then return nil end
  if format == "" then return text.value(value) end
  local ok, words = pcall(string.format, format, value)
  return ok and words or nil
end

-- Replaces {cost}, {run.cost[1]} and {cost%.2f} by values. Also returns a list of
-- those that could not be replaced. Braces after a name, as in vector{n}, are code.
function text.compute(words)
  local missing = {}
  local field = "([%w_)]?){([%a_][%w_.%[%]-]*)(%%?[-+%d.]*%a?)}"
  words = words:gsub(field, function(before, path, format)
    if before ~= "" then return nil end
    local value = formatted(path, format)
    if not value then missing[#missing + 1] = "{" .. path .. format .. "}" end
    return value
  end)
  return words, missing
end

-- The last space of the line, within `width` columns and outside strings, after which it
-- can be broken; better after a comma. Also the start of a comment, if there is one.
local function break_of(line, width)
  local quote, any, comma
  for at = #line:match("^%s*") + 1, #line do
    local one = line:sub(at, at)
    if quote then
      if one == quote and line:sub(at - 1, at - 1) ~= "\\" then quote = nil end
    elseif one == '"' or one == "'" then
      quote = one
    elseif line:sub(at, at + 2) == "-- " then
      return comma or any, at
    elseif one == " " and width_of(line:sub(1, at - 1)) <= width then
      any = at
      if line:sub(at - 1, at - 1) == "," then comma = at end
    end
  end
  return comma and comma > width / 2 and comma or any
end

-- Breaks a line of code so that the terminal does not. A comment moves above the line.
function text.code(line, width)
  local indent, lines = line:match("^%s*"), {}
  local _, comment = break_of(line, width)
  if comment and width_of(line) > width and comment > #indent + 1 then
    lines[1] = indent .. line:sub(comment)
    line = line:sub(1, comment - 1):gsub("%s+$", "")
  end
  while width_of(line) > width do
    local at = break_of(line, width)
    if not at then break end
    lines[#lines + 1] = line:sub(1, at - 1)
    line = indent .. "    " .. line:sub(at + 1)
  end
  lines[#lines + 1] = line
  return lines
end

function text.say(words)
  if words == nil or words == "" then return end
  words = text.compute(words)
  for _, line in ipairs(text.wrap(words, context.width())) do print(line) end
end

-- Puts `first` before the words and keeps their indentation.
function text.after(first, words)
  return (words:gsub("^%s*", function(indent) return indent .. first end, 1))
end

-- Prints `first` before the first line and indents the others by its width.
function text.beside(first, words)
  local width = width_of(first)
  for i, line in ipairs(text.wrap(words, math.max(context.width() - width, 20))) do
    print((i == 1 and first or (" "):rep(width)) .. line)
  end
end

function text.title(words)
  print(words)
  print(("-"):rep(width_of(words)))
end

-- Prints code, indented.
function text.tell_code(code)
  if code == "" then return end
  print("")
  for whole in (code .. "\n"):gmatch("([^\n]*)\n") do
    for _, line in ipairs(text.code(whole, context.width() - 4)) do
      print(line == "" and "" or "    " .. line)
    end
  end
  print("")
end

local function list_text(list, depth)
  if type(list[1]) == "string" then return list[1] end
  if depth == 0 then return "{...}" end
  local words = {}
  for i, one in ipairs(list) do words[i] = text.value(one, depth - 1) end
  return "{" .. table.concat(words, ", ") .. "}"
end

-- Formats a value as a user would write it; nested lists to `depth` (default 2).
function text.value(value, depth)
  if value == true then return "yes" end
  if value == false then return "no" end
  if type(value) == "number" then return ("%.6g"):format(value) end
  local list = type(value) == "table" and not getmetatable(value) and value[1] ~= nil
  if list then return list_text(value, depth or 2) end
  local ok, words = pcall(tostring, value) -- a user-defined __tostring may fail
  return ok and words or context.describe(value)
end

function text.sentence(words)
  return words:match("[.!?]$") and words or words .. "."
end

-- Prints the question, and its choices.
function text.ask(step, before)
  local words = step.question
  if not step.choices and question.choices(step) and not words:lower():find("yes or no", 1, true)
  then
    words = words .. " (yes or no)"
  end
  text.say(text.after(before, words))
  for _, line in ipairs(question.listing(step)) do print(line) end
end

-- Prints "Answer: negative. Both prices ...".
function text.tell_answer(step)
  local words = step.question
    and "Answer: " .. text.sentence(question.text(step, question.right(step))) .. " " or ""
  text.say(text.after(words, step.because or ""))
end

function text.tell_try(step)
  if step.try then text.say(text.after("Try it: ", step.try)) end
end

return text
