/* model_fit.h - a model seen on data: what is asked of it and what training makes
 * small, the same for native models and for a learner's own Lua functions. */
#ifndef LUA_MODEL_MODEL_FIT_H
#define LUA_MODEL_MODEL_FIT_H

#include "core/optim/centered.h"
#include "core/optim/quadratic_objective.h"
#include "lua/model/model.h"
#include "core/optim/sgd.h"
#include "core/optim/descent.h"

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

/* A value for each example: f(x), the probability of class 1, a class number;
 * raises for values that are not finite. */
Vec push_values(ModelFit *fit);

/* What each example adds to the cost, of a native model. */
Vec push_losses(ModelFit *fit);

/* Cost at the model's own numbers, and gradient when that is not NULL; raises
 * for a cost that is not finite. */
double model_fit_cost(ModelFit *fit, double *gradient);

/* What train makes small. Its epochs want push_small_steps. */
Objective model_fit_objective(ModelFit *fit);
void push_small_steps(ModelFit *fit, size_t batch, double alpha, uint64_t seed);

/* Where it pays, makes the objective one that does not read the rows, but for
 * the last of `iterations`; false: it does not. */
bool push_rowless(ModelFit *fit, Objective *objective, size_t iterations);

/* Slopes free of units for a native model, and for a method that finds its own
 * steps the coordinates it works in. */
void push_centred(ModelFit *fit, Objective *objective, Method method);

/* After it: is a feature far from 0, measured in its spread? Then sums w·x + b get all digits of b. */
bool model_fit_is_far(const ModelFit *fit);
void model_fit_keep_intercept(ModelFit *fit, const double *point);

/* Takes the model's lambda as it is now; false: it is what it was. */
bool model_fit_take_lambda(ModelFit *fit);

/* Raises what a Lua function raised within `descend`. */
void model_fit_raise(ModelFit *fit);

#endif
