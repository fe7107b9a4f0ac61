-- commands.lua - prompt commands that are not Lua: %cd, %run, !ls.

local context = require "mlrepl.context"
local files = require "mlrepl.files"
local log = require "mlrepl.log"
local prompt = require "mlrepl.prompt"
local shell = require "mlrepl.prompt.shell"
local system = require "mlrepl.system"

local prompt_commands = {}

local commands = {}


-- Removes optional quotes around a file name.
local function unquoted(text)
  return text:match('^"(.*)"$') or text:match("^'(.*)'$") or text
end

local function with_home(path)
  return (path:gsub("^~", os.getenv("HOME") or "~", 1))
end

function commands.cd(path)
  local place = path == "" and "~" or unquoted(path)
  local ok, why = system.change_folder(with_home(place))
  if not ok then context.fail("%cd", ("cannot change to folder \"%s\": %s"):format(place, why)) end
  print(system.folder())
end

function commands.pwd() print(system.folder()) end

function commands.run(path)
  if path == "" then context.fail("%run", "file name expected, as in %run my.lua") end
  return ("dofile(%q)"):format(with_home(unquoted(path)))
end

function commands.highlight(word)
  if word ~= "on" and word ~= "off" then
    context.fail("%highlight", "on or off expected, as in %highlight off")
  end
  local on = prompt.highlight and prompt.highlight(word == "on")
  if word == "on" and not on then
    print("(no colors: NO_COLOR is set or the terminal does not support color)")
  end
end

function commands.timeit(code) require("mlrepl.prompt.timing").timeit(code) end

local finish -- what remains to be done after a command, even if it failed

-- Called after each command.
function prompt_commands.finish()
  local act = finish
  finish = nil
  if act then act() end
end

function commands.prof(code)
  local profile = require "mlrepl.prompt.profile"
  finish = profile.finish
  profile.prof(code)
end

function commands.debug(code) require("mlrepl.prompt.debugger").start(code) end

local function start_log(path, append)
  if path == "" then context.fail("%log", "file name expected, as in %log session.txt") end
  if log.path() then
    context.fail("%log", ("already logging to %s; %%log off ends that"):format(log.path()))
  end
  if not append and files.kind(path) == "file" then
    context.fail("%log", ("file \"%s\" exists; %%log -a %s appends to it"):format(path, path))
  end
  local problem = log.open(path, append)
  if problem then
    context.fail("%log", ("cannot write to \"%s\": %s"):format(path, problem))
  end
  print("logging to " .. path)
end

function commands.log(text)
  local append, path = text:match("^(%-a)%s*(.*)$")
  local now = log.path()
  if text == "" then
    return print(now and "logging to " .. now or "no log; %log FILE starts one")
  end
  if text ~= "off" then return start_log(with_home(unquoted(path or text)), append ~= nil) end
  if not now then context.fail("%log", "there is no log to end") end
  log.close()
  print("log ended: " .. now)
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
  if path == "" then context.fail("%save", "file name expected, as in %save my.lua") end
  save_session(with_home(unquoted(path)))
end

function commands.time()
  context.fail("%time", "expression or statement expected, as in %time train(m, X, y)")
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

-- The first standard editor that is installed.
local function installed()
  for _, name in ipairs{"editor", "vi", "nano"} do
    if os.execute("command -v " .. name .. " >/dev/null 2>&1") then return name end
  end
  return "editor"
end

local function edit_file(path)
  local editor = set("VISUAL") or set("EDITOR") or installed()
  if not log.run(editor .. " " .. quoted(path)) then
    context.fail("%edit", ("the editor (%s) failed; set EDITOR to choose another")
      :format(editor))
  end
end

-- The last entry that is not a prompt command.
local function last_entry()
  local list = prompt.entries and prompt.entries() or {}
  for i = #list, 1, -1 do
    if not list[i]:find("^%s*[%%!?]") then return list[i] end
  end
  return ""
end

-- Returns the text as the user saved it, without blanks at the end.
function prompt_commands.edit_text(before)
  local path = os.tmpname()
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
  return text and text:gsub("\r\n?", "\n"):gsub("%s+$", "") or nil
end

-- Returns the code to run, and whether the user typed it.
function commands.edit(path)
  if path == "" then return prompt_commands.edit_text(last_entry()), true end
  edit_file(with_home(unquoted(path)))
  return commands.run(path)
end

-- A notebook has no screen.
function commands.clear()
  if prompt.clear then return prompt.clear() end
  log.run("clear")
end

-- -- all ------------------------------------------------------------------------------

local SHELL = {ls = true, cat = true, cp = true, mv = true, rm = true, mkdir = true}

function prompt_commands.run(text)
  text = text:match("^%s*(.*)$")
  if text:sub(1, 1) == "!" then return shell.run(text:sub(2)) end
  if text:sub(1, 1) ~= "%" then return shell.assignment(text) end
  local name, rest = text:match("^%%%s*(%w*)%s*(.-)%s*$")
  if not commands[name] then
    local hint = SHELL[name] and "; use !" .. name .. " to run it in the shell"
      or context.suggest(name, commands):gsub("'", "'%%", 1)
    context.fail("%" .. name, "unknown command"
      .. (hint ~= "" and hint or "; help\"prompt\" lists them"))
  end
  return commands[name](rest)
end

-- Candidates for completion after %.
prompt_commands.commands = commands

local function entry(usage, help)
  return {name = "prompt:" .. usage:match("^%S*"), usage = usage, help = help, example = "who()"}
end

