#include "core/optim/descent.h"

#include <math.h>
#include <string.h>

#include "core/optim/lbfgs.h"
#include "core/optim/newton.h"
#include "core/simd.h"

/* -- steps along the gradient --------------------------------------------- */

static void update_gd(double *theta, const double *gradient, size_t p,
                      const Descent *options) {
  for (size_t j = 0; j < p; j++) theta[j] -= options->alpha * gradient[j];
}

static void update_momentum(double *theta, const double *gradient,
                            double *state, size_t p, const Descent *options) {
  for (size_t j = 0; j < p; j++) {
    state[j] = options->momentum * state[j] + gradient[j];
    theta[j] -= options->alpha * state[j];
  }
}

/* The k-th update since the state was empty. */
static void update_adam(double *theta, const double *gradient, double *state,
                        size_t p, size_t k, const Descent *options) {
  const double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  const double full1 = 1 - pow(beta1, (double)k);
  const double full2 = 1 - pow(beta2, (double)k);
  double *mean = state, *square = state + p;
  for (size_t j = 0; j < p; j++) {
    mean[j] = beta1 * mean[j] + (1 - beta1) * gradient[j];
    square[j] = beta2 * square[j] + (1 - beta2) * gradient[j] * gradient[j];
    theta[j] -=
      options->alpha * (mean[j] / full1) / (sqrt(square[j] / full2) + epsilon);
  }
}

/* -- divergence ----------------------------------------------------------- */

/* By what factor a descent that converges may exceed its first cost. On a
 * parabola, stable momentum moves at most (1 + momentum) / (1 - momentum) times
 * as far from the minimum as the start. Batches make the cost noisy. */
static double swing(const Descent *how) {
  if (how->method == METHOD_EPOCHS) return 1000;
  if (how->method != METHOD_MOMENTUM) return 1;
  const double reach = (1 + how->momentum) / (1 - how->momentum);
  return reach * reach;
}

/* By more than rounding or summation order can explain. */
static bool above_start(const Watch *w, double cost, const Descent *how) {
  const double room = fmax(swing(how) - 1, 1e-6);
  return cost > w->first + room * fabs(w->first) + how->floor;
}

/* Records the next cost; true: divergence. Rounding noise of a converged cost
 * is not growth. */
static bool diverges(Watch *w, double cost, const Descent *how) {
  const size_t enough =
    how->method == METHOD_ADAM ? DIVERGENCE_ADAM : DIVERGENCE_STEPS;
  if (isinf(w->first)) w->first = cost;
  const bool grows = cost > w->before + 1e-12 * fabs(w->before);
  w->growing = grows ? w->growing + 1 : 0;
  w->before = cost;
  /* With steps of constant size, as in adam, such a cost does not recover. */
  w->absurd = cost > 1e30 * fmax(1, w->first) ? w->absurd + 1 : 0;
  if (w->absurd >= DIVERGENCE_STEPS) return true;
  return w->growing >= enough && above_start(w, cost, how);
}

/* At the iteration limit fewer steps are enough. */
static bool ends_diverged(const Minimizer *m) {
  const size_t done = m->outcome->iterations - m->since;
  const size_t enough = done < DIVERGENCE_AT_END ? done : DIVERGENCE_AT_END;
  const Watch *w = &m->watch;
  if (m->outcome->reason != STOP_ITERATIONS || done < 2) return false;
  if (w->absurd >= enough) return true;
  return m->options->method != METHOD_ADAM && w->growing >= enough &&
         above_start(w, m->cost, m->options);
}

/* These return a fresh status_ok() rather than the one received: copying that
 * would stall longer than a short iteration takes. */

/* Evaluates at the new theta and reports. */
INLINE Status arrive(Minimizer *m, size_t k) {
  const Status s = minimizer_evaluate(m);
  if (s.code != STATUS_OK) return s;
  const bool grown = diverges(&m->watch, m->cost, m->options);
  minimizer_report(m, k);
  m->outcome->growing = m->watch.growing;
  if (m->done ? ends_diverged(m) : grown) minimizer_end(m, STOP_DIVERGED);
  return status_ok();
}

