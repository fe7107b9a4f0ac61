-- Expected output of the lessons in scripts/classification. The costs, weights
-- and sigmoid values are in tests/reference/lessons.json, computed with NumPy.
return {
  -- The lines: exact least squares, w = 9/35, b = -1/7; with the 10 cm tumor the
  -- boundary is 80/27. The curves: the same 10000 iterations with NumPy.
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
    {"by less than 1e-15:\ttrue\n", 1}, {"tanh gives the same:\ttrue\n", 1},
    {"9.1e-04 is 0.00091\n", 1}, {"[4.53978687e-05 ", 1}, {"1 - g(37) =\t0.0\n", 1},
  },
  -- The logarithms are exact to the printed digits. The squared costs are the
  -- same sums in Python.
  ["scripts/classification/logistic_loss.lua"] = {
    pictures = 1,
    {"halfway between:\t0.1280272", 1}, {"w = 2.5:\t0.21914825", 1},
    {" 0.01     4.605    0.010\n 0.1      2.303    0.105\n 0.5      0.693    0.693\n", 1},
    {" 0.9999   0.000    9.210\n", 1}, {"careful: 4.41    bold: 4.70\n", 1},
    {"lowest:  3.25 by always saying 0.90\n", 1},
    {"[0.00671535 0.04858735 0.31326169 0.31326169 0.04858735 0.00671535]\n", 3},
    {"formula:\tinf\tbuilt in:\t70.0\n", 1}, {"log cost:\t0\n", 1},
  },
  -- scikit-learn's LogisticRegression(C=1) with "newton-cholesky" gives these weights.
  ["scripts/classification/logistic_cost.lua"] = {
    pictures = 1,
    {"0.36686679\n", 4}, {"b = -3: 0.36687    b = -4: 0.50368\n", 1},
    {"correct with b = -4:\t4.0\n", 1},
    {"cost, careful: 0.450    cost, bold: 0.836\n", 1},
    {"w 0.904115 0.735881  b -2.333754  cost 0.52030161\n", 2},
  },
  -- scikit-learn gives the weights for lambda = 0.01 and the accuracies for the circle.
  ["scripts/classification/decision_boundary.lua"] = {
    pictures = 1,
    {"x1 = 3 -1 x0\n", 2}, {"w 5.281230 5.078156  b -14.222410\n", 1},
    {"cost 0.01711777\n", 1}, {"cost of our line: 0.367\n", 1}, {"x1 = 2.8525 -1.0436 x0\n", 2},
    {"accuracy: line 64%, curve 99%\n", 1},
  },
}
