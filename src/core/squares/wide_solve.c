#include "core/squares/wide_solve.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/linalg/cholesky.h"
#include "core/squares/normal_equations.h"

bool wide_solve_pays(size_t m, size_t n) {
  const Equations e = {.X = mat_of(NULL, m, n)};
  return n && n <= WIDE_SOLVE_MOST && normal_equations_pay(&e);
}

/* -- products for any penalty ---------------------------------------------- */

size_t wide_solve_scratch(size_t n) { return 3 * n * n + 7 * (n + 1); }

static void lay_out(WideProblem *q, double *scratch) {
  const size_t n = q->n;
  q->x = (DoubleDouble *)(void *)scratch;
  q->H = scratch + 2 * (n + 1);
  q->L = q->H + n * n;
  q->inner = q->L + n * n;
  q->r = q->inner + n * n;
  q->mean = q->r + n + 1;
  q->scale = q->mean + n + 1;
  q->root = q->scale + n + 1;
  q->change = q->root + n + 1;
}

/* Squares of numbers in this range neither overflow nor lose digits. */
static bool in_range(double square) {
  return square > 1e-200 && square < 1e200;
}

/* Σ a b - Σ a Σ b / m of two columns of A. */
static DoubleDouble centered(const WideProblem *q, size_t i, size_t j) {
  DoubleDouble product = *wide_gram_at(q->G, i, j);
  if (!q->intercept) return product;
  const DoubleDouble mean =
    dd_ratio(*wide_gram_at(q->G, i, 0), *wide_gram_at(q->G, 0, 0));
  dd_subtract_product(&product, mean, *wide_gram_at(q->G, j, 0));
  return product;
}

/* The spread of column j of A. */
static double spread(const WideProblem *q, size_t j) {
  return sqrt(dd_round(centered(q, j, j)) / q->total);
}

bool wide_solve_start(WideProblem *q, double *scratch) {
  static const double NARROW = 1e-10; /* compared with the norm */
  const size_t n = q->n;
  lay_out(q, scratch);
  q->total = dd_round(*wide_gram_at(q->G, 0, 0));
  for (size_t j = 0; j <= n; j++) {
    const double square = dd_round(*wide_gram_at(q->G, j + 1, j + 1));
    if (!in_range(square / q->total) || !in_range(square)) return false;
    q->scale[j] = sqrt(square);
    q->mean[j] =
      q->intercept ? dd_round(*wide_gram_at(q->G, j + 1, 0)) / q->total : 0;
    if (!(spread(q, j + 1) > NARROW * q->scale[j] / sqrt(q->total)))
      return false;
    for (size_t k = 0; k <= j && j < n; k++)
      q->H[j * n + k] = dd_round(centered(q, j + 1, k + 1)) / q->total;
  }
  for (size_t j = 0; j < n; j++)
    q->r[j] = dd_round(centered(q, n + 1, j + 1)) / q->total;
  q->norm = q->scale[n];
  q->unit = spread(q, n + 1);
  q->scale[n] = sqrt(q->total);
  return true;
}

/* -- one penalty ------------------------------------------------------------ */

static size_t unknowns(const WideProblem *q) { return q->n + q->intercept; }

static bool factor(WideProblem *q, double lambda) {
  static const double NARROW = 1e-6; /* as in normal_equations */
  const size_t n = q->n;
  memcpy(q->L, q->H, n * n * sizeof *q->L);
  for (size_t j = 0; j < n; j++) {
    double *square = &q->L[j * n + j];
    *square += lambda / q->total;
    if (!(fabs(q->mean[j]) <= WIDE_SOLVE_FAR * sqrt(*square))) return false;
    q->root[j] = hypot(q->scale[j], sqrt(lambda));
  }
  q->root[n] = q->scale[n];
  return cholesky_factor(q->L, q->L, n, NARROW);
}

/* Row i of the inverse of L, from the rows above it. */
static void invert_row(WideProblem *q, size_t i) {
  const size_t n = q->n;
  const double *L = q->L + i * n;
  double *row = q->inner + i * n;
  memset(row, 0, n * sizeof *row);
  for (size_t k = 0; k < i; k++)
    for (size_t j = 0; j <= k; j++) row[j] -= L[k] * q->inner[k * n + j];
  for (size_t j = 0; j < i; j++) row[j] /= L[i];
  row[i] = 1 / L[i];
}

/* A bound of the norm of the inverse of AᵀA with the penalty, for columns of norm
 * 1: the sum of its diagonal. That of b is 1 + meanᵀ C⁻¹ mean, with C⁻¹ = L⁻ᵀL⁻¹
 * (Golub and Van Loan 2013, 2.1). */
static double inverse_norm(WideProblem *q) {
  const size_t n = q->n;
  double sum = q->intercept;
  for (size_t i = 0; i < n; i++) {
    double along = 0;
    invert_row(q, i);
    for (size_t j = 0; j <= i; j++) {
      const double inner = q->inner[i * n + j];
      sum += q->root[j] * q->root[j] / q->total * inner * inner;
      along += inner * q->mean[j];
    }
    if (q->intercept) sum += along * along;
  }
  return sum;
}

