/* distribution.h - tails and quantiles of the distributions used to test
 * coefficients, computed by R's mathematical library (libRmath).
 *
 * Tails keep full relative accuracy until they underflow (about 5e-324).
 * Arguments: df > 0; level in (0, 1). The result is nan only if an argument is
 * nan.
 */
#ifndef CORE_STATS_DISTRIBUTION_H
#define CORE_STATS_DISTRIBUTION_H

/* P(|Z| >= |z|) for the standard normal, P(|T| >= |t|) for Student's t. */
double distribution_normal_two_sided(double z);
double distribution_t_two_sided(double t, double df);
/* Half the width of the interval around 0 that holds `level` of the
 * distribution: 1.96 for the normal at 0.95. */
double distribution_normal_width(double level);
double distribution_t_width(double level, double df);
/* P(F >= f) and P(χ² >= x); 1 for f or x at most 0, or a df of 0. */
double distribution_f_upper(double f, double df1, double df2);
double distribution_chi2_upper(double x, double df);

#endif
