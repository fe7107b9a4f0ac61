-- Feature normalization: put all features on one scale to speed up gradient descent.
local step, task = lesson.step, lesson.task

-- The pictures; at the prompt, ??draw_prices shows the source.

function draw_prices()                               -- against each feature
  local f = plot.figure{columns = 4, size = {1300, 350}, title = "Price (1000 dollars)"}
  for j = 1, 4 do f[j]:scatter(X_train:column(j), y_train, {size = 11}):xlabel(X_train.names[j]) end
  plot.show()
end

local function cost_of_size(w)
  return model.linear{w = {w, 0, 0, 0}}:cost(X_train, y_train)
end

function draw_alpha(above, below, alpha, costs, sizes)
  above:line(vector.range(0, 10), costs, {marker = "o"}):ylim(0)
  above:title(("alpha = %g"):format(alpha)):xlabel("iteration"):ylabel("cost")
  below:func(cost_of_size, -0.25, 0.75):xlabel("weight of size"):ylabel("cost")
  below:line(sizes, costs, {marker = "o", color = "C3", linewidth = 1})
end

function draw_houses(axes, X, title)                 -- size and age, on equal scales
  axes:scatter(X:column(1), X:column(4), {size = 11}):equal()
  axes:title(title):xlabel("size"):ylabel("age")
end

function draw_contours(axes, m, X, title)            -- the first two weights vary
  local w, Z = m.w:copy(), matrix.zeros(61, 61)
  local first, second = w[1] + vector.linspace(-60, 60, 61), w[2] + vector.linspace(-60, 60, 61)
  for row = 1, 61 do
    for column = 1, 61 do
      w[1], w[2] = first[column], second[row]
      Z[row][column] = model.linear{w = w, b = m.b}:cost(X, y_train)
    end
  end
  axes:contour(first, second, Z, {levels = Z:max() * (vector.range(1, 12) / 12) ^ 2}):equal()
  axes:title(title):xlabel("weight of size"):ylabel("weight of bedrooms")
end

-- ------------------------------------------------------------------------------------

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
    Size changes the predictions by up to {effect[1]%.0f}, age by {effect[4]%.0f}, and the others
    by almost nothing. The fit is poor.]],
}
X_train = matrix{{952, 2, 1, 65}, {1244, 3, 2, 64}, {1947, 3, 2, 17}}
X_train.names = {"size", "bedrooms", "floors", "age"}
y_train = vector{271.5, 232, 509.8}                  -- price in 1000 dollars
raw = model.linear()
run_raw = train(raw, X_train, y_train, {alpha = 5e-7, iterations = 1000})
print("w:", raw.w, ("b: %.9f"):format(raw.b))
print("predictions:", raw:predict(X_train), "prices:", y_train)
effect = abs(raw.w) * X_train:ptp"columns"          -- ptp is the range, highest minus lowest
print("effect on the predictions:", round(effect))
limit = diagnose(raw, X_train, y_train).alpha
print(("largest stable alpha: %.2g"):format(limit))
draw_prices()

step{
  title = "Three learning rates",
  text = "Would another alpha help? Here are ten iterations with each of 9.9e-7, 9e-7 and 1e-7.",
  question = [[
    The largest stable alpha for these houses is {limit%.2g}. With 9.9e-7, what will the cost
    do?]],
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
f = plot.figure{rows = 2, columns = 3, size = {1300, 760}}
for i, alpha in ipairs{9.9e-7, 9e-7, 1e-7} do
  local costs, sizes = descend(alpha, 11)            -- the start and ten steps
  print(("alpha %g: cost %.0f at start, %.0f after 10 steps"):format(alpha, costs[1], costs[11]))
  draw_alpha(f[i], f[i + 3], alpha, costs, sizes)
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
    now between {narrow%.1f} and {wide%.1f}.]],
}
mu, sigma = X_train:mean"columns", X_train:std"columns"
by_hand = (X_train - mu) / sigma
X_norm, scaler = normalize(X_train, "zscore")        -- the scaler remembers mu and sigma
print("mu, sigma:     ", mu, sigma, "range before:", X_train:ptp"columns")
print("after, by hand:", by_hand:ptp"columns", "built in:", X_norm:ptp"columns")
print("library:       ", library.standardize(X_train):ptp"columns")
ranges = X_norm:ptp"columns"
narrow, wide = ranges:min(), ranges:max()
f = plot.figure{columns = 3, size = {1300, 400}}
draw_houses(f[1], X_train, "Raw")
draw_houses(f[2], X_train - mu, "Centered: x - mu")
draw_houses(f[3], X_norm, "Normalized: (x - mu) / sigma")
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
  try = [[
    Watch 20 steps on both bowls: n and p change the number of steps, and the slider alpha /
    limit changes both learning rates. Enter ends.

        explore.scaling(X_train, y_train)]],
}
scaled = model.linear()
run = train(scaled, X_norm, y_train, {alpha = 0.1, iterations = 1000})
print("w:", scaled.w, ("b: %.6f"):format(scaled.b))
print("predictions:", scaled:predict(X_norm))
f = plot.figure{columns = 3, size = {1300, 400}}
draw_contours(f[1], raw, X_train, "Cost, raw")
draw_contours(f[2], scaled, X_norm, "Cost, normalized")
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
    determine five parameters: {price%.0f} is only one of many possible predictions. Bedrooms
    and floors even became identical columns, so they share a weight.]],
  try = [[
    dot(house, scaled.w) + scaled.b, which forgets to normalize. How many millions is that, if
    prices are in thousands?]],
}
house = vector{1200, 3, 1, 40}
print("normalized:", scaler(house))
own = model.linear{normalize = "zscore"}
train(own, X_train, y_train, {alpha = 0.1, iterations = 1000})
price = scaled:predict(scaler(house))
print(("by hand: %.7f"):format(price))
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
