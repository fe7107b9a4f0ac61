#include "core/linalg/mat.h"

#include <math.h>

#include "core/simd.h"

void mat_copy(Mat out, Mat a) {
  for (size_t i = 0; i < a.rows; i++) vec_copy(mat_row(out, i), mat_row(a, i));
}

/* In tiles, so that each cache line is used for several elements. */
void mat_transpose(Mat out, Mat a) {
  enum { TILE = 32 };
  for (size_t i0 = 0; i0 < a.rows; i0 += TILE)
    for (size_t j0 = 0; j0 < a.cols; j0 += TILE)
      for (size_t i = i0; i < a.rows && i < i0 + TILE; i++)
        for (size_t j = j0; j < a.cols && j < j0 + TILE; j++)
          *mat_at(out, j, i) = *mat_at(a, i, j);
}

size_t mat_fold(Mat a) {
  enum { EIGHT = 8 };
  size_t k = 1;
  if (!mat_dense(a) || !a.cols) return 1;
  while (k * a.cols % EIGHT || k * a.cols < 128) k *= 2;
  return k * a.cols <= MAT_WIDEST ? k : 1;
}

/* Rows between polls of the stop flag. */
static size_t rows_a_look(Mat a) { return 1 + 1000000 / (a.cols + 1); }

/* The status of the first value in rows from..to that is not finite. */
static Status nonfinite_row(Mat a, size_t from, size_t to) {
  for (size_t i = from; i < to; i++) {
    const size_t j = vec_nonfinite(mat_row(a, i));
    if (j < a.cols)
      return status_error(STATUS_NONFINITE, i, j, *mat_at(a, i, j));
  }
  return status_ok();
}

Status mat_check_finite(Mat a, StopFlag stop) {
  const size_t look = rows_a_look(a);
  for (size_t i = 0, n; i < a.rows; i += n) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    n = a.rows - i < look ? a.rows - i : look;
    const Vec all = mat_flat(mat_part(a, i, n));
    if (mat_dense(a) && vec_nonfinite(all) == all.n) continue;
    Status s = nonfinite_row(a, i, i + n);
    if (s.code != STATUS_OK) return s;
  }
  return status_ok();
}

/* -- ranges --------------------------------------------------------------- */

/* Extends the ranges by all rows, two at a time. odd[j] becomes nan if column j
 * has a nonfinite value, because that times 0 is nan. */
FOR_EACH_PROCESSOR static void range_rows(double *restrict low,
                                          double *restrict high,
                                          double *restrict odd, Mat a) {
  for (size_t i = 0; i < a.rows; i += 2) {
    const double *x = mat_at(a, i, 0);
    const double *y = mat_at(a, i + 1 < a.rows ? i + 1 : i, 0);
    for (size_t j = 0; j < a.cols; j++) {
      low[j] = lower(lower(x[j], y[j]), low[j]);
      high[j] = higher(higher(x[j], y[j]), high[j]);
      odd[j] += x[j] * 0 + y[j] * 0;
    }
  }
}

/* The same, MAT_WIDEST columns at a time; false if a value is nonfinite. */
static bool range_part(double *low, double *high, Mat a) {
  double odd[MAT_WIDEST];
  for (size_t j = 0, n; j < a.cols; j += n) {
    n = a.cols - j < MAT_WIDEST ? a.cols - j : MAT_WIDEST;
    vec_fill(vec_of(odd, n), 0);
    range_rows(low + j, high + j, odd, mat_columns(a, j, n));
    if (vec_nonfinite(vec_of(odd, n)) < n) return false;
  }
  return true;
}

/* Extends the ranges by all rows, in parts that fit in the L1 cache. */
static Status widen(double *low, double *high, Mat a, StopFlag stop) {
  enum { LOOK = 4096 };
  const size_t look = 2 * (1 + LOOK / (a.cols + 1));
  for (size_t i = 0; a.cols && i < a.rows; i += look) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    Mat part = mat_part(a, i, a.rows - i < look ? a.rows - i : look);
    if (range_part(low, high, part)) continue;
    Status s = mat_check_finite(part, stop);
    s.i += i;
    return s;
  }
  return status_ok();
}

static void begin_ranges(double *low, double *high, size_t n) {
  vec_fill(vec_of(low, n), INFINITY);
  vec_fill(vec_of(high, n), -INFINITY);
}

/* The same with k rows treated as one (mat_fold). */
static Status widen_folded(double *low, double *high, Mat a, size_t k,
                           StopFlag stop) {
  double least[MAT_WIDEST], most[MAT_WIDEST];
  const size_t n = a.cols;
  begin_ranges(least, most, k * n);
  Status s = widen(least, most, mat_of(a.d, a.rows / k, k * n), stop);
  s.i = s.i * k + s.j / n;
  s.j %= n;
  for (size_t j = 0; j < k * n; j++) {
    low[j % n] = fmin(low[j % n], least[j]);
    high[j % n] = fmax(high[j % n], most[j]);
  }
  return s;
}

Status mat_range(double *low, double *high, Mat a, StopFlag stop) {
  const size_t k = mat_fold(a), whole = a.rows / k * k;
  begin_ranges(low, high, a.cols);
  Status s = status_ok();
  if (k > 1) s = widen_folded(low, high, mat_part(a, 0, whole), k, stop);
  if (s.code != STATUS_OK) return s;
  const size_t done = k > 1 ? whole : 0;
  s = widen(low, high, mat_part(a, done, a.rows - done), stop);
  s.i += done;
  return s;
}
