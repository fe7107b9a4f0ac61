/* check_gradient.c - check_gradient: evaluates a model's cost and gradient at
 * any point; lib/mlrepl/explain/check_gradient.lua compares them. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/optim/descent.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/base/set_field.h"
#include "lua/model/custom.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/model_fit.h"
#include "lua/model/model_new.h"
#include "lua/model/model_objective.h"

enum { MODEL = 1, ARG_X, ARG_Y, OPTIONS };

/* -- functions of the point ----------------------------------------------- */

/* Each closure holds the running primitive, a copy of the model, X, y and the
 * options. Its argument is the point, a vector as long as theta. */
enum { OF_MODEL = 2, OF_X, OF_Y, OF_OPTIONS, UPVALUES = OF_OPTIONS };

/* A fit whose weights are the point (argument 1). */
static ModelFit fit_at(lua_State *L) {
  enum { FIT_MODEL = 2, FIT_X, FIT_Y, FIT_OPTIONS };
  lua_settop(L, 1);
  for (int i = OF_MODEL; i <= OF_OPTIONS; i++)
    lua_pushvalue(L, lua_upvalueindex(i));
  ModelFit fit = push_fit(L, FIT_MODEL, FIT_X, FIT_Y, FIT_OPTIONS);
  vec_copy(vec_of(fit.theta, model_size(&fit.core)), check_vec(L, 1));
  return fit;
}

/* Cost and gradient of a native model. Raises on any error. */
static double evaluate(ModelFit *fit, double *gradient) {
  double cost;
  const Objective objective = model_objective(fit);
  check_status(fit->L, objective.evaluate(fit, fit->theta, &cost, gradient),
               "X");
  return cost;
}

/* The result may be infinite or nan. */
static int l_cost_at(lua_State *L) {
  ModelFit fit = fit_at(L);
  const size_t p = model_size(&fit.core);
  lua_pushnumber(L, fit.m->custom
                      ? custom_cost(&fit, fit.theta)
                      : evaluate(&fit, push_scratch(L, p, sizeof(double))));
  return 1;
}

/* Returns the gradient, and whether the function modified w. */
static int l_gradient_at(lua_State *L) {
  ModelFit fit = fit_at(L);
  Vec gradient = push_vec(L, model_size(&fit.core));
  bool changed = false;
  if (fit.m->custom)
    changed = custom_gradient(&fit, fit.theta, gradient.d);
  else
    evaluate(&fit, gradient.d);
  lua_pushboolean(L, changed);
  return 2;
}

static int l_predict_at(lua_State *L) {
  ModelFit fit = fit_at(L);
  push_values(&fit);
  return 1;
}

/* -- facts about the model ------------------------------------------------ */

static void set_function(lua_State *L, const char *key, lua_CFunction fn) {
  lua_pushvalue(L, lua_upvalueindex(1));
  for (int i = MODEL; i <= OPTIONS; i++) lua_pushvalue(L, i);
  lua_pushcclosure(L, fn, UPVALUES);
  lua_setfield(L, -2, key);
}

static void set_flag(lua_State *L, const char *key, bool value) {
  lua_pushboolean(L, value);
  lua_setfield(L, -2, key);
}

static void push_facts(lua_State *L, const ModelFit *fit, bool fresh) {
  const size_t p = model_size(&fit->core);
  lua_newtable(L);
  set_count(L, "examples", fit->X.rows);
  set_count(L, "features", fit->core.features);
  set_count(L, "classes", fit->core.classes);
  set_flag(L, "custom", fit->m->custom);
  set_flag(L, "intercept", fit->core.intercept);
  set_flag(L, "fresh", fresh);
  push_mat_view(L, fit->at_X, fit->X);
  lua_setfield(L, -2, "X");
  lua_pushvalue(L, ARG_Y);
  lua_setfield(L, -2, "y");
  vec_copy(push_vec(L, p), vec_of(fit->theta, p));
  lua_setfield(L, -2, "theta");
  push_weight_names(L, MODEL);
  lua_setfield(L, -2, "names");
  set_function(L, "cost", l_cost_at);
  set_function(L, "gradient", l_gradient_at);
  set_function(L, "predict", l_predict_at);
}

/* Works on a copy, because preparing the data sets a new model's number of
 * features and scale. */
static int l_check_gradient(lua_State *L) {
  lua_settop(L, OPTIONS);
  LuaModel *m = check_model(L, MODEL);
  check_options(L, OPTIONS);
  const bool fresh = !m->theta;
  if (m->custom && !custom_has_gradient(L, MODEL))
    fail(L, "the model has no gradient function to check; its cost is "
            "differentiated by grad");
  push_model_copy(L, MODEL);
  lua_replace(L, MODEL);
  ModelFit fit = push_training(L, MODEL, ARG_X, ARG_Y, OPTIONS);
  lib_context_push(L, "mlrepl.explain.check_gradient", "check_gradient");
  push_facts(L, &fit, fresh);
  lua_call(L, 1, 1);
  return 1;
}

static const Prim prims[] = {
  {"check_gradient", l_check_gradient,
   "check_gradient(m, X, y, {weights=, offset=}) -> gradient_check",
   "Checks the model's gradient against its cost. Each component is compared "
   "with a central difference, (cost(w + h) - cost(w - h)) / 2h, at the "
   "model's w and b (at small random values if it has none yet) and at a "
   "second point nearby. The result is printed as a table followed by a "
   "verdict that names the likely mistake, such as a wrong sign, a missing "
   "1/m, a factor of 2, a penalty on b or components in the wrong order. "
   "weights and offset are those of m:cost. "
   "Fields: ok, verdict, difference (the largest relative difference), "
   "analytic and numeric (vectors, b last), names. The model is not changed.",
   "m = model.custom{predict=function(X, w, b) return X:dot(w) + b end,\n"
   "  cost=function(X, y, w, b) return ((X:dot(w) + b - y) ^ 2):mean() / 2 end,"
   "\n  gradient=function(X, y, w, b) local e = y - X:dot(w) - b\n"
   "    return X:t():dot(e) / #e, e:mean() end}\n"
   "c = check_gradient(m, {1, 2, 4}, {2, 4, 6})\nc.ok --> false\n"
   "c.verdict:match(\"^.-sign\") --> dw and db have the wrong sign"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_check_gradient(lua_State *L) { registry_add(L, prims); }
