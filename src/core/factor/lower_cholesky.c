#include "core/factor/lower_cholesky.h"

#include "core/linalg/lapack.h"

Status lower_cholesky(double *L, Mat A) {
  const size_t n = A.rows;
  const int order = (int)n;
  int info = 0;
  if (!n) return status_ok();
  for (size_t j = 0; j < n; j++)
    for (size_t i = 0; i < n; i++) L[j * n + i] = i >= j ? *mat_at(A, i, j) : 0;
  lapack()->dpotrf("L", &order, L, &order, &info, 1);
  if (info <= 0) return status_ok();
  const size_t k = (size_t)info - 1;
  return status_error(STATUS_RANGE, k, k, L[k * n + k]);
}
