-- Regularization: a penalty for large weights.
local step, task = lesson.step, lesson.task

-- The pictures; at the prompt, ??draw_polynomial shows the source.

function draw_polynomial(axes, penalty)
  local m = fit(penalty)
  axes:func(function(x) return m:predict(x) end, -3, 3, {label = ("lambda = %g"):format(penalty)})
end

function draw_sigmoid(axes, m)
  local label = ("lambda = %g"):format(m.lambda)
  axes:func(function(x) return m:probability(x) end, -1, 6, {label = label})
end

function draw_penalties()
  local f = plot.figure{rows = 1, columns = 3, size = {1500, 450}}
  draw_polynomial(f[1], 0)
  draw_polynomial(f[1], 1e-3)
  draw_polynomial(f[1], 100)
  f[1]:scatter(x_train, y_train, {color = "red", marker = "x", size = 10, label = "training"})
  f[1]:ylim(-2, 3):title("Degree 12, three penalties"):xlabel("x"):ylabel("y")
  f[2]:line(lambdas, train_r2, {marker = "o", label = "training"})
  f[2]:line(lambdas, test_r2, {marker = "s", label = "test"})
  f[2]:log_x():title("Choosing lambda"):xlabel("lambda"):ylabel("R²")
  for _, m in ipairs(curves) do
    draw_sigmoid(f[3], m)
  end
  f[3]:scatter(x_size, y_size, {color = "red", marker = "x", size = 12, label = "tumors"})
  f[3]:title("Six tumors, three penalties"):xlabel("size (cm)"):ylabel("probability of malignancy")
  plot.show()
end

-- ------------------------------------------------------------------------------------

step{
  title = "An overfit polynomial",
  text = [[
    We fit a polynomial of degree 12 to fifteen noisy points on a sine wave. A test set of a
    hundred other points shows whether it has learned the wave or the noise. R² is 1 for a
    perfect fit and 0 for always predicting the mean.]],
  question = [[
    The curve passes almost exactly through its 15 training points. Will it do as well on the 100
    test points?]],
  answer = false,
  why = "It has been fitted to these 15 points, noise and all. The test points have other noise.",
  because = [[
    R² is {wild_train%.4f} on the training set, but only {wild_test%.2f} on the test set: the
    curve fits the noise and swings between the points. w has the length {wild_length%.0f}: its
    weights are large numbers that almost cancel each other. This is typical of overfitting.]],
}
seed(4)
x_train = vector.linspace(-3, 3, 15)
y_train = sin(x_train) + 0.3 * vector.randn(15)
x_test = vector.linspace(-2.95, 2.95, 100)
y_test = sin(x_test) + 0.3 * vector.randn(100)
function fit(lambda)
  local m = model.linear{degree = 12, normalize = "zscore", lambda = lambda}
  train(m, x_train, y_train, {method = "exact"})
  return m
end
wild, lambda = fit(0), 0
wild_train, wild_test = wild:score(x_train, y_train), wild:score(x_test, y_test)
wild_length = wild.w:norm()
print("training R²:", wild_train, "test R²:", wild_test, "length of w:", wild_length)
lesson.expect({wild_train, wild_test}, {0.99995, 0.404}, 1e-3)

step{
  title = "A penalty for large weights",
  text = [[
    We add a penalty to the cost. This adds lambda / m * w to the slope dj_dw of each weight. The
    bias b is not penalized.

        cost = mean loss + lambda / (2 m) * sum of w²]],
  question = [[
    With w = 3, lambda = 1 and m = 15, how much does the penalty add to the slope?]],
  answer = 0.2,
  again = function(draw)
    local w, m = draw(2, 6), draw(10, 40, 10)
    return {question = ("With w = %d, lambda = 1 and m = %d, how much does the penalty add to the "
      .. "slope?"):format(w, m), answer = w / m,
      why = {{w / (2 * m), "You divided by 2 m. That is for the cost, not for the slope."}},
      because = ("lambda / m * w is 1 / %d * %d."):format(m, w)}
  end,
  why = {
    {0.1, "You divided by 2 m. That is for the cost, not for the slope."},
    {0.3, "That is the penalty in the cost. Compute what it adds to the slope."},
    {3, "That is lambda w. Divide it by m."},
  },
  because = [[
    It adds lambda / m * w = 1 / 15 * 3. The penalty pulls every weight toward 0, and the data
    pull it back.]],
}
function cost_and_slopes(X, y, w, b, lambda)
  local err, m = dot(X, w) + b - y, #y
  return dot(err, err) / (2 * m) + lambda / (2 * m) * dot(w, w),
    dot(X:t(), err) / m + lambda / m * w, err:mean()
