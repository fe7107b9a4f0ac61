/* double_double.h - double-double numbers: hi + lo, with lo at most half a unit
 * in the last place of hi (Dekker 1971). About 31 decimal digits. */
#ifndef CORE_DOUBLE_DOUBLE_H
#define CORE_DOUBLE_DOUBLE_H

#include <math.h>
#include <stddef.h>

typedef struct DoubleDouble {
  double hi, lo;
} DoubleDouble;

/* a + b, exactly */
static inline DoubleDouble dd_sum(double a, double b) {
  double hi = a + b, rest = hi - a;
  return (DoubleDouble){hi, (a - (hi - rest)) + (b - rest)};
}

/* The same, if |a| >= |b| or a is 0. */
static inline DoubleDouble dd_fast_sum(double a, double b) {
  double hi = a + b;
  return (DoubleDouble){hi, (a - hi) + b};
}

/* *w += a */
static inline void dd_add(DoubleDouble *w, double a) {
  DoubleDouble sum = dd_sum(w->hi, a);
  *w = dd_sum(sum.hi, sum.lo + w->lo);
}

/* *w += a * b */
static inline void dd_add_product(DoubleDouble *w, double a, DoubleDouble b) {
  double product = a * b.hi;
  double rest = fma(a, b.hi, -product) + a * b.lo;
  DoubleDouble sum = dd_sum(w->hi, product);
  *w = dd_sum(sum.hi, sum.lo + (w->lo + rest));
}

/* *w -= a * b */
static inline void dd_subtract_product(DoubleDouble *w, DoubleDouble a,
                                       DoubleDouble b) {
  double product = -a.hi * b.hi;
  double rest = -fma(a.hi, b.hi, product) - (a.hi * b.lo + a.lo * b.hi);
  DoubleDouble sum = dd_sum(w->hi, product);
  *w = dd_sum(sum.hi, sum.lo + (w->lo + rest));
}

/* a * b to about 31 digits; so are the next two */
static inline DoubleDouble dd_multiply(DoubleDouble a, DoubleDouble b) {
  double product = a.hi * b.hi;
  double rest = fma(a.hi, b.hi, -product) + (a.hi * b.lo + a.lo * b.hi);
  return dd_sum(product, rest);
}

static inline DoubleDouble dd_plus(DoubleDouble a, DoubleDouble b) {
  DoubleDouble high = dd_sum(a.hi, b.hi), low = dd_sum(a.lo, b.lo);
  high = dd_sum(high.hi, high.lo + low.hi);
  return dd_sum(high.hi, high.lo + low.lo);
}

static inline DoubleDouble dd_minus(DoubleDouble a, DoubleDouble b) {
  return dd_plus(a, (DoubleDouble){-b.hi, -b.lo});
}

/* a / b: the remainder of the first quotient is divided once more. */
static inline DoubleDouble dd_divide(DoubleDouble a, double b) {
  double quotient = a.hi / b;
  double rest = fma(-quotient, b, a.hi) + a.lo;
  return dd_sum(quotient, rest / b);
}

/* a / b by long division with three digits, each a double; b is not 0. */
static inline DoubleDouble dd_ratio(DoubleDouble a, DoubleDouble b) {
  double first = a.hi / b.hi;
  dd_subtract_product(&a, (DoubleDouble){first, 0}, b);
  double second = a.hi / b.hi;
  dd_subtract_product(&a, (DoubleDouble){second, 0}, b);
  DoubleDouble quotient = dd_sum(first, second);
  dd_add(&quotient, a.hi / b.hi);
  return quotient;
}

/* √a by one step of Newton's method; a > 0. */
static inline DoubleDouble dd_sqrt(DoubleDouble a) {
  double root = sqrt(a.hi);
  dd_subtract_product(&a, (DoubleDouble){root, 0}, (DoubleDouble){root, 0});
  return dd_sum(root, a.hi / (2 * root));
}

/* sums += some, for arrays of n doubles: hi, lo, hi, lo, ... (BlockAddition of
 * core/parallel/blocks.h) */
static inline void dd_add_pairs(double *sums, const double *some, size_t n) {
  for (size_t i = 0; i < n; i += 2) {
    const DoubleDouble sum = dd_plus((DoubleDouble){sums[i], sums[i + 1]},
                                     (DoubleDouble){some[i], some[i + 1]});
    sums[i] = sum.hi;
    sums[i + 1] = sum.lo;
  }
}

/* Groups of `lanes` high parts, then as many low parts, are independent sums that
 * run side by side. sums += some, for arrays of n doubles. */
static inline void dd_add_lanes(double *sums, const double *some, size_t n,
                                size_t lanes) {
  for (size_t i = 0; i < n; i += 2 * lanes)
    for (size_t k = i; k < i + lanes; k++) {
      const DoubleDouble sum =
        dd_plus((DoubleDouble){sums[k], sums[k + lanes]},
                (DoubleDouble){some[k], some[k + lanes]});
      sums[k] = sum.hi;
      sums[k + lanes] = sum.lo;
    }
}

/* The sum of one group. */
static inline DoubleDouble dd_sum_lanes(const double *hi, const double *lo,
                                        size_t lanes) {
  DoubleDouble all = {0, 0};
  for (size_t k = 0; k < lanes; k++)
    all = dd_plus(all, (DoubleDouble){hi[k], lo[k]});
  return all;
}

static inline double dd_round(DoubleDouble a) { return a.hi + a.lo; }

#endif
