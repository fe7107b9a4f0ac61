/* rank.h - which columns of A are linearly dependent. All code decides it here.
 *
 * A is X, preceded by a column of ones if there is an intercept. As in R, a
 * column is dependent if it is a linear combination of earlier ones.
 * dd_gram_factor decides, in double-double precision. Pivots or singular values
 * in doubles decide if they are conclusive, or if double-double precision would
 * take too long.
 */
#ifndef CORE_SQUARES_RANK_H
#define CORE_SQUARES_RANK_H

#include "core/linalg/mat.h"
#include "core/squares/dd_gram.h"

typedef struct Columns {
  Mat X;      /* m × n, finite */
  Mat rest;   /* low parts of X, as in DoubleDouble; d NULL: none */
  Vec weight; /* m numbers >= 0: rows of weight 0 are ignored; n is 0: none */
  double lambda; /* >= 0: a penalty on all columns except the ones */
  bool intercept;
  Blocks blocks; /* of the rows, with rank_blocks_scratch doubles; count is 0:
                    not cut */
} Columns;

/* Given the first and the last of descending singular values or QR pivots: is
 * the last column clearly independent? */
bool rank_is_clear(double first, double last);
/* In doubles: values up to this fraction of the first count as 0. */
double rank_limit(size_t m, size_t p);

/* Is m × n small enough for double-double precision? */
bool rank_affordable(size_t m, size_t n);
/* The number of doubles of scratch for rank_decide. */
size_t rank_scratch(size_t n);
size_t rank_blocks_scratch(const Blocks *blocks, size_t n);
/* Computes the factor in gram, and the number of independent columns. */
Status rank_decide(size_t *rank, DdGram *gram, const Columns *columns,
                   double *scratch, StopFlag stop);

#endif
