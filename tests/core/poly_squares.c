/* Exact solutions with computed powers: NIST's certified coefficients, exact
 * arithmetic, and data with indistinguishable powers. */
#include "core/model/poly_squares.h"

#include <stdlib.h>

#include "core/model/poly.h"

#include "check.h"

enum { MOST_ROWS = 100, MOST_TERMS = 40 };

typedef struct Set {
  const char *file;
  size_t degree;
  double digits; /* required of the worst coefficient */
  double exact[12]; /* intercept first */
} Set;

/* NIST Statistical Reference Datasets, linear regression. Where NIST's 15 digits
 * are rounded, the values come from an exact rational solution of the decimal
 * data, which agrees with them. Required digits below 15 are due to rounding the
 * data to doubles. */
static const Set sets[] = {
  {"Norris", 1, 13.9, {-0.26232307377402950, 1.0021168180204547}},
  {"Pontius", 2, 13.5, {0.67356578947368420e-03, 0.73205916040100251e-06,
                        -0.31608187134502924e-14}},
  {"Filip", 10, 14.2,
   {-1467.4896142297959, -2772.1795919334239, -2316.3710816089308,
    -1127.9739409837157, -354.47823370334875, -75.124201739375714,
    -10.875318035534251, -1.0622149858894677, -0.067019115459340838,
    -0.0024678107827547865, -0.000040296252508040367}},
  {"Wampler1", 5, 15, {1, 1, 1, 1, 1, 1}},
  {"Wampler2", 5, 13.1, {1, 0.1, 0.01, 0.001, 0.0001, 0.00001}},
  {"Wampler3", 5, 15, {1, 1, 1, 1, 1, 1}},
  {"Wampler4", 5, 15, {1, 1, 1, 1, 1, 1}},
  {"Wampler5", 5, 15, {1, 1, 1, 1, 1, 1}},
};

static double x_numbers[MOST_ROWS], y_numbers[MOST_ROWS];

static size_t read_set(const char *name) {
  char path[200], line[200];
  size_t rows = 0;
  snprintf(path, sizeof path, "tests/reference/nist/%s.csv", name);
  FILE *f = fopen(path, "r");
  assert_non_null(f);
  assert_non_null(fgets(line, sizeof line, f));
  for (; fgets(line, sizeof line, f); rows++) {
    char *at = line;
    y_numbers[rows] = strtod(at, &at);
    x_numbers[rows] = strtod(at + 1, NULL);
  }
  fclose(f);
  return rows;
}

static Status try_to_solve(PolySquares *found, DoubleDouble *raw, Mat X,
                           size_t degree, bool intercept, double *y) {
  size_t n = poly_squares_scratch(X.rows, X.cols, degree);
  double *scratch = malloc(n * sizeof *scratch);
  PolyEquations given = {X, degree, intercept, vec_of(y, X.rows), {0}};
  Status s = poly_squares(found, raw, &given, scratch, NULL);
  free(scratch);
  return s;
}

static PolySquares solve(double *weights, Mat X, size_t degree, double *y) {
  DoubleDouble raw[MOST_TERMS];
  PolySquares found;
  assert_int_equal(try_to_solve(&found, raw, X, degree, true, y).code,
                   STATUS_OK);
  const size_t count = poly_count(X.cols, degree, true);
  for (size_t j = 0; j <= count; j++) weights[j] = dd_round(raw[j]);
  return found;
}

static double digits(double got, double expected) {
  if (got == expected) return 15;
  return fmin(15, -log10(fabs(got - expected) / fabs(expected)));
}

/* The digits of predictions computed in doubles, against the same polynomial in
 * long double; relative to the largest |y|. */
static double prediction_digits(const double *weights, size_t rows,
                                size_t degree) {
  double most = 0, target = 0;
  for (size_t i = 0; i < rows; i++) {
    double sum = weights[degree], power = 1;
    long double exact = weights[degree], high = 1;
    for (size_t j = 0; j < degree; j++) {
      sum += weights[j] * (power *= x_numbers[i]);
      exact += weights[j] * (high *= x_numbers[i]);
    }
    most = fmax(most, fabs((double)(sum - exact)));
    target = fmax(target, fabs(y_numbers[i]));
  }
  return most > 0 ? fmin(16, -log10(most / target)) : 16;
}

