#include "core/model/scale.h"

#include <math.h>
#include <string.h>

#include "core/simd.h"
#include "core/linalg/vec_reduce.h"
#include "core/parallel/blocks.h"

/* Works on strips of columns and blocks of rows; partial sums per block limit
 * the accumulation of rounding errors. A narrow X is processed several rows at
 * a time (mat_fold), so that each pass reads memory once and sequentially. */
enum { MOST = MAT_WIDEST, BLOCK = 256 };

/* -- learning ------------------------------------------------------------- */

/* Compensated sums of a strip of columns (Neumaier 1974). */
typedef struct Sums {
  double sum[MOST], lost[MOST];
} Sums;

/* Adds the partial sums of n columns, repeated k times. */
static void sums_add(Sums *s, const double *part, size_t n, size_t k) {
  for (size_t i = 0; i < k * n; i++) {
    const size_t j = i % n;
    const double a = s->sum[j], b = part[i], total = a + b;
    s->lost[j] += fabs(a) >= fabs(b) ? (a - total) + b : (b - total) + a;
    s->sum[j] = total;
  }
}

/* A strip of columns and the partial sums of a block of rows; k rows are
 * treated as one wide row. */
typedef struct Columns {
  Mat X;    /* n columns */
  size_t k; /* rows in a wide row */
  double center[MOST], first[MOST], second[MOST], low[MOST], high[MOST];
  Sums mean, square; /* Σ (x - center), Σ (x - center)² */
} Columns;

/* Σ (x - center), Σ (x - center)² and the range of each column. */
FOR_EACH_PROCESSOR static void
add_all(double *restrict first, double *restrict second, double *restrict low,
        double *restrict high, const double *restrict center, Mat rows) {
  for (size_t i = 0; i < rows.rows; i++) {
    const double *x = mat_at(rows, i, 0);
    for (size_t j = 0; j < rows.cols; j++) {
      const double d = x[j] - center[j];
      first[j] += d;
      second[j] += d * d;
      low[j] = lower(x[j], low[j]);
      high[j] = higher(x[j], high[j]);
    }
  }
}

/* The same without the range, which is known. */
FOR_EACH_PROCESSOR static void add_sums(double *restrict first,
                                        double *restrict second,
                                        const double *restrict center,
                                        Mat rows) {
  for (size_t i = 0; i < rows.rows; i++) {
    const double *x = mat_at(rows, i, 0);
    for (size_t j = 0; j < rows.cols; j++) {
      const double d = x[j] - center[j];
      first[j] += d;
      second[j] += d * d;
    }
  }
}

/* A block of wide or single rows. */
static void add_block(Columns *c, Mat rows, size_t k, bool ranges) {
  const size_t n = c->X.cols, bytes = k * n * sizeof(double);
  memset(c->first, 0, bytes);
  memset(c->second, 0, bytes);
  if (ranges)
    add_all(c->first, c->second, c->low, c->high, c->center, rows);
  else
    add_sums(c->first, c->second, c->center, rows);
  sums_add(&c->mean, c->first, n, k);
  sums_add(&c->square, c->second, n, k);
}

/* Adds the deviations of all rows from the centers. */
static Status add_rows(Columns *c, bool ranges, StopFlag stop) {
  const size_t k = c->k, n = c->X.cols, whole = c->X.rows / k;
  const Mat wide = {c->X.d, whole, k * n, (ptrdiff_t)k * c->X.stride};
  memset(&c->mean, 0, sizeof c->mean);
  memset(&c->square, 0, sizeof c->square);
  for (size_t i = 0; i < whole; i += BLOCK) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const size_t rows = whole - i < BLOCK ? whole - i : BLOCK;
    add_block(c, mat_part(wide, i, rows), k, ranges);
  }
  add_block(c, mat_part(c->X, whole * k, c->X.rows - whole * k), 1, ranges);
  return status_ok();
}

/* Sets the statistics of column j from its sums. Returns whether the center was so
 * near to the mean that the difference of squares has lost no digits. */
static bool learn(Scale *scale, const Columns *c, double m, size_t j,
                  size_t at) {
  static const double NEAR = 0.1;
  const double drift = (c->mean.sum[j] + c->mean.lost[j]) / m;
  const double square = (c->square.sum[j] + c->square.lost[j]) / m;
  const double variance = fmax(square - drift * drift, 0);
  *vec_at(scale->mean, at) = c->center[j] + drift;
  *vec_at(scale->std, at) = sqrt(variance);
  return !(drift * drift > NEAR * variance);
}

/* Repeats the values of one row for a wide row. */
static void repeat(double *v, size_t n, size_t k) {
  for (size_t i = n; i < k * n; i++) v[i] = v[i - n];
}

