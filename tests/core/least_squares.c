/* The exact solution against NIST's certified coefficients and constructed hard
 * cases. */
#include "core/squares/least_squares.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

enum { MOST_ROWS = 100, MOST_COLUMNS = 12 };

typedef struct Set {
  const char *file;
  size_t degree; /* powers of the only feature; 1: the features themselves */
  double digits; /* required of the worst coefficient */
  double certified[MOST_COLUMNS]; /* intercept first */
} Set;

/* Certified values: NIST Statistical Reference Datasets, linear regression. The
 * required digits are at least those of the best double-precision program that we
 * know, rounded down; Filip's powers as doubles allow 7.6. */
static const Set sets[] = {
  {"Norris", 1, 14, {-0.262323073774029, 1.00211681802045}},
  {"Pontius", 2, 13.5, {0.673565789473684e-03, 0.732059160401003e-06,
                      -0.316081871345029e-14}},
  {"Filip", 10, 7.5,
   {-1467.48961422980, -2772.17959193342, -2316.37108160893,
    -1127.97394098372, -354.478233703349, -75.1242017393757,
    -10.8753180355343, -1.06221498588947, -0.670191154593408e-01,
    -0.246781078275479e-02, -0.402962525080404e-04}},
  {"Longley", 1, 14.5, {-3482258.63459582, 15.0618722713733,
                      -0.358191792925910e-01, -2.02022980381683,
                      -1.03322686717359, -0.511041056535807e-01,
                      1829.15146461355}},
  {"Wampler1", 5, 14.9, {1, 1, 1, 1, 1, 1}},
  {"Wampler2", 5, 13, {1, 0.1, 0.01, 0.001, 0.0001, 0.00001}},
  {"Wampler3", 5, 14.9, {1, 1, 1, 1, 1, 1}},
  {"Wampler4", 5, 14.9, {1, 1, 1, 1, 1, 1}},
  {"Wampler5", 5, 14.9, {1, 1, 1, 1, 1, 1}},
};

static double X_numbers[MOST_ROWS * MOST_COLUMNS], y_numbers[MOST_ROWS];

/* Reads y and the columns, or the powers of a single column. */
static void read_set(const Set *set, Mat *X, Vec *y) {
  char path[200], line[500];
  size_t rows = 0, cols = 0;
  snprintf(path, sizeof path, "tests/reference/nist/%s.csv", set->file);
  FILE *f = fopen(path, "r");
  assert_non_null(f);
  assert_non_null(fgets(line, sizeof line, f));
  while (fgets(line, sizeof line, f)) {
    char *at = line;
    double values[MOST_COLUMNS];
    size_t n = 0;
    do
      values[n++] = strtod(at, &at);
    while (*at++ == ',');
    y_numbers[rows] = values[0];
    cols = set->degree > 1 ? set->degree : n - 1;
    for (size_t j = 0; j < cols; j++)
      X_numbers[rows * cols + j] =
          set->degree > 1 ? (double)powl(values[1], (long double)(j + 1))
                          : values[j + 1];
    rows++;
  }
  fclose(f);
  *X = mat_of(X_numbers, rows, cols);
  *y = vec_of(y_numbers, rows);
}


static LeastSquares solve_with(double *theta, Mat X, Vec y, double lambda,
                               bool intercept) {
  size_t n = least_squares_scratch(X.rows, X.cols, lambda);
  double *scratch = malloc(n * sizeof *scratch);
  LeastSquares found;
  Equations e = {.X = X, .y = y, .lambda = lambda, .intercept = intercept};
  assert_int_equal(
      least_squares(&found, theta, &e, scratch, NULL).code,
      STATUS_OK);
  free(scratch);
  return found;
}

static LeastSquares solve(double *theta, Mat X, Vec y, double lambda) {
  return solve_with(theta, X, y, lambda, true);
}

static double digits(double got, double certified) {
  if (got == certified) return 15;
  return fmin(15, -log10(fabs(got - certified) / fabs(certified)));
}

static void nist_coefficients_agree(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
    const Set *set = &sets[i];
    Mat X;
    Vec y;
    double theta[MOST_COLUMNS], worst = 15;
    read_set(set, &X, &y);
    LeastSquares found = solve(theta, X, y, 0);
    worst = digits(theta[X.cols], set->certified[0]);
    for (size_t j = 0; j < X.cols; j++)
      worst = fmin(worst, digits(theta[j], set->certified[j + 1]));
    printf("  %-9s %4.1f digits, rank %zu of %zu, condition %.1e, %zu steps\n",
           set->file, worst, found.rank, X.cols + 1, found.condition,
           found.steps);
    assert_true(worst >= set->digits);
  }
}

