-- Gradient descent for logistic regression: six examples, then 569 real tumors.
local step, task = lesson.step, lesson.task

-- The picture; at the prompt, ??draw_runs shows the source.
function draw_runs()
  local f = plot.figure{rows = 1, columns = 3, size = {1500, 450}}
  f[1]:cost(run, run_tumors, {labels = {"six examples", "569 tumors"}, log = true}):title("Cost")
  f[2]:boundary(m, X_train, y_train, {names = {"x_0", "x_1"}, classes = {"no", "yes"}})
    :title("Six examples")
  f[3]:boundary(flat, two, y, {classes = {"benign", "malignant"}})
    :title("569 tumors, two measurements")
  plot.show()
end

step{
  title = "The gradient of the logistic cost",
  text = [[
    The log loss looks complicated, but its gradient is simple. For each example, multiply the
    error f - y by the feature:

        dj_dw[j] = mean of (f - y) x[j]        dj_db = mean of (f - y)

    This is the same formula as for linear regression, with f = sigmoid(w·x + b). Here w = [2, 3]
    and b = 1, so the model predicts class 1 for every example.]],
  question = "Three of the six labels are 0. Which sign do the slopes have?",
  choices = {"negative", "positive"},
  answer = 2,
  why = {
    [1] = "The predictions are too high, not too low: for y = 0 the error f - y is near 1.",
  },
  because = "For y = 0 the error is near 1; for y = 1 it is near 0. Both w and b must decrease.",
  try = [[
    explore.gradients(model.logistic{w = {2, 3}, b = 1}, X_train, y_train, {params = {"w1", "w2"}}).
    The arrows point downhill. Move along them with the arrow keys: what happens to the slope at
    the lowest place? Enter ends it.]],
}
X_train = matrix{{0.5, 1.5}, {1, 1}, {1.5, 0.5}, {3, 0.5}, {2, 2}, {1, 2.5}}
y_train = vector{0, 0, 0, 1, 1, 1}
function compute_gradient(X, y, w, b)
  local m, n = X:size()
  local dj_dw, dj_db = vector.zeros(n), 0
  for i = 1, m do
    local err = sigmoid(dot(X[i], w) + b) - y[i]
    for j = 1, n do dj_dw[j] = dj_dw[j] + err * X[i][j] / m end
    dj_db = dj_db + err / m
  end
  return dj_dw, dj_db
end
dj_dw, dj_db = compute_gradient(X_train, y_train, vector{2, 3}, 1)
print("loop:    ", dj_dw, dj_db)
dw, db = model.logistic{w = {2, 3}, b = 1}:gradient(X_train, y_train)
print("built in:", dw, db)
lesson.expect(dj_dw, {0.498333393278696, 0.49883942983996693}, 1e-14, "dj_dw")
lesson.expect({dw, db, dj_db}, {dj_dw, dj_db, 0.49861806546328574}, 1e-14)

step{
  title = "Gradient descent",
  text = [[
    With vectors the slopes are dot(X:t(), err) / m and err:mean(). The rest is as before:
    compute both slopes, then update both parameters, and repeat.]],
  question = "The cost starts at 0.693. Which number will it end near?",
  choices = {"0.02", "0.3", "0.5"},
  answer = 1,
  why = {
    [2] = "That means a probability of about 0.74 for the true class. Training can do better here.",
    [3] = "That means a probability of about 0.61 for the true class. Training can do better here.",
  },
  because = [[
    It ends at {run.final_cost%.3f}. The two classes are linearly separable, so the model can
    become very confident.]],
  try = [[
    train(m, X_train, y_train, {alpha = 0.1, iterations = 10000}). Training continues from the
    current w and b.]],
}
alpha, iterations, w, b = 0.1, 10000, vector.zeros(2), 0
for _ = 1, iterations do
  local err = sigmoid(dot(X_train, w) + b) - y_train
  dj_dw, dj_db = dot(X_train:t(), err) / #err, err:mean()
  w, b = w - alpha * dj_dw, b - alpha * dj_db
end
m = model.logistic()
run = train(m, X_train, y_train, {alpha = alpha, iterations = iterations, report = 5})
print("by hand: ", w, b)
print("built in:", m.w, m.b, ("cost %.8f"):format(run.final_cost))
lesson.expect({m.w, m.b}, {{5.281230291780549, 5.078156075159834}, -14.222409982019839}, 1e-9)
lesson.expect({w, b}, {m.w, m.b}, 1e-9, "by hand")
lesson.expect(run.final_cost, 0.017117768890292925, 1e-10, "the cost")

