/* normal_equations.h - the exact solution of a linear model with many rows and
 * few columns that are easily told from each other.
 *
 * The products of the columns, AᵀA, give a first solution; what it leaves over
 * is then found in twice the precision and solved for again with the same
 * products, until no digit of a double can change. AᵀA has the square of A's
 * condition; where a step so no longer brings several digits, *usable becomes
 * false, and least_squares must do it, which is slower and needs room for a copy
 * of X.
 */
#ifndef CORE_LINALG_NORMAL_EQUATIONS_H
#define CORE_LINALG_NORMAL_EQUATIONS_H

#include "core/linalg/least_squares.h"

/* Does it pay to try? Few rows are better done by least_squares. */
bool normal_equations_pay(const Equations *equations);

/* How many doubles of scratch n features need, however many rows. */
size_t normal_equations_scratch(size_t n);

/* theta and found as least_squares gives them, if *usable. */
Status normal_equations(bool *usable, LeastSquares *found, double *theta,
                        const Equations *equations, double *scratch,
                        StopFlag stop);

#endif
