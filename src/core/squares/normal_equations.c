#include "core/squares/normal_equations.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/linalg/cholesky.h"
#include "core/linalg/centered_gram.h"
#include "core/simd.h"
#include "core/linalg/vec_reduce.h"

/* -- the problem ---------------------------------------------------------- */

/* Rows transposed at a time, which are also independent sums: the arithmetic of
 * one row is a long dependency chain. */
enum { ROWS = 128, LANES = 32 };

/* Independent sums in double-double precision. */
typedef struct Lanes {
  double hi[LANES], lo[LANES];
} Lanes;

typedef struct Problem {
  const Equations *e;
  size_t n, p;     /* columns of X; columns including the ones, if any */
  double total;    /* Σ weight, or the number of rows */
  double target;   /* the norm of y */
  double *L;       /* n × n: the factor of CᵀC/m + λ/m, C = X - mean */
  double *mean;    /* n + 1 */
  double *scale;   /* p: norms of the columns */
  double *change;  /* p: the last correction */
  double *column;  /* p × ROWS: a few rows of A, of each thread */
  Lanes *sums;     /* p: Aᵀ r */
  DoubleDouble *x; /* p: w, then b */
  Blocks blocks;   /* of the rows */
  StopFlag stop;
} Problem;

static Blocks cut(const Equations *e) {
  return e->blocks.count ? e->blocks : blocks_cut(e->X.rows, e->X.cols);
}

/* Scratch of the passes over the rows. */
static size_t pass_scratch(const Blocks *blocks, size_t n) {
  const size_t p = n + 1, products = centered_gram_scratch(blocks, n);
  const size_t rest = blocks_scratch(blocks, 2 * LANES * p, ROWS * p);
  return products > rest ? products : rest;
}

size_t normal_equations_scratch(const Equations *e) {
  const size_t n = e->X.cols, p = n + 1;
  const Blocks blocks = cut(e);
  return n * n + 3 * p + 2 * p * LANES + 2 * p + pass_scratch(&blocks, n);
}

static Problem lay_out(const Equations *e, double *scratch, StopFlag stop) {
  const size_t n = e->X.cols;
  Problem q = {.e = e, .n = n, .p = n + e->intercept, .L = scratch};
  q.total = e->weight.n ? vec_sum(e->weight, NULL) : (double)e->X.rows;
  if (e->total > 0) q.total = e->total;
  q.mean = q.L + n * n;
  q.scale = q.mean + n + 1;
  q.change = q.scale + n + 1;
  q.sums = (Lanes *)(void *)(q.change + n + 1);
  q.x = (DoubleDouble *)(void *)(q.sums + n + 1);
  q.blocks = cut(e);
  q.blocks.scratch = (double *)(void *)(q.x + n + 1);
  q.blocks.room = pass_scratch(&q.blocks, n);
  q.stop = stop;
  return q;
}

bool normal_equations_pay(const Equations *e) {
  enum { ROWS_PER_COLUMN = 32, MOST = 300 };
  return !e->rest.d && e->X.cols <= MOST &&
         cut(e).rows >= ROWS_PER_COLUMN * (e->X.cols + 1);
}

/* -- residuals ------------------------------------------------------------- */

/* Rows [i, i + m) of A as columns, padded with 0. */
INLINE void turn(Problem *q, size_t i, size_t m) {
  for (size_t k = 0; k < m; k++) {
    const double *x = mat_at(q->e->X, i + k, 0);
    for (size_t j = 0; j < q->n; j++) q->column[j * ROWS + k] = x[j];
    if (q->p > q->n) q->column[q->n * ROWS + k] = 1;
  }
  for (size_t j = 0; m < ROWS && j < q->p; j++)
    memset(q->column + j * ROWS + m, 0, (ROWS - m) * sizeof(double));
}

/* Multiplies the residuals by the weights; those of weight 0 may be nan. */
INLINE void weigh(double *hi, double *lo, Vec weight, size_t i, size_t m) {
  for (size_t k = 0; weight.n && k < m; k++) {
    const double w = *vec_at(weight, i + k);
    const DoubleDouble r =
      dd_multiply((DoubleDouble){hi[k], lo[k]}, (DoubleDouble){w, 0});
    hi[k] = w > 0 ? r.hi : 0;
    lo[k] = w > 0 ? r.lo : 0;
  }
}

