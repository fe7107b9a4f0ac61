/* method.c - the end of every __index: a method, or what could be meant. */
#include "lua/base/method.h"

#include <lauxlib.h>

#include "lua/base/did_you_mean.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/modules.h"

/* Pushes a table whose keys are the methods and the fields of the value at
 * 1. */
static void push_members(lua_State *L) {
  static const char *const sets[] = {"__methods", "__fields"};
  lua_newtable(L);
  for (int i = 0; i < 2; i++) {
    if (luaL_getmetafield(L, 1, sets[i]) != LUA_TTABLE) continue;
    lua_pushnil(L);
    while (lua_next(L, -2)) {
      lua_pop(L, 1);
      lua_pushvalue(L, -1);
      lua_pushboolean(L, 1);
      lua_rawset(L, -5);
    }
    lua_pop(L, 1);
  }
}

/* __index may be called by hand, with anything; its closure has the name of the
 * type. */
static void check_receiver(lua_State *L) {
  const Prim *running = lua_touserdata(L, lua_upvalueindex(1));
  const char *type = running->name;
  if (luaL_testudata(L, 1, type)) return;
  lua_settop(L, 2);
  const char *got = push_description(L, 1);
  fail(L, "%s expected, got %s", type, got);
}

int method_index(lua_State *L) {
  lua_settop(L, 2);
  if (luaL_getmetafield(L, 1, "__methods") != LUA_TTABLE) {
    check_receiver(L);
    return fail(L, "its methods are gone");
  }
  lua_pushvalue(L, 2);
  if (lua_gettable(L, -2) != LUA_TNIL) return 1;
  check_receiver(L); /* not earlier: methods are looked up often */
  if (modules_open_groups(L)) {
    lua_settop(L, 2);
    return method_index(L);
  }
  if (lua_type(L, 2) != LUA_TSTRING) {
    const char *got = push_description(L, 2);
    return fail(L, "an index is a whole number, or a name; got %s", got);
  }
  const char *key = lua_tostring(L, 2);
  push_members(L);
  const char *hint = push_suggestion(L, key, -1);
  return fail(L, "there is no field or method '%s'%s", key, hint);
}
