-- Comparing with a library: check our results against LAPACK.
local step, task = lesson.step, lesson.task

-- The picture; at the prompt, ??draw_predictions shows the source.
function draw_predictions(m, X, y)                   -- against each feature
  local f = plot.figure{columns = 4, size = {1500, 420}, share_y = true}
  for j = 1, 4 do
    local column = X:column(j)
    f[j]:scatter(column, y, {label = "price"}):xlabel(X.names[j]):legend(j == 1)
    local right = column + 0.02 * column:ptp()       -- slightly to the right of the price
    f[j]:scatter(right, m:predict(X), {marker = "x", label = "prediction"})
  end
  f[1]:ylabel("price (1000 dollars)")
  plot.show()
end

step{
  title = "Gradient descent and an exact solver",
  text = [[
    `library.linear` calls LAPACK, a linear algebra library that has been in wide use since 1992.
    It does not iterate: it solves for the minimum directly, and it shares no code with `train`.]],
  question = [[
    After 10,000 iterations of gradient descent, will w match the library's to the last digit?]],
  answer = false,
  why = "Each step is alpha times the slope, and near the minimum the slope is almost 0.",
  because = [[
    They are {ours.w[1]%.4f} and {theirs.w[1]%.4f}. Both are correct: gradient descent has not
    fully converged. The cost shows it, {run.final_cost%.2g} compared with 0. For a house price,
    the difference does not matter.]],
}
x_train, y_train = vector{1, 2}, vector{300, 500}
ours = model.linear()
run = train(ours, x_train, y_train, {alpha = 0.01, iterations = 10000})
theirs = library.linear(x_train, y_train)
print(("ours:   w = %.6f, b = %.6f, cost %.4g"):format(ours.w[1], ours.b, run.final_cost))
print(("theirs: w = %.6f, b = %.6f"):format(theirs.w[1], theirs.b))
print(("1200 sqft: ours %.4f, theirs %.4f"):format(ours:predict(1.2), theirs:predict(1.2)))

step{
  title = "2930 house sales",
  text = [[
    These houses were sold in Ames, Iowa. We use four features: size, bedrooms, floors (1 or 2)
    and age. First we normalize them, with our `normalize` and with `library.standardize`, which
    uses BLAS for its sums.]],
  question = "To how many digits will the two agree?",
  choices = {"3", "6", "14"},
  answer = 3,
  why = {
    [1] = "An approximation might. But both compute the same formula.",
    [2] = "Single precision has about 7 digits. Which precision do Lua's numbers have?",
  },
  because = [[
    They differ only by rounding in the last digits, because they add the numbers in a different
    order.]],
}
ames = data.load"ames"
X_train = matrix.columns{ames.living_area, ames.bedrooms, 1 + ames.second_floor_area:gt(0),
  ames.year_sold - ames.year_built}
X_train.names = {"size", "bedrooms", "floors", "age"}
y_train = ames.price / 1000                          -- in 1000 dollars
X_norm, scaler = normalize(X_train, "zscore")
X_theirs = library.standardize(X_train)
print("the first house, ours:  ", X_norm[1])
print("the first house, theirs:", X_theirs[1])
print("agree within 1e-13:", abs(X_norm - X_theirs):max() < 1e-13)

step{
  title = "Gradient descent and LAPACK",
  text = [[
    All features are on one scale, so alpha = 0.1 works. We print the weights after 100 and after
    1000 iterations.]],
  question = [[
    Larger houses cost more. At the same size, does a house with more bedrooms cost more or less?]],
  choices = {"more", "less"},
  answer = 2,
  why = {
    [1] = "Houses with more bedrooms are usually larger, and that is why they cost more. Here "
      .. "the size is the same.",
  },
  because = [[
    The weight is negative: at the same size, more bedrooms mean smaller rooms. After 100
    iterations the weights differ from the library's by up to {percent%.0f}%; after 1000 all
    printed digits agree.
    The cost has a single minimum, and every correct method converges to it.]],
  try = [[
    Stochastic gradient descent comes close, too:

        train(model.linear(), X_norm, y_train, {method = "sgd", alpha = 1e-3}).model.w]],
}
function compare(name, w, b)
  print(("%-16s %9.4f %9.4f %9.4f %9.4f %10.4f"):format(name, w[1], w[2], w[3], w[4], b))
end
print(("%-16s %9s %9s %9s %9s %10s"):format("", "size", "bedrooms", "floors", "age", "b"))
ours = model.linear()
train(ours, X_norm, y_train, {alpha = 0.1, iterations = 100})
compare("ours after 100", ours.w, ours.b)
after_100 = ours.w:copy()
train(ours, X_norm, y_train, {alpha = 0.1, iterations = 900})
compare("ours after 1000", ours.w, ours.b)
theirs = library.linear(X_norm, y_train)
compare("theirs", theirs.w, theirs.b)
percent = 100 * abs(after_100 / theirs.w - 1):max()
lesson.expect(ours.w, theirs.w, 1e-11, "the weights after 1000 iterations")

step{
  title = "Weights in the original units",
  text = [[
    LAPACK does not need normalized features, and neither does our method "exact", which also
    solves directly. Their weights are in the original units: thousands of dollars per square
    foot, per bedroom, per floor and per year.]],
  question = "Does normalization change the predicted price of a new house?",
  answer = false,
  why = "The weights do change, but so do the features, and the two changes cancel.",
  because = [[
    All four predictions are {predicted%.2f} thousand dollars. Normalization changes the weights
    and the speed of training, but not the predictions. The exceptions are a model that has not
    converged and a model with regularization (lambda).]],
}
exact = model.linear()
train(exact, X_train, y_train, {method = "exact"})
raw = library.linear(X_train, y_train)
compare("ours, exact", exact.w, exact.b)
compare("theirs, raw", raw.w, raw.b)
house = vector{1200, 3, 1, 40}
local scaled = scaler(house)
print(("house, normalized: %.4f %.4f"):format(ours:predict(scaled), theirs:predict(scaled)))
predicted = exact:predict(house)
print(("house, raw:        %.4f %.4f"):format(exact:predict(house), raw:predict(house)))
lesson.expect(exact.w, raw.w, 1e-11, "the exact weights")

step{
  title = "The normal equation",
  text = [[
    At the minimum of the cost every slope is 0. With a column of ones for b, written A, these
    conditions are the equations `AᵀA w = Aᵀy`, the normal equation. LAPACK solves them behind
    `solve`. So the exact solution takes one line, without `train`.]],
  question = [[
    There are 2930 houses and 5 unknown numbers: four weights and b. How many equations does
    `solve` get?]],
  choices = {"2930", "5", "4"},
  answer = 2,
  why = {
    [1] = "A has 2930 rows. But how many rows does AᵀA have?",
    [3] = "b is unknown, too: it belongs to the column of ones.",
  },
  because = [[
    AᵀA is a 5 x 5 matrix, however many houses there are: one equation per unknown number. The
    weights agree with those of train in all printed digits. In general `solve` loses more
    digits here than train does, because AᵀA squares the condition number of A.]],
}
A = matrix.columns{vector.ones(#X_train), X_train:column(1), X_train:column(2),
  X_train:column(3), X_train:column(4)}
solution = solve(A:t():dot(A), A:t():dot(y_train))   -- b first, then the weights
compare("exact", exact.w, exact.b)
compare("normal equation", solution:slice(2, 5), solution[1])
lesson.expect(solution:slice(2, 5), exact.w, 1e-9, "the weights from the normal equation")

step{
  title = "How good is the model?",
  text = "R² is the share of the variance of the prices that the model explains.",
  question = "Both models agree on every digit. Does that make their predictions right?",
  answer = false,
  why = "Two methods can find the same minimum, and the model can still predict badly.",
  because = [[
    They explain {explained%.0f}% of the variance. The agreement shows that both found the
    minimum of the cost, not that four features are enough to predict a price. In the picture, a
    house of {largest%.0f} square feet has a predicted price of {expected%.0f} but sold for
    {sold%.0f}.]],
}
print(("R²: ours %.4f"):format(exact:score(X_train, y_train)))
print(("R²: theirs %.4f"):format(raw:score(X_train, y_train)))
explained = 100 * exact:score(X_train, y_train)
some = vector.range(1, #X_train, 20)                 -- every twentieth house
X_some, y_some = X_train:take(some), y_train:take(some)
local i = X_some:column(1):argmax()
largest, expected, sold = X_some[i][1], raw:predict(X_some[i]), y_some[i]
print(("the largest of them: %.0f sqft, predicted %.0f, sold for %.0f"):format(largest, expected,
  sold))
draw_predictions(raw, X_some, y_some)

task{
  text = "By how many dollars (not thousands) does the price change with each year of age?",
  value = 1000 * exact.w[4],
  hints = {
    "Weights of the normalized model are per standard deviation; those of raw are per year.",
    "Age is the fourth feature, so its weight is raw.w[4], in thousands of dollars.",
    "1000 * raw.w[4]",
  },
  solution = "1000 * raw.w[4]",
}
