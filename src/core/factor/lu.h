/* lu.h - LU factors of a square matrix with partial pivoting (LAPACK), for
 * linear equations and determinants.
 *
 *   P (R A C) = L U
 *
 * R and C scale the rows and columns of A by powers of two, if their sizes
 * differ widely or are near the limits of double: units of measurement then
 * neither overflow nor make a matrix look singular.
 */
#ifndef CORE_FACTOR_LU_H
#define CORE_FACTOR_LU_H

#include "core/linalg/mat.h"

typedef struct Lu {
  size_t n;
  double *factors;            /* n × n, by columns */
  int *row_scale, *col_scale; /* n exponents each, of R and C */
  int *pivot, *iwork;
  double *work;
  double condition; /* of R A C in the 1-norm, as LAPACK estimates it; inf if a
                       pivot is 0; 0 for n = 0 */
} Lu;

/* The largest n: the sizes of LAPACK's arrays must fit in an int. */
enum { LU_MOST = 40000 };

size_t lu_scratch(size_t n);
/* Factors A (n × n, finite). */
Lu lu_factor(Mat A, double *scratch);
/* Replaces the k columns of x (n × k, by columns) by A⁻¹ x, or A⁻ᵀ x. The
 * condition must be finite. */
void lu_solve(const Lu *lu, bool transposed, double *x, size_t k);
/* The determinant is the result times 2^*exponent; 1 for n = 0. */
double lu_determinant(const Lu *lu, double *exponent);

#endif
