-- The sigmoid function: map any number to a probability.
local step, task = lesson.step, lesson.task

-- The pictures; at the prompt, ??draw_curve shows the source.

function draw_curve(axes, w, b, label) -- f(x) for x from 0 to 5
  axes:func(function(x) return g(w * x + b) end, 0, 5, {label = label})
  axes:xlabel("x"):ylabel("g(w x + b)")
end

function draw_tumors(p) -- six tumors, and the model with w = p.w and b = p.b
  plot.fit(model.logistic{w = p.w, b = p.b}, vector{0, 1, 2, 3, 4, 5}, vector{0, 0, 0, 1, 1, 1})
end

function draw_curves()
  local f = plot.figure{rows = 1, columns = 3, size = {1500, 430}}
  f[1]:func(g, -10, 10, {linewidth = 3}):title("The sigmoid g(z)"):xlabel("z"):ylabel("g(z)")
  f[1]:scatter({0}, {0.5}, {color = "red", size = 9})
  f[1]:annotate(0, 0.5, "g(0) = 0.5", {at = {5, 0.35}})
  for _, w in ipairs{1, 2, 8} do
    draw_curve(f[2], w, -2.5 * w, ("w = %d"):format(w))
  end
  for _, b in ipairs{-2, -5, -8} do
    draw_curve(f[3], 2, b, ("b = %d"):format(b))
  end
  f[2]:title("b = -2.5 w: w sets the steepness")
  f[3]:title("w = 2: b shifts the curve")
  plot.show()
end

-- ------------------------------------------------------------------------------------

step{
  title = "The sigmoid function",
  text = [[
    A line w x + b can have any value z, but a probability must be between 0 and 1. The sigmoid
    maps one to the other:

        g(z) = 1 / (1 + e^-z)

    e^-z is huge for very negative z, and nearly 0 for large positive z.]],
  question = "What is g(0)? (e^0 is 1.)",
  answer = 0.5,
  why = {
    {0, "z is 0, but g(z) is not: the formula is 1 / (1 + e^0)."},
    {1, "e^0 is 1, and it is added to 1 before you divide."},
  },
  because = "g(0) = 1 / (1 + 1). At z = 0 both classes are equally likely.",
}
function g(z)
  return 1 / (1 + math.exp(-z))
end
print("g(0) =", g(0))
lesson.expect(g(0), 0.5, 0, "g(0)")

step{
  title = "A table of values",
  text = [[
    We compute g for the integers from -10 to 10, first with a loop, then for a whole vector at
    once.]],
  question = "g(1) is 0.731. What is g(-1)?",
  answer = 0.269,
  again = function(draw)
    local z = draw(2, 4) / 2
    local value = math.floor(1000 / (1 + math.exp(-z)) + 0.5) / 1000
    return {question = ("g is the sigmoid, and g(%g) is %.3f. What is g(-%g)?")
      :format(z, value, z), answer = 1 - value,
      why = {{-value, "g is never negative."}, {value, "g rises everywhere, so g(-z) is smaller."}},
      because = ("g(-z) = 1 - g(z), and 1 - %.3f is %.3f."):format(value, 1 - value)}
  end,
  why = {
    {-0.731, "g is never negative. It is symmetric about the point (0, 0.5), not about (0, 0)."},
    {0.731, "g rises everywhere, so g(-1) is below g(0), which is 0.5."},
  },
  because = [[
    g(-z) = 1 - g(z): the sigmoid is as far below 0.5 at -z as it is above 0.5 at z. Here g(1) is
    {built_in[12]%.4f} and g(-1) is {built_in[10]%.4f}.]],
  try = "g_table:slice(11, 21) + g_table:slice(11, 1, -1). Why are all elements the same?",
}
for z = -10, 10 do
  print(("%4d  %.6f"):format(z, g(z)))
end
z = vector.range(-10, 10)
g_table = 1 / (1 + exp(-z))
built_in = sigmoid(z)
difference = abs(g_table - built_in):max()
print("differs from the built-in sigmoid by less than 1e-15:", difference < 1e-15)
lesson.expect(g_table, built_in, 1e-15, "the table")
lesson.expect({built_in[1], built_in[10], built_in[12], built_in[21]},
  {4.5397868702434395e-05, 0.2689414213699951, 0.7310585786300049, 0.9999546021312976}, 1e-15)

