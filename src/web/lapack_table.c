/* lapack_table.c - in place of the plug-in of OpenBLAS: the reference BLAS and
 * LAPACK, translated to C by f2c. */
#include "web/lapack_table.h"

#include "core/linalg/lapack.h"

#define DECLARE(routine) extern __typeof__(*((Lapack *)0)->routine) routine##_
DECLARE(dposv);
DECLARE(dgeqrf);
DECLARE(dgeqp3);
DECLARE(dormqr);
DECLARE(dtrtrs);
DECLARE(dgels);
DECLARE(dgesvd);
DECLARE(dgetrf);
DECLARE(dgetrs);
DECLARE(dgecon);
DECLARE(dpotrf);
DECLARE(dorgqr);
DECLARE(dgeev);

double ddot_(const int *n, const double *x, const int *incx, const double *y,
             const int *incy);
double dnrm2_(const int *n, const double *x, const int *incx);
void dgemm_(const char *ta, const char *tb, const int *m, const int *n,
            const int *k, const double *alpha, const double *a, const int *lda,
            const double *b, const int *ldb, const double *beta, double *c,
            const int *ldc, size_t, size_t);

static double dot(int n, const double *x, int incx, const double *y, int incy) {
  return ddot_(&n, x, &incx, y, &incy);
}

static double norm(int n, const double *x, int incx) {
  return dnrm2_(&n, x, &incx);
}

/* Read by columns, the product of rows is Bᵀ Aᵀ. */
static void multiply(CBLAS_ORDER order, CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb,
                     int m, int n, int k, double alpha, const double *a,
                     int lda, const double *b, int ldb, double beta, double *c,
                     int ldc) {
  const char *at = ta == CblasNoTrans ? "N" : "T";
  const char *bt = tb == CblasNoTrans ? "N" : "T";
  if (order == CblasRowMajor)
    dgemm_(bt, at, &n, &m, &k, &alpha, b, &ldb, a, &lda, &beta, c, &ldc, 1, 1);
  else
    dgemm_(at, bt, &m, &n, &k, &alpha, a, &lda, b, &ldb, &beta, c, &ldc, 1, 1);
}

/* The routines that divide and conquer are faster and much longer: others with
 * the same results take their place. None of these needs iwork. */

void dgelss_(const int *m, const int *n, const int *nrhs, double *a,
             const int *lda, double *b, const int *ldb, double *s,
             const double *rcond, int *rank, double *work, const int *lwork,
             int *info);
void dsyev_(const char *jobz, const char *uplo, const int *n, double *a,
            const int *lda, double *w, double *work, const int *lwork,
            int *info, size_t, size_t);

static void least_norm(const int *m, const int *n, const int *nrhs, double *a,
                       const int *lda, double *b, const int *ldb, double *s,
                       const double *rcond, int *rank, double *work,
                       const int *lwork, int *iwork, int *info) {
  *iwork = 1;
  dgelss_(m, n, nrhs, a, lda, b, ldb, s, rcond, rank, work, lwork, info);
}

static void singular(const char *jobz, const int *m, const int *n, double *a,
                     const int *lda, double *s, double *u, const int *ldu,
                     double *vt, const int *ldvt, double *work,
                     const int *lwork, int *iwork, int *info, size_t length) {
  (void)iwork;
  dgesvd_(jobz, jobz, m, n, a, lda, s, u, ldu, vt, ldvt, work, lwork, info,
          length, length);
}

static void symmetric(const char *jobz, const char *uplo, const int *n,
                      double *a, const int *lda, double *w, double *work,
                      const int *lwork, int *iwork, const int *liwork,
                      int *info, size_t jobz_length, size_t uplo_length) {
  if (*liwork == -1) *iwork = 1;
  dsyev_(jobz, uplo, n, a, lda, w, work, lwork, info, jobz_length, uplo_length);
}

const Lapack *lapack_table(void) {
  static const Lapack routines = {
    .ddot = dot,
    .dnrm2 = norm,
    .dgemm = multiply,
    .dposv = dposv_,
    .dgeqrf = dgeqrf_,
    .dgeqp3 = dgeqp3_,
    .dormqr = dormqr_,
    .dtrtrs = dtrtrs_,
    .dgels = dgels_,
    .dgesvd = dgesvd_,
    .dgelsd = least_norm,
    .dgesdd = singular,
    .dgetrf = dgetrf_,
    .dgetrs = dgetrs_,
    .dgecon = dgecon_,
    .dpotrf = dpotrf_,
    .dorgqr = dorgqr_,
    .dsyevd = symmetric,
    .dgeev = dgeev_,
  };
  return &routines;
}
