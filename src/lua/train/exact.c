/* exact.c - the method "exact": least squares. */
#include "lua/train/exact.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/double_double.h"
#include "core/squares/least_squares.h"
#include "core/linalg/mat.h"
#include "core/squares/normal_equations.h"
#include "core/linalg/vec.h"
#include "core/model/features.h"
#include "core/model/glm.h"
#include "core/model/poly_squares.h"
#include "core/optim/descent.h"
#include "core/status.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"
#include "lua/diagnostics/dependence.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/model_fit.h"
#include "lua/model/model_objective.h"
#include "sys/interrupt.h"

/* -- warnings ------------------------------------------------------------- */

bool exact_is_sure(const ModelFit *fit, const LeastSquares *found) {
  return found->rank >= fit->core.features + fit->core.intercept &&
         found->condition <= 1e12 && found->change < 1e-13;
}

static void tell_doubt(const ModelFit *fit, const LeastSquares *found) {
  char text[200];
  const size_t p = fit->core.features + fit->core.intercept;
  if (found->rank < p) {
    dependence_warn(fit, "train", found->rank);
    return;
  }
  if (exact_is_sure(fit, found)) return;
  snprintf(text, sizeof text,
           "train: the columns of X are nearly collinear (condition number "
           "%.0e): the weights depend on the last digits of X",
           found->condition);
  warn(fit->L, text);
}

/* The model predicts from the exact solution, but in w·x + b large numbers
 * cancel. */
static void tell_cancelling(ModelFit *fit, const PolySquares *found) {
  static const double MUCH = 1e8;
  if (!(found->cancelling > MUCH) || found->middle == 0) return;
  lua_State *L = fit->L;
  char text[300];
  const double left = 16 - log10(found->cancelling);
  const char *name = push_input_name(L, fit->model, found->column);
  snprintf(text, sizeof text,
           "train: the powers of %.60s are far larger than y and cancel: "
           "w·x + b has only about %.0f of 16 digits (m:predict has more); "
           "train on %.60s - %.6g instead",
           name, fmax(left, 0), name, found->middle);
  lua_pop(L, 1);
  warn(L, text);
}

/* -- solving -------------------------------------------------------------- */

/* Not with a penalty, which applies to the scaled features, and not with a shift
 * but no intercept to absorb it. */
bool exact_makes_powers(const ModelFit *fit) {
  const LuaModel *m = fit->m;
  return m->degree > 1 && fit->core.lambda == 0 && !fit->shared &&
         (fit->core.intercept || m->scaling == NO_SCALING);
}

/* Below this, predictions from w have 13 digits and are much faster. */
static const double WORTH_KEEPING = 1e3;

static void solve_powers(ModelFit *fit) {
  lua_State *L = fit->L;
  const LuaModel *m = fit->m;
  const Mat X = fit->raw;
  const PolyEquations given = {X, fit->degree, fit->core.intercept, fit->y,
                               fit->weight};
  const size_t need = poly_squares_scratch(X.rows, X.cols, given.degree);
  double *scratch = push_scratch(L, need, sizeof *scratch);
  DoubleDouble *raw = push_scratch(L, fit->core.features + 1, sizeof *raw);
  PolySquares found;
  check_powers(L, fit->model,
               poly_squares(&found, raw, &given, scratch, &interrupted));
  check_unchanged(L, m, fit->changes);
  const bool scaled = m->scaling != NO_SCALING;
  features_scaled(fit->theta,
                  &(Features){X.cols, given.degree, scaled ? &m->scale : NULL},
                  raw);
  if (found.cancelling > WORTH_KEEPING)
    model_keep_exact(L, fit->model, vec_of(fit->theta, fit->core.features + 1),
                     raw);
  lua_pop(L, 2);
  tell_doubt(fit, &found.in);
  tell_cancelling(fit, &found);
}

/* With many rows and few columns, normal equations need no copy of X. */
static bool solve_products(lua_State *L, LeastSquares *found, double *theta,
                           const Equations *given) {
  bool usable;
  if (!share_has_blocks(&given->blocks) && !normal_equations_pay(given))
    return false;
  const size_t need = normal_equations_scratch(given);
  double *scratch = push_scratch(L, need, sizeof *scratch);
  Status s =
    normal_equations(&usable, found, theta, given, scratch, &interrupted);
  check_status(L, s, "X");
  lua_pop(L, 1);
  return usable;
}

static void solve_factors(lua_State *L, LeastSquares *found, double *theta,
                          const Equations *given) {
  const size_t need =
    least_squares_scratch(given->X.rows, given->X.cols, given->lambda);
  double *scratch = push_scratch(L, need, sizeof *scratch);
  check_status(L, least_squares(found, theta, given, scratch, &interrupted),
               "X");
  lua_pop(L, 1);
}

Equations exact_equations(const ModelFit *fit) {
  return (Equations){.X = fit->X,
                     .y = fit->y,
                     .lambda = fit->core.lambda,
                     .intercept = fit->core.intercept,
                     .weight = fit->weight,
                     .total = fit->total,
                     .blocks = fit->blocks};
}

