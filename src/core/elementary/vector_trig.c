/* vector_trig.c - branch-free, so that the loops are vectorized.
 *
 * Compiled with contraction to fused multiply-add where a processor has it, and
 * correct without: a product in a difference that must be exact is itself exact,
 * or has the same rounding in both places where it stands.
 *
 * The polynomials are minimax, found by the exchange of Remez in 45 digits; their
 * bounds were measured with the coefficients rounded. */
#include "core/elementary/vector_trig.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/elementary/double_bits.h"
#include "core/simd.h"

/* Adding it rounds to an integer, in the last bits. */
static const double SHIFT = 0x1.8p52;

/* head - tail. The sign of the tail lets -0 pass: (-0) - (+0) is -0. */
typedef struct Difference {
  double head, tail;
} Difference;

/* n / d: a quotient, and what is left of n after it. The tails may be some
 * percent of the heads. The product must be exact, hence fma. */
INLINE double quotient(Difference n, Difference d) {
  const double inverse = 1 / (d.head - d.tail);
  const double q = (n.head - n.tail) * inverse;
  const double rest = fma(q, d.head, -n.head) + (n.tail - q * d.tail);
  return q - rest * inverse;
}

/* -- sin, cos and tan ------------------------------------------------------ */

/* An angle: x minus the nearest multiple n pi/2, and n in the last bits. */
typedef struct Angle {
  Difference rest; /* |head| <= pi/4, and slightly more */
  uint64_t quarter;
} Angle;

/* pi/2 in parts of 33 bits: their products with |n| <= 2^20 are exact, and so are
 * the differences, with the tails (Cody and Waite 1980). */
INLINE Angle angle_of(double x) {
  const double p1 = 0x1.921fb544p+0, p2 = 0x1.0b4611a6p-34,
               p3 = 0x1.3198a2ep-69, p4 = 0x1.b839a252049c1p-104;
  const double shifted = x * 0x1.45f306dc9c883p-1 + SHIFT, n = shifted - SHIFT;
  const double r1 = x - n * p1;
  const double r2 = r1 - n * p2, lost2 = (r1 - r2) - n * p2;
  const double r3 = r2 - n * p3, lost3 = (r2 - r3) - n * p3;
  return (Angle){{r3, (n * p4 - lost2) - lost3}, double_bits(shifted)};
}

/* As a comparison of signs, which is vectorized. */
INLINE bool is_odd(uint64_t quarter) { return (int64_t)(quarter << 63) < 0; }

/* Changes the sign if bit 1 of the quarter is set. */
INLINE double turned(uint64_t quarter, double x) {
  return double_of_bits(double_bits(x) ^ (quarter & 2) << 62);
}

/* sin(r) = r - r³ (s0 + s1 r² + ...) for |r| <= pi/4, with a relative error below
 * 4e-18. */
INLINE double sin_terms(double z) {
  static const double s[] = {0x1.5555555555548p-3,  -0x1.111111110f730p-7,
                             0x1.a01a019be920fp-13, -0x1.71de35552ceefp-19,
                             0x1.ae5e4b89007c8p-26, -0x1.5d8b58bd9a324p-33};
  return s[0] + z * (s[1] + z * (s[2] + z * (s[3] + z * (s[4] + z * s[5]))));
}

/* In odd quarters, the sine is a cosine of the rest r, by the sine of r/2: with
 * the same terms, cos(r) = 1 - 2 sin(r/2)² = 1 - (r - less)²/2 = (1 - r²/2) +
 * less (r - less/2). A tail counts by the slope: cos(r), and nearly 1 for r/2. */
INLINE double sin_of(Angle a) {
  const bool odd = is_odd(a.quarter);
  const double r = a.rest.head, square = r * r, half = r * 0.5;
  const double cosine = 1 - half * r, lost = (cosine - 1) + half * r;
  const double z = odd ? square * 0.25 : square;
  const double tail = odd ? a.rest.tail : a.rest.tail * cosine;
  const double less = r * z * sin_terms(z) + tail;
  const double more = lost - less * (r - less * 0.5);
  return turned(a.quarter, (odd ? cosine : r) - (odd ? more : less));
}

/* cos(x) = sin(x + pi/2) */
INLINE double cos_of(Angle a) {
  a.quarter++;
  return sin_of(a);
}

/* tan(r) = n / d with n = r - r³ (a0 + a1 r² + ...) and d = (1 - r²/4) - r⁴ (b0 +
 * b1 r² + ...) for |r| <= pi/4, with a relative error below 2e-18. The quarter of
 * r² makes both tails small. In odd quarters, -d / n. */