step{
  title = "How long should we train?",
  text = [[
    Six tumors have sizes from 0 to 5 cm, and the three largest are malignant. We train for 1000
    to 1,000,000 iterations.]],
  question = "What will w do as we train longer?",
  choices = {"it converges", "it keeps growing"},
  answer = 2,
  why = {
    [1] = "It does in linear regression. But here a steeper curve always has a slightly lower "
      .. "cost.",
  },
  because = [[
    Each tenfold increase in iterations adds more than 3 to w: it ends at {last_w%.1f}. Doubling w
    and b always lowers the cost, so there is no finite best w; a printed value only shows where
    training stopped. The decision boundary, -b / w, does converge, to 2.5.]],
  try = [[
    explore.descent(model.logistic(), x_size, y_train). n takes a step. The contours form a valley
    that never closes: w can grow forever. Enter ends it.]],
}
x_size = vector{0, 1, 2, 3, 4, 5}
for k = 3, 6 do
  local one = model.logistic()
  local long_run = train(one, x_size, y_train, {alpha = 0.1, iterations = 10 ^ k})
  print(("%8d iterations: w %7.4f  b %8.4f  cost %.6f  boundary %.4f")
    :format(10 ^ k, one.w[1], one.b, long_run.final_cost, -one.b / one.w[1]))
  last_w = one.w[1]
end
lesson.expect(last_w, 14.118725589, 1e-8, "w after a million steps")
print("diagnose: " .. diagnose(model.logistic(), x_size, y_train).findings[2])

step{
  title = "569 real tumors",
  text = [[
    Each tumor has thirty measurements and a diagnosis. One fifth is set aside as the test set.
    Some columns go up to 4254, others only to 0.03; normalize = "zscore" puts all of them on one
    scale. lambda = 1 keeps the weights from growing without limit. The library LIBLINEAR solves
    the same problem.]],
  question = [[
    Of 100 tumors it has never seen, about how many will the model classify correctly?]],
  choices = {"63", "80", "97"},
  answer = 3,
  why = {
    [1] = "So many are benign. A model that always predicts benign would be as good.",
    [2] = "Radius and texture alone do better than that, and this model has thirty measurements.",
  },
  because = [[
    It gets {test_accuracy%.1f}% right; always predicting benign would be right for {baseline%.0f}%.
    But which mistakes does the model make? See
    evaluating_a_model.]],
}
cancer = data.load("breast_cancer")
X, y = cancer:matrix(), cancer:labels("diagnosis", {positive = "malignant"})
X_some, X_test, y_some, y_test = data.split(X, y, {test = 0.2, seed = 1, stratify = true})
tumors = model.logistic{normalize = "zscore", lambda = 1}
run_tumors = train(tumors, X_some, y_some, {alpha = 0.5, iterations = 2000})
print("accuracy, training:", tumors:score(X_some, y_some), "test:", tumors:score(X_test, y_test))
test_accuracy, baseline = 100 * tumors:score(X_test, y_test), 100 * y_test:eq(0):mean()
lesson.expect(tumors:score(X_test, y_test), 111 / 114, 1e-12, "the test accuracy")
train(tumors, X_some, y_some, {method = "newton"}) -- train until it converges
theirs = library.logistic(library.standardize(X_some), y_some, {C = 1, intercept_scaling = 1e6})
print(("largest of 30 weights: ours %.6f, theirs %.6f"):format(tumors.w:max(), theirs.w:max()))
lesson.expect(tumors.w, theirs.w, 1e-6, "the weights")
two = cancer:matrix{"mean_radius", "mean_texture"}
flat = model.logistic{normalize = "zscore"}
train(flat, two, y, {alpha = 1, iterations = 2000})

draw_runs()

task{
  text = "How many tumors in the test set does tumors:predict(X_test) classify incorrectly?",
  value = 3,
  tolerance = 0.01,
  hints = {"y_test:ne(...) is 1 where two vectors differ.", "The sum counts the ones."},
  solution = "y_test:ne(tumors:predict(X_test)):sum()",
}
