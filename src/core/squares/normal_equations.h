/* normal_equations.h - the exact solution of a linear model with many rows and
 * few, well-conditioned columns.
 *
 * The products AᵀA give a first solution. It is refined with the same factors,
 * from residuals computed in double-double precision, until no digit of a
 * double can change. AᵀA has the square of A's condition number: if a step
 * gains too few digits, *usable becomes false, and the caller must use
 * least_squares, which is slower and needs a copy of X.
 */
#ifndef CORE_SQUARES_NORMAL_EQUATIONS_H
#define CORE_SQUARES_NORMAL_EQUATIONS_H

#include "core/squares/least_squares.h"

/* Does X have enough rows? For few rows least_squares is faster. */
bool normal_equations_pay(const Equations *equations);

/* The number of doubles of scratch, of which few depend on the number of rows. */
size_t normal_equations_scratch(const Equations *equations);

/* Sets theta and found as least_squares does if *usable is true. */
Status normal_equations(bool *usable, LeastSquares *found, double *theta,
                        const Equations *equations, double *scratch,
                        StopFlag stop);

#endif
