-- Gradient descent: let the computer find w and b.
--
-- The cost is a bowl over all w and b. Stand anywhere on it, feel which way is
-- down, take a step, repeat. "Which way is down" is the gradient: two slopes,
-- one for w and one for b.

local x_train = {1.0, 2.0}   -- size in 1000 square feet
local y_train = {300, 500}   -- price in 1000 dollars

local alpha = 0.01           -- the learning rate: how long a step is
local iterations = 10000

local function show(w, b)
  print(("  w %.4f   b %.4f"):format(w, b))
  for _, size in ipairs{1.0, 1.2, 2.0} do
    print(("  a house of %.0f sqft: %.2f thousand dollars"):format(1000 * size, w * size + b))
  end
end

-- ---------------------------------------------------------------------------
-- By hand, with a loop. Each house pulls on w and b by its error; the slope is
-- the mean pull. Where the slope is positive the cost rises with w, so w must
-- go down: that is the minus in the update.

local function compute_gradient(x, y, w, b)
  local m = #x
  local dj_dw, dj_db = 0, 0
  for i = 1, m do
    local err = w * x[i] + b - y[i]
    dj_dw = dj_dw + err * x[i]
    dj_db = dj_db + err
  end
  return dj_dw / m, dj_db / m
end

-- From w = 0 and b = 0, both prices are guessed far too low. A question before
-- the answer: will the two slopes be positive or negative?
print("The slopes at w = 0, b = 0:", compute_gradient(x_train, y_train, 0, 0))

local w, b = 0, 0
for _ = 1, iterations do
  local dj_dw, dj_db = compute_gradient(x_train, y_train, w, b)
  w = w - alpha * dj_dw   -- both slopes first, then both steps:
  b = b - alpha * dj_db   -- w and b move at the same time
end
print("By hand, with a loop")
show(w, b)

-- ---------------------------------------------------------------------------
-- With vectors. All errors at once; `dot` multiplies and adds up.

local x, y = vector(x_train), vector(y_train)

w, b = 0, 0
for _ = 1, iterations do
  local err = w * x + b - y
  w, b = w - alpha * dot(err, x) / #y, b - alpha * err:mean()
end
print("With vectors")
show(w, b)

-- ---------------------------------------------------------------------------
-- Built in: a model holds w and b, `train` changes them, and the run remembers
-- the way. Look at the cost: it falls fast, then slowly. Why? (Look at dj_dw.)

local line = model.linear()
local run = train(line, x, y, {alpha = alpha, iterations = iterations, report = 10})
print("Built in")
show(line.w[1], line.b)

-- ---------------------------------------------------------------------------
-- The cost along the way: its steep beginning, and all the rest.

local first = 100
local f = plot.figure{rows = 1, columns = 2, size = {1100, 420}}

f[1]:line(vector.range(1, first), run.cost:slice(1, first))
f[1]:title("Cost, the first 100 iterations")
f[1]:xlabel("iteration")
f[1]:ylabel("cost")

f[2]:line(vector.range(1000, iterations), run.cost:slice(1000, iterations))
f[2]:title("Cost, from iteration 1000 on")
f[2]:xlabel("iteration")
f[2]:ylabel("cost")

plot.show()

-- ---------------------------------------------------------------------------
-- Too long a step overshoots the bottom, lands higher on the other side, and
-- overshoots again by more. What will happen with alpha = 0.8?

local ok, message = pcall(train, model.linear(), x, y, {alpha = 0.8})
print("With alpha = 0.8:", ok and "fine" or message)

-- To try: alpha = 0.1. How many iterations does it take to get as close?
