#include "session/assist/members.h"

#include <ctype.h>
#include <string.h>

#include <lauxlib.h>

#include "session/assist/known_type.h"
#include "session/assist/usages.h"

enum { MOST_HOPS = 20 };

/* Replaces the table at the top by the table in its field `key`; pops it and
 * returns false if there is none. */
static bool enter(lua_State *L, const char *key) {
  lua_pushstring(L, key);
  bool found = lua_rawget(L, -2) == LUA_TTABLE;
  lua_replace(L, -2);
  if (!found) lua_pop(L, 1);
  return found;
}

/* Replaces the value at the top by the table in field `key` of its metatable;
 * pops it and returns false if there is none. */
static bool follow(lua_State *L, const char *key) {
  if (!lua_getmetatable(L, -1)) {
    lua_pop(L, 1);
    return false;
  }
  lua_replace(L, -2);
  return enter(L, key);
}

/* Field __columns of the metatable maps datasets to their columns. */
bool members_push_columns(lua_State *L) {
  lua_pushvalue(L, -1);
  if (!follow(L, "__columns")) {
    lua_pop(L, 1);
    return false;
  }
  lua_insert(L, -2);
  bool found = lua_rawget(L, -2) == LUA_TTABLE;
  lua_replace(L, -2);
  if (!found) lua_pop(L, 1);
  return found;
}

/* -- names ---------------------------------------------------------------- */

static bool is_name(const char *text, size_t n) {
  if (!n || isdigit((unsigned char)*text)) return false;
  for (size_t i = 0; i < n; i++)
    if (!isalnum((unsigned char)text[i]) && text[i] != '_') return false;
  return true;
}

/* Adds the names among the keys of the table at the top to the set; pops it.
 * Returns whether there was one. */
static bool add_keys(lua_State *L, int set, bool methods) {
  bool any = false;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    size_t n;
    const char *name =
      lua_type(L, -2) == LUA_TSTRING ? lua_tolstring(L, -2, &n) : NULL;
    if (!name || !is_name(name, n) || (methods && !lua_isfunction(L, -1)))
      continue;
    lua_pushvalue(L, -2);
    lua_pushboolean(L, 1);
    lua_rawset(L, set);
    any = true;
  }
  lua_pop(L, 1);
  return any;
}

/* Adds the keys of the table in a field of the value's metatable. */
static bool add_from(lua_State *L, int index, int set, const char *key,
                     bool methods) {
  lua_pushvalue(L, index);
  return follow(L, key) && add_keys(L, set, methods);
}

/* m.w, but m:predict: methods follow a dot only if there are no fields. */
static void add_of_value(lua_State *L, int index, int set, char mark) {
  bool methods = mark == ':', fields = false;
  if (!methods) {
    lua_pushvalue(L, index);
    if (members_push_columns(L)) fields = add_keys(L, set, false);
    fields = add_from(L, index, set, "__fields", false) || fields;
  }
  if (!fields) add_from(L, index, set, "__methods", methods);
  lua_pushvalue(L, index);
  for (int hop = 0; hop < MOST_HOPS; hop++) {
    if (lua_istable(L, -1)) {
      lua_pushvalue(L, -1);
      add_keys(L, set, methods);
    }
    if (!follow(L, "__index")) return;
  }
  lua_pop(L, 1);
}

static bool add_from_table(lua_State *L, int table, int set, const char *key,
                           bool methods) {
  lua_pushvalue(L, table);
  return enter(L, key) && add_keys(L, set, methods);
}

/* Pushes the set for one type. */
static void push_of_type(lua_State *L, UsageText type, char mark) {
  lua_newtable(L);
  int set = lua_gettop(L);
  if (!known_type_push_metatable(L, type)) return;
  int meta = set + 1;
  bool methods = mark == ':';
  if (methods || !add_from_table(L, meta, set, "__fields", false)) {
    add_from_table(L, meta, set, "__methods", methods);
    add_from_table(L, meta, set, "__index", methods);
  }
  lua_settop(L, set);
}

/* Removes from the set below the names that the set at the top does not have;
 * pops that. */
static void intersect(lua_State *L) {
  int other = lua_gettop(L), set = other - 1;
  for (lua_pushnil(L); lua_next(L, set); lua_pop(L, 1)) {
    lua_pushvalue(L, -2);
    bool both = lua_rawget(L, other) != LUA_TNIL;
    lua_pop(L, 1);
    if (both) continue;
    lua_pushvalue(L, -2);
    lua_pushnil(L);
    lua_rawset(L, set);
  }
  lua_pop(L, 1);
}

/* What has no members, such as nil, does not count. */
static void push_of_types(lua_State *L, UsageText type, char mark) {
  bool any = false;
  for (size_t i = 0;; i++) {
    UsageText one = usage_alternative(type, i);
    if (!one.n) break;
    if (known_type_is_plain(one)) continue;
    push_of_type(L, one, mark);
    if (any) intersect(L);
    any = true;
  }
  if (!any) lua_newtable(L);
}

void members_push_names(lua_State *L, int index, char mark) {
  index = lua_absindex(L, index);
  if (known_type_is(L, index)) {
    push_of_types(L, known_type_of(L, index), mark);
    return;
  }
  lua_newtable(L);
  add_of_value(L, index, lua_gettop(L), mark);
}

/* -- fields of values ----------------------------------------------------- */

static int l_index(lua_State *L) {
  lua_gettable(L, 1);
  return 1;
}

/* A run makes its long fields, such as run.w, anew at each access: their types
 * are enough. */
static bool is_copied(lua_State *L, int index) {
  return lua_type(L, -1) == LUA_TSTRING &&
         known_type_equals(known_type_of(L, index), "run");
}

/* Replaces the key at the top and the value below it by the field of a value of
 * one of the program's types, whose __index is no code of the user. */
