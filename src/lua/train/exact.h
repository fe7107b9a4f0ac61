/* exact.h - train's method "exact", for linear models. */
#ifndef LUA_TRAIN_EXACT_H
#define LUA_TRAIN_EXACT_H

#include <stdbool.h>

#include "core/squares/least_squares.h"
#include "core/optim/descent.h"
#include "lua/model/model_fit.h"

/* Sets the model's weights to the least-squares solution. Convergence is judged
 * as for the other methods (STEEP_SLOPE). Warns if columns are collinear or
 * nearly so. Without a penalty, the powers of a model with degree= are computed
 * again in higher precision. Counts as one iteration; the costs before and
 * after it each take a pass over the data. */
Outcome exact_solve(ModelFit *fit);

/* -- parts of it ------------------------------------------------------------ */

/* Can the powers be computed from the raw columns, more precisely than the
 * features hold them? */
bool exact_makes_powers(const ModelFit *fit);

/* What is solved otherwise. */
Equations exact_equations(const ModelFit *fit);

/* Is there nothing to warn about? */
bool exact_is_sure(const ModelFit *fit, const LeastSquares *found);

/* The slope that the other methods report (centered_inner_slope), from the
 * predictions f, which may have more digits than theta. `sum` is scratch, one
 * double per feature; fit->centred must be set. */
Status exact_slope(double *slope, const ModelFit *fit, Vec f, double *sum);

/* Why training ended there. */
StopReason exact_reason(double slope);

#endif
