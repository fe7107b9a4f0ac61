/* wide_solve.h - exact solutions of a linear model for many penalties, from the
 * products of its columns (wide_gram.h) instead of its rows.
 *
 * The first solution is refined as in normal_equations, with residuals from the
 * products. Bounds of all errors, here and there, tell whether both round to the
 * same doubles; only then is there a solution. So it has the bits that
 * normal_equations computes from the rows, and costs microseconds.
 */
#ifndef CORE_SQUARES_WIDE_SOLVE_H
#define CORE_SQUARES_WIDE_SOLVE_H

#include "core/squares/wide_gram.h"

/* More columns are seldom worth the products of all pairs. Means further from 0,
 * compared with the spread of a column, are left to the caller, who computes b
 * from the rows again. */
enum { WIDE_SOLVE_MOST = 100, WIDE_SOLVE_FAR = 500 };

typedef struct WideProblem {
  const DoubleDouble *G; /* of n columns and m rows */
  size_t n, m, sets;     /* the sets that the rows were in */
  bool intercept;
  /* the rest is set by wide_solve_start */
  double total;  /* Σ weight, or m */
  double norm;   /* of y */
  double unit;   /* spread of y; its root mean square without an intercept */
  double *H, *r; /* n × n, n: products of centered columns, divided by total */
  double *mean;  /* n + 1: of the columns, then of y; 0 without an intercept */
  double *scale; /* n + 1: norms of the columns, then of the ones */
  double *root;  /* n + 1: the same with the penalty */
  double *L, *inner; /* n × n: the factor of H with the penalty; its inverse */
  double *change;    /* n + 1 */
  DoubleDouble *x;   /* n + 1 */
} WideProblem;

/* Do m rows of n columns have their solution from normal_equations, so that it
 * may be found here? */
bool wide_solve_pays(size_t m, size_t n);

/* The number of doubles of scratch. */
size_t wide_solve_scratch(size_t n);

/* Prepares the products for any penalty. False if numbers are too large or too
 * small for products, or a column or the targets do not vary. */
bool wide_solve_start(WideProblem *problem, double *scratch);

/* Sets theta (n weights, then b, or 0) to the solution for lambda >= 0. False if
 * its last bits are not certain; then theta is unspecified. A true result is also
 * certain to have a slope (centered_slope) far below that of a training that has
 * not converged. */
bool wide_solve(double *theta, WideProblem *problem, double lambda);

#endif
