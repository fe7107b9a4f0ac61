-- Five learning rates on the same problem, before and after standardizing.
--
-- Four features of 2930 house sales. On the raw features (lots of up to 200 000
-- square feet next to two bedrooms) no alpha works well; after z-score scaling
-- almost any alpha does. Try changing: the list of alphas, or the method to
-- "momentum".

local ames = data.load("ames")
local X = ames:matrix{"living_area", "bedrooms", "lot_area", "year_built"}
local y = ames.price / 1000 -- in 1000 dollars
local iterations = 50

-- diagnose computes the largest stable alpha: 2 divided by the largest curvature
-- (eigenvalue of the Hessian) of the cost.
print("raw features")
print(diagnose(model.linear(), X, y))
local Z = normalize(X, "zscore")
print("after z-score scaling")
local doctor = diagnose(model.linear(), Z, y)
print(doctor)

-- The minimum of the cost.
local best = model.linear()
train(best, Z, y, {method = "exact"})
local lowest = best:cost(Z, y)
print(("minimum cost: %.4f"):format(lowest))

warn("@off") -- run.advice has the text of train's warnings
local runs, labels = {}, {}
for _, alpha in ipairs{0.003, 0.03, 0.3, 1.1, 1.3} do
  local run = train(model.linear(), Z, y, {alpha = alpha, iterations = iterations})
  runs[#runs + 1], labels[#labels + 1] = run, ("alpha = %g"):format(alpha)
  print(("alpha %-5g  %9.3g above the minimum after %d iterations: %s"):format(alpha,
    run.final_cost - lowest, run.iterations, run.reason))
  if run.reason == "diverged" then print(run.advice) end
end
warn("@on")
local raw = train(model.linear(), X, y, {alpha = 1e-8, iterations = iterations})
print(("raw, 1e-8    %9.3g above the minimum"):format(raw.final_cost - lowest))
runs[#runs + 1], labels[#labels + 1] = raw, "raw features, alpha = 1e-8"

local f = plot.figure{title = "Learning rates on the same data, 50 iterations"}
for k, run in ipairs(runs) do
  f[1]:line(vector.range(1, #run.cost), run.cost - lowest, {label = labels[k]})
end
f[1]:log_y():xlabel("iteration"):ylabel("cost above the minimum")
plot.show()
