-- The trusted library: is what we built ourselves right?
local step, task = lesson.step, lesson.task

step{
  title = "Two houses, two ways",
  text = [[
`library.linear` calls LAPACK, which thousands of people have checked since 1992. It takes no steps:
it solves for the lowest cost at once, and shares no code with `train`.]],
  question = "After 10000 steps of gradient descent: will w be the same to the last digit?",
  answer = false,
  because = [[
199.9929 and 200.0000. Neither is broken: descent has not arrived yet. The cost is the witness,
6.7e-06 against 0. For a house price, both answers are the same answer.]],
}
x_train, y_train = vector{1, 2}, vector{300, 500}
ours = model.linear()
run = train(ours, x_train, y_train, {alpha = 0.01, iterations = 10000})
theirs = library.linear(x_train, y_train)
print(("ours:   w = %.6f, b = %.6f, cost %.4g"):format(ours.w[1], ours.b, run.final_cost))
print(("theirs: w = %.6f, b = %.6f"):format(theirs.w[1], theirs.b))
print(("1200 sqft: ours %.4f, theirs %.4f"):format(ours:predict(1.2), theirs:predict(1.2)))

step{
  title = "2930 real sales",
  text = [[
Houses sold in Ames, Iowa, with four features: size, bedrooms, floors (1 or 2) and age. First the
scaling: our `normalize` beside `library.standardize`, whose sums are done by BLAS.]],
  question = "Will the two agree to 3, to 6 or to 14 digits?",
  answer = {"14", "fourteen"},
  because = "Only the rounding of the last digits differs, as sums are added in another order.",
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
  title = "Gradient descent against LAPACK",
  text = "All features are on one scale, so alpha = 0.1 will do. 100 iterations, then 1000.",
  question = "Larger houses cost more. What about more bedrooms in a house of the same size?",
  answer = {"less", "cost less", "cheaper"},
  because = [[
A negative weight: at the same size, more bedrooms means smaller rooms. After 100 iterations the
weights are within 4 %, after 1000 all printed digits agree. There is one lowest point, and every
right method ends in it.]],
  try = 'train(model.linear(), X_norm, y_train, {method = "sgd", alpha = 1e-3}).model.w',
}
function compare(name, w, b)
  print(("%-16s %9.4f %9.4f %9.4f %9.4f %10.4f"):format(name, w[1], w[2], w[3], w[4], b))
end
print(("%-16s %9s %9s %9s %9s %10s"):format("", "size", "bedrooms", "floors", "age", "b"))
ours = model.linear()
train(ours, X_norm, y_train, {alpha = 0.1, iterations = 100})
compare("ours after 100", ours.w, ours.b)
train(ours, X_norm, y_train, {alpha = 0.1, iterations = 900})
compare("ours after 1000", ours.w, ours.b)
theirs = library.linear(X_norm, y_train)
compare("theirs", theirs.w, theirs.b)
lesson.expect(ours.w, theirs.w, 1e-11, "the weights after 1000 iterations")

step{
  title = "In feet and years",
  text = [[
LAPACK needs no scaling. Nor does our method "exact", which solves at once, too. Their weights count
in the units of the data: thousands of dollars per square foot, per bedroom, per floor, per year.]],
  question = "Does the price of a new house depend on whether the features were scaled?",
  answer = false,
  because = [[
149.38 thousand, four times. Scaling changes weights and speed, not the plane through the houses.
Only a model not fully trained, or with its weights held small (lambda), knows the difference.]],
}
exact = model.linear()
train(exact, X_train, y_train, {method = "exact"})
raw = library.linear(X_train, y_train)
compare("ours, exact", exact.w, exact.b)
compare("theirs, raw", raw.w, raw.b)
house = vector{1200, 3, 1, 40}
local scaled = scaler(house)
print(("the house, scaled: %.4f %.4f"):format(ours:predict(scaled), theirs:predict(scaled)))
print(("the house, raw:    %.4f %.4f"):format(exact:predict(house), raw:predict(house)))
lesson.expect(exact.w, raw.w, 1e-11, "the exact weights")

step{
  title = "How good is it?",
  text = "R² is the share of the differences in price that the model explains.",
  question = "Both models agree on every digit. Does that make their predictions right?",
  answer = false,
  because = [[
They explain 71 %. Agreement says that the lowest cost was found, not that four features are enough
for a price. In the picture, a house of 5000 square feet is priced at 695; it was sold for 184.]],
}
print(("R²: ours %.4f"):format(exact:score(X_train, y_train)))
print(("R²: theirs %.4f"):format(raw:score(X_train, y_train)))
f = plot.figure{rows = 1, columns = 4, size = {1500, 420}, share_y = true}
some = vector.range(1, #X_train, 20)                 -- every twentieth house, to tell them apart
X, price, prediction = X_train:take(some), y_train:take(some), raw:predict(X_train):take(some)
for j = 1, 4 do                                      -- predictions a little to the right
  f[j]:scatter(X:column(j), price, {label = "price"}):xlabel(X.names[j]):legend(j == 1)
  local right = X:column(j) + 0.02 * X:column(j):ptp()
  f[j]:scatter(right, prediction, {marker = "x", label = "prediction"})
end
f[1]:ylabel("price (1000 dollars)")
plot.show()

task{
  text = "By how many dollars (not thousands) does one more year of age change a price?",
  value = 1000 * exact.w[4],
  hints = {
    "The weights of the scaled model count per sigma; those of the raw one per year.",
    "Age is the fourth feature of raw.w, in thousands of dollars.",
    "1000 * raw.w[4]",
  },
  solution = "1000 * raw.w[4]",
}
