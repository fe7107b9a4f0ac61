/* model_objective.c - predictions, losses, and the objective of training. */
#include "lua/model/model_objective.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/double_double.h"
#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/elementary/vector_math.h"
#include "core/model/glm.h"
#include "core/model/poly_map.h"
#include "core/optim/centered.h"
#include "core/optim/descent.h"
#include "core/optim/quadratic_objective.h"
#include "core/optim/sgd.h"
#include "core/stats/rng.h"
#include "core/status.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/model/custom.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/model_fit.h"
#include "sys/interrupt.h"

/* -- predictions and losses ----------------------------------------------- */

/* Raises if a value is not finite: either a feature is not, or the sum
 * overflows. */
static void check_values(const ModelFit *fit, Vec out) {
  size_t i = vec_nonfinite(out);
  if (i == out.n) return;
  check_status(fit->L, mat_check_finite(fit->X, &interrupted), "X");
  fail(fit->L, "the prediction of example %I overflows", (LUAI_UACINT)i + 1);
}

/* Uses the weights of the fit: a finalizer may have changed the model. */
static const DoubleDouble *push_exact_of(const ModelFit *fit) {
  return push_exact(fit->L, fit->model,
                    vec_of(fit->theta, model_size(&fit->core)));
}

/* Computes w·x + b with the exact solution, if it is still valid. */
static bool exact_sums(ModelFit *fit, Vec out) {
  lua_State *L = fit->L;
  const DoubleDouble *exact = push_exact_of(fit);
  if (exact) {
    const size_t need = poly_sums_scratch(fit->core.features);
    double *scratch = push_scratch(L, need, sizeof *scratch);
    Status s =
      poly_values(out, fit->raw, fit->degree, exact, scratch, &interrupted);
    check_status(L, s, "X");
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return exact;
}

/* e^(z + offset), from the sums z. */
static void add_offset_and_exp(const ModelFit *fit, Vec z) {
  for (size_t i = 0; i < fit->offset.n; i++) z.d[i] += fit->offset.d[i];
  vector_math_exp(z.d, z.d, z.n);
}

static void find_values(const ModelFit *fit, Vec out) {
  const bool counts = fit->core.kind == GLM_POISSON;
  Glm model = fit->core;
  if (counts) model.kind = GLM_LINEAR;
  check_status(fit->L, glm_value(out, &model, fit->X, &interrupted), "X");
  if (counts) add_offset_and_exp(fit, out);
}

Vec push_values(ModelFit *fit) {
  lua_State *L = fit->L;
  Vec out = push_vec(L, fit->X.rows);
  if (fit->m->custom)
    custom_values(fit, out);
  else if (exact_sums(fit, out)) {
    if (fit->core.kind == GLM_LOGISTIC)
      vector_math_sigmoid(out.d, out.d, out.n);
    if (fit->core.kind == GLM_POISSON) add_offset_and_exp(fit, out);
  } else
    find_values(fit, out);
  check_values(fit, out);
  return out;
}

/* The losses of a poisson model. */
static Vec push_count_losses(ModelFit *fit) {
  Glm sums = fit->core;
  sums.kind = GLM_LINEAR;
  Vec out = push_vec(fit->L, fit->y.n);
  check_status(fit->L, glm_value(out, &sums, fit->X, &interrupted), "X");
  for (size_t i = 0; i < out.n; i++) {
    const double z = out.d[i] + (fit->offset.n ? fit->offset.d[i] : 0);
    out.d[i] = glm_count_loss(z, exp(z), *vec_at(fit->y, i));
  }
  return out;
}

Vec push_losses(ModelFit *fit) {
  if (fit->core.kind == GLM_POISSON) return push_count_losses(fit);
  lua_State *L = fit->L;
  Vec out = push_vec(L, fit->y.n);
  if (fit->core.kind != GLM_LINEAR || !exact_sums(fit, out)) {
    check_status(L, glm_loss(out, &fit->core, fit->X, fit->y, &interrupted),
                 "X");
    return out;
  }
  for (size_t i = 0; i < out.n; i++) {
    const double off = out.d[i] - *vec_at(fit->y, i);
    out.d[i] = off * off / 2;
  }
  return out;
}

/* -- the objective -------------------------------------------------------- */

static Status evaluate(void *context, const double *theta, double *cost,
                       double *gradient) {
  ModelFit *fit = context;
  fit->core.theta = theta;
  return fit->m->custom ? custom_evaluate(fit, theta, cost, gradient)
                        : glm_cost(cost, gradient, &fit->core,
                                   model_fit_examples(fit), &interrupted);
}

static Status curvature(void *context, const double *theta, double *hessian) {
  ModelFit *fit = context;
  if (fit->m->custom) return custom_curvature(fit, theta, hessian);
  if (fit->rowless) {
    quadratic_objective_curvature(&fit->gram, hessian);
    return status_ok();
  }
  fit->core.theta = theta;
  Status s =
    glm_curvature(hessian, &fit->core, model_fit_examples(fit), &interrupted);
  if (s.code == STATUS_OK) glm_hold_shift(hessian, &fit->core);
  return s;
}

static Status epoch(void *context, double *theta) {
  ModelFit *fit = context;
  return fit->m->custom ? custom_epoch(fit, theta)
                        : sgd_epoch(theta, &fit->small_steps, &fit->core,
                                    model_fit_examples(fit), &interrupted);
}

/* The last reported cost is computed from the rows. */
static Status evaluate_rowless(void *context, const double *theta, double *cost,
                               double *gradient) {
  ModelFit *fit = context;
  if (stop_asked(&interrupted)) return status_error(STATUS_STOPPED, 0, 0, 0);
  return fit->left--
           ? quadratic_objective_evaluate(&fit->gram, theta, cost, gradient)
           : evaluate(fit, theta, cost, gradient);
}

Objective model_objective(ModelFit *fit) {
  if (fit->rowless) fit->left = SIZE_MAX;
  return (Objective){model_size(&fit->core),
                     fit->rowless ? evaluate_rowless : evaluate,
                     curvature,
                     epoch,
                     fit,
                     NULL,
                     NULL,
                     NULL};
}

bool push_rowless(ModelFit *fit, Objective *objective, size_t iterations) {
  bool usable;
  const size_t rows = fit->shared ? fit->share.whole : fit->X.rows;
  if (fit->m->custom || !quadratic_objective_pays(&fit->core, rows, iterations))
    return false;
  const Examples e = model_fit_examples(fit);
  double *scratch = push_scratch(
    fit->L, quadratic_objective_scratch(&fit->core, &e), sizeof *scratch);
  check_status(fit->L,
               quadratic_objective_start(&fit->gram, &usable, &fit->core, e,
                                         scratch, &interrupted),
               "X");
  if (!usable) return false;
  fit->rowless = true;
  *objective = model_objective(fit);
  fit->left = iterations;
  return true;
}

static Status evaluate_centred(void *context, const double *point, double *cost,
                               double *gradient) {
  const ModelFit *fit = context;
  return centered_cost(cost, gradient, &fit->centred, point);
}

static Status curve_centred(void *context, const double *point,
                            double *hessian) {
  const ModelFit *fit = context;
  return centered_curvature(hessian, &fit->centred, point);
}

static void inside(void *context, double *point, const double *theta) {
  const ModelFit *fit = context;
  centered_inside(point, &fit->centred, theta);
}

static void outside(void *context, double *theta, double *gradient,
                    const double *point) {
  const ModelFit *fit = context;
  centered_outside(theta, gradient, &fit->centred, point);
}

static double slope(void *context, const double *gradient) {
  const ModelFit *fit = context;
  return centered_slope(&fit->centred, gradient);
}

static double inner_slope(void *context, const double *gradient) {
  const ModelFit *fit = context;
  return centered_inner_slope(&fit->centred, gradient);
}

void push_centred(ModelFit *fit, Objective *objective, Method method) {
  if (fit->m->custom) return;
  const bool own_steps = method == METHOD_LBFGS || method == METHOD_NEWTON;
  const bool curved = method == METHOD_NEWTON;
  const Examples e = model_fit_examples(fit);
  double *scratch = push_scratch(
    fit->L, centered_scratch(&fit->core, &e, curved), sizeof *scratch);
  check_status(
    fit->L,
    centered_start(&fit->centred, &fit->core, e, curved, scratch, &interrupted),
    "X");
  objective->slope = own_steps ? inner_slope : slope;
  if (!own_steps) return;
  objective->evaluate = evaluate_centred;
  objective->curvature = curve_centred;
  objective->inside = inside;
  objective->outside = outside;
}

bool model_objective_is_far(const ModelFit *fit) {
  static const double FAR = 1e3; /* below it, w·x + b has 13 digits */
  const Centered *c = &fit->centred;
  if (fit->core.kind == GLM_SOFTMAX || fit->m->scaling != NO_SCALING)
    return false;
  for (size_t j = 0; j < fit->core.features; j++)
    if (fabs(c->shift[j]) > FAR * c->factor[j]) return true;
  return false;
}

void model_objective_keep_intercept(ModelFit *fit, const double *point) {
  const Centered *c = &fit->centred;
  const size_t n = fit->core.features;
  if (!model_objective_is_far(fit)) return;
  DoubleDouble *raw = push_scratch(fit->L, n + 1, sizeof *raw);
  for (size_t j = 0; j < n; j++) raw[j] = (DoubleDouble){fit->theta[j], 0};
  raw[n] = centered_intercept(c, fit->theta, point);
  model_keep_exact(fit->L, fit->model, vec_of(fit->theta, n + 1), raw);
  lua_pop(fit->L, 1);
}

bool model_objective_take_lambda(ModelFit *fit) {
  const double lambda = fit->m->core.lambda;
  if (lambda == fit->core.lambda) return false;
  fit->core.lambda = fit->centred.model.lambda = lambda;
  fit->gram.share = lambda / fit->total;
  return true;
}

void push_small_steps(ModelFit *fit, size_t batch, double alpha,
                      uint64_t seed) {
  lua_State *L = fit->L;
  Sgd *how = &fit->small_steps;
  *how = (Sgd){.batch = batch, .alpha = alpha};
  how->order = push_scratch(L, fit->X.rows, sizeof *how->order);
  for (size_t i = 0; i < fit->X.rows; i++)
    if (!fit->weight.n || fit->weight.d[i] > 0) how->order[how->count++] = i;
  how->gradient =
    push_scratch(L, model_size(&fit->core), sizeof *how->gradient);
  how->rng = push_scratch(L, 1, sizeof *how->rng);
  rng_seed(how->rng, seed);
}

void model_objective_raise(ModelFit *fit) {
  if (fit->raised) lua_error(fit->L);
}

/* Computes the cost from the exact solution, if there is one. */
static bool exact_cost(ModelFit *fit, double *cost) {
  const bool exact =
    push_exact_of(fit) && fit->core.lambda == 0 && fit->core.kind == GLM_LINEAR;
  lua_pop(fit->L, 1);
  if (exact) *cost = model_fit_mean(fit, push_losses(fit));
  return exact;
}

double model_objective_cost(ModelFit *fit, double *gradient) {
  double cost;
  lua_State *L = fit->L;
  int top = lua_gettop(L);
  if (!gradient && fit->m->custom)
    cost = custom_cost(fit, fit->theta);
  else if (gradient || !exact_cost(fit, &cost)) {
    if (!gradient)
      gradient = push_scratch(L, model_size(&fit->core), sizeof *gradient);
    Status s = evaluate(fit, fit->theta, &cost, gradient);
    model_objective_raise(fit);
    check_status(L, s, "X");
  }
  if (!isfinite(cost))
    fail(L, fit->m->custom ? "the cost is not finite"
                           : "the cost overflows: w or b is too large for "
                             "this data");
  lua_settop(L, top);
  return cost;
}
