#include "lua/array/vector_kind.h"

#include <string.h>

#include <lauxlib.h>

#include "core/linalg/vec.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

/* The table with weak keys of all vectors with a kind. */
static const char KINDS_KEY[] = "mlrepl.kinds";

static const char *const words[] = {"none", "date", "time", NULL};

VectorKind vector_kind(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TUSERDATA) return VECTOR_KIND_NONE;
  index = lua_absindex(L, index);
  lua_getfield(L, LUA_REGISTRYINDEX, KINDS_KEY);
  lua_pushvalue(L, index);
  lua_rawget(L, -2);
  const VectorKind kind = (VectorKind)lua_tointeger(L, -1);
  lua_pop(L, 2);
  return kind;
}

static void set_kind(lua_State *L, int index, VectorKind kind) {
  index = lua_absindex(L, index);
  lua_getfield(L, LUA_REGISTRYINDEX, KINDS_KEY);
  lua_pushvalue(L, index);
  if (kind)
    lua_pushinteger(L, kind);
  else
    lua_pushnil(L);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

void vector_kind_keep(lua_State *L, int from) {
  const VectorKind kind = vector_kind(L, from);
  if (kind && to_vec(L, -1)) set_kind(L, -1, kind);
}

static bool is_key(lua_State *L) {
  return lua_type(L, 2) == LUA_TSTRING && !strcmp(lua_tostring(L, 2), "kind");
}

bool vector_kind_index(lua_State *L) {
  if (!is_key(L)) return false;
  const VectorKind kind = vector_kind(L, 1);
  lua_pushstring(L, kind ? words[kind] : NULL);
  return true;
}

bool vector_kind_newindex(lua_State *L) {
  if (!is_key(L)) return false;
  const char *word = lua_type(L, 3) == LUA_TSTRING ? lua_tostring(L, 3) : "";
  VectorKind kind = VECTOR_KIND_TIME;
  while (kind && strcmp(word, words[kind]) != 0) kind--;
  if (!kind && !lua_isnil(L, 3)) {
    const char *got = push_description(L, 3);
    fail(L, "kind: \"date\", \"time\" or nil expected, got %s", got);
  }
  set_kind(L, 1, kind);
  return true;
}

static const Prim prims[] = {
  {"vector:kind", NULL, "v.kind -> string or nil",
   "\"date\" if the numbers are seconds since 1970 (UTC), \"time\" if they are "
   "seconds since midnight, as data.read makes of dates and times; else nil. "
   "Tables print such a column as dates or times, and so do the axes where one "
   "is drawn. Views and copies keep it; the result of arithmetic has none. "
   "v.kind = \"date\" sets it.",
   "d = data.table{day = {0, 86400}}\nd.day.kind = \"date\"\n"
   "d.day:slice(1, 1).kind --> date\n(d.day / 86400).kind --> nil"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_vector_kind(lua_State *L) {
  push_weak_table(L);
  lua_setfield(L, LUA_REGISTRYINDEX, KINDS_KEY);
  registry_add(L, prims);
}
