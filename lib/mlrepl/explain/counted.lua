-- counted.lua - weights and offsets of examples, for functions written in Lua.

local context = require "mlrepl.context"

local counted = {}

-- A vector, also of a list; nil for anything else, which C code will name.
local function as_vector(value)
  if type(value) == "table" then
    local ok, v = pcall(vector, value)
    return ok and v or nil
  end
  return type(value) == "userdata" and context.describe(value):find("^vector") and value or nil
end

-- Leaves out the examples of weight 0, whose targets are not even read. Returns X, y and the
-- options for the others, and the vector of their row numbers; what does not fit stays as it is.
function counted.drop(X, y, options)
  local weights = type(options) == "table" and as_vector(options.weights) or nil
  local Xs, ys = as_vector(X) or X, as_vector(y)
  if not weights or not ys or #weights ~= #ys or type(Xs) ~= "userdata" or #Xs ~= #ys then
    return X, y, options
  end
  local keep = weights:gt(0)
  if keep:sum() == #keep or keep:sum() == 0 or weights:min() < 0 then return X, y, options end
  local offset = as_vector(options.offset)
  local fewer = {}
  for key, value in pairs(options) do fewer[key] = value end
  fewer.weights = weights:where(keep)
  if offset and #offset == #keep then fewer.offset = offset:where(keep) end
  return Xs:where(keep), ys:where(keep), fewer, vector.range(1, #keep):where(keep)
end

-- The options of train, m:cost and others; nil without weights and offset.
function counted.data(options)
  if options.weights == nil and options.offset == nil then return nil end
  return {weights = as_vector(options.weights) or options.weights,
    offset = as_vector(options.offset) or options.offset}
end

-- The same for a choice of the rows: pick(v) returns its part of a vector.
function counted.part(data, pick)
  if not data then return nil end
  local offset = data.offset
  return {weights = data.weights and pick(data.weights),
    offset = type(offset) == "userdata" and pick(offset) or offset}
end

-- Are all weights whole, so that they count repeated rows?
function counted.whole(weights)
  return floor(weights) == weights
end

return counted
