/* model_fields.c - reading and setting the fields of a model. */
#include "lua/model/model_fields.h"

#include <math.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/model/poly.h"
#include "lua/base/args.h"
#include "lua/base/did_you_mean.h"
#include "lua/base/error.h"
#include "lua/base/method.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/model/model_weights.h"
#include "lua/model/scaler.h"

/* -- setters -------------------------------------------------------------- */

static void set_lambda(lua_State *L, int model) {
  LuaModel *m = lua_touserdata(L, model);
  double lambda = model_finite_field(L, "lambda");
  if (m->custom)
    fail(L, "a custom model has no lambda; add the penalty to its cost "
            "function");
  if (lambda < 0) fail(L, "lambda must be 0 or more, got %f", lambda);
  m->core.lambda = lambda;
}

static void set_threshold(lua_State *L, int model) {
  LuaModel *m = lua_touserdata(L, model);
  double t = model_finite_field(L, "threshold");
  if (m->core.kind != GLM_LOGISTIC)
    fail(L, "threshold applies only to logistic models");
  if (t <= 0 || t >= 1)
    fail(L, "threshold must lie between 0 and 1, got %f", to_printable(t));
  m->threshold = t;
}

static size_t whole_field(lua_State *L, const char *key, size_t least,
                          size_t most) {
  int whole;
  lua_Integer n = lua_tointegerx(L, -1, &whole);
  if (lua_type(L, -1) != LUA_TNUMBER || !whole || n < (lua_Integer)least ||
      n > (lua_Integer)most) {
    const char *got = push_description(L, -1);
    fail(L, "%s must be an integer from %I to %I, got %s", key,
         (LUAI_UACINT)least, (LUAI_UACINT)most, got);
  }
  return (size_t)n;
}

static void set_degree(lua_State *L, int model) {
  LuaModel *m = lua_touserdata(L, model);
  size_t degree = whole_field(L, "degree", 1, POLY_MOST_DEGREE);
  if (degree == m->degree) return;
  model_forget(m);
  m->degree = degree;
}

static void set_classes(lua_State *L, int model) {
  LuaModel *m = lua_touserdata(L, model);
  if (m->core.kind != GLM_SOFTMAX)
    fail(L, "classes applies only to softmax models");
  size_t classes = whole_field(L, "classes", 2, GLM_MOST_CLASSES);
  if (classes == m->core.classes) return;
  model_forget(m);
  m->core.classes = classes;
}

static int check_scaling(lua_State *L) {
  if (lua_isnil(L, -1) || (lua_isboolean(L, -1) && !lua_toboolean(L, -1)))
    return NO_SCALING;
  const char *word = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
  for (int i = 0; scale_kinds[i]; i++)
    if (!strcmp(word, scale_kinds[i])) return i;
  const char *got = push_description(L, -1);
  return fail(L, "normalize must be \"zscore\", \"minmax\" or \"mean\", got %s",
              got);
}

static void set_normalize(lua_State *L, int model) {
  LuaModel *m = lua_touserdata(L, model);
  int scaling = check_scaling(L);
  if (scaling == m->scaling) return;
  model_forget(m);
  m->scaling = scaling;
}

static void set_intercept(lua_State *L, int model) {
  LuaModel *m = lua_touserdata(L, model);
  if (!lua_isboolean(L, -1)) {
    const char *got = push_description(L, -1);
    fail(L, "intercept must be true or false, got %s", got);
  }
  m->core.intercept = lua_toboolean(L, -1);
  if (m->core.intercept) return;
  m->b = 0;
  if (m->theta)
    vec_fill(mat_col(model_rows(&m->core, m->theta), m->core.features), 0);
}

/* The table at the top must hold one string per column, if the number of
 * columns is known. */
static void check_names(lua_State *L, const LuaModel *m) {
  const lua_Integer n = luaL_len(L, -1);
  if (m->theta && (size_t)n != m->inputs)
    fail(L, "names has %I name%s, but the model takes %I column%s",
         (LUAI_UACINT)n, n == 1 ? "" : "s", (LUAI_UACINT)m->inputs,
         m->inputs == 1 ? "" : "s");
  for (lua_Integer i = 1; i <= n; i++) {
    check_interrupt_at(L, (size_t)i);
    if (lua_geti(L, -1, i) != LUA_TSTRING) {
      const char *got = push_description(L, -1);
      fail(L, "names[%I] must be a string, got %s", (LUAI_UACINT)i, got);
    }
    lua_pop(L, 1);
  }
}

