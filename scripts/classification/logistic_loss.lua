-- The logistic loss: how wrong a probability is, and why squared error does not work well.
local step, task = lesson.step, lesson.task

-- The pictures; at the prompt, ??draw_surface shows the source.

function draw_surface(axes, cost)
  local ws, bs = vector.linspace(0, 9, 41), vector.linspace(-19, 0, 41)
  local Z = matrix.zeros(#bs, #ws)
  for r = 1, #bs do
    Z[r] = ws:map(function(one) return cost(one, bs[r]) end)
  end
  axes:surface(ws, bs, Z, {azim = -45}):xlabel("w"):ylabel("b"):zlabel("cost")
end

function draw_losses()
  local f = plot.figure{rows = 1, columns = 3, size = {1500, 460}}
  f[1]:func(function(p) return loss(p, 1) end, 0.005, 0.995, {label = "y = 1: -log(f)"})
  f[1]:func(function(p) return loss(p, 0) end, 0.005, 0.995, {label = "y = 0: -log(1 - f)"})
  f[1]:title("The loss of one example"):xlabel("f, probability of y = 1"):ylabel("loss"):ylim(0, 6)
  draw_surface(f[2], squared_cost)
  draw_surface(f[3], log_cost)
  f[2]:title("Squared error cost")
  f[3]:title("Logistic cost")
  plot.show()
end

-- ------------------------------------------------------------------------------------

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
    Halfway, at w = 2.5, the cost is {middle%.3f}, but the segment is at {segment%.3f}. The
    picture at the end of the lesson shows flat steps, where gradient descent would get stuck.]],
}
x_train = vector{0, 1, 2, 3, 4, 5}   -- size of a tumor in cm
y_train = vector{0, 0, 0, 1, 1, 1}   -- 1: malignant
function squared_cost(w, b)
  local err = sigmoid(w * x_train + b) - y_train
  return dot(err, err) / (2 * #y_train)
end
left, right, middle = squared_cost(0, -14), squared_cost(5, -14), squared_cost(2.5, -14)
segment = (left + right) / 2
print("w = 0:", left, "w = 5:", right, "halfway between:", segment)
print("w = 2.5:", middle)
lesson.expect({left, right, middle}, {0.25, 0.00605493, 0.21914798}, 1e-6, "the squared costs")

step{
  title = "A loss for probabilities",
  text = [[
    f is the predicted probability of class 1. If y = 1, f should be near 1; if y = 0, near 0.

        loss = -log(f)        if y = 1
        loss = -log(1 - f)    if y = 0

    The loss is 0 for a perfect prediction. For f = 0.5, which means "I do not know", it is
    log(2), about 0.69, for either y.]],
  question = "The model predicts f = 0.99, but y is 0. About how large is the loss?",
  answer = 4.605,
  again = function(draw)
    local f = draw(5, 9) / 10
    return {question = ("The model predicts f = %.1f, but y is 0. What is the loss, to two decimal "
      .. "places?"):format(f), answer = -math.log(1 - f), tolerance = 0.02,
      because = ("It is -log(1 - %.1f), or %.2f."):format(f, -math.log(1 - f))}
  end,
  tolerance = 0.1,
  why = {
    {0.01, "That is -log(0.99), the loss for y = 1."},
    {2, "That is the logarithm to base 10. log is the natural logarithm."},
    {100, "That is 1 / (1 - f). The loss is its logarithm."},
  },
  because = [[
    It is -log(0.01), or {loss_99%.2f}. Each further 9 of confidence in the wrong answer adds 2.3
    to the loss, without limit.]],
  try = "loss(0.999999, 0), and loss(0.999999, 1) for being right with the same confidence.",
}
function loss(f, y)
  if y == 1 then return -math.log(f) end
  return -math.log(1 - f)
end
print("   f     y = 1    y = 0")
for _, f in ipairs{0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999} do
  print((" %-6g  %6.3f   %6.3f"):format(f, loss(f, 1), loss(f, 0)))
end
loss_99 = loss(0.99, 0)
lesson.expect({loss(0.5, 1), loss(0.99, 0)}, {0.693147, 4.605170}, 1e-6)

step{
  title = "The price of a confident mistake",
  text = [[
    Two weather forecasters are both right on nine days out of ten. The careful one always says
    "70 percent", the bold one "99 percent". On a day when the forecast is right, the loss is
    -log of the probability they gave; on the day when it is wrong, it is -log of the rest.]],
  question = "Who has the larger total loss after ten days?",
  choices = {"the careful one", "the bold one", "both have the same"},
  answer = 2,
  why = {
    [1] = "The careful one loses a little on each of the nine good days. What does the bold one "
      .. "pay on the bad day?",
    [3] = "They are right equally often, but the loss also depends on how confident they are.",
  },
  because = [[
    {careful%.2f} for the careful one, {bold%.2f} for the bold one, and {share%.0f}% of that is the
    price of a single mistake. Confidence pays only if it is justified: who is right nine times
    out of ten loses least by saying 90 percent.]],
  try = "total_loss(0.8), total_loss(0.9), total_loss(0.95). Is 0.9 really best?",
}
function total_loss(f) -- nine days right, one day wrong
  return 9 * loss(f, 1) + loss(f, 0)
end
careful, bold = total_loss(0.7), total_loss(0.99)
share = 100 * loss(0.99, 0) / bold
print(("careful: %.2f    bold: %.2f"):format(careful, bold))
fs = vector.linspace(0.5, 0.99, 50)
best = fs[fs:map(total_loss):argmin()]
print(("lowest:  %.2f by always saying %.2f"):format(total_loss(best), best))
lesson.expect(best, 0.9, 1e-12, "the best confidence")

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
  because = "y = 0 makes the first term 0, and 1 - y is then 1: this is the loss for y = 0.",
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
  choices = {"infinity", "70", "0"},
  answer = 1,
  why = {
    [2] = "That is the true loss. But f is rounded to 1 first: what is log(1 - f) then?",
    [3] = "The prediction is wrong, so the loss is not small. What is log(1 - f) if f is 1?",
  },
  because = [[
    log(1 - f) is log(0). The model's own loss method computes log(1 + e^-z) + z instead, which
    needs z but not f, and returns {sure[1]}. Most textbooks do not mention this problem.]],
}
sure = model.logistic{w = 20, b = -10}:loss(vector{4}, vector{0})
print("formula:", loss(sigmoid(70), 0), "built in:", sure[1])
lesson.expect(sure[1], 70, 1e-14, "the loss at z = 70")

step{
  title = "Is the logistic cost convex?",
  text = [[
    The cost is the mean of the losses. In the first step we found a place where the squared error
    lies above its segment. We search for more such violations: for 1000 pairs of random points
    (w, b), is the cost halfway between them above the segment?]],
  question = "How many violations will the logistic cost have?",
  answer = 0,
  why = {{1000, "That would be so if it were above the segment for every pair."}},
  because = [[
    The squared error has {squared_violations} of 1000. The logistic cost is
    convex: from any point, downhill leads to the minimum. (When the classes
    are linearly separable, as here, the minimum is infinitely far away. The lesson
    regularization shows the remedy.)]],
}
function log_cost(w, b)
  return model.logistic{w = w, b = b}:cost(x_train, y_train)
end
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
squared_violations, violations = count_violations(squared_cost), count_violations(log_cost)
print("violations, squared cost:", squared_violations)
print("violations, log cost:", violations)
lesson.expect(violations, 0, 0, "the violations of the log cost")

draw_losses()

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
