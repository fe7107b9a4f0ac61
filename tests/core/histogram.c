/* Bins and counts, against numpy.histogram(v, "auto") of NumPy 1.24. */
#include "core/stats/histogram.h"

#include "check.h"
#include "core/linalg/vec_reduce.h"
#include "core/stats/sort.h"

enum { MOST = 500 };
enum { BINS_A = 9 };
static double v[MOST], sorted[MOST], scratch[MOST];

static size_t bins_of(size_t n) {
  sort_values(vec_of(sorted, n), vec_of(v, n), scratch, NULL);
  return histogram_bins(vec_of(sorted, n), 1000);
}

static void bins_agree_with_numpy(void **state) {
  (void)state;
  for (size_t i = 1; i <= 200; i++) v[i - 1] = (double)(i * i % 97) / 10;
  assert_int_equal(bins_of(200), BINS_A);
  for (size_t i = 1; i <= 500; i++) v[i - 1] = (double)(i * i * i);
  assert_int_equal(bins_of(500), 10);
  double few[] = {1, 2, 2, 3, 9}, flat[] = {5, 5, 5}, far[] = {0, 1, 1, 1, 1,
                                                              1, 1, 1, 1, 5};
  assert_int_equal(histogram_bins(vec_of(few, 5), 1000), 7);
  assert_int_equal(histogram_bins(vec_of(flat, 3), 1000), 1);
  assert_int_equal(histogram_bins(vec_of(far, 10), 1000), 5);
}

static void outliers_do_not_make_too_many_bins(void **state) {
  (void)state;
  double out[] = {0, 1e-9, 2e-9, 3e-9, 1e9};
  assert_int_equal(histogram_bins(vec_of(out, 5), 1000), 1000);
}

static void the_last_bin_is_closed(void **state) {
  (void)state;
  double numbers[] = {1, 2, 3, 4, 0.5, 4.5, NAN}, edges[] = {1, 2, 4};
  double counts[2];
  assert_int_equal(histogram_count(counts, vec_of(edges, 3),
                                   vec_of(numbers, 7), NULL).code, STATUS_OK);
  assert_near(counts[0], 1, 0);
  assert_near(counts[1], 3, 0);
}

static void counts_agree_with_numpy(void **state) {
  (void)state;
  static const double expected[] = {33, 17, 21, 17, 28, 12, 24, 16, 32};
  double edges[BINS_A + 1], counts[BINS_A];
  for (size_t i = 1; i <= 200; i++) v[i - 1] = (double)(i * i % 97) / 10;
  for (size_t k = 0; k <= BINS_A; k++) edges[k] = 9.6 * (double)k / BINS_A;
  histogram_count(counts, vec_of(edges, BINS_A + 1), vec_of(v, 200), NULL);
  for (size_t k = 0; k < BINS_A; k++) assert_near(counts[k], expected[k], 0);
}

static void a_set_flag_stops_it(void **state) {
  (void)state;
  volatile sig_atomic_t stop = 1;
  double edges[] = {0, 1}, counts[1];
  assert_int_equal(histogram_count(counts, vec_of(edges, 2), vec_of(v, 5),
                                   &stop).code, STATUS_STOPPED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(bins_agree_with_numpy),
    cmocka_unit_test(outliers_do_not_make_too_many_bins),
    cmocka_unit_test(the_last_bin_is_closed),
    cmocka_unit_test(counts_agree_with_numpy),
    cmocka_unit_test(a_set_flag_stops_it)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
