/* gram.h - the products of a matrix's columns with each other, of which
 * curvatures are made; for core's own files.
 *
 * A is X with one more column behind it, so that G is (n + 1) × (n + 1).
 */
#ifndef CORE_LINALG_GRAM_H
#define CORE_LINALG_GRAM_H

#include "core/linalg/mat.h"

/* Rows of A, and what is done to them. */
typedef struct GramRows {
  Mat X;
  Vec last;             /* the column behind X; with no numbers: ones */
  const double *weight; /* D, a number a row; NULL: 1 */
  const double *center; /* n + 1 numbers, taken from A first; NULL: 0 */
} GramRows;

/* G += Aᵀ D A, lower half only. */
void gram_add(Mat G, const GramRows *rows);

/* G / m, and the lower half copied to the upper. Without an intercept nothing
 * is left of the last column. */
void gram_finish(Mat G, double m, bool intercept);

/* Adds `ridge` to the diagonal of the weights. Without an intercept b, which
 * does not move, gets a 1, so that G can be inverted. */
void gram_penalty(Mat G, double ridge, bool intercept);

#endif
