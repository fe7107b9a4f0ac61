/* collect_garbage.c - collectgarbage as in Lua 5.4, but Ctrl-C can interrupt a
 * full collection of a large heap.
 *
 * This is a standard Lua function, so it has no help entry.
 */
#include <stdbool.h>
#include <string.h>

#include <lualib.h>

#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/standard/stock.h"

enum { SMALL = 64 << 10, STEP = 64 }; /* KB; a step takes some milliseconds */

/* Registry key: whether the collector is in generational mode, which has no
 * short steps. */
static const char GENERATIONAL[] = "mlrepl.generational";

static bool is_generational(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, GENERATIONAL);
  const bool is = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return is;
}

static int change_mode(lua_State *L, bool generational) {
  const int n = stock_call(L);
  lua_pushboolean(L, generational);
  lua_rawsetp(L, LUA_REGISTRYINDEX, GENERATIONAL);
  return n;
}

static int l_collect(lua_State *L) {
  const char *option = luaL_optstring(L, 1, "collect");
  const bool generational = !strcmp(option, "generational");
  if (generational || !strcmp(option, "incremental"))
    return change_mode(L, generational);
  if (strcmp(option, "collect") != 0 || is_generational(L) ||
      lua_gc(L, LUA_GCCOUNT) < SMALL)
    return stock_call(L);
  /* Ends the current cycle; the next one collects all that is garbage now. */
  for (int cycles = 0; cycles < 2;) {
    const int ended = lua_gc(L, LUA_GCSTEP, STEP);
    if (ended < 0) return stock_call(L); /* inside a finalizer */
    cycles += ended;
    check_interrupt(L);
  }
  lua_pushinteger(L, 0);
  return 1;
}

void open_collect(lua_State *L) {
  static const luaL_Reg functions[] = {{"collectgarbage", l_collect},
                                       {NULL, NULL}};
  stock_replace(L, LUA_GNAME, functions);
}
