/* centered.h - a model's cost in coordinates that do not depend on the origin and
 * scale of its features.
 *
 * With z = (x - μ) / σ, the mean and (to a power of two, which rounds nothing)
 * the spread of a column, w·x + b = v·z + c for v = σ w and c = b + Σ w μ. The
 * penalty stays on w, and σ² has a share of it, so that columns which hardly vary
 * are not blown up. Without an intercept μ is 0 and σ the length. Rows are
 * centered block by block; X is not copied.
 */
#ifndef CORE_OPTIM_CENTERED_H
#define CORE_OPTIM_CENTERED_H

#include "core/model/glm.h"
#include "core/linalg/double_double.h"

typedef struct Centered {
  Glm model; /* its theta is not read */
  Mat X;
  Vec y;
  StopFlag stop;
  double *shift, *factor, *inverse; /* n each: μ, σ, 1/σ */
  double unit; /* spread of a linear model's targets; else 1 */
  size_t high; /* rows of a block */
  double *rows, *part, *square;
} Centered;

/* How many doubles centered_start takes; with the curvature, if asked for. */
size_t centered_scratch(const Glm *model, Mat X, bool curvature);

Status centered_start(Centered *c, const Glm *model, Mat X, Vec y,
                      double *scratch, StopFlag stop);

/* See glm_cost and glm_curvature (with glm_hold_shift); `point` holds v
 * and c of each class. */
Status centered_cost(double *cost, double *gradient, const Centered *c,
                     const double *point);
Status centered_curvature(double *hessian, const Centered *c,
                          const double *point);

/* v and c from w and b, and back; `gradient` becomes that of w and b.
 * centered_intercept is b of the first class in twice the precision. */
void centered_inside(double *point, const Centered *c, const double *theta);
void centered_outside(double *theta, double *gradient, const Centered *c,
                      const double *point);
DoubleDouble centered_intercept(const Centered *c, const double *theta,
                                const double *point);

/* The largest slope along v / unit and c / unit, from the gradient of w and b. */
double centered_slope(const Centered *c, const double *gradient);
/* The same from that of v and c. */
double centered_inner_slope(const Centered *c, const double *gradient);

#endif
