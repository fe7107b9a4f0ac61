/* openblas.c - the plug-in mlrepl-openblas.so: OpenBLAS. */
#include "core/linalg/lapack.h"

/* The library's names; no header of the package declares them. */
#define DECLARE(routine) extern __typeof__(*((Lapack *)0)->routine) routine##_
DECLARE(dposv);
DECLARE(dgeqrf);
DECLARE(dgeqp3);
DECLARE(dormqr);
DECLARE(dtrtrs);
DECLARE(dgels);
DECLARE(dgesvd);
DECLARE(dgelsd);
DECLARE(dgesdd);
DECLARE(dgetrf);
DECLARE(dgetrs);
DECLARE(dgecon);
DECLARE(dpotrf);
DECLARE(dorgqr);
DECLARE(dsyevd);
DECLARE(dgeev);

const Lapack *mlrepl_openblas(void);
const Lapack *mlrepl_openblas(void) {
  static const Lapack routines = {
    .ddot = cblas_ddot,
    .dnrm2 = cblas_dnrm2,
    .dgemm = cblas_dgemm,
    .dposv = dposv_,
    .dgeqrf = dgeqrf_,
    .dgeqp3 = dgeqp3_,
    .dormqr = dormqr_,
    .dtrtrs = dtrtrs_,
    .dgels = dgels_,
    .dgesvd = dgesvd_,
    .dgelsd = dgelsd_,
    .dgesdd = dgesdd_,
    .dgetrf = dgetrf_,
    .dgetrs = dgetrs_,
    .dgecon = dgecon_,
    .dpotrf = dpotrf_,
    .dorgqr = dorgqr_,
    .dsyevd = dsyevd_,
    .dgeev = dgeev_,
  };
  return &routines;
}
