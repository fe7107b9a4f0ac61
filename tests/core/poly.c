/* Polynomial features: order, counts and values. */
#include "core/model/poly.h"

#include <stdint.h>

#include "check.h"

/* The powers of scikit-learn's PolynomialFeatures(3).fit([[0, 0]]).powers_,
 * without the constant. */
static void terms_have_scikit_learns_order(void **state) {
  (void)state;
  static const size_t powers[][2] = {{1, 0}, {0, 1}, {2, 0}, {1, 1}, {0, 2},
                                     {3, 0}, {2, 1}, {1, 2}, {0, 3}};
  PolyTerm t = poly_first();
  for (size_t i = 0; i < 9; i++) {
    size_t count[2] = {0, 0};
    for (size_t k = 0; k < t.degree; k++) count[t.column[k]]++;
    assert_int_equal(count[0], powers[i][0]);
    assert_int_equal(count[1], powers[i][1]);
    assert_int_equal(poly_next(&t, 2, 3, true), i < 8);
  }
}

static void counts_agree_with_enumeration(void **state) {
  (void)state;
  for (size_t n = 1; n <= 5; n++)
    for (size_t degree = 1; degree <= 5; degree++)
      for (int interactions = 0; interactions < 2; interactions++) {
        size_t count = 1;
        PolyTerm t = poly_first();
        while (poly_next(&t, n, degree, interactions)) count++;
        assert_int_equal(count, poly_count(n, degree, interactions));
      }
  assert_int_equal(poly_count(10, 3, true), 285);
}

static void a_term_has_its_index(void **state) {
  (void)state;
  for (size_t n = 1; n <= 6; n++) {
    size_t k = 0;
    PolyTerm t = poly_first();
    do
      assert_int_equal(poly_index(&t, n), k++);
    while (poly_next(&t, n, 6, true));
  }
}

static void too_many_terms_are_reported(void **state) {
  (void)state;
  assert_true(poly_count(1000, 20, true) == SIZE_MAX);
  assert_true(poly_count(1, 20, true) == 20);
}

static void values_are_products(void **state) {
  (void)state;
  double x[] = {2, 3, -1, 5}, out[20];
  poly_fill(mat_of(out, 2, 6), mat_of(x, 2, 2), 2, true, true, NULL);
  static const double expected[] = {1, 2,  3, 4, 6,  9,
                                    1, -1, 5, 1, -5, 25};
  for (int i = 0; i < 12; i++) assert_true(out[i] == expected[i]);
  poly_fill(mat_of(out, 2, 4), mat_of(x, 2, 2), 2, false, false, NULL);
  static const double powers[] = {2, 3, 4, 9, -1, 5, 1, 25};
  for (int i = 0; i < 8; i++) assert_true(out[i] == powers[i]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(terms_have_scikit_learns_order),
    cmocka_unit_test(counts_agree_with_enumeration),
    cmocka_unit_test(a_term_has_its_index),
    cmocka_unit_test(too_many_terms_are_reported),
    cmocka_unit_test(values_are_products),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
