#include "lua/train/advice.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/model/stable_alpha.h"
#include "core/optim/descent.h"
#include "core/status.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"
#include "lua/diagnostics/separable.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/model_fit.h"
#include "lua/model/model_objective.h"
#include "lua/train/run.h"
#include "sys/interrupt.h"

/* -- limits of alpha ------------------------------------------------------ */

/* The most multiplications for computing a limit: about half a second. */
static const double MOST_WORK = 5e9;

static double work_of(const ModelFit *fit) {
  const double n = (double)fit->X.cols;
  const size_t m = fit->shared ? fit->share.whole : fit->X.rows;
  return (double)m * n * n;
}

static bool follows_gradient(const Descent *how) {
  return how->method == METHOD_GD || how->method == METHOD_MOMENTUM;
}

static bool limit_known(const ModelFit *fit, const Descent *how) {
  return follows_gradient(how) && !fit->m->custom && !fit->shared &&
         work_of(fit) < MOST_WORK;
}

typedef Status StableAlpha(double *alpha, const Glm *model, Examples e,
                           double *scratch, StopFlag stop);

/* The largest stable alpha; 0 if unknown. */
static double limit_by(lua_State *L, StableAlpha *find, size_t need,
                       const ModelFit *fit, const Descent *how) {
  double alpha;
  double *scratch = push_scratch(L, need, sizeof *scratch);
  Status s =
    find(&alpha, &fit->core, model_fit_examples(fit), scratch, &interrupted);
  check_interrupt(L);
  lua_pop(L, 1);
  if (s.code != STATUS_OK || !isfinite(alpha) || alpha <= 0) return 0;
  /* Polyak 1964: with momentum the limit is 1 + momentum times as high. */
  return how->method == METHOD_MOMENTUM ? alpha * (1 + how->momentum) : alpha;
}

static double find_limit(lua_State *L, const ModelFit *fit,
                         const Descent *how) {
  const size_t p = fit->X.cols + 1;
  if (!limit_known(fit, how)) return 0;
  return limit_by(L, stable_alpha, p * (p + 2), fit, how);
}

/* The limit with z-score scaling; 0 if unknown or if the model scales. */
static double find_scaled_limit(lua_State *L, const ModelFit *fit,
                                const Descent *how) {
  const Examples e = model_fit_examples(fit);
  const size_t need = stable_alpha_zscore_scratch(&e);
  if (!limit_known(fit, how) || fit->m->scaling != NO_SCALING) return 0;
  return limit_by(L, stable_alpha_zscore, need, fit, how);
}

static double mean_square(const ModelFit *fit, size_t j) {
  const Vec column = mat_col(fit->X, j);
  const Examples e = model_fit_examples(fit);
  double square = 0;
  for (size_t i = 0; i < column.n; i++) {
    const double x = *vec_at(column, i);
    square += examples_weight(&e, i) * x * x;
  }
  return square / e.total;
}

/* The column with more than half of the curvature (including that of b);
 * fit->X.cols if there is none. */
static size_t steepest_column(lua_State *L, const ModelFit *fit) {
  const Mat X = fit->X;
  size_t most = X.cols;
  double all = 1, largest = 0;
  for (size_t j = 0; j < X.cols; j++) {
    check_interrupt(L);
    const double square = mean_square(fit, j);
    all += square;
    if (square > largest) most = j;
    if (square > largest) largest = square;
  }
  return largest > all / 2 ? most : X.cols;
}

/* -- divergence ----------------------------------------------------------- */

static void add_growth(luaL_Buffer *b, const Outcome *o, const Descent *how) {
  char text[120];
  if (how->method == METHOD_GD && o->growing > 1 && isfinite(o->cost))
    snprintf(text, sizeof text,
             "diverged, cost rose for %zu iterations: ", o->growing);
  else
    snprintf(text, sizeof text,
             "diverged, cost rose from %.4g to %.4g in %zu iteration%s: ",
             o->first_cost, isnan(o->cost) ? INFINITY : o->cost, /* inf - inf */
             o->iterations, o->iterations == 1 ? "" : "s");
  luaL_addstring(b, text);
}

