-- The logistic loss: how wrong a probability is, and why squares do not do.
local step, task = lesson.step, lesson.task

step{
  title = "Would squares do?",
  text = [[
    For a straight line the squared error is a bowl. A bowl has this mark: the middle between two
    points of it never lies above the straight line that joins them. We try two points of a
    logistic model, w = 0 and w = 5, both with b = -14.]],
  question = "Is the squared cost of a logistic model a bowl, too? (yes or no)",
  answer = "no",
  because = "Half way, at w = 2.5, it is above the joining line. The picture below shows steps.",
}
x_train = vector{0, 1, 2, 3, 4, 5}   -- size of a tumour in cm
y_train = vector{0, 0, 0, 1, 1, 1}   -- 1: malignant
function squared_cost(w, b)
  local err = sigmoid(w * x_train + b) - y_train
  return dot(err, err) / (2 * #y_train)
end
left, right, middle = squared_cost(0, -14), squared_cost(5, -14), squared_cost(2.5, -14)
print("w = 0:", left, "w = 5:", right, "half way between:", (left + right) / 2)
print("w = 2.5:", middle)
lesson.expect({left, right, middle}, {0.25, 0.00605493, 0.21914798}, 1e-6, "the squared costs")

step{
  title = "A loss that fits probabilities",
  text = [[
    f is the probability of yes. If the answer was yes, f should have been near 1; if no, near 0.

        loss = -log(f)        if y = 1
        loss = -log(1 - f)    if y = 0

    f = 0.5, "I do not know", costs log(2) = 0.693 whatever y is.]],
  question = "The model said f = 0.99, and it was no. Is the loss about 1, 5 or 100?",
  answer = 5,
  tolerance = 0.1,
  because = "-log(0.01) = 4.6. The surer a wrong answer was, the dearer it is, without end.",
  try = "loss(0.999999, 0)",
}
function loss(f, y) return -math.log(y == 1 and f or 1 - f) end
print("   f     y = 1    y = 0")
for _, f in ipairs{0.01, 0.1, 0.5, 0.9, 0.99} do
  print((" %.2f   %6.3f   %6.3f"):format(f, loss(f, 1), loss(f, 0)))
end
lesson.expect({loss(0.5, 1), loss(0.99, 0)}, {0.693147, 4.605170}, 1e-6)

step{
  title = "One formula for both",
  text = [[
    y is 0 or 1, so it can switch one half off.
    That needs no "if", and it works for vectors, all examples at once:

        loss = -y log(f) - (1 - y) log(1 - f)]],
  question = "Which half is left when y = 0: the first or the second?",
  answer = {"second", "log(1 - f)", "right"},
}
m = model.logistic{w = 2, b = -5}
f_wb = sigmoid(2 * x_train - 5)
by_loop = f_wb:copy()
for i = 1, #x_train do by_loop[i] = loss(f_wb[i], y_train[i]) end
by_vectors = -y_train * log(f_wb) - (1 - y_train) * log(1 - f_wb)
print("loop:    ", by_loop)
print("vectors: ", by_vectors)
print("built in:", m:loss(x_train, y_train))
lesson.expect({by_vectors, m:loss(x_train, y_train)}, {by_loop, by_loop}, 1e-14, "the losses")

step{
  title = "Too sure for the formula",
  text = [[
    With w = 20, b = -10 a tumour of 4 cm gives z = 70. If it was benign after all, its loss is 70,
    to many digits. But sigmoid(70) is exactly 1 for a computer.]],
  question = "What does the formula give for y = 0: 70, 0 or infinity?",
  answer = {"infinity", "inf", "infinite"},
  because = "m:loss works from z: log(1 + e^-z) + z needs no f. Most texts are silent about this.",
}
sure = model.logistic{w = 20, b = -10}:loss(vector{4}, vector{0})
print("formula:", loss(sigmoid(70), 0), "built in:", sure[1])
lesson.expect(sure[1], 70, 1e-14, "the loss at z = 70")

step{
  title = "Is this one a bowl?",
  text = [[
    The mean of the losses is the cost. We look for bumps like the one above: 1000 times two random
    points (w, b), and the middle between them.]],
  question = "How many bumps will the log cost have?",
  answer = 0,
  because = [[
    It is a bowl: from anywhere, downhill leads to the bottom. (Where data can be parted without a
    fault, as here, the bottom is infinitely far away. The lesson regularization has the cure.)]],
}
function log_cost(w, b) return model.logistic{w = w, b = b}:cost(x_train, y_train) end
function count_bumps(cost)
  seed(1)
  local bumps = 0
  for _ = 1, 1000 do
    local p, q = vector.random(2) * 10, vector.random(2) * 10
    local joined = (cost(p[1], -2 * p[2]) + cost(q[1], -2 * q[2])) / 2
    if cost((p[1] + q[1]) / 2, -p[2] - q[2]) > joined + 1e-12 then bumps = bumps + 1 end
  end
  return bumps
end
print("bumps of the squared cost:", count_bumps(squared_cost), "log cost:", count_bumps(log_cost))
lesson.expect(count_bumps(log_cost), 0, 0, "the bumps of the log cost")

f = plot.figure{rows = 1, columns = 3, size = {1500, 460}}
f[1]:func(function(p) return loss(p, 1) end, 0.005, 0.995, {label = "y = 1: -log(f)"})
f[1]:func(function(p) return loss(p, 0) end, 0.005, 0.995, {label = "y = 0: -log(1 - f)"})
f[1]:title("The loss of one example"):xlabel("f, probability of yes"):ylabel("loss"):ylim(0, 6)
for i, cost in ipairs{squared_cost, log_cost} do
  local ws, bs = vector.linspace(0, 9, 41), vector.linspace(-19, 0, 41)
  local Z = matrix.zeros(#bs, #ws)
  for r = 1, #bs do Z[r] = ws:map(function(one) return cost(one, bs[r]) end) end
  f[i + 1]:surface(ws, bs, Z, {azim = -45}):xlabel("w"):ylabel("b"):zlabel("cost")
    :title(i == 1 and "Cost of squared errors" or "Cost of log losses")
end
plot.show()

task{
  text = "A model gives 0.8, 0.3 and 0.6 to tumours that were 1, 0 and 1. What is the mean loss?",
  value = (-math.log(0.8) - math.log(0.7) - math.log(0.6)) / 3,
  hints = {"-log of what the model gave to the answer that came true.", "The second: -log(0.7)."},
  solution = "metrics.log_loss({1, 0, 1}, {0.8, 0.3, 0.6})",
}
