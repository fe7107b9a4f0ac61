/* wide.h - numbers of twice the precision: hi + lo, lo below half a unit of hi
 * (Dekker 1971). About 31 digits, which the wildest of NIST's sets needs where
 * the residuals are large. */
#ifndef CORE_WIDE_H
#define CORE_WIDE_H

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

/* a / b: what the first quotient leaves over is divided once more. */
static inline Wide wide_over(Wide a, double b) {
  double quotient = a.hi / b;
  double rest = fma(-quotient, b, a.hi) + a.lo;
  return wide_sum(quotient, rest / b);
}

static inline double wide_round(Wide a) { return a.hi + a.lo; }

#endif
