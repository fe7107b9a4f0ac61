-- files.lua - finds and orders the lessons, and saves the position in each.

local context = require "mlrepl.context"
local system = require "mlrepl.system"
local system_files = require "mlrepl.files"
local current = require "mlrepl.lesson.current"
local source = require "mlrepl.lesson.source"
local lesson_text = require "mlrepl.lesson.text"

local files = {}

-- The recommended order; other lessons follow by name.
local ORDER = {
  {"first_steps", "lua_in_ten_minutes"},
  {"linear_regression", "machine_learning", "cost_function", "cost_function_visualisation",
    "gradient_descent"},
  {"multiple_linear_regression", "multiple_linear_regression", "vectorization",
    "feature_normalization", "polynomial_features", "library_comparison"},
  {"classification", "logistic_regression", "sigmoid_function", "logistic_loss", "logistic_cost",
    "decision_boundary"},
  {"beyond", "logistic_gradient_descent", "learning_rate", "overfitting", "regularization",
    "softmax_digits", "evaluating_a_model", "house_prices"},
}

-- -- finding ----------------------------------------------------------------------

-- scripts/ is inside the library folder when installed, and next to it in the source tree.
local function folder_of_lessons()
  local inside, beside = context.lib_dir .. "/scripts", context.lib_dir .. "/../scripts"
  local own = context.lib_dir:match("^(.*/)lib/?$") or context.lib_dir == "lib" and "" or nil
  if own then beside = own .. "scripts" end
  return system.files(inside) and inside or system.files(beside) and beside or nil
end

-- The names in `found`, with those also in `first` moved to the front in that order.
local function in_order(found, first, from)
  local there, list = {}, {}
  for _, name in ipairs(found) do there[name] = true end
  for i = from, #first do
    if there[first[i]] then list[#list + 1] = first[i] end
    there[first[i]] = nil
  end
  for _, name in ipairs(found) do
    if there[name] then list[#list + 1] = name end
  end
  return list
end

local function lessons_in(path)
  local names = {}
  for _, file in ipairs(system.files(path) or {}) do
    names[#names + 1] = file:match("^(.+)%.lua$")
  end
  return names
end

-- A list of {folder=, name=, path=, key=}.
function files.all()
  local top, list = folder_of_lessons(), {}
  if not top then return list end
  local folders, orders = {}, {}
  for i, order in ipairs(ORDER) do folders[i], orders[order[1]] = order[1], order end
  for _, folder in ipairs(in_order(system.files(top), folders, 1)) do
    local path = top .. "/" .. folder
    for _, name in ipairs(in_order(lessons_in(path), orders[folder] or {}, 2)) do
      list[#list + 1] = {folder = folder, name = name, path = path .. "/" .. name .. ".lua",
        key = folder .. "/" .. name}
    end
  end
  return list
end

local function is_file(path)
  local file = path:match("%.lua$") and io.open(path)
  if file then file:close() end
  return not not file
end

-- Finds "gradient_descent", "linear_regression/gradient_descent" or a file; returns
-- nil and a message if there is none.
function files.find(name)
  local known = {}
  for _, one in ipairs(files.all()) do
    if name == one.name or name == one.key then return one end
    known[one.name] = true
  end
  if is_file(name) then
    local short = name:match("([^/]*)%.lua$")
    local here = name:sub(1, 1) == "/" and "" or (os.getenv("PWD") or "") .. "/"
    return {folder = "", name = short, path = name, key = here .. name}
  end
  local hint = context.suggest(name, known)
  return nil, ("no lesson named '%s'%s"):format(name,
    hint ~= "" and hint or "; lesson() lists them; a file name must end in .lua")
end

-- -- positions -----------------------------------------------------------------------

-- One line per lesson, tab-separated: key, current step, number of steps, "done"
-- or "open", then the guesses as step=guess.
local function path_of_places()
  local state, home = os.getenv("XDG_STATE_HOME"), os.getenv("HOME")
  if state and state:sub(1, 1) == "/" then return state .. "/mlrepl/lessons" end
  if home and home ~= "" then return home .. "/.local/state/mlrepl/lessons" end
end

local function escape(text)
  return (text:gsub("[%%%c=]", function(c) return ("%%%02x"):format(c:byte()) end))
end

local function unescape(text)
  return (text:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

local function read_line(line)
  local words = {}
  for word in (line .. "\t"):gmatch("([^\t]*)\t") do words[#words + 1] = word end
  local at, steps = math.tointeger(tonumber(words[2])), math.tointeger(tonumber(words[3]))
  if not (at and steps and at >= 1) then return nil end
  local place = {at = at, steps = steps, done = words[4] == "done", guesses = {}}
  for i = 5, #words do
    local step, guess = words[i]:match("^(%d+)=(.*)$")
    if step then place.guesses[tonumber(step)] = unescape(guess) end
  end
  return unescape(words[1]), place
end

-- The saved positions by key; skips malformed lines.
function files.places()
  local places, path = {}, path_of_places()
  local file = path and io.open(path, "r")
  if not file then return places end
  for line in file:lines() do
    local key, place = read_line(line)
    if key then places[key] = place end
  end
  file:close()
  return places
end

local function line_of(key, place)
  local words = {escape(key), place.at, place.steps, place.done and "done" or "open"}
  for step = 1, place.steps do
    local guess = place.guesses[step]
    if guess then words[#words + 1] = step .. "=" .. escape(guess) end
  end
  return table.concat(words, "\t")
end

local function write(path, places)
  local keys = {}
  for key in pairs(places) do keys[#keys + 1] = key end
  table.sort(keys)
  for i, key in ipairs(keys) do keys[i] = line_of(key, places[key]) .. "\n" end
  return system_files.write(path, table.concat(keys))
end

local warned = false

-- Saves one position; rereads the others because another session may have
-- changed them. Warns once if saving fails. Returns whether it is saved.
function files.keep(key, place)
  local path = path_of_places()
  if not path then return end
  local places = files.places()
  places[key] = place
  system.make_folders(path)
  local problem = write(path, places)
  if problem and not warned then
    warned = true
    io.stderr:write("warning: cannot save the position in the lesson: ", problem, "\n")
  end
  return not problem
end

-- -- the list ---------------------------------------------------------------------

local function mark_of(place)
  if not place then return "" end
  return place.done and "done" or ("%d of %d"):format(place.at, place.steps)
end

function files.list()
  local all, places, folder = files.all(), files.places(), nil
  if #all == 0 then context.fail("lesson", "the lessons folder scripts/ was not found") end
  for _, one in ipairs(all) do
    if one.folder ~= folder then print((folder and "\n" or "") .. one.folder) end
    folder = one.folder
    local head = ("  %-26s  %-8s  "):format(one.name, mark_of(places[one.key]))
    local title = source.title(one.path) -- its part before the colon repeats the name
    lesson_text.beside(head, title:match("^[^:]*:%s+(.+)") or title)
  end
  print("\nlesson\"" .. all[1].name .. "\" starts one; your position is saved when you leave.")
end

-- -- silence ----------------------------------------------------------------------

local kept

local function nothing() end

local function set_saving(save, method)
  rawset(plot, "save", save)
  current.figure_methods.save = method
end

-- Suppresses printing, figures and saving while on.
function files.quietly(on)
  system.silence(on)
  if on and not kept then
    kept = {save = plot.save, method = current.figure_methods.save}
    set_saving(nothing, nothing)
  elseif kept and not on then
    set_saving(kept.save, kept.method)
    kept = nil
  end
end

-- Call after the program's tables have been put back.
function files.still_quiet()
  if kept then set_saving(nothing, nothing) end
end

return files
