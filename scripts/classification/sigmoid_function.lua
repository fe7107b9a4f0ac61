-- The sigmoid function: any number becomes a probability.
local step, task = lesson.step, lesson.task

step{
  title = "From any number to one between 0 and 1",
  text = [[
    A line w x + b can give any number z, from far below 0 to far above 1. A probability cannot. The
    sigmoid turns the one into the other:

        g(z) = 1 / (1 + e^-z)

    e^-z is huge when z is far below 0, and nearly nothing when z is far above.]],
  question = "What is g(0)? (e^0 is 1)",
  answer = 0.5,
  because = "1 / (1 + 1). At z = 0 it is undecided: as likely as not.",
}
function g(z) return 1 / (1 + math.exp(-z)) end
print("g(0) =", g(0))
lesson.expect(g(0), 0.5, 0, "g(0)")

step{
  title = "A table",
  text = "Whole numbers from -10 to 10: a loop, and then all at once as vectors.",
  question = "g(1) is 0.731. What is g(-1)?",
  answer = 0.269,
  because = [[
    g(-z) = 1 - g(z): what is likely for yes is unlikely for no. At -10 and at 10 it is closer than
    0.00005 to 0 and to 1.]],
  try = "g_table:slice(11, 21) + g_table:slice(11, 1, -1): why is it what it is?",
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
  title = "Somebody else's curve",
  text = [[
    Every C library has tanh, the hyperbolic tangent, well tested for decades. The sigmoid is the
    same curve, moved and stretched: g(z) = (1 + tanh(z / 2)) / 2. So it can check ours.]],
  question = "Will the two agree? (yes or no)",
  answer = "yes",
}
theirs = (1 + tanh(z / 2)) / 2
lesson.expect(built_in, theirs, 1e-15, "the sigmoid by tanh")
print("with tanh, the same: ", abs(built_in - theirs):max() < 1e-15)

step{
  title = "Never quite 1?",
  text = [[
    On paper g(z) comes near to 1 and never gets there. A computer keeps 16 digits.]],
  question = "On the computer: is there a z with g(z) exactly 1? (yes or no)",
  answer = "yes",
  because = [[
    From z = 37 on, what is missing to 1 is smaller than the last digit. Then log(1 - g(z)) is
    log(0), minus infinity: the next lesson needs just that number, and must get it another way.]],
}
print("1 - g(36) =", 1 - sigmoid(36))
print("1 - g(37) =", 1 - sigmoid(37))
lesson.expect(sigmoid(37), 1, 0)

step{
  title = "What w and b do",
  text = [[
    A logistic model is f(x) = g(w x + b). The sigmoid is 0.5 where w x + b = 0, which is at
    x = -b / w: there the model changes its mind. The picture shows three of each.]],
  question = "With b = -2.5 w it is 0.5 at x = 2.5. Does a larger w make it steeper or flatter?",
  answer = "steeper",
  because = [[
    A large w hardly hesitates: from no to yes in a few millimetres. b moves the curve sideways.]],
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
f[2]:title("b = -2.5 w: w is how steep"):xlabel("x"):ylabel("g(w x + b)")
for _, w in ipairs{1, 2, 8} do
  f[2]:func(function(x) return g(w * (x - 2.5)) end, 0, 5, {label = ("w = %d"):format(w)})
end
f[3]:title("w = 2: b is how far to the right"):xlabel("x"):ylabel("g(w x + b)")
for _, b in ipairs{-2, -5, -8} do
  f[3]:func(function(x) return g(2 * x + b) end, 0, 5, {label = ("b = %d"):format(b)})
end
plot.show()

task{
  text = [[
    Set m.w and m.b so that the model is undecided at 2.5 cm and gives 0.9 at 3 cm (0.005 more or
    less will do).]],
  check = function()
    local half, nine = m:probability(2.5), m:probability(3)
    return abs(half - 0.5) < 0.005 and abs(nine - 0.9) < 0.005,
      ("it gives %.3f at 2.5 cm and %.3f at 3 cm"):format(half, nine)
  end,
  hints = {
    "Keep b = -2.5 w, so that 2.5 cm stays undecided, and make w larger.",
    "g(z) = 0.9 at z = log(9), about 2.2. At 3 cm z is w * 0.5.",
    "m.w = 2 * log(9), and m.b = -2.5 * m.w[1].",
  },
  solution = "m.w, m.b = 4.394, -10.985",
}
