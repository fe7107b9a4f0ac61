/* vec.h - vectors: views of doubles that the caller owns.
 *
 * A Vec is n doubles, `step` doubles apart. A step other than 1 describes a
 * matrix column or a slice, a negative step runs backwards, and step 0
 * broadcasts one number. Output arguments come first. An output may be the same
 * view as an input but must not overlap it otherwise.
 */
#ifndef CORE_LINALG_VEC_H
#define CORE_LINALG_VEC_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

typedef struct Vec {
  double *d;
  size_t n;
  ptrdiff_t step;
} Vec;

static inline double *vec_at(Vec v, size_t i) {
  return v.d + (ptrdiff_t)i * v.step;
}

static inline Vec vec_of(double *d, size_t n) { return (Vec){d, n, 1}; }

/* fmin and fmax without a check for nan: one instruction each. */
static inline double lower(double a, double b) { return a < b ? a : b; }
static inline double higher(double a, double b) { return a > b ? a : b; }

/* Elements [from, from + n) of v, as a view. */
static inline Vec vec_part(Vec v, size_t from, size_t n) {
  return (Vec){n ? vec_at(v, from) : v.d, n, v.step};
}

/* Element by element: a[i] op b[i]. POW and MOD follow Lua: `%` takes the sign
 * of the divisor, IDIV is floor(a / b). Comparisons return 1 or 0; nan compares
 * as in IEEE 754. */
typedef enum BinaryOp {
  OP_ADD,
  OP_SUB,
  OP_MUL,
  OP_DIV,
  OP_POW,
  OP_MOD,
  OP_IDIV,
  OP_EQ,
  OP_NE,
  OP_LT,
  OP_LE,
  OP_GT,
  OP_GE
} BinaryOp;

typedef enum UnaryOp {
  OP_NEG,
  OP_EXP,
  OP_LOG,
  OP_LOG1P,
  OP_SQRT,
  OP_ABS,
  OP_SIN,
  OP_COS,
  OP_TAN,
  OP_TANH,
  OP_FLOOR,
  OP_CEIL,
  OP_ROUND,
  OP_SIGN,
  OP_SIGMOID
} UnaryOp;

/* out, a and b have the same n. vec_binary returns a trace of out, which is nan
 * only if an element is nan or infinite. ROUND rounds half to even. */
double vec_binary(BinaryOp op, Vec out, Vec a, Vec b);
/* out = (s a) op (t b), rounded as the three operations one after another; op is
 * ADD, SUB, MUL or DIV. Returns the trace. */
double vec_scaled(BinaryOp op, Vec out, double s, Vec a, double t, Vec b);
void vec_unary(UnaryOp op, Vec out, Vec a);
/* y[i] = y[i] op b[i], with the old y saved in `kept` (n numbers); returns the
 * trace of y. b must not overlap y. */
double vec_update(BinaryOp op, Vec y, double *kept, Vec b);
double vec_apply_binary(BinaryOp op, double a, double b);

/* 1 / (1 + e^-z) without overflow for any z; in (0, 1], 0 only by underflow. */
double vec_sigmoid_of(double z);

void vec_fill(Vec v, double value);
void vec_copy(Vec out, Vec a);
/* y += alpha x; returns the trace of y. */
double vec_axpy(Vec y, double alpha, Vec x);
/* Σ a[i] b[i] (BLAS ddot for long ones). */
double vec_dot(Vec a, Vec b);
/* Euclidean length, without overflow (BLAS dnrm2 for long ones). */
double vec_norm(Vec a);
/* Are all elements equal? nan is not equal to nan. */
bool vec_equal(Vec a, Vec b);
/* The sum, in any order: nan only if an element is nan or infinite. */
double vec_trace(Vec v);
/* Index of the first nan or infinity, or v.n. */
size_t vec_nonfinite(Vec v);

#endif
