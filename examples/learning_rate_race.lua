-- A race of learning rates: five alphas down the same valley.
--
-- Four columns of 2930 sales. Raw, with lots of 200 000 square feet beside two
-- bedrooms, no alpha is good; after z-score nearly all are. Change first: the
-- list of alphas, or method = "momentum".

local ames = data.load("ames")
local X = ames:matrix{"living_area", "bedrooms", "lot_area", "year_built"}
local y = ames.price / 1000 -- 1000 dollars
local iterations = 50

-- diagnose works out the largest alpha that can go well: 2 / (the steepest
-- curvature of the cost).
print("raw columns")
print(diagnose(model.linear(), X, y))
local Z = normalize(X, "zscore")
print("after z-score")
local doctor = diagnose(model.linear(), Z, y)
print(doctor)

-- The cost that no alpha can beat.
local best = model.linear()
train(best, Z, y, {method = "exact"})
local lowest = best:cost(Z, y)
print(("the bottom of the valley: cost %.4f"):format(lowest))

warn("@off") -- the run's advice says what train would warn of
local runs, labels = {}, {}
for _, alpha in ipairs{0.003, 0.03, 0.3, 1.1, 1.3} do
  local run = train(model.linear(), Z, y, {alpha = alpha, iterations = iterations})
  runs[#runs + 1], labels[#labels + 1] = run, ("alpha = %g"):format(alpha)
  print(("alpha %-5g  %9.3g above the bottom after %d iterations: %s"):format(alpha,
    run.final_cost - lowest, run.iterations, run.reason))
  if run.reason == "diverged" then print(run.advice) end
end
warn("@on")
local raw = train(model.linear(), X, y, {alpha = 1e-8, iterations = iterations})
print(("raw, 1e-8    %9.3g above the bottom"):format(raw.final_cost - lowest))
runs[#runs + 1], labels[#labels + 1] = raw, "raw columns, alpha = 1e-8"

local f = plot.figure{title = "The same data, the same 50 iterations"}
for k, run in ipairs(runs) do
  f[1]:line(vector.range(1, #run.cost), run.cost - lowest, {label = labels[k]})
end
f[1]:log_y():xlabel("iteration"):ylabel("cost above the bottom")
plot.show()
