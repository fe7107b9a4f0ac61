-- Which penguin is it? Three species by the length and the depth of the bill.
--
-- Change first: the two columns (flipper_length_mm, body_mass_g), or degree.

local columns = {"bill_length_mm", "bill_depth_mm"}
local degree = 1

-- 344 penguins of the Palmer islands; two were not measured.
local all = data.load("penguins")
local penguins = all:drop_missing(columns)
print(("%d penguins, %d with a measured bill"):format(#all, #penguins))

local X = penguins:matrix(columns)
local y, species = penguins:labels("species")
local X_train, X_test, y_train, y_test = data.split(X, y, {test = 0.25, seed = 1, stratify = true})

-- Millimetres go in: the model scales them by itself.
local m = model.softmax{classes = #species, normalize = "zscore", degree = degree, lambda = 0.1,
  names = columns}
local run = train(m, X_train, y_train, {method = "lbfgs", tolerance = 1e-8})
print(("%s after %d iterations"):format(run.reason, run.iterations))

local guess = m:predict(X_test)
print(("right: %.4f of the training part, %.4f of the test part"):format(
  m:score(X_train, y_train), metrics.accuracy(y_test, guess)))
print(metrics.confusion(y_test, guess, {names = species}))

-- A bird in the hand.
local bird = vector{44, 18}
print(("a bill of %g by %g mm:"):format(bird[1], bird[2]))
for k, p in m:probability(bird):each() do print(("  %-10s %.3f"):format(species[k], p)) end

-- A line around each species: there it is as probable as the next best.
local x0 = vector.linspace(X:column(1):min() - 1, X:column(1):max() + 1, 120)
local x1 = vector.linspace(X:column(2):min() - 1, X:column(2):max() + 1, 120)
local leads = {}
for k = 1, #species do leads[k] = matrix.zeros(#x1, #x0) end
for i, depth in x1:each() do
  local P = m:probability(matrix.columns{x0, vector.fill(#x0, depth)})
  for j, p in P:each() do
    local order = p:sort()
    for k = 1, #species do
      leads[k]:set(i, j, p[k] == order[-1] and p[k] - order[-2] or p[k] - order[-1])
    end
  end
end
local f = plot.figure{title = "Three species, by the bill alone"}
for k = 1, #species do
  local mask, color = y_test:eq(k), ("C%d"):format(k - 1)
  f[1]:contour(x0, x1, leads[k], {levels = {0}, color = "gray"})
  f[1]:scatter(X_test:column(1):where(mask), X_test:column(2):where(mask),
    {label = species[k], marker = ({"o", "s", "^"})[k], size = 9, color = color})
end
f[1]:xlabel("bill length (mm)"):ylabel("bill depth (mm)")
plot.show()
