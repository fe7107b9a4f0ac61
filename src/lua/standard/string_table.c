/* string_table.c - string.rep and table.sort as in Lua 5.4, but Ctrl-C can
 * interrupt them.
 *
 * These are standard Lua functions, so they have no help entries.
 */
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/base/error.h"
#include "lua/base/modules.h"

/* -- string.rep ----------------------------------------------------------- */

enum { PIECE = 1 << 22 }; /* bytes between checks for Ctrl-C */

/* Fills `out` with copies of its first `have` bytes, which are one period. */
static void repeat(lua_State *L, char *out, size_t have, size_t total) {
  size_t period = have;
  while (have < total) {
    size_t n = have < PIECE ? have : PIECE / period * period;
    if (n < period) n = period;
    if (n > total - have) n = total - have;
    memcpy(out + have, out, n);
    have += n;
    check_interrupt(L);
  }
}

static int l_rep(lua_State *L) {
  size_t n, between;
  const char *text = luaL_checklstring(L, 1, &n);
  lua_Integer times = luaL_checkinteger(L, 2);
  const char *separator = luaL_optlstring(L, 3, "", &between);
  if (times <= 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  size_t period = n + between, most = INT_MAX; /* as in lstrlib.c */
  if (period < n || period > most / (size_t)times)
    return luaL_error(L, "resulting string too large");
  size_t total = (size_t)times * n + (size_t)(times - 1) * between;
  luaL_Buffer b;
  char *out = luaL_buffinitsize(L, &b, total);
  size_t first = total < period ? total : period;
  memcpy(out, text, n);
  if (first > n) memcpy(out + n, separator, between);
  if (first) repeat(L, out, first, total);
  luaL_pushresultsize(&b, total);
  return 1;
}

/* -- table.sort ----------------------------------------------------------- */

enum { SHORT = 100000 };

/* The default order of sort. Calling it as a function lets Ctrl-C interrupt. */
static int l_less(lua_State *L) {
  lua_pushboolean(L, lua_compare(L, 1, 2, LUA_OPLT));
  return 1;
}

/* Calls Lua's own sort, the upvalue. */
static int l_sort(lua_State *L) {
  if (!luaL_getmetafield(L, 1, "__index")) luaL_checktype(L, 1, LUA_TTABLE);
  if (lua_rawlen(L, 1) > 1 && !lua_isnoneornil(L, 2))
    luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  bool long_list =
    lua_isnoneornil(L, 2) && lua_istable(L, 1) && lua_rawlen(L, 1) > SHORT;
  if (long_list) {
    lua_pushcfunction(L, l_less);
    lua_replace(L, 2);
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 0);
  return 0;
}

void open_stock(lua_State *L) {
  lua_getglobal(L, LUA_STRLIBNAME);
  lua_pushcfunction(L, l_rep);
  lua_setfield(L, -2, "rep");
  lua_getglobal(L, LUA_TABLIBNAME);
  lua_getfield(L, -1, "sort");
  lua_pushcclosure(L, l_sort, 1);
  lua_setfield(L, -2, "sort");
  lua_pop(L, 2);
}
