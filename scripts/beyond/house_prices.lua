-- House prices: from 2930 real sales to a prediction for one house.
local step, task = lesson.step, lesson.task

-- The pictures; at the prompt, ??draw_sales shows the source.

function draw_sales(axes)
  axes:scatter(ames.living_area, ames.price / 1000, {size = 4, alpha = 0.4})
  axes:scatter(ames.living_area:where(outlier), outlier_prices / 1000, {color = "C3"})
  axes:title("All sales"):xlabel("living area (sqft)"):ylabel("price (1000 dollars)")
end

function draw_histogram(axes, values, label)
  axes:histogram(values):xlabel(label):ylabel("sales")
end

function draw_data()
  local f = plot.figure{rows = 1, columns = 3, size = {1400, 420}}
  draw_sales(f[1])
  draw_histogram(f[2], sales.price / 1000, "price (1000 dollars)")
  f[2]:title("Prices: right-skewed")
  draw_histogram(f[3], log(sales.price), "log(price)")
  f[3]:title("log(price): bell-shaped")
  plot.show()
end

function draw_predictions(axes, predicted)
  axes:scatter(y_test / 1000, predicted / 1000, {size = 5, alpha = 0.5})
  axes:line({0, 600}, {0, 600}, {label = "exact"}):xlabel("price (1000 dollars)")
end

function draw_both()
  local f = plot.figure{rows = 1, columns = 2, size = {1150, 520}, share_x = true, share_y = true}
  draw_predictions(f[1], guess)
  draw_predictions(f[2], dollars)
  f[1]:title("Trained on price"):ylabel("prediction (1000 dollars)")
  f[2]:title("Trained on log(price)")
  plot.show()
end

-- ------------------------------------------------------------------------------------

