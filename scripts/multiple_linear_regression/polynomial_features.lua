-- Polynomial features: fit curves with a linear model.
local step, task = lesson.step, lesson.task

-- The pictures; at the prompt, ??draw_fit shows the source.

function draw_fit(axes, target, prediction, title)
  axes:scatter(x, target, {color = "C3", marker = "x", label = "data"})
  axes:line(x, prediction, {label = "prediction"}):title(title):xlabel("x"):ylabel("y")
end

function draw_powers(target)                         -- against x, x^2 and x^3
  local f = plot.figure{columns = 3, size = {1200, 360}, title = "y = x^2 against each feature"}
  f[1]:scatter(x, target):xlabel("x")
  f[2]:scatter(x ^ 2, target):xlabel("x^2: straight")
  f[3]:scatter(x ^ 3, target):xlabel("x^3")
  plot.show()
end

function draw_waves(target)                          -- two models, also beyond the data
  plot.figure{size = {700, 430}}
  plot.scatter(x, target, {color = "C3", marker = "x", label = "data"})
  plot.func(function(v) return wave:predict(v) end, 0, 20, {label = "gradient descent"})
  plot.func(function(v) return best:predict(v) end, 0, 20, {label = "exact", color = "C2"})
  plot.axes():title("cos(x/2): x to x^13"):xlabel("x"):ylim(-1.5, 2.2)
  plot.show()
end

-- ------------------------------------------------------------------------------------

step{
  title = "A straight line does not fit",
  text = [[
    The twenty points lie on the curve y = 1 + x^2. Gradient descent fits a line to them in 1000
    iterations.]],
  question = "Will more iterations make the line follow the curve?",
  answer = false,
  why = "More iterations only bring w and b closer to those of the best line.",
  because = [[
    A line stays a line, however long we train. Even the best line has a cost of
    {best_cost%.1f}.]],
}
x = vector.range(0, 19)
y = 1 + x ^ 2
line = model.linear()
run = train(line, x, y, {alpha = 1e-2, iterations = 1000})
print(("w = %.6f, b = %.6f, cost %.2f"):format(line.w[1], line.b, run.final_cost))
best_cost = train(model.linear(), x, y, {method = "exact"}).final_cost
print(("cost of the best line: %.2f"):format(best_cost))

step{
  title = "A new feature",
  text = [[
    A feature can also be computed from other features. Use x^2 as the feature instead of x. Then
    y is a linear function of the feature, and a linear model can fit it.]],
  question = "Which w should the model find for y = 1 + x^2?",
  answer = 1,
  why = {{2, "2 is the power of x. Which number is x^2 multiplied by?"}},
  because = [[
    w is {square.w[1]%.3f}, and the right picture looks perfect. But b is {square.b%.2f} instead of
    1. Since x^2 is as large as {largest%.0f}, alpha must be tiny, and with a tiny alpha b has
    hardly moved from 0. The picture does not show this, but the numbers do.]],
  try = 'train(square, x ^ 2, y, {method = "exact"}), then square.b',
}
square = model.linear()
train(square, x ^ 2, y, {alpha = 1e-5, iterations = 10000})
largest = (x ^ 2):max()
print(("w = %.8f, b = %.8f"):format(square.w[1], square.b))
f = plot.figure{columns = 2, size = {1100, 430}}
draw_fit(f[1], y, line:predict(x), "y = 1 + x^2: a line")
draw_fit(f[2], y, square:predict(x ^ 2), "with x^2")
plot.show()

step{
  title = "Which power is right?",
  text = [[
    Often we do not know which powers we need. Let y be exactly x^2, and give the model x, x^2
    and x^3.]],
  question = [[
    The weights become about 0.08, 0.54 and 0.03. Does nearly all of the prediction come from
    x^2?]],
  answer = false,
  why = "Multiply each weight by its feature at x = 19: 19, 361 and 6859.",
  because = [[
    It is tempting to say that x^2 matters most because its weight is largest. But at x = 19, the
    x^2 term adds {terms[2]%.0f} and the x^3 term adds {terms[3]%.0f}! A small weight times a
    large feature is not small. Weights can be compared only when the features are on the same
    scale.]],
}
X = matrix.columns{x, x ^ 2, x ^ 3}
cubic = model.linear()
train(cubic, X, x ^ 2, {alpha = 1e-7, iterations = 10000})
print("w:", cubic.w, ("b: %.8f"):format(cubic.b))
terms = cubic.w * X[20]
print("terms at x = 19:", terms)
draw_powers(x ^ 2)

