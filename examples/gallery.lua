-- gallery.lua - draws every kind of figure and saves each as a PNG file.
--
--   mlrepl examples/gallery.lua [folder [theme [scale]]]
--   mlrepl --plot=terminal examples/gallery.lua
--
-- The default folder is that of --plot=FOLDER, or build/figures. With another
-- --plot the figures are shown instead: in the terminal, a window or a browser.
-- The script returns a table of the figures by name, for use by other scripts.

local folder, theme, scale = ...
local target = os.getenv "MLREPL_PLOT" or ""
local shows = not folder and ({terminal = true, window = true, browser = true, none = true})[target]
folder = folder or target ~= "" and target or "build/figures"
if theme then plot.theme(theme) end

seed(1)
local figures, names = {}, {}

-- Creates a named figure, 600 x 400 unless options.size is given.
local function figure(name, options)
  options = options or {}
  options.size = options.size or {600, 400}
  figures[name] = plot.figure(options)
  names[#names + 1] = name
  return figures[name]
end

-- The values of f(x, y) on a grid.
local function heights(x, y, f)
  local Z = matrix.zeros(#y, #x)
  for i = 1, #y do
    for j = 1, #x do Z:set(i, j, f(x[j], y[i])) end
  end
  return Z
end

-- -- lines and points ---------------------------------------------------------

local x = vector.linspace(0, 10, 200)

figure("line")
plot(x, sin(x), {label = "sin x"})
plot(x, cos(x), "--", {label = "cos x"})
plot(x, exp(x * -0.3), "C3:", {label = "exp(−0.3 x)", linewidth = 3})
plot.ylim(-1.5, 1.5)
plot.title "Lines"
plot.xlabel "x"
plot.ylabel "f(x)"

local area = vector.random(80) * 220 + 60
local price = area * 0.9 + 40 + vector.randn(80) * 25
figure("scatter")
plot.fill({50, 300}, {45, 275}, {125, 345}, {color = "C1"})
plot.scatter(area, price, {label = "training set"})
plot.line({50, 300}, {85, 310}, {color = "C1", label = "ŷ = 0.90 x + 40"})
plot.title "Linear regression: price and area"
plot.xlabel "Living area (m²)"
plot.ylabel "Price (k€)"

figure("markers")
for k, marker in ipairs {"o", "x", "+", "s", "^", "D", "d", "v", "<", ">", "*", "p", "h", ".", "|",
  "_"} do
  plot.scatter(vector.range(1, 6), vector.ones(6) * k, {marker = marker, size = 12, alpha = 1,
    label = '"' .. marker .. '"'})
end
plot.xlim(0, 8)
plot.ylim(0, 17)
plot.title "Markers"

figure("by_value")
local age, income = vector.random(80) * 60 + 20, vector.random(80) * 60 + 20
plot.scatter(age, income, {color = income / age, size = age * income, cmap = "plasma",
  colorbar = "income / age"})
plot.title "Colors and sizes by value"
plot.xlabel "age"
plot.ylabel "income"

figure("hexbin")
local across = vector.randn(20000)
plot.hexbin(across, across * 0.5 + vector.randn(20000), {colorbar = "points", cmap = "magma"})
plot.title "Many points, counted in hexagons"

local eleven = vector.range(0, 10)
figure("errorbar")
plot.span(6, 8, {color = "C1", label = "excluded"})
plot.hline(0, "--", {label = "zero"})
plot.vline({2, 4}, {color = "C3", linewidth = 1})
plot.errorbar(eleven, sin(eleven), "o", {yerr = {eleven * 0.02 + 0.1, eleven * 0 + 0.3}, xerr = 0.2,
  label = "measured"})
plot.title "Error bars, lines across the axes, a band"

figure("step")
plot.step(eleven, cos(eleven), {label = "pre", marker = "o"})
plot.step(eleven, cos(eleven) + 2, {where = "mid", label = "mid"})
plot.step(eleven, cos(eleven) + 4, {where = "post", label = "post"})
plot.title "Steps"

figure("two_axes")
plot.line(x, exp(x * -0.3) * 900 + 20, {label = "cost"})
plot.line(x, 1 - exp(x * -0.5), {right = true, label = "accuracy"})
plot.title "Two axes of y"
plot.xlabel "iteration"
plot.ylabel "cost J(w, b)"
plot.ylabel_right "accuracy"

figure("stem")
plot.stem(eleven, exp(eleven * -0.2) * cos(eleven), {label = "response"})
plot.title "Stems"

figure("func")
plot.func(math.sin, 0, 7, {color = "C2"})
plot.annotate(math.pi / 2, 1, "largest")
plot.annotate(3 * math.pi / 2, -1, "smallest", {at = {3, -0.6}, color = "C3"})
plot.text(math.pi, 0.1, "σ(z), x_0, w^2, 10^{-3}")
plot.ylim(-1.3, 1.4)
plot.title "A function, annotated"

figure("log")
plot(vector.range(0, 1000), exp(vector.range(0, 1000) * -0.006) * 9 + 0.02, {label = "α = 0.03"})
plot(vector.range(0, 1000), exp(vector.range(0, 1000) * -0.003) * 9 + 0.02, "C3",
  {label = "α = 0.01"})
plot.log_y()
plot.title "Learning curves (log scale)"
plot.xlabel "iteration"
plot.ylabel "cost J(w, b)"

-- -- bars ---------------------------------------------------------------------

figure("bar")
plot.bar({"no", "yes", "perhaps"}, {212, 357, 120}, {label = "train"})
plot.bar({"no", "yes", "perhaps"}, {53, 89, 31}, {bottom = {212, 357, 120}, label = "test"})
plot.title "Stacked bars"
plot.ylabel "examples"

local features = {"worst concave points", "worst perimeter", "mean concave points", "worst radius",
  "mean texture", "area error"}
figure("bar_horizontal")
plot.bar(features, {1.9, 1.4, 1.1, 0.6, -0.4, -1.2}, {horizontal = true, color = "C4"})
plot.title "Weights"
plot.xlabel "w_j"

figure("histogram")
plot.histogram(vector.randn(2000) * 7 + 170, {normal = true, label = "heights"})
plot.title "A histogram and the fitted normal density"
plot.xlabel "height (cm)"
plot.ylabel "people"

-- -- matrices -----------------------------------------------------------------

local side = vector.linspace(-4, 4, 80)
local function cost(w, b) return (w - 1) ^ 2 + 1.6 * (b + 0.5) ^ 2 + 1.1 * (w - 1) * (b + 0.5) end
local J = heights(side, side, cost)
local path_w, path_b = {-3.4}, {2.6}
for k = 1, 40 do
  local w, b = path_w[k], path_b[k]
  path_w[k + 1] = w - 0.15 * (2 * (w - 1) + 1.1 * (b + 0.5))
  path_b[k + 1] = b - 0.15 * (3.2 * (b + 0.5) + 1.1 * (w - 1))
end

figure("contour")
plot.contour(side, side, J, {filled = true, colorbar = "J(w, b)"})
plot.contour(side, side, J, {color = "white", alpha = 0.5})
plot.line(path_w, path_b, {color = "C3", marker = "o", size = 5, label = "gradient descent"})
plot.title "Gradient descent on J(w, b)"
plot.xlabel "w"
plot.ylabel "b"

figure("contour_log")
plot.contour(side, side, J + 0.01, {levels = 12, log = true, colorbar = true})
plot.equal()
plot.title "Logarithmic levels"

figure("surface")
plot.surface(side, side, J, {path = {path_w, path_b}, colorbar = true})
plot.title "The cost surface and the path of descent"
plot.xlabel "w"
plot.ylabel "b"
plot.zlabel "J"

local digits = figure("digits", {rows = 2, columns = 5, size = {600, 280}, title = "Digits"})
local images = data.load("digits"):matrix()
for k = 1, 10 do
  digits[k]:image(images[k]:slice(1, 64):reshape(8, 8), {cmap = "gray_r"})
  digits[k]:title(("%d"):format(images[k][65])):xticks({}):yticks({})
end

figure("confusion", {size = {500, 400}})
plot.image(matrix {{71, 1, 0}, {2, 40, 3}, {0, 5, 38}}, {cmap = "Blues", numbers = true})
plot.xticks({1, 2, 3}, {"Adelie", "Chinstrap", "Gentoo"})
plot.yticks({1, 2, 3}, {"Adelie", "Chinstrap", "Gentoo"})
plot.xlabel "predicted"
plot.ylabel "true"
plot.title "Confusion matrix"

figure("boxplot")
local masses = data.load("penguins"):drop_missing()
local kind_of, kind_names = masses:labels("species")
plot.boxplot(masses:vector("body_mass_g"), {by = kind_of, labels = kind_names})
plot.title "Body mass by species"
plot.ylabel "g"

figure("heatmap", {widths = {3, 1}, columns = 2, size = {800, 400}})
local scaled = normalize(masses:matrix{"bill_length_mm", "bill_depth_mm", "flipper_length_mm",
  "body_mass_g"}, "zscore")
local related = scaled:t():dot(scaled) / #scaled
related.names = {"bill length", "bill depth", "flipper", "mass"}
figures.heatmap[1]:heatmap(related, {cmap = "RdBu_r", center = 0}):title "Correlations"
figures.heatmap[2]:boxplot(scaled):title "The same data, scaled":xticks({})

figure("weights")
plot.image(vector.randn(8):reshape(1, 8):t():dot(vector.randn(8):reshape(1, 8)),
  {cmap = "RdBu_r", center = 0, colorbar = "weight"})
plot.title "A weight map centered at 0"

-- -- arrows, panels -----------------------------------------------------------

figure("arrows")
local at_x, at_y = {}, {}
for i = -4, 4 do
  for j = -3, 3 do
    at_x[#at_x + 1], at_y[#at_y + 1] = i, j
  end
end
local ax, ay = vector(at_x), vector(at_y)
plot.arrows(ax, ay, (ax * 2 + ay) * -0.09, (ax + ay * 3) * -0.07, {color = "C0"})
plot.title "The negative gradient"
plot.xlabel "w"
plot.ylabel "b"

local shared = figure("panels", {rows = 2, columns = 2, size = {900, 600}, share_x = true,
  share_y = true, title = "Four panels with shared axes"})
for k = 1, 4 do
  local u = vector.randn(60)
  shared[k]:scatter(u * k / 2, u * 0.5 + vector.randn(60) * 0.4, {color = ("C%d"):format(k - 1),
    label = ("std %g"):format(k / 2)})
end
shared[1]:ylabel "y"
shared[3]:ylabel "y":xlabel "x"
shared[4]:xlabel "x"

figure("legend")
for k = 1, 4 do
  plot.scatter(vector.random(150), vector.random(150), {label = ("class %d"):format(k)})
end
plot.title "A legend outside the axes"

-- -- machine learning ---------------------------------------------------------

-- 200 houses in Ames: area in 1000 square feet, price in 1000 dollars.
local ames = data.load("ames")
local some = vector.range(1, 200)
local size = ames:vector("living_area"):take(some) / 1000
local price_k = ames:vector("price"):take(some) / 1000
size.name, price_k.name = "living area (1000 sq ft)", "price (k$)"
local line = model.linear()
local by_size = train(line, size, price_k, {alpha = 0.1, iterations = 300})

figure("ml_data")
plot.data(size, price_k)

figure("ml_fit")
plot.fit(line, size, price_k)

figure("ml_cost")
local slow = train(model.linear(), size, price_k, {alpha = 0.01, iterations = 120})
plot.cost(slow, slow:fork{at = 30, alpha = 0.05}, train(model.linear(), size, price_k,
  {method = "adam", alpha = 2, iterations = 120}))

figure("ml_descent")
plot.descent(line, size, price_k, by_size)

figure("ml_cost_surface")
plot.cost_surface(line, size, price_k, {run = by_size})

local columns = {"living_area", "year_built", "lot_area", "bedrooms"}
local price_of = model.linear{normalize = "zscore"}
local houses = ames:matrix(columns):rows(1, 200)
train(price_of, houses, price_k, {method = "exact"})
local residuals = plot.residuals(price_of, houses, price_k, {size = {900, 400}})
local panels = plot.features(houses, price_k, price_of, {size = {900, 600}})

-- 569 tumors.
local cancer = data.load("breast_cancer")
local malignant = cancer:labels("diagnosis", {positive = "malignant"})
local two = cancer:matrix{"mean_radius", "mean_texture"}
local diagnosis = {classes = {"benign", "malignant"}}
local straight = model.logistic{normalize = "zscore"}
local by_radius = train(straight, two, malignant, {alpha = 1, iterations = 300})
local curved = model.logistic{normalize = "zscore", degree = 4, lambda = 0.1}
train(curved, two, malignant, {method = "lbfgs"})
local whole = model.logistic{normalize = "zscore", lambda = 1}
train(whole, cancer:matrix(), malignant, {method = "lbfgs"})

figure("ml_classes")
plot.data(two, malignant, diagnosis)

figure("ml_boundary")
plot.boundary(straight, two, malignant, diagnosis)

figure("ml_boundary_curved")
plot.boundary(curved, two, malignant, diagnosis)

figure("ml_descent_logistic")
plot.descent(straight, two, malignant, by_radius, {params = {"w1", "w2"}})

figure("ml_gradients")
plot.gradients(line, size, price_k, {run = by_size})

figure("ml_precision_recall")
plot.precision_recall({straight, curved}, two, malignant, {labels = {"straight", "degree 4"}})

figure("ml_calibration")
plot.calibration({straight, curved}, two, malignant, {labels = {"straight", "degree 4"}, bins = 8})

figure("ml_roc")
plot.roc({straight, curved}, two, malignant, {labels = {"straight", "degree 4"}})

figure("ml_weights")
plot.axes():weights(whole, {most = 12})

-- Three species of penguins.
local penguins = data.load("penguins"):drop_missing()
local species, kinds = penguins:labels("species")
local bills = penguins:matrix{"bill_length_mm", "bill_depth_mm"}
local three = model.softmax{normalize = "zscore", degree = 2, lambda = 0.1}
train(three, bills, species, {method = "lbfgs"})

figure("ml_regions")
plot.boundary(three, bills, species, {classes = kinds})

figure("ml_confusion", {size = {500, 400}})
plot.confusion(three, bills, species, {classes = kinds})

-- 442 patients with diabetes: ten measurements and the progression of the disease.
local ill = data.load("diabetes")
figure("ml_learning_curve")
plot.learning_curve(function(few, of_them)
  local m = model.linear()
  train(m, few, of_them, {method = "exact"})
  return m
end, ill:matrix():columns(1, 10), ill:vector("progression"))

local three_features = penguins:matrix{"bill_length_mm", "bill_depth_mm", "flipper_length_mm"}
local all_pairs = plot.pairs(three_features, species, {classes = kinds})

-- The weight of each pixel for each digit.
local pixels = data.load("digits")
local tell = model.softmax{lambda = 10}
local ten = pixels:vector(pixels.names[65]) + 1
train(tell, pixels:matrix():columns(1, 64) / 16, ten, {method = "lbfgs", iterations = 500})
local ten_names = {}
for k = 0, 9 do ten_names[k + 1] = tostring(k) end
local maps = plot.weights(tell, {classes = ten_names})

for name, made in pairs{ml_residuals = residuals, ml_features = panels, ml_weight_maps = maps,
  ml_pairs = all_pairs} do
  figures[name] = made
  names[#names + 1] = name
end

-- -- showing or saving --------------------------------------------------------------------

if shows then
  for _, name in ipairs(names) do
    if target == "terminal" then print("\n" .. name) end
    figures[name]:show()
  end
else
  os.execute(("mkdir -p '%s'"):format(folder:gsub("'", "'\\''")))
  for _, name in ipairs(names) do
    figures[name]:save(("%s/%s.png"):format(folder, name), {scale = tonumber(scale)})
  end
  print(("%d figures in %s"):format(#names, folder))
end

return figures