/* r = y - A x, in double-double precision. */
INLINE void residuals(double *hi, double *lo, const Problem *q, size_t i,
                      size_t m) {
  memset(hi, 0, ROWS * sizeof *hi);
  memset(lo, 0, ROWS * sizeof *lo);
  for (size_t k = 0; k < m; k++) hi[k] = *vec_at(q->e->y, i + k);
  for (size_t j = 0; j < q->p; j++) {
    const double *column = q->column + j * ROWS;
    const DoubleDouble x = q->x[j];
    for (size_t k = 0; k < ROWS; k++) {
      DoubleDouble r = {hi[k], lo[k]};
      dd_subtract_product(&r, (DoubleDouble){column[k], 0}, x);
      hi[k] = r.hi;
      lo[k] = r.lo;
    }
  }
}

/* sums += Aᵀ r over a block of rows. */
FOR_EACH_PROCESSOR static void add_block(Problem *q, size_t i, size_t m) {
  double hi[ROWS], lo[ROWS];
  turn(q, i, m);
  residuals(hi, lo, q, i, m);
  weigh(hi, lo, q->e->weight, i, m);
  for (size_t j = 0; j < q->p; j++) {
    Lanes *sums = q->sums + j;
    for (size_t from = 0; from < ROWS; from += LANES) {
      const double *column = q->column + j * ROWS + from;
      for (size_t k = 0; k < LANES; k++) {
        DoubleDouble sum = {sums->hi[k], sums->lo[k]};
        dd_add_product(&sum, column[k],
                       (DoubleDouble){hi[from + k], lo[from + k]});
        sums->hi[k] = sum.hi;
        sums->lo[k] = sum.lo;
      }
    }
  }
}

static DoubleDouble total(const Lanes *sums) {
  return dd_sum_lanes(sums->hi, sums->lo, LANES);
}

