-- The cost function: one number that measures how well a line fits the data.
local step, task = lesson.step, lesson.task

-- The pictures; at the prompt, ??draw_lines shows the source.

function draw_lines(axes)
  axes:scatter(x_train, y_train, {color = "C3", marker = "x", size = 12, label = "the two houses"})
  for i, w in ipairs{200, 150, 100} do
    local label = ("w = %d: cost %.0f"):format(w, vector_cost(w, 100))
    axes:line(x_train, w * x_train + 100, {color = "C" .. i - 1, label = label})
  end
  axes:title("Three lines with b = 100"):xlabel("size (1000 sqft)"):ylabel("price (1000 dollars)")
  axes:legend()
end

function draw_curve(axes, w_values, costs)
  axes:line(w_values, costs, {color = "gray"})
  for i, w in ipairs{200, 150, 100} do
    axes:scatter({w}, {vector_cost(w, 100)}, {color = "C" .. i - 1, size = 11, alpha = 1})
  end
  axes:title("Cost as a function of w (b = 100)"):xlabel("w"):ylabel("cost")
end

-- ------------------------------------------------------------------------------------

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
  again = function(draw)
    local e, f = draw(10, 50, 10), draw(60, 100, 10)
    local sum = e^2 + f^2
    return {question = ("Two predictions are wrong by %d and %d. What is the cost?"):format(e, f),
      answer = sum / 4, why = {{sum, "That is the sum of the squares. Divide it by 2 m."},
        {sum / 2, "That is the mean of the squares. The cost is half of it."}},
      because = ("(%d^2 + %d^2) / 4: the sum of the squares, divided by 2 m."):format(e, f)}
  end,
  why = {
    {12500, "That is the sum of the squares. Divide it by 2 m, which is 4."},
    {6250, "That is the mean of the squares. The cost is half of it."},
    {5625, "You squared the sum of the errors. Square each error, then add."},
    {37.5, "Square the errors before you add them."},
  },
  because = "(50^2 + 100^2) / 4 = {cost}. Four fifths of it come from the larger error.",
  try = "compute_cost(x_train, y_train, 250, 100). This line is too steep instead.",
}

cost = compute_cost(x_train, y_train, 150, 100)
print("By hand, with a loop")
print("  w = 150, b = 100:  cost", cost)
lesson.expect(cost, 3125)

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
    and -100, so its cost is the {other_cost} that we had before.]],
}

print("Built in")
print("  w = 200, b = 100:  cost", model.linear{w = 200, b = 100}:cost(x_train, y_train))
print("  w = 150, b = 100:  cost", model.linear{w = 150, b = 100}:cost(x_train, y_train))

other = vector{100, 300}
other_cost = model.linear{w = 50, b = 100}:cost(x_train, other)
print("Other prices, 100 and 300")
print("  w = 200, b = -100: cost", model.linear{w = 200, b = -100}:cost(x_train, other))
print("  w = 50,  b = 100:  cost", other_cost)
lesson.expect(other_cost, 3125)

step{
  title = "The cost as a function of w",
  text = [[
    Keep b at 100 and let w vary from 0 to 400. The line with w = 200 fits both houses, and at
    w = 150 the cost is {cost}. The line with w = 100 is twice as far from the best one.]],
  question = "How large is its cost, compared with the one at w = 150?",
  choices = {"twice as large", "four times as large", "the same"},
  answer = 2,
  why = {
    [1] = "Both errors are twice as large. What does squaring do to that?",
    [3] = "The line predicts 200 and 300, and the prices are 300 and 500.",
  },
  because = [[
    Each error is twice as large, so its square is four times as large: {far} instead of {cost}.
    That is why the curve of the cost gets steeper and steeper away from its minimum.]],
  try = [[
    Move w with the arrow keys and watch the line, the cost of each house, and the curve. Enter
    ends.

        explore.cost(x_train, y_train, {b = 100, w = {0, 400}})]],
}

w_values = vector.linspace(0, 400, 81)
costs = w_values:map(function(w) return vector_cost(w, 100) end)
best = w_values[costs:argmin()]
far = vector_cost(100, 100)
print("cost at w = 200, 150 and 100:", vector_cost(200, 100), vector_cost(150, 100), far)
print("Of 81 values of w, the cost is lowest at w =", best)
lesson.expect(best, 200)

f = plot.figure{columns = 2, size = {1100, 420}}
draw_lines(f[1])
draw_curve(f[2], w_values, costs)
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
