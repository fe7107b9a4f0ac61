-- Plotting the cost: a curve, a contour plot, a surface, and the formula for the best line.
local step, task = lesson.step, lesson.task

-- The pictures; at the prompt, ??draw_contours shows the source.

function draw_lines()                                 -- the houses, and two lines
  plot.scatter(x_train, y_train, {color = "C3", marker = "x", size = 12, label = "houses"})
  plot.line(x_train, 190 * x_train + 45, {linestyle = "--", label = "w = 190, b = 45"})
  plot.line(x_train, line:predict(x_train), {color = "C1", label = "best line"})
  plot.axes():title("The houses"):xlabel("size (1000 sqft)"):ylabel("price (1000 dollars)")
end

function draw_curve()                                 -- the cost against w
  plot.line(w_values, costs)
  plot.scatter({w_low}, {costs:min()}, {color = "C1", size = 11, alpha = 1})
  plot.axes():title("Cost as a function of w (b = 45)"):xlabel("w"):ylabel("cost")
end

function draw_contours()
  plot.contour(w_grid, b_values, Z, {levels = 12, log = true, filled = true, colorbar = "cost"})
  plot.scatter({190}, {45}, {color = "C0", size = 11, alpha = 1, edgecolor = "white",
    label = "w = 190, b = 45"})
  plot.axes():title("Contours of the cost"):xlabel("w"):ylabel("b")
end

function draw_bowl(p)                                 -- p.turn and p.tilt: the viewpoint
  plot.surface(w_grid, b_values, Z, {azim = p.turn, elev = p.tilt})
  plot.axes():title("The cost as a surface"):xlabel("w"):ylabel("b"):zlabel("cost")
end

-- ------------------------------------------------------------------------------------

