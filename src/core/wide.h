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

#endif
