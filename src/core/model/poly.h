/* poly.h - polynomial features: all products of powers up to a degree.
 *
 * Terms in scikit-learn's order: by degree, and within one by the columns they
 * multiply: x0, x1, x0², x0 x1, x1², … A term is the list of its columns in
 * ascending order, so x0² x1 is 0 0 1; without interactions only powers of
 * single columns remain.
 */
#ifndef CORE_MODEL_POLY_H
#define CORE_MODEL_POLY_H

#include "core/linalg/mat.h"

enum { POLY_MOST_DEGREE = 20 };

typedef struct PolyTerm {
  size_t degree; /* 0 is the constant 1 */
  size_t column[POLY_MOST_DEGREE];
} PolyTerm;

/* The number of terms of n columns up to the degree, without the constant;
 * SIZE_MAX on overflow. */
size_t poly_count(size_t n, size_t degree, bool interactions);

/* The first term (x0), and the one after; next gives false after the last. */
PolyTerm poly_first(void);
bool poly_next(PolyTerm *term, size_t n, size_t degree, bool interactions);

/* A term of degree > 1 is a shorter one, its base, times its last column. Bases
 * come in the order of terms, the first being x0: how many further the base of
 * the next term is. */
size_t poly_base_step(const PolyTerm *term, size_t n, bool interactions);

/* Where the term of degree >= 1 stands among those of n columns, interactions
 * on; counted from 0. */
size_t poly_index(const PolyTerm *term, size_t n);

/* out (m × count, with a first column of ones when bias) from X (m × n). */
Status poly_fill(Mat out, Mat X, size_t degree, bool interactions, bool bias,
                 StopFlag stop);

#endif
