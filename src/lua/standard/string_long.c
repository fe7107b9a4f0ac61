/* string_long.c - rep, reverse, lower and upper of long strings, as in Lua 5.4,
 * but Ctrl-C can interrupt them.
 *
 * These are standard Lua functions, so they have no help entries.
 */
#include <limits.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/standard/stock.h"

/* -- results -------------------------------------------------------------- */

/* Pushes room for a result. Lua's buffers do not collect garbage when memory is
 * short, so it is a userdata unless it fits into the buffer. */
static char *push_room(lua_State *L, luaL_Buffer *b, size_t n) {
  if (n <= LUAL_BUFFERSIZE) return luaL_buffinitsize(L, b, n);
  return lua_newuserdatauv(L, n, 0);
}

/* -- string.rep ----------------------------------------------------------- */

enum { PIECE = 1 << 20 }; /* bytes between checks for Ctrl-C */

/* Fills `out` with copies of its first `have` bytes, which are one period. */
static void repeat(lua_State *L, char *out, size_t have, size_t total) {
  size_t period = have;
  while (have < total) {
    size_t n = have < PIECE ? have : PIECE / period * period;
    if (n < period) n = period;
    if (n > total - have) n = total - have;
    memcpy(out + have, out, n);
    have += n;
    if (have > PIECE && have < total) check_interrupt(L);
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
  char *out = push_room(L, &b, total);
  size_t first = total < period ? total : period;
  memcpy(out, text, n);
  if (first > n) memcpy(out + n, separator, between);
  if (first) repeat(L, out, first, total);
  lua_pushlstring(L, out, total);
  return 1;
}

/* -- changing letters ------------------------------------------------------ */

enum { BLOCK = 1 << 16 };

/* Calls Lua's own function on blocks of a long text. */
static int change_letters(lua_State *L) {
  size_t n;
  if (lua_type(L, 1) != LUA_TSTRING || lua_rawlen(L, 1) <= STOCK_SHORT)
    return stock_call(L);
  const char *text = lua_tolstring(L, 1, &n);
  luaL_Buffer b;
  char *out = push_room(L, &b, n);
  const lua_CFunction change = lua_tocfunction(L, lua_upvalueindex(1));
  for (size_t i = 0, some; i < n; i += some) {
    some = n - i < BLOCK ? n - i : BLOCK;
    lua_pushcfunction(L, change);
    lua_pushlstring(L, text + i, some);
    lua_call(L, 1, 1);
    memcpy(out + i, lua_tostring(L, -1), some);
    lua_pop(L, 1);
    check_interrupt(L);
  }
  lua_pushlstring(L, out, n);
  return 1;
}

static int l_reverse(lua_State *L) {
  size_t n;
  const char *text = luaL_checklstring(L, 1, &n);
  luaL_Buffer b;
  char *out = push_room(L, &b, n);
  for (size_t i = 0; i < n; i++) {
    check_interrupt_at(L, i + 1);
    out[i] = text[n - 1 - i];
  }
  lua_pushlstring(L, out, n);
  return 1;
}

void open_string_long(lua_State *L) {
  static const luaL_Reg functions[] = {{"rep", l_rep},
                                       {"reverse", l_reverse},
                                       {"lower", change_letters},
                                       {"upper", change_letters},
                                       {NULL, NULL}};
  stock_replace(L, LUA_STRLIBNAME, functions);
}
