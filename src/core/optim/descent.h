/* descent.h - minimizes any function with a gradient.
 *
 * An Objective computes cost and gradient at a point. It may be a model with
 * its data or a user's Lua function. All methods share the callback, the stop
 * reasons and the outcome.
 */
#ifndef CORE_OPTIM_DESCENT_H
#define CORE_OPTIM_DESCENT_H

#include "core/optim/minimizer.h"

/* A descent has diverged if the cost is not finite, or if it exceeds the first
 * cost by more than the method may overshoot and is still growing: for 20
 * consecutive iterations, or for the last 8 (or all, if fewer but at least 2)
 * at the iteration limit. adam's cost can grow for hundreds of steps and
 * recover, so its limit is 1000. */
enum { DIVERGENCE_STEPS = 20, DIVERGENCE_AT_END = 8, DIVERGENCE_ADAM = 1000 };

/* The number of doubles of scratch for p parameters. */
size_t descent_scratch(Method method, size_t p);

/* Updates theta until a stop reason applies. gd, momentum and adam evaluate the
 * objective once more than there are iterations. theta and the outcome are
 * those of the last complete iteration, whatever the reason. A status other
 * than STATUS_OK comes from the objective. */
Status descent_run(Outcome *outcome, double *theta, double *scratch,
                   const Objective *objective, const Descent *options);

/* -- one iteration at a time ---------------------------------------------- */

/* descent_run in steps: descent_begin evaluates at the start; descent_next
 * makes one iteration; call it until m->done. alpha and momentum of the options
 * may change between calls. */
Status descent_begin(Minimizer *m, Outcome *outcome, double *theta,
                     double *scratch, const Objective *objective,
                     const Descent *options);
Status descent_next(Minimizer *m);

/* Call after theta or the objective has changed: evaluates again and discards
 * the method's history. The iteration count continues. */
Status descent_renew(Minimizer *m);

#endif