/* NoInt1 and NoInt2 are lines through the origin. */
static void lines_through_the_origin_agree(void **state) {
  (void)state;
  static const Set lines[] = {{"NoInt1", 1, 14.7, {2.07438016528926}},
                              {"NoInt2", 1, 15, {0.727272727272727}}};
  for (size_t i = 0; i < 2; i++) {
    Mat X;
    Vec y;
    double theta[2];
    read_set(&lines[i], &X, &y);
    LeastSquares found = solve_with(theta, X, y, 0, false);
    const double reached = digits(theta[0], lines[i].certified[0]);
    printf("  %-9s %4.1f digits\n", lines[i].file, reached);
    assert_true(reached >= lines[i].digits);
    assert_int_equal(found.rank, 1);
    assert_true(theta[1] == 0);
  }
}

/* 366 rows of 91 columns are three blocks, those of 92 columns two. */
static void scratch_suffices_without_an_intercept(void **state) {
  (void)state;
  enum { GUARD = 1 << 15 };
  const size_t n = 91, sizes[] = {180, 184, 364, 366, 368, 547, 552};
  double *x = malloc(600 * n * sizeof *x), y[600], theta[92];
  for (size_t i = 0; i < 600 * n; i++) x[i] = sin((double)(i * i % 10007));
  for (size_t i = 0; i < 600; i++) y[i] = x[i * n] - 2 * x[i * n + 90];
  for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
    const size_t m = sizes[k], need = least_squares_scratch(m, n, 0);
    double *scratch = malloc((need + GUARD) * sizeof *scratch);
    const Equations e = {.X = mat_of(x, m, n), .y = vec_of(y, m)};
    LeastSquares found;
    for (size_t i = 0; i < GUARD; i++) scratch[need + i] = 7;
    assert_int_equal(least_squares(&found, theta, &e, scratch, NULL).code,
                     STATUS_OK);
    assert_near(theta[0], 1, 1e-9);
    assert_near(theta[90], -2, 1e-9);
    for (size_t i = 0; i < GUARD; i++) assert_true(scratch[need + i] == 7);
    free(scratch);
  }
  free(x);
}

/* The low parts of double-double numbers count: 1/3 and 2/3. */
static void low_parts_of_double_double_count(void **state) {
  (void)state;
  const DoubleDouble third = dd_divide((DoubleDouble){1, 0}, 3);
  double x[] = {third.hi, 2 * third.hi, 1}, y[] = {1, 2, 3}, scratch[2000];
  double rest[] = {third.lo, 2 * third.lo, 0};
  Equations e = {
      .X = mat_of(x, 3, 1), .rest = mat_of(rest, 3, 1), .y = vec_of(y, 3)};
  DoubleDouble theta[2];
  LeastSquares found;
  assert_true(least_squares_scratch(3, 1, 0) <= 2000);
  least_squares_wide(&found, theta, &e, scratch, NULL);
  assert_true(theta[0].hi == 3);
  assert_true(fabs(theta[0].lo) <= 1e-30);
}

/* With the second column duplicated, each copy gets exactly half of its weight. */
static void dependent_columns_cost_no_digits(void **state) {
  (void)state;
  double x[] = {1, 1, 1, 2, 4, 4, 3, 9, 9, 4, 16, 16, 5, 25, 25};
  double y[] = {0, 0, 0, 0, 0}, theta[4];
  for (int i = 0; i < 5; i++) y[i] = 3e9 + 7 * x[3 * i] - 1e-3 * x[3 * i + 1];
  double certain[3], plain[] = {1, 1, 2, 4, 3, 9, 4, 16, 5, 25};
  solve(certain, mat_of(plain, 5, 2), vec_of(y, 5), 0);
  LeastSquares found = solve(theta, mat_of(x, 5, 3), vec_of(y, 5), 0);
  assert_int_equal(found.rank, 3);
  assert_true(found.condition > 1e14);
  assert_true(theta[0] == certain[0]);
  assert_true(theta[1] + theta[2] == certain[1]);
  assert_true(fabs(theta[1] - theta[2]) < 1e-15 * fabs(theta[3]));
  assert_true(theta[3] == certain[2]);
}

/* With many rows the factors accumulate a thousand times the rounding error of one
 * number. A third column, the sum of the others and a constant, must still be
 * found dependent, and the weights must be those of the plane that defines y. */
