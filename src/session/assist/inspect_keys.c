/* inspect_keys.c - a heap keeps the first keys while the table is traversed, so
 * that a large table is not sorted as a whole.
 */
#include "session/assist/inspect_keys.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "sys/interrupt.h"

/* Orders numbers before strings before other keys; these by address. */
static int compare_keys(lua_State *L, int a, int b) {
  int type = lua_type(L, a), other = lua_type(L, b);
  if (type != other)
    return type == LUA_TNUMBER || other == LUA_TNUMBER
             ? (type == LUA_TNUMBER ? -1 : 1)
             : (type == LUA_TSTRING ? -1 : 1);
  if (type == LUA_TNUMBER) return lua_compare(L, a, b, LUA_OPLT) ? -1 : 1;
  if (type == LUA_TSTRING)
    return strcmp(lua_tostring(L, a), lua_tostring(L, b));
  return lua_topointer(L, a) < lua_topointer(L, b) ? -1 : 1;
}

/* Is item i of the list before item k? */
static bool is_before(lua_State *L, int list, size_t i, size_t k) {
  lua_rawgeti(L, list, (lua_Integer)i);
  lua_rawgeti(L, list, (lua_Integer)k);
  bool before = compare_keys(L, -2, -1) < 0;
  lua_pop(L, 2);
  return before;
}

static void swap_items(lua_State *L, int list, size_t i, size_t k) {
  lua_rawgeti(L, list, (lua_Integer)i);
  lua_rawgeti(L, list, (lua_Integer)k);
  lua_rawseti(L, list, (lua_Integer)i);
  lua_rawseti(L, list, (lua_Integer)k);
}

/* In the heap, item i is not before items 2i and 2i + 1. */
static void sift_up(lua_State *L, int list, size_t i) {
  for (; i > 1 && is_before(L, list, i / 2, i); i /= 2)
    swap_items(L, list, i / 2, i);
}

static void sift_down(lua_State *L, int list, size_t n) {
  for (size_t i = 1, k; (k = 2 * i) <= n; i = k) {
    if (k < n && is_before(L, list, k, k + 1)) k++;
    if (!is_before(L, list, i, k)) return;
    swap_items(L, list, i, k);
  }
}

/* Moves the key at the top into the heap of n <= most keys; returns their new
 * number. */
static size_t insert_key(lua_State *L, int list, size_t n, size_t most) {
  if (n < most) {
    lua_rawseti(L, list, (lua_Integer)++n);
    sift_up(L, list, n);
    return n;
  }
  bool before = n && lua_rawgeti(L, list, 1) && compare_keys(L, -2, -1) < 0;
  lua_pop(L, n ? 1 : 0);
  if (before) {
    lua_rawseti(L, list, 1);
    sift_down(L, list, n);
  } else
    lua_pop(L, 1);
  return n;
}

static void sort_heap(lua_State *L, int list, size_t n) {
  for (; n > 1; n--) {
    swap_items(L, list, 1, n);
    sift_down(L, list, n - 1);
  }
}

size_t inspect_keys_push(lua_State *L, int table, lua_Integer n, size_t most) {
  size_t count = 0, kept = 0;
  lua_newtable(L);
  int list = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, table)) {
    lua_pop(L, 1);
    if (interrupted) luaL_error(L, "interrupted");
    lua_Integer i = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
    if (i >= 1 && i <= n) continue;
    count++;
    lua_pushvalue(L, -1);
    kept = insert_key(L, list, kept, most);
  }
  sort_heap(L, list, kept);
  return count;
}
