-- examples.lua - expected output of the examples, and how often. The numbers
-- were computed with NumPy, SciPy and scikit-learn on the same rows
-- (data.save_npy); every printed digit is asserted.

return {
  -- scikit-learn's LinearRegression; t values from the textbook formula.
  ["examples/ames_prices.lua"] = {
    pictures = 1,
    {"2340 sales for training, 585 for testing\n", 1},
    {"28132 dollars (RMSE), 20445 dollars (mean absolute error)\n", 1},
    {"within 9.4% of the price, 90% within 24.0%\n", 1}, {"R² 0.8815 on the test set\n", 1},
    {"living_area     0.00036344  1.2484e-05  29.112 ", 1}, {"\nR² 0.833147,", 1},
    {" -7.097 ", 1}, {" -3.036 ", 1}, {" 23.313 ", 1}, {" 16.962 ", 1}, {" -2.517 ", 1},
  },
  -- LogisticRegression(C=1) with "lbfgs".
  ["examples/digits.lua"] = {
    pictures = 2,
    {"      25     1.0000     0.7178\n      50     1.0000     0.8311\n", 1},
    {"     100     1.0000     0.8933\n     200     0.9950     0.9311\n", 1},
    {"     400     0.9750     0.9467\n     800     0.9888     0.9622\n", 1},
    {"    1347     0.9837     0.9711\n", 1},
    {"\n1      0  42   0   0   0   0   1   0   0   2\n", 1},
    {"\n8      0   0   1   0   0   1   0   1  41   0\n", 1},
    {"a 1 read as 9:\t2\na 9 read as 5:\t2\n", 1},
  },
  -- LogisticRegression(C=10) after StandardScaler.
  ["examples/penguins.lua"] = {
    pictures = 1,
    {"344 penguins, 342 with bill measurements\n", 1},
    {"accuracy: 0.9688 on the training set, 0.9651 on the test set\n", 1},
    {"Adelie         37          1       0\n", 1}, {"Chinstrap       1         15       1\n", 1},
    {"Gentoo          0          0      31\n", 1}, {"  Adelie     0.361\n", 1},
    {"  Chinstrap  0.635\n", 1}, {"  Gentoo     0.004\n", 1},
  },
  -- Bits in hexadecimal: tests/lua/cluster.lua compares those of several processes.
  ["examples/many_processes.lua"] = {
    pictures = 0,
    {"200000 rows; number of processes: 1\n", 1}, {"iterations, accuracy 0.8371\n", 1},
    {"means of all rows: [ 1.99972036e+01  7.14722863e-03  2.99951214e+00 -4.99955202e+01]\n", 1},
    {"mean 0.83707 ± 0.00060 (standard error)\n", 1},
  },
  -- SciPy's minimize (BFGS) on the Huber cost, NumPy's polyfit.
  ["examples/custom_loss.lua"] = {
    pictures = 1,
    {"correct: the gradient is the slope of the cost", 1}, {"Huber: converged", 1},
    {"grad and the gradient above differ by ", 1},
    {"cost 0.079768\n", 1},
    {"squares  111.69 dollars per square foot, intercept 13290 dollars\n", 1},
    {"Huber    105.62 dollars per square foot, intercept 18884 dollars\n", 1},
    {"squares without the outliers: 116.23 dollars", 1},
    {"Huber without the outliers:   106.15 dollars", 1},
  },
  -- NumPy's eigvalsh, and the same 50 steps in NumPy.
  ["examples/learning_rate_race.lua"] = {
    pictures = 1,
    {"stable below alpha = 1.182e-08;", 1}, {"stable below alpha = 1.188\n", 1},
    {"minimum cost: 966.5231\n", 1}, {"alpha 0.003   1.36e+04 above", 1},
    {"alpha 0.03         905 above", 1},
    {"alpha 0.3      0.00125 above", 1}, {"alpha 1.1     0.000135 above", 1},
    {"alpha 1.3     2.39e+06 above the minimum after 22 iterations: diverged\n"
      .. "diverged, cost rose for 20 iterations: alpha 1.3 is above the limit 1.188 ", 1},
    {"raw, 1e-8     1.61e+03 above", 1},
  },
  -- tests/reference/jobs: pandas and scikit-learn.
  ["examples/bank_export.lua"] = {
    pictures = 0,
    warning = "examples/bank_export.lua:10: warning: data.read: examples/bank_export.csv: the table "
      .. "begins at line 5; the lines before it are skipped (skip=4)\n",
    {"note       the table begins at line 5; ", 1}, {"\nLebensmittel    -4632.87     92\n", 1},
    {"\nMiete          -10686.00     12\n", 1}, {"\nReise           -3526.05     34\n", 1},
    {"\n2024-01     1260.82\n", 1}, {"\n2024-12     1250.04\n", 1},
    {"balance = 1042.50554305 + 42.4874862793 per day, R² 0.965019037106\n", 1},
  },
  ["examples/survey.lua"] = {
    pictures = 0,
    {"\nage       188       12  49.1223  16.2805 ", 1}, {"\nafter     189       11  4.32804 ", 1},
    {"\nnorth   46.0341      47.3866\nsouth   50.0506      47.9045\n", 1},
    {"\nwest    51.9050      50.9658\n", 1}, {"age         0.395399872257\n", 1},
    {"income      0.451653430082\nbefore      0.474612900235\nafter       -0.381358350158\n", 1},
    {"group_south 0.378184120112\ngroup_west  0.478005202888\n", 1},
    {"b           -0.203497688321\naccuracy    0.71\n", 1},
  },
  ["examples/sensor_log.lua"] = {
    pictures = 0,
    {"\n   0           16.1884     121.288\n   1           16.0138     121.516\n", 1},
    {"\n  23           16.6227     121.483\n", 1},
    {"w 2.99989009891 0.499969926897 2.99988724654 1.999757913, b 40.0036818447\n", 1},
    {"R² 0.995854048805, RMSE 0.288699508573\n", 1},
  },
  -- LinearRegression.
  ["examples/own_csv.lua"] = {
    pictures = 1,
    {"344 rows; target: body_mass_g\n", 1}, {"333 rows without missing values, 5 features", 1},
    {"R² 0.8670; RMSE 300.5, or 852.0 when always predicting the mean\n", 1},
    {"f(x) = -257.936 species_Chinstrap + 761 species_Gentoo + 490.06 sex_male "
      .. "+ 19.8526 bill_length_mm + 17.0361 flipper_length_mm - 566.141\n", 1},
    {"makes the same predictions:\ttrue\n", 1},
  },
}
