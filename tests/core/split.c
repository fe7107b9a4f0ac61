/* Permutations and folds. */
#include "check.h"

#include "core/stats/split.h"

enum { MOST = 100 };

static void assert_permutation(const size_t *order, size_t n) {
  bool seen[MOST] = {false};
  for (size_t i = 0; i < n; i++) {
    assert_true(order[i] < n);
    assert_false(seen[order[i]]);
    seen[order[i]] = true;
  }
}

static void a_seed_determines_the_permutation(void **state) {
  size_t a[MOST], b[MOST];
  (void)state;
  split_shuffle(a, MOST, 7);
  assert_permutation(a, MOST);
  split_shuffle(b, MOST, 7);
  assert_memory_equal(a, b, sizeof a);
  split_shuffle(b, MOST, 8);
  assert_memory_not_equal(a, b, sizeof a);
}

/* Within one example of the exact proportion at every split. */
static void every_prefix_has_the_class_proportions(void **state) {
  size_t order[MOST], scratch[2 * MOST];
  double y[MOST], keys[MOST];
  (void)state;
  for (size_t i = 0; i < MOST; i++) y[i] = i < 70 ? 3 : i < 95 ? -1 : 0.5;
  split_shuffle(order, MOST, 1);
  Status s = split_stratify(order, vec_of(y, MOST), keys, scratch, NULL);
  assert_int_equal(s.code, STATUS_OK);
  assert_permutation(order, MOST);
  double count = 0;
  for (size_t i = 0; i < MOST; i++) {
    count += y[order[i]] == -1;
    assert_near(count, 0.25 * (double)(i + 1), 1 / fmax(1, 0.25 * (double)i));
  }
}

static void stopping_keeps_the_order(void **state) {
  enum { MANY = 1 << 18 };
  static size_t order[MANY], scratch[2 * MANY];
  static double y[MANY], keys[MANY];
  const volatile sig_atomic_t stop = 1;
  (void)state;
  for (size_t i = 0; i < MANY; i++) order[i] = i;
  Status s = split_stratify(order, vec_of(y, MANY), keys, scratch, &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
  assert_int_equal(order[MANY - 1], MANY - 1);
}

static void folds_cover_all_examples_evenly(void **state) {
  (void)state;
  for (size_t n = 2; n < 30; n++)
    for (size_t folds = 2; folds <= n; folds++) {
      size_t end = 0, first, last;
      for (size_t k = 0; k < folds; k++) {
        split_fold(n, folds, k, &first, &last);
        assert_int_equal(first, end);
        assert_in_range(last - first, n / folds, n / folds + (n % folds > 0));
        end = last;
      }
      assert_int_equal(end, n);
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_seed_determines_the_permutation),
    cmocka_unit_test(every_prefix_has_the_class_proportions),
    cmocka_unit_test(stopping_keeps_the_order),
    cmocka_unit_test(folds_cover_all_examples_evenly)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
