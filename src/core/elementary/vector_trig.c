/* vector_trig.c - branch-free, so that the loops are vectorized, and compiled
 * without contraction to fused multiply-add, so that all processors compute the
 * same. */
#include "core/elementary/vector_trig.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/double_double.h"
#include "core/elementary/double_bits.h"
#include "core/simd.h"

/* What is missing from the rounded product p = a b. That is exact, so it does
 * not matter how a processor computes it. */
INLINE double product_tail(double a, double b, double p) {
  return fma(a, b, -p);
}

/* n / d, by the rounded quotient and its remainder. */
INLINE double quotient(DoubleDouble n, DoubleDouble d) {
  const double inverse = 1 / d.hi, q = n.hi * inverse, p = q * d.hi;
  const double rest = ((n.hi - p) - product_tail(q, d.hi, p)) + n.lo;
  return q + (rest - q * d.lo) * inverse;
}

/* -- sin, cos and tan ------------------------------------------------------ */

/* Beyond, multiples of the parts of pi/2 below are not exact. */
#define TRIG_MOST 0x1.9p20

/* Adding it rounds to an integer, in the last bits. */
static const double SHIFT = 0x1.8p52;

/* An angle: x minus the nearest multiple of pi/2, and the last bits of which
 * multiple that is. */
typedef struct Angle {
  DoubleDouble rest; /* |head| <= pi/4, and slightly more */
  uint64_t quarter;
} Angle;

/* pi/2 in parts of 33 bits: their products with n < 2^20 are exact, and so are
 * the differences, with the tails (Cody and Waite 1980). */
INLINE Angle angle_of(double x) {
  const double p1 = 0x1.921fb544p+0, p2 = 0x1.0b4611a6p-34,
               p3 = 0x1.3198a2ep-69, p4 = 0x1.b839a252049c1p-104;
  const double shifted = x * 0x1.45f306dc9c883p-1 + SHIFT, n = shifted - SHIFT;
  const double first = x - n * p1;
  const DoubleDouble second = dd_fast_sum(first, -(n * p2));
  const DoubleDouble third = dd_fast_sum(second.hi, -(n * p3));
  const double tail = third.lo + second.lo - n * p4;
  return (Angle){{third.hi, tail}, double_bits(shifted)};
}

/* sin(r) = r + r³ (s0 + s1 r² + ...) and cos(r) = 1 - r²/2 + r⁴ (c0 + ...), by
 * the minimax polynomials of fdlibm. */
static const double sin_terms[] = {
  -1.66666666666666324348e-01, 8.33333333332248946124e-03,
  -1.98412698298579493134e-04, 2.75573137070700676789e-06,
  -2.50507602534068634195e-08, 1.58969099521155010221e-10};
static const double cos_terms[] = {
  4.16666666666666019037e-02, -1.38888888888741095749e-03,
  2.48015872894767294178e-05, -2.75573143513906633035e-07,
  2.08757232129817482790e-09, -1.13596475577881948265e-11};

/* a where the last bit of `odd` is 0, else b. */
INLINE double choose(uint64_t odd, double a, double b) {
  const uint64_t mask = 0 - (odd & 1);
  const uint64_t first = double_bits(a);
  return double_of_bits(first ^ (mask & (first ^ double_bits(b))));
}

/* The polynomial for an even or odd quarter. */
INLINE double six_terms(uint64_t odd, double r2, double r4) {
  double c[6];
  for (int i = 0; i < 6; i++) c[i] = choose(odd, sin_terms[i], cos_terms[i]);
  return (c[0] + c[1] * r2) +
         r4 * ((c[2] + c[3] * r2) + r4 * (c[4] + c[5] * r2));
}

/* Changes the sign if bit 1 of the quarter is set. */
INLINE double turned(uint64_t quarter, double x) {
  return double_of_bits(double_bits(x) ^ (quarter & 2) << 62);
}

/* The sine: in odd quarters, it is a cosine of the rest. */
INLINE double sin_of_angle(Angle a) {
  const double r = a.rest.hi, r2 = r * r, r4 = r2 * r2;
  const double half = r2 * 0.5, cosine = 1 - half;
  const double lost = choose(a.quarter, 0, (1 - cosine) - half);
  const double slope = choose(a.quarter, cosine, -r);
  const double tail =
    choose(a.quarter, r * r2, r4) * six_terms(a.quarter, r2, r4);
  const double y =
    choose(a.quarter, r, cosine) + (tail + (lost + slope * a.rest.lo));
  return turned(a.quarter, y);
}

