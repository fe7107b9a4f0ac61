-- Vectorization: compute with whole vectors instead of loops.
local step, task = lesson.step, lesson.task

-- The picture; at the prompt, ??draw_times shows the source.
function draw_times(sizes, by_vector, by_table, by_dot)
  plot.figure{size = {700, 430}}
  plot.line(sizes, by_vector, {marker = "o", label = "loop over a vector"})
  plot.line(sizes, by_table, {marker = "s", label = "loop over a table"})
  plot.line(sizes, by_dot, {marker = "^", label = "dot"})
  plot.axes():log_x():log_y():title("Time for one dot product")
  plot.axes():xlabel("elements"):ylabel("seconds")
  plot.show()
end

step{
  title = "Creating vectors",
  text = "A vector is a sequence of numbers. There are several ways to create one.",
  question = "How many elements does vector.range(0, 1, 0.25) have?",
  answer = 5,
  again = function(draw)
    local steps = draw(3, 9)
    return {question = ("How many elements does vector.range(0, %d, 2) have?"):format(2 * steps),
      answer = steps + 1, why = {{steps, "That is the number of steps, not of elements."}},
      because = "Both endpoints are included."}
  end,
  why = {{4, "There are four steps of 0.25. How many numbers do they connect?"}},
  because = [[
    Both endpoints are included, as in Lua's for loop. (NumPy's arange excludes the last one.)]],
}
print("zeros, list:   ", vector.zeros(4), vector{5, 4, 3, 2})
print("range, random: ", vector.range(0, 1, 0.25), vector.random(2))

step{
  title = "Indexing",
  text = "The vector a holds the numbers 0 to 9. Square brackets select one element.",
  question = "What is a[3]?",
  answer = 2,
  again = function(draw)
    local i = draw(4, 9)
    return {question = ("The vector a holds the numbers 0 to 9. What is a[%d]?"):format(i),
      answer = i - 1, tolerance = 0, why = {{i, "The first element, a[1], is 0."}},
      because = ("Indices start at 1, so a[%d] is %d."):format(i, i - 1)}
  end,
  why = {{3, "Indices start at 1, but the first element here is 0."}},
  because = "Indices start at 1, so the third element is 2. a[-1] is the last element.",
  try = "a[11]. What happens when the index is out of range?",
}
a = vector.range(0, 9)
print("a, a[3], a[-1]:", a, a[3], a[-1])

step{
  title = "Slicing",
  text = "a:slice(first, last, step) selects part of a.",
  question = "How many elements does a:slice(3, 7) have?",
  answer = 5,
  again = function(draw)
    local from, count = draw(2, 4), draw(4, 6)
    return {question = ("How many elements does a:slice(%d, %d) have?")
      :format(from, from + count - 1),
      answer = count, why = {{count - 1, "Both endpoints are included."}},
      because = "Both endpoints are included."}
  end,
  why = {{4, "7 - 3 is 4, but both endpoints are included."}},
  because = [[
    Both endpoints are included again. A slice is a view, not a copy: assigning to it changes a.]],
  try = "a:slice(3, 7):copy()[1] = 0. Does a change?",
}
print("a:slice(3, 7):   ", a:slice(3, 7))
print("a:slice(3, 7, 2):", a:slice(3, 7, 2))
a:slice(3, 7)[1] = 200
print("a, after a:slice(3, 7)[1] = 200:", a)

step{
  title = "Elementwise operations",
  text = "Operations with a number or with a vector of the same length work element by element.",
  question = "What is vector{1, 2, 3} * vector{10, 100, 1000}?",
  choices = {"a number", "a vector of three numbers", "an error"},
  answer = 2,
  why = {
    [1] = "You may think of the dot product, dot(a, b). Here * is between two vectors.",
    [3] = "It is an error only if the vectors have different lengths.",
  },
  because = "The first element times the first, the second times the second, and so on.",
  try = "a + vector{1, 2}. What happens when the lengths differ?",
}
a, b = vector{1, 2, 3}, vector{10, 100, 1000}
print("-a, 5 * a, a ^ 2:", -a, 5 * a, a ^ 2)
print("a + b, a * b:    ", a + b, a * b)
print("sum, mean of a:  ", a:sum(), a:mean())

