#include "least_squares.h"

#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

/* -- numbers of twice the precision -------------------------------------------- */

/* hi + lo, lo below half a unit of hi (Dekker 1971): about 31 digits, which the
 * wildest of NIST's sets needs where the residuals are large. */
typedef struct Wide {
  double hi, lo;
} Wide;

static Wide wide_sum(double a, double b) {
  double hi = a + b, rest = hi - a;
  return (Wide){hi, (a - (hi - rest)) + (b - rest)};
}

static void wide_add(Wide *w, double a) {
  Wide sum = wide_sum(w->hi, a);
  *w = wide_sum(sum.hi, sum.lo + w->lo);
}

/* *w += a * b */
static void wide_add_product(Wide *w, double a, Wide b) {
  double product = a * b.hi;
  double rest = fma(a, b.hi, -product) + a * b.lo;
  Wide sum = wide_sum(w->hi, product);
  *w = wide_sum(sum.hi, sum.lo + (w->lo + rest));
}

/* -- the problem ------------------------------------------------------------------ */

/* LAPACK's own scratch: a few columns' worth is what its blocks want. */
enum { BLOCK = 32, MOST_STEPS = 30 };

/* The problem with its factors: A is tall (rows × p) and lies by columns. Under
 * the examples stand n rows for the penalty. */
typedef struct Problem {
  Mat X;
  Vec y;
  double penalty; /* √lambda */
  size_t m, n, rows, p;
  double *A, *f;                     /* rows × p, rows */
  double *tau, *scale, *h, *change;  /* p each */
  double *work;                      /* LAPACK's: work_size(p) */
  lapack_int *pivot;
  Wide *x, *r, *g;                   /* p solution, rows residuals, p */
} Problem;

static size_t work_size(size_t p) { return (p + 1) * BLOCK + 3 * p + 64; }

size_t least_squares_scratch(size_t m, size_t n) {
  const size_t p = n + 1, rows = m + n;
  const size_t wides = 2 * p + rows;
  return 2 * wides + rows * p + rows + 5 * p + work_size(p);
}

static Problem lay_out(Mat X, Vec y, double lambda, double *scratch) {
  Problem q = {.X = X, .y = y, .penalty = sqrt(lambda), .m = X.rows,
               .n = X.cols, .p = X.cols + 1};
  q.rows = q.m + (lambda > 0 ? q.n : 0);
  q.x = (Wide *)(void *)scratch;
  q.g = q.x + q.p;
  q.r = q.g + q.p;
  q.A = (double *)(void *)(q.r + q.rows);
  q.f = q.A + q.rows * q.p;
  q.tau = q.f + q.rows;
  q.scale = q.tau + q.p;
  q.pivot = (lapack_int *)(void *)(q.scale + q.p);
  q.h = q.scale + 2 * q.p;
  q.change = q.h + q.p;
  q.work = q.change + q.p;
  return q;
}

/* The element of the unscaled A. */
static double element(const Problem *q, size_t i, size_t j) {
  if (i < q->m) return j < q->n ? *mat_at(q->X, i, j) : 1;
  return i - q->m == j ? q->penalty : 0;
}

static double target(const Problem *q, size_t i) {
  return i < q->m ? *vec_at(q->y, i) : 0;
}

/* Copies X into A, each column divided by a power of two close to its length:
 * that is exact, and leaves the condition to the directions alone. */
static void fill(Problem *q) {
  memset(q->pivot, 0, q->p * sizeof *q->pivot);
  for (size_t j = 0; j < q->p; j++) {
    double *column = q->A + j * q->rows;
    for (size_t i = 0; i < q->rows; i++) column[i] = element(q, i, j);
    double length = vec_norm(vec_of(column, q->rows));
    q->scale[j] = length > 0 ? ldexp(1, -ilogb(length)) : 1;
    for (size_t i = 0; i < q->rows; i++) column[i] *= q->scale[j];
  }
}

/* A P = Q R, R on and above the diagonal of A, Q below it. */
static Status factor(Problem *q, LeastSquares *found) {
  const lapack_int rows = (lapack_int)q->rows, p = (lapack_int)q->p;
  fill(q);
  if (LAPACKE_dgeqp3_work(LAPACK_COL_MAJOR, rows, p, q->A, rows, q->pivot,
                          q->tau, q->work, (lapack_int)work_size(q->p)))
    return status_error(STATUS_NONFINITE, 0, 0, NAN);
  const size_t least = q->rows < q->p ? q->rows : q->p;
  const double first = fabs(q->A[0]);
  const double limit = first * DBL_EPSILON * (double)q->p;
  found->rank = 0;
  while (found->rank < least &&
         fabs(q->A[found->rank * (q->rows + 1)]) > limit)
    found->rank++;
  const double last =
      found->rank ? fabs(q->A[(found->rank - 1) * (q->rows + 1)]) : 0;
  found->condition = found->rank < q->p ? INFINITY : first / last;
  return status_ok();
}

