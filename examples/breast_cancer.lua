-- Is a tumor malignant? Logistic regression on 569 real tumors.
--
-- Each example has 30 measurements of cell nuclei (radius, texture, concavity,
-- ...) and a doctor's diagnosis. Try changing: the seed, lambda, or the two
-- features in the plot.

local cancer = data.load("breast_cancer")
local X = cancer:matrix()
local y = cancer:labels("diagnosis", {positive = "malignant"})
print(("%d tumors, %d features, %d malignant"):format(#X, select(2, X:size()), y:sum()))

-- Hold out a fifth of the tumors as a test set: what counts is how the model
-- does on tumors it has not seen.
local X_train, X_test, y_train, y_test = data.split(X, y, {test = 0.2, seed = 1, stratify = true})

-- Areas go up to 2500, smoothness up to 0.16, so standardize the features. The
-- scaler is fitted to the training set only.
local scaler
X_train, scaler = normalize(X_train, "zscore")
X_test = scaler(X_test)

-- With 30 features the training set is linearly separable, and without a penalty
-- the weights would grow without bound. lambda = 1 keeps them small.
local m = model.logistic{lambda = 1}
local run = train(m, X_train, y_train, {alpha = 0.5, iterations = 5000, report = 5})

local guess = m:predict(X_test)
print(("accuracy: %.4f on the training set, %.4f on the test set")
  :format(m:score(X_train, y_train), metrics.accuracy(y_test, guess)))
print(metrics.confusion(y_test, guess))

plot.cost(run)
plot.show()

-- A model of two features can be drawn: one point per tumor, shading for the
-- probability, and a line where the probability is 0.5.
local two = cancer:matrix{"mean_radius", "mean_texture"}
local two_scaled, by = normalize(two, "zscore")
local flat = model.logistic()
train(flat, two_scaled, y, {alpha = 1, iterations = 2000})
plot.boundary(flat, two_scaled, y, {classes = {"benign", "malignant"},
  names = {"mean radius (z-score)", "mean texture (z-score)"}})
plot.title("569 tumors by two of their measurements")
plot.show()
print("accuracy with radius and texture only: " .. ("%.4f"):format(flat:score(two_scaled, y)))
print("a tumor of radius 15 and texture 20 is malignant with probability "
  .. ("%.2f"):format(flat:probability(by{15, 20})))
