/* custom.h - models whose predict, cost and gradient are Lua functions.
 *
 * Within `descend` a function is called protected: core then leaves the
 * parameters of the last complete iteration, and the error is raised after. */
#ifndef LUA_MODEL_CUSTOM_H
#define LUA_MODEL_CUSTOM_H

#include <stdbool.h>

#include <lua.h>

#include "core/linalg/vec.h"
#include "core/status.h"
#include "lua/model/model_fit.h"

void custom_values(ModelFit *fit, Vec out);
double custom_cost(ModelFit *fit, const double *theta);

/* Does the custom model at `model` have a gradient function? */
bool custom_has_gradient(lua_State *L, int model);
/* What it gives at theta; true: it changed the w it was called with. */
bool custom_gradient(ModelFit *fit, const double *theta, double *gradient);

/* The parts of an Objective. Without a gradient function, central differences
 * of the cost; the curvature is made of differences of the gradient. */
Status custom_evaluate(ModelFit *fit, const double *theta, double *cost,
                       double *gradient);
Status custom_curvature(ModelFit *fit, const double *theta, double *hessian);
Status custom_epoch(ModelFit *fit, double *theta);

#endif
