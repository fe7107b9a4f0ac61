/* eigen.h - eigenvalues and eigenvectors of square matrices (LAPACK). */
#ifndef CORE_FACTOR_EIGEN_H
#define CORE_FACTOR_EIGEN_H

#include "core/linalg/mat.h"

/* For A (n × n, finite): n eigenvalues re + i im in descending order of re, of
 * a complex pair that with im > 0 first; and for each a column of V (n × n, by
 * columns), of length 1, or V is NULL. Of a symmetric A only the lower half is
 * read; im is 0, and the columns of V are orthogonal. The columns for a complex
 * pair are the real and the imaginary part of its first vector. STATUS_RANGE:
 * no convergence. */
Status eigen(double *re, double *im, double *V, Mat A, bool symmetric,
             double *scratch);
size_t eigen_scratch(size_t n);

#endif
