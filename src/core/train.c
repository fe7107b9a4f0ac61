#include "train.h"

#include <math.h>
#include <string.h>

#include "minimise.h"

double largest(const double *v, size_t n) {
  double most = 0;
  for (size_t i = 0; i < n; i++) most = fmax(most, fabs(v[i]));
  return most;
}

double inner(const double *a, const double *b, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

/* -- what all methods share ----------------------------------------------- */

Status minimiser_evaluate(Minimiser *m) {
  return m->objective->evaluate(m->objective->context, m->theta, &m->cost,
                                m->gradient);
}

static bool end(Minimiser *m, StopReason reason) {
  m->outcome->reason = reason;
  return true;
}

bool minimiser_done(Minimiser *m, size_t k) {
  const Step step = {k, m->cost, m->theta, m->gradient};
  if (!k) m->outcome->first_cost = m->cost;
  m->outcome->cost = m->cost;
  m->outcome->iterations = k;
  if (!isfinite(m->cost)) return end(m, STOP_DIVERGED);
  if (!m->options->on_step(m->options->context, &step))
    return end(m, STOP_CALLBACK);
  if (largest(m->gradient, m->objective->size) <= m->options->tolerance)
    return end(m, STOP_CONVERGED);
  if (k == m->options->iterations) return end(m, STOP_ITERATIONS);
  return false;
}

/* At the bottom rounding leaves the gradient of a sum like Σ e x about 1e-16 of
 * e x, e being some root of the cost. Where features are so large that this
 * comes near e itself, it hides the gradients of smaller ones and of b. */
bool minimiser_steep(const Minimiser *m) {
  const double all = fmax(1, sqrt(fabs(m->outcome->first_cost)));
  return !(largest(m->gradient, m->objective->size) <= 1e-3 * all);
}

/* -- steps along the gradient --------------------------------------------- */

/* Moves theta by one iteration, the k-th; `state` is what the method keeps from
 * one to the next. NULL stands for the objective's own epoch. */
typedef void Update(double *theta, const double *gradient, double *state,
                    size_t p, size_t k, const Descent *options);

static void update_gd(double *theta, const double *gradient, double *state,
                      size_t p, size_t k, const Descent *options) {
  (void)state, (void)k;
  for (size_t j = 0; j < p; j++) theta[j] -= options->alpha * gradient[j];
}

static void update_momentum(double *theta, const double *gradient,
                            double *state, size_t p, size_t k,
                            const Descent *options) {
  (void)k;
  for (size_t j = 0; j < p; j++) {
    state[j] = options->momentum * state[j] + gradient[j];
    theta[j] -= options->alpha * state[j];
  }
}

static void update_adam(double *theta, const double *gradient, double *state,
                        size_t p, size_t k, const Descent *options) {
  const double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  const double full1 = 1 - pow(beta1, (double)k);
  const double full2 = 1 - pow(beta2, (double)k);
  double *mean = state, *square = state + p;
  for (size_t j = 0; j < p; j++) {
    mean[j] = beta1 * mean[j] + (1 - beta1) * gradient[j];
    square[j] = beta2 * square[j] + (1 - beta2) * gradient[j] * gradient[j];
    theta[j] -= options->alpha * (mean[j] / full1) /
                (sqrt(square[j] / full2) + epsilon);
  }
}

/* Costs that grow and grow, or stay beyond all measure. */
typedef struct Watch {
  double first, before, smallest;
  int growing, absurd;
} Watch;

/* Rounding makes a cost that has settled tremble: that is not growth; nor is
 * anything at the foot of an exact fit, where costs are squares of roundings. */
static bool diverges(Watch *w, Method method, double cost) {
  const double settled = 1 + 1e-12, swing = method == METHOD_GD ? 1 : 1000;
  if (isinf(w->first)) w->first = cost;
  const bool grows = cost > w->before * settled && cost > 1e-20 * w->first;
  w->growing = grows ? w->growing + 1 : 0;
  w->before = cost;
  if (cost < w->smallest) w->smallest = cost;
  /* Steps of one size, as adam's are, leave such a cost where it is. */
  w->absurd = cost > 1e30 * fmax(1, w->smallest) ? w->absurd + 1 : 0;
  if (w->absurd >= DIVERGENCE_STEPS) return true;
  return w->growing >= DIVERGENCE_STEPS && cost > swing * w->smallest;
}

static Status along_gradient(Minimiser *m, Update *update, double *state) {
  const size_t p = m->objective->size;
  Watch watch = {INFINITY, INFINITY, INFINITY, 0, 0};
  for (size_t k = 0;; k++) {
    Status s = minimiser_evaluate(m);
    if (s.code != STATUS_OK) return s;
    bool grown = diverges(&watch, m->options->method, m->cost);
    if (minimiser_done(m, k)) return s;
    if (grown) {
      m->outcome->reason = STOP_DIVERGED;
      return s;
    }
    if (update)
      update(m->theta, m->gradient, state, p, k + 1, m->options);
    else
      s = m->objective->epoch(m->objective->context, m->theta);
    if (s.code != STATUS_OK) return s;
  }
}

/* -- all methods ---------------------------------------------------------- */

size_t descend_scratch(Method method, size_t p) {
  switch (method) {
  case METHOD_GD:
  case METHOD_EPOCHS: return p;
  case METHOD_MOMENTUM: return 2 * p;
  case METHOD_ADAM: return 3 * p;
  case METHOD_LBFGS: return p + lbfgs_scratch(p);
  case METHOD_NEWTON: return p + newton_scratch(p);
  }
  return 0;
}

Status descend(Outcome *outcome, double *theta, double *scratch,
               const Objective *objective, const Descent *options) {
  const size_t p = objective->size;
  double *state = scratch + p;
  Minimiser m = {objective, options, outcome, theta, scratch, NAN};
  memset(scratch, 0, descend_scratch(options->method, p) * sizeof *scratch);
  *outcome = (Outcome){STOP_ITERATIONS, 0, NAN, NAN};
  switch (options->method) {
  case METHOD_GD: return along_gradient(&m, update_gd, state);
  case METHOD_MOMENTUM: return along_gradient(&m, update_momentum, state);
  case METHOD_ADAM: return along_gradient(&m, update_adam, state);
  case METHOD_EPOCHS: return along_gradient(&m, NULL, state);
  case METHOD_LBFGS: return lbfgs(&m, state);
  case METHOD_NEWTON: return newton(&m, state);
  }
  return status_ok();
}
