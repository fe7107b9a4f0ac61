-- The cost of a logistic model: the mean loss over all examples.
local step, task = lesson.step, lesson.task

-- The pictures; at the prompt, ??draw_losses shows the source.

function draw_losses(p) -- six bars, the losses with k times the parameters
  local one = model.logistic{w = p.k * w, b = p.k * b}
  plot.bar(vector.range(1, 6), one:loss(X_train, y_wrong))
  plot.title(("k = %.1f: the mean of the losses is %.3f"):format(p.k, one:cost(X_train, y_wrong)))
  plot.xlabel("example")
  plot.ylabel("loss")
end

function draw_boundaries(axes)
  axes:data(X_train, y_train, {names = {"x_0", "x_1"}, classes = {"y = 0", "y = 1"}})
  axes:line({0, 3}, {3, 0}, {color = "C2", label = "b = -3"})
  axes:line({0, 4}, {4, 0}, {color = "C1", linestyle = "--", label = "b = -4"})
  axes:xlim(0, 4):ylim(0, 4):title("Two decision boundaries")
end

function draw_cost(axes)
  axes:func(function(one) return vector_cost(X_train, y_train, w, one) end, -6, 0)
  axes:scatter({-3}, {cost}, {color = "C2", size = 10, label = "b = -3"})
  axes:scatter({-4}, {cost_4}, {color = "C1", size = 10, label = "b = -4"})
  axes:title("Cost as a function of b (w = [1, 1])"):xlabel("b"):ylabel("cost")
end

function draw_costs()
  local f = plot.figure{rows = 1, columns = 2, size = {1100, 430}}
  draw_boundaries(f[1])
  draw_cost(f[2])
  plot.show()
end

-- ------------------------------------------------------------------------------------

