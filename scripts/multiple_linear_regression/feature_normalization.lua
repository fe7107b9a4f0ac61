-- Feature normalization: bring all features to one scale, and descent becomes fast.
local step, task = lesson.step, lesson.task

step{
  title = "Features of very different size",
  text = "Sizes go from 952 to 1947, bedrooms from 2 to 3. One alpha must serve all weights.",
  question = "Which feature will do nearly all the work: size, bedrooms, floors or age?",
  answer = "size",
  because = "It moves the price by up to 252, age by 11, the others by nothing. The fit is poor.",
}
X_train = matrix{{952, 2, 1, 65}, {1244, 3, 2, 64}, {1947, 3, 2, 17}}
X_train.names = {"size", "bedrooms", "floors", "age"}
y_train = vector{271.5, 232, 509.8}                  -- price in 1000 dollars
raw = model.linear()
run_raw = train(raw, X_train, y_train, {alpha = 5e-7, iterations = 1000})
print("w:", raw.w, ("b: %.9f"):format(raw.b))
print("predictions:", raw:predict(X_train), "prices:", y_train)
f = plot.figure{rows = 1, columns = 4, size = {1300, 350}, title = "Price (1000 dollars)"}
for j = 1, 4 do f[j]:scatter(X_train:column(j), y_train, {size = 11}):xlabel(X_train.names[j]) end
plot.show()

step{
  title = "Three learning rates",
  text = "Could a better alpha help? Here are ten steps with 9.9e-7, with 9e-7 and with 1e-7.",
  question = "The limit for these houses is 9.6e-7. Will the cost fall or grow with 9.9e-7?",
  answer = {"grow", "rise", "explode"},
  because = "Each step lands higher on the other side. No alpha gets the small features moving.",
  try = "diagnose(model.linear(), X_train, y_train): it knows the limit, and more.",
}
function descend(alpha, iterations)                  -- gives costs and weights of size
  local w, b, m, costs, sizes = vector.zeros(4), 0, #y_train, {}, {}
  for i = 1, iterations do
    local errors = X_train:dot(w) + b - y_train
    costs[i], sizes[i] = dot(errors, errors) / (2 * m), w[1]
    w, b = w - alpha * X_train:t():dot(errors) / m, b - alpha * errors:mean()
  end
  return costs, sizes
end
function cost_of_size(v) return model.linear{w = {v, 0, 0, 0}}:cost(X_train, y_train) end
f = plot.figure{rows = 2, columns = 3, size = {1300, 760}}
for i, alpha in ipairs{9.9e-7, 9e-7, 1e-7} do
  local costs, sizes = descend(alpha, 11)            -- 11: the start and ten steps
  print(("alpha %g: cost %.0f at first, %.0f after 10 steps"):format(alpha, costs[1], costs[11]))
  f[i]:line(vector.range(0, 10), costs, {marker = "o"}):ylim(0)
  f[i]:title(("alpha = %g"):format(alpha)):xlabel("iteration"):ylabel("cost")
  f[i + 3]:func(cost_of_size, -0.25, 0.75):xlabel("weight of size"):ylabel("cost")
  f[i + 3]:line(sizes, costs, {marker = "o", color = "red", linewidth = 1})
end
plot.show()

step{
  title = "The z-score",
  text = "Take the mean (mu) from each column, then divide by its standard deviation (sigma).",
  question = "Afterwards, what is the mean of every column?",
  answer = "0",
  because = "Mean 0 and deviation 1, whatever the unit was. The columns now span 2.1 to 2.4.",
}
mu, sigma = X_train:mean"columns", X_train:std"columns"
by_hand = (X_train - mu) / sigma
X_norm, scaler = normalize(X_train, "zscore")        -- the scaler remembers mu and sigma
print("mu, sigma:     ", mu, sigma, "span before:", X_train:ptp"columns")
print("after, by hand:", by_hand:ptp"columns", "built in:", X_norm:ptp"columns")
print("by the library:", library.standardize(X_train):ptp"columns")
f = plot.figure{rows = 1, columns = 3, size = {1300, 400}}
for i, X in ipairs{X_train, X_train - mu, X_norm} do
  f[i]:scatter(X:column(1), X:column(4), {size = 11}):equal():xlabel("size"):ylabel("age")
  f[i]:title(({"Before", "During: x - mu", "After: (x - mu) / sigma"})[i])
end
plot.show()

step{
  title = "Descent on one scale",
  text = "Now alpha can be 0.1, two hundred thousand times as large. Again 1000 iterations.",
  question = "How far off will the predictions be, in thousands of dollars?",
  answer = "0",
  because = "All prices are met: on one scale the valley is a bowl, and every weight learns.",
}
scaled = model.linear()
run = train(scaled, X_norm, y_train, {alpha = 0.1, iterations = 1000})
print("w:", scaled.w, ("b: %.6f"):format(scaled.b))
print("predictions:", scaled:predict(X_norm))
f = plot.figure{rows = 1, columns = 3, size = {1300, 400}}
for i, at in ipairs{raw, scaled} do                  -- two weights vary around their place
  local X, Z, w = ({X_train, X_norm})[i], matrix.zeros(61, 61), at.w:copy()
  local u, v = w[1] + vector.linspace(-60, 60, 61), w[2] + vector.linspace(-60, 60, 61)
  local function cost(w1) w[1] = w1 return model.linear{w = w, b = at.b}:cost(X, y_train) end
  for row = 1, 61 do w[2] = v[row] Z[row] = u:map(cost) end
  f[i]:contour(u, v, Z, {levels = Z:max() * (vector.range(1, 12) / 12) ^ 2}):equal()
  f[i]:title(({"Cost, raw", "Cost, scaled"})[i]):xlabel("weight of size"):ylabel("of bedrooms")
end
f[3]:cost(run_raw, run, {labels = {"raw", "scaled"}}):title("Cost while learning")
plot.show()

step{
  title = "A new house",
  text = "1200 square feet, 3 bedrooms, 1 floor, 40 years old: the model knows only sigmas.",
  question = "Must the house be scaled by the mu and sigma of the training houses, or by its own?",
  answer = {"training", "the training houses"},
  because = [[
A model with normalize = "zscore" does it by itself. But three houses cannot fix five numbers: 358
is one of many that fit. Bedrooms and floors even became the same column, so they share a weight.]],
  try = "dot(house, scaled.w) + scaled.b: the house not scaled at all, for 70 million dollars.",
}
house = vector{1200, 3, 1, 40}
print("in sigmas:", scaler(house))
own = model.linear{normalize = "zscore"}
train(own, X_train, y_train, {alpha = 0.1, iterations = 1000})
print(("by hand: %.7f"):format(scaled:predict(scaler(house))))
print(("by the model itself: %.7f"):format(own:predict(house)))

task{
  text = "How much more or less would the house cost, by this model, if it were 10 years older?",
  value = own:predict{1200, 3, 1, 50} - own:predict(house),
  hints = {
    "own:predict{1200, 3, 1, 40} is the price now.",
    "A weight counts per sigma: 10 years are 10 / sigma[4] sigmas.",
    "own:predict{1200, 3, 1, 50} - own:predict(house)",
  },
  solution = "own:predict{1200, 3, 1, 50} - own:predict(house)",
}
