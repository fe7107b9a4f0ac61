/* array_layout.c - where vectors and matrices have their numbers, for saving
 * values that share memory. The native module mlrepl.arrays:
 *   place(a)        the userdata that owns the numbers of the vector or matrix,
 *                   the addresses of the lowest number and just past the highest,
 *                   and whether `a` is all numbers between, in order; nothing
 *                   if `a` is empty
 *   span(list)      a vector of all numbers from the lowest to the highest of
 *                   the arrays in the list, which have the same owner
 *   within(base, a) the index (from 0) of the first number of `a` in the
 *                   contiguous array `base`, then the length and step of a
 *                   vector, or the rows, columns and stride of a matrix
 *   view(base, ...) the view described by the results of within
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "lua/base/args.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/values.h"

/* A vector is a matrix of one column. */
static Mat check_array(lua_State *L, int index) {
  const Vec *v = to_vec(L, index);
  const Mat *m = to_mat(L, index);
  if (!v && !m) luaL_error(L, "vector or matrix expected");
  return v ? mat_column(*v) : *m;
}

/* Distances from the first number to the lowest and to just past the highest. */
typedef struct Extent {
  ptrdiff_t low, end;
} Extent;

static Extent extent_of(Mat m) {
  const ptrdiff_t last = ((ptrdiff_t)m.rows - 1) * m.stride;
  return (Extent){last < 0 ? last : 0,
                  (last > 0 ? last : 0) + (ptrdiff_t)m.cols};
}

static void push_owner(lua_State *L, int index) {
  if (lua_getiuservalue(L, index, 1) == LUA_TUSERDATA) return;
  lua_pop(L, 1);
  lua_pushvalue(L, index);
}

static void push_address(lua_State *L, const double *at) {
  lua_pushinteger(L, (lua_Integer)(uintptr_t)at);
}

static int l_place(lua_State *L) {
  const Mat m = check_array(L, 1);
  if (!m.rows || !m.cols) return 0;
  const Extent e = extent_of(m);
  push_owner(L, 1);
  push_address(L, m.d + e.low);
  push_address(L, m.d + e.end);
  lua_pushboolean(L, mat_dense(m));
  return 4;
}

/* Raises unless the array at `index` has the owner at `owner`. */
static void check_owner(lua_State *L, int index, int owner) {
  push_owner(L, index);
  if (!lua_rawequal(L, -1, owner)) luaL_error(L, "the owners differ");
  lua_pop(L, 1);
}

static int l_span(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_rawgeti(L, 1, 1);
  const Mat first = check_array(L, 2);
  push_owner(L, 2);
  Extent all = extent_of(first);
  for (lua_Integer i = 2; lua_rawgeti(L, 1, i) != LUA_TNIL; i++) {
    const Mat m = check_array(L, 4);
    check_owner(L, 4, 3);
    const Extent e = extent_of(m);
    const ptrdiff_t from = m.d - first.d;
    if (from + e.low < all.low) all.low = from + e.low;
    if (from + e.end > all.end) all.end = from + e.end;
    lua_pop(L, 1);
  }
  push_vec_view(L, 3, vec_of(first.d + all.low, (size_t)(all.end - all.low)));
  return 1;
}

static int l_within(lua_State *L) {
  const Mat base = check_array(L, 1), m = check_array(L, 2);
  push_owner(L, 1);
  check_owner(L, 2, lua_gettop(L));
  lua_pushinteger(L, m.d - base.d);
  lua_pushinteger(L, (lua_Integer)m.rows);
  if (to_mat(L, 2)) lua_pushinteger(L, (lua_Integer)m.cols);
  lua_pushinteger(L, m.stride);
  return to_mat(L, 2) ? 4 : 3;
}

/* Do rows of `cols` numbers, `stride` apart, fit in n numbers if the first
 * begins at `from`? Written so that nothing can overflow. */
static bool fits(size_t n, size_t from, size_t rows, size_t cols,
                 lua_Integer stride) {
  if (!rows || !cols || from >= n || cols > n - from) return false;
  if (rows == 1) return true;
  if (stride > 0) return (n - from - cols) / (size_t)stride >= rows - 1;
  return stride < 0 && from / (0 - (size_t)stride) >= rows - 1;
}

static int l_view(lua_State *L) {
  const Mat base = check_array(L, 1);
  const bool matrix = lua_gettop(L) == 5;
  const size_t from = (size_t)luaL_checkinteger(L, 2);
  const size_t rows = (size_t)luaL_checkinteger(L, 3);
  const size_t cols = matrix ? (size_t)luaL_checkinteger(L, 4) : 1;
  const lua_Integer stride = luaL_checkinteger(L, matrix ? 5 : 4);
  if (!mat_dense(base) ||
      !fits(base.rows * base.cols, from, rows, cols, stride))
    return luaL_error(L, "view outside of its array");
  double *d = base.d + from;
  if (matrix)
    push_mat_view(L, 1, (Mat){d, rows, cols, (ptrdiff_t)stride});
  else
    push_vec_view(L, 1, (Vec){d, rows, (ptrdiff_t)stride});
  return 1;
}

void open_array_layout(lua_State *L) {
  static const luaL_Reg functions[] = {{"place", l_place},
                                       {"span", l_span},
                                       {"within", l_within},
                                       {"view", l_view},
                                       {NULL, NULL}};
  lib_context_add(L, "mlrepl.arrays", functions);
}
