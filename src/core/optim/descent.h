/* descent.h - making any function with a gradient small.
 *
 * What is minimised is an Objective: cost and gradient at a point, in one call.
 * A model with its data is one, and so is a learner's own Lua function. All
 * methods share the callback, the reasons to stop and the outcome.
 */
#ifndef CORE_OPTIM_DESCENT_H
#define CORE_OPTIM_DESCENT_H

#include "core/optim/minimizer.h"

/* A descent has diverged when its cost is not finite, or above the one at the
 * start, by more than the method may swing, and still growing: 20 times in a
 * row end it; at its end the last 8 decide (all, when there are fewer, but one
 * step tells nothing). adam, whose steps have a length of their own, rises and
 * comes back for hundreds of steps: of it the limit is 1000, its memory. */
enum { DIVERGENCE_STEPS = 20, DIVERGENCE_AT_END = 8, DIVERGENCE_ADAM = 1000 };

/* How many doubles of scratch `descend` needs for p parameters. */
size_t descent_scratch(Method method, size_t p);

/* Changes theta until one of the reasons holds. gd, momentum and adam evaluate
 * the objective once more than there are iterations. Whatever the reason,
 * theta and the outcome hold the last complete iteration; a status other than
 * OK comes from the objective. */
Status descent_run(Outcome *outcome, double *theta, double *scratch,
                   const Objective *objective, const Descent *options);

/* -- one iteration at a time ---------------------------------------------- */

/* `descend` in pieces: begins, which evaluates at the start; then moves on by
 * one iteration, as long as it is not done. Between two calls alpha and
 * momentum of the options may be changed. */
Status descent_begin(Minimizer *m, Outcome *outcome, double *theta,
                     double *scratch, const Objective *objective,
                     const Descent *options);
Status descent_next(Minimizer *m);

/* Somebody else has changed theta or the objective: evaluates there and forgets
 * what earlier iterations taught the method. Their count goes on. */
Status descent_renew(Minimizer *m);

#endif
