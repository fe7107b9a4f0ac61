/* stable_alpha.h - the largest learning rate with which gradient descent is
 * stable. */
#ifndef CORE_MODEL_STABLE_ALPHA_H
#define CORE_MODEL_STABLE_ALPHA_H

#include "core/model/glm.h"

/* λmax of AᵀA/m, where A is X with a column of ones (only X without an
 * intercept), is the largest curvature of the squared error. Gradient descent
 * is stable while
 *   alpha < 2 / (λmax + lambda/m)     (Bertsekas 1999, section 1.2),
 * The curvature of the logistic cost is at most a quarter of it, so alpha < 2
 * / (λmax/4 + lambda/m) is sufficient; that of softmax is at most half, so
 * alpha < 2 / (λmax/2 + lambda/m) is (Böhning 1992). The curvature of a poisson
 * cost has no bound; that at f = y, which is that near the minimum, is taken. alpha is inf if the
 * curvature is 0. `scratch` has (n + 1)(n + 3)
 * doubles. */
Status stable_alpha(double *alpha, const Glm *model, Examples e,
                    double *scratch, StopFlag stop);
/* The same for the z-scores of X, without computing them; inf, because unknown,
 * for a poisson model. */
Status stable_alpha_zscore(double *alpha, const Glm *model, Examples e,
                           double *scratch, StopFlag stop);
size_t stable_alpha_zscore_scratch(const Examples *examples);

#endif
