-- A cost function of your own: the Huber loss, which is robust to outliers.
--
-- Five very large houses in Ames, three of them sold unfinished for a third of
-- the usual price, tilt the least-squares line. The Huber loss (1964) is
-- quadratic for errors up to delta and linear beyond. It is not built in: the
-- cost and its gradient are plain Lua. Try changing: delta.

local delta = 0.3 -- in units of 100 000 dollars

local ames = data.load("ames")
local x = ames.living_area / 1000 -- in 1000 square feet
local y = ames.price / 1e5        -- in 100 000 dollars

local function predict(X, w, b) return X:dot(w) + b end

-- A mask: 1 where an error is at most delta, 0 elsewhere.
local function small(errors) return abs(errors):le(delta) end

local function cost(X, targets, w, b)
  local errors = predict(X, w, b) - targets
  local is_small, size = small(errors), abs(errors)
  local losses = is_small * size ^ 2 / 2 + (1 - is_small) * (size - delta / 2) * delta
  return losses:mean()
end

-- The derivative of the loss is the error, clipped to the range ±delta.
local function gradient(X, targets, w, b)
  local errors = predict(X, w, b) - targets
  local is_small = small(errors)
  local pull = is_small * errors + (1 - is_small) * sign(errors) * delta
  return dot(pull, X) / #targets, pull:mean()
end

-- Before using a gradient, check it against finite differences of the cost.
local huber = model.custom{predict = predict, cost = cost, gradient = gradient, w = {0.5}, b = 0.2}
print(check_gradient(huber, x, y))

-- grad derives it from the cost alone; a model without a gradient is trained that way.
local columns = matrix.columns{x}
local dw, db = grad(function(w, b) return cost(columns, y, w, b) end, huber.w, huber.b)
local own_dw, own_db = huber:gradient(x, y)
print(("grad and the gradient above differ by %.1e"):format(
  math.max(abs(dw - own_dw):max(), math.abs(db - own_db))))

local run = train(huber, x, y, {alpha = 0.5, iterations = 20000, tolerance = 1e-9})
print(("Huber: %s after %d iterations, cost %.6f"):format(run.reason, run.iterations,
  run.final_cost))

local squares = model.linear()
train(squares, x, y, {method = "exact"})
for _, one in ipairs{{"squares", squares}, {"Huber", huber}} do
  print(("%-8s %.2f dollars per square foot, intercept %.0f dollars"):format(one[1],
    one[2].w[1] * 100, one[2].b * 1e5))
end

-- Fit both again without the outliers. The line that moves less is more robust.
local ordinary = x:le(4)
local again = model.linear()
train(again, x:where(ordinary), y:where(ordinary), {method = "exact"})
print(("squares without the outliers: %.2f dollars per square foot"):format(again.w[1] * 100))
huber.w, huber.b = {0.5}, 0.2
train(huber, x:where(ordinary), y:where(ordinary),
  {alpha = 0.5, iterations = 20000, tolerance = 1e-9})
print(("Huber without the outliers:   %.2f dollars per square foot"):format(huber.w[1] * 100))

plot.scatter(x, y, {size = 4, alpha = 0.3, label = "2930 sales"})
plot.scatter(x:where(1 - ordinary), y:where(1 - ordinary), {color = "C3", label = "outliers"})
plot.line({0, 6}, squares:predict(vector{0, 6}), {color = "C1", label = "least squares"})
plot.line({0, 6}, run:at(run.iterations):predict(vector{0, 6}), {color = "C2", label = "Huber"})
plot.title("Least squares and the Huber loss")
plot.xlabel("living area (1000 sq ft)")
plot.ylabel("price (100 000 dollars)")
plot.show()
