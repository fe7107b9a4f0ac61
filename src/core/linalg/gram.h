/* gram.h - Gram matrices, used for curvatures; internal to core.
 *
 * A is X with one more column appended, so that G is (n + 1) × (n + 1).
 */
#ifndef CORE_LINALG_GRAM_H
#define CORE_LINALG_GRAM_H

#include "core/linalg/mat.h"

/* Rows of A, with optional weights and centers. */
typedef struct GramRows {
  Mat X;
  Vec last;             /* the column after X; n = 0: ones */
  const double *weight; /* D, one number per row; NULL: 1 */
  const double
    *center; /* n + 1 numbers, first subtracted from the rows of A; NULL: 0 */
} GramRows;

/* G += Aᵀ D A, lower half only. */
void gram_add(Mat G, const GramRows *rows);

/* Divides G by m and copies its lower half to the upper. Without an intercept
 * the last row and column become 0. */
void gram_finish(Mat G, double m, bool intercept);

/* Adds `ridge` to the diagonal of the weights. Without an intercept the
 * diagonal element of b becomes 1, so that G can be inverted. */
void gram_penalty(Mat G, double ridge, bool intercept);

#endif
