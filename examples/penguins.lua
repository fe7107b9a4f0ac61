-- Which species is a penguin? Softmax regression on the length and depth of the
-- bill.
--
-- Try changing: the two columns (flipper_length_mm, body_mass_g), or degree.

local columns = {"bill_length_mm", "bill_depth_mm"}
local degree = 1

-- 344 penguins of the Palmer Archipelago; the bills of two were not measured.
local all = data.load("penguins")
local penguins = all:drop_missing(columns)
print(("%d penguins, %d with bill measurements"):format(#all, #penguins))

local X = penguins:matrix(columns)
local y, species = penguins:labels("species")
local X_train, X_test, y_train, y_test = data.split(X, y, {test = 0.25, seed = 1, stratify = true})

-- The model standardizes its inputs, so X stays in millimeters.
local m = model.softmax{classes = #species, normalize = "zscore", degree = degree, lambda = 0.1,
  names = columns}
local run = train(m, X_train, y_train, {method = "lbfgs", tolerance = 1e-8})
print(("%s after %d iterations"):format(run.reason, run.iterations))

local guess = m:predict(X_test)
print(("accuracy: %.4f on the training set, %.4f on the test set"):format(
  m:score(X_train, y_train), metrics.accuracy(y_test, guess)))
print(metrics.confusion(y_test, guess, {names = species}))

-- Class probabilities for one new penguin.
local bird = vector{44, 18}
print(("a bill of %g by %g mm:"):format(bird[1], bird[2]))
for k, p in m:probability(bird):each() do print(("  %-10s %.3f"):format(species[k], p)) end

-- The decision boundaries, with the penguins of the test set.
plot.boundary(m, X_test, y_test, {classes = species})
plot.title("Three species by bill length and depth")
plot.show()
