#include "core/factor/singular_values.h"

#include "core/linalg/lapack.h"
#include "core/squares/rank.h"

static size_t lesser(size_t a, size_t b) { return a < b ? a : b; }

/* LAPACK's least for vectors, and room for blocks of 64 columns. */
static size_t work_size(size_t m, size_t n) {
  const size_t k = lesser(m, n);
  return 4 * k * k + 8 * k + 64 * (m + n + k);
}

size_t singular_values_scratch(size_t m, size_t n) {
  return m * n + work_size(m, n) + 4 * lesser(m, n) + 1;
}

Status singular_values(double *U, double *s, double *Vt, Mat A,
                       double *scratch) {
  const size_t m = A.rows, n = A.cols, k = lesser(m, n);
  const int rows = (int)m, columns = (int)n, least = (int)k;
  const int lwork = (int)work_size(m, n);
  double *a = scratch, *work = a + m * n, none;
  int *iwork = (int *)(void *)(work + lwork), info;
  if (!k) return status_ok();
  mat_transpose(mat_of(a, n, m), A);
  lapack()->dgesdd(U ? "S" : "N", &rows, &columns, a, &rows, s, U ? U : &none,
                   &rows, Vt ? Vt : &none, &least, work, &lwork, iwork, &info,
                   1);
  return info ? status_error(STATUS_RANGE, 0, 0, info) : status_ok();
}

size_t singular_values_rank(const double *s, size_t m, size_t n) {
  const size_t k = lesser(m, n);
  size_t rank = 0;
  while (rank < k && s[rank] > rank_limit(m, n) * s[0]) rank++;
  return rank;
}