/* The mean of some rows, in a way that cannot overflow. */
static void find_centers(Columns *c) {
  enum { SOME = 256 };
  const size_t n = c->X.cols;
  memcpy(c->center, mat_at(c->X, 0, 0), n * sizeof(double));
  for (size_t i = 1; i < c->X.rows && i < SOME; i++)
    for (size_t j = 0; j < n; j++)
      c->center[j] += (*mat_at(c->X, i, j) - c->center[j]) / (double)(i + 1);
}

/* A pass over the rows; *near: none of the centers was far from its mean. */
static Status take_pass(Scale *scale, Columns *c, size_t at, bool ranges,
                        bool *near, StopFlag stop) {
  const size_t n = c->X.cols;
  repeat(c->center, n, c->k);
  const Status s = add_rows(c, ranges, stop);
  *near = true;
  for (size_t j = 0; s.code == STATUS_OK && j < n; j++) {
    if (!learn(scale, c, (double)c->X.rows, j, at + j)) *near = false;
    c->center[j] = *vec_at(scale->mean, at + j);
  }
  return s;
}

/* Sums deviations from the mean of the first rows, which keeps the digits of a small
 * spread on a large mean; if that is far from the mean of all, once more. */
static Status fit_columns(Scale *scale, Columns *c, size_t at, StopFlag stop) {
  const size_t n = c->X.cols, k = c->k;
  bool near;
  find_centers(c);
  for (size_t j = 0; j < k * n; j++)
    c->low[j] = c->high[j] = *mat_at(c->X, 0, j % n);
  Status s = take_pass(scale, c, at, true, &near, stop);
  if (s.code == STATUS_OK && !near)
    s = take_pass(scale, c, at, false, &near, stop);
  if (s.code != STATUS_OK) return s;
  for (size_t i = 0; i < k * n; i++) {
    c->low[i % n] = lower(c->low[i], c->low[i % n]);
    c->high[i % n] = higher(c->high[i], c->high[i % n]);
  }
  vec_copy(vec_part(scale->min, at, n), vec_of(c->low, n));
  vec_copy(vec_part(scale->max, at, n), vec_of(c->high, n));
  return status_ok();
}

static size_t strip(size_t left) { return left < MOST ? left : MOST; }

static Mat columns(Mat X, size_t j) {
  return mat_columns(X, j, strip(X.cols - j));
}

Status scale_fit(Scale *scale, Mat X, StopFlag stop) {
  Columns c;
  if (!X.rows) return status_error(STATUS_EMPTY, 0, 0, 0);
  for (size_t j = 0; j < X.cols; j += MOST) {
    c.X = columns(X, j);
    c.k = mat_fold(X);
    Status s = fit_columns(scale, &c, j, stop);
    if (s.code != STATUS_OK) return s;
  }
  return status_ok();
}

/* -- with weights ---------------------------------------------------------- */

/* A block of rows: Σ w (x - center), Σ w (x - center)², the range. */
static void add_weighted_block(Columns *c, Mat rows, Vec weight) {
  const size_t n = rows.cols;
  memset(c->first, 0, n * sizeof(double));
  memset(c->second, 0, n * sizeof(double));
  for (size_t i = 0; i < rows.rows; i++) {
    const double *x = mat_at(rows, i, 0), w = *vec_at(weight, i);
    for (size_t j = 0; w > 0 && j < n; j++) {
      const double d = x[j] - c->center[j];
      c->first[j] += w * d;
      c->second[j] += w * d * d;
      c->low[j] = lower(x[j], c->low[j]);
      c->high[j] = higher(x[j], c->high[j]);
    }
  }
  sums_add(&c->mean, c->first, n, 1);
  sums_add(&c->square, c->second, n, 1);
}

static Status add_weighted_rows(Columns *c, Vec weight, StopFlag stop) {
  memset(&c->mean, 0, sizeof c->mean);
  memset(&c->square, 0, sizeof c->square);
  for (size_t i = 0; i < c->X.rows; i += BLOCK) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const size_t left = c->X.rows - i, rows = left < BLOCK ? left : BLOCK;
    add_weighted_block(c, mat_part(c->X, i, rows), vec_part(weight, i, rows));
  }
  return status_ok();
}

static void start_columns(Columns *c, Vec weight) {
  const size_t bytes = c->X.cols * sizeof(double);
  size_t first = 0;
  while (!(*vec_at(weight, first) > 0)) first++;
  memcpy(c->center, mat_at(c->X, first, 0), bytes);
  memcpy(c->low, c->center, bytes);
  memcpy(c->high, c->center, bytes);
}

