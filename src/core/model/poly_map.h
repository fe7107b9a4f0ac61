/* poly_map.h - products of columns in double-double precision.
 *
 * Powers of raw numbers, rounded to doubles, lose digits that high degrees
 * need, and they are nearly collinear. So a map shifts and scales each raw
 * column to u = (x - c) / h in (-2, 2), where c is near the middle of its
 * range, or 0 without an intercept, and h is a power of two. The binomial
 * theorem converts weights of products of u to weights of raw products.
 *
 * Products are in the order of poly.h; among weights, that of the constant is
 * last.
 */
#ifndef CORE_MODEL_POLY_MAP_H
#define CORE_MODEL_POLY_MAP_H

#include "core/linalg/mat.h"
#include "core/model/poly.h"
#include "core/double_double.h"

typedef struct PolyMap {
  size_t inputs, degree,
    count;                /* columns; at most POLY_MOST_DEGREE; products */
  double *low, *high;     /* ranges of the raw columns */
  double *center, *width; /* c and h for each; NULL: u = x */
} PolyMap;

/* The number of doubles of scratch that poly_map_learn uses; the map points
 * into them. */
size_t poly_map_scratch(size_t n);

/* Computes the map for X (m × n, m and n >= 1). STATUS_NONFINITE: X at row i,
 * column j. STATUS_RANGE with i 0: the powers of `value`, in column j, overflow
 * or underflow. */
Status poly_map_learn(PolyMap *map, Mat X, size_t degree, bool intercept,
                      double *scratch, StopFlag stop);

/* The same in steps: places the arrays; computes the map from low and high. */
void poly_map_lay_out(PolyMap *map, size_t n, size_t degree, double *scratch);
Status poly_map_from_ranges(PolyMap *map, bool intercept);

/* Stores the products of u for each row of X in high + rest, X.rows × count
 * each. */
Status poly_map_fill(Mat high, Mat rest, const PolyMap *map, Mat X,
                     StopFlag stop);

/* Converts the weights of products of u (count + 1) to those of raw products. A
 * weight depends on itself and on those of later products; that of the constant
 * depends on all. STATUS_RANGE with i 1: weight j overflows. */
Status poly_map_raw(DoubleDouble *w, const PolyMap *map, StopFlag stop);

/* The largest absolute value of the raw product `term` over the ranges of the
 * columns. */
double poly_map_largest(const PolyMap *map, const PolyTerm *term);

/* -- sums of raw products ------------------------------------------------- */

/* Rows per block, and the doubles of scratch for one block. */
enum { POLY_BLOCK = 64 };
static inline size_t poly_sums_scratch(size_t count) {
  return 2 * POLY_BLOCK * count;
}

/* Σ w · raw product + constant for each of at most POLY_BLOCK rows of X. */
Status poly_sums(DoubleDouble *out, Mat X, size_t degree, const DoubleDouble *w,
                 double *scratch, StopFlag stop);

/* The same for any number of rows, rounded only at the end, so that
 * cancellation costs no digits. out has X.rows elements. */
Status poly_values(Vec out, Mat X, size_t degree, const DoubleDouble *w,
                   double *scratch, StopFlag stop);

#endif
