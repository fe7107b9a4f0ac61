/* The vectorized exponentials against long double, in units in the last place.
 */
#include "core/elementary/vector_math.h"

#include "check.h"
#include "ulps.h"

#include <stdbool.h>

static double worst_of_ranges(Many *many, Exact *exact) {
  static const double ends[] = {-745, -708.4, -600,  -100, -10,
                                -1,   -1e-3,  -1e-9, 1e-9, 1e-3,
                                1,    10,     100,   600,  709.7};
  double most = 0;
  for (size_t i = 0; i + 1 < sizeof ends / sizeof *ends; i++)
    most = fmax(most, ulps_worst(many, exact, ends[i], ends[i + 1]));
  return most;
}

/* Every power of two, and numbers near 1, where log is near 0. */
static double worst_logarithm(Many *many, Exact *exact, bool below_0) {
  double most = 0;
  for (double x = 0x1p-1074; x < 0x1p1023; x *= 2)
    most = fmax(most, ulps_worst(many, exact, x, 2 * x));
  for (double x = 0.5; x > 0x1p-52; x /= 2) {
    most = fmax(most, ulps_worst(many, exact, below_0 ? -x : 1 - x,
                                 below_0 ? -x / 2 : 1 - x / 2));
    most = fmax(most, ulps_worst(many, exact, 1 + x / 2, 1 + x));
  }
  return most;
}

static void log_is_accurate_to_two_ulps(void **state) {
  (void)state;
  double most = worst_logarithm(vector_math_log, logl, false);
  printf("  log: %.2f units in the last place\n", most);
  assert_true(most <= 2);
}

static void log1p_is_right_to_two_units(void **state) {
  (void)state;
  double most = worst_logarithm(vector_math_log1p, log1pl, true);
  most = fmax(most, ulps_worst(vector_math_log1p, log1pl, -1 + 1e-9, -0.5));
  printf("  log1p: %.2f units in the last place\n", most);
  assert_true(most <= 2);
}

static void logarithms_at_the_limits_of_the_range(void **state) {
  (void)state;
  double x[] = {0, -0.0, INFINITY, -INFINITY, NAN, -1, 1, 0x1p-1074, -1e-300};
  double out[9];
  vector_math_log(out, x, 9);
  assert_true(isinf(out[0]) && out[0] < 0 && isinf(out[1]) && out[1] < 0);
  assert_true(isinf(out[2]) && out[2] > 0 && isnan(out[3]) && isnan(out[4]));
  assert_true(isnan(out[5]) && out[6] == 0 && isnan(out[8]));
  assert_near(out[7], log(0x1p-1074), 1e-15);
  vector_math_log1p(out, x, 9);
  assert_true(out[0] == 0 && !signbit(out[0]) && signbit(out[1]));
  assert_true(isinf(out[2]) && out[2] > 0 && isnan(out[3]) && isnan(out[4]));
  assert_true(isinf(out[5]) && out[5] < 0 && out[7] == 0x1p-1074);
  assert_true(out[8] == -1e-300);
}

static long double exact_sigmoid(long double x) {
  return x < 0 ? expl(x) / (1 + expl(x)) : 1 / (1 + expl(-x));
}

static void exp_is_accurate_to_two_ulps(void **state) {
  (void)state;
  double most = worst_of_ranges(vector_math_exp, expl);
  printf("  exp: %.2f units in the last place\n", most);
  assert_true(most <= 2);
}

static void sigmoid_is_accurate_to_three_ulps(void **state) {
  (void)state;
  double most = worst_of_ranges(vector_math_sigmoid, exact_sigmoid);
  printf("  sigmoid: %.2f units in the last place\n", most);
  assert_true(most <= 3);
}

static void the_limits_of_the_range_are_correct(void **state) {
  (void)state;
  double x[] = {0, -0.0, INFINITY, -INFINITY, NAN, 710, -746, 1e308, -1e308};
  double out[9];
  vector_math_exp(out, x, 9);
  assert_true(out[0] == 1 && out[1] == 1);
  assert_true(isinf(out[2]) && out[3] == 0 && isnan(out[4]));
  assert_true(isinf(out[5]) && out[6] == 0 && isinf(out[7]) && out[8] == 0);
  vector_math_sigmoid(out, x, 9);
  assert_true(out[0] == 0.5 && out[2] == 1 && out[3] == 0 && isnan(out[4]));
  assert_true(out[7] == 1 && out[8] == 0);
}

static long double exact_entropy(long double z, long double y) {
  return fmaxl(z, 0) - y * z + log1pl(expl(-fabsl(z)));
}

/* Every count, to cover full lanes and remainders. */
static void entropies_agree_with_long_double(void **state) {
  (void)state;
  double z[40], y[40], e[40];
  for (int i = 0; i < 40; i++) {
    z[i] = 60 * sin(7 * i) * pow(0.9, i);
    y[i] = i % 3 == 0;
  }
  for (size_t n = 0; n <= 40; n++) {
    long double sum = 0;
    for (size_t i = 0; i < n; i++) sum += exact_entropy(z[i], y[i]);
    assert_near(vector_math_entropies(e, z, y, n), (double)sum, 1e-15);
    for (size_t i = 0; i < n; i++)
      assert_near(e[i], (double)(exact_sigmoid(z[i]) - y[i]), 4e-16);
  }
}

/* Sums far below 1 keep their digits, and many ones do not overflow. */
static void entropies_are_accurate_for_easy_and_hard_examples(void **state) {
  enum { MOST = 4096 };
  static double z[MOST], y[MOST], e[MOST];
  (void)state;
  for (int k = 0; k <= 4; k++) {
    const double size[] = {0, 1e-3, 30, 90, 660};
    long double sum = 0;
    for (int i = 0; i < MOST; i++) {
      y[i] = i % 2;
      z[i] = (y[i] > 0 ? 1 : -1) * size[k] * (1 + i % 7 / 100.0);
      sum += log1pl(expl(-fabsl(z[i])));
    }
    const double got = vector_math_entropies(e, z, y, MOST);
    assert_true(fabsl(got / sum - 1) < 1e-14);
  }
}

static void entropies_of_no_number_are_nan(void **state) {
  double z[9] = {1, 2, NAN, 4, 5, 6, 7, 8, 9}, y[9] = {0}, e[9];
  (void)state;
  assert_true(isnan(vector_math_entropies(e, z, y, 9)));
  assert_true(isnan(e[2]) && !isnan(e[1]) && !isnan(e[3]));
}

static void a_wrong_prediction_has_finite_cost(void **state) {
  (void)state;
  double z[] = {1e6, -1e6, -1e6}, y[] = {0, 1, 0}, e[3];
  assert_near(vector_math_entropies(e, z, y, 3), 2e6, 1e-15);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(exp_is_accurate_to_two_ulps),
    cmocka_unit_test(log_is_accurate_to_two_ulps),
    cmocka_unit_test(log1p_is_right_to_two_units),
    cmocka_unit_test(logarithms_at_the_limits_of_the_range),
    cmocka_unit_test(sigmoid_is_accurate_to_three_ulps),
    cmocka_unit_test(the_limits_of_the_range_are_correct),
    cmocka_unit_test(entropies_agree_with_long_double),
    cmocka_unit_test(entropies_are_accurate_for_easy_and_hard_examples),
    cmocka_unit_test(entropies_of_no_number_are_nan),
    cmocka_unit_test(a_wrong_prediction_has_finite_cost),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
