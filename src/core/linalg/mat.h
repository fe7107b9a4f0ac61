/* mat.h - matrices: row-major views on doubles somebody else owns.
 *
 * Row i starts at d + i * stride; the numbers of a row lie side by side, so a
 * row is a Vec of step 1 and a column a Vec of step `stride`.
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

/* Do the rows follow each other without a gap? Then mat_flat is all of it. */
static inline bool mat_dense(Mat a) {
  return a.stride == (ptrdiff_t)a.cols || a.rows <= 1;
}

static inline Vec mat_flat(Mat a) { return vec_of(a.d, a.rows * a.cols); }

/* How many rows that follow each other without a gap to take as one wide row of
 * a hundred numbers or more, whose width eight divides, as vector instructions
 * like it: 1 where there are gaps, or it would have more than MAT_WIDEST. */
enum { MAT_WIDEST = 512 };
size_t mat_fold(Mat a);

/* A vector as a matrix of one column: one feature. */
static inline Mat mat_column(Vec v) { return (Mat){v.d, v.n, 1, v.step}; }

void mat_copy(Mat out, Mat a);
void mat_transpose(Mat out, Mat a);
/* First nan or infinity: STATUS_NONFINITE with its row, column and value. */
Status mat_check_finite(Mat a, StopFlag stop);
/* The smallest and the largest number of every column into low and high
 * (a.cols each), in one pass; inf and -inf when there are no rows. A nan or an
 * infinity is told as by mat_check_finite; then low and high are not to be
 * used. */
Status mat_range(double *low, double *high, Mat a, StopFlag stop);

#endif
