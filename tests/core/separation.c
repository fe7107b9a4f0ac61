/* Are two classes separable? Expected on the data sets: linear programs (Konis
 * 2007) solved by SciPy 1.10's linprog, HiGHS; 1500 small random ones were
 * compared in the same way and agreed. */
#include "separation.h"

#include "check.h"
#include "table.h"

static double numbers[120000];

static Separation ask(Mat X, Vec y, bool intercept) {
  const size_t n = X.cols;
  double *places = malloc(4 * n * sizeof *places);
  double *scratch = malloc(separation_scratch(n) * sizeof *scratch);
  Scale scale = {SCALE_ZSCORE, vec_of(places, n), vec_of(places + n, n),
                 vec_of(places + 2 * n, n), vec_of(places + 3 * n, n)};
  Separation found;
  assert_int_equal(scale_fit(&scale, X, NULL).code, STATUS_OK);
  Status s = separation(&found, X, y, intercept, &scale, scratch, NULL);
  assert_int_equal(s.code, STATUS_OK);
  free(scratch);
  free(places);
  return found;
}

static Separation ask_line(double *x, double *y, size_t m) {
  return ask(mat_of(x, m, 1), vec_of(y, m), true);
}

static void points_on_a_line(void **state) {
  (void)state;
  double x[] = {1, 2, 3, 4}, apart[] = {0, 0, 1, 1}, mixed[] = {0, 1, 0, 1};
  double turned[] = {1, 1, 1, 0}, same[] = {1, 1, 1, 1}, none[] = {0, 0, 0, 0};
  double touching[] = {1, 2, 2, 3}, equal[] = {2, 2, 2, 2};
  assert_int_equal(ask_line(x, apart, 4), SEPARATION_COMPLETE);
  assert_int_equal(ask_line(x, turned, 4), SEPARATION_COMPLETE);
  assert_int_equal(ask_line(x, mixed, 4), SEPARATION_NONE);
  assert_int_equal(ask_line(x, same, 4), SEPARATION_COMPLETE);
  assert_int_equal(ask_line(x, none, 4), SEPARATION_COMPLETE);
  assert_int_equal(ask_line(touching, apart, 4), SEPARATION_PARTLY);
  assert_int_equal(ask_line(equal, apart, 4), SEPARATION_NONE);
}

static void without_an_intercept(void **state) {
  (void)state;
  double x[] = {1, 2, 3, 4}, apart[] = {0, 0, 1, 1}, same[] = {1, 1, 1, 1};
  double signs[] = {-1, -2, 3, 4}, zero[] = {-1, 0, 0, 4};
  Vec y = vec_of(apart, 4);
  assert_int_equal(ask(mat_of(x, 4, 1), y, false), SEPARATION_NONE);
  assert_int_equal(ask(mat_of(signs, 4, 1), y, false), SEPARATION_COMPLETE);
  assert_int_equal(ask(mat_of(zero, 4, 1), y, false), SEPARATION_PARTLY);
  assert_int_equal(ask(mat_of(x, 4, 1), vec_of(same, 4), false),
                   SEPARATION_COMPLETE);
}

/* Exclusive or is not separable; or, with a third feature, is. */
static void corners_of_a_square(void **state) {
  (void)state;
  double square[] = {0, 0, 0, 1, 1, 0, 1, 1}, either[] = {0, 1, 1, 0};
  double or[] = {0, 1, 1, 1};
  double product[] = {0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1};
  Vec y = vec_of(either, 4);
  assert_int_equal(ask(mat_of(square, 4, 2), y, true), SEPARATION_NONE);
  assert_int_equal(ask(mat_of(square, 4, 2), vec_of(or, 4), true),
                   SEPARATION_COMPLETE);
  assert_int_equal(ask(mat_of(product, 4, 3), y, true), SEPARATION_COMPLETE);
}

/* A gap of 1e-6 between a thousand points on each side, one of them far off. */
static void a_narrow_gap_is_found(void **state) {
  (void)state;
  enum { ROWS = 2000 };
  double x[ROWS], y[ROWS];
  for (int i = 0; i < ROWS; i++) {
    y[i] = i % 2;
    x[i] = (i % 2 ? 1 : -1) * (0.5e-6 + i / 1000.0 * (i > 1));
  }
  x[5] = 1e3;
  assert_int_equal(ask_line(x, y, ROWS), SEPARATION_COMPLETE);
  x[0] = 1e-6;
  assert_int_equal(ask_line(x, y, ROWS), SEPARATION_NONE);
}

static Separation ask_file(const char *path, const char *one, size_t from,
                           size_t n, double label) {
  static double y[3000];
  size_t cols, rows = read_table(numbers, 120000, &cols, path, one);
  for (size_t i = 0; i < rows; i++)
    y[i] = numbers[i * cols + cols - 1] == label;
  Mat X = {numbers + from * cols, rows - from, n, (ptrdiff_t)cols};
  return ask(X, vec_of(y + from, rows - from), true);
}

static void flowers_and_cells(void **state) {
  (void)state;
  const char *cells = "lib/data/breast_cancer.csv", *m = "malignant";
  const char *iris = "lib/data/iris.csv";
  assert_int_equal(ask_file(iris, "setosa", 0, 4, 1), SEPARATION_COMPLETE);
  assert_int_equal(ask_file(iris, "virginica", 50, 4, 1), SEPARATION_NONE);
  assert_int_equal(ask_file(cells, m, 0, 10, 1), SEPARATION_NONE);
  assert_int_equal(ask_file(cells, m, 0, 20, 1), SEPARATION_NONE);
  assert_int_equal(ask_file(cells, m, 0, 30, 1), SEPARATION_COMPLETE);
}

/* Pixels that are inked in very few pictures separate those alone. */
static void digits(void **state) {
  (void)state;
  const char *path = "lib/data/digits.csv";
  for (int d = 0; d < 10; d += 1 + 2 * (d == 1 || d == 4))
    assert_int_equal(ask_file(path, "none", 0, 64, d),
                     d < 8 ? SEPARATION_COMPLETE : SEPARATION_PARTLY);
}

static void a_set_flag_stops_it(void **state) {
  (void)state;
  double x[] = {1, 2}, y[] = {0, 1}, places[] = {1.5, 0.5, 1, 2};
  double scratch[500];
  Scale scale = {SCALE_ZSCORE, vec_of(places, 1), vec_of(places + 1, 1),
                 vec_of(places + 2, 1), vec_of(places + 3, 1)};
  volatile sig_atomic_t stop = 1;
  Separation found;
  assert_true(separation_scratch(1) <= 500);
  Status s = separation(&found, mat_of(x, 2, 1), vec_of(y, 2), true, &scale,
                        scratch, &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(points_on_a_line),
    cmocka_unit_test(without_an_intercept),
    cmocka_unit_test(corners_of_a_square),
    cmocka_unit_test(a_narrow_gap_is_found),
    cmocka_unit_test(flowers_and_cells),
    cmocka_unit_test(digits),
    cmocka_unit_test(a_set_flag_stops_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
