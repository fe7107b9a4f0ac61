/* Polynomial features in double-double precision: maps, inverses, sums that
 * cancel. Reference: rational arithmetic (Python's fractions) on the same
 * doubles. */
#include "core/model/poly_map.h"

#include "check.h"

/* Weights of a least-squares polynomial in years, rounded to double-double; the
 * terms of years^9 are 10^17 times their sum. */
static const DoubleDouble curve[] = {
  {8.093568122449813e+16, 3.0591968966878347},
  {-163073461452314.38, 0.01439836813238468},
  {191661278724.68896, -3.677440426265147e-07},
  {-144807474.43747294, 9.10360330094318e-10},
  {72936.9080411878, -2.4428400250793117e-12},
  {-24.49082912671851, 7.959131165734212e-16},
  {0.005286462175169924, -2.6797604156314843e-19},
  {-6.656326098199259e-07, -2.2305734353938065e-24},
  {3.724882330817458e-11, 1.7016341673834357e-27},
  {-1.7852756487342944e+19, 402.7430717138114}};

/* Rounding terms near 10^19 to 32 digits limits the digits of their sum. */
static void sums_that_cancel_are_accurate(void **state) {
  (void)state;
  double x[150], out[150], scratch[2 * POLY_BLOCK * 9];
  for (int i = 0; i < 150; i++) x[i] = 1950 + 5 * (i % 15);
  x[149] = 1983.25;
  assert_true(poly_sums_scratch(9) == 2 * POLY_BLOCK * 9);
  assert_int_equal(poly_values(vec_of(out, 150), mat_of(x, 150, 1), 9, curve,
                               scratch, NULL).code, STATUS_OK);
  assert_near(out[0], -0.16257796024588325, 1e-9);
  assert_near(out[7], 54.76838170578916, 1e-11);
  assert_near(out[14], 80.979040472024053, 1e-11);
  assert_near(out[149], 46.705854241478974, 1e-11);
  for (int i = 15; i < 149; i++) assert_true(out[i] == out[i % 15]);
}

/* x0 + x1 + x0² + x0 x1 + x1² + 1 for integers, rows of a wider matrix. */
static void many_columns_and_strides(void **state) {
  (void)state;
  double x[] = {2, 3, -1, 5, 7, -1}, out[2], scratch[2 * POLY_BLOCK * 5];
  const DoubleDouble ones[] = {{1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}};
  const Mat X = {x, 2, 2, 3};
  poly_values(vec_of(out, 2), X, 2, ones, scratch, NULL);
  assert_true(out[0] == 1 + 2 + 3 + 4 + 6 + 9);
  assert_true(out[1] == 1 + 5 + 7 + 25 + 35 + 49);
}

/* u² with u = (x - 5) / 2 is 6.25 - 2.5 x + 0.25 x². */
static void weights_convert_to_raw_products(void **state) {
  (void)state;
  double x[] = {2, 3, 8}, scratch[4], high[6], rest[6];
  PolyMap map;
  assert_int_equal(poly_map_learn(&map, mat_of(x, 3, 1), 2, true, scratch,
                                  NULL).code, STATUS_OK);
  assert_true(map.center[0] == 5 && map.width[0] == 2 && map.count == 2);
  poly_map_fill(mat_of(high, 3, 2), mat_of(rest, 3, 2), &map, mat_of(x, 3, 1),
                NULL);
  assert_true(high[0] == -1.5 && high[1] == 2.25 && rest[1] == 0);
  DoubleDouble w[] = {{0, 0}, {1, 0}, {0, 0}};
  assert_int_equal(poly_map_raw(w, &map, NULL).code, STATUS_OK);
  assert_true(w[0].hi == -2.5 && w[1].hi == 0.25 && w[2].hi == 6.25);
  PolyTerm square = {2, {0, 0}};
  assert_true(poly_map_largest(&map, &square) == 64);
}

static void overflow_is_reported(void **state) {
  (void)state;
  double x[] = {1, 1e200}, scratch[4], small[] = {1e-150, 2e-150};
  PolyMap map;
  Status s = poly_map_learn(&map, mat_of(x, 2, 1), 2, true, scratch, NULL);
  assert_int_equal(s.code, STATUS_RANGE);
  assert_true(s.i == 0 && s.value == 1e200);
  poly_map_learn(&map, mat_of(small, 2, 1), 2, true, scratch, NULL);
  DoubleDouble w[] = {{0, 0}, {1e30, 0}, {0, 0}};
  s = poly_map_raw(w, &map, NULL);
  assert_int_equal(s.code, STATUS_RANGE);
  assert_int_equal(s.i, 1);
}

static void a_set_flag_stops_it(void **state) {
  (void)state;
  volatile sig_atomic_t stop = 1;
  double x[] = {1, 2}, out[2], scratch[2 * POLY_BLOCK * 9];
  Status s = poly_values(vec_of(out, 2), mat_of(x, 2, 1), 9, curve, scratch,
                         &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(sums_that_cancel_are_accurate),
    cmocka_unit_test(many_columns_and_strides),
    cmocka_unit_test(weights_convert_to_raw_products),
    cmocka_unit_test(overflow_is_reported),
    cmocka_unit_test(a_set_flag_stops_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
