/* model_new.c - model.linear, model.logistic, model.softmax, model.poisson,
 * model.custom. */
#include "lua/model/model_new.h"

#include <stdbool.h>
#include <string.h>

#include "core/model/glm.h"
#include "lua/base/args.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/model_fields.h"
#include "lua/model/model_weights.h"

/* Blocks other than theta never change, so both models can share them. */
static void share_values(lua_State *L, int from, int to) {
  for (int value = MODEL_THETA + 1; value <= MODEL_VALUES; value++) {
    lua_getiuservalue(L, from, value);
    lua_setiuservalue(L, to, value);
  }
}

LuaModel *push_model_copy(lua_State *L, int model) {
  model = lua_absindex(L, model);
  LuaModel *from = lua_touserdata(L, model);
  LuaModel *m = push_model(L, from->core.kind);
  const int copy = lua_gettop(L);
  share_values(L, model, copy);
  *m = *from;
  m->core.theta = m->theta = NULL;
  if (!from->theta) return m;
  const size_t changes = from->changes;
  model_make_theta(L, copy, from->core.features, from->core.classes);
  check_unchanged(L, from, changes);
  memcpy(m->theta, from->theta, model_size(&m->core) * sizeof *m->theta);
  share_values(L, model, copy);
  return m;
}

/* Options are fields; the order sets degree and classes before w. */
static int new_model(lua_State *L, GlmKind kind) {
  check_options(L, 1);
  lua_settop(L, 1);
  push_model(L, kind);
  for (int i = 0; model_options[i]; i++) {
    if (option_push(L, 1, model_options[i]) != LUA_TNIL)
      model_set_field(L, 2, model_options[i]);
    lua_settop(L, 2);
  }
  return 1;
}

static int l_linear(lua_State *L) { return new_model(L, GLM_LINEAR); }
static int l_logistic(lua_State *L) { return new_model(L, GLM_LOGISTIC); }
static int l_softmax(lua_State *L) { return new_model(L, GLM_SOFTMAX); }
static int l_poisson(lua_State *L) { return new_model(L, GLM_POISSON); }

/* Copies the functions among the options into a table owned by the model. */
static void take_functions(lua_State *L) {
  static const struct {
    const char *name;
    bool needed;
  } functions[] = {{"predict", true}, {"cost", true}, {"gradient", false}};
  lua_newtable(L);
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    int type = option_push(L, 1, functions[i].name);
    if (type != LUA_TFUNCTION && (type != LUA_TNIL || functions[i].needed))
      fail_option(L, functions[i].name, "function");
    lua_setfield(L, -2, functions[i].name);
  }
  lua_setiuservalue(L, 2, MODEL_FUNCTIONS);
}

static int l_custom(lua_State *L) {
  new_model(L, GLM_LINEAR);
  LuaModel *m = lua_touserdata(L, 2);
  m->custom = true;
  take_functions(L);
  size_t n = option_count(L, 1, "features", 0);
  if (n) model_take_inputs(L, 2, n, 1);
  return 1;
}

#define OPTIONS                                                                \
  " The options are also fields of the model: w, b, names (of the features), " \
  "normalize (\"zscore\", \"minmax\" or \"mean\") and degree (of the "         \
  "polynomial features). With normalize or degree the model scales and "       \
  "expands its inputs; predict takes and returns raw units, and w and b "      \
  "belong to the scaled features. "
#define NATIVE                                                                 \
  OPTIONS "lambda is the L2 penalty on w; intercept=false keeps b at 0. "      \
          "Without w, the first training starts from zero weights. "
#define LINE  "m = model.linear{w=200, b=100}\n"
#define CURVE "m = model.logistic{w={1, 1}, b=-3}\n"