static void add_limit(luaL_Buffer *b, const ModelFit *fit, const Descent *how,
                      double limit) {
  char text[120];
  if (how->alpha > limit && limit > 0)
    snprintf(text, sizeof text,
             "alpha %g is above the %slimit %.4g for this "
             "data",
             how->alpha, fit->core.kind == GLM_LINEAR ? "" : "safe ", limit);
  else
    snprintf(text, sizeof text, "alpha %g is too large%s", how->alpha,
             fit->m->custom ? ", or the gradient is wrong; "
                              "try check_gradient(m, X, y)"
             : fit->m->scaling == NO_SCALING
               ? " for this data; normalize it, or try a smaller alpha"
               : "; try a smaller one");
  luaL_addstring(b, text);
}

/* Pushes "; column size is the cause; with z-score scaling the limit is 0.619".
 */
static void push_cause(lua_State *L, const ModelFit *fit, double limit,
                       double scaled) {
  char text[80];
  const size_t j = limit > 0 ? steepest_column(L, fit) : fit->X.cols;
  lua_pushliteral(L, "");
  if (j < fit->X.cols && fit->X.cols > 1) {
    push_weight_names(L, fit->model);
    lua_rawgeti(L, -1, (lua_Integer)j + 1);
    lua_pushfstring(L, "; column %s is the cause", lua_tostring(L, -1));
  }
  snprintf(text, sizeof text, "; with z-score scaling the limit is %.3g",
           scaled);
  lua_pushstring(L, scaled > 2 * limit ? text : "");
  lua_concat(L, 2);
}

void push_divergence(lua_State *L, ModelFit *fit, const Outcome *o,
                     const Descent *how, const char *back) {
  const double limit = find_limit(L, fit, how);
  const double scaled = find_scaled_limit(L, fit, how);
  push_cause(L, fit, limit, scaled);
  const char *cause = lua_tostring(L, -1);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  add_growth(&b, o, how);
  add_limit(&b, fit, how, limit);
  luaL_addstring(&b, cause);
  luaL_addstring(&b, "; the model was reset to ");
  luaL_addstring(&b, back);
  luaL_pushresult(&b);
  lua_remove(L, -2);
}

bool is_stable(lua_State *L, const ModelFit *fit, const Descent *how) {
  return how->alpha <= find_limit(L, fit, how);
}

int fail_interrupted(lua_State *L, const Outcome *o) {
  if (interrupt_has_fault()) return fail_stopped(L);
  error_stops(L);
  char text[120];
  snprintf(text, sizeof text, "%zu iterations, cost %.6g", o->iterations,
           o->cost);
  return fail(L, "interrupted after %s; the model keeps its current weights",
              text);
}

/* -- slow convergence ----------------------------------------------------- */

static bool never_stop(void *context, const Step *step) {
  (void)context, (void)step;
  return true;
}

/* The cost after a few Newton steps; the cost of the outcome if they would take
 * too long compared with the training, or do not apply. */
static double lowest_cost(lua_State *L, ModelFit *fit, const Outcome *o) {
  enum { STEPS = 3 };
  static const double LITTLE_WORK = 1e7; /* a hundredth of a second */
  const size_t p = model_size(&fit->core);
  const size_t share = fit->rowless || work_of(fit) < LITTLE_WORK ? 2 : 8;
  if (fit->m->custom || share * STEPS * p > o->iterations) return o->cost;
  int top = lua_gettop(L);
  Outcome best;
  const Descent how = {
    .method = METHOD_NEWTON, .iterations = STEPS, .on_step = never_stop};
  double *theta = push_scratch(L, p, sizeof *theta);
  double *scratch =
    push_scratch(L, descent_scratch(how.method, p), sizeof *scratch);
  Objective objective = model_objective(fit);
  if (!fit->rowless) push_centred(fit, &objective, how.method);
  memcpy(theta, fit->theta, p * sizeof *theta);
  Status s = descent_run(&best, theta, scratch, &objective, &how);
  check_interrupt(L);
  lua_settop(L, top);
  return s.code == STATUS_OK && best.cost < o->cost ? best.cost : o->cost;
}

/* The relative decrease of the cost in the last tenth of the iterations. */
static double late_fall(lua_State *L, const Outcome *o, int run) {
  const double before = run_cost(L, run, o->iterations - o->iterations / 10);
  return before > o->cost ? (before - o->cost) / before : 0;
}

