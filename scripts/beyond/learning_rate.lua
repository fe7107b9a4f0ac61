-- The learning rate: how large alpha can be.
local step, task = lesson.step, lesson.task

-- The pictures; at the prompt, ??draw_valley shows the source.

function draw_valley(axes) -- the contours of J(w, b) for the two houses
  local ws, bs = vector.linspace(-40, 340, 61), vector.linspace(0, 360, 61)
  local J = matrix.zeros(#bs, #ws)
  for i, b in bs:each() do
    J[i] = ((ws + b - 300) ^ 2 + (2 * ws + b - 500) ^ 2) / 4
  end
  axes:contour(ws, bs, J, {levels = 14, log = true, color = "gray", linewidth = 1})
  axes:scatter({200}, {100}, {color = "red", marker = "x", size = 12}):xlabel("w"):ylabel("b")
end

function draw_path(axes, alpha, color) -- 15 steps from w = 0, b = 250
  local way = train(model.linear{w = 0, b = 250}, x_train, y_train,
    {alpha = alpha, iterations = 15})
  axes:line(vector{0}:concat(way.w), vector{250}:concat(way.b), {marker = "o", size = 4,
    color = color, label = ("alpha = %g"):format(alpha), linewidth = 1})
end

function draw_rates()
  local f = plot.figure{rows = 1, columns = 3, size = {1500, 450}}
  f[1]:cost(runs[1], runs[2], runs[3], runs[4], runs[5], {labels = labels, log = true})
  f[1]:title("Five learning rates")
  draw_valley(f[2])
  draw_path(f[2], 0.1, "C1")
  draw_path(f[2], 0.5, "C3")
  draw_path(f[2], 0.58, "C4")
  f[2]:title("15 steps from w = 0, b = 250")
  f[3]:cost(raw, scaled, {labels = {"raw", "z-score"}, log = true}):title("Three houses")
  plot.show()
end

-- ------------------------------------------------------------------------------------

step{
  title = "One parameter",
  text = [[
    The simplest bowl is the cost J = w² / 2, with its minimum at w = 0. Its slope is w, so every
    step multiplies w by 1 - alpha. We start at w = 1.

        w = w - alpha * w = (1 - alpha) * w]],
  question = "With alpha = 2, what does w do?",
  choices = {"it approaches 0", "it grows without limit", "it jumps back and forth forever"},
  answer = 3,
  why = {
    [1] = "It does if 1 - alpha is between -1 and 1. What is 1 - alpha here?",
    [2] = "It does if 1 - alpha is below -1. What is 1 - alpha here?",
  },
  because = [[
    1 - 2 = -1, so w alternates between 1 and -1. With 1.9 it still approaches 0, with 2.1 it
    grows: 2 is the limit. If the curvature is c instead of 1, the limit is alpha = 2 / c.]],
}
for _, a in ipairs{0.1, 1, 1.9, 2.1} do
  print(("alpha %.1f, w after steps 1 to 6:"):format(a), (1 - a) ^ vector.range(1, 6))
end

step{
  title = "Two parameters: the steepest direction sets the limit",
  text = [[
    Two houses have sizes 1 and 2 and prices 300 and 500. The cost as a function of w and b is a
    long valley: steep across, nearly flat along. Its curvature is described by the matrix H =
    AᵀA / m, where A is X with a column of ones for b. Multiply any vector by H again and again,
    and it turns toward the steepest direction. This is called power iteration; it finds the
    largest eigenvalue of H.]],
  question = "The largest curvature is 3.427. What is the limit for alpha?",
  answer = 0.5836,
  again = function(draw)
    local curvature = draw(3, 20) / 2
    return {question = ("The largest curvature is %g. What is the limit for alpha?")
      :format(curvature), answer = 2 / curvature,
      why = {{1 / curvature, "You divided 1 by the curvature. For curvature 1, the limit is 2."}},
      because = ("It is 2 / %g."):format(curvature)}
  end,
  why = {
    {0.2918, "You divided 1 by the curvature. For curvature 1, the limit was 2."},
    {6.854, "You multiplied by the curvature. But a steeper valley needs a smaller alpha."},
  },
  because = [[
    It is 2 / {steepest%.3f}, or {limit%.4f}. Many textbooks suggest trying several values, but
    the limit can be computed from the data.]],
  try = "curvature(vector{1, 2, 3}). What happens to the limit when the sizes are larger?",
}
function curvature(X)
  local A = polyfeatures(X, 1, {bias = true}) -- a column of ones in front
  local H, v = dot(A:t(), A) / #A, vector.ones(#A[1])
  for _ = 1, 1000 do
    v = dot(H, v) / dot(H, v):norm()
  end
  return dot(v, dot(H, v))
end
x_train, y_train = vector{1, 2}, vector{300, 500}
steepest = curvature(x_train)
limit = 2 / steepest
print(("curvature %.6f, limit %.6f"):format(steepest, limit))
lesson.expect(steepest, 3.427, 1e-3, "the curvature")
lesson.expect(limit, 4 / (3.5 + 11.25 ^ 0.5), 1e-12, "the limit")
warn("@off") -- run.advice, printed below, repeats the warning
for _, a in ipairs{0.999 * limit, 1.001 * limit} do
  local run = train(model.linear(), x_train, y_train, {alpha = a, iterations = 5000})
  print(("alpha %.5f: %s, cost %g"):format(a, run.reason, run.final_cost), run.advice or "")
end
warn("@on")

step{
  title = "Comparing five learning rates",
  text = [[
    We run 100 iterations with each of alpha = 0.01, 0.1, 0.3, 0.5 and 0.58. All are below the
    limit.]],
  question = "Which alpha reaches the lowest cost?",
  answer = 0.5,
  why = {
    {0.58, "So close to the limit, each step overshoots nearly as far as it came."},
    {0.01, "0.01 is safe, but 100 of these small steps do not get far."},
  },
  because = [[
    Not the largest: with 0.58, each step reverses the error across the valley and keeps
    {kept%.0f}% of it. 0.01 is very slow. alpha determines how fast gradient descent converges, not
    where: with enough iterations, all five reach the library's w and b.]],
  try = [[
    explore.descent(model.linear{w = 0, b = 250}, x_train, y_train). n takes a step; select alpha
    with 2 and change it with the arrow keys. Find the alpha that is fastest, and one above the
    limit. Enter ends it.]],
}
rates, runs, labels = {0.01, 0.1, 0.3, 0.5, 0.58}, {}, {}
for i, a in ipairs(rates) do
  runs[i] = train(model.linear(), x_train, y_train, {alpha = a, iterations = 100})
  labels[i] = ("alpha = %g"):format(a)
  print(("alpha %.2f: w %6.2f, b %6.2f, cost after 100 iterations %10.4f")
    :format(a, runs[i].model.w[1], runs[i].model.b, runs[i].final_cost))
end
theirs = library.linear(x_train, y_train) -- solves directly, without alpha
print(("library:    w %6.2f, b %6.2f"):format(theirs.w[1], theirs.b))
kept = 100 * abs(1 - 0.58 * steepest)
lesson.expect({runs[4].final_cost, runs[5].final_cost}, {0.00871380947, 7135.714631}, 1e-7)

step{
  title = "What normalization changes",
  text = [[
    Three houses, four features: sizes are near 1000, bedrooms near 3. The cost is far steeper in
    the weight of size than in the other weights. After z-score normalization all features are on
    one scale.]],
  question = "About how many times as large can alpha be after z-score normalization?",
  choices = {"10", "1000", "600000"},
  answer = 3,
  why = {
    [1] = "Sizes are near 1000, and the curvature grows with their square.",
    [2] = "Sizes are near 1000, but the curvature grows with their square.",
  },
  because = [[
    The limit rises from {raw_limit%.1e} to {norm_limit%.2f}, by a factor of {gain%.0f}. The
    common advice "try 0.01, 0.03, 0.1, ..." works only after normalization. (The slope of the
    sigmoid is at most 1/4, so for a logistic model any alpha below 4 times this limit is
    safe.)]],
  try = [[
    explore.scaling(X_train:take_columns{1, 2}, prices). n takes a step in both pictures: the path
    for the raw features hardly moves. Enter ends it.]],
}
X_train = matrix{{952, 2, 1, 65}, {1244, 3, 2, 64}, {1947, 3, 2, 17}}
prices = vector{271.5, 232, 509.8}
X_norm = normalize(X_train, "zscore")
raw_limit, norm_limit = 2 / curvature(X_train), 2 / curvature(X_norm)
gain = norm_limit / raw_limit
print(("limit raw %.4e, after z-score %.4f"):format(raw_limit, norm_limit))
d = diagnose(model.linear(), X_train, prices)
print(("diagnose: %.4e, after z-score %.4f"):format(d.alpha, d.alpha_normalized))
lesson.expect({d.alpha / raw_limit, d.alpha_normalized}, {1, norm_limit}, 1e-6, "diagnose")
lesson.expect({raw_limit / 9.6007e-7, norm_limit}, {1, 0.6190}, 1e-4, "the limits")
raw = train(model.linear(), X_train, prices, {alpha = 9e-7, iterations = 100})
scaled = train(model.linear(), X_norm, prices, {alpha = 0.1, iterations = 100})
print("cost after 100 iterations, raw:", raw.final_cost, "z-score:", scaled.final_cost)

draw_rates()

task{
  text = [[
    Train a model.linear() on X_norm and prices so that the cost is below 1e-6 after at most 100
    iterations. Store the result in run.]],
  check = function()
    return run.final_cost < 1e-6 and run.iterations <= 100,
      ("the cost is %.3g after %d iterations"):format(run.final_cost, run.iterations)
  end,
  hints = {
    "With alpha = 0.1 the cost was {scaled.final_cost%.0e}.",
    "The limit is {norm_limit%.2f}. Use about half of it.",
  },
  solution = "run = train(model.linear(), X_norm, prices, {alpha = 0.3, iterations = 100})",
}
