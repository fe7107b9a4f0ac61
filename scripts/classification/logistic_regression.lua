-- Logistic regression: why a straight line fails on yes and no.
local step, task = lesson.step, lesson.task

step{
  title = "Yes or no",
  text = [[
    Six tumours. x is the size in centimetres, y says what the doctors found: 1 is malignant,
    0 is benign. Such a y is a category, not an amount: nothing lies between yes and no.]],
  question = "How many of the six tumours are malignant?",
  answer = 3,
  because = "The sum of y counts them, because every yes is a 1.",
}
x_train = vector{0, 1, 2, 3, 4, 5}
y_train = vector{0, 0, 0, 1, 1, 1}
print("malignant:", y_train:sum())

step{
  title = "A straight line, and a threshold",
  text = [[
    What we have is a straight line, so we try it. Where it is at 0.5 or above we say malignant,
    below 0.5 benign. The size at which it crosses 0.5 is the boundary.

        f(x) = w x + b = 0.5    at    x = (0.5 - b) / w]],
  question = "The data are symmetric. Where will the boundary be?",
  answer = 2.5,
  because = "Half way between 2 and 3, and all six are right. So far so good.",
}
function fit_line(x, y) -- the least squares, by hand
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
  title = "One more tumour",
  text = [[
    A seventh tumour of 10 cm is malignant, of course. It tells us nothing new: the old line says
    malignant for it without hesitation. We add it and fit the line again.]],
  question = "Will the boundary stay at 2.5, or move?",
  answer = {"move", "moves up", "no stay", "rises", "to the right"},
  because = [[
    The old line gave 2.43 at 10 cm. That is right as an answer, but as an amount it is 1.43 too
    much, and squared error hates that. So the line tilts, and the boundary moves to 2.96: the
    tumour of 3 cm is only just malignant now, because of a tumour that was never in doubt.]],
  try = "x_more[7] = 15 and fit again: what becomes of the tumour of 3 cm?",
}
far = 10
x_more, y_more = x_train:concat{far}, y_train:concat{1}
w_more, b_more = fit_line(x_more, y_more)
print(("the old line at 10 cm: %.2f"):format(w * 10 + b))
moved = (0.5 - b_more) / w_more
print(("new line: w %.4f, b %.4f, boundary %.3f cm"):format(w_more, b_more, moved))
print("it says:", w_more * x_more + b_more)
lesson.expect(moved, 80 / 27, 1e-12, "the moved boundary")

step{
  title = "A curve that stays between 0 and 1",
  text = [[
    Logistic regression bends the line: f(x) = sigmoid(w x + b) runs from 0 to 1 and never leaves,
    so a very large tumour is simply "surely yes". In spite of its name it is used to classify.]],
  question = "With the tumour of 10 cm: will its boundary stay nearly where it was, or move far?",
  answer = {"stay", "nearly", "not move"},
  because = [[
    2.463 before, 2.460 after. And f(x) may be read as a probability, which 1.33 could not.]],
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
f[1]:title("Six tumours")
f[2]:title("With a seventh of 10 cm")
X_train = matrix{{0.5, 1.5}, {1, 1}, {1.5, 0.5}, {3, 0.5}, {2, 2}, {1, 2.5}}
f[3]:data(X_train, y_train, {names = {"x_0", "x_1"}, classes = {"y = 0", "y = 1"}})
f[3]:xlim(0, 4):ylim(0, 3.5):title("Two features: the next lessons part these")
plot.show()

task{
  text = [[
    Set far to the size of a seventh, malignant tumour that makes the straight line call the tumour
    of 3 cm benign.]],
  check = function()
    local fw, fb = fit_line(x_train:concat{far}, y_more)
    return far > 5 and fw * 3 + fb < 0.5,
      ("with a tumour of %g cm the line is at %.3f for 3 cm"):format(far, fw * 3 + fb)
  end,
  hints = {
    "10 cm brought the line at 3 cm down to 0.504.",
    "A larger tumour tilts the line more.",
    "far = 12 is enough.",
  },
  solution = "far = 12",
}
