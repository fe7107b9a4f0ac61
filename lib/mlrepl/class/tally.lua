-- tally.lua - sums up what one learner did, lesson by lesson, from the events of log.lua.
--
-- total.lessons[name] has:
--   steps      how many the lesson has, if known; passed: the set of those that were run
--   questions  by step: {text=, outcome=, wrong=}. outcome is "first" (right at the first try),
--              "help" (after a wrong guess or a hint) or "missed", from the first time that the
--              question was over, nil before; wrong: a list of {guess=, why=}
--   tasks      by step: "open" or "solved"
--   seconds    done: was it finished?

local tally = {}

local LONGEST_PAUSE = 300 -- seconds between two events; what is longer is a break

function tally.new() return {lessons = {}} end

local function lesson_of(total, name)
  local lesson = total.lessons[name]
  if not lesson then
    lesson = {name = name, passed = {}, questions = {}, tasks = {}, seconds = 0}
    total.lessons[name] = lesson
  end
  return lesson
end

local function question_of(lesson, step)
  lesson.questions[step] = lesson.questions[step] or {wrong = {}}
  return lesson.questions[step]
end

local handlers = {}

function handlers.open(lesson, event) lesson.steps = event.steps end

function handlers.show(lesson, event)
  if event.question then question_of(lesson, event.step).text = event.question end
  if event.task then lesson.tasks[event.step] = lesson.tasks[event.step] or "open" end
end

function handlers.hint(lesson, event)
  local question = lesson.questions[event.step]
  if question then question.helped = true end
end

handlers["try"] = function(lesson, event)
  local question = question_of(lesson, event.step)
  if question.outcome then return end
  if event.right then
    question.outcome = question.helped and "help" or "first"
  else
    question.helped = true
    question.wrong[#question.wrong + 1] = {guess = event.guess, why = event.why}
  end
end

function handlers.answer(lesson, event)
  local question = question_of(lesson, event.step)
  question.outcome = question.outcome or "missed"
end

function handlers.step(lesson, event) lesson.passed[event.step] = true end

function handlers.task(lesson, event)
  lesson.tasks[event.step], lesson.passed[event.step] = "solved", true
end

function handlers.done(lesson) lesson.done = true end

-- Adds the events of a session. Questions of review() take time but change no outcome.
function tally.add(total, events)
  local last
  for _, event in ipairs(events) do
    local lesson, handle = lesson_of(total, event.lesson), handlers[event.event]
    if last then
      local before = lesson_of(total, last.lesson)
      local pause = event.at - last.at
      if pause > 0 and pause <= LONGEST_PAUSE then before.seconds = before.seconds + pause end
    end
    if handle and not event.review then handle(lesson, event) end
    last = event.event ~= "close" and event or nil
  end
end

local function size(set)
  local count = 0
  for _ in pairs(set) do count = count + 1 end
  return count
end

-- The counts of a lesson: {passed=, first=, help=, missed=, asked=, solved=, tasks=, seconds=}.
function tally.counts(lesson)
  local counts = {passed = size(lesson.passed), first = 0, help = 0, missed = 0, asked = 0,
    solved = 0, tasks = size(lesson.tasks), seconds = lesson.seconds}
  for _, question in pairs(lesson.questions) do
    local outcome = question.outcome
    if outcome then
      counts[outcome], counts.asked = counts[outcome] + 1, counts.asked + 1
    end
  end
  for _, task in pairs(lesson.tasks) do
    if task == "solved" then counts.solved = counts.solved + 1 end
  end
  return counts
end

return tally
