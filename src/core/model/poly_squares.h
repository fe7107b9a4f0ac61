/* poly_squares.h - the exact solution of a linear model of powers and products.
 *
 * The raw columns are first shifted and scaled so that their products are well
 * conditioned (poly_map.h). Products and solution (least_squares.h) have
 * double-double precision; the solution is then converted to weights of the raw
 * products.
 */
#ifndef CORE_MODEL_POLY_SQUARES_H
#define CORE_MODEL_POLY_SQUARES_H

#include "core/squares/least_squares.h"

typedef struct PolyEquations {
  Mat X;         /* raw columns, m × n, m >= 1, n >= 1 */
  size_t degree; /* 1 to POLY_MOST_DEGREE */
  bool intercept;
  Vec y;      /* m, finite */
  Vec weight; /* see Equations */
} PolyEquations;

typedef struct PolySquares {
  LeastSquares
    in; /* for u and its products: their rank is that of the raw ones, their
           condition number far smaller */
  double
    cancelling;  /* the largest raw product times its weight, relative to the
                   largest |y|: each factor of 10 costs predictions from raw
                   products in doubles one of their 16 digits */
  size_t column; /* raw column farthest from 0 relative to its width */
  double
    middle; /* middle of its range: subtracting it reduces the cancellation */
} PolySquares;

/* The number of doubles of scratch for m examples of n columns: about 4 m times
 * the number of products; SIZE_MAX on overflow. */
size_t poly_squares_scratch(size_t m, size_t n, size_t degree);

/* Sets raw to a weight for each product in the order of poly.h, then the
 * intercept, 0 if there is none. If products are dependent the solution is not
 * unique; the last dependent products of u then have weight 0.
 * STATUS_NONFINITE: X at row i, column j. STATUS_RANGE: the powers of `value`,
 * in column j, overflow or underflow (i 0), or a weight overflows (i 1). raw is
 * unspecified unless the status is STATUS_OK. */
Status poly_squares(PolySquares *found, DoubleDouble *raw,
                    const PolyEquations *given, double *scratch, StopFlag stop);

#endif
