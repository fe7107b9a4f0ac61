#include "session/assist/usages.h"

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/registry.h"

/* Registry key: a table from functions and from names to help entries. */
static const char ENTRIES_KEY[] = "mlrepl.entries";

/* Adds the entry at the top under its field `key`, if it has that. */
static void add(lua_State *L, int map, const char *key) {
  if (lua_getfield(L, -1, key) == LUA_TNIL) {
    lua_pop(L, 1);
    return;
  }
  lua_pushvalue(L, -2);
  lua_rawset(L, map);
}

static void add_entries(lua_State *L, int map) {
  registry_push_list(L);
  for (lua_Integer i = 1; lua_rawgeti(L, -1, i) == LUA_TTABLE; i++) {
    add(L, map, "name");
    add(L, map, "fn"); /* a field has none */
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
}

/* Adds Lua's own functions. */
static void add_topics(lua_State *L, int map) {
  if (!lib_context_find(L, "mlrepl.reference.reference", "functions")) return;
  lua_call(L, 0, 1);
  for (lua_pushnil(L); lua_next(L, -2);) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, map);
  }
  lua_pop(L, 1);
}

static void push_map(lua_State *L) {
  if (lua_getfield(L, LUA_REGISTRYINDEX, ENTRIES_KEY) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  int map = lua_gettop(L);
  add_topics(L, map);
  add_entries(L, map);
  lua_pushvalue(L, map);
  lua_setfield(L, LUA_REGISTRYINDEX, ENTRIES_KEY);
}

/* Replaces the key at the top by its entry; pops it if there is none. */
static bool look_up(lua_State *L) {
  push_map(L);
  lua_insert(L, -2);
  bool found = lua_rawget(L, -2) == LUA_TTABLE;
  lua_remove(L, -2);
  if (!found) lua_pop(L, 1);
  return found;
}

/* Replaces the key at the top by the usage of its entry; pops that: the map
 * keeps it. */
static const char *look_up_usage(lua_State *L) {
  if (!look_up(L)) return NULL;
  lua_getfield(L, -1, "usage");
  const char *usage = lua_tostring(L, -1);
  lua_pop(L, 2);
  return usage;
}

bool usages_push_entry(lua_State *L, int index) {
  int type = lua_type(L, index);
  if (type != LUA_TFUNCTION && type != LUA_TTABLE) return false;
  lua_pushvalue(L, index);
  return look_up(L);
}

const char *usages_of(lua_State *L, int index) {
  int type = lua_type(L, index);
  if (type != LUA_TFUNCTION && type != LUA_TTABLE) return NULL;
  lua_pushvalue(L, index);
  return look_up_usage(L);
}

static void push_member_name(lua_State *L, UsageText type, const char *key) {
  lua_pushlstring(L, type.at, type.n);
  lua_pushfstring(L, "%s:%s", lua_tostring(L, -1), key);
  lua_remove(L, -2);
}

bool usages_push_member(lua_State *L, UsageText type, const char *key) {
  push_member_name(L, type, key);
  return look_up(L);
}

const char *usages_of_member(lua_State *L, UsageText type, const char *key) {
  push_member_name(L, type, key);
  return look_up_usage(L);
}
