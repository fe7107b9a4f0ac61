/* solve.c - linear equations, the inverse and the determinant. */
#include <math.h>

#include "core/factor/lu.h"
#include "core/linalg/mat.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"
#include "lua/linalg/child_work.h"
#include "lua/linalg/linear_system.h"
#include "lua/linalg/matrix_args.h"
#include "sys/interrupt.h"

enum { MATRIX_ARG = 1, RIGHT };

/* -- equations ------------------------------------------------------------ */

/* The vector or matrix b for an A of n rows; a vector is one column. */
static Mat check_right(lua_State *L, size_t n) {
  const Vec *v = to_vec(L, RIGHT);
  const Mat *m = to_mat(L, RIGHT);
  if (!v && !m) fail_arg(L, RIGHT, "vector or matrix");
  const Mat b = v ? mat_column(*v) : *m;
  if (b.rows != n)
    fail(L, "%s and %s have incompatible shapes (rows %I ≠ %s %I)",
         push_description(L, MATRIX_ARG), push_description(L, RIGHT),
         (LUAI_UACINT)n, v ? "length" : "rows", (LUAI_UACINT)b.rows);
  check_status(L, mat_check_finite(b, &interrupted), "b");
  return b;
}

static int l_solve(lua_State *L) {
  const Mat A = matrix_args_square(
    L, MATRIX_ARG, "; pinv(A):dot(b) is the least-squares solution");
  const Mat b = check_right(L, A.rows);
  const bool vector = to_vec(L, RIGHT) != NULL;
  const Mat x =
    vector ? mat_column(push_vec(L, A.rows)) : push_mat(L, A.rows, b.cols);
  linear_system_solve(L, x, A, false, b);
  return 1;
}

static int l_inv(lua_State *L) {
  const Mat A = matrix_args_square(
    L, MATRIX_ARG, "; pinv(A) is the pseudoinverse of any matrix");
  const Mat out = push_mat(L, A.rows, A.cols);
  linear_system_solve(L, out, A, false, (Mat){.d = NULL});
  return 1;
}

/* -- determinant ---------------------------------------------------------- */

typedef struct Determinant {
  Mat A;
  double *scratch;
} Determinant;

/* out: the determinant is out[0] times 2^out[1]. */
static int work_det(void *context, double *out) {
  const Determinant *t = context;
  const Lu lu = lu_factor(t->A, t->scratch);
  out[0] = lu_determinant(&lu, &out[1]);
  return STATUS_OK;
}

static int l_det(lua_State *L) {
  static const double FAR = 5000; /* beyond all exponents of a double */
  Determinant t = {.A = matrix_args_square(L, MATRIX_ARG, "")};
  const double n = (double)t.A.rows;
  double found[2];
  t.scratch = push_scratch(L, lu_scratch(t.A.rows), sizeof(double));
  child_work_lapack(L, found, 2, work_det, &t, 2 * n * n * n / 3);
  const double value = ldexp(found[0], (int)fmax(-FAR, fmin(FAR, found[1])));
  if (!isfinite(value))
    warn_of(L, "the determinant is too large for a number (about 10^%d)",
            (int)round(found[1] * log10(2)));
  lua_pushnumber(L, value);
  return 1;
}

static const Prim prims[] = {
  {"solve", l_solve, "solve(A, b) -> like b",
   "Solves the linear equations A x = b for a square matrix A, by LU "
   "factorization (LAPACK). The columns of a matrix b are several right-hand "
   "sides. A singular A raises an error; a nearly singular one warns. Both "
   "name the condition number: the factor by which relative errors of A or b "
   "may grow in x. The normal equation of linear regression is w = "
   "solve(X:t():dot(X), X:t():dot(y)).",
   "A, b = matrix{{2, 1}, {1, 3}}, vector{3, 5}\n"
   "x = solve(A, b)\nround(x * 10) / 10 --> [0.8 1.4]\n"
   "round(A:dot(x)) --> [3 5]"},
  {"inv", l_inv, "inv(A) -> matrix",
   "Returns the inverse of a square matrix: inv(A):dot(A) is the identity. "
   "solve(A, b) is faster and more accurate than inv(A):dot(b). A singular "
   "matrix raises an error; pinv(A) takes every matrix.",
   "inv(matrix{{2, 0}, {0, 4}}) --> [[0.5  0.  ]\n [0.   0.25]]"},
  {"det", l_det, "det(A) -> number",
   "Returns the determinant of a square matrix, by LU factorization (LAPACK). "
   "It is 0 for a singular matrix, up to rounding; rank(A) and the condition "
   "number that solve names are better measures of how singular a matrix is.",
   "det(matrix{{2, 0}, {1, 4}}) --> 8.0"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_solve(lua_State *L) { registry_add(L, prims); }
