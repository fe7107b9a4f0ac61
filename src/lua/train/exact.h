/* exact.h - train's method "exact", for linear models. */
#ifndef LUA_TRAIN_EXACT_H
#define LUA_TRAIN_EXACT_H

#include "core/optim/descent.h"
#include "lua/model/model_fit.h"

/* Puts the least-squares solution into the model's weights; it has
 * converged by the rule of the other methods (STEEP_SLOPE); warns when columns
 * depend on each other, or digits are in doubt. Powers that the model makes are
 * made anew, more precisely, unless there is a penalty. One iteration; costs
 * before and after are passes over the data. */
Outcome exact_solve(ModelFit *fit);

#endif