static void nist_coefficients_agree(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
    const Set *set = &sets[i];
    const size_t rows = read_set(set->file), n = set->degree;
    double weights[MOST_TERMS], worst = 15;
    PolySquares found = solve(weights, mat_of(x_numbers, rows, 1), n,
                              y_numbers);
    worst = digits(weights[n], set->exact[0]);
    for (size_t j = 0; j < n; j++)
      worst = fmin(worst, digits(weights[j], set->exact[j + 1]));
    double kept = prediction_digits(weights, rows, n);
    printf("  %-9s %4.1f digits, condition %.1e, %zu steps, cancelling %.1e, "
           "predictions %.1f digits\n", set->file, worst, found.in.condition,
           found.in.steps, found.cancelling, kept);
    assert_int_equal(found.in.rank, n + 1);
    assert_true(worst >= set->digits);
    /* The estimate has the right magnitude and is never far too optimistic. */
    assert_true(kept >= 15 - log10(fmax(1, found.cancelling)));
  }
}

/* y_i = 37 i² mod 101 for the tests below. */
static void fill_targets(size_t rows) {
  for (size_t i = 0; i < rows; i++) y_numbers[i] = (double)(i * i * 37 % 101);
}

static void assert_weights(const double *got, const double *exact, size_t n) {
  for (size_t j = 0; j < n; j++)
    if (!(digits(got[j], exact[j]) >= 15))
      fail_msg("weight %zu: got %.17g, expected %.17g", j, got[j], exact[j]);
}

/* Reference: rational arithmetic (Python's fractions) on the same doubles. The raw
 * powers of years cancel to 1e-10 of their size: the weights are correct to the
 * last digit, but predictions from raw powers are not, which is reported. */
static void years_to_the_sixth_are_exact(void **state) {
  (void)state;
  static const double exact[] = {
    24252106281.936962,  -30521629.166336913,   20485.764303496864,
    -7.734043957820645,  0.001557210415178217,  -1.3063639490884074e-07,
    -8029111012852.807};
  double weights[MOST_TERMS];
  fill_targets(15);
  for (int i = 0; i < 15; i++) x_numbers[i] = 1950 + 5 * i;
  PolySquares found = solve(weights, mat_of(x_numbers, 15, 1), 6, y_numbers);
  assert_weights(weights, exact, 7);
  double kept = prediction_digits(weights, 15, 6);
  printf("  years: cancelling %.1e, predictions %.1f digits\n",
         found.cancelling, kept);
  assert_true(found.cancelling > 1e10);
  assert_true(found.column == 0 && found.middle == 1985);
  assert_true(kept >= 15 - log10(found.cancelling));
}

/* Likewise, with decimals rounded to doubles and terms x0, x1, x0², x0 x1, x1². */
static void two_columns_with_their_product_are_exact(void **state) {
  (void)state;
  static const double exact[] = {51007.91499327334,   55523.463780738195,
                                 -25.462855463668117, -55.534354408835846,
                                 93.2143269388612,    -25545043.28017644};
  double weights[MOST_TERMS];
  fill_targets(20);
  for (int i = 0; i < 20; i++) {
    x_numbers[2 * i] = 1e3 + 0.1 * i;
    x_numbers[2 * i + 1] = 0.1 * (i * i % 7);
  }
  solve(weights, mat_of(x_numbers, 20, 2), 2, y_numbers);
  assert_weights(weights, exact, 6);
}

static void without_an_intercept_the_curve_is_zero_at_zero(void **state) {
  (void)state;
  static const double exact[] = {21.91504906106676, -3.5876704416527425,
                                 0.2079267831480221};
  double weights[4];
  DoubleDouble raw[4];
  PolySquares found;
  fill_targets(10);
  for (int i = 0; i < 10; i++) x_numbers[i] = i + 1;
  try_to_solve(&found, raw, mat_of(x_numbers, 10, 1), 3, false, y_numbers);
  for (int j = 0; j < 4; j++) weights[j] = dd_round(raw[j]);
  assert_weights(weights, exact, 3);
  assert_true(weights[3] == 0);
  assert_int_equal(found.in.rank, 3);
}

