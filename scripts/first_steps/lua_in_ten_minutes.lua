-- Lua in ten minutes: the language of all lessons, for people who know a little Python.
local step, task = lesson.step, lesson.task

step{
  title = "Variables and arithmetic",
  text = [[
    The lessons are written in Lua, a small language. Here is what you need if you know a little
    Python. Two hyphens start a comment. One assignment can set several variables.]],
  question = "What is 2 ^ 3?",
  answer = 8,
  again = function(draw)
    local base, power = draw(3, 5), draw(2, 3)
    return {question = ("What is %d ^ %d in Lua?"):format(base, power), answer = base ^ power,
      why = {{base * power, "^ is the power, not a product."}},
      because = "^ is the power, Python's **."}
  end,
  why = {
    {1, "In Python, ^ is the exclusive or. In Lua it is the power, Python's **."},
    {6, "That is 2 * 3. ^ is the power, Python's **."},
    {9, "That is 3 ^ 2."},
  },
  because = [[
    ^ is the power, Python's **. The rest is as in Python: / divides, // divides and rounds down,
    and % is the remainder. The results of ^ and / are floats, so print shows {power%.1f}.]],
  try = "a / b. At the prompt you need no print: the value of an expression is shown.",
}
a, b = 7, 2
print(a + b, a * b, a / b, a // b, a % b)
a, b = b, a            -- swaps the two
power = a ^ 3
print("now a is", a, "and a ^ 3 is", power)

step{
  title = "Local variables",
  text = [[
    A variable that is declared with local exists only inside its block, here the body of the
    function. A function's body ends with the word end; indentation has no meaning.]],
  question = "What do product and result contain after the call?",
  choices = {"nothing and nothing", "12 and 12", "nothing and 12"},
  answer = 3,
  why = {
    [1] = "In Python, a variable that a function assigns is local to it. Lua has the word local.",
    [2] = "product is declared with local, so it does not exist outside the function.",
  },
  because = [[
    result is global, because nothing declares it local. product does not exist here: its value
    is nil, Python's None. Inside functions, use local. The lessons leave their own variables
    global, so that you can use them at the prompt.]],
}
function area(width, height)
  local product = width * height
  result = product
  return product
end
area(3, 4)
print(product, result)

step{
  title = "Strings and printing",
  text = [[
    Strings have single or double quotes, as in Python, and two dots join them. print separates
    its arguments with tabs. format inserts values, here with two decimal places.]],
  question = 'What is "3" .. 4?',
  choices = {"7", '"34"', "an error"},
  answer = 2,
  why = {
    [1] = ".. never adds. It always joins.",
    [3] = "In Python it would be one. Lua converts the number to a string.",
  },
  because = [[
    .. converts numbers to strings and joins. #town is the length, Python's len(town), and
    town:upper() is a method: it is called with a colon.]],
  try = '("%5.1f|"):format(3.14159), then with other numbers instead of 5 and 1.',
}
town, price = "Ames", 181.5
print(town, price)
print(town .. " costs " .. price)
print(("%s costs %.2f"):format(town, price))
print(#town, town:upper())

step{
  title = "Tables as lists",
  text = [[
    A table holds many values. As a list, it is written with braces, and # is its length.]],
  question = "prices[0] would be the first element in Python. What is it in Lua?",
  choices = {"the first one, too", "the last one", "nil", "an error"},
  answer = 3,
  why = {
    [1] = "In Lua, the first element is prices[1].",
    [2] = "In Python, that is prices[-1]. In Lua it is prices[#prices].",
    [4] = "A table raises no error for a key that it does not have.",
  },
  because = [[
    Lists start at 1, and there is nothing at 0. So the first element is prices[1], and the last
    one is prices[#prices].]],
}
prices = {300, 500, 460}
prices[#prices + 1] = 232          -- append
print("length:", #prices)
print("first and last:", prices[1], prices[#prices])
print("prices[0]:", prices[0])

step{
  title = "Tables with names",
  text = [[
    The same kind of table also serves as a dictionary: names instead of numbers. house.size is
    short for house["size"].]],
  question = "What is #house?",
  answer = 0,
  why = {
    {3, "Python's len counts all keys. # counts only the elements at 1, 2, 3 and so on."},
    {2, "Python's len counts all keys. # counts only the elements at 1, 2, 3 and so on."},
  },
  because = [[
    This table has no element 1, so as a list it is empty. To remove a name, assign nil to it:
    house.age = nil.]],
  try = "house, which shows all of it. Then house.garden, a name that it does not have.",
}
house = {size = 2104, rooms = 5}
house.age = 45                     -- adds a name
print(house.size, house["size"], house.age)
print("#house:", #house)

step{
  title = "Conditions",
  text = [[
    ~= is Python's !=. A condition is followed by then, and the words and, or and not are as in
    Python.]],
  question = "In Python, 0 counts as false. How does Lua treat it?",
  choices = {"it counts as true", "it counts as false", "it is an error"},
  answer = 1,
  why = {
    [2] = "Only two values count as false, and 0 is not one of them.",
    [3] = "Any value can be a condition.",
  },
  because = [[
    Only false and nil count as false. 0, an empty string and an empty table count as true.]],
}
rooms = 5
if rooms ~= 4 and rooms > 3 then
  print("more than three rooms, but not four")
elseif rooms == 4 then
  print("four rooms")
else
  print("three rooms at most")
end
if 0 then print("0: true") else print("0: false") end

step{
  title = "Loops",
  text = [[
    A for loop counts from a first to a last number, with a step of 1 or the one given. ipairs
    goes through a list in order, like Python's enumerate; pairs goes through all names of a
    table, in any order.]],
  question = "How many times does the loop for i = 0, 10, 2 run?",
  answer = 6,
  again = function(draw)
    local count = draw(4, 8)
    return {question = ("How many times does the loop for i = 0, %d, 3 run?"):format(3 * count),
      answer = count + 1, tolerance = 0, why = {{count, "Lua's for includes the last number."}},
      because = ("The last number is included: 0, 3 and so on up to %d."):format(3 * count)}
  end,
  why = {
    {5, "Python's range(0, 10, 2) leaves out its end. Lua's for includes it."},
    {10, "The third number is the step: 0, 2, 4 and so on."},
    {11, "The third number is the step: 0, 2, 4 and so on."},
  },
  because = [[
    The last number is included: 0, 2, 4, 6, 8, 10. So the numbers 1 to n are for i = 1, n.]],
}
count = 0
for i = 0, 10, 2 do count = count + 1 end
print("for i = 0, 10, 2 runs", count, "times")
for i, value in ipairs(prices) do print(i, value) end
names = 0
for key in pairs(house) do names = names + 1 end
print("names in house:", names)
n = 1
while n < 1000 do n = 2 * n end
print("the first power of 2 from 1000 on:", n)

task{
  text = "Compute the sum of the squares of the numbers from 1 to 100 with a loop, as `total`.",
  check = function()
    return total == 338350, total and "total is " .. tostring(total) or "total does not exist yet"
  end,
  hints = {
    "Start with total = 0, and add one square in each turn of the loop.",
    "The loop is: for i = 1, 100 do ... end",
    "total = 0, and then: for i = 1, 100 do total = total + i ^ 2 end",
  },
  solution = "total = 0 for i = 1, 100 do total = total + i ^ 2 end",
}

step{
  title = "Functions",
  text = [[
    A function may return several values. It is a value itself, so it can be written without a
    name, like Python's lambda.]],
  question = [[
    second is defined as function second(a, b) return b end. What does second(1) return?]],
  choices = {"1", "nil", "nothing: it is an error"},
  answer = 2,
  why = {
    [1] = "1 is the first argument, a.",
    [3] = "In Python it would be. In Lua, an argument that is missing is nil.",
  },
  because = [[
    Arguments that are missing are nil, and arguments that are too many are dropped. The
    functions of mlrepl check theirs and say what is wrong.]],
  try = "??extremes, which shows the source of a function, and ?dot, which explains one.",
}
function extremes(list)
  local least, most = list[1], list[1]
  for _, value in ipairs(list) do
    least, most = math.min(least, value), math.max(most, value)
  end
  return least, most
end
low, high = extremes(prices)
print("lowest and highest:", low, high)
square = function(x) return x ^ 2 end
function second(a, b) return b end
print("square(5), second(1):", square(5), second(1))

step{
  title = "Methods have a colon",
  text = [[
    A vector is a list of numbers for calculations; all lessons use them. Its methods are called
    with a colon. pcall calls a function and catches its error, like Python's try.]],
  question = "What happens if you write v.mean(), with a dot?",
  choices = {"an error: mean gets no vector", "the same as with v:mean()",
    "v gets an element named mean"},
  answer = 1,
  why = {
    [2] = "In Python the dot passes v to the method. In Lua the colon does.",
    [3] = "Only an assignment, with =, adds something.",
  },
  because = [[
    v:mean() is short for v.mean(v): the colon passes v as the first argument, Python's self.]],
}
v = vector{3, 1, 2}
print(v:mean(), v:max(), v.mean(v))
ok, message = pcall(v.mean)          -- calls v.mean()
print("v.mean() fails: " .. message:match("vector:.*"))

step{
  title = "What is missing",
  text = [[
    Lua has no list comprehensions, no slices of tables, no continue and no classes. The lessons
    need none of them.]],
  question = "Which of these is Lua?",
  choices = {"x += 1", "if x != 3 then y = 0 end", "for p in prices do print(p) end",
    "x = x + 1"},
  answer = 4,
  why = {
    [1] = "There is no +=. Write x = x + 1.",
    [2] = "Not equal is ~=.",
    [3] = "Python goes through the list itself. Lua needs ipairs: for _, p in ipairs(prices) do.",
  },
  because = "If you write Python by mistake, the prompt says how Lua writes it.",
  try = "x += 1, x != 3 or 2 ** 3.",
}
x = 2
x = x + 1
print("x is", x)

step{
  title = "Vectors instead of tables",
  text = [[
    A table is a container for any values. A vector contains only numbers, and arithmetic works
    on all of them at once.]],
  question = "What is {1, 2, 3} * 2, a table times 2?",
  choices = {"{2, 4, 6}", "an error", "{1, 2, 3, 1, 2, 3}"},
  answer = 2,
  why = {
    [1] = "A vector would do that. A table may contain anything, so it has no arithmetic.",
    [3] = "Python repeats a list. Lua does not.",
  },
  because = [[
    Tables have no arithmetic. vector{1, 2, 3} * 2 multiplies every number. You now know enough
    Lua for all lessons.]],
  try = "vector(prices) / 1000, and the same with prices itself.",
}
v = vector{1, 2, 3}
print(v * 2, v + 10, v ^ 2)
print(#v, v[1], v[-1])              -- -1 is the last one, as in Python
ok = pcall(function() return {1, 2, 3} * 2 end)
print("Does a table * 2 work?", ok)

task{
  text = [[
    Write a function average(list) that returns the mean of the numbers in a table, so that
    average{300, 500, 460} is 420.]],
  check = function()
    if type(average) ~= "function" then return false, "average is not a function yet" end
    local two, three = average{1, 4}, average{300, 500, 460}
    return two == 2.5 and three == 420,
      ("average{1, 4} returns %s and average{300, 500, 460} %s"):format(two, three)
  end,
  hints = {
    "Add up the numbers in a loop over ipairs(list), and divide by #list.",
    "Begin with: function average(list) local sum = 0",
    "for _, value in ipairs(list) do sum = sum + value end, then return sum / #list",
  },
  solution = "function average(list) local sum = 0 for _, value in ipairs(list) do "
    .. "sum = sum + value end return sum / #list end",
}

lesson.done()
