/* exact.c - train by solving: the line that no step can improve. */
#include "exact.h"

#include <math.h>
#include <stdio.h>

#include "least_squares.h"

#include "../interrupt.h"

static void tell_doubt(lua_State *L, const LeastSquares *found, size_t p) {
  char text[200];
  if (found->rank < p)
    snprintf(text, sizeof text,
             "train: the columns depend on each other (%zu of %zu, ones "
             "included, are independent): a dependent one got weight 0",
             found->rank, p);
  else if (found->condition > 1e12)
    snprintf(text, sizeof text,
             "train: X is nearly dependent (condition %.0e): the last digits "
             "of X decide the weights", found->condition);
  else
    return;
  warn(L, text);
}

Outcome solve_exact(Fit *fit, int arg_X) {
  (void)arg_X;
  lua_State *L = fit->L;
  const Model *m = &fit->core;
  if (fit->m->custom || m->kind != MODEL_LINEAR)
    fail(L, "method \"exact\" solves linear models; for a %s one use "
            "\"newton\"", model_kind(fit->m));
  const size_t p = model_size(m);
  Outcome outcome = {STOP_CONVERGED, 1, fit_cost(fit, NULL), NAN};
  size_t need = least_squares_scratch(fit->X.rows, fit->X.cols, m->lambda);
  double *scratch = push_scratch(L, need, sizeof *scratch);
  double *theta = push_scratch(L, p, sizeof *theta);
  LeastSquares found;
  const Equations equations = {.X = fit->X, .y = fit->y, .lambda = m->lambda,
                               .intercept = m->intercept};
  check_status(L, least_squares(&found, theta, &equations, scratch,
                                &interrupted), "X");
  vec_copy(vec_of(fit->theta, p), vec_of(theta, p));
  lua_pop(L, 2);
  tell_doubt(L, &found, m->features + m->intercept);
  outcome.cost = fit_cost(fit, NULL);
  return outcome;
}