static void dependence_is_found_with_many_rows(void **state) {
  (void)state;
  enum { ROWS = 100000 };
  double *x = malloc(ROWS * 3 * sizeof *x), *y = malloc(ROWS * sizeof *y);
  for (int i = 0; i < ROWS; i++) {
    double *row = x + 3 * i;
    row[0] = i % 2 ? 3 : 7;
    row[1] = i % 5;
    row[2] = row[0] + row[1] + 1;
    y[i] = 2 * row[0] - 3 * row[1] + 5;
  }
  double theta[4];
  LeastSquares found = solve(theta, mat_of(x, ROWS, 3), vec_of(y, ROWS), 0);
  assert_int_equal(found.rank, 3);
  assert_true(found.change < 1e-16);
  for (size_t i = 0; i < 10; i++)
    assert_near(theta[3] + vec_dot(vec_of(x + 3 * i, 3), vec_of(theta, 3)),
                y[i], 1e-14);
  free(x);
  free(y);
}

/* y is orthogonal to every column: all weights are 0 and no digits can converge,
 * but no column is dependent. */
static void zero_weights_are_not_dependent_columns(void **state) {
  (void)state;
  double x[] = {0.1, 1, -0.1, 1, 0.3, -2, -0.3, -2}, y[] = {1, 1, 0.5, 0.5};
  double theta[3];
  LeastSquares found = solve_with(theta, mat_of(x, 4, 2), vec_of(y, 4), 0,
                                  false);
  assert_int_equal(found.rank, 2);
  for (int j = 0; j < 3; j++) assert_near(theta[j], 0, 1e-30);
}

static void a_duplicate_column_gets_half_the_weight(void **state) {
  (void)state;
  double x[] = {1, 1, 2, 2, 3, 3, 4, 4}, y[] = {4, 7, 10, 13}, theta[3];
  LeastSquares found = solve(theta, mat_of(x, 4, 2), vec_of(y, 4), 0);
  assert_int_equal(found.rank, 2);
  assert_near(theta[0], 1.5, 1e-14);
  assert_near(theta[1], 1.5, 1e-14);
  assert_near(theta[2], 1, 1e-13);
}

/* Two one-hot groups in units that differ by a million: the weights are the
 * minimum-norm solution that predicts the means. By hand: with y = 3, 5 and 4, 6
 * for the combinations, the effects are 2 and 1 on 3. Predictions must be right to
 * the last digits, and a step in the null space must make w longer. */
static void two_groups_get_the_minimum_norm_weights(void **state) {
  (void)state;
  enum { ROWS = 40 };
  static const double units[] = {1, 1e-3, 1e6};
  for (size_t u = 0; u < 3; u++) {
    double x[ROWS * 4] = {0}, y[ROWS], theta[5];
    for (int i = 0; i < ROWS; i++) {
      const int a = i % 2, b = i / 3 % 2;
      x[4 * i + a] = 1;
      x[4 * i + 2 + b] = units[u];
      y[i] = 3 + 2 * a + b;
    }
    const Mat X = mat_of(x, ROWS, 4);
    LeastSquares found = solve(theta, X, vec_of(y, ROWS), 0);
    assert_int_equal(found.rank, 3);
    for (size_t i = 0; i < ROWS; i++)
      assert_near(theta[4] + vec_dot(mat_row(X, i), vec_of(theta, 4)), y[i],
                  1e-14);
    assert_near(theta[0] + theta[1], theta[4], 1e-10);
    assert_near((theta[2] + theta[3]) / units[u], theta[4], 1e-10);
  }
}

/* The second column differs from the first by 1e-9; the third is a combination of
 * the others up to rounding. */
static void nearly_equal_columns_are_independent(void **state) {
  (void)state;
  double x[60], y[20], theta[4];
  for (int i = 0; i < 20; i++) {
    x[3 * i] = 1 + 0.1 * i;
    x[3 * i + 1] = x[3 * i] + 1e-9 * (i % 3);
    x[3 * i + 2] = 0.3 * x[3 * i] + 1e3;
    y[i] = i % 7;
  }
  LeastSquares found = solve(theta, mat_of(x, 20, 3), vec_of(y, 20), 0);
  assert_int_equal(found.rank, 3);
  assert_true(fabs(theta[1]) > 1e3);
}

static void fewer_examples_than_columns_still_fit(void **state) {
  (void)state;
  double x[] = {1, 2, 3, 4}, y[] = {5, 11}, theta[3];
  Mat X = mat_of(x, 2, 2);
  LeastSquares found = solve(theta, X, vec_of(y, 2), 0);
  assert_int_equal(found.rank, 2);
  for (size_t i = 0; i < 2; i++)
    assert_near(vec_dot(mat_row(X, i), vec_of(theta, 2)) + theta[2], y[i],
                1e-13);
}

/* At the solution the residuals are orthogonal to every column. Several blocks of
 * rows, and one row more or less than full blocks. */
