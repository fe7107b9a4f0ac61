#include "core/model/moments.h"

#include <math.h>
#include <string.h>

/* The sums of a block are compensated (Neumaier 1974), as those of scale.c are:
 * partial sums of a few rows limit the accumulation of rounding errors. */
enum { ROWS = 256 };

/* The cells of a sum, n each: what was added to a center, the squares, what both
 * lost, and the range; and one more, 1 if there was a row. */
enum { FIRST, FIRST_LOST, SECOND, SECOND_LOST, LOW, HIGH, CELLS };

static size_t width_of(size_t n) { return CELLS * n + 1; }

size_t moments_scratch(const Blocks *blocks, size_t n) {
  const size_t width = width_of(n);
  return width + n + blocks_scratch(blocks, width, 2 * n);
}

typedef struct Pass {
  Mat X;
  Vec weight;
  const double *center; /* NULL: the first row of each block */
  StopFlag stop;
} Pass;

/* -- a block ---------------------------------------------------------------- */

static void add_compensated(double *sum, double *lost, double b) {
  const double a = *sum, total = a + b;
  *lost += fabs(a) >= fabs(b) ? (a - total) + b : (b - total) + a;
  *sum = total;
}

static void add_row(double *restrict first, double *restrict second,
                    double *restrict low, double *restrict high,
                    const double *restrict center, const double *restrict x,
                    double weight, size_t n) {
  for (size_t j = 0; j < n; j++) {
    const double d = x[j] - center[j];
    first[j] += weight * d;
    second[j] += weight * d * d;
    low[j] = lower(x[j], low[j]);
    high[j] = higher(x[j], high[j]);
  }
}

static double weight_at(const Pass *pass, size_t i) {
  return pass->weight.n ? *vec_at(pass->weight, i) : 1;
}

/* The first row fills the range. */
static void begin(double *sums, const double *x, size_t n) {
  if (sums[CELLS * n] > 0) return;
  memcpy(sums + LOW * n, x, n * sizeof *x);
  memcpy(sums + HIGH * n, x, n * sizeof *x);
  sums[CELLS * n] = 1;
}

static Status add_rows(void *context, const BlockPart *part, double *sums) {
  const Pass *pass = context;
  const size_t n = pass->X.cols, end = part->from + part->rows;
  double *first = part->own, *second = first + n;
  for (size_t i = part->from; i < end;) {
    if (stop_asked(pass->stop))
      return status_error(STATUS_STOPPED, i - part->from, 0, 0);
    memset(first, 0, 2 * n * sizeof *first);
    for (size_t k = 0; k < ROWS && i < end; k++, i++) {
      const double weight = weight_at(pass, i);
      const double *x = mat_at(pass->X, i, 0);
      if (!(weight > 0)) continue;
      begin(sums, x, n);
      add_row(first, second, sums + LOW * n, sums + HIGH * n, pass->center, x,
              weight, n);
    }
    for (size_t j = 0; j < n; j++) {
      add_compensated(sums + FIRST * n + j, sums + FIRST_LOST * n + j,
                      first[j]);
      add_compensated(sums + SECOND * n + j, sums + SECOND_LOST * n + j,
                      second[j]);
    }
  }
  return status_ok();
}

static void add_blocks(double *sums, const double *some, size_t width) {
  const size_t n = (width - 1) / CELLS;
  if (!(some[width - 1] > 0)) return;
  begin(sums, some + LOW * n, n);
  for (size_t j = 0; j < n; j++) {
    for (size_t cell = FIRST; cell <= SECOND; cell += SECOND) {
      double *sum = sums + cell * n + j, *lost = sum + n;
      add_compensated(sum, lost, some[cell * n + j]);
      *lost += some[(cell + 1) * n + j];
    }
    sums[LOW * n + j] = lower(some[LOW * n + j], sums[LOW * n + j]);
    sums[HIGH * n + j] = higher(some[HIGH * n + j], sums[HIGH * n + j]);
  }
}

