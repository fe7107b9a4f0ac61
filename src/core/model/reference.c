#include "core/model/reference.h"

#include <float.h>
#include <math.h>

#include "core/linalg/lapack.h"
#include "core/squares/rank.h"

/* -- least squares -------------------------------------------------------- */

/* The arrays of dgelsd: A is column-major with p columns. */
typedef struct Problem {
  int m, p, tall, lwork; /* tall: the larger of m and p */
  double *A, *b, *s, *work, *spare;
  int *iwork;
} Problem;

/* The sizes of work and iwork, from LAPACK's workspace query. */
static void ask(int m, int p, int tall, int *lwork, int *liwork) {
  const int one = 1, question = -1;
  const double rcond = DBL_EPSILON;
  int rank, info;
  double none = 0, best = 0;
  lapack()->dgelsd(&m, &p, &one, &none, &m, &none, &tall, &none, &rcond, &rank,
                   &best, &question, liwork, &info);
  *lwork = (int)best;
}

enum { GELS_WORK = 33 };

/* For the rank and the minimum-norm solution. */
static size_t spare_size(size_t m, size_t n) {
  const size_t p = n + 1;
  if (!rank_affordable(m, n)) return 0;
  return rank_scratch(n) + 2 * p + 2 * p * p + p + GELS_WORK * p;
}

static Problem lay_out(size_t m, size_t n, double *scratch, size_t *size) {
  Problem q = {.m = (int)m, .p = (int)n + 1};
  int liwork;
  q.tall = q.m > q.p ? q.m : q.p;
  ask(q.m, q.p, q.tall, &q.lwork, &liwork);
  const size_t cells = m * (n + 1), tall = (size_t)q.tall;
  *size = cells + 2 * tall + spare_size(m, n) + (size_t)q.lwork +
          (size_t)liwork / 2 + 1;
  if (!scratch) return q;
  q.A = scratch;
  q.b = q.A + cells;
  q.s = q.b + tall;
  q.spare = q.s + tall;
  q.work = q.spare + spare_size(m, n);
  q.iwork = (int *)(void *)(q.work + q.lwork);
  return q;
}

size_t reference_linear_scratch(size_t m, size_t n) {
  size_t size;
  lay_out(m, n, NULL, &size);
  return size;
}

static void fill(const Problem *q, Mat X, Vec y) {
  for (size_t j = 0; j < X.cols; j++)
    vec_copy(vec_of(q->A + j * X.rows, X.rows), mat_col(X, j));
  vec_fill(vec_of(q->A + X.cols * X.rows, X.rows), 1);
  vec_copy(vec_of(q->b, X.rows), y);
}

/* Columns are multiplied by `scale`, the ones first; NULL: unscaled. Singular
 * values up to rcond times the largest count as 0. Returns the number of the
 * others. */
static Status solve(size_t *rank, Problem *q, Mat X, Vec y, const double *scale,
                    double rcond) {
  const int one = 1;
  int found, info;
  fill(q, X, y);
  for (size_t k = 0; scale && k < X.rows * (X.cols + 1); k++)
    q->A[k] *= scale[(k / X.rows + 1) % (X.cols + 1)];
  lapack()->dgelsd(&q->m, &q->p, &one, q->A, &q->m, q->b, &q->tall, q->s,
                   &rcond, &found, q->work, &q->lwork, q->iwork, &info);
  for (size_t j = 0; scale && j <= X.cols; j++)
    q->b[j] *= scale[(j + 1) % (X.cols + 1)];
  *rank = (size_t)found;
  return info ? status_error(STATUS_RANGE, 0, 0, info) : status_ok();
}

static size_t most_independent(const Problem *q) {
  return (size_t)(q->m < q->p ? q->m : q->p);
}

/* A threshold between the last nonzero singular value and the next. */
static double cut(const Problem *q, size_t rank) {
  const size_t most = most_independent(q);
  if (!rank) return 0;
  const double last = q->s[rank - 1] / q->s[0];
  const double next = rank < most ? q->s[rank] / q->s[0] : 0;
  return sqrt(last) * sqrt(fmax(next, last * 1e-6));
}

/* -- the minimum-norm solution
 * ---------------------------------------------- */

/* Stores a basis of the null space in N (p × d, column-major), scaled to be
 * near 1. */
static void find_nulls(double *N, DdGram *gram, DoubleDouble *c) {
  const size_t p = gram->p;
  for (size_t k = 0; k < p; k++) {
    double most = gram->scale[k];
    if (!gram->dependent[k]) continue;
    dd_gram_null(c, gram, k);
    for (size_t j = 0; j < k; j++)
      most = fmax(most, fabs(c[j].hi) * gram->scale[j]);
    for (size_t j = 0; j < p; j++)
      N[(j + p - 1) % p] = c[j].hi * (gram->scale[j] / most);
    N += p;
  }
}

/* theta -= N u, with u chosen to minimize its norm. Errors of u do not change
 * predictions. */
static Status shorten(double *theta, const Problem *q, DdGram *gram, size_t d) {
  const size_t p = gram->p;
  DoubleDouble *c = (DoubleDouble *)(void *)(q->spare + rank_scratch(p - 1));
  double *N = (double *)(void *)(c + p), *copy = N + p * d;
  double *u = copy + p * d, *work = u + p;
  const int height = (int)p, width = (int)d, one = 1;
  const int lwork = (int)(GELS_WORK * p);
  int info;
  dd_gram_invert(gram, NULL);
  find_nulls(N, gram, c);
  vec_copy(vec_of(copy, p * d), vec_of(N, p * d));
  vec_copy(vec_of(u, p), vec_of(theta, p));
  lapack()->dgels("N", &height, &width, &one, copy, &height, u, &height, work,
                  &lwork, &info, 1);
  if (info) return status_error(STATUS_RANGE, 0, 0, info);
  for (size_t k = 0; k < d; k++)
    vec_axpy(vec_of(theta, p), -u[k], vec_of(N + k * p, p));
  return status_ok();
}

