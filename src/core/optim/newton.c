/* newton.c - Newton's method with step halving. */
#include <math.h>
#include <string.h>

#include "core/linalg/cholesky.h"
#include "core/linalg/lapack.h"
#include "core/optim/newton.h"

enum { MOST_HALVINGS = 40 };

/* A gain below this fraction of the cost is lost in rounding: halving the step
 * cannot help. */
static const double HIDDEN = 1e-14;

static size_t scratch(size_t p) { return p * p + 3 * p; }

/* Scratch of one step. */
typedef struct Place {
  double *hessian, *direction, *from, *before;
} Place;

/* x <- H⁻¹ x; false if H is numerically singular. For few weights, without
 * loading BLAS, whose threads would also compete with this one. */
static bool solve(double *x, double *H, size_t p) {
  enum { FEW = 64 };
  const int n = (int)p, one = 1;
  int info;
  if (p <= FEW) {
    if (!cholesky_factor(H, H, p, 0)) return false;
    cholesky_solve(x, H, p);
    return true;
  }
  lapack()->dposv("L", &n, &one, H, &n, x, &n, &info, 1);
  return info == 0;
}

/* direction = -H⁻¹ g by Cholesky's factors. If H is numerically
 * singular, a growing ridge is added to its diagonal until it is not. */
static Status find_direction(Minimizer *m, Place *at) {
  const size_t p = m->objective->size;
  for (double ridge = 0; ridge<1; ridge = ridge> 0 ? 100 * ridge : 1e-12) {
    Status s =
      m->objective->curvature(m->objective->context, m->theta, at->hessian);
    if (s.code != STATUS_OK) return s;
    for (size_t j = 0; j < p; j++) {
      at->hessian[j * p + j] += ridge * (1 + at->hessian[j * p + j]);
      at->direction[j] = -m->gradient[j];
    }
    if (solve(at->direction, at->hessian, p)) break;
  }
  return status_ok();
}

static Status look(Minimizer *m, const Place *at, double t) {
  for (size_t j = 0; j < m->objective->size; j++)
    m->theta[j] = at->from[j] + t * at->direction[j];
  return minimizer_evaluate(m);
}

/* A smaller cost or, within rounding, a clearly smaller gradient. */
static bool better(const Minimizer *m, double cost, const double *before) {
  const size_t p = m->objective->size;
  if (m->cost < cost) return true;
  return m->cost <= cost + 1e-12 * fabs(cost) &&
         minimizer_largest(m->gradient, p) < minimizer_largest(before, p) / 2;
}

/* gᵀ H⁻¹ g / 2: the expected gain, for any scale of the features. */
static double to_gain(const Minimizer *m, const Place *at) {
  return -minimizer_dot(m->gradient, at->direction, m->objective->size) / 2;
}

/* Takes the first of a full step, half of it, a quarter, ... that decreases the
 * cost. If none does, *found is false and theta is unchanged. */
static Status step(Minimizer *m, Place *at, bool *found) {
  const size_t bytes = m->objective->size * sizeof *m->theta;
  const double cost = m->cost;
  memcpy(at->from, m->theta, bytes);
  memcpy(at->before, m->gradient, bytes);
  Status s = find_direction(m, at);
  const bool hidden = to_gain(m, at) <= HIDDEN * fabs(cost);
  const int most = hidden ? 1 : MOST_HALVINGS;
  double t = 1;
  *found = false;
  for (int i = 0; i < most && s.code == STATUS_OK; i++, t /= 2) {
    s = look(m, at, t);
    *found = s.code == STATUS_OK && better(m, cost, at->before);
    if (*found) return s;
  }
  m->outcome->refused = m->cost;
  memcpy(m->theta, at->from, bytes);
  memcpy(m->gradient, at->before, bytes);
  m->cost = cost;
  return s;
}

static Status iterate(Minimizer *m) {
  const size_t p = m->objective->size;
  double *rest = m->state + p * p;
  Place at = {m->state, rest, rest + p, rest + 2 * p};
  bool found;
  Status s = step(m, &at, &found);
  if (s.code != STATUS_OK) return s;
  if (!found) return minimizer_give_up(m);
  minimizer_report(m, m->outcome->iterations + 1);
  return s;
}

const MinimizerMethod newton = {scratch, iterate};
