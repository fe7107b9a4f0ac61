/* Features computed from raw columns, and conversion of weights to raw units and
 * back. */
#include "core/model/features.h"

#include <stdint.h>

#include "core/model/poly.h"

#include "check.h"

enum { ROWS = 3, COUNT = 5 };

static double raw[ROWS * 2] = {2, 3, -1, 5, 5, 1};

static Scale scale_of(ScaleKind kind, double *numbers, size_t n) {
  Vec all = vec_of(numbers, 4 * n);
  return (Scale){kind, vec_part(all, 0, n), vec_part(all, n, n),
                 vec_part(all, 2 * n, n), vec_part(all, 3 * n, n)};
}

static void counts_agree_with_the_terms(void **state) {
  (void)state;
  assert_int_equal(features_count(&(Features){7, 1, NULL}), 7);
  assert_int_equal(features_count(&(Features){2, 2, NULL}), 5);
  assert_int_equal(features_count(&(Features){10, 3, NULL}), 285);
  assert_true(features_count(&(Features){1000, 20, NULL}) == SIZE_MAX);
}

static void degree_one_without_scale_copies(void **state) {
  (void)state;
  double out[ROWS * 2];
  Features f = {2, 1, NULL};
  assert_int_equal(
      features_fill(mat_of(out, ROWS, 2), &f, mat_of(raw, ROWS, 2), NULL).code,
      STATUS_OK);
  assert_memory_equal(out, raw, sizeof raw);
}

/* By hand: x0, x1, x0², x0 x1, x1² of the rows above, each column minus its
 * minimum, divided by its range: 6, 4, 24, 11 and 24. */
static void powers_come_first_and_then_the_scale(void **state) {
  (void)state;
  double plain[ROWS * COUNT], out[ROWS * COUNT], numbers[4 * COUNT];
  static const double powers[] = {2,  3, 4, 6,  9,  -1, 5, 1,
                                  -5, 25, 5, 1, 25, 5,  1};
  static const double scaled[] = {
    3.0 / 6, 2.0 / 4, 3.0 / 24, 1, 8.0 / 24, 0, 1, 0, 0, 1, 1, 0, 1,
    10.0 / 11, 0};
  Features f = {2, 2, NULL};
  Mat X = mat_of(raw, ROWS, 2), P = mat_of(plain, ROWS, COUNT);
  features_fill(P, &f, X, NULL);
  for (int i = 0; i < ROWS * COUNT; i++) assert_true(plain[i] == powers[i]);
  Scale s = scale_of(SCALE_MINMAX, numbers, COUNT);
  scale_fit(&s, P, NULL);
  f.scale = &s;
  features_fill(mat_of(out, ROWS, COUNT), &f, X, NULL);
  for (int i = 0; i < ROWS * COUNT; i++) assert_near(out[i], scaled[i], 1e-15);
}

/* More rows than one block: each row is computed as if alone. */
static void blocks_agree_with_single_rows(void **state) {
  (void)state;
  enum { TALL = 9000 };
  static double x[TALL * 2], out[TALL * COUNT];
  double numbers[4 * COUNT], one[COUNT];
  for (int i = 0; i < TALL * 2; i++) x[i] = sin(i);
  for (int degree = 1; degree <= 2; degree++) {
    const size_t n = degree == 1 ? 2 : COUNT;
    Scale s = scale_of(SCALE_ZSCORE, numbers, n);
    Features f = {2, (size_t)degree, NULL};
    Mat X = mat_of(x, TALL, 2), P = mat_of(out, TALL, n);
    features_fill(P, &f, X, NULL);
    scale_fit(&s, P, NULL);
    f.scale = &s;
    features_fill(P, &f, X, NULL);
    for (size_t i = 0; i < TALL; i += 89) {
      features_fill(mat_of(one, 1, n), &f, mat_part(X, i, 1), NULL);
      assert_memory_equal(one, mat_at(P, i, 0), n * sizeof *one);
    }
  }
}

/* Both sets of weights give the same value for a raw row, and converting back
 * restores the weights. The standard deviation is a hundredth of the mean. */
static void weights_convert_to_raw_units_and_back(void **state) {
  (void)state;
  double x[] = {1000, 20, 1010, 21, 1004, 19.5, 991, 20.25, 1001, 20.75};
  double plain[5 * COUNT], scaled[5 * COUNT], numbers[4 * COUNT];
  for (int kind = SCALE_ZSCORE; kind <= SCALE_MEAN; kind++) {
    Scale s = scale_of((ScaleKind)kind, numbers, COUNT);
    Features f = {2, 2, NULL};
    Mat P = mat_of(plain, 5, COUNT), S = mat_of(scaled, 5, COUNT);
    features_fill(P, &f, mat_of(x, 5, 2), NULL);
    scale_fit(&s, P, NULL);
    f.scale = &s;
    features_fill(S, &f, mat_of(x, 5, 2), NULL);
    static const double theta[] = {3, -2, 0.5, 7, -0.25, 11};
    double original[COUNT + 1], back[COUNT + 1];
    DoubleDouble wide[COUNT + 1];
    features_original(original, &f, theta);
    for (int j = 0; j <= COUNT; j++) wide[j] = (DoubleDouble){original[j], 0};
    features_scaled(back, &f, wide);
    for (int j = 0; j < COUNT; j++) assert_near(back[j], theta[j], 1e-15);
    double size = fabs(original[COUNT]);
    assert_true(fabs(back[COUNT] - theta[COUNT]) <= 1e-14 * fmax(1, size));
    for (size_t i = 0; i < 5; i++) {
      double raws = original[COUNT] +
                    vec_dot(mat_row(P, i), vec_of(original, COUNT));
      double scales = 11 + vec_dot(mat_row(S, i), vec_of((double *)theta,
                                                         COUNT));
      assert_true(fabs(raws - scales) <= 1e-13 * fmax(1, size));
    }
  }
}

/* Weights converted to raw units in double-double precision are restored exactly,
 * with an intercept below double precision: b = 1 added to 10^16. */
static void double_double_keeps_the_intercept(void **state) {
  (void)state;
  double numbers[] = {1e8, 3, 0, 1e9}, theta[2];
  Scale s = scale_of(SCALE_ZSCORE, numbers, 1);
  Features f = {1, 1, &s};
  DoubleDouble w = dd_divide((DoubleDouble){1e8, 0}, 3), b = {1, 0};
  dd_add_product(&b, -1e8, w);
  features_scaled(theta, &f, (DoubleDouble[]){w, b});
  assert_true(theta[0] == 1e8);
  assert_true(theta[1] == 1);
}

static void a_set_flag_stops_it(void **state) {
  (void)state;
  double out[ROWS * COUNT];
  volatile sig_atomic_t stop = 1;
  Features f = {2, 2, NULL};
  Status s = features_fill(mat_of(out, ROWS, COUNT), &f, mat_of(raw, ROWS, 2),
                           &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(counts_agree_with_the_terms),
    cmocka_unit_test(degree_one_without_scale_copies),
    cmocka_unit_test(powers_come_first_and_then_the_scale),
    cmocka_unit_test(blocks_agree_with_single_rows),
    cmocka_unit_test(weights_convert_to_raw_units_and_back),
    cmocka_unit_test(double_double_keeps_the_intercept),
    cmocka_unit_test(a_set_flag_stops_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
