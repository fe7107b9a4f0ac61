-- Logistic regression: why a straight line is a poor classifier.
local step, task = lesson.step, lesson.task

step{
  title = "Classification",
  text = [[
    Six tumors. The feature x is the size in centimeters; the label y is 1 for malignant and 0
    for benign. Such a label is a category, not a quantity: there is nothing between yes and no.]],
  question = "How many of the six tumors are malignant?",
  answer = 3,
  because = "The sum of y counts them, because every malignant tumor adds 1.",
}
x_train = vector{0, 1, 2, 3, 4, 5}
y_train = vector{0, 0, 0, 1, 1, 1}
print("malignant:", y_train:sum())

step{
  title = "A straight line with a threshold",
  text = [[
    Let us first try the straight line that we know. Where its value is 0.5 or more, we predict
    malignant; below 0.5, benign. The decision boundary is the size at which the line crosses
    0.5.

        f(x) = w x + b = 0.5    at    x = (0.5 - b) / w]],
  question = "The data are symmetric. Where will the boundary be?",
  answer = 2.5,
  because = [[
    The boundary is halfway between 2 and 3, and all six predictions are right. So far, so good.]],
}
function fit_line(x, y) -- least squares
  local dx, dy = x - x:mean(), y - y:mean()
  local w = dot(dx, dy) / dot(dx, dx)
  return w, y:mean() - w * x:mean()
end
w, b = fit_line(x_train, y_train)
line = model.linear()
train(line, x_train, y_train, {method = "exact"})
theirs = library.linear(x_train, y_train)
print(("by hand:  w %.4f, b %.4f"):format(w, b))
print(("built in: w %.4f, b %.4f"):format(line.w[1], line.b))
print(("library:  w %.4f, b %.4f"):format(theirs.w[1], theirs.b))
print(("boundary: %.3f cm"):format((0.5 - b) / w))
lesson.expect({line.w[1], line.b, theirs.w[1], theirs.b}, {w, b, w, b}, 1e-12)
lesson.expect((0.5 - b) / w, 2.5, 1e-12, "the boundary")

step{
  title = "One more tumor",
  text = [[
    We add a seventh tumor, malignant, of 10 cm. It tells us nothing new, because the old line
    already classifies it correctly, far above the threshold. Then we fit the line again.]],
  question = "What will the boundary do?",
  choices = {"it rises", "it falls", "it stays at 2.5"},
  answer = 1,
  why = {
    [2] = "The line is too high at 10 cm. Must it get steeper or flatter to reduce that error?",
    [3] = "The tumor tells us nothing new, but least squares sees an error of 1.43 and reduces it.",
  },
  because = [[
    The old line predicts 2.43 at 10 cm. The class is right, but the error is 1.43, and squared
    error penalizes it heavily. So the new line is less steep, and the boundary moves to 2.96.
    The tumor of 3 cm is now only just classified as malignant, because of an example that was
    never in doubt.]],
  try = "x_more[7] = 15 and fit again. How is the tumor of 3 cm classified?",
}
far = 10
x_more, y_more = x_train:concat{far}, y_train:concat{1}
w_more, b_more = fit_line(x_more, y_more)
print(("the old line at 10 cm: %.2f"):format(w * 10 + b))
moved = (0.5 - b_more) / w_more
print(("new line: w %.4f, b %.4f, boundary %.3f cm"):format(w_more, b_more, moved))
print("predictions:", w_more * x_more + b_more)
lesson.expect(moved, 80 / 27, 1e-12, "the moved boundary")

step{
  title = "A curve between 0 and 1",
  text = [[
    Logistic regression passes the line through a sigmoid: f(x) = sigmoid(w x + b). Its values
    stay between 0 and 1, so a very large tumor simply has a probability close to 1. Despite its
    name, logistic regression is used for classification.]],
  question = "With the tumor of 10 cm added, what will its boundary do?",
  choices = {"it rises a lot", "it stays almost the same", "it falls a lot"},
  answer = 2,
  why = {
    [1] = "That of the line did, because of its large error at 10 cm. How large is the error of "
      .. "the curve there?",
    [3] = "Only a large error could move it that far. How large is the error at 10 cm?",
  },
  because = [[
    The boundary is 2.463 before and 2.460 after. And f(x) can be read as a probability; the
    line's value of 1.33 could not.]],
}
curve, curve_more = model.logistic(), model.logistic()
train(curve, x_train, y_train, {alpha = 0.1, iterations = 10000})
train(curve_more, x_more, y_more, {alpha = 0.1, iterations = 10000})
before, after = -curve.b / curve.w[1], -curve_more.b / curve_more.w[1]
print(("boundary before: %.3f cm, after: %.3f cm"):format(before, after))
print("probabilities:", curve_more:probability(x_more))
lesson.expect({before, after}, {2.46285443, 2.46034164}, 1e-7, "the boundaries")

f = plot.figure{rows = 1, columns = 3, size = {1500, 430}}
for i, pair in ipairs{{line, curve}, {model.linear{w = w_more, b = b_more}, curve_more}} do
  local x, y = i == 1 and x_train or x_more, i == 1 and y_train or y_more
  f[i]:line({-1, 11}, {0.5, 0.5}, {color = "gray", linestyle = ":"})
  f[i]:func(function(s) return pair[1]:predict(s) end, -1, 11, {color = "C1", label = "line"})
  f[i]:func(function(s) return pair[2]:probability(s) end, -1, 11,
    {color = "C0", label = "logistic"})
  f[i]:scatter(x:where(y:eq(0)), y:where(y:eq(0)), {color = "C0", size = 10, label = "benign"})
  f[i]:scatter(x:where(y:eq(1)), y:where(y:eq(1)), {color = "red", marker = "x", size = 12,
    label = "malignant"})
  f[i]:xlim(-1, 11):ylim(-0.4, 1.6):xlabel("size (cm)"):ylabel("y")
end
f[1]:title("Six tumors")
f[2]:title("With a seventh tumor of 10 cm")
X_train = matrix{{0.5, 1.5}, {1, 1}, {1.5, 0.5}, {3, 0.5}, {2, 2}, {1, 2.5}}
f[3]:data(X_train, y_train, {names = {"x_0", "x_1"}, classes = {"y = 0", "y = 1"}})
f[3]:xlim(0, 4):ylim(0, 3.5):title("Two features: data for later lessons")
plot.show()

task{
  text = [[
    A seventh, malignant tumor has the size `far`. Set far so that the straight line classifies
    the tumor of 3 cm as benign.]],
  check = function()
    local fw, fb = fit_line(x_train:concat{far}, y_more)
    return far > 5 and fw * 3 + fb < 0.5,
      ("with a tumor of %g cm the line is %.3f at 3 cm"):format(far, fw * 3 + fb)
  end,
  hints = {
    "With a tumor of 10 cm the line is 0.504 at 3 cm.",
    "The larger the tumor, the flatter the line.",
    "far = 12 is enough.",
  },
  solution = "far = 12",
}
