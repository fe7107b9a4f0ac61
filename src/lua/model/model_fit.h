/* model_fit.h - a model together with data, for predictions, costs and
 * training; the same for native and custom models. */
#ifndef LUA_MODEL_MODEL_FIT_H
#define LUA_MODEL_MODEL_FIT_H

#include <stdbool.h>

#include <lua.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/examples.h"
#include "core/model/glm.h"
#include "core/optim/centered.h"
#include "core/optim/quadratic_objective.h"
#include "core/optim/sgd.h"
#include "core/parallel/share.h"
#include "lua/model/model.h"

typedef struct ModelFit {
  lua_State *L;
  const LuaModel *m;
  int model, at_X, at_y; /* stack indices; the features and y as Lua values */
  Glm core;              /* theta is the model's at creation of the fit */
  double *theta;         /* the same numbers, writable */
  size_t changes;        /* of the model at creation of the fit */
  Mat raw, X;            /* the input; its features */
  size_t degree;         /* of the features */
  Vec y;
  Vec weight;              /* a copy of option weights; n is 0 without */
  Vec offset;              /* a copy of option offset; n is 0 without */
  double total;            /* Σ weight, or the number of examples */
  bool shared;             /* X and y are a share of the rows */
  Share share;             /* in that case */
  Blocks blocks;           /* the examples, cut; count is 0 for custom models */
  Sgd small_steps;         /* for the objective's epochs */
  QuadraticObjective gram; /* X'X and X'y, for costs without reading rows */
  Centered centred;        /* coordinates of lbfgs and newton; gradient scale */
  bool rowless;            /* costs are computed from gram */
  size_t left; /* evaluations before the last, which reads the rows */
  bool begun;  /* a custom cost has been finite */
  bool raised; /* a Lua function raised an error, which is on the stack */
} ModelFit;

/* Examples at `arg` for the ready model at `model`; options as in push_fit.
 * *single is true for one
 * example: a number for one column, a vector of n numbers for n columns. */
ModelFit push_examples(lua_State *L, int model, int arg, int options,
                       bool *single);

/* The ready model at `model` on X and y at two arguments; options weights and
 * offset are read from the table at `options` (0: there is none). Checks shapes, finite values,
 * and that the targets suit the model. */
ModelFit push_fit(lua_State *L, int model, int arg_X, int arg_y, int options);

/* The same for training: the model learns the number of columns and classes,
 * and the range, scale and names of the columns. */
ModelFit push_training(lua_State *L, int model, int arg_X, int arg_y,
                       int options);

/* Its features, targets and weights. */
Examples model_fit_examples(const ModelFit *fit);

/* The mean of v, one number per example; those of weight 0 are not read. */
double model_fit_mean(const ModelFit *fit, Vec v);

#endif
