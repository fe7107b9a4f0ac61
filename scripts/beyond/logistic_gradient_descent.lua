-- Gradient descent for yes and no: six tumours, then 569 real ones.
local step, task = lesson.step, lesson.task

step{
  title = "The slopes of the cost",
  text = [[
    The log loss looks complicated, its slopes are not. For every example take the error f - y, and
    multiply it by the feature:

        dj_dw[j] = mean of (f - y) x[j]        dj_db = mean of (f - y)

    That is the straight line's formula, with f = sigmoid(w·x + b). Here w = [2, 3] and b = 1: it
    says yes to everything.]],
  question = "Three of the six should be no. Are the slopes positive or negative?",
  answer = "positive",
  because = "Each no has an error near 1, each yes nearly none. Both w and b must go down.",
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
  title = "Ten thousand steps",
  text = [[
    With vectors the slopes are dot(X:t(), err) / m and err:mean(). The rest you know: both slopes
    first, then both steps, again and again.]],
  question = "The cost begins at 0.693. Will it end near 0.5, 0.3 or 0.02?",
  answer = 0.02,
  tolerance = 0.004,
  because = "The six can be parted without a fault: the model may become very sure of itself.",
  try = "train(m, X_train, y_train, {alpha = 0.1, iterations = 10000}): it goes on where it was.",
}
alpha, iterations, w, b = 0.1, 10000, vector.zeros(2), 0
for _ = 1, iterations do
  local err = sigmoid(dot(X_train, w) + b) - y_train
  w, b = w - alpha * dot(X_train:t(), err) / #err, b - alpha * err:mean()
end
m = model.logistic()
run = train(m, X_train, y_train, {alpha = alpha, iterations = iterations, report = 5})
print("by hand: ", w, b)
print("built in:", m.w, m.b, ("cost %.8f"):format(run.final_cost))
lesson.expect({m.w, m.b}, {{5.281230291780549, 5.078156075159834}, -14.222409982019839}, 1e-9)
lesson.expect({w, b}, {m.w, m.b}, 1e-9, "by hand")
lesson.expect(run.final_cost, 0.017117768890292925, 1e-10, "the cost")

step{
  title = "How long to train?",
  text = "Six tumours of 0 to 5 cm, the larger three malignant: from 1000 steps to a million.",
  question = "Will w settle, or grow?",
  answer = {"grow", "not settle"},
  because = [[
    Ten times the patience adds about 4.5 to w. Twice the w and b always cost less, so there is no
    finite best w; a text that prints one just stopped there. The boundary, -b / w, goes to 2.5.]],
}
x_size = vector{0, 1, 2, 3, 4, 5}
for k = 3, 6 do
  local one = model.logistic()
  local longer = train(one, x_size, y_train, {alpha = 0.1, iterations = 10 ^ k})
  print(("%8d steps: w %7.4f  b %8.4f  cost %.6f  boundary %.4f")
    :format(10 ^ k, one.w[1], one.b, longer.final_cost, -one.b / one.w[1]))
  if k == 6 then lesson.expect(one.w[1], 14.118725589, 1e-8, "w after a million steps") end
end
print("diagnose: " .. diagnose(model.logistic(), x_size, y_train).findings[2])

step{
  title = "569 real tumours",
  text = [[
    Thirty measurements each, and what doctors found. A fifth is kept for the test. Areas go up to
    4254, other columns to 0.03: normalize = "zscore" brings all to one scale. lambda = 1 keeps the
    weights from growing for ever. LIBLINEAR, a trusted library, does the same.]],
  question = "How many of 100 tumours it has never seen will it judge right: 63, 80 or 97?",
  answer = 97,
  tolerance = 0.03,
  because = "To say benign to all is right for 63. But which mistakes? See evaluating_a_model.",
}
cancer = data.load("breast_cancer")
X, y = cancer:matrix(), cancer:labels("diagnosis", {positive = "malignant"})
X_some, X_test, y_some, y_test = data.split(X, y, {test = 0.2, seed = 1, stratify = true})
tumours = model.logistic{normalize = "zscore", lambda = 1}
run_tumours = train(tumours, X_some, y_some, {alpha = 0.5, iterations = 2000})
print("right in training:", tumours:score(X_some, y_some), "test:", tumours:score(X_test, y_test))
lesson.expect(tumours:score(X_test, y_test), 111 / 114, 1e-12, "the test's accuracy")
train(tumours, X_some, y_some, {method = "newton"}) -- the same way, to its very end
theirs = library.logistic(library.standardize(X_some), y_some, {C = 1, intercept_scaling = 1e6})
print(("largest of 30 weights: ours %.6f, theirs %.6f"):format(tumours.w:max(), theirs.w:max()))
lesson.expect(tumours.w, theirs.w, 1e-6, "the weights")
two = cancer:matrix{"mean_radius", "mean_texture"}
flat = model.logistic{normalize = "zscore"}
train(flat, two, y, {alpha = 1, iterations = 2000})

f = plot.figure{rows = 1, columns = 3, size = {1500, 450}}
f[1]:cost(run, run_tumours, {labels = {"six examples", "569 tumours"}, log = true}):title("Cost")
f[2]:boundary(m, X_train, y_train, {names = {"x_0", "x_1"}, classes = {"no", "yes"}})
  :title("Six examples")
f[3]:boundary(flat, two, y, {classes = {"benign", "malignant"}})
  :title("569 tumours by two measurements")
plot.show()

task{
  text = "How many of the test's tumours does tumours:predict(X_test) get wrong?",
  value = 3,
  tolerance = 0.01,
  hints = {"y_test:ne(...) is 1 where two vectors differ.", "A sum counts the ones."},
  solution = "y_test:ne(tumours:predict(X_test)):sum()",
}
