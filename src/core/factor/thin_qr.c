#include "core/factor/thin_qr.h"

#include <string.h>

#include "core/linalg/lapack.h"

/* Columns per block of LAPACK, at least. */
enum { BLOCK = 64 };

size_t thin_qr_scratch(size_t m, size_t n) { return m * n + n + BLOCK * n; }

void thin_qr(double *Q, double *R, Mat A, double *scratch) {
  const size_t m = A.rows, n = A.cols, k = m < n ? m : n;
  double *a = scratch, *tau = a + m * n, *work = tau + n;
  const int rows = (int)m, columns = (int)n, least = (int)k;
  const int lwork = BLOCK * columns;
  int info;
  if (!k) return;
  mat_transpose(mat_of(a, n, m), A);
  lapack()->dgeqrf(&rows, &columns, a, &rows, tau, work, &lwork, &info);
  for (size_t j = 0; j < n; j++)
    for (size_t i = 0; i < k; i++) R[j * k + i] = i <= j ? a[j * m + i] : 0;
  memcpy(Q, a, m * k * sizeof *Q);
  lapack()->dorgqr(&rows, &least, &least, Q, &rows, tau, work, &lwork, &info);
}
