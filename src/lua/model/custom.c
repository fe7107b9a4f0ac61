/* custom.c - calling the Lua functions of a custom model. */
#include "lua/model/custom.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/optim/sgd.h"
#include "core/stats/rng.h"
#include "core/status.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"
#include "lua/model/custom_grad.h"
#include "lua/model/model.h"
#include "lua/model/model_fit.h"

/* -- calling the user's functions ----------------------------------------- */

/* The parameters, and the stack indices of the model and the examples. */
typedef struct Call {
  const ModelFit *fit;
  const double *theta;
  int model, X, y; /* y 0: not given */
  bool finite;     /* the cost at theta is known to be finite */
} Call;

/* Pushes the model's function of that name; false when it has none. */
static bool push_function(lua_State *L, int model, const char *name) {
  lua_getiuservalue(L, model, MODEL_FUNCTIONS);
  int type = lua_getfield(L, -1, name);
  lua_remove(L, -2);
  return type == LUA_TFUNCTION;
}

/* Pushes the function and its arguments; returns the number of arguments. The
 * function receives a copy of w, which it may keep or change. */
static int push_call(const Call *call, const char *name) {
  lua_State *L = call->fit->L;
  luaL_checkstack(L, 10, NULL);
  push_function(L, call->model, name);
  lua_pushvalue(L, call->X);
  if (call->y) lua_pushvalue(L, call->y);
  push_weights(L, &call->fit->core, call->theta);
  push_intercept(L, &call->fit->core, call->theta);
  return call->y ? 4 : 3;
}

static int fail_result(lua_State *L, const char *name, const char *expected) {
  const char *got = push_description(L, -1);
  return fail(L, "the model's %s must return %s, got %s", name, expected, got);
}

static double cost_of(const Call *call) {
  lua_State *L = call->fit->L;
  lua_call(L, push_call(call, "cost"), 1);
  if (lua_type(L, -1) != LUA_TNUMBER) fail_result(L, "cost", "a number");
  double cost = lua_tonumber(L, -1);
  lua_pop(L, 1);
  return cost;
}

/* Reads dw from the top of the stack. */
static void take_dw(lua_State *L, Vec dw) {
  if (lua_type(L, -1) == LUA_TNUMBER && dw.n == 1) {
    dw.d[0] = lua_tonumber(L, -1);
    return;
  }
  if (!to_vec(L, -1) && !is_plain_table(L, -1))
    fail_result(L, "gradient", "dw, a vector, and db, a number");
  Vec given = check_numbers(L, lua_gettop(L));
  if (given.n != dw.n)
    fail(L, "the model's gradient returned a dw of %I number%s for %I weight%s",
         (LUAI_UACINT)given.n, given.n == 1 ? "" : "s", (LUAI_UACINT)dw.n,
         dw.n == 1 ? "" : "s");
  vec_copy(dw, given);
}

/* Pops dw and db from the top of the stack. */
static void take_gradient(const Call *call, double *gradient) {
  lua_State *L = call->fit->L;
  const size_t n = call->fit->core.features;
  if (lua_type(L, -1) != LUA_TNUMBER)
    fail_result(L, "gradient", "db, a number, after dw");
  gradient[n] = lua_tonumber(L, -1);
  lua_pop(L, 1);
  take_dw(L, vec_of(gradient, n));
  lua_pop(L, 1);
}

static void gradient_given(const Call *call, double *gradient) {
  lua_call(call->fit->L, push_call(call, "gradient"), 2);
  take_gradient(call, gradient);
}

static const char *nonfinite_name(double x) {
  return isnan(x) ? "nan" : x > 0 ? "inf" : "-inf";
}

/* Is the cost finite at finite weights? If not, training diverges, which is
 * told elsewhere. */
static bool is_sound(const Call *call) {
  const size_t p = model_size(&call->fit->core);
  return vec_nonfinite(vec_of((double *)call->theta, p)) == p &&
         (call->finite || isfinite(cost_of(call)));
}

/* Pushes "w[2]" or "b" for a parameter; `before` is "d" for its slope. */
static const char *push_component(const Call *call, const char *before,
                                  size_t j) {
  lua_State *L = call->fit->L;
  if (j == call->fit->core.features) return lua_pushfstring(L, "%sb", before);
  return lua_pushfstring(L, "%sw[%I]", before, (LUAI_UACINT)j + 1);
}

/* The step that balances the truncation and rounding errors of a central
 * difference. */
static double step_at(double x) { return cbrt(DBL_EPSILON) * fmax(1, fabs(x)); }

/* The cost at one side of a parameter. */
static double cost_beside(const Call *moved, const Call *call, size_t j) {
  const double cost = cost_of(moved);
  if (!isfinite(cost) && is_sound(call))
    fail(call->fit->L,
         "model.custom: cost is %s at %s = %f, next to the weights; check the "
         "cost function, or supply a gradient",
         nonfinite_name(cost), push_component(call, "", j), moved->theta[j]);
  return cost;
}