INLINE void update(Minimizer *m, size_t k) {
  const size_t p = m->objective->size;
  const Descent *how = m->options;
  if (how->method == METHOD_GD)
    update_gd(m->theta, m->gradient, p, how);
  else if (how->method == METHOD_MOMENTUM)
    update_momentum(m->theta, m->gradient, m->state, p, how);
  else
    update_adam(m->theta, m->gradient, m->state, p, k - m->since, how);
}

INLINE Status along_gradient(Minimizer *m) {
  const size_t k = m->outcome->iterations + 1;
  if (m->options->method == METHOD_EPOCHS) {
    const Status s = m->objective->epoch(m->objective->context, m->theta);
    if (s.code != STATUS_OK) return s;
  } else
    update(m, k);
  return arrive(m, k);
}

/* -- all methods ---------------------------------------------------------- */

size_t descent_scratch(Method method, size_t p) {
  switch (method) {
  case METHOD_GD:
  case METHOD_EPOCHS: return p;
  case METHOD_MOMENTUM: return 2 * p;
  case METHOD_ADAM: return 3 * p;
  case METHOD_LBFGS: return 3 * p + lbfgs.scratch(p);
  case METHOD_NEWTON: return 3 * p + newton.scratch(p);
  }
  return 0;
}

static void forget(Minimizer *m) {
  const size_t p = m->objective->size;
  const size_t all = descent_scratch(m->options->method, p);
  const size_t kept = all - (size_t)(m->state - m->gradient);
  memset(m->state, 0, kept * sizeof *m->state);
  m->watch = (Watch){INFINITY, INFINITY, 0, 0};
  m->trail = (Trail){0, 0, INFINITY, INFINITY, 0, 0};
}

static bool follows_gradient(Method method) {
  return method != METHOD_LBFGS && method != METHOD_NEWTON;
}

/* Switches to inner coordinates; the caller's theta is written at each
 * report. */
static void step_inside(Minimizer *m) {
  const size_t p = m->objective->size;
  m->told = m->theta;
  m->theta = m->state;
  m->told_gradient = m->state + p;
  m->state += 2 * p;
  m->objective->inside(m->objective->context, m->theta, m->told);
}

Status descent_begin(Minimizer *m, Outcome *outcome, double *theta,
                     double *scratch, const Objective *objective,
                     const Descent *options) {
  const size_t p = objective->size;
  *m = (Minimizer){.objective = objective,
                   .options = options,
                   .outcome = outcome,
                   .theta = theta,
                   .gradient = scratch,
                   .state = scratch + p,
                   .cost = NAN};
  *outcome = (Outcome){STOP_ITERATIONS, 0, NAN, NAN, 0, 0};
  if (objective->inside) step_inside(m);
  memset(m->gradient, 0, p * sizeof *m->gradient);
  forget(m);
  if (follows_gradient(options->method)) return arrive(m, 0);
  const Status s = minimizer_evaluate(m);
  if (s.code == STATUS_OK) minimizer_report(m, 0);
  return s;
}

/* Inlined into descent_run, where it dominates short iterations. */
INLINE Status next(Minimizer *m) {
  switch (m->options->method) {
  case METHOD_LBFGS: return lbfgs.step(m);
  case METHOD_NEWTON: return newton.step(m);
  default: return along_gradient(m);
  }
}

Status descent_next(Minimizer *m) { return next(m); }

Status descent_renew(Minimizer *m) {
  if (m->told) m->objective->inside(m->objective->context, m->theta, m->told);
  forget(m);
  m->since = m->outcome->iterations;
  Status s = minimizer_evaluate(m);
  if (s.code != STATUS_OK) return s;
  m->outcome->cost = m->cost;
  diverges(&m->watch, m->cost, m->options);
  if (!isfinite(m->cost)) minimizer_end(m, STOP_DIVERGED);
  return s;
}

Status descent_run(Outcome *outcome, double *theta, double *scratch,
                   const Objective *objective, const Descent *options) {
  Minimizer m;
  const Status begun =
    descent_begin(&m, outcome, theta, scratch, objective, options);
  if (begun.code != STATUS_OK) return begun;
  while (!m.done) {
    const Status s = next(&m);
    if (s.code != STATUS_OK) return s;
  }
  return status_ok();
}
