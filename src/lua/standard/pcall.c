/* pcall.c - pcall and xpcall as in Lua 5.4, but an interrupt that they catch
 * is raised again when they return: see running.h. */
#include "lua/standard/pcall.h"

#include <lauxlib.h>

#include "lua/base/modules.h"
#include "lua/standard/running.h"

/* Values below `first` are not results. */
static int finish(lua_State *L, int status, lua_KContext first) {
  if (status == LUA_OK || status == LUA_YIELD)
    return lua_gettop(L) - (int)first;
  running_caught(L);
  lua_pushboolean(L, 0);
  lua_pushvalue(L, -2);
  return 2;
}

static int l_pcall(lua_State *L) {
  luaL_checkany(L, 1);
  lua_pushboolean(L, 1);
  lua_insert(L, 1);
  int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish);
  return finish(L, status, 0);
}

/* (function, handler, ...) becomes (function, handler, true, function, ...). */
static int l_xpcall(lua_State *L) {
  const int n = lua_gettop(L);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_pushboolean(L, 1);
  lua_pushvalue(L, 1);
  lua_rotate(L, 3, 2);
  int status = lua_pcallk(L, n - 2, LUA_MULTRET, 2, 2, finish);
  return finish(L, status, 2);
}

bool pcall_is(lua_CFunction function) {
  return function == l_pcall || function == l_xpcall;
}

/* These are standard Lua functions, so they have no help entries. */
void open_protected(lua_State *L) {
  lua_pushglobaltable(L);
  lua_pushcfunction(L, l_pcall);
  lua_setfield(L, -2, "pcall");
  lua_pushcfunction(L, l_xpcall);
  lua_setfield(L, -2, "xpcall");
  lua_pop(L, 1);
}
