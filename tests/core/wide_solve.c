/* Solutions from products have the bits of solutions from rows, or there are none;
 * and products in double-double precision, against sums of integers. */
#include "core/squares/wide_solve.h"

#include <stdlib.h>
#include <string.h>

#include "core/squares/normal_equations.h"
#include "core/stats/rng.h"

#include "check.h"

enum { PARTS = 3, ROWS = 700, WIDEST = 12 };

/* A problem of PARTS * ROWS rows, which are also taken part by part. */
typedef struct Data {
  Mat X;
  Vec y, weight;
  double x[PARTS * ROWS * WIDEST], targets[PARTS * ROWS], counts[PARTS * ROWS];
} Data;

/* How the columns lie: their mean and their spread; column 1 is close to column
 * 0; the penalty is relative to the number of rows. */
typedef struct Shape {
  size_t n;
  double mean, spread, close;
  bool whole, weighed, intercept;
  double lambda;
  bool certain; /* a solution is expected */
} Shape;

static void fill(Data *d, const Shape *shape, Rng *rng) {
  const size_t m = PARTS * ROWS;
  d->X = mat_of(d->x, m, shape->n);
  d->y = vec_of(d->targets, m);
  d->weight = vec_of(d->counts, shape->weighed ? m : 0);
  for (size_t i = 0; i < m; i++) {
    double f = 3;
    for (size_t j = 0; j < shape->n; j++) {
      double x = shape->mean + shape->spread * rng_normal(rng);
      if (j == 1 && shape->close > 0)
        x = *mat_at(d->X, i, 0) + shape->close * shape->spread * rng_normal(rng);
      if (shape->whole) x = floor(x);
      *mat_at(d->X, i, j) = x;
      f += ((double)j - 2) / shape->spread * (x - shape->mean);
    }
    d->targets[i] = shape->whole ? floor(f) : f + rng_normal(rng);
    d->counts[i] = floor(3 * rng_uniform(rng)) * 0.7;
    if (shape->weighed && !(d->counts[i] > 0)) d->targets[i] = NAN;
  }
}

static void add_part(DoubleDouble *G, const Data *d, size_t k) {
  const size_t n = d->X.cols;
  GramInput in = {.X = mat_part(d->X, k * ROWS, ROWS),
                  .y = vec_part(d->y, k * ROWS, ROWS),
                  .blocks = blocks_cut(ROWS, n)};
  if (d->weight.n) in.weight = vec_part(d->weight, k * ROWS, ROWS);
  in.blocks.room = wide_gram_scratch(&in.blocks, n);
  in.blocks.scratch = calloc(in.blocks.room, sizeof(double));
  DoubleDouble *mine = calloc(wide_gram_size(n), sizeof *mine);
  assert_int_equal(wide_gram(mine, &in, NULL).code, STATUS_OK);
  wide_gram_add(G, mine, n);
  free(mine);
  free(in.blocks.scratch);
}

static bool from_products(double *theta, const Data *d, const Shape *shape) {
  DoubleDouble *G = calloc(wide_gram_size(shape->n), sizeof *G);
  double *scratch = calloc(wide_solve_scratch(shape->n), sizeof *scratch);
  for (size_t k = 0; k < PARTS; k++) add_part(G, d, k);
  WideProblem q = {
    .G = G, .n = shape->n, .m = d->X.rows, .sets = PARTS, .intercept = shape->intercept};
  const bool sure =
    wide_solve_start(&q, scratch) && wide_solve(theta, &q, shape->lambda);
  free(scratch);
  free(G);
  return sure;
}

static bool from_rows(double *theta, const Data *d, const Shape *shape) {
  const Equations e = {.X = d->X,
                       .y = d->y,
                       .weight = d->weight,
                       .lambda = shape->lambda,
                       .intercept = shape->intercept};
  double *scratch = calloc(normal_equations_scratch(&e), sizeof *scratch);
  LeastSquares found;
  bool usable;
  assert_int_equal(
    normal_equations(&usable, &found, theta, &e, scratch, NULL).code, STATUS_OK);
  free(scratch);
  return usable;
}

