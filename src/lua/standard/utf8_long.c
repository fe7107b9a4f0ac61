/* utf8_long.c - utf8.len and utf8.offset of long strings, as in Lua 5.4, but
 * Ctrl-C can interrupt them.
 *
 * These are standard Lua functions, so they have no help entries.
 */
#include <stdbool.h>

#include <lualib.h>

#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/standard/stock.h"
#include "sys/utf8.h"

enum { BLOCK = 1 << 16 };

static bool is_long(lua_State *L) {
  return lua_type(L, 1) == LUA_TSTRING && lua_rawlen(L, 1) > STOCK_SHORT;
}

/* A position from the start, or from the end if negative; 0 is before both. */
static lua_Integer position(lua_Integer i, lua_Integer size) {
  if (i >= 0) return i;
  return i < -size ? 0 : size + i + 1;
}

/* Pushes what Lua's own function returns for the text at 1 and these numbers;
 * false and a position are results, too. */
static void ask(lua_State *L, lua_Integer a, lua_Integer b) {
  lua_pushcfunction(L, lua_tocfunction(L, lua_upvalueindex(1)));
  lua_pushvalue(L, 1);
  lua_pushinteger(L, a);
  lua_pushinteger(L, b);
  lua_pushvalue(L, 4);
  lua_call(L, 4, 2);
  check_interrupt(L);
}

/* (text, first, last, lax): counts the characters block by block. */
static int l_len(lua_State *L) {
  if (!is_long(L)) return stock_call(L);
  size_t n;
  const char *text = lua_tolstring(L, 1, &n);
  const lua_Integer size = (lua_Integer)n;
  lua_Integer first = position(luaL_optinteger(L, 2, 1), size), count = 0;
  const lua_Integer last = position(luaL_optinteger(L, 3, -1), size);
  if (first < 1 || first > size + 1 || last > size) return stock_call(L);
  lua_settop(L, 4);
  while (first <= last) {
    const lua_Integer end = last - first > BLOCK ? first + BLOCK : last;
    ask(L, first, end);
    if (!lua_toboolean(L, -2)) return 2;
    count += lua_tointeger(L, -2);
    lua_pop(L, 2);
    for (first = end + 1; first <= size && utf8_continues(text[first - 1]);)
      first++;
  }
  lua_pushinteger(L, count);
  return 1;
}

/* (text, n, from): goes n characters on, block by block. */
static int l_offset(lua_State *L) {
  if (!is_long(L)) return stock_call(L);
  const lua_Integer size = (lua_Integer)lua_rawlen(L, 1);
  lua_Integer n = luaL_checkinteger(L, 2);
  lua_Integer from = luaL_optinteger(L, 3, n < 0 ? size + 1 : 1);
  lua_settop(L, 3);
  lua_pushnil(L);
  while (n > BLOCK || n < -BLOCK) {
    const lua_Integer step = n > 0 ? BLOCK : -BLOCK;
    ask(L, n > 0 ? step + 1 : step, from);
    if (!lua_toboolean(L, -2)) return lua_pop(L, 1), 1;
    from = lua_tointeger(L, -2);
    n -= step;
    lua_pop(L, 2);
  }
  ask(L, n, from);
  lua_pop(L, 1);
  return 1;
}

void open_utf8_long(lua_State *L) {
  static const luaL_Reg functions[] = {
    {"len", l_len}, {"offset", l_offset}, {NULL, NULL}};
  stock_replace(L, LUA_UTF8LIBNAME, functions);
}
