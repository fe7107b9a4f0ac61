-- Fourteen fits from textbooks and manuals: model, train and summary against R's
-- values. Digits are the log relative error of the worst number, at most 15.
local check = dofile("tests/check.lua")

local FOLDER = "tests/reference/textbooks/"

-- The rows of values.tsv by data set: kind, estimate, standard error, and `whole`,
-- which is R squared or the residual deviance.
local function published()
  local sets = {}
  for line in io.lines(FOLDER .. "values.tsv") do
    local name, kind, estimate, se, whole = line:match(
      "^(%S+)\t(%S+)\t[^\t]*\t(%S+)\t(%S+)\t(%S+)$")
    if tonumber(estimate) then
      local set = sets[name] or {kind = kind, estimate = {}, se = {}, whole = {tonumber(whole)}}
      table.insert(set.estimate, tonumber(estimate))
      table.insert(set.se, tonumber(se))
      sets[name] = set
    end
  end
  return sets
end

local function digits(got, wanted)
  local worst = 15
  for j, right in ipairs(wanted) do
    local off = math.abs(got[j] - right) / math.abs(right)
    if off > 0 then worst = math.min(worst, -math.log(off, 10)) end
    if off ~= off then worst = 0 end
  end
  return worst
end

-- The summary lists b first, like R.
local function fit(name, set)
  local d = data.read(FOLDER .. name .. ".csv")
  local names = {table.unpack(d.names, 1, #d.names - 1)}
  local X = #names == 1 and d:vector(names[1]) or d:matrix(names)
  local m = model[set.kind]{}
  train(m, X, d.y, {method = set.kind == "linear" and "exact" or "newton", tolerance = 1e-14})
  return m:summary(X, d.y)
end

-- R's glm leaves its standard errors at the last iteration but one: those of
-- finney_vaso agree to 7.6 digits, and with fifty-digit Newton steps to 12.
local least = {linear = {12, 12, 12}, logistic = {12, 7.6, 12}}

local count = 0
for name, set in pairs(published()) do
  count = count + 1
  check.case(name, function()
    local s = fit(name, set)
    local got = {digits(s.estimate, set.estimate), digits(s.se, set.se),
      digits({set.kind == "linear" and s.r2 or s.deviance}, set.whole)}
    if os.getenv("DIGITS") then print(name, table.unpack(got)) end
    for i, what in ipairs{"estimates", "standard errors", "R² or deviance"} do
      if got[i] < least[set.kind][i] then
        error(("%s: %.1f digits, expected at least %.1f"):format(what, got[i], least[set.kind][i]))
      end
    end
  end)
end

check.case("there are fourteen data sets", function() check.equal(count, 14) end)

check.done("textbooks")
