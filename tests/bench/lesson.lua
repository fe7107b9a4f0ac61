-- lesson.lua - gradient descent on two examples and its two-panel figure, line by
-- line as peer.py has them.
local x, y = vector{1, 2}, vector{300, 500}
local w, b, costs = 0, 0, vector.zeros(10000)
for k = 1, #costs do
  local dw, db = 0, 0
  for i = 1, #x do
    local e = w * x[i] + b - y[i]
    dw, db = dw + e * x[i], db + e
  end
  w, b = w - 0.01 * dw / 2, b - 0.01 * db / 2
  local cost = 0
  for i = 1, #x do cost = cost + (w * x[i] + b - y[i]) ^ 2 end
  costs[k] = cost / 4
end
local f = plot.figure{columns = 2, size = {1100, 420}}
f[1]:line(vector.range(1, 100), costs:slice(1, 100))
f[2]:line(vector.range(1001, 10000), costs:slice(1001, 10000))
plot.save("build/bench_lesson.png")
