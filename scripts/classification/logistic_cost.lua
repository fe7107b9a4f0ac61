-- The cost of a logistic model: the mean loss of all examples.
local step, task = lesson.step, lesson.task

step{
  title = "One number for all examples",
  text = [[
    Six examples with two features each, and a model that says yes where x0 + x1 is above 3:
    w = [1, 1], b = -3. The loss tells how wrong it is for one example. The cost is the mean.

        z = w·x + b,    f = sigmoid(z)
        cost = mean of -y log(f) - (1 - y) log(1 - f)]],
  question = "A model that says 0.5 to everything costs 0.693. Does this one cost more, or less?",
  answer = "less",
  because = "0.36687. All six are on the right side, though none of them very surely.",
}
X_train = matrix{{0.5, 1.5}, {1, 1}, {1.5, 0.5}, {3, 0.5}, {2, 2}, {1, 2.5}}
y_train = vector{0, 0, 0, 1, 1, 1}
function compute_cost(X, y, w, b)
  local m, sum = #X, 0
  for i = 1, m do
    local z = dot(X[i], w) + b
    local f = sigmoid(z)
    sum = sum - y[i] * log(f) - (1 - y[i]) * log(1 - f)
  end
  return sum / m
end
w, b = vector{1, 1}, -3
print(("loop: %.8f"):format(compute_cost(X_train, y_train, w, b)))
lesson.expect(compute_cost(X_train, y_train, w, b), 0.36686678640551745, 1e-14, "the cost")

step{
  title = "With vectors, and built in",
  text = [[
    dot(X, w) gives all z at once. The model's own cost, and the mean log loss that is found among
    the metrics, are two more ways to the same number.]],
  question = "The same number to how many digits: about 4, 8 or 15?",
  answer = 15,
  because = "All are sums of six doubles. Only the last digit may differ.",
}
function vector_cost(X, y, w, b)
  local f = sigmoid(dot(X, w) + b)
  return (-y * log(f) - (1 - y) * log(1 - f)):mean()
end
m = model.logistic{w = w, b = b}
print(("vectors:  %.8f"):format(vector_cost(X_train, y_train, w, b)))
print(("built in: %.8f"):format(m:cost(X_train, y_train)))
print(("metrics:  %.8f"):format(metrics.log_loss(y_train, m:probability(X_train))))
lesson.expect(vector_cost(X_train, y_train, w, b), m:cost(X_train, y_train), 1e-14)

step{
  title = "Which line is better?",
  text = [[
    With b = -4 the model says yes only above x0 + x1 = 4. The first panel shows both lines.]],
  question = "Which b has the lower cost: -3 or -4?",
  answer = -3,
  because = [[
    0.36687 against 0.50368: with b = -4 two of the three yes are on the wrong side, and one is on
    the line. The cost saw it without a picture. That is what it is for.]],
  try = "m.b = -2.8, then m:cost(X_train, y_train): even a little better.",
}
m.b = -4
print(("b = -3: %.5f    b = -4: %.5f"):format(vector_cost(X_train, y_train, w, -3),
  m:cost(X_train, y_train)))
print("right with b = -4:", 6 * m:score(X_train, y_train))
lesson.expect(m:cost(X_train, y_train), 0.503680863674846, 1e-14, "the cost with b = -4")

step{
  title = "Cost is not accuracy",
  text = [[
    Now all numbers times ten: w = [10, 10], b = -30. Then z is ten times as large, but it is 0 on
    the same line, so every answer stays.]],
  question = "All six are right, as before. Does the cost stay, fall or rise?",
  answer = "fall",
  because = [[
    From 0.367 to 0.002: the same answers, given with more confidence. Accuracy counts right
    answers, cost weighs how sure they were. Training makes the cost small; accuracy follows.]],
}
bold = model.logistic{w = {10, 10}, b = -30}
print("accuracy:", bold:score(X_train, y_train), "cost:", bold:cost(X_train, y_train))
lesson.expect(bold:cost(X_train, y_train), 0.00226871543, 1e-10, "the bold model's cost")

step{
  title = "A trusted library, and a picture",
  text = [[
    LIBLINEAR makes this cost plus (w[1]² + w[2]²) / 12 as small as it can: a small fine for large
    weights, lambda = 1. Ours can do that, too.]],
  question = "Will both find the same smallest cost? (yes or no)",
  answer = "yes",
}
ours = model.logistic{lambda = 1}
train(ours, X_train, y_train, {method = "newton"})
theirs = library.logistic(X_train, y_train, {C = 1, intercept_scaling = 1e6})
print(("ours   w %.6f %.6f  b %.6f  cost %.8f"):format(ours.w[1], ours.w[2], ours.b,
  ours:cost(X_train, y_train)))
print(("theirs w %.6f %.6f  b %.6f  cost %.8f"):format(theirs.w[1], theirs.w[2], theirs.b,
  theirs:cost(X_train, y_train)))
lesson.expect(ours:cost(X_train, y_train), theirs:cost(X_train, y_train), 1e-10)

f = plot.figure{rows = 1, columns = 2, size = {1100, 430}}
f[1]:data(X_train, y_train, {names = {"x_0", "x_1"}, classes = {"y = 0", "y = 1"}})
f[1]:line({0, 3}, {3, 0}, {color = "C2", label = "b = -3"})
f[1]:line({0, 4}, {4, 0}, {color = "C1", linestyle = "--", label = "b = -4"})
f[1]:xlim(0, 4):ylim(0, 4):title("Two lines")
f[2]:func(function(b) return vector_cost(X_train, y_train, w, b) end, -6, 0)
f[2]:scatter({-3}, {0.36687}, {color = "C2", size = 10, label = "b = -3"})
f[2]:scatter({-4}, {0.50368}, {color = "C1", size = 10, label = "b = -4"})
f[2]:title("Cost for every b, with w = [1, 1]"):xlabel("b"):ylabel("cost")
plot.show()

task{
  text = "Find the best b for w = [1, 1], to two digits behind the point.",
  value = -2.83,
  tolerance = 0.006,
  hints = {
    "The curve says: between -3 and -2.5.",
    "bs = vector.linspace(-3, -2.5, 51), then a cost for each.",
    "bs[bs:map(function(b) return vector_cost(X_train, y_train, w, b) end):argmin()]",
  },
  solution = "-2.83",
}
