-- Vectorization: say it once for all numbers, without a loop.
local step, task = lesson.step, lesson.task

step{
  title = "Making vectors",
  text = "A vector is a row of numbers. There are several ways to make one.",
  question = "How many numbers has vector.range(0, 1, 0.25)?",
  answer = 5,
  because = "Both ends belong to it, as in Lua's for loop. (NumPy's arange leaves the last out.)",
}
print("zeros, a list: ", vector.zeros(4), vector{5, 4, 3, 2})
print("range, random: ", vector.range(0, 1, 0.25), vector.random(2))

step{
  title = "One element",
  text = "The vector a holds the numbers 0 to 9. Square brackets take one of them out.",
  question = "What is a[3]?",
  answer = 2,
  because = "Places are counted from 1, so the third number is 2. a[-1] is the last one.",
  try = "a[11]: what happens when the place is not there?",
}
a = vector.range(0, 9)
print("a, a[3], a[-1]:", a, a[3], a[-1])

step{
  title = "A part of a vector",
  text = "a:slice(first, last, step) takes a part of a.",
  question = "How many numbers has a:slice(3, 7)?",
  answer = 5,
  because = "Both ends again. A slice is a view, no copy: writing into it writes into a.",
  try = "a:slice(3, 7):copy()[1] = 0: does a change?",
}
print("a:slice(3, 7):   ", a:slice(3, 7))
print("a:slice(3, 7, 2):", a:slice(3, 7, 2))
a:slice(3, 7)[1] = 200
print("a, after a:slice(3, 7)[1] = 200:", a)

step{
  title = "Operations",
  text = "With a number, or with a vector of the same length, all is done element by element.",
  question = "What is vector{1, 2, 3} * vector{10, 100, 1000}: one number or three?",
  answer = {"three", "vector"},
  because = "First times first, second times second, and so on.",
  try = "a + vector{1, 2}: what happens when the lengths differ?",
}
a, b = vector{1, 2, 3}, vector{10, 100, 1000}
print("-a, 5 * a, a ^ 2:", -a, 5 * a, a ^ 2)
print("a + b, a * b:    ", a + b, a * b)
print("sum, mean of a:  ", a:sum(), a:mean())

step{
  title = "The dot product",
  text = "Multiply element by element, then add up. Every prediction is weights dot features.",
  question = "By head: [1, 2, 3, 4] dot [-1, 4, 3, 2]?",
  answer = 24,
  because = "-1 + 8 + 9 + 8 = 24: one number. By loop, by sum of products, by dot.",
}
function my_dot(p, q)
  local sum = 0
  for i = 1, #p do sum = sum + p[i] * q[i] end
  return sum
end
a, b = vector{1, 2, 3, 4}, vector{-1, 4, 3, 2}
print("three times:", my_dot(a, b), (a * b):sum(), dot(a, b))

step{
  title = "Who is faster?",
  text = "The same sum for up to a million numbers, timed. Plain Lua tables may try, too.",
  question = "Which will be fastest: the loop over vectors, the loop over tables, or dot?",
  answer = "dot",
  because = [[
For every number a loop asks the interpreter what to do next; dot asks once. That is most of the
gain. The rest: the processor multiplies several numbers at once. (A vector checks each place that
is asked for, so a loop over vectors is slowest.)]],
}
function seconds(f, p, q)                            -- of one call, the mean of many
  local times, start = math.max(2e5 // #p, 1), os.clock()
  for _ = 1, times do f(p, q) end
  return math.max(os.clock() - start, 1e-6) / times
end
local sizes, by_vector, by_table, by_dot = {100, 1000, 10000, 100000, 1000000}, {}, {}, {}
for i, n in ipairs(sizes) do
  local p, q = vector.random(n), vector.random(n)
  by_vector[i], by_dot[i] = seconds(my_dot, p, q), seconds(dot, p, q)
  by_table[i] = seconds(my_dot, p:totable(), q:totable())
end
print(("A million numbers, here and now: over tables about %.0f times as long as dot,")
  :format(by_table[5] / by_dot[5]))
print(("over vectors about %.0f times."):format(by_vector[5] / by_dot[5]))
plot.line(sizes, by_vector, {marker = "o", label = "loop over vectors"})
plot.line(sizes, by_table, {marker = "s", label = "loop over tables"})
plot.line(sizes, by_dot, {marker = "^", label = "dot"})
plot.axes():log_x():log_y():title("Time of one sum of products"):xlabel("numbers"):ylabel("seconds")
plot.show()

step{
  title = "Matrices",
  text = "A matrix has a row for each example. X:dot(w) does the dot product of every row with w.",
  question = "X has 3 rows and 2 columns. How many numbers is X:dot(w)?",
  answer = 3,
  because = "One for each row: all houses priced in one go. X[2] is a row, X[2][1] a number of it.",
}
X = vector.range(1, 6):reshape(3, 2)
print(X)
w = vector{10, 1}
print("X[2], X[2][1], X:column(1):", X[2], X[2][1], X:column(1))
print("X:dot(w):", X:dot(w), "row by row:", my_dot(X[1], w), my_dot(X[2], w), my_dot(X[3], w))

errors = vector{1, -2, 3}
task{
  text = "errors is vector{1, -2, 3}. Without a loop: what is half the mean of its squares?",
  value = 14 / 6,
  hints = {
    "errors ^ 2 squares every element.",
    "dot(errors, errors) squares and adds up at once; #errors is how many there are.",
    "dot(errors, errors) / (2 * #errors)",
  },
  solution = "dot(errors, errors) / (2 * #errors)",
}
