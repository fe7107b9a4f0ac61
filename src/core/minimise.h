/* minimise.h - what the methods of train.h share; for core's own files. */
#ifndef CORE_MINIMISE_H
#define CORE_MINIMISE_H

#include "train.h"

/* A minimisation under way. */
typedef struct Minimiser {
  const Objective *objective;
  const Descent *options;
  Outcome *outcome;
  double *theta, *gradient; /* size numbers each */
  double cost;
} Minimiser;

/* Evaluates at theta, into cost and gradient. */
Status minimiser_evaluate(Minimiser *m);

/* Tells that iteration k is done, with cost and gradient at theta; gives true,
 * with the reason in the outcome, when it was the last. */
bool minimiser_done(Minimiser *m, size_t k);

/* Is the gradient larger than rounding leaves at the bottom? Then the end of all
 * steps is STOP_STUCK rather than STOP_PRECISION. */
bool minimiser_steep(const Minimiser *m);

/* The largest absolute value, and Σ a b. */
double largest(const double *v, size_t n);
double inner(const double *a, const double *b, size_t n);

Status lbfgs(Minimiser *m, double *scratch);
size_t lbfgs_scratch(size_t p);
Status newton(Minimiser *m, double *scratch);
size_t newton_scratch(size_t p);

#endif
