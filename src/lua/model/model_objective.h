/* model_objective.h - the values of a model on data, its cost and its objective. */
#ifndef LUA_MODEL_MODEL_OBJECTIVE_H
#define LUA_MODEL_MODEL_OBJECTIVE_H

#include <stdbool.h>

#include "core/linalg/vec.h"
#include "core/optim/descent.h"
#include "lua/model/model_fit.h"

/* A value for each example: f(x), the probability of class 1, a class number;
 * raises for values that are not finite. */
Vec push_values(ModelFit *fit);

/* What each example adds to the cost, of a native model. */
Vec push_losses(ModelFit *fit);

/* Cost at the model's own numbers, and gradient when that is not NULL; raises
 * for a cost that is not finite. */
double model_objective_cost(ModelFit *fit, double *gradient);

/* What train makes small. Its epochs want push_small_steps. */
Objective model_objective(ModelFit *fit);
void push_small_steps(ModelFit *fit, size_t batch, double alpha, uint64_t seed);

/* Where it pays, makes the objective one that does not read the rows, but for
 * the last of `iterations`; false: it does not. */
bool push_rowless(ModelFit *fit, Objective *objective, size_t iterations);

/* Slopes free of units for a native model, and for a method that finds its own
 * steps the coordinates it works in. */
void push_centred(ModelFit *fit, Objective *objective, Method method);

/* After push_centred: is a feature far from 0, measured in its spread? */
bool model_objective_is_far(const ModelFit *fit);
/* Then sums w·x + b get all digits of b. */
void model_objective_keep_intercept(ModelFit *fit, const double *point);

/* Takes the model's lambda as it is now; false: it is what it was. */
bool model_objective_take_lambda(ModelFit *fit);

/* Raises what a Lua function raised within `descend`. */
void model_objective_raise(ModelFit *fit);

#endif
