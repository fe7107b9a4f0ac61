-- man.lua - the manual page mlrepl.1, in the macros of man(7).

local options = require "mlrepl.export.options"

local man = {}

-- Text of roff: a backslash, a hyphen, and marks at the beginning of a line have a meaning.
local function plain(text)
  return (text:gsub("\\", "\\e"):gsub("%-", "\\-"):gsub("'", "\\(aq"):gsub("`", "\\(ga")
    :gsub("%^", "\\(ha"):gsub("~", "\\(ti"):gsub("\n%.", "\n\\&."):gsub("^%.", "\\&."))
end

local function add(out, ...)
  for _, piece in ipairs{...} do out[#out + 1] = piece end
end

local function add_options(out, list)
  add(out, ".SH OPTIONS\n")
  for _, option in ipairs(list) do
    add(out, ".TP\n\\fB", plain(option.flag), option.joined and "=" or "", "\\fR")
    if option.argument then
      add(out, option.joined and "" or " ", "\\fI", plain(option.argument), "\\fR")
    end
    add(out, "\n", plain(option.text), "\n")
  end
end

-- An option in a help text begins a line of its own.
local function add_help(out, text)
  local first = true
  for line in text:gmatch("[^\n]+") do
    if not first then add(out, ".IP\n") end
    add(out, plain(line), "\n")
    first = false
  end
end

local function add_example(out, example)
  if not example or example == "" then return end
  add(out, ".IP\n.EX\n", plain(example), "\n.EE\n")
end

-- Vectors and matrices share methods, which are listed once.
local function add_functions(out, entries)
  add(out, ".SH FUNCTIONS\nThe functions and fields that Lua programs find in mlrepl.\n",
    "At the prompt, \\fBhelp\\fR explains the same, and Lua itself.\n")
  local seen = {}
  for _, entry in ipairs(entries) do
    local usage, text = entry.usage or entry.name, entry.help or ""
    if not seen[usage .. text] then
      seen[usage .. text] = true
      add(out, ".TP\n\\fB", plain(usage), "\\fR\n")
      add_help(out, text)
      add_example(out, entry.example)
    end
  end
end

local INTRODUCTION = [=[
.SH SYNOPSIS
.B mlrepl
[\fIoptions\fR] [\fIscript\fR [\fIarguments\fR]]
.br
.B mlrepl\-viewer
.SH DESCRIPTION
mlrepl is an interactive shell for learning machine learning: Lua 5.4 with vectors, matrices,
models, training, plots and lessons.
Every program of Lua 5.4 runs in it unchanged.
.PP
Without a script it opens a prompt.
\fBlesson()\fR lists the lessons, \fBhelp()\fR shows where to start.
.PP
\fBmlrepl\-viewer\fR shows figures in a window; mlrepl starts it when it is needed.
.PP
\fBrequire "mlrepl"\fR in lua5.4 returns a table with the same functions.
]=]

local ENDING = [[
.SH ENVIRONMENT
.TP
.B MLREPL_PLOT
Where figures are shown, as \fB\-\-plot\fR.
.TP
.B MLREPL_MEMORY
The most memory to use, in megabytes.
.TP
.B MLREPL_PATH
The folder of the Lua files and data sets, if they are not where they were installed.
.TP
.B MLREPL_PLUGINS
The folder of the plug\-ins.
.TP
.B MLREPL_HISTORY
The file of the history.
.TP
.B MLREPL_PAGER\fR, \fBPAGER
The program that shows long texts.
.TP
.B LUA_INIT\fR, \fBLUA_PATH\fR, \fBLUA_CPATH
As in lua5.4.
.TP
.B NO_COLOR
If it is set, nothing is printed in color.
.SH FILES
.TP
.I ~/.config/mlrepl/init.lua
Lua code that the prompt runs first.
.TP
.I ~/.local/state/mlrepl/history
The history of the prompt.
.SH EXIT STATUS
0, or 1 if the script failed, 2 if the options are wrong, 130 if it was interrupted; or what the
script gives to \fBos.exit\fR.
.SH SEE ALSO
.BR lua5.4 (1)
]]

function man.page(list, rest, entries, version)
  local out = {}
  add(out, ".TH MLREPL 1 \"\" \"mlrepl ", version, "\" \"User Commands\"\n.SH NAME\n",
    "mlrepl, mlrepl\\-viewer \\- interactive shell for learning machine learning\n", INTRODUCTION)
  add_options(out, list)
  add(out, ".PP\n", (plain(rest):gsub("\n", "\n.PP\n")), "\n")
  add_functions(out, entries)
  add(out, ENDING)
  return table.concat(out)
end

function man.text(usage, entries, version)
  local list, rest = options.read(usage)
  return man.page(list, rest, entries, version)
end

return man
