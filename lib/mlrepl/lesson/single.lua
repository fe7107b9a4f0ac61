-- single.lua - judges a guess or a task of a lesson that is not open: in a notebook, the cells
-- are the lesson.
--
-- What is right may depend on what the lesson has computed so far, so its code runs up to there,
-- in a copy of the process, where it disturbs nothing. A copy of a notebook's kernel must not
-- show anything: it shares the connection.

local context = require "mlrepl.context"
local answer = require "mlrepl.lesson.answer"
local attempt = require "mlrepl.lesson.attempt"
local current = require "mlrepl.lesson.current"
local files = require "mlrepl.lesson.files"
local log = require "mlrepl.lesson.log"
local question = require "mlrepl.lesson.question"
local rerun = require "mlrepl.lesson.rerun"
local source = require "mlrepl.lesson.source"
local state = require "mlrepl.lesson.state"
local system = require "mlrepl.system"
local text = require "mlrepl.lesson.text"

local single = {}

-- -- in the copy --------------------------------------------------------------------------

-- Runs the lesson up to the step; the learner's variables take the place of the lesson's.
local function arrive(at)
  local session = {file = at.file, source = at.source, steps = at.source.steps, silent = true}
  local mine = {}
  for key, value in next, _G do mine[key] = value end
  state.open(session)
  current.runner = session
  rerun.upto(session, at.step)
  return session, mine
end

local function judge_task(at, value)
  local session, mine = arrive(at)
  local task = session.record
  if not task.check then
    if value == nil then return "missing", "no value given" end
    if answer.same_value(value, task.value, task.tolerance) then return "right", "Correct." end
    return "wrong", text.value(value) .. " is not correct"
  end
  for key in pairs(session.own) do
    if mine[key] ~= nil then rawset(_G, key, mine[key]) end
  end
  local ok, done, why = state.with_program(task.check)
  if ok and done then return "right", "Correct." end
  return "wrong", not ok and text.message(done) or why
end

-- `missed` is the first wrong guess, in words.
local function judge_guess(at, given, missed)
  local session = arrive(at)
  local step = session.record
  if not step.question then return "missing", "This step asks no question." end
  local guess = question.from_value(step, given)
  if guess == nil then
    return "missing", question.expected(step) .. ", between the quotes; then run the cell again."
  end
  local words = question.words(step, guess)
  local over = missed or question.is_right(step, guess) or #(question.choices(step) or {}) == 2
  if not over then return "again", attempt.wrong(step, guess) .. "Try once more.", words end
  rerun.quietly(session)
  return question.is_right(step, guess) and "right" or "wrong",
    attempt.verdict(step, guess, words == missed), words
end

-- Returns what judge(at, ...) returns: how it went, what to say, and the guess in words.
local function in_copy(name, at, judge, ...)
  local given = table.pack(...)
  local result = system.in_copy(function()
    local how, say, words = judge(at, table.unpack(given, 1, given.n))
    return how .. "\n" .. (words or "") .. "\n" .. (say and text.compute(tostring(say)) or "")
  end)
  if not result then
    context.fail(name, ("%s cannot be run up to step %d"):format(at.file.path, at.step))
  end
  local how, words, say = result:match("^(%l+)\n([^\n]*)\n(.*)$")
  return how, say, words
end

-- -- both ---------------------------------------------------------------------------------

-- Finds the step; `kind` is what it must be, and `other` the function for the other kind.
local function find(name, lesson, step, kind, other)
  if type(lesson) ~= "string" then
    context.fail(name, "name of a lesson expected, got " .. context.describe(lesson))
  end
  local file, why = files.find(lesson)
  local found = file and source.read(file.path)
  if not found then context.fail(name, why or "cannot read " .. file.path) end
  local calls = {}
  for _, call in ipairs(found.calls) do
    if call.kind ~= "done" then calls[#calls + 1] = call end
  end
  local call = math.tointeger(step) and calls[math.tointeger(step)]
  if not call then
    context.fail(name, ("number of a step from 1 to %d expected, got %s"):format(#calls,
      context.describe(step)))
  end
  if call.kind ~= kind then
    context.fail(name, ("step %d of %s is a %s; use %s"):format(step, lesson,
      kind == "task" and "question" or "task", other))
  end
  return {file = file, source = found, step = math.tointeger(step), index = math.tointeger(step)}
end

local function say(words)
  for _, line in ipairs(text.wrap(words, context.width())) do print(line) end
end

local missed = {} -- by lesson and step: the first wrong guess, in words

function single.guess(lesson, step, guess)
  local at = find("lesson.guess", lesson, step, "step", "lesson.check")
  local key = at.file.key .. ":" .. at.step
  local how, words, given = in_copy("lesson.guess", at, judge_guess, guess, missed[key])
  say(words)
  if how == "missing" then return end
  missed[key] = how == "again" and given or nil
  log.step(at, "try", {guess = given, right = how == "right", hints = 0})
  if how == "wrong" then log.step(at, "answer") end
end

function single.check(lesson, step, value)
  local at = find("lesson.check", lesson, step, "task", "lesson.guess")
  local how, words = in_copy("lesson.check", at, judge_task, value)
  if how == "right" then
    log.step(at, "task", {hints = 0})
    return say(words)
  end
  say(words == "" and "Not yet." or "Not yet: " .. text.sentence(words))
end

return single
