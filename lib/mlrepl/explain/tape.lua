-- tape.lua - the tape of grad.tape: the operations of a function, in order, and how
-- why(t) explains its derivatives step by step.

local context = require "mlrepl.context"
local record = require "mlrepl.explain.record"

local tape = {}
local new_tape, new_why -- constructors of the types, defined below

local SHOWN = 16 -- rows of a long tape

local function number(x) return ("%.6g"):format(x) end

-- -- words -----------------------------------------------------------------------

-- A value in a table: small arrays in full.
local function value_text(value)
  if type(value) == "number" then return number(value) end
  local text = tostring(value):gsub("%s+", " ")
  return #text <= 24 and text or context.describe(value)
end

-- A constant inside an operation, such as 3 or "true".
local function constant_text(value)
  if type(value) == "string" then return ("%q"):format(value) end
  if type(value) == "number" then return number(value) end
  if type(value) == "boolean" or value == nil then return tostring(value) end
  local text = type(value) == "userdata" and tostring(value):gsub("%s+", " ") or "{...}"
  return #text <= 12 and text or context.describe(value)
end

-- "vector of 50" in parentheses, for operators.
local function enclosed(word)
  return word and word:find("^%a+ ") and "(" .. word .. ")" or word
end

-- Fills in a form such as "%a * %b"; %y is the result.
local function filled(form, step)
  local words = {a = step.words[1], b = step.words[2], y = step.name, i = step.place}
  if step.rule:find("^__") then words.a, words.b = enclosed(words.a), enclosed(words.b) end
  local power = step.rule == "__pow" and tonumber(words.b)
  if power == 2 then form = form:gsub(" ^ %(%%b %- 1%)", "") end
  if power then form = form:gsub("%(%%b %- 1%)", number(power - 1)) end
  return (form:gsub("%%([abyi])", function(key) return words[key] and tostring(words[key]) end))
end

