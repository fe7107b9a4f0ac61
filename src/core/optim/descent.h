/* descent.h - minimizes any function with a gradient.
 *
 * An Objective computes cost and gradient at a point. A model with its data is
 * one, and so is a user's Lua function. All methods share the callback, the stop
 * reasons and the outcome.
 */
#ifndef CORE_OPTIM_DESCENT_H
#define CORE_OPTIM_DESCENT_H

#include "core/optim/minimizer.h"

/* A descent has diverged when its cost is not finite, or when it is above the
 * first cost by more than the method may overshoot and still growing: for 20
 * iterations in a row, or for the last 8 (or all, if fewer but at least 2) when
 * the iterations end. adam's cost can grow for hundreds of steps and recover, so
 * its limit is 1000. */
enum { DIVERGENCE_STEPS = 20, DIVERGENCE_AT_END = 8, DIVERGENCE_ADAM = 1000 };

/* How many doubles of scratch descent_run needs for p parameters. */
size_t descent_scratch(Method method, size_t p);

/* Changes theta until one of the stop reasons holds. gd, momentum and adam evaluate
 * the objective once more than there are iterations. theta and the outcome hold
 * the last complete iteration, whatever the reason. A status other than OK comes
 * from the objective. */
Status descent_run(Outcome *outcome, double *theta, double *scratch,
                   const Objective *objective, const Descent *options);

/* -- one iteration at a time ---------------------------------------------- */

/* descent_run in steps: descent_begin evaluates at the start; descent_next makes
 * one iteration and may be called until m->done. alpha and momentum of the
 * options may change between calls. */
Status descent_begin(Minimizer *m, Outcome *outcome, double *theta,
                     double *scratch, const Objective *objective,
                     const Descent *options);
Status descent_next(Minimizer *m);

/* Call after theta or the objective has changed: evaluates again and discards the
 * method's history. The iteration count continues. */
Status descent_renew(Minimizer *m);

#endif
