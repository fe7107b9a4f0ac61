/* svd.c - singular values, and the rank and pseudoinverse by them. */
#include "core/factor/singular_values.h"
#include "core/linalg/mat.h"
#include "core/linalg/product.h"
#include "core/linalg/vec.h"
#include "lua/array/chunked_copy.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/linalg/child_work.h"
#include "lua/linalg/matrix_args.h"
#include "sys/interrupt.h"

typedef struct Svd {
  Mat A;
  size_t k; /* the number of singular values */
  bool vectors;
  double *s, *U, *Vt; /* in the output, one after another */
  double *scratch;
} Svd;

static int work_svd(void *context, double *out) {
  const Svd *t = context;
  double *U = t->vectors ? out + t->k : NULL;
  double *Vt = t->vectors ? U + t->A.rows * t->k : NULL;
  return (int)singular_values(U, out, Vt, t->A, t->scratch).code;
}

/* Computes it for the matrix at 1; pushes the memory. */
static Svd push_svd(lua_State *L, bool vectors) {
  Svd t = {.A = matrix_args_finite(L, 1), .vectors = vectors};
  const size_t m = t.A.rows, n = t.A.cols;
  t.k = m < n ? m : n;
  const size_t count = t.k + (vectors ? (m + n) * t.k : 0);
  t.s = push_scratch(L, count, sizeof *t.s);
  t.U = t.s + t.k;
  t.Vt = t.U + m * t.k;
  t.scratch = push_scratch(L, singular_values_scratch(m, n), sizeof *t.scratch);
  child_work_lapack(L, t.s, count, work_svd, &t,
                    (vectors ? 20.0 : 5.0) * (double)m * (double)n *
                      (double)t.k);
  return t;
}

static int l_svd(lua_State *L) {
  const Svd t = push_svd(L, true);
  const size_t m = t.A.rows, n = t.A.cols;
  chunked_transpose(L, push_mat(L, m, t.k), mat_of(t.U, t.k, m));
  vec_copy(push_vec(L, t.k), vec_of(t.s, t.k));
  chunked_copy_mat(L, push_mat(L, n, t.k), mat_of(t.Vt, n, t.k));
  return 3;
}

static int l_rank(lua_State *L) {
  const Svd t = push_svd(L, false);
  const size_t rank = singular_values_rank(t.s, t.A.rows, t.A.cols);
  lua_pushinteger(L, (lua_Integer)rank);
  return 1;
}

/* V diag(1/s) Uᵀ, of the singular values that are not 0. */
static int l_pinv(lua_State *L) {
  const Svd t = push_svd(L, true);
  const size_t m = t.A.rows, n = t.A.cols;
  const size_t rank = singular_values_rank(t.s, m, n);
  const Mat V = mat_columns(mat_of(t.Vt, n, t.k), 0, rank);
  const Mat Ut = mat_part(mat_of(t.U, t.k, m), 0, rank);
  for (size_t i = 0; i < n; i++)
    vec_binary(OP_DIV, mat_row(V, i), mat_row(V, i), vec_of(t.s, rank));
  const Mat out = push_mat(L, n, m);
  check_status(L, product_mat_mat(out, V, Ut, &interrupted), "A");
  return 1;
}

#define ZERO                                                                   \
  "Singular values up to 2.2e-16 times the larger of rows and columns times "  \
  "the largest count as 0, as in NumPy's matrix_rank."

static const Prim prims[] = {
  {"rank", l_rank, "rank(A) -> number",
   "Returns the rank of a matrix, the number of its linearly independent "
   "columns, from its singular values (LAPACK). " ZERO,
   "rank(matrix{{1, 2}, {2, 4}}) --> 1"},
  {"pinv", l_pinv, "pinv(A) -> matrix",
   "Returns the pseudoinverse of a matrix of any shape (Moore-Penrose), from "
   "its singular values (LAPACK). pinv(A):dot(b) is the least-squares solution "
   "of A x = b; if there are several, the shortest. " ZERO,
   "A = matrix{{1, 0}, {0, 2}, {0, 0}}\n"
   "pinv(A) --> [[1.  0.  0. ]\n [0.  0.5 0. ]]"},
  {"matrix:svd", l_svd, "A:svd() -> matrix, vector, matrix",
   "Returns the singular value decomposition (LAPACK): U, s, V with A = U "
   "diag(s) Vᵀ, so (U * s):dot(V:t()) is A. The singular values s descend. "
   "For an m × n matrix and k, the smaller of m and n, U is m × k and V is "
   "n × k; their columns are orthonormal. s[1] / s[-1] is the condition "
   "number. NumPy returns V:t() as its third result.",
   "U, s, V = matrix{{3, 0}, {0, -2}}:svd()\ns --> [3 2]"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_svd(lua_State *L) { registry_add(L, prims); }
