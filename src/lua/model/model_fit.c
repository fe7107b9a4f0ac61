#include "lua/model/model_fit.h"

#include <math.h>
#include <string.h>

#include "lua/model/custom.h"
#include "core/linalg/vector_math.h"
#include "lua/base/match_names.h"
#include "core/model/poly_map.h"
#include "core/linalg/vec_reduce.h"

#include "sys/interrupt.h"

/* -- data that come in ---------------------------------------------------- */

/* Replaces a number or a table of numbers at `arg` by a vector, a table of rows
 * by a matrix. */
static void as_numbers(lua_State *L, int arg) {
  if (lua_type(L, arg) == LUA_TNUMBER) {
    double number = lua_tonumber(L, arg);
    push_vec(L, 1).d[0] = number;
    lua_replace(L, arg);
  } else if (is_plain_table(L, arg))
    check_numbers(L, arg);
}

/* X at `arg` with its columns in the model's order, told by their names. */
static Mat arrange(lua_State *L, int model, int arg, Mat X) {
  lua_getiuservalue(L, model, MODEL_NAMES);
  X = match_names(L, lua_gettop(L), arg, X, "model");
  lua_pop(L, 1);
  return X;
}

/* Takes the weights as they are now, and keeps their block alive: a finalizer
 * of the learner's may give the model others at any time. */
static void take_weights(ModelFit *fit) {
  lua_State *L = fit->L;
  lua_getiuservalue(L, fit->model, MODEL_THETA);
  fit->core = fit->m->core;
  fit->theta = fit->m->theta;
  fit->changes = fit->m->changes;
  if (!fit->theta || fit->core.features != fit->X.cols)
    fail(L, "the model's w got another length");
}

/* The features of X at `arg`, and the weights, pushed. */
static ModelFit push_parts(lua_State *L, int model, int arg, Mat X) {
  ModelFit fit = {.L = L, .m = lua_touserdata(L, model), .model = model};
  fit.raw = X;
  fit.degree = fit.m->degree;
  fit.X = push_features(L, model, arg, X);
  if (fit.m->custom && !to_mat(L, -1)) push_mat_view(L, -1, fit.X);
  fit.at_X = lua_gettop(L);
  take_weights(&fit);
  return fit;
}

ModelFit push_examples(lua_State *L, int model, int arg, bool *single) {
  LuaModel *m = check_ready_model(L, model);
  const size_t n = m->inputs;
  *single = lua_type(L, arg) == LUA_TNUMBER;
  as_numbers(L, arg);
  Vec *v = to_vec(L, arg);
  if (v && n > 1 && v->n != n)
    fail_arg_because(L, arg, "%I number%s not fit a model of %I features",
                     (LUAI_UACINT)v->n, v->n == 1 ? " does" : "s do",
                     (LUAI_UACINT)n);
  if (v && n > 1) {
    *single = true;
    Vec given = *v;
    vec_copy(mat_row(push_mat(L, 1, n), 0), given);
    lua_replace(L, arg);
  }
  Mat X = arrange(L, model, arg, check_features(L, arg));
  ModelFit fit = push_parts(L, model, arg, X);
  model_watch_range(L, model, X);
  return fit;
}

static void check_rows_and_targets(lua_State *L, Mat X, Vec y) {
  if (X.rows != y.n)
    fail(L, "X has %I example%s, but y has %I target%s", (LUAI_UACINT)X.rows,
         X.rows == 1 ? "" : "s", (LUAI_UACINT)y.n, y.n == 1 ? "" : "s");
}

/* The classes that y's largest number asks for. */
static size_t classes_in(lua_State *L, Vec y) {
  double most = 2;
  for (size_t i = 0; i < y.n; i++) most = fmax(most, *vec_at(y, i));
  if (most > GLM_MOST_CLASSES)
    fail(L,
         "y has a class number of %f; a model tells at most %I classes apart",
         most, (LUAI_UACINT)GLM_MOST_CLASSES);
  return (size_t)most;
}

static void check_targets(lua_State *L, const Glm *model, Mat X, Vec y) {
  Status s = glm_check_targets(model, X, y);
  if (s.code == STATUS_LABEL && model->kind == GLM_SOFTMAX)
    fail(L,
         "y[%I] is %f; softmax targets are class numbers from 1 to %I, what "
         "d:labels(\"column\") gives",
         (LUAI_UACINT)s.i + 1, shown_number(s.value),
         (LUAI_UACINT)model->classes);
  check_status(L, s, "y");
}

/* X and y at two arguments. A custom model's targets are any numbers, as a
 * linear one's. */
