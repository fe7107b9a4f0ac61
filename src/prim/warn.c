/* warn.c - what is no mistake but should be known. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "kit.h"
#include "prim.h"

/* At the prompt the first line is the one just typed: where else? */
static const char *without_place(const char *text) {
  static const char place[] = "stdin:1: ";
  size_t n = sizeof place - 1;
  return strncmp(text, place, n) ? text : text + n;
}

/* The last one said, by the address of this. */
static const char last_warning = 0;

void warn(lua_State *L, const char *sentence) {
  push_where(L);
  lua_pushfstring(L, "%swarning: %s", lua_tostring(L, -1), sentence);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &last_warning);
  bool again = lua_rawequal(L, -1, -2);
  lua_pop(L, 1);
  if (!again) {
    fflush(stdout);
    fprintf(stderr, "%s\n", without_place(lua_tostring(L, -1)));
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &last_warning);
  }
  lua_pop(L, 2);
}

void warn_again(lua_State *L) {
  lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &last_warning);
}

void warn_of(lua_State *L, const char *format, ...) {
  va_list args;
  va_start(args, format);
  lua_pushvfstring(L, format, args);
  va_end(args);
  const Prim *prim = lua_touserdata(L, lua_upvalueindex(1));
  lua_pushfstring(L, "%s: %s", prim->name, lua_tostring(L, -1));
  warn(L, lua_tostring(L, -1));
  lua_pop(L, 2);
}
