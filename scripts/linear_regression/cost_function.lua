-- The cost function: one number that measures how well a line fits the data.
local step, task = lesson.step, lesson.task

step{
  title = "The squared error cost",
  text = [[
    A house of 1000 square feet sold for 300 thousand dollars, and one of 2000 square feet sold
    for 500 thousand. A line f(x) = w x + b predicts the price. Which w and b are best? To
    compare lines, we need a number that is smaller for a better fit.

    The error for one house is the prediction minus the price. We square it, so that errors in
    both directions count and large errors count more. The cost is the mean of the squared
    errors, divided by 2. (The factor 1/2 simplifies the gradient later and does not change which
    line is best.)]],
  question = "With w = 200 and b = 100 the line predicts 300 and 500. What is its cost?",
  answer = 0,
  why = {{800, "That is the sum of the predictions. What are the errors?"}},
  because = "Both errors are 0, and no cost can be lower than 0.",
  try = "compute_cost(x_train, y_train, 200, 90). Both predictions are now too low by 10 thousand.",
}

x_train = vector{1.0, 2.0}   -- size in 1000 square feet
y_train = vector{300, 500}   -- price in 1000 dollars

function compute_cost(x, y, w, b)
  local m = #x
  local sum = 0
  for i = 1, m do
    local f = w * x[i] + b
    sum = sum + (f - y[i]) ^ 2
  end
  return sum / (2 * m)
end

print("By hand, with a loop")
print("  w = 200, b = 100:  cost", compute_cost(x_train, y_train, 200, 100))

step{
  title = "A line with errors",
  text = [[
    With w = 150 and b = 100 the line predicts 250 and 400, which is too low by 50 and by 100.]],
  question = [[
    What is its cost, half the mean of the squared errors? You can use the prompt as a
    calculator.]],
  answer = 3125,
  why = {
    {12500, "That is the sum of the squares. Divide it by 2 m, which is 4."},
    {6250, "That is the mean of the squares. The cost is half of it."},
    {5625, "You squared the sum of the errors. Square each error, then add."},
    {37.5, "Square the errors before you add them."},
  },
  because = "(50^2 + 100^2) / 4 = 3125. Four fifths of the cost comes from the larger error.",
}

print("By hand, with a loop")
print("  w = 150, b = 100:  cost", compute_cost(x_train, y_train, 150, 100))
lesson.expect(compute_cost(x_train, y_train, 150, 100), 3125)

step{
  title = "The cost with vectors",
  text = [[
    Vector arithmetic computes all errors at once, and dot(errors, errors) is the sum of their
    squares. No loop is needed.]],
}

function vector_cost(w, b)
  local errors = w * x_train + b - y_train
  return dot(errors, errors) / (2 * #y_train)
end

print("With vectors")
print("  w = 200, b = 100:  cost", vector_cost(200, 100))
print("  w = 150, b = 100:  cost", vector_cost(150, 100))

step{
  title = "The built-in cost",
  text = [[
    A model stores w and b and computes its own cost, which should be the same. For comparison,
    we also try two lines on other prices: 100 and 300 thousand dollars.]],
  question = "Which line fits the prices 100 and 300?",
  choices = {"w = 200, b = -100", "w = 50, b = 100"},
  answer = 1,
  why = {
    [2] = "It predicts 150 for x = 1 and 200 for x = 2.",
  },
  because = [[
    200 - 100 = 100 and 400 - 100 = 300. The other line predicts 150 and 200. Its errors are 50
    and -100, so its cost is the 3125 that we had before.]],
}

print("Built in")
print("  w = 200, b = 100:  cost", model.linear{w = 200, b = 100}:cost(x_train, y_train))
print("  w = 150, b = 100:  cost", model.linear{w = 150, b = 100}:cost(x_train, y_train))

other = vector{100, 300}
print("Other prices, 100 and 300")
print("  w = 200, b = -100: cost", model.linear{w = 200, b = -100}:cost(x_train, other))
print("  w = 50,  b = 100:  cost", model.linear{w = 50, b = 100}:cost(x_train, other))
lesson.expect(model.linear{w = 50, b = 100}:cost(x_train, other), 3125)

step{
  title = "The cost as a function of w",
  text = "Keep b at 100 and let w vary from 0 to 400. The best w is where the cost is lowest.",
  question = "At which w is the cost lowest?",
  answer = 200,
  because = "The line with w = 200 fits both prices exactly. Every other w fits neither.",
}

w_values = vector.linspace(0, 400, 81)
costs = w_values:map(function(w) return vector_cost(w, 100) end)
best = w_values[costs:argmin()]
print("Of 81 values of w, the cost is lowest at w =", best)
lesson.expect(best, 200)

f = plot.figure{rows = 1, columns = 2, size = {1100, 420}}
f[1]:scatter(x_train, y_train, {color = "red", marker = "x", size = 12, label = "the two houses"})
f[1]:line(x_train, 200 * x_train + 100, {label = "w = 200, cost 0"})
f[1]:line(x_train, 150 * x_train + 100, {linestyle = "--", label = "w = 150, cost 3125"})
f[1]:title("Two lines and the data")
f[1]:xlabel("size (1000 sqft)")
f[1]:ylabel("price (1000 dollars)")
f[1]:legend()

f[2]:line(w_values, costs)
f[2]:scatter({200, 150}, {0, 3125}, {color = "red", size = 9})
f[2]:title("Cost as a function of w (b = 100)")
f[2]:xlabel("w")
f[2]:ylabel("cost")
plot.show()

task{
  text = [[
    A third house of 3000 square feet sold for 600 thousand dollars. What is the cost of the line
    w = 200, b = 100 for all three houses?]],
  value = 10000 / 6,
  hints = {
    "Use the vectors {1, 2, 3} and {300, 500, 600}.",
    "The line predicts 700 for the third house, so the errors are 0, 0 and 100.",
    "compute_cost(vector{1, 2, 3}, vector{300, 500, 600}, ...)",
  },
  solution = "compute_cost(vector{1, 2, 3}, vector{300, 500, 600}, 200, 100)",
}

lesson.done()
