-- Gradient descent: an algorithm that finds w and b.
local step, task = lesson.step, lesson.task

-- -- the pictures; at the prompt, ??draw_tangents shows the source -------------------

-- J against w with b = 100, and its tangents at the given places.
function draw_tangents(places)
  plot.figure{size = {700, 430}}
  plot.func(function(w) return J(w, 100) end, 40, 360, {label = "J(w, 100)"})
  for i, w in ipairs(places) do
    local sides = vector{-50, 50}
    local color = "C" .. i
    plot.line(w + sides, J(w, 100) + slope(w, 100) * sides, {color = color, linestyle = "--",
      label = ("tangent at w = %g: slope %.0f"):format(w, slope(w, 100))})
    plot.scatter({w}, {J(w, 100)}, {color = color, size = 11, alpha = 1})
  end
  plot.axes():title("The cost and its tangents"):xlabel("w"):ylabel("J"):ylim(-3000, 33000)
  plot.axes():legend{place = "upper center"}
  plot.show()
end

-- The cost after each iteration up to `last`, and the path of the run on the contours of J.
function draw_descent(m, run, last)
  local f = plot.figure{columns = 2, size = {1100, 430}}
  f[1]:line(vector.range(1, last), run.cost:slice(1, last))
  f[1]:title(("Cost, iterations 1 to %d"):format(last)):xlabel("iteration"):ylabel("J")
  f[2]:descent(m, x_train, y_train, run)
  plot.show()
end

-- The run from w = 0 and b = 0 on a section through the bowl, and seen from above.
function draw_overshoot(m, run)
  local f = plot.figure{columns = 2, size = {1100, 430}}
  local ratio = run.b[1] / run.w[1]
  f[1]:func(function(w) return J(w, ratio * w) end, run.w:min(), run.w:max())
  f[1]:line(vector{0}:concat(run.w), vector{J(0, 0)}:concat(run.cost), {marker = "o", color = "C3"})
  for i = #run.w - 2, #run.w do f[1]:text(run.w[i], run.cost[i], ("  step %d"):format(i)) end
  f[1]:title("Each step lands higher"):xlabel("w"):ylabel("J")
  f[1]:xlim(1.3 * run.w:min(), 1.3 * run.w:max())
  f[2]:descent(m, x_train, y_train, run)
  plot.show()
end

-- ------------------------------------------------------------------------------------

step{
  title = "The slope of the cost",
  text = [[
    J(w, b) is the cost of the line f(x) = w x + b. Keep b at 100 for now, and let w vary. If you
    stand at some w, which way is downhill?

    The derivative of J with respect to w tells you. It is the slope of the tangent, the straight
    line that touches the curve at that point: how fast J rises when w grows. To estimate it,
    nudge w: increase it by very little, and divide the change of J by that nudge.]],
  question = "J(w, 100) is lowest at w = 200. What is the sign of its derivative at w = 300?",
  choices = {"negative", "zero", "positive"},
  answer = 3,
  why = {
    [1] = "To the left of the minimum, it is. But 300 is to the right of it.",
    [2] = "It is zero only where the tangent is horizontal, at the minimum.",
  },
  because = [[
    At w = 300 the derivative is {right%.0f}: J rises when w grows. At w = 100 it is {left%.0f}:
    J falls. At the minimum the tangent is horizontal and the derivative is 0. So downhill
    is always against the sign of the derivative.]],
  try = "slope(250, 100), and other places closer and closer to w = 200.",
}

x_train = vector{1.0, 2.0}   -- size in 1000 square feet
y_train = vector{300, 500}   -- price in 1000 dollars

