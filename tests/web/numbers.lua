-- numbers.lua - prints numbers that the page must compute as the native program does.
local function out(name, value)
  if type(value) == "number" then
    print(name, ("%.17g"):format(value))
  else
    for i = 1, #value do out(name .. "[" .. i .. "]", value[i]) end
  end
end

local d = data.load"diabetes"
local X, y = d:matrix{"age", "bmi", "bp", "s1", "s5"}, d.progression
local m = model.linear()
train(m, X, y, {method = "exact"})
out("exact", m.w)
out("intercept", m.b)
print(m:summary(X, y))
print(diagnose(m, X, y))

local Z = normalize(X, "zscore")
for _, method in ipairs{"gd", "momentum", "adam", "sgd", "lbfgs", "newton"} do
  local one = model.linear()
  local run = train(one, Z, y, {method = method, iterations = 100})
  out(method, one.w)
  out(method .. " cost", run.cost[#run.cost])
end

local cancer = data.load"breast_cancer"
local C = normalize(cancer:matrix{"mean_radius", "mean_texture"}, "zscore")
local malignant = cancer:labels("diagnosis", {positive = "malignant"})
local l = model.logistic()
train(l, C, malignant, {method = "newton", iterations = 30})
out("logistic", l.w)
out("cost", l:cost(C, malignant))
print(l:summary(C, malignant))

local A = matrix{{4, 1, 0.5}, {1, 3, 0.25}, {0.5, 0.25, 2}}
out("solve", solve(A, vector{1, 2, 3}))
out("det", det(A))
local _, singular = A:svd()
out("svd", singular)
out("eigenvalues", (A:eig()))
out("exp", exp(vector{-3, 0.1, 1, 10}))