/* Integers in three columns: the polynomial that defines y is recovered exactly,
 * with the weights in the order of poly.h. */
static void a_polynomial_in_three_columns_is_recovered(void **state) {
  (void)state;
  double x[60 * 3], y[60], weights[MOST_TERMS], P[MOST_TERMS];
  for (int i = 0; i < 60; i++) {
    x[3 * i] = 40 + i % 4;
    x[3 * i + 1] = i / 4 % 4 - 100;
    x[3 * i + 2] = i / 16 + i % 3;
    poly_fill(mat_of(P, 1, 19), mat_of(x + 3 * i, 1, 3), 3, true, false, NULL);
    y[i] = 5;
    for (int k = 0; k < 19; k++) y[i] += (k % 7 - 3) * P[k];
  }
  PolySquares found = solve(weights, mat_of(x, 60, 3), 3, y);
  assert_int_equal(found.in.rank, 20);
  for (int k = 0; k < 19; k++) assert_near(weights[k], k % 7 - 3, 1e-15);
  assert_near(weights[19], 5, 1e-15);
}

static double value_at(const double *weights, double x, size_t degree) {
  double sum = weights[degree];
  for (size_t j = 0; j < degree; j++)
    sum += weights[j] * pow(x, (double)(j + 1));
  return sum;
}

/* Two distinct x determine two of four coefficients: any cubic must go through the
 * means at both. */
static void too_few_distinct_numbers_still_fit(void **state) {
  (void)state;
  double x[] = {3, 3, 7, 7, 7}, y[] = {1, 3, 6, 7, 8}, weights[4];
  PolySquares found = solve(weights, mat_of(x, 5, 1), 3, y);
  assert_int_equal(found.in.rank, 2);
  assert_true(found.in.condition > 1e12);
  assert_near(value_at(weights, 3, 3), 2, 1e-14);
  assert_near(value_at(weights, 7, 3), 7, 1e-14);
}

/* A column of 0 and 1 next to one with many values: seven of ten terms are
 * distinct, however many rows contribute rounding errors. */
static void a_column_of_zeros_and_ones_is_its_own_square(void **state) {
  (void)state;
  enum { ROWS = 50000 };
  double *x = malloc(ROWS * 2 * sizeof *x), *y = malloc(ROWS * sizeof *y);
  for (int i = 0; i < ROWS; i++) {
    x[2 * i] = sin(i);
    x[2 * i + 1] = i % 2;
    y[i] = 1 + x[2 * i] * (2 - 3 * x[2 * i + 1]);
  }
  double weights[10], P[9];
  PolySquares found = solve(weights, mat_of(x, ROWS, 2), 3, y);
  assert_int_equal(found.in.rank, 7);
  for (int i = 0; i < 50; i++) {
    poly_fill(mat_of(P, 1, 9), mat_of(x + 2 * i, 1, 2), 3, true, false, NULL);
    assert_near(weights[9] + vec_dot(vec_of(P, 9), vec_of(weights, 9)), y[i],
                1e-14);
  }
  free(x);
  free(y);
}

static void a_constant_column_gets_no_more_than_the_intercept(void **state) {
  (void)state;
  double x[] = {0.1, 0.1, 0.1}, y[] = {1, 2, 6}, weights[3];
  PolySquares found = solve(weights, mat_of(x, 3, 1), 2, y);
  assert_int_equal(found.in.rank, 1);
  assert_true(weights[0] == 0 && weights[1] == 0);
  assert_near(weights[2], 3, 1e-15);
}

/* x0 = x1: three of six terms are distinct, and predictions are those of a single
 * column. Also with fewer rows than terms. */
static void a_duplicate_column_predicts_like_one(void **state) {
  (void)state;
  double x[] = {1, 1, 2, 2, 4, 4, 5, 5}, one[] = {1, 2, 4, 5};
  double y[] = {3, 1, 4, 1}, twice[6], once[3];
  PolySquares found = solve(twice, mat_of(x, 4, 2), 2, y);
  assert_int_equal(found.in.rank, 3);
  solve(once, mat_of(one, 4, 1), 2, y);
  for (int i = 0; i < 4; i++) {
    double t = one[i];
    double all = twice[5] + (twice[0] + twice[1]) * t +
                 (twice[2] + twice[3] + twice[4]) * t * t;
    assert_near(all, value_at(once, t, 2), 1e-14);
  }
}

