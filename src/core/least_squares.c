#include "least_squares.h"

#include <float.h>
#include <math.h>

#include "tall_qr.h"
#include "wide.h"

/* -- the problem ---------------------------------------------------------- */

enum { MOST_STEPS = 30 };

/* A is X with a column of ones and, under the examples, n rows for the penalty;
 * its columns are divided by powers of two close to their lengths, which is
 * exact and leaves the condition to their directions. */
typedef struct Problem {
  Mat X;
  Vec y;
  double penalty; /* √lambda */
  size_t rows, p;
  TallQr qr;
  Wide *x, *r, *g;          /* p solution, rows residuals, p */
  double *f;                /* rows */
  double *scale, *h, *top;  /* p each */
} Problem;

static size_t problem_rows(size_t m, size_t n, double lambda) {
  return m + (lambda > 0 ? n : 0);
}

size_t least_squares_scratch(size_t m, size_t n, double lambda) {
  const size_t p = n + 1, rows = problem_rows(m, n, lambda);
  return 2 * (2 * p + rows) + rows + 3 * p + qr_scratch(rows, p);
}

static Problem lay_out(Mat X, Vec y, double lambda, double *scratch) {
  Problem q = {.X = X, .y = y, .penalty = sqrt(lambda), .p = X.cols + 1};
  q.rows = problem_rows(X.rows, X.cols, lambda);
  q.x = (Wide *)(void *)scratch;
  q.g = q.x + q.p;
  q.r = q.g + q.p;
  q.f = (double *)(void *)(q.r + q.rows);
  q.scale = q.f + q.rows;
  q.h = q.scale + q.p;
  q.top = q.h + q.p;
  q.qr = qr_lay_out(q.rows, q.p, q.top + q.p);
  return q;
}

static double plain_element(const Problem *q, size_t i, size_t j) {
  if (i < q->X.rows) return j < q->X.cols ? *mat_at(q->X, i, j) : 1;
  return i - q->X.rows == j ? q->penalty : 0;
}

static double element(const void *context, size_t i, size_t j) {
  const Problem *q = context;
  return plain_element(q, i, j) * q->scale[j];
}

static double target(const Problem *q, size_t i) {
  return i < q->X.rows ? *vec_at(q->y, i) : 0;
}

/* 1 over the power of two below the length of each column. */
static Status find_scale(Problem *q, StopFlag stop) {
  for (size_t j = 0; j < q->p; j++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, j, 0, 0);
    double length = q->penalty * (j < q->X.cols);
    length = hypot(length, j < q->X.cols ? vec_norm(mat_col(q->X, j))
                                         : sqrt((double)q->X.rows));
    q->scale[j] = length > 0 ? ldexp(1, -ilogb(length)) : 1;
  }
  return status_ok();
}

static size_t pivot_of(const Problem *q, size_t j) {
  return (size_t)q->qr.pivot[j] - 1;
}

/* The plain solution: R x = Qᵀ y, the first `rank` of it. */
static Status first_solution(Problem *q, size_t rank, StopFlag stop) {
  for (size_t i = 0; i < q->rows; i++) q->f[i] = target(q, i);
  Status s = qr_rotate(&q->qr, q->top, q->f, stop);
  qr_solve(&q->qr, 'N', rank, q->top);
  for (size_t j = 0; j < q->p; j++) q->x[j] = (Wide){0, 0};
  for (size_t j = 0; j < rank; j++) q->x[pivot_of(q, j)].hi = q->top[j];
  return s;
}

/* -- refinement ----------------------------------------------------------- */

/* Rows between two looks at the stop flag. */
static bool stop_at(size_t i, StopFlag stop) {
  return i % 4096 == 0 && stop_asked(stop);
}

/* y - A x for one row. */
static Wide residual(const Problem *q, size_t i) {
  Wide sum = {target(q, i), 0};
  for (size_t j = 0; j < q->p; j++)
    wide_add_product(&sum, -element(q, i, j), q->x[j]);
  return sum;
}

/* What is left over of the two equations: f = y - A x - r, and g = -Aᵀ r. */
static void find_rest(Problem *q, StopFlag stop) {
  for (size_t j = 0; j < q->p; j++) q->g[j] = (Wide){0, 0};
  for (size_t i = 0; i < q->rows && !stop_at(i, stop); i++) {
    Wide left = residual(q, i);
    wide_add(&left, -q->r[i].hi);
    q->f[i] = left.hi + (left.lo - q->r[i].lo);
    for (size_t j = 0; j < q->p; j++)
      wide_add_product(&q->g[j], -element(q, i, j), q->r[i]);
  }
}

/* x += change, given by the order of pivots; gives the largest of it relative
 * to x. */
static double add_change(Problem *q, const double *change) {
  double most = 0;
  for (size_t j = 0; j < q->p; j++) {
    Wide *x = &q->x[pivot_of(q, j)];
    wide_add(x, change[j]);
    most = fmax(most, fabs(change[j]) / (fabs(x->hi) + DBL_MIN));
  }
  return most;
}

/* One step towards r + A x = y, Aᵀ r = 0, both at once: the corrections solve
 * the same equations with what is left over on the right. */
static Status refine(Problem *q, double *change, StopFlag stop) {
  const TallQr *qr = &q->qr;
  find_rest(q, stop);
  for (size_t j = 0; j < q->p; j++) q->h[j] = q->g[pivot_of(q, j)].hi;
  qr_solve(qr, 'T', q->p, q->h);
  Status s = qr_rotate(qr, q->top, q->f, stop);
  if (s.code != STATUS_OK) return s;
  for (size_t j = 0; j < q->p; j++) q->top[j] -= q->h[j];
  qr_solve(qr, 'N', q->p, q->top);
  *change = add_change(q, q->top);
  s = qr_rotate_back(qr, q->h, q->f, stop);
  for (size_t i = 0; i < q->rows; i++) wide_add(&q->r[i], q->f[i]);
  return s;
}

/* Steps until they no longer shrink or change nothing. */
static Status refine_all(Problem *q, LeastSquares *found, StopFlag stop) {
  double before = INFINITY, change = 0;
  for (size_t i = 0; i < q->rows && !stop_at(i, stop); i++)
    q->r[i] = residual(q, i);
  for (found->steps = 0; found->steps < MOST_STEPS; found->steps++) {
    Status s = refine(q, &change, stop);
    if (s.code != STATUS_OK) return s;
    if (!(change < before / 2) || change < 1e-17) break;
    before = change;
  }
  return status_ok();
}

Status least_squares(LeastSquares *found, double *theta, Mat X, Vec y,
                     double lambda, double *scratch, StopFlag stop) {
  Problem q = lay_out(X, y, lambda, scratch);
  Status s = find_scale(&q, stop);
  if (s.code == STATUS_OK) s = qr_factor(&q.qr, element, &q, stop);
  if (s.code != STATUS_OK) return s;
  *found = (LeastSquares){qr_rank(&q.qr), qr_condition(&q.qr), 0};
  s = first_solution(&q, found->rank, stop);
  if (s.code == STATUS_OK && found->rank == q.p)
    s = refine_all(&q, found, stop);
  for (size_t j = 0; j < q.p; j++)
    theta[j] = (q.x[j].hi + q.x[j].lo) * q.scale[j];
  return s;
}
