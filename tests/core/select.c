/* Selection against sorting, on data of many kinds. */
#include "core/stats/select.h"

#include "check.h"

#include <stdbool.h>
#include <string.h>

#include "core/linalg/vec_reduce.h"
#include "core/stats/sort.h"

enum { MOST = 3000 };

static uint32_t next(uint32_t *seed) {
  return *seed = *seed * 1664525u + 1013904223u;
}

static double part(uint32_t *seed) { return next(seed) / 4294967296.0; }

/* -0 is equal to 0 for sort_order, but not for keys, so there is none. */
static double draw(int kind, uint32_t *seed) {
  const double u = part(seed);
  switch (kind) {
  case 0: return u - 0.5;
  case 1: return 1 + u;                      /* one exponent */
  case 2: return floor(5 * u) - 2;           /* few values */
  case 3: return 1 + floor(9 * u) * 0x1p-52; /* only the last bits differ */
  case 4: return ldexp(u - 0.5, (int)(next(seed) >> 21) - 1023);
  case 5: return u < 0.3 ? -(double)INFINITY : u < 0.6 ? (double)INFINITY : u;
  default: return 42;
  }
}

static double quantile_by_sorting(Vec v, double q) {
  static double sorted[MOST], scratch[MOST];
  assert_int_equal(sort_values(vec_of(sorted, v.n), v, scratch, NULL).code,
                   STATUS_OK);
  if (isnan(sorted[v.n - 1])) return NAN;
  return vec_sorted_quantile(vec_of(sorted, v.n), q);
}

static void check_vector(Vec v) {
  static uint64_t keys[MOST];
  static size_t order[MOST], scratch[MOST];
  static const double qs[] = {0, 0.1, 0.25, 1.0 / 3, 0.5, 0.977, 1};
  assert_int_equal(sort_order(order, v, scratch, NULL).code, STATUS_OK);
  for (size_t i = 0; i < sizeof qs / sizeof *qs; i++) {
    const double got = select_quantile(v, qs[i], keys, NULL);
    const double expected = quantile_by_sorting(v, qs[i]);
    const size_t k = (size_t)(qs[i] * (double)(v.n - 1));
    size_t place[2];
    if (isnan(expected))
      assert_true(isnan(got));
    else
      assert_memory_equal(&got, &expected, sizeof got);
    select_places(v, k, place, keys, NULL);
    assert_int_equal(place[0], order[k]);
    assert_int_equal(place[1], order[k + 1 < v.n ? k + 1 : k]);
  }
}

static void selection_agrees_with_sorting(void **state) {
  (void)state;
  static const size_t sizes[] = {1, 2, 3, 5, 47, 48, 49, 50, 999, MOST};
  static double x[2 * MOST];
  uint32_t seed = 1;
  for (int kind = 0; kind < 7; kind++)
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
      const size_t n = sizes[s];
      for (size_t i = 0; i < 2 * n; i++) x[i] = draw(kind, &seed);
      check_vector(vec_of(x, n));
      check_vector((Vec){x + 1, n, 2});
      check_vector((Vec){x + n - 1, n, -1});
      x[n / 2] = -(double)NAN;
      check_vector(vec_of(x, n));
    }
}

static void zeros_of_both_signs_are_equal(void **state) {
  (void)state;
  uint64_t keys[4];
  double x[] = {0.0, -0.0, -0.0, 0.0};
  assert_true(select_quantile(vec_of(x, 4), 0.5, keys, NULL) == 0);
  assert_true(select_quantile(vec_of(x, 4), 0.9, keys, NULL) == 0);
}

/* Several blocks: the numbers from 0 to n - 1 in a mixed order. */
static void a_long_vector_is_selected_in_blocks(void **state) {
  (void)state;
  enum { LONG = 300007 };
  static double x[LONG];
  static uint64_t keys[LONG];
  for (size_t i = 0; i < LONG; i++) x[i] = (double)(i * 7919 % LONG);
  assert_true(select_quantile(vec_of(x, LONG), 0.5, keys, NULL) == 150003);
  assert_true(select_quantile(vec_of(x, LONG - 1), 0.0, keys, NULL) == 0);
  size_t place[2];
  select_places(vec_of(x, LONG), 200000, place, keys, NULL);
  assert_true(x[place[0]] == 200000 && x[place[1]] == 200001);
}

static void a_stopped_selection_returns_at_once(void **state) {
  (void)state;
  const volatile sig_atomic_t stop = 1;
  double x[] = {3, 1, 2};
  uint64_t keys[3];
  size_t place[2] = {9, 9};
  select_quantile(vec_of(x, 3), 0.5, keys, &stop);
  select_places(vec_of(x, 3), 1, place, keys, &stop);
  assert_true(place[0] < 3 && place[1] < 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(selection_agrees_with_sorting),
    cmocka_unit_test(zeros_of_both_signs_are_equal),
    cmocka_unit_test(a_long_vector_is_selected_in_blocks),
    cmocka_unit_test(a_stopped_selection_returns_at_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
