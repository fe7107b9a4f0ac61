#include "lua/array/parts.h"

#include <string.h>

#include <lauxlib.h>

#include "lua/base/args.h"
#include "lua/base/error.h"

int parts_fail(const Parts *p, const char *key, const char *expected) {
  const char *got = push_description(p->L, -1);
  return luaL_error(p->L, "%s: %s: %s expected, got %s", p->type, key, expected,
                    got);
}

int parts_push(const Parts *p, const char *key) {
  lua_pushstring(p->L, key);
  return lua_rawget(p->L, p->index);
}

double parts_number(const Parts *p, const char *key) {
  if (parts_push(p, key) != LUA_TNUMBER) parts_fail(p, key, "number");
  const double x = lua_tonumber(p->L, -1);
  lua_pop(p->L, 1);
  return x;
}

bool parts_boolean(const Parts *p, const char *key) {
  if (parts_push(p, key) != LUA_TBOOLEAN) parts_fail(p, key, "boolean");
  const bool x = lua_toboolean(p->L, -1);
  lua_pop(p->L, 1);
  return x;
}

size_t parts_count(const Parts *p, const char *key, size_t most) {
  parts_push(p, key);
  const lua_Integer n = lua_tointeger(p->L, -1);
  if (!lua_isinteger(p->L, -1) || n < 0 || (lua_Unsigned)n > most)
    parts_fail(p, key, "count");
  lua_pop(p->L, 1);
  return (size_t)n;
}

int parts_word(const Parts *p, const char *key, const char *const *words) {
  int found = -1;
  const int type = parts_push(p, key);
  for (int i = 0; type == LUA_TSTRING && words[i]; i++)
    if (!strcmp(lua_tostring(p->L, -1), words[i])) found = i;
  if (type != LUA_TNIL && found < 0) parts_fail(p, key, "known word");
  lua_pop(p->L, 1);
  return found;
}

double *parts_push_numbers(const Parts *p, const char *key, size_t n) {
  if (parts_push(p, key) == LUA_TNIL) return NULL;
  const Vec *v = to_vec(p->L, -1);
  if (!v || v->n != n || v->step != 1) {
    lua_pushfstring(p->L, "vector of %I", (LUAI_UACINT)n);
    lua_insert(p->L, -2);
    parts_fail(p, key, lua_tostring(p->L, -2));
  }
  return v->d;
}

/* Metatables could run code of the file. */
void parts_push_names(const Parts *p, const char *key) {
  lua_State *L = p->L;
  const int type = parts_push(p, key);
  if (type == LUA_TNIL) return;
  if (type != LUA_TTABLE || lua_getmetatable(L, -1))
    parts_fail(p, key, "list of names");
  const lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
  for (lua_Integer j = 1; j <= n; j++) {
    if (lua_rawgeti(L, -1, j) != LUA_TSTRING) parts_fail(p, key, "string");
    lua_pop(L, 1);
  }
}
