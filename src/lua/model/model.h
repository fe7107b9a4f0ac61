/* model.h - what a model userdata holds; shared by lua/model,
 * lua/diagnostics and lua/train.
 *
 * A model takes m × inputs raw numbers. Powers (degree) and a common scale
 * (normalize) make features of them, and the features are what w weighs:
 *
 *   inputs --degree, normalize--> features --w, b--> sums --kind--> prediction
 */
#ifndef LUA_MODEL_MODEL_H
#define LUA_MODEL_MODEL_H

#include <stdbool.h>

#include <lua.h>

#include "core/linalg/mat.h"
#include "core/model/glm.h"
#include "core/model/scale.h"

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

/* Rows are classes: n weights, then b (columns n + 1). */
Mat model_rows(const Glm *m, const double *theta);

/* Push w or b of the numbers at theta, copied: w a vector, b a number; of a
 * softmax model a matrix and a vector. */
void push_weights(lua_State *L, const Glm *m, const double *theta);
void push_intercept(lua_State *L, const Glm *m, const double *theta);

#endif
