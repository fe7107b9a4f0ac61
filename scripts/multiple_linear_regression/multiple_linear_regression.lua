-- Multiple linear regression: one price from four features.
local step, task = lesson.step, lesson.task

step{
  title = "Three houses, four features",
  text = "X_train is a matrix: a row for each house, a column for each feature. Sizes are in sqft.",
  question = "How many weights will the model need?",
  answer = 4,
  because = "A weight for each feature, and a single b: f(x) = w1 x1 + w2 x2 + w3 x3 + w4 x4 + b.",
}
X_train = matrix{{2104, 5, 1, 45}, {1416, 3, 2, 40}, {852, 2, 1, 35}}
X_train.names = {"size", "bedrooms", "floors", "age"}
y_train = vector{460, 232, 178}                      -- price in 1000 dollars
print(X_train)
print(("%d houses, %d features"):format(X_train:size()))

step{
  title = "A prediction: multiply and add up",
  text = [[
Here are weights that somebody has found already, w_init and b_init. To price the first house,
multiply each of its numbers by its weight, add them up, add b. That is what `dot` does.]],
  question = "Its price was 460. Age has the weight -26.4: does an older house cost more or less?",
  answer = {"less", "it costs less", "cheaper"},
  because = "Each year takes 26.4 thousand away. The three ways agree on 460 for the house.",
}
w_init = vector{0.39133535, 18.75376741, -53.36032453, -26.42131618}
b_init = 785.1811367994083
f_wb = b_init
for j = 1, 4 do f_wb = f_wb + w_init[j] * X_train[1][j] end
good = model.linear{w = w_init, b = b_init}
print(("by loop:  %.7f"):format(f_wb))
print(("by dot:   %.7f"):format(dot(X_train[1], w_init) + b_init))
print(("built in: %.7f"):format(good:predict(X_train[1])))

step{
  title = "Cost and gradient",
  text = [[
Still an error for each house, and half the mean of the squares. The gradient has a slope for each
weight. X:dot(w) prices all houses at once; X:t():dot(errors) adds up error times feature.]],
  question = "The weights are nearly perfect. Is the cost near 0, near 100 or near 460?",
  answer = "0",
  because = "The cost is 1.6e-12, the slopes are small too: this is the bottom of the bowl.",
}
function compute_cost(X, y, w, b)
  local errors = X:dot(w) + b - y
  return dot(errors, errors) / (2 * #y)
end
function compute_gradient(X, y, w, b)
  local errors = X:dot(w) + b - y
  return X:t():dot(errors) / #y, errors:mean()
end
dj_dw, dj_db = compute_gradient(X_train, y_train, w_init, b_init)
print("cost by hand: ", compute_cost(X_train, y_train, w_init, b_init))
print("cost built in:", good:cost(X_train, y_train))
print("dj_dw:", dj_dw, "dj_db:", dj_db)
lesson.expect(1e6 * dj_dw, {-2726.23574, -6.27197255, -2.21745574, -69.2403377}, 1e-6, "dj_dw")

step{
  title = "Gradient descent from zero",
  text = "Now let us find weights ourselves: all start at 0, alpha is 5e-7, 1000 iterations.",
  question = "Will the predictions be within 1 of the prices?",
  answer = false,
  because = [[
The cost falls at once, then hardly moves: the size alone has learned. Its numbers are so large
that any alpha above 8.4e-7 overshoots, and such an alpha is far too small for the others.
feature_normalization has the way out.]],
}
alpha, iterations = 5e-7, 1000
w, b = vector.zeros(4), 0
for _ = 1, iterations do
  dj_dw, dj_db = compute_gradient(X_train, y_train, w, b)
  w, b = w - alpha * dj_dw, b - alpha * dj_db
end
house = model.linear()
run = train(house, X_train, y_train, {alpha = alpha, iterations = iterations})
print("by hand:  w", w, ("b %.9f"):format(b))
print("built in: w", house.w, ("b %.9f"):format(house.b))
print(("cost after 1 iteration %.4f, after 1000 %.4f"):format(run.cost[1], run.final_cost))
print("predictions:", house:predict(X_train), "prices:", y_train)
lesson.expect(w, house.w, 1e-9, "w by hand")
lesson.expect(run.final_cost, 686.7034116665213, 1e-9, "the final cost")

f = plot.figure{rows = 1, columns = 3, size = {1500, 430}}
for i, part in ipairs{{1, 100, "Cost, iterations 1 to 100"}, {101, 1000, "Cost, 101 to 1000"}} do
  f[i]:line(vector.range(part[1], part[2]), run.cost:slice(part[1], part[2]))
  f[i]:title(part[3]):xlabel("iteration"):ylabel("cost")
end
f[3]:bar({0.8, 1.8, 2.8}, y_train, {width = 0.38, label = "price"})
f[3]:bar({1.2, 2.2, 3.2}, house:predict(X_train), {width = 0.38, label = "prediction"})
f[3]:xticks({1, 2, 3}, {"house 1", "house 2", "house 3"}):title("Price and prediction")
f[3]:ylabel("1000 dollars")
plot.show()

step{
  title = "Perfect three times",
  text = [[
Course texts are silent about this: there are three prices, but five numbers to find. So no end of
weights has no error. Here are others, found with all features on one scale.]],
  question = "Both meet all three prices. Will both say the same of a fourth house?",
  answer = false,
  because = "201 and 282, and no way to tell which is right. Only more houses than weights help.",
  try = "library.linear(X_train, y_train): a third answer, and a warning that tells you so.",
}
other = model.linear{normalize = "zscore"}
train(other, X_train, y_train, {alpha = 0.1, iterations = 1000})
fourth = vector{1200, 3, 1, 40}
print("w_init:", good:predict(X_train), "a fourth house:", round(good:predict(fourth)))
print("other: ", other:predict(X_train), "a fourth house:", round(other:predict(fourth)))

task{
  text = "What does `house`, the model that gradient descent made, predict for the fourth house?",
  value = house:predict(fourth),
  tolerance = 0.001,
  hints = {
    "The house is in `fourth`, the weights are in house.w and house.b.",
    "Multiply and add up with dot, then add b.",
    "dot(fourth, house.w) + house.b, or house:predict(fourth).",
  },
  solution = "house:predict(fourth)",
}
