#include "lua/array/vector_kind.h"

#include <string.h>

#include <lauxlib.h>

#include "core/linalg/vec.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"

/* The table with weak keys of all vectors of dates. */
static const char KINDS_KEY[] = "mlrepl.kinds";

bool vector_kind_is_date(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TUSERDATA) return false;
  index = lua_absindex(L, index);
  lua_getfield(L, LUA_REGISTRYINDEX, KINDS_KEY);
  lua_pushvalue(L, index);
  const bool date = lua_rawget(L, -2) != LUA_TNIL;
  lua_pop(L, 2);
  return date;
}

static void set_date(lua_State *L, int index, bool date) {
  index = lua_absindex(L, index);
  lua_getfield(L, LUA_REGISTRYINDEX, KINDS_KEY);
  lua_pushvalue(L, index);
  if (date)
    lua_pushboolean(L, true);
  else
    lua_pushnil(L);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

void vector_kind_keep(lua_State *L, int from) {
  if (vector_kind_is_date(L, from) && to_vec(L, -1)) set_date(L, -1, true);
}

static bool is_key(lua_State *L) {
  return lua_type(L, 2) == LUA_TSTRING && !strcmp(lua_tostring(L, 2), "kind");
}

bool vector_kind_index(lua_State *L) {
  if (!is_key(L)) return false;
  if (vector_kind_is_date(L, 1))
    lua_pushliteral(L, "date");
  else
    lua_pushnil(L);
  return true;
}

bool vector_kind_newindex(lua_State *L) {
  if (!is_key(L)) return false;
  const bool date =
    lua_type(L, 3) == LUA_TSTRING && !strcmp(lua_tostring(L, 3), "date");
  if (!date && !lua_isnil(L, 3)) {
    const char *got = push_description(L, 3);
    fail(L, "kind: \"date\" or nil expected, got %s", got);
  }
  set_date(L, 1, date);
  return true;
}

static const Prim prims[] = {
  {"vector:kind", NULL, "v.kind -> string or nil",
   "\"date\" if the numbers are seconds since 1970 (UTC), as data.read makes of "
   "dates; else nil. Tables print such a column as dates, and an axis has dates "
   "where one is drawn. Views and copies keep it; the result of arithmetic has "
   "none. v.kind = \"date\" sets it.",
   "d = data.table{day = {0, 86400}}\nd.day.kind = \"date\"\n"
   "d.day:slice(1, 1).kind --> date\n(d.day / 86400).kind --> nil"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_vector_kind(lua_State *L) {
  lua_newtable(L);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "k");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_setfield(L, LUA_REGISTRYINDEX, KINDS_KEY);
  registry_add(L, prims);
}
