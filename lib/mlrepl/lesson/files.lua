-- files.lua - finds, orders and lists the lessons; runs their code without output.

local context = require "mlrepl.context"
local system = require "mlrepl.system"
local current = require "mlrepl.lesson.current"
local places = require "mlrepl.lesson.places"
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
    "softmax_digits", "evaluating_a_model", "test_set", "resampling",
    "gradients_by_themselves", "house_prices"},
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

-- Words of one name suggest it: "lua" is lua_in_ten_minutes, and not evaluating_a_model.
local function only_with(part, names)
  local words, found = "%f[%w]" .. part:lower():gsub("%p", "%%%0"), nil
  for name in pairs(#part > 1 and names or {}) do
    if name:find(words) then
      if found then return nil end
      found = name
    end
  end
  return found and ("; did you mean '%s'?"):format(found)
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
  local hint = only_with(name, known) or context.suggest(name, known)
  return nil, ("no lesson named '%s'%s"):format(name,
    hint ~= "" and hint or "; lesson() lists them; a file name must end in .lua")
end

-- -- the list ---------------------------------------------------------------------

local function mark_of(place)
  if not place then return "" end
  return place.done and "done" or ("%d of %d"):format(place.at, place.steps)
end

function files.list()
  local all, saved, folder = files.all(), places.all(), nil
  if #all == 0 then context.fail("lesson", "the lessons folder scripts/ was not found") end
  for _, one in ipairs(all) do
    if one.folder ~= folder then print((folder and "\n" or "") .. one.folder) end
    folder = one.folder
    local head = ("  %-27s  %-8s  "):format(one.name, mark_of(saved[one.key]))
    local title = source.title(one.path) -- its part before the colon repeats the name
    lesson_text.beside(head, title:match("^[^:]*:%s+(.+)") or title)
  end
  print("\nlesson\"" .. all[1].name .. "\" starts one; your position is saved when you leave.")
  print("lesson\"aha\" lists their ideas, each with a line of code.")
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
