/* exact.c - train by solving: the line, or the curve, that no step can improve.
 */
#include "exact.h"

#include <math.h>
#include <stdio.h>

#include "poly_squares.h"

#include "../interrupt.h"

/* -- doubts --------------------------------------------------------------- */

static void tell_doubt(lua_State *L, const LeastSquares *found, size_t p) {
  char text[200];
  if (found->rank < p)
    snprintf(text, sizeof text,
             "train: the columns depend on each other (%zu of %zu, ones "
             "included, are independent): their weights are one choice of "
             "many", found->rank, p);
  else if (found->condition > 1e12 || !(found->change < 1e-13))
    snprintf(text, sizeof text,
             "train: X is nearly dependent (condition %.0e): the last digits "
             "of X decide the weights", found->condition);
  else
    return;
  warn(L, text);
}

/* The weights are right, but a prediction adds large numbers that cancel. */
static void tell_cancelling(Fit *fit, const PolySquares *found) {
  static const double MUCH = 1e8;
  if (!(found->cancelling > MUCH) || found->middle == 0) return;
  lua_State *L = fit->L;
  char text[300];
  const double left = 16 - log10(found->cancelling);
  const char *name = push_input_name(L, fit->model, found->column);
  snprintf(text, sizeof text,
           "train: the powers of %.60s are far larger than y and cancel: "
           "predictions keep about %.0f of 16 digits; train on %.60s - %.6g "
           "instead", name, fmax(left, 0), name, found->middle);
  lua_pop(L, 1);
  warn(L, text);
}

/* -- solving -------------------------------------------------------------- */

/* Are there powers that can be made of raw columns more precisely than the
 * features hold them? Without an intercept a scale that shifts cannot be given
 * back; a penalty is on the features as they are. */
static bool makes_powers(const Fit *fit) {
  const LuaModel *m = fit->m;
  return m->degree > 1 && fit->core.lambda == 0 &&
         (fit->core.intercept || m->scaling == NO_SCALING);
}

static void check_powers(Fit *fit, Status s) {
  lua_State *L = fit->L;
  if (s.code == STATUS_RANGE && s.i == 0)
    fail(L, "the powers of %s are beyond what a number can hold; use a smaller "
            "degree or other units", push_input_name(L, fit->model, s.j));
  if (s.code == STATUS_RANGE)
    fail(L, "a weight is beyond what a number can hold; use a smaller degree "
            "or other units");
  check_status(L, s, "X");
}

static void solve_powers(Fit *fit, double *theta, Mat X) {
  lua_State *L = fit->L;
  const LuaModel *m = fit->m;
  const PolyEquations given = {X, m->degree, fit->core.intercept, fit->y};
  const size_t need = poly_squares_scratch(X.rows, X.cols, m->degree);
  double *scratch = push_scratch(L, need, sizeof *scratch);
  Wide *raw = push_scratch(L, fit->core.features + 1, sizeof *raw);
  PolySquares found;
  check_powers(fit, poly_squares(&found, raw, &given, scratch, &interrupted));
  const bool scaled = m->scaling != NO_SCALING;
  features_scaled(theta, &(Features){X.cols, m->degree,
                                     scaled ? &m->scale : NULL}, raw);
  lua_pop(L, 2);
  tell_doubt(L, &found.in, fit->core.features + fit->core.intercept);
  tell_cancelling(fit, &found);
}

static void solve_columns(Fit *fit, double *theta) {
  lua_State *L = fit->L;
  const Model *m = &fit->core;
  const Equations given = {.X = fit->X, .y = fit->y, .lambda = m->lambda,
                           .intercept = m->intercept};
  const size_t need = least_squares_scratch(fit->X.rows, fit->X.cols,
                                            m->lambda);
  double *scratch = push_scratch(L, need, sizeof *scratch);
  LeastSquares found;
  check_status(L, least_squares(&found, theta, &given, scratch, &interrupted),
               "X");
  lua_pop(L, 1);
  tell_doubt(L, &found, m->features + m->intercept);
}

Outcome solve_exact(Fit *fit, int arg_X) {
  lua_State *L = fit->L;
  const Model *m = &fit->core;
  if (fit->m->custom || m->kind != MODEL_LINEAR)
    fail(L, "method \"exact\" solves linear models; for a %s one use "
            "\"newton\"", model_kind(fit->m));
  const size_t p = model_size(m);
  Outcome outcome = {STOP_CONVERGED, 1, fit_cost(fit, NULL), NAN};
  double *theta = push_scratch(L, p, sizeof *theta);
  if (makes_powers(fit))
    solve_powers(fit, theta, check_features(L, arg_X));
  else
    solve_columns(fit, theta);
  vec_copy(vec_of(fit->theta, p), vec_of(theta, p));
  lua_pop(L, 1);
  outcome.cost = fit_cost(fit, NULL);
  return outcome;
}