step{
  title = "Look at the data first",
  text = [[
    The data are house sales in Ames, Iowa, from 2006 to 2010, collected by Dean De Cock. Areas
    are in square feet, prices in dollars. Before fitting a model, plot the data and look for
    outliers.]],
  question = "Five houses have more than 4000 square feet. Are all five expensive?",
  answer = false,
  why = "Size alone does not decide the price: look at the red points in the plot.",
  because = [[
    {cheap} of them (red in the plot) sold for less than 190,000 dollars. De Cock says that they
    were sold unfinished (partial sales) and advises removing all five. That is a valid reason;
    "they do not fit my line" is not. But then the model knows nothing about such houses, and a
    report should say so.]],
  try = "plot.histogram(log(sales.living_area)). Is it bell-shaped, too?",
}
ames = data.load("ames")
outlier = ames.living_area:gt(4000)
sales = ames:filter(1 - outlier)
print(("%d sales, %d outliers; %d remain"):format(#ames, outlier:sum(), #sales))
outlier_prices = ames.price:where(outlier)
cheap = outlier_prices:lt(190000):sum()
print("prices of the outliers:", outlier_prices)

draw_data()

step{
  title = "Two baselines",
  text = [[
    One fifth of the sales is the test set. The simplest model predicts the mean price for every
    house. The next is a line in living area, computed in three ways. We measure the error by the
    root mean squared error (RMSE) on the test set, in dollars.]],
  question = "By about how many dollars does the predicted price rise per square foot?",
  answer = 116, tolerance = 0.2,
  why = {
    {10, "Then a house of 1500 square feet would cost only 15,000 dollars more than its lot."},
    {1000, "Then a house of 1500 square feet would cost more than a million. See the plot."},
  },
  because = [[
    It rises by {w%.0f} dollars. The RMSE is {rmse_mean%.0f} dollars for the mean and
    {rmse_line%.0f} for the line. Size explains much of the price, but not all of it.]],
}
rows, rows_test, y_train, y_test = data.split(vector.range(1, #sales), sales.price, {test = 0.2})
function rmse(y, guess)
  return sqrt(((guess - y) ^ 2):mean())
end
x_train, x_test = sales.living_area:take(rows), sales.living_area:take(rows_test)
dx = x_train - x_train:mean()
w = dot(dx, y_train - y_train:mean()) / dot(dx, dx)
b = y_train:mean() - w * x_train:mean()
line, theirs = model.linear(), library.linear(x_train, y_train)
train(line, x_train, y_train, {method = "exact"})
print(("formula:  price = %.4f * area + %.1f dollars"):format(w, b))
print(("built in: price = %.4f * area + %.1f dollars"):format(line.w[1], line.b))
print(("library:  price = %.4f * area + %.1f dollars"):format(theirs.w[1], theirs.b))
rmse_mean = rmse(y_test, y_train:mean() * vector.ones(#y_test))
rmse_line = rmse(y_test, w * x_test + b)
print(("mean: RMSE %.0f"):format(rmse_mean))
print(("line: RMSE %.0f"):format(rmse_line))
lesson.expect(metrics.rmse(y_test, line:predict(x_test)), rmse_line, 1e-9)

step{
  title = "One-hot encoding",
  text = [[
    We add twelve numeric features, such as rooms, garage and years, and the neighborhood, which
    is a word. onehot turns it into one column of 0s and 1s for each of the 28 neighborhoods. We
    leave out North_Ames: all 28 columns add up to the column of ones for b, so there would be no
    unique best w. The other neighborhoods are compared with North_Ames.]],
  question = "Does the neighborhood improve the predictions when 13 numbers are already known?",
  answer = true,
  why = "Size and rooms do not say in which part of town the house is.",
  because = [[
    The RMSE falls from {rmse_13%.0f} to {rmse_40%.0f} dollars: the same house costs more in one
    part of town than in another.]],
}
numbers = {"living_area", "bedrooms", "full_baths", "half_baths", "rooms", "basement_area",
  "garage_cars", "garage_area", "fireplaces", "lot_area", "year_built", "year_remodeled",
  "year_sold"}
wide, columns = sales:onehot("neighborhood"), {table.unpack(numbers)}
for _, name in ipairs(sales.neighborhood:unique()) do
  if name ~= "North_Ames" then columns[#columns + 1] = "neighborhood_" .. name end
end
function learn(names, target)
  local X, m = wide:matrix(names), model.linear{normalize = "zscore", names = names}
  train(m, X:take(rows), target, {method = "exact"})
  return m, m:predict(X:take(rows_test))
end
_, guess = learn(numbers, y_train)
rmse_13 = rmse(y_test, guess)
_, guess = learn(columns, y_train)
rmse_40 = rmse(y_test, guess)
print(("%d columns: RMSE %.0f"):format(#numbers, rmse_13))
print(("%d columns: RMSE %.0f"):format(#columns, rmse_40))

step{
  title = "Predicting the logarithm",
  text = [[
    A good kitchen adds ten percent to a price rather than a fixed ten thousand dollars. A linear
    model adds; it does not multiply. But log(a * b) = log(a) + log(b). So we train the model on
    log(price), and exp converts predictions back to dollars.]],
  question = "The RMSE was {rmse_40%.0f} dollars. What will it be for this model?",
  choices = {"higher", "lower", "the same"},
  answer = 2,
  why = {
    [1] = "The logarithm does not lose information: exp reverses it.",
    [3] = "The models differ: in one, features add dollars; in the other, they multiply the price.",
  },
  because = [[
    It is {rmse_log%.0f} dollars, and half of the predictions are within {half_off%.1f}%. Textbooks
    rarely mention that exp of a predicted mean logarithm estimates the median price (half of
    such houses cost more), not the mean price.]],
}
logarithmic, log_guess = learn(columns, log(y_train))
dollars = exp(log_guess)
rmse_log = rmse(y_test, dollars)
half_off = 100 * (abs(dollars - y_test) / y_test):median()
print(("log(price): RMSE %.0f; half of the houses within %.1f%%"):format(rmse_log, half_off))

draw_both()

step{
  title = "Predicting the price of a house",
  text = [[
    A house in North_Ames was built in 1995 and sold in 2010. It has 1500 square feet of living
    area, 3 bedrooms, 2 baths, 6 rooms and a fireplace, a basement of 800 square feet, a two-car
    garage of 480 and a lot of 9000.]],
  question = "If it had a fourth bedroom in the same area, what would the predicted price do?",
  choices = {"fall", "rise"},
  answer = 1,
  why = {
    [2] = "Houses with more bedrooms do cost more, but because they are larger. Here the area "
      .. "stays the same.",
  },
  because = [[
    It changes by {bedroom%+.1f}%. A weight tells you how the prediction changes when all other
    features stay the same, and more bedrooms in the same area are smaller bedrooms. The predicted
    price is for Ames in 2010, and for half of the houses the error is more than
    {half_off%.1f}%.]],
  try = "house[7] = 3, for a third car in the garage, then price(house).",
}
house = vector{1500, 3, 2, 0, 6, 800, 2, 480, 1, 9000, 1995, 1995, 2010}:concat(vector.zeros(27))
function price(one)
  return exp(logarithmic:predict(one))
end
before = price(house)
print(("house: %.0f dollars"):format(before))
house[1] = 1600
print(("100 sqft more: %+.1f%%"):format(100 * (price(house) / before - 1)))
house[1], house[2] = 1500, 4
bedroom = 100 * (price(house) / before - 1)
print(("a fourth bedroom in the same area: %+.1f%%"):format(bedroom))

task{
  text = "In which neighborhood would the same house cost most? Give the name of its column.",
  value = columns[13 + logarithmic:original():slice(14):argmax()],
  hints = {
    "logarithmic.w is for normalized features; logarithmic:original() is per unit.",
    "Columns 14 to 40 are neighborhoods. Use slice(14), then argmax().",
    "columns[13 + logarithmic:original():slice(14):argmax()]",
  },
  solution = "columns[13 + logarithmic:original():slice(14):argmax()]",
}
print(("Only %d sales were in Green_Hills, so do not trust its weight."):format(
  sales.neighborhood:eq("Green_Hills"):sum()))
