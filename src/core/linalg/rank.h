/* rank.h - which columns of A depend on others: the one place that decides.
 *
 * A is X, with a column of ones in front of it if there is an intercept. Columns
 * are taken in order; of those that depend on each other the last ones are
 * called dependent, as in R. The decision is dd_gram_factor's, in twice the
 * precision. Where that would take too long, and where singular values or pivots
 * in doubles leave no doubt, these decide.
 */
#ifndef CORE_LINALG_RANK_H
#define CORE_LINALG_RANK_H

#include "core/linalg/mat.h"
#include "core/linalg/dd_gram.h"

typedef struct Columns {
  Mat X;         /* m × n, finite */
  Mat rest;      /* what the doubles of X leave out, as in Wide; d NULL: none */
  double lambda; /* >= 0: rows of a penalty below A, none for the ones */
  bool intercept;
} Columns;

/* Of falling singular values, or pivots of QR: does the last one stand for an
 * independent column beyond doubt? */
bool rank_is_clear(double first, double last);
/* In doubles: sizes up to this part of the first one count as 0. */
double rank_limit(size_t m, size_t p);

/* Is m × n small enough for twice the precision? */
bool rank_affordable(size_t m, size_t n);
/* How many doubles rank_decide takes. */
size_t rank_scratch(size_t n);
/* The factor, and the number of independent columns. */
Status rank_decide(size_t *rank, DdGram *gram, const Columns *columns,
                   double *scratch, StopFlag stop);

#endif
