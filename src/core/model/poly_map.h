/* poly_map.h - products of columns in twice the precision (double_double.h).
 *
 * Powers of raw numbers, rounded to doubles, lose digits that high degrees need and
 * are nearly collinear. So a map shifts and scales each raw column
 * to u = (x - c) / h in (-2, 2): c is about the middle of its range, 0 without
 * an intercept; h a power of two. What is found for products of u the binomial
 * theorem turns into weights of the raw products.
 *
 * Products stand in the order of poly.h; weights have the constant's behind
 * them.
 */
#ifndef CORE_MODEL_POLY_MAP_H
#define CORE_MODEL_POLY_MAP_H

#include "core/linalg/mat.h"
#include "core/model/poly.h"
#include "core/linalg/double_double.h"

typedef struct PolyMap {
  size_t inputs, degree, count; /* raw columns; 1 to POLY_MOST_DEGREE; products
                                   without the constant */
  double *low, *high;           /* ranges of the raw columns */
  double *center, *width;       /* c and h of each; NULL: u is x */
} PolyMap;

/* How many doubles of scratch poly_map_learn keeps. */
size_t poly_map_scratch(size_t n);

/* The map for X, m × n with m and n >= 1. STATUS_NONFINITE: X at row i, column
 * j. STATUS_RANGE with i 0: the powers of `value`, in column j, are too large
 * or too small for doubles. */
Status poly_map_learn(PolyMap *map, Mat X, size_t degree, bool intercept,
                      double *scratch, StopFlag stop);

/* Products of u for every row of X into high + rest, X.rows × count each. */
Status poly_map_fill(Mat high, Mat rest, const PolyMap *map, Mat X,
                     StopFlag stop);

/* Weights of products of u, count + 1, become those of raw products. A weight
 * is made of itself and of those of later products, the constant of all.
 * STATUS_RANGE with i 1 and j the place: one is beyond doubles. */
Status poly_map_raw(DoubleDouble *w, const PolyMap *map, StopFlag stop);

/* The absolute raw product `term` with every column at its farthest from 0. */
double poly_map_largest(const PolyMap *map, const PolyTerm *term);

/* -- sums of raw products ------------------------------------------------- */

/* So many rows make a block; scratch for one, in doubles. */
enum { POLY_BLOCK = 64 };
static inline size_t poly_sums_scratch(size_t count) {
  return 2 * POLY_BLOCK * count;
}

/* Σ w · raw product + constant for each of at most POLY_BLOCK rows of X. */
Status poly_sums(DoubleDouble *out, Mat X, size_t degree, const DoubleDouble *w,
                 double *scratch, StopFlag stop);

/* The same for any number of rows, rounded once, at the end: however much the
 * products cancel. out has X.rows. */
Status poly_values(Vec out, Mat X, size_t degree, const DoubleDouble *w,
                   double *scratch, StopFlag stop);

#endif
