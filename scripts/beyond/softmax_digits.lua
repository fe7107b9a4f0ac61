-- Softmax: reading handwritten digits, ten classes instead of two.
local step, task = lesson.step, lesson.task

step{
  title = "Scores become probabilities",
  text = [[
    With two classes one score z = w·x + b was enough. With K classes each class has a w and a b of
    its own, and a score. Softmax makes probabilities of the scores: e^z for each, divided by the
    sum of all. So they are positive and add up to 1.]],
  question = "Add 100 to all three scores: will the probabilities change? (yes or no)",
  answer = false,
  because = [[
    Every e^z grows by the same factor, and so does their sum. Good: e^1000 is too large for a
    computer, so the largest score is taken from all of them first. Many a book leaves this out.]],
  try = "softmax(vector{1000, 0}), and softmax_loop of the same.",
}
z = vector{2, 1, 0.1}
function softmax_loop(scores)
  local p, sum = scores:copy(), 0
  for k = 1, #scores do sum = sum + exp(scores[k]) end
  for k = 1, #scores do p[k] = exp(scores[k]) / sum end
  return p
end
function softmax(scores)
  local e = exp(scores - scores:max())
  return e / e:sum()
end
print("by loop:   ", softmax_loop(z))
print("by vectors:", softmax(z))
print("z + 100:   ", softmax(z + 100))
print("built in:  ", model.softmax{w = {{2}, {1}, {0.1}}, b = {0, 0, 0}}:probability(1))

step{
  title = "Digits are numbers",
  text = [[
    1797 digits, written by 43 people: pictures of 8 by 8 grey values, 0 (white) to 16 (black), here
    divided by 16. Class 1 is the digit 0, class 10 the 9. A fifth is kept aside as the test set.]],
  question = "64 pixels, 10 classes: how many weights, the ten b included, are to be learned?",
  answer = 650,
  because = "64 weights and one b for each class: 65 * 10.",
}
digits = data.load("digits")
X = digits:matrix():columns(1, 64) / 16
y = digits:labels("digit")
classes = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
X_train, X_test, y_train, y_test = data.split(X, y, {test = 0.2, seed = 1, stratify = true})
print(("%d to learn from, %d to test"):format(#X_train, #X_test))
f = plot.figure{rows = 2, columns = 5, size = {800, 380}, title = "Ten of them"}
for k = 1, 10 do
  f[k]:image(X[k]:reshape(8, 8), {cmap = "gray_r"}):title(classes[y[k]]):xticks{}:yticks{}
end
plot.show()

step{
  title = "The cost, and the way down",
  text = [[
    The loss of one picture is -log(p), p being the probability of the true digit; the cost is the
    mean loss. The slopes are as simple as for a straight line: P has a row of probabilities for
    each picture, Y a 1 for the true digit and 0 else, and the errors are P - Y.]],
  question = "All w and b are 0, so every digit gets p = 0.1. What is the cost, -log(0.1)?",
  answer = 2.302585,
  because = "log(10), about 2.3: what ignorance costs. After 100 steps train has our cost.",
}
m, alpha = #X_train, 0.5
Y = matrix.zeros(m, 10)
for i, class in y_train:each() do Y:set(i, class, 1) end
W, b = matrix.zeros(10, 64), vector.zeros(10)
function probabilities(inputs)
  local P = inputs:dot(W:t()) + b
  for i = 1, #P do P[i] = softmax(P[i]) end
  return P
end
function cost() return -log((probabilities(X_train) * Y):sum"rows"):mean() end
print(("by hand:  cost %.6f at first"):format(cost()))
for _ = 1, 100 do
  local errors = probabilities(X_train) - Y
  W = W - alpha * errors:t():dot(X_train) / m
  b = b - alpha * errors:mean"columns"
end
print(("by hand:  cost %.6f after 100 steps"):format(cost()))
run = train(model.softmax{classes = 10}, X_train, y_train, {alpha = alpha, iterations = 100})
print(("built in: cost %.6f after 100 steps"):format(run.final_cost))
lesson.expect(cost(), run.final_cost, 1e-10, "the cost by hand")

step{
  title = "Pictures it has never seen",
  text = [[
    Now to the end: method "lbfgs" needs fewer steps, lambda = 1 keeps the weights small. A class
    has 64 weights, one a pixel: a picture, too. Red: ink here speaks for it, blue: against it.]],
  question = "Of 100 digits it has never seen, how many will it read right?",
  answer = 96.67, tolerance = 0.03,
  because = "348 of 360. The 0 is blue in the middle: with ink there, it is no 0.",
}
reader = model.softmax{classes = 10, lambda = 1}
train(reader, X_train, y_train, {method = "lbfgs", tolerance = 1e-6})
guess = reader:predict(X_test)
print(("right: %.4f of the training set, %.4f of the test set"):format(
  reader:score(X_train, y_train), metrics.accuracy(y_test, guess)))
print(metrics.confusion(y_test, guess, {names = classes}))
plot.weights(reader, {classes = classes, title = "The weights of each digit"})
plot.show()

step{
  title = "The library, and the hard ones",
  text = [[
    LIBLINEAR, as we have it, knows two classes. So it is asked "is it a 0?", "is it a 1?" ..., and
    the surest yes wins. And we look at the pictures that softmax misread.]],
  question = "Ten questions of yes and no: about as good as softmax? (yes or no)",
  answer = true,
  because = "346 against 348 of 360. Only softmax gives probabilities that add up to 1, though.",
}
yes = {}
for k = 1, 10 do yes[k] = library.logistic(X_train, y_train:eq(k), {C = 1}):probability(X_test) end
theirs = matrix.columns(yes):argmax"rows"
print(("library: %.4f of the test set"):format(metrics.accuracy(y_test, theirs)))
wrong = guess:ne(y_test)
X_wrong, true_class, taken_for = X_test:where(wrong), y_test:where(wrong), guess:where(wrong)
f = plot.figure{rows = 2, columns = 6, size = {960, 380}, title = "Misread"}
for k = 1, #X_wrong do
  f[k]:image(X_wrong[k]:reshape(8, 8), {cmap = "gray_r"}):xticks{}:yticks{}
  f[k]:title(classes[true_class[k]] .. " read as " .. classes[taken_for[k]])
end
plot.show()

task{
  text = "How sure was the reader of its 12 wrong answers? Give the mean probability of its guess.",
  value = reader:probability(X_wrong):max"rows":mean(),
  hints = {"reader:probability(X_wrong) has a row a picture, a column a class.",
    'The guess is the class of the largest probability: max"rows".',
    'reader:probability(X_wrong):max"rows":mean()'},
  solution = 'reader:probability(X_wrong):max"rows":mean()',
}
