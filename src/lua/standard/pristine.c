/* pristine.c - puts the program's tables back as they were before untrusted code
 * ran, so that code which runs after it can rely on them.
 *
 * No Lua name: the functions are those of the native module mlrepl.pristine.
 *   keep(known)  remembers the globals in this table, the tables they lead to,
 *                and the metatables of all types
 *   restore()    puts all of them back; the globals of the user stay, unless
 *                they have the name of one of the program's
 */
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"

/* Registry key: a table {table = {copy of its fields, its metatable}}. */
static const char KEPT[] = "mlrepl.kept";

enum { COPY = 1, METATABLE = 2 };

/* -- keep ------------------------------------------------------------------ */

static void keep_value(lua_State *L, int kept);

/* package.loaded leads to the user's modules; the program's are globals. */
static bool is_loaded_table(lua_State *L, int table) {
  lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  const bool same = lua_rawequal(L, -1, table);
  lua_pop(L, 1);
  return same;
}

/* Notes the metatable of the table at the top and the fields at `source`, which
 * are its own or some of them, then what these lead to. */
static void keep_table(lua_State *L, int kept, int source) {
  const int table = lua_gettop(L);
  lua_createtable(L, 2, 0);
  lua_newtable(L);
  for (lua_pushnil(L); lua_next(L, source);) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, -4);
  }
  lua_rawseti(L, -2, COPY);
  if (lua_getmetatable(L, table)) lua_rawseti(L, -2, METATABLE);
  lua_pushvalue(L, table);
  lua_insert(L, -2);
  lua_rawset(L, kept);
  if (is_loaded_table(L, table)) return;
  for (lua_pushnil(L); lua_next(L, source);) {
    keep_value(L, kept);
    lua_pop(L, 1);
  }
}

static bool is_kept(lua_State *L, int kept) {
  lua_pushvalue(L, -1);
  bool found = lua_rawget(L, kept) != LUA_TNIL;
  lua_pop(L, 1);
  return found;
}

/* The value at the top: a table, or what its metatable leads to. */
static void keep_value(lua_State *L, int kept) {
  luaL_checkstack(L, 10, "too many nested tables");
  if (lua_istable(L, -1) && !is_kept(L, kept))
    keep_table(L, kept, lua_gettop(L));
  if (!lua_getmetatable(L, -1)) return;
  keep_value(L, kept);
  lua_pop(L, 1);
}

/* The metatables of types are in the registry under their names. */
static void keep_types(lua_State *L, int kept) {
  for (lua_pushnil(L); lua_next(L, LUA_REGISTRYINDEX); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING || !lua_istable(L, -1)) continue;
    lua_getfield(L, -1, "__name");
    bool is_type = lua_type(L, -1) == LUA_TSTRING && lua_rawequal(L, -1, -3);
    lua_pop(L, 1);
    if (is_type) keep_value(L, kept);
  }
}

/* What is loaded later would be taken for the user's. */
static int l_keep(lua_State *L) {
  const int known = 1;
  luaL_checktype(L, known, LUA_TTABLE);
  modules_open_late(L);
  lua_newtable(L);
  const int kept = lua_gettop(L);
  lua_pushliteral(L, "");
  keep_value(L, kept);
  lua_pushglobaltable(L);
  keep_table(L, kept, known);
  if (lua_getmetatable(L, -1)) keep_value(L, kept);
  keep_types(L, kept);
  lua_settop(L, kept);
  lua_setfield(L, LUA_REGISTRYINDEX, KEPT);
  return 0;
}

/* -- restore --------------------------------------------------------------- */

/* Removes the fields that were not there. */
static void clear(lua_State *L, int table, int copy) {
  for (lua_pushnil(L); lua_next(L, table);) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    bool known = lua_rawget(L, copy) != LUA_TNIL;
    lua_pop(L, 1);
    if (known) continue;
    lua_pushvalue(L, -1);
    lua_pushnil(L);
    lua_rawset(L, table); /* allowed while it is traversed */
  }
}

/* The record of `table` is at the top. */
static void restore_table(lua_State *L, int table) {
  const int record = lua_gettop(L);
  lua_rawgeti(L, record, COPY);
  const int copy = lua_gettop(L);
  lua_pushglobaltable(L);
  bool is_global = lua_rawequal(L, -1, table);
  lua_pop(L, 1);
  if (!is_global) clear(L, table, copy);
  for (lua_pushnil(L); lua_next(L, copy);) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, table);
  }
  lua_rawgeti(L, record, METATABLE);
  lua_setmetatable(L, table);
  lua_settop(L, record);
}

static int l_restore(lua_State *L) {
  if (lua_getfield(L, LUA_REGISTRYINDEX, KEPT) != LUA_TTABLE)
    return luaL_error(L, "nothing was kept");
  const int kept = lua_gettop(L);
  for (lua_pushnil(L); lua_next(L, kept); lua_settop(L, kept + 1))
    restore_table(L, kept + 1);
  return 0;
}

static const luaL_Reg functions[] = {
  {"keep", l_keep}, {"restore", l_restore}, {NULL, NULL}};

void open_pristine(lua_State *L) {
  lib_context_add(L, "mlrepl.pristine", functions);
}
