-- Overfitting: a curve that learns its examples by heart is worse on new ones.
local step, task = lesson.step, lesson.task

step{
  title = "A day's temperatures",
  text = [[
    A thermometer was read at 16 hours of a summer day (made-up readings: a smooth day, and an error
    of about 1.5 degrees Celsius in each). A straight line is too stiff for a day. But w·x + b draws
    curves as soon as it is given more columns: x, x², x³ ... The highest power is the degree. We
    make the columns by hand, and the library finds the best w and b.]],
  question = "Degree 1, 5 or 12: which comes closest to the 16 readings?",
  answer = 12,
  because = [[
    A higher degree can do all that a lower one can, with the extra weights at 0. So its best fit is
    never worse. How far off it is, is told by the root of the mean squared error.]],
}
x_train = vector{0.5, 0.6, 1.2, 3.1, 4.5, 5.7, 6.4, 9.1,               -- the hour
  9.5, 12.2, 12.5, 14.8, 15.2, 18.9, 20.7, 23.6}
y_train = vector{11.8, 12, 13.4, 14.1, 15, 15.8, 19.1, 16,             -- degrees Celsius
  16, 16.4, 17.7, 27.8, 29.2, 24.1, 19.2, 14.5}
function powers(x, degree)
  local z, columns = (x - 12) / 12, {}         -- -1 to 1 for the day: all powers stay small
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
  print(("degree %2d: off by %.2f degrees"):format(degree, rmse(y_train, guess)))
end

step{
  title = "Other readings of the same day",
  text = [[
    A second thermometer was read at 16 other hours: the test set. No curve has seen it. From here
    on the model makes the powers itself (degree = 5), and metrics.rmse is our rmse built in.]],
  question = "Which of the three degrees will be worst on the test set?",
  answer = 12,
  because = [[
    The curve of degree 12 bends to meet the error in every reading, and swings far out between
    them: off by 51 degrees. It learned the noise by heart, which is called overfitting. Degree 1 is
    bad on both sets: underfitting.]],
  try = "m12:predict(22.5), half past ten in the evening.",
}
x_test = vector{1, 1.1, 3.9, 5.3, 5.7, 10, 13.1, 13.5, 15.4, 15.8, 17.6, 19, 20, 21, 22.7, 23.2}
y_test = vector{12.4, 13.8, 13, 14.4, 16.1, 17.2, 20.5, 24.7, 27.9, 27.1, 26.3, 24.3, 22.3, 16.7,
  16.6, 12.9}
function fit(degree, x, y)
  local m = model.linear{degree = degree}
  train(m, x, y, {method = "exact"})
  return m, metrics.rmse(y, m:predict(x)), metrics.rmse(y_test, m:predict(x_test))
end
m12 = fit(12, x_train, y_train)
f = plot.figure{rows = 1, columns = 3, size = {1350, 420}, share_y = true}
for i, degree in ipairs{1, 5, 12} do
  local m, a, b = fit(degree, x_train, y_train)
  f[i]:func(function(x) return m:predict(x) end, 0.5, 23.6):xlabel("hour"):ylim(0, 40)
  f[i]:scatter(x_train, y_train, {color = "C0", label = "training"})
  f[i]:scatter(x_test, y_test, {color = "C1", marker = "x", size = 9, label = "test"})
  f[i]:title(("degree %d: off by %.2f and %.2f"):format(degree, a, b))
  print(("degree %2d: off by %.2f on the training set, %.2f on the test set"):format(degree, a, b))
end
f[1]:ylabel("°C")
plot.show()

step{
  title = "Every degree from 1 to 12",
  text = "Twelve fits, and two errors of each: on the training set and on the test set.",
  question = "As the degree rises, the training error falls. What does the test error do?",
  answer = {"fall, then rise", "rise", "a valley", "a u"},
  because = [[
    It falls while the curve learns the day, and rises when it learns the noise. Degree 5 is best,
    and about as good as the thermometer. (But we chose it for its 1.58. How good it really is, only
    a third set can say, one that has chosen nothing.)]],
}
degrees, train_error, test_error = vector.range(1, 12), vector.zeros(12), vector.zeros(12)
print("degree   training     test")
for degree = 1, 12 do
  local _, a, b = fit(degree, x_train, y_train)
  train_error[degree], test_error[degree] = a, b
  print(("%6d %10.2f %8.2f"):format(degree, a, b))
end
f = plot.figure{title = "Too stiff on the left, too loose on the right"}
f[1]:line(degrees, train_error, {marker = "o", label = "training"})
f[1]:line(degrees, test_error, {marker = "x", label = "test"})
f[1]:log_y():xlabel("degree"):ylabel("off by (°C)")
plot.show()

step{
  title = "More readings",
  text = [[
    Degree 12 has 13 numbers to choose, and had 16 readings to choose them by. Let the thermometer
    be read 32 times, then 64, then 128.]],
  question = "Will 128 readings make degree 12 better than degree 5? (yes or no)",
  answer = true,
  because = [[
    So much noise cannot be learned by heart. What overfits 16 readings is right for 128, and
    degree 5 is now the stiff one. More data is the best cure.]],
}
for _, n in ipairs{32, 64, 128} do
  seed(1)
  local hour = vector.random(n) * 24
  local day = 18 - 6 * cos((hour - 4) * math.pi / 12) + 2 * sin((hour - 2) * math.pi / 6)
  local readings = day + 1.5 * vector.randn(n)
  print(("%3d readings, off on the test set:"):format(n))
  for _, degree in ipairs{5, 12} do
    local _, _, off = fit(degree, hour, readings)
    print(("  degree %2d by %.2f"):format(degree, off))
  end
end

tamed = nil                                    -- for the task
task{
  text = [[No more readings to be had? Then punish large weights. Make a model "tamed" of degree 12
    with normalize = "zscore" and a lambda, and train it on x_train, y_train: test error below 2.]],
  check = function()
    if not tamed then return false, "there is no model tamed yet" end
    local off = metrics.rmse(y_test, tamed:predict(x_test))
    return tamed.degree == 12 and off < 2, ("degree %d, off by %.2f"):format(tamed.degree, off)
  end,
  hints = {"lambda = 0 is m12, a huge lambda is a flat line: the best lies between.",
    "Try lambda = 1, 0.1, 0.01, and look at tamed.w.",
    'tamed = model.linear{degree = 12, normalize = "zscore", lambda = ...}'},
  solution = [[tamed = model.linear{degree = 12, normalize = "zscore", lambda = 0.01}
    train(tamed, x_train, y_train, {method = "exact"})]],
}
