-- Evaluating a model: how good is it, and which mistakes does it make?
local step, task = lesson.step, lesson.task

-- The pictures; at the prompt, ??draw_roc shows the source.

function draw_roc(axes)
  local alarmed, found = metrics.roc(y_test, p_test)
  axes:line(alarmed, found, {label = "model"})
  axes:line({0, 1}, {0, 1}, {linestyle = "--", label = "random"})
  for _, t in ipairs{0.2, 0.5, 0.9} do
    local said = p_test:ge(t)
    axes:annotate(dot(said, 1 - y_test) / #healthy, dot(said, y_test) / #sick, ("%g"):format(t))
  end
  axes:title("ROC curve and three thresholds"):xlabel("share of false alarms"):ylabel("recall")
end

function draw_model()
  local f = plot.figure{rows = 1, columns = 2, size = {1200, 480}}
  f[1]:boundary(m, X_test, y_test, {classes = names}):title("Decision boundary, threshold 0.2")
  draw_roc(f[2])
  plot.show()
end

-- ------------------------------------------------------------------------------------

step{
  title = "Training set and test set",
  text = [[
    The data are 569 real tumors, 212 of them malignant. We use only two measurements, radius and
    texture, so that the model makes some mistakes to study. It is trained on 398 tumors; the
    other 171, the test set, are for evaluation. We begin with a baseline that always predicts
    benign.]],
  question = "Of 100 predictions of this baseline, how many are correct?",
  answer = 63, tolerance = 0.05,
  why = {
    {37, "That is the share of malignant tumors, which it gets wrong."},
    {50, "That would be so with as many malignant as benign tumors."},
    {0.63, "That is the share of correct predictions. How many of 100 is that?"},
  },
  because = [[
    {benign} of the {tumors} tumors in the test set are benign, or {baseline%.1f}%. Compare an
    accuracy with that of the baseline, not with 0.]],
}
cancer = data.load("breast_cancer")
X = cancer:matrix{"mean_radius", "mean_texture"}
y, names = cancer:labels("diagnosis", {positive = "malignant"}) -- 1: malignant
X_train, X_test, y_train, y_test = data.split(X, y, {test = 0.3, seed = 1, stratify = true})
tumors, benign = #y_test, y_test:eq(0):sum()
baseline = 100 * metrics.accuracy(y_test, vector.zeros(tumors))
print(("baseline: accuracy %.3f"):format(baseline / 100))

step{
  title = "Precision and recall",
  text = [[
    There are two kinds of mistakes. A false positive alarms a healthy patient; a false negative
    misses a malignant tumor. The confusion matrix counts both. Recall is the share of malignant
    tumors that were found. Precision is the share of positive predictions that were correct. We
    count with a loop, with vectors, and with metrics.]],
  question = "Which lowers accuracy more?",
  choices = {"a false positive", "both equally", "a false negative"},
  answer = 2,
  why = {
    [1] = "A false alarm can lead to needless treatment. But what does accuracy count?",
    [3] = "For the patient a miss is worse. But what does accuracy count?",
  },
  because = [[
    Accuracy treats them alike, but for a patient they are very different. So look at recall
    ({hits} of {malignant} malignant tumors were found) and precision ({hits} of {positive}
    positive predictions were correct). The library, given normalized features, makes exactly the
    same predictions.]],
}
m = model.logistic{normalize = "zscore", lambda = 1, names = X.names}
train(m, X_train, y_train, {method = "newton"})
guess = m:predict(X_test)
hits, alarms, misses = 0, 0, 0
for i = 1, #y_test do
  if guess[i] == 1 and y_test[i] == 1 then hits = hits + 1 end
  if guess[i] == 1 and y_test[i] == 0 then alarms = alarms + 1 end
  if guess[i] == 0 and y_test[i] == 1 then misses = misses + 1 end
end
print("hits, false alarms, misses, loop:   ", hits, alarms, misses)
print("hits, false alarms, misses, vectors:", dot(guess, y_test), dot(guess, 1 - y_test),
  dot(1 - guess, y_test))
print(metrics.confusion(y_test, guess, {names = names}))
malignant, positive = hits + misses, hits + alarms
recall, precision = hits / malignant, hits / positive
accuracy = metrics.accuracy(y_test, guess)
print(("by hand:    recall %.3f, precision %.3f"):format(recall, precision))
print(("by metrics: recall %.3f, precision %.3f, accuracy %.3f"):format(
  metrics.recall(y_test, guess), metrics.precision(y_test, guess), accuracy))
Z_train, scaler = normalize(X_train) -- mu and sigma of the training set
liblinear = library.logistic(Z_train, y_train, {C = 1, intercept_scaling = 1e6})
print("predictions that differ from the library's:",
  guess:ne(liblinear:predict(scaler(X_test))):sum())

step{
  title = "The threshold",
  text = [[
    The model predicts a probability. Predicting malignant when it is at least 0.5 is only
    a convention. In an initial screening, a false alarm is better than a miss. Do not
    choose the threshold on the test set, or the test result will be too optimistic. The table is
    for the training set.]],
  question = "We lower the threshold from 0.5 to 0.2. What does recall do?",
  choices = {"it rises", "it falls", "it stays the same"},
  answer = 1,
  why = {
    [2] = "Precision is likely to fall. Recall is the share of malignant tumors that are found.",
    [3] = "Some probabilities are between 0.2 and 0.5. How are these tumors classified now?",
  },
  because = [[
    With a lower threshold more tumors are predicted malignant: more malignant ones are found,
    but there are more false alarms, too. No threshold here avoids all mistakes; it only trades
    one kind for the other.]],
}
p_train, p_test = m:probability(X_train), m:probability(X_test)
print("threshold   recall  precision  accuracy")
for _, threshold in ipairs{0.1, 0.2, 0.3, 0.5, 0.7, 0.9} do
  local said = p_train:ge(threshold)
  print(("%9.1f %8.3f %10.3f %9.3f"):format(threshold, metrics.recall(y_train, said),
    metrics.precision(y_train, said), metrics.accuracy(y_train, said)))
end
m.threshold = 0.2
print("test set, threshold 0.2:")
print(metrics.confusion(y_test, m:predict(X_test), {names = names}))

step{
  title = "The ROC curve",
  text = [[
    Let the threshold go from 1 down to 0, and plot recall against the share of benign tumors
    that raise a false alarm. This is the ROC curve. The area under it, AUC, has a simple
    meaning: for a random malignant and a random benign tumor, it is the probability that the
    malignant one has the higher score. We check this with all pairs.]],
  question = "What is the AUC of a model that guesses at random?",
  answer = 0.5,
  why = {
    {0, "0 means that every benign tumor ranks above every malignant one."},
    {1, "1 means that every malignant tumor ranks above every benign one."},
  },
  because = [[
    A random model ranks half of the pairs correctly: the dashed line. Our model's AUC is
    {auc%.2f}.]],
  try = [[
    explore.threshold(m, X_train, y_train). Move the threshold with the arrow keys, and watch the
    point on the ROC curve and the four numbers of the confusion matrix. Which threshold would you
    choose for a screening? Enter ends it.]],
}
sick, healthy, wins = p_test:where(y_test), p_test:where(1 - y_test), 0
for _, p in sick:each() do wins = wins + healthy:lt(p):sum() end
auc = metrics.auc(y_test, p_test)
print(("pairs in the right order: %.4f"):format(wins / (#sick * #healthy)))
print(("metrics.auc:              %.4f"):format(auc))

draw_model()

step{
  title = "Cross-validation",
  text = [[
    Another seed gives another test set. We try ten seeds. Then we use 5-fold cross-validation:
    every tumor is in the test set exactly once, and the mean of the five accuracies is more
    reliable than a single one.]],
  question = [[
    The accuracy on our test set was {accuracy%.3f}. What is the lowest of the ten,
    approximately?]],
  answer = 0.85, tolerance = 0.03,
  why = {
    {0.9, "You expect about the same. But with so few tumors, chance plays a large part."},
    {0.63, "That is the baseline. Each of the ten models does learn something."},
  },
  because = [[
    They range from {lowest%.3f} to {highest%.3f}: with {tumors} tumors, a difference of a few
    points is due to chance, so a difference between 0.91 and 0.90 means nothing. Report the mean
    and the standard deviation.]],
}
function accuracy_of(X_part, X_rest, y_part, y_rest)
  local own = model.logistic{normalize = "zscore", lambda = 1}
  train(own, X_part, y_part, {method = "newton"})
  return own:score(X_rest, y_rest)
end
scores = vector.range(1, 10):map(function(s)
  return accuracy_of(data.split(X, y, {test = 0.3, seed = s, stratify = true}))
end)
folds = vector{}
for a, b, c, d in data.folds(X, y, 5, {stratify = true}) do
  folds = folds:concat{accuracy_of(a, b, c, d)}
end
lowest, highest = scores:min(), scores:max()
print(("ten splits: from %.3f to %.3f"):format(lowest, highest))
print(("five folds: mean %.3f, standard deviation %.3f"):format(folds:mean(), folds:std()))

task{
  text = [[
    Set m.threshold so that on the training set recall is at least 0.9 and precision at least
    0.75.]],
  check = function()
    local said = m:predict(X_train)
    local r, p = metrics.recall(y_train, said), metrics.precision(y_train, said)
    return r >= 0.9 and p >= 0.75, ("recall is %.3f, precision %.3f"):format(r, p)
  end,
  hints = {
    "In the table, 0.2 has enough recall and 0.3 has enough precision.",
    "m.threshold = 0.25",
  },
  solution = "m.threshold = 0.25",
}
