/* method.c - looking up methods for __index, with suggestions; errors about what a
 * method is called on. */
#include "lua/base/method.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/did_you_mean.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/registry.h"
#include "lua/base/modules.h"
#include "lua/usage/usage.h"

/* Pushes the set of methods and fields of the value at 1. */
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

/* __index may be called with any value; its Prim has the type's name. */
static void check_receiver(lua_State *L) {
  const Prim *running = lua_touserdata(L, lua_upvalueindex(1));
  const char *type = running->name;
  if (luaL_testudata(L, 1, type)) return;
  lua_settop(L, 2);
  const char *got = push_description(L, 1);
  fail(L, "%s expected, got %s", type, got);
}

/* Pushes the advice for a method of the items of the value at 1, whose type
 * __items names, or "". */
static const char *push_items_hint(lua_State *L, const char *type,
                                   const char *key) {
  const int top = lua_gettop(L);
  const bool found = luaL_getmetafield(L, 1, "__items") == LUA_TSTRING &&
                     luaL_getmetatable(L, lua_tostring(L, -1)) == LUA_TTABLE &&
                     lua_getfield(L, -1, "__methods") == LUA_TTABLE &&
                     lua_getfield(L, -1, key) != LUA_TNIL;
  if (found)
    lua_pushfstring(L, "; the %s of a %s have it: %c[1]:%s",
                    lua_tostring(L, top + 1), type, *type, key);
  else
    lua_pushliteral(L, "");
  lua_insert(L, top + 1);
  lua_settop(L, top + 1);
  return lua_tostring(L, -1);
}

int method_index(lua_State *L) {
  lua_settop(L, 2);
  if (luaL_getmetafield(L, 1, "__methods") != LUA_TTABLE) {
    check_receiver(L);
    return fail(L, "the metatable has no methods");
  }
  lua_pushvalue(L, 2);
  if (lua_gettable(L, -2) != LUA_TNIL) return 1;
  check_receiver(L); /* only here, to keep method calls fast */
  if (modules_open_groups(L)) {
    lua_settop(L, 2);
    return method_index(L);
  }
  if (lua_type(L, 2) != LUA_TSTRING) {
    const char *got = push_description(L, 2);
    return fail(L, "integer index or field name expected, got %s", got);
  }
  const char *key = lua_tostring(L, 2);
  push_members(L);
  const Prim *running = lua_touserdata(L, lua_upvalueindex(1));
  const char *hint = push_items_hint(L, running->name, key);
  if (!*hint) hint = push_suggestion(L, key, -2);
  return fail(L, "no field or method '%s'%s", key, hint);
}

/* (name, value): for a method written in Lua. Most likely d.head() instead of
 * d:head(). */
static int l_fail_receiver(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  lua_settop(L, 2);
  const char *got = push_description(L, 2);
  const char *usage = registry_push_usage(L, name);
  if (!usage) usage = name;
  lua_pushlstring(L, name, strcspn(name, ":"));
  const char *type = lua_tostring(L, -1);
  lua_pushlstring(L, usage, usage_call_length(usage));
  return fail_with_sentence(
    L, name,
    lua_pushfstring(L, "%s expected before ':', got %s; call it as %s", type,
                    got, lua_tostring(L, -1)));
}

/* -- types ---------------------------------------------------------------- */

static int l_read_only(lua_State *L) {
  lua_settop(L, 2);
  const char *key = lua_type(L, 2) == LUA_TSTRING
                      ? lua_pushfstring(L, "'%s'", lua_tostring(L, 2))
                      : push_description(L, 2);
  return fail(L, "read-only: field %s cannot be set", key);
}

/* What getmetatable() returns: a table that protects the metamethods. */
static void set_face(lua_State *L, const char *type) {
  lua_createtable(L, 0, 1);
  lua_pushstring(L, type);
  lua_setfield(L, -2, "__name");
  lua_setfield(L, -2, "__metatable");
}

void method_push_metatable(lua_State *L, const char *type) {
  static const Meta sealed = {"__newindex", l_read_only, NULL};
  luaL_newmetatable(L, type);
  const bool whole = lua_getfield(L, -1, "__methods") != LUA_TNIL;
  lua_pop(L, 1);
  if (whole) return;
  set_face(L, type);
  lua_newtable(L);
  lua_setfield(L, -2, "__fields");
  registry_push_operator(L, type, &sealed);
  lua_setfield(L, -2, sealed.event);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "__index");
  lua_setfield(L, -2, "__methods"); /* the last: memory may run out before */
}

void open_method(lua_State *L) {
  static const luaL_Reg functions[] = {{"fail_receiver", l_fail_receiver},
                                       {NULL, NULL}};
  lib_context_add(L, "mlrepl.context", functions);
}
