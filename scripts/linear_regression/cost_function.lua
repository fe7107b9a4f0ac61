-- The cost function: one number that says how wrong a line is.
local step, task = lesson.step, lesson.task

step{
  title = "Two houses and a line",
  text = [[
    A house of 1000 square feet was sold for 300 thousand dollars, one of 2000 for 500. A line
    f(x) = w x + b predicts a price. Which w and b are good ones? "Good" needs a number, so that
    "better" can mean "smaller".

    The error of one house is prediction minus price. It is squared, so that too high and too low
    both count, and big errors count more. Half the mean of the squares is the cost. (The half
    makes the slope look nicer later: it changes no answer.)]],
  question = "With w = 200 and b = 100 the line predicts 300 and 500. What will its cost be?",
  answer = 0,
  because = "Every error is 0, and nothing can be less wrong than that.",
  try = "compute_cost(x_train, y_train, 200, 90): ten thousand too low, twice.",
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
  title = "A worse line",
  text = "With w = 150 and b = 100 the line predicts 250 and 400: too low by 50 and by 100.",
  question = "What is its cost? Half the mean of the two squares; the prompt can reckon.",
  answer = 3125,
  because = "(50^2 + 100^2) / 4 = 3125. The bigger error makes four fifths of it.",
}

print("By hand, with a loop")
print("  w = 150, b = 100:  cost", compute_cost(x_train, y_train, 150, 100))
lesson.expect(compute_cost(x_train, y_train, 150, 100), 3125)

step{
  title = "The same with vectors",
  text = "All errors at once. dot(errors, errors) multiplies each by itself and adds up: the loop "
    .. "disappears, the idea stays.",
}

function vector_cost(w, b)
  local errors = w * x_train + b - y_train
  return dot(errors, errors) / (2 * #y_train)
end

print("With vectors")
print("  w = 200, b = 100:  cost", vector_cost(200, 100))
print("  w = 150, b = 100:  cost", vector_cost(150, 100))

step{
  title = "Built in",
  text = "A model is a line that knows its w and b. It had better agree. And two other prices, "
    .. "100 and 300 thousand, show the same thing.",
  question = "Which of w = 200, b = -100 and w = 50, b = 100 meets the prices 100 and 300?",
  answer = {"the first", "w = 200, b = -100", "200"},
  because = "200 - 100 = 100 and 400 - 100 = 300. The other line predicts 150 and 200: it is off "
    .. "by 50 and by 100, and costs what our worse line cost.",
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
  title = "The cost draws a bowl",
  text = "Hold b at 100 and walk w from 0 to 400. The lowest point is the best w.",
  question = "At which w will the cost be lowest?",
  answer = 200,
  because = "w = 200 met both prices, and every other w misses both.",
}

w_values = vector.linspace(0, 400, 81)
costs = w_values:map(function(w) return vector_cost(w, 100) end)
best = w_values[costs:argmin()]
print("The lowest cost of 81 values of w is at w =", best)
lesson.expect(best, 200)

f = plot.figure{rows = 1, columns = 2, size = {1100, 420}}
f[1]:scatter(x_train, y_train, {color = "red", marker = "x", size = 12, label = "the two houses"})
f[1]:line(x_train, 200 * x_train + 100, {label = "w = 200, cost 0"})
f[1]:line(x_train, 150 * x_train + 100, {linestyle = "--", label = "w = 150, cost 3125"})
f[1]:title("Two lines and two houses")
f[1]:xlabel("size (1000 sqft)")
f[1]:ylabel("price (1000 dollars)")
f[1]:legend()

f[2]:line(w_values, costs)
f[2]:scatter({200, 150}, {0, 3125}, {color = "red", size = 9})
f[2]:title("Cost for every w, with b = 100")
f[2]:xlabel("w")
f[2]:ylabel("cost")
plot.show()

task{
  text = "A third house, 3000 square feet for 600 thousand. What does the line w = 200, b = 100 "
    .. "cost for all three?",
  value = 10000 / 6,
  hints = {
    "Make the vectors {1, 2, 3} and {300, 500, 600}.",
    "The line predicts 700 for the third house: one error of 100, two of 0.",
    "compute_cost(vector{1, 2, 3}, vector{300, 500, 600}, ...)",
  },
  solution = "compute_cost(vector{1, 2, 3}, vector{300, 500, 600}, 200, 100)",
}

lesson.done()
