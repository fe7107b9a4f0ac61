/* dot.c - products of vectors and matrices. */
#include <math.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "lua/array/operand.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "core/linalg/product.h"
#include "sys/interrupt.h"

static int fail_fit(lua_State *L, const char *left, size_t a, const char *right,
                    size_t b) {
  const char *x = push_description(L, 1), *y = push_description(L, 2);
  return fail(L, "%s and %s have incompatible shapes (%s %I ≠ %s %I)", x, y,
              left, (LUAI_UACINT)a, right, (LUAI_UACINT)b);
}

static int dot_vectors(lua_State *L, Vec a, Vec b) {
  if (a.n != b.n) fail_fit(L, "length", a.n, "length", b.n);
  double value = vec_dot(a, b);
  Mat y = mat_column(b);
  operand_trace_nan(L, value, mat_of(&value, 1, 1), mat_column(a), &y);
  lua_pushnumber(L, isnan(value) ? NAN
                                 : value); /* drop the sign: C may print -nan */
  return 1;
}

static int dot_matrix_vector(lua_State *L, Mat a, Vec x) {
  if (a.cols != x.n) fail_fit(L, "columns", a.cols, "length", x.n);
  Vec out = push_vec(L, a.rows);
  check_status(L, product_mat_vec(out, a, x, &interrupted), "dot");
  Mat y = mat_column(x);
  operand_trace_nan(L, vec_trace(out), mat_column(out), a, &y);
  return 1;
}

static int dot_vector_matrix(lua_State *L, Vec x, Mat a) {
  if (x.n != a.rows) fail_fit(L, "length", x.n, "rows", a.rows);
  Vec out = push_vec(L, a.cols);
  check_status(L, product_vec_mat(out, x, a, &interrupted), "dot");
  Mat y = mat_column(x);
  operand_trace_nan(L, vec_trace(out), mat_column(out), a, &y);
  return 1;
}

static int dot_matrices(lua_State *L, Mat a, Mat b) {
  if (a.cols != b.rows) fail_fit(L, "columns", a.cols, "rows", b.rows);
  Mat out = push_mat(L, a.rows, b.cols);
  check_status(L, product_mat_mat(out, a, b, &interrupted), "dot");
  operand_trace_nan(L, vec_trace(mat_flat(out)), out, a, &b);
  return 1;
}

static int l_dot(lua_State *L) {
  const Vec *x = to_const_vec(L, 1), *y = to_const_vec(L, 2);
  const Mat *a = to_const_mat(L, 1), *b = to_const_mat(L, 2);
  if (!x && !a) fail_arg(L, 1, "vector or matrix");
  if (!y && !b) fail_arg(L, 2, "vector or matrix");
  if (x && y) return dot_vectors(L, *x, *y);
  if (x) return dot_vector_matrix(L, *x, *b);
  if (y) return dot_matrix_vector(L, *a, *y);
  return dot_matrices(L, *a, *b);
}

#define HELP                                                                   \
  "Returns the product of two vectors or matrices: vector · vector is a "     \
  "number; matrix · vector, a vector with one element per row; vector · "    \
  "matrix, a vector with one element per column; matrix · matrix, a matrix."

static const Prim prims[] = {
  {"dot", l_dot, "dot(a, b) -> number or vector or matrix", HELP,
   "dot(vector{1, 2}, vector{3, 4}) --> 11.0\n"
   "dot(matrix{{1, 2}, {3, 4}}, vector{1, 1}) --> [3 7]"},
  {"vector:dot", l_dot, "a:dot(b) -> number or vector", HELP,
   "vector{1, 2}:dot(vector{3, 4}) --> 11.0"},
  {"matrix:dot", l_dot, "a:dot(b) -> vector or matrix", HELP,
   "matrix{{1, 2}, {3, 4}}:dot(matrix.identity(2)) --> [[1 2]\n [3 4]]"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_dot(lua_State *L) { registry_add(L, prims); }
