/* model_evaluate.c - a model on data: predictions, cost, gradient, score. */
#include <math.h>
#include <stdbool.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/linalg/vec_reduce.h"
#include "core/stats/metric.h"
#include "core/model/glm.h"
#include "lua/array/shared.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/lib_context.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/model/model_fit.h"
#include "lua/model/model_objective.h"
#include "lua/model/shared_rows.h"
#include "sys/interrupt.h"

enum { OPTIONS = 4 }; /* the stack index, after the model, X and y */

/* Returns the vector on the stack, or its only number for a single example. */
static int push_result(lua_State *L, Vec out, bool single) {
  if (single) lua_pushnumber(L, out.d[0]);
  return 1;
}

static int l_predict(lua_State *L) {
  enum { OF_PREDICT = 3 };
  bool single;
  lua_settop(L, OF_PREDICT);
  check_options(L, OF_PREDICT);
  ModelFit fit = push_examples(L, 1, 2, OF_PREDICT, &single);
  Vec out = push_values(&fit);
  for (size_t i = 0; fit.core.kind == GLM_LOGISTIC && i < out.n; i++)
    out.d[i] = out.d[i] >= fit.m->threshold;
  return push_result(L, out, single);
}

/* One column per class; for a single example, a vector. */
static int softmax_probabilities(lua_State *L, ModelFit *fit, bool single) {
  Mat out = push_mat(L, fit->X.rows, fit->core.classes);
  check_status(L, glm_probabilities(out, &fit->core, fit->X, &interrupted),
               "X");
  if (vec_nonfinite(mat_flat(out)) < out.rows * out.cols) {
    check_status(L, mat_check_finite(fit->X, &interrupted), "X");
    fail(L, "the sums w·x + b overflow");
  }
  if (single) push_vec_view(L, -1, mat_row(out, 0));
  return 1;
}

static int l_probability(lua_State *L) {
  bool single;
  LuaModel *m = check_ready_model(L, 1);
  if (m->custom || m->core.kind == GLM_LINEAR || m->core.kind == GLM_POISSON)
    fail(L, "a %s model predicts numbers, not probabilities: use predict",
         model_kind(m));
  ModelFit fit = push_examples(L, 1, 2, 0, &single);
  if (m->core.kind == GLM_SOFTMAX)
    return softmax_probabilities(L, &fit, single);
  return push_result(L, push_values(&fit), single);
}

/* w·x + b of a logistic model, which stays exact where the probability rounds to
 * 1; finite or nan. */
static int l_logits(lua_State *L) {
  static const double MOST = 1e300;
  bool single;
  shared_check_whole(L, 2);
  ModelFit fit = push_examples(L, 1, 2, 0, &single);
  fit.core.kind = GLM_LINEAR;
  Vec out = push_values(&fit);
  for (size_t i = 0; i < out.n; i++)
    if (fabs(out.d[i]) > MOST) out.d[i] = copysign(MOST, out.d[i]);
  return 1;
}

static int l_loss(lua_State *L) {
  lua_settop(L, OPTIONS);
  check_options(L, OPTIONS);
  ModelFit fit = push_fit(L, 1, 2, 3, OPTIONS);
  if (fit.m->custom)
    fail(L, "a custom model has no loss per example; use m:cost(X, y)");
  Vec out = push_losses(&fit);
  if (vec_nonfinite(out) < out.n)
    fail(L, "the loss of example %I overflows",
         (LUAI_UACINT)vec_nonfinite(out) + 1);
  return 1;
}

/* The model at 1 on X, y and the options behind it. */
static ModelFit push_weighted_fit(lua_State *L) {
  lua_settop(L, OPTIONS);
  check_options(L, OPTIONS);
  return push_fit(L, 1, 2, 3, OPTIONS);
}

static int l_cost(lua_State *L) {
  ModelFit fit = push_weighted_fit(L);
  lua_pushnumber(L, model_objective_cost(&fit, NULL));
  return 1;
}

static int l_gradient(lua_State *L) {
  ModelFit fit = push_weighted_fit(L);
  Vec gradient = push_vec(L, model_size(&fit.core));
  model_objective_cost(&fit, gradient.d);
  if (vec_nonfinite(gradient) < gradient.n)
    fail(L,
         "the gradient is not finite: its component %I of %I overflows or "
         "is nan",
         (LUAI_UACINT)vec_nonfinite(gradient) + 1, (LUAI_UACINT)gradient.n);
  push_weights(L, &fit.core, gradient.d);
  push_intercept(L, &fit.core, gradient.d);
  return 2;
}

/* The part of the examples that the model predicts right. */
static double accuracy(const ModelFit *fit, Vec f) {
  const bool softmax = fit->core.kind == GLM_SOFTMAX;
  const double threshold = fit->m->threshold;
  for (size_t i = 0; i < f.n; i++) {
    const double y = *vec_at(fit->y, i);
    f.d[i] = softmax ? f.d[i] == y : (f.d[i] >= threshold) == (y == 1);
  }
  return model_fit_mean(fit, f);
}

static double square(double a) { return a * a; }

/* R² of shared rows, from the sizes of the errors and of the targets. */
static double shared_r2(const ModelFit *fit, Vec f) {
  const Share *share = &fit->share;
  const Vec w = fit->weight;
  const Scale of_y =
    push_shared_moments(fit->L, share, mat_column(fit->y), w, fit->total);
  const double mean = *of_y.mean.d, spread = *of_y.std.d;
  lua_pop(fit->L, 1);
  for (size_t i = 0; i < f.n; i++) f.d[i] -= *vec_at(fit->y, i);
  const double error = shared_rows_size(fit->L, share, f, w, fit->total);
  return metric_explained(square(error), square(spread), hypot(mean, spread));
}

