-- review.lua - review(): asks the missed questions again.
--
-- A session like those of runner.lua, with `reviews`, the list of the questions, `number`, the
-- one that is asked, and `right`, how many were answered. For each, the lesson's code runs up to
-- the step without output, because the question may be about its variables.
--   phase  "ask"; "pause": it is over; "broken": its code failed. Enter goes to the next one

local attempt = require "mlrepl.lesson.attempt"
local again = require "mlrepl.lesson.again"
local verbs = require "mlrepl.lesson.commands"
local current = require "mlrepl.lesson.current"
local files = require "mlrepl.lesson.files"
local input = require "mlrepl.lesson.input"
local leave = require "mlrepl.leave"
local pending = require "mlrepl.lesson.pending"
local question = require "mlrepl.lesson.question"
local rerun = require "mlrepl.lesson.rerun"
local source = require "mlrepl.lesson.source"
local state = require "mlrepl.lesson.state"
local text = require "mlrepl.lesson.text"

local review = {}

-- -- the list of questions --------------------------------------------------------

-- Lessons change: what is no longer there is forgotten.
local function usable()
  local list = {}
  for _, one in ipairs(pending.all()) do
    local file = files.find(one.key)
    local found = file and source.read(file.path)
    if found and one.step <= found.steps then
      one.file, one.source = file, found
      list[#list + 1] = one
    else
      pending.note(one.key, one.step, nil, false)
    end
  end
  return list
end

-- -- asking -----------------------------------------------------------------------

local NOTHING = "No questions were missed. lesson() lists the lessons."

local function finish(session)
  local count = #session.reviews
  review.close(session)
  if count == 0 then return text.say(NOTHING) end
  text.say(("End of the review: %d of %d right.%s"):format(session.right, count,
    session.right < count and " The others come back next time." or ""))
end

-- The question as the lesson asks it, with its text and code, or the new one alone.
local function present(session, one)
  print("")
  text.title(("Review %d of %d. %s"):format(session.number, #session.reviews, one.title))
  if not session.step.again then
    text.say(session.record.text)
    if not question.is_answered_by(session.record, session.call.code) then
      text.tell_code(session.call.code)
    end
  end
  text.ask(session.record, "")
  session.phase = "ask"
end

-- Goes to question `number`. Those that the lesson no longer has are forgotten.
local function ask(session, number)
  session.number = number
  local one = session.reviews[number]
  if not one then return finish(session) end
  session.file, session.source, session.phase = one.file, one.source, "broken"
  attempt.begin(session)
  rerun.upto(session, one.step)
  session.step = session.record
  if not session.step.question or session.step.title ~= one.title then
    pending.note(one.key, one.step, nil, false)
    table.remove(session.reviews, number)
    return ask(session, number)
  end
  session.record = again.question(session.step)
  present(session, one)
  attempt.show(session)
end

-- Runs the step's code, whose values `because` may name, unless the question has new ones.
local function explain(session, guess)
  local record = session.record
  if not session.step.again then
    rerun.renew(session)
    rerun.quietly(session)
    session.record = record
  end
  session.phase = "pause"
  attempt.tell(session, guess)
  print("(Press Enter to continue)")
end

-- -- what the commands call -------------------------------------------------------

function review.guess(session, guess)
  if not attempt.take(session, guess) then return end
  if guess ~= nil and question.is_right(session.record, guess) then
    session.right = session.right + 1
  end
  explain(session, guess)
end

function review.enter(session)
  if session.phase == "ask" then return review.guess(session, session.candidate) end
  ask(session, session.number + 1)
end

function review.pass(session) ask(session, session.number + 1) end

-- back() and restart() count the questions, not the steps of a lesson.
function review.go_to(session, goal)
  if goal == 1 then session.right = 0 end
  ask(session, goal)
end

function review.close(session)
  if current.runner == session then current.runner = nil end
  verbs.restore(session)
  leave.left("lesson")
  state.close(session)
end

function review.farewell() return "The questions that are left come back next time." end

-- Before each prompt.
local function turn(session)
  if rerun.broke(session) then text.say("(Press Enter for the next question, or call quit().)") end
end

-- Asks what was missed.
function review.open()
  local list = usable()
  if #list == 0 then return text.say(NOTHING) end
  local session = {reviews = list, number = 0, right = 0, index = 0, prompt = review,
    file = list[1].file}
  session.listen = input.listener(session, turn)
  rerun.begin(session)
  verbs.set(session)
  text.say("Press Enter to continue. You can call hint(), skip(), back(), restart() and quit(), "
    .. "and use the prompt as usual.")
  ask(session, 1)
end

return review
