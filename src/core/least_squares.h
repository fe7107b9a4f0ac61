/* least_squares.h - the exact solution of a linear model.
 *
 * Minimises Σ (w·x + b - y)² + lambda Σ w² by Householder's QR with column
 * pivoting (LAPACK), then refines solution and residuals together with sums in
 * twice the precision (Björck 1967), which brings the digits back that an
 * ill-conditioned X costs.
 */
#ifndef CORE_LEAST_SQUARES_H
#define CORE_LEAST_SQUARES_H

#include "mat.h"

typedef struct LeastSquares {
  size_t rank;      /* n + 1 when all columns, ones included, are independent */
  double condition; /* about that of X with a column of ones, scaled to equal
                       lengths; every factor of 10 costs a digit in plain
                       double, half as many here */
  size_t steps;     /* of refinement */
} LeastSquares;

/* How many doubles of scratch m examples of n features need: about m (n + 5),
 * for the factors of X are as large as X. */
size_t least_squares_scratch(size_t m, size_t n, double lambda);

/* theta: n weights, then the intercept. X m × n with m >= 1, n >= 1, finite;
 * lambda >= 0. With rank < n + 1 the dependent columns found last get a weight
 * of 0, and nothing is refined. With a status other than OK theta is not to be
 * used. */
Status least_squares(LeastSquares *found, double *theta, Mat X, Vec y,
                     double lambda, double *scratch, StopFlag stop);

#endif
