#include "reference.h"

#include <cblas.h>
#include <float.h>
#include <math.h>

#include "lapack.h"

/* -- least squares -------------------------------------------------------- */

/* The arrays of dgelsd: A has the examples' p columns one behind the other. */
typedef struct Problem {
  int m, p, tall, lwork; /* tall: the larger of m and p */
  double *A, *b, *s, *work;
  int *iwork;
} Problem;

/* The sizes of work and iwork, asked of LAPACK itself. */
static void ask(int m, int p, int tall, int *lwork, int *liwork) {
  const int one = 1, question = -1;
  const double rcond = DBL_EPSILON;
  int rank, info;
  double none = 0, best = 0;
  dgelsd_(&m, &p, &one, &none, &m, &none, &tall, &none, &rcond, &rank, &best,
          &question, liwork, &info);
  *lwork = (int)best;
}

static Problem lay_out(size_t m, size_t n, double *scratch, size_t *size) {
  Problem q = {.m = (int)m, .p = (int)n + 1};
  int liwork;
  q.tall = q.m > q.p ? q.m : q.p;
  ask(q.m, q.p, q.tall, &q.lwork, &liwork);
  const size_t cells = m * (n + 1), tall = (size_t)q.tall;
  *size = cells + 2 * tall + (size_t)q.lwork + (size_t)liwork / 2 + 1;
  if (!scratch) return q;
  q.A = scratch;
  q.b = q.A + cells;
  q.s = q.b + tall;
  q.work = q.s + tall;
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

Status reference_linear(double *theta, size_t *rank, Mat X, Vec y,
                        double *scratch) {
  const int one = 1;
  const double rcond = DBL_EPSILON;
  size_t size;
  int found, info;
  Problem q = lay_out(X.rows, X.cols, scratch, &size);
  fill(&q, X, y);
  dgelsd_(&q.m, &q.p, &one, q.A, &q.m, q.b, &q.tall, q.s, &rcond, &found,
          q.work, &q.lwork, q.iwork, &info);
  if (info) return status_error(STATUS_RANGE, 0, 0, info);
  vec_copy(vec_of(theta, X.cols + 1), vec_of(q.b, X.cols + 1));
  *rank = (size_t)found;
  return status_ok();
}

/* -- z-scores ------------------------------------------------------------- */

enum { BLOCK = 65536 }; /* rows between two looks at the stop flag */

size_t reference_block(size_t m) { return m < BLOCK ? m : BLOCK; }

typedef struct Column {
  Vec v;
  Vec ones;
  StopFlag stop;
} Column;

/* Sums go to BLAS however short the column is: that is what this is for. */
static double blas_sum(Vec v, Vec ones) {
  return cblas_ddot((int)v.n, v.d, (int)v.step, ones.d, 1);
}

static double blas_length(Vec v) {
  return cblas_dnrm2((int)v.n, v.d, (int)v.step);
}

/* Moves the column to a mean of about 0; gives by how much. */
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

/* The second centring takes away what the first mean lost by rounding. */
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
