-- Gradients by themselves: write the cost, and let the program differentiate it.
local step, task = lesson.step, lesson.task

-- Draws the data, and a line for each model.
local function draw_lines(x, y, lines)
  plot.figure()
  plot.scatter(x, y, {label = "actual"})
  local ends = vector{x:min(), x:max()}
  for _, line in ipairs(lines) do plot.line(ends, line.w * ends + line.b, {label = line.label}) end
  plot.legend()
  plot.show()
end

step{
  title = "A chain of small steps",
  text = [[
    Every formula is a chain of small steps, and each step has a simple derivative. f(w) is
    computed in two: s1 = w - 3, then s2 = s1². grad records the steps while f runs, and then
    multiplies their derivatives, from the last step to the first. This is the chain rule.]],
  question = "What is the derivative of (w - 3)² at w = 1?",
  answer = -4, tolerance = 1e-9,
  again = function(draw)
    local a, w = draw(4, 8), draw(1, 3)
    return {question = ("What is the derivative of (w - %d)² at w = %d?"):format(a, w),
      answer = 2 * (w - a), tolerance = 1e-9,
      why = {{2 * (a - w), "The size is right. But the function falls there as w grows."},
        {w - a, "That is w - a. The derivative of its square is twice as large."}},
      because = ("2 * (%d - %d)."):format(w, a)}
  end,
  why = {
    {4, "The size is right. But at w = 1, left of the minimum, f falls as w grows."},
    {-2, "That is s1 = w - 3. The derivative of its square is 2 * s1."},
    {2, "The derivative of a square is 2 * s1, and s1 is 1 - 3."},
  },
  because = [[
    s1 is 1 - 3 = -2. The derivative of s1² is 2 * s1 = -4, that of w - 3 is 1, and their product
    is {slope%.0f}.]],
  try = "grad(f, 3), at the minimum. And why(grad.tape(f, 5)).",
}
function f(w) return (w - 3) ^ 2 end
slope = grad(f, 1)
print(slope)
print(why(grad.tape(f, 1)))

step{
  title = "Not by differences",
  text = [[
    A derivative can also be estimated: nudge w by a small h, and divide the change of f by h. We
    do it for g(w) = exp(w) at w = 1, with smaller and smaller h. The true derivative is exp(1).]],
  question = "Which h gives the smallest error?",
  choices = {"0.01", "1e-8", "1e-15, the smallest"},
  answer = 2,
  why = {
    [1] = "With h = 0.01, the curve of g bends visibly between the two points.",
    [3] = "g(1) and g(1 + 1e-15) agree in almost all digits, and the difference is what is left.",
  },
  because = [[
    With a large h the curve bends, and with a tiny h almost all digits cancel: with 1e-15 the
    error is {worst%.2f}. grad is right to the last digit or so, because it uses no differences.]],
}
function g(w) return exp(w) end
for _, h in ipairs{1e-2, 1e-5, 1e-8, 1e-12, 1e-15} do
  estimate = (g(1 + h) - g(1)) / h
  worst = math.abs(estimate - exp(1))
  print(("h = %.0e  error %.1e"):format(h, worst))
end
print(("grad         error %.1e"):format(math.abs(grad(g, 1) - exp(1))))

step{
  title = "The gradient of a cost",
  text = [[
    In the lesson gradient_descent we derived dj_dw and dj_db by hand. Now we only write the cost.
    It has two arguments, so grad returns two derivatives. The last line of the code prints what a
    model computes with the formulas.]],
  question = "How many times does grad run the cost to get both derivatives?",
  choices = {"once", "twice: once for each argument",
    "three times: once, and with a nudge of each"},
  answer = 1,
  why = {
    [2] = "Going back through the steps, each step serves both w and b.",
    [3] = "That is what differences would need. grad nudges nothing.",
  },
  because = [[
    One run records the steps, and one pass back through them finds all derivatives: {dj_dw%.1f}
    and {dj_db%.1f}, as by hand. With a million weights it is still one run. That is why neural
    networks can be trained.]],
}
x, y = vector{1, 2, 3}, vector{300, 500, 600}
function cost(w, b) return ((w * x + b - y) ^ 2):mean() / 2 end
dj_dw, dj_db = grad(cost, 0, 0)
print(dj_dw, dj_db)
print(model.linear{w = 0, b = 0}:gradient(x, y))
lesson.expect(dj_dw, -(300 + 1000 + 1800) / 3)

step{
  title = "Loops and branches",
  text = [[
    A function may also contain branches. bent has one slope for positive x and another one
    otherwise. grad follows the branch that is taken.]],
  question = "What is the derivative of bent at x = -5?",
  answer = -1, tolerance = 1e-9,
  why = {
    {2, "That is the slope for positive x, the other branch."},
    {5, "That is the value. At -5, bent returns -x, which is 5."},
    {1, "The branch returns -x: it falls by 1 as x grows by 1."},
  },
  because = "At -5 the second branch runs: its slope is {left%.0f}. At 5 it is {right%.0f}.",
  try = "grad(bent, 0). At the bend itself, grad follows the branch that Lua takes.",
}
function bent(x)
  if x > 0 then return 2 * x end
  return -x
end
left, right = grad(bent, -5), grad(bent, 5)
print(left, right)

step{
  title = "A cost of your own",
  text = [[
    One of the five prices was mistyped: 3000 instead of 800. With squared errors, this one example
    counts more than all the others. The Huber cost squares only small errors; the cost of a large
    one is proportional to it. We write a smooth form of it, without a gradient, and train.]],
  question = "Which line is closer to the four correct prices?",
  choices = {"that of the squared error", "that of the Huber cost", "both are the same"},
  answer = 2,
  why = {
    [1] = "The squared error of the wrong price outweighs the rest and pulls the line toward it.",
    [3] = "The costs differ for large errors, and one error is very large.",
  },
  because = [[
    The correct prices rise by 150 from one size to the next. The line of the squared error rises by
    {squared.w[1]%.0f}, that of the Huber cost by {robust.w[1]%.0f}.]],
}
sizes, prices = vector{1, 2, 3, 4, 5}, vector{200, 350, 500, 650, 3000}
squared = model.linear()
train(squared, sizes, prices, {method = "exact"})
robust = model.custom{
  predict = function(X, w, b) return X:dot(w) + b end,
  cost = function(X, y, w, b)
    local e = X:dot(w) + b - y
    return (sqrt(1 + (e / 10) ^ 2) - 1):mean()  -- like e² near 0, like |e| far from 0
  end,
}
train(robust, sizes, prices, {method = "lbfgs", iterations = 2000})
draw_lines(sizes, prices, {{w = squared.w[1], b = squared.b, label = "squared error"},
  {w = robust.w[1], b = robust.b, label = "Huber"}})

task{
  text = [[
    Find the minimum of h(w) = (w - 2)⁴ + w² by gradient descent: start with w = 0, and repeat
    w = w - 0.02 * slope 500 times. Let grad compute the slope.]],
  check = function()
    if type(w) ~= "number" then return false, "w is not a number" end
    local slope = 4 * (w - 2) ^ 3 + 2 * w
    return math.abs(slope) < 1e-6, ("at w = %.6g the slope is %.3g"):format(w, slope)
  end,
  hints = {
    "Write h as a function, then a loop: for i = 1, 500 do ... end.",
    "In the loop: w = w - 0.02 * grad(h, w)",
  },
  solution = [[
function h(w) return (w - 2) ^ 4 + w ^ 2 end
w = 0
for i = 1, 500 do w = w - 0.02 * grad(h, w) end]],
}

lesson.done()
