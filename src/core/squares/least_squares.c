#include "core/squares/least_squares.h"

#include <float.h>
#include <math.h>

#include "core/simd.h"
#include "core/squares/rank.h"
#include "core/squares/qr.h"

/* -- the problem ---------------------------------------------------------- */

enum { MOST_STEPS = 30 };
/* A last correction above this means that the factors are too inaccurate. */
static const double LOST = 1e-8;

/* A is X, with a column of ones if there is an intercept, and, below the
 * examples, n rows for the penalty. Its columns are divided by powers of two
 * close to their norms, which is exact, so that scaling does not affect the
 * condition number. */
typedef struct Problem {
  Mat X, rest;
  Vec y, weight;
  double penalty; /* √lambda */
  double least;   /* coefficients below it are rounding errors of y */
  size_t rows, p, rank;
  TallQr qr;
  DoubleDouble *x, *r, *g; /* p solution, rows residuals, p */
  double *f;               /* rows */
  double *scale, *h, *top; /* p each */
  double *spare; /* for the rank, then for the minimum-norm solution */
} Problem;

static size_t problem_rows(size_t m, size_t n, double lambda) {
  return m + (lambda > 0 ? n : 0);
}

static size_t spare_scratch(size_t m, size_t n) {
  const size_t norm = n + 1 + qr_least_norm_scratch(n + 1);
  const size_t rank = rank_affordable(m, n) ? rank_scratch(n) : 0;
  return norm > rank ? norm : rank;
}

/* Without an intercept there is a column less, which may make more blocks. */
static size_t factor_scratch(size_t rows, size_t n) {
  const size_t with = qr_scratch(rows, n + 1);
  const size_t without = n ? qr_scratch(rows, n) : 0;
  return with > without ? with : without;
}

size_t least_squares_scratch(size_t m, size_t n, double lambda) {
  const size_t p = n + 1, rows = problem_rows(m, n, lambda);
  return 2 * (2 * p + rows) + rows + 3 * p + spare_scratch(m, n) +
         factor_scratch(rows, n);
}

static Problem lay_out(const Equations *e, double *scratch) {
  Problem q = {.X = e->X, .rest = e->rest, .y = e->y, .weight = e->weight};
  q.penalty = sqrt(e->lambda);
  q.p = e->X.cols + e->intercept;
  q.rows = problem_rows(e->X.rows, e->X.cols, e->lambda);
  q.x = (DoubleDouble *)(void *)scratch;
  q.g = q.x + q.p;
  q.r = q.g + q.p;
  q.f = (double *)(void *)(q.r + q.rows);
  q.scale = q.f + q.rows;
  q.h = q.scale + q.p;
  q.top = q.h + q.p;
  q.spare = q.top + q.p;
  q.qr = qr_lay_out(q.rows, q.p, q.spare + spare_scratch(e->X.rows, e->X.cols));
  return q;
}

/* The factor of row i: the root of its weight. */
INLINE double row_factor(const Problem *q, size_t i) {
  return q->weight.n && i < q->X.rows ? sqrt(*vec_at(q->weight, i)) : 1;
}

INLINE double plain_element(const Problem *q, size_t i, size_t j) {
  if (i < q->X.rows) return j < q->X.cols ? *mat_at(q->X, i, j) : 1;
  return i - q->X.rows == j ? q->penalty : 0;
}

/* What the factors are computed from. */
static double element(const void *context, size_t i, size_t j) {
  const Problem *q = context;
  return row_factor(q, i) * plain_element(q, i, j) * q->scale[j];
}

/* The same with its low part, without the row's factor, which refinement
 * multiplies by in double-double precision. */
INLINE DoubleDouble wide_element(const Problem *q, size_t i, size_t j) {
  DoubleDouble a = {plain_element(q, i, j) * q->scale[j], 0};
  if (q->rest.d && i < q->X.rows && j < q->X.cols)
    a.lo = *mat_at(q->rest, i, j) * q->scale[j];
  return a;
}

/* 0 for an example of weight 0, whose target may be nan. */
static double target(const Problem *q, size_t i) {
  return i < q->X.rows && row_factor(q, i) > 0 ? *vec_at(q->y, i) : 0;
}

static double norm_of_targets(const Problem *q) {
  if (!q->weight.n) return vec_norm(q->y);
  double norm = 0;
  for (size_t i = 0; i < q->X.rows; i++)
    norm = hypot(norm, row_factor(q, i) * target(q, i));
  return norm;
}

/* The norm of a column of A, with the factors of its rows. */
static double column_norm(const Problem *q, size_t j) {
  const bool ones = j == q->X.cols;
  double norm = 0;
  if (!q->weight.n)
    return ones ? sqrt((double)q->X.rows) : vec_norm(mat_col(q->X, j));
  for (size_t i = 0; i < q->X.rows; i++)
    norm = hypot(norm, row_factor(q, i) * plain_element(q, i, j));
  return norm;
}

