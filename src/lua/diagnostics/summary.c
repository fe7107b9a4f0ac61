/* summary.c - m:summary: standard errors and tests of the coefficients. The
 * text is composed in lib/mlrepl/explain/summary.lua. */
#include <math.h>

#include "core/double_double.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/model/inference.h"
#include "core/status.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/set_field.h"
#include "lua/base/values.h"
#include "lua/diagnostics/dependence.h"
#include "lua/diagnostics/separable.h"
#include "lua/diagnostics/summary_softmax.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/model_fit.h"
#include "sys/interrupt.h"

/* Sets a vector in the order of theta, but with any intercept first. */
static void set_coefficients(lua_State *L, const char *key, const double *from,
                             const Glm *model) {
  const size_t n = model->features, first = model->intercept;
  Vec v = push_vec(L, n + first);
  if (first) v.d[0] = from[n];
  for (size_t j = 0; j < n; j++) v.d[first + j] = from[j];
  lua_setfield(L, -2, key);
}

/* Sets names, aliased (the aliased names) and aliased_places (booleans). */
static void set_names_of(lua_State *L, const Glm *model, const Role *role) {
  const size_t n = model->features, first = model->intercept;
  for (int i = 0; i < 3; i++) lua_newtable(L);
  const int places = lua_gettop(L) - 2, names = places + 1, aliased = names + 1;
  if (first) {
    lua_pushliteral(L, "b");
    lua_rawseti(L, names, 1);
  }
  push_weight_names(L, 1);
  for (size_t j = 0; j < n; j++) {
    lua_rawgeti(L, -1, (lua_Integer)j + 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, names, (lua_Integer)(first + j) + 1);
    lua_pushboolean(L, role[j] == ROLE_ALIASED);
    lua_rawseti(L, places, (lua_Integer)(first + j) + 1);
    if (role[j] == ROLE_ALIASED)
      lua_rawseti(L, aliased, (lua_Integer)lua_rawlen(L, aliased) + 1);
    else
      lua_pop(L, 1);
  }
  lua_pop(L, 1);
  lua_setfield(L, -4, "aliased");
  lua_setfield(L, -3, "names");
  lua_setfield(L, -2, "aliased_places");
}

static void set_dependence(lua_State *L, const ModelFit *fit, size_t rank) {
  const size_t p = fit->core.features + fit->core.intercept;
  push_dependence(L, fit, rank < p && !fit->shared);
  lua_setfield(L, -2, "dependence");
}

/* A sum of weights: an integer if it is one. */
static void set_amount(lua_State *L, const char *key, double amount) {
  if (amount == floor(amount) && amount < 0x1p53)
    lua_pushinteger(L, (lua_Integer)amount);
  else
    lua_pushnumber(L, amount);
  lua_setfield(L, -2, key);
}

static void set_quality(lua_State *L, const Inference *found) {
  set_amount(L, "examples", found->examples);
  set_count(L, "rank", found->rank);
  set_amount(L, "df", found->df);
  set_count(L, "df_model", found->df_model);
  set_number(L, "distance", found->distance);
  set_number(L, "deviance", found->deviance);
  set_number(L, "null_deviance", found->null_deviance);
  set_number(L, "r2", found->r2);
  set_number(L, "log_likelihood", found->log_likelihood);
  set_number(L, "aic", found->aic);
  set_number(L, "bic", found->bic);
}

static void set_linear(lua_State *L, const Inference *found) {
  set_number(L, "rss", found->rss);
  set_number(L, "tss", found->tss);
  set_number(L, "sigma", sqrt(found->scale));
  set_number(L, "adjusted_r2", found->adjusted_r2);
  set_number(L, "f", found->f);
  set_number(L, "f_p", found->f_p);
}

/* Without a penalty the table is in the units of the data. A penalty applies to
 * the scaled weights, so then the standard errors stay scaled too. */
static void use_own_units(lua_State *L, ModelFit *fit) {
  if (fit->m->scaling == NO_SCALING || fit->core.lambda > 0) return;
  if (fit->degree == 1) fit->X = push_unscaled_features(L, 1, 2);
  check_unchanged(L, fit->m, fit->changes);
  fit->core.theta = push_original(L, 1).d;
}

/* The exact solution if there is one, else the weights, in double-double. */
static const DoubleDouble *push_wide_theta(lua_State *L, const ModelFit *fit) {
  const size_t p = model_size(&fit->core);
  const DoubleDouble *exact = push_exact(L, 1, vec_of(fit->theta, p));
  if (exact) return exact;
  DoubleDouble *theta = push_scratch(L, p, sizeof *theta);
  for (size_t j = 0; j < p; j++)
    theta[j] = (DoubleDouble){fit->core.theta[j], 0};
  return theta;
}

