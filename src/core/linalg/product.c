#include "core/linalg/product.h"

#include <limits.h>

#include "core/linalg/kernel.h"
#include "core/linalg/lapack.h"

/* Rows between two polls of the stop flag. */
static size_t rows_a_look(Mat a) { return 1 + 1000000 / (a.cols + 1); }

/* Up to this length the kernels are faster than one BLAS call per row. */
enum { SHORT_ROW = 128 };

/* The block of short rows that begins with row i. */
static Mat short_rows(Mat a, size_t i) {
  const size_t most = kernel_rows(a.cols), left = a.rows - i;
  return mat_part(a, i, left < most ? left : most);
}

static Status short_mat_vec(Vec out, Mat a, Vec x, StopFlag stop) {
  double sums[KERNEL_MOST_ROWS], theta[SHORT_ROW + 1] = {0};
  vec_copy(vec_of(theta, x.n), x);
  for (size_t i = 0; i < a.rows;) {
    const Mat rows = short_rows(a, i);
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    kernel_sums(sums, theta, rows);
    vec_copy(vec_part(out, i, rows.rows), vec_of(sums, rows.rows));
    i += rows.rows;
  }
  return status_ok();
}

static Status short_vec_mat(Vec out, Vec x, Mat a, StopFlag stop) {
  double weights[KERNEL_MOST_ROWS], sums[SHORT_ROW + 1] = {0};
  for (size_t i = 0; i < a.rows;) {
    const Mat rows = short_rows(a, i);
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    vec_copy(vec_of(weights, rows.rows), vec_part(x, i, rows.rows));
    kernel_gradient(sums, weights, rows);
    i += rows.rows;
  }
  vec_copy(out, vec_of(sums, a.cols));
  return status_ok();
}

Status product_mat_vec(Vec out, Mat a, Vec x, StopFlag stop) {
  const size_t look = rows_a_look(a);
  if (a.cols <= SHORT_ROW) return short_mat_vec(out, a, x, stop);
  for (size_t i = 0; i < a.rows; i++) {
    if (i % look == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    *vec_at(out, i) = vec_dot(mat_row(a, i), x);
  }
  return status_ok();
}

Status product_vec_mat(Vec out, Vec x, Mat a, StopFlag stop) {
  const size_t look = rows_a_look(a);
  if (a.cols <= SHORT_ROW) return short_vec_mat(out, x, a, stop);
  vec_fill(out, 0);
  for (size_t i = 0; i < a.rows; i++) {
    if (i % look == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    vec_axpy(out, *vec_at(x, i), mat_row(a, i));
  }
  return status_ok();
}

/* BLAS requires a positive leading dimension, at least the width. */
static bool blas_fits(Mat a) {
  return a.rows <= INT_MAX && a.cols <= INT_MAX && a.stride <= INT_MAX &&
         (a.stride >= (ptrdiff_t)a.cols && a.stride > 0);
}

static void mul_part(Mat out, Mat a, Mat b) {
  if (blas_fits(out) && blas_fits(a) && blas_fits(b)) {
    lapack()->dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)a.rows,
                    (int)b.cols, (int)a.cols, 1, a.d, (int)a.stride, b.d,
                    (int)b.stride, 0, out.d, (int)out.stride);
    return;
  }
  for (size_t i = 0; i < a.rows; i++)
    for (size_t j = 0; j < b.cols; j++)
      *mat_at(out, i, j) = vec_dot(mat_row(a, i), mat_col(b, j));
}

Status product_mat_mat(Mat out, Mat a, Mat b, StopFlag stop) {
  /* About 10^8 multiplications per panel: 10 ms between polls. */
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
