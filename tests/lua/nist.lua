-- NIST's linear regression data sets with model.linear, train and summary. Digits
-- are the log relative error of the worst number, at most 15, against the exact
-- rational solution of the decimal data, which agrees with all digits of NIST's
-- values and has ten more.
local check = dofile("tests/check.lua")
local case = check.case

-- certified.json as a Lua table; the file is simple enough for text substitution.
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

-- The minimum digits of estimates, standard errors and residual standard
-- deviation. Those of Norris, Pontius, Longley and Wampler2 are limited by the
-- rounding of the data to doubles.
local least = {
  Norris = {13.9, 13.9, 13.9}, Pontius = {13.4, 13.7, 13.7}, Longley = {14.6, 14.9, 14.9},
  NoInt1 = {15, 15, 15}, NoInt2 = {14.9, 14.9, 14.9}, Filip = {14.2, 14.9, 14.9},
  Wampler1 = {15, 14.9, 14.9}, Wampler2 = {13.1, 14.8, 14.8}, Wampler3 = {14.9, 14.9, 14.9},
  Wampler4 = {14.9, 14.9, 14.9}, Wampler5 = {14.9, 14.9, 14.9}}

local function at_least(got, wanted, what)
  if got < wanted then
    error(("%s: %.1f digits, expected at least %.1f"):format(what, got, wanted), 2)
  end
end

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
    at_least(estimate, least[name][1], "estimates")
    at_least(se, least[name][2], "standard errors")
    at_least(sd, least[name][3], "residual deviation")
    at_least(digits({s.r2}, {set.exact25.r_squared}), math.min(14, least[name][2]), "R²")
  end)
end

-- Each example 50 times, which leaves the solution as it is: search solves from products of the
-- columns what train solves from rows.
local function repeated(v)
  local all = v
  for _ = 2, 50 do all = all:concat(v) end
  return all
end

for name, set in pairs(certified()) do
  case(name .. ", by search", function()
    local d = data.read("tests/reference/nist/" .. name .. ".csv")
    local columns = {table.unpack(set.columns, 2)}
    local X = #columns == 1 and d:vector(columns[1]) or d:matrix(columns)
    if set.degree then X = polyfeatures(X, set.degree) end
    X = repeated(X)
    local y = repeated(d.y)
    local function make(p)
      return model.linear{lambda = p.lambda, intercept = set.intercept}
    end
    local s = search(make, {lambda = {0}}, X, y, {progress = false})
    local m = make{lambda = 0}
    train(m, X, y, {method = "exact"})
    check.equal(s.model.w, m.w)
    check.equal(s.model.b, m.b)
    if set.degree then return end -- digits are lost in the powers
    local estimate = set.intercept == false and m.w or vector{m.b}:concat(m.w)
    at_least(digits(estimate, set.exact25.estimate), least[name][1], "estimates")
  end)
end

check.done("nist")
