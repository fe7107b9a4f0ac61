-- The decision boundary: where a model's prediction changes from one class to the other.
local step, task = lesson.step, lesson.task

-- The picture; at the prompt, ??draw_boundaries shows the source.
function draw_boundaries()
  local f = plot.figure{rows = 1, columns = 3, size = {1500, 450}}
  local six = {names = {"x_0", "x_1"}, classes = {"y = 0", "y = 1"}}
  f[1]:boundary(m, X_train, y_train, six):title("By hand: x_1 = 3 - x_0")
  f[2]:boundary(learned, X_train, y_train, six):title("Learned")
  f[3]:boundary(curved, P, outside, {names = {"x_0", "x_1"}, classes = {"inside", "outside"}})
  f[3]:title("With squares as features")
  plot.show()
end

step{
  title = "The boundary is a line",
  text = [[
    The model predicts class 1 ("yes") where the probability is 0.5 or more. sigmoid(z) is 0.5 at
    z = 0, so the decision boundary is the line where

        w[1] x0 + w[2] x1 + b = 0

    With w = [1, 1] and b = -3 this is x0 + x1 - 3 = 0.]],
  question = "At x0 = 1, which x1 is on the boundary?",
  answer = 2,
  again = function(draw)
    local sum, x0 = draw(5, 9), draw(1, 2)
    return {question = ("Let w = [1, 1], b = -%d. At x0 = %d, which x1 is on the boundary?")
      :format(sum, x0), answer = sum - x0,
      why = {{sum, ("On the boundary x0 + x1 is %d."):format(sum)}},
      because = ("x0 + x1 - %d is 0 there, so x1 is %d - %d."):format(sum, sum, x0)}
  end,
  why = {
    {3, "On the boundary x0 + x1 is 3, and x0 is already 1."},
    {-2, "Check the sign: x0 + x1 - 3 must be 0, with x0 = 1."},
  },
  because = "x1 = 3 - x0. The boundary is a straight line although the sigmoid is a curve.",
}
X_train = matrix{{0.5, 1.5}, {1, 1}, {1.5, 0.5}, {3, 0.5}, {2, 2}, {1, 2.5}}
y_train = vector{0, 0, 0, 1, 1, 1}
w, b = vector{1, 1}, -3
m = model.logistic{w = w, b = b}
slope, intercept = m:boundary()
print(("by hand:  x1 = %g %+g x0"):format(-b / w[2], -w[1] / w[2]))
print(("built in: x1 = %g %+g x0"):format(intercept, slope))
lesson.expect({slope, intercept}, {-1, 3}, 1e-15, "the boundary")

step{
  title = "Which side is which class?",
  text = [[
    Above the line z is positive; below it, z is negative. We predict with a loop, then with
    vectors.]],
  question = "Which class is predicted for the point (3, 0.5)?",
  choices = {"class 0", "class 1"},
  answer = 2,
  why = {
    [1] = "x1 is small, but x0 is large: the point is above the line.",
  },
  because = [[
    z = 3 + 0.5 - 3 = {z[4]} is positive. All six examples are on the correct side of the
    line.]],
  try = "m:probability{3, 0.5}, and for a point far from the boundary, m:probability{4, 4}",
}
z = vector.zeros(6)
for i = 1, #X_train do
  z[i] = w[1] * X_train[i][1] + w[2] * X_train[i][2] + b
  local predicted = 0
  if z[i] >= 0 then predicted = 1 end
  print(("(%.1f, %.1f): z = %4.1f, prediction %d, label %d")
    :format(X_train[i][1], X_train[i][2], z[i], predicted, y_train[i]))
end
print("vectors: ", (dot(X_train, w) + b):ge(0), "built in:", m:predict(X_train))
lesson.expect(m:predict(X_train), y_train, 0, "the predictions")

