#include "session/syntax/entry_source.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

static const char NAME[] = "=entry ";

/* Registry key: the list of texts. */
static const char TEXTS_KEY[] = "mlrepl.entry_source";

/* Its address is the registry key of the place. */
static const char place = 0;

void entry_source_add(lua_State *L, const char *text) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, TEXTS_KEY);
  lua_pushstring(L, text);
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  lua_pushfstring(L, "%s:1: ", entry_source_push_name(L) + 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &place);
  lua_pop(L, 2);
}

lua_Integer entry_source_count(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, TEXTS_KEY);
  const lua_Integer n = lua_istable(L, -1) ? (lua_Integer)lua_rawlen(L, -1) : 0;
  lua_pop(L, 1);
  return n;
}

const char *entry_source_push_name(lua_State *L) {
  lua_pushfstring(L, "%s%I", NAME, entry_source_count(L));
  return lua_tostring(L, -1);
}

const char *entry_source_place(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &place);
  const char *text = lua_tostring(L, -1); /* the registry keeps it */
  lua_pop(L, 1);
  return text ? text : "";
}

void entry_source_push_text(lua_State *L, lua_Integer number) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, TEXTS_KEY);
  lua_rawgeti(L, -1, number);
  lua_remove(L, -2);
}

lua_Integer entry_source_push(lua_State *L, const char *source, size_t n) {
  const size_t size = sizeof NAME - 1;
  if (n <= size || memcmp(source, NAME, size) != 0) return 0;
  const lua_Integer number = atoll(source + size);
  entry_source_push_text(L, number);
  if (lua_type(L, -1) == LUA_TSTRING) return number;
  lua_pop(L, 1);
  return 0;
}
