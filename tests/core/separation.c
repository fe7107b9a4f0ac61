/* Separable classes without a linear program: one column, separating weights,
 * exact signs, overlaps. tests/lua/separable.lua tests the linear program. */
#include "core/separation/separation.h"
#include "core/separation/separation_proof.h"

#include "check.h"

static double room[4000];

static Separation ask(Mat X, double *y, bool intercept, const double *theta) {
  Separation found;
  SeparationData data = {X, vec_of(y, X.rows), 2, intercept, theta};
  assert_true(separation_scratch(X.rows, X.cols, 2) <= 4000);
  Status s = separation(&found, &data, NULL, 1, room, NULL);
  assert_int_equal(s.code, STATUS_OK);
  return found;
}

static SeparationVerdict ask_line(double *x, double *y, size_t m) {
  return ask(mat_of(x, m, 1), y, true, NULL).verdict;
}

static void one_column(void **state) {
  (void)state;
  double x[] = {1, 2, 3, 4}, apart[] = {0, 0, 1, 1}, mixed[] = {0, 1, 0, 1};
  double turned[] = {1, 1, 1, 0}, touching[] = {1, 2, 2, 3};
  double equal[] = {2, 2, 2, 2};
  assert_int_equal(ask_line(x, apart, 4), SEPARATION_COMPLETE);
  assert_int_equal(ask_line(x, turned, 4), SEPARATION_COMPLETE);
  assert_int_equal(ask_line(x, mixed, 4), SEPARATION_UNKNOWN);
  assert_int_equal(ask_line(touching, apart, 4), SEPARATION_QUASI);
  assert_int_equal(ask_line(equal, apart, 4), SEPARATION_UNKNOWN);
}

static void the_boundary_is_reported(void **state) {
  (void)state;
  double x[] = {5, 1, 0, 2, 0, 0, 7, 3}, y[] = {0, 0, 1, 1};
  Separation found = ask(mat_of(x, 4, 2), y, true, NULL);
  assert_int_equal(found.verdict, SEPARATION_UNKNOWN);
  assert_int_equal(found.doubt, DOUBT_SOLVER);
  x[6] = 0; /* the first column: 5 0 against 0 0 */
  found = ask(mat_of(x, 4, 2), y, true, NULL);
  assert_int_equal(found.verdict, SEPARATION_QUASI);
  assert_int_equal(found.column, 0);
  assert_int_equal(found.above, 0);
  assert_near(found.low, 0, 0);
  assert_near(found.high, 0, 0);
  assert_near(found.next, 5, 0);
  assert_true(isnan(found.before));
}

static void without_an_intercept(void **state) {
  (void)state;
  double x[] = {1, 2, 3, 4}, apart[] = {0, 0, 1, 1};
  double signs[] = {-1, -2, 3, 4}, zero[] = {-1, 0, 0, 4};
  const Mat line = mat_of(x, 4, 1);
  assert_int_equal(ask(line, apart, false, NULL).verdict, SEPARATION_UNKNOWN);
  assert_int_equal(ask(mat_of(signs, 4, 1), apart, false, NULL).verdict,
                   SEPARATION_COMPLETE);
  assert_int_equal(ask(mat_of(zero, 4, 1), apart, false, NULL).verdict,
                   SEPARATION_QUASI);
}

/* OR is separable by x0 + x1 > 1/2 but not by x0 + x1 > 1. */
static void weights_that_separate(void **state) {
  (void)state;
  double square[] = {0, 0, 0, 1, 1, 0, 1, 1}, y[] = {0, 1, 1, 1};
  const double good[] = {0, 0, 0, 1, 1, -0.5}, bad[] = {0, 0, 0, 1, 1, -1};
  const Mat X = mat_of(square, 4, 2);
  assert_int_equal(ask(X, y, true, good).verdict, SEPARATION_COMPLETE);
  assert_int_equal(ask(X, y, true, bad).verdict, SEPARATION_QUASI);
  assert_int_equal(ask(X, y, true, NULL).verdict, SEPARATION_QUASI);
}

/* 0.1 + 0.2 - 0.3 is 2.8e-17 in exact arithmetic, 0 or 5.6e-17 in doubles. */
static void signs_are_exact(void **state) {
  (void)state;
  double x[] = {0.1, 0.2, 0.3}, apart[4], terms[40];
  const size_t label[] = {1};
  const double shift[] = {0, 0, 0}, shifted[] = {0.1, 0.2, 0.3};
  const int power[] = {0, 0, 0};
  const SeparationUnits plain = {shift, power}, moved = {shifted, power};
  double beta[] = {0, 0, 0, 0, 1, 1, -1, 0};
  const Mat X = mat_of(x, 1, 3);
  assert_int_equal(separation_count(apart, NULL, X, label, 2, beta, &plain, terms,
                                    NULL), 1);
  assert_int_equal(separation_count(apart, NULL, X, label, 2, beta, &moved, terms,
                                    NULL), 0);
  for (int j = 4; j < 7; j++) beta[j] = -beta[j];
  assert_true(separation_count(apart, NULL, X, label, 2, beta, &plain, terms,
                               NULL) == SIZE_MAX);
}

/* x = 1 2 3 4, y = 0 1 0 1: weights 1 2 2 1 do not sum to 0, weights 1 3 3 1 do.
 * Others prove nothing, and none do for dependent columns. */
static void overlaps(void **state) {
  (void)state;
  double z[] = {1, 1, 2, 1, 3, 1, 4, 1}, same[] = {1, 1, 1, 1, 1, 1, 1, 1};
  const size_t label[] = {0, 1, 0, 1};
  const double good[] = {1, 2, 2, 1}, bad[] = {1, 1, 1, 1};
  double scratch[6];
  SeparationProgram program = {.Z = mat_of(z, 4, 2), .label = label,
                               .classes = 2};
  assert_false(separation_overlaps(&program, bad, scratch));
  assert_false(separation_overlaps(&program, good, scratch));
  const double held[] = {1, 3, 3, 1};
  assert_true(separation_overlaps(&program, held, scratch));
  program.Z = mat_of(same, 4, 2);
  assert_false(separation_overlaps(&program, bad, scratch));
}

static void a_set_flag_stops_it(void **state) {
  (void)state;
  double x[] = {1, 2, 3}, y[] = {0, 1, 0};
  volatile sig_atomic_t stop = 1;
  Separation found;
  const SeparationData data = {mat_of(x, 3, 1), vec_of(y, 3), 2, true, NULL};
  assert_int_equal(separation(&found, &data, NULL, 1, room, &stop).code,
                   STATUS_STOPPED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(one_column),
    cmocka_unit_test(the_boundary_is_reported),
    cmocka_unit_test(without_an_intercept),
    cmocka_unit_test(weights_that_separate),
    cmocka_unit_test(signs_are_exact),
    cmocka_unit_test(overlaps),
    cmocka_unit_test(a_set_flag_stops_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
