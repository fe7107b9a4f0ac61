/* lazy_blas.c - BLAS and LAPACK, loaded when they are first called.
 *
 * OpenBLAS takes some milliseconds to load, for it is large and starts its
 * threads at once; most lines at the prompt need none of it. These functions
 * have the names that core calls, and pass the call on. They stand in the
 * program in place of the library; tests of core are linked with that.
 */
#include <cblas.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/linalg/lapack.h"

/* A program whose library is missing would not have started, had it been linked
 * in the usual way; it ends as it would have then. */
static void give_up(void) {
  fprintf(stderr, "mlrepl: %s\n", dlerror());
  exit(127);
}

static void *library(void) {
  static void *handle = NULL;
  if (!handle) handle = dlopen(LATE_BLAS, RTLD_LAZY | RTLD_LOCAL);
  if (!handle) give_up();
  return handle;
}

/* ISO C has no cast from an object to a function. */
static void find(const char *name, void *function) {
  void *found = dlsym(library(), name);
  if (!found) give_up();
  memcpy(function, &found, sizeof found);
}

/* Declares `real`, the function of that name in the library. */
#define REAL(name)                        \
  static __typeof__(&name) real = NULL;   \
  if (!real) find(#name, &real)

double cblas_ddot(int n, const double *x, int incx, const double *y,
                  int incy) {
  REAL(cblas_ddot);
  return real(n, x, incx, y, incy);
}

double cblas_dnrm2(int n, const double *x, int incx) {
  REAL(cblas_dnrm2);
  return real(n, x, incx);
}

void cblas_dgemm(CBLAS_ORDER order, CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb,
                 int m, int n, int k, double alpha, const double *a, int lda,
                 const double *b, int ldb, double beta, double *c, int ldc) {
  REAL(cblas_dgemm);
  real(order, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

void dposv_(const char *uplo, const int *n, const int *nrhs, double *a,
            const int *lda, double *b, const int *ldb, int *info, size_t l1) {
  REAL(dposv_);
  real(uplo, n, nrhs, a, lda, b, ldb, info, l1);
}

void dgeqrf_(const int *m, const int *n, double *a, const int *lda, double *tau,
             double *work, const int *lwork, int *info) {
  REAL(dgeqrf_);
  real(m, n, a, lda, tau, work, lwork, info);
}

void dgeqp3_(const int *m, const int *n, double *a, const int *lda, int *jpvt,
             double *tau, double *work, const int *lwork, int *info) {
  REAL(dgeqp3_);
  real(m, n, a, lda, jpvt, tau, work, lwork, info);
}

void dormqr_(const char *side, const char *trans, const int *m, const int *n,
             const int *k, const double *a, const int *lda, const double *tau,
             double *c, const int *ldc, double *work, const int *lwork,
             int *info, size_t l1, size_t l2) {
  REAL(dormqr_);
  real(side, trans, m, n, k, a, lda, tau, c, ldc, work, lwork, info, l1, l2);
}

void dtrtrs_(const char *uplo, const char *trans, const char *diag,
             const int *n, const int *nrhs, const double *a, const int *lda,
             double *b, const int *ldb, int *info, size_t l1, size_t l2,
             size_t l3) {
  REAL(dtrtrs_);
  real(uplo, trans, diag, n, nrhs, a, lda, b, ldb, info, l1, l2, l3);
}

void dgels_(const char *trans, const int *m, const int *n, const int *nrhs,
            double *a, const int *lda, double *b, const int *ldb, double *work,
            const int *lwork, int *info, size_t l1) {
  REAL(dgels_);
  real(trans, m, n, nrhs, a, lda, b, ldb, work, lwork, info, l1);
}

void dgesvd_(const char *jobu, const char *jobvt, const int *m, const int *n,
             double *a, const int *lda, double *s, double *u, const int *ldu,
             double *vt, const int *ldvt, double *work, const int *lwork,
             int *info, size_t l1, size_t l2) {
  REAL(dgesvd_);
  real(jobu, jobvt, m, n, a, lda, s, u, ldu, vt, ldvt, work, lwork, info, l1,
       l2);
}

void dgelsd_(const int *m, const int *n, const int *nrhs, double *a,
             const int *lda, double *b, const int *ldb, double *s,
             const double *rcond, int *rank, double *work, const int *lwork,
             int *iwork, int *info) {
  REAL(dgelsd_);
  real(m, n, nrhs, a, lda, b, ldb, s, rcond, rank, work, lwork, iwork, info);
}
