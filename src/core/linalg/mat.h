/* mat.h - matrices: row-major views of doubles that the caller owns.
 *
 * Row i starts at d + i * stride and is contiguous, so a row is a Vec with step
 * 1 and a column is a Vec with step `stride`.
 */
#ifndef CORE_LINALG_MAT_H
#define CORE_LINALG_MAT_H

#include "core/linalg/vec.h"

typedef struct Mat {
  double *d;
  size_t rows, cols;
  ptrdiff_t stride; /* doubles from one row to the next; rows may be reversed */
} Mat;

static inline Mat mat_of(double *d, size_t rows, size_t cols) {
  return (Mat){d, rows, cols, (ptrdiff_t)cols};
}

static inline double *mat_at(Mat a, size_t i, size_t j) {
  return a.d + (ptrdiff_t)i * a.stride + (ptrdiff_t)j;
}

static inline Vec mat_row(Mat a, size_t i) {
  return (Vec){mat_at(a, i, 0), a.cols, 1};
}

static inline Vec mat_col(Mat a, size_t j) {
  return (Vec){mat_at(a, 0, j), a.rows, a.stride};
}

/* Rows [from, from + n) as a view. */
static inline Mat mat_part(Mat a, size_t from, size_t n) {
  return (Mat){mat_at(a, from, 0), n, a.cols, a.stride};
}

/* Columns [from, from + n) as a view. */
static inline Mat mat_columns(Mat a, size_t from, size_t n) {
  return (Mat){a.d + from, a.rows, n, a.stride};
}

/* Are the rows contiguous? Then mat_flat is the whole matrix. */
static inline bool mat_dense(Mat a) {
  return a.stride == (ptrdiff_t)a.cols || a.rows <= 1;
}

static inline Vec mat_flat(Mat a) { return vec_of(a.d, a.rows * a.cols); }

/* How many rows to treat as one row of at least 128 elements, a multiple of 8,
 * for vector instructions. 1 if the matrix is not contiguous or if that row
 * would exceed MAT_WIDEST elements. */
enum { MAT_WIDEST = 512 };
size_t mat_fold(Mat a);

/* A vector as a matrix with one column. */
static inline Mat mat_column(Vec v) { return (Mat){v.d, v.n, 1, v.step}; }

void mat_copy(Mat out, Mat a);
void mat_transpose(Mat out, Mat a);
/* STATUS_NONFINITE with the row, column and value of the first nan or
 * infinity. */
Status mat_check_finite(Mat a, StopFlag stop);
/* Stores the minimum and maximum of each column in low and high (a.cols each);
 * inf and -inf if there are no rows. For nan or infinity returns the status of
 * mat_check_finite and leaves low and high unspecified. */
Status mat_range(double *low, double *high, Mat a, StopFlag stop);

#endif
