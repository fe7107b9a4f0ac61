-- Softmax regression: classify handwritten digits into ten classes.
local step, task = lesson.step, lesson.task

-- The pictures; at the prompt, ??draw_image shows the source.

function draw_image(axes, pixels, title)
  axes:image(pixels:reshape(8, 8), {cmap = "gray_r"}):title(title):xticks{}:yticks{}
end

function draw_digits()
  local f = plot.figure{rows = 2, columns = 5, size = {800, 380}, title = "Ten of the digits"}
  for k = 1, 10 do
    draw_image(f[k], X[k], classes[y[k]])
  end
  plot.show()
end

function draw_guess(p) -- image p.k of the test set, and the probability of each digit
  local both = plot.figure{columns = 2, size = {900, 400}}
  draw_image(both[1], X_test[p.k], "true: " .. classes[y_test[p.k]])
  both[2]:bar(classes, reader:probability(X_test[p.k]))
  both[2]:title("predicted: " .. classes[guess[p.k]]):xlabel("digit"):ylabel("probability")
  both[2]:ylim(0, 1)
end

function draw_misread()
  local f = plot.figure{rows = 2, columns = 6, size = {960, 380}, title = "Misclassified"}
  for k = 1, #X_wrong do
    draw_image(f[k], X_wrong[k], classes[true_class[k]] .. " as " .. classes[taken_for[k]])
  end
  plot.show()
end

-- ------------------------------------------------------------------------------------

