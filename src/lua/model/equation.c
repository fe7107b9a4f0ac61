/* equation.c - a model as text: m:equation, m:original, tostring. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "sys/plain_text.h"

static void add_plain(luaL_Buffer *b, const char *name) {
  size_t n = strlen(name);
  char *out = luaL_prepbuffsize(b, n);
  luaL_addsize(b, plain_text(out, name, n));
}

/* Adds " + 0.5 name" or " - 0.5 name"; the first term has no spaces around its
 * sign. */
static void add_term(luaL_Buffer *b, double factor, const char *name,
                     bool first) {
  char text[32];
  snprintf(text, sizeof text, "%.6g", fabs(factor));
  luaL_addstring(b, factor < 0 ? (first ? "-" : " - ") : (first ? "" : " + "));
  luaL_addstring(b, text);
  luaL_addstring(b, *name ? " " : "");
  add_plain(b, name);
}

/* Pushes w·x + b as text, with the names in the table at `names`; at most
 * `most` terms. */
static void push_sum(lua_State *L, const double *theta, size_t n, int names,
                     size_t most) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (size_t j = 0; j < n && j < most; j++) {
    lua_rawgeti(L, names, (lua_Integer)j + 1);
    const char *name = lua_tostring(L, -1); /* owned by the table */
    lua_pop(L, 1);
    add_term(&b, theta[j], name, j == 0);
  }
  if (n > most) luaL_addstring(&b, " + ...");
  add_term(&b, theta[n], "", false);
  luaL_pushresult(&b);
}

/* One line of the formula: "f(x) = ", "P(y = 1) = sigmoid(", "z1 = ". */
static void push_line(lua_State *L, const LuaModel *m, const char *sum,
                      size_t k) {
  switch (m->core.kind) {
  case GLM_LINEAR: lua_pushfstring(L, "f(x) = %s", sum); return;
  case GLM_LOGISTIC: lua_pushfstring(L, "P(y = 1) = sigmoid(%s)", sum); return;
  case GLM_POISSON:
    lua_pushfstring(L, "f(x) = exp(%s%s)", sum, m->offset ? " + offset" : "");
    return;
  case GLM_SOFTMAX:
    lua_pushfstring(L, "%sz%I = %s",
                    k ? "\n" : "P(y = k) = exp(zk) / Σ exp(z)\n",
                    (LUAI_UACINT)k + 1, sum);
    return;
  }
}

static void push_equation(lua_State *L, int model, size_t most) {
  const LuaModel *m = lua_touserdata(L, model);
  const LuaModel shape = *m;
  const size_t n = shape.core.features, top = (size_t)lua_gettop(L);
  push_weight_names(L, model);
  int names = lua_gettop(L);
  check_unchanged(L, m, shape.changes);
  Vec raw = push_original(L, model);
  lua_pushliteral(L, "");
  for (size_t k = 0; k < shape.core.classes; k++) {
    push_sum(L, raw.d + k * (n + 1), n, names, most);
    push_line(L, &shape, lua_tostring(L, -1), k);
    lua_remove(L, -2);
    lua_concat(L, 2);
  }
  lua_replace(L, (int)top + 1);
  lua_settop(L, (int)top + 1);
}

static int l_equation(lua_State *L) {
  if (check_ready_model(L, 1)->custom)
    fail(L, "a custom model has no equation; its formula is your predict "
            "function");
  push_equation(L, 1, SIZE_MAX);
  return 1;
}

static int l_original(lua_State *L) {
  const Glm shape = check_ready_model(L, 1)->core;
  Vec raw = push_original(L, 1);
  push_weights(L, &shape, raw.d);
  push_intercept(L, &shape, raw.d);
  return 2;
}

/* For boundary.lua: returns the minimum and maximum of each input in the
 * training data, as two vectors; nothing before training. */
static int l_range(lua_State *L) {
  const LuaModel *m = check_model(L, 1);
  if (!m->low) return 0;
  const Vec low = vec_of(m->low, m->inputs), high = vec_of(m->high, low.n);
  lua_getiuservalue(L, 1, MODEL_RANGE); /* keeps the block alive */
  vec_copy(push_vec(L, low.n), low);
  vec_copy(push_vec(L, low.n), high);
  return 2;
}

/* One line, with the first few terms; equation() returns all of them. */
static int l_tostring(lua_State *L) {
  enum { SHOWN_TERMS = 8 };
  LuaModel *m = check_model(L, 1);
  const char *kind = model_kind(m);
  LUAI_UACINT n = (LUAI_UACINT)m->inputs;
  if (!m->theta || (m->scaling != NO_SCALING && !m->scale.mean.d))
    lua_pushfstring(L, "%s model (untrained)", kind);
  else if (m->custom)
    lua_pushfstring(L, "custom model of %I feature%s", n, n == 1 ? "" : "s");
  else if (m->core.kind == GLM_SOFTMAX)
    lua_pushfstring(L, "softmax model: %I features, %I classes", n,
                    (LUAI_UACINT)m->core.classes);
  else {
    push_equation(L, 1, SHOWN_TERMS);
    lua_pushfstring(L, "%s model: %s", kind, lua_tostring(L, -1));
  }
  return 1;
}

#define LINE "m = model.linear{w=200, b=100}\n"

static const Prim prims[] = {
  {"model:equation", l_equation, "m:equation() -> string",
   "Returns the model as a formula in the units of the input data.",
   LINE "m:equation() --> f(x) = 200 x + 100"},
  {"model:original", l_original,
   "m:original() -> vector or matrix, number or vector",
   "Returns w and b in the units of the input data: the weights of the "
   "unscaled columns (and, with degree=, their powers) of a model with "
   "normalize=.",
   "m = model.linear{normalize=\"zscore\"}\n"
   "run = train(m, {1, 2, 3}, {100, 200, 300}, {method=\"exact\"})\n"
   "w, b = m:original()\nw --> [100]"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Meta metas[] = {{"__tostring", l_tostring, NULL},
                             {NULL, NULL, NULL}};

static const luaL_Reg functions[] = {{"model_range", l_range}, {NULL, NULL}};

void open_model_text(lua_State *L) {
  registry_add(L, prims);
  registry_metamethods(L, TYPE_MODEL, metas);
  lib_context_add(L, "mlrepl.context", functions);
}
