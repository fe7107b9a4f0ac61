#include "core/elementary/vector_math.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/elementary/double_bits.h"
#include "core/simd.h"

/* 2^k for -1022 <= k <= 1023, k in two's complement. */
INLINE double power_of_two(uint64_t k) {
  return double_of_bits((k + 1023) << 52);
}

/* c[0] + c[1] x + ... + c[7] x⁷, in pairs (Estrin 1960), which are independent,
 * unlike the steps of Horner's rule. */
INLINE double eight_terms(const double *c, double x, double x2, double x4) {
  return ((c[0] + c[1] * x) + (c[2] + c[3] * x) * x2) +
         ((c[4] + c[5] * x) + (c[6] + c[7] * x) * x2) * x4;
}

/* Σ r^i / i! up to i = 13; the truncation error is below 5e-18 for |r| <= 0.35.
 * The large terms are added last, so that rounding of the small ones does not
 * matter. */
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

/* e^x = 2^k e^r, |r| <= log(2)/2 (Cody and Waite 1980). Branch-free, so that it
 * can be vectorized. */
INLINE double exp_of(double x) {
  /* Adding it rounds x to an integer, in the last bits. */
  const double shift = 0x1.8p52;
  const double log2_e = 0x1.71547652b82fep0;
  const double high = 0x1.62e42feep-1, low = 0x1.a39ef35793c76p-33;
  x = x < -746 ? -746 : x;
  x = x > 710 ? 710 : x;
  const double shifted = x * log2_e + shift, whole = shifted - shift;
  const double r = (x - whole * high) - whole * low;
  /* In two factors, because 2^k itself may underflow or overflow. */
  const uint64_t k = double_bits(shifted) - double_bits(shift);
  const uint64_t half = (k + 2048) / 2 - 1024;
  return taylor(r) * power_of_two(half) * power_of_two(k - half);
}

/* 2 atanh(s) = log((1 + s) / (1 - s)) for |s| <= 1/3, by the series s + s³/3 +
 * s⁵/5 + ... up to s³³/33; without its first term. */
INLINE double atanh_rest(double s) {
  static const double low[] = {1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9,
                               1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17};
  static const double high[] = {1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25,
                                1.0 / 27, 1.0 / 29, 1.0 / 31, 1.0 / 33};
  const double t = s * s, t2 = t * t, t4 = t2 * t2;
  const double p =
    eight_terms(low, t, t2, t4) + eight_terms(high, t, t2, t4) * (t4 * t4);
  return 2 * (s * t * p);
}

/* log(x + lost) for normal x > 0, `lost` far smaller: x = 2^k m with m between
 * √½ and √2, s = (m - 1) / (m + 1), and log(x) = k log(2) + 2 atanh(s). With f
 * = m - 1, 2 s is f - s f, and s f is nearly f²/2, so the large part is exact
 * (Tang 1990). */
INLINE double log_of(double x, double lost, double k) {
  const double high = 0x1.62e42feep-1, low = 0x1.a39ef35793c76p-33;
  const uint64_t root = UINT64_C(0x3fe6a09e667f3bcd); /* √½ */
  const uint64_t one = UINT64_C(0x3ff0000000000000);
  const uint64_t bits = double_bits(x) + (one - root);
  const double m = double_of_bits((bits & UINT64_C(0x000fffffffffffff)) + root);
  /* The exponent as a double: added to 2^52, it is in the last bits. */
  k +=
    double_of_bits(UINT64_C(0x4330000000000000) | bits >> 52) - 0x1p52 - 1023;
  const double f = m - 1, s = f / (2 + f), half = f * f / 2;
  const double rest = s * half + atanh_rest(s) + lost / x;
  return k * high + (f - (half - (rest + k * low)));
}

/* The logarithm of an x that is not a normal number. */
INLINE double log_beyond(double x, double log) {
  const double pole = x == 0 ? -(double)INFINITY : (double)NAN;
  return x > 0 ? (x < (double)INFINITY ? log : x) : pole;
}