end
X3 = polyfeatures(x_train, 3)
w, b = vector{3, -1, 0.5}, 0.2
small = model.linear{w = w, b = b, lambda = 1}
cost, dj_dw, dj_db = cost_and_slopes(X3, y_train, w, b, 1)
dw, db = small:gradient(X3, y_train)
print("by hand: ", cost, dj_dw, dj_db)
print("built in:", small:cost(X3, y_train), dw, db)
lesson.expect({small:cost(X3, y_train), dw, db}, {cost, dj_dw, dj_db}, 1e-13, "the slopes")

step{
  title = "Choosing lambda",
  text = "We fit the same polynomial with lambda from one millionth to 1000.",
  question = "As lambda grows, what does R² on the training set do?",
  choices = {"it rises", "it rises, then falls", "it falls"},
  answer = 3,
  why = {
    [1] = "The penalty pulls the weights away from their best values for the training set.",
    [2] = "R² on the test set does that. Which lambda fits the training set best?",
  },
  because = [[
    On the test set R² first rises, then falls, and is best at lambda = {best_lambda}: with too
    small a lambda the model overfits, with too large a lambda it underfits. Choose lambda with
    data that was set aside. (Then evaluate the model on other data that was not used at all.)]],
  try = [[
    found = explore.overfit(x_train:concat(x_test), y_train:concat(y_test), {test = 0.87}). Raise
    the degree to 12 with the right arrow, then select lambda with 2 and change it: the curve
    becomes calm, then flat. Enter ends it.]],
}
lambdas, train_r2, test_r2 = {}, {}, {}
print("  lambda   training     test   length of w")
for i = 1, 10 do
  local m = fit(10.0 ^ (i - 7))
  lambdas[i] = m.lambda
  train_r2[i], test_r2[i] = m:score(x_train, y_train), m:score(x_test, y_test)
  print(("%8g   %8.4f %8.4f   %9.3f"):format(m.lambda, train_r2[i], test_r2[i], m.w:norm()))
end
best_lambda = lambdas[vector(test_r2):argmax()]
lesson.expect(best_lambda, 0.001, 1e-12, "the best lambda")
lesson.expect({test_r2[4], test_r2[8]}, {0.79940518, 0.51436464}, 1e-6, "R² on the test set")

step{
  title = "Linearly separable classes",
  text = [[
    The classes of these six tumors are linearly separable, so there is no best w: it grows as
    long as we train. The penalty grows with w, so with lambda > 0 there is a best w. LIBLINEAR
    minimizes this penalized cost.]],
  question = "How does the curve change with a larger lambda?",
  choices = {"it gets steeper", "it gets flatter"},
  answer = 2,
  why = {
    [1] = "A large weight makes the curve steep, and lambda penalizes large weights.",
  },
  because = [[
    The model is less confident, but its boundary stays at {boundary%.2f}. (LIBLINEAR's option C
    is 1 / lambda.)]],
  try = [[
    train(model.logistic{lambda = 1e-6}, x_size, y_size, {method = "newton"}).model. What is its
    w?]],
}
x_size, y_size = vector{0, 1, 2, 3, 4, 5}, vector{0, 0, 0, 1, 1, 1}
curves = {}
for i, lambda in ipairs{0.01, 0.1, 1} do
  local m = train(model.logistic{lambda = lambda}, x_size, y_size, {method = "newton"}).model
  local theirs = library.logistic(x_size, y_size, {C = 1 / lambda, intercept_scaling = 1e6})
  curves[i] = m
  print("lambda " .. lambda, m, "LIBLINEAR:", theirs.w, theirs.b)
  boundary = -m.b / m.w[1]
  lesson.expect({m.w[1], m.b}, {theirs.w[1], theirs.b}, 1e-5, "LIBLINEAR's weights")
end

draw_penalties()

task{
  text = [[
    Set lambda so that fit(lambda) has R² above 0.79 on the test set and a w with length (norm)
    below 2.]],
  check = function()
    local m = fit(lambda)
    local r2, length = m:score(x_test, y_test), m.w:norm()
    return r2 > 0.79 and length < 2, ("R² is %.3f, the length of w is %.2f"):format(r2, length)
  end,
  hints = {
    "The table shows both for ten values of lambda.",
    "Look between 0.001 and 0.1.",
    "lambda = 0.01",
  },
  solution = "lambda = 0.01",
}
