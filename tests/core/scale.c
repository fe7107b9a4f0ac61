/* Scaling of the three houses against the reference, and its inverse. */
#include "core/model/scale.h"

#include "core/linalg/vec_reduce.h"

#include <stdlib.h>

#include "check.h"

enum { ROWS = 3, COLS = 4 };

static double houses[] = {952, 2, 1, 65, 1244, 3, 2, 64, 1947, 3, 2, 17};

static Scale scale_of(ScaleKind kind, double *numbers, size_t n) {
  Vec all = vec_of(numbers, 4 * n);
  return (Scale){kind, vec_part(all, 0, n), vec_part(all, n, n),
                 vec_part(all, 2 * n, n), vec_part(all, 3 * n, n)};
}

static void z_scores_agree_with_the_reference(void **state) {
  (void)state;
  static const double mu[] = {1381, 2.6666666666666665, 1.6666666666666667,
                              48.666666666666664};
  static const double sigma[] = {417.5986909302598, 0.4714045207910317,
                                 0.4714045207910317, 22.395436042987765};
  double numbers[4 * COLS], house[] = {1200, 3, 1, 40};
  static const double normal[] = {-0.4334304774682053, 0.7071067811865478,
                                  -1.4142135623730951, -0.3869836090724514};
  Scale s = scale_of(SCALE_ZSCORE, numbers, COLS);
  assert_int_equal(scale_fit(&s, mat_of(houses, ROWS, COLS), NULL).code,
                   STATUS_OK);
  Mat row = mat_of(house, 1, COLS);
  scale_apply(row, &s, row, NULL);
  for (size_t j = 0; j < COLS; j++) {
    assert_near(s.mean.d[j], mu[j], 1e-15);
    assert_near(s.std.d[j], sigma[j], 1e-15);
    assert_near(house[j], normal[j], 1e-14);
  }
}

static void check_zscores(Mat X) {
  double *numbers = malloc(4 * X.cols * sizeof *numbers);
  double *out = malloc(X.rows * X.cols * sizeof *out);
  Scale s = scale_of(SCALE_ZSCORE, numbers, X.cols);
  scale_fit(&s, X, NULL);
  scale_apply(mat_of(out, X.rows, X.cols), &s, X, NULL);
  for (size_t j = 0; j < X.cols; j++) {
    Vec column = mat_col(X, j);
    assert_near(s.mean.d[j], vec_mean(column, NULL), 1e-15);
    assert_near(s.std.d[j], vec_std(column, NULL), 1e-13);
    assert_true(s.min.d[j] == vec_min(column, NULL));
    assert_true(s.max.d[j] == vec_max(column, NULL));
    for (size_t i = 0; i < X.rows; i++) {
      double z = (*vec_at(column, i) - s.mean.d[j]) / s.std.d[j];
      assert_true(out[i * X.cols + j] == z);
    }
  }
  free(numbers);
  free(out);
}

/* Any number of columns, contiguous or not, and any remainder of rows. */
static void every_width_agrees_with_column_by_column(void **state) {
  (void)state;
  enum { TALL = 777, WIDE = 19, WIDER = 600 };
  static double x[TALL * WIDE];
  for (int i = 0; i < TALL * WIDE; i++) x[i] = 1e6 + sin(i) + i % WIDE;
  for (size_t n = 1; n <= WIDE; n++) {
    check_zscores((Mat){x, TALL, n, WIDE});
    for (size_t m = 2; m <= TALL; m += 31) check_zscores(mat_of(x, m, n));
  }
  check_zscores(mat_of(x, 20, WIDER));
}

/* Scaling and inverting also work in place. */
static void in_place_agrees(void **state) {
  (void)state;
  enum { TALL = 100, WIDE = 3 };
  double x[TALL * WIDE], out[TALL * WIDE], numbers[4 * WIDE];
  for (int i = 0; i < TALL * WIDE; i++) x[i] = cos(i);
  const Mat X = mat_of(x, TALL, WIDE);
  Scale s = scale_of(SCALE_ZSCORE, numbers, WIDE);
  scale_fit(&s, X, NULL);
  scale_apply(mat_of(out, TALL, WIDE), &s, X, NULL);
  scale_apply(X, &s, X, NULL);
  assert_memory_equal(x, out, sizeof x);
  scale_invert(X, &s, X, NULL);
  for (int i = 0; i < TALL * WIDE; i++) assert_near(x[i], cos(i), 1e-15);
}

