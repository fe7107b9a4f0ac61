/* model.h - linear and logistic models: predictions, cost and gradient.
 *
 * With z = w·x + b, a linear model predicts f = z, a logistic one f =
 * sigmoid(z), the probability of class 1. Costs over m examples:
 *
 *   linear    J = Σ (f - y)² / 2m                + λ/2m Σ w²
 *   logistic  J = Σ -y log f - (1-y) log(1-f) / m + λ/2m Σ w²
 *
 * and both have the gradient  dJ/dw = Σ (f - y) x / m + λ/m w,
 * dJ/db = Σ (f - y) / m  (Bishop 2006, equations 3.13 and 4.91).
 */
#ifndef CORE_MODEL_H
#define CORE_MODEL_H

#include "mat.h"

typedef enum ModelKind { MODEL_LINEAR, MODEL_LOGISTIC } ModelKind;

typedef struct Model {
  ModelKind kind;
  size_t features;     /* n, at least 1 */
  size_t classes;      /* sums w·x + b: K for softmax, else 1 */
  bool intercept;      /* false: b is 0 and stays so */
  double lambda;       /* L2 penalty on w, never on b; >= 0 */
  const double *theta; /* for each class n weights, then the intercept b */
} Model;

/* How many numbers theta has. */
static inline size_t model_size(const Model *model) {
  return model->classes * (model->features + 1);
}

/* f for every row of X (m × n) into out (m). */
Status model_value(Vec out, const Model *model, Mat X, StopFlag stop);

/* The part of the cost that each example has (without 1/m and λ), into out
 * (m): (f - y)² / 2, or the cross-entropy, finite for every z. */
Status model_loss(Vec out, const Model *model, Mat X, Vec y, StopFlag stop);

/* Cost, and gradient (n + 1 numbers, b's last), in one pass over X.
 * STATUS_STOPPED leaves both unspecified. */
Status model_cost(double *cost, double *gradient, const Model *model, Mat X,
                  Vec y, StopFlag stop);

/* The second derivatives of the cost, p × p (p = n + 1) row-major and
 * symmetric: Aᵀ D A / m + λ/m on the weights, A being X with a column of ones, D
 * the diagonal of 1 (linear) or f (1 - f) (logistic; Bishop 2006, 4.97). */
Status model_curvature(double *hessian, const Model *model, Mat X,
                       StopFlag stop);

/* Are the data fit for training? y has a value a row (STATUS_SHAPE), there is
 * a row (STATUS_EMPTY), y is finite (STATUS_NONFINITE) and, for a logistic
 * model, 0 or 1 (STATUS_LABEL). X is checked by mat_check_finite. */
Status model_check_targets(const Model *model, Mat X, Vec y);

/* λmax of AᵀA/m, where A is X with a column of ones: the largest curvature of
 * the squared error. Gradient descent is stable while
 *   alpha < 2 / (λmax + lambda/m)     (Bertsekas 1999, section 1.2),
 * and for the logistic cost, whose curvature is at most a quarter of it,
 * surely while alpha < 2 / (λmax/4 + lambda/m).
 * `scratch` has (n + 1)(n + 3) doubles. */
Status model_stable_alpha(double *alpha, const Model *model, Mat X,
                          double *scratch, StopFlag stop);

#endif
