/* outer.c - the outer product of two vectors. */
#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "lua/array/operand.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

static int l_outer(lua_State *L) {
  const Vec a = check_vec(L, 1), b = check_vec(L, 2);
  const Mat out = push_mat(L, a.n, b.n);
  const Mat y = mat_column(b);
  double trace = 0;
  for (size_t i = 0; i < a.n; i++) {
    const Vec factor = {vec_at(a, i), b.n, 0};
    check_interrupt(L);
    trace += vec_binary(OP_MUL, mat_row(out, i), factor, b);
  }
  operand_trace_nan(L, trace, out, mat_column(a), &y);
  return 1;
}

static const Prim prims[] = {
  {"outer", l_outer, "outer(a, b) -> matrix",
   "Returns the outer product of two vectors: the matrix with a[i] * b[j] in "
   "row i, column j.",
   "outer(vector{1, 2}, vector{3, 4, 5}) --> [[ 3  4  5]\n [ 6  8 10]]"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_outer(lua_State *L) { registry_add(L, prims); }
