/* least_squares.h - the exact solution of a linear model.
 *
 * Minimizes Σ (w·x + b - y)² + lambda Σ w² by Householder QR with column
 * pivoting (LAPACK), then refines solution and residuals together, with sums in
 * double-double precision (Björck 1967), which recovers the digits lost to an
 * ill-conditioned X.
 *
 * Which least-squares solver runs when. Times are for 100,000 × 50 standard
 * normal features, measured on a busy machine: compare them only with each
 * other. Digits are the correct ones of the least accurate coefficient of
 * NIST's Filip data, a polynomial of degree 10.
 *
 *   normal_equations     method = "exact" with at least 32 (n + 1) rows and at
 *                        most 300 columns. 0.53 s and 0.1 MB of scratch. Fails
 *                        on an ill-conditioned X.
 *   least_squares        method = "exact" otherwise: few rows, or columns too
 *                        nearly collinear for normal_equations. 2.7 s, 50 MB.
 *   poly_squares         method = "exact" for a model that computes its own
 *                        powers, without a penalty: least_squares on shifted
 *                        powers in double-double precision. 14.0 digits;
 *                        least_squares gets 7.9 from powers rounded to doubles.
 *   rank_decide          called by the others and diagnosis if pivots or
 *                        singular values are inconclusive. If columns are
 *                        dependent, qr_least_norm then computes the solution
 *                        with the smallest Σ w² + b².
 *   quadratic_objective  gd and momentum on a linear model with many rows: they
 *                        iterate on products instead of X. 1000 iterations take
 *                        0.27 s; 30 s with passes over the rows.
 *   reference_linear     library.linear only, in a child process: LAPACK's
 *                        dgelsd, an independent reference for the code above.
 *                        2.5 s and, without refinement, 7.6 digits.
 */
#ifndef CORE_SQUARES_LEAST_SQUARES_H
#define CORE_SQUARES_LEAST_SQUARES_H

#include "core/linalg/mat.h"
#include "core/double_double.h"
#include "core/parallel/blocks.h"

/* The problem to solve. */
typedef struct Equations {
  Mat X;          /* m × n, m >= 1, n >= 1, finite */
  Mat rest;       /* m × n: low parts of X, as in DoubleDouble; d NULL: none */
  Vec y;          /* m */
  double lambda;  /* >= 0 */
  bool intercept; /* false: no b */
  Vec weight;     /* m numbers >= 0: how often each row counts; n is 0: once */
  double total;   /* of the weights; 0: not known */
  Blocks blocks;  /* of the rows, for normal_equations; count is 0: not cut */
} Equations;

typedef struct LeastSquares {
  size_t
    rank; /* n + 1 (n without an intercept) if all columns, including the ones,
             are independent */
  double condition; /* approximate condition number of X with a column of ones,
                  columns scaled to equal norm; each factor of 10 costs one
                  digit in plain doubles, none here while it is below 1e14 */
  size_t steps;     /* refinement steps */
  double
    change; /* last correction relative to the largest scaled coefficient: above
               1e-16 some digits are uncertain */
} LeastSquares;

/* The number of doubles of scratch for m examples of n features: about m (n +
 * 5), because the factors of X are as large as X. */
size_t least_squares_scratch(size_t m, size_t n, double lambda);

/* Sets theta to n weights, then the intercept, 0 if there is none. If columns
 * are dependent (rank.h), theta is the solution with the smallest Σ w² + b².
 * theta is unspecified unless the status is STATUS_OK. */
Status least_squares(LeastSquares *found, double *theta,
                     const Equations *equations, double *scratch,
                     StopFlag stop);
/* The same with theta in double-double precision. */
Status least_squares_wide(LeastSquares *found, DoubleDouble *theta,
                          const Equations *equations, double *scratch,
                          StopFlag stop);

#endif