INLINE double tan_of(Angle angle) {
  static const double a[] = {-0x1.555555555555bp-4, 0x1.8f6a6e883e324p-6,
                             -0x1.3592848c85c84p-11, 0x1.b3f7794bedaacp-20};
  static const double b[] = {0x1.30a7686edc4a7p-4, -0x1.372ff8431be11p-8,
                             0x1.770d46a3234d1p-15};
  const bool odd = is_odd(angle.quarter);
  const double r = angle.rest.head, tail = angle.rest.tail;
  const double z = r * r, z2 = z * z, half = r * 0.5;
  const double most = 1 - half * half, less = most - 1,
               lost = less + half * half;
  const double as = (a[0] + a[1] * z) + z2 * (a[2] + a[3] * z);
  const double bs = (b[0] + b[1] * z) + z2 * b[2];
  const double change = tail - tail * less;
  const Difference n = {r, r * z * as + change};
  const Difference d = {most, z2 * bs + (lost - half * change)};
  const Difference up = {odd ? d.head : n.head, odd ? d.tail : n.tail};
  const Difference down = {odd ? n.head : d.head, odd ? n.tail : d.tail};
  return turned(angle.quarter << 1, quotient(up, down));
}

/* -- tanh ------------------------------------------------------------------ */

/* (e^r - 1 - r - r²/2) / r³ for |r| <= 0.3467, with an error below 1e-17. */
INLINE double exp_terms(double r) {
  static const double c[] = {0x1.5555555555556p-3,  0x1.5555555555556p-5,
                             0x1.11111111109afp-7,  0x1.6c16c16c15dbfp-10,
                             0x1.a01a01a7c7732p-13, 0x1.a01a01a939ea5p-16,
                             0x1.71de0da18d2fcp-19, 0x1.27e4d4c969460p-22,
                             0x1.af38c801bb282p-26, 0x1.1f7f3b9b968b1p-29};
  const double r2 = r * r, r4 = r2 * r2;
  const double low = (c[0] + c[1] * r) + (c[2] + c[3] * r) * r2;
  const double high = (c[4] + c[5] * r) + (c[6] + c[7] * r) * r2;
  return low + r4 * (high + r4 * (c[8] + c[9] * r));
}

/* 1 - e^y for -44 <= y <= 0: with y = k log(2) + r, it is (1 - 2^k) - 2^k (e^r -
 * 1). */
INLINE Difference exp_from_1(double y) {
  const double log2_e = 0x1.71547652b82fep0;
  const double high = 0x1.62e42fefa3ap-1, low = -0x1.0ca86c3898dp-49;
  const double shifted = y * log2_e + SHIFT, k = shifted - SHIFT;
  const double power =
    double_of_bits((double_bits(shifted) - double_bits(SHIFT) + 1023) << 52);
  const double r1 = y - k * high, r = r1 - k * low, lost = (r1 - r) - k * low;
  const double half = r * 0.5, e = r + half * r, lost_e = (r - e) + half * r;
  const double tail = (lost + lost * r) + lost_e + r * r * r * exp_terms(r);
  const double rest = 1 - power, lost_1 = (1 - rest) - power;
  const double head = rest - power * e, lost_2 = (rest - head) - power * e;
  return (Difference){head, power * tail - (lost_1 + lost_2)};
}

/* 1 - e^(-2 |x|). From 22 on, tanh is 1. */
INLINE Difference tanh_part(double x) {
  const double size = fabs(x), most = size > 22 ? 22 : size;
  return exp_from_1(-2 * most);
}

/* tanh(x) = u / (2 - u) with the u above. */
INLINE double tanh_of(double x, Difference u) {
  const double down = 2 - u.head, lost = (2 - down) - u.head;
  return copysign(quotient(u, (Difference){down, -(u.tail + lost)}), x);
}

/* -- of arrays ------------------------------------------------------------- */

/* A block goes through two short loops rather than a long one: the shorter the
 * chain of operations, the more elements the processor computes at once. Each
 * loop is a function, so that its constants fit into registers. Both compute whole
 * vectors only: in code for single elements the compiler would contract other
 * products, so an element would depend on its neighbors. */
enum { LANES = 8, BLOCK = 512 };

/* Reduced arguments: of sin, cos and tan, the rests and quarters of angles; of
 * tanh, 1 - e^(-2 |x|) and the bits of x. */
typedef struct Reduced {
  _Alignas(64) double head[BLOCK], tail[BLOCK];
  uint64_t bits[BLOCK];
} Reduced;