/* f <- Q f or Qᵀ f */
static void rotate(Problem *q, char transposed) {
  const size_t least = q->rows < q->p ? q->rows : q->p;
  LAPACKE_dormqr_work(LAPACK_COL_MAJOR, 'L', transposed, (lapack_int)q->rows,
                      1, (lapack_int)least, q->A, (lapack_int)q->rows, q->tau,
                      q->f, (lapack_int)q->rows, q->work,
                      (lapack_int)work_size(q->p));
}

/* v <- R⁻¹ v, or R⁻ᵀ v, with the first `rank` rows and columns of R. */
static void solve(const Problem *q, char transposed, size_t rank, double *v) {
  const lapack_int size = (lapack_int)rank;
  LAPACKE_dtrtrs_work(LAPACK_COL_MAJOR, 'U', transposed, 'N', size, 1, q->A,
                      (lapack_int)q->rows, v, size);
}

static size_t pivot_of(const Problem *q, size_t j) {
  return (size_t)q->pivot[j] - 1;
}

/* The plain solution: R x = Qᵀ y. */
static void first_solution(Problem *q, size_t rank) {
  for (size_t i = 0; i < q->rows; i++) q->f[i] = target(q, i);
  rotate(q, 'T');
  if (rank) solve(q, 'N', rank, q->f);
  for (size_t j = 0; j < q->p; j++) q->x[j] = (Wide){0, 0};
  for (size_t j = 0; j < rank; j++) q->x[pivot_of(q, j)].hi = q->f[j];
}

/* -- refinement ---------------------------------------------------------------------- */

static double scaled(const Problem *q, size_t i, size_t j) {
  return element(q, i, j) * q->scale[j];
}

/* y - A x for one row. */
static Wide residual(const Problem *q, size_t i) {
  Wide sum = {target(q, i), 0};
  for (size_t j = 0; j < q->p; j++)
    wide_add_product(&sum, -scaled(q, i, j), q->x[j]);
  return sum;
}

/* g = -Aᵀ r */
static void find_g(Problem *q) {
  for (size_t j = 0; j < q->p; j++) q->g[j] = (Wide){0, 0};
  for (size_t i = 0; i < q->rows; i++)
    for (size_t j = 0; j < q->p; j++)
      wide_add_product(&q->g[j], -scaled(q, i, j), q->r[i]);
}

/* One step towards r + A x = y, Aᵀ r = 0, both at once: the corrections solve
 * the same equations with what is left over on the right. Gives the largest
 * change of x relative to x. */
static double refine(Problem *q) {
  double most = 0;
  for (size_t i = 0; i < q->rows; i++) {
    Wide left = residual(q, i);
    wide_add(&left, -q->r[i].hi);
    q->f[i] = left.hi + (left.lo - q->r[i].lo);
  }
  find_g(q);
  for (size_t j = 0; j < q->p; j++) q->h[j] = q->g[pivot_of(q, j)].hi;
  solve(q, 'T', q->p, q->h);
  rotate(q, 'T');
  for (size_t j = 0; j < q->p; j++) {
    q->change[j] = q->f[j] - q->h[j];
    q->f[j] = q->h[j];
  }
  solve(q, 'N', q->p, q->change);
  for (size_t j = 0; j < q->p; j++) {
    Wide *x = &q->x[pivot_of(q, j)];
    wide_add(x, q->change[j]);
    most = fmax(most, fabs(q->change[j]) / (fabs(x->hi) + DBL_MIN));
  }
  rotate(q, 'N');
  for (size_t i = 0; i < q->rows; i++) wide_add(&q->r[i], q->f[i]);
  return most;
}

/* Steps until they no longer shrink or change nothing. */
static Status refine_all(Problem *q, LeastSquares *found, StopFlag stop) {
  double before = INFINITY;
  for (size_t i = 0; i < q->rows; i++) q->r[i] = residual(q, i);
  for (found->steps = 0; found->steps < MOST_STEPS; found->steps++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, 0, 0, 0);
    double change = refine(q);
    if (!(change < before / 2) || change < 1e-17) break;
    before = change;
  }
  return status_ok();
}

Status least_squares(LeastSquares *found, double *theta, Mat X, Vec y,
                     double lambda, double *scratch, StopFlag stop) {
  Problem q = lay_out(X, y, lambda, scratch);
  *found = (LeastSquares){0, INFINITY, 0};
  if (stop_asked(stop)) return status_error(STATUS_STOPPED, 0, 0, 0);
  Status s = factor(&q, found);
  if (s.code != STATUS_OK) return s;
  first_solution(&q, found->rank);
  if (found->rank == q.p) s = refine_all(&q, found, stop);
  for (size_t j = 0; j < q.p; j++) theta[j] = (q.x[j].hi + q.x[j].lo) * q.scale[j];
  return s;
}
