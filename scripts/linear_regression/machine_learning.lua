-- Machine learning: a line that predicts the price of a house from its size.
local step, task = lesson.step, lesson.task

-- The picture; at the prompt, ??draw_line shows the source.
function draw_line(axes, predictions, title)
  axes:line(x_train, predictions, {label = "prediction"}):title(title)
  axes:scatter(x_train, y_train, {color = "C3", marker = "x", size = 12, label = "actual price"})
  axes:xlim(0.9, 2.1):xlabel("size (1000 sqft)"):ylabel("price (1000 dollars)")
end

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
  again = function(draw)
    local w, b, x = draw(100, 300, 50), draw(50, 90, 10), draw(2, 4)
    return {question = ("With w = %d and b = %d, what does the model predict for x = %d?")
      :format(w, b, x),
      answer = w * x + b, because = ("w * x + b is %d * %d + %d."):format(w, x, b)}
  end,
  why = {{300, "300 is its price. The prediction is w x + b."}, {100, "That is w x. Add b."}},
  because = [[
    The predictions are {first_try[1]} and {first_try[2]}, but the prices were {y_train[1]} and
    {y_train[2]}. This line is too low and not steep enough.]],
}
function compute_model_output(x, w, b)
  local f = vector.zeros(#x)
  for i = 1, #x do f[i] = w * x[i] + b end
  return f
end
w, b = 100, 100
first_try = compute_model_output(x_train, w, b)
print("predictions:", first_try, "prices:", y_train)

step{
  title = "Choosing w and b",
  text = "From the first house to the second, x grows by 1 and the price rises from 300 to 500.",
  question = "Which w gives the line the same slope?",
  answer = 200,
  again = function(draw)
    local low, rise = draw(200, 400, 20), draw(60, 180, 20)
    return {question = ("Houses with x = 1 and x = 2 cost %d and %d. Which w fits both?")
      :format(low, low + rise), answer = rise,
      why = {{low, "That is a price. w is the rise of the price when x grows by 1."}},
      because = ("The price rises by %d - %d when x grows by 1."):format(low + rise, low)}
  end,
  why = {
    {500, "500 is a price. The slope is the rise of the price when x grows by 1."},
    {100, "That is b, the height of the line at x = 0. The price rises by 500 - 300."},
  },
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
    The loop is not needed: x_train is a vector, and the formula can be applied to all of it. A
    model object stores w and b for you and has a predict method.]],
  question = "What is w * x_train + b?",
  choices = {"one number", "a vector with one prediction per house", "an error"},
  answer = 2,
  why = {
    [1] = "x_train has two elements, and each of them is multiplied.",
    [3] = "It would be for a Lua table. A vector multiplies all of its elements.",
  },
  because = [[
    Multiplying a vector by a number multiplies every element, and adding a number adds it to
    every element. So all three versions give the same two numbers.]],
  try = "w * vector{0.5, 1, 1.5, 2, 2.5} + b. Any number of houses is predicted at once.",
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
  again = function(draw)
    local size = draw(1100, 1900, 100)
    return {question = ("w = 200 and b = 100, for sizes in thousands of square feet. What price "
      .. "does the model predict for %d square feet?"):format(size), answer = size / 5 + 100,
      why = {{size / 5, "That is w x. Add b."}, {200 * size + 100, "x is in thousands."}},
      because = ("x is %.1f: 200 * %.1f + 100."):format(size / 1000, size / 1000)}
  end,
  why = {
    {240, "That is w x. Add b."},
    {240100, "The model was built for thousands of square feet: x is 1.2."},
  },
  because = [[
    x is 1.2, not 1200: the model was built for thousands of square feet and cannot know that you
    mean something else. For x = 1200 it predicts {absurd%.0f} thousand dollars, without any
    warning.]],
}
price = line:predict(1.2)
print(("1200 sqft: %.0f thousand dollars"):format(price))
absurd = line:predict(1200)
print(("with x = 1200 instead of 1.2: %.0f thousand dollars"):format(absurd))
lesson.expect(price, 340, 1e-14, "the price")

step{
  title = "Letting the computer find w and b",
  text = [[
    With two houses you can find w and b in your head; with two thousand you cannot. In machine
    learning the computer finds w and b from the data. The lessons cost_function and
    gradient_descent show how.]],
  question = "Can the library find a different line that fits these two houses exactly?",
  answer = false,
  why = "How many straight lines go through two given points?",
  because = [[
    Only one straight line goes through two points, so the library finds the same one. The
    picture shows it next to the first attempt.]],
}
theirs = library.linear(x_train, y_train)
print(("library: w = %.4f, b = %.4f"):format(theirs.w[1], theirs.b))
lesson.expect(theirs.w[1], 200, 1e-12, "w of the library")

f = plot.figure{columns = 2, size = {1100, 430}, share_y = true}
draw_line(f[1], first_try, "First attempt: w = 100, b = 100")
draw_line(f[2], f_wb, "Best line: w = 200, b = 100")
f[2]:scatter({1.2}, {price}, {color = "C2", size = 11, label = "1200 sqft"})
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