static bool get_of_program(lua_State *L) {
  if (!known_type_is_program(L, -2)) return false;
  if (is_copied(L, -2)) {
    lua_pop(L, 2);
    lua_pushnil(L);
    return true;
  }
  lua_pushcfunction(L, l_index);
  lua_insert(L, -3);
  if (lua_pcall(L, 2, 1, 0) != LUA_OK) { /* there is no such field */
    lua_pop(L, 1);
    lua_pushnil(L);
  }
  return true;
}

/* The same for a table, and along the tables in __index. */
static void get_raw(lua_State *L) {
  lua_insert(L, -2);
  for (int hop = 0; hop < MOST_HOPS; hop++) {
    if (lua_istable(L, -1)) {
      lua_pushvalue(L, -2);
      if (lua_rawget(L, -2) != LUA_TNIL) {
        lua_replace(L, -3);
        lua_pop(L, 1);
        return;
      }
      lua_pop(L, 1);
    }
    if (!follow(L, "__index")) break;
    if (hop == MOST_HOPS - 1) lua_pop(L, 1);
  }
  lua_pop(L, 1);
  lua_pushnil(L);
}

/* -- fields of stand-ins -------------------------------------------------- */

/* Pushes the method of the type, a function. */
static bool push_method(lua_State *L, UsageText type, int key) {
  static const char *const tables[] = {"__methods", "__index"};
  for (int i = 0; i < 2; i++) {
    if (!known_type_push_metatable(L, type)) return false;
    if (!enter(L, tables[i])) continue;
    lua_pushvalue(L, key);
    bool found = lua_rawget(L, -2) == LUA_TFUNCTION;
    lua_replace(L, -2);
    if (found) return true;
    lua_pop(L, 1);
  }
  return false;
}

/* The type of an element. */
static UsageText element_of(UsageText type) {
  static const char *const elements[][2] = {
    {"vector", "number"}, {"matrix", "vector"},    {"texts", "string"},
    {"figure", "axes"},   {"confusion", "vector"}, {NULL, NULL}};
  static const char LIST[] = "list of ";
  const size_t n = strlen(LIST);
  for (int i = 0; elements[i][0]; i++)
    if (known_type_equals(type, elements[i][0]))
      return (UsageText){elements[i][1], strlen(elements[i][1])};
  if (type.n > n && !strncmp(type.at, LIST, n)) /* without the s */
    return (UsageText){type.at + n, type.n - n - 1};
  return (UsageText){"any", strlen("any")};
}

/* Have the values of the type no other fields than its members? A dataset also
 * has its columns. */
static bool is_closed(lua_State *L, UsageText type) {
  if (!known_type_push_metatable(L, type)) return false;
  lua_pushliteral(L, "__columns");
  bool closed = lua_rawget(L, -2) == LUA_TNIL;
  lua_pop(L, 2);
  return closed;
}

/* Pushes the method, or a stand-in for the field, that has an entry, such as
 * model:w. */
static bool push_member(lua_State *L, UsageText type, int key) {
  if (lua_type(L, key) != LUA_TSTRING) return false;
  if (push_method(L, type, key)) return true;
  const char *usage = usages_of_member(L, type, lua_tostring(L, key));
  if (usage) known_type_push(L, usage_result(usage, 0));
  return usage;
}

/* Pushes what is known about the field of a value of that type. */
static void push_of(lua_State *L, UsageText type, int key) {
  if (push_member(L, type, key)) return;
  if (lua_type(L, key) != LUA_TSTRING)
    known_type_push(L, element_of(type));
  else if (is_closed(L, type))
    lua_pushnil(L);
  else
    known_type_push_any(L);
}

/* Replaces the key at the top and the stand-in below it. */
static void get_of_type(lua_State *L) {
  int key = lua_gettop(L), value = key - 1;
  UsageText type = known_type_of(L, value);
  bool any = false;
  for (size_t i = 0;; i++) {
    UsageText one = usage_alternative(type, i);
    if (!one.n) break;
    if (known_type_is_plain(one)) continue;
    push_of(L, one, key);
    if (any && !lua_isfunction(L, -1)) known_type_join(L);
    any = true;
  }
  if (!any) lua_pushnil(L);
  lua_replace(L, value);
  lua_settop(L, value);
}

/* The key at the top is not known: replaces both by what the first and last
 * item of a list have in common, or an element of the type. */
static void get_any(lua_State *L) {
  int value = lua_gettop(L) - 1;
  if (known_type_is_program(L, value))
    push_of(L, known_type_of(L, value), value + 1);
  else if (lua_istable(L, value) && lua_rawlen(L, value)) {
    lua_rawgeti(L, value, 1);
    lua_rawgeti(L, value, (lua_Integer)lua_rawlen(L, value));
    UsageText first = known_type_of(L, -2), last = known_type_of(L, -1);
    bool same = first.n == last.n && !strncmp(first.at, last.at, first.n);
    lua_pop(L, 1);
    if (!same) known_type_push_any(L);
  } else
    known_type_push_any(L);
  lua_replace(L, value);
  lua_settop(L, value);
}

void members_push_field(lua_State *L) {
  luaL_checkstack(L, 10, "too many fields");
  int key = lua_gettop(L), value = key - 1;
  if (known_type_is(L, value)) {
    get_of_type(L);
    return;
  }
  if (known_type_is(L, key)) {
    get_any(L);
    return;
  }
  lua_pushvalue(L, value);
  lua_pushvalue(L, key);
  if (!get_of_program(L)) get_raw(L);
  if (lua_isnil(L, -1) && known_type_is_program(L, value)) /* m.w */
    push_member(L, known_type_of(L, value), key);
  lua_replace(L, value);
  lua_settop(L, value);
}
