-- Machine learning: a line that predicts the price of a house from its size.
local step, task = lesson.step, lesson.task

step{
  title = "Training data",
  text = [[
    Two houses were sold. One has 1000 square feet and sold for 300 thousand dollars; the other
    has 2000 square feet and sold for 500 thousand. The input is called x (a feature), the output
    is called y (the label, or target). Here x is the size in thousands of square feet, and y is
    the price in thousands of dollars.]],
  question = "How many training examples are there?",
  answer = 2,
  why = {{4, "The x and the y of a house belong together: they are one example."}},
  because = [[
    #x_train is the number of examples, usually called m. x_train[1] is the first house. (Books
    that use Python call it x^(0), because Python counts from 0.)]],
}
x_train = vector{1.0, 2.0}   -- size in 1000 square feet
y_train = vector{300, 500}   -- price in 1000 dollars
m = #x_train
print("m =", m)
for i = 1, m do print(("house %d: x = %.1f, y = %.0f"):format(i, x_train[i], y_train[i])) end

step{
  title = "A linear model",
  text = [[
    The simplest model is a straight line: f(x) = w x + b. The weight w says how much the price
    rises when the size grows by 1 (here: by 1000 square feet). The bias b is added to every
    price. The code below sets w = 100 and b = 100 and computes the predictions in a loop, one
    house at a time.]],
  question = "With w = 100 and b = 100, what does the model predict for the first house, x = 1?",
  answer = 200,
  why = {{300, "300 is its price. The prediction is w x + b."}, {100, "That is w x. Add b."}},
  because = [[
    The predictions are 200 and 300, but the prices were 300 and 500. This line is too low and
    not steep enough.]],
}
function compute_model_output(x, w, b)
  local f = vector.zeros(#x)
  for i = 1, #x do f[i] = w * x[i] + b end
  return f
end
w, b = 100, 100
print("predictions:", compute_model_output(x_train, w, b), "prices:", y_train)

step{
  title = "Choosing w and b",
  text = "From the first house to the second, x grows by 1 and the price rises from 300 to 500.",
  question = "Which w gives the line the same slope?",
  answer = 200,
  because = [[
    With w = 200, the prediction for the first house is 200 + b. Its price was 300, so b = 100.
    Now both predictions equal the prices.]],
  try = [[
    w, b = 150, 150, then compute_model_output(x_train, w, b). Which house does this line fit?]],
}
w, b = 200, 100
f_wb = compute_model_output(x_train, w, b)
print("predictions:", f_wb)
lesson.expect(f_wb, y_train, 1e-15, "the predictions")

step{
  title = "The same predictions without a loop",
  text = [[
    Multiplying a vector by a number multiplies every element, and adding a number adds it to
    every element. So the formula itself predicts all prices at once. A model object stores w and
    b for you and has a predict method.]],
  question = "Do all three versions give the same two numbers?",
  answer = true,
  why = "All three compute w x + b, only in different ways.",
}
line = model.linear{w = w, b = b}
print("with a loop: ", f_wb)
print("with vectors:", w * x_train + b)
print("built in:    ", line:predict(x_train))

step{
  title = "Predicting the price of a new house",
  text = [[
    This is what a model is for: it predicts the price of a house that is not in the data, here
    one of 1200 square feet.]],
  question = "What price does the model predict, in thousands of dollars?",
  answer = 340,
  why = {
    {240, "That is w x. Add b."},
    {240100, "The model was built for thousands of square feet: x is 1.2."},
  },
  because = [[
    x is 1.2, not 1200: the model was built for thousands of square feet and cannot know that you
    mean something else. For x = 1200 it predicts 240100 thousand dollars, or 240 million,
    without any warning.]],
}
price = line:predict(1.2)
print(("1200 sqft: %.0f thousand dollars"):format(price))
print(("with x = 1200 instead of 1.2: %.0f thousand dollars"):format(w * 1200 + b))
lesson.expect(price, 340, 1e-14, "the price")

step{
  title = "Letting the computer find w and b",
  text = [[
    With two houses you can find w and b in your head; with two thousand you cannot. In machine
    learning the computer finds w and b from the data. The lessons cost_function and
    gradient_descent show how.]],
  question = "Which w will the library find?",
  answer = 200,
  because = "The library finds the same line. The picture shows it next to the first attempt.",
}
theirs = library.linear(x_train, y_train)
print(("library: w = %.4f, b = %.4f"):format(theirs.w[1], theirs.b))
lesson.expect(theirs.w[1], 200, 1e-12, "w of the library")

f = plot.figure{rows = 1, columns = 2, size = {1100, 430}, share_y = true}
f[1]:line(x_train, compute_model_output(x_train, 100, 100), {label = "prediction"})
f[1]:title("First attempt: w = 100, b = 100"):ylabel("price (1000 dollars)")
f[2]:line(x_train, f_wb, {label = "prediction"})
f[2]:scatter({1.2}, {340}, {color = "C2", size = 11, label = "1200 sqft: 340"})
f[2]:title("Best line: w = 200, b = 100")
for i = 1, 2 do
  f[i]:scatter(x_train, y_train, {color = "red", marker = "x", size = 12, label = "actual price"})
  f[i]:xlim(0.9, 2.1):xlabel("size (1000 sqft)")
end
plot.show()

task{
  text = [[
    In another town, houses with x = 1.5 and x = 2.5 sold for 275 and 425. Set w and b so that
    the line fits both.]],
  check = function()
    local first, second = w * 1.5 + b, w * 2.5 + b
    local text = "your line predicts %g for x = 1.5 (price 275) and %g for x = 2.5 (price 425)"
    return abs(first - 275) < 0.01 and abs(second - 425) < 0.01, text:format(first, second)
  end,
  hints = {
    "From 1.5 to 2.5 the size grows by 1. By how much does the price rise?",
    "That difference, 425 - 275, is w. Then w times 1.5 plus b must equal 275.",
    "w = 150, and b = 275 - 150 * 1.5.",
  },
  solution = "w, b = 150, 50",
}
