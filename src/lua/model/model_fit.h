/* model_fit.h - a model seen on data: what is asked of it and what training makes
 * small, the same for native models and for a learner's own Lua functions. */
#ifndef LUA_MODEL_MODEL_FIT_H
#define LUA_MODEL_MODEL_FIT_H

#include <stdbool.h>

#include <lua.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/optim/centered.h"
#include "core/optim/quadratic_objective.h"
#include "core/optim/sgd.h"
#include "lua/model/model.h"

typedef struct ModelFit {
  lua_State *L;
  const LuaModel *m;
  int model, at_X, at_y; /* stack places; the features and y as Lua has them */
  Glm core;              /* its theta is the model's when the fit was made */
  double *theta;         /* the same numbers, to write */
  size_t changes;        /* of the model, when the fit was made */
  Mat raw, X;            /* what came in; the features made of it */
  size_t degree;         /* by which powers */
  Vec y;
  Sgd small_steps;         /* for the objective's epochs */
  QuadraticObjective gram; /* for costs without rows */
  Centered centred;        /* where lbfgs and newton work; slopes of all */
  bool rowless;            /* gram is there, and costs come from it */
  size_t left; /* evaluations until the last, which reads the rows */
  bool begun;  /* a custom cost was finite once */
  bool raised; /* a Lua function raised: its error is on the stack */
} ModelFit;

/* Examples at `arg` for the ready model at `model`. One alone - a number for one
 * column, a vector of n numbers for n columns - makes *single true. */
ModelFit push_examples(lua_State *L, int model, int arg, bool *single);

/* The ready model at `model` on X and y at two arguments, checked as costs want
 * it: shapes, finite numbers, targets of the model's kind. */
ModelFit push_fit(lua_State *L, int model, int arg_X, int arg_y);

/* The same for training: the model learns how many columns and classes there
 * are, their range, scale and names. */
ModelFit push_training(lua_State *L, int model, int arg_X, int arg_y);

#endif