function J(w, b)
  local errors = w * x_train + b - y_train
  return dot(errors, errors) / (2 * #y_train)
end

function slope(w, b)
  local nudge = 1e-6
  return (J(w + nudge, b) - J(w, b)) / nudge
end

left, middle, right = slope(100, 100), slope(200, 100), slope(300, 100)
print(("slopes: %.2f, %.2f, %.2f"):format(left, middle, right))
draw_tangents{100, 200, 300}

step{
  title = "Error times x",
  text = [[
    A formula gives the derivative without nudging. Take one house of size x. Its error is the
    prediction minus the price, w x + b - y, and its part of the cost is half the square of that.

    When w grows by a little, the prediction grows x times as much, and so does the error. When
    the error grows by a little, half its square grows error times as much: for an error of 10
    that becomes 10.1, it grows from 50 to 51.005, or about 10 times 0.1. So the slope for w is
    error times x. When b grows, the error grows by the same amount, so the slope for b is the
    error alone. J is a mean over all houses, and so are its slopes:

        dj_dw = mean of error * x
        dj_db = mean of error

    These two numbers are the gradient.]],
  question = [[
    Two houses have the same error, but one is twice as large. Which of them contributes more to
    dj_dw, the slope for w?]],
  choices = {"the larger house", "the smaller house", "both contribute the same"},
  answer = 1,
  why = {
    [2] = "A larger w makes the line steeper. For which house does the prediction change more?",
    [3] = "That is so for dj_db. But a larger w changes the two predictions differently.",
  },
  because = [[
    A larger w makes the line steeper, and the prediction for the larger house changes more. At
    w = 0 and b = 0, both predictions are far too low, and both slopes are negative: {dj_dw} and
    {dj_db}. The nudge gives the same dj_dw.]],
  try = "compute_gradient(x_train, y_train, 300, 100). This line is too steep.",
}

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

dj_dw, dj_db = compute_gradient(x_train, y_train, 0, 0)
print("The slopes at w = 0, b = 0:", dj_dw, dj_db)
print(("dj_dw by a nudge: %.3f"):format(slope(0, 0)))
lesson.expect(slope(0, 0), dj_dw, 1e-4, "the slope by a nudge")

step{
  title = "One step downhill",
  text = [[
    Where a slope is positive, go down by decreasing the parameter; where it is negative, by
    increasing it. That is why the update has a minus sign:

        w = w - alpha * dj_dw
        b = b - alpha * dj_db

    The learning rate alpha sets the size of the step. Compute both slopes first, then update w
    and b together.]],
  question = [[
    At w = 0 and b = 0, dj_dw is {dj_dw}. What is w after one step with alpha = 0.01?]],
  answer = 6.5,
  why = {
    {-6.5, "Subtracting a negative number makes w larger."},
    {650, "alpha makes the step smaller: 0.01 times the slope."},
    {-650, "That is the slope. The step is alpha times the slope, and it is subtracted."},
  },
  again = function(draw)
    local w, slope = draw(10, 90, 10), -draw(100, 900, 100)
    return {question = ("w is %d and dj_dw is %d. What is w after one step with alpha = 0.01?")
      :format(w, slope), answer = w - 0.01 * slope, tolerance = 0.001,
      why = {{w + 0.01 * slope, "Subtracting a negative number makes w larger."}},
      because = ("w - alpha * dj_dw is %d + %g."):format(w, -0.01 * slope)}
  end,
  because = [[
    The step goes against the slope, so w and b grow, and the cost falls from {before%.0f} to
    {after%.0f}.]],
}

alpha = 0.01
w = 0 - alpha * dj_dw
b = 0 - alpha * dj_db
before, after = J(0, 0), J(w, b)
print("w, b after one step:", w, b)
print(("cost: %.0f before, %.0f after"):format(before, after))
lesson.expect(w, 6.5, 1e-12, "w after one step")

step{
  title = "Many steps",
  text = [[
    Repeat the step: compute the slopes at the new place, update, and so on. The best line has
    w = 200 and b = 100.]],
  question = "Does w arrive at 200 exactly?",
  choices = {"yes, after enough steps", "no, but it comes closer with every step",
    "no, it jumps back and forth"},
  answer = 2,
  why = {
    [1] = "Each step is alpha times the slope. How large is the slope near the minimum?",
    [3] = "It would with a larger alpha. With this one, the steps are small.",
  },
  because = [[
    After {iterations} steps w is {w%.4f}. Near the minimum the slope is small, and so are the
    steps. For the price of a house, the rest does not matter.]],
}

iterations = 10000
w, b = 0, 0
for _ = 1, iterations do
  dj_dw, dj_db = compute_gradient(x_train, y_train, w, b)
  w = w - alpha * dj_dw
  b = b - alpha * dj_db
end

function report(w, b)
  print(("  w %.4f   b %.4f"):format(w, b))
  for _, size in ipairs{1.0, 1.2, 2.0} do
    print(("  house of %.0f sqft: %.2f thousand dollars"):format(1000 * size, w * size + b))
  end
end

print("By hand, with a loop")
report(w, b)
lesson.expect({w, b}, {199.99285075, 100.01156773}, 1e-8, "what the loop learned")

step{
  title = "Gradient descent with vectors",
  text = [[
    One expression computes all errors at once. dot multiplies element by element and adds up,
    which is what dj_dw needs.]],
}

w, b = 0, 0
for _ = 1, iterations do
  local err = w * x_train + b - y_train
  dj_dw = dot(err, x_train) / #y_train
  dj_db = err:mean()
  w, b = w - alpha * dj_dw, b - alpha * dj_db
end
print("With vectors")
report(w, b)

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
  because = [[
    Each step is alpha times the slope. At first the slope is large. In the picture, the path
    first crosses the steep side of the valley, and then creeps along its flat floor.]],
  try = [[
    Walk yourself: n takes a step, p takes it back, and the arrow keys change alpha and the
    start. Enter ends.

        explore.descent(model.linear{w = 0, b = 0}, x_train, y_train)]],
}

line = model.linear()
run = train(line, x_train, y_train, {alpha = alpha, iterations = iterations, report = 10})
print("Built in")
report(line.w[1], line.b)
draw_descent(line, run, 100)
lesson.expect(line.w[1], 199.99285075, 1e-8)

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
    The step is so large that it overshoots the minimum and lands higher on the other side. There
    the slope is larger, so the next step overshoots by even more, as the picture shows: training
    diverges. train prints a warning with the largest stable learning rate and restores the
    model. The run keeps the growing costs.]],
  try = [[
    Where is the limit? Select alpha with the key 2, change it with the arrow keys and + and -,
    and take steps with n.

        explore.descent(model.linear{w = 0, b = 0}, x_train, y_train, {alpha = {0.1, 0.8}})]],
}

warn("@off") -- run.advice, printed below, repeats the warning
fresh = model.linear()
run = train(fresh, x_train, y_train, {alpha = 0.8, iterations = 5})
warn("@on")
print("With alpha = 0.8:", run.reason, run.cost)
print(run.advice)
draw_overshoot(fresh, run)
lesson.expect(run.cost[5] / run.cost[4], 3.03, 0.01)

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
    "{alpha} is much too small here. A step can be many times as large.",
    "The warning named the limit. Choose an alpha a little below it.",
    "run = train(model.linear(), x_train, y_train, {alpha = ..., iterations = 100})",
  },
  solution = "run = train(model.linear(), x_train, y_train, {alpha = 0.5, iterations = 100})",
}

lesson.done()
