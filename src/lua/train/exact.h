/* exact.h - train's method "exact", for linear models. */
#ifndef LUA_TRAIN_EXACT_H
#define LUA_TRAIN_EXACT_H

#include "core/optim/descent.h"
#include "lua/model/model_fit.h"

/* Sets the model's weights to the least-squares solution. Convergence is judged
 * as for the other methods (STEEP_SLOPE). Warns if columns are collinear or
 * nearly so. Without a penalty, the powers of a model with degree= are computed
 * again in higher precision. Counts as one iteration; the costs before and
 * after it each take a pass over the data. */
Outcome exact_solve(ModelFit *fit);

#endif
