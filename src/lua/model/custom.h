/* custom.h - models whose predict, cost and gradient are Lua functions.
 *
 * During a descent these functions run in protected mode: the core keeps the
 * parameters of the last complete iteration, and the error is raised later. */
#ifndef LUA_MODEL_CUSTOM_H
#define LUA_MODEL_CUSTOM_H

#include <stdbool.h>

#include <lua.h>

#include "core/linalg/vec.h"
#include "core/status.h"
#include "lua/model/model_fit.h"

void custom_values(ModelFit *fit, Vec out);
double custom_cost(ModelFit *fit, const double *theta);

/* Returns whether the custom model at `model` has a gradient function. */
bool custom_has_gradient(lua_State *L, int model);
/* Stores its gradient at theta; returns whether it changed its argument w. */
bool custom_gradient(ModelFit *fit, const double *theta, double *gradient);

/* The callbacks of an Objective. Without a gradient function they differentiate
 * the cost by grad or, if that fails, by central differences, with a warning;
 * the curvature uses differences of the gradient. */
Status custom_evaluate(ModelFit *fit, const double *theta, double *cost,
                       double *gradient);
Status custom_curvature(ModelFit *fit, const double *theta, double *hessian);
Status custom_epoch(ModelFit *fit, double *theta);

#endif
