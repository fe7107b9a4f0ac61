/* poly_squares.h - the exact solution of a linear model of powers and products.
 *
 * The raw columns are first shifted and scaled so that their products are well
 * conditioned (poly_map.h). Products and solution (least_squares.h) have twice
 * the precision; the solution is then converted to weights of the raw products.
 */
#ifndef CORE_MODEL_POLY_SQUARES_H
#define CORE_MODEL_POLY_SQUARES_H

#include "core/linalg/least_squares.h"

typedef struct PolyEquations {
  Mat X;         /* raw columns, m × n, m >= 1, n >= 1 */
  size_t degree; /* 1 to POLY_MOST_DEGREE */
  bool intercept;
  Vec y; /* m, finite */
} PolyEquations;

typedef struct PolySquares {
  LeastSquares in; /* u and its products: the rank of theirs is that of the raw
                      ones, the condition far smaller */
  double cancelling; /* how many times larger than the largest |y| the products
                        times their raw weights may become before they cancel:
                        each factor of 10 costs predictions made of raw products
                        in doubles one of their 16 digits */
  size_t column;     /* the raw column farthest from 0 for its width, and the */
  double middle;     /* middle of its range: less that, less cancels */
} PolySquares;

/* How many doubles of scratch m examples of n columns need: about 4 m times the
 * number of products; SIZE_MAX on overflow. */
size_t poly_squares_scratch(size_t m, size_t n, size_t degree);

/* raw: a weight for each product in the order of poly.h, then the intercept, 0
 * if there is none. Products that depend on others make the solution one of
 * many: those of u found last have a weight of 0.
 * STATUS_NONFINITE: X at row i, column j. STATUS_RANGE: the powers of `value`,
 * in column j, are too large or too small for doubles (i 0), or a weight would
 * be (i 1). raw is unspecified unless the status is OK. */
Status poly_squares(PolySquares *found, DoubleDouble *raw,
                    const PolyEquations *given, double *scratch, StopFlag stop);

#endif
