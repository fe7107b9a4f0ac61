-- looks.lua - counts the looks at a sealed test set, and estimates by how much the best
-- of them is too high. See src/lua/data/seal.h.
--
-- A seal is a table. Fields used here:
--   count     the number of looks
--   seen      value or score -> true, to recognize a look without news
--   looks     the looks by m:score: {score=, parts=}, parts a vector with the
--             deviation of each example from the score
--   factor    rows of the Cholesky factor of the covariance of the scores
--   draws     a vector of normal numbers per look; most, the maximum of the errors
--   pending   the deviations of the score that is being computed

local context = require "mlrepl.context"
local record = require "mlrepl.explain.record"

local looks = {}

local DRAWS = 4000 -- of the errors; the excess is then right to about 1 %

-- -- the part of each example ------------------------------------------------

-- Of R² = 1 - Σe²/Σ(y - ȳ)²: the influence of each example (delta method).
local function parts_of_r2(y, f)
  local square, spread = (y - f) ^ 2, (y - y:mean()) ^ 2
  local error, variance = square:mean(), spread:mean()
  return ((square - error) - (spread - variance) * (error / variance)) * (-1 / variance)
end

local function parts_of(m, X, y)
  local f = m:predict(X)
  if m.kind == "logistic" or m.kind == "softmax" then
    local right = f:eq(y)
    return right - right:mean()
  elseif m.kind == "linear" or m.kind == "custom" then
    return parts_of_r2(y, f)
  end
end

-- Called before m:score, which will name what is wrong with the arguments.
function looks.prepare(seal, m, X, y, options)
  local ok, parts = false, nil
  local was = context.quiet(true)
  if options == nil then ok, parts = pcall(parts_of, m, X, y) end
  context.quiet(was)
  if not ok and tostring(parts):find("interrupted", 1, true) then error(parts, 0) end
  seal.pending = ok and type(parts) == "userdata" and #parts > 1 and parts or nil
end

-- -- the best of several -----------------------------------------------------

-- Normal numbers of mean 0 and variance 1; the user's generator is not touched.
local function normals(start)
  local state, list = start * 7919 + 12345, {}
  local function uniform()
    state = (state * 6364136223846793005 + 1442695040888963407)
    return ((state >> 11) + 0.5) / 2 ^ 53
  end
  for i = 1, DRAWS, 2 do
    local r, a = math.sqrt(-2 * math.log(uniform())), 2 * math.pi * uniform()
    list[i], list[i + 1] = r * math.cos(a), r * math.sin(a)
  end
  local z = vector(list)
  z = z - z:mean()
  return z / z:std()
end

local function covariance(a, b) return a:dot(b) / (#a * (#a - 1)) end

-- Appends a row to the Cholesky factor, for the new look.
local function factor_row(seal, parts)
  local row, rest = {}, covariance(parts, parts)
  local own = rest
  for i, look in ipairs(seal.looks) do
    local r = seal.factor[i]
    local a = covariance(parts, look.parts)
    for t = 1, i - 1 do a = a - r[t] * row[t] end
    row[i] = r[i] > 0 and a / r[i] or 0
    rest = rest - row[i] ^ 2
  end
  row[#row + 1] = rest > 1e-9 * own and math.sqrt(rest) or 0
  return row
end

local function begin(seal)
  if seal.count then return end
  seal.count, seal.seen, seal.looks, seal.factor, seal.draws = 0, {}, {}, {}, {}
end

-- Adds a score, and draws its error, given those of the earlier ones. parts[i] is the
-- deviation of example i from the score.
function looks.add(seal, score, parts)
  begin(seal)
  local k = #seal.looks + 1
  local row = factor_row(seal, parts)
  seal.factor[k], seal.draws[k] = row, normals(k)
  seal.looks[k] = {score = score, parts = parts}
  local error = vector.zeros(DRAWS)
  for t = 1, k do error = error + seal.draws[t] * row[t] end
  seal.most = seal.most and seal.most + (error - seal.most) * error:gt(seal.most) or error
end

-- By how much the best score is expected to be too high.
function looks.excess(seal)
  return seal.looks and #seal.looks > 1 and seal.most:mean() or 0
end

-- -- telling -----------------------------------------------------------------

-- Has this been seen before? Then there is no new choice.
local function is_known(seal, name, value, parts)
  for _, look in ipairs(seal.looks) do
    if parts and look.score == value and look.parts == parts then return true end
  end
  local key = name .. " " .. tostring(value)
  if parts or type(value) ~= "number" then return false end
  local known = seal.seen[key]
  seal.seen[key] = true
  return known
end

local function short(x) return ("%.2g"):format(x) end

-- Called after a look, with its result.
function looks.tell(seal, name, value)
  begin(seal)
  local parts = seal.pending
  seal.pending = nil
  if name ~= "model:score" or seal.looks[1] and parts and #parts ~= #seal.looks[1].parts then
    parts = nil
  end
  if is_known(seal, name, value, parts) then
    print(("the sealed test set: no new look (%d so far)"):format(seal.count))
    return
  end
  seal.count = seal.count + 1
  local text = ("look %d at the sealed test set"):format(seal.count)
  if parts then
    looks.add(seal, value, parts)
    text = ("%s: %.4g ± %s (standard error)"):format(text, value,
      short(math.sqrt(covariance(parts, parts))))
    if #seal.looks > 1 then
      text = ("%s; the best of %d scores is expected to be %s too high"):format(text,
        #seal.looks, short(looks.excess(seal)))
    end
  else
    text = ("%s (%s)"):format(text, (name:gsub("model:", "m:")))
  end
  print(text)
end

-- -- data.looks --------------------------------------------------------------

local make = record.type("test_looks", function(fields)
  local text = ("%d look%s at the sealed test set"):format(fields.count,
    fields.count == 1 and "" or "s")
  if #fields.scores < 2 then return text end
  return ("%s; the best score, %.4g, is expected to be %s too high"):format(text,
    fields.scores:max(), short(fields.excess))
end)

function looks.looks(seal)
  begin(seal)
  local scores = {}
  for i, look in ipairs(seal.looks) do scores[i] = look.score end
  return make{count = seal.count, scores = vector(scores), excess = looks.excess(seal)}
end

local MADE = "X, y = matrix{{1}, {2}, {3}, {4}}, vector{0, 0, 1, 1}\n"
  .. "Xtrain, Xtest, ytrain, ytest = data.split(X, y, {test=2, seal=true})\n"
  .. "s = data.looks(Xtest)\n"

looks.entries = {
  {name = "test_looks:count", usage = "s.count -> number",
   help = "The number of looks at the sealed test set.", example = MADE .. "s.count --> 0"},
  {name = "test_looks:scores", usage = "s.scores -> vector",
   help = "The scores that m:score returned.", example = MADE .. "#s.scores --> 0"},
  {name = "test_looks:excess", usage = "s.excess -> number",
   help = "By how much the best score is expected to be too high, if all models are equally "
     .. "good.", example = MADE .. "s.excess --> 0"},
}

return looks
