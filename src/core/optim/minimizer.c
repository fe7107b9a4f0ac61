#include "core/optim/minimizer.h"

#include <math.h>
#include <string.h>

double minimizer_largest(const double *v, size_t n) {
  double most = 0;
  for (size_t i = 0; i < n; i++) most = fmax(most, fabs(v[i]));
  return most;
}

double minimizer_dot(const double *a, const double *b, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

Status minimizer_evaluate(Minimizer *m) {
  return m->objective->evaluate(m->objective->context, m->theta, &m->cost,
                                m->gradient);
}

void minimizer_end(Minimizer *m, StopReason reason) {
  m->outcome->reason = reason;
  m->done = true;
}

Status minimizer_give_up(Minimizer *m) {
  minimizer_end(m, minimizer_is_steep(m) ? STOP_STUCK : STOP_PRECISION);
  return status_ok();
}

/* Steps are reported in the caller's coordinates. */
static Step step_of(Minimizer *m, size_t k) {
  const Objective *o = m->objective;
  if (!o->outside) return (Step){k, m->cost, m->theta, m->gradient};
  memcpy(m->told_gradient, m->gradient, o->size * sizeof *m->gradient);
  o->outside(o->context, m->told, m->told_gradient, m->theta);
  return (Step){k, m->cost, m->told, m->told_gradient};
}

double minimizer_slope(const Minimizer *m) {
  const Objective *o = m->objective;
  return o->slope ? o->slope(o->context, m->gradient)
                  : minimizer_largest(m->gradient, o->size);
}

void minimizer_report(Minimizer *m, size_t k) {
  const Step step = step_of(m, k);
  if (!k) m->outcome->first_cost = m->cost;
  m->outcome->cost = m->cost;
  m->outcome->iterations = k;
  m->outcome->refused = 0;
  const bool go_on = m->options->on_step(m->options->context, &step);
  if (!isfinite(m->cost))
    minimizer_end(m, STOP_DIVERGED);
  else if (!go_on)
    minimizer_end(m, STOP_CALLBACK);
  else if (minimizer_slope(m) <= m->options->tolerance)
    minimizer_end(m, STOP_CONVERGED);
  else if (k == m->options->iterations)
    minimizer_end(m, STOP_ITERATIONS);
}

/* A dimensionless slope falls to about 1e-16 at a minimum; a slope in unknown
 * units is compared with the square root of the cost. */
bool minimizer_is_steep(const Minimizer *m) {
  if (m->objective->slope) return !(minimizer_slope(m) <= STEEP_SLOPE);
  const double all = fmax(1, sqrt(fabs(m->outcome->first_cost)));
  return !(minimizer_slope(m) <= 1e-6 * all);
}
