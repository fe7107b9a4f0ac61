/* centered.h - a model's cost in coordinates that do not depend on the origin
 * and scale of its features.
 *
 * With z = (x - μ) / σ, where μ is the mean of a column and σ its spread,
 * rounded to a power of two so that scaling is exact, w·x + b = v·z + c for v =
 * σ w and c = b + Σ w μ. The penalty still applies to w; σ² includes a part of
 * it, so that nearly constant columns are not magnified. Without an intercept μ
 * is 0 and σ is the norm. Rows are centered a few at a time; X is not copied. If
 * the examples are not cut into blocks, this is done here.
 */
#ifndef CORE_OPTIM_CENTERED_H
#define CORE_OPTIM_CENTERED_H

#include "core/model/glm.h"
#include "core/double_double.h"

typedef struct Centered {
  Glm model; /* theta is not read */
  Examples e;
  StopFlag stop;
  double *shift, *factor, *inverse; /* n each: μ, σ, 1/σ */
  double unit; /* spread of a linear model's targets; else 1 */
  size_t high; /* rows centered at a time */
} Centered;

/* The number of doubles of scratch, with or without those for the curvature. */
size_t centered_scratch(const Glm *model, const Examples *e, bool curvature);

Status centered_start(Centered *c, const Glm *model, Examples e, bool curvature,
                      double *scratch, StopFlag stop);

/* See glm_cost and glm_curvature (with glm_hold_shift); `point` holds v
 * and c of each class. */
Status centered_cost(double *cost, double *gradient, const Centered *c,
                     const double *point);
Status centered_curvature(double *hessian, const Centered *c,
                          const double *point);

/* Converts w and b to v and c, and back; `gradient` is converted to that of w
 * and b. centered_intercept returns b of the first class in double-double
 * precision. */
void centered_inside(double *point, const Centered *c, const double *theta);
void centered_outside(double *theta, double *gradient, const Centered *c,
                      const double *point);
DoubleDouble centered_intercept(const Centered *c, const double *theta,
                                const double *point);

/* The largest slope along v / unit and c / unit, from the gradient of w and
 * b. */
double centered_slope(const Centered *c, const double *gradient);
/* The same from that of v and c. */
double centered_inner_slope(const Centered *c, const double *gradient);

#endif
