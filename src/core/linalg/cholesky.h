/* cholesky.h - G = L Lᵀ of small, well-conditioned matrices; internal to core.
 * Matrices that may be singular go to LAPACK.
 */
#ifndef CORE_LINALG_CHOLESKY_H
#define CORE_LINALG_CHOLESKY_H

#include <stdbool.h>
#include <stddef.h>

/* L (n × n, lower half) of G (Golub and Van Loan 2013, 4.2); L may be G. False
 * when a pivot is at most `narrow` times its diagonal element of G. */
bool cholesky_factor(double *L, const double *G, size_t n, double narrow);

/* L Lᵀ x = right, in place. */
void cholesky_solve(double *x, const double *L, size_t n);

#endif
