/* sort_concat.c - sort, argsort, unique, cumsum, reverse, concat, map and
 * flatten. */
#include <math.h>
#include <stdbool.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/linalg/vec_reduce.h"
#include "core/stats/sort.h"
#include "lua/array/chunked_copy.h"
#include "lua/array/column_names.h"
#include "lua/array/operand.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "sys/interrupt.h"

/* -- a vector, all of a matrix, or each of its columns or rows ------------- */

typedef void Rewrite(lua_State *L, Vec out, Vec v);

static void rewrite_each(lua_State *L, Rewrite *rewrite, Mat m, bool columns) {
  Mat out = push_mat(L, m.rows, m.cols);
  size_t n = columns ? m.cols : m.rows;
  for (size_t i = 0; i < n; i++) {
    check_interrupt(L);
    rewrite(L, columns ? mat_col(out, i) : mat_row(out, i),
            columns ? mat_col(m, i) : mat_row(m, i));
  }
}

static int apply(lua_State *L, Rewrite *rewrite) {
  lua_settop(L, 2);
  Vec *v = to_vec(L, 1);
  Mat *m = v ? NULL : to_mat(L, 1);
  if (!v && !m) return fail_arg(L, 1, "vector or matrix");
  int direction = check_direction(L, 2);
  if (m && direction) {
    rewrite_each(L, rewrite, *m, direction == 'c');
    return 1;
  }
  Vec all = v ? *v : push_all(L, *m);
  rewrite(L, push_vec(L, all.n), all);
  return 1;
}

static void sort(lua_State *L, Vec out, Vec v) {
  bool plain = out.step == 1; /* sort_values requires contiguous output */
  double *scratch = push_scratch(L, (plain ? 1 : 2) * v.n, sizeof *scratch);
  Vec sorted = plain ? out : vec_of(scratch + v.n, v.n);
  check_status(L, sort_values(sorted, v, scratch, &interrupted), "v");
  if (!plain) chunked_copy_vec(L, out, sorted);
  lua_pop(L, 1);
}

static void argsort(lua_State *L, Vec out, Vec v) {
  size_t *order = push_scratch(L, 2 * v.n, sizeof *order);
  check_status(L, sort_order(order, v, order + v.n, &interrupted), "v");
  for (size_t i = 0; i < v.n; i++) *vec_at(out, i) = (double)order[i] + 1;
  lua_pop(L, 1);
}

static void cumsum(lua_State *L, Vec out, Vec v) {
  double sum = 0;
  for (size_t i = 0; i < v.n; i++) {
    check_interrupt_at(L, i);
    *vec_at(out, i) = sum += *vec_at(v, i);
  }
  operand_trace_nan(L, sum, mat_column(out), mat_column(v), NULL);
}

static int l_sort(lua_State *L) { return apply(L, sort); }
static int l_argsort(lua_State *L) { return apply(L, argsort); }
static int l_cumsum(lua_State *L) { return apply(L, cumsum); }

static bool same_number(double a, double b) {
  return a == b || (isnan(a) && isnan(b));
}

static int l_unique(lua_State *L) {
  lua_settop(L, 1);
  apply(L, sort);
  Vec sorted = check_vec(L, -1);
  size_t n = 0;
  for (size_t i = 0; i < sorted.n; i++)
    if (!i || !same_number(sorted.d[i], sorted.d[n - 1]))
      sorted.d[n++] = sorted.d[i];
  chunked_copy_vec(L, push_vec(L, n), vec_of(sorted.d, n));
  return 1;
}

/* -- matrices ------------------------------------------------------------- */

static int l_reverse(lua_State *L) {
  Mat m = check_mat(L, 1);
  Mat out = push_mat(L, m.rows, m.cols);
  if (m.rows)
    chunked_copy_mat(
      L, out, (Mat){mat_at(m, m.rows - 1, 0), m.rows, m.cols, -m.stride});
  column_names_keep(L, 1);
  return 1;
}

static int l_concat(lua_State *L) {
  Mat a = check_mat(L, 1);
  Mat *b = to_mat(L, 2);
  if (!b) return fail_arg(L, 2, "matrix");
  if (a.cols != b->cols)
    fail(L,
         "matrix %Ix%I and matrix %Ix%I have incompatible shapes (columns %I ≠ "
         "%I)",
         (LUAI_UACINT)a.rows, (LUAI_UACINT)a.cols, (LUAI_UACINT)b->rows,
         (LUAI_UACINT)b->cols, (LUAI_UACINT)a.cols, (LUAI_UACINT)b->cols);
  Mat out = push_mat(L, a.rows + b->rows, a.cols);
  chunked_copy_mat(L, mat_part(out, 0, a.rows), a);
  chunked_copy_mat(L, mat_part(out, a.rows, b->rows), *b);
  column_names_keep(L, 1);
  return 1;
}

