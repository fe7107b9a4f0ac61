#include "session/assist/known_type.h"

#include <string.h>

#include <lauxlib.h>

static const char STAND_IN[] = "mlrepl.known type";

static UsageText text_of(const char *word) {
  return (UsageText){word, strlen(word)};
}

bool known_type_equals(UsageText type, const char *word) {
  return strlen(word) == type.n && !strncmp(type.at, word, type.n);
}

/* -- stand-ins ------------------------------------------------------------ */

/* The text of the type is in the block itself. */
void known_type_push(lua_State *L, UsageText type) {
  if (known_type_equals(type, "nil") || known_type_equals(type, "nothing")) {
    lua_pushnil(L);
    return;
  }
  char *text = lua_newuserdatauv(L, type.n + 1, 0);
  memcpy(text, type.at, type.n);
  text[type.n] = 0;
  luaL_newmetatable(L, STAND_IN);
  lua_setmetatable(L, -2);
}

void known_type_push_word(lua_State *L, const char *type) {
  known_type_push(L, text_of(type));
}

void known_type_push_any(lua_State *L) { known_type_push_word(L, "any"); }

bool known_type_is(lua_State *L, int index) {
  return luaL_testudata(L, index, STAND_IN) != NULL;
}

/* The name of the value's type if the registry has its metatable under that
 * name; NULL if not. */
static const char *registered_name(lua_State *L, int index) {
  const char *name = NULL;
  if (lua_type(L, index) == LUA_TSTRING || !lua_getmetatable(L, index))
    return NULL;
  lua_pushliteral(L, "__name");
  if (lua_rawget(L, -2) == LUA_TSTRING) {
    lua_pushvalue(L, -1);
    lua_rawget(L, LUA_REGISTRYINDEX);
    if (lua_rawequal(L, -1, -3)) name = lua_tostring(L, -2);
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
  return name; /* the metatable keeps it */
}

bool known_type_is_program(lua_State *L, int index) {
  if (!registered_name(L, index)) return false;
  lua_getmetatable(L, index);
  lua_pushliteral(L, "__methods");
  bool found = lua_rawget(L, -2) == LUA_TTABLE;
  lua_pop(L, 2);
  return found;
}

UsageText known_type_of(lua_State *L, int index) {
  const char *text = luaL_testudata(L, index, STAND_IN);
  if (text) return text_of(text);
  const char *name = registered_name(L, index);
  if (name && !strcmp(name, LUA_FILEHANDLE)) name = "file";
  return text_of(name ? name : luaL_typename(L, index));
}

/* -- joining -------------------------------------------------------------- */

static bool has_alternative(UsageText type, UsageText wanted) {
  for (size_t i = 0;; i++) {
    UsageText one = usage_alternative(type, i);
    if (!one.n) return false;
    if (one.n == wanted.n && !strncmp(one.at, wanted.at, one.n)) return true;
  }
}

/* Adds the alternatives of the type that the text does not have yet. */
static void add_alternatives(luaL_Buffer *b, UsageText type, UsageText before) {
  for (size_t i = 0;; i++) {
    UsageText one = usage_alternative(type, i);
    if (!one.n) return;
    if (has_alternative(before, one)) continue;
    luaL_addstring(b, " or ");
    luaL_addlstring(b, one.at, one.n);
  }
}

/* Different tables have different fields. */
static bool are_alike(lua_State *L, UsageText a, UsageText b) {
  bool same = a.n == b.n && !strncmp(a.at, b.at, a.n);
  return same && (!lua_istable(L, -1) || lua_rawequal(L, -1, -2));
}

void known_type_join(lua_State *L) {
  int top = lua_gettop(L);
  UsageText a = known_type_of(L, -2), b = known_type_of(L, -1);
  if (are_alike(L, a, b)) {
    lua_pop(L, 1);
    return;
  }
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  luaL_addlstring(&text, a.at, a.n);
  add_alternatives(&text, b, a);
  luaL_pushresult(&text);
  known_type_push(L, text_of(lua_tostring(L, -1)));
  lua_replace(L, top - 1);
  lua_settop(L, top - 1);
}

/* -- members -------------------------------------------------------------- */

bool known_type_is_plain(UsageText type) {
  static const char *const plain[] = {"number",   "boolean", "nil",
                                      "function", "thread",  NULL};
  for (int i = 0; plain[i]; i++)
    if (known_type_equals(type, plain[i])) return true;
  return false;
}

bool known_type_push_metatable(lua_State *L, UsageText type) {
  if (known_type_equals(type, "string")) {
    lua_pushliteral(L, "");
    bool found = lua_getmetatable(L, -1);
    lua_remove(L, found ? -2 : -1);
    return found;
  }
  bool file = known_type_equals(type, "file");
  lua_pushlstring(L, file ? LUA_FILEHANDLE : type.at,
                  file ? strlen(LUA_FILEHANDLE) : type.n);
  bool found = lua_rawget(L, LUA_REGISTRYINDEX) == LUA_TTABLE;
  if (found && !file) { /* other tables of the registry are no types */
    lua_pushliteral(L, "__methods");
    found = lua_rawget(L, -2) == LUA_TTABLE;
    lua_pop(L, 1);
  }
  if (!found) lua_pop(L, 1);
  return found;
}
