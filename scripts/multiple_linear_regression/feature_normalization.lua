-- Feature normalization: put all features on one scale to speed up gradient descent.
local step, task = lesson.step, lesson.task

step{
  title = "Features on different scales",
  text = [[
    Sizes range from 952 to 1947, bedrooms only from 2 to 3, but all weights share one learning
    rate.]],
  question = "Which feature will affect the predictions most?",
  choices = {"size", "bedrooms", "floors", "age"},
  answer = 1,
  why = {
    [2] = "Bedrooms go only from 2 to 3, so the slope for their weight is small.",
    [3] = "Floors are only 1 or 2, so the slope for their weight is small.",
    [4] = "Ages are larger numbers than bedrooms and floors, but not the largest here.",
  },
  because = [[
    Size changes the predictions by up to 252, age by 11, and the others by almost nothing. The
    fit is poor.]],
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
  text = "Would another alpha help? Here are ten iterations with each of 9.9e-7, 9e-7 and 1e-7.",
  question = [[
    The largest stable alpha for these houses is 9.6e-7. With 9.9e-7, what will the cost do?]],
  choices = {"it falls", "it grows", "it stays the same"},
  answer = 2,
  why = {
    [1] = "It falls below the limit, but 9.9e-7 is above it.",
    [3] = "It would at the limit itself, but 9.9e-7 is above it.",
  },
  because = [[
    Each step overshoots and lands higher on the other side. No stable alpha is large enough for
    the other weights.]],
  try = "diagnose(model.linear(), X_train, y_train). It reports this limit, and more.",
}
function descend(alpha, iterations)                  -- returns the costs and the weights of size
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
  local costs, sizes = descend(alpha, 11)            -- the start and ten steps
  print(("alpha %g: cost %.0f at start, %.0f after 10 steps"):format(alpha, costs[1], costs[11]))
  f[i]:line(vector.range(0, 10), costs, {marker = "o"}):ylim(0)
  f[i]:title(("alpha = %g"):format(alpha)):xlabel("iteration"):ylabel("cost")
  f[i + 3]:func(cost_of_size, -0.25, 0.75):xlabel("weight of size"):ylabel("cost")
  f[i + 3]:line(sizes, costs, {marker = "o", color = "red", linewidth = 1})
end
plot.show()

step{
  title = "Z-score normalization",
  text = [[
    Subtract the mean (mu) from each column, then divide by its standard deviation (sigma). This
    is also called standardizing.]],
  question = "What is the mean of every column afterward?",
  answer = 0,
  why = {{1, "1 is the standard deviation of every column."}},
  because = [[
    Every column now has mean 0 and standard deviation 1, whatever its unit was. The ranges are
    now between 2.1 and 2.4.]],
}
mu, sigma = X_train:mean"columns", X_train:std"columns"
by_hand = (X_train - mu) / sigma
X_norm, scaler = normalize(X_train, "zscore")        -- the scaler remembers mu and sigma
print("mu, sigma:     ", mu, sigma, "range before:", X_train:ptp"columns")
print("after, by hand:", by_hand:ptp"columns", "built in:", X_norm:ptp"columns")
print("library:       ", library.standardize(X_train):ptp"columns")
f = plot.figure{rows = 1, columns = 3, size = {1300, 400}}
for i, X in ipairs{X_train, X_train - mu, X_norm} do
  f[i]:scatter(X:column(1), X:column(4), {size = 11}):equal():xlabel("size"):ylabel("age")
  f[i]:title(({"Raw", "Centered: x - mu", "Normalized: (x - mu) / sigma"})[i])
end
plot.show()

step{
  title = "Gradient descent on normalized features",
  text = "Now alpha can be 0.1, which is 200,000 times as large. Again we run 1000 iterations.",
  question = "How far off will the predictions be?",
  choices = {"by less than one dollar", "by about 10 thousand dollars",
    "by about 70 thousand dollars"},
  answer = 1,
  why = {
    [2] = "There are five parameters for only three prices. How good a fit is possible?",
    [3] = "That was without normalization, when only the weight of size was learned.",
  },
  because = [[
    The model fits all prices. On normalized features the long valley becomes a bowl, and all
    weights are learned.]],
}
scaled = model.linear()
run = train(scaled, X_norm, y_train, {alpha = 0.1, iterations = 1000})
print("w:", scaled.w, ("b: %.6f"):format(scaled.b))
print("predictions:", scaled:predict(X_norm))
f = plot.figure{rows = 1, columns = 3, size = {1300, 400}}
for i, at in ipairs{raw, scaled} do                  -- vary two weights around their values
  local X, Z, w = ({X_train, X_norm})[i], matrix.zeros(61, 61), at.w:copy()
  local u, v = w[1] + vector.linspace(-60, 60, 61), w[2] + vector.linspace(-60, 60, 61)
  local function cost(w1) w[1] = w1 return model.linear{w = w, b = at.b}:cost(X, y_train) end
  for row = 1, 61 do w[2] = v[row] Z[row] = u:map(cost) end
  f[i]:contour(u, v, Z, {levels = Z:max() * (vector.range(1, 12) / 12) ^ 2}):equal()
  f[i]:title(({"Cost, raw", "Cost, normalized"})[i]):xlabel("weight of size")
  f[i]:ylabel("weight of bedrooms")
end
f[3]:cost(run_raw, run, {labels = {"raw", "normalized"}}):title("Cost during training")
plot.show()

step{
  title = "Predicting with normalized features",
  text = [[
    A new house has 1200 square feet, 3 bedrooms and 1 floor and is 40 years old. The model was
    trained on normalized features, so these must be normalized, too.]],
  question = "Whose mu and sigma do we use?",
  choices = {"those of the new house", "those of the training houses", "those of all four houses"},
  answer = 2,
  why = {
    [1] = "One house has no spread: its sigma is 0, and every house would become 0.",
    [3] = "Then each new house would change mu and sigma, but the weights would stay as they "
      .. "were.",
  },
  because = [[
    A model with normalize = "zscore" normalizes its inputs itself. But three houses cannot
    determine five parameters: 358 is only one of many possible predictions. Bedrooms and floors
    even became identical columns, so they share a weight.]],
  try = [[
    dot(house, scaled.w) + scaled.b. Without normalization the predicted price is 70 million
    dollars.]],
}
house = vector{1200, 3, 1, 40}
print("normalized:", scaler(house))
own = model.linear{normalize = "zscore"}
train(own, X_train, y_train, {alpha = 0.1, iterations = 1000})
print(("by hand: %.7f"):format(scaled:predict(scaler(house))))
print(("by the model: %.7f"):format(own:predict(house)))

task{
  text = "According to this model, how does the price change if the house is 10 years older?",
  value = own:predict{1200, 3, 1, 50} - own:predict(house),
  hints = {
    "own:predict{1200, 3, 1, 40} is the price now.",
    "Weights are per standard deviation. 10 years are 10 / sigma[4] standard deviations.",
    "own:predict{1200, 3, 1, 50} - own:predict(house)",
  },
  solution = "own:predict{1200, 3, 1, 50} - own:predict(house)",
}