static int l_map(lua_State *L) {
  Mat m = check_mat(L, 1);
  if (!lua_isfunction(L, 2)) fail_arg(L, 2, "function");
  Mat out = push_mat(L, m.rows, m.cols);
  for (size_t i = 0; i < m.rows; i++)
    for (size_t j = 0; j < m.cols; j++) {
      lua_pushvalue(L, 2);
      lua_pushnumber(L, *mat_at(m, i, j));
      lua_call(L, 1, 1);
      if (lua_type(L, -1) != LUA_TNUMBER) {
        const char *got = push_description(L, -1);
        fail(L,
             "the function must return a number, got %s for row %I, column %I",
             got, (LUAI_UACINT)i + 1, (LUAI_UACINT)j + 1);
      }
      *mat_at(out, i, j) = lua_tonumber(L, -1);
      lua_pop(L, 1);
    }
  column_names_keep(L, 1);
  return 1;
}

static int l_flatten(lua_State *L) {
  Vec v = check_vec(L, 1);
  chunked_copy_vec(L, push_vec(L, v.n), v);
  return 1;
}

#define V "vector{3, 1, 2}"
#define X "matrix{{3, 1}, {2, 4}}"
#define WAY                                                                    \
  " With \"columns\" or \"rows\", treats each column or row separately; by "   \
  "default, treats all elements as one vector."

static const Prim prims[] = {
  {"vector:sort", l_sort, "v:sort() -> vector",
   "Returns a copy sorted in ascending order, with NaN last.",
   V ":sort() --> [1 2 3]"},
  {"matrix:sort", l_sort,
   "X:sort(direction) -> vector or matrix with direction",
   "Returns a copy sorted in ascending order, with NaN last." WAY,
   X ":sort\"columns\" --> [[2 1]\n [3 4]]"},
  {"vector:argsort", l_argsort, "v:argsort() -> vector",
   "Returns the indices that would sort v: v:take(v:argsort()) equals "
   "v:sort().",
   V ":argsort() --> [2 3 1]"},
  {"matrix:argsort", l_argsort,
   "X:argsort(direction) -> vector or matrix with direction",
   "Returns the indices that would sort X." WAY,
   X ":argsort\"rows\" --> [[2 1]\n [1 2]]"},
  {"vector:unique", l_unique, "v:unique() -> vector",
   "Returns the distinct elements in ascending order; NaN appears once, at the "
   "end, as in NumPy.",
   "vector{2, 1, 2}:unique() --> [1 2]"},
  {"matrix:unique", l_unique, "X:unique() -> vector",
   "Returns a vector of the distinct elements in ascending order.",
   "matrix{{2, 1}, {2, 1}}:unique() --> [1 2]"},
  {"vector:cumsum", l_cumsum, "v:cumsum() -> vector",
   "Returns the cumulative sums of the elements.", V ":cumsum() --> [3 4 6]"},
  {"matrix:cumsum", l_cumsum,
   "X:cumsum(direction) -> vector or matrix with direction",
   "Returns the cumulative sums of the elements." WAY,
   X ":cumsum\"columns\" --> [[3 1]\n [5 5]]"},
  {"matrix:reverse", l_reverse, "X:reverse() -> matrix",
   "Returns a copy with the rows in reverse order.",
   X ":reverse() --> [[2 4]\n [3 1]]"},
  {"matrix:concat", l_concat, "X:concat(other) -> matrix",
   "Returns a new matrix: the rows of X followed by those of other, which must "
   "have the same number of columns. To join vectors side by side, use "
   "matrix.columns.",
   "matrix{{1, 2}}:concat(matrix{{3, 4}}) --> [[1 2]\n [3 4]]"},
  {"matrix:map", l_map, "X:map(f) -> matrix",
   "Applies f to each element and returns the results as a new matrix.",
   "matrix{{1, 2}}:map(function(x) return 10 * x end) --> [[10 20]]"},
  {"vector:flatten", l_flatten, "v:flatten() -> vector",
   "Returns a copy, so that code written for a matrix also accepts a vector.",
   "vector{1, 2}:flatten() --> [1 2]"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_arrange(lua_State *L) { registry_add(L, prims); }
