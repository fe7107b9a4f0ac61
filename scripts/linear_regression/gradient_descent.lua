-- Gradient descent: an algorithm that finds w and b.
local step, task = lesson.step, lesson.task

step{
  title = "The gradient",
  text = [[
    The cost as a function of w and b is shaped like a bowl. Gradient descent starts at any
    point, takes a small step downhill, and repeats. The gradient tells us which way is downhill.
    It has two components, the slopes: dj_dw is the rate at which the cost changes with w, and
    dj_db the rate at which it changes with b. dj_dw is the mean of error times size, and dj_db
    is the mean error.

    We start at w = 0 and b = 0, where both predictions are far too low.]],
  question = "At w = 0, b = 0, which sign do the two slopes have?",
  choices = {"both positive", "both negative", "one of each"},
  answer = 2,
  why = {
    [1] = "An error is the prediction minus the price. Are these errors positive?",
    [3] = "dj_dw is error times size, and sizes are positive: both have the sign of the error.",
  },
  because = "The cost falls when w or b increases, so both slopes are negative.",
  try = "compute_gradient(x_train, y_train, 300, 100). This line is too steep.",
}

x_train = vector{1.0, 2.0}   -- size in 1000 square feet
y_train = vector{300, 500}   -- price in 1000 dollars

function compute_gradient(x, y, w, b)
  local m = #x
  local dj_dw, dj_db = 0, 0
  for i = 1, m do
    local err = w * x[i] + b - y[i]
    dj_dw = dj_dw + err * x[i]
    dj_db = dj_db + err
  end
  return dj_dw / m, dj_db / m
end

print("The slopes at w = 0, b = 0:", compute_gradient(x_train, y_train, 0, 0))

step{
  title = "Gradient descent with a loop",
  text = [[
    Where the slope is positive, the cost rises with w, so w must decrease. That is why the
    update has a minus sign:

        w = w - alpha * dj_dw

    The learning rate alpha sets the size of the step. Compute both slopes first, then update w
    and b together.]],
  question = [[
    Both houses lie exactly on one line. Approximately which w will gradient descent find?]],
  answer = 200,
  because = [[
    The price rises by 200 thousand dollars per 1000 square feet. The result is not exactly 200:
    near the minimum the slope gets smaller, and so do the steps.]],
}

alpha = 0.01
iterations = 10000

w, b = 0, 0
for _ = 1, iterations do
  local dj_dw, dj_db = compute_gradient(x_train, y_train, w, b)
  w = w - alpha * dj_dw
  b = b - alpha * dj_db
end

function show(w, b)
  print(("  w %.4f   b %.4f"):format(w, b))
  for _, size in ipairs{1.0, 1.2, 2.0} do
    print(("  house of %.0f sqft: %.2f thousand dollars"):format(1000 * size, w * size + b))
  end
end

print("By hand, with a loop")
show(w, b)
lesson.expect({w, b}, {199.99285075, 100.01156773}, 1e-8, "what the loop learned")

step{
  title = "Gradient descent with vectors",
  text = [[
    One expression computes all errors at once, and dot multiplies element by element and adds
    up.]],
}

w, b = 0, 0
for _ = 1, iterations do
  local err = w * x_train + b - y_train
  w, b = w - alpha * dot(err, x_train) / #y_train, b - alpha * err:mean()
end
print("With vectors")
show(w, b)

step{
  title = "The built-in functions",
  text = [[
    A model stores w and b, train updates them, and the run that train returns records every
    iteration. Every 1000th iteration is printed: watch the cost and dj_dw.]],
  question = "How does the cost fall?",
  choices = {"fast at first, then slowly", "slowly at first, then fast", "at an even rate"},
  answer = 1,
  why = {
    [2] = "A rolling ball gets faster. But here each step is only alpha times the slope.",
    [3] = "Each step is alpha times the slope. Is the slope the same everywhere in the bowl?",
  },
  because = "Each step is alpha times the slope, and the slope is close to 0 near the minimum.",
  try = "run.cost:slice(1, 10)",
}

line = model.linear()
run = train(line, x_train, y_train, {alpha = alpha, iterations = iterations, report = 10})
print("Built in")
show(line.w[1], line.b)
lesson.expect(line.w[1], 199.99285075, 1e-8)

f = plot.figure{rows = 1, columns = 2, size = {1100, 420}}
f[1]:line(vector.range(1, 100), run.cost:slice(1, 100))
f[1]:title("Cost, iterations 1 to 100")
f[1]:xlabel("iteration")
f[1]:ylabel("cost")

f[2]:line(vector.range(1000, iterations), run.cost:slice(1000, iterations))
f[2]:title("Cost, iterations 1000 to 10000")
f[2]:xlabel("iteration")
f[2]:ylabel("cost")
plot.show()

step{
  title = "A learning rate that is too large",
  text = "Larger steps might need fewer iterations. Let us try alpha = 0.8.",
  question = "What will the cost do?",
  choices = {"it falls faster", "it stays the same", "it grows"},
  answer = 3,
  why = {
    [1] = "Larger steps are faster only up to a limit. What if a step overshoots the minimum?",
    [2] = "It does for only one alpha, when each step lands just as high on the other side.",
  },
  because = [[
    The step is so large that it overshoots the minimum and lands higher on the other side. The
    next step overshoots by even more: training diverges. train prints a warning that names the
    largest stable learning rate, and it restores the model. The run keeps the growing costs.]],
  try = "plot.descent(line, x_train, y_train, run) plot.show()",
}

warn("@off") -- run.advice, printed below, repeats the warning
run = train(model.linear(), x_train, y_train, {alpha = 0.8, iterations = 10})
warn("@on")
print("With alpha = 0.8:", run.reason, run.cost)
print(run.advice)
lesson.expect(run.cost[10] / run.cost[9], 3.03, 0.01)

task{
  text = [[
    Choose alpha so that the final cost is below 1 after at most 100 iterations: call train on a
    model.linear() with x_train and y_train, and store the result in run.]],
  check = function()
    local last = run.cost[-1]
    if #run.cost > 100 then return false, ("%d iterations, 100 at most"):format(#run.cost) end
    return last < 1, ("the cost is still %.3g"):format(last)
  end,
  hints = {
    "0.01 is much too small here. A step can be many times as large.",
    "The warning named the limit, 0.58. Choose an alpha a little below it.",
    "run = train(model.linear(), x_train, y_train, {alpha = ..., iterations = 100})",
  },
  solution = "run = train(model.linear(), x_train, y_train, {alpha = 0.5, iterations = 100})",
}

lesson.done()
