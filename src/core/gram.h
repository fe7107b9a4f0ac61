/* gram.h - the weighted products of a model's columns, of which curvatures are
 * made; for core's own files.
 *
 * A is X with a column of ones behind it, so that G is (n + 1) × (n + 1).
 */
#ifndef CORE_GRAM_H
#define CORE_GRAM_H

#include "mat.h"

/* G += Aᵀ D A over the rows, lower half only; `by` holds D, a number a row. */
void gram_add(Mat G, Mat rows, const double *by);

/* G / m, and the lower half copied to the upper. Without an intercept nothing
 * is left of the column of ones. */
void gram_finish(Mat G, double m, bool intercept);

/* Adds `ridge` to the diagonal of the weights. Without an intercept b, which
 * does not move, gets a 1, so that G can be inverted. */
void gram_penalty(Mat G, double ridge, bool intercept);

#endif
