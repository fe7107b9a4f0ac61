-- Output of the first lessons in scripts/beyond. Weights and costs of the six
-- examples come from tests/reference/lessons.json, computed with NumPy. Limits of
-- alpha: 4 / (3.5 + sqrt(11.25)) by hand, the others by NumPy's eigvalsh.
return {
  -- A million steps: by NumPy. 569 tumors: scikit-learn's
  -- LogisticRegression(C=1) gives 1.2929051 and 0.9736842 on the same split.
  ["scripts/beyond/logistic_gradient_descent.lua"] = {
    pictures = 1,
    {"[0.49833339 0.49883943]\t0.49861806546329\n", 2},
    {"[5.28123029 5.07815608]\t-14.22240998", 2}, {"cost 0.01711777\n", 1},
    {" 1000000 steps: w 14.1187  b -35.1225  cost 0.000291", 1},
    {"diagnose: the classes are linearly separable", 1},
    {"right in training:\t0.99120879120879\ttest:\t0.97368421052632\n", 1},
    {"largest of 30 weights: ours 1.292905, theirs 1.292905\n", 1},
  },
  -- The comparison of learning rates: the same 100 steps in NumPy.
  ["scripts/beyond/learning_rate.lua"] = {
    pictures = 1,
    {"steepness 3.427051, limit 0.583592\n", 1}, {"above the limit 0.5836 ", 1},
    {"alpha 0.50: w 199.74, b 100.42, cost after 100 steps     0.0087\n", 1},
    {"library:    w 200.00, b 100.00\n", 1},
    {"limit raw 9.6007e-07, after z-score 0.6190\ndiagnose: 9.6007e-07, after z-score 0.6190\n", 1},
  },
  -- NumPy's lstsq on the z-scored powers, augmented with the rows sqrt(lambda) I;
  -- scikit-learn for the tumors.
  ["scripts/beyond/regularization.lua"] = {
    pictures = 1,
    {"training R²:\t0.9999", 1}, {"   0.001     0.9182   0.7994       6.845\n", 1},
    {"    1000     0.0285   0.0229       0.011\n", 1},
    {"sigmoid(1.12061 x - 2.80152)\tLIBLINEAR:\t[1.1206096]\t-2.80152", 1},
  },
}
