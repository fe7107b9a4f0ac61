/* glm.h - linear, logistic, softmax and poisson models: predictions, cost,
 * gradient.
 *
 * With z = w·x + b, a linear model predicts f = z, a logistic one f =
 * sigmoid(z), the probability of class 1. A softmax model has w and b for each
 * of K classes, and f_k = e^(z_k) / Σ e^(z_l) is the probability of class k.
 * A poisson model predicts the mean f = e^(z + offset) of a count. Costs over m
 * examples:
 *
 *   linear    J = Σ (f - y)² / 2m                + λ/2m Σ w²
 *   logistic  J = Σ -y log f - (1-y) log(1-f) / m + λ/2m Σ w²
 *   softmax   J = Σ -log f_y / m                  + λ/2m Σ w²  (all classes')
 *   poisson   J = Σ y log(y / f) - y + f / m      + λ/2m Σ w²
 *
 * and all have the gradient  dJ/dw = Σ (f - y) x / m + λ/m w,
 * dJ/db = Σ (f - y) / m  (Bishop 2006, equations 3.13, 4.91 and 4.109; for
 * class k of a softmax model, f is f_k and y is 1 for the examples of that
 * class, 0 for the others). Each loss is half the deviance of its example
 * (McCullagh and Nelder 1989, section 2.3), so it is 0 for a perfect fit.
 *
 * With weights, each example's part in a sum is multiplied by its weight, and m
 * is the sum of the weights (examples.h).
 */
#ifndef CORE_MODEL_GLM_H
#define CORE_MODEL_GLM_H

#include "core/model/examples.h"
#include "core/model/glm_types.h"

/* Stores f for each row of X (m × n) in out (m); for a softmax model the most
 * likely class, 1 to K (ties: the first). */
Status glm_value(Vec out, const Glm *model, Mat X, StopFlag stop);

/* Do passes over rows like those of X call BLAS? */
bool glm_calls_blas(const Glm *model, Mat X);

/* The probability of each class; softmax models only. out is m × K. */
Status glm_probabilities(Mat out, const Glm *model, Mat X, StopFlag stop);

/* Stores the cost of each example (without 1/m and λ) in out (m): (f - y)² / 2,
 * or the cross-entropy, which is finite if differences of z are. STATUS_LABEL,
 * here and below: a y is not a class of a softmax model; for other kinds y is
 * not checked. */
Status glm_loss(Vec out, const Glm *model, Mat X, Vec y, StopFlag stop);

/* The loss of a poisson model, y log(y / f) - y + f, for f = e^z. */
double glm_count_loss(double z, double f, double y);

/* Cost and gradient (in the order of theta) in one pass over X. Without an
 * intercept the gradient for b is 0. STATUS_STOPPED leaves both unspecified. If
 * the examples are cut into blocks, e.blocks has glm_cost_scratch doubles. */
Status glm_cost(double *cost, double *gradient, const Glm *model, Examples e,
                StopFlag stop);
size_t glm_cost_scratch(const Blocks *blocks, const Glm *model);

/* Adds the weighted sums over the examples, in one piece, without the penalty,
 * to *loss and gradient: glm_cost before the division by the total. */
Status glm_add(double *loss, double *gradient, const Glm *model,
               const Examples *e, StopFlag stop);

/* The second derivatives of the cost, p × p (p = model_size) row-major and
 * symmetric: Aᵀ D A / m + λ/m for the weights, where A is X with a column of
 * ones and D is diagonal, with elements 1 (linear), f (1 - f) (logistic;
 * Bishop 2006, 4.97) or f (poisson). For classes k and l of a softmax model they are f_k (δ_kl
 * - f_l) (4.110). Without an intercept the row and column of b are 0, with 1 on
 * the diagonal. The examples are taken in one piece. */
Status glm_curvature(double *hessian, const Glm *model, Examples e,
                     StopFlag stop);

/* Its two steps: adds Aᵀ D A of the examples, in one piece, lower half; divides
 * by the total, adds the penalty and fills the upper half. */
Status glm_add_curvature(double *hessian, const Glm *model, const Examples *e,
                         StopFlag stop);
void glm_finish_curvature(double *hessian, const Glm *model, double total);

/* Adding the same numbers to w and b of every class does not change the
 * predictions of a softmax model, so its hessian is singular (if λ > 0, only in
 * b). Adds to the hessian a term that makes Newton's step 0 in those directions
 * and has no effect in others. Does nothing for other kinds. */
void glm_hold_shift(double *hessian, const Glm *model);

/* Checks the targets: one per row (STATUS_SHAPE), at least one row
 * (STATUS_EMPTY), finite (STATUS_NONFINITE), and 0 or 1 for a logistic model, a
 * class number for a softmax model, not negative for a poisson model
 * (STATUS_LABEL); those of weight 0 are not
 * looked at. X itself is checked by mat_check_finite. */
Status glm_check_targets(const Glm *model, Examples e);

#endif
