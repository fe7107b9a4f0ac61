/* singular_values.h - A = U diag(s) Vᵀ, and what follows from it (LAPACK). */
#ifndef CORE_FACTOR_SINGULAR_VALUES_H
#define CORE_FACTOR_SINGULAR_VALUES_H

#include "core/linalg/mat.h"

/* For A (m × n, finite) and k = min(m, n): s (k) descends; U (m × k) and Vᵀ
 * (k × n) are by columns, or both are NULL. STATUS_RANGE: no convergence. */
Status singular_values(double *U, double *s, double *Vt, Mat A,
                       double *scratch);
size_t singular_values_scratch(size_t m, size_t n);
/* How many of the k descending values are not 0 up to rounding, for a matrix of
 * m × n (rank_limit). */
size_t singular_values_rank(const double *s, size_t m, size_t n);

#endif
