#include "scale.h"

#include <math.h>

/* Columns are worked on in groups that fit into registers, row after row: each
 * pass reads memory once, in order. */
enum { GROUP = 8, BLOCK = 256 };

/* Sums of a group of columns that keep what rounding loses (Neumaier 1974). */
typedef struct Sums {
  double sum[GROUP], lost[GROUP];
} Sums;

static void sums_add(Sums *s, const double *part, size_t k) {
  for (size_t j = 0; j < k; j++) {
    const double a = s->sum[j], b = part[j], total = a + b;
    s->lost[j] += fabs(a) >= fabs(b) ? (a - total) + b : (b - total) + a;
    s->sum[j] = total;
  }
}

static double sums_at(const Sums *s, size_t j) {
  return s->sum[j] + s->lost[j];
}

/* A group of k columns from j on; center is what deviations are taken from. */
typedef struct Group {
  size_t j, k;
  double center[GROUP], low[GROUP], high[GROUP];
  Sums first, second; /* Σ (x - center), Σ (x - center)² */
} Group;

/* Adds rows [from, to). Inlined for k = GROUP, where the loops unroll. */
__attribute__((always_inline)) static inline void
add_block(Group *g, Mat X, size_t from, size_t to, size_t k) {
  double first[GROUP] = {0}, second[GROUP] = {0};
  for (size_t i = from; i < to; i++) {
    const double *x = mat_at(X, i, g->j);
    for (size_t j = 0; j < k; j++) {
      const double d = x[j] - g->center[j];
      first[j] += d;
      second[j] += d * d;
      g->low[j] = x[j] < g->low[j] ? x[j] : g->low[j];
      g->high[j] = x[j] > g->high[j] ? x[j] : g->high[j];
    }
  }
  sums_add(&g->first, first, k);
  sums_add(&g->second, second, k);
}

static Status add_rows(Group *g, Mat X, StopFlag stop) {
  g->first = g->second = (Sums){{0}, {0}};
  for (size_t i = 0; i < X.rows; i += BLOCK) {
    if (i % (64 * BLOCK) == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    size_t end = X.rows - i < BLOCK ? X.rows : i + BLOCK;
    if (g->k == GROUP)
      add_block(g, X, i, end, GROUP);
    else
      add_block(g, X, i, end, g->k);
  }
  return status_ok();
}

/* Around the first row, then around the mean that gave: the second pass is what
 * keeps the digits of a small spread on a large mean. */
static Status fit_group(Scale *scale, Group *g, Mat X, StopFlag stop) {
  const double m = (double)X.rows;
  for (size_t j = 0; j < g->k; j++)
    g->center[j] = g->low[j] = g->high[j] = *mat_at(X, 0, g->j + j);
  for (int pass = 0; pass < 2; pass++) {
    Status s = add_rows(g, X, stop);
    if (s.code != STATUS_OK) return s;
    for (size_t j = 0; j < g->k; j++) {
      const double drift = sums_at(&g->first, j) / m;
      const double square = sums_at(&g->second, j) / m - drift * drift;
      g->center[j] += drift;
      *vec_at(scale->mean, g->j + j) = g->center[j];
      *vec_at(scale->std, g->j + j) = sqrt(fmax(square, 0));
      *vec_at(scale->min, g->j + j) = g->low[j];
      *vec_at(scale->max, g->j + j) = g->high[j];
    }
  }
  return status_ok();
}

Status scale_fit(Scale *scale, Mat X, StopFlag stop) {
  if (!X.rows) return status_error(STATUS_EMPTY, 0, 0, 0);
  for (size_t j = 0; j < X.cols; j += GROUP) {
    Group g = {.j = j, .k = X.cols - j < GROUP ? X.cols - j : GROUP};
    Status s = fit_group(scale, &g, X, stop);
    if (s.code != STATUS_OK) return s;
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

/* Columns [j, j + k) of every row: (x - shift) / factor, or back. */
__attribute__((always_inline)) static inline Status
map_group(Mat out, const Scale *scale, Mat X, size_t j, size_t k, bool back,
          StopFlag stop) {
  double by[GROUP], from[GROUP];
  for (size_t c = 0; c < k; c++) {
    by[c] = scale_factor(scale, j + c);
    from[c] = scale_shift(scale, j + c);
  }
  for (size_t i = 0; i < X.rows; i++) {
    if (i % 16384 == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    const double *x = mat_at(X, i, j);
    double *to = mat_at(out, i, j);
    for (size_t c = 0; c < k; c++)
      to[c] = back ? x[c] * by[c] + from[c] : (x[c] - from[c]) / by[c];
  }
  return status_ok();
}

static Status map(Mat out, const Scale *scale, Mat X, bool back,
                  StopFlag stop) {
  Status s = status_ok();
  for (size_t j = 0; j < X.cols && s.code == STATUS_OK; j += GROUP) {
    size_t k = X.cols - j < GROUP ? X.cols - j : GROUP;
    s = k == GROUP && !back ? map_group(out, scale, X, j, GROUP, false, stop)
                            : map_group(out, scale, X, j, k, back, stop);
  }
  return s;
}

Status scale_apply(Mat out, const Scale *scale, Mat X, StopFlag stop) {
  return map(out, scale, X, false, stop);
}

Status scale_invert(Mat out, const Scale *scale, Mat X, StopFlag stop) {
  return map(out, scale, X, true, stop);
}