/* NIST's hardest data set: NumPy reaches 8.3 digits of the standard deviation. */
static void a_small_deviation_with_a_large_mean_is_accurate(void **state) {
  (void)state;
  double x[1001], numbers[4];
  x[0] = 10000000.2;
  for (int i = 1; i < 1001; i++) x[i] = i % 2 ? 10000000.1 : 10000000.3;
  Scale s = scale_of(SCALE_ZSCORE, numbers, 1);
  scale_fit(&s, mat_of(x, 1001, 1), NULL);
  assert_near(s.std.d[0] * sqrt(1001.0 / 1000) * 10, 1, 6.3e-9);
  assert_near(s.mean.d[0], 10000000.2, 1e-15);
}

/* The squares of deviations from the first rows overflow, but not the variance. */
static void rows_far_from_the_first_ones_do_not_overflow(void **state) {
  enum { MANY = 20000, FIRST = 256 };
  static double x[MANY];
  (void)state;
  for (int i = FIRST; i < MANY; i++) x[i] = i % 2 ? 1.7e152 : 1.5e152;
  double numbers[4];
  Scale s = scale_of(SCALE_ZSCORE, numbers, 1);
  scale_fit(&s, mat_of(x, MANY, 1), NULL);
  const double part = (double)FIRST / MANY;
  const double within = (1 - part) * 0.1 * 0.1;
  const double between = part * (1 - part) * 1.6 * 1.6;
  assert_near(s.mean.d[0] / 1e152, (1 - part) * 1.6, 1e-14);
  assert_near(s.std.d[0] / 1e152, sqrt(within + between), 1e-14);
}

static void inverting_restores_the_data(void **state) {
  (void)state;
  for (int kind = SCALE_ZSCORE; kind <= SCALE_MEAN; kind++) {
    double numbers[4 * COLS], out[ROWS * COLS];
    Scale s = scale_of((ScaleKind)kind, numbers, COLS);
    Mat X = mat_of(houses, ROWS, COLS), Xn = mat_of(out, ROWS, COLS);
    scale_fit(&s, X, NULL);
    scale_apply(Xn, &s, X, NULL);
    scale_invert(Xn, &s, Xn, NULL);
    for (int i = 0; i < ROWS * COLS; i++)
      assert_near(out[i], houses[i], 1e-15);
  }
}

static void minmax_ranges_from_zero_to_one(void **state) {
  (void)state;
  double numbers[4], x[] = {5, 7, 9}, out[3];
  Scale s = scale_of(SCALE_MINMAX, numbers, 1);
  scale_fit(&s, mat_of(x, 3, 1), NULL);
  scale_apply(mat_of(out, 3, 1), &s, mat_of(x, 3, 1), NULL);
  assert_true(out[0] == 0 && out[1] == 0.5 && out[2] == 1);
}

static void a_constant_column_becomes_zero(void **state) {
  (void)state;
  for (int kind = SCALE_ZSCORE; kind <= SCALE_MEAN; kind++) {
    double numbers[4], x[] = {0.1, 0.1, 0.1}, out[3];
    Scale s = scale_of((ScaleKind)kind, numbers, 1);
    scale_fit(&s, mat_of(x, 3, 1), NULL);
    scale_apply(mat_of(out, 3, 1), &s, mat_of(x, 3, 1), NULL);
    assert_true(scale_constant(&s, 0));
    assert_true(out[0] == 0 && out[1] == 0 && out[2] == 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(z_scores_agree_with_the_reference),
    cmocka_unit_test(every_width_agrees_with_column_by_column),
    cmocka_unit_test(in_place_agrees),
    cmocka_unit_test(a_small_deviation_with_a_large_mean_is_accurate),
    cmocka_unit_test(rows_far_from_the_first_ones_do_not_overflow),
    cmocka_unit_test(inverting_restores_the_data),
    cmocka_unit_test(minmax_ranges_from_zero_to_one),
    cmocka_unit_test(a_constant_column_becomes_zero),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
