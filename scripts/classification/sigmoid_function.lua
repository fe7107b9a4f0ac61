-- The sigmoid function: map any number to a probability.
local step, task = lesson.step, lesson.task

step{
  title = "The sigmoid function",
  text = [[
    A line w x + b can have any value z, but a probability must be between 0 and 1. The sigmoid
    maps one to the other:

        g(z) = 1 / (1 + e^-z)

    e^-z is huge for very negative z, and nearly 0 for large positive z.]],
  question = "What is g(0)? (e^0 is 1.)",
  answer = 0.5,
  why = {{0, "z is 0, but 1 / (1 + e^0) is not."}, {1, "e^0 is 1, and it is added to 1."}},
  because = "g(0) = 1 / (1 + 1). At z = 0 both classes are equally likely.",
}
function g(z) return 1 / (1 + math.exp(-z)) end
print("g(0) =", g(0))
lesson.expect(g(0), 0.5, 0, "g(0)")

step{
  title = "A table of values",
  text = "The integers from -10 to 10, first with a loop, then with vectors.",
  question = "g(1) is 0.731. What is g(-1)?",
  answer = 0.269,
  why = {
    {-0.731, "g is never negative. It is symmetric about the point (0, 0.5), not about (0, 0)."},
    {0.731, "g rises everywhere, so g(-1) is below g(0), which is 0.5."},
  },
  because = [[
    g(-z) = 1 - g(z): the sigmoid is symmetric about the point (0, 0.5). At -10 and 10 it is
    within 0.00005 of 0 and 1.]],
  try = "g_table:slice(11, 21) + g_table:slice(11, 1, -1). Why are all elements the same?",
}
for z = -10, 10 do print(("%4d  %.6f"):format(z, g(z))) end
z = vector.range(-10, 10)
g_table = 1 / (1 + exp(-z))
built_in = sigmoid(z)
print("largest difference of the built-in sigmoid:", abs(g_table - built_in):max() < 1e-15 and
  "below 1e-15")
lesson.expect(g_table, built_in, 1e-15, "the table")
lesson.expect({built_in[1], built_in[10], built_in[12], built_in[21]},
  {4.5397868702434395e-05, 0.2689414213699951, 0.7310585786300049, 0.9999546021312976}, 1e-15)

step{
  title = "Checking against tanh",
  text = [[
    The C library provides tanh, the hyperbolic tangent, which has been tested for decades. The
    sigmoid is a shifted and scaled tanh: g(z) = (1 + tanh(z / 2)) / 2. So we can use it as a
    check.]],
  question = "Will the two agree?",
  answer = true,
  why = "The formula above is exact; only rounding can differ.",
}
theirs = (1 + tanh(z / 2)) / 2
lesson.expect(built_in, theirs, 1e-15, "the sigmoid by tanh")
print("tanh gives the same: ", abs(built_in - theirs):max() < 1e-15)

step{
  title = "Rounding to 1",
  text = [[
    In exact arithmetic g(z) approaches 1 but never reaches it. A computer stores about 16
    digits.]],
  question = "On a computer, is there a z for which g(z) is exactly 1?",
  answer = true,
  why = "Not in exact arithmetic. But a computer rounds 1 - 1e-20 to 1.",
  because = [[
    From z = 37 on, the difference from 1 is too small for 16 digits. Then log(1 - g(z)) is
    log(0), or minus infinity. The next lesson needs this logarithm and must compute it in
    another way.]],
}
print("1 - g(36) =", 1 - sigmoid(36))
print("1 - g(37) =", 1 - sigmoid(37))
lesson.expect(sigmoid(37), 1, 0)

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
    With a large w, the probability goes from near 0 to near 1 within a few millimeters. b shifts
    the curve sideways.]],
}
m = model.logistic{w = 2, b = -5}
print("f(2), f(2.5), f(3):", m:probability(vector{2, 2.5, 3}))
print("by hand:           ", g(2 * 2 - 5), g(2 * 2.5 - 5), g(2 * 3 - 5))
lesson.expect(m:probability(vector{2, 2.5, 3}), {g(-1), 0.5, g(1)}, 1e-15, "f")

f = plot.figure{rows = 1, columns = 3, size = {1500, 430}}
f[1]:func(g, -10, 10, {linewidth = 3})
f[1]:scatter({0}, {0.5}, {color = "red", size = 9})
f[1]:annotate(0, 0.5, "g(0) = 0.5", {at = {5, 0.35}})
f[1]:title("The sigmoid g(z)"):xlabel("z"):ylabel("g(z)")
f[2]:title("b = -2.5 w: w sets the steepness"):xlabel("x"):ylabel("g(w x + b)")
for _, w in ipairs{1, 2, 8} do
  f[2]:func(function(x) return g(w * (x - 2.5)) end, 0, 5, {label = ("w = %d"):format(w)})
end
f[3]:title("w = 2: b shifts the curve"):xlabel("x"):ylabel("g(w x + b)")
for _, b in ipairs{-2, -5, -8} do
  f[3]:func(function(x) return g(2 * x + b) end, 0, 5, {label = ("b = %d"):format(b)})
end
plot.show()

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
