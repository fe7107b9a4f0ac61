-- A cost of your own: Huber's, which a few odd houses cannot pull about.
--
-- Five giants of Ames, three of them sold unfinished for a third of what they
-- should cost, tilt the line of least squares. Huber (1964) counts an error as
-- its square up to delta, beyond it only as its size. Nothing of it is built
-- in: the cost and its slope are plain Lua. Change first: delta.

local delta = 0.3 -- in 100 000 dollars

local ames = data.load("ames")
local x = ames.living_area / 1000 -- 1000 square feet
local y = ames.price / 1e5        -- 100 000 dollars

local function predict(X, w, b) return X:dot(w) + b end

-- Which errors are small: 1 for these, 0 for the others.
local function small(errors) return abs(errors):le(delta) end

local function cost(X, targets, w, b)
  local errors = predict(X, w, b) - targets
  local is_small, size = small(errors), abs(errors)
  local losses = is_small * size ^ 2 / 2 + (1 - is_small) * (size - delta / 2) * delta
  return losses:mean()
end

-- The slope of a loss is the error, cut off at delta.
local function gradient(X, targets, w, b)
  local errors = predict(X, w, b) - targets
  local is_small = small(errors)
  local pull = is_small * errors + (1 - is_small) * sign(errors) * delta
  return dot(pull, X) / #targets, pull:mean()
end

-- Trust a gradient only after it was checked against differences of the cost.
local huber = model.custom{predict = predict, cost = cost, gradient = gradient, w = {0.5}, b = 0.2}
print(check_gradient(huber, x, y))

local run = train(huber, x, y, {alpha = 0.5, iterations = 20000, tolerance = 1e-9})
print(("Huber: %s after %d iterations, cost %.6f"):format(run.reason, run.iterations,
  run.final_cost))

local squares = model.linear()
train(squares, x, y, {method = "exact"})
for _, one in ipairs{{"squares", squares}, {"Huber", huber}} do
  print(("%-8s %.2f dollars a square foot, and %.0f"):format(one[1], one[2].w[1] * 100,
    one[2].b * 1e5))
end

-- And without the giants? The line that moves less was the steadier one.
local ordinary = x:le(4)
local again = model.linear()
train(again, x:where(ordinary), y:where(ordinary), {method = "exact"})
print(("squares without the giants: %.2f dollars a square foot"):format(again.w[1] * 100))
huber.w, huber.b = {0.5}, 0.2
train(huber, x:where(ordinary), y:where(ordinary),
  {alpha = 0.5, iterations = 20000, tolerance = 1e-9})
print(("Huber without the giants:   %.2f dollars a square foot"):format(huber.w[1] * 100))

plot.scatter(x, y, {size = 4, alpha = 0.3, label = "2930 sales"})
plot.scatter(x:where(1 - ordinary), y:where(1 - ordinary), {color = "C3", label = "the giants"})
plot.line({0, 6}, squares:predict(vector{0, 6}), {color = "C1", label = "least squares"})
plot.line({0, 6}, run:at(run.iterations):predict(vector{0, 6}), {color = "C2", label = "Huber"})
plot.title("Two ideas of a good line")
plot.xlabel("living area (1000 sqft)")
plot.ylabel("price (100 000 dollars)")
plot.show()
