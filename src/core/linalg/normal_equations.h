/* normal_equations.h - the exact solution of a linear model with many rows and
 * few, well-conditioned columns.
 *
 * The products AᵀA give a first solution. Its residuals, computed in twice the
 * precision, are solved for with the same factors until no digit of a double can
 * change. The condition of AᵀA is the square of A's: when a step gains too few
 * digits, *usable becomes false, and the caller must use least_squares, which is
 * slower and needs a copy of X.
 */
#ifndef CORE_LINALG_NORMAL_EQUATIONS_H
#define CORE_LINALG_NORMAL_EQUATIONS_H

#include "core/linalg/least_squares.h"

/* Is X tall enough? For few rows least_squares is better. */
bool normal_equations_pay(const Equations *equations);

/* How many doubles of scratch n features need, however many rows. */
size_t normal_equations_scratch(size_t n);

/* Sets theta and found as least_squares does, if *usable. */
Status normal_equations(bool *usable, LeastSquares *found, double *theta,
                        const Equations *equations, double *scratch,
                        StopFlag stop);

#endif
