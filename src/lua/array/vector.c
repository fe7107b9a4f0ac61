/* vector.c - vectors: construction, elements, views and copies. */
#include <math.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "lua/array/chunked_copy.h"
#include "lua/array/column_names.h"
#include "lua/array/vector_kind.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/method.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

/* -- construction --------------------------------------------------------- */

static int l_vector(lua_State *L) {
  Vec *v = to_vec(L, 1);
  if (lua_type(L, 1) == LUA_TNUMBER) {
    const char *got = push_description(L, 1);
    fail_arg_because(L, 1,
                     "vector or table of numbers expected, got %s; "
                     "put the numbers in braces, as in vector{1, 2}",
                     got);
  }
  if (v) {
    chunked_copy_vec(L, push_vec(L, v->n), *v);
    column_names_keep(L, 1);
    vector_kind_keep(L, 1);
  } else {
    check_numbers(L, 1);
    lua_settop(L, 1);
  }
  return 1;
}

static int l_zeros(lua_State *L) {
  chunked_fill(L, push_vec(L, check_count(L, 1, 0)), 0);
  return 1;
}

static int l_ones(lua_State *L) {
  chunked_fill(L, push_vec(L, check_count(L, 1, 0)), 1);
  return 1;
}

static int l_fill(lua_State *L) {
  size_t n = check_count(L, 1, 0);
  double value = check_number(L, 2);
  chunked_fill(L, push_vec(L, n), value);
  return 1;
}

static double check_finite(lua_State *L, int arg) {
  double x = check_number(L, arg);
  if (!isfinite(x)) fail_arg(L, arg, "finite number");
  return x;
}

static int l_range(lua_State *L) {
  double first = check_finite(L, 1), last = check_finite(L, 2);
  double step = lua_isnoneornil(L, 3) ? 1 : check_finite(L, 3);
  if (step == 0) fail_arg(L, 3, "nonzero step");
  /* The tolerance keeps last: 0.1 * 3 is slightly more than 0.3. */
  double count = floor((last - first) / step * (1 + 1e-12) + 1e-12) + 1;
  if (count > 1e18) fail(L, "%f numbers do not fit in memory", count);
  Vec v = push_vec(L, count > 0 ? (size_t)count : 0);
  for (size_t i = 0; i < v.n; i++) {
    check_interrupt_at(L, i);
    v.d[i] = first + (double)i * step;
  }
  return 1;
}

static int l_linspace(lua_State *L) {
  double first = check_finite(L, 1), last = check_finite(L, 2);
  if (!isfinite(last - first))
    fail(L, "last - first overflows (the largest number is about 1.8e308)");
  Vec v = push_vec(L, check_count(L, 3, 1));
  double gaps = v.n > 1 ? (double)(v.n - 1) : 1;
  for (size_t i = 0; i < v.n; i++) {
    check_interrupt_at(L, i);
    v.d[i] = first + (last - first) * ((double)i / gaps);
  }
  if (v.n > 1) v.d[v.n - 1] = last;
  return 1;
}

/* -- elements ------------------------------------------------------------- */

static int l_index(lua_State *L) {
  if (column_names_index(L, "name") || vector_kind_index(L)) return 1;
  if (lua_type(L, 2) != LUA_TNUMBER) return method_index(L);
  const Vec *v = to_const_vec(L, 1);
  if (!v) fail_arg(L, 1, "vector");
  lua_pushnumber(L, *vec_at(*v, check_position(L, 2, v->n, "element")));
  return 1;
}

static int l_newindex(lua_State *L) {
  Vec v = check_vec(L, 1);
  if (column_names_newindex(L, "name") || vector_kind_newindex(L)) return 0;
  size_t i = check_position(L, 2, v.n, "element");
  if (lua_type(L, 3) != LUA_TNUMBER) {
    const char *got = push_wrong_number(L, 3);
    fail(L, "element %I must be a number, got %s", (LUAI_UACINT)i + 1, got);
  }
  *vec_at(v, i) = lua_tonumber(L, 3);
  return 0;
}

static int l_size(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check_vec(L, 1).n);
  return 1;
}

/* -- views and copies ----------------------------------------------------- */

static int l_slice(lua_State *L) {
  Vec v = check_vec(L, 1);
  if (!v.n) fail(L, "the vector is empty");
  size_t first = check_position(L, 2, v.n, "element");
  size_t last =
    lua_isnoneornil(L, 3) ? v.n - 1 : check_position(L, 3, v.n, "element");
  int whole = 1;
  ptrdiff_t step = lua_isnoneornil(L, 4) ? 1 : lua_tointegerx(L, 4, &whole);
  if (!whole || step == 0) fail_arg(L, 4, "nonzero integer");
  ptrdiff_t distance = (ptrdiff_t)last - (ptrdiff_t)first;
  ptrdiff_t count = distance / step + 1;
  if (distance * (step > 0 ? 1 : -1) < 0) count = 0;
  if (count < 2) step = 1; /* an unused long step could overflow */
  Vec part = {vec_at(v, first), (size_t)count, v.step * step};
  push_vec_view(L, 1, part);
  column_names_keep(L, 1);
  vector_kind_keep(L, 1);
  return 1;
}

