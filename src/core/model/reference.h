/* reference.h - reference results, computed only by BLAS and LAPACK.
 *
 * Training and scaling are compared with them, so they share no code with
 * descent.h, least_squares.h and scale.h, except the rank decision.
 */
#ifndef CORE_MODEL_REFERENCE_H
#define CORE_MODEL_REFERENCE_H

#include "core/linalg/mat.h"

/* The weights (n, then the intercept) with the smallest Σ (X w + b - y)², by
 * LAPACK's dgelsd on X with a column of ones; if there are several, the one
 * with the smallest Σ w² + b². *rank is the number of independent columns
 * (rank.h), which is the number of singular values used. X is m × n, m and n at
 * least 1 and below 2^31, all finite. STATUS_RANGE: the singular value
 * decomposition did not converge. scratch has reference_linear_scratch(m, n)
 * doubles. */
Status reference_linear(double *theta, size_t *rank, Mat X, Vec y,
                        double *scratch);
size_t reference_linear_scratch(size_t m, size_t n);

/* out = (X - mean) / std for each column, both m × n, m at least 1, X finite.
 * mean and std have n elements; std divides by m and is 0 for a constant
 * column, which becomes 0. STATUS_RANGE: the spread of column j overflows or
 * underflows. ones has reference_block(m) doubles. */
Status reference_standardize(Mat out, Vec mean, Vec std, Mat X, double *ones,
                             StopFlag stop);
size_t reference_block(size_t m);

#endif
