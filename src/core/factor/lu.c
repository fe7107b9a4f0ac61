#include "core/factor/lu.h"

#include <math.h>

#include "core/linalg/lapack.h"

/* -- scaling -------------------------------------------------------------- */

/* What ldexp may raise 2 to without losing digits of a product. */
enum { WIDEST = 1000 };

static double largest(Vec v) {
  double most = 0;
  for (size_t i = 0; i < v.n; i++) most = higher(most, fabs(*vec_at(v, i)));
  return most;
}

static int exponent_of(double most) {
  int exponent = 0;
  if (most > 0) frexp(most, &exponent);
  if (exponent > WIDEST) return WIDEST;
  return exponent < -WIDEST ? -WIDEST : exponent;
}

/* Are these exponents of the rows or columns too different? */
static bool uneven(const int *exponents, size_t n) {
  enum { RANGE = 14, FAR = 300 };
  int low = exponents[0], high = low;
  for (size_t i = 1; i < n; i++) {
    if (exponents[i] < low) low = exponents[i];
    if (exponents[i] > high) high = exponents[i];
  }
  return high - low > RANGE || high > FAR || low < -FAR;
}

static void negate(int *exponents, size_t n, bool keep) {
  for (size_t i = 0; i < n; i++) exponents[i] = keep ? -exponents[i] : 0;
}

/* Sets R, then C by the rows of R A. */
static void choose_scale(Lu *lu, Mat a) {
  const size_t n = lu->n;
  for (size_t i = 0; i < n; i++)
    lu->row_scale[i] = exponent_of(largest(mat_row(a, i)));
  negate(lu->row_scale, n, uneven(lu->row_scale, n));
  for (size_t j = 0; j < n; j++) {
    double most = 0;
    for (size_t i = 0; i < n; i++)
      most = higher(most, fabs(ldexp(*mat_at(a, i, j), lu->row_scale[i])));
    lu->col_scale[j] = exponent_of(most);
  }
  negate(lu->col_scale, n, uneven(lu->col_scale, n));
}

/* Copies R A C by columns; returns its 1-norm. */
static double copy_scaled(Lu *lu, Mat a) {
  double norm = 0;
  for (size_t j = 0; j < lu->n; j++) {
    double sum = 0, *column = lu->factors + j * lu->n;
    for (size_t i = 0; i < lu->n; i++) {
      column[i] = ldexp(*mat_at(a, i, j), lu->row_scale[i]);
      column[i] = ldexp(column[i], lu->col_scale[j]);
      sum += fabs(column[i]);
    }
    norm = higher(norm, sum);
  }
  return norm;
}

static void scale_rows(double *x, size_t n, size_t k, const int *exponents) {
  for (size_t j = 0; j < k; j++)
    for (size_t i = 0; i < n; i++)
      if (exponents[i]) x[j * n + i] = ldexp(x[j * n + i], exponents[i]);
}

/* -- factors -------------------------------------------------------------- */

size_t lu_scratch(size_t n) {
  return n * n + 4 * n + (4 * n * sizeof(int)) / sizeof(double) + 1;
}

static Lu lay_out(size_t n, double *scratch) {
  Lu lu = {.n = n, .factors = scratch, .work = scratch + n * n};
  lu.row_scale = (int *)(void *)(lu.work + 4 * n);
  lu.col_scale = lu.row_scale + n;
  lu.pivot = lu.col_scale + n;
  lu.iwork = lu.pivot + n;
  return lu;
}

Lu lu_factor(Mat A, double *scratch) {
  Lu lu = lay_out(A.rows, scratch);
  if (!lu.n) return lu;
  const int n = (int)lu.n;
  int info;
  double inverse = 0;
  choose_scale(&lu, A);
  const double norm = copy_scaled(&lu, A);
  lapack()->dgetrf(&n, &n, lu.factors, &n, lu.pivot, &info);
  if (!info)
    lapack()->dgecon("1", &n, lu.factors, &n, &norm, &inverse, lu.work,
                     lu.iwork, &info, 1);
  lu.condition = inverse > 0 ? 1 / inverse : INFINITY;
  return lu;
}

void lu_solve(const Lu *lu, bool transposed, double *x, size_t k) {
  const int n = (int)lu->n, columns = (int)k;
  int info;
  if (!n || !k) return;
  scale_rows(x, lu->n, k, transposed ? lu->col_scale : lu->row_scale);
  lapack()->dgetrs(transposed ? "T" : "N", &n, &columns, lu->factors, &n,
                   lu->pivot, x, &n, &info, 1);
  scale_rows(x, lu->n, k, transposed ? lu->row_scale : lu->col_scale);
}

double lu_determinant(const Lu *lu, double *exponent) {
  double product = 1;
  *exponent = 0;
  for (size_t i = 0; i < lu->n; i++) {
    int shift;
    product = frexp(product * lu->factors[i * lu->n + i], &shift);
    *exponent += shift - lu->row_scale[i] - lu->col_scale[i];
    if (lu->pivot[i] != (int)i + 1) product = -product;
  }
  return product;
}