step{
  title = "Scientific notation",
  text = [[
    Probabilities can be tiny, and then they are printed in scientific notation. The number after
    the e says how far to move the decimal point: e-05 means five places to the left, e+03 three
    places to the right.

        4.5e-05  is 0.000045, nearly 0
        9.99e-01 is 0.999,    nearly 1

    So look at the exponent first, then at the digits.]],
  question = "Which of these probabilities is the largest?",
  choices = {"9.1e-04", "1.2e-01", "8.8e-02"},
  answer = 2,
  why = {
    [1] = "You compared the digits 9.1, 1.2 and 8.8. But e-04 makes this 0.00091.",
    [3] = "e-02 makes this 0.088. What does e-01 make of 1.2?",
  },
  because = [[
    They are 0.00091, 0.12 and 0.088. A vector is printed with one notation for all its elements:
    as soon as one is tiny, you see e-05 at one end and e-01, a number between 0.1 and 1, at the
    other.]],
  try = "2e-3 * 1000, and 1e-01 == 0.1",
}
print(sigmoid(vector{-10, -5, 0, 5, 10}))
for _, p in ipairs{9.1e-04, 1.2e-01, 8.8e-02} do
  print(("%.1e is %.5f"):format(p, p))
end

step{
  title = "Checking against tanh",
  text = [[
    The C library provides tanh, the hyperbolic tangent. It is an S-curve, too, and rises from -1
    to 1. Shifted and scaled, it is the sigmoid, so we can use it to check our function.]],
  question = "The sigmoid rises from 0 to 1. Which formula can be right?",
  choices = {"tanh(z / 2)", "1 + tanh(z / 2)", "(1 + tanh(z / 2)) / 2"},
  answer = 3,
  why = {
    [1] = "That rises from -1 to 1, as tanh does.",
    [2] = "The 1 moves the curve up: it then rises from 0 to 2.",
  },
  because = [[
    Adding 1 shifts the range to 0 to 2, and half of that is 0 to 1. The formula is exact: the two
    can only differ by rounding.]],
}
by_tanh = (1 + tanh(z / 2)) / 2
print("tanh gives the same:", abs(built_in - by_tanh):max() < 1e-15)
lesson.expect(built_in, by_tanh, 1e-15, "the sigmoid by tanh")

step{
  title = "Rounding to 1",
  text = [[
    In exact arithmetic g(z) approaches 1 but never reaches it. A computer stores about 16
    digits.]],
  question = "On a computer, is there a z for which g(z) is exactly 1?",
  answer = true,
  why = "Not in exact arithmetic. But how would a computer store 1 - 1e-20 in 16 digits?",
  because = [[
    From z = {first_one} on, the difference from 1 is too small for 16 digits. Then log(1 - g(z))
    is log(0), or minus infinity. The next lessons need this logarithm, and have to compute it in
    another way.]],
}
first_one = 1
while sigmoid(first_one) < 1 do
  first_one = first_one + 1
end
print("1 - g(10) =", 1 - sigmoid(10))
print(("1 - g(%d) ="):format(first_one - 1), 1 - sigmoid(first_one - 1))
print(("1 - g(%d) ="):format(first_one), 1 - sigmoid(first_one))
lesson.expect(first_one, 37, 0)

step{
  title = "What w and b do",
  text = [[
    A logistic model is f(x) = g(w x + b). Its value is 0.5 where w x + b = 0, that is, at x = -b
    / w. This is the decision boundary. The picture shows three values of w and three of b.]],
  question = "With b = -2.5 w, the curve is 0.5 at x = 2.5. How does it change with a larger w?",
  choices = {"it gets steeper", "it gets flatter"},
  answer = 1,
  why = {
    [2] = "z = w (x - 2.5) then moves away from 0 faster, not more slowly.",
  },
  because = [[
    With a large w, the probability goes from near 0 to near 1 within a small distance. b shifts
    the curve sideways.]],
  try = [[
    explore{w = {-8.0, 8, 2}, b = {-20.0, 20, -5}, draw = draw_tumors}. The arrow keys move w and
    b. Which w and b fit the six tumors best? What does a negative w mean? Enter ends it.]],
}
m = model.logistic{w = 2, b = -5}
print("f(2), f(2.5), f(3):", m:probability(vector{2, 2.5, 3}))
print("by hand:           ", g(2 * 2 - 5), g(2 * 2.5 - 5), g(2 * 3 - 5))
lesson.expect(m:probability(vector{2, 2.5, 3}), {g(-1), 0.5, g(1)}, 1e-15, "f")

draw_curves()

task{
  text = [[
    Set m.w and m.b so that the model gives the probability 0.5 at 2.5 cm and 0.9 at 3 cm, each
    within 0.005.]],
  check = function()
    local half, nine = m:probability(2.5), m:probability(3)
    return abs(half - 0.5) < 0.005 and abs(nine - 0.9) < 0.005,
      ("the probability is %.3f at 2.5 cm and %.3f at 3 cm"):format(half, nine)
  end,
  hints = {
    "Keep b = -2.5 w, so that the boundary stays at 2.5 cm, and increase w.",
    "g(z) = 0.9 at z = log(9), about 2.2. At 3 cm, z is w * 0.5.",
    "m.w = 2 * log(9), and m.b = -2.5 * m.w[1].",
  },
  solution = "m.w, m.b = 4.394, -10.985",
}
