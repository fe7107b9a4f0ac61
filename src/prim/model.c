/* model.c - models: making them, and the fields that hold their numbers. What
 * they say of data is in model_data.c, of themselves in model_text.c. */
#include "model.h"

#include <math.h>
#include <string.h>

#include "open.h"

LuaModel *check_model(lua_State *L, int arg) {
  LuaModel *m = luaL_testudata(L, arg, TYPE_MODEL);
  if (!m) fail_arg(L, arg, "model");
  return m;
}

Model core_model(const LuaModel *m) {
  return (Model){m->kind, m->features, 1, true, m->lambda, m->theta};
}

LuaModel *check_ready_model(lua_State *L, int arg) {
  LuaModel *m = check_model(L, arg);
  if (!m->theta)
    fail(L, "the model has no weights yet: train it, or set w (and b)");
  return m;
}

/* -- making --------------------------------------------------------------- */

/* Gives the model at `index` a theta of n weights, all 0, and its b. */
static void make_theta(lua_State *L, int index, size_t n) {
  index = lua_absindex(L, index);
  LuaModel *m = lua_touserdata(L, index);
  Vec theta = push_vec(L, n + 1);
  vec_fill(theta, 0);
  theta.d[n] = m->theta ? m->theta[m->features] : m->b;
  m->theta = theta.d;
  m->features = n;
  lua_setiuservalue(L, index, MODEL_THETA);
}

static LuaModel *push_model(lua_State *L, ModelKind kind) {
  LuaModel *m = lua_newuserdatauv(L, sizeof *m, 2);
  *m = (LuaModel){kind, 0, 0, 0, 0.5, NULL};
  luaL_setmetatable(L, TYPE_MODEL);
  return m;
}

LuaModel *push_model_like(lua_State *L, int model, size_t features) {
  model = lua_absindex(L, model);
  LuaModel *from = lua_touserdata(L, model), *m = push_model(L, from->kind);
  m->lambda = from->lambda;
  m->threshold = from->threshold;
  lua_getiuservalue(L, model, MODEL_NAMES);
  lua_setiuservalue(L, -2, MODEL_NAMES);
  if (features) make_theta(L, -1, features);
  return m;
}

void model_fit_features(lua_State *L, int arg, size_t n, const char *what) {
  LuaModel *m = lua_touserdata(L, arg);
  if (!n) fail(L, "%s has no columns", what);
  if (!m->features) make_theta(L, arg, n);
  if (m->features != n)
    fail(L, "%s has %I column%s, but the model has %I weight%s", what,
         (LUAI_UACINT)n, n == 1 ? "" : "s", (LUAI_UACINT)m->features,
         m->features == 1 ? "" : "s");
}

/* -- fields --------------------------------------------------------------- */

/* m.w = a vector, a table or a number at the top of the stack; its numbers are
 * copied, so that training does not change the learner's vector. */
static void set_w(lua_State *L, int index) {
  LuaModel *m = lua_touserdata(L, index);
  int value = lua_gettop(L);
  if (lua_type(L, value) == LUA_TNUMBER) {
    double number = lua_tonumber(L, value);
    push_vec(L, 1).d[0] = number;
    lua_replace(L, value);
  }
  if (!to_vec(L, value) && !is_plain_table(L, value)) {
    const char *got = push_description(L, value);
    fail(L, "w must be a vector, a table of numbers or a number, got %s", got);
  }
  Vec w = check_numbers(L, value);
  if (!w.n) fail(L, "w has no numbers; a model needs at least one weight");
  if (vec_nonfinite(w) < w.n)
    fail(L, "w[%I] is not finite", (LUAI_UACINT)vec_nonfinite(w) + 1);
  if (m->features != w.n) make_theta(L, index, w.n);
  vec_copy(vec_of(m->theta, w.n), w);
}

static double finite_field(lua_State *L, const char *key) {
  double x = lua_tonumber(L, -1);
  if (lua_type(L, -1) != LUA_TNUMBER || !isfinite(x)) {
    const char *got = push_description(L, -1);
    fail(L, "%s must be a finite number, got %s", key, got);
  }
  return x;
}

static void set_b(lua_State *L, LuaModel *m) {
  double b = finite_field(L, "b");
  if (m->theta)
    m->theta[m->features] = b;
  else
    m->b = b;
}

static void set_lambda(lua_State *L, LuaModel *m) {
  double lambda = finite_field(L, "lambda");
  if (lambda < 0) fail(L, "lambda must be 0 or more, got %f", lambda);
  m->lambda = lambda;
}

static void set_threshold(lua_State *L, LuaModel *m) {
  double t = finite_field(L, "threshold");
  if (m->kind != MODEL_LOGISTIC)
    fail(L, "threshold belongs to a logistic model");
  if (t <= 0 || t >= 1)
    fail(L, "threshold must lie between 0 and 1, got %f", t);
  m->threshold = t;
}

static void set_names(lua_State *L, int index) {
  if (!is_plain_table(L, -1) && !lua_isnil(L, -1)) {
    const char *got = push_description(L, -1);
    fail(L, "names must be a table of strings, got %s", got);
  }
  lua_pushvalue(L, -1);
  lua_setiuservalue(L, index, MODEL_NAMES);
}

static const char *const fields[] = {"w",     "b",        "lambda", "threshold",
                                     "names", "features", "kind",   NULL};

