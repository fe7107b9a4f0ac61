/* power.h - common powers without pow, which is slow. All are rounded at least as
 * well as by pow, and equal to it for 0, infinity and nan. They have the type of
 * a binary operation; only power_any needs the exponent b.
 */
#ifndef CORE_ELEMENTARY_POWER_H
#define CORE_ELEMENTARY_POWER_H

#include <math.h>

static inline double power_square(double a, double b) {
  (void)b;
  return a * a;
}

static inline double power_root(double a, double b) {
  (void)b;
  return a == -(double)INFINITY ? (double)INFINITY : sqrt(a + 0.0);
}

static inline double power_inverse(double a, double b) {
  (void)b;
  return 1 / a;
}

/* The product of the rounded square, and what both roundings have lost. */
static inline double power_cube(double a, double b) {
  const double square = a * a, cube = square * a;
  const double lost = fma(square, a, -cube) + fma(a, a, -square) * a;
  const double size = fabs(lost);
  (void)b;
  return size > 0 && size < (double)INFINITY ? cube + lost : cube;
}

static inline double power_any(double a, double b) {
  return b == 2      ? power_square(a, b)
         : b == 3    ? power_cube(a, b)
         : b == 0.5  ? power_root(a, b)
         : b == -1.0 ? power_inverse(a, b)
                     : pow(a, b);
}

#endif
