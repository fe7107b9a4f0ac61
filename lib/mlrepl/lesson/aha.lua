-- aha.lua - lesson"aha": the ideas of all lessons in order, each with one line of code that
-- shows it. Each line runs by itself.

local files = require "mlrepl.lesson.files"
local lesson_text = require "mlrepl.lesson.text"

local aha = {}

-- By lesson: lists of {idea, code}.
aha.ideas = {
  lua_in_ten_minutes = {
    {"A list counts from 1, and # is its length.", "t = {10, 20, 30} print(t[1], #t)"},
    {"A function is a value like any other.",
      "function twice(f, x) return f(f(x)) end print(twice(math.sqrt, 16))"},
  },
  machine_learning = {
    {"A model is a formula with numbers to choose: w x + b.", "w, b = 200, 100 print(w * 1.2 + b)"},
  },
  cost_function = {
    {"One number says how wrong a line is: half the mean of the squared errors.",
      "err = 150 * vector{1, 2} + 100 - vector{300, 500} print((err^2):mean() / 2)"},
  },
  cost_function_visualisation = {
    {"Over w, the cost is a bowl with one lowest point.",
      "for w = 100, 300, 50 do print(w, ((w * vector{1, 2} - vector{200, 400})^2):mean() / 2) end"},
  },
  gradient_descent = {
    {"Step against the slope, again and again, and you reach the bottom.",
      "w = 0 for i = 1, 50 do w = w - 0.1 * 2 * (w - 3) end print(w)"},
  },
  multiple_linear_regression = {
    {"One weight for each feature; the prediction is a dot product.",
      "print(dot(vector{0.2, 10}, vector{1000, 3}) + 50)"},
  },
  vectorization = {
    {"One expression computes with all elements at once.", "print(vector{1, 2, 3} * 2 + 1)"},
  },
  feature_normalization = {
    {"Mean 0 and deviation 1 make features comparable.",
      "print((normalize(matrix{{1000, 1}, {1500, 2}, {2000, 3}})))"},
  },
  polynomial_features = {
    {"A linear model of x and x^2 is a curve.",
      "m = model.linear{degree = 2} train(m, {-1, 0, 1, 2}, {1, 0, 1, 4}, {method = \"exact\"}) "
      .. "print(m:predict{3})"},
  },
  library_comparison = {
    {"Two independent programs that agree are unlikely to be wrong.",
      "m = model.linear() train(m, {1, 2, 3}, {2, 4, 7}, {method = \"exact\"}) "
      .. "print(m.w, library.linear({1, 2, 3}, {2, 4, 7}).w)"},
  },
  logistic_regression = {
    {"A line predicts values above 1 for a class, which cannot be probabilities.",
      "m = model.linear() train(m, {0, 1, 2, 9}, {0, 0, 1, 1}, {method = \"exact\"}) "
      .. "print(m:predict{0, 9})"},
  },
  sigmoid_function = {
    {"The sigmoid maps any number to a probability.", "print(sigmoid(vector{-5, 0, 5}))"},
  },
  logistic_loss = {
    {"Being sure and wrong costs most.", "print(-log(0.99), -log(0.5), -log(0.01))"},
  },
  logistic_cost = {
    {"The cost is the mean loss: one confident mistake outweighs many good answers.",
      "print(-log(vector{0.99, 0.99, 0.99, 0.01}):mean())"},
  },
  decision_boundary = {
    {"The prediction changes where w x + b is 0.", "print(sigmoid(2 * vector{2.9, 3, 3.1} - 6))"},
  },
  logistic_gradient_descent = {
    {"The slope is still the error times x.", "x, y = 2, 1 print((sigmoid(0.5 * x) - y) * x)"},
  },
  learning_rate = {
    {"A step that is too large leads uphill.",
      "w = 1 for i = 1, 5 do w = w - 1.1 * 2 * w print(w^2) end"},
  },
  overfitting = {
    {"A curve through every point can be far off between and beyond them.",
      "m = model.linear{degree = 4} train(m, {1, 2, 3, 4, 5}, {1, 3, 2, 5, 4}, "
      .. "{method = \"exact\"}) print(m:predict{1, 6})"},
  },
  regularization = {
    {"A penalty on large weights pulls them toward 0.",
      "for lambda = 0, 10, 5 do m = model.linear{lambda = lambda} "
      .. "train(m, {1, 2, 3}, {2, 4, 6}, {method = \"exact\"}) print(lambda, m.w) end"},
  },
  softmax_digits = {
    {"Scores become probabilities that add up to 1.",
      "e = exp(vector{1, 2, 3}) print(e / e:sum())"},
  },
  evaluating_a_model = {
    {"Always saying no is 75% accurate if 75% are no, and finds nothing.",
      "y, no = {0, 0, 0, 1}, {0, 0, 0, 0} print(metrics.accuracy(y, no), metrics.recall(y, no))"},
  },
  test_set = {
    {"The best of many guesses looks good, even if none of them knows anything.",
      "print(matrix.random(100, 20):lt(0.5):mean(\"columns\"):max())"},
  },
  resampling = {
    {"Another sample gives another slope; refits on drawn rows show how much it varies.",
      "x, y = vector{1, 2, 3, 4, 5}, vector{2, 5, 5, 9, 9} print(resample(model.linear(), x, y))"},
  },
  gradients_by_themselves = {
    {"Write only the cost: the chain rule gives its derivatives.",
      "print(grad(function(w) return (w - 3) ^ 2 end, 1))"},
  },
  house_prices = {
    {"Only houses that the model has not seen show how far off it is.",
      "fit, new = data.split(vector.range(1, 10), vector.range(1, 10)) print(fit, new)"},
  },
}

-- Prints the ideas in the order of the lessons.
function aha.list()
  local folder
  for _, file in ipairs(files.all()) do
    local ideas = file.folder ~= "" and aha.ideas[file.name]
    if ideas and file.folder ~= folder then
      print((folder and "\n" or "") .. file.folder)
      folder = file.folder
    end
    for _, idea in ipairs(ideas or {}) do
      lesson_text.beside("- ", idea[1])
      print("    " .. idea[2])
    end
  end
  print("\nEach line of code runs at the prompt. lesson() lists the lessons behind them.")
end

return aha
