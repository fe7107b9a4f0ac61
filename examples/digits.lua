-- Reading handwritten digits: how many examples does it take?
--
-- Softmax regression on images of 8 by 8 pixels. Try changing: lambda, or
-- degree = 2 (2144 features, with the products of all pixels; it takes half a
-- minute).

local lambda, degree = 1, 1

local digits = data.load("digits")
local X, y = digits:matrix():columns(1, 64) / 16, digits:labels("digit")
local X_train, X_test, y_train, y_test = data.split(X, y, {test = 0.25, seed = 1, stratify = true})

local function learn(count)
  local m = model.softmax{classes = 10, lambda = lambda, degree = degree}
  local part, target = X_train:rows(1, count), y_train:slice(1, count)
  train(m, part, target, {method = "lbfgs", iterations = 500, tolerance = 1e-6})
  return m, m:score(part, target), m:score(X_test, y_test)
end

-- The learning curve. If the test accuracy is still rising at the right end, more
-- examples would help. If the two curves have met, a richer model would.
local counts, known, unseen = vector{25, 50, 100, 200, 400, 800, #X_train}, {}, {}
local reader
print("examples   training       test")
for i, count in counts:each() do
  reader, known[i], unseen[i] = learn(math.floor(count))
  print(("%8d %10.4f %10.4f"):format(count, known[i], unseen[i]))
end

local names = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
local guess = reader:predict(X_test)
print(metrics.confusion(y_test, guess, {names = names}))

-- Which digits are confused most often?
local pairs_of, seen = {}, {}
for i, class in y_test:each() do
  if guess[i] ~= class then
    local pair = ("a %d read as %d"):format(class - 1, guess[i] - 1)
    if not seen[pair] then pairs_of[#pairs_of + 1] = pair end
    seen[pair] = (seen[pair] or 0) + 1
  end
end
table.sort(pairs_of, function(a, b) return seen[a] > seen[b] or seen[a] == seen[b] and a < b end)
for i = 1, math.min(3, #pairs_of) do print(pairs_of[i] .. ":", seen[pairs_of[i]]) end

local f = plot.figure{title = "Learning curve"}
f[1]:line(counts, vector(known) * 100, {marker = "o", label = "training"})
f[1]:line(counts, vector(unseen) * 100, {marker = "o", label = "test"})
f[1]:log_x():xlabel("training examples"):ylabel("accuracy (%)")
plot.show()

-- The ten images with the least certain predictions.
local sure = reader:probability(X_test):max"rows":argsort()
f = plot.figure{rows = 2, columns = 5, size = {800, 400},
  title = "Least certain predictions: label, prediction"}
for k = 1, 10 do
  local i = math.floor(sure[k])
  f[k]:image(X_test[i]:reshape(8, 8), {cmap = "gray_r"}):xticks{}:yticks{}
  f[k]:title(("%d, %d"):format(y_test[i] - 1, guess[i] - 1))
end
plot.show()
