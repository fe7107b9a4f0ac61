/* Tails and quantiles. Expected: mpmath 1.2 with 40 digits (regularized
 * incomplete beta and gamma, erfc); the quantiles by solving the two-sided
 * tail for 1 - level. */
#include "core/stats/distribution.h"

#include "check.h"

typedef struct Known {
  double x, a, b, expected;
} Known;

/* Relative, because the tails are small. */
static void assert_close(double got, double expected, double tolerance) {
  if (fabs(got - expected) <= tolerance * expected) return;
  fail_msg("got %.17g, expected %.17g within %g", got, expected, tolerance);
}

static void tails_of_students_t(void **state) {
  (void)state;
  static const Known known[] = {
    {0.5, 1, 0, 0.70483276469913345},
    {2, 1, 0, 0.29516723530086655},
    {1e300, 1, 0, 6.3661977236758131e-301},
    {3, 5, 0, 0.030099247897462574},
    {2.5, 17, 0, 0.022947806986384931},
    {40, 30, 0, 1.3726045194406403e-27},
    {60, 200, 0, 7.7115785840566278e-130},
    {1.96, 1e6, 0, 0.049996067585269791},
    {37, 1e6, 0, 1.8299730861802263e-299},
    {1e4, 80, 0, 1.1820168968790464e-245},
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    const Known *k = &known[i];
    assert_close(distribution_t_two_sided(k->x, k->a), k->expected, 1e-12);
    assert_close(distribution_t_two_sided(-k->x, k->a), k->expected, 1e-12);
  }
}

static void tails_of_the_normal(void **state) {
  (void)state;
  assert_close(distribution_normal_two_sided(0), 1, 0);
  assert_close(distribution_normal_two_sided(0.5), 0.61707507745197379, 1e-14);
  assert_close(distribution_normal_two_sided(-8), 1.2441921148543568e-15, 1e-13);
  assert_close(distribution_normal_two_sided(20), 5.5072482372124674e-89, 1e-13);
  assert_close(distribution_normal_two_sided(37), 1.1451142445049154e-299, 1e-13);
}

static void tails_of_f(void **state) {
  (void)state;
  static const Known known[] = {
    {1, 1, 1, 0.5},
    {4.2, 3, 20, 0.018557419834826198},
    {330.285339234588, 6, 9, 4.9840305287248105e-10},
    {5436385.54079785, 1, 34, 4.6540408524723434e-90},
    {0.01, 2, 3, 0.99008269001090378},
    {2, 5, 1e6, 0.0752362378553057},
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    assert_close(distribution_f_upper(known[i].x, known[i].a, known[i].b),
                 known[i].expected, 1e-12);
}

static void tails_of_chi_squared(void **state) {
  (void)state;
  static const Known known[] = {
    {1, 1, 0, 0.3173105078629141},
    {3.841458820694124, 1, 0, 0.050000000000000057},
    {1000, 30, 0, 5.131435321572533e-191},
    {1400, 1, 0, 2.1010145162642175e-306},
    {0.5, 10, 0, 0.99999338828943897},
    {5000, 4000, 0, 1.6633156038804352e-25},
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    assert_close(distribution_chi2_upper(known[i].x, known[i].a), known[i].expected, 1e-12);
}

static void confidence_intervals_have_correct_width(void **state) {
  (void)state;
  static const Known known[] = {
    {0.95, 1, 0, 12.706204736174693}, {0.95, 2, 0, 4.3026527297494618},
    {0.95, 10, 0, 2.2281388519862742}, {0.95, 1000, 0, 1.9623390808264081},
    {0.95, 1e6, 0, 1.9599663568141067}, {0.99, 3, 0, 5.8409093097333554},
    {0.5, 7, 0, 0.71114177808178631},
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    assert_close(distribution_t_width(known[i].x, known[i].a), known[i].expected, 1e-12);
  assert_close(distribution_normal_width(0.95), 1.9599639845400542, 1e-14);
}

static void infinite_statistics_have_no_tail(void **state) {
  (void)state;
  assert_true(distribution_t_two_sided(INFINITY, 3) == 0);
  assert_true(distribution_normal_two_sided(-INFINITY) == 0);
  assert_true(distribution_f_upper(INFINITY, 2, 3) == 0);
  assert_true(distribution_chi2_upper(INFINITY, 2) == 0);
  assert_true(distribution_f_upper(-1, 2, 3) == 1 && distribution_f_upper(2, 0, 3) == 1);
  assert_true(distribution_chi2_upper(0, 2) == 1 && distribution_chi2_upper(2, 0) == 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(tails_of_students_t),
    cmocka_unit_test(tails_of_the_normal),
    cmocka_unit_test(tails_of_f),
    cmocka_unit_test(tails_of_chi_squared),
    cmocka_unit_test(confidence_intervals_have_correct_width),
    cmocka_unit_test(infinite_statistics_have_no_tail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