static Status add_part(void *context, const BlockPart *part, double *sums) {
  Problem mine = *(const Problem *)context;
  const size_t end = part->from + part->rows;
  mine.column = part->own;
  mine.sums = (Lanes *)(void *)sums;
  for (size_t i = part->from; i < end; i += ROWS) {
    if (stop_asked(mine.stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    add_block(&mine, i, end - i < ROWS ? end - i : ROWS);
  }
  return status_ok();
}

static void add_lanes(double *sums, const double *some, size_t width) {
  dd_add_lanes(sums, some, width, LANES);
}

/* sums = Aᵀ r over all rows, in double-double precision. */
static Status find_rest(Problem *q) {
  const BlockSum what = {.function = add_part,
                         .context = q,
                         .width = 2 * LANES * q->p,
                         .own = ROWS * q->p,
                         .add = add_lanes};
  return blocks_sum((double *)(void *)q->sums, &q->blocks, &what, q->stop);
}

/* -- corrections ---------------------------------------------------------- */

/* The correction from Aᵀ r: that of w from Cᵀ r - λ w, where Cᵀ r = Xᵀ r - mean
 * Σ r, and that of b from the remainder. */
static void find_change(Problem *q) {
  const double m = q->total;
  const bool ones = q->p > q->n;
  const DoubleDouble all = ones ? total(q->sums + q->n) : (DoubleDouble){0, 0};
  for (size_t j = 0; j < q->n; j++) {
    DoubleDouble g = total(q->sums + j);
    dd_subtract_product(&g, (DoubleDouble){q->mean[j], 0}, all);
    dd_subtract_product(&g, (DoubleDouble){q->e->lambda, 0}, q->x[j]);
    q->change[j] = dd_round(g) / m;
  }
  cholesky_solve(q->change, q->L, q->n);
  if (!ones) return;
  q->change[q->n] = dd_round(all) / m;
  for (size_t j = 0; j < q->n; j++)
    q->change[q->n] -= q->mean[j] * q->change[j];
}

static double longest(const Problem *q) {
  double most = DBL_EPSILON * q->target + DBL_MIN;
  for (size_t j = 0; j < q->p; j++)
    most = fmax(most, fabs(q->x[j].hi) * q->scale[j]);
  return most;
}

/* The largest correction relative to the largest coefficient, and the largest
 * relative to its own. */
static double size_of_change(const Problem *q, double *own) {
  double sum = 0;
  *own = 0;
  for (size_t j = 0; j < q->p; j++) {
    const double change = fabs(q->change[j]);
    sum += change * q->scale[j];
    *own = fmax(*own, change / (fabs(q->x[j].hi) + DBL_MIN));
  }
  return sum / longest(q);
}

/* Refines until no digit of a double can change. False if a step gains too few
 * digits. */
static Status refine(bool *usable, LeastSquares *found, Problem *q) {
  enum { MOST_STEPS = 8 };
  static const double BRINGS = 1e-3, SETTLED = 1e-17, NOTHING = 1e-26;
  double own = INFINITY, before = 1;
  *usable = false;
  for (size_t k = 0; k < MOST_STEPS; k++) {
    Status s = find_rest(q);
    if (s.code != STATUS_OK) return s;
    find_change(q);
    const double change = size_of_change(q, &own);
    found->steps++;
    found->change = change;
    if (!(change <= BRINGS * before)) return s;
    for (size_t j = 0; j < q->p; j++) dd_add(&q->x[j], q->change[j]);
    *usable = own < SETTLED || change < NOTHING;
    if (*usable) return s;
    before = change;
  }
  return status_ok();
}

/* -- the solver ------------------------------------------------------------ */

/* Factors the products. False if columns are too nearly collinear, or too far
 * from 0 relative to their spread, so that the products have lost too many
 * digits. */
static bool factor(Problem *q, LeastSquares *found) {
  static const double NARROW = 1e-6, FAR = 1e5;
  const size_t n = q->n;
  const double m = q->total;
  for (size_t j = 0; j < n; j++) {
    const double square = q->L[j * n + j], mean = q->mean[j];
    if (!(fabs(mean) <= FAR * sqrt(square))) return false;
    q->scale[j] = sqrt(m * (square + mean * mean));
    q->L[j * n + j] += q->e->lambda / m;
  }
  q->scale[n] = sqrt(m);
  if (!cholesky_factor(q->L, q->L, n, NARROW)) return false;
  for (size_t j = 0; j < n; j++)
    found->condition =
      fmax(found->condition, q->scale[j] / (sqrt(m) * q->L[j * n + j]));
  return true;
}

/* The solution in plain doubles, from Cᵀ(y - ȳ)/m in `change`. */
static void begin(Problem *q) {
  const size_t n = q->n;
  cholesky_solve(q->change, q->L, n);
  q->change[n] = q->mean[n];
  for (size_t j = 0; j < n; j++) q->change[n] -= q->mean[j] * q->change[j];
  for (size_t j = 0; j < q->p; j++) q->x[j] = (DoubleDouble){q->change[j], 0};
}

/* Coefficients too small for refinement to determine become 0. */
static double coefficient(const Problem *q, size_t j, double most) {
  if (j >= q->p || fabs(q->x[j].hi) * q->scale[j] < 1e-26 * most) return 0;
  return dd_round(q->x[j]);
}

Status normal_equations(bool *usable, LeastSquares *found, double *theta,
                        const Equations *e, double *scratch, StopFlag stop) {
  Problem q = lay_out(e, scratch, stop);
  double square;
  *found = (LeastSquares){q.p, 1, 0, INFINITY};
  *usable = false;
  Status s = centered_gram(
    q.L, q.change, q.mean, &square,
    &(GramInput){e->X, e->y, e->weight, q.total, q.blocks}, e->intercept, stop);
  if (s.code != STATUS_OK || !factor(&q, found)) return s;
  q.target = sqrt(q.total) * hypot(sqrt(square), q.mean[q.n]);
  begin(&q);
  s = refine(usable, found, &q);
  const double most = longest(&q);
  for (size_t j = 0; j <= q.n; j++) theta[j] = coefficient(&q, j, most);
  return s;
}
