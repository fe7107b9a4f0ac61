-- Gradient descent: let the computer find w and b.
local step, task = lesson.step, lesson.task

step{
  title = "Which way is down",
  text = [[
    The cost is a bowl over all w and b. Stand anywhere on it, feel which way is down, take a step,
    repeat. "Which way is down" is the gradient: two slopes, one for w and one for b. Each house
    pulls on w and b by its error; the slope is the mean pull.

    We start at w = 0 and b = 0, where both prices are guessed far too low.]],
  question = "At w = 0, b = 0: are the two slopes positive or negative?",
  answer = "negative",
  because = "The cost falls when w grows, and when b grows: downhill is up, for both.",
  try = "compute_gradient(x_train, y_train, 300, 100): now the line is too steep.",
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
  title = "Ten thousand small steps",
  text = [[
    Where a slope is positive the cost rises with w, so w must go down: that is the minus in

        w = w - alpha * dj_dw

    alpha, the learning rate, says how long a step is. Both slopes are computed first, then w and b
    move at the same time.]],
  question = "Two houses lie on one line exactly. Which w will come out, about?",
  answer = 200,
  because = "200 thousand dollars for every 1000 square feet, and 100 to begin with. It is not "
    .. "quite there: the nearer the bottom, the smaller the slope, the shorter the step.",
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
    print(("  a house of %.0f sqft: %.2f thousand dollars"):format(1000 * size, w * size + b))
  end
end

print("By hand, with a loop")
show(w, b)
lesson.expect({w, b}, {199.99285075, 100.01156773}, 1e-8, "what the loop learned")

step{
  title = "With vectors",
  text = "All errors at once; dot multiplies and adds up.",
}

w, b = 0, 0
for _ = 1, iterations do
  local err = w * x_train + b - y_train
  w, b = w - alpha * dot(err, x_train) / #y_train, b - alpha * err:mean()
end
print("With vectors")
show(w, b)

step{
  title = "Built in",
  text = "A model holds w and b, train changes them, and the run remembers the way. Ten of its "
    .. "lines are printed: look at the cost and at dj_dw.",
  question = "Does the cost fall evenly, or fast first and then slowly?",
  answer = {"fast first", "fast, then slowly", "slowly at the end", "not evenly"},
  because = "A step is alpha times the slope, and near the bottom there is hardly a slope left.",
  try = "run.cost:slice(1, 10)",
}

line = model.linear()
run = train(line, x_train, y_train, {alpha = alpha, iterations = iterations, report = 10})
print("Built in")
show(line.w[1], line.b)
lesson.expect(line.w[1], 199.99285075, 1e-8)

f = plot.figure{rows = 1, columns = 2, size = {1100, 420}}
f[1]:line(vector.range(1, 100), run.cost:slice(1, 100))
f[1]:title("Cost, the first 100 iterations")
f[1]:xlabel("iteration")
f[1]:ylabel("cost")

f[2]:line(vector.range(1000, iterations), run.cost:slice(1000, iterations))
f[2]:title("Cost, from iteration 1000 on")
f[2]:xlabel("iteration")
f[2]:ylabel("cost")
plot.show()

step{
  title = "Too long a step",
  text = "What if we are impatient, and take alpha = 0.8?",
  question = "Will the cost fall faster, stay, or explode?",
  answer = {"explode", "it overshoots", "rise", "diverge"},
  because = "Too long a step overshoots the bottom, lands higher on the other side, and overshoots "
    .. "again by more: the training diverges. train warns, names the limit, and puts the model "
    .. "back; the run keeps the growing steps.",
  try = "plot.descent(line, x_train, y_train, run) plot.show()",
}

warn("@off") -- what train warns of is printed here: the run's advice says the same
run = train(model.linear(), x_train, y_train, {alpha = 0.8, iterations = 10})
warn("@on")
print("With alpha = 0.8:", run.reason, run.cost)
print(run.advice)
lesson.expect(run.cost[10] / run.cost[9], 3.03, 0.01)

task{
  text = "Choose alpha and train a model.linear() on x_train, y_train for 100 iterations, as run, "
    .. "so that its last cost is below 1.",
  check = function()
    local last = run.cost[-1]
    if #run.cost > 100 then return false, ("%d iterations are more than 100"):format(#run.cost) end
    return last < 1, ("the cost is still %.3g"):format(last)
  end,
  hints = {
    "0.01 is far too careful: a step may be many times as long.",
    "The limit was named: 0.58. Stay below it, but not far.",
    "run = train(model.linear(), x_train, y_train, {alpha = ..., iterations = 100})",
  },
  solution = "run = train(model.linear(), x_train, y_train, {alpha = 0.5, iterations = 100})",
}

lesson.done()
