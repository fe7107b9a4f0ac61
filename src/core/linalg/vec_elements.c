/* vec_elements.c - operations on vectors, element by element. */
#include <math.h>
#include <string.h>

#include "core/elementary/power.h"
#include "core/elementary/vector_math.h"
#include "core/elementary/vector_trig.h"
#include "core/simd.h"
#include "core/linalg/vec.h"
#include "core/linalg/vec_lanes.h"

static inline double op_add(double a, double b) { return a + b; }
static inline double op_sub(double a, double b) { return a - b; }
static inline double op_mul(double a, double b) { return a * b; }
static inline double op_div(double a, double b) { return a / b; }
static inline double op_eq(double a, double b) { return a == b; }
static inline double op_ne(double a, double b) { return a != b; }
static inline double op_lt(double a, double b) { return a < b; }
static inline double op_le(double a, double b) { return a <= b; }
static inline double op_gt(double a, double b) { return a > b; }
static inline double op_ge(double a, double b) { return a >= b; }

/* Lua's float `%`: the result takes the sign of the divisor. */
static double op_mod(double a, double b) {
  double r = fmod(a, b);
  return (r < 0 && b > 0) || (r > 0 && b < 0) ? r + b : r;
}

/* Lua's float `//`. */
static double op_idiv(double a, double b) { return floor(a / b); }

typedef double Binary(double, double);
typedef double Unary(double);

/* out = f(x_factor x, v_factor v) for n contiguous elements; of x or v that repeats,
 * the first one for all. `kept`, if not NULL, receives x. */
typedef struct Loop {
  double *out, *kept;
  const double *x, *v;
  bool x_repeats, v_repeats;
  double x_factor, v_factor;
  size_t n;
} Loop;

/* Inlined where f, the repetitions, kept and factors of 1 are constants, so that the
 * compiler vectorizes a plain loop. Some elements are read before they are
 * written: out may be x or v. Returns the sum of what it wrote. */
INLINE double loop_run(Binary *f, Loop l) {
  double lane[LANES] = {0};
  const double first = *l.x, number = *l.v;
  double rest = 0;
  size_t i = 0;
  for (; i + LANES <= l.n; i += LANES) {
    double old[LANES], by[LANES], new[LANES];
    for (size_t k = 0; k < LANES; k++)
      old[k] = l.x_repeats ? first : l.x[i + k];
    for (size_t k = 0; k < LANES; k++)
      by[k] = l.v_repeats ? number : l.v[i + k];
    for (size_t k = 0; k < LANES; k++)
      new[k] = f(old[k] * l.x_factor, by[k] * l.v_factor);
    for (size_t k = 0; k < LANES; k++) lane[k] += new[k];
    for (size_t k = 0; k < LANES; k++) l.out[i + k] = new[k];
    for (size_t k = 0; l.kept && k < LANES; k++) l.kept[i + k] = old[k];
  }
  for (; i < l.n; i++) {
    const double old = l.x_repeats ? first : l.x[i];
    const double by = l.v_repeats ? number : l.v[i];
    rest += l.out[i] = f(old * l.x_factor, by * l.v_factor);
    if (l.kept) l.kept[i] = old;
  }
  return lanes_sum(lane) + rest;
}

/* out = (s a) op (t b) */
INLINE double map2_scaled(Binary *f, Vec out, double s, Vec a, double t,
                          Vec b) {
  Loop l = {out.d, NULL, a.d, b.d, false, false, s, t, out.n};
  double sum = 0;
  if (!out.n) return 0;
  if (out.step == 1 && a.step == 1 && b.step == 1) return loop_run(f, l);
  if (out.step == 1 && a.step == 1 && b.step == 0) {
    l.v_repeats = true;
    return loop_run(f, l);
  }
  if (out.step == 1 && a.step == 0 && b.step == 1) {
    l.x_repeats = true;
    return loop_run(f, l);
  }
  for (size_t i = 0; i < out.n; i++)
    sum += *vec_at(out, i) = f(*vec_at(a, i) * s, *vec_at(b, i) * t);
  return sum;
}

INLINE double map2(Binary *f, Vec out, Vec a, Vec b) {
  return map2_scaled(f, out, 1, a, 1, b);
}

/* A loop of its own for each common exponent. */
INLINE double map_pow(Vec out, Vec a, Vec b) {
  const double power = out.n && b.step == 0 ? *b.d : 0;
  if (power == 2) return map2(power_square, out, a, b);
  if (power == 3) return map2(power_cube, out, a, b);
  if (power == 0.5) return map2(power_root, out, a, b);
  if (power == -1) return map2(power_inverse, out, a, b);
  return map2(power_any, out, a, b);
}

INLINE void map1(Unary *f, Vec out, Vec a) {
  if (out.step == 1 && a.step == 1) {
    for (size_t i = 0; i < out.n; i++) out.d[i] = f(a.d[i]);
    return;
  }
  for (size_t i = 0; i < out.n; i++) *vec_at(out, i) = f(*vec_at(a, i));
}

