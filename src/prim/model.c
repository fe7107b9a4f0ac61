/* model.c - models: their numbers, and what they say of data. */
#include "model.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "open.h"
#include "stats.h"

#include "../interrupt.h"

enum { THETA = 1, NAMES = 2 };

LuaModel *check_model(lua_State *L, int arg) {
  LuaModel *m = luaL_testudata(L, arg, TYPE_MODEL);
  if (!m) fail_arg(L, arg, "model");
  return m;
}

Model core_model(const LuaModel *m) {
  return (Model){m->kind, m->features, m->lambda, m->theta};
}

/* -- making ---------------------------------------------------------------------- */

/* Gives the model at `index` a theta of n weights, all 0, and its b. */
static void make_theta(lua_State *L, int index, size_t n) {
  index = lua_absindex(L, index);
  LuaModel *m = lua_touserdata(L, index);
  Vec theta = push_vec(L, model_size(n));
  vec_fill(theta, 0);
  theta.d[n] = m->theta ? m->theta[m->features] : m->b;
  m->theta = theta.d;
  m->features = n;
  lua_setiuservalue(L, index, THETA);
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
  lua_getiuservalue(L, model, NAMES);
  lua_setiuservalue(L, -2, NAMES);
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

/* -- fields ---------------------------------------------------------------------- */

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
  if (!to_vec(L, value) && !lua_istable(L, value)) {
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
  if (!lua_istable(L, -1) && !lua_isnil(L, -1)) {
    const char *got = push_description(L, -1);
    fail(L, "names must be a table of strings, got %s", got);
  }
  lua_pushvalue(L, -1);
  lua_setiuservalue(L, index, NAMES);
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
  lua_getiuservalue(L, 1, THETA);
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
    lua_getiuservalue(L, 1, NAMES);
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

/* -- data ---------------------------------------------------------------------------- */

static LuaModel *check_ready(lua_State *L) {
  LuaModel *m = check_model(L, 1);
  if (!m->theta)
    fail(L, "the model has no weights yet: train it, or set w (and b)");
  return m;
}

/* Replaces a number or a table at `arg` by a vector. */
static void as_vector(lua_State *L, int arg) {
  if (lua_type(L, arg) == LUA_TNUMBER) {
    double number = lua_tonumber(L, arg);
    push_vec(L, 1).d[0] = number;
    lua_replace(L, arg);
  } else if (lua_istable(L, arg))
    check_numbers(L, arg);
}

/* Examples to predict at `arg`. One alone - a number for one feature, a vector
 * of n numbers for n features - makes *single true. */
static Mat check_examples(lua_State *L, int arg, const LuaModel *m,
                          bool *single) {
  *single = lua_type(L, arg) == LUA_TNUMBER;
  as_vector(L, arg);
  Vec *v = to_vec(L, arg);
  if (v && m->features > 1 && v->n == m->features) {
    *single = true;
    Mat row = push_mat(L, 1, v->n);
    vec_copy(mat_row(row, 0), *v);
    return row;
  }
  Mat X = check_features(L, arg);
  if (v && m->features > 1)
    fail_arg_because(L, arg, "%I numbers do not fit a model of %I features",
                     (LUAI_UACINT)v->n, (LUAI_UACINT)m->features);
  model_fit_features(L, 1, X.cols, "X");
  return X;
}

void check_training_data(lua_State *L, int model, int arg_X, int arg_y, Mat *X,
                         Vec *y) {
  LuaModel *m = check_model(L, model);
  if (lua_istable(L, arg_X)) check_numbers(L, arg_X);
  *X = check_features(L, arg_X);
  *y = check_numbers(L, arg_y);
  if (X->rows != y->n)
    fail(L, "X has %I example%s, but y has %I target%s", (LUAI_UACINT)X->rows,
         X->rows == 1 ? "" : "s", (LUAI_UACINT)y->n, y->n == 1 ? "" : "s");
  Model checked = {m->kind, X->cols, 0, NULL};
  check_status(L, mat_check_finite(*X, &interrupted), "X");
  check_status(L, model_check_targets(&checked, *X, *y), "y");
  model_fit_features(L, model, X->cols, "X");
}

/* Gives out as a vector, or its only number for a single example. */
static int push_result(lua_State *L, Vec out, bool single) {
  if (single) lua_pushnumber(L, out.d[0]);
  return 1;
}

/* Where a prediction is not finite, either a feature is not, or the numbers
 * overflowed: say which. */
static void check_result(lua_State *L, Mat X, Vec out) {
  size_t i = vec_nonfinite(out);
  if (i == out.n) return;
  check_status(L, mat_check_finite(X, &interrupted), "X");
  fail(L, "the prediction of example %I overflows", (LUAI_UACINT)i + 1);
}

static int values(lua_State *L, bool classes) {
  bool single;
  LuaModel *m = check_ready(L);
  Mat X = check_examples(L, 2, m, &single);
  Vec out = push_vec(L, X.rows);
  Model model = core_model(m);
  check_status(L, model_value(out, &model, X, &interrupted), "X");
  check_result(L, X, out);
  for (size_t i = 0; classes && i < out.n; i++)
    out.d[i] = out.d[i] >= m->threshold;
  return push_result(L, out, single);
}

static int l_predict(lua_State *L) {
  return values(L, check_ready(L)->kind == MODEL_LOGISTIC);
}

static int l_probability(lua_State *L) {
  if (check_ready(L)->kind != MODEL_LOGISTIC)
    fail(L, "a linear model predicts numbers, not probabilities: use predict");
  return values(L, false);
}

static int l_loss(lua_State *L) {
  Mat X;
  Vec y;
  check_ready(L);
  check_training_data(L, 1, 2, 3, &X, &y);
  Vec out = push_vec(L, y.n);
  Model model = core_model(check_model(L, 1));
  check_status(L, model_loss(out, &model, X, y, &interrupted), "X");
  return 1;
}

/* Cost and gradient; the gradient is left at the top of the stack. */
static double push_gradient(lua_State *L, Vec *gradient) {
  Mat X;
  Vec y;
  double cost;
  check_ready(L);
  check_training_data(L, 1, 2, 3, &X, &y);
  Model model = core_model(check_model(L, 1));
  *gradient = push_vec(L, model_size(model.features));
  check_status(L, model_cost(&cost, gradient->d, &model, X, y, &interrupted),
               "X");
  if (!isfinite(cost))
    fail(L, "the cost overflows: w or b is too large for these data");
  return cost;
}

static int l_cost(lua_State *L) {
  Vec gradient;
  lua_pushnumber(L, push_gradient(L, &gradient));
  return 1;
}

static int l_gradient(lua_State *L) {
  Vec gradient;
  push_gradient(L, &gradient);
  push_vec_view(L, -1, vec_part(gradient, 0, gradient.n - 1));
  lua_pushnumber(L, gradient.d[gradient.n - 1]);
  return 2;
}

/* 1 - Σ (y - f)² / Σ (y - mean)² */
static double r_squared(lua_State *L, Vec f, Vec y) {
  double rest = 0, mean, variance = vec_var(y, &mean);
  for (size_t i = 0; i < y.n; i++) {
    double e = *vec_at(y, i) - *vec_at(f, i);
    rest += e * e;
  }
  if (variance == 0)
    fail(L, "R² needs targets that differ; all %I are %f", (LUAI_UACINT)y.n,
         mean);
  return 1 - rest / ((double)y.n * variance);
}

static double accuracy(Vec f, Vec y, double threshold) {
  size_t right = 0;
  for (size_t i = 0; i < y.n; i++)
    right += (*vec_at(f, i) >= threshold) == (*vec_at(y, i) == 1);
  return (double)right / (double)y.n;
}

static int l_score(lua_State *L) {
  Mat X;
  Vec y;
  LuaModel *m = check_ready(L);
  check_training_data(L, 1, 2, 3, &X, &y);
  Vec f = push_vec(L, y.n);
  Model model = core_model(m);
  check_status(L, model_value(f, &model, X, &interrupted), "X");
  lua_pushnumber(L, m->kind == MODEL_LINEAR ? r_squared(L, f, y)
                                            : accuracy(f, y, m->threshold));
  return 1;
}

/* -- reading it ---------------------------------------------------------------------- */

const char *push_feature_name(lua_State *L, int model, size_t j) {
  LuaModel *m = lua_touserdata(L, model);
  if (lua_getiuservalue(L, model, NAMES) == LUA_TTABLE) {
    lua_geti(L, -1, (lua_Integer)j + 1);
    lua_remove(L, -2);
    if (lua_type(L, -1) == LUA_TSTRING) return lua_tostring(L, -1);
  }
  lua_pop(L, 1);
  if (m->features == 1) return lua_pushliteral(L, "x");
  return lua_pushfstring(L, "x%I", (LUAI_UACINT)j);
}

/* Adds " + 0.5 name" or " - 0.5 name", without the sign's blanks when first. */
static void add_term(luaL_Buffer *b, double factor, const char *name,
                     bool first) {
  char text[32];
  snprintf(text, sizeof text, "%.6g", fabs(factor));
  luaL_addstring(b, factor < 0 ? (first ? "-" : " - ") : (first ? "" : " + "));
  luaL_addstring(b, text);
  luaL_addstring(b, *name ? " " : "");
  luaL_addstring(b, name);
}

/* Pushes w·x + b in words. */
static void push_sum(lua_State *L, int model) {
  LuaModel *m = lua_touserdata(L, model);
  lua_newtable(L); /* the names, which must not come between buffer pieces */
  for (size_t j = 0; j < m->features; j++) {
    push_feature_name(L, model, j);
    lua_rawseti(L, -2, (lua_Integer)j + 1);
  }
  int names = lua_gettop(L);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (size_t j = 0; j < m->features; j++) {
    lua_rawgeti(L, names, (lua_Integer)j + 1);
    const char *name = lua_tostring(L, -1); /* the table keeps it */
    lua_pop(L, 1);
    add_term(&b, m->theta[j], name, j == 0);
  }
  add_term(&b, m->theta[m->features], "", false);
  luaL_pushresult(&b);
  lua_replace(L, names);
}

static int l_equation(lua_State *L) {
  LuaModel *m = check_ready(L);
  push_sum(L, 1);
  lua_pushfstring(L, m->kind == MODEL_LINEAR ? "f(x) = %s"
                                             : "P(y = 1) = sigmoid(%s)",
                  lua_tostring(L, -1));
  return 1;
}

/* The line where P = threshold: w·x + b = log(t / (1 - t)). */
static int l_boundary(lua_State *L) {
  LuaModel *m = check_ready(L);
  if (m->kind != MODEL_LOGISTIC)
    fail(L, "a linear model has no boundary; a logistic one has");
  if (m->features != 2)
    fail(L, "a boundary line needs two features, this model has %I",
         (LUAI_UACINT)m->features);
  const double *w = m->theta, t = m->threshold;
  const double c = log(t / (1 - t)) - w[2];
  if (w[1] == 0) {
    lua_pushnumber(L, c / w[0]);
    fail(L, w[0] == 0 ? "both weights are 0: there is no boundary yet"
                      : "the boundary is upright: x0 = %s",
         lua_tostring(L, -1));
  }
  lua_pushnumber(L, -w[0] / w[1]);
  lua_pushnumber(L, c / w[1]);
  return 2;
}

static int l_tostring(lua_State *L) {
  LuaModel *m = check_model(L, 1);
  const char *kind = m->kind == MODEL_LINEAR ? "linear" : "logistic";
  if (!m->theta) {
    lua_pushfstring(L, "%s model without weights yet", kind);
    return 1;
  }
  l_equation(L);
  lua_pushfstring(L, "%s model: %s", kind, lua_tostring(L, -1));
  return 1;
}

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
  {"model:predict", l_predict, "m:predict(X)",
   "A value for each example: f(x), or the class 0 or 1 of a logistic model. X "
   "is a matrix, or a vector when there is one feature; one example alone (a "
   "number, or n numbers for n > 1 features) gives a number.",
   LINE "m:predict(vector{1, 2}) --> [300 500]"},
  {"model:probability", l_probability, "m:probability(X)",
   "The probability of class 1 for each example of a logistic model.",
   CURVE "m:probability{1.5, 1.5} --> 0.5"},
  {"model:loss", l_loss, "m:loss(X, y)",
   "What each example adds to the cost: (f - y)²/2, or the cross-entropy.",
   LINE "m:loss(vector{1, 2}, {300, 510}) --> [ 0 50]"},
  {"model:cost", l_cost, "m:cost(X, y)",
   "The number that training makes small: the mean loss, plus lambda/2m Σw².",
   LINE "m:cost(vector{1, 2}, {300, 510}) --> 25.0"},
  {"model:gradient", l_gradient, "m:gradient(X, y)",
   "The slopes of the cost: dw, a vector, and db, a number.",
   LINE "dw, db = m:gradient(vector{1, 2}, {300, 510})\ndw --> [-10]\n"
   "db --> -5.0"},
  {"model:score", l_score, "m:score(X, y)",
   "How good: R² of a linear model (1 is perfect, 0 no better than the mean), "
   "the share of right classes of a logistic one.",
   LINE "m:score(vector{1, 2}, {300, 500}) --> 1.0"},
  {"model:equation", l_equation, "m:equation()", "The model as a formula.",
   LINE "m:equation() --> f(x) = 200 x + 100"},
  {"model:boundary", l_boundary, "m:boundary()",
   "Slope and intercept of the line that parts the classes of a logistic model "
   "with two features: x1 = slope x0 + intercept.",
   CURVE "m:boundary() --> -1.0\t3.0"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Meta metas[] = {{"__index", l_index, NULL},
                             {"__newindex", l_newindex, NULL},
                             {"__tostring", l_tostring, NULL},
                             {NULL, NULL, NULL}};

void open_model(lua_State *L) {
  prim_register(L, prims);
  prim_metamethods(L, TYPE_MODEL, metas);
}
