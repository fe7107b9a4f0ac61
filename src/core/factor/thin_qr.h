/* thin_qr.h - A = Q R with as few columns of Q as possible (LAPACK). */
#ifndef CORE_FACTOR_THIN_QR_H
#define CORE_FACTOR_THIN_QR_H

#include "core/linalg/mat.h"

/* For A (m × n, finite) and k = min(m, n): Q (m × k, by columns) has orthonormal
 * columns, R (k × n, by columns) is upper triangular. */
void thin_qr(double *Q, double *R, Mat A, double *scratch);
size_t thin_qr_scratch(size_t m, size_t n);

#endif