Status scale_fit_weighted(Scale *scale, Mat X, Vec weight, StopFlag stop) {
  Columns c;
  if (!weight.n) return scale_fit(scale, X, stop);
  const double total = vec_sum(weight, NULL);
  for (size_t at = 0; at < X.cols; at += MOST) {
    c.X = columns(X, at);
    const size_t n = c.X.cols;
    start_columns(&c, weight);
    for (int pass = 0; pass < 2; pass++) {
      Status s = add_weighted_rows(&c, weight, stop);
      if (s.code != STATUS_OK) return s;
      for (size_t j = 0; j < n; j++) {
        learn(scale, &c, total, j, at + j);
        c.center[j] = *vec_at(scale->mean, at + j);
      }
    }
    vec_copy(vec_part(scale->min, at, n), vec_of(c.low, n));
    vec_copy(vec_part(scale->max, at, n), vec_of(c.high, n));
  }
  return status_ok();
}

/* -- applying ------------------------------------------------------------- */

double scale_shift(const Scale *s, size_t j) {
  return s->kind == SCALE_MINMAX ? *vec_at(s->min, j) : *vec_at(s->mean, j);
}

bool scale_constant(const Scale *s, size_t j) {
  return *vec_at(s->max, j) == *vec_at(s->min, j);
}

double scale_factor(const Scale *s, size_t j) {
  double range = *vec_at(s->max, j) - *vec_at(s->min, j);
  double spread = s->kind == SCALE_ZSCORE ? *vec_at(s->std, j) : range;
  return scale_constant(s, j) ? 1 : spread;
}

bool scale_usable(const Scale *s, size_t j) {
  return isfinite(scale_shift(s, j)) && isfinite(scale_factor(s, j)) &&
         scale_factor(s, j) > 0;
}

/* (x - shift) / factor for every row, or back; out may be X. */
FOR_EACH_PROCESSOR static void map_few(Mat out, Mat X, const double *shift,
                                       const double *factor, bool back) {
  for (size_t i = 0; i < X.rows; i++) {
    const double *x = mat_at(X, i, 0);
    double *to = mat_at(out, i, 0);
    if (back)
      for (size_t j = 0; j < X.cols; j++) to[j] = x[j] * factor[j] + shift[j];
    else
      for (size_t j = 0; j < X.cols; j++) to[j] = (x[j] - shift[j]) / factor[j];
  }
}

/* Columns from j on, k rows treated as one. */
static Status map_columns(Mat out, const Scale *scale, Mat X, size_t j,
                          size_t k, bool back, StopFlag stop) {
  enum { LOOK = 4096 };
  double shift[MOST], factor[MOST];
  const Mat from = columns(X, j), to = columns(out, j);
  const size_t n = from.cols;
  for (size_t c = 0; c < n; c++) {
    shift[c] = scale_shift(scale, j + c);
    factor[c] = scale_factor(scale, j + c);
  }
  repeat(shift, n, k);
  repeat(factor, n, k);
  for (size_t i = 0, rows; i < X.rows; i += rows) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const size_t left = X.rows - i, side = left < k ? 1 : k;
    rows = left < LOOK ? left / side * side : LOOK / side * side;
    map_few((Mat){mat_at(to, i, 0), rows / side, side * n,
                  (ptrdiff_t)side * to.stride},
            (Mat){mat_at(from, i, 0), rows / side, side * n,
                  (ptrdiff_t)side * from.stride},
            shift, factor, back);
  }
  return status_ok();
}

typedef struct Map {
  Mat out, X;
  const Scale *scale;
  bool back;
  StopFlag stop;
} Map;

static Status map_part(void *context, const BlockPart *part, double *unused) {
  const Map *map = context;
  const Mat X = mat_part(map->X, part->from, part->rows);
  const Mat out = mat_part(map->out, part->from, part->rows);
  const size_t k = mat_dense(out) ? mat_fold(X) : 1;
  Status s = status_ok();
  (void)unused;
  for (size_t j = 0; j < X.cols && s.code == STATUS_OK; j += MOST)
    s = map_columns(out, map->scale, X, j, k, map->back, map->stop);
  return s;
}

static Status map_rows(Mat out, const Scale *scale, Mat X, bool back,
                       StopFlag stop) {
  Map map = {out, X, scale, back, stop};
  const Blocks blocks = blocks_cut(X.rows, X.cols);
  return blocks_sum(NULL, &blocks,
                    &(BlockSum){.function = map_part, .context = &map}, stop);
}

Status scale_apply(Mat out, const Scale *scale, Mat X, StopFlag stop) {
  return map_rows(out, scale, X, false, stop);
}

Status scale_invert(Mat out, const Scale *scale, Mat X, StopFlag stop) {
  return map_rows(out, scale, X, true, stop);
}