static void they_have_the_bits_of_solutions_from_rows(void **state) {
  (void)state;
  static const Shape shapes[] = {
    {5, 0, 1, 0, false, false, true, 0, true},
    {5, 0, 1, 0, false, false, true, 30, true},
    {5, 0, 1, 0, false, false, false, 30, true},
    {5, 0, 1, 0, false, true, true, 1, true},
    {5, 0, 1, 0, false, true, false, 0, true},
    {12, 2, 3, 0, false, false, true, 1e-3, true},
    {12, 2, 3, 0, true, true, true, 0, true},
    {12, 0, 1, 1e-2, false, false, true, 0, true},
    {12, 0, 1, 1e-6, false, false, true, 1, true},
    {12, 0, 1, 1e-6, false, false, true, 0, false},
    {12, 0, 1, 1e-10, false, false, true, 1, true},
    {12, 0, 1, 1e-10, false, false, true, 0, false},
    {4, 1e2, 1, 0, false, false, true, 1, true},
    {4, 1e3, 1, 0, false, false, true, 1, false},
    {4, 1e6, 1, 0, false, false, true, 1, false},
    {4, 0, 1e-30, 0, false, false, true, 0, true},
    {4, 0, 1e30, 0, false, false, true, 1, true},
    {4, 0, 1e-120, 0, false, false, true, 0, false},
    {1, 0, 1, 0, false, false, true, 1e12, true},
    {2, 0, 1, 0, false, false, true, 1e-12, true}};
  enum { TRIES = 30 };
  Data *d = malloc(sizeof *d);
  Rng rng;
  rng_seed(&rng, 1);
  for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
    size_t found = 0;
    for (int k = 0; k < TRIES; k++) {
      double theta[WIDEST + 1], expected[WIDEST + 1];
      fill(d, &shapes[s], &rng);
      if (!from_products(theta, d, &shapes[s])) continue;
      found++;
      assert_true(from_rows(expected, d, &shapes[s]));
      for (size_t j = 0; j <= shapes[s].n; j++)
        assert_near(theta[j], expected[j], 0);
    }
    assert_true(shapes[s].certain ? found >= TRIES - 3 : found == 0);
  }
  free(d);
}

__extension__ typedef __int128 Whole;

/* Sums of whole numbers below 2^106 are exact. */
static void products_are_sums_of_all_digits(void **state) {
  (void)state;
  const Shape shape = {.n = 3, .mean = 0x1p40, .spread = 0x1p39, .whole = true};
  Data *d = malloc(sizeof *d);
  DoubleDouble G[10 + 5];
  Rng rng;
  rng_seed(&rng, 2);
  fill(d, &shape, &rng);
  memset(G, 0, sizeof G);
  for (size_t k = 0; k < PARTS; k++) add_part(G, d, k);
  assert_int_equal(wide_gram_size(3), 15);
  for (size_t i = 0; i < 3; i++)
    for (size_t j = 0; j <= i; j++) {
      Whole sum = 0;
      for (size_t r = 0; r < d->X.rows; r++)
        sum += (Whole)(int64_t)*mat_at(d->X, r, i) *
               (int64_t)*mat_at(d->X, r, j);
      const DoubleDouble got = *wide_gram_at(G, i + 1, j + 1);
      assert_true((Whole)got.hi + (Whole)got.lo == sum);
    }
  assert_near(dd_round(*wide_gram_at(G, 0, 0)), PARTS * ROWS, 0);
  free(d);
}

static void constant_columns_and_targets_are_refused(void **state) {
  (void)state;
  const Shape shape = {.n = 3, .spread = 1, .lambda = 1, .intercept = true};
  double theta[4];
  Data *d = malloc(sizeof *d);
  Rng rng;
  rng_seed(&rng, 3);
  fill(d, &shape, &rng);
  assert_true(from_products(theta, d, &shape));
  vec_fill(d->y, 5);
  assert_false(from_products(theta, d, &shape));
  fill(d, &shape, &rng);
  vec_fill(mat_col(d->X, 1), 0.1);
  assert_false(from_products(theta, d, &shape));
  fill(d, &shape, &rng);
  *mat_at(d->X, 5, 2) = INFINITY;
  assert_false(from_products(theta, d, &shape));
  free(d);
}

static void it_is_used_where_rows_are_many(void **state) {
  (void)state;
  assert_false(wide_solve_pays(100, 10));
  assert_true(wide_solve_pays(1000, 10));
  assert_false(wide_solve_pays(1000, 0));
  assert_true(wide_solve_pays(100000, WIDE_SOLVE_MOST));
  assert_false(wide_solve_pays(100000, WIDE_SOLVE_MOST + 1));
}

static void a_set_flag_stops_the_products(void **state) {
  (void)state;
  volatile sig_atomic_t stop = 1;
  double x[4] = {1, 2, 3, 4}, scratch[4000];
  DoubleDouble G[6];
  GramInput in = {.X = mat_of(x, 4, 1), .y = vec_of(x, 4),
                  .blocks = blocks_cut(4, 1)};
  in.blocks.scratch = scratch;
  in.blocks.room = wide_gram_scratch(&in.blocks, 1);
  assert_true(in.blocks.room <= 4000);
  assert_int_equal(wide_gram(G, &in, &stop).code, STATUS_STOPPED);
  assert_int_equal(wide_gram(G, &in, NULL).code, STATUS_OK);
  assert_near(dd_round(*wide_gram_at(G, 1, 2)), 30, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(they_have_the_bits_of_solutions_from_rows),
    cmocka_unit_test(products_are_sums_of_all_digits),
    cmocka_unit_test(constant_columns_and_targets_are_refused),
    cmocka_unit_test(it_is_used_where_rows_are_many),
    cmocka_unit_test(a_set_flag_stops_the_products)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
