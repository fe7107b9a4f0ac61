-- fields.lua - checks the fields of a step or task. A mistake in a lesson file raises an error
-- however the file is run.

local context = require "mlrepl.context"

local fields = {}

local function fail(name, text, ...)
  context.fail("lesson." .. name, text:format(...))
end

local FIELDS = {
  step = {title = "string", text = "string", question = "string", answer = true,
    choices = "table", why = true, tolerance = "number", because = "string", try = "string",
    hints = "table", again = "function"},
  task = {text = "string", check = "function", value = true, tolerance = "number",
    hints = "table", solution = "string", name = "string", points = "number"},
}

local function check_field(name, key, value, kind)
  if not kind then
    fail(name, "unknown field '%s'%s", tostring(key),
      context.suggest(tostring(key), FIELDS[name]))
  end
  if kind ~= true and type(value) ~= kind then
    fail(name, "field %s: %s expected, got %s", key, kind, context.describe(value))
  end
end

local function check_hints(name, hints)
  for i, hint in ipairs(hints or {}) do
    if type(hint) ~= "string" then
      fail(name, "hint %d: string expected, got %s", i, context.describe(hint))
    end
  end
end

local function check_choices(step)
  local count = #step.choices
  if count < 2 or count > 4 then fail("step", "two to four choices expected, got %d", count) end
  for i, words in ipairs(step.choices) do
    if type(words) ~= "string" then
      fail("step", "choice %d: string expected, got %s", i, context.describe(words))
    end
  end
  if not math.tointeger(step.answer) or not step.choices[step.answer] then
    fail("step", "field answer: the number of the right choice expected, got %s",
      context.describe(step.answer))
  end
end

local function check_answer(step)
  if step.choices then return check_choices(step) end
  local kind = type(step.answer)
  if kind ~= "number" and kind ~= "boolean" then
    fail("step", "field answer: number, true or false expected, or choices = {\"...\", \"...\"} "
      .. "and the number of the right one; got %s", context.describe(step.answer))
  end
end

local function check_why(step)
  local why, listed = step.why, type(step.why) == "table"
  if why == nil or type(why) == "string" and type(step.answer) == "boolean" then return end
  if not listed or type(step.answer) == "boolean" then
    fail("step", "field why: %s expected, got %s",
      type(step.answer) == "boolean" and "string" or "table", context.describe(why))
  end
  for key, value in pairs(why) do
    local pair = type(value) == "table" and type(value[1]) == "number" and value[2]
    local words = step.choices and step.choices[key] and key ~= step.answer and value
      or not step.choices and pair
    if type(words) ~= "string" then
      fail("step", step.choices and "field why: a sentence for each wrong choice expected"
        or "field why: a list of {number, sentence} expected")
    end
  end
end

local function check_step(step)
  if not step.title then fail("step", "title missing; add title = \"...\"") end
  if (step.question == nil) ~= (step.answer == nil) then
    fail("step", "step \"%s\" needs both question and answer", step.title)
  end
  if step.again and not step.question then
    fail("step", "field again: there is no question to ask again")
  end
  if not step.question then return end
  check_answer(step)
  check_why(step)
end

local function check_task(task)
  if not task.text then fail("task", "text missing; add text = \"...\"") end
  if task.points and not (task.points > 0 and task.points < math.huge) then
    fail("task", "field points: positive number expected, got %s", context.describe(task.points))
  end
  if (task.check == nil) == (task.value == nil) then
    fail("task", "a task needs either check or value")
  end
end

-- `name` is "step" or "task".
function fields.check(name, record)
  if type(record) ~= "table" or getmetatable(record) then
    fail(name, "table expected, as in %s{text = \"...\"}, got %s", name, context.describe(record))
  end
  for key, value in pairs(record) do check_field(name, key, value, FIELDS[name][key]) end
  if name == "step" then check_step(record) else check_task(record) end
  check_hints(name, record.hints)
end

return fields