static void blocks_of_rows_are_combined(void **state) {
  (void)state;
  enum { ROWS = 16386, COLS = 3 };
  double *x = malloc(ROWS * COLS * sizeof *x), *y = malloc(ROWS * sizeof *y);
  for (int i = 0; i < ROWS * COLS; i++) x[i] = sin(i) + cos(i % 97 * (i % 89));
  for (int i = 0; i < ROWS; i++) y[i] = 3 * x[i * COLS] + sin(7 * i);
  for (size_t rows = 4095; rows <= ROWS; rows = 2 * rows + 1) {
    double theta[COLS + 1], sums[COLS + 1] = {0};
    Mat X = mat_of(x, rows, COLS);
    solve(theta, X, vec_of(y, rows), 0);
    for (size_t i = 0; i < rows; i++) {
      double rest = y[i] - theta[COLS] -
                    vec_dot(mat_row(X, i), vec_of(theta, COLS));
      for (size_t j = 0; j < COLS; j++) sums[j] += rest * *mat_at(X, i, j);
      sums[COLS] += rest;
    }
    for (size_t j = 0; j <= COLS; j++) assert_near(sums[j], 0, 1e-10);
  }
  free(x);
  free(y);
}

static void a_set_flag_stops_it(void **state) {
  (void)state;
  double x[] = {1, 2}, y[] = {1, 2}, theta[2], scratch[2000];
  volatile sig_atomic_t stop = 1;
  LeastSquares found;
  Equations e = {.X = mat_of(x, 2, 1), .y = vec_of(y, 2), .intercept = true};
  assert_true(least_squares_scratch(2, 1, 0) <= 2000);
  Status s = least_squares(&found, theta, &e, scratch, &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
}

/* By hand: w = Σ(x-x̄)(y-ȳ) / (Σ(x-x̄)² + λ) = 100 / (0.5 + 10). */
static void the_penalty_shrinks_only_the_weight(void **state) {
  (void)state;
  double x[] = {1, 2}, y[] = {300, 500}, theta[2];
  LeastSquares found = solve(theta, mat_of(x, 2, 1), vec_of(y, 2), 10);
  assert_int_equal(found.rank, 2);
  assert_near(theta[0], 100 / 10.5, 1e-15);
  assert_near(theta[1], 400 - 1.5 * 100 / 10.5, 1e-15);
}

static void a_zero_column_is_harmless(void **state) {
  (void)state;
  double x[] = {0, 1, 0, 2, 0, 3}, y[] = {1, 2, 3}, theta[3];
  LeastSquares found = solve(theta, mat_of(x, 3, 2), vec_of(y, 3), 0);
  assert_int_equal(found.rank, 2);
  assert_near(theta[1], 1, 1e-14);
  assert_true(theta[0] == 0);
}

/* All columns are 0: the weights are 0, not nan. */
static void all_zero_columns_give_zero_weights(void **state) {
  (void)state;
  double x[] = {0, 0, 0, 0}, y[] = {1, 2}, theta[3];
  LeastSquares found = solve_with(theta, mat_of(x, 2, 2), vec_of(y, 2), 0,
                                  false);
  assert_int_equal(found.rank, 0);
  for (int j = 0; j < 3; j++) assert_true(theta[j] == 0);
  assert_true(isinf(found.condition));
}

/* The reciprocal of the smallest double overflows. */
static void tiny_columns_are_harmless(void **state) {
  (void)state;
  double x[] = {5e-324, 1e-323}, y[] = {0, 0}, theta[2];
  solve(theta, mat_of(x, 2, 1), vec_of(y, 2), 0);
  assert_true(theta[0] == 0 && theta[1] == 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(nist_coefficients_agree),
    cmocka_unit_test(lines_through_the_origin_agree),
    cmocka_unit_test(scratch_suffices_without_an_intercept),
    cmocka_unit_test(low_parts_of_double_double_count),
    cmocka_unit_test(dependent_columns_cost_no_digits),
    cmocka_unit_test(all_zero_columns_give_zero_weights),
    cmocka_unit_test(tiny_columns_are_harmless),
    cmocka_unit_test(dependence_is_found_with_many_rows),
    cmocka_unit_test(zero_weights_are_not_dependent_columns),
    cmocka_unit_test(a_duplicate_column_gets_half_the_weight),
    cmocka_unit_test(two_groups_get_the_minimum_norm_weights),
    cmocka_unit_test(nearly_equal_columns_are_independent),
    cmocka_unit_test(fewer_examples_than_columns_still_fit),
    cmocka_unit_test(blocks_of_rows_are_combined),
    cmocka_unit_test(a_set_flag_stops_it),
    cmocka_unit_test(the_penalty_shrinks_only_the_weight),
    cmocka_unit_test(a_zero_column_is_harmless),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