static void solve_columns(ModelFit *fit) {
  lua_State *L = fit->L;
  const Glm *m = &fit->core;
  const Equations given = exact_equations(fit);
  double *theta = push_scratch(L, model_size(m), sizeof *theta);
  LeastSquares found;
  if (!solve_products(L, &found, theta, &given)) {
    if (fit->shared)
      fail(L,
           "the columns of X are nearly collinear, or too far from 0 compared "
           "with their spread, for shared rows: normalize them, or use "
           "method=\"newton\"");
    solve_factors(L, &found, theta, &given);
  }
  memcpy(fit->theta, theta, model_size(m) * sizeof *theta);
  lua_pop(L, 1);
  tell_doubt(fit, &found);
}

/* -- accuracy ------------------------------------------------------------- */

/* If columns are far from 0, computes b from the mean error of the centered
 * columns, in double-double precision. */
static void refine_intercept(ModelFit *fit) {
  if (!fit->core.intercept || !model_objective_is_far(fit)) return;
  lua_State *L = fit->L;
  const Centered *c = &fit->centred;
  const size_t n = fit->core.features;
  double *point = push_scratch(L, 2 * (n + 1), sizeof *point);
  double cost, *gradient = point + n + 1;
  centered_inside(point, c, fit->theta);
  check_status(L, centered_cost(&cost, gradient, c, point), "X");
  point[n] -= gradient[n];
  fit->theta[n] = dd_round(centered_intercept(c, fit->theta, point));
  model_objective_keep_intercept(fit, point);
  lua_pop(L, 1);
}

/* The gradient norm of the other methods. */
static double shared_slope(const ModelFit *fit) {
  const Centered *c = &fit->centred;
  const size_t p = fit->core.features + 1;
  double *point = push_scratch(fit->L, 2 * p, sizeof *point);
  double cost, *gradient = point + p;
  centered_inside(point, c, fit->theta);
  check_status(fit->L, centered_cost(&cost, gradient, c, point), "X");
  const double slope = centered_inner_slope(c, gradient);
  lua_pop(fit->L, 1);
  return slope;
}

Status exact_slope(double *slope, const ModelFit *fit, Vec f, double *sum) {
  enum { POLL = 65536 };
  const Centered *c = &fit->centred;
  const Mat X = fit->X;
  const Examples e = model_fit_examples(fit);
  const double m = e.total, share = fit->core.lambda / m;
  double all = 0, most = 0;
  vec_fill(vec_of(sum, X.cols), 0);
  for (size_t i = 0; i < X.rows; i++) {
    if (i % POLL == 0 && stop_asked(&interrupted))
      return status_error(STATUS_STOPPED, i, 0, 0);
    const double weight = examples_weight(&e, i);
    if (!(weight > 0)) continue;
    const double error = weight * (f.d[i] - *vec_at(fit->y, i));
    all += error;
    for (size_t j = 0; j < X.cols; j++)
      sum[j] += error * ((*mat_at(X, i, j) - c->shift[j]) * c->inverse[j]);
  }
  for (size_t j = 0; j < X.cols; j++)
    most = fmax(most, fabs(sum[j] / m + share * fit->theta[j] * c->inverse[j]));
  if (fit->core.intercept) most = fmax(most, fabs(all / m));
  *slope = most / c->unit;
  return status_ok();
}

static double scaled_slope(ModelFit *fit) {
  lua_State *L = fit->L;
  double slope;
  if (fit->shared) return shared_slope(fit);
  const Vec f = push_values(fit);
  double *sum = push_scratch(L, fit->X.cols, sizeof *sum);
  check_status(L, exact_slope(&slope, fit, f, sum), "X");
  lua_pop(L, 2);
  return slope;
}

StopReason exact_reason(double slope) {
  return slope <= STEEP_SLOPE ? STOP_CONVERGED : STOP_STUCK;
}

Outcome exact_solve(ModelFit *fit) {
  lua_State *L = fit->L;
  const Glm *m = &fit->core;
  if (fit->m->custom || m->kind != GLM_LINEAR)
    fail(L,
         "method \"exact\" works only for linear models; for a %s model use "
         "\"newton\"",
         model_kind(fit->m));
  Outcome outcome = {.reason = STOP_CONVERGED,
                     .iterations = 1,
                     .first_cost = model_objective_cost(fit, NULL),
                     .cost = NAN};
  if (exact_makes_powers(fit))
    solve_powers(fit);
  else
    solve_columns(fit);
  Objective unused = model_objective(fit);
  push_centred(fit, &unused, METHOD_LBFGS);
  if (!exact_makes_powers(fit)) refine_intercept(fit);
  outcome.reason = exact_reason(scaled_slope(fit));
  lua_pop(L, 1);
  outcome.cost = model_objective_cost(fit, NULL);
  return outcome;
}
