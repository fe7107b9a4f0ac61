/* lower_cholesky.h - A = L Lᵀ of symmetric matrices of any size (LAPACK). */
#ifndef CORE_FACTOR_LOWER_CHOLESKY_H
#define CORE_FACTOR_LOWER_CHOLESKY_H

#include "core/linalg/mat.h"

/* L (n × n, by columns, 0 above the diagonal) of a symmetric A, of which the
 * lower half is read. STATUS_RANGE: A is not positive definite; i is the
 * position of the first pivot that is not positive, value is that pivot. */
Status lower_cholesky(double *L, Mat A);

#endif
