/* model_objective.h - predictions, cost and training objective of a model. */
#ifndef LUA_MODEL_MODEL_OBJECTIVE_H
#define LUA_MODEL_MODEL_OBJECTIVE_H

#include <stdbool.h>

#include "core/linalg/vec.h"
#include "core/optim/descent.h"
#include "lua/model/model_fit.h"

/* Pushes one value per example: f(x), the probability of class 1, or a class
 * number; raises if a value is not finite. */
Vec push_values(ModelFit *fit);

/* Pushes the loss of each example, for native models. */
Vec push_losses(ModelFit *fit);

/* Returns the cost at the current weights, and stores the gradient unless that
 * is NULL; raises if the cost is not finite. */
double model_objective_cost(ModelFit *fit, double *gradient);

/* The objective of train. Epochs require push_small_steps. */
Objective model_objective(ModelFit *fit);
void push_small_steps(ModelFit *fit, size_t batch, double alpha, uint64_t seed);

/* If it pays, replaces the objective by one that reads the rows only in the
 * last of `iterations`; returns whether it did. */
bool push_rowless(ModelFit *fit, Objective *objective, size_t iterations);

/* For native models: sets a unit-free gradient norm and, for lbfgs and newton,
 * centered coordinates. */
void push_centred(ModelFit *fit, Objective *objective, Method method);

/* After push_centred: returns whether a feature is far from 0, relative to its
 * spread. */
bool model_objective_is_far(const ModelFit *fit);
/* If so, keeps b in double-double precision. */
void model_objective_keep_intercept(ModelFit *fit, const double *point);

/* Takes the model's current lambda; returns whether it has changed. */
bool model_objective_take_lambda(ModelFit *fit);

/* Raises the error that a Lua function raised during the descent, if any. */
void model_objective_raise(ModelFit *fit);

#endif
