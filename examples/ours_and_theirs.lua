-- Does mlrepl agree with well-known libraries?
--
-- The functions built into mlrepl were written from the formulas. LAPACK,
-- LIBLINEAR and BLAS were written by others and are widely tested. Fit the same
-- data with both and compare. Try changing: lambda, or the list of columns.

-- Prints our weights next to theirs and returns the largest difference.
local function compare(names, ours, theirs)
  local largest = math.abs(ours.b - theirs.b)
  print(("%-24s %12s %12s %9s"):format("", "ours", "theirs", "diff"))
  local function row(name, a, b)
    print(("%-24s %12.6f %12.6f %9.0e"):format(name, a, b, math.abs(a - b)))
  end
  for j = 1, #ours.w do
    row(names[j], ours.w[j], theirs.w[j])
    largest = math.max(largest, math.abs(ours.w[j] - theirs.w[j]))
  end
  row("b", ours.b, theirs.b)
  return largest
end

-- 1. Linear regression: how far does diabetes progress in a year (442 patients)?
local diabetes = data.load("diabetes")
local names = {"age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"}
local X, y = diabetes:matrix(names), diabetes:vector("progression")

print("diabetes: train{method=\"exact\"} and LAPACK")
local line = model.linear{names = names}
train(line, X, y, {method = "exact"})
local lapack = library.linear(X, y)
print(("largest difference: %.0e"):format(compare(names, line, lapack)))
print(("R²: ours %.4f, theirs %.4f\n"):format(line:score(X, y), lapack:score(X, y)))

-- The normal equation AᵀA w = Aᵀy, solved by LAPACK; A is X with a column of ones.
local columns = {vector.ones(#X)}
for j = 1, #names do columns[j + 1] = X:column(j) end
local A = matrix.columns(columns)
local w = solve(A:t():dot(A), A:t():dot(y))
print(("the normal equation: largest difference %.0e\n"):format(
  abs(w:slice(2, -1) - line.w):max()))

-- 2. Standardizing: normalize, and library.standardize, whose sums are done by BLAS.
local cancer = data.load("breast_cancer")
local Z = normalize(cancer:matrix())
local Z_blas = library.standardize(cancer:matrix())
local far = math.max((Z - Z_blas):max(), (Z_blas - Z):max())
print(("z-scores of a %d x %d matrix: largest difference %.0e\n"):format(#Z, #Z[1], far))

-- 3. Logistic regression, malignant or benign: both minimize the same cost, with
-- C = 1/lambda. By default LIBLINEAR also penalizes b; a large intercept_scaling
-- makes that penalty negligible, because train does not penalize b.
local lambda = 1
local malignant = cancer:labels("diagnosis", {positive = "malignant"})
local curve = model.logistic{lambda = lambda}
train(curve, Z, malignant, {method = "newton"})
local liblinear = library.logistic(Z, malignant, {C = 1 / lambda, intercept_scaling = 1e6})

print("breast cancer: train{method=\"newton\"} and LIBLINEAR")
local largest = compare(cancer.names, curve, liblinear)
print(("largest difference: %.0e"):format(largest))
print(("accuracy: ours %.4f, theirs %.4f"):format(curve:score(Z, malignant),
  liblinear:score(Z, malignant)))

-- The gradient tells which is more accurate: it is 0 at the minimum of the cost.
local dw_ours, dw_theirs = curve:gradient(Z, malignant), liblinear:gradient(Z, malignant)
print(("norm of the gradient: ours %.0e, theirs %.0e"):format(dw_ours:norm(), dw_theirs:norm()))

-- With a penalty on b, LIBLINEAR's default, the result is a different model.
local penalized = library.logistic(Z, malignant, {C = 1 / lambda})
print(("b: %.4f without a penalty, %.4f with it"):format(liblinear.b, penalized.b))

-- One point per weight; it lies on the line where the two agree.
local low, high = curve.w:min(), curve.w:max()
plot({low, high}, {low, high})
plot.scatter(curve.w, liblinear.w)
plot.title("30 weights by train and by LIBLINEAR")
plot.xlabel("ours")
plot.ylabel("theirs")
plot.show()
