/* rank.h - which columns of A are linearly dependent. All code asks here.
 *
 * A is X, with a column of ones in front of it if there is an intercept. Columns
 * are taken in order; a combination of earlier ones is
 * called dependent, as in R. The decision is dd_gram_factor's, in twice the
 * precision. Pivots or singular values in doubles decide when they
 * leave no doubt, or when twice the precision would take too long.
 */
#ifndef CORE_LINALG_RANK_H
#define CORE_LINALG_RANK_H

#include "core/linalg/mat.h"
#include "core/linalg/dd_gram.h"

typedef struct Columns {
  Mat X;         /* m × n, finite */
  Mat rest;      /* low parts of X, as in DoubleDouble; d NULL: none */
  double lambda; /* >= 0: a penalty on all columns but the ones */
  bool intercept;
} Columns;

/* Given the first and the last of descending singular values or QR pivots: is
 * the last column clearly independent? */
bool rank_is_clear(double first, double last);
/* In doubles: values up to this fraction of the first count as 0. */
double rank_limit(size_t m, size_t p);

/* Is m × n small enough for twice the precision? */
bool rank_affordable(size_t m, size_t n);
/* How many doubles rank_decide takes. */
size_t rank_scratch(size_t n);
/* The factor, and the number of independent columns. */
Status rank_decide(size_t *rank, DdGram *gram, const Columns *columns,
                   double *scratch, StopFlag stop);

#endif
