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

/* Σ r^i / i! up to i = 13; what is left out is below 5e-18 for |r| <= 0.35. */
INLINE double taylor(double r) {
  double p = 1.0 / 6227020800;
  p = p * r + 1.0 / 479001600;
  p = p * r + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 0.5;
  p = p * r + 1;
  return p * r + 1;
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
  const double s = u / (2 + u), t = s * s;
  double p = 1.0 / 33;
  p = p * t + 1.0 / 31;
  p = p * t + 1.0 / 29;
  p = p * t + 1.0 / 27;
  p = p * t + 1.0 / 25;
  p = p * t + 1.0 / 23;
  p = p * t + 1.0 / 21;
  p = p * t + 1.0 / 19;
  p = p * t + 1.0 / 17;
  p = p * t + 1.0 / 15;
  p = p * t + 1.0 / 13;
  p = p * t + 1.0 / 11;
  p = p * t + 1.0 / 9;
  p = p * t + 1.0 / 7;
  p = p * t + 1.0 / 5;
  p = p * t + 1.0 / 3;
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
