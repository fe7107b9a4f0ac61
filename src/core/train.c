#include "train.h"

#include <math.h>

static double largest(const double *v, size_t n) {
  double most = 0;
  for (size_t i = 0; i < n; i++) most = fmax(most, fabs(v[i]));
  return most;
}

/* Rounding makes a cost that has settled tremble: that is not growth. */
static bool grew(double cost, double before) {
  return cost > before * (1 + 1e-12);
}

Status descend(Outcome *outcome, double *theta, double *gradient,
               const Objective *objective, const Descent *options) {
  const size_t p = objective->size;
  int growing = 0;
  *outcome = (Outcome){STOP_ITERATIONS, 0, NAN, NAN};
  for (size_t k = 0;; k++) {
    double cost;
    Status s = objective->evaluate(objective->context, theta, &cost, gradient);
    if (s.code != STATUS_OK) return s;
    growing = k && grew(cost, outcome->cost) ? growing + 1 : 0;
    if (!k) outcome->first_cost = cost;
    outcome->cost = cost;
    outcome->iterations = k;
    const Step step = {k, cost, theta, gradient};
    outcome->reason = STOP_DIVERGED;
    if (!isfinite(cost) || growing >= DIVERGENCE_STEPS) return status_ok();
    outcome->reason = STOP_CALLBACK;
    if (!options->on_step(options->context, &step)) return status_ok();
    outcome->reason = STOP_CONVERGED;
    if (largest(gradient, p) <= options->tolerance) return status_ok();
    outcome->reason = STOP_ITERATIONS;
    if (k == options->iterations) return status_ok();
    for (size_t j = 0; j < p; j++) theta[j] -= options->alpha * gradient[j];
  }
}
