/* sin, cos, tan and tanh of arrays against long double, in units in the last
 * place. */
#include "core/elementary/vector_trig.h"

#include "check.h"
#include "ulps.h"

#include <stdbool.h>
#include <string.h>

#include "core/linalg/vec.h"

static Many *const many[] = {vector_trig_sin, vector_trig_cos, vector_trig_tan,
                             vector_trig_tanh};
static Exact *const exact[] = {sinl, cosl, tanl, tanhl};
static const char *const names[] = {"sin", "cos", "tan", "tanh"};

enum { COS = 1, TANH = 3, FUNCTIONS };

static double worst_near(int f, double x) {
  return fmax(ulps_worst(many[f], exact[f], x, 2 * x),
              ulps_worst(many[f], exact[f], -2 * x, -x));
}

static void within_one_unit_at_every_size(void **state) {
  (void)state;
  for (int f = 0; f < FUNCTIONS; f++) {
    double most = 0;
    for (double x = 0x1p-1074; x < 0x1p1022;
         x *= x < 0x1p-30 || x > 0x1p22 ? 0x1p50 : 2)
      most = fmax(most, worst_near(f, x));
    printf("  %s: %.2f units in the last place\n", names[f], most);
    assert_true(most <= 1);
  }
}

/* Where the result is nearly 0 or infinite, all digits of pi count. */
static void multiples_of_half_pi_lose_no_digits(void **state) {
  (void)state;
  const double half_pi = 1.5707963267948966;
  double x[ULPS_N], out[ULPS_N];
  for (int from = 0; from < 1000000; from += 90000) {
    for (int i = 0; i < ULPS_N; i++) x[i] = half_pi * (from + i);
    for (int f = 0; f < TANH; f++) {
      many[f](out, x, ULPS_N);
      for (int i = 0; i < ULPS_N; i++)
        assert_true(ulps_between(out[i], exact[f](x[i])) <= 1);
    }
  }
}

static void the_limits_of_the_range_are_correct(void **state) {
  (void)state;
  const double x[] = {0,         -0.0,    INFINITY, -INFINITY, NAN,
                      0x1p-1074, -1e-300, 30,       -1e308};
  double out[9];
  for (int f = 0; f < FUNCTIONS; f++) {
    many[f](out, x, 9);
    assert_true(isnan(out[4]));
    if (f == COS) {
      assert_true(out[0] == 1 && out[5] == 1 && out[6] == 1);
      continue;
    }
    assert_true(out[0] == 0 && !signbit(out[0]));
    assert_true(out[1] == 0 && signbit(out[1]));
    assert_true(out[5] == 0x1p-1074 && out[6] == -1e-300);
    if (f != TANH) assert_true(isnan(out[2]) && isnan(out[3]));
  }
  assert_true(out[2] == 1 && out[3] == -1 && out[7] == 1 && out[8] == -1);
}

/* In place, in any position and among numbers that the C library handles. */
static void each_element_is_computed_alone(void **state) {
  (void)state;
  double x[ULPS_N + 5], out[ULPS_N + 5], alone;
  const size_t n = sizeof x / sizeof *x;
  for (size_t i = 0; i < n; i++)
    x[i] = i % 97 == 13   ? 1e300
           : i % 101 == 7 ? (double)NAN
           : i % 2        ? 1000 * sin((double)i)
                          : sin((double)i);
  for (int f = 0; f < FUNCTIONS; f++) {
    memcpy(out, x, sizeof x);
    many[f](out, out, n);
    for (size_t i = 0; i < n; i++) {
      many[f](&alone, x + i, 1);
      assert_memory_equal(&alone, out + i, sizeof alone);
    }
  }
}

/* sin, tan and tanh are odd and cos is even, to the last bit and up to the end of
 * the range, where the C library takes over. */
static void symmetries_are_exact(void **state) {
  (void)state;
  double x[ULPS_N], out[ULPS_N], mirrored[ULPS_N];
  for (double size = 1; size < 1e8; size *= 1.7) {
    for (int i = 0; i < ULPS_N; i++) x[i] = -(mirrored[i] = size * sin(i));
    for (int f = 0; f < FUNCTIONS; f++) {
      many[f](out, x, ULPS_N);
      many[f](x, mirrored, ULPS_N);
      for (int i = 0; i < ULPS_N; i++)
        assert_true(out[i] == (f == COS ? x[i] : -x[i]));
      for (int i = 0; i < ULPS_N; i++) x[i] = -mirrored[i];
    }
  }
}

/* About the last multiple of pi/2 that is subtracted. */
static void the_end_of_the_range_is_seamless(void **state) {
  (void)state;
  const double end = 0x1p20 * 1.5707963267948966;
  for (int f = 0; f < TANH; f++)
    for (int sign = -1; sign <= 1; sign += 2)
      assert_true(
        ulps_worst(many[f], exact[f], sign * (end - 9), sign * (end + 9)) <= 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(within_one_unit_at_every_size),
    cmocka_unit_test(multiples_of_half_pi_lose_no_digits),
    cmocka_unit_test(the_limits_of_the_range_are_correct),
    cmocka_unit_test(each_element_is_computed_alone),
    cmocka_unit_test(symmetries_are_exact),
    cmocka_unit_test(the_end_of_the_range_is_seamless),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
