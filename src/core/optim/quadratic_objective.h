/* quadratic_objective.h - squared error from precomputed products.
 *
 * The squared error of a linear model is a parabola in w and b. Around any
 * point (w₀, b₀), with μ the means of the columns, C = X - μ, δ = w - w₀ and β
 * = b - b₀ + δ·μ, it is exactly
 *
 *   J  = J₀ + δ·r + β s + (δᵀ H δ + β²)/2 + λ/2m Σw²,   H = CᵀC/m,
 *   dJ/db = s + β,   dJ/dw = r + H δ + μ dJ/db + λ/m w,
 *
 * where J₀, s = dJ/db and r = dJ/dw - μ s are the values at that point, without
 * the penalty. So after three passes over X an evaluation costs n² operations
 * for any number of rows. The point is the solution: J₀ is then the minimum of
 * J, and adding the other terms loses no digits.
 */
#ifndef CORE_OPTIM_QUADRATIC_OBJECTIVE_H
#define CORE_OPTIM_QUADRATIC_OBJECTIVE_H

#include "core/model/glm.h"

typedef struct QuadraticObjective {
  size_t n;
  double share;         /* λ/m; with weights, m is their sum */
  double cost, slope_b; /* J₀, s */
  double *H;            /* n × n */
  double *mean;         /* μ, n */
  double *point;        /* w₀, b₀: n + 1 */
  double *slope;        /* r, n */
  double *delta;        /* δ, n */
} QuadraticObjective;

/* Is this faster than passes over m rows for this many iterations? Only linear
 * models with an intercept have this form. */
bool quadratic_objective_pays(const Glm *model, size_t m, size_t iterations);

/* The number of doubles of scratch. */
size_t quadratic_objective_scratch(const Glm *model, const Examples *examples);

/* Reads X (m × n) and y, both finite. *usable becomes false, and the rows must
 * be used, if columns are so nearly collinear, or so far from 0 relative to
 * their spread, that costs and weights would differ from those of passes over
 * the rows by more than 1e-9 (relative). */
Status quadratic_objective_start(QuadraticObjective *g, bool *usable,
                                 const Glm *model, Examples e, double *scratch,
                                 StopFlag stop);

/* An Objective's evaluate; the context is a QuadraticObjective. */
Status quadratic_objective_evaluate(void *context, const double *theta,
                                    double *cost, double *gradient);

/* An Objective's curvature: [H + μ μᵀ + λ/m, μ; μᵀ, 1]. */
void quadratic_objective_curvature(const QuadraticObjective *g,
                                   double *hessian);

#endif
