-- commands.lua - lines at the prompt that are no Lua: %cd, %run, !ls.

local context = require "mlrepl.context"
local prompt = require "mlrepl.prompt"
local system = require "mlrepl.system"

local prompt_commands = {}

local commands = {}


-- A file's name may be put into quotes.
local function unquoted(text)
  return text:match('^"(.*)"$') or text:match("^'(.*)'$") or text
end

local function with_home(path)
  return (path:gsub("^~", os.getenv("HOME") or "~", 1))
end

function commands.cd(path)
  local place = path == "" and "~" or unquoted(path)
  local ok, why = system.change_folder(with_home(place))
  if not ok then context.fail("%cd", ("cannot go to \"%s\": %s"):format(place, why)) end
  print(system.folder())
end

function commands.pwd() print(system.folder()) end

function commands.run(path)
  if path == "" then context.fail("%run", "name of a file expected, as in %run my.lua") end
  return ("dofile(%q)"):format(with_home(unquoted(path)))
end

function commands.highlight(word)
  if word ~= "on" and word ~= "off" then
    context.fail("%highlight", "on or off expected, as in %highlight off")
  end
  local on = prompt.highlight and prompt.highlight(word == "on")
  if word == "on" and not on then
    print("(no colours here: NO_COLOR is set, or the terminal has none)")
  end
end

function commands.who() who() end

function commands.history(what)
  history(math.tointeger(what) or (what ~= "" and what or nil))
end

function commands.help(what)
  help(what ~= "" and unquoted(what) or nil)
end

function commands.reset() reset() end

function commands.save(path)
  if path == "" then context.fail("%save", "name of a file expected, as in %save my.lua") end
  save_session(with_home(unquoted(path)))
end

function commands.time()
  context.fail("%time", "an expression or a statement expected, as in %time train(m, X, y)")
end

-- -- %edit --------------------------------------------------------------------------

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function read(path)
  local file = io.open(path)
  local text = file and file:read("a")
  if file then file:close() end
  return text
end

local function set(name)
  local value = os.getenv(name)
  return value ~= "" and value or nil
end

local function edit_file(path)
  local editor = set("VISUAL") or set("EDITOR") or "editor"
  if not os.execute(editor .. " " .. quoted(path)) then
    context.fail("%edit", ("the editor (%s) failed; the environment's EDITOR names another")
      :format(editor))
  end
end

-- What was typed last, but for the commands.
local function last_entry()
  local list = prompt.entries and prompt.entries() or {}
  for i = #list, 1, -1 do
    if not list[i]:find("^%s*[%%!?]") then return list[i] end
  end
  return ""
end

local function edit_last()
  local path, before = os.tmpname(), last_entry()
  local file = assert(io.open(path, "w"))
  local wrote, why = file:write(before, "\n")
  local closed, later = file:close()
  if not (wrote and closed) then
    os.remove(path)
    error(("cannot write %s: %s"):format(path, why or later), 0)
  end
  local ok, message = pcall(edit_file, path)
  local text = read(path)
  os.remove(path)
  if not ok then error(message, 0) end
  return text and text:gsub("%s+$", "") or nil
end

-- Gives what is to be run, and whether it was typed.
function commands.edit(path)
  if path == "" then return edit_last(), true end
  edit_file(with_home(unquoted(path)))
  return commands.run(path)
end

-- -- all ------------------------------------------------------------------------------

local SHELL = {ls = true, cat = true, cp = true, mv = true, rm = true, mkdir = true}

local function shell(line)
  if line == "" then context.fail("!", "a command of the shell expected, as in !ls") end
  local _, how, code = os.execute(line)
  if how == "signal" then print(("\n(signal %d ended it)"):format(code)) end
  if how == "exit" and code ~= 0 then print(("(it ended with %d)"):format(code)) end
end

function prompt_commands.run(text)
  text = text:match("^%s*(.*)$")
  if text:sub(1, 1) == "!" then return shell(text:sub(2):match("^%s*(.-)%s*$")) end
  local name, rest = text:match("^%%%s*(%w*)%s*(.-)%s*$")
  if not commands[name] then
    local hint = SHELL[name] and "; !" .. name .. " asks the shell"
      or context.suggest(name, commands)
    context.fail("%" .. name, "there is no such command"
      .. (hint ~= "" and hint or "; help\"prompt\" lists them"))
  end
  return commands[name](rest)
end

-- What completion offers behind %.
prompt_commands.commands = commands

-- -- words in quotes ------------------------------------------------------------------

local METHODS = {"adam", "exact", "gd", "lbfgs", "minibatch", "momentum", "newton", "sgd"}
local SCALINGS = {"mean", "minmax", "zscore"}

local function names_of(list, field)
  local names = {}
  for i, item in ipairs(list) do names[i] = item[field] end
  return names
end

local function bundled()
  local column, names = data.list().name, {}
  for i = 1, #column do names[i] = column[i] end
  return names
end

local WORDS = {
  ["data.load"] = bundled,
  lesson = function() return names_of(require("mlrepl.lesson.files").all(), "name") end,
  help = function() return names_of(debug.getregistry()["mlrepl.primitives"], "name") end,
  normalize = function() return SCALINGS end,
}

local OPTIONS = {method = METHODS, normalize = SCALINGS}

-- What completion offers in a call, within quotes: of an option `key`, or of an
-- argument when that is "".
function prompt_commands.words_for(call, key)
  if key ~= "" then return OPTIONS[key] end
  return WORDS[call] and WORDS[call]()
end

local function entry(usage, help)
  return {name = "prompt:" .. usage:match("^%S*"), usage = usage, help = help, example = "who()"}
end

prompt_commands.entries = {
  entry("%time expression", "At the prompt: runs it and says how long that took. Without it the "
    .. "time is shown when it was more than half a second."),
  entry("%run file", "At the prompt: runs a Lua file as dofile does; its globals are yours "
    .. "afterwards."),
  entry("%edit file", "At the prompt: opens the file in your editor (the environment's VISUAL or "
    .. "EDITOR) and runs it afterwards; without a file, what was typed last."),
  entry("%cd folder", "At the prompt: goes to the folder, to your home without one, and says "
    .. "where that is; %pwd says where you are."),
  entry("%highlight on", "At the prompt: colours in the line being typed, on or off; the "
    .. "environment's NO_COLOR keeps all colours off."),
  entry("%save file", "At the prompt: save_session(\"file\"). Likewise %who, %history, %reset and "
    .. "%help do what who(), history(), reset() and help() do."),
  entry("!command", "At the prompt: a command of the shell, as !ls."),
  entry("keys", "Enter runs what is complete and goes on where it is not; Alt-Enter always breaks "
    .. "the line, and an empty line ends what cannot be completed. Tab completes names, methods, "
    .. "options and columns, in quotes data sets, lessons and files; at the start of a line it "
    .. "indents. Up and Down move in the entry, then bring back those that begin with what is "
    .. "typed; Ctrl-R searches. Home and End (Ctrl-A, Ctrl-E) go to the ends of the line, then of "
    .. "the entry; Ctrl-K cuts to the end of the line, Ctrl-W a word, Ctrl-Y puts it back, "
    .. "Ctrl-_ undoes. Ctrl-C drops what is typed or stops what runs, Ctrl-L clears the screen, "
    .. "Ctrl-Z gives the shell back until fg, Ctrl-D leaves. What is pasted may have prompts. "
    .. "~/.inputrc sets keys, behind $if mlrepl for this program alone."),
}

return prompt_commands
