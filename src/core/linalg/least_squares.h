/* least_squares.h - the exact solution of a linear model.
 *
 * Minimizes Σ (w·x + b - y)² + lambda Σ w² by Householder QR with column
 * pivoting (LAPACK), then refines solution and residuals together with sums in
 * twice the precision (Björck 1967), which restores the digits that an
 * ill-conditioned X costs.
 *
 * Which least-squares solver runs when. Times are for 100,000 × 50 standard normal
 * features (a busy machine: compare them only with each other). Digits are those
 * of the worst of NIST's Filip coefficients, a polynomial of degree 10.
 *
 *   normal_equations     method = "exact" with at least 32 (n + 1) rows and at
 *                        most 300 columns. 0.53 s and 0.1 MB of scratch. Gives up
 *                        on an ill-conditioned X.
 *   least_squares        method = "exact" otherwise: few rows, or columns too
 *                        close to dependent for normal_equations. 2.7 s, 50 MB.
 *   poly_squares         method = "exact" for a model that makes its own powers
 *                        without a penalty: least_squares on shifted powers in
 *                        twice the precision. 14.0 digits; least_squares gets 7.9
 *                        from powers that were rounded to doubles.
 *   rank_decide          called by the others and diagnosis when pivots or singular
 *                        values leave the rank in doubt. Of dependent
 *                        columns, qr_least_norm then gives the solution of
 *                        smallest Σ w² + b².
 *   quadratic_objective  gd and momentum on a linear model with many rows: they
 *                        iterate on products instead of X. 1000 iterations take
 *                        0.27 s; 30 s with passes over the rows.
 *   reference_linear     library.linear only, in a child process: LAPACK's dgelsd,
 *                        independent of the code above, to compare with. 2.5 s and,
 *                        without refinement, 7.6 digits.
 */
#ifndef CORE_LINALG_LEAST_SQUARES_H
#define CORE_LINALG_LEAST_SQUARES_H

#include "core/linalg/mat.h"
#include "core/linalg/double_double.h"

/* The problem to solve. */
typedef struct Equations {
  Mat X;          /* m × n, m >= 1, n >= 1, finite */
  Mat rest;       /* m × n: low parts of X, as in DoubleDouble; d NULL: none */
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
  double change;    /* the last correction, relative to the largest scaled
                       coefficient: above 1e-16 some digits are uncertain */
} LeastSquares;

/* How many doubles of scratch m examples of n features need: about m (n + 5),
 * since the factors of X are as large as X. */
size_t least_squares_scratch(size_t m, size_t n, double lambda);

/* theta: n weights, then the intercept, 0 if there is none. When columns are
 * dependent (rank.h), theta is the solution with the smallest Σ w² + b². It is
 * unspecified unless the status is OK. */
Status least_squares(LeastSquares *found, double *theta,
                     const Equations *equations, double *scratch,
                     StopFlag stop);
/* The same in twice the precision. */
Status least_squares_wide(LeastSquares *found, DoubleDouble *theta,
                          const Equations *equations, double *scratch,
                          StopFlag stop);

#endif