/* Sets the field to the value at the top of the stack. */
static void set_field(lua_State *L, int index, const char *key) {
  LuaModel *m = lua_touserdata(L, index);
  if (!strcmp(key, "w"))
    set_w(L, index);
  else if (!strcmp(key, "b"))
    set_b(L, m);
  else if (!strcmp(key, "lambda"))
    set_lambda(L, m);
  else if (!strcmp(key, "threshold"))
    set_threshold(L, m);
  else if (!strcmp(key, "names"))
    set_names(L, index);
  else {
    lua_newtable(L);
    for (int i = 0; i < 5; i++) {
      lua_pushboolean(L, 1);
      lua_setfield(L, -2, fields[i]);
    }
    fail(L, "a model has no field '%s' to set%s", key,
         push_suggestion(L, key, -1));
  }
}

static int l_newindex(lua_State *L) {
  check_model(L, 1);
  if (lua_type(L, 2) != LUA_TSTRING) {
    const char *got = push_description(L, 2);
    fail(L, "fields of a model have names (w, b, ...), got %s", got);
  }
  lua_settop(L, 3);
  set_field(L, 1, lua_tostring(L, 2));
  return 0;
}

static int push_w(lua_State *L, const LuaModel *m) {
  if (!m->theta) {
    lua_pushnil(L);
    return 1;
  }
  lua_getiuservalue(L, 1, MODEL_THETA);
  push_vec_view(L, -1, vec_of(m->theta, m->features));
  return 1;
}

static int l_index(lua_State *L) {
  LuaModel *m = check_model(L, 1);
  const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
  if (!strcmp(key, "w")) return push_w(L, m);
  if (!strcmp(key, "b"))
    lua_pushnumber(L, m->theta ? m->theta[m->features] : m->b);
  else if (!strcmp(key, "lambda"))
    lua_pushnumber(L, m->lambda);
  else if (!strcmp(key, "threshold"))
    lua_pushnumber(L, m->threshold);
  else if (!strcmp(key, "features"))
    lua_pushinteger(L, (lua_Integer)m->features);
  else if (!strcmp(key, "kind"))
    lua_pushstring(L, m->kind == MODEL_LINEAR ? "linear" : "logistic");
  else if (!strcmp(key, "names"))
    lua_getiuservalue(L, 1, MODEL_NAMES);
  else
    return prim_method(L);
  return 1;
}

static int new_model(lua_State *L, ModelKind kind) {
  check_options(L, 1);
  lua_settop(L, 1);
  push_model(L, kind);
  for (int i = 0; i < 5; i++) {
    if (option_push(L, 1, fields[i]) != LUA_TNIL) set_field(L, 2, fields[i]);
    lua_settop(L, 2);
  }
  return 1;
}

static int l_linear(lua_State *L) { return new_model(L, MODEL_LINEAR); }
static int l_logistic(lua_State *L) { return new_model(L, MODEL_LOGISTIC); }

#define OPTIONS                                                                \
  " Options, which are fields too: w, a vector, a table or a number; b; "       \
  "lambda, the L2 penalty on w; names of the features. Without w the model "    \
  "starts at zeros when it meets its first data. "
#define LINE "m = model.linear{w=200, b=100}\n"
#define CURVE "m = model.logistic{w={1, 1}, b=-3}\n"

static const Prim prims[] = {
  {"model.linear", l_linear, "model.linear{w=, b=, lambda=, names=}",
   "A linear model, f(x) = w·x + b. Its cost is the squared error "
   "Σ(f - y)²/2m + lambda/2m Σw²." OPTIONS,
   LINE "m --> linear model: f(x) = 200 x + 100\nm:predict(1.2) --> 340.0"},
  {"model.logistic", l_logistic,
   "model.logistic{w=, b=, lambda=, threshold=, names=}",
   "A logistic model: the probability of class 1 is sigmoid(w·x + b). Its cost "
   "is the mean cross-entropy + lambda/2m Σw²; targets are 0 and 1." OPTIONS
   "threshold: from which probability on the class is 1 (0.5).",
   CURVE "m:predict{2, 2} --> 1.0"},
  {"model:w", NULL, "m.w",
   "The weights, one a feature: a vector into the model, so that m.w[1] = 2 "
   "changes it. nil before there are any. m.w = 200 and m.w = {1, 2} set them.",
   LINE "m.w --> [200]\nm.w = {1, 2}\nm --> "
   "linear model: f(x) = 1 x0 + 2 x1 + 100"},
  {"model:b", NULL, "m.b", "The number that is added: f(x) = w·x + b.",
   LINE "m.b = 50\nm --> linear model: f(x) = 200 x + 50"},
  {"model:lambda", NULL, "m.lambda",
   "How strongly the cost punishes large weights: lambda/2m Σw² (0).",
   LINE "m.lambda --> 0.0"},
  {"model:threshold", NULL, "m.threshold",
   "From which probability on a logistic model predicts class 1 (0.5).",
   CURVE "m.threshold = 0.9\nm:predict{2, 2} --> 0.0"},
  {"model:names", NULL, "m.names",
   "The names of the features, or nil; formulas and pictures show them.",
   LINE "m.names = {\"size\"}\nm --> linear model: f(x) = 200 size + 100"},
  {"model:features", NULL, "m.features",
   "How many features the model takes; 0 until it has weights.",
   LINE "m.features --> 1"},
  {"model:kind", NULL, "m.kind", "\"linear\" or \"logistic\".",
   LINE "m.kind --> linear"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Meta metas[] = {{"__index", l_index, NULL},
                             {"__newindex", l_newindex, NULL},
                             {NULL, NULL, NULL}};

void open_model(lua_State *L) {
  prim_register(L, prims);
  prim_metamethods(L, TYPE_MODEL, metas);
}
