/* reference.h - answers computed by BLAS and LAPACK alone.
 *
 * Training and scaling are compared with them, so they share no code with
 * descent.h, least_squares.h and scale.h, except the decision on the rank.
 */
#ifndef CORE_MODEL_REFERENCE_H
#define CORE_MODEL_REFERENCE_H

#include "core/linalg/mat.h"

/* The weights (n, then the intercept) with the smallest Σ (X w + b - y)², by
 * LAPACK's dgelsd on X with a column of ones; if there are several, the one
 * with the smallest Σ w² + b². *rank is the number of independent columns (rank.h)
 * and of the singular values used. X is m × n, m and n at least 1 and
 * below 2^31, all finite. STATUS_RANGE: the singular values were not found.
 * scratch has reference_linear_scratch(m, n) doubles. */
Status reference_linear(double *theta, size_t *rank, Mat X, Vec y,
                        double *scratch);
size_t reference_linear_scratch(size_t m, size_t n);

/* out = (X - mean) / std by column, both m × n, m at least 1, X finite. mean
 * and std have n numbers; std is over m, and 0 for a constant column, which
 * becomes 0. STATUS_RANGE with j when the spread of column j overflows or
 * vanishes. ones has reference_block(m) doubles. */
Status reference_standardize(Mat out, Vec mean, Vec std, Mat X, double *ones,
                             StopFlag stop);
size_t reference_block(size_t m);

#endif
