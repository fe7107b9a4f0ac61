/* model.h - what a model userdata holds; shared by the files model*.c, model_fit.c,
 * train.c, run.c.
 *
 * A model takes m × inputs raw numbers. Powers (degree) and a common scale
 * (normalize) make features of them, and the features are what w weighs:
 *
 *   inputs --degree, normalize--> features --w, b--> sums --kind--> prediction
 */
#ifndef LUA_MODEL_MODEL_H
#define LUA_MODEL_MODEL_H

#include "core/model/glm.h"
#include "core/model/features.h"
#include "lua/base/registry.h"

/* User values: the blocks of theta, of the scale, of the range; the table of
 * input names or nil; a custom model's functions; the exact solution or nil. */
enum {
  MODEL_THETA = 1,
  MODEL_SCALE,
  MODEL_RANGE,
  MODEL_NAMES,
  MODEL_FUNCTIONS,
  MODEL_EXACT,
  MODEL_VALUES = MODEL_EXACT
};

enum { NO_SCALING = -1 };

typedef struct LuaModel {
  Glm core;      /* its theta is NULL, its features 0, until they are known */
  bool custom;   /* cost and gradient are Lua functions */
  double *theta; /* core.theta, to write into */
  double b;      /* waits here while there is no theta */
  double threshold; /* logistic */
  size_t inputs;    /* raw columns; 0: not known yet */
  size_t degree;    /* 1: the columns themselves */
  int scaling;      /* a ScaleKind or NO_SCALING */
  Scale scale;      /* of the features; scale.mean.d is NULL before training */
  double *low, *high; /* of the inputs in training; NULL before */
  bool warned;        /* of numbers far out of that range */
  size_t changes; /* of what goes in: how often weights were laid out anew */
} LuaModel;

LuaModel *check_model(lua_State *L, int arg);
/* The same, with weights: raises when there are none yet. */
LuaModel *check_ready_model(lua_State *L, int arg);

/* A finalizer of the learner's may run in any allocation: raises when the model
 * no longer has the layout it had at `changes`. */
void check_unchanged(lua_State *L, const LuaModel *m, size_t changes);

/* The word for its kind: "linear", "logistic", "softmax", "custom". */
const char *model_kind(const LuaModel *m);

/* Pushes a model without weights, options as they are when none is given. */
LuaModel *push_model(lua_State *L, GlmKind kind);

/* Pushes a model with the same options, scale, names and functions, and weights
 * of its own: equal ones. */
LuaModel *push_model_copy(lua_State *L, int model);

/* Rows are classes: n weights, then b (columns n + 1). */
Mat model_rows(const Glm *m, const double *theta);

/* Push w or b of the numbers at theta, copied: w a vector, b a number; of a
 * softmax model a matrix and a vector. */
void push_weights(lua_State *L, const Glm *m, const double *theta);
void push_intercept(lua_State *L, const Glm *m, const double *theta);

/* -- from raw columns to features (model_features.c) ------------------------ */

/* Gives the model at `model` weights for n raw columns, of `classes` sums, all
 * 0, unless it has them; raises when it has others. */
void model_take_inputs(lua_State *L, int model, size_t n, size_t classes);

/* For training: learns range and, once, scale from X at `arg`, and takes its
 * names when the model has none. */
void model_learn_inputs(lua_State *L, int model, int arg, Mat X,
                        const double *low, const double *high);

/* Says, once a model, that X lies far outside what training has seen. */
void model_watch_range(lua_State *L, int model, Mat X);

/* X as features, m × core.features: X itself when the model changes nothing,
 * else a new matrix. Leaves one value on the stack: what holds them. */
Mat push_features(lua_State *L, int model, int arg, Mat X);

/* The same before scaling, always a new matrix. */
Mat push_unscaled_features(lua_State *L, int model, int arg);

/* Push the name of raw column j: the given one, x for a single one, else
 * x0, x1 ...; and the list of the features' names: "size", "size^2" ... */
const char *push_input_name(lua_State *L, int model, size_t j);
void push_weight_names(lua_State *L, int model);

/* Doubles round the weights of powers that cancel, which costs predictions
 * digits. So what was solved, the weights of the raw products and the intercept,
 * is kept beside theta in twice the precision, and holds as long as w and b are
 * what they were then. */
void model_keep_exact(lua_State *L, int model, Vec theta,
                      const DoubleDouble *raw);
/* Pushes their block, or nil; NULL when there are none, or when theta is no
 * longer that of then. */
const DoubleDouble *push_exact(lua_State *L, int model, Vec theta);

/* Raises for what poly_squares and inference_powers say of powers. */
void check_powers(lua_State *L, int model, Status s);

/* Pushes theta for the unscaled features, as a vector: X's own units. */
Vec push_original(lua_State *L, int model);

#endif
