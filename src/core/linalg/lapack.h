/* lapack.h - the BLAS and LAPACK routines that core calls.
 *
 * Fortran conventions: column-major arrays, arguments by address, string
 * lengths after the arguments; see netlib.org/lapack. The plug-in
 * mlrepl-openblas.so loads OpenBLAS at the first call, because loading takes
 * milliseconds and starts threads.
 */
#ifndef CORE_LINALG_LAPACK_H
#define CORE_LINALG_LAPACK_H

#include <stddef.h>

#include <cblas.h>

typedef struct Lapack {
  double (*ddot)(int n, const double *x, int incx, const double *y, int incy);
  double (*dnrm2)(int n, const double *x, int incx);
  void (*dgemm)(CBLAS_ORDER order, CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb,
                int m, int n, int k, double alpha, const double *a, int lda,
                const double *b, int ldb, double beta, double *c, int ldc);
  /* Solves A x = b for a symmetric positive definite A. */
  void (*dposv)(const char *uplo, const int *n, const int *nrhs, double *a,
                const int *lda, double *b, const int *ldb, int *info, size_t);
  /* QR, and QR with column pivoting. */
  void (*dgeqrf)(const int *m, const int *n, double *a, const int *lda,
                 double *tau, double *work, const int *lwork, int *info);
  void (*dgeqp3)(const int *m, const int *n, double *a, const int *lda,
                 int *jpvt, double *tau, double *work, const int *lwork,
                 int *info);
  /* C <- Q C or Qᵀ C, with Q as stored by the QR routines. */
  void (*dormqr)(const char *side, const char *trans, const int *m,
                 const int *n, const int *k, const double *a, const int *lda,
                 const double *tau, double *c, const int *ldc, double *work,
                 const int *lwork, int *info, size_t, size_t);
  /* Solves R x = b or Rᵀ x = b for a triangular R. */
  void (*dtrtrs)(const char *uplo, const char *trans, const char *diag,
                 const int *n, const int *nrhs, const double *a, const int *lda,
                 double *b, const int *ldb, int *info, size_t, size_t, size_t);
  /* The least-squares solution of A x = b for A of full rank. */
  void (*dgels)(const char *trans, const int *m, const int *n, const int *nrhs,
                double *a, const int *lda, double *b, const int *ldb,
                double *work, const int *lwork, int *info, size_t);
  /* Singular values in descending order ("N", "N": no singular vectors). */
  void (*dgesvd)(const char *jobu, const char *jobvt, const int *m,
                 const int *n, double *a, const int *lda, double *s, double *u,
                 const int *ldu, double *vt, const int *ldvt, double *work,
                 const int *lwork, int *info, size_t, size_t);
  /* The same by divide and conquer: several times faster with vectors. */
  void (*dgesdd)(const char *jobz, const int *m, const int *n, double *a,
                 const int *lda, double *s, double *u, const int *ldu,
                 double *vt, const int *ldvt, double *work, const int *lwork,
                 int *iwork, int *info, size_t);
  /* The minimum-norm least-squares solution, from the singular values. */
  void (*dgelsd)(const int *m, const int *n, const int *nrhs, double *a,
                 const int *lda, double *b, const int *ldb, double *s,
                 const double *rcond, int *rank, double *work, const int *lwork,
                 int *iwork, int *info);
  /* P A = L U, the solution by it, and the condition number. */
  void (*dgetrf)(const int *m, const int *n, double *a, const int *lda,
                 int *ipiv, int *info);
  void (*dgetrs)(const char *trans, const int *n, const int *nrhs,
                 const double *a, const int *lda, const int *ipiv, double *b,
                 const int *ldb, int *info, size_t);
  void (*dgecon)(const char *norm, const int *n, const double *a,
                 const int *lda, const double *anorm, double *rcond,
                 double *work, int *iwork, int *info, size_t);
  /* A = L Lᵀ for a symmetric positive definite A. */
  void (*dpotrf)(const char *uplo, const int *n, double *a, const int *lda,
                 int *info, size_t);
  /* The columns of Q, from dgeqrf. */
  void (*dorgqr)(const int *m, const int *n, const int *k, double *a,
                 const int *lda, const double *tau, double *work,
                 const int *lwork, int *info);
  /* Eigenvalues: of a symmetric matrix, in ascending order, and of any. */
  void (*dsyevd)(const char *jobz, const char *uplo, const int *n, double *a,
                 const int *lda, double *w, double *work, const int *lwork,
                 int *iwork, const int *liwork, int *info, size_t, size_t);
  void (*dgeev)(const char *jobvl, const char *jobvr, const int *n, double *a,
                const int *lda, double *wr, double *wi, double *vl,
                const int *ldvl, double *vr, const int *ldvr, double *work,
                const int *lwork, int *info, size_t, size_t);
} Lapack;

/* Loads the plug-in at the first call; if it is missing, the program exits with
 * an error message. */
const Lapack *lapack(void);

/* The entry of the plug-in. */
typedef const Lapack *LapackEntry(void);
#define LAPACK_ENTRY "mlrepl_openblas"

#endif