/* Functions that are nearly x there keep the sign of 0. */
INLINE double unless_tiny(double x, double y) {
  return fabs(x) < 0x1p-27 ? x : y;
}

INLINE double sin_of(double x, Angle a) {
  return unless_tiny(x, sin_of_angle(a));
}

/* cos(x) = sin(x + pi/2) */
INLINE double cos_of(double x, Angle a) {
  (void)x;
  a.quarter++;
  return sin_of_angle(a);
}

/* tan(u) = u + u³ (t0 + t1 u² + ...) for |u| <= pi/8, with the polynomial that is
 * exact at Chebyshev points; its error is below 1e-17. */
static const double tan_terms[] = {
  0x1.5555555555556p-2,  0x1.11111111109ddp-3,  0x1.ba1ba1bb5249fp-5,
  0x1.664f47e1d0286p-6,  0x1.226e5f09e8024p-7,  0x1.d6c7bc72968d2p-9,
  0x1.7ea935569c5bbp-10, 0x1.2891411674340p-11, 0x1.4e7ace86fc917p-12};

INLINE double nine_terms(const double *c, double u2) {
  const double u4 = u2 * u2;
  const double most = (c[4] + c[5] * u2) + u4 * (c[6] + c[7] * u2);
  return (c[0] + c[1] * u2) + u4 * (c[2] + c[3] * u2) +
         u4 * u4 * (most + u4 * u4 * c[8]);
}

/* The tail of the angle counts by the slope, 1 + tan(u)². */
INLINE DoubleDouble tan_pair(DoubleDouble u) {
  const double u2 = u.hi * u.hi;
  const double rest = u.hi * u2 * nine_terms(tan_terms, u2);
  return dd_fast_sum(u.hi, rest + u.lo * (1 + u2));
}

/* 1 - t² */
INLINE DoubleDouble square_from_1(DoubleDouble t) {
  const double p = t.hi * t.hi;
  const double tail = product_tail(t.hi, t.hi, p) + 2 * t.hi * t.lo;
  DoubleDouble d = dd_fast_sum(1, -p);
  d.lo -= tail;
  return d;
}

/* The tangent of half the angle. */
INLINE DoubleDouble half_tan(DoubleDouble rest) {
  return tan_pair((DoubleDouble){rest.hi * 0.5, rest.lo * 0.5});
}

/* tan is 2 t / (1 - t²), or -1 / that; a.rest is t, the tangent of half the
 * angle. */
INLINE double tan_of(double x, Angle a) {
  const DoubleDouble t = a.rest, d = square_from_1(t);
  const DoubleDouble up = {choose(a.quarter, 2 * t.hi, d.hi),
                           choose(a.quarter, 2 * t.lo, d.lo)};
  const DoubleDouble down = {choose(a.quarter, d.hi, 2 * t.hi),
                             choose(a.quarter, d.lo, 2 * t.lo)};
  return unless_tiny(x, turned(a.quarter << 1, quotient(up, down)));
}

/* -- tanh ------------------------------------------------------------------ */

