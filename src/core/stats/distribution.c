#include "core/stats/distribution.h"

#include <math.h>

#define MATHLIB_STANDALONE
#include <Rmath.h>

/* libRmath prints a warning if an argument is outside its domain, so such
 * arguments are handled here. */

double distribution_normal_two_sided(double z) {
  return 2 * pnorm(-fabs(z), 0, 1, 1, 0);
}

double distribution_t_two_sided(double t, double df) {
  return 2 * pt(-fabs(t), df, 1, 0);
}

double distribution_normal_width(double level) {
  return qnorm((1 - level) / 2, 0, 1, 0, 0);
}

double distribution_t_width(double level, double df) {
  return qt((1 - level) / 2, df, 0, 0);
}

double distribution_f_upper(double f, double df1, double df2) {
  if (!(f > 0) || !(df1 > 0) || !(df2 > 0)) return isnan(f) ? f : 1;
  return isinf(f) ? 0 : pf(f, df1, df2, 0, 0);
}

double distribution_chi2_upper(double x, double df) {
  if (!(x > 0) || !(df > 0)) return isnan(x) ? x : 1;
  return isinf(x) ? 0 : pchisq(x, df, 0, 0);
}
