/* locals.c - The scope of a local ends with its chunk, at the prompt with the
 * entry. So a call added after the last statement copies the active locals to
 * globals.
 */
#include "session/syntax/locals.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "session/syntax/compile.h"

static const char EXPLAINED[] = "mlrepl.locals.explained";

static void explain_once(lua_State *L, const char *name) {
  if (lua_getfield(L, LUA_REGISTRYINDEX, EXPLAINED) == LUA_TNIL)
    printf(
      "(a local ends with its line at the prompt; %s is kept as a global)\n",
      name);
  lua_pop(L, 1);
  lua_pushboolean(L, 1);
  lua_setfield(L, LUA_REGISTRYINDEX, EXPLAINED);
}

/* Skips Lua's internal locals, such as loop counters, named in parentheses. */
static void keep(lua_State *L, const char *name) {
  if (*name != '(' && strcmp(name, "_ENV") != 0) {
    lua_pushglobaltable(L);
    lua_pushstring(L, name);
    lua_pushvalue(L, -3);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    explain_once(L, name);
  }
  lua_pop(L, 1);
}

/* Called at the end of the chunk. */
static int l_keep(lua_State *L) {
  lua_Debug chunk;
  const char *name;
  if (!lua_getstack(L, 1, &chunk)) return 0;
  for (int i = 1; (name = lua_getlocal(L, &chunk, i)); i++) keep(L, name);
  return 0;
}

/* Compiles the text with the call inserted after its statements and before a
 * trailing value. */
static bool compile_kept(lua_State *L, const char *text) {
  size_t n = compile_tail(L, text);
  lua_pushlstring(L, text, n);
  if (n)
    lua_pushfstring(L, "%s(...)() return %s", lua_tostring(L, -1), text + n);
  else
    lua_pushfstring(L, "%s\n;(...)()", text);
  bool fits = compile_statements(L, lua_tostring(L, -1)) == LUA_OK;
  lua_replace(L, -3);
  lua_pop(L, 1);
  return fits;
}

int locals_compile(lua_State *L, const char *text, int *nargs) {
  *nargs = 0;
  if (strstr(text, "local")) {
    *nargs = compile_kept(L, text);
    if (*nargs) lua_pushcfunction(L, l_keep);
    if (*nargs) return LUA_OK;
    lua_pop(L, 1);
  }
  return compile_chunk(L, text);
}
