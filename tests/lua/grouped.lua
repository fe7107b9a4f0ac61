-- Grouped tables of textbooks, fitted with weights=: one row per group and outcome,
-- its count as weight. Values as printed, to their last digit.
local check = dofile("tests/check.lua")

-- Each group is {columns, yes, no}; returns X, y and counts with two rows a group.
local function expand(groups)
  local X, y, counts = {}, {}, {}
  for _, group in ipairs(groups) do
    for outcome = 1, 0, -1 do
      X[#X + 1], y[#y + 1] = group[1], outcome
      counts[#counts + 1] = outcome == 1 and group[2] or group[3]
    end
  end
  return matrix(X), vector(y), vector(counts)
end

local function fit(groups, names)
  local X, y, counts = expand(groups)
  local m = model.logistic{names = names}
  train(m, X, y, {method = "newton", weights = counts})
  return m:summary(X, y, {weights = counts}), counts:sum()
end

local function printed(got, wanted)
  check.equal(#got, #wanted)
  for i = 1, #wanted do check.near(got[i], wanted[i], 6e-5) end
end

-- Venables and Ripley (2002), section 7.2: budworms killed by doses 2^0 to 2^5.
local function budworm(interaction)
  local dead = {[1] = {1, 4, 9, 13, 18, 20}, [0] = {0, 2, 6, 10, 12, 16}}
  local groups = {}
  for male = 0, 1 do
    for dose = 0, 5 do
      local n = dead[male][dose + 1]
      local columns = interaction and {male, dose, male * dose} or {male, dose}
      groups[#groups + 1] = {columns, n, 20 - n}
    end
  end
  return groups
end

check.case("budworm: sex, dose and their product", function()
  local s, count = fit(budworm(true), {"sexM", "ldose", "sexM:ldose"})
  printed(s.estimate, {-2.9935, 0.1750, 0.9060, 0.3529})
  printed(s.se, {0.5527, 0.7783, 0.1671, 0.2700})
  check.near(s.chi2, 124.8756 - 4.9937, 1e-6) -- the deviance of groups, null less residual
  check.equal(count, 240)
  check.equal(s.df, 236)
end)

check.case("budworm: sex and dose", function()
  local s = fit(budworm(false), {"sexM", "ldose"})
  printed(s.estimate, {-3.4732, 1.1007, 1.0642})
  printed(s.se, {0.4685, 0.3558, 0.1311})
  check.near(s.chi2, 124.8756 - 6.7571, 1e-6)
end)

-- Agresti (2007), table 3.1: snoring (scores 0, 2, 4, 5) and heart disease.
check.case("snoring and heart disease", function()
  local s, count = fit({{{0}, 24, 1355}, {{2}, 35, 603}, {{4}, 21, 192}, {{5}, 30, 224}},
    {"snoring"})
  printed(s.estimate, {-3.8662, 0.3973})
  printed(s.se, {0.1662, 0.0500})
  check.near(s.chi2, 65.9045 - 2.8089, 2e-6)
  check.equal(count, 2484)
end)

-- Agresti (2007), section 4.3.2: AIDS symptoms, AZT use and race.
check.case("AZT and race", function()
  local s = fit({{{1, 1}, 14, 93}, {{0, 1}, 32, 81}, {{1, 0}, 11, 52}, {{0, 0}, 12, 43}},
    {"azt", "white"})
  printed(s.estimate, {-1.0736, -0.7195, 0.0555})
  printed(s.se, {0.2629, 0.2790, 0.2886})
end)

check.done("grouped")
