/* BLAS and LAPACK on examples small enough to check by hand.
 * tests/lua/library.lua compares with scikit-learn. */
#include "check.h"

#include "core/model/reference.h"

static void a_line_through_two_points(void **state) {
  double X[] = {1, 2}, y[] = {300, 500}, theta[2], scratch[4096];
  size_t rank = 0;
  (void)state;
  assert_true(reference_linear_scratch(2, 1) <= 4096);
  Status s = reference_linear(theta, &rank, mat_of(X, 2, 1), vec_of(y, 2),
                              scratch);
  assert_int_equal(s.code, STATUS_OK);
  assert_int_equal(rank, 2);
  assert_near(theta[0], 200, 1e-14);
  assert_near(theta[1], 100, 1e-14);
}

/* y = 2 for (1, 1): w1 = w2 = b = 2/3 is the minimum-norm solution. */
static void one_example_has_the_minimum_norm_solution(void **state) {
  double X[] = {1, 1}, y[] = {2}, theta[3], scratch[4096];
  size_t rank = 0;
  (void)state;
  assert_true(reference_linear_scratch(1, 2) <= 4096);
  Status s = reference_linear(theta, &rank, mat_of(X, 1, 2), vec_of(y, 1),
                              scratch);
  assert_int_equal(s.code, STATUS_OK);
  assert_int_equal(rank, 1);
  for (int i = 0; i < 3; i++) assert_near(theta[i], 2.0 / 3, 1e-15);
}

static void z_scores_with_a_constant_column(void **state) {
  double X[] = {1, 0.1, 3, 0.1}, out[4], mean[2], std[2], ones[2];
  (void)state;
  Status s = reference_standardize(mat_of(out, 2, 2), vec_of(mean, 2),
                                   vec_of(std, 2), mat_of(X, 2, 2), ones,
                                   NULL);
  assert_int_equal(s.code, STATUS_OK);
  assert_near(mean[0], 2, 0);
  assert_near(std[0], 1, 0);
  assert_near(out[0], -1, 0);
  assert_near(out[2], 1, 0);
  assert_near(mean[1], 0.1, 0);
  assert_near(std[1], 0, 0);
  assert_near(out[1], 0, 0);
}

static void an_overflow_names_its_column(void **state) {
  double X[] = {1, 1.7e308, 2, 1.6e308}, out[4], mean[2], std[2], ones[2];
  (void)state;
  Status s = reference_standardize(mat_of(out, 2, 2), vec_of(mean, 2),
                                   vec_of(std, 2), mat_of(X, 2, 2), ones,
                                   NULL);
  assert_int_equal(s.code, STATUS_RANGE);
  assert_int_equal(s.j, 1);
}

static void a_set_flag_stops_it(void **state) {
  double X[] = {1, 2}, out[2], mean[1], std[1], ones[2];
  volatile sig_atomic_t stop = 1;
  (void)state;
  Status s = reference_standardize(mat_of(out, 2, 1), vec_of(mean, 1),
                                   vec_of(std, 1), mat_of(X, 2, 1), ones,
                                   &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_line_through_two_points),
    cmocka_unit_test(one_example_has_the_minimum_norm_solution),
    cmocka_unit_test(z_scores_with_a_constant_column),
    cmocka_unit_test(an_overflow_names_its_column),
    cmocka_unit_test(a_set_flag_stops_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
