#include "session/syntax/entry_source.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "session/syntax/function_code.h"

static const char NAME[] = "=stdin";

/* Registry key: the list of texts. */
static const char TEXTS_KEY[] = "mlrepl.entry_source";

/* -- naming the functions --------------------------------------------------- */

/* Where the source stands in a binary chunk: after the header and the number of
 * upvalues. Its length plus one, in 7 bits, precedes it. */
enum {
  CHECKED = 6, /* bytes that detect conversion errors */
  SIZES = 3,   /* of instructions, integers and floats */
  SOURCE = sizeof LUA_SIGNATURE - 1 + 2 + CHECKED + SIZES +
           sizeof(lua_Integer) + sizeof(lua_Number) + 1,
  LAST = 0x80 /* marks the last byte of a size */
};

/* Pushes the binary chunk of n bytes with the number in its source; returns
 * false if the source is not found there. */
static bool push_numbered(lua_State *L, const char *code, size_t n,
                          lua_Integer number) {
  const size_t size = sizeof NAME; /* with its zero byte */
  bool found = n > SOURCE + size &&
               (unsigned char)code[SOURCE] == (LAST | size) &&
               !memcmp(code + SOURCE + 1, NAME, size - 1);
  if (!found) return false;
  char digits[24];
  int length = snprintf(digits, sizeof digits, "%lld", (long long)number);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addlstring(&b, code, SOURCE);
  luaL_addchar(&b, (char)(LAST | (size + (size_t)length + 1)));
  luaL_addlstring(&b, NAME, size);
  luaL_addlstring(&b, digits, (size_t)length);
  luaL_addlstring(&b, code + SOURCE + size, n - SOURCE - size);
  luaL_pushresult(&b);
  return true;
}

/* Replaces the function by a copy whose source has the number. */
void entry_source_mark(lua_State *L, int index, lua_Integer number) {
  const int top = lua_gettop(L);
  index = lua_absindex(L, index);
  size_t n;
  const char *code = function_code_push_dump(L, index, false, &n);
  if (push_numbered(L, code, n, number)) {
    code = lua_tolstring(L, -1, &n);
    if (luaL_loadbufferx(L, code, n, NAME, "b") == LUA_OK) {
      for (int i = 1; lua_getupvalue(L, index, i); i++, lua_pop(L, 1))
        lua_upvaluejoin(L, top + 3, i, index, i);
      lua_replace(L, index);
    }
  }
  lua_settop(L, top);
}

/* -- the texts -------------------------------------------------------------- */

lua_Integer entry_source_add(lua_State *L, const char *text) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, TEXTS_KEY);
  lua_Integer number = (lua_Integer)lua_rawlen(L, -1) + 1;
  lua_pushstring(L, text);
  lua_rawseti(L, -2, number);
  lua_pop(L, 1);
  return number;
}

void entry_source_push_text(lua_State *L, lua_Integer number) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, TEXTS_KEY);
  lua_rawgeti(L, -1, number);
  lua_remove(L, -2);
}

lua_Integer entry_source_push(lua_State *L, const char *source, size_t n) {
  const size_t size = sizeof NAME;
  if (n <= size || memcmp(source, NAME, size) != 0) return 0;
  lua_Integer number = atoll(source + size);
  entry_source_push_text(L, number);
  if (lua_type(L, -1) == LUA_TSTRING) return number;
  lua_pop(L, 1);
  return 0;
}
