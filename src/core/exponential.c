#include "exponential.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "processor.h"

INLINE double from_bits(uint64_t bits) {
  double d;
  memcpy(&d, &bits, sizeof d);
  return d;
}

INLINE uint64_t to_bits(double d) {
  uint64_t bits;
  memcpy(&bits, &d, sizeof bits);
  return bits;
}

/* 2^k for -1022 <= k <= 1023, k in two's complement. */
INLINE double power_of_two(uint64_t k) { return from_bits((k + 1023) << 52); }

/* c[0] + c[1] x + ... + c[7] x⁷, by pairs (Estrin 1960): where Horner's rule
 * waits for each step, these go side by side. */
INLINE double eight_terms(const double *c, double x, double x2, double x4) {
  return ((c[0] + c[1] * x) + (c[2] + c[3] * x) * x2) +
         ((c[4] + c[5] * x) + (c[6] + c[7] * x) * x2) * x4;
}

/* Σ r^i / i! up to i = 13; what is left out is below 5e-18 for |r| <= 0.35. The
 * large terms come last, so that the small ones' rounding does not matter. */
INLINE double taylor(double r) {
  static const double low[] = {1.0 / 2,     1.0 / 6,     1.0 / 24,
                               1.0 / 120,   1.0 / 720,   1.0 / 5040,
                               1.0 / 40320, 1.0 / 362880};
  static const double high[] = {1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600,
                                1.0 / 6227020800};
  const double r2 = r * r, r4 = r2 * r2;
  const double most = (high[0] + high[1] * r) + (high[2] + high[3] * r) * r2;
  const double rest = eight_terms(low, r, r2, r4) + most * (r4 * r4);
  return 1 + (r + r2 * rest);
}

/* e^x = 2^k e^r, |r| <= log(2)/2 (Cody and Waite 1980). No branches, so that
 * several x can be done at once. */
INLINE double exp_of(double x) {
  /* Added, it leaves x rounded to a whole number in the last bits. */
  const double shift = 0x1.8p52;
  const double log2_e = 0x1.71547652b82fep0;
  const double high = 0x1.62e42feep-1, low = 0x1.a39ef35793c76p-33;
  x = x < -746 ? -746 : x;
  x = x > 710 ? 710 : x;
  const double shifted = x * log2_e + shift, whole = shifted - shift;
  const double r = (x - whole * high) - whole * low;
  /* In two halves: 2^k itself may be too small or too large for a double. */
  const uint64_t k = to_bits(shifted) - to_bits(shift);
  const uint64_t half = (k + 2048) / 2 - 1024;
  return taylor(r) * power_of_two(half) * power_of_two(k - half);
}

/* log(1 + u) for 0 <= u <= 1, as 2 atanh(s) with s = u / (2 + u) <= 1/3 and the
 * series s + s³/3 + s⁵/5 + ... up to s³³/33. */
INLINE double log1p_of(double u) {
  static const double low[] = {1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9,
                               1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17};
  static const double high[] = {1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25,
                                1.0 / 27, 1.0 / 29, 1.0 / 31, 1.0 / 33};
  const double s = u / (2 + u), t = s * s, t2 = t * t, t4 = t2 * t2;
  const double p = eight_terms(low, t, t2, t4) +
                   eight_terms(high, t, t2, t4) * (t4 * t4);
  return 2 * (s + s * t * p);
}

/* With u = e^-|z|, which cannot overflow: sigmoid is 1/(1+u), or u/(1+u). */
INLINE double sigmoid_of(double z, double u) {
  return (z < 0 ? u : 1) / (1 + u);
}

FOR_EACH_PROCESSOR void many_exp(double *out, const double *x, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = exp_of(x[i]);
}

FOR_EACH_PROCESSOR void many_sigmoid(double *out, const double *x, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const double z = x[i];
    out[i] = sigmoid_of(z, exp_of(-fabs(z)));
  }
}

/* The largest of z and 0, plus log(1 + e^-|z|), is log(1 + e^z). */
FOR_EACH_PROCESSOR double many_entropies(double *e, const double *z,
                                         const double *y, size_t n) {
  enum { LANES = 8 };
  double lane[LANES] = {0}, sum = 0;
  size_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (size_t k = 0; k < LANES; k++) {
      const double u = exp_of(-fabs(z[i + k])), target = y[i + k];
      const double positive = z[i + k] > 0 ? z[i + k] : 0;
      lane[k] += positive - target * z[i + k] + log1p_of(u);
      e[i + k] = sigmoid_of(z[i + k], u) - target;
    }
  for (; i < n; i++) {
    const double u = exp_of(-fabs(z[i])), target = y[i];
    sum += (z[i] > 0 ? z[i] : 0) - target * z[i] + log1p_of(u);
    e[i] = sigmoid_of(z[i], u) - target;
  }
  for (size_t k = 0; k < LANES; k++) sum += lane[k];
  return sum;
}
