-- Polynomial features: curves, drawn by a model that knows only straight lines.
local step, task = lesson.step, lesson.task

step{
  title = "A straight line fails",
  text = "Twenty points on a curve: y = 1 + x^2. Gradient descent, 1000 iterations, finds a line.",
  question = "Will more iterations make the line follow the curve?",
  answer = false,
  because = "A line stays a line, however long it learns. The best of all lines still costs 438.9.",
}
x = vector.range(0, 19)
y = 1 + x ^ 2
line = model.linear()
run = train(line, x, y, {alpha = 1e-2, iterations = 1000})
print(("w = %.6f, b = %.6f, cost %.2f"):format(line.w[1], line.b, run.final_cost))

step{
  title = "A feature of our own",
  text = [[
Nobody said that a feature must be measured. Give the model x^2 in place of x: then y is a straight
line over its feature, and the model finds it.]],
  question = "y = 1 + x^2: which w should it find?",
  answer = 1,
  because = [[
w is 1.004, the picture looks perfect. But b is 0.05 and ought to be 1: x^2 goes up to 361, so alpha
has to be tiny, and with a tiny alpha b has hardly left 0. Pictures do not show this, numbers do.]],
  try = 'train(square, x ^ 2, y, {method = "exact"}), then square.b',
}
square = model.linear()
train(square, x ^ 2, y, {alpha = 1e-5, iterations = 10000})
print(("w = %.8f, b = %.8f"):format(square.w[1], square.b))

step{
  title = "Which power is it?",
  text = "Often we do not know. Offer x, x^2 and x^3, let y be x^2 exactly: which one is taken?",
  question = "The weights become 0.08, 0.54 and 0.03. Does x^2 do nearly all the work?",
  answer = false,
  because = [[
Texts read it off the weights: the largest, that of x^2, counts. Look again: at x = 19, x^2 adds 193
and x^3 adds 189! A small weight times a large feature is not small. Weights can be compared only
when the features are of one scale.]],
}
X = matrix.columns{x, x ^ 2, x ^ 3}
cubic = model.linear()
train(cubic, X, x ^ 2, {alpha = 1e-7, iterations = 10000})
print("w:", cubic.w, ("b: %.8f"):format(cubic.b))
print("what each adds at x = 19:", cubic.w * X[20])
f = plot.figure{rows = 1, columns = 3, size = {1200, 360}, title = "y = x^2 over each feature"}
for j = 1, 3 do f[j]:scatter(X:column(j), x ^ 2):xlabel(({"x", "x^2: straight", "x^3"})[j]) end
plot.show()

step{
  title = "One scale",
  text = "After the z-score each feature spans about 3, and alpha can be 0.1: 100000 iterations.",
  question = "One weight will be 113, the others 0. Is it the first, the second or the third?",
  answer = {"second", "2nd", "2", "x^2", "x²"},
  because = [[
Now x^2 alone. 113.49 counts per sigma of x^2; divided by that sigma, it is the 1 of y = x^2. The
powers are what `polyfeatures` makes, in the same order.]],
}
X_norm, scaler = normalize(polyfeatures(x, 3), "zscore")
print("span before:", X:ptp"columns", "after:", X_norm:ptp"columns")
scaled = model.linear()
train(scaled, X_norm, x ^ 2, {alpha = 0.1, iterations = 100000})
print("w:", scaled.w, ("b: %.4f"):format(scaled.b))
print(("w of x^2 / its sigma: %.6f"):format(scaled.w[2] / scaler.std[2]))

step{
  title = "A wave from thirteen powers",
  text = [[
cos(x/2) is no polynomial at all. Offer x to x^13: a model with `degree` and `normalize` makes and
scales them itself. Then 199999 iterations.]],
  question = "Will the wave be met to within 0.5 at every point? (It goes from -1 to 1.)",
  answer = true,
  because = [[
The worst point is off by 0.32, the cost is 0.0128. Much better is possible: `exact` and the
library come to 5e-15. The thirteen columns are so much alike that descent crawls. And none of them
knows a wave: at x = 24, five steps beyond the data, the curve is at -12, the cosine at 0.84.]],
}
y_cos = cos(x / 2)
wave = model.linear{degree = 13, normalize = "zscore"}
run = train(wave, x, y_cos, {alpha = 0.1, iterations = 199999})
print("w:", wave.w)
print(("b: %.5f, cost: %.5f"):format(wave.b, run.final_cost))
print(("the worst point is off by %.4f"):format(abs(wave:predict(x) - y_cos):max()))
best = model.linear{degree = 13, normalize = "zscore"}
best_cost = train(best, x, y_cos, {method = "exact"}).final_cost
powers = normalize(polyfeatures(x, 13), "zscore")
theirs = library.linear(powers, y_cos):cost(powers, y_cos)
print(("cost by exact: %.1g, by the library: %.1g"):format(best_cost, theirs))
print(("at x = 24: predicted %.1f, cos(12) = %.2f"):format(wave:predict(24), cos(12)))

f = plot.figure{rows = 2, columns = 2, size = {1200, 820}}
local fits = {{"y = 1 + x^2: a line", y, line:predict(x)}, {"with x^2", y, square:predict(x ^ 2)},
  {"y = x^2: x, x^2, x^3, one scale", x ^ 2, scaled:predict(X_norm)}}
for i, fit in ipairs(fits) do
  f[i]:scatter(x, fit[2], {color = "red", marker = "x", label = "data"})
  f[i]:line(x, fit[3], {label = "prediction"}):title(fit[1]):xlabel("x"):ylabel("y")
end
f[4]:scatter(x, y_cos, {color = "red", marker = "x", label = "data"})
f[4]:func(function(v) return wave:predict(v) end, 0, 20, {label = "descent", color = "C0"})
f[4]:func(function(v) return best:predict(v) end, 0, 20, {label = "exact", color = "C2"})
f[4]:title("cos(x/2): x to x^13"):xlabel("x"):ylim(-1.5, 2.2)
plot.show()

y_own = 5 - 2 * x + 3 * x ^ 2
own = model.linear{w = 1}
task{
  text = "Points on y = 5 - 2 x + 3 x^2 (in y_own). Make a model `own` that meets all of them.",
  check = function()
    local off = abs(own:predict(x) - y_own):max()
    return off < 0.01, ("the worst point is off by %.4g"):format(off)
  end,
  hints = {
    "A line over x is not enough: which feature is missing?",
    'own = model.linear{degree = 2, normalize = "zscore"}, and then train it.',
    'train(own, x, y_own, {alpha = 0.1, iterations = 10000}) or {method = "exact"}.',
  },
  solution = 'own = model.linear{degree = 2} train(own, x, y_own, {method = "exact"})',
}
