-- encode.lua - the graph of a workspace as a string.
--
-- All numbers are little-endian (string.pack formats below). The string consists of
--   I8            the number of nodes
--   for each node: its tag (one character) and its contents (s8)
--   I8            the number of variables
--   for each: its name (s8) and its value
--   I8            1 and four i8, the state of the random generator, or 0
--
-- A value is one character and what follows it:
--   n  nil          t  true         f  false        i  integer (i8)
--   d  float (d)    s  string (s1)  r  the node with that number (I8)
--
-- The contents of a node:
--   S  a string: its bytes
--   B  one of the program's own values: its name
--   T  a table: the metatable or nil, a list, then pairs
--   F  a function: the position (I8), text (s8), number of captured variables (I8), and for each
--      its name (s8) and its node
--   C  a captured variable: its value
--   A  a vector or matrix: its names or name; the number of an array in the file (I8); then "o"
--      for that array itself, or "v" or "m" and the integers (i8) of a view of it: see
--      array_layout.c
--   O  an object: its type (s8), then pairs
--
-- A list is the values with keys 1, 2, 3..., then the character E. Instead of values it may have
--   D  many floats: their number (I8) and as many d
--   I  many integers: their number (I8) and as many i8
-- Pairs are keys, each with its value, and then nil.

local arrays = require "mlrepl.arrays"
local native = require "mlrepl.workspace_table"

local encode = {}

local pack = string.pack

-- -- values ------------------------------------------------------------------------------

local function value_text(g, value)
  local kind = math.type(value)
  if kind == "float" then return pack("<c1d", "d", value) end
  if kind == "integer" then return pack("<c1i8", "i", value) end
  if value == nil then return "n" end
  if value == true then return "t" end
  if value == false then return "f" end
  local node = g.of[value]
  return node and pack("<c1I8", "r", node.id) or pack("<c1s1", "s", value)
end

local function is_kept(g, value)
  local node = g.of[value]
  return not node or not node.why
end

-- -- arrays that share memory --------------------------------------------------------------

-- Groups the arrays whose numbers overlap.
local function groups(nodes)
  local placed, alone = {}, {}
  for _, node in ipairs(nodes) do
    local owner, low, stop, whole = arrays.place(node.value)
    if owner then
      placed[#placed + 1] = {node = node, owner = owner, low = low, stop = stop, whole = whole}
    else
      alone[#alone + 1] = {{node = node, whole = true, low = 0, stop = 0}}
    end
  end
  -- Different owners have different memory; the larger array comes first.
  table.sort(placed, function(a, b)
    if a.low ~= b.low then return a.low < b.low end
    if a.stop ~= b.stop then return a.stop > b.stop end
    return a.whole and not b.whole
  end)
  local group, stop
  for _, place in ipairs(placed) do
    if group and place.owner == group[1].owner and place.low < stop then
      group[#group + 1] = place
      stop = math.max(stop, place.stop)
    else
      group, stop = {place}, place.stop
      alone[#alone + 1] = group
    end
  end
  return alone
end

-- The array that holds all numbers of the group: one of its own, or one made for it.
local function base_of(group)
  local values, stop = {}, 0
  for i, place in ipairs(group) do
    values[i], stop = place.node.value, math.max(stop, place.stop)
  end
  local first = group[1]
  if #group == 1 or first.whole and first.stop == stop then return first.node.value end
  return arrays.span(values)
end

-- Sets what to write of each array node, and returns the list of arrays for the file.
local function place_arrays(g)
  local nodes, list = {}, {}
  for _, node in ipairs(g.kept) do
    if node.kind == "array" then nodes[#nodes + 1] = node end
  end
  for _, group in ipairs(groups(nodes)) do
    local base = base_of(group)
    list[#list + 1] = base
    for _, place in ipairs(group) do
      local node = place.node
      if rawequal(node.value, base) then
        node.place = pack("<I8c1", #list, "o")
      else
        local at, n, step, stride = arrays.within(base, node.value)
        node.place = stride and pack("<I8c1i8i8i8i8", #list, "m", at, n, step, stride)
          or pack("<I8c1i8i8i8", #list, "v", at, n, step)
      end
    end
  end
  return list
end

-- -- nodes -------------------------------------------------------------------------------

local TAGS = {text = "S", builtin = "B", table = "T", ["function"] = "F", cell = "C", array = "A",
  object = "O"}

local contents = {}

function contents.text(_, node) return node.value end

function contents.builtin(_, node) return node.name end

function contents.table(g, node)
  local meta = debug.getmetatable(node.value)
  local first = meta and is_kept(g, meta) and value_text(g, meta) or "n"
  return first .. native.encode(node.value, g.of)
end

contents["function"] = function(_, node)
  local out = {pack("<I8s8I8", node.position, node.text, #node.names)}
  for i, cell in ipairs(node.cells) do out[i + 1] = pack("<s8I8", node.names[i], cell.id) end
  return table.concat(out)
end

function contents.cell(g, node) return value_text(g, node.value) end

local function names_text(names)
  if type(names) ~= "table" then return names and pack("<I8s8", 1, names) or pack("<I8", 0) end
  local out = {pack("<I8", #names)}
  for i, name in ipairs(names) do out[i + 1] = pack("<s8", name) end
  return table.concat(out)
end

function contents.array(_, node)
  local is_vector = debug.getmetatable(node.value).__name == "vector"
  return names_text(is_vector and node.value.name or not is_vector and node.value.names)
    .. node.place
end

function contents.object(g, node)
  local out = {pack("<s8", node.type)}
  for _, key in ipairs(node.keys) do
    out[#out + 1] = value_text(g, key) .. value_text(g, node.parts[key])
  end
  out[#out + 1] = "n"
  return table.concat(out)
end

-- Returns the string for a graph (see graph.lua), and the list of its arrays; `state` is the
-- state of the random generator or nil.
function encode.encode(g, state)
  local list = place_arrays(g)
  local out = {pack("<I8", #g.kept)}
  for _, node in ipairs(g.kept) do
    out[#out + 1] = TAGS[node.kind]
    out[#out + 1] = pack("<s8", contents[node.kind](g, node))
  end
  out[#out + 1] = pack("<I8", #g.variables)
  for _, variable in ipairs(g.variables) do
    out[#out + 1] = pack("<s8", variable.name) .. value_text(g, variable.value)
  end
  out[#out + 1] = state and pack("<I8i8i8i8i8", 1, table.unpack(state)) or pack("<I8", 0)
  return table.concat(out), list
end

return encode