-- The place of an element, from 1, as an index of its vector or matrix.
local function element_form(step, array)
  if context.describe(array):find("^vector") then return "%a[%i]" end
  local _, columns = array:size()
  local place = step.place - 1
  return ("%%a:get(%d, %d)"):format(place // columns + 1, place % columns + 1)
end

local function listed(words)
  local shown = {table.unpack(words, 1, 4)}
  if #words > 4 then shown[5] = "..." end
  return table.concat(shown, ", ")
end

-- What the operation was, as Lua would write it.
local function operation_of(step, inputs)
  local word = step.rule
  if word == "[]" then return filled(element_form(step, inputs[1].value), step) end
  if step.form and step.form:find("{", 1, true) then -- vector{...}
    return ("%s{%s}"):format(word, listed(step.words))
  end
  if step.form then return filled(step.form, step) end
  local arguments = {table.unpack(step.words, word:find("^:") and 2 or 1)}
  for i = 1, step.extras and step.extras.n or 0 do
    arguments[#arguments + 1] = constant_text(step.extras[i])
  end
  local receiver = word:find("^:") and step.words[1] or ""
  return ("%s%s(%s)"):format(receiver, word, table.concat(arguments, ", "))
end

-- -- from the facts of src/lua/grad/grad.c -----------------------------------------

-- The nodes that the result depends on, without constants: arguments, then steps.
local function used_nodes(facts)
  local used, nodes = {[facts.result] = true}, facts.steps
  for k = #nodes, 1, -1 do
    for _, input in ipairs(used[k] and nodes[k].inputs or {}) do used[input] = true end
  end
  return used
end

-- The public form of a node: name, operation, value, slope and, for each tracked
-- input, what it passes on.
local function step_of(node, nodes, steps, name)
  local step = {name = name, rule = node.name, form = node.form, place = node.place,
    extras = node.extras, value = node.value, slope = node.slope, words = {}, inputs = {}}
  local inputs = {}
  for i, k in ipairs(node.inputs) do
    inputs[i] = nodes[k]
    step.words[i] = steps[k] and steps[k].name or constant_text(nodes[k].value)
  end
  step.operation = operation_of(step, inputs)
  for i, k in ipairs(node.inputs) do
    if steps[k] then
      local form = node.rules[i] or node.rules[1]
      step.inputs[#step.inputs + 1] = {name = steps[k].name, from = steps[k],
        rule = form and filled(form, step) or "", derivative = node.locals[i]}
    end
  end
  return step
end

function tape.new(facts)
  local used, nodes = used_nodes(facts), facts.steps
  local by_node, arguments, steps, gradient = {}, {}, {}, {}
  for k, name in ipairs(facts.names) do
    by_node[k] = {name = name, value = nodes[k].value, slope = nodes[k].slope, inputs = {}}
    arguments[k], gradient[k] = by_node[k], nodes[k].slope
  end
  for k = #arguments + 1, #nodes do
    if used[k] and nodes[k].slope then
      by_node[k] = step_of(nodes[k], nodes, by_node, "s" .. #steps + 1)
      steps[#steps + 1] = by_node[k]
    end
  end
  return new_tape{value = nodes[facts.result].value, gradient = gradient, steps = steps,
    arguments = arguments}
end

-- -- printing ----------------------------------------------------------------------

local function plural(n, word) return ("%d %s%s"):format(n, word, n == 1 and "" or "s") end

-- Calls row(k) for k = first, ..., last, leaving out the middle of a long list.
local function each_shown(rows, first, last, row)
  local step = first <= last and 1 or -1
  local n = math.abs(last - first) + 1
  for i = 0, n - 1 do
    local left = n - SHOWN
    if left > 1 and i == SHOWN // 2 then rows[#rows + 1] = {("... %d more"):format(left)} end
    if left <= 1 or i < SHOWN // 2 or i >= n - SHOWN // 2 then row(first + step * i) end
  end
end

local function tape_text(t)
  local rows = {{"", "operation", "value", "slope"}}
  for _, a in ipairs(t.arguments) do
    rows[#rows + 1] = {a.name, "", value_text(a.value), value_text(a.slope)}
  end
  each_shown(rows, 1, #t.steps, function(k)
    local s = t.steps[k]
    rows[#rows + 1] = {s.name, s.operation, value_text(s.value), value_text(s.slope)}
  end)
  return ("value %s, %s; slope: the derivative of the value\n"):format(number(t.value),
    plural(#t.steps, "step")) .. record.aligned(rows)
end

new_tape = record.type("tape", tape_text)

-- -- why -----------------------------------------------------------------------------

-- "2 * x = 6", or the rule alone for arrays and numbers.
local function derivative_text(input)
  if not input.derivative then return input.rule end
  local value = number(input.derivative)
  return input.rule == value and value or input.rule .. " = " .. value
end

local function product_of(step, input)
  return input.derivative and number(step.slope * input.derivative) or ""
end

-- What the steps have passed on to an argument, as a sum.
local function sum_text(t, argument)
  local parts = {}
  for k = #t.steps, 1, -1 do
    for _, input in ipairs(t.steps[k].inputs) do
      if input.from == argument then
        if not input.derivative then return "" end
        parts[#parts + 1] = product_of(t.steps[k], input)
      end
    end
  end
  return #parts > 1 and #parts <= 4 and "= " .. table.concat(parts, " + ") or ""
end

local function why_text(t)
  local rows = {{"", "value", "slope", "by", "local derivative", "passed on"}}
  each_shown(rows, #t.steps, 1, function(k)
    local s = t.steps[k]
    for i, input in ipairs(s.inputs) do
      rows[#rows + 1] = {i == 1 and s.name .. " = " .. s.operation or "",
        i == 1 and value_text(s.value) or "", i == 1 and value_text(s.slope) or "",
        input.name, derivative_text(input), product_of(s, input)}
    end
  end)
  for _, a in ipairs(t.arguments) do
    rows[#rows + 1] = {a.name, value_text(a.value), value_text(a.slope), "", sum_text(t, a)}
  end
  return ("value %s in %s, last one first; each passes on slope × local derivative\n"):format(
    number(t.value), plural(#t.steps, "step")) .. record.aligned(rows)
end

new_why = record.type("why_tape", why_text)

-- The tape of the last call of grad, if the value is one of its derivatives; else nil.
function tape.of(value)
  local last = context.last_grad()
  local count = last[0] or 0
  for i = 1, count do
    local slope = last[count + 1 + i]
    if rawequal(slope, value) or type(value) == "number" and slope == value then
      local t = grad.tape(table.unpack(last, 1, count + 1))
      if t.gradient[i] ~= value and value == value then
        context.fail("why", "f or its arguments have changed since grad was called; call it again, "
          .. "or keep the steps with t = grad.tape(f, ...)")
      end
      return t
    end
  end
end

function tape.why(t)
  return new_why{value = t.value, gradient = t.gradient, steps = t.steps, arguments = t.arguments}
end

-- -- entries -------------------------------------------------------------------------

local SETUP = "t = grad.tape(function(x) return x ^ 2 + 3 * x end, 2)\n"

local function new_field(kind, field, help, example)
  return {name = kind .. ":" .. field:match("^%w+"), usage = "t." .. field, help = help,
          example = example}
end

tape.entries = {}

for _, kind in ipairs{"tape", "why_tape"} do
  local setup = kind == "tape" and SETUP or SETUP .. "t = why(t)\n"
  for _, entry in ipairs{
    new_field(kind, "value -> number", "The value of the function.", setup .. "t.value --> 10.0"),
    new_field(kind, "gradient -> table",
      "A list of the derivatives of the value by each argument.", setup .. "t.gradient[1] --> 7.0"),
    new_field(kind, "steps -> list of tables",
      "A list of the operations in the order in which they ran, each a table: name, operation (a "
      .. "text), value, slope (the derivative of the function's value by this one) and inputs, a "
      .. "list of tables with name, rule (the local derivative, a text) and, for numbers, "
      .. "derivative.",
      setup .. "t.steps[1].operation --> x ^ 2\nt.steps[1].inputs[1].derivative --> 4.0"),
    new_field(kind, "arguments -> list of tables",
      "A list of the arguments, each a table: name, value and slope, the derivative by it.",
      setup .. "t.arguments[1].name --> x"),
  } do tape.entries[#tape.entries + 1] = entry end
end

return tape