/* e^r - 1 - r = r²/2 + r³/6 + ... up to r^13 / 13!, for |r| <= 0.35. */
INLINE double exp_rest(double r) {
  static const double c[] = {1.0 / 2,        1.0 / 6,         1.0 / 24,
                             1.0 / 120,      1.0 / 720,       1.0 / 5040,
                             1.0 / 40320,    1.0 / 362880,    1.0 / 3628800,
                             1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
  const double r2 = r * r, r4 = r2 * r2;
  const double a = (c[0] + c[1] * r) + (c[2] + c[3] * r) * r2;
  const double b = (c[4] + c[5] * r) + (c[6] + c[7] * r) * r2;
  const double d = (c[8] + c[9] * r) + (c[10] + c[11] * r) * r2;
  return r2 * (a + r4 * (b + r4 * d));
}

/* e^y - 1 for -44 <= y <= 0, as 2^k (e^r - 1) + (2^k - 1). */
INLINE DoubleDouble exp_minus_1(double y) {
  const double log2_e = 0x1.71547652b82fep0;
  const double high = 0x1.62e42fefa3ap-1, low = -0x1.0ca86c3898dp-49;
  const double shifted = y * log2_e + SHIFT, k = shifted - SHIFT;
  const DoubleDouble r = dd_fast_sum(y - k * high, -(k * low));
  const double tail = (r.lo + r.lo * r.hi) + exp_rest(r.hi);
  const double power =
    double_of_bits((double_bits(shifted) - double_bits(SHIFT) + 1023) << 52);
  const DoubleDouble a = dd_fast_sum(-1, power);
  const DoubleDouble sum = dd_sum(a.hi, power * r.hi);
  return dd_fast_sum(sum.hi, a.lo + sum.lo + power * tail);
}

/* e^(-2 |x|) - 1. From 22 on, tanh is 1. */
INLINE DoubleDouble tanh_power(double x) {
  const double size = fabs(x), most = size < 22 ? size : 22;
  return exp_minus_1(-2 * most);
}

/* tanh(x) = (1 - u) / (1 + u) with u = e^(-2 |x|). */
INLINE double tanh_of(double x, DoubleDouble u1) {
  const DoubleDouble up = {-u1.hi, -u1.lo};
  DoubleDouble down = dd_fast_sum(2, u1.hi);
  down.lo += u1.lo;
  const double y = copysign(quotient(up, down), x);
  return unless_tiny(x, x != x ? x : y);
}

/* -- of arrays ------------------------------------------------------------- */

/* A block goes through several short loops rather than a long one: the shorter
 * the chain of operations, the more elements the processor computes at once. */
enum { BLOCK = 256 };

typedef struct Angles {
  double hi[BLOCK], lo[BLOCK];
  uint64_t quarter[BLOCK];
} Angles;

INLINE bool is_far(double x) { return !(fabs(x) <= TRIG_MOST); }

/* Returns whether some x is outside the range of angle_of, or nan. */
INLINE bool find_angles(Angles *to, const double *x, size_t n) {
  uint64_t far = 0;
  for (size_t i = 0; i < n; i++) {
    const Angle a = angle_of(x[i]);
    to->hi[i] = a.rest.hi;
    to->lo[i] = a.rest.lo;
    to->quarter[i] = a.quarter;
    far |= is_far(x[i]) ? 1 : 0;
  }
  return far != 0;
}

typedef DoubleDouble Step(DoubleDouble rest);
typedef double OfAngle(double x, Angle a);
typedef double Function(double x);

INLINE void take_step(Step *step, Angles *a, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const DoubleDouble r = step((DoubleDouble){a->hi[i], a->lo[i]});
    a->hi[i] = r.hi;
    a->lo[i] = r.lo;
  }
}

/* f after the step, if any; `far` where angle_of does not reach. */
INLINE void map(Step *step, OfAngle *f, Function *far, double *out,
                const double *x, size_t n) {
  for (size_t at = 0; at < n; at += BLOCK) {
    const size_t count = n - at < BLOCK ? n - at : BLOCK;
    double kept[BLOCK];
    Angles a;
    const bool some = find_angles(&a, x + at, count);
    if (some) memcpy(kept, x + at, count * sizeof *kept);
    if (step) take_step(step, &a, count);
    for (size_t i = 0; i < count; i++)
      out[at + i] = f(x[at + i], (Angle){{a.hi[i], a.lo[i]}, a.quarter[i]});
    for (size_t i = 0; some && i < count; i++)
      if (is_far(kept[i])) out[at + i] = far(kept[i]);
  }
}

FOR_EACH_PROCESSOR void vector_trig_sin(double *out, const double *x,
                                        size_t n) {
  map(NULL, sin_of, sin, out, x, n);
}

FOR_EACH_PROCESSOR void vector_trig_cos(double *out, const double *x,
                                        size_t n) {
  map(NULL, cos_of, cos, out, x, n);
}

FOR_EACH_PROCESSOR void vector_trig_tan(double *out, const double *x,
                                        size_t n) {
  map(half_tan, tan_of, tan, out, x, n);
}

FOR_EACH_PROCESSOR void vector_trig_tanh(double *out, const double *x,
                                         size_t n) {
  double hi[BLOCK], lo[BLOCK];
  for (size_t at = 0; at < n; at += BLOCK) {
    const size_t count = n - at < BLOCK ? n - at : BLOCK;
    for (size_t i = 0; i < count; i++) {
      const DoubleDouble u1 = tanh_power(x[at + i]);
      hi[i] = u1.hi;
      lo[i] = u1.lo;
    }
    for (size_t i = 0; i < count; i++)
      out[at + i] = tanh_of(x[at + i], (DoubleDouble){hi[i], lo[i]});
  }
}
