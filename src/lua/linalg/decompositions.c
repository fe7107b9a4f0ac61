/* decompositions.c - QR, Cholesky factors and eigenvalues. */
#include <math.h>
#include <stdio.h>

#include "core/factor/eigen.h"
#include "core/factor/lower_cholesky.h"
#include "core/factor/symmetric.h"
#include "core/factor/thin_qr.h"
#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "lua/array/chunked_copy.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/linalg/child_work.h"
#include "lua/linalg/matrix_args.h"

enum { RECEIVER = 1, OPTIONS };

typedef struct Task {
  Mat A;
  bool symmetric, vectors; /* of eig */
  double *scratch;
} Task;

/* Pushes a matrix that is given by columns. */
static void push_columns(lua_State *L, double *d, size_t rows, size_t cols) {
  chunked_transpose(L, push_mat(L, rows, cols), mat_of(d, cols, rows));
}

/* -- QR ------------------------------------------------------------------- */

static size_t least_of(Mat A) { return A.rows < A.cols ? A.rows : A.cols; }

/* out: Q, then R. */
static int work_qr(void *context, double *out) {
  const Task *t = context;
  thin_qr(out, out + t->A.rows * least_of(t->A), t->A, t->scratch);
  return STATUS_OK;
}

static int l_qr(lua_State *L) {
  Task t = {.A = matrix_args_finite(L, RECEIVER)};
  const size_t m = t.A.rows, n = t.A.cols, k = least_of(t.A);
  const size_t count = (m + n) * k;
  t.scratch = push_scratch(L, thin_qr_scratch(m, n), sizeof *t.scratch);
  double *out = push_scratch(L, count, sizeof *out);
  child_work_lapack(L, out, count, work_qr, &t,
                    4.0 * (double)m * (double)n * (double)k);
  push_columns(L, out, m, k);
  push_columns(L, out + m * k, k, n);
  return 2;
}

/* -- Cholesky ------------------------------------------------------------- */

/* out: L; then the position from 1 and the value of a pivot that is not
 * positive, or 0. */
static int work_cholesky(void *context, double *out) {
  const Task *t = context;
  double *told = out + t->A.rows * t->A.rows;
  const Status s = lower_cholesky(out, t->A);
  told[0] = s.code == STATUS_OK ? 0 : (double)s.i + 1;
  told[1] = s.value;
  return STATUS_OK;
}

static int l_cholesky(lua_State *L) {
  Task t = {.A = matrix_args_square(L, RECEIVER, "")};
  const size_t n = t.A.rows, count = n * n + 2;
  matrix_args_symmetric(L, t.A);
  double *out = push_scratch(L, count, sizeof *out);
  child_work_lapack(L, out, count, work_cholesky, &t, pow((double)n, 3) / 3);
  const double *told = out + n * n;
  char pivot[32];
  snprintf(pivot, sizeof pivot, "%.4g", told[1]);
  if (told[0] > 0)
    fail(L,
         "A is not positive definite: pivot %d is %s, but it must be greater "
         "than 0",
         (int)told[0], pivot);
  push_columns(L, out, n, n);
  return 1;
}

/* -- eigenvalues ---------------------------------------------------------- */

/* out: real parts, imaginary parts, vectors. */
static int work_eig(void *context, double *out) {
  const Task *t = context;
  const size_t n = t->A.rows;
  return (int)eigen(out, out + n, t->vectors ? out + 2 * n : NULL, t->A,
                    t->symmetric, t->scratch)
    .code;
}

static void check_real(lua_State *L, const double *re, const double *im,
                       size_t n) {
  char first[80];
  for (size_t j = 0; j < n; j++) {
    if (im[j] == 0) continue;
    snprintf(first, sizeof first, "%.4g ± %.4gi", re[j], fabs(im[j]));
    fail(L,
         "A has complex eigenvalues, such as %s; A:eig{complex=true} returns "
         "their real and imaginary parts",
         first);
  }
}

static int l_eig(lua_State *L) {
  check_options(L, OPTIONS);
  const bool complex = option_boolean(L, OPTIONS, "complex", false);
  Task t = {.A = matrix_args_square(L, RECEIVER, ""), .vectors = !complex};
  const size_t n = t.A.rows, count = 2 * n + (complex ? 0 : n * n);
  size_t i, j;
  t.symmetric = symmetric_check(&i, &j, t.A);
  t.scratch = push_scratch(L, eigen_scratch(n), sizeof *t.scratch);
  double *out = push_scratch(L, count, sizeof *out);
  child_work_lapack(L, out, count, work_eig, &t,
                    (t.symmetric ? 10 : 50) * pow((double)n, 3));
  if (!complex) check_real(L, out, out + n, n);
  vec_copy(push_vec(L, n), vec_of(out, n));
  if (complex)
    vec_copy(push_vec(L, n), vec_of(out + n, n));
  else
    push_columns(L, out + 2 * n, n, n);
  return 2;
}

static const Prim prims[] = {
  {"matrix:qr", l_qr, "A:qr() -> matrix, matrix",
   "Returns the thin QR decomposition (LAPACK): Q, R with A = Q R. For an m × n "
   "matrix and k, the smaller of m and n, Q is m × k with orthonormal columns, "
   "and R is k × n and upper triangular. As in NumPy and R, diagonal elements "
   "of R may be negative.",
   "Q, R = matrix{{3, 1}, {4, 2}}:qr()\nround(abs(R:row(1))) --> [5 2]"},
  {"matrix:cholesky", l_cholesky, "A:cholesky() -> matrix",
   "Returns the Cholesky factor of a symmetric positive definite matrix "
   "(LAPACK): the lower triangular L with positive diagonal and A = L Lᵀ.",
   "matrix{{4, 2}, {2, 10}}:cholesky() --> [[2 0]\n [1 3]]"},
  {"matrix:eig", l_eig, "A:eig({complex=}) -> vector, matrix or vector",
   "Returns the eigenvalues of a square matrix (LAPACK), in descending order, "
   "and a matrix whose columns are the eigenvectors, of length 1: values, V "
   "with A:dot(V) = V * values. The eigenvectors of a symmetric matrix are "
   "orthogonal. Their signs are arbitrary.\ncomplex=true returns the real and "
   "the imaginary parts of the eigenvalues instead; without it, complex "
   "eigenvalues raise an error.",
   "values, V = matrix{{2, 1}, {1, 2}}:eig()\nround(values) --> [3 1]\n"
   "re, im = matrix{{0, -1}, {1, 0}}:eig{complex=true}\nim --> [ 1 -1]"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_decompositions(lua_State *L) { registry_add(L, prims); }