/* Scales columns to equal norm and uses as many singular values as there are
 * independent columns. */
static Status solve_dependent(double *theta, size_t *rank, Problem *q, Mat X,
                              Vec y) {
  const size_t p = X.cols + 1;
  const Columns columns = {.X = X, .intercept = true};
  DdGram gram;
  size_t found;
  Status s = rank_decide(rank, &gram, &columns, q->spare, NULL);
  if (s.code == STATUS_OK) s = solve(&found, q, X, y, gram.scale, 0);
  if (s.code == STATUS_OK && *rank != found)
    s = solve(&found, q, X, y, gram.scale, cut(q, *rank));
  vec_copy(vec_of(theta, p), vec_of(q->b, p));
  if (s.code != STATUS_OK || *rank == p) return s;
  return shorten(theta, q, &gram, p - *rank);
}

Status reference_linear(double *theta, size_t *rank, Mat X, Vec y,
                        double *scratch) {
  size_t size;
  Problem q = lay_out(X.rows, X.cols, scratch, &size);
  Status s = solve(rank, &q, X, y, NULL, rank_limit(X.rows, X.cols + 1));
  if (s.code != STATUS_OK) return s;
  if (rank_affordable(X.rows, X.cols) &&
      !rank_is_clear(q.s[0], q.s[most_independent(&q) - 1]))
    return solve_dependent(theta, rank, &q, X, y);
  vec_copy(vec_of(theta, X.cols + 1), vec_of(q.b, X.cols + 1));
  return s;
}

/* -- z-scores ------------------------------------------------------------- */

enum { BLOCK = 65536 }; /* rows between polls of the stop flag */

size_t reference_block(size_t m) { return m < BLOCK ? m : BLOCK; }

typedef struct Column {
  Vec v;
  Vec ones;
  StopFlag stop;
} Column;

/* Always uses BLAS, even for short columns, to be independent of core's
 * sums. */
static double blas_sum(Vec v, Vec ones) {
  return lapack()->ddot((int)v.n, v.d, (int)v.step, ones.d, 1);
}

static double blas_length(Vec v) {
  return lapack()->dnrm2((int)v.n, v.d, (int)v.step);
}

/* Shifts the column to a mean of about 0; returns the shift. */
static double center(const Column *c) {
  const size_t block = c->ones.n;
  double sum = 0;
  for (size_t i = 0; i < c->v.n && !stop_asked(c->stop); i += block) {
    const size_t k = c->v.n - i < block ? c->v.n - i : block;
    sum += blas_sum(vec_part(c->v, i, k), c->ones);
  }
  const double mean = sum / (double)c->v.n;
  for (size_t i = 0; i < c->v.n && !stop_asked(c->stop); i += block) {
    const size_t k = c->v.n - i < block ? c->v.n - i : block;
    vec_axpy(vec_part(c->v, i, k), -mean, vec_part(c->ones, 0, k));
  }
  return mean;
}

static double spread(const Column *c) {
  const size_t block = c->ones.n;
  double norm = 0;
  for (size_t i = 0; i < c->v.n && !stop_asked(c->stop); i += block) {
    const size_t k = c->v.n - i < block ? c->v.n - i : block;
    norm = hypot(norm, blas_length(vec_part(c->v, i, k)));
  }
  return norm / sqrt((double)c->v.n);
}

static void divide(const Column *c, double by) {
  for (size_t i = 0; i < c->v.n; i++) {
    if (i % BLOCK == 0 && stop_asked(c->stop)) return;
    *vec_at(c->v, i) /= by;
  }
}

static bool constant(const Column *c) {
  size_t i = 1;
  while (i < c->v.n && *vec_at(c->v, i) == *c->v.d) {
    if (i++ % BLOCK == 0 && stop_asked(c->stop)) return true;
  }
  return i == c->v.n;
}

/* The second centering removes the rounding error of the first mean. */
static Status standardize(const Column *c, double *mean, double *std) {
  if (constant(c)) {
    *mean = *c->v.d;
    *std = 0;
    vec_fill(c->v, 0);
    return status_ok();
  }
  *mean = center(c);
  *mean += center(c);
  *std = spread(c);
  if (!isfinite(*mean) || !isfinite(*std) || !(*std > 0))
    return status_error(STATUS_RANGE, 0, 0, *std);
  divide(c, *std);
  return status_ok();
}

Status reference_standardize(Mat out, Vec mean, Vec std, Mat X, double *ones,
                             StopFlag stop) {
  Column c = {.ones = vec_of(ones, reference_block(X.rows)), .stop = stop};
  vec_fill(c.ones, 1);
  for (size_t j = 0; j < X.cols; j++) {
    c.v = mat_col(out, j);
    vec_copy(c.v, mat_col(X, j));
    Status s = standardize(&c, vec_at(mean, j), vec_at(std, j));
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, j, 0, 0);
    if (s.code != STATUS_OK) return status_error(s.code, 0, j, s.value);
  }
  return status_ok();
}
