-- House prices: from 2930 real sales, odd ones among them, to the price of a house.
local step, task = lesson.step, lesson.task

step{
  title = "Look first",
  text = [[
    Houses sold in Ames, Iowa, from 2006 to 2010, collected by Dean De Cock. Areas are in square
    feet, prices in dollars. Before any model: draw the data, and look for what cannot be.]],
  question = "Five houses have more than 4000 square feet. Are all five expensive? (yes or no)",
  answer = false,
  because = [[
    Three (red in the picture) went for less than 190 000. De Cock says they were sold unfinished,
    and advises to leave all five out. That is fair, as the reason is not "they do not fit my line".
    But then the model knows nothing of such houses, and one must say so.]],
}
ames = data.load("ames")
giant = ames.living_area:gt(4000)
sales = ames:filter(1 - giant)
print(("%d sales, %d giants; %d are left"):format(#ames, giant:sum(), #sales))
print("the giants' prices:", ames.price:where(giant))
f = plot.figure{rows = 1, columns = 3, size = {1400, 420}}
f[1]:scatter(ames.living_area, ames.price / 1000, {size = 4, alpha = 0.4})
f[1]:scatter(ames.living_area:where(giant), ames.price:where(giant) / 1000, {color = "C3"})
f[1]:title("2930 sales"):xlabel("living area (sqft)"):ylabel("price (1000 dollars)")
f[2]:histogram(sales.price / 1000):title("Prices: a long tail"):xlabel("price (1000 dollars)")
f[3]:histogram(log(sales.price)):title("Their logarithm: a bell"):xlabel("log(price)")
plot.show()

step{
  title = "What is easy to beat",
  text = [[
    A fifth of the sales is the test set. The laziest model says the mean price for every house. The
    next is a line over living area, made in three ways. How far off a model is, is told by the root
    of its mean squared error (rmse) on the test set, in dollars.]],
  question = "One square foot more: how many dollars more, about?",
  answer = 116, tolerance = 0.2,
  because = "The mean is off by 82 thousand, the line by 56: size is much, not all.",
}
rows, rows_test, y_train, y_test = data.split(vector.range(1, #sales), sales.price, {test = 0.2})
function rmse(y, guess) return sqrt(((guess - y) ^ 2):mean()) end
x_train, x_test = sales.living_area:take(rows), sales.living_area:take(rows_test)
dx = x_train - x_train:mean()
w = dot(dx, y_train - y_train:mean()) / dot(dx, dx)
b = y_train:mean() - w * x_train:mean()
line, theirs = model.linear(), library.linear(x_train, y_train)
train(line, x_train, y_train, {method = "exact"})
print(("formula:  price = %.4f * area + %.1f dollars"):format(w, b))
print(("built in: price = %.4f * area + %.1f dollars"):format(line.w[1], line.b))
print(("library:  price = %.4f * area + %.1f dollars"):format(theirs.w[1], theirs.b))
print(("the mean: off by %.0f"):format(rmse(y_test, y_train:mean() + 0 * y_test)))
print(("the line: off by %.0f"):format(rmse(y_test, w * x_test + b)))
lesson.expect(metrics.rmse(y_test, line:predict(x_test)), rmse(y_test, w * x_test + b), 1e-9)

step{
  title = "Words become columns",
  text = [[
    Twelve more numbers: rooms, garage, years ... And the neighbourhood, a word. onehot makes a
    column of 0 and 1 for each of the 28. One is left out, North_Ames: all 28 add up to 1, as the
    column of b does, and there would be no single best w. The others are compared with it.]],
  question = "Does it tell something that 13 numbers about a house do not tell? (yes or no)",
  answer = true,
  because = "An eighth less off: the same house costs more in one part of town than in another.",
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
print(("%d columns: off by %.0f"):format(#numbers, rmse(y_test, guess)))
plain, guess = learn(columns, y_train)
print(("%d columns: off by %.0f"):format(#columns, rmse(y_test, guess)))

step{
  title = "Learn the logarithm",
  text = [[
    A good kitchen adds ten percent, not ten thousand dollars. A sum cannot multiply, but
    log(a * b) = log(a) + log(b). So let the model learn log(price); exp brings dollars back.]],
  question = "Better or worse than 31 thousand?",
  answer = "better",
  because = [[
    26 thousand, and half of the houses are met within 8 percent. What books rarely say: exp of a
    mean logarithm is a middle price (half of such houses cost more), not the mean price.]],
}
logarithmic, log_guess = learn(columns, log(y_train))
dollars = exp(log_guess)
off = abs(dollars - y_test) / y_test
print(("log price:  off by %.0f; half of the houses within %.1f %%"):format(rmse(y_test, dollars),
  100 * off:median()))
f = plot.figure{rows = 1, columns = 2, size = {1150, 520}, share_x = true, share_y = true}
for i, one in ipairs{guess, dollars} do
  f[i]:scatter(y_test / 1000, one / 1000, {size = 5, alpha = 0.5}):line({0, 600}, {0, 600})
  f[i]:title(({"It learned the price", "It learned the logarithm"})[i]):xlabel("sold for (1000)")
end
f[1]:ylabel("predicted (1000 dollars)")
plot.show()

step{
  title = "What is it worth?",
  text = [[
    A house in North_Ames, built in 1995: 1500 square feet, 3 bedrooms, 2 baths, 6 rooms, a basement
    of 800, two cars on 480, a fireplace, a lot of 9000. Sold in 2010.]],
  question = "A fourth bedroom in the same area: will the price rise or fall?",
  answer = "fall",
  because = [[
    A weight says what changes when all other columns stay. More bedrooms in the same area are
    smaller bedrooms. And the price is that of Ames in 2010, with 8 percent or more to either side
    for every second house.]],
}
house = vector{1500, 3, 2, 0, 6, 800, 2, 480, 1, 9000, 1995, 1995, 2010}:concat(vector.zeros(27))
function price(one) return exp(logarithmic:predict(one)) end
print(("the house: %.0f dollars"):format(price(house)))
before = price(house)
house[1] = 1600
print(("100 sqft more: %+.1f %%"):format(100 * (price(house) / before - 1)))
house[1], house[2] = 1500, 4
print(("a fourth bedroom, not one sqft more: %+.1f %%"):format(100 * (price(house) / before - 1)))

task{
  text = "The same house, another street: which neighbourhood adds most? Give its column's name.",
  value = columns[13 + logarithmic:original():slice(14):argmax()],
  hints = {"logarithmic.w is for scaled columns, logarithmic:original() for a change of 1.",
    "Columns 14 to 40 are neighbourhoods: slice(14), and argmax() says which of them.",
    "columns[13 + logarithmic:original():slice(14):argmax()]"},
  solution = "columns[13 + logarithmic:original():slice(14):argmax()]",
}
print(("%d sales in Green_Hills: do not believe it yet."):format(
  sales.neighborhood:eq("Green_Hills"):sum()))