/* Newton's method solves a system with one equation per parameter. */
static const char *faster(const ModelFit *fit, const Descent *how) {
  const bool small = model_size(&fit->core) <= 500;
  if (how->method == METHOD_NEWTON) return "; use more iterations";
  if (how->method != METHOD_LBFGS)
    return "; method=\"lbfgs\" needs fewer iterations";
  return small ? "; use more iterations, or method=\"newton\""
               : "; use more iterations";
}

static void push_remedy(lua_State *L, const ModelFit *fit, const Descent *how,
                        bool cheap) {
  char text[120];
  snprintf(text, sizeof text, "%s", faster(fit, how));
  const double limit = cheap ? find_limit(L, fit, how) : 0;
  const double scaled = cheap ? find_scaled_limit(L, fit, how) : 0;
  if (scaled > 10 * limit && limit > 0)
    snprintf(text, sizeof text,
             "; with z-score scaling (normalize), alpha can be as large as "
             "%.2g",
             0.95 * scaled);
  else if (how->alpha < limit / 2)
    snprintf(text, sizeof text, "; alpha can be as large as %.2g",
             0.95 * limit);
  lua_pushstring(L, text);
}

static bool push_slowness(lua_State *L, ModelFit *fit, const Outcome *o,
                          const Descent *how, int run) {
  static const double LITTLE = 0.01, SETTLED = 1e-6;
  if (o->reason != STOP_ITERATIONS || o->iterations < 10) return false;
  if (!(o->cost > SETTLED * o->first_cost)) return false;
  const double fall = late_fall(L, o, run);
  const double lowest = lowest_cost(L, fit, o), left = o->cost - lowest;
  const bool far = left > LITTLE * o->cost && left > SETTLED * o->first_cost;
  if (fall <= LITTLE && !far) return false;
  char reach[60] = "";
  if (far) snprintf(reach, sizeof reach, ", and it could reach %.4g", lowest);
  char text[160];
  snprintf(text, sizeof text,
           "cost is still falling: %.2g%% in the last %zu iterations%s",
           100 * fall, o->iterations / 10, reach);
  lua_pushstring(L, text);
  push_remedy(L, fit, how, 10 * fit->X.cols <= o->iterations);
  lua_concat(L, 2);
  return true;
}

/* Warns if the cost rose without divergence: adam does not decrease it in every
 * iteration, and a few iterations with too large an alpha do not diverge. */
static bool push_loss(lua_State *L, ModelFit *fit, const Outcome *o,
                      const Descent *how) {
  char text[100];
  luaL_Buffer b;
  const bool adam = how->method == METHOD_ADAM;
  if (!(o->cost > (adam ? 2 : 1) * o->first_cost + how->floor)) return false;
  const double limit = find_limit(L, fit, how);
  if (!adam && (limit <= 0 || how->alpha <= limit)) return false;
  snprintf(text, sizeof text,
           "the cost rose from %.4g to %.4g: ", o->first_cost, o->cost);
  luaL_buffinit(L, &b);
  luaL_addstring(&b, text);
  add_limit(&b, fit, how, limit);
  if (adam) luaL_addstring(&b, ", or use method=\"lbfgs\"");
  luaL_pushresult(&b);
  warn_of(L, "%s", lua_tostring(L, -1));
  return true;
}

/* Pushes field `key` of the table at `facts`, if it is a string. */
static bool push_words(lua_State *L, int facts, const char *key) {
  if (lua_istable(L, facts) && lua_getfield(L, facts, key) == LUA_TSTRING)
    return true;
  lua_settop(L, facts);
  return false;
}

void push_advice(lua_State *L, ModelFit *fit, const Outcome *o,
                 const Descent *how, int run) {
  fit->core.theta = fit->theta;
  if (push_loss(L, fit, o, how)) return;
  if (fit->shared) { /* other advice needs all rows */
    if (!push_slowness(L, fit, o, how, run)) lua_pushnil(L);
    return;
  }
  push_separable(L, fit,
                 fit->core.lambda > 0 ? SEPARABLE_CLASSES : SEPARABLE_QUICK);
  const int facts = lua_gettop(L);
  if (!push_words(L, facts, "growth") && !push_slowness(L, fit, o, how, run) &&
      !push_words(L, facts, "missing_solver"))
    lua_pushnil(L);
  lua_replace(L, facts);
  lua_settop(L, facts);
}
