-- Output of the lessons in scripts/classification. Costs, weights and the table
-- of the sigmoid come from tests/reference/lessons.json, computed with NumPy.
return {
  -- The lines: exact least squares, w = 9/35, b = -1/7; with 10 cm the boundary
  -- is 80/27. The curves: the same 10000 steps in NumPy.
  ["scripts/classification/logistic_regression.lua"] = {
    pictures = 1,
    {"w 0.2571, b -0.1429\n", 3}, {"boundary: 2.500 cm\n", 1}, {"boundary 2.963 cm\n", 1},
    {"boundary before: 2.463 cm, after: 2.460 cm\n", 1},
  },
  ["scripts/classification/sigmoid_function.lua"] = {
    pictures = 1,
    {"g(0) =\t0.5\n", 1},
    {" -10  0.000045\n  -9  0.000123\n  -8  0.000335\n  -7  0.000911\n  -6  0.002473\n"
      .. "  -5  0.006693\n  -4  0.017986\n  -3  0.047426\n  -2  0.119203\n  -1  0.268941\n"
      .. "   0  0.500000\n   1  0.731059\n   2  0.880797\n   3  0.952574\n   4  0.982014\n"
      .. "   5  0.993307\n   6  0.997527\n   7  0.999089\n   8  0.999665\n   9  0.999877\n"
      .. "  10  0.999955\n", 1},
    {"below 1e-15", 1}, {"with tanh, the same: \ttrue\n", 1}, {"1 - g(37) =\t0.0\n", 1},
  },
  -- The logarithms are exact to the printed digits. The squared costs are the same
  -- sums in Python.
  ["scripts/classification/logistic_loss.lua"] = {
    pictures = 1,
    {"half way between:\t0.1280272", 1}, {"w = 2.5:\t0.21914825", 1},
    {" 0.01    4.605    0.010\n 0.10    2.303    0.105\n 0.50    0.693    0.693\n", 1},
    {"[0.00671535 0.04858735 0.31326169 0.31326169 0.04858735 0.00671535]\n", 3},
    {"formula:\tinf\tbuilt in:\t70.0\n", 1}, {"log cost:\t0\n", 1},
  },
  -- scikit-learn's LogisticRegression(C=1, solver="newton-cholesky").
  ["scripts/classification/logistic_cost.lua"] = {
    pictures = 1,
    {"0.36686679\n", 4}, {"b = -3: 0.36687    b = -4: 0.50368\n", 1},
    {"right with b = -4:\t4.0\n", 1},
    {"w 0.904115 0.735881  b -2.333754  cost 0.52030161\n", 2},
  },
  -- scikit-learn also for lambda = 0.01 and the accuracies on the circle.
  ["scripts/classification/decision_boundary.lua"] = {
    pictures = 1,
    {"x1 = 3 -1 x0\n", 2}, {"w 5.281230 5.078156  b -14.222410\n", 1},
    {"cost 0.01711777\n", 1}, {"x1 = 2.8525 -1.0436 x0\n", 2},
    {"a line: 64 % right, a curve: 99 %\n", 1},
  },
}
