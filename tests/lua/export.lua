-- export.lua - what `mlrepl --manual=...` writes for an installation: the manual page, the
-- completion of three shells, and the names for editors.
local check = dofile("tests/check.lua")

local export = require "mlrepl.export.export"
local options = require "mlrepl.export.options"
local entries = require("mlrepl.help").entries()

local usage = check.output(check.program .. " --help")
local list = options.read(usage)

local function text(format) return export.text(format, usage, "1.2.3") end

local function installed(program) return check.output("command -v " .. program) ~= "" end

-- What a command prints, errors too, with the text in the file that stands for FILE.
local function with_file(command, content)
  local path = os.tmpname()
  check.write(path, content)
  local printed, exit = check.output("{ " .. command:gsub("FILE", path) .. "; } 2>&1")
  os.remove(path)
  return printed, exit
end

local function has(whole, part)
  if not whole:find(part, 1, true) then error(("'%s' is missing"):format(part), 2) end
end

-- -- options ------------------------------------------------------------------------------

check.case("every line of --help is read", function()
  local lines = 0
  for line in usage:gmatch("[^\n]+") do if line:find("^  %-") then lines = lines + 1 end end
  check.equal(#list, lines)
  check.equal(lines > 15, true)
  local one
  for _, option in ipairs(list) do if option.flag == "--plot" then one = option end end
  check.equal(table.concat(options.values(one), " "), "window terminal browser none")
  check.equal(one.joined, true)
end)

check.case("the program prints the same", function()
  check.equal(check.output(check.program .. " --manual=fish"), export.text("fish", usage, "any"))
  local printed, exit = check.output(check.program .. " --manual=html 2>&1")
  has(printed, "'--manual=html' must be --manual=man, bash, zsh, fish or lua")
  check.equal(exit, 2)
end)

-- -- the manual page ------------------------------------------------------------------------

check.case("the manual page has every option and function", function()
  local page = text("man")
  local plain = page:gsub("\\e", "\\"):gsub("\\%-", "-"):gsub("\\%(aq", "'"):gsub("\\%(ti", "~")
    :gsub("\\%(ha", "^"):gsub("\\f.", "")
  for _, option in ipairs(list) do has(plain, "\n" .. option.flag) end
  for _, entry in ipairs(entries) do has(plain, "\n" .. (entry.usage or entry.name) .. "\n") end
  has(page, "mlrepl 1.2.3")
end)

check.case("man formats it without a warning", function()
  if not installed("man") or not installed("groff") then return end
  local printed = with_file("MANROFFSEQ= man --warnings -E UTF-8 -l -Tutf8 -Z FILE >/dev/null", text("man"))
  check.equal(printed, "")
  local shown = with_file("MANWIDTH=80 man -P cat -l FILE", text("man"))
  has(shown, "train(m, X, y, {method=")
end)

-- -- completion -----------------------------------------------------------------------------

-- What bash offers for the last of the words.
local function bash(...)
  local words = {"mlrepl", ...}
  local command = ([[bash -c '. FILE; compopt() { :; }; COMP_WORDS=(%s); COMP_CWORD=%d; _mlrepl
    printf "%%s\n" "${COMPREPLY[@]}"']]):format(table.concat(words, " "), #words - 1)
  local found = {}
  for line in with_file(command, text("bash")):gmatch("[^\n]+") do found[line] = true end
  return found
end

check.case("bash completes options, values and files", function()
  check.equal((with_file("bash -n FILE", text("bash"))), "")
  local flags = bash("--")
  for _, option in ipairs(list) do
    if option.flag:find("^%-%-%a") then
      check.equal(flags[option.flag] or flags[option.flag .. "="], true)
    end
  end
  check.equal(bash("--plot", "=", "win").window, true)
  check.equal(bash("--plot", "=").terminal, true)
  check.equal(bash("--manual")["--manual"], true)
  check.equal(bash("--manual", "=").fish, true)
  check.equal(bash("--manual", "=")["examples"], nil)
  check.equal(next(bash("--threads", "")), nil)
  check.equal(bash("examples/breast")["examples/breast_cancer.lua"], true)
  check.equal(bash("examples/breast")["examples/breast_cancer.png"], nil)
  check.equal(next(bash("-e", "pri")), nil)
end)

check.case("zsh reads its script", function()
  if not installed("zsh") then return end
  check.equal((with_file("zsh -n FILE", text("zsh"))), "")
  for _, option in ipairs(list) do has(text("zsh"), "'" .. option.flag) end
end)

check.case("fish completes options and values", function()
  if not installed("fish") then return end
  local printed = with_file("HOME=/dev/null fish -N -c 'source FILE; complete -C \"mlrepl --\"; "
    .. "complete -C \"mlrepl --plot=ter\"; complete -C \"mlrepl --plot=exam\"; "
    .. "complete -C \"mlrepl --manual=l\"; echo; complete -C \"mlrepl --threads exam\"' 2>/dev/null",
    text("fish"))
  has(printed, "--grade\tmark the submissions in a folder")
  has(printed, "--plot=terminal")
  has(printed, "\n--plot=examples/")
  has(printed, "--manual=lua")
  check.equal(printed:match("\n\n(.*)$"), "")
end)

-- -- names for editors ------------------------------------------------------------------------

-- Runs the file in an empty environment; returns it and the module.
local function annotated()
  local names = {}
  local chunk = assert(load(text("lua"), "=annotations", "t", names))
  return names, chunk()
end

check.case("the annotations are Lua", function()
  if installed("luac5.4") then check.equal((with_file("luac5.4 -p FILE", text("lua"))), "") end
  annotated()
end)

-- A method or field of a type is declared in its class.
local function declared(whole, type, key)
  if whole:find("\nfunction " .. type .. "_type:" .. key .. "(", 1, true) then return true end
  local class = whole:match("%-%-%-@class mlrepl%." .. type .. "\n(.-)\nlocal " .. type .. "_type")
  return class ~= nil and ("\n" .. class):find("\n---@field " .. key .. " ", 1, true) ~= nil
end

check.case("every name is declared", function()
  local whole, names, module = text("lua"), annotated()
  local count = 0
  for _, entry in ipairs(entries) do
    local type, key = entry.name:match("^([%a_]+):([%a_][%w_]*)$")
    if type then
      if not declared(whole, type, key) then error(entry.name .. " is not declared") end
      count = count + 1
    elseif not entry.name:find("[:%%]") then
      local head = entry.name:match("^[%w_]+")
      local value = names[head]
      check.equal(rawequal(module[head], value), true)
      for part in entry.name:sub(#head + 1):gmatch("[%w_]+") do
        value = value ~= nil and value[part]
      end
      -- Values that are no functions are declared as nil, after their type.
      local declares = value or whole:find("\n" .. entry.name .. " = nil\n", 1, true)
      if not declares then error(entry.name .. " is not declared") end
      count = count + 1
    end
  end
  check.equal(count > 400, true)
  check.equal(type(module.globals), "function")
end)

check.case("functions have parameters, results, options and help", function()
  local whole = text("lua")
  has(whole, "---@class mlrepl.train_options\n---@field method? any\n---@field alpha? any\n")
  has(whole, "---@param options? mlrepl.train_options\n---@return mlrepl.run\n"
    .. "function train(m, X, y, options) end\n")
  has(whole, "---@return mlrepl.vector\nfunction vector.linspace(first, last, n) end\n")
  has(whole, "---@param direction any\n---@return number|mlrepl.vector\n"
    .. "function matrix_type:sum(direction) end\n")
  has(whole, "---@field converged boolean ")
  has(whole, "---@overload fun(numbers: any): mlrepl.vector\nvector = {}\n")
end)

check.done("export")