/* Subnormal numbers are first scaled to normal ones. */
INLINE double log_any(double x) {
  const bool small = x < 0x1p-1022;
  const double normal = small ? x * 0x1p54 : x;
  return log_beyond(x, log_of(normal, 0, small ? -54 : 0));
}

/* 1 + x loses digits of x, which are added back. */
INLINE double log1p_any(double x) {
  const double sum = 1 + x, lost = x < 1 ? x - (sum - 1) : 1 - (sum - x);
  const double log = log_beyond(sum, log_of(sum, lost, 0));
  return fabs(x) < 0x1p-54 ? x : log; /* -0 too */
}

/* With u = e^-|z|, which cannot overflow: sigmoid is 1/(1+u), or u/(1+u). */
INLINE double sigmoid_of(double z, double u) {
  return (z < 0 ? u : 1) / (1 + u);
}

FOR_EACH_PROCESSOR void vector_math_exp(double *out, const double *x,
                                        size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = exp_of(x[i]);
}

FOR_EACH_PROCESSOR void vector_math_log(double *out, const double *x,
                                        size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = log_any(x[i]);
}

FOR_EACH_PROCESSOR void vector_math_log1p(double *out, const double *x,
                                          size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = log1p_any(x[i]);
}

FOR_EACH_PROCESSOR void vector_math_sigmoid(double *out, const double *x,
                                            size_t n) {
  for (size_t i = 0; i < n; i++) {
    const double z = x[i];
    out[i] = sigmoid_of(z, exp_of(-fabs(z)));
  }
}

/* e^-x for x >= 0, with a single factor, since it cannot overflow: beyond 708 it
 * is that of 708, a normal number. */
INLINE double exp_of_minus(double x) {
  const double shift = 0x1.8p52;
  const double log2_e = 0x1.71547652b82fep0;
  const double high = 0x1.62e42feep-1, low = 0x1.a39ef35793c76p-33;
  x = x > 708 ? 708 : x;
  const double shifted = shift - x * log2_e, whole = shift - shifted;
  const double r = (whole * high - x) + whole * low;
  return taylor(r) * power_of_two(double_bits(shifted) - double_bits(shift));
}

/* -- cross-entropies ------------------------------------------------------- */

enum { LANES = 8 };
typedef double Eight __attribute__((vector_size(64)));

/* Σ log(1 + u) is the logarithm of a product. This is the product minus 1,
 * which loses no digits of small u, after one more factor 1 + u. */
#define MORE(product, u) ((product) * (1 + (u)) + (u))

/* Σ log(1 + u) + max(z, 0) - y z, where max(z, 0) is (|z| + z) / 2. */
INLINE double sum_entropies(const double *u, const double *z, const double *y,
                            size_t n) {
  Eight product = {0}, sums = {0}, us, zs, ys, sizes;
  double rest = 0, sum = 0;
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) {
    memcpy(&us, u + i, sizeof us);
    memcpy(&zs, z + i, sizeof zs);
    memcpy(&ys, y + i, sizeof ys);
    for (int k = 0; k < LANES; k++) sizes[k] = fabs(zs[k]);
    sums += sizes * 0.5 + zs * (0.5 - ys);
    product = MORE(product, us);
  }
  for (; i < n; i++) {
    sum += fabs(z[i]) * 0.5 + z[i] * (0.5 - y[i]);
    rest = MORE(rest, u[i]);
  }
  for (int k = 0; k < LANES; k++) sum += sums[k] + log1p_any(product[k]);
  return sum + log1p_any(rest);
}

/* log(1 + e^z) is max(z, 0) + log(1 + u) with u = e^-|z|. */
FOR_EACH_PROCESSOR double vector_math_entropies(double *restrict e,
                                                const double *restrict z,
                                                const double *restrict y,
                                                size_t n) {
  for (size_t i = 0; i < n; i++) e[i] = exp_of_minus(fabs(z[i]));
  const double sum = sum_entropies(e, z, y, n);
  for (size_t i = 0; i < n; i++) e[i] = sigmoid_of(z[i], e[i]) - y[i];
  return sum;
}