/* The reciprocal of the power of two below each column's norm, if
 * representable. */
static Status find_scale(Problem *q, StopFlag stop) {
  for (size_t j = 0; j < q->p; j++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, j, 0, 0);
    double length = q->penalty * (j < q->X.cols);
    length = hypot(length, column_norm(q, j));
    q->scale[j] = length > 0 ? fmin(ldexp(1, -ilogb(length)), 0x1p1000) : 1;
  }
  return status_ok();
}

static size_t pivot_of(const Problem *q, size_t j) {
  return (size_t)q->qr.pivot[j] - 1;
}

/* The unrefined solution: R x = Qᵀ y, its first `rank` elements. */
static Status first_solution(Problem *q, StopFlag stop) {
  for (size_t i = 0; i < q->rows; i++)
    q->f[i] = row_factor(q, i) * target(q, i);
  Status s = qr_rotate(&q->qr, q->top, q->f, stop);
  qr_solve(&q->qr, 'N', q->rank, q->top);
  for (size_t j = 0; j < q->p; j++) q->x[j] = (DoubleDouble){0, 0};
  for (size_t j = 0; j < q->rank; j++) q->x[pivot_of(q, j)].hi = q->top[j];
  return s;
}

/* -- refinement ----------------------------------------------------------- */

/* Rows between polls of the stop flag. */
static bool stop_at(size_t i, StopFlag stop) {
  return i % 4096 == 0 && stop_asked(stop);
}

INLINE DoubleDouble times_factor(const Problem *q, size_t i, DoubleDouble a) {
  if (!q->weight.n) return a;
  return dd_multiply(a, (DoubleDouble){row_factor(q, i), 0});
}

/* y - A x for one row, times its factor. */
INLINE DoubleDouble residual(const Problem *q, size_t i) {
  DoubleDouble sum = {target(q, i), 0};
  for (size_t j = 0; j < q->p; j++)
    dd_subtract_product(&sum, wide_element(q, i, j), q->x[j]);
  return times_factor(q, i, sum);
}

/* The residuals of the two equations: f = y - A x - r, and g = -Aᵀ r. */
FOR_EACH_PROCESSOR static void find_rest(Problem *q, StopFlag stop) {
  for (size_t j = 0; j < q->p; j++) q->g[j] = (DoubleDouble){0, 0};
  for (size_t i = 0; i < q->rows && !stop_at(i, stop); i++) {
    DoubleDouble left = residual(q, i);
    dd_add(&left, -q->r[i].hi);
    q->f[i] = left.hi + (left.lo - q->r[i].lo);
    const DoubleDouble r = times_factor(q, i, q->r[i]);
    for (size_t j = 0; j < q->p; j++)
      dd_subtract_product(&q->g[j], wide_element(q, i, j), r);
  }
}

/* Stores the correction of x, in pivot order, in top, and that of r, before
 * multiplication by Q, in h and f. They solve the same two equations, r + A x =
 * y and Aᵀ r = 0, with the residuals on the right. Only the first `rank`
 * columns are used. */
static Status find_change(Problem *q, StopFlag stop) {
  find_rest(q, stop);
  for (size_t j = 0; j < q->rank; j++) q->h[j] = q->g[pivot_of(q, j)].hi;
  qr_solve(&q->qr, 'T', q->rank, q->h);
  Status s = qr_rotate(&q->qr, q->top, q->f, stop);
  for (size_t j = q->rank; j < q->p; j++) q->h[j] = q->top[j];
  for (size_t j = 0; j < q->rank; j++) q->top[j] -= q->h[j];
  qr_solve(&q->qr, 'N', q->rank, q->top);
  return s;
}

/* The largest correction relative to the largest x, and the largest relative to
 * its own x. */
typedef struct Change {
  double whole, own;
} Change;

static Change size_of_change(const Problem *q) {
  double sum = 0, largest = q->least, own = 0;
  for (size_t j = 0; j < q->rank; j++) {
    const double change = fabs(q->top[j]), x = fabs(q->x[pivot_of(q, j)].hi);
    sum += change;
    largest = fmax(largest, x);
    own = fmax(own, change / (x + DBL_MIN));
  }
  return (Change){sum / largest, own};
}

static Status add_change(Problem *q, StopFlag stop) {
  for (size_t j = 0; j < q->rank; j++) dd_add(&q->x[pivot_of(q, j)], q->top[j]);
  Status s = qr_rotate_back(&q->qr, q->h, q->f, stop);
  for (size_t i = 0; i < q->rows; i++) dd_add(&q->r[i], q->f[i]);
  return s;
}

/* Refines while each step at least halves the correction, until no digit of a
 * double can change. The digits of a coefficient that is exactly 0 never
 * settle, so it is compared with the largest one instead. */