/* Degree 20 with as many distinct x as coefficients: the polynomial interpolates
 * every point, although raw powers would be too ill-conditioned. */
static void degree_twenty_interpolates(void **state) {
  (void)state;
  double weights[21];
  fill_targets(21);
  for (int i = 0; i < 21; i++) x_numbers[i] = (i - 10) / 16.0;
  PolySquares found = solve(weights, mat_of(x_numbers, 21, 1), 20, y_numbers);
  printf("  degree 20: condition %.1e, %zu steps, cancelling %.1e\n",
         found.in.condition, found.in.steps, found.cancelling);
  assert_int_equal(found.in.rank, 21);
  assert_true(found.in.change < 1e-16);
  for (int i = 0; i < 21; i++)
    assert_near(value_at(weights, x_numbers[i], 20), y_numbers[i],
                1e-15 * found.cancelling * 100);
}

static void overflow_is_reported(void **state) {
  (void)state;
  double y[] = {1, 2, 3}, *huge = (double[]){1, 1e200, 2, 1, 3, 5};
  DoubleDouble raw[MOST_TERMS];
  PolySquares found;
  Status s = try_to_solve(&found, raw, mat_of(huge, 3, 2), 2, true, y);
  assert_int_equal(s.code, STATUS_RANGE);
  assert_true(s.i == 0 && s.j == 1 && s.value == 1e200);
  double *tiny = (double[]){1e-200, 2e-200, 5e-200};
  s = try_to_solve(&found, raw, mat_of(tiny, 3, 1), 2, true, y);
  assert_int_equal(s.code, STATUS_RANGE);
  assert_true(s.i == 0 && s.j == 0 && s.value == 5e-200);
  double *small = (double[]){1e-150, 2e-150, 5e-150};
  double steep[] = {1e30, -1e30, 1e30};
  s = try_to_solve(&found, raw, mat_of(small, 3, 1), 2, true, steep);
  assert_int_equal(s.code, STATUS_RANGE);
  assert_true(s.i == 1);
  double *odd = (double[]){1, 2, 3, NAN, 5, 6};
  s = try_to_solve(&found, raw, mat_of(odd, 3, 2), 2, true, y);
  assert_int_equal(s.code, STATUS_NONFINITE);
  assert_true(s.i == 1 && s.j == 1);
}

static void too_large_scratch_is_reported(void **state) {
  (void)state;
  assert_true(poly_squares_scratch(100, 1000, 20) == SIZE_MAX);
  assert_true(poly_squares_scratch(SIZE_MAX / 2, 1, 2) == SIZE_MAX);
  assert_true(poly_squares_scratch(100, 2, 3) < 20000);
}

static void a_set_flag_stops_it(void **state) {
  (void)state;
  volatile sig_atomic_t stop = 1;
  double x[] = {1, 2, 3}, y[] = {1, 2, 3}, scratch[2000];
  DoubleDouble raw[3];
  PolySquares found;
  PolyEquations given = {mat_of(x, 3, 1), 2, true, vec_of(y, 3), {0}};
  assert_true(poly_squares_scratch(3, 1, 2) <= 2000);
  assert_int_equal(poly_squares(&found, raw, &given, scratch, &stop).code,
                   STATUS_STOPPED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(nist_coefficients_agree),
    cmocka_unit_test(years_to_the_sixth_are_exact),
    cmocka_unit_test(two_columns_with_their_product_are_exact),
    cmocka_unit_test(without_an_intercept_the_curve_is_zero_at_zero),
    cmocka_unit_test(a_polynomial_in_three_columns_is_recovered),
    cmocka_unit_test(too_few_distinct_numbers_still_fit),
    cmocka_unit_test(a_column_of_zeros_and_ones_is_its_own_square),
    cmocka_unit_test(a_constant_column_gets_no_more_than_the_intercept),
    cmocka_unit_test(a_duplicate_column_predicts_like_one),
    cmocka_unit_test(degree_twenty_interpolates),
    cmocka_unit_test(overflow_is_reported),
    cmocka_unit_test(too_large_scratch_is_reported),
    cmocka_unit_test(a_set_flag_stops_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