/* -- all rows --------------------------------------------------------------- */

/* The first row that counts, which is near the others. */
static Status find_row(void *context, const BlockPart *part, double *sums) {
  const Pass *pass = context;
  const size_t n = pass->X.cols;
  for (size_t i = part->from; i < part->from + part->rows; i++)
    if (weight_at(pass, i) > 0) {
      memcpy(sums, mat_at(pass->X, i, 0), n * sizeof *sums);
      sums[n] = 1;
      break;
    }
  return status_ok();
}

static void keep_first(double *sums, const double *some, size_t width) {
  if (!(sums[width - 1] > 0)) memcpy(sums, some, width * sizeof *sums);
}

static void learn(Scale *scale, const double *sums, const double *center,
                  double total) {
  const size_t n = scale->mean.n;
  for (size_t j = 0; j < n; j++) {
    const double *at = sums + j;
    const double drift = (at[FIRST * n] + at[FIRST_LOST * n]) / total;
    const double square = (at[SECOND * n] + at[SECOND_LOST * n]) / total;
    *vec_at(scale->mean, j) = center[j] + drift;
    *vec_at(scale->std, j) = sqrt(fmax(square - drift * drift, 0));
    *vec_at(scale->min, j) = at[LOW * n];
    *vec_at(scale->max, j) = at[HIGH * n];
  }
}

Status moments_fit(Scale *scale, Mat X, Vec weight, double total,
                   const Blocks *given, StopFlag stop) {
  const size_t n = X.cols, width = width_of(n);
  Blocks blocks = *given;
  double *sums = blocks_take(&blocks, width), *center = blocks_take(&blocks, n);
  Pass pass = {X, weight, center, stop};
  Status s = blocks_sum(
    sums, &blocks,
    &(BlockSum){find_row, &pass, .width = n + 1, .add = keep_first}, stop);
  for (int k = 0; k < 2 && s.code == STATUS_OK; k++) {
    if (k == 0)
      memcpy(center, sums, n * sizeof *center);
    else
      vec_copy(vec_of(center, n), scale->mean);
    s = blocks_sum(sums, &blocks,
                   &(BlockSum){.function = add_rows,
                               .context = &pass,
                               .width = width,
                               .own = 2 * n,
                               .add = add_blocks},
                   stop);
    if (s.code == STATUS_OK) learn(scale, sums, center, total);
  }
  return s;
}

static Status add_numbers(void *context, const BlockPart *part, double *sums) {
  const Pass *pass = context;
  const Vec v = vec_part(mat_col(pass->X, 0), part->from, part->rows);
  double lost = 0;
  for (size_t i = 0; i < v.n; i++) {
    const double weight = weight_at(pass, part->from + i);
    if (weight > 0) add_compensated(sums, &lost, weight * *vec_at(v, i));
  }
  *sums += lost;
  return status_ok();
}

Status moments_sum(double *sum, Vec v, Vec weight, const Blocks *blocks,
                   StopFlag stop) {
  Pass pass = {mat_column(v), weight, NULL, stop};
  return blocks_sum(sum, blocks, &(BlockSum){add_numbers, &pass, .width = 1},
                    stop);
}

static Status add_classes(void *context, const BlockPart *part, double *sums) {
  const Pass *pass = context;
  const Vec v = mat_col(pass->X, 0);
  for (size_t i = part->from; i < part->from + part->rows; i++) {
    const double weight = weight_at(pass, i);
    if (weight > 0) sums[(size_t)*vec_at(v, i) - 1] += weight;
  }
  return status_ok();
}

Status moments_classes(double *counts, size_t classes, Vec v, Vec weight,
                       const Blocks *blocks, StopFlag stop) {
  Pass pass = {mat_column(v), weight, NULL, stop};
  return blocks_sum(counts, blocks,
                    &(BlockSum){add_classes, &pass, .width = classes}, stop);
}
