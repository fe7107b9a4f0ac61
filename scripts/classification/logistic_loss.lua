-- The logistic loss: how wrong a probability is, and why squared error does not work well.
local step, task = lesson.step, lesson.task

step{
  title = "Squared error for a logistic model",
  text = [[
    For a straight line, the squared error cost is convex (bowl-shaped): halfway between two
    points, it never lies above the line segment that joins them. Let us test this for a logistic
    model, with the two points w = 0 and w = 5, both with b = -14.]],
  question = "Is the squared error cost of a logistic model convex, too?",
  answer = false,
  why = "It is for a straight line. But the sigmoid is flat at both ends, and so is this cost.",
  because = [[
    Halfway, at w = 2.5, the cost is above the segment. The picture below shows flat steps.]],
}
x_train = vector{0, 1, 2, 3, 4, 5}   -- size of a tumor in cm
y_train = vector{0, 0, 0, 1, 1, 1}   -- 1: malignant
function squared_cost(w, b)
  local err = sigmoid(w * x_train + b) - y_train
  return dot(err, err) / (2 * #y_train)
end
left, right, middle = squared_cost(0, -14), squared_cost(5, -14), squared_cost(2.5, -14)
print("w = 0:", left, "w = 5:", right, "halfway between:", (left + right) / 2)
print("w = 2.5:", middle)
lesson.expect({left, right, middle}, {0.25, 0.00605493, 0.21914798}, 1e-6, "the squared costs")

step{
  title = "A loss for probabilities",
  text = [[
    f is the predicted probability of class 1. If y = 1, f should be near 1; if y = 0, near 0.

        loss = -log(f)        if y = 1
        loss = -log(1 - f)    if y = 0

    For f = 0.5, which means "I do not know", the loss is log(2) = 0.693 for either y.]],
  question = "The model predicts f = 0.99, but y is 0. About how large is the loss?",
  answer = 4.605,
  tolerance = 0.1,
  why = {
    {0.01, "That is -log(0.99), the loss for y = 1."},
    {2, "That is the logarithm to base 10. log is the natural logarithm."},
    {100, "That is 1 / (1 - f). The loss is its logarithm."},
  },
  because = [[
    -log(0.01) = 4.6. The more confident a wrong prediction is, the larger the loss, without
    limit.]],
  try = "loss(0.999999, 0)",
}
function loss(f, y) return -math.log(y == 1 and f or 1 - f) end
print("   f     y = 1    y = 0")
for _, f in ipairs{0.01, 0.1, 0.5, 0.9, 0.99} do
  print((" %.2f   %6.3f   %6.3f"):format(f, loss(f, 1), loss(f, 0)))
end
lesson.expect({loss(0.5, 1), loss(0.99, 0)}, {0.693147, 4.605170}, 1e-6)

step{
  title = "One formula for both classes",
  text = [[
    Since y is 0 or 1, it can switch off one of the two terms. The formula needs no "if", and it
    works for vectors, so it computes the losses of all examples at once:

        loss = -y log(f) - (1 - y) log(1 - f)]],
  question = "Which term is left when y = 0?",
  choices = {"-y log(f)", "-(1 - y) log(1 - f)", "both"},
  answer = 2,
  why = {
    [1] = "y = 0 makes this term 0.",
    [3] = "One of the factors y and 1 - y is always 0.",
  },
}
m = model.logistic{w = 2, b = -5}
f_wb = sigmoid(2 * x_train - 5)
by_loop = f_wb:copy()
for i = 1, #x_train do by_loop[i] = loss(f_wb[i], y_train[i]) end
by_vectors = -y_train * log(f_wb) - (1 - y_train) * log(1 - f_wb)
print("loop:    ", by_loop)
print("vectors: ", by_vectors)
print("built in:", m:loss(x_train, y_train))
lesson.expect({by_vectors, m:loss(x_train, y_train)}, {by_loop, by_loop}, 1e-14, "the losses")

step{
  title = "When the probability rounds to 1",
  text = [[
    With w = 20 and b = -10, a tumor of 4 cm gives z = 70. If it is benign after all, the loss is
    70 (to many digits). But on a computer sigmoid(70) is exactly 1.]],
  question = "What does the formula give for y = 0?",
  choices = {"70", "0", "infinity"},
  answer = 3,
  why = {
    [1] = "That is the true loss. But f is rounded to 1 first: what is log(1 - f) then?",
    [2] = "The prediction is wrong, so the loss is not small. What is log(1 - f) if f is 1?",
  },
  because = [[
    m:loss uses z instead of f: log(1 + e^-z) + z. Most textbooks do not mention this problem.]],
}
sure = model.logistic{w = 20, b = -10}:loss(vector{4}, vector{0})
print("formula:", loss(sigmoid(70), 0), "built in:", sure[1])
lesson.expect(sure[1], 70, 1e-14, "the loss at z = 70")

step{
  title = "Is the logistic cost convex?",
  text = [[
    The cost is the mean of the losses. We search for violations like the one above: for 1000
    pairs of random points (w, b), is the cost halfway between them above the segment?]],
  question = "How many violations will the logistic cost have?",
  answer = 0,
  because = [[
    The logistic cost is convex: from any point, downhill leads to the minimum. (When the classes
    are linearly separable, as here, the minimum is infinitely far away. The lesson
    regularization shows the remedy.)]],
}
function log_cost(w, b) return model.logistic{w = w, b = b}:cost(x_train, y_train) end
function count_violations(cost)
  seed(1)
  local count = 0
  for _ = 1, 1000 do
    local p, q = vector.random(2) * 10, vector.random(2) * 10
    local joined = (cost(p[1], -2 * p[2]) + cost(q[1], -2 * q[2])) / 2
    if cost((p[1] + q[1]) / 2, -p[2] - q[2]) > joined + 1e-12 then count = count + 1 end
  end
  return count
end
print("violations, squared cost:", count_violations(squared_cost))
print("violations, log cost:", count_violations(log_cost))
lesson.expect(count_violations(log_cost), 0, 0, "the violations of the log cost")

f = plot.figure{rows = 1, columns = 3, size = {1500, 460}}
f[1]:func(function(p) return loss(p, 1) end, 0.005, 0.995, {label = "y = 1: -log(f)"})
f[1]:func(function(p) return loss(p, 0) end, 0.005, 0.995, {label = "y = 0: -log(1 - f)"})
f[1]:title("The loss of one example"):xlabel("f, probability of y = 1"):ylabel("loss"):ylim(0, 6)
for i, cost in ipairs{squared_cost, log_cost} do
  local ws, bs = vector.linspace(0, 9, 41), vector.linspace(-19, 0, 41)
  local Z = matrix.zeros(#bs, #ws)
  for r = 1, #bs do Z[r] = ws:map(function(one) return cost(one, bs[r]) end) end
  f[i + 1]:surface(ws, bs, Z, {azim = -45}):xlabel("w"):ylabel("b"):zlabel("cost")
    :title(i == 1 and "Squared error cost" or "Logistic cost")
end
plot.show()

task{
  text = [[
    A model gives three tumors the probabilities 0.8, 0.3 and 0.6 of being malignant. The labels
    are 1, 0 and 1. What is the mean loss?]],
  value = (-math.log(0.8) - math.log(0.7) - math.log(0.6)) / 3,
  hints = {
    "Take -log of the probability that the model gave to the true class.",
    "For the second tumor this is -log(0.7).",
  },
  solution = "metrics.log_loss({1, 0, 1}, {0.8, 0.3, 0.6})",
}
