-- The test set: every look at it makes the best result too good, so count the looks.
local step, task = lesson.step, lesson.task

step{
  title = "The best of twenty guesses",
  text = [[
    Twenty models predict 100 coin tosses. None of them knows anything: each prediction is a coin
    toss, too. So each model is right half of the time, give or take. We compute the accuracy of
    every model, and keep the best one.]],
  question = "About how accurate does the best of the twenty look?",
  choices = {"about 0.50", "about 0.60", "about 0.90"},
  answer = 2,
  why = {
    [1] = "That is the accuracy of one model on average. We keep the luckiest of twenty.",
    [3] = "Being right on 90 of 100 tosses by chance is practically impossible, even in 20 tries.",
  },
  because = [[
    The best accuracy is {best_guess%.2f}, although in the long run every model is right half of
    the time. Nothing was learned from the tosses: we looked at twenty results and chose the
    luckiest. The mean of all twenty, {mean_guess%.3f}, is not too high.]],
  try = "seed(2), then run the loop again. Which accuracy does the best one have now?",
}
seed(1)
tosses = vector.random(100):lt(0.5)
accuracies = vector.zeros(20)
for k = 1, 20 do
  local guess = vector.random(100):lt(0.5)
  local right = 0
  for i = 1, 100 do
    if guess[i] == tosses[i] then right = right + 1 end
  end
  accuracies[k] = right / 100                   -- the same as guess:eq(tosses):mean()
end
best_guess, mean_guess = accuracies:max(), accuracies:mean()
print(("mean of 20: %.3f, best of 20: %.2f"):format(mean_guess, best_guess))

step{
  title = "A sealed test set",
  text = [[
    Now real data: 569 tumors, described by radius and texture. seal = true seals the test set:
    the program counts how many times we look at it. We train six models of different degree and
    penalty on the training set, and score each of them on the test set.]],
  question = "We report the best of the six scores. What is wrong with it?",
  choices = {"nothing: no model was trained on the test set", "it is expected to be too high",
    "it is expected to be too low"},
  answer = 2,
  why = {
    [1] = "True, but the test set was used to choose one of the six models.",
    [3] = "The luckiest of several scores is more often above its true value than below.",
  },
  because = [[
    After {count%.0f} looks, the best score is expected to be {excess%.3f} too high, if all models
    are equally good. That is less than for guesses, because these models make almost the same
    mistakes. Each score has a standard error as well, since the test set has only {tumors}
    tumors.]],
}
cancer = data.load("breast_cancer")
X = cancer:matrix{"mean_radius", "mean_texture"}
y = cancer:labels("diagnosis", {positive = "malignant"})
X_train, X_test, y_train, y_test = data.split(X, y, {test = 0.3, stratify = true, seal = true})
function make(p)
  return model.logistic{normalize = "zscore", degree = p.degree, lambda = p.lambda}
end
for degree = 1, 3 do
  for _, lambda in ipairs{0.1, 10} do
    m = make{degree = degree, lambda = lambda}
    train(m, X_train, y_train, {method = "newton"})
    m:score(X_test, y_test)
  end
end
tumors, count, excess = #y_test, data.looks(X_test).count, data.looks(X_test).excess

step{
  title = "What else leaks",
  text = [[
    Weights are not all that is learned from data. normalize computes the mean and the standard
    deviation of each column. If we scale all rows and then split them, the training set contains
    something of the test set. So normalize refuses sealed rows, even as part of X.]],
  question = "How should the test set be scaled?",
  choices = {"with its own mean", "with the mean of all rows", "with the mean of the training set"},
  answer = 3,
  why = {
    [1] = "Then the features of a tumor would depend on the other tumors in its set.",
    [2] = "All rows include the test set. In use, the new tumors are not known yet.",
  },
  because = [[
    The scaler is fitted on the training set, and applied to the test set: scaler(X_test). A model
    with normalize = "zscore" does this by itself.]],
}
ok, message = pcall(normalize, X)
print(message:match("normalize.*"))
Z_train, scaler = normalize(X_train)
Z_test = scaler(X_test)
print(Z_train:mean("columns"), Z_test:mean("columns"))

step{
  title = "Choose on the training set",
  text = [[
    To choose among models without looking at the test set, cut the training set into five folds.
    Each fold in turn is predicted by a model that was trained on the other four. search does this
    for every setting, on the training set alone, and trains the best one on all of it.]],
  question = "How many models are trained for six settings and five folds, the last one included?",
  answer = 31, tolerance = 0,
  again = function(draw)
    local settings, folds = draw(4, 9), draw(3, 10)
    return {question = ("How many models does search train for %d settings and %d folds?")
      :format(settings, folds), answer = settings * folds + 1, tolerance = 0,
      why = {{settings * folds, "The best setting is trained once more, on all of the rows."}},
      because = ("%d * %d, and one more for the best setting."):format(settings, folds)}
  end,
  why = {
    {6, "Each setting is trained once for each fold."},
    {30, "And the best setting is trained once more, on the whole training set."},
    {11, "Each of the six settings is trained on each of the five folds."},
  },
  because = [[
    6 * 5 = 30 for the scores, and one more for the best setting. Its score in the table was chosen
    for being the best, so it is a little too high, too. But the choice has cost no look at the
    test set.]],
}
found = search(make, {degree = {1, 2, 3}, lambda = {0.1, 10}}, X_train, y_train)
print(found)

task{
  text = [[
    Choose once more, among more settings, without looking at the test set: let found be the
    result of search on the training set, with the degrees 1 and 2 and at least three values of
    lambda.]],
  check = function()
    local ok, settings = pcall(function() return found.settings end)
    if not ok or not settings then return false, "found is not a result of search" end
    local n = #settings
    return n >= 6 and settings[n].degree == 2,
      ("found has %d settings, the last of degree %g"):format(n, settings[n].degree)
  end,
  hints = {
    "The grid is a table of lists: {degree = {1, 2}, lambda = {...}}.",
    "found = search(make, {degree = {1, 2}, lambda = {0.1, 1, 10}}, X_train, y_train)",
  },
  solution = "found = search(make, {degree = {1, 2}, lambda = {0.1, 1, 10}}, X_train, y_train)",
}
