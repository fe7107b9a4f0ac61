-- debugger.lua - %debug: looks at the stack of the last error, or runs code line by line.

local context = require "mlrepl.context"
local inspect = require "mlrepl.inspect"
local leave = require "mlrepl.leave"
local native = require "mlrepl.debugger"
local post_mortem = require "mlrepl.post_mortem"
local session = require "mlrepl.prompt.session"
local source = require "mlrepl.prompt.source"
local stepper = require "mlrepl.stepper"

local debugger = {}

local AROUND = 2 -- lines shown before and after the current one

local frames -- the list of frames; nil if the debugger is off
local live = false -- whether code is being run
local at -- the number of the current frame, 1 for the innermost

-- -- showing --------------------------------------------------------------------------

local function title(i)
  local frame = frames[i]
  return ("%d  %s:%d: in %s"):format(i, frame.short, frame.line, frame.name)
end

local function show_lines(frame, around)
  local lines = source.lines(frame.source)
  for n = math.max(1, frame.line - around), math.min(#lines, frame.line + around) do
    print(("%s %4d  %s"):format(n == frame.line and ">" or " ", n, lines[n]))
  end
end

-- The value on one line.
local function brief(value)
  local text = inspect.text(value)
  local fits = not text:find("\n") and utf8.len(text) and utf8.len(text) <= context.width() - 20
  return fits and text or session.shape(value)
end

-- -- variables ------------------------------------------------------------------------

-- Calls f(name, index) for each upvalue of the frame's function.
local function each_upvalue(frame, f)
  for i = 1, math.huge do
    local name = debug.getupvalue(frame.func, i)
    if not name then return end
    if name ~= "_ENV" then f(name, i) end
  end
end

-- The {name, value} of a local; of several with that name, the innermost.
local function find_local(frame, name)
  for i = #frame.locals, 1, -1 do
    if frame.locals[i][1] == name then return frame.locals[i] end
  end
end

local function find_upvalue(frame, wanted)
  local found
  each_upvalue(frame, function(name, i)
    if name == wanted then found = i end
  end)
  return found
end

-- The globals that the function sees.
local function globals(frame)
  for i = 1, math.huge do
    local name, value = debug.getupvalue(frame.func, i)
    if not name then return _G end
    if name == "_ENV" then return value end
  end
end

-- A table in which names have the values that they have in the frame.
local function environment(frame)
  local outer = globals(frame)
  return setmetatable({}, {
    __index = function(_, name)
      local variable = find_local(frame, name)
      if variable then return variable[2] end
      local i = find_upvalue(frame, name)
      if i then return select(2, debug.getupvalue(frame.func, i)) end
      return outer[name]
    end,
    __newindex = function(_, name, value)
      local variable, i = find_local(frame, name), find_upvalue(frame, name)
      if variable then
        variable[2] = value
        if live then stepper.set(frame.level, variable[3], value) end
      elseif i then
        debug.setupvalue(frame.func, i, value)
      else
        outer[name] = value
      end
    end,
  })
end

-- The variables of the frame as a table, for completion.
local function variables(frame)
  local names = {}
  each_upvalue(frame, function(name, i)
    names[name] = select(2, debug.getupvalue(frame.func, i))
  end)
  for _, variable in ipairs(frame.locals) do names[variable[1]] = variable[2] end
  names["..."] = nil
  return names
end

-- -- commands -------------------------------------------------------------------------

local commands = {}

local function show_frame()
  native.on(variables(frames[at]))
  print(title(at))
  show_lines(frames[at], AROUND)
end

local function move(to)
  if to < 1 and at == 1 then return print("(this is the innermost frame)") end
  if to > #frames and at == #frames then return print("(this is the outermost frame)") end
  at = math.max(1, math.min(#frames, to))
  show_frame()
end

function commands.up(n) move(at + (n or 1)) end

function commands.down(n) move(at - (n or 1)) end

function commands.frame(n) move(n or at) end

function commands.where()
  for i = 1, #frames do print((i == at and "> " or "  ") .. title(i)) end
end

function commands.list()
  print(title(at))
  show_lines(frames[at], 10)
end

function commands.locals()
  local frame, any = frames[at], false
  for _, variable in ipairs(frame.locals) do
    local name = variable[1]
    local hidden = name ~= "..." and find_local(frame, name) ~= variable
    print(("%s = %s%s"):format(name, brief(variable[2]), hidden and "  (hidden)" or ""))
    any = true
  end
  each_upvalue(frame, function(name, i)
    local _, value = debug.getupvalue(frame.func, i)
    print(("%s = %s  (upvalue)"):format(name, brief(value)))
    any = true
  end)
  if not any then print("(no locals)") end
end

function commands.help()
  if live then
    print([[
step                go to the next line, also in a called function
next                go to the next line of this function
finish              go on until the function has returned
until 12            go on to line 12
continue            go on to the end]])
  end
  print([[
up, down, frame 3   go to the caller, the callee, that frame
where               list the frames
locals              show the local variables and upvalues
list                show more of the source
p name              show a variable, even if it has the name of a command
quit                leave the debugger (Ctrl-D too)
Other input is Lua: names stand for the variables of the frame.]])
end

function commands.quit() debugger.leave() end

commands.exit = commands.quit

-- -- running line by line -------------------------------------------------------------

-- The commands while code is being run. Otherwise these words are Lua: many have a variable step.
local ways = {step = true, next = true, finish = true, ["until"] = true, continue = true}

-- Other debuggers' names, for words that are no variables.
local SHORT = {b = "where", bt = "where", c = "continue", cont = "continue", d = "down", h = "help",
  l = "list", n = "next", q = "quit", r = "finish", s = "step", u = "up", w = "where"}

local function is_variable(name)
  local frame = frames[at]
  return find_local(frame, name) or find_upvalue(frame, name) or globals(frame)[name] ~= nil
end

local function show_results(results)
  for i = 2, results.n do print(inspect.text(results[i])) end
end

-- The code has failed: what remains is its stack.
local function show_failure(message)
  local record = post_mortem.last()
  live = false
  print(type(message) == "string" and message or "error object: " .. brief(message))
  if not record or not record[1] then return debugger.leave() end
  frames, at = record, 1
  show_frame()
  print("(the code has failed; quit leaves the debugger)")
end

local function go(how, line)
  post_mortem.keep(false)
  local results = table.pack(stepper.go(how, line))
  if results[1] == "done" then
    debugger.leave()
    return show_results(results)
  end
  if results[1] == "failed" then
    show_failure(results[2])
  else
    frames, at = stepper.frames(), 1
    show_frame()
  end
  if frames then post_mortem.keep(true) end
end

local function run(code)
  local f, message = source.compile(code)
  if not f then error("%debug: " .. message, 0) end
  post_mortem.forget()
  stepper.start(f)
  live = true
  go("step")
  if live then print("(help lists the commands; quit ends the run)") end
end

-- Runs a command, or returns code to run and its environment.
function debugger.line(text)
  text = text:match("^%s*(.-)[%s;]*$")
  local word, n = text:match("^(%l+)%s*(%d*)$")
  if SHORT[word] and not is_variable(word) then
    word = SHORT[word]
    if ways[word] and not live then
      return print(("(nothing is running; %%debug f(x) runs code line by line: %s)"):format(word))
    end
  end
  if live and ways[word] and (word == "until") == (n ~= "") then
    return go(word, math.tointeger(n))
  end
  if commands[word] then
    commands[word](math.tointeger(n))
    return nil
  end
  local code = text:match("^p%s+([^=(].*)$") or text
  if code:find("^[%a_][%w_]*$") and load("local " .. code) and not is_variable(code) then
    return print(("nil\n('%s' is not defined here)"):format(code))
  end
  return code, environment(frames[at])
end

-- -- beginning and end ----------------------------------------------------------------

local function message_of(record)
  local text = type(record.error) == "string" and record.error or brief(record.error)
  return text:match("^[^\n]*")
end

-- %debug, or %debug code
function debugger.start(code)
  if frames then debugger.leave() end
  if code ~= "" then return run(code) end
  local record = post_mortem.last()
  if not record then
    context.fail("%debug", "no error yet; after one, %debug goes to the place where it happened")
  end
  frames, at = record, 1
  print(message_of(record))
  show_frame()
  post_mortem.keep(true)
  print("(help lists the commands; quit leaves)")
end

function debugger.leave()
  if live then stepper.stop() end
  live = false
  post_mortem.keep(false)
  native.on()
  if frames then leave.left("debugger") end
  frames = nil
end

return debugger