FOR_EACH_PROCESSOR double vec_binary(BinaryOp op, Vec out, Vec a, Vec b) {
  switch (op) {
  case OP_ADD: return map2(op_add, out, a, b);
  case OP_SUB: return map2(op_sub, out, a, b);
  case OP_MUL: return map2(op_mul, out, a, b);
  case OP_DIV: return map2(op_div, out, a, b);
  case OP_POW: return map_pow(out, a, b);
  case OP_MOD: return map2(op_mod, out, a, b);
  case OP_IDIV: return map2(op_idiv, out, a, b);
  case OP_EQ: return map2(op_eq, out, a, b);
  case OP_NE: return map2(op_ne, out, a, b);
  case OP_LT: return map2(op_lt, out, a, b);
  case OP_LE: return map2(op_le, out, a, b);
  case OP_GT: return map2(op_gt, out, a, b);
  case OP_GE: return map2(op_ge, out, a, b);
  }
  return 0;
}

FOR_EACH_PROCESSOR double vec_scaled(BinaryOp op, Vec out, double s, Vec a,
                                     double t, Vec b) {
  switch (op) {
  case OP_ADD: return map2_scaled(op_add, out, s, a, t, b);
  case OP_SUB: return map2_scaled(op_sub, out, s, a, t, b);
  case OP_MUL: return map2_scaled(op_mul, out, s, a, t, b);
  default: return map2_scaled(op_div, out, s, a, t, b);
  }
}

INLINE double update(Binary *f, double *y, double *kept, Vec b, size_t n) {
  Loop l = {y, kept, y, b.d, false, false, 1, 1, n};
  if (b.step == 1) return loop_run(f, l);
  if (b.step == 0) {
    l.v_repeats = true;
    return loop_run(f, l);
  }
  double sum = 0;
  for (size_t i = 0; i < n; i++) {
    kept[i] = y[i];
    sum += y[i] = f(y[i], *vec_at(b, i));
  }
  return sum;
}

FOR_EACH_PROCESSOR double vec_update(BinaryOp op, Vec y, double *kept, Vec b) {
  const Vec before = vec_of(kept, y.n);
  if (y.step == 1 && y.n) switch (op) {
    case OP_ADD: return update(op_add, y.d, kept, b, y.n);
    case OP_SUB: return update(op_sub, y.d, kept, b, y.n);
    case OP_MUL: return update(op_mul, y.d, kept, b, y.n);
    case OP_DIV: return update(op_div, y.d, kept, b, y.n);
    default: break;
    }
  vec_copy(before, y);
  return vec_binary(op, y, before, b);
}

static inline double op_neg(double a) { return -a; }
static inline double op_sqrt(double a) { return sqrt(a); }
static inline double op_abs(double a) { return fabs(a); }
static inline double op_floor(double a) { return floor(a); }
static inline double op_ceil(double a) { return ceil(a); }
static inline double op_round(double a) { return nearbyint(a); }
/* nan remains nan. */
static inline double op_sign(double a) {
  const double side = a > 0 ? 1 : -1;
  return a == 0 ? 0 : isnan(a) ? a : side;
}

double vec_sigmoid_of(double z) {
  double out;
  vector_math_sigmoid(&out, &z, 1);
  return out;
}

typedef void Many(double *out, const double *x, size_t n);

/* For functions that need contiguous elements; others go through a buffer, so
 * that a view gives the same digits as a copy. */
static void map_many(Many *f, Vec out, Vec a) {
  enum { ROOM = 512 };
  double buffer[ROOM];
  for (size_t i = 0; i < out.n; i += ROOM) {
    size_t n = out.n - i < ROOM ? out.n - i : ROOM;
    bool plain = out.step == 1 && a.step == 1;
    if (plain)
      f(out.d + i, a.d + i, n);
    else {
      vec_copy(vec_of(buffer, n), vec_part(a, i, n));
      f(buffer, buffer, n);
      vec_copy(vec_part(out, i, n), vec_of(buffer, n));
    }
  }
}

FOR_EACH_PROCESSOR void vec_unary(UnaryOp op, Vec out, Vec a) {
  switch (op) {
  case OP_NEG: map1(op_neg, out, a); return;
  case OP_EXP: map_many(vector_math_exp, out, a); return;
  case OP_LOG: map_many(vector_math_log, out, a); return;
  case OP_LOG1P: map_many(vector_math_log1p, out, a); return;
  case OP_SQRT: map1(op_sqrt, out, a); return;
  case OP_ABS: map1(op_abs, out, a); return;
  case OP_SIN: map_many(vector_trig_sin, out, a); return;
  case OP_COS: map_many(vector_trig_cos, out, a); return;
  case OP_TAN: map_many(vector_trig_tan, out, a); return;
  case OP_TANH: map_many(vector_trig_tanh, out, a); return;
  case OP_FLOOR: map1(op_floor, out, a); return;
  case OP_CEIL: map1(op_ceil, out, a); return;
  case OP_ROUND: map1(op_round, out, a); return;
  case OP_SIGN: map1(op_sign, out, a); return;
  case OP_SIGMOID: map_many(vector_math_sigmoid, out, a); return;
  }
}

double vec_apply_binary(BinaryOp op, double a, double b) {
  double out = 0;
  vec_binary(op, vec_of(&out, 1), vec_of(&a, 1), vec_of(&b, 1));
  return out;
}
