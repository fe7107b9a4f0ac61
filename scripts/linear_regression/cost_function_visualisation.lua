-- Seeing the cost: a curve, a map, a bowl, and the formula that goes straight to its bottom.
local step, task = lesson.step, lesson.task

step{
  title = "Six houses that fit on no line",
  text = [[
The cost of a line is half the mean of its squared errors: 0 for a perfect line, larger for a
worse one. These six houses are like real ones. A house of 2000 square feet was sold for 480, a
larger one, 2500, for 430.]],
  question = "Can any straight line have cost 0 here? (yes or no)",
  answer = "no",
  because = [[
From 2000 to 2500 square feet the price falls, elsewhere it rises: no straight line does both. So
the aim is no longer "no error" but the least cost of all lines. Here it is for one line, worked
out in three ways.]],
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
local built_in = model.linear{w = 190, b = 45}:cost(x_train, y_train)
print(("w = 190, b = 45: cost %.1f by loop, %.1f by vectors, %.1f built in")
  :format(compute_cost(190, 45), vector_cost(190, 45), built_in))
lesson.expect(vector_cost(190, 45), 1844, 1e-13, "the cost of w = 190, b = 45")

step{
  title = "A curve: one knob turned",
  text = [[
Leave b at 45 and work out the cost for every whole w from 0 to 400. Far too small a w is bad, far
too large a w is bad as well.]],
  question = "The cost over w: a straight line, a wave, or a bowl?",
  answer = {"bowl", "a bowl", "parabola", "a parabola"},
  because = [[
The error of a house is a straight line over w, its square a parabola; a sum of parabolas is one
again. So there is one lowest point, and no small pit to get stuck in.]],
}
w_values = vector.range(0, 400)
costs = w_values:map(function(w) return vector_cost(w, 45) end)
print("with b = 45, the best whole w is", w_values[costs:argmin()])

step{
  title = "A map: both knobs",
  text = [[
Now every pair of w and b. On the map each ring joins pairs of the same cost, like the lines of
equal height on a hiking map. The rings are long, narrow and tilted.]],
  question = "Standing in the valley: if w goes up, must b go up or down to stay there?",
  answer = {"down", "go down"},
  because = [[
A steeper line must start lower: the mean size is 2.23, so 10 more for w wants about 22 less for b.
Books like to draw a round bowl; this one is a valley, 8.5 times as long as it is wide.]],
}
b_values = vector.linspace(-250, 350, 61)
w_grid = vector.linspace(50, 370, 65)
Z = matrix.zeros(#b_values, #w_grid)                  -- a row for each b, a column for each w
for i, b in b_values:each() do
  Z[i] = w_grid:map(function(w) return vector_cost(w, b) end)
end
print(("cost on the map: from %.0f to %.0f"):format(Z:min(), Z:max()))
for _, pair in ipairs{{200, 23}, {210, 1}, {210, 23}} do
  print(("w = %d, b = %2d: cost %.0f"):format(pair[1], pair[2], vector_cost(pair[1], pair[2])))
end

step{
  title = "Straight to the bottom",
  text = [[
For a straight line there is a formula for the lowest point (Legendre 1805, Gauss 1809). w is how x
and y vary together, divided by how x varies; b then puts the line through the mean house.]],
  question = "Will the lowest cost be above or below the 1844 of w = 190, b = 45?",
  answer = {"below", "lower"},
  because = '1735.88: no line does better. Formula, train with method "exact" and library agree.',
  try = "vector_cost(w_best + 1, b_best): one step to any side costs more.",
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
print(("its cost: %.6f"):format(vector_cost(w_best, b_best)))
lesson.expect(w_best, 209.36293436293434, 1e-12, "the best w")
lesson.expect(b_best, 2.42277992278008, 1e-10, "the best b")

-- A point on the map is a whole line: red is w = 190, b = 45, orange the best.
f = plot.figure{rows = 2, columns = 2, size = {1200, 900}}
f[1]:scatter(x_train, y_train, {color = "red", marker = "x", size = 12, label = "houses"})
f[1]:line(x_train, 190 * x_train + 45, {color = "C3", linestyle = "--", label = "w = 190, b = 45"})
f[1]:line(x_train, line:predict(x_train), {color = "C1", label = "the best line"})
f[1]:title("The houses"):xlabel("size (1000 sqft)"):ylabel("price (1000 dollars)")
f[2]:line(w_values, costs)
f[2]:scatter({190}, {1844}, {color = "C3", size = 10, alpha = 1, edgecolor = "white"})
f[2]:title("Cost for every w, with b = 45"):xlabel("w"):ylabel("cost")
f[3]:contour(w_grid, b_values, Z, {levels = 12, log = true, filled = true})
f[3]:scatter({190}, {45}, {color = "C3", size = 10, alpha = 1, edgecolor = "white"})
f[3]:scatter({w_best}, {b_best}, {color = "C1", size = 10, alpha = 1, edgecolor = "white"})
f[3]:title("Cost for every w and b"):xlabel("w"):ylabel("b")
f[4]:surface(w_grid, b_values, Z)
f[4]:title("The same as a bowl"):xlabel("w"):ylabel("b"):zlabel("cost")
plot.show()

task{
  text = "Keep w at 190. Which b gives the least cost?",
  value = y_train:mean() - 190 * x_train:mean(),
  tolerance = 0.001,
  hints = {
    "Try some: vector_cost(190, 45), vector_cost(190, 50). Which side is lower?",
    "The best line goes through the mean house, whatever its w: mean size, mean price.",
    "w times x_train:mean() plus b must be y_train:mean().",
  },
  solution = "y_train:mean() - 190 * x_train:mean()",
}
