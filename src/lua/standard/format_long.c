/* format_long.c - string.format of long strings, as in Lua 5.4, but Ctrl-C can
 * interrupt it.
 *
 * This is a standard Lua function, so it has no help entry.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include <lualib.h>

#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/standard/stock.h"

enum { BLOCK = 1 << 16 };

static bool is_long(lua_State *L, int arg) {
  return lua_type(L, arg) == LUA_TSTRING && lua_rawlen(L, arg) > STOCK_SHORT;
}

static bool has_long(lua_State *L) {
  for (int arg = lua_gettop(L); arg > 0; arg--)
    if (is_long(L, arg)) return true;
  return false;
}

/* Pushes what Lua's own function makes of the conversion and the value at the
 * top, and pops that value. */
static void convert(lua_State *L, const char *conversion, size_t n) {
  lua_pushcfunction(L, lua_tocfunction(L, lua_upvalueindex(1)));
  lua_insert(L, -2);
  lua_pushlstring(L, conversion, n);
  lua_insert(L, -2);
  lua_call(L, 2, 1);
}

static void add_text(lua_State *L, luaL_Buffer *b, const char *text, size_t n) {
  for (size_t i = 0, some; i < n; i += some) {
    some = n - i < BLOCK ? n - i : BLOCK;
    luaL_addlstring(b, text + i, some);
    check_interrupt(L);
  }
}

/* %q writes a control character as a number, with three digits before another
 * digit; so no block ends there. */
static void add_quoted(lua_State *L, luaL_Buffer *b, const char *text,
                       size_t n) {
  luaL_addchar(b, '"');
  for (size_t i = 0, some; i < n; i += some) {
    some = n - i < BLOCK ? n - i : BLOCK;
    const unsigned char *end = (const unsigned char *)text + i + some;
    if (i + some < n && iscntrl(end[-1]) && isdigit(*end)) some--;
    lua_pushlstring(L, text + i, some);
    convert(L, "%q", 2);
    size_t size;
    const char *quoted = lua_tolstring(L, -1, &size);
    lua_pushlstring(L, quoted + 1, size - 2); /* without its quotes */
    lua_remove(L, -2);
    luaL_addvalue(b);
    check_interrupt(L);
  }
  luaL_addchar(b, '"');
}

/* The length of the conversion after the '%'. */
static size_t conversion_length(const char *text) {
  const size_t n = strspn(text, "-+ #0123456789.");
  return text[n] ? n + 1 : n;
}

static void add_argument(lua_State *L, luaL_Buffer *b, int arg,
                         const char *conversion, size_t n) {
  size_t size;
  const bool plain = n == 2 && is_long(L, arg);
  const char *text = plain ? lua_tolstring(L, arg, &size) : NULL;
  if (plain && conversion[1] == 's')
    add_text(L, b, text, size);
  else if (plain && conversion[1] == 'q')
    add_quoted(L, b, text, size);
  else {
    lua_pushvalue(L, arg);
    convert(L, conversion, n);
    luaL_addvalue(b);
  }
}

static int format(lua_State *L) {
  if (!has_long(L)) return stock_call(L);
  size_t n;
  int arg = 1;
  const int top = lua_gettop(L);
  const char *text = luaL_checklstring(L, 1, &n), *end = text + n, *mark;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  while ((mark = memchr(text, '%', (size_t)(end - text)))) {
    add_text(L, &b, text, (size_t)(mark - text));
    text = mark + 1 + conversion_length(mark + 1);
    if (mark[1] == '%') {
      luaL_addchar(&b, '%');
      continue;
    }
    if (++arg > top) return luaL_argerror(L, arg, "no value");
    add_argument(L, &b, arg, mark, (size_t)(text - mark));
  }
  add_text(L, &b, text, (size_t)(end - text));
  luaL_pushresult(&b);
  return 1;
}

/* While grad records, values that it tracks are written as plain ones. */
static int l_format(lua_State *L) {
  static const Prim prim = {"string.format", format, "string.format", NULL,
                            NULL};
  return registry_recorder ? registry_recorder(L, &prim) : format(L);
}

void open_format_long(lua_State *L) {
  static const luaL_Reg functions[] = {{"format", l_format}, {NULL, NULL}};
  stock_replace(L, LUA_STRLIBNAME, functions);
}
