-- decode.lua - the values of a workspace from the string that encode.lua describes.
--
-- The string may come from anywhere: whatever is wrong with it raises an error, and nothing in
-- it is run. All nodes are first made empty and then filled, so that they may refer to each
-- other.

local arrays = require "mlrepl.arrays"
local builtin = require "mlrepl.workspace.builtin"
local code = require "mlrepl.workspace.code"
local functions = require "mlrepl.prompt.functions"
local graph = require "mlrepl.workspace.graph"
local help = require "mlrepl.help"

local decode = {}

local unpack = string.unpack

-- -- values ------------------------------------------------------------------------------

local function node_value(d, id)
  if not d.nodes[id] then error("a value is missing", 0) end
  return d.values[id]
end

local formats = {i = "<i8", d = "<d", s = "<s1", r = "<I8"}
local constants = {t = true, f = false}

-- The value at that position, and the next position.
local function read_value(d, text, at)
  local tag = text:sub(at, at)
  if tag == "n" then return nil, at + 1 end
  if constants[tag] ~= nil then return constants[tag], at + 1 end
  if not formats[tag] then error("a value has an unknown type", 0) end
  local value, after = unpack(formats[tag], text, at + 1)
  if tag == "r" then value = node_value(d, value) end
  return value, after
end

local CHUNK = 128 -- numbers that are unpacked at a time
local runs = {D = "<" .. ("d"):rep(CHUNK), I = "<" .. ("j"):rep(CHUNK)}