static void column_names_set(lua_State *L, int model) {
  if (!is_plain_table(L, -1) && !lua_isnil(L, -1)) {
    const char *got = push_description(L, -1);
    fail(L, "names must be a table of strings, got %s", got);
  }
  if (!lua_isnil(L, -1)) check_names(L, lua_touserdata(L, model));
  lua_pushvalue(L, -1);
  lua_setiuservalue(L, model, MODEL_NAMES);
}

/* -- by name -------------------------------------------------------------- */

typedef void Setter(lua_State *L, int model);

const char *const model_options[] = {
  "degree", "normalize", "intercept", "classes", "w",
  "b",      "lambda",    "threshold", "names",   NULL};
static Setter *const setters[] = {set_degree,  set_normalize, set_intercept,
                                  set_classes, model_set_w,   model_set_b,
                                  set_lambda,  set_threshold, column_names_set};

static bool is_option_of_train(lua_State *L, const char *key) {
  const char *usage = registry_push_usage(L, "train");
  lua_pushfstring(L, "%s=", key);
  const char *option = lua_tostring(L, -1);
  const char *at = usage ? strstr(usage, option) : NULL;
  const bool is = at && at > usage && strchr("{ ", at[-1]);
  lua_pop(L, 2);
  return is;
}

static int fail_unknown(lua_State *L, const char *key) {
  lua_newtable(L);
  for (int i = 0; model_options[i]; i++) {
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, model_options[i]);
  }
  const char *hint = push_suggestion(L, key, -1);
  if (!*hint && is_option_of_train(L, key))
    hint = lua_pushfstring(
      L, "; it is an option of train: train(m, X, y, {%s=...})", key);
  return fail(L, "cannot set unknown field '%s'%s", key, hint);
}

void model_set_field(lua_State *L, int model, const char *key) {
  int i = 0;
  while (model_options[i] && strcmp(key, model_options[i]) != 0) i++;
  if (!model_options[i]) fail_unknown(L, key);
  setters[i](L, model);
}

static int l_newindex(lua_State *L) {
  check_model(L, 1);
  if (lua_type(L, 2) != LUA_TSTRING) {
    const char *got = push_description(L, 2);
    fail(L, "field name (w, b, ...) expected, got %s", got);
  }
  lua_settop(L, 3);
  model_set_field(L, 1, lua_tostring(L, 2));
  return 0;
}

/* Views into theta: m.w[1] = 2 changes the model. */
static void push_w(lua_State *L, const LuaModel *m) {
  if (!m->theta) {
    lua_pushnil(L);
    return;
  }
  Mat rows = model_rows(&m->core, m->theta);
  rows.cols--;
  lua_getiuservalue(L, 1, MODEL_THETA);
  if (m->core.kind == GLM_SOFTMAX)
    push_mat_view(L, -1, rows);
  else
    push_vec_view(L, -1, mat_row(rows, 0));
}

static void push_b(lua_State *L, const LuaModel *m) {
  if (m->core.kind != GLM_SOFTMAX)
    lua_pushnumber(L, m->theta ? m->theta[m->core.features] : m->b);
  else if (!m->theta)
    lua_pushnil(L);
  else {
    lua_getiuservalue(L, 1, MODEL_THETA);
    push_vec_view(L, -1,
                  mat_col(model_rows(&m->core, m->theta), m->core.features));
  }
}

