#include "session/assist/inspect_builtin.h"

#include <string.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/registry.h"

/* Pushes "function: v:sum()" if the function has an entry. */
static bool push_entered(lua_State *L, int index) {
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

/* Pushes "function: string.rep(s, n)" for a function of Lua's library. */
static bool push_standard(lua_State *L, int index) {
  int top = lua_gettop(L);
  if (!lib_context_find(L, "mlrepl.reference.reference", "usage")) return false;
  lua_pushvalue(L, index);
  lua_call(L, 1, 1);
  if (lua_type(L, -1) != LUA_TSTRING) {
    lua_settop(L, top);
    return false;
  }
  lua_pushfstring(L, "function: %s", lua_tostring(L, -1));
  lua_replace(L, top + 1);
  return true;
}

/* Pushes the first name under which the table at the top holds the function;
 * pops the table. */
static bool push_key_of(lua_State *L, int index) {
  int table = lua_gettop(L);
  lua_pushnil(L); /* the result */
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    if (!lua_rawequal(L, -1, index) || lua_type(L, -2) != LUA_TSTRING) continue;
    const char *name = lua_tostring(L, -2);
    if (!strcmp(name, "_") || !strcmp(name, "ans")) continue;
    const char *best = lua_tostring(L, table + 1);
    if (best && strcmp(best, name) < 0) continue;
    lua_pushvalue(L, -2);
    lua_replace(L, table + 1);
  }
  lua_remove(L, table);
  if (lua_type(L, -1) == LUA_TSTRING) return true;
  lua_pop(L, 1);
  return false;
}

/* Pushes " name" for a function in a global variable or in a field of a global
 * table; "" for others. */
static void push_function_name(lua_State *L, int index) {
  int top = lua_gettop(L);
  lua_pushglobaltable(L);
  if (push_key_of(L, index)) {
    lua_pushfstring(L, " %s", lua_tostring(L, -1));
    return;
  }
  lua_pushglobaltable(L);
  for (lua_pushnil(L); lua_next(L, top + 1); lua_settop(L, top + 2)) {
    bool open = lua_istable(L, -1) && !lua_rawequal(L, -1, top + 1);
    if (!open || lua_type(L, -2) != LUA_TSTRING || !push_key_of(L, index))
      continue;
    lua_pushfstring(L, " %s.%s", lua_tostring(L, top + 2), lua_tostring(L, -1));
    return;
  }
  lua_pushliteral(L, "");
}

void inspect_parameters(lua_State *L, int index) {
  lua_Debug f;
  index = lua_absindex(L, index);
  lua_pushvalue(L, index);
  lua_getinfo(L, ">u", &f);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (int i = 1; i <= f.nparams; i++) {
    lua_pushvalue(L, index);
    const char *name = lua_getlocal(L, NULL, i);
    lua_pop(L, 1);
    if (i > 1) luaL_addstring(&b, ", ");
    luaL_addstring(&b, name ? name : "?");
  }
  if (f.isvararg) luaL_addstring(&b, f.nparams ? ", ..." : "...");
  luaL_pushresult(&b);
}

bool inspect_function(lua_State *L, int index, int depth) {
  if (!lua_isfunction(L, index)) return false;
  if (!depth && push_entered(L, index)) return true;
  if (lua_iscfunction(L, index)) return !depth && push_standard(L, index);
  int top = lua_gettop(L);
  if (depth)
    lua_pushliteral(L, "");
  else
    push_function_name(L, index);
  const char *name = lua_tostring(L, -1);
  inspect_parameters(L, index);
  lua_pushfstring(L, "function%s(%s)", name, lua_tostring(L, -1));
  lua_replace(L, top + 1);
  lua_settop(L, top + 1);
  return true;
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