-- Stores a run of n numbers after the first `last` values of `out`.
local function read_run(text, at, out, last, format, n)
  if n > (#text - at + 1) // 8 then error("a list is cut off", 0) end
  for done = 0, n - 1, CHUNK do
    local count = math.min(CHUNK, n - done)
    local numbers = {unpack(format:sub(1, 1 + count), text, at)}
    table.move(numbers, 1, count, last + done + 1, out)
    at = at + 8 * count
  end
  return at
end

-- Stores a list in `out`, which has no elements yet, and returns the position after it.
local function read_list(d, text, at, out)
  local last, tag = 0, text:sub(at, at)
  while tag ~= "E" do
    local n = 1
    if runs[tag] then
      n, at = unpack("<I8", text, at + 1)
      at = read_run(text, at, out, last, runs[tag], n)
    else
      local value
      value, at = read_value(d, text, at)
      rawset(out, last + 1, value)
    end
    last, tag = last + n, text:sub(at, at)
  end
  return at + 1
end

-- Stores pairs of values in `out`.
local function read_pairs(d, text, at, out)
  local tag, value
  while true do
    tag = text:sub(at, at)
    local key
    key, at = read_value(d, text, at)
    if tag == "n" then break end
    value, at = read_value(d, text, at)
    -- nil: one of the program's own values that this version does not have
    if key ~= nil and key == key then rawset(out, key, value) end
  end
  if at ~= #text + 1 then error("a table has an end too early", 0) end
  return out
end

-- -- making nodes ------------------------------------------------------------------------

local make = {}

function make.S(_, node) return node.text end

function make.B(d, node)
  local value = builtin.value(node.text)
  if value == nil then d.missing[#d.missing + 1] = node.text end
  return value
end

function make.T() return {} end

function make.C() return nil end

local function read_names(text, at, n)
  local names = {}
  for i = 1, n do names[i], at = unpack("<s8", text, at) end
  return names, at
end

function make.F(d, node)
  local position, text, n, at = unpack("<I8s8I8", node.text)
  local names, cells = {}, {}
  for i = 1, n do names[i], cells[i], at = unpack("<s8I8", node.text, at) end
  local f = code.make(text, position, names)
  if not f then error("a function is not valid", 0) end
  node.cells = cells
  functions.origin[f] = d.path
  return f
end

local function view_of(base, text, at)
  local kind, from, n, step, stride
  kind, at = unpack("<c1", text, at)
  if kind == "o" then return base end
  from, n, step, at = unpack("<i8i8i8", text, at)
  if kind == "v" then return arrays.view(base, from, n, step) end
  stride = unpack("<i8", text, at)
  return arrays.view(base, from, n, step, stride)
end

function make.A(d, node)
  local n, at = unpack("<I8", node.text)
  local names, index
  names, at = read_names(node.text, at, n)
  index, at = unpack("<I8", node.text, at)
  local base = d.arrays[index]
  if not base then error("an array is missing", 0) end
  local value = view_of(base, node.text, at)
  if n > 0 and debug.getmetatable(value).__name == "vector" then
    value.name = names[1]
  elseif n > 0 then
    value.names = names
  end
  return value
end

-- The types of lib/mlrepl exist when their modules are loaded.
local function type_named(name)
  local meta = graph.type(name)
  if not meta then
    help.entries()
    meta = graph.type(name)
  end
  if not (meta and meta.__load) then error(("the type '%s' is not known"):format(name), 0) end
  return meta
end

function make.O(_, node)
  local name, at = unpack("<s8", node.text)
  node.load, node.at = type_named(name).__load, at
  return node.load()
end

-- -- filling them ------------------------------------------------------------------------

local fill = {}

function fill.T(d, node, t)
  local _, at = read_value(d, node.text, 1)
  read_pairs(d, node.text, read_list(d, node.text, at, t), t)
end

-- Functions that captured the same variable share it again.
function fill.F(d, node, f)
  for i, id in ipairs(node.cells) do
    local cell = d.nodes[id]
    if not cell or cell.tag ~= "C" then error("a captured variable is missing", 0) end
    if cell.owner then
      debug.upvaluejoin(f, i, cell.owner, cell.index)
    else
      cell.owner, cell.index = f, i
      debug.setupvalue(f, i, (read_value(d, cell.text, 1)))
    end
  end
end

function fill.O(d, node, value) node.load(value, read_pairs(d, node.text, node.at, {})) end

-- While the metatables are still empty, so that no finalizer (__gc) takes effect.
local function set_metatables(d)
  for id, node in ipairs(d.nodes) do
    if node.tag == "T" then
      local meta = read_value(d, node.text, 1)
      if meta ~= nil then setmetatable(d.values[id], meta) end
    end
  end
end

-- Objects come last, those that are parts of others first: they have higher numbers.
local function fill_all(d)
  set_metatables(d)
  for id, node in ipairs(d.nodes) do
    if node.tag == "T" or node.tag == "F" then fill[node.tag](d, node, d.values[id]) end
  end
  for id = #d.nodes, 1, -1 do
    local node = d.nodes[id]
    if node.tag == "O" then fill.O(d, node, d.values[id]) end
  end
end

-- -- all ---------------------------------------------------------------------------------

local function read_nodes(d, text)
  local n, at = unpack("<I8", text)
  for id = 1, n do
    local tag, content
    tag, content, at = unpack("<c1s8", text, at)
    if not make[tag] then error("a value has an unknown kind", 0) end
    local node = {tag = tag, text = content}
    d.nodes[id] = node
    d.values[id] = make[tag](d, node)
  end
  return at
end

local function read_variables(d, text, at)
  local n
  n, at = unpack("<I8", text, at)
  for i = 1, n do
    local variable = {}
    variable.name, at = unpack("<s8", text, at)
    variable.value, at = read_value(d, text, at)
    d.variables[i] = variable
  end
  return at
end

-- Returns a table with `variables`, a list of {name=, value=}; `missing`, the names of values
-- that this version of the program does not have; and `state` of the random generator or nil.
-- list: the arrays of the file; path: its name.
function decode.decode(text, list, path)
  local d = {arrays = list, path = path, nodes = {}, values = {}, variables = {}, missing = {}}
  local at = read_nodes(d, text)
  fill_all(d)
  at = read_variables(d, text, at)
  if unpack("<I8", text, at) == 1 then d.state = {unpack("<i8i8i8i8", text, at + 8)} end
  return d
end

return decode
