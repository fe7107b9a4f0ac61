/* vector.c - vectors: making, indexing, slicing. */
#include "open.h"
#include "prim.h"

static int l_vector(lua_State *L) {
  if (to_vec(L, 1)) {
    Vec v = check_vec(L, 1);
    vec_copy(push_vec(L, v.n), v);
    return 1;
  }
  check_numbers(L, 1);
  lua_settop(L, 1);
  return 1;
}

static int l_tostring(lua_State *L) {
  push_vec_text(L, check_vec(L, 1));
  return 1;
}

static int l_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check_vec(L, 1).n);
  return 1;
}

static int l_zeros(lua_State *L) {
  vec_fill(push_vec(L, check_count(L, 1, 0)), 0);
  return 1;
}

static const Prim prims[] = {
  {"vector", l_vector, "vector(numbers)",
   "A vector of the numbers of a table.",
   "vector{1, 2, 3} --> [1 2 3]"},
  {"vector.zeros", l_zeros, "vector.zeros(n)", "n zeros.",
   "vector.zeros(3) --> [0 0 0]"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Meta metas[] = {{"__tostring", l_tostring, NULL},
                             {"__len", l_len, NULL},
                             {NULL, NULL, NULL}};

void open_vector(lua_State *L) {
  prim_register(L, prims);
  prim_metamethods(L, TYPE_VECTOR, metas);
}
