/* poly.h - polynomial features: all products of powers up to a degree.
 *
 * Terms are in scikit-learn's order: by degree, then by the columns they
 * multiply: x0, x1, x0², x0 x1, x1², … A term is the list of its columns in
 * ascending order, so x0² x1 is 0 0 1; without interactions there are only
 * powers of single columns.
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

/* The first term (x0), and the next one; poly_next returns false after the
 * last. */
PolyTerm poly_first(void);
bool poly_next(PolyTerm *term, size_t n, size_t degree, bool interactions);

/* A term of degree > 1 is its base, a term of one degree less, times its last
 * column. Bases are in the order of terms, from x0. Returns the distance from
 * the base of this term to that of the next. */
size_t poly_base_step(const PolyTerm *term, size_t n, bool interactions);

/* The index, from 0, of a term of degree >= 1 among the terms of n columns with
 * interactions. */
size_t poly_index(const PolyTerm *term, size_t n);

/* out (m × count, with a first column of ones if `bias`) from X (m × n). */
Status poly_fill(Mat out, Mat X, size_t degree, bool interactions, bool bias,
                 StopFlag stop);

#endif
