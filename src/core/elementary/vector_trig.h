/* vector_trig.h - sin, cos, tan and tanh of whole arrays.
 *
 * Arrays are contiguous; out may be x. An element has the same result alone and
 * in any array. Errors are in units in the last place, compared with long double
 * (tests/core/vector_trig.c). sin, cos and tan beyond |x| = 1.6e6 are those of
 * the C library.
 */
#ifndef CORE_ELEMENTARY_VECTOR_TRIG_H
#define CORE_ELEMENTARY_VECTOR_TRIG_H

#include <stddef.h>

/* Within 1 unit; nan at inf. */
void vector_trig_sin(double *out, const double *x, size_t n);
void vector_trig_cos(double *out, const double *x, size_t n);
void vector_trig_tan(double *out, const double *x, size_t n);

/* Within 1 unit, for every x. */
void vector_trig_tanh(double *out, const double *x, size_t n);

#endif
