/* least_squares.h - the exact solution of a linear model.
 *
 * Minimises Σ (w·x + b - y)² + lambda Σ w² by Householder's QR with column
 * pivoting (LAPACK), then refines solution and residuals together with sums in
 * twice the precision (Björck 1967), which brings the digits back that an
 * ill-conditioned X costs.
 */
#ifndef CORE_LINALG_LEAST_SQUARES_H
#define CORE_LINALG_LEAST_SQUARES_H

#include "core/linalg/mat.h"
#include "core/linalg/double_double.h"

/* What is to be solved. */
typedef struct Equations {
  Mat X;          /* m × n, m >= 1, n >= 1, finite */
  Mat rest;       /* m × n: what the doubles of X leave out of the numbers that
                     are meant, as in Wide; d NULL: nothing */
  Vec y;          /* m */
  double lambda;  /* >= 0 */
  bool intercept; /* false: no b */
} Equations;

typedef struct LeastSquares {
  size_t rank;      /* n + 1 (n without intercept) when all columns, ones
                       included, are independent */
  double condition; /* about that of X with a column of ones, scaled to equal
                       lengths; every factor of 10 costs a digit in plain
                       double, none here as long as it is below 1e14 */
  size_t steps;     /* of refinement */
  double change;    /* of the last step that was wanted, relative to the largest
                       scaled coefficient: above 1e-16 there are digits to be
                       doubted */
} LeastSquares;

/* How many doubles of scratch m examples of n features need: about m (n + 5),
 * for the factors of X are as large as X. */
size_t least_squares_scratch(size_t m, size_t n, double lambda);

/* theta: n weights, then the intercept, 0 if there is none. When columns depend on
 * each other (rank.h), of the many solutions that with the smallest Σ w² + b².
 * With a status other than OK theta is not to be used. */
Status least_squares(LeastSquares *found, double *theta,
                     const Equations *equations, double *scratch,
                     StopFlag stop);
/* The same, with the digits behind those of a double. */
Status least_squares_wide(LeastSquares *found, DoubleDouble *theta,
                          const Equations *equations, double *scratch,
                          StopFlag stop);

#endif
