#include "session/assist/inspect_builtin.h"

#include <string.h>

#include <lauxlib.h>

#include "lua/base/registry.h"

bool inspect_builtin_function(lua_State *L, int index) {
  if (!lua_isfunction(L, index)) return false;
  int top = lua_gettop(L);
  registry_push_list(L);
  for (lua_Integer i = 1; lua_rawgeti(L, top + 1, i) == LUA_TTABLE; i++) {
    lua_getfield(L, -1, "usage");
    lua_getfield(L, -2, "fn");
    if (lua_rawequal(L, -1, index)) {
      lua_pushfstring(L, "function: %s", lua_tostring(L, -2));
      lua_replace(L, top + 1);
      lua_settop(L, top + 1);
      return true;
    }
    lua_settop(L, top + 1);
  }
  lua_settop(L, top);
  return false;
}

/* If the entry at the top is named "vector.zeros" and the table at `index` is
 * the global `vector`, pushes "vector" and returns true. */
static bool push_owner(lua_State *L, int index) {
  lua_getfield(L, -1, "name");
  const char *name = lua_tostring(L, -1), *dot = strchr(name, '.');
  lua_pop(L, 1); /* the entry keeps it */
  if (!dot) return false;
  lua_pushlstring(L, name, (size_t)(dot - name));
  lua_pushglobaltable(L);
  lua_pushvalue(L, -2);
  lua_rawget(L, -2);
  bool same = lua_rawequal(L, -1, index);
  lua_pop(L, same ? 2 : 3);
  return same;
}

/* Appends the usage of the entry at the top if its name is `word` or starts
 * with `word` and a dot; pops the entry. */
static void add_usage(lua_State *L, luaL_Buffer *b, const char *word) {
  size_t n = strlen(word);
  lua_getfield(L, -1, "name");
  const char *name = lua_tostring(L, -1);
  bool part = !strncmp(name, word, n) && (!name[n] || name[n] == '.');
  lua_pop(L, 1);
  lua_getfield(L, -1, "usage");
  const char *usage = lua_tostring(L, -1);
  lua_pop(L, 2);
  if (!part) return;
  luaL_addstring(b, "\n  ");
  luaL_addstring(b, usage);
}

/* Replaces the table name at the top by a list of the table's functions. */
static void push_offer(lua_State *L, int list) {
  int word = lua_gettop(L);
  luaL_Buffer b;
  lua_pushfstring(L, "%s: see help\"%s\"", lua_tostring(L, word),
                  lua_tostring(L, word));
  const char *head = lua_tostring(L, -1);
  luaL_buffinit(L, &b);
  luaL_addstring(&b, head);
  lua_Integer n = (lua_Integer)lua_rawlen(L, list);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, list, i);
    add_usage(L, &b, lua_tostring(L, word));
  }
  luaL_pushresult(&b);
  lua_replace(L, word);
  lua_settop(L, word);
}

bool inspect_builtin_table(lua_State *L, int index, int depth) {
  int top = lua_gettop(L);
  registry_push_list(L);
  for (lua_Integer i = 1; lua_rawgeti(L, top + 1, i) == LUA_TTABLE; i++) {
    if (push_owner(L, index)) {
      if (!depth) push_offer(L, top + 1);
      lua_replace(L, top + 1);
      lua_settop(L, top + 1);
      return true;
    }
    lua_settop(L, top + 1);
  }
  lua_settop(L, top);
  return false;
}
