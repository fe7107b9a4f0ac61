#include "mat.h"

#include <cblas.h>
#include <limits.h>
#include <math.h>
#include <string.h>

void mat_copy(Mat out, Mat a) {
  for (size_t i = 0; i < a.rows; i++) vec_copy(mat_row(out, i), mat_row(a, i));
}

/* In tiles, so that neither side walks through memory a line a number. */
void mat_transpose(Mat out, Mat a) {
  enum { TILE = 32 };
  for (size_t i0 = 0; i0 < a.rows; i0 += TILE)
    for (size_t j0 = 0; j0 < a.cols; j0 += TILE)
      for (size_t i = i0; i < a.rows && i < i0 + TILE; i++)
        for (size_t j = j0; j < a.cols && j < j0 + TILE; j++)
          *mat_at(out, j, i) = *mat_at(a, i, j);
}

/* Rows between two looks at the stop flag. */
static size_t rows_a_look(Mat a) { return 1 + 1000000 / (a.cols + 1); }

Status mat_vec(Vec out, Mat a, Vec x, StopFlag stop) {
  const size_t look = rows_a_look(a);
  for (size_t i = 0; i < a.rows; i++) {
    if (i % look == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    *vec_at(out, i) = vec_dot(mat_row(a, i), x);
  }
  return status_ok();
}

Status vec_mat(Vec out, Vec x, Mat a, StopFlag stop) {
  const size_t look = rows_a_look(a);
  vec_fill(out, 0);
  for (size_t i = 0; i < a.rows; i++) {
    if (i % look == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    vec_axpy(out, *vec_at(x, i), mat_row(a, i));
  }
  return status_ok();
}

/* BLAS wants a leading dimension that is positive and not below the width. */
static bool blas_fits(Mat a) {
  return a.rows <= INT_MAX && a.cols <= INT_MAX && a.stride <= INT_MAX &&
         (a.stride >= (ptrdiff_t)a.cols && a.stride > 0);
}

static void mul_part(Mat out, Mat a, Mat b) {
  if (blas_fits(out) && blas_fits(a) && blas_fits(b)) {
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)a.rows,
                (int)b.cols, (int)a.cols, 1, a.d, (int)a.stride, b.d,
                (int)b.stride, 0, out.d, (int)out.stride);
    return;
  }
  for (size_t i = 0; i < a.rows; i++)
    for (size_t j = 0; j < b.cols; j++)
      *mat_at(out, i, j) = vec_dot(mat_row(a, i), mat_col(b, j));
}

Status mat_mul(Mat out, Mat a, Mat b, StopFlag stop) {
  /* About 10^8 multiplications a panel: a hundredth of a second. */
  const double work = (double)a.cols * (double)b.cols + 1;
  const size_t panel = 1 + (size_t)(1e8 / work);
  if (!a.cols) vec_fill(mat_flat(out), 0);
  for (size_t i = 0; a.cols && b.cols && i < a.rows; i += panel) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    size_t n = a.rows - i < panel ? a.rows - i : panel;
    mul_part(mat_part(out, i, n), mat_part(a, i, n), b);
  }
  return status_ok();
}

Status mat_check_finite(Mat a, StopFlag stop) {
  const size_t look = rows_a_look(a);
  for (size_t i = 0; i < a.rows; i++) {
    if (i % look == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    size_t j = vec_nonfinite(mat_row(a, i));
    if (j < a.cols)
      return status_error(STATUS_NONFINITE, i, j, *mat_at(a, i, j));
  }
  return status_ok();
}

/* -- ranges --------------------------------------------------------------- */

/* Columns whose ranges stay in registers; numbers of rows looked at in one go,
 * which the nearest cache holds. */
enum { GROUP = 8, LOOK = 512 };

/* Columns [j, j + k) of all rows; odd, GROUP numbers, becomes nan if one of them
 * is not finite: a number times 0 is 0, unless it is not finite. Inlined for k =
 * GROUP, where the loops unroll. */
__attribute__((always_inline)) static inline void
range_group(double *restrict low, double *restrict high, double *restrict odd,
            Mat a, size_t j, size_t k) {
  double least[GROUP], most[GROUP], any[GROUP];
  for (size_t c = 0; c < k; c++) {
    least[c] = low[j + c];
    most[c] = high[j + c];
    any[c] = odd[c];
  }
  for (size_t i = 0; i < a.rows; i++) {
    const double *x = mat_at(a, i, j);
    for (size_t c = 0; c < k; c++) {
      least[c] = x[c] < least[c] ? x[c] : least[c];
      most[c] = x[c] > most[c] ? x[c] : most[c];
      any[c] += x[c] * 0;
    }
  }
  for (size_t c = 0; c < k; c++) {
    low[j + c] = least[c];
    high[j + c] = most[c];
    odd[c] = any[c];
  }
}

/* Widens the ranges by all rows of a few. */
static void range_rows(double *low, double *high, double *odd, Mat a) {
  size_t j = 0;
  for (; j + GROUP <= a.cols; j += GROUP)
    range_group(low, high, odd, a, j, GROUP);
  if (j < a.cols) range_group(low, high, odd, a, j, a.cols - j);
}

/* A few narrow columns: eight rows that follow each other are one row of eight
 * times the columns. */
static void range_narrow(double *low, double *high, double *odd, Mat a) {
  double least[GROUP * GROUP], most[GROUP * GROUP];
  const size_t n = a.cols, whole = a.rows / GROUP;
  for (size_t j = 0; j < GROUP * n; j++)
    least[j] = low[j % n], most[j] = high[j % n];
  range_rows(least, most, odd, mat_of(a.d, whole, GROUP * n));
  for (size_t j = 0; j < GROUP * n; j++) {
    low[j % n] = fmin(low[j % n], least[j]);
    high[j % n] = fmax(high[j % n], most[j]);
  }
  range_rows(low, high, odd, mat_part(a, whole * GROUP, a.rows % GROUP));
}

Status mat_range(double *low, double *high, Mat a, StopFlag stop) {
  const size_t look = GROUP * (1 + LOOK / (a.cols + 1));
  const bool narrow = a.cols < GROUP && mat_dense(a);
  for (size_t j = 0; j < a.cols; j++) low[j] = INFINITY, high[j] = -INFINITY;
  for (size_t i = 0; a.cols && i < a.rows; i += look) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    Mat part = mat_part(a, i, a.rows - i < look ? a.rows - i : look);
    double odd[GROUP] = {0};
    (narrow ? range_narrow : range_rows)(low, high, odd, part);
    if (vec_nonfinite(vec_of(odd, GROUP)) == GROUP) continue;
    Status s = mat_check_finite(part, stop);
    s.i += i;
    return s;
  }
  return status_ok();
}