step{
  title = "The dot product",
  text = [[
    Multiply element by element, then add up. A linear model's prediction is the dot product of
    weights and features, plus b.]],
  question = "What is the dot product of [1, 2, 3, 4] and [-1, 4, 3, 2]?",
  answer = 24,
  again = function(draw)
    local a, b, c, d = draw(1, 5), draw(1, 5), draw(1, 5), draw(1, 5)
    return {question = ("What is the dot product of [%d, %d] and [%d, %d]?"):format(a, b, c, d),
      answer = a * c + b * d, because = ("%d * %d + %d * %d."):format(a, c, b, d)}
  end,
  why = {
    {26, "1 times -1 is -1, not 1."},
    {18, "You added all the numbers. Multiply them in pairs, then add."},
  },
  because = [[
    -1 + 8 + 9 + 8 = 24: a single number. The code computes it with a loop, as a sum of products,
    and with dot.]],
}
function my_dot(p, q)
  local sum = 0
  for i = 1, #p do sum = sum + p[i] * q[i] end
  return sum
end
a, b = vector{1, 2, 3, 4}, vector{-1, 4, 3, 2}
print("three ways:", my_dot(a, b), (a * b):sum(), dot(a, b))

step{
  title = "Speed",
  text = [[
    We time the same dot product for up to a million numbers. We also time a loop over plain Lua
    tables.]],
  question = "Which is fastest?",
  choices = {"the loop over vectors", "the loop over tables", "dot"},
  answer = 3,
  why = {
    [1] = "Every v[i] is a call, and each call checks the index.",
    [2] = "It is the faster of the two loops, but the interpreter still runs several "
      .. "instructions for every number.",
  },
  because = [[
    A loop runs several interpreter instructions for every number, but dot is a single call. That
    explains most of the difference. The rest comes from the processor, which can multiply
    several numbers at once. (The loop over vectors is slowest because every index is checked.)]],
}
function seconds(f, p, q)                            -- mean time of one call
  f(p, q)                                            -- the first call is slower
  local times, start = math.max(2e5 // #p, 1), os.clock()
  for _ = 1, times do f(p, q) end
  return math.max(os.clock() - start, 1e-6) / times
end
sizes = {100, 1000, 10000, 100000, 1000000}
by_vector, by_table, by_dot = {}, {}, {}
for i, n in ipairs(sizes) do
  local p, q = vector.random(n), vector.random(n)
  by_vector[i] = seconds(my_dot, p, q)
  by_table[i] = seconds(my_dot, p:totable(), q:totable())
  by_dot[i] = seconds(dot, p, q)
end
print("A million numbers on this computer. Compared with dot, the time")
print(("of the loop over tables is  %4.0f times as long,"):format(by_table[5] / by_dot[5]))
print(("of the loop over vectors is %4.0f times as long."):format(by_vector[5] / by_dot[5]))
draw_times(sizes, by_vector, by_table, by_dot)

step{
  title = "Matrices",
  text = "A matrix has one row per example. X:dot(w) takes the dot product of every row with w.",
  question = "X has 3 rows and 2 columns. How many elements does X:dot(w) have?",
  answer = 3,
  again = function(draw)
    local rows, columns = draw(4, 9), draw(2, 3)
    return {question = ("X has %d rows and %d columns. How many elements does X:dot(w) have?")
      :format(rows, columns), answer = rows, tolerance = 0,
      why = {{columns, "w has that many. The result has one number for every row of X."},
        {rows * columns, "That is the size of X. Each row gives one number."}},
      because = "One for every row."}
  end,
  why = {
    {2, "w has 2 elements. The result has one number for every row of X."},
    {6, "That is the size of X. Each row gives one number."},
  },
  because = [[
    One per row, so all houses are predicted at once. X[2] is a row, and X[2][1] is a number in
    that row.]],
}
X = vector.range(1, 6):reshape(3, 2)
print(X)
w = vector{10, 1}
print("X[2], X[2][1], X:column(1):", X[2], X[2][1], X:column(1))
print("X:dot(w):", X:dot(w), "row by row:", my_dot(X[1], w), my_dot(X[2], w), my_dot(X[3], w))

errors = vector{1, -2, 3}
task{
  text = "errors is vector{1, -2, 3}. Compute half the mean of its squares without a loop.",
  value = 14 / 6,
  hints = {
    "errors ^ 2 squares every element.",
    "dot(errors, errors) is the sum of the squares, and #errors is the number of elements.",
    "dot(errors, errors) / (2 * #errors)",
  },
  solution = "dot(errors, errors) / (2 * #errors)",
}