step{
  title = "Learning the boundary",
  text = [[
    We chose that line by hand. Now gradient descent finds one: 10,000 iterations from w = [0, 0]
    and b = 0 with alpha = 0.1. (The lesson logistic_gradient_descent explains the gradient.)]],
  question = "Our line has slope -1. About which slope will the learned line have?",
  choices = {"-5", "-1", "1"},
  answer = 2,
  why = {
    [1] = "w and b do become about five times as large. But does that move the line where z = 0?",
    [3] = "No rising line has all of class 0 on one side and all of class 1 on the other.",
  },
  because = [[
    The learned boundary has slope {slope%.2f}: it is close to ours. But w and b are {times%.1f}
    times as large, so the model is more confident, and its cost is {run.final_cost%.3f} instead
    of {old_cost%.3f}.]],
}
learned = model.logistic()
run = train(learned, X_train, y_train, {alpha = 0.1, iterations = 10000})
slope, intercept = learned:boundary()
times, old_cost = learned.w[1] / m.w[1], m:cost(X_train, y_train)
print(("w %.6f %.6f  b %.6f"):format(learned.w[1], learned.w[2], learned.b))
print(("cost %.8f"):format(run.final_cost))
print(("x1 = %.4f %+.4f x0"):format(intercept, slope))
print(("cost of our line: %.3f"):format(old_cost))
lesson.expect(learned.w, {5.281230291780549, 5.078156075159834}, 1e-9, "w")
lesson.expect(learned.b, -14.222409982019839, 1e-9, "b")
lesson.expect(run.final_cost, 0.017117768890292925, 1e-10, "the cost")

step{
  title = "Comparing with a library",
  text = [[
    LIBLINEAR adds a penalty for large weights (lambda = 1/C), so we train our model with the
    same penalty, lambda = 0.01. Then both minimize the same cost.]],
  question = "Will the two boundaries agree?",
  answer = true,
  why = "Both minimize the same cost, which has only one minimum.",
}
ours = model.logistic{lambda = 0.01}
train(ours, X_train, y_train, {method = "newton"})
theirs = library.logistic(X_train, y_train, {C = 100, intercept_scaling = 1e6})
function print_boundary(whose, one)
  local rise, start = one:boundary()
  print(("%s x1 = %.4f %+.4f x0"):format(whose, start, rise))
end
print_boundary("ours:  ", ours)
print_boundary("theirs:", theirs)
lesson.expect({ours:boundary()}, {theirs:boundary()}, 1e-6, "our boundary")

step{
  title = "A curved boundary",
  text = [[
    Eighty points: the label is 1 outside a circle and 0 inside. With squares as additional
    features, the boundary w·x + b = 0 can be a circle. degree = 2 adds x0², x0 x1 and x1².]],
  question = "A line classifies about two thirds correctly. How many will the curve?",
  choices = {"about 70%", "about 80%", "nearly all"},
  answer = 3,
  why = {
    [1] = "Squares do more than bend the line a little. Can the curve be a circle?",
    [2] = "The label depends on the circle alone. Can the curve be a circle?",
  },
  because = [[
    The line gets {line_score%.0f}%, the curve {curve_score%.0f}%. The model and the training are
    the same. Only the features are new: a linear boundary in five features is a curve in the
    original two.]],
  try = [[
    found = explore.boundary(P, outside). The right arrow raises the degree from 1 to 2 and more:
    when does the boundary close? Add a few points with a, and set lambda to 0: how does
    degree 6 bend to fit a single point? Enter ends it.]],
}
seed(3)
P = 1.2 * matrix.randn(80, 2)
outside = (P * P):sum("rows"):gt(1.7)
straight, curved = model.logistic{lambda = 0.1}, model.logistic{lambda = 0.1, degree = 2}
train(straight, P, outside, {method = "newton"})
train(curved, P, outside, {method = "newton"})
line_score, curve_score = 100 * straight:score(P, outside), 100 * curved:score(P, outside)
print(("accuracy: line %.0f%%, curve %.0f%%"):format(line_score, curve_score))
lesson.expect({line_score, curve_score}, {63.75, 98.75}, 1e-12, "the accuracies")

draw_boundaries()

task{
  text = [[
    Move the boundary of m without changing m.w: set m.b so that it passes through the point (2,
    2).]],
  check = function()
    return m.w == vector{1, 1} and abs(m:probability{2, 2} - 0.5) < 1e-6,
      ("the probability at (2, 2) is %.3f"):format(m:probability{2, 2})
  end,
  hints = {"On the boundary z is 0.", "z = 2 + 2 + b", "m.b = -4"},
  solution = "m.b = -4",
}
