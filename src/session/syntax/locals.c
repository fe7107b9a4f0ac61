/* locals.c - Lua ends a local with the text it stands in, which at a prompt is
 * the line. So a call behind the text's last statement looks at the locals
 * that are alive there, and makes globals of them.
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
    printf("(a local would end with its line; here %s is kept as a global)\n",
           name);
  lua_pop(L, 1);
  lua_pushboolean(L, 1);
  lua_setfield(L, LUA_REGISTRYINDEX, EXPLAINED);
}

/* Lua's own, such as the counter of a loop, have names in brackets. */
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

/* Called by the chunk, at its end. */
static int l_keep(lua_State *L) {
  lua_Debug chunk;
  const char *name;
  if (!lua_getstack(L, 1, &chunk)) return 0;
  for (int i = 1; (name = lua_getlocal(L, &chunk, i)); i++) keep(L, name);
  return 0;
}

/* Compiles the text with the call behind its statements, and before the value
 * that they may end with. */
static bool compile_kept(lua_State *L, const char *text) {
  size_t n = compile_tail(L, text);
  lua_pushlstring(L, text, n);
  if (n)
    lua_pushfstring(L, "%s(...)() return%s", lua_tostring(L, -1), text + n);
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
