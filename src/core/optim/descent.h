/* descent.h - making any function with a gradient small.
 *
 * What is minimised is an Objective: cost and gradient at a point, in one call.
 * A model with its data is one, and so is a learner's own Lua function. All
 * methods share the callback, the reasons to stop and the outcome.
 */
#ifndef CORE_OPTIM_DESCENT_H
#define CORE_OPTIM_DESCENT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

/* Of a slope without units, which falls to about 1e-16 at the bottom: above it,
 * the minimum has not been found. */
#define STEEP_SLOPE 1e-8

typedef struct Objective {
  size_t size; /* parameters, p */
  Status (*evaluate)(void *context, const double *theta, double *cost,
                     double *gradient);
  /* The matrix of second derivatives, p × p, symmetric; newton alone needs
   * it, NULL otherwise. */
  Status (*curvature)(void *context, const double *theta, double *hessian);
  /* Moves theta by an epoch of small steps; METHOD_EPOCHS alone needs it. */
  Status (*epoch)(void *context, double *theta);
  void *context;
  /* Where lbfgs and newton had better work in other coordinates (of the same
   * number): the functions above then take those. From theta into them, and
   * back, together with a gradient. NULL: they are theta. */
  void (*inside)(void *context, double *point, const double *theta);
  void (*outside)(void *context, double *theta, double *gradient,
                  const double *point);
  /* The largest slope, free of the units of the data, from the gradient as
   * `evaluate` gives it. NULL: the largest component. */
  double (*slope)(void *context, const double *gradient);
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
  STOP_CONVERGED,  /* the largest slope does not exceed the tolerance */
  STOP_PRECISION,  /* no step makes the cost smaller in double precision */
  STOP_STUCK,      /* the same, but too steep to be the bottom */
  STOP_CALLBACK,   /* the step function said so */
  STOP_DIVERGED    /* the cost is not finite, or above its start and growing */
} StopReason;

typedef enum Method {
  METHOD_GD,       /* theta <- theta - alpha g */
  METHOD_MOMENTUM, /* v <- momentum v + g, theta <- theta - alpha v (Polyak
                      1964) */
  METHOD_ADAM,     /* Kingma and Ba 2015, with their 0.9, 0.999 and 1e-8 */
  METHOD_LBFGS,    /* the 20 latest steps (Nocedal and Wright 2006, 7.4) */
  METHOD_NEWTON,   /* theta <- theta - H⁻¹ g, halved while the cost grows */
  METHOD_EPOCHS    /* an iteration is the objective's own epoch */
} Method;

typedef struct Descent {
  Method method;
  double alpha;    /* > 0; for gd, momentum and adam */
  double momentum; /* in [0, 1) */
  size_t iterations;
  double tolerance;      /* >= 0 */
  StepFunction *on_step; /* of the cost that is not finite, it is the last */
  void *context;
  double floor; /* >= 0; costs below it are nothing but rounding */
} Descent;

typedef struct Outcome {
  StopReason reason;
  size_t iterations; /* done; theta is what they led to */
  double first_cost, cost;
  size_t growing; /* how many of the last costs, in a row, grew */
} Outcome;

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

/* Costs that grow and grow, or stay beyond all measure. */
typedef struct Watch {
  double first, before;
  size_t growing, absurd;
} Watch;

/* What lbfgs knows of the steps it keeps in the scratch, and of iterations that
 * bring nothing. */
typedef struct Trail {
  size_t count, next;           /* steps kept; where the next goes */
  double cost, slope, steepest; /* the smallest so far; the largest slope */
  int idle;                     /* iterations since something fell */
} Trail;

/* A descent under way; what the pointers lead to must live as long. */
typedef struct Minimizer {
  const Objective *objective;
  const Descent *options;
  Outcome *outcome;
  double *theta, *gradient, *state; /* state: what the method keeps */
  double *told, *told_gradient;     /* outside, where that is another place */
  double cost;
  size_t since; /* iterations when the state was empty */
  bool done;    /* the outcome's reason holds */
  Watch watch;
  Trail trail;
} Minimizer;

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
