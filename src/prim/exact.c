/* exact.c - train by solving: the line that no step can improve. */
#include "exact.h"

#include <math.h>
#include <stdio.h>

#include "least_squares.h"

#include "../interrupt.h"

/* The cost at theta, into the outcome's `cost`; the gradient is not wanted. */
static double cost_at(lua_State *L, const LuaModel *m, Mat X, Vec y) {
  double cost;
  Model model = core_model(m);
  double *gradient = push_scratch(L, model_size(&model), sizeof *gradient);
  check_status(L, model_cost(&cost, gradient, &model, X, y, &interrupted),
               "X");
  lua_pop(L, 1);
  return cost;
}

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

Outcome solve_exact(lua_State *L, LuaModel *m, Mat X, Vec y) {
  if (m->kind != MODEL_LINEAR)
    fail(L, "method \"exact\" solves linear models; for a logistic one use "
            "\"newton\"");
  const size_t p = m->features + 1;
  Outcome outcome = {STOP_CONVERGED, 1, cost_at(L, m, X, y), NAN};
  size_t need = least_squares_scratch(X.rows, X.cols, m->lambda);
  double *scratch = push_scratch(L, need, sizeof *scratch);
  double *theta = push_scratch(L, p, sizeof *theta);
  LeastSquares found;
  check_status(L, least_squares(&found, theta, X, y, m->lambda, scratch,
                                &interrupted), "X");
  vec_copy(vec_of(m->theta, p), vec_of(theta, p));
  lua_pop(L, 2);
  tell_doubt(L, &found, p);
  outcome.cost = cost_at(L, m, X, y);
  return outcome;
}
