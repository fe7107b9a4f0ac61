-- NIST's linear sets as a learner meets them: model.linear, train, summary.
-- Digits are log relative errors of the worst number, at most 15, against the
-- exact rational solution of the decimal data, which agrees with NIST's values
-- to all their digits and has ten more.
local check = dofile("tests/check.lua")
local case = check.case

-- certified.json as a Lua table: the file is plain enough for a translation.
local function certified()
  local file <close> = assert(io.open("tests/reference/nist/certified.json"))
  local text = file:read("a"):gsub("%[", "{"):gsub("%]", "}"):gsub('("[^"]*")%s*:', "[%1]=")
  return assert(load("local null; return " .. text))().sets
end

local function digits(got, wanted)
  local worst = 15
  for j, text in ipairs(wanted) do
    local right = tonumber(text)
    local off = math.abs(got[j] - right) / (right == 0 and 1 or math.abs(right))
    if off > 0 then worst = math.min(worst, -math.log(off, 10)) end
    if off ~= off then worst = 0 end
  end
  return worst
end

-- Least digits of the estimates, of predictions, and of the standard errors.
local least = LEAST

for name, set in pairs(certified()) do
  case(name, function()
    local d = data.read("tests/reference/nist/" .. name .. ".csv")
    local columns = {table.unpack(set.columns, 2)}
    local m = model.linear{degree = set.degree or 1, intercept = set.intercept}
    local X = #columns == 1 and d:vector(columns[1]) or d:matrix(columns)
    train(m, X, d.y, {method = "exact"})
    local s = m:summary(X, d.y)
    local estimate = digits(s.estimate, set.exact25.estimate)
    local se = digits(s.se, set.exact25.stderr)
    local sd = digits({s.sigma}, {set.exact25.residual_sd})
    if os.getenv"SHOW" then
      print(("%-10s estimate %4.1f  se %4.1f  residual sd %4.1f  r2 %4.1f"):format(name, estimate, se, sd,
        digits({s.r2}, {set.exact25.r_squared})))
    end
  end)
end

check.done("nist")
