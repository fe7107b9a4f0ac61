-- Multiple linear regression: predict a price from four features.
local step, task = lesson.step, lesson.task

-- The picture; at the prompt, ??draw_run shows the source.
function draw_run(run, m)
  local f = plot.figure{columns = 3, size = {1500, 430}}
  local function draw_cost(axes, first, last)
    axes:line(vector.range(first, last), run.cost:slice(first, last))
    axes:title(("Cost, iterations %d to %d"):format(first, last)):xlabel("iteration"):ylabel("cost")
  end
  draw_cost(f[1], 1, 100)
  draw_cost(f[2], 101, 1000)
  f[3]:bar({0.8, 1.8, 2.8}, y_train, {width = 0.38, label = "price"})
  f[3]:bar({1.2, 2.2, 3.2}, m:predict(X_train), {width = 0.38, label = "prediction"})
  f[3]:xticks({1, 2, 3}, {"house 1", "house 2", "house 3"}):title("Prices and predictions")
  f[3]:ylabel("1000 dollars")
  plot.show()
end

step{
  title = "Four features",
  text = [[
    The matrix X_train has one row per house and one column per feature. Sizes are in square
    feet. A weight says by how much the price changes when its feature grows by 1.]],
  question = "With 100 more houses in the data, how many weights does the model need?",
  answer = 4,
  again = function(draw)
    local houses, features = draw(50, 500, 50), draw(5, 9)
    return {question = ("%d houses have %d features each. How many weights does the model need?")
      :format(houses, features), answer = features, tolerance = 0,
      why = {{houses, "You counted houses. All houses share the weights."},
        {features + 1, "b is not a weight."}},
      because = "One weight per feature, not per house, plus a single b."}
  end,
  why = {
    {103, "You counted houses. Each feature needs a weight, and all houses share it."},
    {412, "That is one weight for every number of X_train. All houses share the weights."},
    {5, "With b there are five numbers, but b is not a weight."},
    {3, "There are three houses here. Each feature needs a weight."},
    {100, "You counted houses. Each feature needs a weight, and all houses share it."},
  },
  because = [[
    One weight per feature, not per house, plus a single b:

        f(x) = w1 x1 + w2 x2 + w3 x3 + w4 x4 + b

    All houses share them. A weight of its own for each house would say nothing about a new one.
    More houses are more rows of X_train, and make the same four weights more reliable.]],
}
X_train = matrix{{2104, 5, 1, 45}, {1416, 3, 2, 40}, {852, 2, 1, 35}}
X_train.names = {"size", "bedrooms", "floors", "age"}
y_train = vector{460, 232, 178}                      -- price in 1000 dollars
print(X_train)
print(("%d houses, %d features"):format(X_train:size()))

step{
  title = "Prediction with the dot product",
  text = [[
    Suppose we are given good weights, w_init and b_init. To predict the price of the first
    house, multiply each feature by its weight, add up the products, and add b. The dot product
    does the multiplying and adding.]],
  question = [[
    The weight of age is -26.4. Does an older house cost more or less, other things being equal?]],
  choices = {"less", "more"},
  answer = 1,
  why = {
    [2] = "A negative weight lowers the prediction when the feature grows.",
  },
  because = [[
    Each year lowers the price by 26.4 thousand dollars. All three versions predict 460, which is
    the actual price.]],
}
w_init = vector{0.39133535, 18.75376741, -53.36032453, -26.42131618}
b_init = 785.1811367994083
f_wb = b_init
for j = 1, 4 do f_wb = f_wb + w_init[j] * X_train[1][j] end
good = model.linear{w = w_init, b = b_init}
print(("loop:     %.7f"):format(f_wb))
print(("dot:      %.7f"):format(dot(X_train[1], w_init) + b_init))
print(("built in: %.7f"):format(good:predict(X_train[1])))

step{
  title = "Cost and gradient",
  text = [[
    As before, there is one error per house, and the cost is half the mean of the squared errors.
    The gradient now has one slope per weight. X:dot(w) predicts all prices at once (without b),
    and X:t():dot(errors) adds up error times feature for every feature.]],
  question = "These weights are nearly perfect. Which number is the cost near?",
  choices = {"0", "100", "460"},
  answer = 1,
  why = {
    [2] = "A cost of 100 means errors of about 14 thousand dollars. These weights are nearly "
      .. "perfect.",
    [3] = "460 is a price. The cost is half the mean of the squared errors.",
  },
  because = [[
    The cost is {cost%.2g}, and e-12 means divided by 10 twelve times: nearly 0. The gradient is
    small, too, so this is very close to a minimum.]],
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
cost = compute_cost(X_train, y_train, w_init, b_init)
print("cost by hand: ", cost)
print("cost built in:", good:cost(X_train, y_train))
print("dj_dw:", dj_dw, "dj_db:", dj_db)
lesson.expect(1e6 * dj_dw, {-2726.23574, -6.27197255, -2.21745574, -69.2403377}, 1e-6, "dj_dw")

step{
  title = "Gradient descent from zero",
  text = [[
    Now let us find the weights ourselves. Start with all weights at 0 and run 1000 iterations
    with alpha = 5e-7.]],
  question = "Will the predictions be within 1 of the prices?",
  answer = false,
  why = "They were when x was 1 or 2. But these sizes are near 1000.",
  because = [[
    The cost drops quickly, then hardly changes. Only the weight of size has been learned. Sizes
    are such large numbers that any alpha above {limit%.2g} overshoots, and an alpha that small
    is far too small for the other weights. The lesson feature_normalization shows the solution.]],
  try = [[
    See it for two of the weights, those of size and bedrooms: n takes a step, p takes it back.
    The path crosses the valley, and then hardly moves. Enter ends.

        explore.descent(model.linear(), X_train, y_train, {params = {"w1", "w2"}})]],
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

limit = diagnose(house, X_train, y_train).alpha
print(("the largest stable alpha: %.2g"):format(limit))
draw_run(run, house)

step{
  title = "More unknowns than examples",
  text = [[
    There are three prices but five unknowns: four weights and b. So infinitely many weights have
    cost 0. Here is another solution, found after bringing all features to the same scale.]],
  question = [[
    Both models fit all three prices. Will they predict the same price for a fourth house?]],
  answer = false,
  why = "Three prices determine only three of the five unknowns.",
  because = [[
    They predict {first%.0f} and {second%.0f}, and the data cannot tell us which is better. We
    need more houses than unknowns.]],
  try = [[
    library.linear(X_train, y_train). It finds a third solution and warns that there are many.]],
}
other = model.linear{normalize = "zscore"}
train(other, X_train, y_train, {alpha = 0.1, iterations = 1000})
fourth = vector{1200, 3, 1, 40}
first, second = good:predict(fourth), other:predict(fourth)
print("w_init:", good:predict(X_train), "fourth house:", round(first))
print("other: ", other:predict(X_train), "fourth house:", round(second))

task{
  text = [[
    What price does `house`, the model trained with gradient descent, predict for the fourth
    house?]],
  value = house:predict(fourth),
  tolerance = 0.001,
  hints = {
    "The features are in `fourth`, the parameters in house.w and house.b.",
    "Take the dot product of features and weights, then add b.",
    "dot(fourth, house.w) + house.b, or house:predict(fourth).",
  },
  solution = "house:predict(fourth)",
}