static void gradient_by_differences(const Call *call, double *gradient) {
  lua_State *L = call->fit->L;
  const size_t p = model_size(&call->fit->core);
  double *theta = push_scratch(L, p, sizeof *theta);
  Call moved = *call;
  moved.theta = memcpy(theta, call->theta, p * sizeof *theta);
  for (size_t j = 0; j < p; j++) {
    const double x = theta[j], h = step_at(x);
    theta[j] = x + h;
    const double above = cost_beside(&moved, call, j), up = theta[j];
    theta[j] = x - h;
    gradient[j] = (above - cost_beside(&moved, call, j)) / (up - theta[j]);
    theta[j] = x;
  }
  lua_pop(L, 1);
}

bool custom_has_gradient(lua_State *L, int model) {
  bool given = push_function(L, model, "gradient");
  lua_pop(L, 1);
  return given;
}

/* A gradient that is not finite where the cost is finite is a bug in the
 * function; where neither is finite, training diverges. */
static void check_gradient_finite(const Call *call, const double *gradient,
                                  const char *source) {
  const size_t p = model_size(&call->fit->core);
  const size_t j = vec_nonfinite(vec_of((double *)gradient, p));
  if (j == p || !is_sound(call)) return;
  fail(call->fit->L, "model.custom: %s: %s is %s", source,
       push_component(call, "d", j), nonfinite_name(gradient[j]));
}

/* -- the gradient of the cost by grad ------------------------------------- */

/* A field of the model's functions: grad has failed, differences are used. */
static const char DIFFERENCES[] = "differences";

static bool uses_differences(const Call *call) {
  lua_State *L = call->fit->L;
  lua_getiuservalue(L, call->model, MODEL_FUNCTIONS);
  lua_getfield(L, -1, DIFFERENCES);
  const bool uses = lua_toboolean(L, -1);
  lua_pop(L, 2);
  return uses;
}

/* Pops grad's message. If the cost fails without grad, too, it raises its own
 * error. */
static void turn_to_differences(const Call *call) {
  lua_State *L = call->fit->L;
  cost_of(call);
  lua_getiuservalue(L, call->model, MODEL_FUNCTIONS);
  lua_pushboolean(L, true);
  lua_setfield(L, -2, DIFFERENCES);
  lua_pop(L, 1);
  warn_of(L,
          "model.custom: the gradient is computed by differences of the "
          "cost, because grad failed: %s",
          luaL_tolstring(L, -1, NULL));
  lua_pop(L, 2);
}

static bool gradient_by_grad(const Call *call, double *gradient) {
  lua_State *L = call->fit->L;
  if (uses_differences(call)) return false;
  push_call(call, "cost");
  if (!custom_grad_call(L)) {
    turn_to_differences(call);
    return false;
  }
  const double cost = lua_tonumber(L, -1);
  lua_pop(L, 1);
  if (!isfinite(cost) && is_sound(call))
    fail(L, "model.custom: cost is %s at the weights; check the cost function",
         nonfinite_name(cost));
  take_gradient(call, gradient);
  check_gradient_finite(call, gradient, "derivative of the cost");
  return true;
}

static void gradient_of(const Call *call, double *gradient) {
  if (custom_has_gradient(call->fit->L, call->model)) {
    gradient_given(call, gradient);
    check_gradient_finite(call, gradient, "gradient");
  } else if (!gradient_by_grad(call, gradient))
    gradient_by_differences(call, gradient);
}

/* -- outside a descent ---------------------------------------------------- */

double custom_cost(ModelFit *fit, const double *theta) {
  const Call call = {fit, theta, fit->model, fit->at_X, fit->at_y, false};
  return cost_of(&call);
}

bool custom_gradient(ModelFit *fit, const double *theta, double *gradient) {
  lua_State *L = fit->L;
  const Call call = {fit, theta, fit->model, fit->at_X, fit->at_y, false};
  int bottom = lua_gettop(L) + 1, arguments = push_call(&call, "gradient");
  lua_pushvalue(L, -2); /* w, to check it after the call */
  lua_insert(L, bottom);
  lua_call(L, arguments, 2);
  take_gradient(&call, gradient);
  const Vec before = vec_of((double *)theta, fit->core.features);
  Vec *w = to_vec(L, bottom);
  bool changed = !w || w->n != before.n || !vec_equal(*w, before);
  lua_pop(L, 1);
  return changed;
}

void custom_values(ModelFit *fit, Vec out) {
  lua_State *L = fit->L;
  const Call call = {fit, fit->theta, fit->model, fit->at_X, 0, false};
  lua_call(L, push_call(&call, "predict"), 1);
  if (lua_type(L, -1) == LUA_TNUMBER && out.n == 1)
    out.d[0] = lua_tonumber(L, -1);
  else {
    if (!to_vec(L, -1) && !is_plain_table(L, -1))
      fail_result(L, "predict", "a vector");
    Vec given = check_numbers(L, lua_gettop(L));
    if (given.n != out.n)
      fail(L, "the model's predict returned %I number%s for %I example%s",
           (LUAI_UACINT)given.n, given.n == 1 ? "" : "s", (LUAI_UACINT)out.n,
           out.n == 1 ? "" : "s");
    vec_copy(out, given);
  }
  lua_pop(L, 1);
}