static int l_copy(lua_State *L) {
  Vec v = check_vec(L, 1);
  chunked_copy_vec(L, push_vec(L, v.n), v);
  column_names_keep(L, 1);
  vector_kind_keep(L, 1);
  return 1;
}

static int l_reverse(lua_State *L) {
  Vec v = check_vec(L, 1), out = push_vec(L, v.n);
  if (v.n) chunked_copy_vec(L, out, (Vec){vec_at(v, v.n - 1), v.n, -v.step});
  return 1;
}

static int l_concat(lua_State *L) {
  Vec a = check_vec(L, 1), b = check_numbers(L, 2);
  Vec out = push_vec(L, a.n + b.n);
  chunked_copy_vec(L, vec_part(out, 0, a.n), a);
  chunked_copy_vec(L, vec_part(out, a.n, b.n), b);
  return 1;
}

static int l_reshape(lua_State *L) {
  Vec v = check_vec(L, 1);
  size_t rows, cols;
  check_reshape(L, v.n, &rows, &cols);
  Mat out = push_mat(L, rows, cols);
  chunked_copy_vec(L, mat_flat(out), v);
  return 1;
}

static int l_totable(lua_State *L) {
  Vec v = check_vec(L, 1);
  lua_createtable(L, v.n < 1000000 ? (int)v.n : 1000000, 0);
  for (size_t i = 0; i < v.n; i++) {
    check_interrupt_at(L, i);
    lua_pushnumber(L, *vec_at(v, i));
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static int l_where(lua_State *L) {
  Vec v = check_vec(L, 1);
  Vec out = push_vec(L, check_mask(L, 2, v.n)), mask = check_vec(L, 2);
  for (size_t i = 0, k = 0; i < v.n; i++) {
    check_interrupt_at(L, i);
    if (*vec_at(mask, i) == 1) out.d[k++] = *vec_at(v, i);
  }
  column_names_keep(L, 1);
  vector_kind_keep(L, 1);
  return 1;
}

static int l_take(lua_State *L) {
  Vec v = check_vec(L, 1), at = check_numbers(L, 2);
  size_t *order = check_positions(L, at, v.n, "element");
  Vec out = push_vec(L, at.n);
  for (size_t i = 0; i < at.n; i++) {
    check_interrupt_at(L, i);
    out.d[i] = *vec_at(v, order[i]);
  }
  column_names_keep(L, 1);
  vector_kind_keep(L, 1);
  return 1;
}

static int l_map(lua_State *L) {
  Vec v = check_vec(L, 1);
  if (!lua_isfunction(L, 2)) fail_arg(L, 2, "function");
  Vec out = push_vec(L, v.n);
  for (size_t i = 0; i < v.n; i++) {
    lua_pushvalue(L, 2);
    lua_pushnumber(L, *vec_at(v, i));
    lua_call(L, 1, 1);
    if (lua_type(L, -1) != LUA_TNUMBER) {
      const char *got = push_description(L, -1);
      fail(L, "the function must return a number, got %s for element %I", got,
           (LUAI_UACINT)i + 1);
    }
    out.d[i] = lua_tonumber(L, -1);
    lua_pop(L, 1);
  }
  return 1;
}

static int next_element(lua_State *L) {
  Vec *v = to_vec(L, 1);
  lua_Integer i = lua_tointeger(L, 2) + 1;
  if (!v || i < 1 || (size_t)i > v->n) return 0;
  lua_pushinteger(L, i);
  lua_pushnumber(L, *vec_at(*v, (size_t)i - 1));
  return 2;
}

static int l_each(lua_State *L) {
  check_vec(L, 1);
  lua_pushcfunction(L, next_element);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

static int next_plain(lua_State *L) {
  lua_Integer i = luaL_checkinteger(L, 2) + 1;
  lua_pushinteger(L, i);
  return lua_geti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

/* Standard ipairs reads until nil; an index past the end of a vector raises an
 * error instead. */
static int l_ipairs(lua_State *L) {
  if (to_vec(L, 1)) return l_each(L);
  if (to_mat(L, 1) && luaL_getmetafield(L, 1, "__methods")) {
    lua_getfield(L, -1, "each");
    lua_pushvalue(L, 1);
    lua_call(L, 1, 3);
    return 3;
  }
  luaL_checkany(L, 1);
  lua_pushcfunction(L, next_plain);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

static int l_same(lua_State *L) {
  Vec *a = to_vec(L, 1), *b = to_vec(L, 2);
  lua_pushboolean(L, a && b && vec_equal(*a, *b));
  return 1;
}

static const Prim prims[] = {
  {"vector", l_vector, "vector(numbers) -> vector",
   "Returns a vector of the numbers in a table, or a copy of a vector. Indices "
   "start at 1; -1 is the last element. Arithmetic operates element by "
   "element; // (floor division) and % (remainder) work as they do for "
   "numbers.",
   "x = vector{1, 2, 3}\nx * 2 + 1 --> [3 5 7]\nx[1] + x[-1] --> 4.0"},
  {"vector.zeros", l_zeros, "vector.zeros(n) -> vector",
   "Returns a vector of n zeros.", "vector.zeros(3) --> [0 0 0]"},
  {"vector.ones", l_ones, "vector.ones(n) -> vector",
   "Returns a vector of n ones.", "vector.ones(3) --> [1 1 1]"},
  {"vector.fill", l_fill, "vector.fill(n, value) -> vector",
   "Returns a vector of n elements, all equal to value.",
   "vector.fill(2, 0.5) --> [0.5 0.5]"},
  {"vector.range", l_range, "vector.range(first, last, step) -> vector",
   "Returns first, first + step, ... up to and including last, as in a numeric "
   "for loop. step defaults to 1 and may be negative.",
   "vector.range(1, 5) --> [1 2 3 4 5]\n"
   "vector.range(1, 0, -0.5) --> [1.  0.5 0. ]"},
  {"vector.linspace", l_linspace, "vector.linspace(first, last, n) -> vector",
   "Returns n evenly spaced numbers from first to last, both included.",
   "vector.linspace(0, 1, 5) --> [0.   0.25 0.5  0.75 1.  ]"},
  {"vector:size", l_size, "v:size() -> number",
   "Returns the number of elements, the same as #v.",
   "vector{4, 5}:size() --> 2"},
  {"vector:slice", l_slice, "v:slice(first, last, step) -> vector",
   "Returns the elements from first to last as a view: writing to it changes "
   "v. last defaults to the last element and step to 1; a negative step goes "
   "backward.",
   "v = vector{1, 2, 3, 4}\nv:slice(2, 3) --> [2 3]\n"
   "v:slice(1, 2)[1] = 9\nv --> [9 2 3 4]\n"
   "v:slice(-1, 1, -1) --> [4 3 2 9]"},
  {"vector:copy", l_copy, "v:copy() -> vector", "Returns an independent copy.",
   "v = vector{1, 2}\nc = v:copy()\nc[1] = 5\nv --> [1 2]"},
  {"vector:reverse", l_reverse, "v:reverse() -> vector",
   "Returns a copy in reverse order.", "vector{1, 2, 3}:reverse() --> [3 2 1]"},
  {"vector:concat", l_concat, "v:concat(other) -> vector",
   "Returns a new vector: v followed by another vector or table of numbers.",
   "vector{1}:concat{2, 3} --> [1 2 3]"},
  {"vector:reshape", l_reshape, "v:reshape(rows, columns) -> matrix",
   "Returns a matrix of the same elements, filled row by row. Either rows or "
   "columns can be -1, in which case it is computed from the other.",
   "vector{1, 2, 3, 4}:reshape(2, -1) --> [[1 2]\n [3 4]]"},
  {"vector:totable", l_totable, "v:totable() -> list of numbers",
   "Returns the elements as a Lua table.", "#vector{1, 2}:totable() --> 2"},
  {"vector:where", l_where, "v:where(mask) -> vector",
   "Returns the elements for which mask, a vector of zeros and ones, is 1.",
   "v = vector{5, 1, 7}\nv:where(v:gt(4)) --> [5 7]"},
  {"vector:take", l_take, "v:take(indices) -> vector",
   "Returns a copy of the elements at the given indices, in that order.",
   "vector{5, 6, 7}:take{3, 1} --> [7 5]"},
  {"vector:map", l_map, "v:map(f) -> vector",
   "Applies f to each element and returns the results as a new vector.",
   "vector{1, 2}:map(function(x) return 10 * x end) --> [10 20]"},
  {"vector:each", l_each, "v:each() -> iterator of number, number",
   "Iterates over the elements: `for i, x in v:each() do`.",
   "s = 0\nfor i, x in vector{1, 2}:each() do s = s + i * x end\ns --> 5.0"},
  {"ipairs", l_ipairs, "ipairs(list) -> iterator of number, item of list",
   "Extends Lua's ipairs to iterate over the elements of a vector or the rows "
   "of a matrix as well.",
   "s = 0\nfor i, x in ipairs(vector{1, 2}) do s = s + i * x end\ns --> 5.0"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Meta metas[] = {{"__index", l_index, NULL},
                             {"__newindex", l_newindex, NULL},
                             {"__len", l_size, NULL},
                             {"__eq", l_same, NULL},
                             {NULL, NULL, NULL}};

void open_vector(lua_State *L) {
  registry_add(L, prims);
  registry_metamethods(L, TYPE_VECTOR, metas);
}
