#include "mat.h"

#include <cblas.h>
#include <limits.h>
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
