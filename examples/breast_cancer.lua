-- Is a tumour malignant? Logistic regression on 569 real ones.
--
-- Thirty measurements of cell nuclei each (radius, texture, concavity, ...),
-- and what a doctor found. Change first: the seed, lambda, or the two features
-- of the picture.

local cancer = data.load("breast_cancer")
local X = cancer:matrix()
local y = cancer:labels("diagnosis", {positive = "malignant"})
print(("%d tumours, %d features, %d malignant"):format(#X, select(2, X:size()), y:sum()))

-- A fifth of the tumours is kept aside: what counts is how the model does on
-- tumours it has never seen.
local X_train, X_test, y_train, y_test = data.split(X, y, {test = 0.2, seed = 1, stratify = true})

-- Areas go to 2500, smoothness to 0.16: bring all to one scale. The scaler
-- learns from the training part alone.
local scaler
X_train, scaler = normalize(X_train, "zscore")
X_test = scaler(X_test)

-- lambda = 1 keeps the weights small: in thirty features the training tumours
-- are linearly separable, and the weights would grow without bound.
local m = model.logistic{lambda = 1}
local run = train(m, X_train, y_train, {alpha = 0.5, iterations = 5000, report = 5})

local guess = m:predict(X_test)
print(("accuracy: %.4f on the training part, %.4f on the test part")
  :format(m:score(X_train, y_train), metrics.accuracy(y_test, guess)))
print(metrics.confusion(y_test, guess))

plot.cost(run)
plot.show()

-- Two features alone make a picture: a point a tumour, the shade a probability,
-- the line where it is a half.
local two = cancer:matrix{"mean_radius", "mean_texture"}
local two_scaled, by = normalize(two, "zscore")
local flat = model.logistic()
train(flat, two_scaled, y, {alpha = 1, iterations = 2000})
plot.boundary(flat, two_scaled, y, {classes = {"benign", "malignant"},
  names = {"mean radius (z-score)", "mean texture (z-score)"}})
plot.title("569 tumours by two of their measurements")
plot.show()
print("with radius and texture alone: accuracy " .. ("%.4f"):format(flat:score(two_scaled, y)))
print("a tumour of radius 15, texture 20: malignant with probability "
  .. ("%.2f"):format(flat:probability(by{15, 20})))
