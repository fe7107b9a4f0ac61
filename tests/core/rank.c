/* Detection of dependent columns. */
#include "core/squares/rank.h"

#include <stdlib.h>

#include "check.h"

enum { ROWS = 50, MOST_COLUMNS = 6 };

static double scratch[2 * 49 + 4 * 7], numbers[ROWS * MOST_COLUMNS];
static DdGram gram;

static size_t rank_with(size_t n, bool intercept, double lambda) {
  const Columns columns = {.X = mat_of(numbers, ROWS, n),
                           .lambda = lambda,
                           .intercept = intercept};
  size_t rank;
  assert_true(rank_scratch(n) <= sizeof scratch / sizeof *scratch);
  assert_int_equal(rank_decide(&rank, &gram, &columns, scratch, NULL).code,
                   STATUS_OK);
  return rank;
}

static double noise(int i, int k) { return sin(1 + i * (k + 1.37)); }

/* Two one-hot groups: the last column of each is dependent. */
static void the_last_dependent_column_is_named(void **state) {
  (void)state;
  for (int i = 0; i < ROWS; i++) {
    double *row = numbers + 5 * i;
    for (int j = 0; j < 3; j++) row[j] = i % 3 == j;
    for (int j = 0; j < 2; j++) row[3 + j] = i % 2 == j;
  }
  assert_int_equal(rank_with(5, true, 0), 4);
  assert_true(gram.dependent[3] && gram.dependent[5]);
  assert_int_equal(rank_with(5, false, 0), 4);
  assert_true(gram.dependent[4] && !gram.dependent[2]);
  assert_int_equal(rank_with(5, true, 1e-9), 6);
}

/* -1 for the dependent column, and its combination: 3 a - 2. */
static void a_combination_is_found(void **state) {
  (void)state;
  for (int i = 0; i < ROWS; i++) {
    numbers[2 * i] = i;
    numbers[2 * i + 1] = 3 * i - 2;
  }
  DoubleDouble c[3];
  assert_int_equal(rank_with(2, true, 0), 2);
  dd_gram_invert(&gram, NULL);
  dd_gram_null(c, &gram, 2);
  assert_true(c[2].hi == -1);
  assert_near(c[1].hi * gram.scale[1] / gram.scale[2], 3, 1e-15);
  assert_near(c[0].hi * gram.scale[0] / gram.scale[2], -2, 1e-15);
}

/* c = a + b, rounded, with b a million times larger than a, so the rounding error
 * of c is large relative to a. In any order one of the three is dependent. */
static void rounding_does_not_increase_the_rank(void **state) {
  (void)state;
  static const int orders[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {2, 0, 1}};
  for (size_t k = 0; k < 4; k++) {
    for (int i = 0; i < ROWS; i++) {
      const double a = noise(i, 1), b = 1e6 * noise(i, 2);
      const double values[] = {a, b, a + b};
      for (int j = 0; j < 3; j++) numbers[3 * i + j] = values[orders[k][j]];
    }
    assert_int_equal(rank_with(3, true, 0), 3);
    assert_true(gram.dependent[3]);
  }
}

/* Columns that differ by 1e-13 of their size are independent, in any unit. */
static void nearly_dependent_columns_are_independent(void **state) {
  (void)state;
  for (double unit = 1e-150; unit < 1e160; unit *= 1e50)
    for (int digits = 1; digits <= 16; digits++) {
      for (int i = 0; i < ROWS; i++) {
        const double a = noise(i, 1);
        numbers[2 * i] = unit * a;
        numbers[2 * i + 1] = a + pow(10, -digits) * noise(i, 2);
      }
      const size_t rank = rank_with(2, true, 0);
      if (digits <= 13) assert_int_equal(rank, 3);
      if (digits == 16) assert_int_equal(rank, 2);
    }
}

static void a_set_flag_stops_it(void **state) {
  (void)state;
  volatile sig_atomic_t stop = 1;
  const Columns columns = {.X = mat_of(numbers, ROWS, 2)};
  size_t rank;
  Status s = rank_decide(&rank, &gram, &columns, scratch, &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
}

static void large_data_use_doubles(void **state) {
  (void)state;
  assert_true(rank_affordable(100000, 100));
  assert_false(rank_affordable(100000, 10000));
  assert_true(rank_is_clear(1, 1e-6) && !rank_is_clear(1, 1e-8));
  assert_true(rank_limit(10, 1000) == 1000 * 0x1p-52);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_last_dependent_column_is_named),
    cmocka_unit_test(a_combination_is_found),
    cmocka_unit_test(rounding_does_not_increase_the_rank),
    cmocka_unit_test(nearly_dependent_columns_are_independent),
    cmocka_unit_test(a_set_flag_stops_it),
    cmocka_unit_test(large_data_use_doubles),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
