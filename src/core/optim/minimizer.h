/* minimizer.h - what the methods of descent.h share; for core's own files. */
#ifndef CORE_OPTIM_MINIMIZER_H
#define CORE_OPTIM_MINIMIZER_H

#include "core/optim/descent.h"

/* Evaluates at theta, into cost and gradient. */
Status minimizer_evaluate(Minimizer *m);

/* Tells that iteration k is complete, with cost and gradient at theta. When it
 * was the last, the descent is done, with the reason in the outcome. */
void minimizer_report(Minimizer *m, size_t k);

/* The descent is done, for that reason. */
void minimizer_end(Minimizer *m, StopReason reason);

/* The largest slope, as the objective measures it. */
double minimizer_slope(const Minimizer *m);

/* Is it larger than rounding leaves at the bottom? Then the end of all
 * steps is STOP_STUCK rather than STOP_PRECISION. */
bool minimizer_is_steep(const Minimizer *m);

/* The largest absolute value, and Σ a b. */
double minimizer_largest(const double *v, size_t n);
double minimizer_dot(const double *a, const double *b, size_t n);

/* One iteration, from cost and gradient at theta, which are told. */
Status lbfgs(Minimizer *m);
void lbfgs_forget(Trail *trail);
size_t lbfgs_scratch(size_t p);
Status newton(Minimizer *m);
size_t newton_scratch(size_t p);

#endif
