/* Reductions against NIST's univariate data sets and constructed hard cases. */
#include "core/linalg/vec_reduce.h"
#include "core/stats/sort.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

enum { MOST = 5000 };

/* Log relative error: the number of correct digits, at most 15. */
static double digits(double got, double certified) {
  if (got == certified) return 15;
  double error = certified == 0 ? fabs(got)
                                : fabs(got - certified) / fabs(certified);
  return fmin(15, -log10(error));
}

typedef struct Set {
  const char *file;
  double mean, std; /* certified; std divides by n - 1 */
  double mean_digits, std_digits; /* required: NumPy's digits */
} Set;

/* Certified values: NIST Statistical Reference Datasets, univariate. */
static const Set sets[] = {
  {"PiDigits", 4.53480000000000, 2.86733906028871, 14.5, 14.4},
  {"Lottery", 518.958715596330, 291.699727470969, 14.5, 14.5},
  {"Lew", -177.435000000000, 277.332168044316, 14.5, 14.5},
  {"Mavro", 2.00185600000000, 0.000429123454003053, 14.5, 12.9},
  {"Michelso", 299.852400000000, 0.0790105478190518, 14.5, 13.5},
  {"NumAcc1", 10000002, 1, 15, 15},
  {"NumAcc2", 1.2, 0.1, 14.5, 14.5},
  {"NumAcc3", 1000000.2, 0.1, 14.5, 9.4},
  {"NumAcc4", 10000000.2, 0.1, 14.5, 8.2},
};

static Vec read_set(const char *file, double *numbers) {
  char path[200];
  snprintf(path, sizeof path, "tests/reference/nist/univariate/%s.csv", file);
  FILE *f = fopen(path, "r");
  assert_non_null(f);
  size_t n = 0;
  char line[100];
  while (n < MOST && fgets(line, sizeof line, f)) {
    char *end;
    double x = strtod(line, &end);
    if (end != line) numbers[n++] = x;
  }
  fclose(f);
  return vec_of(numbers, n);
}

static void nist_data_reach_numpys_digits(void **state) {
  (void)state;
  static double numbers[MOST];
  for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
    const Set *s = &sets[i];
    Vec v = read_set(s->file, numbers);
    double n = (double)v.n, mean;
    double std = sqrt(vec_var(v, &mean, NULL) * n / (n - 1));
    printf("  %-9s mean %4.1f digits, std %4.1f digits\n", s->file,
           digits(mean, s->mean), digits(std, s->std));
    assert_true(digits(mean, s->mean) >= s->mean_digits);
    assert_true(digits(std, s->std) >= s->std_digits);
  }
}

static void a_constant_has_variance_zero(void **state) {
  (void)state;
  double third[1000];
  vec_fill(vec_of(third, 1000), 1.0 / 3);
  assert_true(vec_var(vec_of(third, 1000), NULL, NULL) == 0);
}

static void a_million_tenths_sum_to_a_hundred_thousand(void **state) {
  (void)state;
  enum { N = 1000000 };
  double *tenths = malloc(N * sizeof *tenths);
  vec_fill(vec_of(tenths, N), 0.1);
  /* Sequential summation is wrong in the 11th digit. */
  assert_near(vec_sum(vec_of(tenths, N), NULL), 100000, 5e-16);
  free(tenths);
}

static void nan_sorts_last_and_is_the_argmax(void **state) {
  (void)state;
  double d[] = {3, NAN, 1, 2}, scratch[4], sorted[4];
  assert_int_equal(
      sort_values(vec_of(sorted, 4), vec_of(d, 4), scratch, NULL).code, STATUS_OK);
  assert_true(sorted[0] == 1 && sorted[1] == 2 && sorted[2] == 3);
  assert_true(isnan(sorted[3]));
  assert_int_equal(vec_argmax(vec_of(d, 4), NULL), 1);
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void sorting_agrees_with_qsort(void **state) {
  (void)state;
  double d[200], scratch[200], sorted[200];
  size_t order[200], places[200];
  for (size_t n = 0; n <= 200; n++) {
    for (size_t i = 0; i < n; i++) d[i] = (double)((i * 7919 + n) % 31);
    sort_values(vec_of(sorted, n), vec_of(d, n), scratch, NULL);
    sort_order(order, vec_of(d, n), places, NULL);
    for (size_t i = 0; i < n; i++) assert_true(d[order[i]] == sorted[i]);
    for (size_t i = 1; i < n; i++)
      if (sorted[i] == sorted[i - 1]) assert_true(order[i] > order[i - 1]);
    qsort(d, n, sizeof *d, ascending);
    assert_memory_equal(d, sorted, n * sizeof *d);
  }
}

static void a_set_flag_stops_a_sort(void **state) {
  (void)state;
  double d[4] = {4, 3, 2, 1}, scratch[4], sorted[4];
  volatile sig_atomic_t stop = 1;
  Status s = sort_values(vec_of(sorted, 4), vec_of(d, 4), scratch, &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
}

/* NumPy 1.24: np.quantile([1, 2, 4, 8], q). */
static void quantiles_agree_with_numpy(void **state) {
  (void)state;
  double d[] = {1, 2, 4, 8};
  Vec v = vec_of(d, 4);
  assert_near(vec_sorted_quantile(v, 0), 1, 0);
  assert_near(vec_sorted_quantile(v, 0.1), 1.3, 1e-15);
  assert_near(vec_sorted_quantile(v, 0.5), 3, 1e-15);
  assert_near(vec_sorted_quantile(v, 0.9), 6.8, 1e-15);
  assert_near(vec_sorted_quantile(v, 1), 8, 0);
}

static void means_and_deviations_of_huge_and_tiny_numbers(void **state) {
  (void)state;
  double huge[] = {1.5e308, 1e308, -1e308, -1.5e308};
  double same[] = {1.7e308, 1.7e308, 1.7e308};
  double tiny[] = {1e-200, 3e-200};
  assert_near(vec_mean(vec_of(same, 3), NULL) / 1.7e308, 1, 1e-15);
  assert_near(vec_std(vec_of(huge, 4), NULL) / 1e308, sqrt(3.25 / 2), 1e-15);
  assert_near(vec_std(vec_of(tiny, 2), NULL) * 1e200, 1, 1e-15);
  double ends[] = {-1e308, 1e308};
  assert_near(vec_sorted_quantile(vec_of(ends, 2), 0.75) / 1e308, 0.5, 1e-15);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(nist_data_reach_numpys_digits),
    cmocka_unit_test(a_constant_has_variance_zero),
    cmocka_unit_test(a_million_tenths_sum_to_a_hundred_thousand),
    cmocka_unit_test(nan_sorts_last_and_is_the_argmax),
    cmocka_unit_test(sorting_agrees_with_qsort),
    cmocka_unit_test(a_set_flag_stops_a_sort),
    cmocka_unit_test(quantiles_agree_with_numpy),
    cmocka_unit_test(means_and_deviations_of_huge_and_tiny_numbers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
