/* lapack.h - the LAPACK routines that core calls, as OpenBLAS brings them.
 *
 * Fortran's: arrays by columns, everything by address, and behind the arguments
 * the lengths of the texts. What each computes and needs is in LAPACK's own
 * documentation (netlib.org/lapack). Calling them directly keeps two more
 * libraries from being loaded at every start.
 */
#ifndef CORE_LINALG_LAPACK_H
#define CORE_LINALG_LAPACK_H

#include <stddef.h>

/* Solves A x = b for a symmetric positive definite A. */
void dposv_(const char *uplo, const int *n, const int *nrhs, double *a,
            const int *lda, double *b, const int *ldb, int *info, size_t);
/* QR, and QR with column pivoting. */
void dgeqrf_(const int *m, const int *n, double *a, const int *lda,
             double *tau, double *work, const int *lwork, int *info);
void dgeqp3_(const int *m, const int *n, double *a, const int *lda, int *jpvt,
             double *tau, double *work, const int *lwork, int *info);
/* C <- Q C or Qᵀ C with Q as the QR routines leave it. */
void dormqr_(const char *side, const char *trans, const int *m, const int *n,
             const int *k, const double *a, const int *lda, const double *tau,
             double *c, const int *ldc, double *work, const int *lwork,
             int *info, size_t, size_t);
/* Solves R x = b or Rᵀ x = b for a triangle R. */
void dtrtrs_(const char *uplo, const char *trans, const char *diag,
             const int *n, const int *nrhs, const double *a, const int *lda,
             double *b, const int *ldb, int *info, size_t, size_t, size_t);
/* The least-squares solution of A x = b for A of full rank. */
void dgels_(const char *trans, const int *m, const int *n, const int *nrhs,
            double *a, const int *lda, double *b, const int *ldb, double *work,
            const int *lwork, int *info, size_t);
/* Singular values, the largest first (with "N", "N": no vectors). */
void dgesvd_(const char *jobu, const char *jobvt, const int *m, const int *n,
             double *a, const int *lda, double *s, double *u, const int *ldu,
             double *vt, const int *ldvt, double *work, const int *lwork,
             int *info, size_t, size_t);

/* The least squares solution of smallest length, by the singular values. */
void dgelsd_(const int *m, const int *n, const int *nrhs, double *a,
             const int *lda, double *b, const int *ldb, double *s,
             const double *rcond, int *rank, double *work, const int *lwork,
             int *iwork, int *info);

#endif