static Status refine_all(Problem *q, LeastSquares *found, StopFlag stop) {
  double before = INFINITY;
  for (size_t i = 0; i < q->rows && !stop_at(i, stop); i++)
    q->r[i] = residual(q, i);
  for (size_t k = 0; k < MOST_STEPS; k++) {
    found->steps++;
    Status s = find_change(q, stop);
    const Change change = size_of_change(q);
    found->change = change.whole;
    if (s.code != STATUS_OK || !(change.whole < before)) return s;
    s = add_change(q, stop);
    if (s.code != STATUS_OK || change.whole >= before / 2) return s;
    if (change.own < 1e-17 || change.whole < 1e-26) return s;
    before = change.whole;
  }
  return status_ok();
}

/* Sets to 0 what refinement cannot determine. */
static void drop_noise(Problem *q) {
  double largest = q->least;
  for (size_t j = 0; j < q->p; j++) largest = fmax(largest, fabs(q->x[j].hi));
  for (size_t j = 0; j < q->p; j++)
    if (fabs(q->x[j].hi) < 1e-26 * largest) q->x[j] = (DoubleDouble){0, 0};
}

/* -- dependent columns ----------------------------------------------------- */

/* Pivots decide if they are conclusive or the problem is too large for
 * rank_decide. */
static Status find_rank(Problem *q, const Equations *e, StopFlag stop) {
  const size_t most = q->rows < q->p ? q->rows : q->p;
  DdGram gram;
  q->rank = most;
  if (rank_is_clear(qr_pivot(&q->qr, 0), qr_pivot(&q->qr, most - 1)))
    return status_ok();
  q->rank = qr_rank(&q->qr, rank_limit(q->rows, q->p));
  if (!rank_affordable(e->X.rows, e->X.cols)) return status_ok();
  const Columns columns = {.X = e->X,
                           .rest = e->rest,
                           .weight = e->weight,
                           .lambda = e->lambda,
                           .intercept = e->intercept};
  return rank_decide(&q->rank, &gram, &columns, q->spare, stop);
}

/* Weights of the dependent columns that minimize the norm of all weights in the
 * original units; those of the first `rank` are then refined again, so that
 * predictions keep their digits. */
static Status shorten(Problem *q, LeastSquares *found, StopFlag stop) {
  double *length = q->spare;
  if (!q->rank || q->rank == q->p) return status_ok();
  for (size_t j = 0; j < q->p; j++) {
    q->top[j] = q->x[pivot_of(q, j)].hi;
    length[j] = 1 / q->scale[pivot_of(q, j)];
  }
  qr_least_norm(&q->qr, q->rank, q->top, length, length + q->p);
  for (size_t j = 0; j < q->p; j++)
    q->x[pivot_of(q, j)] = (DoubleDouble){q->top[j], 0};
  return refine_all(q, found, stop);
}

/* Computes the solution, still scaled, in q's x. The rounding error in the
 * factors of many rows is not known in advance; if refinement fails, the
 * columns with the smallest pivots are dropped. */
static Status solve(LeastSquares *found, Problem *q, const Equations *e,
                    StopFlag stop) {
  q->least = DBL_EPSILON * norm_of_targets(q) + DBL_MIN;
  Status s = find_scale(q, stop);
  if (s.code == STATUS_OK) s = qr_factor(&q->qr, element, q, stop);
  if (s.code == STATUS_OK) s = find_rank(q, e, stop);
  if (s.code != STATUS_OK) return s;
  *found = (LeastSquares){0, qr_condition(&q->qr), 0, INFINITY};
  size_t rank = q->rank;
  do {
    q->rank = rank;
    s = first_solution(q, stop);
    if (s.code == STATUS_OK) s = refine_all(q, found, stop);
    rank = qr_rank_before(&q->qr, q->rank);
  } while (s.code == STATUS_OK && !(found->change <= LOST) && q->rank);
  found->rank = q->rank;
  if (s.code == STATUS_OK) s = shorten(q, found, stop);
  drop_noise(q);
  return s;
}

/* Powers of two scale both halves exactly. */
static DoubleDouble coefficient(const Problem *q, size_t j) {
  if (j >= q->p) return (DoubleDouble){0, 0};
  return (DoubleDouble){q->x[j].hi * q->scale[j], q->x[j].lo * q->scale[j]};
}

Status least_squares(LeastSquares *found, double *theta, const Equations *e,
                     double *scratch, StopFlag stop) {
  Problem q = lay_out(e, scratch);
  Status s = solve(found, &q, e, stop);
  for (size_t j = 0; j <= e->X.cols; j++)
    theta[j] = dd_round(coefficient(&q, j));
  return s;
}

Status least_squares_wide(LeastSquares *found, DoubleDouble *theta,
                          const Equations *e, double *scratch, StopFlag stop) {
  Problem q = lay_out(e, scratch);
  Status s = solve(found, &q, e, stop);
  for (size_t j = 0; j <= e->X.cols; j++) theta[j] = coefficient(&q, j);
  return s;
}