step{
  title = "The softmax function",
  text = [[
    With two classes, one score z = w·x + b was enough. With K classes, each class has its own w,
    b and score. Softmax turns the scores into probabilities: it computes e^z for each score and
    divides by their sum. The results are positive and add up to 1.]],
  question = "If we add 100 to all three scores, do the probabilities change?",
  answer = false,
  why = "Each e^z does change, but softmax divides it by a sum that changes in the same way.",
  because = [[
    Every e^z grows by the same factor, and so does their sum. This is useful: e^1000 overflows,
    so we first subtract the largest score from all scores. Many textbooks leave this out.]],
  try = "softmax(vector{1000, 0}), then softmax_loop of the same vector.",
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
print("loop:    ", softmax_loop(z))
print("vectors: ", softmax(z))
print("z + 100: ", softmax(z + 100))
print("built in:", model.softmax{w = {{2}, {1}, {0.1}}, b = {0, 0, 0}}:probability(1))

step{
  title = "The digits data set",
  text = [[
    The data set has images of digits written by 43 people. Each image has 8 by 8 pixels with gray
    values from 0 (white) to 16 (black), which we divide by 16. Class 1 is the digit 0,
    class 10 the digit 9. One fifth is set aside as the test set.]],
  question = [[
    With 64 pixels and 10 classes, how many parameters (weights and biases) does the model have?]],
  answer = 650,
  again = function(draw)
    local pixels, classes = draw(10, 50, 10), draw(3, 9)
    return {question = ("With %d pixels and %d classes, how many parameters does the model have?")
      :format(pixels, classes), answer = (pixels + 1) * classes, tolerance = 0,
      why = {{pixels * classes, "These are the weights. Each class has a b, too."}},
      because = ("Each class has %d weights and one bias."):format(pixels)}
  end,
  why = {
    {640, "These are the weights. Each class has a b, too."},
    {65, "That is for one class. There are ten."},
  },
  because = "Each class has 64 weights and one bias: 65 * 10.",
}
digits = data.load("digits")
X = digits:matrix():columns(1, 64) / 16
y = digits:labels("digit")
classes = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
X_train, X_test, y_train, y_test = data.split(X, y, {test = 0.2, seed = 1, stratify = true})
print(("%d training examples, %d test examples"):format(#X_train, #X_test))
draw_digits()

step{
  title = "Cost and gradient",
  text = [[
    The loss for one image is -log(p), where p is the probability of the true digit; the cost is
    the mean loss. The gradient is as simple as for linear regression. P has one row of
    probabilities per image. Y is 1 for the true digit and 0 elsewhere. The errors are P - Y.]],
  question = [[
    At first all parameters are 0, so every digit gets p = 0.1. What is the cost at the start?]],
  answer = 2.302585,
  why = {
    {0.1, "That is the probability of the true class. The loss is -log of it."},
    {1, "That is the logarithm to base 10. log is the natural logarithm."},
    {-2.302585, "That is log(0.1). The loss is -log(0.1)."},
  },
  because = [[
    It is -log(0.1), or {first_cost%.3f}, the cost when all ten digits are equally likely. After
    100 iterations our code and train reach the same cost, {run.final_cost%.3f}.]],
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
function cost()
  return -log((probabilities(X_train) * Y):sum"rows"):mean()
end
first_cost = cost()
print(("by hand:  cost %.6f at the start"):format(first_cost))
for _ = 1, 100 do
  local errors = probabilities(X_train) - Y
  W = W - alpha * errors:t():dot(X_train) / m
  b = b - alpha * errors:mean"columns"
end
print(("by hand:  cost %.6f after 100 iterations"):format(cost()))
run = train(model.softmax{classes = 10}, X_train, y_train, {alpha = alpha, iterations = 100})
print(("built in: cost %.6f after 100 iterations"):format(run.final_cost))
lesson.expect(cost(), run.final_cost, 1e-10, "the cost by hand")

step{
  title = "Accuracy on the test set",
  text = [[
    Now we train until convergence. Method "lbfgs" needs fewer iterations, and lambda = 1 keeps
    the weights small. Each class has one weight per pixel, so its weights can be shown as an
    image: red where ink raises the score of the class, blue where ink lowers it.]],
  question = "Of 100 digits it has never seen, how many will the model classify correctly?",
  answer = 96.67, tolerance = 0.03,
  why = {
    {10, "That is what guessing achieves. The model has learned from more than 1000 images."},
    {100, "Some digits are hard to read even for people."},
  },
  because = [[
    It gets {right} of {tested} right. The image for 0 is blue in the middle, because a 0 has no
    ink there.]],
  try = [[
    explore{k = {1, {tested}, 1}, draw = draw_guess}. The arrow keys go through the test set: when
    is the model unsure? (It reads image {mistake}, which shows {its_digit}, as {its_guess}.)
    Enter ends it.]],
}
reader = model.softmax{classes = 10, lambda = 1}
train(reader, X_train, y_train, {method = "lbfgs", tolerance = 1e-6})
guess = reader:predict(X_test)
right, tested = guess:eq(y_test):sum(), #y_test
mistake = guess:ne(y_test):argmax() -- the first
its_digit, its_guess = classes[y_test[mistake]], classes[guess[mistake]]
print(("accuracy: %.4f on the training set, %.4f on the test set"):format(
  reader:score(X_train, y_train), metrics.accuracy(y_test, guess)))
print(metrics.confusion(y_test, guess, {names = classes}))
plot.weights(reader, {classes = classes, title = "The weights of each digit"})
plot.show()

step{
  title = "Comparing with a library",
  text = [[
    Our LIBLINEAR interface supports only two classes. So we train ten models, one per digit ("is
    it a 0?", "is it a 1?", ...), and predict the class with the highest probability. This is called
    one-vs-rest. We also look at the images that softmax misclassified.]],
  question = "Will ten yes-or-no models be about as accurate as softmax?",
  answer = true,
  why = "Each digit still has 64 weights and a bias, and the highest probability still decides.",
  because = [[
    They get {their_right} of {tested} right, softmax {right}. But only the probabilities from
    softmax add up to 1.]],
}
yes = {}
for k = 1, 10 do
  yes[k] = library.logistic(X_train, y_train:eq(k), {C = 1}):probability(X_test)
end
theirs = matrix.columns(yes):argmax"rows"
print(("library: accuracy %.4f on the test set"):format(metrics.accuracy(y_test, theirs)))
their_right = theirs:eq(y_test):sum()
wrong = guess:ne(y_test)
misread = wrong:sum()
X_wrong, true_class, taken_for = X_test:where(wrong), y_test:where(wrong), guess:where(wrong)
draw_misread()

task{
  text = [[
    How confident was the model in its {misread} wrong predictions? Compute the mean of the highest
    probability for these images.]],
  value = reader:probability(X_wrong):max"rows":mean(),
  hints = {
    "reader:probability(X_wrong) has one row per image and one column per class.",
    'The predicted class has the highest probability in its row: max"rows".',
    'reader:probability(X_wrong):max"rows":mean()',
  },
  solution = 'reader:probability(X_wrong):max"rows":mean()',
}
