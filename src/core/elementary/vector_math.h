/* vector_math.h - e^x, logarithms, sigmoid and cross-entropy of whole arrays.
 *
 * Arrays are contiguous; out may be x. Errors are in units in the last place,
 * compared with long double over the whole range (tests/core/vector_math.c).
 */
#ifndef CORE_ELEMENTARY_VECTOR_MATH_H
#define CORE_ELEMENTARY_VECTOR_MATH_H

#include <stddef.h>

/* e^x within 2 units; correct for 0, inf, nan and subnormal results. */
void vector_math_exp(double *out, const double *x, size_t n);

/* log(x) and log(1 + x) within 2 units; -inf at the pole, nan below it. */
void vector_math_log(double *out, const double *x, size_t n);
void vector_math_log1p(double *out, const double *x, size_t n);

/* 1 / (1 + e^-x) within 3 units, for every x without overflow. */
void vector_math_sigmoid(double *out, const double *x, size_t n);

/* e = sigmoid(z) - y; returns Σ log(1 + e^z) - y z, the cross-entropies of
 * probabilities sigmoid(z) and targets y, finite for every finite z. At most 4096
 * numbers; e overlaps neither z nor y. */
double vector_math_entropies(double *restrict e, const double *restrict z,
                             const double *restrict y, size_t n);

#endif