/* The solution in plain doubles, as in normal_equations. */
static void begin(WideProblem *q) {
  const size_t n = q->n;
  memcpy(q->change, q->r, n * sizeof *q->change);
  cholesky_solve(q->change, q->L, n);
  q->change[n] = q->mean[n];
  for (size_t j = 0; j < n; j++) q->change[n] -= q->mean[j] * q->change[j];
  for (size_t j = 0; j <= n; j++)
    q->x[j] = (DoubleDouble){j < unknowns(q) ? q->change[j] : 0, 0};
}

/* Row i of Aᵀ(y - A x), in double-double precision; row 0 is that of the ones. */
static DoubleDouble residual(const WideProblem *q, size_t i) {
  const size_t n = q->n;
  DoubleDouble sum = *wide_gram_at(q->G, n + 1, i);
  for (size_t j = 0; j < n; j++)
    dd_subtract_product(&sum, *wide_gram_at(q->G, j + 1, i), q->x[j]);
  if (q->intercept)
    dd_subtract_product(&sum, *wide_gram_at(q->G, i, 0), q->x[n]);
  return sum;
}

/* The correction of x. */
static void find_change(WideProblem *q, double lambda) {
  const size_t n = q->n;
  const DoubleDouble all = q->intercept ? residual(q, 0) : (DoubleDouble){0, 0};
  for (size_t j = 0; j < n; j++) {
    DoubleDouble g = residual(q, j + 1);
    dd_subtract_product(&g, (DoubleDouble){q->mean[j], 0}, all);
    dd_subtract_product(&g, (DoubleDouble){lambda, 0}, q->x[j]);
    q->change[j] = dd_round(g) / q->total;
  }
  cholesky_solve(q->change, q->L, n);
  q->change[n] = dd_round(all) / q->total;
  for (size_t j = 0; j < n; j++) q->change[n] -= q->mean[j] * q->change[j];
}

/* Σ |v| root: bounds the norm of v for columns of norm 1. */
static double length_of_change(const WideProblem *q) {
  double sum = 0;
  for (size_t j = 0; j < unknowns(q); j++)
    sum += fabs(q->change[j]) * q->root[j];
  return sum;
}

static double length_of_x(const WideProblem *q) {
  double sum = 0;
  for (size_t j = 0; j < unknowns(q); j++) sum += fabs(q->x[j].hi) * q->root[j];
  return sum;
}

/* Refines until nothing is gained. Returns a bound of the last correction, in
 * units of columns of norm 1. */
static double refine(WideProblem *q, double lambda) {
  enum { MOST_STEPS = 8 };
  static const double BRINGS = 1e-3, NOTHING = 1e-27;
  double before = length_of_x(q), change = INFINITY;
  for (size_t k = 0; k < MOST_STEPS; k++) {
    find_change(q, lambda);
    change = length_of_change(q);
    for (size_t j = 0; j < unknowns(q); j++) dd_add(&q->x[j], q->change[j]);
    if (!(change > NOTHING * length_of_x(q) && change <= BRINGS * before))
      break;
    before = change;
  }
  return change;
}

/* -- what is certain -------------------------------------------------------- */

/* The factor by which a step with a factorization in doubles reduces the error is
 * below this (Higham 2002, 10.1, with the backward error of its two solves). */
static double contraction(const WideProblem *q, double inverse) {
  const double p = (double)q->n + 1;
  return 4 * p * (p + 8) * DBL_EPSILON * inverse;
}

/* A bound of the errors of x here and in normal_equations, in units of columns of
 * norm 1: of the sums; of the last correction that is not made there; of the last
 * one here. */
static double error_bound(const WideProblem *q, double inverse, double left) {
  static const double SETTLED = 1e-17; /* of normal_equations */
  const double p = (double)q->n + 1, length = length_of_x(q);
  const double noise =
    inverse * sqrt(p) * (wide_gram_error(q->m, q->sets) + ldexp(p, -104));
  return 2 * noise * (length + q->norm) +
         2 * contraction(q, inverse) * SETTLED * length + 2 * left;
}

/* Does every number this close to x round to the same double? */
static bool is_settled(DoubleDouble x, double error) {
  return x.hi + (x.lo + error) == x.hi && x.hi + (x.lo - error) == x.hi &&
         isfinite(x.hi);
}

/* The slope at the solution is rounding errors: of the predictions, and of sums
 * over the rows, which grow with their root. */
static bool is_level(const WideProblem *q) {
  static const double FLAT = 1e-9;
  const double rows = (double)q->m, p = (double)q->n + 1;
  const double size = (length_of_x(q) + q->norm) / sqrt(q->total);
  return (8 * sqrt(rows) + 8 * p) * DBL_EPSILON * size <= FLAT * q->unit;
}

bool wide_solve(double *theta, WideProblem *q, double lambda) {
  static const double SLOW = 1e-3;
  if (!factor(q, lambda)) return false;
  const double inverse = inverse_norm(q);
  if (!(contraction(q, inverse) <= SLOW)) return false;
  begin(q);
  const double left = refine(q, lambda);
  const double error = error_bound(q, inverse, left);
  for (size_t j = 0; j < unknowns(q); j++) {
    if (!is_settled(q->x[j], error / q->root[j])) return false;
    theta[j] = dd_round(q->x[j]);
  }
  if (!q->intercept) theta[q->n] = 0;
  return is_level(q);
}