step{
  title = "Six houses that are not on a line",
  text = [[
    The cost of a line is half the mean of its squared errors: 0 for a perfect fit, larger for a
    worse one. These six prices are more like real data. A house of 2000 square feet sold for 480
    thousand dollars, but a larger one of 2500 square feet sold for only 430.]],
  question = "Can any straight line have cost 0 here?",
  answer = false,
  why = "The prices rise, fall and rise again. A line cannot change direction.",
  because = [[
    From 2000 to 2500 square feet the price falls; everywhere else it rises. No straight line
    can do both. So we look for the line with the lowest cost. For w = 190 and b = 45 it is
    {cost%.0f}, computed in three ways.]],
}
x_train = vector{1.0, 1.7, 2.0, 2.5, 3.0, 3.2}      -- size in 1000 square feet
y_train = vector{250, 300, 480, 430, 630, 730}      -- price in 1000 dollars
function compute_cost(w, b)
  local sum = 0
  for i = 1, #x_train do sum = sum + (w * x_train[i] + b - y_train[i]) ^ 2 end
  return sum / (2 * #x_train)
end
function vector_cost(w, b)
  local errors = w * x_train + b - y_train
  return dot(errors, errors) / (2 * #errors)
end
cost = model.linear{w = 190, b = 45}:cost(x_train, y_train)
print(("w = 190, b = 45: cost %.1f with a loop, %.1f with vectors, %.1f built in")
  :format(compute_cost(190, 45), vector_cost(190, 45), cost))
lesson.expect(vector_cost(190, 45), 1844, 1e-13, "the cost of w = 190, b = 45")

step{
  title = "Cost as a function of w",
  text = [[
    Keep b at 45 and compute the cost for every integer w from 0 to 400. The cost is high when w
    is far too small, and also when it is far too large.]],
  question = "What does the graph of cost against w look like?",
  choices = {"a straight line", "a bowl", "a wave"},
  answer = 2,
  why = {
    [1] = "For each house, the error is a straight line in w. But the cost squares it.",
    [3] = "A wave has many low points. How many values of w should fit best?",
  },
  because = [[
    The error for one house is a linear function of w, so its square is a parabola. A sum of
    parabolas is again a parabola. It has exactly one minimum, so there is no local minimum to
    get stuck in.]],
}
w_values = vector.range(0, 400)
costs = w_values:map(function(w) return vector_cost(w, 45) end)
w_low = w_values[costs:argmin()]
print("with b = 45, the best integer w is", w_low)
draw_curve()
plot.show()

step{
  title = "Cost as a function of w and b",
  text = [[
    Now vary both w and b. In a contour plot each line connects pairs (w, b) with the same cost,
    just as the contour lines on a hiking map connect points of the same height. Here the
    contours are long, narrow and tilted ellipses.]],
  question = "You are at the bottom of the valley and increase w. How must b change to stay there?",
  choices = {"it must rise", "it must fall", "it need not change"},
  answer = 2,
  why = {
    [1] = "Then the line would be steeper and also start higher: too high for every house.",
    [3] = "A steeper line is too high for the large houses. Can b compensate for that?",
  },
  because = [[
    A steeper line must start lower. When w grows by 10, b must fall by about {fall%.0f}, which is
    10 times the mean size. Textbooks often show a round bowl; this one is a long, narrow
    valley.]],
  try = [[
    Find the bottom of the valley: choose w with the key 1 and b with 2, and move them with the
    arrow keys and + and -. In a window or in the browser, click on the contours. Enter ends.

        explore.cost(x_train, y_train)]],
}
b_values = vector.linspace(-250, 350, 61)
w_grid = vector.linspace(50, 370, 65)
Z = matrix.zeros(#b_values, #w_grid)                  -- one row per b, one column per w
for i, b in b_values:each() do
  Z[i] = w_grid:map(function(w) return vector_cost(w, b) end)
end
fall = 10 * x_train:mean()
print(("cost on the grid: from %.0f to %.0f"):format(Z:min(), Z:max()))
for _, pair in ipairs{{200, 23}, {210, 1}, {210, 23}} do
  print(("w = %d, b = %2d: cost %.0f"):format(pair[1], pair[2], vector_cost(pair[1], pair[2])))
end
draw_contours()
plot.show()

step{
  title = "The bowl",
  text = [[
    The same costs can be drawn as heights above the plane of w and b. That is the bowl which
    gradient descent walks down in the next lesson.]],
  question = "What does one point of this surface stand for?",
  choices = {"one house, its size and its price", "one prediction of one line",
    "one line, and its cost for all houses"},
  answer = 3,
  why = {
    [1] = "The axes are w and b, not size and price.",
    [2] = "A line has many predictions. The height sums up all of their errors.",
  },
  because = [[
    Each w and b is a line, and the height is its cost. All six houses are in each height. Seen
    from above, the bowl is the contour plot.]],
  try = [[
    Choose turn or tilt with the up and down keys, and change it with left, right, + and -. Can
    you look straight down? In a window or in the browser, the mouse turns it, too. Enter ends.

        explore{turn = {-180, 180, -60}, tilt = {0, 90, 30}, draw = draw_bowl}]],
}
draw_bowl{turn = -60, tilt = 30}
plot.show()

step{
  title = "The formula for the best line",
  text = [[
    For a straight line there is a formula for the minimum, called least squares (Legendre 1805,
    Gauss 1809). w is the covariance of x and y divided by the variance of x. b is chosen so that
    the line passes through the point (mean size, mean price).]],
  question = "Will the lowest cost be above or below {cost%.0f}, the cost of w = 190, b = 45?",
  choices = {"above", "below"},
  answer = 2,
  why = {
    [1] = "The lowest cost cannot be above the cost of any line.",
  },
  because = [[
    It is {lowest%.2f}, and no line has a lower cost. The formula, train with method "exact" and
    the library all agree.]],
  try = "vector_cost(w_best + 1, b_best). Any change of w or b raises the cost.",
}
dx, dy = x_train - x_train:mean(), y_train - y_train:mean()
w_best = dot(dx, dy) / dot(dx, dx)
b_best = y_train:mean() - w_best * x_train:mean()
print(("formula:  w = %.6f, b = %.6f"):format(w_best, b_best))
line = model.linear()
train(line, x_train, y_train, {method = "exact"})
theirs = library.linear(x_train, y_train)
print(("built in: w = %.6f, b = %.6f"):format(line.w[1], line.b))
print(("library:  w = %.6f, b = %.6f"):format(theirs.w[1], theirs.b))
lowest = vector_cost(w_best, b_best)
print(("lowest cost: %.6f"):format(lowest))
lesson.expect(w_best, 209.36293436293434, 1e-12, "the best w")
lesson.expect(b_best, 2.42277992278008, 1e-10, "the best b")

draw_lines()
plot.show()

task{
  text = "Keep w at 190. Which b gives the lowest cost?",
  value = y_train:mean() - 190 * x_train:mean(),
  tolerance = 0.001,
  hints = {
    "Compare vector_cost(190, 45) and vector_cost(190, 50). Which is lower?",
    "For any w, the best b makes the line pass through (mean size, mean price).",
    "w times x_train:mean() plus b must equal y_train:mean().",
  },
  solution = "y_train:mean() - 190 * x_train:mean()",
}
