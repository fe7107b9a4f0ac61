-- Do we agree with the libraries that everyone trusts?
--
-- What is built in here was written from the formulas. LAPACK, LIBLINEAR and
-- BLAS were written by others and have been checked by thousands. The same data
-- go to both. Change first: lambda, or the set of columns.

-- Prints our weights beside theirs; gives the largest difference.
local function compare(names, ours, theirs)
  local largest = math.abs(ours.b - theirs.b)
  print(("%-24s %12s %12s %9s"):format("", "ours", "theirs", "differ by"))
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

-- 1. A line through 442 patients: how far does diabetes progress in a year?
local diabetes = data.load("diabetes")
local names = {"age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"}
local X, y = diabetes:matrix(names), diabetes:vector("progression")

print("diabetes: train{method=\"exact\"} beside LAPACK")
local line = model.linear{names = names}
train(line, X, y, {method = "exact"})
local lapack = library.linear(X, y)
print(("largest difference: %.0e"):format(compare(names, line, lapack)))
print(("R²: ours %.4f, theirs %.4f\n"):format(line:score(X, y), lapack:score(X, y)))

-- 2. Scaling: our normalize beside sums done by BLAS.
local cancer = data.load("breast_cancer")
local Z = normalize(cancer:matrix())
local Z_blas = library.standardize(cancer:matrix())
local far = math.max((Z - Z_blas):max(), (Z_blas - Z):max())
print(("z-scores of %d x %d numbers: largest difference %.0e\n"):format(#Z, #Z[1], far))

-- 3. Malignant or benign: both make the same cost small, with C = 1/lambda.
-- LIBLINEAR would also punish b; intercept_scaling leaves it free, as ours is.
local lambda = 1
local malignant = cancer:labels("diagnosis", {positive = "malignant"})
local curve = model.logistic{lambda = lambda}
train(curve, Z, malignant, {method = "newton"})
local liblinear = library.logistic(Z, malignant, {C = 1 / lambda, intercept_scaling = 1e6})

print("breast cancer: train{method=\"newton\"} beside LIBLINEAR")
local largest = compare(cancer.names, curve, liblinear)
print(("largest difference: %.0e"):format(largest))
print(("accuracy: ours %.4f, theirs %.4f"):format(curve:score(Z, malignant),
  liblinear:score(Z, malignant)))

-- The slope says who is right: it is 0 at the bottom of the cost.
local dw_ours, dw_theirs = curve:gradient(Z, malignant), liblinear:gradient(Z, malignant)
print(("slope of the cost: ours %.0e, theirs %.0e"):format(dw_ours:norm(), dw_theirs:norm()))

-- With b punished too, as LIBLINEAR does by itself, another model comes out.
local punished = library.logistic(Z, malignant, {C = 1 / lambda})
print(("b: %.4f free, %.4f punished"):format(liblinear.b, punished.b))

-- Every weight is a point; where both agree it lies on the line.
local low, high = curve.w:min(), curve.w:max()
plot({low, high}, {low, high})
plot.scatter(curve.w, liblinear.w)
plot.title("30 weights: train and LIBLINEAR")
plot.xlabel("ours")
plot.ylabel("theirs")
plot.show()