static const Prim prims[] = {
  {"model.linear", l_linear,
   "model.linear{w=, b=, lambda=, normalize=, degree=, intercept=, names=} "
   "-> model",
   "Returns a linear model, f(x) = w·x + b. Its cost is the squared error Σ(f "
   "- y)²/2m + lambda/2m Σw²." NATIVE,
   LINE "m --> linear model: f(x) = 200 x + 100\nm:predict(1.2) --> 340.0\n"
        "curve = model.linear{degree=2}\n"
        "run = train(curve, {1, 2, 3}, {1, 4, 9}, {method=\"exact\"})\n"
        "curve:predict(10) --> 100.0"},
  {"model.logistic", l_logistic,
   "model.logistic{w=, b=, lambda=, threshold=, normalize=, degree=, "
   "intercept=, names=} -> model",
   "Returns a logistic model: the probability of class 1 is sigmoid(w·x + b). "
   "Its cost is the mean cross-entropy plus lambda/2m Σw²; targets are 0 and "
   "1." NATIVE
   "threshold is the smallest probability for which the model predicts class 1 "
   "(default 0.5).",
   CURVE "m:predict{2, 2} --> 1.0"},
  {"model.softmax", l_softmax,
   "model.softmax{w=, b=, classes=, lambda=, normalize=, degree=, intercept=, "
   "names=} -> model",
   "Returns a softmax regression model for K classes: the probability of class "
   "k is exp(z_k) / Σ exp(z_j), z_k = w[k]·x + b[k]. Its cost is the mean "
   "cross-entropy plus lambda/2m Σw². The targets are class numbers 1 to K (as "
   "returned by d:labels), w is a matrix with K rows, and b is a vector of "
   "length K." NATIVE
   "classes is K; it defaults to the largest target in the first training.",
   "m = model.softmax{w={{1}, {0}, {-1}}, b={0, 1, 0}}\n"
   "m:predict(vector{3, 0, -3}) --> [1 2 3]"},
  {"model.poisson", l_poisson,
   "model.poisson{w=, b=, lambda=, normalize=, degree=, intercept=, names=} "
   "-> model",
   "Returns a Poisson regression model, for targets that are counts (0, 1, 2 "
   "...): it predicts their mean, exp(w·x + b). Its cost is half the mean "
   "deviance, Σ(y log(y/f) - y + f)/m, plus lambda/2m Σw²." NATIVE
   "If the counts come from different exposures (times, areas, numbers of "
   "people), pass the option offset=log(exposure) to train, predict, cost, "
   "score and summary: the model is then exp(w·x + b + offset), and exp(w·x + "
   "b) is the rate per unit of exposure. Use method=\"newton\".",
   "m = model.poisson()\n"
   "run = train(m, {0, 0, 1, 1}, {2, 4, 5, 7}, {method=\"newton\"})\n"
   "round(m:predict(0) * 1e6) / 1e6 --> 3.0\n"
   "run = train(m, {0, 0, 1, 1}, {2, 4, 5, 7},\n"
   "  {method=\"newton\", offset=log(vector{1, 1, 2, 2})})\n"
   "round(m:predict(1, {offset=0}) * 1e6) / 1e6 --> 3.0"},
  {"model.custom", l_custom,
   "model.custom{predict=, cost=, gradient=, features=, w=, b=, normalize=, "
   "degree=, names=} -> model",
   "Returns a model defined by your own functions, to be trained with train. "
   "predict(X, w, b) returns a vector with one value per row of X, cost(X, y, "
   "w, b) a number, and gradient(X, y, w, b) dw and db. Without gradient, the "
   "cost is differentiated by grad; if it uses something that grad cannot "
   "differentiate, a warning says so, and central differences are used (slow). "
   "features is the number of columns of X; it defaults to that of the first "
   "training data." OPTIONS "check_gradient(m, X, y) checks the gradient.",
   "m = model.custom{predict=function(X, w, b) return X:dot(w) + b end,\n"
   "  cost=function(X, y, w, b) return abs(X:dot(w) + b - y):mean() end}\n"
   "run = train(m, {1, 2, 3}, {2, 4, 6}, {alpha=0.1, iterations=10})\n"
   "run.final_cost < run.first_cost --> true"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_model(lua_State *L) { registry_add(L, prims); }
