-- lesson_cells.lua - a lesson as a notebook: its texts, its code, its questions with a cell that
-- judges a guess, and its tasks with a cell that checks them. Answers, hints and solutions are
-- hidden until they are clicked.
--
-- The code of the lesson runs, in silence, because its texts contain computed values.

local context = require "mlrepl.context"
local current = require "mlrepl.lesson.current"
local files = require "mlrepl.lesson.files"
local notebook = require "mlrepl.notebook.notebook"
local question = require "mlrepl.lesson.question"
local source = require "mlrepl.lesson.source"
local text = require "mlrepl.lesson.text"

local lesson_cells = {}

local ENDLESS = 10 ^ 6 -- columns: paragraphs become one line

-- -- texts --------------------------------------------------------------------------------

-- Paragraphs and lines that are kept as they are, such as formulas.
local function markdown(words)
  local parts, block = {}, {}
  local function flush()
    if #block > 0 then parts[#parts + 1] = notebook.verbatim(block) end
    block = {}
  end
  for _, line in ipairs(text.wrap(text.compute(words), ENDLESS)) do
    if line:find("^  ") then
      block[#block + 1] = line:sub(3)
    else
      flush()
      if line ~= "" then parts[#parts + 1] = notebook.plain(line) end
    end
  end
  flush()
  return table.concat(parts, "\n\n")
end

local function bold(words) return "**" .. notebook.plain(words) .. "**" end

local function choices_of(step)
  local items = {}
  for i, choice in ipairs(step.choices or {}) do
    items[i] = ("- %s) %s"):format(string.char(96 + i), notebook.plain(choice))
  end
  return #items > 0 and table.concat(items, "\n") or nil
end

local function join(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[#parts + 1] = (select(i, ...)) or nil end
  return table.concat(parts, "\n\n")
end

local function answer_of(step)
  local right = text.sentence(question.text(step, question.right(step)))
  return join(bold(right), step.because and markdown(step.because))
end

-- -- cells --------------------------------------------------------------------------------

-- Without what a lesson needs only to be one, and without lines of dashes.
local function for_cell(lines)
  local kept = {}
  for _, line in ipairs(lines) do
    local rule = line:find("^%-%-[%- \t]*$") or line:find("^%-%- %-%- .*%-%-%-$")
    if not rule and not line:find("^local [%w_, ]+ = lesson%.") then kept[#kept + 1] = line end
  end
  return (table.concat(kept, "\n"):gsub("^%s*\n", ""):gsub("%s+$", ""))
end

-- Code above the first step. The comment at the start is the title.
local function add_preamble(cells, found)
  local lines, number = {}, 0
  for line in (found.code .. "\n"):gmatch("([^\n]*)\n") do
    number = number + 1
    if number == found.calls[1].line then break end
    local head = #lines == 0 and (line:find("^%-%-") or line:find("^#"))
    if not head then lines[#lines + 1] = line end
  end
  local code = for_cell(lines)
  if code ~= "" then notebook.add_code(cells, code) end
end

-- Before the code of the step runs.
local function step_head(step)
  return join("## " .. notebook.plain(step.title), step.text and markdown(step.text),
    step.question and bold("Guess first:") .. " " .. markdown(step.question),
    step.question and choices_of(step))
end

-- A call of lesson.guess or lesson.check about the step that `place` describes.
local function call(name, place, last)
  return ("lesson.%s(%q, %d%s)"):format(name, place.lesson, place.step, last)
end

-- After it has run. The answer stands before the code, where it is asked for.
local function add_step(cells, step, head, code, place)
  notebook.add_text(cells, head)
  if step.question then
    notebook.add_code(cells, call("guess", place, ', ""') .. "  -- your guess between the quotes")
    notebook.add_text(cells, notebook.hidden("Answer", answer_of(step)))
  end
  if code ~= "" then notebook.add_code(cells, code) end
  local after = join(not step.question and step.because and markdown(step.because),
    step.try and bold("Try it:") .. " " .. markdown(step.try))
  if after ~= "" then notebook.add_text(cells, after) end
end

local function lua_block(code)
  return "```lua\n" .. code .. "\n```"
end

local function add_task(cells, task, place)
  local hints = {}
  for i, hint in ipairs(task.hints or {}) do
    hints[i] = notebook.hidden(("Hint %d"):format(i), markdown(hint))
  end
  notebook.add_text(cells, join("## Your turn", markdown(task.text),
    #hints > 0 and table.concat(hints, "\n") or nil,
    task.solution and notebook.hidden("One solution", lua_block(task.solution))))
  notebook.add_code(cells, "")
  notebook.add_code(cells, task.check and call("check", place, "")
    or call("check", place, ", _") .. "  -- _ is the last value")
end

-- -- running the lesson -------------------------------------------------------------------

-- Runs up to the next step and returns it; nil at the end.
local function go_on(runner)
  local ok, made = coroutine.resume(runner.co)
  if not ok then error(made, 0) end
  if coroutine.status(runner.co) == "dead" or made.kind == "done" then return nil end
  return made
end

local function add_steps(cells, found, runner, lesson)
  local made, place = go_on(runner), {lesson = lesson, step = 0}
  while made do
    local record, part = made.record, source.call(found, made.line)
    local code = part and part.code or ""
    local head = made.kind == "step" and step_head(record)
    local after = go_on(runner)
    place.step = place.step + 1
    if made.kind == "step" then
      add_step(cells, record, head, code, place)
    else
      add_task(cells, record, place)
      if code ~= "" then notebook.add_code(cells, code) end
    end
    made = after
  end
end

local function fill(cells, found, fn, lesson)
  local runner = {co = coroutine.create(fn)}
  current.runner = runner
  local ok, message = pcall(add_steps, cells, found, runner, lesson)
  current.runner = nil
  if not ok then error(message, 0) end
end

local GUIDE = "Run the cells in order, with Shift+Enter. A cell with `lesson.guess` judges what "
  .. "you type between its quotes; one with `lesson.check` says whether a task is done."

-- The text of the notebook for a lesson, which is a name or a file.
function lesson_cells.text(name)
  local file, why = files.find(name)
  if not file then context.fail("--notebook", why) end
  local found, problem = source.read(file.path)
  if not found then context.fail("--notebook", problem) end
  if found.steps == 0 then context.fail("--notebook", file.path .. " has no steps") end
  local fn = assert(loadfile(file.path))
  local cells = notebook.new()
  local title, rest = found.title:match("^(.-): *(.*)$")
  notebook.add_text(cells, join("# " .. notebook.plain(title or found.title),
    rest and notebook.plain((rest:gsub("^%l", string.upper))), GUIDE))
  add_preamble(cells, found)
  files.quietly(true)
  local ok, message = pcall(fill, cells, found, fn,
    file.folder == "" and file.path or file.name)
  files.quietly(false)
  if not ok then error(message, 0) end
  return notebook.text(cells, "--notebook")
end

-- For --notebook LESSON.
function lesson_cells.print(name) io.stdout:write(lesson_cells.text(name)) end

return lesson_cells
