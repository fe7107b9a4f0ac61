-- workspace.lua - save_workspace and load_workspace; the file itself is read and written by
-- src/lua/data/workspace.c.

local context = require "mlrepl.context"
local decode = require "mlrepl.workspace.decode"
local files = require "mlrepl.files"
local encode = require "mlrepl.workspace.encode"
local graph = require "mlrepl.workspace.graph"
local random = require "mlrepl.random"
local session = require "mlrepl.prompt.session"

local workspace = {}

local MOST_NAMES, MOST_LOST = 20, 10 -- in a message

local function fail(name, text, ...) context.fail(name, text:format(...)) end

local function joined(list, most)
  local shown = context.plain(table.concat(list, ", ", 1, math.min(#list, most)))
  if #list <= most then return shown end
  return ("%s, ... (%d more)"):format(shown, #list - most)
end

local function counted(n, word) return n == 1 and "1 " .. word or n .. " " .. word .. "s" end

-- -- saving ------------------------------------------------------------------------------

local function check_names(names)
  local kind = context.describe(names)
  if kind ~= "table" then
    fail("save_workspace", "list of names expected, as in {\"x\", \"m\"}, got %s", kind)
  end
  local own = {}
  for _, name in ipairs(session.own_names()) do own[name] = true end
  for _, name in ipairs(names) do
    if type(name) ~= "string" then
      fail("save_workspace", "list of names expected, as in {\"x\", \"m\"}; it contains %s",
        context.describe(name))
    end
    if rawget(_G, name) == nil or rawequal(rawget(_G, name), context.known[name]) then
      local hint = context.suggest(name, own)
      fail("save_workspace", "no variable '%s'%s", name,
        hint ~= "" and hint or "; who() lists your variables")
    end
  end
  return names
end

local SIGNATURE = "\x89MLW\r\n\x1a\n"

-- Only a workspace may be replaced.
local function check_replaceable(path)
  local file = files.kind(path) == "file" and io.open(path, "rb")
  if not file then return end
  local start = file:read(#SIGNATURE)
  file:close()
  if start and start ~= SIGNATURE then
    fail("save_workspace", "file \"%s\" already exists and is not a workspace; choose another name",
      path)
  end
end

-- Returns the graph as a string, its arrays, and a table for `saved`.
function workspace.plan(path, names)
  check_replaceable(path)
  local all = names == nil
  local variables, seen = {}, {}
  for _, name in ipairs(all and session.own_names() or check_names(names)) do
    local value = rawget(_G, name)
    if value ~= nil and not seen[name] then
      seen[name] = true
      variables[#variables + 1] = {name = name, value = value}
    end
  end
  local g = graph.collect(variables)
  local text, list = encode.encode(g, all and {random.state()} or nil)
  return text, list, {count = #g.variables, lost = g.lost}
end

function workspace.saved(path, summary)
  print(("%s saved in %s"):format(counted(summary.count, "variable"), context.plain(path)))
  if #summary.lost > 0 then print("not kept: " .. joined(summary.lost, MOST_LOST)) end
end

-- -- loading -----------------------------------------------------------------------------

local function is_fatal(message)
  return message == "not enough memory" or tostring(message):find("interrupted", 1, true)
end

local function decoded(text, list, path)
  local ok, d = pcall(decode.decode, text, list, path)
  if ok then return d end
  if is_fatal(d) then error(d, 0) end
  fail("load_workspace", "%s is damaged: %s", path, context.plain(tostring(d)))
end

-- Functions must not replace the program's own: the prompt itself calls print.
local function hides_function(variable)
  return type(variable.value) == "function" and context.known[variable.name] ~= nil
end

-- Sets the variables; returns the lists of names for the message.
local function assign(variables, replace)
  local names = {loaded = {}, replaced = {}, existing = {}, hiding = {}}
  for _, variable in ipairs(variables) do
    local name, old = variable.name, rawget(_G, variable.name)
    local list = names.loaded
    if hides_function(variable) then
      list = names.hiding
    elseif old ~= nil and not replace then
      list = names.existing
    elseif old ~= nil then
      table.insert(names.replaced, name)
    end
    if list == names.loaded then rawset(_G, name, variable.value) end
    table.insert(list, name)
  end
  return names
end

local function add(out, text, list)
  if #list > 0 then out[#out + 1] = text .. joined(list, MOST_NAMES) end
end

function workspace.load(path, text, list, replace)
  local d = decoded(text, list, path)
  local names = assign(d.variables, replace)
  if d.state and replace then random.set_state(table.unpack(d.state, 1, 4)) end
  local out = {counted(#names.loaded, "variable") .. " loaded"}
  if #names.loaded > 0 then out[1] = out[1] .. ": " .. joined(names.loaded, MOST_NAMES) end
  add(out, "replaced: ", names.replaced)
  add(out, "not replaced: ", names.existing)
  add(out, "not loaded because functions cannot replace built-in names: ", names.hiding)
  add(out, "not in this version: ", d.missing)
  print(table.concat(out, "; "))
end

return workspace
