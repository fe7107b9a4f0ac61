-- beyond_2.lua - expected output of the lessons on evaluating models, and how
-- often. The numbers were computed with NumPy and scikit-learn on the same rows
-- (data.save_npy); every printed digit is asserted.

return {
  -- numpy.linalg.lstsq with powers of (hour - 12) / 12.
  ["scripts/beyond/overfitting.lua"] = {
    pictures = 2,
    {"degree  1: RMSE 4.14 degrees\n", 1}, {"degree  5: RMSE 2.25 degrees\n", 1},
    {"degree 12: RMSE 0.38 degrees\n", 1},
    {"degree  1: RMSE 4.14 on the training set, 4.80 on the test set\n", 1},
    {"degree  5: RMSE 2.25 on the training set, 1.58 on the test set\n", 1},
    {"degree 12: RMSE 0.38 on the training set, 51.08 on the test set\n", 1},
    {"     1       4.14     4.80\n     2       3.48     3.53\n     3       2.85     2.13\n", 1},
    {"     4       2.64     2.27\n     5       2.25     1.58\n     6       1.50     2.22\n", 1},
    {"     7       1.50     2.26\n     8       0.64     2.72\n     9       0.47     4.63\n", 1},
    {"    10       0.40     3.60\n    11       0.40     3.08\n    12       0.38    51.08\n", 1},
    {" 32 readings, RMSE on the test set:\n  degree  5: 2.10\n  degree 12: 5.61\n", 1},
    {" 64 readings, RMSE on the test set:\n  degree  5: 2.06\n  degree 12: 2.05\n", 1},
    {"128 readings, RMSE on the test set:\n  degree  5: 1.76\n  degree 12: 1.40\n", 1},
  },
  -- scikit-learn's LogisticRegression(C=1), with "newton-cg" and, one-vs-rest,
  -- with "liblinear"; 100 iterations of gradient descent in NumPy.
  ["scripts/beyond/softmax_digits.lua"] = {
    pictures = 3,
    {"[0.65900114 0.24243297 0.09856589]\n", 4}, {"1437 training examples, 360 test examples\n", 1},
    {"cost 2.302585 at the start\n", 1}, {"cost 0.406662 after 100 iterations\n", 2},
    {"accuracy: 0.9854 on the training set, 0.9667 on the test set\n", 1},
    {"\n0     35   0   0   0   1   0   0   0   0   0\n", 1},
    {"\n1      0  33   1   0   0   0   0   0   0   2\n", 1},
    {"\n2      0   1  34   0   0   0   0   0   0   0\n", 1},
    {"\n8      0   0   2   0   0   1   0   0  32   0\n", 1},
    {"\n9      0   0   0   0   0   2   0   0   0  34\n", 1},
    {"library: accuracy 0.9611 on the test set\n", 1},
  },
  -- scikit-learn's PolynomialFeatures, StandardScaler and LogisticRegression, on the same folds.
  ["scripts/beyond/test_set.lua"] = {
    pictures = 0,
    {"look 1 at the sealed test set: 0.9123 ", 1}, {"look 2 at the sealed test set: 0.8889 ", 1},
    {"look 3 at the sealed test set: 0.924 ", 1}, {"look 4 at the sealed test set: 0.9064 ", 1},
    {"look 5 at the sealed test set: 0.9298 ", 1}, {"look 6 at the sealed test set: 0.9181 ", 1},
    {"best: degree=3, lambda=0.1, accuracy 0.889 ± 0.012 ", 1},
  },
  -- scikit-learn's StandardScaler, LogisticRegression(C=1) and metrics.
  ["scripts/beyond/evaluating_a_model.lua"] = {
    pictures = 1,
    {"baseline: accuracy 0.626\n", 1}, {"misses, loop:   \t56\t7\t8\n", 1},
    {"misses, vectors:\t56.0\t7.0\t8.0\n", 1},
    {"benign        100          7\nmalignant       8         56\n", 1},
    {"recall 0.875, precision 0.889", 2}, {", accuracy 0.912\n", 1},
    {"differ from the library's:\t0.0\n", 1}, {"      0.1    0.966      0.611     0.759\n", 1},
    {"      0.2    0.959      0.721     0.847\n      0.3    0.885      0.789     0.869\n", 1},
    {"      0.5    0.811      0.870     0.884\n      0.7    0.682      0.927     0.862\n", 1},
    {"      0.9    0.520      1.000     0.822\n", 1},
    {"benign         78         29\nmalignant       4         60\n", 1},
    {"pairs in the right order: 0.9493\n", 1}, {"metrics.auc:              0.9493\n", 1},
    {"ten splits: from 0.848 to 0.930\n", 1},
    {"five folds: mean 0.888, standard deviation 0.021\n", 1},
  },
  -- Slopes in rational arithmetic (Python's fractions); the draws are our own.
  ["scripts/beyond/resampling.lua"] = {
    pictures = 1,
    {"sample 1: slope 169.2\n", 1}, {"sample 2: slope 176.9\n", 1},
    {"sample 3: slope 147.2\n", 1}, {"sample 4: slope 196.6\n", 1},
    {" of 100 intervals contain the true slope\n", 1}, {"x   204.6       951.5 ", 1},
  },
  -- By hand, and Newton's method in NumPy for the slope of 158.
  ["scripts/beyond/gradients_by_themselves.lua"] = {
    pictures = 1,
    {"s1 = w - 3      -2     -4   w                 1         -4\n", 1},
    {"h = 1e-02  error 1.4e-02\n", 1}, {"h = 1e-05  error 1.4e-05\n", 1},
    {"-1033.3333333333\t-466.66666666667\n", 1}, {"[-1033.33333333]\t-466.66666666667\n", 1},
    {"-1.0\t2.0\n", 1}, {"the squared error rises by 590, that of the\nHuber cost by 158.\n", 1},
  },
  -- scikit-learn's LinearRegression.
  ["scripts/beyond/house_prices.lua"] = {
    pictures = 2,
    {"2930 sales, 5 outliers; 2925 remain\n", 1},
    {"price = 115.6608 * area + 7255.6 dollars\n", 3}, {"mean: RMSE 81753\n", 1},
    {"line: RMSE 56067\n", 1}, {"13 columns: RMSE 35874\n", 1},
    {"40 columns: RMSE 31477\n", 1}, {"log(price): RMSE 25693;", 1}, {"within 8.3%\n", 1},
    {"house: 173569 dollars\n", 1}, {"100 sqft more: +3.3%\n", 1},
    {"in the same area: -2.2%\n", 1}, {"Only 2 sales were in Green_Hills", 1},
  },
}
