-- The decision boundary: where a model changes its mind.
local step, task = lesson.step, lesson.task

step{
  title = "Undecided is a line",
  text = [[
    The model says yes where its probability is 0.5 or more. sigmoid(z) is 0.5 at z = 0, so the
    border between yes and no is where

        w[1] x0 + w[2] x1 + b = 0

    With w = [1, 1] and b = -3 that is x0 + x1 - 3 = 0.]],
  question = "At x0 = 1, which x1 is on the border?",
  answer = 2,
  because = "x1 = 3 - x0: a straight line, although the sigmoid is a curve.",
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
  title = "Which side is yes?",
  text = "Above the line z is positive, below it negative. A loop, then all at once.",
  question = "The point (3, 0.5): yes or no?",
  answer = "yes",
  because = "3 + 0.5 - 3 = 0.5 is positive. All six points are on their own side of the line.",
  try = "m:probability{3, 0.5}, and of a point far from the line: m:probability{4, 4}",
}
for i = 1, #X_train do
  local z = w[1] * X_train[i][1] + w[2] * X_train[i][2] + b
  print(("(%.1f, %.1f): z = %4.1f, says %d, was %d")
    :format(X_train[i][1], X_train[i][2], z, z >= 0 and 1 or 0, y_train[i]))
end
print("vectors: ", (dot(X_train, w) + b):ge(0), "built in:", m:predict(X_train))
lesson.expect(m:predict(X_train), y_train, 0, "the predictions")

step{
  title = "Let it be learned",
  text = [[
    We guessed that line. Gradient descent finds one by itself: 10000 steps from w = [0, 0], b = 0,
    with alpha = 0.1. (How its slopes are made is told in logistic_gradient_descent.)]],
  question = "Our line has slope -1. Will the learned one be about the same, or quite different?",
  answer = {"the same", "about the same", "similar", "near", "alike"},
  because = [[
    x1 = 2.80 - 1.04 x0. The line is nearly ours, but w and b are five times as large: the model has
    become surer, and its cost is 0.017 instead of 0.367.]],
}
learned = model.logistic()
run = train(learned, X_train, y_train, {alpha = 0.1, iterations = 10000})
slope, intercept = learned:boundary()
print(("w %.6f %.6f  b %.6f"):format(learned.w[1], learned.w[2], learned.b))
print(("cost %.8f"):format(run.final_cost))
print(("x1 = %.4f %+.4f x0"):format(intercept, slope))
lesson.expect(learned.w, {5.281230291780549, 5.078156075159834}, 1e-9, "w")
lesson.expect(learned.b, -14.222409982019839, 1e-9, "b")
lesson.expect(run.final_cost, 0.017117768890292925, 1e-10, "the cost")

step{
  title = "A trusted library",
  text = [[
    LIBLINEAR fines large weights (lambda = 1/C), so we let ours do the same, with lambda = 0.01.
    Then both look for the same line.]],
  question = "Will the two lines agree? (yes or no)",
  answer = "yes",
}
ours = model.logistic{lambda = 0.01}
train(ours, X_train, y_train, {method = "newton"})
theirs = library.logistic(X_train, y_train, {C = 100, intercept_scaling = 1e6})
for i, one in ipairs{ours, theirs} do
  slope, intercept = one:boundary()
  print(("%s x1 = %.4f %+.4f x0"):format(i == 1 and "ours:  " or "theirs:", intercept, slope))
end
lesson.expect({ours:boundary()}, {theirs:boundary()}, 1e-6, "our boundary")

step{
  title = "When no straight line will do",
  text = [[
    Eighty points: yes outside of a circle, no inside. With squares as features of their own,
    w·x + b = 0 can be a circle: degree = 2 adds x0², x0 x1 and x1².]],
  question = "A straight line gets 64 % right. Will the curve get 70, 80 or nearly 100 %?",
  answer = 100,
  tolerance = 0.06,
  because = [[
    Model and training are the same. Only the features are new, and a line in five of them is a
    curve in two.]],
}
seed(3)
P = 1.2 * matrix.randn(80, 2)
outside = (P * P):sum("rows"):gt(1.7)
straight, curved = model.logistic{lambda = 0.1}, model.logistic{lambda = 0.1, degree = 2}
train(straight, P, outside, {method = "newton"})
train(curved, P, outside, {method = "newton"})
print(("a line: %.0f %% right, a curve: %.0f %%"):format(100 * straight:score(P, outside),
  100 * curved:score(P, outside)))
lesson.expect(curved:score(P, outside), 79 / 80, 1e-15, "the curve's accuracy")

f = plot.figure{rows = 1, columns = 3, size = {1500, 450}}
for i, pair in ipairs{{m, "Guessed: x_1 = 3 - x_0"}, {learned, "Learned"}} do
  f[i]:boundary(pair[1], X_train, y_train, {names = {"x_0", "x_1"}, classes = {"no", "yes"}})
  f[i]:title(pair[2])
end
f[3]:boundary(curved, P, outside, {names = {"x_0", "x_1"}, classes = {"inside", "outside"}})
f[3]:title("With squares as features")
plot.show()

task{
  text = [[
    Move the border of m without touching m.w: set m.b so that the border passes through (2, 2).]],
  check = function()
    return m.w == vector{1, 1} and abs(m:probability{2, 2} - 0.5) < 1e-6,
      ("the probability at (2, 2) is %.3f"):format(m:probability{2, 2})
  end,
  hints = {"On the border z is 0.", "z = 2 + 2 + b", "m.b = -4"},
  solution = "m.b = -4",
}
