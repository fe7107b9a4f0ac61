/* QR factors, which have the same properties by LAPACK (large ones) and without it
 * (small ones). */
#include "core/squares/qr.h"

#include <stdlib.h>
#include <string.h>

#include "core/stats/rng.h"

#include "check.h"

typedef struct Case {
  size_t rows, p;
  double *A, *scratch, *top, *f;
  TallQr qr;
} Case;

static double element(const void *context, size_t i, size_t j) {
  const Case *c = context;
  return c->A[i * c->p + j];
}

static Case factored(size_t rows, size_t p, size_t repeated) {
  Case c = {rows, p, calloc(rows * p, sizeof(double)),
            calloc(qr_scratch(rows, p), sizeof(double)),
            calloc(p, sizeof(double)), calloc(rows, sizeof(double)), {0}};
  Rng rng;
  rng_seed(&rng, rows + p);
  for (size_t i = 0; i < rows * p; i++) c.A[i] = rng_normal(&rng);
  for (size_t i = 0; i < rows && repeated; i++)
    c.A[i * p + repeated] = 2 * c.A[i * p];
  c.qr = qr_lay_out(rows, p, c.scratch);
  assert_int_equal(qr_factor(&c.qr, element, &c, NULL).code, STATUS_OK);
  return c;
}

static void drop(Case c) {
  free(c.A);
  free(c.scratch);
  free(c.top);
  free(c.f);
}

/* Qᵀ turns each column of A into one of R, and Q turns it back. */
static void check_columns(Case *c) {
  const double small = 1e-13 * sqrt((double)c->rows);
  for (size_t k = 0; k < c->p; k++) {
    const size_t j = (size_t)c->qr.pivot[k] - 1;
    for (size_t i = 0; i < c->rows; i++) c->f[i] = element(c, i, j);
    assert_int_equal(qr_rotate(&c->qr, c->top, c->f, NULL).code, STATUS_OK);
    for (size_t i = 0; i < c->p; i++)
      assert_near(c->top[i], i <= k ? c->qr.R[k * c->p + i] : 0, small);
    for (size_t i = 0; i < c->rows; i++) assert_near(c->f[i], 0, small);
    assert_int_equal(qr_rotate_back(&c->qr, c->top, c->f, NULL).code,
                     STATUS_OK);
    for (size_t i = 0; i < c->rows; i++)
      assert_near(c->f[i], element(c, i, j), small);
    assert_true(!k || qr_pivot(&c->qr, k) <= qr_pivot(&c->qr, k - 1) * 1.0001);
  }
}

/* R x = v and Rᵀ x = v. */
static void check_solutions(Case *c, size_t rank) {
  double *x = calloc(c->p, sizeof *x);
  for (int turned = 0; turned < 2; turned++) {
    for (size_t i = 0; i < c->p; i++) x[i] = (double)i - 2;
    qr_solve(&c->qr, turned ? 'T' : 'N', rank, x);
    for (size_t i = 0; i < rank; i++) {
      double sum = 0;
      for (size_t j = 0; j < rank; j++) {
        const size_t row = turned ? j : i, column = turned ? i : j;
        sum += row <= column ? c->qr.R[column * c->p + row] * x[j] : 0;
      }
      assert_near(sum, (double)i - 2, 1e-9);
    }
  }
  free(x);
}

static const size_t widths[] = {1, 2, 5, 12, 31, 32, 33, 40};
enum { WIDTHS = sizeof widths / sizeof *widths };

static void factors_of_any_size_are_factors(void **state) {
  (void)state;
  static const size_t heights[] = {1, 2, 7, 45, 300, 5000};
  for (size_t w = 0; w < WIDTHS; w++)
    for (size_t h = 0; h < sizeof heights / sizeof *heights; h++) {
      Case c = factored(heights[h], widths[w], 0);
      check_columns(&c);
      if (heights[h] > widths[w]) {
        assert_int_equal(qr_rank(&c.qr, 1e-10), widths[w]);
        check_solutions(&c, widths[w]);
      }
      drop(c);
    }
}

/* The shortest weights: those of a column and of its double are as 1 : 2. */
static void repeated_columns_lower_the_rank(void **state) {
  (void)state;
  for (size_t w = 1; w < WIDTHS; w++) {
    const size_t p = widths[w];
    Case c = factored(100, p, p - 1);
    double *v = calloc(p + qr_least_norm_scratch(p), sizeof *v);
    double *length = calloc(2 * p, sizeof *length), *by_column = length + p;
    check_columns(&c);
    assert_int_equal(qr_rank(&c.qr, 1e-10), p - 1);
    check_solutions(&c, p - 1);
    for (size_t k = 0; k < p; k++) {
      v[k] = k + 1 < p;
      length[k] = 1;
    }
    qr_least_norm(&c.qr, p - 1, v, length, v + p);
    for (size_t k = 0; k < p; k++) by_column[c.qr.pivot[k] - 1] = v[k];
    assert_near(by_column[p - 1], 2 * by_column[0], 1e-12);
    free(length);
    free(v);
    drop(c);
  }
}

/* Else a search for a rank that solves never ends. */
static void nan_lowers_the_rank(void **state) {
  (void)state;
  for (size_t bad = 0; bad < 3; bad++) {
    Case c = factored(10, 3, 0);
    c.qr.R[bad * 3 + bad] = NAN;
    for (size_t rank = 3; rank > 0;) {
      const size_t before = qr_rank_before(&c.qr, rank);
      assert_true(before < rank);
      rank = before;
    }
    drop(c);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(factors_of_any_size_are_factors),
    cmocka_unit_test(repeated_columns_lower_the_rank),
    cmocka_unit_test(nan_lowers_the_rank)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
