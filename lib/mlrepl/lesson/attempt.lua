-- attempt.lua - the tries at a question: what is said about a guess, when the question is over,
-- and what is remembered of it.
--
-- Fields of a session:
--   missed     the first wrong guess at this question
--   candidate  the value of an expression, which Enter submits
--   hints      how many have been given; ruled_out: wrong choices, guessed or shown by a
--              hint, count_out of them

local log = require "mlrepl.lesson.log"
local pending = require "mlrepl.lesson.pending"
local question = require "mlrepl.lesson.question"
local text = require "mlrepl.lesson.text"

local attempt = {}

function attempt.begin(session)
  session.hints, session.candidate, session.solved = 0, nil, false
  session.missed, session.ruled_out, session.count_out = nil, {}, 0
end

-- The next wrong choice that a hint may rule out, so that two remain; nil if there is none.
function attempt.next_out(session)
  local step = session.record
  for i in ipairs(step.choices or {}) do
    if i ~= step.answer and not session.ruled_out[i] and #step.choices > session.count_out + 2 then
      return i
    end
  end
end

function attempt.rule_out(session, i)
  if session.ruled_out[i] then return end
  session.ruled_out[i], session.count_out = true, session.count_out + 1
end

-- The text printed before `because`.
local function before(step, guess, missed)
  local words = text.sentence(question.text(step, guess)) .. " "
  if question.is_right(step, guess) then return "Correct: " .. words end
  local why = not missed and question.why(step, guess)
  return "Not correct: " .. words .. (why and why .. " " or "") .. "Answer: "
    .. text.sentence(question.text(step, question.right(step))) .. " "
end

-- What is said about the last guess; `missed`: it is the first one again.
function attempt.verdict(step, guess, missed)
  return text.after(before(step, guess, missed), step.because or "")
end

-- What is said about a wrong guess before one more try.
function attempt.wrong(step, guess)
  local why = question.why(step, guess) or question.direction(step, guess)
  return ("Not correct: %s %s"):format(text.sentence(question.text(step, guess)),
    why and why .. " " or "")
end

-- What is said when the question is over; guess is nil if there was none.
function attempt.tell(session, guess)
  local step = session.record
  if guess == nil or not step.question then return text.tell_answer(step) end
  text.say(attempt.verdict(step, guess, guess == session.missed))
end

-- After the first wrong guess: what is wrong with it, and one more try.
local function once_more(session, guess)
  local step = session.record
  session.missed, session.candidate = guess, nil
  if step.choices then attempt.rule_out(session, guess) end
  local hint = session.hints < #(step.hints or {}) or attempt.next_out(session)
  text.say(attempt.wrong(step, guess) .. "Try once more" .. (hint and ", or type hint" or "")
    .. "; Enter shows the answer.")
end

-- Computed values belong to what the learner has read.
local function plain(words)
  return words and text.compute(words):gsub("%s+", " "):match("^ ?(.-) ?$")
end

local function remember(session, guess, right)
  local step = session.record
  if guess == nil then return end
  log.step(session, "try", {guess = question.words(step, guess), right = right,
    hints = session.hints, why = not right and plain(question.why(step, guess)) or nil})
end

local function close(session, right)
  if not right then log.step(session, "answer") end
  pending.note(session.file.key, session.index, session.record.title, not right)
end

-- Takes a guess, nil for none; returns whether the question is over. With two choices, a
-- second try would tell nothing.
function attempt.take(session, guess)
  local step = session.record
  local right = guess ~= nil and question.is_right(step, guess)
  local choices = question.choices(step)
  remember(session, guess, right)
  if guess ~= nil and not right and session.missed == nil and not (choices and #choices == 2) then
    once_more(session, guess)
    return false
  end
  close(session, right)
  return true
end

-- For the log: what is asked.
function attempt.show(session)
  local record = session.record
  log.step(session, "show", {title = record.title, question = plain(record.question),
    task = session.kind == "task" and plain(record.text) or nil})
end

return attempt
