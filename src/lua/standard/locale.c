/* locale.c - os.setlocale as in Lua 5.4, except that the decimal point stays a
 * point.
 *
 * C's printf and strtod use the locale's decimal point. With a comma, vectors,
 * CSV, JSON and .npy files and C code would be written in a form that nothing
 * reads back, and numbers in scripts and files would be cut off at the point.
 *
 * This is a standard Lua function, so it has no help entry here.
 */
#include <locale.h>
#include <stdbool.h>
#include <string.h>

#include <lualib.h>

#include "lua/base/modules.h"
#include "lua/standard/stock.h"

static bool keeps_point(void) {
  return !strcmp(localeconv()->decimal_point, ".");
}

/* A locale with another decimal point is not available as "numeric"; as part of
 * "all", the other categories are set. */
static int l_setlocale(lua_State *L) {
  lua_settop(L, 2);
  const int results = stock_call(L); /* checks the arguments */
  const char *category = luaL_optstring(L, 2, "all");
  if (keeps_point()) return results;
  setlocale(LC_NUMERIC, "C");
  if (!strcmp(category, "numeric")) lua_pushnil(L);
  return 1;
}

void open_locale(lua_State *L) {
  static const luaL_Reg functions[] = {{"setlocale", l_setlocale},
                                       {NULL, NULL}};
  stock_replace(L, LUA_OSLIBNAME, functions);
}
