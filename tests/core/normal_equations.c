/* Exact solutions of the normal equations, against weights known by construction
 * and against a factorization of X. */
#include "core/squares/normal_equations.h"

#include <stdlib.h>
#include <string.h>

#include "core/stats/rng.h"

#include "check.h"

enum { WIDEST = 40 };

typedef struct Data {
  Mat X;
  Vec y;
  double *d, *targets, theta[WIDEST + 1];
} Data;

/* Integers below `spread`, shifted by `far`. Every row occurs twice, with targets
 * equally far above and below a plane with integer weights, so the plane is the
 * exact solution and the residuals are large. X is a view into a wider matrix. */
static Data make(size_t m, size_t n, double far, double spread) {
  const size_t gap = 3;
  Data data = {.d = calloc(m * (n + gap), sizeof(double)),
               .targets = calloc(2 * m, sizeof(double))};
  Rng rng;
  rng_seed(&rng, 5);
  data.X = (Mat){data.d, m, n, (ptrdiff_t)(n + gap)};
  data.y = (Vec){data.targets, m, 2};
  for (size_t j = 0; j <= n; j++) data.theta[j] = (double)j * 3 - 7;
  for (size_t i = 0; i < m; i++) {
    double f = data.theta[n];
    for (size_t j = 0; j < n; j++) {
      const double x = far + floor(spread * rng_uniform(&rng));
      *mat_at(data.X, i, j) = i % 2 ? *mat_at(data.X, i - 1, j) : x;
      f += data.theta[j] * *mat_at(data.X, i, j);
    }
    const double off = 1 + (double)(i / 2 % 9);
    *vec_at(data.y, i) = i % 2 ? f + off : f - off;
  }
  return data;
}

static void drop(Data data) {
  free(data.d);
  free(data.targets);
}

static Equations equations(const Data *data, double lambda) {
  return (Equations){.X = data->X, .y = data->y, .lambda = lambda,
                     .intercept = true};
}

static bool solve(LeastSquares *found, double *theta, const Equations *e) {
  bool usable;
  double *scratch = calloc(normal_equations_scratch(e),
                           sizeof *scratch);
  Status s = normal_equations(&usable, found, theta, e, scratch, NULL);
  assert_int_equal(s.code, STATUS_OK);
  free(scratch);
  return usable;
}

static void every_digit_is_right(void **state) {
  (void)state;
  static const size_t widths[] = {1, 2, 3, 7, 10, 16, 33, 40};
  for (size_t w = 0; w < sizeof widths / sizeof *widths; w++)
    for (size_t m = 2000; m <= 2128; m += 64) {
      LeastSquares found;
      double theta[WIDEST + 1];
      Data data = make(m, widths[w], 0, 100);
      const Equations e = equations(&data, 0);
      assert_true(normal_equations_pay(&e));
      assert_true(solve(&found, theta, &e));
      assert_int_equal(found.rank, widths[w] + 1);
      for (size_t j = 0; j <= widths[w]; j++)
        assert_near(theta[j], data.theta[j], 0);
      drop(data);
    }
}

static void columns_far_from_0_keep_their_digits(void **state) {
  (void)state;
  static const double far[] = {1e2, -1e4, 1e6};
  for (int i = 0; i < 3; i++) {
    LeastSquares found;
    double theta[6];
    Data data = make(4000, 5, far[i], 100);
    const Equations e = equations(&data, 0);
    assert_true(solve(&found, theta, &e));
    for (size_t j = 0; j < 6; j++) assert_near(theta[j], data.theta[j], 0);
    drop(data);
  }
}

/* Without b, and with a penalty whose square root is an integer, the results agree
 * with the factorization of X. */
static void it_agrees_with_a_factorization(void **state) {
  (void)state;
  Data data = make(1500, 6, 3, 20);
  double *scratch = calloc(least_squares_scratch(1500, 6, 1), sizeof *scratch);
  for (int i = 0; i < 4; i++) {
    LeastSquares found, other;
    double theta[7], expected[7];
    Equations e = equations(&data, i % 2 ? 1024 : 0);
    e.intercept = i < 2;
    assert_true(solve(&found, theta, &e));
    assert_int_equal(
        least_squares(&other, expected, &e, scratch, NULL).code, STATUS_OK);
    assert_int_equal(found.rank, other.rank);
    for (size_t j = 0; j < 7; j++) assert_near(theta[j], expected[j], 2e-16);
    assert_true(found.condition < 10 * other.condition);
    assert_true(other.condition < 10 * found.condition);
  }
  free(scratch);
  drop(data);
}

static void nearly_collinear_columns_are_refused(void **state) {
  (void)state;
  LeastSquares found;
  double theta[5];
  Data data = make(3000, 4, 0, 100);
  const Equations e = equations(&data, 0);
  vec_copy(mat_col(data.X, 3), mat_col(data.X, 1));
  assert_false(solve(&found, theta, &e));
  for (size_t i = 0; i < 3000; i += 300) *mat_at(data.X, i, 3) += 1e-3;
  assert_false(solve(&found, theta, &e));
  vec_fill(mat_col(data.X, 3), 5);
  assert_false(solve(&found, theta, &e));
  drop(data);
}

static void it_is_not_used_for_few_rows_or_many_columns(void **state) {
  (void)state;
  Equations e = {.X = mat_of(NULL, 100, 10)};
  assert_false(normal_equations_pay(&e));
  e.X = mat_of(NULL, 1000000, 400);
  assert_false(normal_equations_pay(&e));
}

static void a_set_flag_stops_it(void **state) {
  (void)state;
  volatile sig_atomic_t stop = 1;
  bool usable;
  LeastSquares found;
  double theta[3];
  Data data = make(1000, 2, 0, 10);
  const Equations e = equations(&data, 0);
  double *scratch = calloc(normal_equations_scratch(&e), sizeof *scratch);
  Status s = normal_equations(&usable, &found, theta, &e, scratch, &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
  free(scratch);
  drop(data);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_digit_is_right),
    cmocka_unit_test(columns_far_from_0_keep_their_digits),
    cmocka_unit_test(it_agrees_with_a_factorization),
    cmocka_unit_test(nearly_collinear_columns_are_refused),
    cmocka_unit_test(it_is_not_used_for_few_rows_or_many_columns),
    cmocka_unit_test(a_set_flag_stops_it)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
