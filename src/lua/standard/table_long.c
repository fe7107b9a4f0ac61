/* table_long.c - concat, insert, move, remove and sort of long tables, as in
 * Lua 5.4, but Ctrl-C can interrupt them.
 *
 * These are standard Lua functions, so they have no help entries.
 */
#include <stdbool.h>

#include <lualib.h>

#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/standard/stock.h"

/* Mistakes in the arguments are left to Lua's own functions. An interrupt
 * leaves a table that is partly shifted: one element is there twice. */

/* The length of a table with a metatable may be anything. */
static bool is_long(lua_State *L) {
  if (!lua_istable(L, 1)) return false;
  if (lua_rawlen(L, 1) > STOCK_SHORT) return true;
  const bool has_metatable = lua_getmetatable(L, 1);
  if (has_metatable) lua_pop(L, 1);
  return has_metatable;
}

/* Copies element `from` of the table at `source` to `to` of the one at
 * `target`. */
static void copy(lua_State *L, int source, lua_Integer from, int target,
                 lua_Integer to) {
  check_interrupt_at(L, (size_t)from);
  lua_geti(L, source, from);
  lua_seti(L, target, to);
}

static int l_insert(lua_State *L) {
  if (!is_long(L) || lua_gettop(L) != 3) return stock_call(L);
  const lua_Integer size = luaL_len(L, 1);
  const lua_Integer place = luaL_checkinteger(L, 2);
  if (place < 1 || place - 1 > size) return stock_call(L);
  for (lua_Integer i = size; i >= place; i--) copy(L, 1, i, 1, i + 1);
  lua_seti(L, 1, place);
  return 0;
}

static int l_remove(lua_State *L) {
  if (!is_long(L)) return stock_call(L);
  const lua_Integer size = luaL_len(L, 1);
  const lua_Integer place = luaL_optinteger(L, 2, size);
  if (place < 1 || place - 1 > size) return stock_call(L);
  lua_geti(L, 1, place);
  for (lua_Integer i = place; i < size; i++) copy(L, 1, i + 1, 1, i);
  lua_pushnil(L);
  lua_seti(L, 1, place < size ? size : place);
  return 1;
}

static int l_move(lua_State *L) {
  const lua_Integer first = luaL_checkinteger(L, 2);
  const lua_Integer last = luaL_checkinteger(L, 3);
  const lua_Integer to = luaL_checkinteger(L, 4);
  const int target = lua_isnoneornil(L, 5) ? 1 : 5;
  const lua_Unsigned most = STOCK_SHORT;
  if (last < first || (lua_Unsigned)last - (lua_Unsigned)first < most)
    return stock_call(L);
  if (!lua_istable(L, 1) || !lua_istable(L, target)) return stock_call(L);
  if (first <= 0 && last >= LUA_MAXINTEGER + first) return stock_call(L);
  const lua_Integer n = last - first + 1;
  if (to > LUA_MAXINTEGER - n + 1) return stock_call(L);
  const bool apart = to > last || to <= first || !lua_rawequal(L, 1, target);
  for (lua_Integer k = 0; k < n; k++) {
    const lua_Integer i = apart ? k : n - 1 - k;
    copy(L, 1, first + i, target, to + i);
  }
  lua_pushvalue(L, target);
  return 1;
}

static int fail_to_concat(lua_State *L, lua_Integer i) {
  lua_settop(L, 2);
  lua_pushinteger(L, i);
  lua_pushinteger(L, i);
  return stock_call(L);
}

static int l_concat(lua_State *L) {
  if (!is_long(L)) return stock_call(L);
  size_t n;
  const lua_Integer size = luaL_len(L, 1);
  const char *separator = luaL_optlstring(L, 2, "", &n);
  const lua_Integer first = luaL_optinteger(L, 3, 1);
  const lua_Integer last = luaL_optinteger(L, 4, size);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (lua_Integer i = first; i <= last; i++) {
    check_interrupt_at(L, (size_t)i);
    lua_geti(L, 1, i);
    if (!lua_isstring(L, -1)) return fail_to_concat(L, i);
    luaL_addvalue(&b);
    if (i == last) break; /* it may be the largest integer */
    luaL_addlstring(&b, separator, n);
  }
  luaL_pushresult(&b);
  return 1;
}

/* -- sort ----------------------------------------------------------------- */

/* The default order of sort. Calling it as a function lets Ctrl-C interrupt. */
static int l_less(lua_State *L) {
  lua_pushboolean(L, lua_compare(L, 1, 2, LUA_OPLT));
  return 1;
}

static int l_sort(lua_State *L) {
  enum { SHORT = 100000 };
  if (lua_istable(L, 1) && lua_isnoneornil(L, 2) && lua_rawlen(L, 1) > SHORT) {
    lua_settop(L, 1);
    lua_pushcfunction(L, l_less);
  }
  return stock_call(L);
}

void open_table_long(lua_State *L) {
  static const luaL_Reg functions[] = {
    {"concat", l_concat}, {"insert", l_insert}, {"move", l_move},
    {"remove", l_remove}, {"sort", l_sort},     {NULL, NULL}};
  stock_replace(L, LUA_TABLIBNAME, functions);
}
