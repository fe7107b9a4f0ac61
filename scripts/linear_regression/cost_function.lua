-- The cost function: one number that says how wrong a line is.
--
-- Two houses: 1000 square feet for 300 thousand dollars, 2000 for 500.
-- A line f(x) = w x + b predicts a price. Which w and b are good ones?
-- "Good" needs a number, so that "better" can mean "smaller".

local x_train = {1.0, 2.0}   -- size in 1000 square feet
local y_train = {300, 500}   -- price in 1000 dollars

-- ---------------------------------------------------------------------------
-- By hand, with a loop. The error of one house is prediction minus price; it
-- is squared, so that too high and too low both count, and big errors count
-- more. Half the mean of the squares is the cost. (The half makes the slope
-- look nicer later: it changes no answer.)

local function compute_cost(x, y, w, b)
  local m = #x
  local sum = 0
  for i = 1, m do
    local f = w * x[i] + b
    sum = sum + (f - y[i]) ^ 2
  end
  return sum / (2 * m)
end

-- A question before each answer: with w = 200 and b = 100 the line predicts
-- 300 and 500. What will its cost be?
print("By hand, with a loop")
print("  w = 200, b = 100:  cost", compute_cost(x_train, y_train, 200, 100))

-- And with w = 150? It predicts 250 and 400: too low by 50 and by 100.
print("  w = 150, b = 100:  cost", compute_cost(x_train, y_train, 150, 100))

-- ---------------------------------------------------------------------------
-- The same with vectors: the loop disappears, the idea stays.

local x, y = vector(x_train), vector(y_train)

local function vector_cost(w, b)
  local errors = w * x + b - y
  return dot(errors, errors) / (2 * #y)
end

print("With vectors")
print("  w = 200, b = 100:  cost", vector_cost(200, 100))
print("  w = 150, b = 100:  cost", vector_cost(150, 100))

-- ---------------------------------------------------------------------------
-- And what the program has built in. It had better agree.

print("Built in")
print("  w = 200, b = 100:  cost", model.linear{w = 200, b = 100}:cost(x, y))
print("  w = 150, b = 100:  cost", model.linear{w = 150, b = 100}:cost(x, y))

-- ---------------------------------------------------------------------------
-- Two more pairs of houses show the same thing: 100 and 300 thousand.
-- The line w = 200, b = -100 meets both: cost 0. w = 50, b = 100 does not.

local other = vector{100, 300}
print("Other prices, 100 and 300")
print("  w = 200, b = -100: cost", model.linear{w = 200, b = -100}:cost(x, other))
print("  w = 50,  b = 100:  cost", model.linear{w = 50, b = 100}:cost(x, other))

-- ---------------------------------------------------------------------------
-- Hold b at 100 and walk w from 0 to 400: the cost draws a bowl. Its lowest
-- point is the best w. Before you look: where will it be?

local w_values = vector.linspace(0, 400, 81)
local costs = w_values:map(function(w) return vector_cost(w, 100) end)
local best = w_values[costs:argmin()]
print("The lowest cost of 81 values of w is at w =", best)

local f = plot.figure{rows = 1, columns = 2, size = {1100, 420}}

f[1]:scatter(x, y, {color = "red", marker = "x", size = 12, label = "the two houses"})
f[1]:line(x, 200 * x + 100, {label = "w = 200, cost 0"})
f[1]:line(x, 150 * x + 100, {linestyle = "--", label = "w = 150, cost 3125"})
f[1]:title("Two lines and two houses")
f[1]:xlabel("size (1000 sqft)")
f[1]:ylabel("price (1000 dollars)")
f[1]:legend()

f[2]:line(w_values, costs)
f[2]:scatter({200, 150}, {0, 3125}, {color = "red", size = 9})
f[2]:title("Cost for every w, with b = 100")
f[2]:xlabel("w")
f[2]:ylabel("cost")

plot.show()

-- To try: change y_train to {300, 480}. Can any line still have cost 0?
