/* train.h - gradient descent on any function with a gradient.
 *
 * What is minimised is an Objective: cost and gradient at a point, in one call.
 * A model with its data is one, and so is a learner's own Lua function.
 */
#ifndef CORE_TRAIN_H
#define CORE_TRAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "status.h"

typedef struct Objective {
  size_t size; /* parameters */
  Status (*evaluate)(void *context, const double *theta, double *cost,
                     double *gradient);
  void *context;
} Objective;

/* What holds after an iteration: cost and gradient are those at theta. */
typedef struct Step {
  size_t iteration; /* from 1; 0 is the start */
  double cost;
  const double *theta, *gradient;
} Step;

/* Called for the start and after every iteration; false: stop here. */
typedef bool StepFunction(void *context, const Step *step);

typedef enum StopReason {
  STOP_ITERATIONS, /* all that were asked for */
  STOP_CONVERGED,  /* no component of the gradient exceeds the tolerance */
  STOP_CALLBACK,   /* the step function said so */
  STOP_DIVERGED    /* the cost is not finite, or grew too often in a row */
} StopReason;

typedef struct Descent {
  double alpha; /* > 0 */
  size_t iterations;
  double tolerance; /* >= 0 */
  StepFunction *on_step;
  void *context;
} Descent;

typedef struct Outcome {
  StopReason reason;
  size_t iterations; /* done; theta is what they led to */
  double first_cost, cost;
} Outcome;

/* How many growing costs in a row are called divergence. */
enum { DIVERGENCE_STEPS = 8 };

/* theta <- theta - alpha * gradient, again and again; the objective is
 * evaluated once more than there are iterations. `gradient` is scratch of
 * objective->size. Whatever the reason for the end, theta and the outcome hold
 * the last complete iteration; a status other than OK comes from evaluate. */
Status descend(Outcome *outcome, double *theta, double *gradient,
               const Objective *objective, const Descent *options);

#endif
