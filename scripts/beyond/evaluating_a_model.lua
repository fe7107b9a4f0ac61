-- Evaluating a model: how good is it really, and which mistakes does it make?
local step, task = lesson.step, lesson.task

step{
  title = "Judge by what it has not seen",
  text = [[
    569 real tumours, 212 of them malignant. The model sees two measurements only, radius and
    texture, so that it makes mistakes worth looking at. It learns from 398 tumours; the other 171,
    the test set, are for judging. But first comes a lazy doctor, who always says "benign".]],
  question = "How many of 100 answers of the lazy doctor are right?",
  answer = 63, tolerance = 0.05,
  because = "107 of 171 are benign: 62.6 %. Compare every accuracy with that, not with 0.",
}
cancer = data.load("breast_cancer")
X = cancer:matrix{"mean_radius", "mean_texture"}
y, names = cancer:labels("diagnosis", {positive = "malignant"}) -- 1 malignant, 0 benign
X_train, X_test, y_train, y_test = data.split(X, y, {test = 0.3, seed = 1, stratify = true})
print(("always benign: accuracy %.3f"):format(metrics.accuracy(y_test, vector.zeros(#y_test))))

step{
  title = "Two kinds of mistakes",
  text = [[
    A false alarm frightens a healthy person, a miss sends a sick one home. The confusion table
    counts them. Recall: of the malignant, how many were found? Precision: of the alarms, how many
    were true? We count with a loop, then with vectors, then with metrics.]],
  question = "Which mistake does accuracy count as the worse one: alarm, miss, or both the same?",
  answer = {"same", "both", "neither", "none"},
  because = [[
    It cannot tell them apart, people can. So look at recall (56 of 64 were found) and precision (56
    of 63 alarms were true). The library, given scaled columns, makes the very same mistakes.]],
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
print("hits, false alarms, misses by loop:   ", hits, alarms, misses)
print("hits, false alarms, misses by vectors:", dot(guess, y_test), dot(guess, 1 - y_test),
  dot(1 - guess, y_test))
print(metrics.confusion(y_test, guess, {names = names}))
recall, precision = hits / (hits + misses), hits / (hits + alarms)
print(("by hand:    recall %.3f, precision %.3f"):format(recall, precision))
print(("by metrics: recall %.3f, precision %.3f, accuracy %.3f"):format(
  metrics.recall(y_test, guess), metrics.precision(y_test, guess), metrics.accuracy(y_test, guess)))
Z_train, scaler = normalize(X_train)                            -- by the training set alone
liblinear = library.logistic(Z_train, y_train, {C = 1, intercept_scaling = 1e6})
print("the library's answers differ at", guess:ne(liblinear:predict(scaler(X_test))):sum())

step{
  title = "The threshold",
  text = [[
    The model gives a probability. "Malignant from 0.5 on" is a habit, no law: for a first look,
    rather an alarm than a miss. The threshold must not be chosen by the test set either, or the
    test flatters: the table is of the training set.]],
  question = "The threshold goes down from 0.5 to 0.2. Does recall rise or fall?",
  answer = {"rise", "go up"},
  because = [[
    More tumours pass a lower bar: more of the sick are found, more of the healthy alarmed. There is
    no threshold without mistakes, only a price for each kind.]],
}
p_train, p_test = m:probability(X_train), m:probability(X_test)
print("threshold   recall  precision  accuracy")
for _, threshold in ipairs{0.1, 0.2, 0.3, 0.5, 0.7, 0.9} do
  local said = p_train:ge(threshold)
  print(("%9.1f %8.3f %10.3f %9.3f"):format(threshold, metrics.recall(y_train, said),
    metrics.precision(y_train, said), metrics.accuracy(y_train, said)))
end
m.threshold = 0.2
print("on the test set, with 0.2:")
print(metrics.confusion(y_test, m:predict(X_test), {names = names}))

step{
  title = "All thresholds at once",
  text = [[
    Let the threshold walk from 1 down to 0, and draw the share of the sick found over the share of
    the healthy alarmed: the ROC curve. The area under it, AUC, has a plain meaning: of a malignant
    and a benign tumour, how often has the malignant one the higher probability? Try all pairs.]],
  question = "What is the area for a model that only tosses coins?",
  answer = 0.5,
  because = "A coin puts the right one first half of the time: the dashed line. Ours gets 0.95.",
}
sick, healthy, wins = p_test:where(y_test), p_test:where(1 - y_test), 0
for _, p in sick:each() do wins = wins + healthy:lt(p):sum() end
print(("pairs in the right order: %.4f"):format(wins / (#sick * #healthy)))
print(("metrics.auc:              %.4f"):format(metrics.auc(y_test, p_test)))
alarmed, found = metrics.roc(y_test, p_test)
f = plot.figure{rows = 1, columns = 2, size = {1200, 480}}
f[1]:boundary(m, X_test, y_test, {classes = names}):title("From 0.2 on: malignant")
f[2]:line(alarmed, found, {label = "the model"})
f[2]:line({0, 1}, {0, 1}, {linestyle = "--", label = "a coin"})
for _, t in ipairs{0.2, 0.5, 0.9} do
  local said = p_test:ge(t)
  f[2]:annotate(dot(said, 1 - y_test) / 107, dot(said, y_test) / 64, ("%g"):format(t))
end
f[2]:title("ROC, and three thresholds"):xlabel("healthy alarmed"):ylabel("sick found")
plot.show()

step{
  title = "How much of it was luck?",
  text = [[
    Another seed, another test set: we try ten. Then five folds: every tumour is in the test part
    exactly once, and the mean of the five is steadier.]],
  question = "It was 0.912 on our test set. What is the lowest of ten, about?",
  answer = 0.85, tolerance = 0.03,
  because = [[
    They go from 0.848 to 0.930: with 171 tumours, some points up or down are luck. So "mine has
    0.91, yours 0.90" says nothing. Give the mean and the spread.]],
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
print(("ten splits: from %.3f to %.3f"):format(scores:min(), scores:max()))
print(("five folds: mean %.3f, spread %.3f"):format(folds:mean(), folds:std()))

task{
  text = "Set m.threshold: on the training set, recall at least 0.9 and precision at least 0.75.",
  check = function()
    local said = m:predict(X_train)
    local r, p = metrics.recall(y_train, said), metrics.precision(y_train, said)
    return r >= 0.9 and p >= 0.75, ("recall is %.3f, precision %.3f"):format(r, p)
  end,
  hints = {"In the table, 0.2 has the recall, 0.3 the precision.", "m.threshold = 0.25"},
  solution = "m.threshold = 0.25",
}
