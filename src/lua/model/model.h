/* model.h - the contents of a model userdata; shared by lua/model,
 * lua/diagnostics and lua/train.
 *
 * A model takes an m × inputs matrix of raw numbers. Polynomial expansion
 * (degree) and scaling (normalize) turn them into the features that w weights:
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
  double *theta; /* core.theta, writable */
  double b;      /* used while theta is NULL */
  double threshold; /* logistic */
  size_t inputs;    /* raw columns; 0: not known yet */
  size_t degree;    /* 1: the columns alone */
  int scaling;      /* a ScaleKind or NO_SCALING */
  Scale scale;      /* of the features; scale.mean.d is NULL before training */
  double *low, *high; /* of the inputs in training; NULL before */
  bool offset;        /* poisson: trained with offsets, so needs them */
  bool warned;        /* about values far outside that range */
  size_t changes;     /* how often theta was reallocated */
} LuaModel;

LuaModel *check_model(lua_State *L, int arg);
/* The same; raises if the model has no weights or scale yet. */
LuaModel *check_ready_model(lua_State *L, int arg);

/* A user's finalizer may run during any allocation: raises if the layout of the
 * model has changed since `changes`. */
void check_unchanged(lua_State *L, const LuaModel *m, size_t changes);

/* "linear", "logistic", "softmax", "poisson" or "custom". */
const char *model_kind(const LuaModel *m);

/* Pushes a model without weights and with default options. */
LuaModel *push_model(lua_State *L, GlmKind kind);

/* Rows are classes: n weights, then b (columns n + 1). */
Mat model_rows(const Glm *m, const double *theta);

/* Push a copy of w or b in theta: w is a vector, b a number; for a softmax
 * model, a matrix and a vector. */
void push_weights(lua_State *L, const Glm *m, const double *theta);
void push_intercept(lua_State *L, const Glm *m, const double *theta);

#endif
