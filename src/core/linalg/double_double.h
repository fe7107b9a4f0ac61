/* double_double.h - numbers of twice the precision: hi + lo, lo below half a unit of hi
 * (Dekker 1971). About 31 digits, which the wildest of NIST's sets needs where
 * the residuals are large. */
#ifndef CORE_LINALG_DOUBLE_DOUBLE_H
#define CORE_LINALG_DOUBLE_DOUBLE_H

#include <math.h>

typedef struct Wide {
  double hi, lo;
} Wide;

/* a + b, exactly */
static inline Wide wide_sum(double a, double b) {
  double hi = a + b, rest = hi - a;
  return (Wide){hi, (a - (hi - rest)) + (b - rest)};
}

/* *w += a */
static inline void wide_add(Wide *w, double a) {
  Wide sum = wide_sum(w->hi, a);
  *w = wide_sum(sum.hi, sum.lo + w->lo);
}

/* *w += a * b */
static inline void wide_add_product(Wide *w, double a, Wide b) {
  double product = a * b.hi;
  double rest = fma(a, b.hi, -product) + a * b.lo;
  Wide sum = wide_sum(w->hi, product);
  *w = wide_sum(sum.hi, sum.lo + (w->lo + rest));
}

/* *w -= a * b */
static inline void wide_take_product(Wide *w, Wide a, Wide b) {
  double product = -a.hi * b.hi;
  double rest = -fma(a.hi, b.hi, product) - (a.hi * b.lo + a.lo * b.hi);
  Wide sum = wide_sum(w->hi, product);
  *w = wide_sum(sum.hi, sum.lo + (w->lo + rest));
}

/* a * b for two wide numbers, right to about 31 digits like the next two */
static inline Wide wide_times(Wide a, Wide b) {
  double product = a.hi * b.hi;
  double rest = fma(a.hi, b.hi, -product) + (a.hi * b.lo + a.lo * b.hi);
  return wide_sum(product, rest);
}

static inline Wide wide_plus(Wide a, Wide b) {
  Wide high = wide_sum(a.hi, b.hi), low = wide_sum(a.lo, b.lo);
  high = wide_sum(high.hi, high.lo + low.hi);
  return wide_sum(high.hi, high.lo + low.lo);
}

static inline Wide wide_minus(Wide a, Wide b) {
  return wide_plus(a, (Wide){-b.hi, -b.lo});
}

/* a / b: what the first quotient leaves over is divided once more. */
static inline Wide wide_over(Wide a, double b) {
  double quotient = a.hi / b;
  double rest = fma(-quotient, b, a.hi) + a.lo;
  return wide_sum(quotient, rest / b);
}

/* a / b by long division with three digits, each a double; b is not 0. */
static inline Wide wide_ratio(Wide a, Wide b) {
  double first = a.hi / b.hi;
  wide_take_product(&a, (Wide){first, 0}, b);
  double second = a.hi / b.hi;
  wide_take_product(&a, (Wide){second, 0}, b);
  Wide quotient = wide_sum(first, second);
  wide_add(&quotient, a.hi / b.hi);
  return quotient;
}

/* √a by a step of Newton's method; a is above 0. */
static inline Wide wide_root(Wide a) {
  double root = sqrt(a.hi);
  wide_take_product(&a, (Wide){root, 0}, (Wide){root, 0});
  return wide_sum(root, a.hi / (2 * root));
}

static inline double wide_round(Wide a) { return a.hi + a.lo; }

#endif