step{
  title = "Normalized powers",
  text = [[
    After z-score normalization each feature has a range of about 3, so alpha can be 0.1. We run
    100,000 iterations.]],
  question = "One weight will be large and the others about 0. Which feature has it?",
  choices = {"x", "x^2", "x^3"},
  answer = 2,
  why = {
    [1] = "A multiple of x is a straight line. Is the target one?",
    [3] = "x^3 has the largest values, but now all features are on one scale.",
  },
  because = [[
    Now only x^2 has a large weight. {scaled.w[2]%.2f} is the weight per standard deviation of
    x^2; divided by that sigma, it is the 1 in y = x^2. The function `polyfeatures` computes the
    powers in this order.]],
}
X_norm, scaler = normalize(polyfeatures(x, 3), "zscore")
print("range before:", X:ptp"columns", "after:", X_norm:ptp"columns")
scaled = model.linear()
train(scaled, X_norm, x ^ 2, {alpha = 0.1, iterations = 100000})
print("w:", scaled.w, ("b: %.4f"):format(scaled.b))
print(("w of x^2 / its sigma: %.6f"):format(scaled.w[2] / scaler.std[2]))

step{
  title = "A cosine from thirteen powers",
  text = [[
    cos(x/2) is not a polynomial. We fit it with x to x^13: a model with the options `degree` and
    `normalize` computes and normalizes the powers itself. We run 199,999 iterations.]],
  question = "The cosine is between -1 and 1. Will the model be within 0.5 of it at every point?",
  answer = true,
  why = "A polynomial of degree 13 can turn up to 12 times. This cosine turns only 3 times.",
  because = [[
    The largest error is {largest%.2f}, and the cost is {run.final_cost%.4f}. A much better fit is
    possible: "exact" and the library reach {best_cost%.0e}. The thirteen columns are nearly
    collinear, so gradient descent is very slow. And no polynomial extrapolates the cosine: the
    data end at x = 19, and at x = 24 the model predicts {far%.0f}, but the cosine is
    {truth%.2f}.]],
  try = "wave:predict(19.5) and best:predict(19.5), and so on further to the right.",
}
y_cos = cos(x / 2)
wave = model.linear{degree = 13, normalize = "zscore"}
run = train(wave, x, y_cos, {alpha = 0.1, iterations = 199999})
print("w:", wave.w)
print(("b: %.5f, cost: %.5f"):format(wave.b, run.final_cost))
largest = abs(wave:predict(x) - y_cos):max()
print(("the largest error is %.4f"):format(largest))
best = model.linear{degree = 13, normalize = "zscore"}
best_cost = train(best, x, y_cos, {method = "exact"}).final_cost
powers = normalize(polyfeatures(x, 13), "zscore")
theirs = library.linear(powers, y_cos):cost(powers, y_cos)
print(("cost with exact: %.1g, with the library: %.1g"):format(best_cost, theirs))
far, truth = wave:predict(24), cos(24 / 2)
print(("at x = 24: predicted %.1f, cos(12) = %.2f"):format(far, truth))
draw_waves(y_cos)

y_own = 5 - 2 * x + 3 * x ^ 2
own = model.linear{w = 1}
task{
  text = [[
    The vector y_own holds points on y = 5 - 2 x + 3 x^2. Train a model named `own` that fits all
    of them.]],
  check = function()
    local off = abs(own:predict(x) - y_own):max()
    return off < 0.01, ("the largest error is %.4g"):format(off)
  end,
  hints = {
    "A straight line in x is not enough. Which feature is missing?",
    'own = model.linear{degree = 2, normalize = "zscore"}, and then train it.',
    'train(own, x, y_own, {alpha = 0.1, iterations = 10000}) or {method = "exact"}.',
  },
  solution = 'own = model.linear{degree = 2} train(own, x, y_own, {method = "exact"})',
}
