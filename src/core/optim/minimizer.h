/* minimizer.h - what the methods of descent.h share; for core's own files. */
#ifndef CORE_OPTIM_MINIMIZER_H
#define CORE_OPTIM_MINIMIZER_H

#include "core/optim/descent.h"

/* Evaluates at theta, into cost and gradient. */
Status minimiser_evaluate(Minimiser *m);

/* Tells that iteration k is complete, with cost and gradient at theta. When it
 * was the last, the descent is done, with the reason in the outcome. */
void minimiser_tell(Minimiser *m, size_t k);

/* The descent is done, for that reason. */
void minimiser_end(Minimiser *m, StopReason reason);

/* The largest slope, as the objective measures it. */
double minimiser_slope(const Minimiser *m);

/* Is it larger than rounding leaves at the bottom? Then the end of all
 * steps is STOP_STUCK rather than STOP_PRECISION. */
bool minimiser_steep(const Minimiser *m);

/* The largest absolute value, and Σ a b. */
double largest(const double *v, size_t n);
double inner(const double *a, const double *b, size_t n);

/* One iteration, from cost and gradient at theta, which are told. */
Status lbfgs(Minimiser *m);
void lbfgs_forget(Trail *trail);
size_t lbfgs_scratch(size_t p);
Status newton(Minimiser *m);
size_t newton_scratch(size_t p);

#endif