/* metric_r2, with weights. */
static double r2(const ModelFit *fit, Vec f) {
  if (fit->shared) return shared_r2(fit, f);
  if (!fit->weight.n) return metric_r2(fit->y, f);
  lua_State *L = fit->L;
  const double mean = model_fit_mean(fit, fit->y);
  Vec rest = push_vec(L, f.n), spread = push_vec(L, f.n);
  Vec square = push_vec(L, f.n);
  for (size_t i = 0; i < f.n; i++) {
    const double y = *vec_at(fit->y, i);
    rest.d[i] = (f.d[i] - y) * (f.d[i] - y);
    spread.d[i] = (y - mean) * (y - mean);
    square.d[i] = y * y;
  }
  return metric_explained(model_fit_mean(fit, rest),
                          model_fit_mean(fit, spread),
                          sqrt(model_fit_mean(fit, square)));
}

/* The part of the deviance from the mean that a poisson model explains. */
static double explained_deviance(ModelFit *fit) {
  const double loss = model_fit_mean(fit, push_losses(fit));
  const Vec offset = fit->offset;
  Vec null = push_vec(fit->L, fit->y.n), exposure = push_vec(fit->L, null.n);
  for (size_t i = 0; i < null.n; i++)
    exposure.d[i] = offset.n ? exp(offset.d[i]) : 1;
  const double rate =
    model_fit_mean(fit, fit->y) / model_fit_mean(fit, exposure);
  for (size_t i = 0; i < null.n; i++) {
    const double f = rate * exposure.d[i];
    null.d[i] = glm_count_loss(log(f), f, *vec_at(fit->y, i));
  }
  const double whole = rate > 0 ? model_fit_mean(fit, null) : 0;
  return metric_explained(loss, whole, 0);
}

static int l_score(lua_State *L) {
  ModelFit fit = push_weighted_fit(L);
  if (fit.core.kind == GLM_POISSON) {
    lua_pushnumber(L, explained_deviance(&fit));
    return 1;
  }
  Vec f = push_values(&fit);
  const bool linear = fit.core.kind == GLM_LINEAR; /* also if it is custom */
  lua_pushnumber(L, linear ? r2(&fit, f) : accuracy(&fit, f));
  return 1;
}

#define LINE  "m = model.linear{w=200, b=100}\n"
#define CURVE "m = model.logistic{w={1, 1}, b=-3}\n"

static const Prim prims[] = {
  {"model:predict", l_predict, "m:predict(X, {offset=}) -> number or vector",
   "Returns one prediction per example: f(x) for a linear or poisson model, the "
   "class 0 or 1 for a logistic model, or a class from 1 to K for a softmax "
   "model. offset (help\"model.poisson\") is one number or one per example. X "
   "is a matrix, or a vector if there is one feature. For a single example (a "
   "number, or n numbers for n > 1 features) it returns a number. Warns once "
   "per model if X lies far outside the training range.",
   LINE "m:predict(vector{1, 2}) --> [300 500]"},
  {"model:probability", l_probability,
   "m:probability(X) -> number or vector or matrix",
   "Returns the probability of class 1 for each example (logistic model), or a "
   "matrix with one column per class (softmax model).",
   CURVE "m:probability{1.5, 1.5} --> 0.5"},
  {"model:loss", l_loss, "m:loss(X, y, {offset=}) -> number or vector",
   "Returns the loss of each example: (f - y)²/2, the cross-entropy, or for a "
   "poisson model y log(y/f) - y + f.",
   LINE "m:loss(vector{1, 2}, {300, 510}) --> [ 0 50]"},
  {"model:cost", l_cost, "m:cost(X, y, {weights=, offset=}) -> number",
   "Returns the cost, which training minimizes: the mean loss plus "
   "lambda/2m Σw². With weights, one number per example, each loss counts that "
   "often: the mean is Σ(weight * loss) / Σ weight, and m is Σ weight.",
   LINE "m:cost(vector{1, 2}, {300, 510}) --> 25.0\n"
        "m:cost(vector{1, 2}, {300, 510}, {weights={3, 1}}) --> 12.5"},
  {"model:gradient", l_gradient,
   "m:gradient(X, y, {weights=, offset=}) -> vector or matrix, number or vector",
   "Returns the gradient of the cost: dw, a vector, and db, a number (softmax: "
   "a matrix and a vector). weights is that of m:cost.",
   LINE "dw, db = m:gradient(vector{1, 2}, {300, 510})\ndw --> [-10]\n"
        "db --> -5.0"},
  {"model:score", l_score, "m:score(X, y, {weights=, offset=}) -> number",
   "Returns R² for a linear model (metrics.r2: 1 is perfect, 0 is no better "
   "than the mean), the accuracy for a logistic or softmax model, or for "
   "a poisson model the part of the deviance that it explains (D²). With "
   "weights, each example counts that often.",
   LINE "m:score(vector{1, 2}, {300, 500}) --> 1.0"},
  {NULL, NULL, NULL, NULL, NULL}};

static const luaL_Reg functions[] = {{"logits", l_logits}, {NULL, NULL}};

void open_model_data(lua_State *L) {
  registry_add(L, prims);
  lib_context_add(L, "mlrepl.context", functions);
}
