-- Machine learning: a line that turns the size of a house into a price.
local step, task = lesson.step, lesson.task

step{
  title = "Data to learn from",
  text = [[
Two houses were sold. One has 1000 square feet and cost 300 thousand dollars, the other has 2000
and cost 500. What goes in is called x, what shall come out is called y. Sizes are counted in
thousands of square feet, prices in thousands of dollars.]],
  question = "How many training examples are that?",
  answer = 2,
  because = [[
#x_train counts them; m is the usual name. x_train[1] is the first house. (Texts that use Python
call it x^(0): they count places from 0.)]],
}
x_train = vector{1.0, 2.0}   -- size in 1000 square feet
y_train = vector{300, 500}   -- price in 1000 dollars
m = #x_train
print("m =", m)
for i = 1, m do print(("house %d: x = %.1f, y = %.0f"):format(i, x_train[i], y_train[i])) end

step{
  title = "A model is a formula with two knobs",
  text = [[
The simplest formula is a straight line: f(x) = w x + b. The weight w says how much a price rises
when a house is 1 (thousand square feet) larger; b is what is added to every price. Here is the line
with both knobs at 100, worked out with a loop, one house at a time.]],
  question = "With w = 100 and b = 100: what does the line say for the first house, x = 1?",
  answer = 200,
  because = "200 and 300, where 300 and 500 were paid. This line is too low and not steep enough.",
}
function compute_model_output(x, w, b)
  local f = vector.zeros(#x)
  for i = 1, #x do f[i] = w * x[i] + b end
  return f
end
w, b = 100, 100
print("predictions:", compute_model_output(x_train, w, b), "prices:", y_train)

step{
  title = "Turn the knobs",
  text = "From the first house to the second, x grows by 1 and the price from 300 to 500.",
  question = "Which w makes the line rise just as fast?",
  answer = 200,
  because = [[
With w = 200 the first house is at 200 + b. Its price was 300, so b = 100. Now both predictions
are the prices: the line is found.]],
  try = "w, b = 150, 150, then compute_model_output(x_train, w, b): which house does it meet?",
}
w, b = 200, 100
f_wb = compute_model_output(x_train, w, b)
print("predictions:", f_wb)
lesson.expect(f_wb, y_train, 1e-15, "the predictions")

step{
  title = "The same without the loop",
  text = [[
A vector multiplied by a number multiplies every element; adding works the same way. So the formula
itself does all houses at once. And a model keeps w and b together, ready to predict.]],
  question = "Do the three ways give the same two numbers? (yes or no)",
  answer = "yes",
}
line = model.linear{w = w, b = b}
print("with a loop: ", f_wb)
print("with vectors:", w * x_train + b)
print("built in:    ", line:predict(x_train))

step{
  title = "A house that was not in the data",
  text = "This is what a model is for: a house of 1200 square feet that nobody has priced yet.",
  question = "What does the line say for it, in thousands of dollars?",
  answer = 340,
  because = [[
x is 1.2, not 1200: the model was made for thousands of square feet, and cannot know when you mean
something else. 1200 gives 240100 thousand, that is 240 million dollars, without a complaint.]],
}
price = line:predict(1.2)
print(("1200 sqft: %.0f thousand dollars"):format(price))
print(("asked for 1200 instead of 1.2: %.0f thousand dollars"):format(w * 1200 + b))
lesson.expect(price, 340, 1e-14, "the price")

step{
  title = "Who turns the knobs?",
  text = [[
Two houses you can do in your head, two thousand you cannot. Machine learning is this: the computer
finds w and b from the data. How is told in cost_function and gradient_descent.]],
  question = "Which w will the library find?",
  answer = 200,
  because = "The same line as by hand. The picture shows it beside the first try.",
}
theirs = library.linear(x_train, y_train)
print(("library: w = %.4f, b = %.4f"):format(theirs.w[1], theirs.b))
lesson.expect(theirs.w[1], 200, 1e-12, "w of the library")

f = plot.figure{rows = 1, columns = 2, size = {1100, 430}, share_y = true}
f[1]:line(x_train, compute_model_output(x_train, 100, 100), {label = "prediction"})
f[1]:title("First try: w = 100, b = 100"):ylabel("price (1000 dollars)")
f[2]:line(x_train, f_wb, {label = "prediction"})
f[2]:scatter({1.2}, {340}, {color = "C2", size = 11, label = "1200 sqft: 340"})
f[2]:title("The line: w = 200, b = 100")
for i = 1, 2 do
  f[i]:scatter(x_train, y_train, {color = "red", marker = "x", size = 12, label = "actual price"})
  f[i]:xlim(0.9, 2.1):xlabel("size (1000 sqft)")
end
plot.show()

task{
  text = "In another town a house of 1.5 cost 275, one of 2.5 cost 425. Set w and b for both.",
  check = function()
    local first, second = w * 1.5 + b, w * 2.5 + b
    local text = "your line says %g for 1.5 (275 was paid) and %g for 2.5 (425 was paid)"
    return abs(first - 275) < 0.01 and abs(second - 425) < 0.01, text:format(first, second)
  end,
  hints = {
    "From 1.5 to 2.5 the size grows by 1. By how much does the price grow?",
    "That growth, 425 - 275, is w. Then w times 1.5 plus b must be 275.",
    "w = 150, and b = 275 - 150 * 1.5.",
  },
  solution = "w, b = 150, 50",
}