step{
  title = "The logistic cost",
  text = [[
    The data have six examples with two features each. The model with w = [1, 1] and b = -3
    predicts class 1 where x0 + x1 is 3 or more. The loss measures the error for one example; the
    cost is the mean loss over all examples.

        z = w·x + b,    f = sigmoid(z)
        cost = mean of -y log(f) - (1 - y) log(1 - f)]],
  question = [[
    A model that always predicts 0.5 has the cost log(2), or 0.693. Is the cost of this model
    lower or higher?]],
  choices = {"lower", "higher"},
  answer = 1,
  why = {
    [2] = "This model classifies every example correctly, so its probabilities are on the right "
      .. "side of 0.5.",
  },
  because = [[
    The cost is {cost%.3f}. All six examples are classified correctly, though with little
    confidence.]],
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
cost = compute_cost(X_train, y_train, w, b)
print(("loop: %.8f"):format(cost))
lesson.expect(cost, 0.36686678640551745, 1e-14, "the cost")

step{
  title = "The cost with vectors, and built in",
  text = [[
    dot(X, w) computes w·x for all examples at once. The model's own cost method and
    metrics.log_loss should give the same number.]],
  question = "How well will they agree?",
  choices = {"4 digits", "8 digits", "15 digits"},
  answer = 3,
  why = {
    [1] = "An approximation might. But all of them compute the same formula.",
    [2] = "Single precision has about 7 digits. Lua's numbers have double precision.",
  },
  because = "All are sums of six double-precision numbers. Only the last digit may differ.",
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
  title = "Comparing two decision boundaries",
  text = [[
    With b = -4 the model predicts class 1 only where x0 + x1 is 4 or more. (The picture at the
    end of the lesson shows both boundaries.)]],
  question = "Which b has the lower cost?",
  choices = {"b = -4", "b = -3"},
  answer = 2,
  why = {
    [1] = "It moves the boundary farther from class 0, but too far into class 1.",
  },
  because = [[
    The costs are {cost%.3f} with b = -3 and {cost_4%.3f} with b = -4. With b = -4, only {right_4}
    of the six predictions are right: two examples with y = 1 are below the boundary. (One is
    exactly on it.) The cost measures this without a picture.]],
  try = "m.b = -2.8, then m:cost(X_train, y_train). The cost is even a little lower.",
}
m.b = -4
cost_4, right_4 = m:cost(X_train, y_train), 6 * m:score(X_train, y_train)
print(("b = -3: %.5f    b = -4: %.5f"):format(cost, cost_4))
print("correct with b = -4:", right_4)
lesson.expect(cost_4, 0.503680863674846, 1e-14, "the cost with b = -4")

step{
  title = "Cost and accuracy",
  text = [[
    Multiply all parameters by ten: w = [10, 10], b = -30. Then z is ten times as large but is 0
    on the same line, so every predicted class stays the same.]],
  question = "All six predictions are still correct. What does the cost do?",
  choices = {"it stays the same", "it falls", "it rises"},
  answer = 2,
  why = {
    [1] = "Accuracy stays the same. The cost also depends on the probabilities, and they change.",
    [3] = "It would rise if some of the predictions were wrong. Are any?",
  },
  because = [[
    It falls from {cost%.3f} to {bold_cost%.3f}: the predictions are the same, but the model is
    more confident. Accuracy counts correct predictions; the cost also depends on how confident
    they are.]],
}
careful, bold = model.logistic{w = w, b = b}, model.logistic{w = 10 * w, b = 10 * b}
bold_cost = bold:cost(X_train, y_train)
print("accuracy:", bold:score(X_train, y_train), "cost:", bold_cost)
p_careful, p_bold = careful:probability{1, 2.5}, bold:probability{1, 2.5}
lesson.expect(bold_cost, 0.00226871543, 1e-10, "the bold model's cost")

step{
  title = "One mistake, made confidently",
  text = [[
    Now the label of the last example, (1, 2.5), turns out to be 0. Both models predict class 1
    there, the careful one with probability {p_careful%.2f}, the bold one with {p_bold%.3f}. So
    both have one mistake in six.]],
  question = "Whose cost is higher now?",
  choices = {"both costs are the same", "the careful model's", "the bold model's"},
  answer = 3,
  why = {
    [1] = "Their accuracies are the same. Compare -log(1 - f) for the mistake.",
    [2] = "On the other five it still has the larger losses. But compare the losses of the "
      .. "mistake: -log(1 - f).",
  },
  because = [[
    The mistake alone costs the careful model {loss_careful%.2f} and the bold one
    {loss_bold%.2f}, more than all its other losses together. The cost rises to {new_careful%.2f}
    and {new_bold%.2f}: with a single wrong label, being careful is better.]],
  try = [[
    explore{k = {0.0, 10, 1}, draw = draw_losses}. The arrow keys change the confidence k, with w
    = [k, k] and b = -3 k. At which k is the cost lowest? What happens to the six losses as k
    grows? Enter ends it.]],
}
y_wrong = vector{0, 0, 0, 1, 1, 0}
losses, bold_losses = careful:loss(X_train, y_wrong), bold:loss(X_train, y_wrong)
loss_careful, loss_bold = losses[6], bold_losses[6]
new_careful, new_bold = losses:mean(), bold_losses:mean()
print(" label   careful's loss   bold's loss")
for i = 1, 6 do
  print(("%6d   %14.5f   %11.5f"):format(y_wrong[i], losses[i], bold_losses[i]))
end
print(("cost, careful: %.3f    cost, bold: %.3f"):format(new_careful, new_bold))

step{
  title = "Comparing with a library",
  text = [[
    LIBLINEAR minimizes this cost plus (w[1]² + w[2]²) / 12, a small penalty for large weights
    (lambda = 1). Our model has the same option.]],
  question = "Will both find the same minimum cost?",
  answer = true,
  why = "The cost is convex: every method that converges reaches the same minimum.",
}
ours = model.logistic{lambda = 1}
train(ours, X_train, y_train, {method = "newton"})
theirs = library.logistic(X_train, y_train, {C = 1, intercept_scaling = 1e6})
print(("ours   w %.6f %.6f  b %.6f  cost %.8f"):format(ours.w[1], ours.w[2], ours.b,
  ours:cost(X_train, y_train)))
print(("theirs w %.6f %.6f  b %.6f  cost %.8f"):format(theirs.w[1], theirs.w[2], theirs.b,
  theirs:cost(X_train, y_train)))
lesson.expect(ours:cost(X_train, y_train), theirs:cost(X_train, y_train), 1e-10)

draw_costs()

task{
  text = "Find the b with the lowest cost for w = [1, 1], to two decimal places.",
  value = -2.83,
  tolerance = 0.006,
  hints = {
    "The plot shows that it is between -3 and -2.5.",
    "Let bs = vector.linspace(-3, -2.5, 51), and compute the cost for each element.",
    "bs[bs:map(function(b) return vector_cost(X_train, y_train, w, b) end):argmin()]",
  },
  solution = "-2.83",
}