/* -- during a descent ----------------------------------------------------- */

/* Passed to a protected call. */
typedef struct ChildWork {
  ModelFit *fit;
  const double *theta;
  double *cost, *out; /* out: gradient, second derivatives or parameters */
} ChildWork;

/* Stack indices of the arguments of a protected call. */
enum { MODEL = 1, ARG_X, ARG_Y, WORK };

static Call protected_call(const ChildWork *work) {
  return (Call){work->fit, work->theta, MODEL, ARG_X, ARG_Y, false};
}

/* Calls the function with the model and the data; an error stays on the stack
 * for model_objective_raise. The function shares the upvalue of the running
 * primitive, so that messages begin with its name. */
static Status protect(lua_CFunction function, ChildWork *work) {
  ModelFit *fit = work->fit;
  lua_State *L = fit->L;
  luaL_checkstack(L, 10, NULL);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushcclosure(L, function, 1);
  lua_pushvalue(L, fit->model);
  lua_pushvalue(L, fit->at_X);
  lua_pushvalue(L, fit->at_y);
  lua_pushlightuserdata(L, work);
  fit->raised = lua_pcall(L, 4, 0, 0) != LUA_OK;
  return fit->raised ? status_error(STATUS_STOPPED, 0, 0, 0) : status_ok();
}

static int l_evaluate(lua_State *L) {
  ChildWork *work = lua_touserdata(L, WORK);
  Call call = protected_call(work);
  *work->cost = cost_of(&call);
  call.finite = isfinite(*work->cost);
  if (!call.finite && !work->fit->begun)
    fail(L, "model.custom: cost is %s at the initial weights",
         nonfinite_name(*work->cost));
  work->fit->begun = true;
  gradient_of(&call, work->out);
  return 0;
}

Status custom_evaluate(ModelFit *fit, const double *theta, double *cost,
                       double *gradient) {
  ChildWork work = {fit, theta, cost, gradient};
  return protect(l_evaluate, &work);
}

/* Column j: the derivative of the gradient along parameter j. */
static int l_curvature(lua_State *L) {
  ChildWork *work = lua_touserdata(L, WORK);
  const size_t p = model_size(&work->fit->core);
  double *theta = push_scratch(L, 3 * p, sizeof *theta);
  double *above = theta + p, *below = above + p;
  Call call = protected_call(work);
  call.theta = memcpy(theta, work->theta, p * sizeof *theta);
  for (size_t j = 0; j < p; j++) {
    const double x = theta[j], h = step_at(x);
    theta[j] = x + h;
    gradient_of(&call, above);
    theta[j] = x - h;
    gradient_of(&call, below);
    theta[j] = x;
    for (size_t i = 0; i < p; i++)
      work->out[i * p + j] = (above[i] - below[i]) / (2 * h);
  }
  for (size_t i = 0; i < p; i++) /* symmetric except for rounding */
    for (size_t j = 0; j < i; j++)
      work->out[i * p + j] = work->out[j * p + i] =
        (work->out[i * p + j] + work->out[j * p + i]) / 2;
  return 0;
}

Status custom_curvature(ModelFit *fit, const double *theta, double *hessian) {
  ChildWork work = {fit, theta, NULL, hessian};
  return protect(l_curvature, &work);
}

/* Replaces X and y on the stack by the examples of a batch. */
static void push_batch(lua_State *L, const ModelFit *fit,
                       const size_t *examples, size_t count) {
  const Mat X = fit->X;
  const Vec y = fit->y;
  Mat rows = push_mat(L, count, X.cols);
  Vec targets = push_vec(L, count);
  for (size_t i = 0; i < count; i++) {
    vec_copy(mat_row(rows, i), mat_row(X, examples[i]));
    targets.d[i] = *vec_at(y, examples[i]);
  }
  lua_replace(L, ARG_Y);
  lua_replace(L, ARG_X);
}

static int l_epoch(lua_State *L) {
  ChildWork *work = lua_touserdata(L, WORK);
  const Sgd *how = &work->fit->small_steps;
  const size_t m = work->fit->X.rows, p = model_size(&work->fit->core);
  const Call call = protected_call(work);
  rng_shuffle(how->rng, how->order, m);
  for (size_t i = 0; i < m; i += how->batch) {
    size_t left = m - i, count = left < how->batch ? left : how->batch;
    push_batch(L, work->fit, how->order + i, count);
    gradient_of(&call, how->gradient);
    for (size_t j = 0; j < p; j++)
      work->out[j] -= how->alpha * how->gradient[j];
  }
  return 0;
}

Status custom_epoch(ModelFit *fit, double *theta) {
  ChildWork work = {fit, theta, NULL, theta};
  return protect(l_epoch, &work);
}