static void infer(lua_State *L, Inference *found, Coefficients *out,
                  const ModelFit *fit, double level) {
  const Glm *model = &fit->core;
  if (fit->degree == 1 || model->lambda > 0) {
    const Examples e = model_fit_examples(fit);
    double *scratch = push_scratch(L, inference_scratch(&e), sizeof *scratch);
    check_status(
      L, inference(found, out, NULL, model, e, level, scratch, &interrupted),
      "y");
    return;
  }
  const Powers powers = {fit->raw, fit->degree, push_wide_theta(L, fit)};
  const Examples e = model_fit_examples(fit);
  const size_t need = inference_powers_scratch(&powers, &e);
  double *scratch = push_scratch(L, need, sizeof *scratch);
  Status s = inference_powers(found, out, NULL, model, &powers, e, level,
                              scratch, &interrupted);
  if (s.code == STATUS_RANGE) check_powers(L, 1, s);
  check_status(L, s, "y");
}

static Coefficients push_coefficients(lua_State *L, size_t p) {
  double *d = push_scratch(L, 6 * p, sizeof *d);
  Role *role = push_scratch(L, p, sizeof *role);
  return (Coefficients){d,         d + p,     d + 2 * p, d + 3 * p,
                        d + 4 * p, d + 5 * p, role};
}

static void check_summary_model(lua_State *L, const LuaModel *m) {
  if (m->custom)
    fail(L, "a custom model has no standard errors, because its likelihood is "
            "not known");
}

static double check_level(lua_State *L) {
  double level = option_number(L, 4, "level", 0.95);
  if (!(level > 0 && level < 1)) {
    lua_pushnumber(L, level);
    fail_option(L, "level", "number between 0 and 1 (0.95 is usual)");
  }
  return level;
}

static int l_summary(lua_State *L) {
  lua_settop(L, 4);
  check_summary_model(L, check_ready_model(L, 1));
  check_options(L, 4);
  const double level = check_level(L);
  ModelFit fit = push_fit(L, 1, 2, 3, 4);
  if (fit.core.kind == GLM_SOFTMAX) {
    push_softmax_summary(L, &fit, level);
    return 1;
  }
  use_own_units(L, &fit);
  const Glm *model = &fit.core;
  Coefficients out = push_coefficients(L, model_size(model));
  Inference found;
  infer(L, &found, &out, &fit, level);
  lib_context_push(L, "mlrepl.explain.summary", "summary");
  lua_newtable(L);
  lua_pushstring(L, model_kind(fit.m));
  lua_setfield(L, -2, "kind");
  lua_pushstring(L, model->kind == GLM_LINEAR ? "t" : "z");
  lua_setfield(L, -2, "letter");
  set_number(L, "level", level);
  set_number(L, "lambda", model->lambda);
  lua_pushboolean(L, fit.m->scaling != NO_SCALING && model->lambda > 0);
  lua_setfield(L, -2, "scaled");
  set_names_of(L, model, out.role);
  set_dependence(L, &fit, found.rank);
  set_coefficients(L, "estimate", out.estimate, model);
  set_coefficients(L, "se", out.se, model);
  set_coefficients(L, "statistic", out.statistic, model);
  set_coefficients(L, "p", out.p, model);
  set_coefficients(L, "low", out.low, model);
  set_coefficients(L, "high", out.high, model);
  set_quality(L, &found);
  set_linear(L, &found);
  set_number(L, "chi2", found.chi2);
  set_number(L, "chi2_p", found.chi2_p);
  if (!fit.shared) { /* which takes all rows */
    push_separable(L, &fit,
                   model->lambda > 0 ? SEPARABLE_CLASSES : SEPARABLE_WHOLE);
    lua_setfield(L, -2, "separation");
  }
  lua_call(L, 1, 1);
  return 1;
}

static const Prim prims[] = {
  {"model:summary", l_summary,
   "m:summary(X, y, {level=, weights=, offset=}) -> summary",
   "Returns the table of coefficients of a trained model, "
   "as R's summary and statsmodels print it: estimate, standard error, t or z, "
   "the p-value of the hypothesis that the coefficient is 0, and a confidence "
   "interval (level=0.95 by default). Below the table are R², F and the "
   "residual standard error (linear), or the deviance and chi². "
   "The coefficients of a softmax model are those of each class less those of "
   "class 1. Units are those of X. A column that is a linear combination of earlier "
   "columns is aliased (NA in R), and the other rows describe the model "
   "without it. A note warns if the classes are separable, because then "
   "standard errors cannot be trusted. weights are counts: everything, also "
   "the degrees of freedom, is as for the repeated examples (R's lm, where "
   "weights are importances, counts each example once). Fields: names, estimate, se, statistic, "
   "p, low, high (vectors, b first), aliased, r2, sigma, df, aic and others.",
   "m = model.linear{names={\"size\"}}\nX, y = {1, 2, 3, 4}, {2, 4, 5, 8}\n"
   "run = train(m, X, y, {method=\"exact\"})\ns = m:summary(X, y)\n"
   "tostring(s):match(\"R² [%d.]+\") --> R² 0.962667"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_summary(lua_State *L) { registry_add(L, prims); }
