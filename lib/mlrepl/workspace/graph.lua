-- graph.lua - the values that can be reached from variables, as nodes.
--
-- Every table, function, captured variable, vector, matrix, object (a value of one of the
-- program's types) and long string is one node, however often it occurs:
--   {kind=, value=, why=, id=, parent=, key=}
-- `why` is the reason why it cannot be kept, `id` its number in the file, and parent and key
-- lead to the variable. Other values are written where they occur.

local builtin = require "mlrepl.workspace.builtin"
local code = require "mlrepl.workspace.code"

local graph = {}

local LONG = 255 -- bytes of the longest string that is written where it occurs

-- Types that are never kept, and what they are called. All other types have __save, which
-- turns a value into a table of parts (or returns nil and the reason), and __load, which
-- returns an empty value or, given one and the parts, fills it.
graph.not_kept = {
  ["FILE*"] = "file", axes = "axes", figure = "figure", lesson = "lesson",
  prompt = "prompt", ["mapped file"] = "file", ["gzip file"] = "file", ["open file"] = "file",
  ["open folder"] = "folder", ["tracked value"] = "tracked value", ["mlrepl.tape"] = "tape",
  ["mlrepl.entry"] = "entry of the help",
}

-- Types with a form of their own in the file.
graph.arrays = {vector = true, matrix = true}

-- The metatable of the program's type with that name, or nil.
function graph.type(name)
  local meta = debug.getregistry()[name]
  if type(meta) == "table" and rawget(meta, "__name") == name then return meta end
end

-- The name of the program's type of a value, or nil.
local function type_name(value)
  local meta = debug.getmetatable(value)
  local name = meta and rawget(meta, "__name")
  return type(name) == "string" and graph.type(name) == meta and name or nil
end

-- -- the kinds of nodes ------------------------------------------------------------------

local expand = {} -- by kind: finds the values that a node needs or contains

-- The node of a value, or nil for a value that is written where it occurs.
local function visit(g, value)
  local kind = type(value)
  if kind == "string" and #value > LONG then kind = "text" end
  if not g.makes[kind] then return nil end
  local node = g.of[value]
  if not node then
    node = g.makes[kind](g, value)
    node.value = value
    g.of[value] = node
    g.nodes[#g.nodes + 1] = node
  end
  return node
end

local function make_object(name, value)
  local meta = graph.type(name)
  if graph.arrays[name] then return {kind = "array"} end
  if graph.not_kept[name] then return {why = graph.not_kept[name]} end
  if not meta.__save then return {why = name} end
  local parts, why = meta.__save(value)
  if not parts then return {why = why} end
  local keys = {}
  for key in next, parts do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  return {kind = "object", type = name, parts = parts, keys = keys}
end

local function make_table(g, value)
  if g.builtin[value] then return {kind = "builtin", name = g.builtin[value]} end
  local name = type_name(value)
  if name then return make_object(name, value) end
  -- There may be many: room for all fields.
  return {kind = "table", value = value, id = nil, parent = nil, key = nil}
end

local function make_function(g, f)
  if g.builtin[f] then return {kind = "builtin", name = g.builtin[f]} end
  if builtin.is_ours(f) then return {why = "function: written in C"} end
  local text, position, names = g.find(f)
  if not text then return {why = "function: " .. position} end
  return {kind = "function", text = text, position = position, names = names}
end

local function make_userdata(g, value)
  if g.builtin[value] then return {kind = "builtin", name = g.builtin[value]} end
  local name = type_name(value)
  return name and make_object(name, value) or {why = "userdata"}
end

local makes = {
  table = make_table, ["function"] = make_function, userdata = make_userdata,
  thread = function() return {why = "coroutine"} end,
  text = function() return {kind = "text"} end,
}

-- Numbers, the most frequent values, have no nodes.
local function is_plain(value) return math.type(value) ~= nil end

function expand.table(g, node)
  visit(g, debug.getmetatable(node.value))
  for key, value in next, node.value do
    if not is_plain(key) then visit(g, key) end
    if not is_plain(value) then visit(g, value) end
  end
end

-- A captured variable may be shared by several functions.
expand["function"] = function(g, node)
  node.cells = {}
  for i, name in ipairs(node.names) do
    local id = debug.upvalueid(node.value, i)
    local cell = g.cells[id]
    if not cell then
      local _, value = debug.getupvalue(node.value, i)
      cell = {kind = "cell", name = name, value = value}
      g.cells[id] = cell
      g.nodes[#g.nodes + 1] = cell
    end
    node.cells[i] = cell
  end
end

function expand.cell(g, node) visit(g, node.value) end

function expand.object(g, node)
  for _, key in ipairs(node.keys) do visit(g, node.parts[key]) end
end

-- -- what cannot be kept -----------------------------------------------------------------

local function is_lost(g, value)
  local node = g.of[value]
  return node ~= nil and node.why ~= nil
end

-- What prevents keeping a node that needs others: functions need what they capture, objects
-- their parts.
local needs = {}

needs["function"] = function(g, node)
  for _, cell in ipairs(node.cells) do
    if is_lost(g, cell.value) then return "function: captures " .. cell.name end
  end
end

function needs.object(g, node)
  for _, key in ipairs(node.keys) do
    local value = node.parts[key]
    if is_lost(g, value) then
      return ("%s: %s, a %s"):format(node.type, key, g.of[value].why)
    end
  end
end

-- A node is mostly found before those it needs, so going backwards mostly takes one pass.
local function spread_loss(g)
  local changed
  repeat
    changed = false
    for i = #g.nodes, 1, -1 do
      local node = g.nodes[i]
      if needs[node.kind] and not node.why then
        node.why = needs[node.kind](g, node)
        changed = changed or node.why ~= nil
      end
    end
  until not changed
end

-- -- numbering ---------------------------------------------------------------------------

local MOST_STEPS = 8 -- of a path that is shown

local function step_text(key)
  if type(key) == "string" and key:find("^[%a_][%w_]*$") then return "." .. key end
  return type(key) == "string" and ("[%q]"):format(key) or ("[%s]"):format(tostring(key))
end

-- "t.list[3]"; a captured variable is "f: t".
local function path(parent, key)
  local steps = {}
  while parent and #steps < MOST_STEPS do
    table.insert(steps, 1, parent.kind == "function" and ": " .. key or step_text(key))
    parent, key = parent.parent, parent.key
  end
  return (parent and "..." or tostring(key)) .. table.concat(steps)
end

-- Gives the value a number, or adds it to those that are lost; returns whether it is kept.
local function number(g, value, parent, key)
  local node = g.of[value]
  if not node then return true end
  if node.why then
    g.lost[#g.lost + 1] = ("%s (%s)"):format(path(parent, key), node.why)
  elseif not node.id then
    node.id, node.parent, node.key = #g.kept + 1, parent, key
    g.kept[node.id] = node
  end
  return not node.why
end

local reach = {}

function reach.table(g, node)
  local meta = debug.getmetatable(node.value)
  if meta then number(g, meta, node, "metatable") end
  for key, value in next, node.value do
    if not is_plain(key) and g.of[key] and not number(g, key, node, tostring(key)) then
      value = nil
    end
    if not is_plain(value) then number(g, value, node, key) end
  end
end

reach["function"] = function(g, node)
  for i, cell in ipairs(node.cells) do
    if not cell.id then
      cell.id, cell.parent, cell.key = #g.kept + 1, node, node.names[i]
      g.kept[cell.id] = cell
    end
  end
end

function reach.cell(g, node) number(g, node.value, node.parent, node.key) end

function reach.object(g, node)
  for _, key in ipairs(node.keys) do number(g, node.parts[key], node, key) end
end

local function each_node(g, nodes, actions)
  local i = 1
  while nodes[i] do
    local node = nodes[i]
    if actions[node.kind] then actions[node.kind](g, node) end
    i = i + 1
  end
end

-- variables: a list of {name=, value=}. Returns a table with
--   kept       the list of nodes to write, in the order of their numbers
--   of         from values to nodes; a value that is written where it occurs has none
--   variables  those that are kept
--   lost       a list of texts, such as "t.f (figure)"
function graph.collect(variables)
  local g = {makes = makes, builtin = builtin.names(), find = code.finder(), of = {}, cells = {},
    nodes = {}, kept = {}, variables = {}, lost = {}}
  for _, variable in ipairs(variables) do visit(g, variable.value) end
  each_node(g, g.nodes, expand)
  spread_loss(g)
  for _, variable in ipairs(variables) do
    if number(g, variable.value, nil, variable.name) then
      g.variables[#g.variables + 1] = variable
    end
  end
  each_node(g, g.kept, reach)
  return g
end

return graph
