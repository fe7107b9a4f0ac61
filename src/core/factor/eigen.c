#include "core/factor/eigen.h"

#include <string.h>

#include "core/linalg/lapack.h"
#include "core/stats/sort.h"

/* -- scratch -------------------------------------------------------------- */

/* What dsyevd asks for, which is more than dgeev does, and blocks of 64. */
static size_t work_size(size_t n) { return 1 + 130 * n + 2 * n * n; }
static size_t iwork_size(size_t n) { return 3 + 5 * n; }

size_t eigen_scratch(size_t n) {
  return 2 * n * n + 3 * n + work_size(n) + iwork_size(n) +
         2 * n * sizeof(size_t) / sizeof(double);
}

typedef struct Room {
  double *a, *vectors, *re, *im, *key, *work;
  size_t *order, *spare;
  int *iwork, lwork, liwork;
} Room;

static Room lay_out(size_t n, double *scratch) {
  Room r = {.a = scratch, .vectors = scratch + n * n};
  r.re = r.vectors + n * n;
  r.im = r.re + n;
  r.key = r.im + n;
  r.work = r.key + n;
  r.order = (size_t *)(void *)(r.work + work_size(n));
  r.spare = r.order + n;
  r.iwork = (int *)(void *)(r.spare + n);
  r.lwork = (int)work_size(n);
  r.liwork = (int)iwork_size(n);
  return r;
}

/* -- eigenvalues ---------------------------------------------------------- */

static int factor(const Room *r, size_t n, bool symmetric, bool vectors) {
  const int order = (int)n, one = 1;
  double none;
  int info;
  const char *job = vectors ? "V" : "N";
  if (symmetric) {
    lapack()->dsyevd(job, "L", &order, r->a, &order, r->re, r->work, &r->lwork,
                     r->iwork, &r->liwork, &info, 1, 1);
    vec_fill(vec_of(r->im, n), 0);
    if (vectors) memcpy(r->vectors, r->a, n * n * sizeof *r->a);
  } else {
    lapack()->dgeev("N", job, &order, r->a, &order, r->re, r->im, &none, &one,
                    r->vectors, &order, r->work, &r->lwork, &info, 1, 1);
  }
  return info;
}

Status eigen(double *re, double *im, double *V, Mat A, bool symmetric,
             double *scratch) {
  const size_t n = A.rows;
  if (!n) return status_ok();
  const Room r = lay_out(n, scratch);
  mat_transpose(mat_of(r.a, n, n), A);
  const int info = factor(&r, n, symmetric, V != NULL);
  if (info) return status_error(STATUS_RANGE, 0, 0, info);
  for (size_t j = 0; j < n; j++) r.key[j] = -r.re[j];
  sort_order(r.order, vec_of(r.key, n), r.spare, NULL);
  for (size_t j = 0; j < n; j++) {
    const size_t from = r.order[j];
    re[j] = r.re[from];
    im[j] = r.im[from];
    if (V) memcpy(V + j * n, r.vectors + from * n, n * sizeof *V);
  }
  return status_ok();
}
