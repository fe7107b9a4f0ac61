/* kernel.h - the inner loops of models, over blocks of rows that fit in the
 * cache: weighted sums, errors, gradient.
 *
 * Sums are accumulated in several SIMD lanes, so their last digits may differ
 * between processor types.
 */
#ifndef CORE_LINALG_KERNEL_H
#define CORE_LINALG_KERNEL_H

#include "core/linalg/mat.h"

/* Rows per block: about 2000 numbers, and a multiple of the 8 rows that are
 * processed together. */
enum { KERNEL_MOST_ROWS = 512, KERNEL_LEAST_ROWS = 8 };

static inline size_t kernel_rows(size_t n) {
  size_t rows = 2048 / (n + 1);
  if (rows > KERNEL_MOST_ROWS) return KERNEL_MOST_ROWS;
  return rows < KERNEL_LEAST_ROWS ? KERNEL_LEAST_ROWS
                                  : rows - rows % KERNEL_LEAST_ROWS;
}

/* z[i] = w·x_i + b for every row of X; theta has X.cols weights, then b. */
void kernel_sums(double *z, const double *theta, Mat X);

/* gradient[j] += Σ e[i] x_ij, gradient[X.cols] += Σ e[i]. */
void kernel_gradient(double *gradient, const double *e, Mat X);

/* Both in one pass for a linear model, with e = w·x + b - y. Returns Σ e² /
 * 2. */
double kernel_line(double *gradient, const double *theta, Mat X,
                   const double *y);

#endif