INLINE Angle angle_at(const Reduced *a, size_t i) {
  return (Angle){{a->head[i], a->tail[i]}, a->bits[i]};
}

/* How far n is above -2^20: more than 2^21 if angle_of does not reach. */
enum { REACH = 1 << 20 };
INLINE uint64_t height(uint64_t quarter) {
  return quarter - (double_bits(SHIFT) - REACH);
}

INLINE bool is_far(uint64_t height) { return height > 2 * REACH; }

/* Returns whether some x may be out of the reach of angle_of, or nan. */
FOR_EACH_PROCESSOR static bool
reduce_angles(Reduced *restrict to, const double *restrict x, size_t vectors) {
  uint64_t heights = 0;
  for (size_t i = 0; i < vectors * LANES; i++) {
    const Angle a = angle_of(x[i]);
    to->head[i] = a.rest.head;
    to->tail[i] = a.rest.tail;
    to->bits[i] = a.quarter;
    heights |= height(a.quarter);
  }
  return is_far(heights);
}

FOR_EACH_PROCESSOR static bool
reduce_tanh(Reduced *restrict to, const double *restrict x, size_t vectors) {
  for (size_t i = 0; i < vectors * LANES; i++) {
    const Difference u = tanh_part(x[i]);
    to->head[i] = u.head;
    to->tail[i] = u.tail;
    to->bits[i] = double_bits(x[i]);
  }
  return false;
}

FOR_EACH_PROCESSOR static void
finish_sin(double *restrict out, const Reduced *restrict a, size_t vectors) {
  for (size_t i = 0; i < vectors * LANES; i++) out[i] = sin_of(angle_at(a, i));
}

FOR_EACH_PROCESSOR static void
finish_cos(double *restrict out, const Reduced *restrict a, size_t vectors) {
  for (size_t i = 0; i < vectors * LANES; i++) out[i] = cos_of(angle_at(a, i));
}

FOR_EACH_PROCESSOR static void
finish_tan(double *restrict out, const Reduced *restrict a, size_t vectors) {
  for (size_t i = 0; i < vectors * LANES; i++) out[i] = tan_of(angle_at(a, i));
}

FOR_EACH_PROCESSOR static void
finish_tanh(double *restrict out, const Reduced *restrict u, size_t vectors) {
  for (size_t i = 0; i < vectors * LANES; i++)
    out[i] =
      tanh_of(double_of_bits(u->bits[i]), (Difference){u->head[i], u->tail[i]});
}

typedef struct Steps {
  bool (*reduce)(Reduced *restrict to, const double *restrict x,
                 size_t vectors);
  void (*finish)(double *restrict out, const Reduced *restrict a,
                 size_t vectors);
  double (*far)(double x); /* where `reduce` does not reach */
} Steps;

/* At most a block. */
static void map_vectors(Steps step, double *out, const double *x,
                        size_t vectors) {
  const size_t n = vectors * LANES;
  double kept[BLOCK];
  Reduced a;
  const bool some_far = step.reduce(&a, x, vectors);
  if (some_far) memcpy(kept, x, n * sizeof *kept);
  step.finish(out, &a, vectors);
  for (size_t i = 0; some_far && i < n; i++)
    if (is_far(height(a.bits[i]))) out[i] = step.far(kept[i]);
}

static void map(Steps step, double *out, const double *x, size_t n) {
  const size_t rest = n % LANES, whole = n - rest;
  for (size_t at = 0; at < whole; at += BLOCK) {
    const size_t count = whole - at < BLOCK ? whole - at : BLOCK;
    map_vectors(step, out + at, x + at, count / LANES);
  }
  if (!rest) return;
  double last[LANES] = {0};
  memcpy(last, x + whole, rest * sizeof *last);
  map_vectors(step, last, last, 1);
  memcpy(out + whole, last, rest * sizeof *last);
}

void vector_trig_sin(double *out, const double *x, size_t n) {
  map((Steps){reduce_angles, finish_sin, sin}, out, x, n);
}

void vector_trig_cos(double *out, const double *x, size_t n) {
  map((Steps){reduce_angles, finish_cos, cos}, out, x, n);
}

void vector_trig_tan(double *out, const double *x, size_t n) {
  map((Steps){reduce_angles, finish_tan, tan}, out, x, n);
}

void vector_trig_tanh(double *out, const double *x, size_t n) {
  map((Steps){reduce_tanh, finish_tanh, tanh}, out, x, n);
}
