-- samples.lua - small data sets for explorations that are called without data.

local samples = {}

-- Sizes in 1000 square feet and prices in $1000 of six houses.
function samples.houses()
  return vector{1.0, 1.7, 2.0, 2.5, 3.0, 3.2}, vector{250, 300, 480, 430, 630, 730}
end

-- Sizes in square feet and bedrooms, and prices in $1000.
function samples.rooms()
  return matrix{{2104, 5}, {1416, 3}, {1534, 3}, {852, 2}, {1940, 4}, {1236, 3}, {3000, 4},
    {1985, 4}, {1100, 2}, {2400, 3}}, vector{460, 232, 315, 178, 369, 285, 540, 347, 240, 419}
end

-- Two classes that no straight line separates.
function samples.classes()
  local rows, y = {}, vector.zeros(24)
  for k = 1, 12 do
    local angle = k * math.pi / 6
    local far = 0.8 + 0.25 * math.sin(5 * k)
    rows[k] = {far * math.cos(angle), far * math.sin(angle)}
    rows[k + 12] = {(far + 1.1) * math.cos(angle + 0.2), (far + 1.1) * math.sin(angle + 0.2)}
    y[k] = 1
  end
  return matrix(rows), y
end

-- Scores of two overlapping classes.
function samples.scores()
  local y, p = vector.zeros(60), vector.zeros(60)
  for k = 1, 60 do
    y[k] = k <= 24 and 1 or 0
    p[k] = 1 / (1 + math.exp(-(1.6 * math.sin(7.3 * k * k) + (k <= 24 and 1.1 or -1.1))))
  end
  return y, p
end

-- A quadratic with noise.
function samples.curve()
  local x, y = vector.zeros(30), vector.zeros(30)
  for k = 1, 30 do
    x[k] = (k - 1) / 29 * 6
    y[k] = (x[k] - 2) ^ 2 + 2 * math.sin(9.1 * k * k)
  end
  return x, y
end

return samples