prompt_commands.entries = {
  entry("%time expression", "At the prompt: runs the expression or statement and prints the "
    .. "elapsed time. Even without %time, a time over half a second is printed."),
  entry("%timeit expression", "At the prompt: measures a short expression or statement. It is "
    .. "repeated in loops of at least 0.2 s, 7 times; printed are the mean, the standard "
    .. "deviation and the best of these runs. -n 1000 sets the loops per run, -r 3 the runs. "
    .. "Garbage is collected before each run, but what the code itself collects counts. In the "
    .. "code, local variables are faster than the global ones of the prompt."),
  entry("%prof code", "At the prompt: runs code and prints for each function, built-in ones "
    .. "too, the number of calls, the total time and its own time, without the functions that it "
    .. "calls. Coroutines are included. The time of the measurement is left out and told; very "
    .. "short functions still look slower than they are. %prof -l also measures each line of your "
    .. "functions, with the built-in functions that it calls."),
  entry("%log file", "At the prompt: writes a transcript of the session to a new file: entries "
    .. "and all that is printed, also by shell commands, as plain text. %log -a file appends to a "
    .. "file, %log off ends the log, and %log says whether there is one. Of a progress bar only "
    .. "the last state is written. What is typed for io.read and screens of editors and pagers "
    .. "are left out."),
  entry("%debug", "At the prompt: goes to the place of the last error. up and down move along "
    .. "the stack, where lists it, locals shows the local variables and upvalues of the frame, "
    .. "list its source, and quit leaves. Other input is Lua, in which names stand for the "
    .. "variables of the frame; p name shows one that has the name of a command. The stack is a "
    .. "copy: assignments change it, but the failed code does not go on. It is kept until the "
    .. "next error or reset().\n%debug f(x) runs code line by line: step goes to the next line, "
    .. "next to the next one of the same function, finish goes on until the function has "
    .. "returned, until 12 to line 12 and continue to the end; assignments take effect. It does "
    .. "not stop in coroutines and in functions that table.sort, string.gsub or a primitive "
    .. "calls."),
  entry("%run file", "At the prompt: runs a Lua file, as dofile does; its global variables remain "
    .. "available."),
  entry("%edit file", "At the prompt: opens the file in your editor (VISUAL or EDITOR in the "
    .. "environment) and then runs it; without a file, edits and runs the last entry."),
  entry("%cd folder", "At the prompt: changes to the folder (default: your home folder) and "
    .. "prints its path; %pwd prints the current folder."),
  entry("%clear", "At the prompt: clears the screen; in a notebook, the output of the cell."),
  entry("%highlight on", "At the prompt: turns syntax highlighting of the input on or off. "
    .. "The environment variable NO_COLOR disables all colors."),
  entry("%save file", "At the prompt: calls save_session(\"file\"). Likewise, %who, %history, "
    .. "%reset and %help call who(), history(), reset() and help()."),
  entry("?name", "At the prompt: describes a function, a variable, a word of Lua or a topic, like "
    .. "help\"name\"; ??name shows the source of a function, all of a variable, or every entry "
    .. "whose text has the word. name? and name?? do the same."),
  entry("!command", "At the prompt: runs a shell command, as in !ls. files = !ls keeps what it "
    .. "prints as a list of lines, of which files.n is the text and files.s has spaces between "
    .. "the lines. An exit status other than 0 is printed."),
  entry("ans", "At the prompt: the value of the last expression, also called _. A semicolon at the "
    .. "end of an entry suppresses the output, but ans still gets the value."),
  entry("init.lua", "The prompt starts by running the file init.lua in ~/.config/mlrepl (or in "
    .. "mlrepl/ below XDG_CONFIG_HOME), unless the option --no-init or -E is given. Entries are "
    .. "kept in the file history in ~/.local/state/mlrepl (or in mlrepl/ below XDG_STATE_HOME); "
    .. "MLREPL_HISTORY=file chooses another, MLREPL_HISTORY=/dev/null none. The file keeps the "
    .. "last 20000 entries, or more if history-size in ~/.inputrc is larger, and at most 8 MB."),
  entry("keys", "Enter runs a complete entry and starts a new line in an incomplete one, even "
    .. "after blank lines; Alt-Enter always starts a new line, and Ctrl-C drops the entry. Tab "
    .. "completes names, methods, options and columns, and, in strings, keys, values of options, "
    .. "datasets, lessons and files; at the start of a line it indents. The line below the entry "
    .. "shows the arguments of the call that is being typed. Up and Down move within the entry, "
    .. "then recall earlier entries that begin with the same text; Ctrl-R and Ctrl-S search. The "
    .. "rest of an earlier entry is suggested in dim letters: Right or End takes it, Alt-F its "
    .. "next word. Home and End (Ctrl-A, Ctrl-E) go to the start and end of the line, then of "
    .. "the entry. Ctrl-K cuts to the end of the line, Ctrl-W cuts a word, Ctrl-Y pastes, Ctrl-_ "
    .. "undoes. Alt-# turns the entry into a comment, Ctrl-X Ctrl-E opens it in an editor. "
    .. "Ctrl-C also interrupts running code, Ctrl-L clears the screen, Ctrl-Z suspends mlrepl "
    .. "until fg, Ctrl-D or exit leaves. Prompts in pasted text (those of mlrepl, lua and Python) "
    .. "are removed, and nothing of it is run if a line is wrong. Key bindings are read from "
    .. "~/.inputrc; lines after $if mlrepl apply only to mlrepl. The commands of the prompt have "
    .. "the names mlrepl-accept, mlrepl-newline, mlrepl-complete-or-indent, "
    .. "mlrepl-previous-line-or-history, mlrepl-next-line-or-history, mlrepl-beginning-of-line, "
    .. "mlrepl-end-of-line, mlrepl-kill-line, mlrepl-forward-char, mlrepl-forward-word, "
    .. "mlrepl-comment and mlrepl-edit."),
}

return prompt_commands