static Mat check_data(lua_State *L, const LuaModel *m, int arg_X, int arg_y,
                      Vec *y, size_t *classes) {
  if (is_plain_table(L, arg_X)) check_numbers(L, arg_X);
  Mat X = check_features(L, arg_X);
  *y = check_numbers(L, arg_y);
  check_rows_and_targets(L, X, *y);
  *classes = m->core.classes;
  if (m->core.kind == GLM_SOFTMAX && *classes == 1)
    *classes = classes_in(L, *y);
  Glm checked = m->core;
  checked.classes = *classes;
  check_targets(L, &checked, X, *y);
  return X;
}

ModelFit push_fit(lua_State *L, int model, int arg_X, int arg_y) {
  Vec y;
  size_t classes;
  LuaModel *m = check_ready_model(L, model);
  Mat X = check_data(L, m, arg_X, arg_y, &y, &classes);
  X = arrange(L, model, arg_X, X);
  check_status(L, mat_check_finite(X, &interrupted), "X");
  ModelFit fit = push_parts(L, model, arg_X, X);
  fit.y = y;
  fit.at_y = arg_y;
  return fit;
}

ModelFit push_training(lua_State *L, int model, int arg_X, int arg_y) {
  Vec y;
  size_t classes;
  LuaModel *m = check_model(L, model);
  Mat X = check_data(L, m, arg_X, arg_y, &y, &classes);
  X = arrange(L, model, arg_X, X);
  double *low = push_scratch(L, 2 * X.cols, sizeof *low), *high = low + X.cols;
  check_status(L, mat_range(low, high, X, &interrupted), "X");
  model_take_inputs(L, model, X.cols, classes);
  model_learn_inputs(L, model, arg_X, X, low, high);
  ModelFit fit = push_parts(L, model, arg_X, X);
  fit.y = y;
  fit.at_y = arg_y;
  return fit;
}

/* -- answers -------------------------------------------------------------- */

/* Where a value is not finite, either a feature is not, or the numbers
 * overflowed: say which. */
static void check_values(const ModelFit *fit, Vec out) {
  size_t i = vec_nonfinite(out);
  if (i == out.n) return;
  check_status(fit->L, mat_check_finite(fit->X, &interrupted), "X");
  fail(fit->L, "the prediction of example %I overflows", (LUAI_UACINT)i + 1);
}

/* A finalizer may have changed the model since; the weights of the fit count. */
static const DoubleDouble *push_exact_of(const ModelFit *fit) {
  return push_exact(fit->L, fit->model,
                    vec_of(fit->theta, model_size(&fit->core)));
}

/* Sums w·x + b with the exact solution, if the model still has it. */
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

Vec push_values(ModelFit *fit) {
  lua_State *L = fit->L;
  Vec out = push_vec(L, fit->X.rows);
  if (fit->m->custom)
    custom_values(fit, out);
  else if (exact_sums(fit, out)) {
    if (fit->core.kind == GLM_LOGISTIC)
      vector_math_sigmoid(out.d, out.d, out.n);
  } else
    check_status(L, glm_value(out, &fit->core, fit->X, &interrupted), "X");
  check_values(fit, out);
  return out;
}

Vec push_losses(ModelFit *fit) {
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
  return fit->m->custom
           ? custom_evaluate(fit, theta, cost, gradient)
           : glm_cost(cost, gradient, &fit->core, fit->X, fit->y, &interrupted);
}

static Status curvature(void *context, const double *theta, double *hessian) {
  ModelFit *fit = context;
  if (fit->m->custom) return custom_curvature(fit, theta, hessian);
  if (fit->rowless) {
    quadratic_objective_curvature(&fit->gram, hessian);
    return status_ok();
  }
  fit->core.theta = theta;
  Status s = glm_curvature(hessian, &fit->core, fit->X, &interrupted);
  if (s.code == STATUS_OK) glm_hold_shift(hessian, &fit->core);
  return s;
}

static Status epoch(void *context, double *theta) {
  ModelFit *fit = context;
  return fit->m->custom ? custom_epoch(fit, theta)
                        : sgd_epoch(theta, &fit->small_steps, &fit->core,
                                    fit->X, fit->y, &interrupted);
}

/* The cost that is reported last is that of the data themselves. */
static Status evaluate_rowless(void *context, const double *theta, double *cost,
                               double *gradient) {
  ModelFit *fit = context;
  if (interrupted) return status_error(STATUS_STOPPED, 0, 0, 0);
  return fit->left--
           ? quadratic_objective_evaluate(&fit->gram, theta, cost, gradient)
           : evaluate(fit, theta, cost, gradient);
}

