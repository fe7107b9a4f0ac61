/* minimizer.h - the state of a minimization, and what its methods share. */
#ifndef CORE_OPTIM_MINIMIZER_H
#define CORE_OPTIM_MINIMIZER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

/* A limit for the dimensionless slope, which falls to about 1e-16 at the
 * minimum: above it, the minimum has not been found. */
#define STEEP_SLOPE 1e-8

typedef struct Objective {
  size_t size; /* parameters, p */
  Status (*evaluate)(void *context, const double *theta, double *cost,
                     double *gradient);
  /* The matrix of second derivatives, p × p, symmetric; only newton uses it;
   * NULL otherwise. */
  Status (*curvature)(void *context, const double *theta, double *hessian);
  /* Runs one epoch; only METHOD_EPOCHS uses it. */
  Status (*epoch)(void *context, double *theta);
  void *context;
  /* A change of coordinates for lbfgs and newton; the functions above then take
   * inner coordinates. `inside` converts theta to them, `outside` converts a
   * point and a gradient back. NULL: none. */
  void (*inside)(void *context, double *point, const double *theta);
  void (*outside)(void *context, double *theta, double *gradient,
                  const double *point);
  /* The largest slope, independent of the units of the data, from the gradient
   * that `evaluate` returns. NULL: the largest component. */
  double (*slope)(void *context, const double *gradient);
} Objective;

/* The state after an iteration: cost and gradient at theta. */
typedef struct Step {
  size_t iteration; /* from 1; 0: the start */
  double cost;
  const double *theta, *gradient;
} Step;

/* Called at the start and after each iteration; returns false to stop. */
typedef bool StepFunction(void *context, const Step *step);

typedef enum StopReason {
  STOP_ITERATIONS, /* the iteration limit */
  STOP_CONVERGED,  /* the largest slope does not exceed the tolerance */
  STOP_PRECISION,  /* no step decreases the cost in double precision */
  STOP_STUCK,      /* the same, but the gradient is too large for a minimum */
  STOP_CALLBACK,   /* the step function returned false */
  STOP_DIVERGED /* the cost is not finite, or above the first cost and growing
                   */
} StopReason;

typedef enum Method {
  METHOD_GD,       /* theta <- theta - alpha g */
  METHOD_MOMENTUM, /* v <- momentum v + g, theta <- theta - alpha v (Polyak
                      1964) */
  METHOD_ADAM,     /* Kingma and Ba 2015, with their 0.9, 0.999 and 1e-8 */
  METHOD_LBFGS,    /* with the last 20 steps (Nocedal and Wright 2006, 7.4) */
  METHOD_NEWTON,   /* theta <- theta - H⁻¹ g, halved while the cost grows */
  METHOD_EPOCHS    /* an iteration is the objective's epoch */
} Method;

typedef struct Descent {
  Method method;
  double alpha;    /* > 0; for gd, momentum and adam */
  double momentum; /* in [0, 1) */
  size_t iterations;
  double tolerance;      /* >= 0 */
  StepFunction *on_step; /* also called with a cost that is not finite */
  void *context;
  double floor; /* >= 0; lower costs are rounding errors */
} Descent;

typedef struct Outcome {
  StopReason reason;
  size_t iterations; /* completed; theta is their result */
  double first_cost, cost;
  size_t growing; /* how many of the last costs grew consecutively */
  double refused; /* the cost of the shortest step tried in vain; else 0 */
} Outcome;

/* Counts of costs that keep growing or stay absurdly large. */
typedef struct Watch {
  double first, before;
  size_t growing, absurd;
} Watch;

/* State of lbfgs: the steps stored in scratch, and iterations without
 * progress. */
typedef struct Trail {
  size_t count, next;           /* steps stored; position of the next */
  double cost, slope, steepest; /* the smallest so far; the largest slope */
  int idle; /* iterations since the cost or the slope decreased */
} Trail;

/* A minimization in progress. The caller owns everything it points to. */
typedef struct Minimizer {
  const Objective *objective;
  const Descent *options;
  Outcome *outcome;
  double *theta, *gradient, *state; /* state: the method's */
  double *told,
    *told_gradient; /* as reported, in outer coordinates, if they differ */
  double cost;
  size_t since; /* iteration at which the state was empty */
  bool done;    /* the outcome's reason is set */
  Watch watch;
  Trail trail;
} Minimizer;

/* A method with a larger state. */
typedef struct MinimizerMethod {
  size_t (*scratch)(size_t p); /* doubles of state for p parameters */
  Status (*step)(
    Minimizer
      *m); /* one iteration from the cost and gradient at theta; reports the
             result */
} MinimizerMethod;

/* Evaluates at theta, into cost and gradient. */
Status minimizer_evaluate(Minimizer *m);

/* Reports that iteration k is complete, with cost and gradient at theta. If it
 * is the last, sets m->done and the reason in the outcome. */
void minimizer_report(Minimizer *m, size_t k);

/* Ends the minimization for this reason. */
void minimizer_end(Minimizer *m, StopReason reason);

/* Ends it because no step decreases the cost. */
Status minimizer_give_up(Minimizer *m);

/* The largest slope, as the objective measures it. */
double minimizer_slope(const Minimizer *m);

/* Is it larger than rounding explains at a minimum? Then a method that finds no
 * better step stops with STOP_STUCK rather than STOP_PRECISION. */
bool minimizer_is_steep(const Minimizer *m);

/* The largest absolute value, and Σ a b. */
double minimizer_largest(const double *v, size_t n);
double minimizer_dot(const double *a, const double *b, size_t n);

#endif
