-- Overfitting: a curve that fits its training examples too closely does worse on new ones.
local step, task = lesson.step, lesson.task

-- The pictures; at the prompt, ??draw_fit shows the source.

function draw_fit(axes, m)
  axes:func(function(x) return m:predict(x) end, 0.5, 23.6):xlabel("hour"):ylim(0, 40)
  axes:scatter(x_train, y_train, {color = "C0", label = "training"})
  axes:scatter(x_test, y_test, {color = "C1", marker = "x", size = 9, label = "test"})
end

function draw_errors()
  local f = plot.figure{title = "Underfitting on the left, overfitting on the right"}
  f[1]:line(degrees, train_error, {marker = "o", label = "training"})
  f[1]:line(degrees, test_error, {marker = "x", label = "test"})
  f[1]:log_y():xlabel("degree"):ylabel("RMSE (°C)")
  plot.show()
end

-- ------------------------------------------------------------------------------------

step{
  title = "Polynomials of different degrees",
  text = [[
    A thermometer was read 16 times on a summer day. (The readings are made up: a smooth curve
    plus random errors of about 1.5 degrees Celsius.) A straight line cannot follow the
    temperature of a day. But w·x + b can fit curves if we add the features x², x³ and so on. The
    highest power is the degree. We measure the error by the root mean squared error (RMSE). We
    compute the powers by hand, and the library finds the best w and b.]],
  question = "Which degree fits the 16 readings most closely?",
  choices = {"1", "5", "12"},
  answer = 3,
  why = {
    [1] = "A straight line cannot follow a temperature that rises and falls.",
    [2] = "It may describe the day best. But which curve comes closest to these 16 readings?",
  },
  because = [[
    A polynomial of higher degree can represent any of lower degree, with the extra weights at 0.
    So its best fit is never worse. The RMSE of degree 12 is {closest%.2f} degrees Celsius, less
    than the thermometer's own error. Is that a good sign?]],
}
x_train = vector{0.5, 0.6, 1.2, 3.1, 4.5, 5.7, 6.4, 9.1,               -- hour
  9.5, 12.2, 12.5, 14.8, 15.2, 18.9, 20.7, 23.6}
y_train = vector{11.8, 12, 13.4, 14.1, 15, 15.8, 19.1, 16,             -- °C
  16, 16.4, 17.7, 27.8, 29.2, 24.1, 19.2, 14.5}
function powers(x, degree)
  local z, columns = (x - 12) / 12, {}         -- from -1 to 1, so that all powers stay small
  for j = 1, degree do columns[j] = z ^ j end
  return matrix.columns(columns)
end
function rmse(y, guess)
  local sum = 0
  for i = 1, #y do sum = sum + (guess[i] - y[i]) ^ 2 end
  return sqrt(sum / #y)                        -- with vectors: sqrt(((guess - y) ^ 2):mean())
end
for _, degree in ipairs{1, 5, 12} do
  local X = powers(x_train, degree)
  local guess = library.linear(X, y_train):predict(X)
  closest = rmse(y_train, guess)
  print(("degree %2d: RMSE %.2f degrees"):format(degree, closest))
end

step{
  title = "The test set",
  text = [[
    A second thermometer was read at 16 other times of the same day. These readings are the test
    set: no model is trained on them. From now on the model computes the powers itself (degree =
    5), and we use the built-in metrics.rmse.]],
  question = "Which of the three degrees has the largest error on the test set?",
  answer = 12,
  why = {
    {1, "A straight line is a few degrees off. One of the curves is much worse."},
    {5, "This curve follows the day, but not the error in every reading."},
  },
  because = [[
    The curve of degree 12 bends to follow the error in every reading, and between the readings
    it swings widely: its RMSE is {worst%.0f} degrees. It has fitted the noise, which is called
    overfitting. Degree 1 is poor on both sets, which is called underfitting.]],
  try = "m12:predict(22.5), the temperature at half past ten in the evening.",
}
x_test = vector{1, 1.1, 3.9, 5.3, 5.7, 10, 13.1, 13.5, 15.4, 15.8, 17.6, 19, 20, 21, 22.7, 23.2}
y_test = vector{12.4, 13.8, 13, 14.4, 16.1, 17.2, 20.5, 24.7, 27.9, 27.1, 26.3, 24.3, 22.3, 16.7,
  16.6, 12.9}
function fit(degree, x, y)
  local m = model.linear{degree = degree}
  train(m, x, y, {method = "exact"})
  return m, metrics.rmse(y, m:predict(x)), metrics.rmse(y_test, m:predict(x_test))
end
f = plot.figure{rows = 1, columns = 3, size = {1350, 420}, share_y = true}
for i, degree in ipairs{1, 5, 12} do
  local m, error_train, error_test = fit(degree, x_train, y_train)
  draw_fit(f[i], m)
  f[i]:title(("degree %d: RMSE %.2f and %.2f"):format(degree, error_train, error_test))
  print(("degree %2d: RMSE %.2f on the training set, %.2f on the test set"):format(degree,
    error_train, error_test))
  m12, worst = m, error_test
end
f[1]:ylabel("°C")
plot.show()

step{
  title = "Choosing the degree",
  text = [[
    We fit every degree from 1 to 12 and compute the error on the training set and on the test
    set.]],
  question = "As the degree increases, the training error falls. What does the test error do?",
  choices = {"it falls, too", "it falls, then rises", "it rises", "it stays the same"},
  answer = 2,
  why = {
    [1] = "A closer fit to the training set is not always a better prediction: the curve fits "
      .. "the noise, too.",
    [3] = "At first a higher degree helps: a straight line cannot follow the day.",
    [4] = "In the step before, the three degrees had very different errors on the test set.",
  },
  because = [[
    It falls while the curve learns the temperature and rises when it learns the noise. Degree
    {best_degree} is best, with an error about as large as the thermometer's. (But we chose it
    because of its test error of {best_error%.2f}. To find out how good it really is, we need a
    third set that was not used for the choice.)]],
  try = [[
    found = explore.overfit(x_train:concat(x_test), y_train:concat(y_test), {test = 0.5}). The
    right arrow raises the degree: from which degree on do the two errors drift apart? Then 2
    selects lambda, a penalty that tames the curve. Enter ends it.]],
}
degrees, train_error, test_error = vector.range(1, 12), vector.zeros(12), vector.zeros(12)
print("degree   training     test")
for degree = 1, 12 do
  local _, error_train, error_test = fit(degree, x_train, y_train)
  train_error[degree], test_error[degree] = error_train, error_test
  print(("%6d %10.2f %8.2f"):format(degree, error_train, error_test))
end
best_degree, best_error = test_error:argmin(), test_error:min()
draw_errors()

step{
  title = "More data",
  text = [[
    Degree 12 has 13 parameters and had only 16 readings to fit. Now we take 32 readings, then
    64, then 128.]],
  question = "With 128 readings, will degree 12 be better than degree 5?",
  answer = true,
  why = "Degree 12 was worse with 16 readings, because it could fit the noise in so few.",
  because = [[
    With so many readings the model can no longer fit the noise: the RMSE is {rmse_12%.2f} for
    degree 12 and {rmse_5%.2f} for degree 5, which now underfits a little. More data is the best
    remedy for overfitting.]],
}
for _, n in ipairs{32, 64, 128} do
  seed(1)
  local hour = vector.random(n) * 24
  local day = 18 - 6 * cos((hour - 4) * math.pi / 12) + 2 * sin((hour - 2) * math.pi / 6)
  local readings = day + 1.5 * vector.randn(n)
  _, _, rmse_5 = fit(5, hour, readings)
  _, _, rmse_12 = fit(12, hour, readings)
  print(("%3d readings, RMSE on the test set:"):format(n))
  print(("  degree  5: %.2f"):format(rmse_5))
  print(("  degree 12: %.2f"):format(rmse_12))
end

tamed = nil                                    -- for the task
task{
  text = [[
    When more data is not available, a penalty for large weights helps. Train a model named
    `tamed` on x_train and y_train with degree = 12, normalize = "zscore" and a lambda of your
    choice, so that its test error is below 2.]],
  check = function()
    if not tamed then return false, "the model `tamed` does not exist yet" end
    local off = metrics.rmse(y_test, tamed:predict(x_test))
    return tamed.degree == 12 and off < 2,
      ("the degree is %d and the test error is %.2f"):format(tamed.degree, off)
  end,
  hints = {
    "lambda = 0 gives m12, and a huge lambda gives a flat line. The best value is in between.",
    "Try lambda = 1, 0.1 and 0.01, and look at tamed.w.",
    'tamed = model.linear{degree = 12, normalize = "zscore", lambda = ...}',
  },
  solution = [[tamed = model.linear{degree = 12, normalize = "zscore", lambda = 0.01}
    train(tamed, x_train, y_train, {method = "exact"})]],
}
