-- Logistic regression: why a straight line is a poor classifier.
local step, task = lesson.step, lesson.task

-- The pictures; at the prompt, ??draw_fits shows the source.

function draw_fits(axes, x, y, one_line, one_curve) -- the data, a curve and a line
  axes:fit(one_curve, x, y)
  axes:line({0, x:max()}, one_line:predict(vector{0, x:max()}),
    {color = "C1", label = "straight line"})
  axes:line({0, x:max()}, {0.5, 0.5}, {color = "gray", linestyle = ":"})
  axes:xlabel("size (cm)"):ylabel("y"):ylim(-0.3, 1.5)
end

function draw_far(p) -- both fitted again, with the seventh tumor at p.far
  local x, one_line, one_curve = x_train:concat{p.far}, model.linear(), model.logistic()
  train(one_line, x, y_more, {method = "exact"})
  train(one_curve, x, y_more, {alpha = 0.1, iterations = 10000})
  local axes = plot.axes()
  draw_fits(axes, x, y_more, one_line, one_curve)
  axes:title(("With a tumor of %.1f cm"):format(p.far))
end

function draw_both()
  local f = plot.figure{rows = 1, columns = 2, size = {1200, 430}}
  draw_fits(f[1], x_train, y_train, line, curve)
  f[1]:title("Six tumors")
  draw_fits(f[2], x_more, y_more, model.linear{w = w_more, b = b_more}, curve_more)
  f[2]:title("With a seventh tumor of 10 cm")
  plot.show()
end

-- ------------------------------------------------------------------------------------

step{
  title = "Classification",
  text = [[
    Six tumors. The feature x is the size in centimeters; the label y is 1 for malignant and 0
    for benign. Such a label is a category, not a quantity: there is nothing between yes and no.]],
  question = "What does the sum of all labels y tell us?",
  choices = {"the total size of the tumors", "how many tumors are malignant",
    "how many tumors there are"},
  answer = 2,
  why = {
    [1] = "The sizes are x. What does each tumor add to the sum of y?",
    [3] = "A benign tumor has the label 0. What does it add to the sum?",
  },
  because = "Every malignant tumor adds 1, and every benign tumor adds 0.",
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
  why = {
    {3, "That is the first malignant tumor. The boundary is between it and the last benign one."},
    {0.5, "That is the threshold for f(x). At which size x does the line cross it?"},
  },
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
old_value = w * 10 + b

step{
  title = "One more tumor",
  text = [[
    We add a seventh tumor, malignant, of 10 cm. It tells us nothing new: at 10 cm the old line is
    at {old_value%.2f}, far above the threshold, so it classifies this tumor correctly. Then we
    fit the line again.]],
  question = "What will the boundary do?",
  choices = {"it rises", "it falls", "it stays at 2.5"},
  answer = 1,
  why = {
    [2] = "The line is too high at 10 cm. Must it get steeper or flatter to reduce that error?",
    [3] = "The class is right, but least squares sees that the line is far above the label 1 and "
      .. "reduces this error.",
  },
  because = [[
    The old line was too high by {old_error%.2f}, and squared error penalizes that heavily. So the
    new line is less steep, and the boundary moves to {moved%.2f} cm. The tumor of 3 cm is now
    only just classified as malignant, because of an example that was never in doubt.]],
  try = "x_more[7] = 15 and fit again. How is the tumor of 3 cm classified?",
}
far = 10
x_more, y_more = x_train:concat{far}, y_train:concat{1}
w_more, b_more = fit_line(x_more, y_more)
old_error = old_value - 1
moved = (0.5 - b_more) / w_more
print(("new line: w %.4f, b %.4f, boundary %.3f cm"):format(w_more, b_more, moved))
print("its values:", w_more * x_more + b_more)
lesson.expect(moved, 80 / 27, 1e-12, "the moved boundary")

step{
  title = "A curve between 0 and 1",
  text = [[
    Logistic regression passes the line through a sigmoid: f(x) = sigmoid(w x + b). Its values
    stay between 0 and 1, so a very large tumor simply has a probability close to 1. Despite its
    name, logistic regression is used for classification.]],
  question = "What does the tumor of 10 cm do to the boundary of this curve?",
  choices = {"it moves up a lot", "it moves down a lot", "it moves hardly at all"},
  answer = 3,
  why = {
    [1] = "That of the line did, because of its large error at 10 cm. How large is the error of "
      .. "the curve there?",
    [2] = "Only a large error could move it that far. How large is the error at 10 cm?",
  },
  because = [[
    The boundary is {before%.3f} cm before and {after%.3f} cm after. At 10 cm the curve is almost
    exactly 1, so there is no error to reduce. And its values can be read as probabilities; the
    line's value of {line_value%.2f} at 10 cm could not.]],
  try = [[
    explore{far = {5.0, 20, 10}, draw = draw_far}. The arrow keys move the seventh tumor. What
    does the line do, and what does the S-curve do? Enter ends it.]],
}
function boundary_of(curve)
  return -curve.b / curve.w[1]
end
curve, curve_more = model.logistic(), model.logistic()
train(curve, x_train, y_train, {alpha = 0.1, iterations = 10000})
train(curve_more, x_more, y_more, {alpha = 0.1, iterations = 10000})
before, after = boundary_of(curve), boundary_of(curve_more)
line_value = w_more * 10 + b_more
print(("boundary before: %.3f cm, after: %.3f cm"):format(before, after))
print("probabilities:", curve_more:probability(x_more))
lesson.expect({before, after}, {2.46285443, 2.46034164}, 1e-7, "the boundaries")

draw_both()

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
    "The larger the tumor, the flatter the line.",
    "fit_line(x_train:concat{far}, y_more) returns w and b. Compute w * 3 + b for some sizes.",
    "far = 12 is enough.",
  },
  solution = "far = 12",
}
