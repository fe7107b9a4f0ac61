-- answers.lua - what answers a question: for two questions of every lesson, answers as people
-- type them, right, wrong, hedged and negated, and what the prompt says. With an argument, prints
-- them all.
local check = dofile("tests/check.lua")
local current = require "mlrepl.lesson.current"
local lesson_files = require "mlrepl.lesson.files"

local home = check.lines("mktemp -d")[1]
local PER_LESSON = 2

-- -- the questions ------------------------------------------------------------------

-- The first records of the lesson with a question.
local function questions(path)
  local list, co = {}, coroutine.create(assert(loadfile(path)))
  lesson_files.quietly(true)
  repeat
    current.runner = {co = co}
    local ok, made = coroutine.resume(co)
    current.runner = nil
    if not ok then
      lesson_files.quietly(false)
      error(made)
    end
    if made and made.record.question then list[#list + 1] = made.record end
  until not made or #list == PER_LESSON
  lesson_files.quietly(false)
  return list
end

-- Code for the fields of a step that decide about answers.
local function source_of(record)
  local parts = {("question = %q, answer = %s"):format(record.question, record.answer)}
  if record.tolerance then parts[#parts + 1] = "tolerance = " .. record.tolerance end
  if record.choices then
    local words = {}
    for i, choice in ipairs(record.choices) do words[i] = ("%q"):format(choice) end
    parts[#parts + 1] = "choices = {" .. table.concat(words, ", ") .. "}"
  end
  return table.concat(parts, ", ")
end

-- -- the answers --------------------------------------------------------------------

local ONES = {[0] = "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
  "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
  "nineteen"}
local TENS = {"ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}

-- A whole number up to a thousand in words; nil for others.
local function in_words(n)
  n = math.tointeger(n)
  if not n or n < 0 or n > 1000 then return nil end
  if n < 20 then return ONES[n] end
  if n < 100 then return TENS[n // 10] .. (n % 10 > 0 and "-" .. ONES[n % 10] or "") end
  if n == 1000 then return "a thousand" end
  return ONES[n // 100] .. " hundred" .. (n % 100 > 0 and " and " .. in_words(n % 100) or "")
end

-- Each set of answers gets one verdict.
local function for_choices(record)
  local right = string.char(96 + record.answer)
  local words = record.choices[record.answer]
  local start, rest = words:match("^(%l+) (.+)$")
  local bare = (start == "it" or start == "the" or start == "a") and rest or words
  local good = {bare, right, right:upper(), right .. ")", "(" .. right .. ")", right .. ".", words, words:upper(),
    words .. ".", "'" .. words .. "'", right .. ") " .. words, "  " .. right .. "  "}
  local wrong, other = {}, nil
  for i, choice in ipairs(record.choices) do
    if i ~= record.answer then
      other = string.char(96 + i)
      wrong[#wrong + 1] = other
      wrong[#wrong + 1] = choice
    end
  end
  local none = {right .. " or " .. other, "maybe " .. words, "not " .. words, "not " .. right, "no idea",
    "it depends", "e", right .. " and " .. other, "never " .. right, "I don't know"}
  return good, wrong, none
end

local function for_number(record)
  local text = ("%.12g"):format(record.answer)
  local good = {text, "about " .. text, text .. " dollars", "= " .. text, "x = " .. text, text .. " ?",
    "approximately " .. text .. ".", ("(%s + 1) - 1"):format(text), text .. " * 1", in_words(record.answer)}
  local far = ("%.12g"):format(record.answer * 3 + 7)
  local wrong = {far, "about " .. far, in_words(record.answer * 3 + 7)}
  local none = {text .. " or " .. far, "not " .. text, "between " .. text .. " and " .. far,
    "less than " .. far, "no idea", "it depends", "I don't know", "more than " .. text}
  return good, wrong, none
end

local function for_yes_or_no(record)
  local yes = {"yes", "YES", "Yes.", "y", "yeah", "true", "yes!"}
  local no = {"no", "NO", "No.", "n", "nope", "false", "no!"}
  return record.answer and yes or no, record.answer and no or yes,
    {"maybe", "yes and no", "yes or no", "not yes", "not no", "it depends", "no idea"}
end

-- -- the verdicts ------------------------------------------------------------------

local SAID = {{"Correct: ", "right"}, {"Not correct: ", "wrong"}, {"Answer with ", "no answer"},
  {"Answer yes or no", "no answer"}}

local function verdict_of(said)
  for _, pair in ipairs(SAID) do
    if said:find("^[> ml\n]*" .. pair[1]) then return pair[2] end
  end
  return "other: " .. said
end

-- A list of verdicts on the answers: a lesson asks the question once for each of them.
local function verdicts(record, answers)
  local step = ("lesson.step{title = 'Try', %s}\n"):format(source_of(record))
  check.write(home .. "/asked.lua", "-- Asked: a test.\n" .. step:rep(#answers))
  local lines = {("lesson%q"):format(home .. "/asked.lua")}
  for _, answer in ipairs(answers) do
    table.move({"print('@@')", answer, "print('@@')", "skip"}, 1, 4, #lines + 1, lines)
  end
  check.write(home .. "/keys", table.concat(lines, "\n") .. "\n")
  local text = check.output(("HOME=%s XDG_STATE_HOME=%s MLREPL_HISTORY=/dev/null MLREPL_LESSON_LOG=/dev/null "
    .. "%s -i <%s/keys 2>&1"):format(home, home, check.program, home))
  os.execute("rm -rf " .. home .. "/mlrepl")
  local list = {}
  for said in text:gmatch("@@\n(.-)@@") do list[#list + 1] = verdict_of(said) end
  return list
end

-- Checks the verdicts on all answers to a question; returns how many there were.
local function judge(record)
  local make = record.choices and for_choices or type(record.answer) == "number" and for_number
    or for_yes_or_no
  local answers, wanted, failures = {}, {}, {}
  for k, set in ipairs{make(record)} do
    for _, answer in ipairs(set) do
      answers[#answers + 1] = answer
      wanted[#wanted + 1] = ({"right", "wrong", "no answer"})[k]
    end
  end
  local got = verdicts(record, answers)
  if arg[1] then print("\n" .. record.question) end
  for i, answer in ipairs(answers) do
    if arg[1] then print(("    %-10s %s"):format(got[i], answer)) end
    if got[i] ~= wanted[i] then
      failures[#failures + 1] = ("%q is %s, expected %s"):format(answer, got[i], wanted[i])
    end
  end
  assert(#failures == 0, record.question .. "\n  " .. table.concat(failures, "\n  "))
  return #answers
end

local asked, tried = 0, 0
for _, file in ipairs(lesson_files.all()) do
  check.case(file.key .. " judges answers as a teacher would", function()
    for _, record in ipairs(questions(file.path)) do
      asked, tried = asked + 1, tried + judge(record)
    end
  end)
end

check.case("at least 40 questions were asked", function() assert(asked >= 40, asked) end)
if arg[1] then print(("%d answers to %d questions"):format(tried, asked)) end

os.execute("rm -rf " .. home)
check.done("answers")