static int l_index(lua_State *L) {
  LuaModel *m = check_model(L, 1);
  const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
  if (!strcmp(key, "w"))
    push_w(L, m);
  else if (!strcmp(key, "b"))
    push_b(L, m);
  else if (!strcmp(key, "lambda"))
    lua_pushnumber(L, m->core.lambda);
  else if (!strcmp(key, "threshold"))
    lua_pushnumber(L, m->threshold);
  else if (!strcmp(key, "degree"))
    lua_pushinteger(L, (lua_Integer)m->degree);
  else if (!strcmp(key, "normalize"))
    lua_pushstring(L, m->scaling < 0 ? NULL : scale_kinds[m->scaling]);
  else if (!strcmp(key, "intercept"))
    lua_pushboolean(L, m->core.intercept);
  else if (!strcmp(key, "classes"))
    lua_pushinteger(L, (lua_Integer)m->core.classes);
  else if (!strcmp(key, "features"))
    lua_pushinteger(L, (lua_Integer)m->inputs);
  else if (!strcmp(key, "kind"))
    lua_pushstring(L, model_kind(m));
  else if (!strcmp(key, "names"))
    lua_getiuservalue(L, 1, MODEL_NAMES);
  else
    return method_index(L);
  return 1;
}

#define LINE  "m = model.linear{w=200, b=100}\n"
#define CURVE "m = model.logistic{w={1, 1}, b=-3}\n"

static const Prim prims[] = {
  {"model:w", NULL, "m.w -> vector or matrix or nil",
   "The weights, one per feature: a view into the model, so m.w[1] = 2 "
   "changes it (softmax: a matrix with one row per class). nil until the model "
   "has weights. m.w = 200 and m.w = {1, 2} set them.",
   LINE "m.w --> [200]\nm.w = {1, 2}\nm --> "
        "linear model: f(x) = 1 x0 + 2 x1 + 100"},
  {"model:b", NULL, "m.b -> number or vector or nil",
   "The intercept b in f(x) = w·x + b (softmax: a vector with one element per "
   "class).",
   LINE "m.b = 50\nm --> linear model: f(x) = 200 x + 50"},
  {"model:lambda", NULL, "m.lambda -> number",
   "The strength of the penalty for large weights, lambda/2m Σw² (default 0).",
   LINE "m.lambda --> 0.0"},
  {"model:threshold", NULL, "m.threshold -> number",
   "The smallest probability for which a logistic model predicts class 1 "
   "(default 0.5).",
   CURVE "m.threshold = 0.9\nm:predict{2, 2} --> 0.0"},
  {"model:normalize", NULL, "m.normalize -> string or nil",
   "How the model scales its features: \"zscore\", \"minmax\", \"mean\" or "
   "nil. The scale is computed in the first training; assigning a different "
   "method discards the weights.",
   "m = model.linear{normalize=\"zscore\"}\n"
   "run = train(m, {1, 2, 3}, {100, 200, 300}, {method=\"exact\"})\n"
   "m:predict(4) --> 400.0"},
  {"model:degree", NULL, "m.degree -> number",
   "The degree of the polynomial features that the model computes from its "
   "columns (default 1). Assigning a different degree discards the weights.",
   "m = model.linear{degree=2, w={0, 1}}\nm:predict(3) --> 9.0"},
  {"model:intercept", NULL, "m.intercept -> boolean",
   "Whether the model has an intercept. With intercept=false, b stays 0.",
   "m = model.linear{intercept=false}\n"
   "run = train(m, {1, 2}, {2, 4}, {method=\"exact\"})\nm.w --> [2]"},
  {"model:classes", NULL, "m.classes -> number or nil",
   "The number of classes of a softmax model.",
   "m = model.softmax{classes=3}\nm.classes --> 3"},
  {"model:names", NULL, "m.names -> list of strings or nil",
   "The names of the features, or nil; shown in formulas and plots. Training "
   "on a matrix with names sets them. If X has names too, its columns are "
   "reordered to match, and unknown names raise an error; X without names is "
   "used as is. m.names = nil turns this off.",
   LINE "m.names = {\"size\"}\nm --> linear model: f(x) = 200 size + 100"},
  {"model:features", NULL, "m.features -> number",
   "The number of columns the model expects; 0 until it has weights.",
   LINE "m.features --> 1"},
  {"model:kind", NULL, "m.kind -> string",
   "\"linear\", \"logistic\", \"softmax\", \"poisson\" or \"custom\".",
   LINE "m.kind --> linear"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Meta metas[] = {{"__index", l_index, NULL},
                             {"__newindex", l_newindex, NULL},
                             {NULL, NULL, NULL}};

void open_model_fields(lua_State *L) {
  registry_add(L, prims);
  registry_metamethods(L, TYPE_MODEL, metas);
}