Objective model_fit_objective(ModelFit *fit) {
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
  const size_t n = fit->X.cols;
  if (fit->m->custom ||
      !quadratic_objective_pays(&fit->core, fit->X.rows, iterations))
    return false;
  double *scratch =
    push_scratch(fit->L, quadratic_objective_scratch(n), sizeof *scratch);
  check_status(fit->L,
               quadratic_objective_start(&fit->gram, &usable, &fit->core,
                                         fit->X, fit->y, scratch, &interrupted),
               "X");
  if (!usable) return false;
  fit->rowless = true;
  *objective = model_fit_objective(fit);
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
  double *scratch = push_scratch(
    fit->L, centered_scratch(&fit->core, fit->X, method == METHOD_NEWTON),
    sizeof *scratch);
  check_status(fit->L,
               centered_start(&fit->centred, &fit->core, fit->X, fit->y,
                              scratch, &interrupted),
               "X");
  objective->slope = own_steps ? inner_slope : slope;
  if (!own_steps) return;
  objective->evaluate = evaluate_centred;
  objective->curvature = curve_centred;
  objective->inside = inside;
  objective->outside = outside;
}

bool model_fit_is_far(const ModelFit *fit) {
  static const double FAR = 1e3; /* below it doubles keep 13 digits */
  const Centered *c = &fit->centred;
  if (fit->core.kind == GLM_SOFTMAX || fit->m->scaling != NO_SCALING)
    return false;
  for (size_t j = 0; j < fit->core.features; j++)
    if (fabs(c->shift[j]) > FAR * c->factor[j]) return true;
  return false;
}

void model_fit_keep_intercept(ModelFit *fit, const double *point) {
  const Centered *c = &fit->centred;
  const size_t n = fit->core.features;
  if (!model_fit_is_far(fit)) return;
  DoubleDouble *raw = push_scratch(fit->L, n + 1, sizeof *raw);
  for (size_t j = 0; j < n; j++) raw[j] = (DoubleDouble){fit->theta[j], 0};
  raw[n] = centered_intercept(c, fit->theta, point);
  model_keep_exact(fit->L, fit->model, vec_of(fit->theta, n + 1), raw);
  lua_pop(fit->L, 1);
}

bool model_fit_take_lambda(ModelFit *fit) {
  const double lambda = fit->m->core.lambda;
  if (lambda == fit->core.lambda) return false;
  fit->core.lambda = fit->centred.model.lambda = lambda;
  fit->gram.share = lambda / (double)fit->X.rows;
  return true;
}

void push_small_steps(ModelFit *fit, size_t batch, double alpha,
                      uint64_t seed) {
  lua_State *L = fit->L;
  Sgd *how = &fit->small_steps;
  *how = (Sgd){batch, alpha, NULL, NULL, NULL};
  how->order = push_scratch(L, fit->X.rows, sizeof *how->order);
  for (size_t i = 0; i < fit->X.rows; i++) how->order[i] = i;
  how->gradient =
    push_scratch(L, model_size(&fit->core), sizeof *how->gradient);
  how->rng = push_scratch(L, 1, sizeof *how->rng);
  rng_seed(how->rng, seed);
}

void model_fit_raise(ModelFit *fit) {
  if (fit->raised) lua_error(fit->L);
}

/* The cost where the exact solution gives it. */
static bool exact_cost(ModelFit *fit, double *cost) {
  const bool exact =
    push_exact_of(fit) && fit->core.lambda == 0 && fit->core.kind == GLM_LINEAR;
  lua_pop(fit->L, 1);
  if (exact) *cost = vec_mean(push_losses(fit), &interrupted);
  return exact;
}

double model_fit_cost(ModelFit *fit, double *gradient) {
  double cost;
  lua_State *L = fit->L;
  int top = lua_gettop(L);
  if (!gradient && fit->m->custom)
    cost = custom_cost(fit, fit->theta);
  else if (gradient || !exact_cost(fit, &cost)) {
    if (!gradient)
      gradient = push_scratch(L, model_size(&fit->core), sizeof *gradient);
    Status s = evaluate(fit, fit->theta, &cost, gradient);
    model_fit_raise(fit);
    check_status(L, s, "X");
  }
  if (!isfinite(cost))
    fail(L, fit->m->custom ? "the cost is not finite"
                           : "the cost overflows: w or b is too large for "
                             "these data");
  lua_settop(L, top);
  return cost;
}
